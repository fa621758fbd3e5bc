//! Languages with an optional region.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::InvalidId;

/// A language and perhaps a region: `fr`, `fr-CA`. Reads `fr_CA` and `fr-CA`, writes `fr-CA`.
/// Scripts, variants and extensions of BCP 47 are read and dropped.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Locale {
    language: String,
    region: Option<String>,
}

#[cfg(feature = "schema")]
impl utoipa::PartialSchema for Locale {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        String::schema()
    }
}

#[cfg(feature = "schema")]
impl utoipa::ToSchema for Locale {}

impl Locale {
    /// French without a region.
    pub fn fr() -> Self {
        Self { language: "fr".into(), region: None }
    }

    /// English without a region.
    pub fn en() -> Self {
        Self { language: "en".into(), region: None }
    }

    /// The language, in lower case: `fr`.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The region, in upper case: `CA`.
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// The same language without a region.
    pub fn without_region(&self) -> Self {
        Self { language: self.language.clone(), region: None }
    }

    /// The form of Java's `Locale.toString`, which Tock's APIs use: `fr_CA`.
    pub fn to_underscored(&self) -> String {
        match &self.region {
            Some(region) => format!("{}_{region}", self.language),
            None => self.language.clone(),
        }
    }

    /// The locale of `offered` that serves a user who wants `self`: the same locale, else the
    /// same language without a region, else the same language, else `None`.
    pub fn choose_among<'a>(&self, offered: &'a [Locale]) -> Option<&'a Locale> {
        offered
            .iter()
            .find(|locale| *locale == self)
            .or_else(|| {
                offered
                    .iter()
                    .find(|locale| locale.language == self.language && locale.region.is_none())
            })
            .or_else(|| offered.iter().find(|locale| locale.language == self.language))
    }
}

impl FromStr for Locale {
    type Err = InvalidId;

    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = || InvalidId {
            given: text.chars().take(80).collect(),
            expected: "a locale such as `fr`, `fr-CA` or `fr_CA`",
        };
        let mut parts = text.trim().split(['-', '_']);
        let language = parts.next().unwrap_or_default();
        if !(2..=3).contains(&language.len())
            || !language.bytes().all(|byte| byte.is_ascii_alphabetic())
        {
            return Err(invalid());
        }
        let mut region = None;
        for part in parts {
            if part.len() > 8
                || !part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
            {
                return Err(invalid());
            }
            let is_region = (part.len() == 2 && part.bytes().all(|b| b.is_ascii_alphabetic()))
                || (part.len() == 3 && part.bytes().all(|b| b.is_ascii_digit()));
            if is_region && region.is_none() {
                region = Some(part.to_ascii_uppercase());
            }
        }
        Ok(Self { language: language.to_ascii_lowercase(), region })
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.language)?;
        match &self.region {
            Some(region) => write!(f, "-{region}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for Locale {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> String {
        locale.to_string()
    }
}
