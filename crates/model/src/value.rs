//! Typed values: what a piece of text means.

use chrono::{DateTime, FixedOffset};
use serde::{Deserialize, Serialize};

use crate::{Locale, Span};

/// How coarse a date is. The order matters: finer grains come first.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    /// A second.
    Second,
    /// A minute.
    Minute,
    /// An hour.
    Hour,
    /// A day.
    Day,
    /// A week, from Monday unless the locale says otherwise.
    Week,
    /// A month.
    Month,
    /// Three months.
    Quarter,
    /// A year.
    Year,
}

/// A date with its grain: "demain" is tomorrow at 00:00, grain day.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatePoint {
    /// The beginning of the period, in the zone in which it was read.
    pub at: DateTime<FixedOffset>,
    /// The length of the period.
    pub grain: Grain,
}

/// What a piece of text means. The built-in dimensions are those of Duckling; anything else is a
/// dictionary value ([`Value::Text`]) or somebody's own ([`Value::Custom`]).
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema), schema(as = Value))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Value {
    /// A point in time.
    Date(DatePoint),
    /// A period: from the first instant of `from` up to, not including, `to`. At least one end is
    /// there.
    DateInterval {
        /// The first instant; `None` is "until …".
        #[serde(skip_serializing_if = "Option::is_none", default)]
        from: Option<DatePoint>,
        /// The first instant after; `None` is "from … on".
        #[serde(skip_serializing_if = "Option::is_none", default)]
        to: Option<DatePoint>,
    },
    /// A length of time: how many of which grain, and the whole in seconds.
    Duration {
        /// ISO 8601, for example `PT1H30M`, `P2D`, `P3M`.
        iso: String,
        /// Seconds; a month counts as 30 days and a year as 365.
        seconds: i64,
    },
    /// How many.
    Number {
        /// The number.
        value: f64,
    },
    /// Which in a row.
    Ordinal {
        /// From 1.
        value: i64,
    },
    /// How much of a unit: temperature, distance, volume, quantity, percentage, money.
    Measure {
        /// Of what.
        measure: Measure,
        /// How much; for an interval its lower end.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        value: Option<f64>,
        /// The upper end of an interval ("moins de 50 euros", "entre 10 et 20 km").
        #[serde(skip_serializing_if = "Option::is_none", default)]
        up_to: Option<f64>,
        /// Whether `value` and `up_to` are the ends of an interval rather than one amount.
        #[serde(skip_serializing_if = "std::ops::Not::not", default)]
        interval: bool,
        /// The unit: `EUR` (ISO 4217), `kilometre`, `celsius`, `litre`, `percent`.
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
    Phone {
        /// As written.
        value: String,
    },
    /// An entry of a dictionary, by its canonical value.
    Text {
        /// The best candidate.
        value: String,
        /// All candidates with their probabilities, best first, when there are several.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        candidates: Vec<Candidate>,
    },
    /// A value of a kind that we carry without reading it.
    Custom {
        /// Its JSON.
        value: serde_json::Value,
    },
}

/// [`Value`] under a name that the generator of schemas does not take for any JSON.
#[cfg(feature = "schema")]
pub type TypedValue = Value;

/// A possible dictionary value.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Candidate {
    /// The canonical value.
    pub value: String,
    /// Between 0 and 1.
    pub probability: f64,
}

/// What is measured.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Measure {
    /// Money.
    AmountOfMoney,
    /// Degrees.
    Temperature,
    /// Lengths.
    Distance,
    /// Volumes.
    Volume,
    /// Cups, pounds, grams, pieces.
    Quantity,
    /// Parts of a hundred.
    Percentage,
}

/// What a [`ValueReader`] looks for. Each is also a built-in entity type of the same name.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Dimension {
    /// Points in time and intervals.
    Datetime,
    /// Lengths of time.
    Duration,
    /// Numbers.
    Number,
    /// Ordinals.
    Ordinal,
    /// Money.
    AmountOfMoney,
    /// Temperatures.
    Temperature,
    /// Distances.
    Distance,
    /// Volumes.
    Volume,
    /// Quantities.
    Quantity,
    /// Percentages.
    Percentage,
    /// E-mail addresses.
    Email,
    /// Web addresses.
    Url,
    /// Telephone numbers.
    PhoneNumber,
}

impl Dimension {
    /// All of them, in the order of their declaration.
    pub const ALL: [Dimension; 13] = [
        Dimension::Datetime,
        Dimension::Duration,
        Dimension::Number,
        Dimension::Ordinal,
        Dimension::AmountOfMoney,
        Dimension::Temperature,
        Dimension::Distance,
        Dimension::Volume,
        Dimension::Quantity,
        Dimension::Percentage,
        Dimension::Email,
        Dimension::Url,
        Dimension::PhoneNumber,
    ];

    /// The name of the built-in entity type: `datetime`, `amount-of-money`.
    pub fn name(self) -> &'static str {
        match self {
            Dimension::Datetime => "datetime",
            Dimension::Duration => "duration",
            Dimension::Number => "number",
            Dimension::Ordinal => "ordinal",
            Dimension::AmountOfMoney => "amount-of-money",
            Dimension::Temperature => "temperature",
            Dimension::Distance => "distance",
            Dimension::Volume => "volume",
            Dimension::Quantity => "quantity",
            Dimension::Percentage => "percentage",
            Dimension::Email => "email",
            Dimension::Url => "url",
            Dimension::PhoneNumber => "phone-number",
        }
    }

    /// The dimension of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|dimension| dimension.name() == name)
    }
}

/// What a reader needs to know besides the text.
#[derive(Debug, Clone)]
pub struct ReadingContext {
    /// The present, in UTC. "Demain" is relative to it.
    pub now: crate::Timestamp,
    /// IANA name of the user's zone: `Europe/Paris`. An unknown name is read as UTC.
    pub zone: String,
    /// Language and region of the text.
    pub locale: Locale,
    /// What to look for.
    pub dimensions: Vec<Dimension>,
    /// Whether readings that are only likely in context ("à 8") are wanted too.
    pub latent: bool,
}

/// A value found in a text.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueFound {
    /// Where.
    pub span: Span,
    /// Which kind.
    pub dimension: Dimension,
    /// What it means.
    #[cfg_attr(feature = "schema", schema(value_type = TypedValue))]
    pub value: Value,
    /// Whether the text could as well mean nothing of the kind ("à 8").
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub latent: bool,
    /// How sure the reader is, 0 to 1.
    pub score: f64,
}

/// Reads typed values in text. The crate `values` implements it; NLU and engine see only this.
pub trait ValueReader: Send + Sync {
    /// The longest consistent cover of `text`: no two results overlap within one dimension, and
    /// a value that is part of a longer one ("3" in "3 euros") is not returned beside it.
    fn read(&self, text: &str, context: &ReadingContext) -> Vec<ValueFound>;

    /// Prepares what `read` needs for these locales and dimensions, so that the first sentence
    /// is as fast as the second. Optional: `read` works without it.
    fn warm_up(&self, locales: &[Locale], dimensions: &[Dimension]);

    /// Combines a value already held with one just said about the same thing: a date known and
    /// an hour said, "plutôt le soir", "le lendemain". `None` when the new one just replaces it.
    fn merge(
        &self,
        held: &Value,
        said: &ValueFound,
        text: &str,
        context: &ReadingContext,
    ) -> Option<Value>;
}
