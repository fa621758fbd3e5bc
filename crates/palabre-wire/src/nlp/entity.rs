//! Entity types in a role, as parse and evaluation write them.

use serde::{Deserialize, Serialize};

use super::null_is_default;

/// An entity type in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// The type.
    pub entity_type: EntityType,
    /// The part it plays.
    pub role: String,
}

/// An entity type.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EntityType {
    /// Qualified: `app:locality`, `duckling:datetime`.
    pub name: String,
    /// Parts that may be found in it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sub_entities: Vec<Entity>,
    /// Whether its values are listed.
    #[serde(default, deserialize_with = "null_is_default")]
    pub dictionary: bool,
    /// Whether its text is hidden in logs.
    #[serde(default, deserialize_with = "null_is_default")]
    pub obfuscated: bool,
}
