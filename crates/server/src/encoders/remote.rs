//! An encoder elsewhere: any service with the embeddings route of OpenAI (`POST {base}/embeddings`).
//!
//! What users say leaves the installation then, so nothing but an operator's setting switches it on.
//! Nobody waits long for it, and nothing depends on it: without a vector a bot understands as it did
//! without an encoder.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use outgoing::{Options, Outgoing};
use serde::Deserialize;
use serde_json::json;

use super::Error;

/// What the setting begins with.
pub const PREFIX: &str = "openai:";

/// How long a user's sentence waits for its vector.
const SENTENCE_PATIENCE: Duration = Duration::from_millis(500);

/// How long a part of the sentences of a training waits.
const TRAINING_PATIENCE: Duration = Duration::from_secs(30);

/// Sentences sent at once.
const BATCH: usize = 64;

/// How long a service that failed is left alone.
const PAUSE: Duration = Duration::from_secs(10);

/// The longest vector that is accepted.
const DIMENSIONS_MAX: usize = 8_192;

/// The most that is read of an answer: numbers as text for one batch of the longest vectors.
const ANSWER_BYTES_MAX: usize = BATCH * DIMENSIONS_MAX * 24;

const HOUR: Duration = Duration::from_secs(3_600);

/// A service that makes vectors.
pub struct Remote {
    outgoing: Outgoing,
    url: String,
    model: String,
    authorization: Option<String>,
    texts_per_hour: u32,
    state: Mutex<State>,
}

struct State {
    hour_began: Instant,
    sent: u32,
    paused_until: Option<Instant>,
}

#[derive(Deserialize)]
struct Embeddings {
    data: Vec<Embedding>,
}

#[derive(Deserialize)]
struct Embedding {
    #[serde(default)]
    index: Option<usize>,
    embedding: Vec<f32>,
}

impl Remote {
    /// The service that a setting names: `openai:MODEL@URL`.
    ///
    /// # Errors
    /// When the setting is not of that form.
    pub fn new(
        setting: &str,
        key: Option<&str>,
        texts_per_hour: u32,
        closed: bool,
    ) -> Result<Self, Error> {
        let wrong = |reason: &str| Error::Setting(reason.to_owned());
        let named = setting.strip_prefix(PREFIX).and_then(|rest| rest.split_once('@'));
        let Some((model, base)) = named.filter(|(model, _)| !model.is_empty()) else {
            return Err(wrong("it names no model and address"));
        };
        let uri: axum::http::Uri = base.parse().map_err(|_| wrong("its address is none"))?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'));
        let (Some("http" | "https"), Some(authority)) = (uri.scheme_str(), authority) else {
            return Err(wrong("its address begins with `http://` or `https://` and holds no user"));
        };
        // The operator names this target: it may lie in the own network.
        let allowed = authority.as_str().parse().map_err(Error::Setting)?;
        let options =
            Options { allowed: vec![allowed], answer_bytes_max: ANSWER_BYTES_MAX, closed };
        let outgoing = Outgoing::new(options).map_err(|error| Error::Setting(error.to_string()))?;
        Ok(Self {
            outgoing,
            url: format!("{}/embeddings", base.trim_end_matches('/')),
            model: model.to_owned(),
            authorization: key.map(|key| format!("Bearer {}", key.trim())),
            texts_per_hour,
            state: Mutex::new(State { hour_began: Instant::now(), sent: 0, paused_until: None }),
        })
    }

    /// The vector of what a user says; `None`: the bot understands without.
    pub async fn vector(&self, text: &str) -> Option<Vec<f32>> {
        let vectors = self.vectors(&[text], SENTENCE_PATIENCE).await?;
        vectors.into_iter().next()
    }

    /// The vectors of many sentences, in their order; `None` when one is missing.
    pub async fn all(&self, texts: &[&str]) -> Option<Vec<Vec<f32>>> {
        let mut all = Vec::with_capacity(texts.len());
        for batch in texts.chunks(BATCH) {
            all.extend(self.vectors(batch, TRAINING_PATIENCE).await?);
        }
        let dimensions = all.first().map_or(0, Vec::len);
        all.iter().all(|vector| vector.len() == dimensions).then_some(all)
    }

    async fn vectors(&self, texts: &[&str], patience: Duration) -> Option<Vec<Vec<f32>>> {
        if !self.may_send(texts.len()) {
            return None;
        }
        let headers: Vec<(&str, &str)> =
            self.authorization.iter().map(|key| ("authorization", key.as_str())).collect();
        let body = json!({ "model": self.model, "input": texts });
        let answer = self.outgoing.post_json(&self.url, &headers, &body, patience).await;
        let read = answer.map_err(|error| error.to_string()).and_then(|answer| {
            let answer = serde_json::from_value(answer).map_err(|error| error.to_string())?;
            in_order(answer, texts.len())
        });
        match read {
            Ok(vectors) => Some(vectors),
            Err(reason) => {
                self.lock().paused_until = Some(Instant::now() + PAUSE);
                tracing::warn!(reason, "the encoder gave no vectors; bots understand without");
                None
            }
        }
    }

    /// Whether the service is not left alone, and so many sentences are within its hour.
    fn may_send(&self, texts: usize) -> bool {
        let mut state = self.lock();
        if state.paused_until.is_some_and(|until| Instant::now() < until) {
            return false;
        }
        if state.hour_began.elapsed() >= HOUR {
            (state.hour_began, state.sent) = (Instant::now(), 0);
        }
        let after = state.sent.saturating_add(u32::try_from(texts).unwrap_or(u32::MAX));
        if after > self.texts_per_hour {
            return false;
        }
        state.sent = after;
        true
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // Numbers and times: each is whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The vectors in the order of what was asked, of length 1 each.
fn in_order(answer: Embeddings, count: usize) -> Result<Vec<Vec<f32>>, String> {
    let mut vectors: Vec<Option<Vec<f32>>> = vec![None; count];
    for (position, one) in answer.data.into_iter().enumerate() {
        let place = vectors.get_mut(one.index.unwrap_or(position));
        let place = place.ok_or("it answered more than it was asked")?;
        *place = Some(unit(one.embedding)?);
    }
    let all: Option<Vec<Vec<f32>>> = vectors.into_iter().collect();
    all.ok_or_else(|| "it answered less than it was asked".to_owned())
}

fn unit(mut vector: Vec<f32>) -> Result<Vec<f32>, String> {
    let length = vector.iter().map(|number| number * number).sum::<f32>().sqrt();
    if vector.len() > DIMENSIONS_MAX || !length.is_finite() || length == 0.0 {
        return Err(format!("a vector of {} numbers cannot be used", vector.len()));
    }
    vector.iter_mut().for_each(|number| *number /= length);
    Ok(vector)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_setting(setting: &str, sound: bool) {
        assert_eq!(Remote::new(setting, None, 1, false).is_ok(), sound, "{setting}");
    }

    #[test]
    fn a_setting_names_a_model_and_an_address() {
        check_setting("openai:nomic-embed-text@http://127.0.0.1:11434/v1", true);
        check_setting("openai:m@https://api.example.org/v1/", true);
        check_setting("openai:@https://api.example.org", false);
        check_setting("openai:https://api.example.org", false);
        check_setting("openai:m@ftp://api.example.org", false);
        check_setting("openai:m@https://user:hush@api.example.org", false);
    }

    #[track_caller]
    fn check(answer: serde_json::Value, expected: Option<&[f32]>) {
        let read = serde_json::from_value(answer).map_err(|error| error.to_string());
        let first = read.and_then(|answer| in_order(answer, 2)).ok().map(|all| all[0].clone());
        assert_eq!(first.as_deref(), expected);
    }

    #[test]
    fn answers_are_put_in_order_and_odd_ones_are_refused() {
        let one = |index: usize, vector: &[f32]| json!({"index": index, "embedding": vector});
        check(json!({"data": [one(1, &[1.0, 0.0]), one(0, &[0.0, 2.0])]}), Some(&[0.0, 1.0]));
        check(json!({"data": [one(0, &[1.0])]}), None);
        check(json!({"data": [one(0, &[1.0]), one(7, &[1.0])]}), None);
        check(json!({"data": [one(0, &[0.0]), one(1, &[1.0])]}), None);
        check(json!({"error": "no"}), None);
    }
}
