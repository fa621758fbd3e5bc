//! The encoder at work: vectors of what users say and of what bots learn from.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use encoder::Encoder;
use model::Bot;
use nlu::Vectors;

use super::{Error, PREFIX, Remote, package};
use crate::config::Config;

/// Vectors of sentences that are kept: some 30 MB of them.
const KEPT_MAX: usize = 20_000;

/// An encoder that bots may use. Encoding takes milliseconds, so it happens beside the threads that
/// answer, or elsewhere.
pub struct Encoding {
    name: String,
    source: Source,
    kept: Mutex<HashMap<String, Vec<f32>>>,
}

enum Source {
    Installed(Box<Encoder>),
    Remote(Remote),
}

impl Encoding {
    /// The encoder that the setting names: an installed one, or a service.
    ///
    /// # Errors
    /// When there is no such model, it is not installed or damaged, or the setting is wrong.
    pub fn load(config: &Config) -> Result<Self, Error> {
        let setting = config.encoder.as_str();
        let (name, source) = if setting.starts_with(PREFIX) {
            let key = match &config.encoder_key_file {
                None => None,
                Some(path) => {
                    let read = std::fs::read_to_string(path);
                    Some(read.map_err(|source| Error::File { path: path.clone(), source })?)
                }
            };
            let texts = config.encoder_texts_per_hour;
            let remote = Remote::new(setting, key.as_deref(), texts, config.demo)?;
            (setting.to_owned(), Source::Remote(remote))
        } else {
            let package = package(setting)?;
            (package.pypi.to_owned(), Source::Installed(Box::new(package.load(&config.data)?)))
        };
        Ok(Self { name, source, kept: Mutex::default() })
    }

    /// The encoder with its version: trained models remember it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The vector of what a user says; empty when there is none.
    pub async fn vector(self: &Arc<Self>, text: &str) -> Vec<f32> {
        match &self.source {
            Source::Installed(_) => {
                let (encoding, text) = (self.clone(), text.to_owned());
                let encode = move || match &encoding.source {
                    Source::Installed(encoder) => encoder.encode(&text),
                    Source::Remote(_) => Vec::new(),
                };
                tokio::task::spawn_blocking(encode).await.unwrap_or_default()
            }
            Source::Remote(remote) => {
                let kept = self.kept().get(text).cloned();
                if let Some(kept) = kept {
                    return kept;
                }
                let vector = remote.vector(text).await.unwrap_or_default();
                if !vector.is_empty() {
                    self.keep(text, &vector);
                }
                vector
            }
        }
    }

    /// The vectors of everything that a bot learns from; none when one cannot be had.
    pub async fn vectors_of(self: &Arc<Self>, bot: &Arc<Bot>) -> Vectors {
        let started = Instant::now();
        let texts = nlu::texts_to_encode(bot);
        let (mut known, mut new) = (HashMap::new(), Vec::new());
        {
            let kept = self.kept();
            for text in texts.iter().map(String::as_str) {
                match kept.get(text) {
                    Some(vector) => drop(known.insert(text, vector.clone())),
                    None => new.push(text),
                }
            }
        }
        let encoded = match &self.source {
            Source::Installed(_) => self.encode_here(&new).await,
            Source::Remote(remote) => remote.all(&new).await,
        };
        let Some(encoded) = encoded else { return Vectors::default() };
        for (text, vector) in new.iter().zip(encoded) {
            self.keep(text, &vector);
            known.insert(text, vector);
        }
        let dimensions = known.values().next().map_or(0, Vec::len);
        let mut vectors = Vectors::new(self.name.clone(), dimensions);
        let (all, new) = (known.len(), new.len());
        for (text, vector) in known {
            vectors.insert(text, vector);
        }
        let seconds = started.elapsed().as_secs_f64();
        tracing::info!(bot = %bot.name, namespace = %bot.namespace, all, new, seconds, "sentences encoded");
        vectors
    }

    async fn encode_here(self: &Arc<Self>, texts: &[&str]) -> Option<Vec<Vec<f32>>> {
        let encoding = self.clone();
        let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
        let encode = move || match &encoding.source {
            Source::Installed(encoder) => {
                Some(texts.iter().map(|text| encoder.encode(text)).collect())
            }
            Source::Remote(_) => None,
        };
        tokio::task::spawn_blocking(encode).await.ok().flatten()
    }

    fn keep(&self, text: &str, vector: &[f32]) {
        let mut kept = self.kept();
        if kept.len() >= KEPT_MAX {
            kept.clear();
        }
        kept.insert(text.to_owned(), vector.to_vec());
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vec<f32>>> {
        // Each entry is whole or not there.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
