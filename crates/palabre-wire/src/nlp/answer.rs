//! Small answers: errors, success, logs, reports.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The body of an error: `{"errors":[{"message":"…"}]}`. With 401 the list is empty.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NlpErrors {
    /// What is wrong.
    #[serde(default)]
    pub errors: Vec<NlpError>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct NlpError {
    /// A stable name, rarely there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub code: Option<String>,
    /// What is wrong, in words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message: Option<String>,
    /// Values of the message, rarely there.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub params: Option<Value>,
}

impl NlpErrors {
    /// One error.
    pub fn of(message: impl Into<String>) -> Self {
        Self { errors: vec![NlpError { message: Some(message.into()), ..NlpError::default() }] }
    }

    /// The error for an application that does not exist: `unknown application app:nope`.
    pub fn unknown_application(namespace: &str, name: &str) -> Self {
        Self::of(format!("unknown application {namespace}:{name}"))
    }
}

/// The answer of imports: whether anything was modified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Success {
    /// Whether it was.
    pub success: bool,
}

/// The report of an import, in the shape of Tock's administration API.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportReport {
    /// Applications created, by qualified name.
    pub applications_imported: Vec<String>,
    /// Entity types created, by qualified name.
    pub entities_imported: Vec<String>,
    /// Intents created, by qualified name.
    pub intents_imported: Vec<String>,
    /// Sentences created or changed.
    pub sentences_imported: u64,
    /// Questions with answers created or changed.
    pub faqs_imported: u64,
    /// Whether the application speaks a new language.
    pub locale_added: bool,
    /// Whether the import ran to its end.
    pub success: bool,
    /// What went wrong, in words.
    pub error_messages: Vec<String>,
    /// Whether anything was modified.
    pub modified: bool,
}

/// Body of `POST /rest/nlp/logs/count`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogCountQuery {
    /// Whose.
    pub namespace: String,
    /// Of which application.
    pub application_name: String,
    /// In which language.
    pub language: String,
    /// Only sentences of this intent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<String>,
    /// Only sentences that came so often.
    #[serde(default = "one")]
    pub min_count: u64,
    /// How many to skip.
    #[serde(default)]
    pub start: u64,
    /// How many to answer.
    #[serde(default = "one")]
    pub size: u64,
}

fn one() -> u64 {
    1
}

/// One line of the answer of `POST /rest/nlp/logs/count`, which is sorted by count, descending.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogCount {
    /// The sentence.
    pub text: String,
    /// Its intent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<String>,
    /// How sure the last time.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent_probability: Option<f64>,
    /// How sure of its entities the last time.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entities_probability: Option<f64>,
    /// When it came last.
    pub last_usage: String,
    /// How often it came.
    pub count: u64,
    /// Always false, as in Tock.
    #[serde(default)]
    pub validated: bool,
}
