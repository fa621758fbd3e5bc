//! How good a model is.

mod figures;

pub use figures::{auroc, expected_calibration_error, macro_f1, wilson_interval};
