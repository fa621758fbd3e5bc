//! Labels: the texts of answers.

use serde::{Deserialize, Serialize};

use super::Rest;
use crate::nlp::null_is_default;

/// A label with its texts, as in the file of labels.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelDump {
    /// Its id: namespace, category and text.
    #[serde(rename = "_id")]
    pub id: String,
    /// Whose.
    #[serde(deserialize_with = "null_is_default")]
    pub namespace: String,
    /// A word to group labels by.
    #[serde(deserialize_with = "null_is_default")]
    pub category: String,
    /// The texts.
    #[serde(deserialize_with = "null_is_default")]
    pub i18n: Vec<LabelTextDump>,
    /// What is said where no text fits.
    pub default_label: Option<String>,
    /// Its language.
    pub default_locale: Option<String>,
    /// The texts that programs declared.
    #[serde(deserialize_with = "null_is_default")]
    pub default_i18n: Vec<DefaultTextDump>,
    /// How often it was changed.
    pub version: Option<u64>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// One text of a label.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelTextDump {
    /// The language, `fr` or `fr_CA`.
    pub locale: String,
    /// `textChat`, `voiceAssistant` or `textAndVoiceAssistant`; old files have numbers.
    pub interface_type: serde_json::Value,
    /// The text.
    #[serde(deserialize_with = "null_is_default")]
    pub label: String,
    /// Whether a person vouches for it.
    #[serde(deserialize_with = "null_is_default")]
    pub validated: bool,
    /// The kind of channel it is for.
    pub connector_id: Option<String>,
    /// Other ways to say it.
    #[serde(deserialize_with = "null_is_default")]
    pub alternatives: Vec<String>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A text that a program declared.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DefaultTextDump {
    /// The language.
    pub locale: String,
    /// The text.
    #[serde(deserialize_with = "null_is_default")]
    pub label: String,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A label where a story uses it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelReference {
    /// The label's id.
    pub key: String,
    /// Whose.
    pub namespace: Option<String>,
    /// A word to group labels by.
    pub category: Option<String>,
    /// What it says, in the language of the story.
    #[serde(deserialize_with = "null_is_default")]
    pub default_label: String,
    /// Values for it; stories have none.
    #[serde(deserialize_with = "null_is_default")]
    pub args: Vec<serde_json::Value>,
    /// What it says in other languages.
    #[serde(rename = "defaultI18n", deserialize_with = "null_is_default")]
    pub default_i18n: Vec<DefaultTextDump>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}
