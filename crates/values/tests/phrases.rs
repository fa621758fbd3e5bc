//! Phrases of our own with what they mean: `tests/phrases/LOCALE.tsv`, one per line: the phrase,
//! then each value as `span = meaning`, separated by ` | `. They are read on Monday 2026-03-02 at
//! 09:00 in Paris. To write new ones down: `PRINT_PHRASES=1 cargo test -p values --test phrases --
//! --nocapture` prints every line as it is read now.

use chrono::{DateTime, Utc};
use model::{DatePoint, Dimension, ReadingContext, Value, ValueFound, ValueReader};

fn check(locale: &str, file: &str) {
    let now: DateTime<Utc> = "2026-03-02T08:00:00Z".parse().expect("an instant");
    let context = ReadingContext {
        now: now.into(),
        zone: "Europe/Paris".into(),
        locale: locale.parse().expect("a locale"),
        dimensions: Dimension::ALL.to_vec(),
        latent: false,
    };
    let reader = values::Reader::new();
    let mut wrong = Vec::new();
    for line in file.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let (text, expected) = line.split_once('\t').unwrap_or((line, ""));
        let found: Vec<String> =
            reader.read(text, &context).iter().map(|found| show(text, found)).collect();
        let found = found.join(" | ");
        if std::env::var_os("PRINT_PHRASES").is_some() {
            println!("{text}\t{found}");
        } else if found != expected {
            wrong.push(format!("{text}\n  wants {expected}\n  got   {found}"));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

fn show(text: &str, found: &ValueFound) -> String {
    let point = |point: &DatePoint| {
        let wall = point.at.naive_local();
        let grain = format!("{:?}", point.grain).to_lowercase();
        let format = match point.grain {
            model::Grain::Second => "%Y-%m-%dT%H:%M:%S",
            model::Grain::Minute | model::Grain::Hour => "%Y-%m-%dT%H:%M",
            _ => "%Y-%m-%d",
        };
        format!("{} {grain}", wall.format(format))
    };
    let end = |end: &Option<DatePoint>| end.as_ref().map(point).unwrap_or_default();
    let meaning = match &found.value {
        Value::Date(at) => point(at),
        Value::DateInterval { from, to } => format!("{} .. {}", end(from), end(to)),
        Value::Duration { iso, .. } => iso.clone(),
        Value::Number { value } => format!("number {value}"),
        Value::Ordinal { value } => format!("ordinal {value}"),
        Value::Measure { value, up_to, interval, unit, .. } => {
            let end = |end: &Option<f64>| end.map(|end| end.to_string()).unwrap_or_default();
            if *interval {
                format!("{} .. {} {unit}", end(value), end(up_to))
            } else {
                format!("{} {unit}", end(value))
            }
        }
        Value::Email { value } => format!("email {value}"),
        Value::Url { value } => format!("url {value}"),
        Value::Phone { value } => format!("phone {value}"),
        other => format!("{other:?}"),
    };
    format!("{} = {}", found.span.slice(text), meaning.trim())
}

#[test]
fn french_phrases_mean_what_people_mean() {
    check("fr", include_str!("phrases/fr.tsv"));
}

#[test]
fn english_phrases_mean_what_people_mean() {
    check("en", include_str!("phrases/en.tsv"));
}

#[test]
fn the_region_decides_the_order_of_day_and_month() {
    check("en-GB", "on 3/4/2026\ton 3/4/2026 = 2026-04-03 day\n3/4\t3/4 = number 0.75");
    check("en-US", "on 3/4/2026\ton 3/4/2026 = 2026-03-04 day");
    check("fr-CA", "le 3/4/2026\tle 3/4/2026 = 2026-04-03 day");
    // Weeks begin on Sunday there.
    check("en-US", "next week\tnext week = 2026-03-08 week");
    check("en-GB", "next week\tnext week = 2026-03-09 week");
}
