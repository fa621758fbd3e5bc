//! The FAQ: questions with their answer, as Tock's Studio sends and shows them.

use serde::{Deserialize, Serialize};

use super::{LabelDump, Rest};
use crate::nlp::null_is_default;

/// An entry of the FAQ, whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FaqDump {
    /// Its id.
    pub id: Option<String>,
    /// The id of its intent.
    pub intent_id: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// The application it belongs to.
    pub application_name: Option<String>,
    /// When it was made.
    pub creation_date: Option<serde_json::Value>,
    /// When it was changed.
    pub update_date: Option<serde_json::Value>,
    /// A name to show.
    #[serde(deserialize_with = "null_is_default")]
    pub title: String,
    /// What it is about.
    #[serde(deserialize_with = "null_is_default")]
    pub description: String,
    /// The questions.
    #[serde(deserialize_with = "null_is_default")]
    pub utterances: Vec<String>,
    /// Words to group by.
    #[serde(deserialize_with = "null_is_default")]
    pub tags: Vec<String>,
    /// The answer.
    pub answer: LabelDump,
    /// Whether it is switched on.
    pub enabled: Option<bool>,
    /// The name of its intent.
    #[serde(deserialize_with = "null_is_default")]
    pub intent_name: String,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}
