//! Values as people write them. French and English are written well; other languages get the
//! international forms (ISO 8601 dates, digits).

mod date;
mod number;

use model::{Locale, Timestamp, Value};

pub(crate) use date::DateStyle;
pub(crate) use number::NumberStyle;

use crate::template::PluralCase;

/// How values are written: for whom and when.
#[derive(Debug, Clone)]
pub(crate) struct Formatting {
    locale: Locale,
    now: Timestamp,
}

impl Formatting {
    pub(crate) fn new(locale: Locale, now: Timestamp) -> Self {
        Self { locale, now }
    }

    /// A date, or `None` when the value is none.
    pub(crate) fn date(&self, value: &Value, style: DateStyle) -> Option<String> {
        date::date(value, style, &self.locale, self.now)
    }

    /// An amount, or `None` when the value is none.
    pub(crate) fn amount(&self, value: &Value, style: &NumberStyle) -> Option<String> {
        number::amount(value, style, &self.locale)
    }

    /// A bare number.
    pub(crate) fn number(&self, number: f64) -> String {
        number::number(number, &self.locale)
    }

    /// The plural category of a number, after CLDR for French and English.
    pub(crate) fn plural_case(&self, number: f64) -> PluralCase {
        let one = match self.locale.language() {
            "fr" => number.abs() < 2.0,
            _ => number == 1.0,
        };
        if one { PluralCase::One } else { PluralCase::Other }
    }
}

/// A value for programs: a canonical value, an ISO 8601 date, digits.
pub(crate) fn machine_text(value: &Value) -> Option<String> {
    Some(match value {
        Value::Date(point) => point.at.to_rfc3339(),
        Value::DateInterval { from, to } => {
            let end = |point: &Option<model::DatePoint>| {
                point.map_or_else(|| "..".to_owned(), |point| point.at.to_rfc3339())
            };
            format!("{}/{}", end(from), end(to))
        }
        Value::Duration { iso, .. } => iso.clone(),
        Value::Number { value } => number::plain(*value),
        Value::Ordinal { value } => value.to_string(),
        Value::Measure { value, up_to, .. } => number::plain((*value).or(*up_to)?),
        Value::Email { value } | Value::Url { value } | Value::Phone { value } => value.clone(),
        Value::Text { value, .. } => value.clone(),
        Value::Custom { .. } => return None,
    })
}
