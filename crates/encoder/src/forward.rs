//! The forward pass: tokens, layers, and the mean of what they give.

use crate::attention::attend;
use crate::config::Config;
use crate::gelu::Gelu;
use crate::linear::Linear;
use crate::norm::Norm;
use crate::tokens::Tokens;
use crate::weights::Weights;
use crate::{Error, ModelFiles, TOKENS_MAX};

/// A loaded model. It is read only: threads share it.
#[derive(Debug)]
pub struct Encoder {
    config: Config,
    tokens: Tokens,
    words: Vec<f32>,
    /// With the one kind of token that a single sentence has added.
    positions: Vec<f32>,
    norm: Norm,
    layers: Vec<Layer>,
    gelu: Gelu,
}

#[derive(Debug)]
struct Layer {
    queries_keys_values: Linear,
    attended: Linear,
    attended_norm: Norm,
    inner: Linear,
    outer: Linear,
    outer_norm: Norm,
}

impl Encoder {
    /// Reads a model. The files are not needed afterwards.
    ///
    /// # Errors
    /// When a file is not of a model that this crate computes; the error names the file and the
    /// reason.
    pub fn load(files: &ModelFiles<'_>) -> Result<Self, Error> {
        let config = Config::read(files.config)?;
        let Config { hidden, inner, norm_epsilon, .. } = config;
        let tokens = Tokens::new(files.vocabulary, config.vocabulary)?;
        let weights = Weights::read(files.weights)?;
        let words =
            weights.tensor("embeddings.word_embeddings.weight", &[config.vocabulary, hidden])?;
        let mut positions =
            weights.tensor("embeddings.position_embeddings.weight", &[config.positions, hidden])?;
        let kinds = weights.tensor("embeddings.token_type_embeddings.weight", &[2, hidden])?;
        for row in positions.chunks_exact_mut(hidden) {
            add(row, &kinds[..hidden]);
        }
        let layer = |number: usize| {
            let name = |part: &str| format!("encoder.layer.{number}.{part}");
            let [query, key, value] =
                ["query", "key", "value"].map(|part| name(&format!("attention.self.{part}")));
            Ok(Layer {
                queries_keys_values: weights.linears(&[&query, &key, &value], hidden, hidden)?,
                attended: weights.linear(&name("attention.output.dense"), hidden, hidden)?,
                attended_norm: weights.norm(
                    &name("attention.output.LayerNorm"),
                    hidden,
                    norm_epsilon,
                )?,
                inner: weights.linear(&name("intermediate.dense"), hidden, inner)?,
                outer: weights.linear(&name("output.dense"), inner, hidden)?,
                outer_norm: weights.norm(&name("output.LayerNorm"), hidden, norm_epsilon)?,
            })
        };
        Ok(Self {
            config,
            tokens,
            words,
            positions,
            norm: weights.norm("embeddings.LayerNorm", hidden, norm_epsilon)?,
            layers: (0..config.layers).map(layer).collect::<Result<_, _>>()?,
            gelu: Gelu::new(),
        })
    }

    /// How many numbers a vector has.
    pub fn dimensions(&self) -> usize {
        self.config.hidden
    }

    /// The vector of a sentence, of length 1: the more two sentences mean the same, the nearer to 1
    /// is the product of their vectors. Of a long text the first [`TOKENS_MAX`] tokens count.
    ///
    /// The same text gives the same vector on the same processor; on another one the last bits may
    /// differ.
    pub fn encode(&self, text: &str) -> Vec<f32> {
        let hidden = self.config.hidden;
        let tokens = self.tokens.read(text, TOKENS_MAX.min(self.config.positions));
        let mut rows = Vec::with_capacity(tokens.len() * hidden);
        for (token, position) in tokens.iter().zip(self.positions.chunks_exact(hidden)) {
            let word = &self.words[*token as usize * hidden..][..hidden];
            rows.extend(word.iter().zip(position).map(|(word, position)| word + position));
        }
        self.norm.apply(&mut rows);
        for layer in &self.layers {
            let mixed = layer.queries_keys_values.apply(&rows);
            let attended = attend(&mixed, hidden, self.config.heads);
            add(&mut rows, &layer.attended.apply(&attended));
            layer.attended_norm.apply(&mut rows);
            let mut inner = layer.inner.apply(&rows);
            self.gelu.apply(&mut inner);
            add(&mut rows, &layer.outer.apply(&inner));
            layer.outer_norm.apply(&mut rows);
        }
        let mut mean = vec![0.0; hidden];
        for row in rows.chunks_exact(hidden) {
            add(&mut mean, row);
        }
        let length = mean.iter().map(|number| number * number).sum::<f32>().sqrt();
        // A model of zeros has no direction.
        if length > 0.0 {
            for number in &mut mean {
                *number /= length;
            }
        }
        mean
    }
}

fn add(to: &mut [f32], what: &[f32]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += what;
    }
}
