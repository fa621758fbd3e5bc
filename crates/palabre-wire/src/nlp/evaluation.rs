//! `POST /rest/nlp/evaluate`, `/merge` and `/unknown`.

use serde::{Deserialize, Serialize};

use super::{Entity, EntityValue, QueryContext, Value, default_one, null_is_default};

/// Entities already located, to be given values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityEvaluationQuery {
    /// Whose.
    pub namespace: String,
    /// By which application.
    pub application_name: String,
    /// When, where, in which language.
    pub context: QueryContext,
    /// The entities.
    pub entities: Vec<EntityToEvaluate>,
    /// The sentence.
    pub text: String,
}

/// An entity already located.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityToEvaluate {
    /// First UTF-16 code unit.
    pub start: usize,
    /// One past the last.
    pub end: usize,
    /// Its type and role.
    pub entity: Entity,
    /// Parts of it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sub_entities: Vec<EntityToEvaluate>,
}

/// The same entities in the same order, with values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityEvaluationResult {
    /// The entities.
    pub values: Vec<EntityValue>,
}

/// Values of one entity, to become one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ValuesMergeQuery {
    /// Whose.
    pub namespace: String,
    /// By which application.
    pub application_name: String,
    /// When, where, in which language.
    pub context: QueryContext,
    /// The entity.
    pub entity: Entity,
    /// Its values.
    pub values: Vec<ValueToMerge>,
}

/// A value to merge.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ValueToMerge {
    /// The value.
    pub value: Value,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<String>,
    /// Whether the conversation held it before.
    #[serde(default, deserialize_with = "null_is_default")]
    pub initial: bool,
    /// Where it begins in the sentence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub position: Option<usize>,
    /// How sure.
    #[serde(default = "default_one")]
    pub probability: f64,
}

/// The one value; `{}` when they do not merge.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ValuesMergeResult {
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<Value>,
    /// What was said.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<String>,
}

/// A sentence that was answered with "I did not understand".
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MarkAsUnknownQuery {
    /// Whose.
    pub namespace: String,
    /// By which application.
    pub application_name: String,
    /// In which language.
    pub language: String,
    /// The sentence.
    pub text: String,
}
