//! What users of bot files rely on.
#![allow(clippy::unwrap_used)] // these are tests; helpers outside `#[test]` functions panic too

mod diagnostics;
mod docs;
mod gare;
mod generator;
mod robustness;
mod round_trip;
