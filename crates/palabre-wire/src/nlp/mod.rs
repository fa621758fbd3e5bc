//! The NLU API under `/rest/nlp` and the files that Tock exports.
//!
//! Names are qualified (`namespace:name`) unless said otherwise; offsets count UTF-16 code units;
//! locales are written with an underscore (`fr_CA`); dates are ISO 8601; absent and `null` are
//! read alike, and `null` is written exactly where Tock writes it.

mod admin;
mod answer;
mod configuration;
mod dump;
mod entity;
mod evaluation;
mod parse;
mod probabilities;
mod value;

pub use admin::*;
pub use answer::*;
pub use configuration::*;
pub use dump::*;
pub use entity::*;
pub use evaluation::*;
pub use parse::*;
pub use probabilities::*;
pub use value::*;

/// The namespace of the reserved intents.
pub const TOCK_NAMESPACE: &str = "tock";
/// The intent of what is not understood, without its namespace.
pub const UNKNOWN_INTENT: &str = "unknown";
/// The qualified name, and reserved id, of the intent of what is not understood.
pub const UNKNOWN_INTENT_ID: &str = "tock:unknown";
/// The qualified name, and reserved id, of the intent of what is kept from the RAG.
pub const RAG_EXCLUDED_INTENT_ID: &str = "tock:ragexcluded";
/// The namespace of the built-in entity types.
pub const DUCKLING_NAMESPACE: &str = "duckling";

pub(crate) fn default_true() -> bool {
    true
}

pub(crate) fn default_one() -> f64 {
    1.0
}

/// `null` is the same as absent.
pub(crate) fn null_is_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Default + serde::Deserialize<'de>,
{
    Ok(<Option<T> as serde::Deserialize>::deserialize(deserializer)?.unwrap_or_default())
}
