//! How long the reader takes: to warm up, and for sentences by how many values they hold.

use model::{Dimension, Locale, ReadingContext, Timestamp, ValueReader};
use serde::Serialize;

/// Sentences of our own, which the tests hold against their meanings: bookings, opening hours,
/// chat, with and without values.
const OWN: [(&str, &str); 2] = [
    ("fr", include_str!("../../tests/phrases/fr.tsv")),
    ("en", include_str!("../../tests/phrases/en.tsv")),
];
/// Every sentence is read so often; the middle one of its times counts.
const ROUNDS: usize = 5;

/// Sentences of a language.
#[derive(Debug, Clone)]
pub struct Sentences {
    /// The language.
    pub locale: Locale,
    /// One per line; what follows a tab is left out.
    pub text: String,
}

/// Our own sentences in French and English.
pub fn own_sentences() -> Vec<Sentences> {
    OWN.iter()
        .filter_map(|(locale, text)| {
            Some(Sentences { locale: locale.parse().ok()?, text: (*text).to_string() })
        })
        .collect()
}

/// How long it takes until the first sentence of a language can be read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WarmUp {
    /// The language, or `phone-number` for the numbering plans that all share.
    pub warm_up: String,
    /// Microseconds. It happens once per process.
    pub us: u64,
}

/// Warms up each language, and what all share. Only what was not warm yet takes time.
pub fn warm_up(
    reader: &crate::Reader,
    locales: &[Locale],
    clock_ns: &dyn Fn() -> u64,
) -> Vec<WarmUp> {
    let time = |name: String, locales: &[Locale], dimensions: &[Dimension]| {
        let before = clock_ns();
        reader.warm_up(locales, dimensions);
        WarmUp { warm_up: name, us: clock_ns().saturating_sub(before) / 1000 }
    };
    let mut lines: Vec<WarmUp> = locales
        .iter()
        .map(|locale| {
            time(locale.to_string(), std::slice::from_ref(locale), &[Dimension::Datetime])
        })
        .collect();
    lines.push(time("phone-number".into(), &[], &[Dimension::PhoneNumber]));
    lines
}

/// How long sentences take.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Speed {
    /// The language.
    pub locale: String,
    /// How many values the sentences hold: `0`, `1`, `2` or more.
    pub values: usize,
    /// How many sentences.
    pub sentences: usize,
    /// Half of them take at most this, in microseconds.
    pub p50_us: f64,
    /// 99 of 100 take at most this.
    pub p99_us: f64,
}

/// Reads every sentence in all dimensions.
pub fn speed(
    reader: &crate::Reader,
    sentences: &[Sentences],
    clock_ns: &dyn Fn() -> u64,
) -> Vec<Speed> {
    let mut lines = Vec::new();
    for Sentences { locale, text } in sentences {
        let context = ReadingContext {
            now: Timestamp(1_772_438_400_000),
            zone: "Europe/Paris".into(),
            locale: locale.clone(),
            dimensions: Dimension::ALL.to_vec(),
            latent: false,
        };
        let mut times: [Vec<u64>; 3] = Default::default();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let sentence = line.split('\t').next().unwrap_or_default();
            let mut found = 0;
            let mut took: Vec<u64> = (0..ROUNDS)
                .map(|_| {
                    let before = clock_ns();
                    found = reader.read(sentence, &context).len();
                    clock_ns().saturating_sub(before)
                })
                .collect();
            took.sort_unstable();
            times[found.min(2)].push(took[ROUNDS / 2]);
        }
        for (values, times) in times.iter_mut().enumerate().filter(|(_, times)| !times.is_empty()) {
            times.sort_unstable();
            let at = |share: usize| times[(times.len() - 1) * share / 100] as f64 / 1000.0;
            lines.push(Speed {
                locale: locale.to_string(),
                values,
                sentences: times.len(),
                p50_us: at(50),
                p99_us: at(99),
            });
        }
    }
    lines
}
