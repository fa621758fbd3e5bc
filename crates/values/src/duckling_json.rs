//! The JSON of the Duckling server (`POST /parse`), so that programs that talk to one can switch.

use chrono::SecondsFormat;
use model::{DatePoint, Dimension, Grain, ReadingContext, Timestamp, Value};
use serde_json::{Value as Json, json};

use crate::zone::Zone;
use crate::{Reader, Reading};

/// A request that cannot be read.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("field `{field}`: {reason}")]
pub struct BadRequest {
    /// The form field.
    pub field: &'static str,
    /// What is wrong with it and what it should be.
    pub reason: String,
}

/// The answer to a form with the fields `text`, `locale` (or `lang`), `tz`, `reftime`
/// (milliseconds), `dims` (a JSON list of names) and `latent`. `now` stands for `reftime`.
pub fn parse(
    field: &dyn Fn(&str) -> Option<String>,
    now: Timestamp,
    reader: &Reader,
) -> Result<Json, BadRequest> {
    let text = field("text").ok_or_else(|| BadRequest {
        field: "text",
        reason: "missing; send the sentence to read".into(),
    })?;
    if text.len() > crate::TEXT_MAX_BYTES {
        return Err(BadRequest {
            field: "text",
            reason: format!(
                "has {} bytes; send at most {}, a sentence at a time",
                text.len(),
                crate::TEXT_MAX_BYTES
            ),
        });
    }
    let zone = field("tz").unwrap_or_else(|| "America/Los_Angeles".into());
    if !Zone::is_known(&zone) {
        return Err(BadRequest {
            field: "tz",
            reason: format!("`{}` is no zone; send a name such as `Europe/Paris`", clipped(&zone)),
        });
    }
    let locale = field("locale").or_else(|| field("lang")).unwrap_or_else(|| "en_US".into());
    let locale = locale.parse().map_err(|_| BadRequest {
        field: "locale",
        reason: format!("`{}` is no locale; send `fr_FR` or `en`", clipped(&locale)),
    })?;
    let now = match field("reftime") {
        None => now,
        Some(given) => Timestamp(given.trim().parse().map_err(|_| BadRequest {
            field: "reftime",
            reason: format!("`{}` is no number of milliseconds since 1970", clipped(&given)),
        })?),
    };
    let dimensions = match field("dims") {
        None => served().to_vec(),
        Some(given) => {
            let names: Vec<String> = serde_json::from_str(&given).map_err(|_| BadRequest {
                field: "dims",
                reason: format!(
                    "`{}` is no JSON list of names; send `[\"time\",\"number\"]`",
                    clipped(&given)
                ),
            })?;
            let known: Vec<Dimension> = names.iter().filter_map(|name| dimension(name)).collect();
            if known.is_empty() { served().to_vec() } else { known }
        }
    };
    let latent = field("latent").is_some_and(|given| matches!(given.as_str(), "true" | "1"));
    let context = ReadingContext { now, zone, locale, dimensions, latent };
    Ok(Json::Array(
        reader.readings(&text, &context).iter().map(|reading| entity(&text, reading)).collect(),
    ))
}

fn clipped(text: &str) -> String {
    text.chars().take(60).collect()
}

/// What the Duckling server reads when it is not told: percentages are ours alone.
fn served() -> [Dimension; 12] {
    use Dimension::{
        AmountOfMoney, Datetime, Distance, Duration, Email, Number, Ordinal, PhoneNumber, Quantity,
        Temperature, Url, Volume,
    };
    [
        Datetime,
        Duration,
        Number,
        Ordinal,
        AmountOfMoney,
        Temperature,
        Distance,
        Volume,
        Quantity,
        Email,
        Url,
        PhoneNumber,
    ]
}

fn dimension(name: &str) -> Option<Dimension> {
    match name {
        "time" => Some(Dimension::Datetime),
        "numeral" => Some(Dimension::Number),
        other => Dimension::from_name(other),
    }
}

fn entity(text: &str, reading: &Reading) -> Json {
    let found = &reading.found;
    let value = match &found.value {
        Value::Date(_) | Value::DateInterval { .. } => time(reading),
        Value::Duration { seconds, iso } => duration(*seconds, iso),
        Value::Number { value } => json!({"value": number(*value), "type": "value"}),
        Value::Ordinal { value } => json!({"value": value, "type": "value"}),
        Value::Measure { value, up_to, interval, unit, .. } => {
            measured(*value, *up_to, *interval, unit)
        }
        Value::Email { value } | Value::Phone { value } => json!({"value": value}),
        Value::Url { value } => {
            json!({"value": value, "domain": crate::lexical::addresses::domain(value)})
        }
        Value::Text { .. } | Value::Custom { .. } => Json::Null,
    };
    let name = match found.dimension {
        Dimension::Datetime => "time",
        other => other.name(),
    };
    // Duckling counts characters.
    let start = text[..found.span.start].chars().count();
    let body = found.span.slice(text);
    json!({
        "body": body,
        "start": start,
        "end": start + body.chars().count(),
        "dim": name,
        "latent": found.latent,
        "value": value,
    })
}

/// Whole numbers without a fraction, as Duckling writes them.
fn number(value: f64) -> Json {
    if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) }
}

fn grain(grain: Grain) -> &'static str {
    match grain {
        Grain::Second => "second",
        Grain::Minute => "minute",
        Grain::Hour => "hour",
        Grain::Day => "day",
        Grain::Week => "week",
        Grain::Month => "month",
        Grain::Quarter => "quarter",
        Grain::Year => "year",
    }
}

fn point(point: &DatePoint) -> Json {
    json!({
        "value": point.at.to_rfc3339_opts(SecondsFormat::Millis, false),
        "grain": grain(point.grain),
    })
}

fn one_time(value: &Value) -> Json {
    match value {
        Value::Date(at) => {
            let mut json = point(at);
            json["type"] = json!("value");
            json
        }
        Value::DateInterval { from, to } => {
            let mut json = json!({"type": "interval"});
            if let Some(from) = from {
                json["from"] = point(from);
            }
            if let Some(to) = to {
                json["to"] = point(to);
            }
            json
        }
        _ => Json::Null,
    }
}

fn time(reading: &Reading) -> Json {
    let mut json = one_time(&reading.found.value);
    json["values"] =
        std::iter::once(&reading.found.value).chain(&reading.alternatives).map(one_time).collect();
    if let Some(holiday) = reading.holiday {
        json["holidayBeta"] = json!(holiday);
    }
    json
}

fn duration(seconds: i64, iso: &str) -> Json {
    // One unit, as Duckling has it: the finest in the ISO form.
    let (unit, per) = match (iso.contains('T'), iso.chars().next_back()) {
        (true, Some('S')) => ("second", 1),
        (true, Some('M')) => ("minute", 60),
        (true, _) => ("hour", 3600),
        (false, Some('D')) => ("day", 86_400),
        (false, Some('W')) => ("week", 604_800),
        (false, Some('M')) => ("month", 2_592_000),
        _ => ("year", 31_536_000),
    };
    let value = seconds / per;
    let mut json = json!({
        "value": value,
        "unit": unit,
        "type": "value",
        "normalized": {"value": seconds, "unit": "second"},
    });
    json[unit] = json!(value);
    json
}

fn measured(value: Option<f64>, up_to: Option<f64>, interval: bool, unit: &str) -> Json {
    let unit = if unit.is_empty() { "unknown" } else { unit };
    let end = |value: f64| json!({"value": number(value), "unit": unit});
    if !interval {
        return json!({"value": value.map(number), "unit": unit, "type": "value"});
    }
    let mut json = json!({"type": "interval"});
    if let Some(from) = value {
        json["from"] = end(from);
    }
    if let Some(to) = up_to {
        json["to"] = end(to);
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(fields: &[(&str, &str)]) -> Result<Json, BadRequest> {
        let field = |name: &str| {
            fields.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_string())
        };
        parse(&field, Timestamp(1_360_650_600_000), &Reader::new())
    }

    #[test]
    fn answers_have_the_shape_of_duckling() {
        let answer = ask(&[
            ("text", "été : demain à 8h pour 20 euros"),
            ("locale", "fr_FR"),
            ("tz", "Europe/Paris"),
            ("dims", r#"["time","amount-of-money"]"#),
        ])
        .unwrap();
        assert_eq!(
            answer[0],
            json!({"body": "demain à 8h", "start": 6, "end": 17, "dim": "time", "latent": false,
                "value": {"type": "value", "grain": "hour", "value": "2013-02-13T08:00:00.000+01:00",
                    "values": [{"type": "value", "grain": "hour",
                        "value": "2013-02-13T08:00:00.000+01:00"}]}})
        );
        assert_eq!(answer[1]["value"], json!({"value": 20, "unit": "EUR", "type": "value"}));
    }

    #[test]
    fn a_bad_field_is_named() {
        assert_eq!(ask(&[]).unwrap_err().field, "text");
        assert_eq!(ask(&[("text", "a"), ("locale", "?")]).unwrap_err().field, "locale");
        assert_eq!(ask(&[("text", "a"), ("reftime", "soon")]).unwrap_err().field, "reftime");
        assert_eq!(ask(&[("text", "a"), ("dims", "time")]).unwrap_err().field, "dims");
        assert_eq!(ask(&[("text", "a"), ("tz", "Moon/Base")]).unwrap_err().field, "tz");
        assert_eq!(ask(&[("text", "a ".repeat(9000).as_str())]).unwrap_err().field, "text");
    }
}
