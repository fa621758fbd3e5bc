//! What an entity means: a union told apart by `@type`.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Number};

use super::null_is_default;

/// A value. Kinds that we do not know travel through unchanged as [`Value::Other`].
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "@type", rename_all = "camelCase")]
pub enum Value {
    /// A point in time.
    DateEntity {
        /// ISO 8601 with offset: `2026-03-03T00:00:00+01:00`.
        date: String,
        /// How coarse.
        grain: DateEntityGrain,
    },
    /// A period.
    DateIntervalEntity {
        /// Its beginning.
        date: DateEntity,
        /// Its end.
        #[serde(rename = "toDate")]
        to_date: DateEntity,
    },
    /// How many.
    Number {
        /// Whole numbers stay whole.
        value: Number,
    },
    /// Which in a row.
    Ordinal {
        /// From 1.
        value: Number,
    },
    /// A length.
    Distance {
        /// How much.
        value: Number,
        /// Of what.
        unit: String,
    },
    /// A temperature.
    Temperature {
        /// How much.
        value: Number,
        /// `celsius`, `fahrenheit` or `degree`.
        unit: String,
    },
    /// A volume.
    Volume {
        /// How much.
        value: Number,
        /// Of what.
        unit: String,
    },
    /// Money.
    AmountOfMoney {
        /// How much.
        value: Number,
        /// `EUR`.
        unit: String,
    },
    /// An e-mail address.
    Email {
        /// The address.
        value: String,
    },
    /// An address on the web.
    Url {
        /// The address.
        value: String,
    },
    /// A telephone number.
    PhoneNumber {
        /// As written.
        value: String,
    },
    /// A length of time.
    Duration {
        /// ISO 8601: `PT2H1M`.
        value: String,
    },
    /// An entry of a dictionary.
    String {
        /// The best candidate.
        value: String,
        /// All candidates, best first.
        candidates: Vec<StringCandidate>,
    },
    /// A value of a class of the client's own.
    CustomWrapper {
        /// The class.
        klass: String,
        /// The value.
        value: serde_json::Value,
    },
    /// Nothing known.
    Unknown,
    /// A kind that we do not know, as it came.
    #[serde(untagged)]
    Other(serde_json::Value),
}

/// A point in time within a period; carries its own `@type`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "@type", rename = "dateEntity")]
pub struct DateEntity {
    /// ISO 8601 with offset.
    pub date: String,
    /// How coarse.
    pub grain: DateEntityGrain,
}

/// How coarse a date is. The order is Tock's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the names say it")]
pub enum DateEntityGrain {
    Timezone,
    Unknown,
    Second,
    Minute,
    Hour,
    DayOfWeek,
    Day,
    Week,
    Month,
    Quarter,
    Year,
}

/// A possible dictionary value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StringCandidate {
    /// Canonical.
    pub value: String,
    /// 0 to 1.
    pub probability: f64,
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        read(Map::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[derive(Deserialize)]
struct Scalar<T> {
    value: T,
}

#[derive(Deserialize)]
struct Amount {
    value: Number,
    unit: String,
}

#[derive(Deserialize)]
struct Interval {
    date: LooseDate,
    #[serde(rename = "toDate")]
    to_date: LooseDate,
}

#[derive(Deserialize)]
struct LooseDate {
    date: String,
    grain: DateEntityGrain,
}

#[derive(Deserialize)]
struct DictionaryValue {
    value: String,
    #[serde(default, deserialize_with = "null_is_default")]
    candidates: Vec<StringCandidate>,
}

#[derive(Deserialize)]
struct Wrapper {
    klass: String,
    #[serde(default)]
    value: serde_json::Value,
}

impl From<LooseDate> for DateEntity {
    fn from(loose: LooseDate) -> Self {
        Self { date: loose.date, grain: loose.grain }
    }
}

fn read(fields: Map<String, serde_json::Value>) -> Result<Value, String> {
    let Some(tag) = fields.get("@type").and_then(serde_json::Value::as_str) else {
        return Err("`@type` is missing: it says what kind of value this is".into());
    };
    let kind = short_name(tag);
    let json = || serde_json::Value::Object(fields.clone());
    fn of<T: serde::de::DeserializeOwned>(
        json: serde_json::Value,
        kind: &str,
    ) -> Result<T, String> {
        serde_json::from_value(json)
            .map_err(|error| format!("a value of `@type` `{kind}` cannot be read: {error}"))
    }
    Ok(match kind.as_str() {
        "dateEntity" => {
            let LooseDate { date, grain } = of(json(), &kind)?;
            Value::DateEntity { date, grain }
        }
        "dateIntervalEntity" => {
            let Interval { date, to_date } = of(json(), &kind)?;
            Value::DateIntervalEntity { date: date.into(), to_date: to_date.into() }
        }
        "number" => Value::Number { value: of::<Scalar<Number>>(json(), &kind)?.value },
        "ordinal" => Value::Ordinal { value: of::<Scalar<Number>>(json(), &kind)?.value },
        "distance" => {
            let Amount { value, unit } = of(json(), &kind)?;
            Value::Distance { value, unit }
        }
        "temperature" => {
            let Amount { value, unit } = of(json(), &kind)?;
            Value::Temperature { value, unit }
        }
        "volume" => {
            let Amount { value, unit } = of(json(), &kind)?;
            Value::Volume { value, unit }
        }
        "amountOfMoney" => {
            let Amount { value, unit } = of(json(), &kind)?;
            Value::AmountOfMoney { value, unit }
        }
        "email" => Value::Email { value: of::<Scalar<String>>(json(), &kind)?.value },
        "url" => Value::Url { value: of::<Scalar<String>>(json(), &kind)?.value },
        "phoneNumber" => Value::PhoneNumber { value: of::<Scalar<String>>(json(), &kind)?.value },
        "duration" => Value::Duration { value: read_duration(&fields)? },
        "string" => {
            let DictionaryValue { value, candidates } = of(json(), &kind)?;
            Value::String { value, candidates }
        }
        "customWrapper" => {
            let Wrapper { klass, value } = of(json(), &kind)?;
            Value::CustomWrapper { klass, value }
        }
        "unknown" => Value::Unknown,
        _ => Value::Other(json()),
    })
}

// JVM clients may send the full name of the class: `ai.tock.nlp.entity.StringValue` is `string`.
// Only classes of Tock's own package are ours to rename.
fn short_name(tag: &str) -> String {
    let Some(class) = tag.strip_prefix("ai.tock.nlp.entity.") else { return tag.to_owned() };
    let class = class.rsplit('.').next().unwrap_or(class).replace("Value", "");
    let mut chars = class.chars();
    match chars.next() {
        Some(first) => first.to_lowercase().chain(chars).collect(),
        None => tag.to_owned(),
    }
}

// Some clients write a duration as a number of seconds.
fn read_duration(fields: &Map<String, serde_json::Value>) -> Result<String, String> {
    match fields.get("value") {
        Some(serde_json::Value::String(text)) => Ok(text.clone()),
        Some(serde_json::Value::Number(seconds)) => {
            let seconds = seconds.as_f64().unwrap_or_default();
            Ok(duration_text(seconds.round() as i64))
        }
        _ => Err("a value of `@type` `duration` needs `value`: ISO 8601 such as `PT2H1M`".into()),
    }
}

/// Seconds as the JVM writes durations: hours, minutes, seconds, never days. `PT0S` is nothing.
///
/// ```
/// assert_eq!(wire::nlp::duration_text(2 * 3600 + 60), "PT2H1M");
/// assert_eq!(wire::nlp::duration_text(2 * 24 * 3600), "PT48H");
/// ```
pub fn duration_text(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3600, seconds % 3600 / 60, seconds % 60);
    let mut text = String::from("PT");
    for (amount, unit) in [(hours, 'H'), (minutes, 'M'), (rest, 'S')] {
        if amount != 0 || (unit == 'S' && text.len() == 2) {
            text.push_str(&format!("{amount}{unit}"));
        }
    }
    text
}
