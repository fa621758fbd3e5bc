//! `config.json`: the sizes of the model, refused when this crate would compute something else.

use serde::Deserialize;

use crate::Error;

/// The sizes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Config {
    pub hidden: usize,
    pub inner: usize,
    pub heads: usize,
    pub layers: usize,
    pub positions: usize,
    pub vocabulary: usize,
    pub norm_epsilon: f32,
}

#[derive(Deserialize)]
struct File {
    model_type: Option<String>,
    hidden_act: Option<String>,
    position_embedding_type: Option<String>,
    hidden_size: Option<usize>,
    intermediate_size: Option<usize>,
    num_attention_heads: Option<usize>,
    num_hidden_layers: Option<usize>,
    max_position_embeddings: Option<usize>,
    vocab_size: Option<usize>,
    layer_norm_eps: Option<f32>,
}

/// Sizes above these are refused: a damaged file must not ask for all the memory.
const HIDDEN_MAX: usize = 4_096;
const LAYERS_MAX: usize = 64;

impl Config {
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let file: File =
            serde_json::from_slice(bytes).map_err(|error| Error::Config(error.to_string()))?;
        let must_be = |field: &str, found: Option<String>, known: &str| match found {
            Some(found) if found == known => Ok(()),
            found => Err(Error::Config(format!(
                "`{field}` is `{}`; only `{known}` can be computed",
                found.unwrap_or_else(|| "missing".into())
            ))),
        };
        must_be("model_type", file.model_type, "bert")?;
        must_be("hidden_act", file.hidden_act, "gelu")?;
        let positions = file.position_embedding_type.or_else(|| Some("absolute".into()));
        must_be("position_embedding_type", positions, "absolute")?;
        let size = |field: &str, found: Option<usize>, max: usize| match found {
            Some(found) if (1..=max).contains(&found) => Ok(found),
            Some(found) => Err(Error::Config(format!("`{field}` is {found}; 1 to {max} can be"))),
            None => Err(Error::Config(format!("`{field}` is missing"))),
        };
        let config = Self {
            hidden: size("hidden_size", file.hidden_size, HIDDEN_MAX)?,
            inner: size("intermediate_size", file.intermediate_size, 4 * HIDDEN_MAX)?,
            heads: size("num_attention_heads", file.num_attention_heads, HIDDEN_MAX)?,
            layers: size("num_hidden_layers", file.num_hidden_layers, LAYERS_MAX)?,
            positions: size("max_position_embeddings", file.max_position_embeddings, 65_536)?,
            vocabulary: size("vocab_size", file.vocab_size, 1_000_000)?,
            norm_epsilon: file.layer_norm_eps.unwrap_or(1e-12),
        };
        if !config.hidden.is_multiple_of(config.heads) {
            return Err(Error::Config(format!(
                "`hidden_size` {} is not a multiple of `num_attention_heads` {}",
                config.hidden, config.heads
            )));
        }
        Ok(config)
    }
}
