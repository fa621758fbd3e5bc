/// Why a trained model cannot be used. The remedy is always to train again.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The bytes are something else.
    #[error("these bytes are not a trained model")]
    NotAModel,
    /// The bytes are a model of another version of the engine.
    #[error(
        "the model has format version `{found}`, this engine reads `{expected}`; train it again"
    )]
    OtherVersion {
        /// The version found.
        found: u32,
        /// The version that this engine reads.
        expected: u32,
    },
    /// The bytes were a model once.
    #[error("the model is damaged: {reason}; train it again")]
    Damaged {
        /// What does not hold.
        reason: &'static str,
    },
}
