//! The encoder at work: vectors of what users say and of what bots learn from.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use encoder::Encoder;
use model::{Bot, SentenceStatus};
use nlu::Vectors;

use super::{Error, package};

/// Vectors of training sentences that are kept between trainings: some 30 MB of them.
const KEPT_MAX: usize = 20_000;

/// A loaded encoder. Encoding takes milliseconds, so it happens beside the threads that answer.
pub struct Encoding {
    name: &'static str,
    encoder: Encoder,
    kept: Mutex<HashMap<String, Vec<f32>>>,
}

impl Encoding {
    /// Loads the model of that name.
    ///
    /// # Errors
    /// When there is no such model, it is not installed, or it is damaged.
    pub fn load(name: &str, data: &Path) -> Result<Self, Error> {
        let package = package(name)?;
        let encoder = package.load(data)?;
        Ok(Self { name: package.pypi, encoder, kept: Mutex::default() })
    }

    /// The encoder with its version: trained models remember it.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The vector of what a user says; empty when it could not be computed.
    pub async fn vector(self: &Arc<Self>, text: &str) -> Vec<f32> {
        let (encoding, text) = (self.clone(), text.to_owned());
        let encode = move || encoding.encoder.encode(&text);
        tokio::task::spawn_blocking(encode).await.unwrap_or_default()
    }

    /// The vectors of everything that a bot learns from.
    pub async fn vectors_of(self: &Arc<Self>, bot: &Arc<Bot>) -> Vectors {
        let (encoding, bot) = (self.clone(), bot.clone());
        let encode = move || encoding.encode_all(&bot);
        tokio::task::spawn_blocking(encode).await.unwrap_or_default()
    }

    fn encode_all(&self, bot: &Bot) -> Vectors {
        let started = Instant::now();
        let mut vectors = Vectors::new(self.name, self.encoder.dimensions());
        let taught = bot.sentences.iter().filter(|one| one.status == SentenceStatus::Validated);
        let (mut new, mut all) = (0_u32, 0_u32);
        for sentence in taught {
            all += 1;
            let kept = self.kept().get(&sentence.text).cloned();
            let vector = kept.unwrap_or_else(|| {
                new += 1;
                let vector = self.encoder.encode(&sentence.text);
                let mut kept = self.kept();
                if kept.len() >= KEPT_MAX {
                    kept.clear();
                }
                kept.insert(sentence.text.clone(), vector.clone());
                vector
            });
            vectors.insert(&sentence.text, vector);
        }
        let seconds = started.elapsed().as_secs_f64();
        tracing::info!(bot = %bot.name, namespace = %bot.namespace, all, new, seconds, "sentences encoded");
        vectors
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<f32>>> {
        // Each entry is whole or not there.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
