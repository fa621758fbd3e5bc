//! A value held and one just said about the same thing.
//!
//! What was said is read again, with the value that is held as what it may refer to: "le
//! lendemain" is the day after the day held, "plutôt le soir" the evening of that day, "le 20" the
//! 20th of that month. What says everything by itself replaces what is held.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, TimeDelta};
use model::{DatePoint, Dimension, Grain, ReadingContext, Value, ValueFound, ValueReader};

use crate::engine::text::fold_into;
use crate::zone::Zone;

/// Words that refer to what is held rather than to the present.
const REFERRING: &[&str] = &[
    // French
    "lendemain",
    "la veille",
    "surlendemain",
    "d'apres",
    "suivant",
    "suivante",
    "qui suit",
    "apres",
    "plus tard",
    "avant",
    "plus tot",
    "precedent",
    "precedente",
    "meme jour",
    "ce jour",
    "prochain",
    "prochaine",
    "dernier",
    "derniere",
    "passe",
    "passee",
    // English
    "the day after",
    "the day before",
    "day later",
    "days later",
    "the next day",
    "later",
    "earlier",
    "the week after",
    "the week before",
    "the following",
    "same day",
    "that day",
    "week later",
    "weeks later",
    "following week",
    "following day",
    "month later",
    // Spanish
    "dia siguiente",
    "siguiente",
    "despues",
    "mismo dia",
];

/// Words that keep the hour that is held.
const SAME_HOUR: &[&str] =
    &["meme heure", "same time", "same hour", "misma hora", "a la meme heure", "at the same time"];

/// See [`model::ValueReader::merge`].
pub(crate) fn merge(
    reader: &dyn ValueReader,
    held: &Value,
    said: &ValueFound,
    text: &str,
    context: &ReadingContext,
) -> Option<Value> {
    if said.dimension != Dimension::Datetime {
        return None;
    }
    let held_from = match held {
        Value::Date(point) => *point,
        Value::DateInterval { from, to } => (*from).or(*to)?,
        _ => return None,
    };
    let zone = Zone::named(&context.zone);
    let held_wall = held_from.at.naive_local();
    let mut plain = String::new();
    fold_into(text, &mut plain);
    let mentions = |words: &[&str]| words.iter().any(|word| contains_words(&plain, word));

    // "à la même heure vendredi": the day said, the hour held.
    if mentions(SAME_HOUR) && held_from.grain < Grain::Day {
        let day = first_of(&said.value).filter(|point| point.grain >= Grain::Day)?;
        return Some(on_day(held, day.at.naive_local(), zone));
    }
    // "le lendemain", "la semaine d'après", "2 jours après": counted from what is held.
    if mentions(REFERRING) {
        let there = ReadingContext {
            now: held_from.at.to_utc().into(),
            latent: true,
            dimensions: vec![Dimension::Datetime],
            ..context.clone()
        };
        let phrase = said.span.slice(text);
        let phrase = if phrase.is_empty() { text } else { phrase };
        let again = phrase_of(reader, phrase, &there)
            .or_else(|| phrase_of(reader, &same_day_as_today(&plain), &there))?;
        let moved = first_of(&again)?;
        // A day said keeps the hour held; a week or month does not.
        if moved.grain == Grain::Day && held_from.grain < Grain::Day {
            return Some(on_day(held, moved.at.naive_local(), zone));
        }
        if moved.grain == Grain::Hour && moved.at.naive_local().time() == held_wall.time() {
            // "2 jours après" is counted to the hour; the day is meant.
            let at = zone.instant(moved.at.naive_local());
            return Some(Value::Date(DatePoint { at, grain: held_from.grain.min(Grain::Day) }));
        }
        return Some(again);
    }
    match &said.value {
        // Hours without a day: on the day held.
        Value::Date(point)
            if point.grain < Grain::Day && says_no_day(reader, said, text, context) =>
        {
            if held_from.grain > Grain::Day {
                return None;
            }
            let wall = held_wall.date().and_time(point.at.naive_local().time());
            Some(Value::Date(DatePoint { at: zone.instant(wall), grain: point.grain }))
        }
        Value::DateInterval { from, to }
            if from.iter().chain(to).all(|end| end.grain < Grain::Day)
                && says_no_day(reader, said, text, context) =>
        {
            if held_from.grain > Grain::Day {
                return None;
            }
            let base = from.or(*to)?.at.naive_local().date();
            let moved = |end: &Option<DatePoint>| {
                end.map(|end| {
                    let wall = end.at.naive_local();
                    let days = wall.date() - base;
                    let day = held_wall.date().checked_add_signed(days).unwrap_or(held_wall.date());
                    DatePoint { at: zone.instant(day.and_time(wall.time())), grain: end.grain }
                })
            };
            Some(Value::DateInterval { from: moved(from), to: moved(to) })
        }
        // "le 20", "jeudi" after "le mois prochain" or "la semaine prochaine": within what is held.
        Value::Date(point) if point.grain == Grain::Day => {
            let phrase = said.span.slice(text);
            let refines = held_from.grain > Grain::Day
                || is_day_number(phrase)
                || matches!(held, Value::DateInterval { .. });
            if !refines || !is_open(phrase) {
                return None;
            }
            let start = match held_from.grain {
                Grain::Month | Grain::Year | Grain::Quarter | Grain::Week => held_wall,
                _ => first_of_month(held_wall)?,
            };
            // The day before, so that its first day is still ahead.
            let before = start.checked_sub_signed(TimeDelta::seconds(1))?;
            let there = ReadingContext {
                now: zone.instant(before).to_utc().into(),
                latent: true,
                dimensions: vec![Dimension::Datetime],
                ..context.clone()
            };
            let again = phrase_of(reader, phrase, &there)?;
            let moved = first_of(&again)?;
            let today = zone.wall(context.now).date();
            // Not before the present.
            if moved.at.naive_local().date() < today {
                return None;
            }
            if held_from.grain < Grain::Day {
                return Some(on_day(held, moved.at.naive_local(), zone));
            }
            Some(again)
        }
        _ => None,
    }
}

fn first_of_month(day: NaiveDateTime) -> Option<NaiveDateTime> {
    day.date().with_day(1)?.and_hms_opt(0, 0, 0)
}

fn contains_words(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric());
        let after = text[at + words.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        before && after
    })
}

/// "the same day", "ce jour-là" are, seen from the day held, today.
fn same_day_as_today(plain: &str) -> String {
    let mut text = plain.to_string();
    for (said, read) in [
        ("le meme jour", "aujourd'hui"),
        ("meme jour", "aujourd'hui"),
        ("the day after", "tomorrow"),
        ("the next day", "tomorrow"),
        ("the following day", "tomorrow"),
        ("the day before", "yesterday"),
        ("the same day", "today"),
        ("same day", "today"),
        ("that day", "today"),
        ("the week after", "next week"),
        ("the following week", "next week"),
        ("a week later", "in 7 days"),
        ("el mismo dia", "hoy"),
        ("el dia siguiente", "manana"),
    ] {
        text = text.replace(said, read);
    }
    text
}

/// The first date in a phrase.
fn phrase_of(reader: &dyn ValueReader, phrase: &str, context: &ReadingContext) -> Option<Value> {
    reader
        .read(phrase, context)
        .into_iter()
        .filter(|found| found.dimension == Dimension::Datetime)
        .max_by_key(|found| found.span.len())
        .map(|found| found.value)
}

fn first_of(value: &Value) -> Option<DatePoint> {
    match value {
        Value::Date(point) => Some(*point),
        Value::DateInterval { from, to } => (*from).or(*to),
        _ => None,
    }
}

/// The value held, moved to another day.
fn on_day(held: &Value, day: NaiveDateTime, zone: Zone) -> Value {
    let first = first_of(held).map_or(day.date(), |point| point.at.naive_local().date());
    let moved = |point: &DatePoint| -> DatePoint {
        let wall = point.at.naive_local();
        let date = day.date().checked_add_signed(wall.date() - first).unwrap_or(day.date());
        let at: DateTime<FixedOffset> = zone.instant(date.and_time(wall.time()));
        DatePoint { at, grain: point.grain }
    };
    match held {
        Value::Date(point) => Value::Date(moved(point)),
        Value::DateInterval { from, to } => {
            Value::DateInterval { from: from.as_ref().map(moved), to: to.as_ref().map(moved) }
        }
        other => other.clone(),
    }
}

/// Whether what was said leaves the day open: read a year later, it is as far from that "now".
fn says_no_day(
    reader: &dyn ValueReader,
    said: &ValueFound,
    text: &str,
    context: &ReadingContext,
) -> bool {
    let phrase = said.span.slice(text);
    let plain = {
        let mut plain = String::new();
        fold_into(phrase, &mut plain);
        plain
    };
    // "demain à 8h", "tomorrow evening" name their day; "ce soir", "tonight" name today, but are
    // said of the day held as well.
    let midnight = ReadingContext {
        now: context.now.plus_ms(3 * 86_400_000),
        latent: true,
        dimensions: vec![Dimension::Datetime],
        ..context.clone()
    };
    let words = [
        "aujourd",
        "demain",
        "hier",
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "today",
        "tomorrow",
        "yesterday",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "dans",
        "hoy",
        "manana",
        "ayer",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
    ];
    if words.iter().any(|word| contains_words(&plain, word)) || plain.contains("aujourd") {
        return false;
    }
    let Some(later) = phrase_of(reader, phrase, &midnight) else { return true };
    match (first_of(&said.value), first_of(&later)) {
        // A date of the calendar is the same date three days later.
        (Some(now), Some(then)) => now.at != then.at,
        _ => true,
    }
}

/// "le 20", "20", "the 20th".
fn is_day_number(phrase: &str) -> bool {
    let letters: Vec<&str> =
        phrase.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    letters.len() <= 3
        && letters.iter().filter(|word| word.starts_with(|c: char| c.is_ascii_digit())).count() == 1
        && letters.iter().all(|word| {
            word.len() <= 4 && (word.len() <= 3 || word.starts_with(|c: char| c.is_ascii_digit()))
        })
}

/// Whether a phrase leaves open in which week or month its day is.
fn is_open(phrase: &str) -> bool {
    let mut plain = String::new();
    fold_into(phrase, &mut plain);
    let weekdays = [
        "lundi",
        "mardi",
        "mercredi",
        "jeudi",
        "vendredi",
        "samedi",
        "dimanche",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "lunes",
        "martes",
        "miercoles",
        "jueves",
        "viernes",
        "sabado",
        "domingo",
    ];
    is_day_number(&plain)
        || plain
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| {
                !word.is_empty() && !matches!(*word, "le" | "the" | "on" | "el" | "ce" | "this")
            })
            .all(|word| weekdays.contains(&word) || word.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(locale: &str) -> ReadingContext {
        ReadingContext {
            // Monday.
            now: "2026-03-02T08:00:00Z".parse::<DateTime<chrono::Utc>>().unwrap().into(),
            zone: "Europe/Paris".into(),
            locale: locale.parse().unwrap(),
            dimensions: vec![Dimension::Datetime],
            latent: true,
        }
    }

    fn show(value: &Value) -> String {
        let point = |point: &DatePoint| {
            format!("{} {:?}", point.at.format("%Y-%m-%dT%H:%M"), point.grain).to_lowercase()
        };
        match value {
            Value::Date(at) => point(at),
            Value::DateInterval { from, to } => format!(
                "{} .. {}",
                from.as_ref().map(point).unwrap_or_default(),
                to.as_ref().map(point).unwrap_or_default()
            ),
            other => format!("{other:?}"),
        }
    }

    /// The value held is that of `held`; then `said` is said.
    fn check(locale: &str, held: &str, said: &str, expected: &str) {
        let reader = crate::Reader::new();
        let context = context(locale);
        let held = reader.read(held, &context).remove(0);
        let found = reader.read(said, &context);
        let found = found.first().unwrap_or_else(|| panic!("nothing in `{said}`"));
        let merged = reader.merge(&held.value, found, said, &context);
        let merged = merged.unwrap_or_else(|| found.value.clone());
        assert_eq!(show(&merged), expected, "{locale}: {said}");
    }

    #[test]
    fn what_is_said_completes_what_is_held() {
        for (locale, held, said, expected) in [
            ("fr", "demain", "à 9h", "2026-03-03t09:00 hour"),
            ("fr", "demain", "en soirée", "2026-03-03t18:00 hour .. 2026-03-04t00:00 hour"),
            ("fr", "demain", "plutôt le soir", "2026-03-03t18:00 hour .. 2026-03-04t00:00 hour"),
            ("fr", "demain", "2 jours après", "2026-03-05t00:00 day"),
            ("fr", "demain", "demain à 20h", "2026-03-03t20:00 hour"),
            ("fr", "demain", "le lendemain", "2026-03-04t00:00 day"),
            ("fr", "demain à 9h", "le lendemain", "2026-03-04t09:00 hour"),
            ("fr", "le mois prochain", "le 20", "2026-04-20t00:00 day"),
            ("fr", "demain", "le 20 02", "2027-02-20t00:00 day"),
            ("fr", "le mois prochain", "le jeudi", "2026-04-02t00:00 day"),
            ("fr", "le mois prochain", "vendredi", "2026-04-03t00:00 day"),
            ("fr", "demain", "la semaine d'après", "2026-03-09t00:00 week"),
            ("fr", "demain à 9h", "vendredi à la même heure", "2026-03-06t09:00 hour"),
            ("fr", "demain", "entre 9h et 10h", "2026-03-03t09:00 hour .. 2026-03-03t11:00 hour"),
            ("fr", "vendredi", "vers 20h30", "2026-03-06t20:30 minute"),
            ("en", "tomorrow", "at 9am", "2026-03-03t09:00 hour"),
            ("en", "tomorrow", "in the evening", "2026-03-03t18:00 hour .. 2026-03-04t00:00 hour"),
            ("en", "tomorrow at 9am", "same time on Friday", "2026-03-06t09:00 hour"),
            ("en", "next month", "the 20th", "2026-04-20t00:00 day"),
            ("en", "next week", "thursday", "2026-03-12t00:00 day"),
            ("en", "friday", "the following week", "2026-03-09t00:00 week"),
            ("en", "friday", "two days later", "2026-03-08t00:00 day"),
            ("en", "friday", "actually monday", "2026-03-09t00:00 day"),
        ] {
            check(locale, held, said, expected);
        }
    }
}
