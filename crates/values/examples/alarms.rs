//! Dates, times, money and durations found in sentences: `alarms LOCALE` reads lines of
//! `number TAB sentence` from stdin and prints `number TAB dimension TAB span TAB sentence`.
use std::io::BufRead;

use model::{Dimension, ReadingContext, Timestamp, ValueReader};

fn main() {
    let locale = std::env::args().nth(1).unwrap_or_else(|| "en".into());
    let context = ReadingContext {
        now: Timestamp(1_772_438_400_000),
        zone: "Europe/Paris".into(),
        locale: locale.parse().expect("a locale"),
        dimensions: vec![Dimension::Datetime, Dimension::Duration, Dimension::AmountOfMoney],
        latent: false,
    };
    let reader = values::Reader::new();
    reader.warm_up(std::slice::from_ref(&context.locale), &context.dimensions);
    let mut times = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line.expect("text in UTF-8");
        let Some((number, sentence)) = line.split_once('\t') else { continue };
        let before = std::time::Instant::now();
        let found = reader.read(sentence, &context);
        times.push((before.elapsed().as_nanos() / 100, found.len()));
        for value in found {
            println!("{number}\t{:?}\t{}\t{sentence}", value.dimension, value.span.slice(sentence));
        }
    }
    times.sort_unstable();
    for (name, keep) in [("none", 0..1), ("one or two", 1..3)] {
        let of: Vec<u128> =
            times.iter().filter(|(_, n)| keep.contains(n)).map(|(t, _)| *t).collect();
        if !of.is_empty() {
            eprintln!(
                "{locale} values {name}: n {} p50 {:.1} us p99 {:.1} us",
                of.len(),
                of[of.len() / 2] as f64 / 10.0,
                of[of.len() * 99 / 100] as f64 / 10.0
            );
        }
    }
}
