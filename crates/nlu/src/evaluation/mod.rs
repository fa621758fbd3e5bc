//! How good a bot's understanding is: cross-validation, comparison, learning curve.

mod comparison;
mod cross_validation;
mod figures;

pub use comparison::{Compared, compare};
pub use cross_validation::{
    Confusion, EntityScore, EvaluateOptions, Evaluation, IntentScore, LearningPoint, NearDuplicate,
    SentenceOutcome, evaluate, learning_curve,
};
pub use figures::{auroc, expected_calibration_error, macro_f1, wilson_interval};
