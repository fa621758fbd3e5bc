//! What users of bot files rely on.

mod diagnostics;
mod docs;
mod gare;
mod generator;
mod robustness;
mod round_trip;
