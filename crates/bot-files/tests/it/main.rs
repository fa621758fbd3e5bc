//! What users of bot files rely on.

mod generator;
mod robustness;
mod round_trip;
