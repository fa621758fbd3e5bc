//! "demain à 8h" is one value: a date and a time of day that touch are joined.

use chrono::{DateTime, FixedOffset};
use model::{DatePoint, Dimension, Grain, Span, Value, ValueFound};

use crate::zone::Zone;

/// Words that may stand between a date and a time of day.
const LINKS: &[&str] = &[
    "", ",", "à", "a", "vers", "at", "around", "about", "um", "gegen", "a las", "às", "om", "alle",
    "le", "on", "@", "dans", "en", "du", "in the", "von", "di", "de",
];

/// Joins every date with the time of day next to it.
pub(super) fn dates_with_times(
    text: &str,
    mut found: Vec<ValueFound>,
    now: DateTime<FixedOffset>,
    zone: Zone,
) -> Vec<ValueFound> {
    found.sort_by_key(|value| (value.span.start, std::cmp::Reverse(value.span.end)));
    let mut joined: Vec<ValueFound> = Vec::with_capacity(found.len());
    for value in found {
        if let Some(before) =
            joined.iter().rposition(|other| other.dimension == Dimension::Datetime)
            && let Some(both) = join(text, &joined[before], &value, now, zone)
        {
            joined[before] = both;
        } else {
            joined.push(value);
        }
    }
    joined
}

fn join(
    text: &str,
    first: &ValueFound,
    second: &ValueFound,
    now: DateTime<FixedOffset>,
    zone: Zone,
) -> Option<ValueFound> {
    if second.dimension != Dimension::Datetime || first.span.end > second.span.start {
        return None;
    }
    let between = text.get(first.span.end..second.span.start)?.trim().to_lowercase();
    if !LINKS.contains(&between.as_str()) {
        return None;
    }
    let (date, time) = match (day_of(first), day_of(second)) {
        (Some(day), None) => (day, second),
        (None, Some(day)) => (day, first),
        _ => return None,
    };
    let today = now.naive_local().date();
    let moved = |end: &DatePoint| {
        let wall = end.at.naive_local();
        // A time of day alone was read as today or, when it is past, as tomorrow.
        let late = (wall.date() - today).num_days() == 1 && wall.time() == chrono::NaiveTime::MIN;
        let day = if late {
            date.at.naive_local().date().succ_opt()?
        } else {
            date.at.naive_local().date()
        };
        Some(DatePoint { at: zone.instant(day.and_time(wall.time())), grain: end.grain })
    };
    let value = match &time.value {
        Value::Date(end) if end.grain < Grain::Day => {
            let day = date.at.naive_local().date();
            let at = zone.instant(day.and_time(end.at.naive_local().time()));
            Value::Date(DatePoint { at, grain: end.grain })
        }
        Value::DateInterval { from, to }
            if from.iter().chain(to).all(|end| end.grain < Grain::Day) =>
        {
            let from = match from {
                Some(end) => Some(moved(end)?),
                None => None,
            };
            let to = match to {
                Some(end) => Some(moved(end)?),
                None => None,
            };
            Value::DateInterval { from, to }
        }
        _ => return None,
    };
    Some(ValueFound {
        span: Span::of_bytes(text, first.span.start, second.span.end),
        dimension: Dimension::Datetime,
        value,
        latent: false,
        score: first.score.max(second.score),
    })
}

fn day_of(found: &ValueFound) -> Option<DatePoint> {
    match &found.value {
        Value::Date(point) if point.grain == Grain::Day => Some(*point),
        _ => None,
    }
}
