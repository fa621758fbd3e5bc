//! What Tock's documented admin operations take and give. Members without a value are left out.

use serde::{Deserialize, Serialize};

use super::{Probabilities, SentenceStatus, default_true};

/// Body of `POST /rest/admin/parse`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdminParseQuery {
    /// Whose.
    pub namespace: String,
    /// By which application.
    pub application_name: String,
    /// The sentence's language; the application's first when absent.
    #[serde(default)]
    pub language: Option<String>,
    /// The sentence.
    pub query: String,
    /// Whether a sentence that the application knows is answered as it was learnt.
    #[serde(default = "default_true")]
    pub check_existing_query: bool,
    /// Where the conversation is.
    #[serde(default)]
    pub state: Option<String>,
}

/// A sentence with what it means.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SentenceReport {
    /// As written.
    pub text: String,
    /// Its language.
    pub language: String,
    /// Id of the application.
    pub application_id: String,
    /// When it came.
    pub creation_date: String,
    /// When it was changed.
    pub update_date: String,
    /// How far it is.
    pub status: SentenceStatus,
    /// What it means.
    pub classification: ClassificationReport,
    /// Whether somebody shall look at it again.
    pub for_review: bool,
}

/// What a sentence means.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassificationReport {
    /// Id of its intent.
    pub intent_id: String,
    /// What was found in it.
    pub entities: Vec<EntityReport>,
    /// What was found and given up.
    pub not_retained_entities: Vec<EntityReport>,
    /// How sure the intent is.
    pub intent_probability: f64,
    /// How sure the entities are.
    pub entities_probability: f64,
    /// Other intents that are likely, by id.
    pub other_intents_probabilities: Probabilities,
    /// When it came last.
    pub last_usage: String,
    /// How often it came.
    pub usage_count: u64,
    /// How often it was not understood.
    pub unknown_count: u64,
}

/// An entity found in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityReport {
    /// Its type, qualified.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// The part it plays.
    pub role: String,
    /// First UTF-16 code unit; for a sub-entity, in its parent's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// What it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<serde_json::Value>,
    /// How sure it is.
    pub probability: f64,
    /// Parts of it.
    pub sub_entities: Vec<EntityReport>,
}

/// What deleting answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct BooleanResponse {
    /// Whether it was done.
    pub success: bool,
}
