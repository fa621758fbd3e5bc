//! How good a bot's understanding is, measured on sentences that it did not learn from.
//!
//! [`evaluate`] cross-validates a bot's own sentences, or measures on sentences that were held out;
//! [`compare`] sets two evaluations side by side, sentence by sentence; [`report`] writes either
//! for people. Everything here is deterministic: the same bot, options and seed give the same
//! figures, and each figure says on how many cases it rests.

mod comparison;
mod evaluate;
mod figures;
mod learning_curve;
mod measuring;
mod near_duplicates;
mod parts;
mod rejection;
pub mod report;
mod scores;

pub use comparison::{ComparedSentence, Comparison, compare};
pub use evaluate::{EvaluateOptions, Evaluation, evaluate};
pub use figures::{Interval, Share, auroc, expected_calibration_error, macro_f1, wilson_interval};
pub use learning_curve::LearningPoint;
pub use measuring::{EntityMark, SentenceOutcome};
pub use near_duplicates::{NearDuplicate, NearSentence};
pub use rejection::RejectionCurve;
pub use scores::{Confusion, EntityScore, EntityScores, IntentScore};
