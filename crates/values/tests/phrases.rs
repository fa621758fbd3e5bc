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

#[test]
fn the_region_decides_which_day_a_holiday_is() {
    check("fr-FR", "la fête nationale\tla fête nationale = 2026-07-14 day");
    check("fr-BE", "la fête nationale\tla fête nationale = 2026-07-21 day");
    check("fr-CH", "la fête nationale\tla fête nationale = 2026-08-01 day");
    check("fr-CA", "la fête nationale\tla fête nationale = 2026-06-24 day");
    check("fr-FR", "la fête du travail\tla fête du travail = 2026-05-01 day");
    check("fr-CA", "la fête du travail\tla fête du travail = 2026-09-07 day");
    check("fr-FR", "la fête des mères\tla fête des mères = 2026-05-31 day");
    check("fr-BE", "la fête des mères\tla fête des mères = 2026-05-10 day");
    check("fr-CH", "le jeûne genevois\tle jeûne genevois = 2026-09-10 day");
    check("en-US", "Thanksgiving\tThanksgiving = 2026-11-26 day");
    check("en-CA", "Thanksgiving\tThanksgiving = 2026-10-12 day");
    check("en-US", "Mother's Day\tMother's Day = 2026-05-10 day");
    check("en-GB", "Mother's Day\tMother's Day = 2026-03-15 day");
    check("en-GB", "50p\t50p = 50 cent");
}

fn reading(locale: &str, text: &str) -> values::Reading {
    let context = ReadingContext {
        now: model::Timestamp(1_772_438_400_000),
        zone: "Europe/Paris".into(),
        locale: locale.parse().expect("a locale"),
        dimensions: vec![Dimension::Datetime],
        latent: true,
    };
    values::Reader::new().readings(text, &context).remove(0)
}

/// The first other meanings of a phrase; no others at all when none are expected.
#[track_caller]
fn check_others(locale: &str, text: &str, expected: &[&str]) {
    let reading = reading(locale, text);
    let others = reading.alternatives.iter().map(|value| {
        let found = ValueFound { value: value.clone(), ..reading.found.clone() };
        show(text, &found).split_once(" = ").expect("a meaning").1.to_owned()
    });
    let others: Vec<String> = others.take(expected.len().max(1)).collect();
    assert_eq!(others, expected, "{text}");
}

#[test]
fn what_is_ambiguous_has_alternatives() {
    check_others("fr", "jeudi prochain", &["2026-03-12 day"]);
    check_others("fr", "lundi en huit", &["2026-03-16 day"]);
    check_others("fr", "vendredi à minuit", &["2026-03-06T00:00 hour"]);
    check_others("fr", "demain à huit heures", &["2026-03-03T20:00 hour"]);
    check_others("fr", "demain à 8h", &[]);
    check_others("fr", "8", &["2026-03-08 day", "2026-03-03T08:00 hour", "2026-03-03T20:00 hour"]);
    check_others("en", "next Friday", &["2026-03-06 day"]);
    check_others("en", "tomorrow at 8", &["2026-03-03T20:00 hour"]);
    check_others("en", "3/4/2026", &["2026-04-03 day"]);
    check_others("en-GB", "3/4/2026", &[]);
    check_others("en", "a week on Monday", &["2026-03-09 day"]);
}

#[test]
fn what_recurs_says_how_often() {
    use model::Grain::{Day, Month, Week, Year};
    for (locale, text, count, grain) in [
        ("fr", "tous les lundis à 9h", 1, Week),
        ("fr", "un lundi sur deux", 2, Week),
        ("fr", "tous les 15 jours", 15, Day),
        ("fr", "chaque premier lundi du mois", 1, Month),
        ("fr", "tous les soirs à 20h", 1, Day),
        ("fr", "les mardis", 1, Week),
        ("fr", "chaque noël", 1, Year),
        ("en", "every Monday at 6pm", 1, Week),
        ("en", "every other Tuesday", 2, Week),
        ("en", "on Mondays", 1, Week),
        ("en", "the last Friday of every month", 1, Month),
        ("en", "every day at 7am", 1, Day),
        ("en", "every 3rd of the month", 1, Month),
    ] {
        let every = reading(locale, text).every;
        assert_eq!(every, Some(values::Recurrence { count, grain }), "{text}");
    }
}
