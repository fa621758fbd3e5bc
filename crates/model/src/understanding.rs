//! What NLU says of a sentence.

use serde::{Deserialize, Serialize};

use crate::{EntityTypeName, IntentName, Locale, Role, Span, Timestamp, Value};

/// A question to NLU.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// What the user said.
    pub text: String,
    /// The locale in which to understand it; mapped to one of the bot's.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "fr"))]
    pub locale: Locale,
    /// The present, for dates.
    pub now: Timestamp,
    /// IANA name of the zone, for dates.
    pub zone: String,
    /// When not empty, only these intents are possible.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub intents: Vec<IntentQualifier>,
    /// Intents that are not possible now.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub excluded: Vec<IntentName>,
    /// Whether a known sentence is answered as it was annotated.
    pub known_sentences: bool,
}

/// An intent that is possible, and how much more (or less) likely than its score says.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IntentQualifier {
    /// The intent.
    pub intent: IntentName,
    /// Added to its probability when intents are compared.
    #[serde(default)]
    pub modifier: f64,
}

/// What was understood.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Understanding {
    /// The text that spans refer to: the sentence after normalisation of spaces.
    pub text: String,
    /// The locale used.
    #[cfg_attr(feature = "schema", schema(value_type = String, example = "fr"))]
    pub locale: Locale,
    /// The intent; `None` is unknown.
    #[cfg_attr(feature = "schema", schema(required = true))]
    pub intent: Option<IntentName>,
    /// The probability of the intent, or of the best one when unknown; 0 to 1.
    pub probability: f64,
    /// All intents worth mentioning, best first, including the chosen one.
    pub intents: Vec<ScoredIntent>,
    /// What was found, by place; no two overlap.
    pub entities: Vec<EntityFound>,
    /// What was found and lost against something better.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub not_retained: Vec<EntityFound>,
    /// How the intent was decided.
    pub decided_by: DecidedBy,
    /// Reasons, for people. Empty unless asked for.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub why: Vec<Reason>,
    /// Whether a better answer is to come: the bot was changed, and what decided this is trained
    /// anew.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub provisional: bool,
}

/// An intent with its probability.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ScoredIntent {
    /// The intent.
    pub intent: IntentName,
    /// 0 to 1.
    pub probability: f64,
}

/// How an intent was decided.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DecidedBy {
    /// The sentence is one of the training sentences.
    KnownSentence,
    /// The classifier.
    Classifier,
    /// Nothing fitted well enough.
    Rejection,
    /// There is no model, or the sentence is empty.
    Nothing,
}

/// An entity found.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntityFound {
    /// Where, in [`Understanding::text`]; for a sub-entity, in its parent's text.
    pub span: Span,
    /// Its type.
    pub entity_type: EntityTypeName,
    /// The part it plays.
    pub role: Role,
    /// What it means, when its type can say.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(feature = "schema", schema(value_type = Option<crate::TypedValue>))]
    pub value: Option<Value>,
    /// 0 to 1.
    pub probability: f64,
    /// Parts of it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub sub_entities: Vec<EntityFound>,
    /// Who found it.
    pub source: EntitySource,
}

/// Who found an entity.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntitySource {
    /// A known sentence's annotation.
    KnownSentence,
    /// The sequence model.
    Model,
    /// A dictionary.
    Dictionary,
    /// A reader of values.
    Values,
}

/// One reason for a decision.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// What it is about: an intent's or an entity's name, or `unknown`.
    pub about: String,
    /// What spoke for or against it: a word, a nearest sentence, a rule.
    pub because: String,
    /// How much; positive is for.
    pub weight: f64,
}

impl Understanding {
    /// An understanding of nothing.
    pub fn nothing(text: impl Into<String>, locale: Locale) -> Self {
        Self {
            text: text.into(),
            locale,
            intent: None,
            probability: 0.0,
            intents: Vec::new(),
            entities: Vec::new(),
            not_retained: Vec::new(),
            decided_by: DecidedBy::Nothing,
            why: Vec::new(),
            provisional: false,
        }
    }
}
