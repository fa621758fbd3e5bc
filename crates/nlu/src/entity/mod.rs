//! Which entities a sentence holds: a linear-chain model over what words, dictionaries and values
//! say, and the choice among all candidates.

pub(crate) mod chain;
pub(crate) mod chain_training;
pub(crate) mod features;
pub(crate) mod merge;
pub(crate) mod stretches;
