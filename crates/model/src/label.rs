//! What a bot says: texts by locale, interface and channel.

use serde::{Deserialize, Serialize};

use crate::{ConnectorType, Locale};

/// A translatable text.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Label {
    /// What it is for, for translators.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The texts.
    pub texts: Vec<LabelText>,
}

/// The text of a label for one locale, perhaps one kind of interface and one kind of channel.
///
/// Variants may hold arguments in braces: `{destination}` is the value of the role (a dictionary
/// value in the user's language, anything else as said), `{date, date, long}` formats it; `{{`
/// is a brace. The whole format is the engine's (`engine::template`).
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelText {
    /// The language.
    pub locale: Locale,
    /// Only where text is read, or only where it is heard; `None` is both.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub interface: Option<Interface>,
    /// Only on this kind of channel; `None` is all.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub connector: Option<ConnectorType>,
    /// Ways to say it, used in turn without repeat. Never empty in a sound bot.
    pub variants: Vec<String>,
    /// Whether a person vouches for it. What nobody vouches for is said only where nothing else
    /// fits.
    #[serde(skip_serializing_if = "is_true", default = "is_true_by_default")]
    pub validated: bool,
}

fn is_true(value: &bool) -> bool {
    *value
}

fn is_true_by_default() -> bool {
    true
}

impl LabelText {
    /// A text for all interfaces and channels.
    pub fn new(locale: Locale, variants: Vec<String>) -> Self {
        Self { locale, interface: None, connector: None, variants, validated: true }
    }
}

/// How a channel reaches its user.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interface {
    /// Read.
    Text,
    /// Heard.
    Voice,
}
