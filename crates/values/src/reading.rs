//! What the reader knows of a value beyond what [`model::ValueFound`] carries.

use model::{Grain, Value, ValueFound};

/// A value with what else the text may have meant.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The value.
    pub found: ValueFound,
    /// What it may mean instead, likeliest first: "Friday" may be the Friday after.
    pub alternatives: Vec<Value>,
    /// The English name of a holiday.
    pub holiday: Option<&'static str>,
    /// "tous les lundis": the value is the next of many.
    pub every: Option<Recurrence>,
}

/// How often something recurs: every so many of a grain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recurrence {
    /// How many.
    pub count: i64,
    /// Of which grain.
    pub grain: Grain,
}
