//! Agreement with marked sentences: `slots LOCALE` reads lines of `words TAB tags` from stdin (one
//! tag per word, `B-time`, `I-time`, `O`) and prints what is marked and not read as such, and how
//! much is. Neighbouring slots of time are one; currencies are compared with amounts of money.
use std::collections::BTreeMap;
use std::io::BufRead;
use std::ops::Range;

use model::{Dimension, ReadingContext, Timestamp, ValueReader};

/// Slots that are times.
const TIMES: [&str; 4] = ["date", "time", "timeofday", "general_frequency"];

fn main() {
    let locale = std::env::args().nth(1).unwrap_or_else(|| "en".into());
    let reader = values::Reader::new();
    let context = |latent| ReadingContext {
        now: Timestamp(1_772_438_400_000),
        zone: "Europe/Paris".into(),
        locale: locale.parse().expect("a locale"),
        dimensions: vec![Dimension::Datetime, Dimension::Duration, Dimension::AmountOfMoney],
        latent,
    };
    // By kind: how many slots, touched, covered, touched with latent readings.
    let mut counts: BTreeMap<&str, [usize; 4]> = BTreeMap::new();
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line.expect("text in UTF-8");
        let mut columns = line.split('\t');
        let (Some(text), Some(tags)) = (columns.next(), columns.next()) else { continue };
        let (sure, likely) =
            (reader.read(text, &context(false)), reader.read(text, &context(true)));
        for (kind, slot) in slots(text, tags) {
            let fits = |dimension| match kind {
                "time" => matches!(dimension, Dimension::Datetime | Dimension::Duration),
                _ => dimension == Dimension::AmountOfMoney,
            };
            let touches = |found: &model::ValueFound| {
                fits(found.dimension) && found.span.start < slot.end && slot.start < found.span.end
            };
            let covers = |found: &model::ValueFound| {
                touches(found) && found.span.start <= slot.start && slot.end <= found.span.end
            };
            let count = counts.entry(kind).or_default();
            let touched = sure.iter().any(touches);
            count[0] += 1;
            count[1] += usize::from(touched);
            count[2] += usize::from(sure.iter().any(covers));
            count[3] += usize::from(likely.iter().any(touches));
            if !touched {
                println!("{}\t{kind}\t{}\t{text}", number + 1, &text[slot]);
            }
        }
    }
    for (kind, [all, touched, covered, latent]) in counts {
        eprintln!(
            "{locale} {kind}: {all} slots, touched {touched}, covered {covered}, touched with latent {latent}"
        );
    }
}

/// The places of the slots that are compared.
fn slots(text: &str, tags: &str) -> Vec<(&'static str, Range<usize>)> {
    let mut found: Vec<(&'static str, Range<usize>)> = Vec::new();
    let mut end = 0;
    let mut open = false;
    for (word, tag) in text.split(' ').zip(tags.split(' ')) {
        let start = end;
        end = start + word.len() + 1;
        let kind = match tag.get(2..).unwrap_or_default() {
            slot if TIMES.contains(&slot) => "time",
            "currency_name" => "money",
            _ => {
                open = false;
                continue;
            }
        };
        match found.last_mut() {
            Some((last, range)) if open && *last == kind => range.end = end - 1,
            _ => found.push((kind, start..end - 1)),
        }
        open = true;
    }
    found
}
