//! What users of the crate rely on, tested through its public functions.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accuracy;
mod any_input;
mod dictionaries;
mod evaluation;
mod languages;
mod library_bot;
mod parts;
mod robustness;
mod understanding;
mod vectors;
