//! `POST /rest/nlp/parse`.

use serde::{Deserialize, Serialize};

use super::{Entity, Probabilities, Value, default_one, default_true, null_is_default};

/// A sentence to understand.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParseQuery {
    /// Ways in which the sentence may have been heard. Only the first is used.
    pub queries: Vec<String>,
    /// Whose.
    pub namespace: String,
    /// By which application.
    pub application_name: String,
    /// When, where, in which language.
    pub context: QueryContext,
    /// Where the conversation is.
    #[serde(default, deserialize_with = "null_is_default")]
    pub state: QueryState,
    /// When not empty, only these intents are possible.
    #[serde(default, deserialize_with = "null_is_default")]
    pub intents_subset: Vec<IntentQualifier>,
    /// A mark for the logged sentence.
    #[serde(default)]
    pub configuration: Option<String>,
}

/// When, where, in which language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct QueryContext {
    /// `fr`, `fr_FR` or `fr-FR`.
    pub language: String,
    /// Who.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_id: Option<String>,
    /// With what.
    #[serde(default)]
    pub client_device: Option<String>,
    /// In which conversation.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub dialog_id: Option<String>,
    /// The present, ISO 8601; the server's when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference_date: Option<String>,
    /// `Europe/Paris`, `UTC`, `Z` or `+02:00`; UTC when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub reference_timezone: Option<String>,
    /// Whether this is a test.
    #[serde(default, deserialize_with = "null_is_default")]
    pub test: bool,
    /// Whether the sentence is kept for people to look at; `!test` when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub register_query: Option<bool>,
    /// Whether a known sentence is answered as it was annotated.
    #[serde(default = "default_true")]
    pub check_existing_query: bool,
    /// Whether it counts in statistics; `!test` when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub increase_query_counter: Option<bool>,
}

/// Where the conversation is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct QueryState {
    /// Its states, for intents that are only possible in some.
    #[serde(default, deserialize_with = "null_is_default")]
    pub states: Vec<String>,
}

/// An intent that is possible, and how much more or less likely than its score says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntentQualifier {
    /// Qualified.
    pub intent: String,
    /// Added to its probability when intents are compared.
    #[serde(default, deserialize_with = "null_is_default")]
    pub modifier: f64,
}

/// What was understood.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParseResult {
    /// The intent, without its namespace; `unknown` when unknown.
    pub intent: String,
    /// Its namespace; `tock` when unknown.
    pub intent_namespace: String,
    /// The locale used.
    pub language: String,
    /// What was found, by place.
    pub entities: Vec<EntityValue>,
    /// What was found and lost against something better.
    #[serde(default, deserialize_with = "null_is_default")]
    pub not_retained_entities: Vec<EntityValue>,
    /// How sure.
    #[serde(default = "default_one")]
    pub intent_probability: f64,
    /// How sure of the entities: the mean; 1 when there are none.
    #[serde(default = "default_one")]
    pub entities_probability: f64,
    /// The text that offsets refer to.
    pub retained_query: String,
    /// Intents that were likely too.
    #[serde(default)]
    pub other_intents_probabilities: Probabilities,
    /// All likely intents before subset and states were looked at.
    #[serde(default)]
    pub original_intents_probabilities: Probabilities,
}

/// An entity found in a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityValue {
    /// First UTF-16 code unit; for a sub-entity, in its parent's text.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its type and role.
    pub entity: Entity,
    /// What it means, when its type can say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<Value>,
    /// Whether something looked for its meaning.
    #[serde(default, deserialize_with = "null_is_default")]
    pub evaluated: bool,
    /// Parts of it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sub_entities: Vec<EntityValue>,
    /// How sure.
    #[serde(default = "default_one")]
    pub probability: f64,
    /// Whether two values of it can be merged to one.
    #[serde(default, deserialize_with = "null_is_default")]
    pub merge_support: bool,
}
