//! Applications, intents, entity types and dictionaries as definitions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{default_true, null_is_default};

/// An application (our bot), as `GET /rest/nlp/application` answers and dumps hold it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationDefinition {
    /// Its name in its namespace.
    pub name: String,
    /// A name to show; the name when absent.
    #[serde(default)]
    pub label: Option<String>,
    /// Whose.
    pub namespace: String,
    /// Ids of its intents.
    #[serde(default, deserialize_with = "null_is_default")]
    pub intents: Vec<String>,
    /// Its languages.
    #[serde(default, deserialize_with = "null_is_default")]
    pub supported_locales: Vec<String>,
    /// States that intents lead to, by intent id.
    #[serde(default, deserialize_with = "null_is_default")]
    pub intent_states_map: BTreeMap<String, Vec<String>>,
    /// The engine.
    #[serde(default, deserialize_with = "null_is_default")]
    pub nlp_engine_type: NlpEngineType,
    /// Whether model and readers of values are weighed against each other.
    #[serde(default = "default_true")]
    pub merge_engine_types: bool,
    /// Whether readers of values look at whole sentences.
    #[serde(default = "default_true")]
    pub use_entity_models: bool,
    /// Whether Studio shows sub-entities.
    #[serde(default, deserialize_with = "null_is_default")]
    pub support_sub_entities: bool,
    /// Below it a sentence is unknown.
    #[serde(default = "ApplicationDefinition::default_unknown_threshold")]
    pub unknown_intent_threshold: f64,
    /// Below it other intents are not mentioned.
    #[serde(default = "ApplicationDefinition::default_known_threshold")]
    pub known_intent_threshold: f64,
    /// Whether case, accents and final punctuation are dropped before understanding.
    #[serde(default, deserialize_with = "null_is_default")]
    pub normalize_text: bool,
    /// Its id.
    #[serde(rename = "_id", default)]
    pub id: String,
}

impl ApplicationDefinition {
    /// Tock's default for `unknownIntentThreshold`.
    pub const UNKNOWN_THRESHOLD: f64 = 0.7;
    /// Tock's default for `knownIntentThreshold`.
    pub const KNOWN_THRESHOLD: f64 = 0.1;

    fn default_unknown_threshold() -> f64 {
        Self::UNKNOWN_THRESHOLD
    }

    fn default_known_threshold() -> f64 {
        Self::KNOWN_THRESHOLD
    }

    /// An application with Tock's defaults.
    pub fn new(namespace: impl Into<String>, name: impl Into<String>) -> Self {
        let name = name.into();
        Self {
            label: Some(name.clone()),
            name,
            namespace: namespace.into(),
            intents: Vec::new(),
            supported_locales: Vec::new(),
            intent_states_map: BTreeMap::new(),
            nlp_engine_type: NlpEngineType::default(),
            merge_engine_types: true,
            use_entity_models: true,
            support_sub_entities: false,
            unknown_intent_threshold: Self::UNKNOWN_THRESHOLD,
            known_intent_threshold: Self::KNOWN_THRESHOLD,
            normalize_text: false,
            id: String::new(),
        }
    }
}

/// The name of an engine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NlpEngineType {
    /// `opennlp`, `stanford`, `rasa`, `bgem3`.
    pub name: String,
}

impl Default for NlpEngineType {
    fn default() -> Self {
        Self { name: "opennlp".into() }
    }
}

/// Body of `POST /rest/nlp/application/create`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreateApplicationQuery {
    /// Its name.
    pub name: String,
    /// A name to show; the name when absent.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label: Option<String>,
    /// Whose.
    pub namespace: String,
    /// Its first language.
    pub locale: String,
}

/// An intent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IntentDefinition {
    /// Its name, without namespace.
    pub name: String,
    /// Whose.
    pub namespace: String,
    /// Ids of the applications that use it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub applications: Vec<String>,
    /// What its sentences may hold.
    #[serde(default, deserialize_with = "null_is_default")]
    pub entities: Vec<EntityDefinition>,
    /// Patterns by locale. Tock stores them and never uses them.
    #[serde(default, deserialize_with = "null_is_default")]
    pub entities_regexp: BTreeMap<String, Vec<EntityRegexp>>,
    /// States one of which must be active for the intent to be possible.
    #[serde(default, deserialize_with = "null_is_default")]
    pub mandatory_states: Vec<String>,
    /// Ids of intents whose sentences teach this intent's entities too.
    #[serde(default, deserialize_with = "null_is_default")]
    pub shared_intents: Vec<String>,
    /// A name to show. Written `null` when absent, as Tock does; so are the two below.
    #[serde(default)]
    pub label: Option<String>,
    /// What it means.
    #[serde(default)]
    pub description: Option<String>,
    /// A word to group intents by.
    #[serde(default)]
    pub category: Option<String>,
    /// Its id.
    #[serde(rename = "_id", default)]
    pub id: String,
}

/// A pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRegexp {
    /// The pattern.
    pub regexp: String,
}

/// An entity type in a role, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityDefinition {
    /// The type, qualified.
    pub entity_type_name: String,
    /// The part it plays; the name of its type when absent.
    #[serde(default)]
    pub role: Option<String>,
    /// Whether its dates are read from midnight on. Written `null` when absent, as Tock does.
    #[serde(default)]
    pub at_start_of_day: Option<bool>,
}

/// An entity type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityTypeDefinition {
    /// Qualified.
    pub name: String,
    /// What it is.
    #[serde(default, deserialize_with = "null_is_default")]
    pub description: String,
    /// Parts that may be found in it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sub_entities: Vec<EntityDefinition>,
    /// Whether its values are listed (in a dictionary of its own file).
    #[serde(default, deserialize_with = "null_is_default")]
    pub dictionary: bool,
    /// Whether its text is hidden in logs.
    #[serde(default, deserialize_with = "null_is_default")]
    pub obfuscated: bool,
    /// The values, in files of old versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_default")]
    pub predefined_values: Vec<PredefinedValue>,
    /// Its id.
    #[serde(rename = "_id", default)]
    pub id: String,
}

/// A dictionary: the values of one entity type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DictionaryData {
    /// Whose.
    pub namespace: String,
    /// The entity type, without namespace.
    pub entity_name: String,
    /// The values.
    #[serde(default, deserialize_with = "null_is_default")]
    pub values: Vec<PredefinedValue>,
    /// Whether only these values exist.
    #[serde(default, deserialize_with = "null_is_default")]
    pub only_values: bool,
    /// How alike a text must be to a word, 0 to 1.
    #[serde(default = "DictionaryData::default_min_distance")]
    pub min_distance: f64,
    /// Whether a text that merely holds a word counts too.
    #[serde(default, deserialize_with = "null_is_default")]
    pub text_search: bool,
}

impl DictionaryData {
    /// Tock's default for `minDistance`.
    pub const MIN_DISTANCE: f64 = 0.5;

    fn default_min_distance() -> f64 {
        Self::MIN_DISTANCE
    }
}

/// One value with the words for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredefinedValue {
    /// Canonical.
    pub value: String,
    /// The words, by locale.
    #[serde(default, deserialize_with = "null_is_default")]
    pub labels: BTreeMap<String, Vec<String>>,
}
