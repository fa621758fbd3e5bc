//! The engine: a text is split, what can be read without rules is read, rules do the rest.

pub(crate) mod chart;
pub(crate) mod cover;
pub(crate) mod node;
pub(crate) mod pattern;
pub(crate) mod read;
pub(crate) mod text;
