//! Values between Tock's union and the model's.

use chrono::{DateTime, FixedOffset, NaiveDateTime, SecondsFormat};
use model::{Candidate, DatePoint, Grain, Measure, Value};
use serde_json::{Number, json};
use wire::nlp::{DateEntity, DateEntityGrain, StringCandidate, Value as Tock, duration_text};

/// A value as Tock writes it.
///
/// Tock has no open intervals: one end of a period stands for the whole, the lower end of an
/// amount for both. Percentages and quantities, which Tock does not have, get a `@type` of their
/// own, which its clients skip.
pub fn value_to_tock(value: &Value) -> Tock {
    match value {
        Value::Date(point) => date(point),
        Value::DateInterval { from: Some(from), to: Some(to) } => {
            Tock::DateIntervalEntity { date: date_entity(from), to_date: date_entity(to) }
        }
        Value::DateInterval { from: Some(end), to: None }
        | Value::DateInterval { from: None, to: Some(end) } => date(end),
        Value::DateInterval { from: None, to: None } => Tock::Unknown,
        Value::Duration { seconds, .. } => Tock::Duration { value: duration_text(*seconds) },
        Value::Number { value } => Tock::Number { value: number(*value) },
        Value::Ordinal { value } => Tock::Ordinal { value: Number::from(*value) },
        Value::Measure { measure, value, up_to, unit, .. } => {
            let value = number(value.or(*up_to).unwrap_or_default());
            let unit = unit.clone();
            match measure {
                Measure::AmountOfMoney => Tock::AmountOfMoney { value, unit },
                Measure::Temperature => Tock::Temperature { value, unit },
                Measure::Distance => Tock::Distance { value, unit },
                Measure::Volume => Tock::Volume { value, unit },
                Measure::Quantity => {
                    Tock::Other(json!({"@type": "quantity", "value": value, "unit": unit}))
                }
                Measure::Percentage => {
                    Tock::Other(json!({"@type": "percentage", "value": value, "unit": unit}))
                }
            }
        }
        Value::Email { value } => Tock::Email { value: value.clone() },
        Value::Url { value } => Tock::Url { value: value.clone() },
        Value::Phone { value } => Tock::PhoneNumber { value: value.clone() },
        Value::Text { value, candidates } => Tock::String {
            value: value.clone(),
            candidates: candidates
                .iter()
                .map(|candidate| StringCandidate {
                    value: candidate.value.clone(),
                    probability: candidate.probability,
                })
                .collect(),
        },
        Value::Custom { value } => match value.get("@type") {
            Some(_) => {
                serde_json::from_value(value.clone()).unwrap_or_else(|_| Tock::Other(value.clone()))
            }
            None => Tock::CustomWrapper { klass: "java.lang.Object".into(), value: value.clone() },
        },
    }
}

/// A value as Tock wrote it. Kinds that the model does not know are carried as they came; so are
/// dates that cannot be read.
pub fn value_from_tock(value: &Tock) -> Value {
    let carried = || Value::Custom { value: serde_json::to_value(value).unwrap_or_default() };
    let measure = |measure: Measure, value: &Number, unit: &str| Value::Measure {
        measure,
        value: value.as_f64(),
        up_to: None,
        interval: false,
        unit: unit.to_owned(),
    };
    match value {
        Tock::DateEntity { date, grain } => point(date, *grain).map_or_else(carried, Value::Date),
        Tock::DateIntervalEntity { date, to_date } => {
            match (point(&date.date, date.grain), point(&to_date.date, to_date.grain)) {
                (Some(from), Some(to)) => Value::DateInterval { from: Some(from), to: Some(to) },
                _ => carried(),
            }
        }
        Tock::Number { value } => Value::Number { value: value.as_f64().unwrap_or_default() },
        Tock::Ordinal { value } => Value::Ordinal {
            value: value.as_i64().unwrap_or_else(|| value.as_f64().unwrap_or_default() as i64),
        },
        Tock::Distance { value, unit } => measure(Measure::Distance, value, unit),
        Tock::Temperature { value, unit } => measure(Measure::Temperature, value, unit),
        Tock::Volume { value, unit } => measure(Measure::Volume, value, unit),
        Tock::AmountOfMoney { value, unit } => measure(Measure::AmountOfMoney, value, unit),
        Tock::Email { value } => Value::Email { value: value.clone() },
        Tock::Url { value } => Value::Url { value: value.clone() },
        Tock::PhoneNumber { value } => Value::Phone { value: value.clone() },
        Tock::Duration { value } => match duration_seconds(value) {
            Some(seconds) => Value::Duration { iso: value.clone(), seconds },
            None => carried(),
        },
        Tock::String { value, candidates } => Value::Text {
            value: value.clone(),
            candidates: candidates
                .iter()
                .map(|candidate| Candidate {
                    value: candidate.value.clone(),
                    probability: candidate.probability,
                })
                .collect(),
        },
        Tock::CustomWrapper { .. } | Tock::Unknown | Tock::Other(_) => carried(),
    }
}

fn date(point: &DatePoint) -> Tock {
    let DateEntity { date, grain } = date_entity(point);
    Tock::DateEntity { date, grain }
}

fn date_entity(point: &DatePoint) -> DateEntity {
    let grain = match point.grain {
        Grain::Second => DateEntityGrain::Second,
        Grain::Minute => DateEntityGrain::Minute,
        Grain::Hour => DateEntityGrain::Hour,
        Grain::Day => DateEntityGrain::Day,
        Grain::Week => DateEntityGrain::Week,
        Grain::Month => DateEntityGrain::Month,
        Grain::Quarter => DateEntityGrain::Quarter,
        Grain::Year => DateEntityGrain::Year,
    };
    // `Z` for UTC, no fraction of a second when there is none: as the JVM writes it.
    DateEntity { date: point.at.to_rfc3339_opts(SecondsFormat::AutoSi, true), grain }
}

fn point(date: &str, grain: DateEntityGrain) -> Option<DatePoint> {
    let grain = match grain {
        DateEntityGrain::Second | DateEntityGrain::Timezone | DateEntityGrain::Unknown => {
            Grain::Second
        }
        DateEntityGrain::Minute => Grain::Minute,
        DateEntityGrain::Hour => Grain::Hour,
        DateEntityGrain::Day | DateEntityGrain::DayOfWeek => Grain::Day,
        DateEntityGrain::Week => Grain::Week,
        DateEntityGrain::Month => Grain::Month,
        DateEntityGrain::Quarter => Grain::Quarter,
        DateEntityGrain::Year => Grain::Year,
    };
    Some(DatePoint { at: date_time(date)?, grain })
}

/// A date as JVM programs write them: with offset, perhaps without seconds, perhaps with a zone
/// in brackets; without any offset it is UTC.
pub(super) fn date_time(text: &str) -> Option<DateTime<FixedOffset>> {
    let text = text.trim();
    let text = text.split_once('[').map_or(text, |(date, _)| date);
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%:z"))
        .or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f%z"))
        .ok()
        .or_else(|| {
            let text = text.strip_suffix('Z').unwrap_or(text);
            NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f")
                .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M"))
                .ok()
                .map(|naive| naive.and_utc().fixed_offset())
        })
}

fn number(value: f64) -> Number {
    // Below 2^53 a whole number is exact as an integer, and clients want `12`, not `12.0`.
    const EXACT_MAX: f64 = 9_007_199_254_740_992.0;
    if value.fract() == 0.0 && value.abs() < EXACT_MAX {
        return Number::from(value as i64);
    }
    Number::from_f64(value).unwrap_or_else(|| Number::from(0))
}

// `P2DT3H4M5.6S` in seconds; no years, months or weeks, as in `java.time.Duration`.
fn duration_seconds(text: &str) -> Option<i64> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => (-1.0, rest),
        None => (1.0, text.strip_prefix('+').unwrap_or(text)),
    };
    let mut rest = rest.strip_prefix(['P', 'p'])?;
    let (mut seconds, mut in_time) = (0.0, false);
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        if let Some(time) = rest.strip_prefix(['T', 't']).filter(|_| !in_time) {
            (rest, in_time) = (time, true);
            continue;
        }
        let end = rest.find(|c: char| c.is_ascii_alphabetic())?;
        let amount: f64 = rest[..end].replace(',', ".").parse().ok()?;
        let unit = match (in_time, rest.as_bytes()[end].to_ascii_uppercase()) {
            (false, b'D') => 86_400.0,
            (true, b'H') => 3_600.0,
            (true, b'M') => 60.0,
            (true, b'S') => 1.0,
            _ => return None,
        };
        seconds += amount * unit;
        rest = &rest[end + 1..];
    }
    Some((sign * seconds).round() as i64)
}
