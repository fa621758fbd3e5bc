//! Training: quickly when a bot was changed, fully when nobody waits for it.

use std::pin::Pin;
use std::sync::{Arc, Mutex};

use model::{BotId, Namespace, metric_names};
use nlu::{Speed, TrainOptions, Vectors};
use runtime::TalkingBot;
use store::Environment;

use super::{Bots, Error, LoadedBot};
use crate::bot_api;

/// How models that are kept are trained.
const FULL: TrainOptions = TrainOptions { speed: Speed::Full };

/// How far the model of a bot is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Training {
    /// That of the content before, which knows the sentences of this one.
    Corrected,
    /// Trained quickly.
    Quick,
    /// Trained fully: nothing better is to come.
    Full,
}

/// Bots with fewer sentences are trained so quickly that nobody need go without.
const CORRECTED_SENTENCES_MIN: usize = 1_000;

/// Whether the model of one content of a bot knows the names of another: only sentences differ.
pub(super) fn can_be_corrected(before: &model::Bot, after: &model::Bot) -> bool {
    after.sentences.len() >= CORRECTED_SENTENCES_MIN
        && before.locales == after.locales
        && before.intents == after.intents
        && before.entity_types == after.entity_types
}

pub(super) async fn corrected(
    before: Arc<LoadedBot>,
    bot: Arc<model::Bot>,
) -> Result<TalkingBot, Error> {
    let id = before.content.name.to_string();
    let correct = move || before.talking.corrected(bot);
    tokio::task::spawn_blocking(correct)
        .await
        .map_err(|error| Error::Storage(format!("bot `{id}` could not be corrected: {error}")))
}

/// A bot with what its program declares, if it has one.
pub(super) fn with_declared(
    talking: TalkingBot,
    bot: &Arc<model::Bot>,
    declared: Option<&Option<String>>,
) -> TalkingBot {
    let Some(declared) = declared else { return talking };
    let stories = declared.as_deref().and_then(|it| serde_json::from_str(it).ok());
    talking.with_stories_of(bot_api::with_program(bot, stories.as_ref()))
}

impl Bots {
    /// What makes any content of a bot ready to talk, with the model that was kept of it, or with one
    /// that is trained quickly: then it takes its time. Nothing is served by it.
    pub async fn talker(
        &self,
        namespace: &Namespace,
        id: &BotId,
        bot: &Arc<model::Bot>,
    ) -> Result<impl FnOnce() -> Result<TalkingBot, runtime::Error> + Send + use<>, Error> {
        let kept = self.kept(namespace, bot).await?;
        let declared = self.inner.store.program(namespace, id).await?.map(|one| one.declared);
        let (values, bot) = (self.inner.values.clone(), bot.clone());
        Ok(move || {
            let talking = match kept {
                Some(talking) => talking,
                None => {
                    let options = TrainOptions { speed: Speed::Quick };
                    let trained = nlu::train(&bot, &options, values.as_ref());
                    TalkingBot::new(bot.clone(), &trained.bytes, values)?
                }
            };
            Ok(with_declared(talking, &bot, declared.as_ref()))
        })
    }

    /// Replaces a corrected model by a quickly trained one, and that by a fully trained one, which
    /// is kept. Boxed, because loading starts it and it ends by loading.
    pub(super) fn train_better(
        self,
        namespace: Namespace,
        id: BotId,
        environment: Environment,
        base: Arc<LoadedBot>,
    ) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(async move {
            let bot = base.content.clone();
            let trained = async {
                // Whoever changed the bot since sees to its training.
                if base.training == Training::Corrected {
                    let _alone = self.inner.quick.lock().await;
                    if !self.is_served(&id, environment, &base) {
                        return Ok(());
                    }
                    self.train_quickly(&namespace, &id, environment, &base).await?;
                }
                let _alone = self.inner.full.lock().await;
                if !self.is_served(&id, environment, &base) {
                    return Ok(());
                }
                let (bytes, _) = self.train(&namespace, &id, &bot, Speed::Full).await?;
                let fingerprint = self.fingerprint(&bot);
                self.inner.store.put_model(&namespace, &fingerprint, &bytes).await?;
                self.load(&namespace, &id, environment).await.map(drop)
            };
            if let Err(error) = trained.await {
                tracing::error!(%error, bot = %id, "full training failed; the quick model stays");
            }
        })
    }

    /// The bot with the model that was kept of an earlier training, if one was.
    pub(super) async fn kept(
        &self,
        namespace: &Namespace,
        bot: &Arc<model::Bot>,
    ) -> Result<Option<TalkingBot>, Error> {
        let fingerprint = self.fingerprint(bot);
        let Some(bytes) = self.inner.store.model(namespace, &fingerprint).await? else {
            return Ok(None);
        };
        match TalkingBot::new(bot.clone(), &bytes, self.inner.values.clone()) {
            Ok(talking) => Ok(Some(talking)),
            Err(error) => {
                tracing::warn!(%error, bot = %bot.name, "kept model not used; trained again");
                Ok(None)
            }
        }
    }

    pub(super) async fn train(
        &self,
        namespace: &Namespace,
        id: &BotId,
        bot: &Arc<model::Bot>,
        speed: Speed,
    ) -> Result<(Vec<u8>, TalkingBot), Error> {
        let started = std::time::Instant::now();
        let (values, content) = (self.inner.values.clone(), bot.clone());
        let failed = |reason: String| Error::Model { bot: id.clone(), reason };
        let vectors = match &self.inner.encoding {
            // Who corrects a sentence does not wait for vectors: the full training follows.
            Some(encoding) if speed == Speed::Full => encoding.vectors_of(bot).await,
            _ => Vectors::default(),
        };
        let options = TrainOptions { speed };
        let train = move || nlu::train_with_vectors(&content, &options, values.as_ref(), &vectors);
        let trained =
            tokio::task::spawn_blocking(train).await.map_err(|error| failed(error.to_string()))?;
        let seconds = started.elapsed().as_secs_f64();
        metrics::histogram!(metric_names::TRAINING_SECONDS).record(seconds);
        let bytes = trained.bytes;
        tracing::info!(bot = %id, %namespace, ?speed, seconds, bytes = bytes.len(), "bot trained");
        for finding in &trained.diagnostics {
            tracing::debug!(bot = %id, %finding, "training");
        }
        let talking = TalkingBot::new(bot.clone(), &bytes, self.inner.values.clone())
            .map_err(|error| failed(error.to_string()))?;
        Ok((bytes, talking))
    }

    /// What a kept model was trained from.
    fn fingerprint(&self, bot: &model::Bot) -> String {
        let of_bot = nlu::training_fingerprint(bot, &FULL);
        match &self.inner.encoding {
            Some(encoding) => format!("{of_bot} {}", encoding.name()),
            None => of_bot,
        }
    }

    /// Whether a content is still what its environment serves.
    fn is_served(&self, id: &BotId, environment: Environment, base: &LoadedBot) -> bool {
        let now = self.loaded_now(&(id.clone(), environment));
        now.is_some_and(|now| now.hash == base.hash && now.version == base.version)
    }

    /// Puts a quickly trained model in the place of a corrected one, unless the bot was changed
    /// meanwhile.
    async fn train_quickly(
        &self,
        namespace: &Namespace,
        id: &BotId,
        environment: Environment,
        base: &LoadedBot,
    ) -> Result<(), Error> {
        let (_, talking) = self.train(namespace, id, &base.content, Speed::Quick).await?;
        let quick = Arc::new(LoadedBot {
            talking: with_declared(talking, &base.content, base.declared.as_ref()),
            version: base.version,
            hash: base.hash.clone(),
            declared: base.declared.clone(),
            content: base.content.clone(),
            training: Training::Quick,
            told: Mutex::default(),
        });
        let mut loaded = self.write_loaded();
        let entry = loaded.get_mut(&(id.clone(), environment));
        let is_same = |now: &&mut Arc<LoadedBot>| {
            now.hash == quick.hash
                && now.version == quick.version
                && now.declared == quick.declared
                && now.training < Training::Quick
        };
        if let Some(now) = entry.filter(is_same) {
            *now = quick;
        }
        Ok(())
    }
}
