//! The files that Tock exports: applications with their sentences, and sentences alone.
//!
//! Readers that must not lose a whole file to one bad line read `intents`, `sentences` and so on
//! item by item; these types are the shapes of the items and of the files that we write.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{ApplicationDefinition, EntityTypeDefinition, IntentDefinition, null_is_default};

/// An application with all that belongs to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationDump {
    /// The application.
    pub application: ApplicationDefinition,
    /// All entity types of its namespace and the built-in ones.
    #[serde(default, deserialize_with = "null_is_default")]
    pub entity_types: Vec<EntityTypeDefinition>,
    /// Its intents.
    #[serde(default, deserialize_with = "null_is_default")]
    pub intents: Vec<IntentDefinition>,
    /// Sentences of its intents.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sentences: Vec<ClassifiedSentence>,
    /// Questions with answers; the answers' texts are not in this file.
    #[serde(default, deserialize_with = "null_is_default")]
    pub faqs: Vec<FaqDefinition>,
    /// `full` or `obfuscated`.
    #[serde(default = "full")]
    pub dump_type: String,
    /// When it was written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub timestamp: Option<String>,
}

fn full() -> String {
    "full".into()
}

/// A question with an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FaqDefinition {
    /// Its id.
    #[serde(rename = "_id", default)]
    pub id: String,
    /// The application's name.
    #[serde(default)]
    pub bot_id: Option<String>,
    /// Whose.
    #[serde(default)]
    pub namespace: Option<String>,
    /// Id of the intent of its questions.
    #[serde(default)]
    pub intent_id: Option<String>,
    /// Id of its answer's label.
    #[serde(default)]
    pub i18n_id: Option<String>,
    /// Words to group by.
    #[serde(default, deserialize_with = "null_is_default")]
    pub tags: Vec<String>,
    /// Whether it is switched on.
    #[serde(default, deserialize_with = "null_is_default")]
    pub enabled: bool,
}

/// A sentence of an application.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassifiedSentence {
    /// As written.
    pub text: String,
    /// Its language.
    pub language: String,
    /// Id of the application.
    #[serde(default)]
    pub application_id: Option<String>,
    /// When it came.
    #[serde(default)]
    pub creation_date: Option<String>,
    /// When it was changed.
    #[serde(default)]
    pub update_date: Option<String>,
    /// How far it is.
    pub status: SentenceStatus,
    /// What it means.
    pub classification: Classification,
    /// How sure the model was the last time.
    #[serde(default)]
    pub last_intent_probability: Option<f64>,
    /// How sure of the entities the last time.
    #[serde(default)]
    pub last_entity_probability: Option<f64>,
    /// When it came last.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_usage: Option<String>,
    /// How often it came.
    #[serde(default, deserialize_with = "null_is_default")]
    pub usage_count: u64,
    /// How often it was not understood.
    #[serde(default, deserialize_with = "null_is_default")]
    pub unknown_count: u64,
    /// Whether somebody shall look at it again.
    #[serde(default, deserialize_with = "null_is_default")]
    pub for_review: bool,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub review_comment: Option<String>,
    /// Who said what it means.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub qualifier: Option<String>,
    /// Other intents that were likely.
    #[serde(default, deserialize_with = "null_is_default")]
    pub other_intents_probabilities: BTreeMap<String, f64>,
    /// Where it came from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub configuration: Option<String>,
}

/// What a sentence means.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Classification {
    /// Id of its intent; `tock:unknown` when it has none.
    pub intent_id: String,
    /// What is found in it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub entities: Vec<ClassifiedEntity>,
}

/// An entity marked in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClassifiedEntity {
    /// Its type, qualified.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// The part it plays.
    #[serde(default)]
    pub role: Option<String>,
    /// First UTF-16 code unit; for a sub-entity, in its parent's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Parts of it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sub_entities: Vec<ClassifiedEntity>,
}

/// How far a sentence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SentenceStatus {
    /// Came in, nobody looked at it.
    Inbox,
    /// Somebody vouches for it; the model does not know it yet.
    Validated,
    /// In the model.
    Model,
    /// To be removed.
    Deleted,
}

/// Sentences alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentencesDump {
    /// `namespace:name`.
    pub application_name: String,
    /// The language of sentences that name none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    /// The sentences.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sentences: Vec<SentenceDump>,
}

/// One sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentenceDump {
    /// As written.
    pub text: String,
    /// Its intent, qualified or not; `tock:unknown` when it has none.
    pub intent: String,
    /// When it came.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub creation_date: Option<String>,
    /// What is found in it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub entities: Vec<SentenceEntityDump>,
    /// Its language; the file's when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub language: Option<String>,
    /// How far it is.
    #[serde(default = "SentenceDump::default_status")]
    pub status: SentenceStatus,
    /// Whether somebody shall look at it again.
    #[serde(default, deserialize_with = "null_is_default")]
    pub for_review: bool,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub review_comment: Option<String>,
}

impl SentenceDump {
    fn default_status() -> SentenceStatus {
        SentenceStatus::Model
    }
}

/// An entity marked in a sentence.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SentenceEntityDump {
    /// Its type, qualified.
    pub entity: String,
    /// The part it plays.
    #[serde(default)]
    pub role: Option<String>,
    /// Parts of it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sub_entities: Vec<SentenceEntityDump>,
    /// First UTF-16 code unit; for a sub-entity, in its parent's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
}
