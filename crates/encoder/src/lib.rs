//! A sentence to a vector: the forward pass of a small transformer of the BERT family (such as
//! all-MiniLM-L6-v2), on the processor, with weights that an operator has installed.
//!
//! It must not: read files, know the network, know intents or bots. Bytes come in, numbers go out.
//! Who calls it decides what to do with the vectors, and works without them when there is no model.
//!
//! The format of the three files is Hugging Face's: `config.json` of a `BertModel`, `vocab.txt` with
//! one WordPiece token per line, `model.safetensors` with weights of 32 bits.
//!
//! ```
//! use encoder::{Encoder, Error, ModelFiles};
//!
//! let files = ModelFiles { config: b"{}", vocabulary: "[UNK]\n[CLS]\n[SEP]", weights: &[] };
//! let Err(Error::Config(reason)) = Encoder::load(&files) else { panic!("it is no model") };
//! assert!(reason.contains("model_type"));
//! ```

mod attention;
mod config;
mod forward;
mod gelu;
mod linear;
mod norm;
mod tokens;
mod weights;

pub use forward::Encoder;

/// The most tokens of a sentence that are read, with the two that mark its ends. What follows is
/// left out: the model was trained on at most this many.
pub const TOKENS_MAX: usize = 256;

/// The files of a model.
#[derive(Debug, Clone, Copy)]
pub struct ModelFiles<'a> {
    /// `config.json`.
    pub config: &'a [u8],
    /// `vocab.txt`.
    pub vocabulary: &'a str,
    /// `model.safetensors`.
    pub weights: &'a [u8],
}

/// Why a model cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `config.json` is not of a model that this crate computes.
    #[error("`config.json`: {0}")]
    Config(String),
    /// `vocab.txt` lacks a token that every sentence needs.
    #[error("`vocab.txt` has no token `{0}`; take the file that came with the weights")]
    Vocabulary(&'static str),
    /// `model.safetensors` cannot be read, or a tensor is missing or has another shape.
    #[error("`model.safetensors`: {0}")]
    Weights(String),
}
