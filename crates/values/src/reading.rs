//! What the reader knows of a value beyond what [`model::ValueFound`] carries.

use model::{Grain, Value, ValueFound};
use serde::Serialize;

/// A value with what else the text may have meant.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Reading {
    /// The value.
    #[serde(flatten)]
    pub found: ValueFound,
    /// What it may mean instead, likeliest first: "Friday" may be the Friday after.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Value>,
    /// The English name of a holiday.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holiday: Option<&'static str>,
    /// "tous les lundis": the value is the next of many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub every: Option<Recurrence>,
}

/// How often something recurs: every so many of a grain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Recurrence {
    /// How many.
    pub count: i64,
    /// Of which grain.
    pub grain: Grain,
}
