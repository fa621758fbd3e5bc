//! A value is held, another is said: what is known then. Read on Monday 2026-03-02 at 09:00 in
//! Paris.

use model::{DatePoint, Dimension, ReadingContext, Value, ValueFound, ValueReader};

fn context(locale: &str, latent: bool) -> ReadingContext {
    ReadingContext {
        now: model::Timestamp(1_772_438_400_000),
        zone: "Europe/Paris".into(),
        locale: locale.parse().expect("a locale"),
        dimensions: vec![Dimension::Datetime],
        latent,
    }
}

fn show(value: &Value) -> String {
    let point = |point: &DatePoint| {
        format!("{} {:?}", point.at.format("%Y-%m-%dT%H:%M"), point.grain).to_lowercase()
    };
    let end = |end: &Option<DatePoint>| end.as_ref().map(point).unwrap_or_default();
    match value {
        Value::Date(at) => point(at),
        Value::DateInterval { from, to } => format!("{} .. {}", end(from), end(to)),
        other => format!("{other:?}"),
    }
}

/// The value held is that of `held`; then `said` is said.
#[track_caller]
fn check(locale: &str, held: &str, said: &str, expected: &str) {
    let reader = values::Reader::new();
    let held = reader.read(held, &context(locale, false)).remove(0);
    let mut found: Vec<ValueFound> = reader.read(said, &context(locale, false));
    if found.is_empty() {
        found = reader.read(said, &context(locale, true));
    }
    let found = found.first().unwrap_or_else(|| panic!("nothing in `{said}`"));
    let merged = reader.merge(&held.value, found, said, &context(locale, false));
    let merged = merged.unwrap_or_else(|| found.value.clone());
    assert_eq!(show(&merged), expected, "{locale}: {said}");
}

#[test]
fn hours_said_are_hours_of_the_day_held() {
    check("fr", "demain", "à 9h", "2026-03-03t09:00 hour");
    check("fr", "demain", "à 8h", "2026-03-03t08:00 hour");
    check("fr", "demain", "vers 20h30", "2026-03-03t20:30 minute");
    check("fr", "demain", "8", "2026-03-03t08:00 hour");
    check("fr", "demain", "en soirée", "2026-03-03t18:00 hour .. 2026-03-04t00:00 hour");
    check("fr", "demain", "plutôt le soir", "2026-03-03t18:00 hour .. 2026-03-04t00:00 hour");
    check("fr", "demain à 9h", "plutôt le soir", "2026-03-03t18:00 hour .. 2026-03-04t00:00 hour");
    check("fr", "demain à 9h", "plutôt à 10h", "2026-03-03t10:00 hour");
    check("fr", "demain", "entre 9h et 10h", "2026-03-03t09:00 hour .. 2026-03-03t11:00 hour");
    check("fr", "demain", "après 18h", "2026-03-03t18:00 hour .. ");
    check("fr", "demain", "avant 10h", " .. 2026-03-03t10:00 hour");
    check("fr", "demain", "l'après-midi", "2026-03-03t12:00 hour .. 2026-03-03t19:00 hour");
    check("fr", "vendredi", "vers 20h30", "2026-03-06t20:30 minute");
    check("en", "tomorrow", "at 8am", "2026-03-03t08:00 hour");
    check("en", "tomorrow", "8", "2026-03-03t08:00 hour");
    check("en", "tomorrow", "in the evening", "2026-03-03t18:00 hour .. 2026-03-04t00:00 hour");
    check(
        "en",
        "tomorrow",
        "rather in the evening",
        "2026-03-03t18:00 hour .. 2026-03-04t00:00 hour",
    );
    check("en", "Friday at 9am", "make it 10am", "2026-03-06t10:00 hour");
    check("en", "Friday", "after 6pm", "2026-03-06t18:00 hour .. ");
    check("en", "Friday", "between 2 and 4pm", "2026-03-06t14:00 hour .. 2026-03-06t17:00 hour");
}

#[test]
fn an_interval_is_narrowed() {
    check("fr", "demain soir", "à 8h", "2026-03-03t20:00 hour");
    check("fr", "demain matin", "vers 10h", "2026-03-03t10:00 hour");
    check("fr", "ce week-end", "le matin", "2026-03-07t04:00 hour .. 2026-03-07t12:00 hour");
    check("fr", "la semaine prochaine", "jeudi", "2026-03-12t00:00 day");
    check(
        "fr",
        "la semaine prochaine",
        "à partir de mercredi",
        "2026-03-11t00:00 day .. 2026-03-16t00:00 day",
    );
    check("fr", "le mois prochain", "le 20", "2026-04-20t00:00 day");
    check("fr", "le mois prochain", "20", "2026-04-20t00:00 day");
    check("fr", "le mois prochain", "le jeudi", "2026-04-02t00:00 day");
    check("fr", "le mois prochain", "vendredi", "2026-04-03t00:00 day");
    check("fr", "du 12 au 15 avril", "à 9h", "2026-04-12t09:00 hour .. 2026-04-16t00:00 day");
    check(
        "fr",
        "du 12 au 15 avril",
        "jusqu'au 20 avril",
        "2026-04-12t00:00 day .. 2026-04-21t00:00 day",
    );
    check("fr", "le 12 avril", "jusqu'au 15 avril", "2026-04-12t00:00 day .. 2026-04-16t00:00 day");
    check("fr", "demain à 9h", "jusqu'à 11h", "2026-03-03t09:00 hour .. 2026-03-03t11:00 hour");
    check("en", "tomorrow evening", "at 8", "2026-03-03t20:00 hour");
    check("en", "this weekend", "in the morning", "2026-03-07t00:00 hour .. 2026-03-07t12:00 hour");
    check("en", "next month", "the 20th", "2026-04-20t00:00 day");
    check("en", "next month", "on Friday", "2026-04-03t00:00 day");
    check("en", "next week", "thursday", "2026-03-12t00:00 day");
    check("en", "next week", "from Wednesday", "2026-03-11t00:00 day .. 2026-03-16t00:00 day");
    check("en", "April 12", "until April 15", "2026-04-12t00:00 day .. 2026-04-16t00:00 day");
}

#[test]
fn what_refers_is_counted_from_what_is_held() {
    check("fr", "demain", "le lendemain", "2026-03-04t00:00 day");
    check("fr", "demain à 9h", "le lendemain", "2026-03-04t09:00 hour");
    check("fr", "demain à 9h", "la veille", "2026-03-02t09:00 hour");
    check("fr", "vendredi", "le surlendemain", "2026-03-08t00:00 day");
    check("fr", "demain", "2 jours après", "2026-03-05t00:00 day");
    check("fr", "demain", "deux jours plus tard", "2026-03-05t00:00 day");
    check("fr", "le 20 mars", "la semaine d'après", "2026-03-23t00:00 week");
    check("fr", "demain", "la semaine d'après", "2026-03-09t00:00 week");
    check("fr", "le 20 mars", "le même jour", "2026-03-20t00:00 day");
    check("fr", "demain à 9h", "vendredi à la même heure", "2026-03-06t09:00 hour");
    check("fr", "samedi à 9h30", "même heure vendredi", "2026-03-06t09:30 minute");
    check("fr", "demain à 9h", "plutôt vendredi", "2026-03-06t09:00 hour");
    check("en", "tomorrow at 9am", "same time on Friday", "2026-03-06t09:00 hour");
    check("en", "Saturday at 9:30am", "same time on Friday", "2026-03-06t09:30 minute");
    check("en", "friday", "the following week", "2026-03-09t00:00 week");
    check("en", "friday", "the week after", "2026-03-09t00:00 week");
    check("en", "friday", "two days later", "2026-03-08t00:00 day");
    check("en", "friday at 9am", "the day after", "2026-03-07t09:00 hour");
    check("en", "friday at 9am", "the next day", "2026-03-07t09:00 hour");
    check("en", "friday at 9am", "the day before", "2026-03-05t09:00 hour");
    check("en", "friday at 9am", "actually monday", "2026-03-09t09:00 hour");
}

#[test]
fn what_says_everything_replaces_what_is_held() {
    check("fr", "demain", "demain à 20h", "2026-03-03t20:00 hour");
    check("fr", "demain", "le 20 02", "2027-02-20t00:00 day");
    check("fr", "demain", "après-demain", "2026-03-04t00:00 day");
    check("fr", "hier", "à 10h", "2026-03-02t10:00 hour");
    check("fr", "demain", "lundi 16 mars à 8h", "2026-03-16t08:00 hour");
    check("fr", "demain", "aujourd'hui à 15h", "2026-03-02t15:00 hour");
    check("en", "friday", "actually monday", "2026-03-09t00:00 day");
    check("en", "tomorrow", "March 20 at noon", "2026-03-20t12:00 hour");
    check("en", "friday", "tomorrow at 8am", "2026-03-03t08:00 hour");
}

#[test]
fn only_dates_are_merged() {
    let reader = values::Reader::new();
    let mut context = context("fr", false);
    context.dimensions = vec![Dimension::Number];
    let held = reader.read("3", &context).remove(0);
    let said = reader.read("4", &context).remove(0);
    assert_eq!(reader.merge(&held.value, &said, "4", &context), None);
}
