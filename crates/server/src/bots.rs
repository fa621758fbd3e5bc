//! The bots that this process serves: loaded when first needed, followed when published.
//!
//! The database says which version each channel serves. [`Bots::follow`] looks every
//! [`FOLLOW_MS`] whether that has changed, and loads again what has. A turn that runs keeps the
//! version with which it began.
//!
//! A version whose model was not kept is trained quickly, so that it talks at once, and then fully
//! in the background. A large bot of which only sentences were changed answers these rightly before
//! that, with the model it had.

mod training;

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use model::{BotId, BotName, ChannelId, Namespace, PublicBotId, ValueReader};
use nlu::Speed;
use runtime::TalkingBot;
use store::{BotSummary, Environment, PlacedPrivacy, Program, Store};
use tokio::sync::Notify;

use crate::connector_list::ConnectorList;
pub use crate::connector_list::ServedChannel;
use crate::encoders::Encoding;
use crate::privacy::Hider;
use crate::talker::Place;
use training::{Training, can_be_corrected, corrected, with_declared};

/// How often changes are looked for.
const FOLLOW_MS: u64 = 500;

/// Different problems of one version of a bot that are logged.
const PROBLEMS_TOLD_MAX: usize = 100;

/// What could not be loaded, and why.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// It is not there.
    #[error("there is no {0}")]
    Missing(String),
    /// The storage does not answer.
    #[error("storage: {0}")]
    Storage(String),
    /// Its model could not be made.
    #[error("the model of bot `{bot}` cannot be used: {reason}")]
    Model {
        /// The bot.
        bot: BotId,
        /// Why.
        reason: String,
    },
}

impl From<store::Error> for Error {
    fn from(error: store::Error) -> Self {
        Error::Storage(error.to_string())
    }
}

/// A bot ready to talk, in one version.
pub struct LoadedBot {
    /// Its content and its trained model.
    pub talking: TalkingBot,
    /// The number of its version; `None` for a draft.
    pub version: Option<u64>,
    /// Hash of its content.
    pub hash: String,
    /// What its program declares, if it has one, and if that declares anything.
    declared: Option<Option<String>>,
    /// What is in it without what its program declares.
    content: Arc<model::Bot>,
    /// What its model is.
    training: Training,
    told: Mutex<HashSet<String>>,
}

impl LoadedBot {
    /// Whether a problem of the bot is told for the first time. The same one at every turn would
    /// bury the others.
    pub fn is_news(&self, problem: &str) -> bool {
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        told.len() < PROBLEMS_TOLD_MAX && told.insert(problem.to_owned())
    }
}

/// The bots of this process.
#[derive(Clone)]
pub struct Bots {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    values: Arc<dyn ValueReader>,
    encoding: Option<Arc<Encoding>>,
    connectors: ConnectorList,
    known: RwLock<Known>,
    loaded: RwLock<HashMap<(BotId, Environment), Arc<LoadedBot>>>,
    // One load at a time: several would train the same bot at once.
    loading: tokio::sync::Mutex<()>,
    // One training of each speed at a time in the background: of many corrections in a row only the
    // last is trained for.
    quick: tokio::sync::Mutex<()>,
    full: tokio::sync::Mutex<()>,
    changed: Arc<Notify>,
}

#[derive(Default)]
struct Known {
    stamp: i64,
    bots: Vec<Arc<BotSummary>>,
    programs: HashMap<BotId, Arc<Program>>,
    hiders: HashMap<BotId, Arc<Hider>>,
    channels: HashMap<ChannelId, Arc<ServedChannel>>,
    by_path: HashMap<String, Arc<ServedChannel>>,
}

impl Bots {
    /// The bots of a store. Call [`Bots::refresh`] before the first use.
    pub fn new(
        store: Store,
        values: Arc<dyn ValueReader>,
        encoding: Option<Arc<Encoding>>,
        connectors: ConnectorList,
    ) -> Self {
        let inner = Inner {
            store,
            values,
            encoding,
            connectors,
            known: RwLock::default(),
            loaded: RwLock::default(),
            loading: tokio::sync::Mutex::new(()),
            quick: tokio::sync::Mutex::new(()),
            full: tokio::sync::Mutex::new(()),
            changed: Arc::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// The kinds of channel.
    pub fn connectors(&self) -> &ConnectorList {
        &self.inner.connectors
    }

    /// Looks for changes until `stop`.
    pub async fn follow(&self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(Duration::from_millis(FOLLOW_MS)) => {}
                () = self.inner.changed.notified() => {}
            }
            if let Err(error) = self.refresh().await {
                tracing::warn!(%error, "changes of bots could not be looked for");
            }
        }
    }

    /// Whoever changes a bot in this process says so here, and [`Bots::follow`] looks at once.
    pub fn changed(&self) -> Arc<Notify> {
        self.inner.changed.clone()
    }

    /// Learns what the store has now, and loads again what was loaded and has changed.
    pub async fn refresh(&self) -> Result<(), Error> {
        let stamp = self.inner.store.bots_stamp().await?;
        if stamp == self.known().stamp {
            return Ok(());
        }
        let bots = self.inner.store.all_bots().await?;
        let channels = self.inner.store.all_channels().await?;
        let mut known = Known { stamp, ..Known::default() };
        known.bots = bots.into_iter().map(Arc::new).collect();
        let programs = self.inner.store.programs().await?.into_iter();
        known.programs = programs.map(|it| (it.bot.clone(), Arc::new(it))).collect();
        let wanted = self.inner.store.all_privacy().await?;
        for bot in &known.bots {
            let concerns = |place: &&PlacedPrivacy| {
                place.namespace == bot.namespace
                    && place.bot.as_ref().is_none_or(|one| *one == bot.id)
            };
            let hider = Hider::new(wanted.iter().filter(concerns).map(|place| &place.privacy));
            known.hiders.insert(bot.id.clone(), Arc::new(hider));
        }
        for channel in channels {
            let (id, path) = (channel.id.clone(), channel.path.to_lowercase());
            match self.inner.connectors.serve(channel) {
                Some(served) => {
                    let served = Arc::new(served);
                    known.by_path.insert(path, served.clone());
                    known.channels.insert(id, served);
                }
                None => tracing::warn!(channel = %id, "channel of an unknown kind is not served"),
            }
        }
        *self.inner.known.write().unwrap_or_else(PoisonError::into_inner) = known;
        for (bot, environment) in self.outdated() {
            // The old version stays until the new one is ready.
            if let Err(error) = self.load(&bot.namespace, &bot.id, environment).await {
                tracing::error!(%error, bot = %bot.id, "changed bot could not be loaded");
                self.write_loaded().remove(&(bot.id.clone(), environment));
            }
        }
        Ok(())
    }

    /// What is loaded and no longer what its environment serves. What was deleted is dropped.
    fn outdated(&self) -> Vec<(Arc<BotSummary>, Environment)> {
        let known = self.known();
        let mut outdated = Vec::new();
        self.write_loaded().retain(|(id, environment), loaded| {
            let Some(bot) = known.bots.iter().find(|bot| bot.id == *id) else { return false };
            let is_current = match environment {
                Environment::Draft => bot.draft_hash == loaded.hash,
                Environment::Live => bot.live.as_ref().is_some_and(|live| {
                    live.hash == loaded.hash && Some(live.number) == loaded.version
                }),
                // The list of bots does not say; the load itself compares.
                Environment::Staging => false,
            };
            let declared = known.programs.get(id).map(|program| program.declared.clone());
            if !is_current || declared != loaded.declared {
                outdated.push((bot.clone(), *environment));
            }
            true
        });
        outdated
    }

    /// What reads dates and numbers.
    pub fn values(&self) -> Arc<dyn ValueReader> {
        self.inner.values.clone()
    }

    /// All bots, in the order of their names.
    pub fn list(&self) -> Vec<Arc<BotSummary>> {
        self.known().bots.clone()
    }

    /// The bot of that name.
    pub fn named(&self, namespace: &Namespace, name: &BotName) -> Option<Arc<BotSummary>> {
        let known = self.known();
        known.bots.iter().find(|bot| bot.namespace == *namespace && bot.name == *name).cloned()
    }

    /// The channel that listens at the longest beginning of `path`, and what follows it.
    pub fn channel_at<'a>(&self, path: &'a str) -> Option<(Arc<ServedChannel>, &'a str)> {
        let known = self.known();
        let folded = path.to_lowercase();
        // Folding may change lengths outside ASCII; such paths are looked up whole only.
        let mut end = path.len();
        loop {
            let beginning = folded.get(..end)?;
            if let Some(channel) = known.by_path.get(beginning) {
                return Some((channel.clone(), path.get(end..).unwrap_or_default()));
            }
            end = beginning.rfind('/').filter(|end| *end > 0)?;
        }
    }

    /// Changes whenever something of what is known here does.
    pub fn stamp(&self) -> i64 {
        self.known().stamp
    }

    /// The program that answers for a bot, if one does.
    pub fn program(&self, bot: &BotId) -> Option<Arc<Program>> {
        self.known().programs.get(bot).cloned()
    }

    /// What hides parts of what is stored of a bot's turns.
    pub fn hider(&self, bot: &BotId) -> Arc<Hider> {
        self.known().hiders.get(bot).cloned().unwrap_or_default()
    }

    /// All programs.
    pub fn programs(&self) -> Vec<Arc<Program>> {
        self.known().programs.values().cloned().collect()
    }

    /// The bot of that public id.
    pub fn public(&self, id: &PublicBotId) -> Option<Arc<BotSummary>> {
        self.known().bots.iter().find(|bot| bot.public_id == *id).cloned()
    }

    /// The web channel of a bot.
    pub fn web_channel(&self, bot: &BotId) -> Option<Arc<ServedChannel>> {
        self.first_channel(bot, "web")
    }

    /// The channel of a bot that a caller names: by its id, its alias or its path, or the first one
    /// of a kind.
    pub fn channel_named(&self, bot: &BotId, name: &str) -> Option<Arc<ServedChannel>> {
        let is_named = |served: &Arc<ServedChannel>| {
            let channel = &served.channel;
            channel.known_as() == name
                || channel.id.as_str() == name
                || channel.path.eq_ignore_ascii_case(name)
        };
        let found = self.channels_of(bot).into_iter().find(is_named);
        found.or_else(|| self.first_channel(bot, name))
    }

    /// The channel of a kind that a bot had first.
    pub fn first_channel(&self, bot: &BotId, connector: &str) -> Option<Arc<ServedChannel>> {
        let mut channels = self.channels_of(bot).into_iter();
        channels.find(|served| served.channel.connector.as_str() == connector)
    }

    /// The channels of a bot, the oldest first.
    pub fn channels_of(&self, bot: &BotId) -> Vec<Arc<ServedChannel>> {
        let known = self.known();
        let of_bot = known.channels.values().filter(|served| served.channel.bot == *bot);
        let mut channels: Vec<_> = of_bot.cloned().collect();
        channels.sort_by_key(|served| (served.channel.created_at, served.channel.id.clone()));
        channels
    }

    /// Where a turn takes place: its channel and the version that the channel serves, or that of
    /// the environment which a test names.
    pub async fn place(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        channel: &ChannelId,
        tested: Option<Environment>,
    ) -> Result<Place, Error> {
        let known = self.known().channels.get(channel).cloned();
        let channel = match known {
            Some(channel) => channel,
            // Made since the last look.
            None => {
                let found = self.inner.store.channel(namespace, channel).await?;
                let served = found.and_then(|found| self.inner.connectors.serve(found));
                Arc::new(served.ok_or_else(|| Error::Missing(format!("channel `{channel}`")))?)
            }
        };
        let bot = match tested {
            // Whoever tries a draft tries what they changed a moment ago.
            Some(Environment::Draft) => self.draft(namespace, bot).await?,
            Some(other) => self.loaded(namespace, bot, other).await?,
            None => self.loaded(namespace, bot, channel.channel.environment).await?,
        };
        Ok(Place { bot, channel })
    }

    /// The bot of an environment, loaded if need be.
    pub async fn loaded(
        &self,
        namespace: &Namespace,
        id: &BotId,
        environment: Environment,
    ) -> Result<Arc<LoadedBot>, Error> {
        let key = (id.clone(), environment);
        {
            let loaded = self.inner.loaded.read().unwrap_or_else(PoisonError::into_inner);
            if let Some(bot) = loaded.get(&key) {
                return Ok(bot.clone());
            }
        }
        self.load(namespace, id, environment).await
    }

    /// The draft as it is at this moment, also right after a change.
    pub async fn draft(&self, namespace: &Namespace, id: &BotId) -> Result<Arc<LoadedBot>, Error> {
        let mark = self.inner.store.draft_mark(namespace, id).await?;
        let loaded = self.loaded(namespace, id, Environment::Draft).await?;
        match mark.is_none_or(|mark| mark.hash == loaded.hash) {
            true => Ok(loaded),
            false => self.load(namespace, id, Environment::Draft).await,
        }
    }

    async fn load(
        &self,
        namespace: &Namespace,
        id: &BotId,
        environment: Environment,
    ) -> Result<Arc<LoadedBot>, Error> {
        let _one_at_a_time = self.inner.loading.lock().await;
        let served = self
            .inner
            .store
            .served(namespace, id, environment)
            .await?
            .ok_or_else(|| Error::Missing(format!("{environment} version of bot `{id}`")))?;
        let program = self.inner.store.program(namespace, id).await?;
        let declared = program.map(|program| program.declared);
        let key = (id.clone(), environment);
        let same = {
            let loaded = self.inner.loaded.read().unwrap_or_else(PoisonError::into_inner);
            let version = served.version.as_ref().map(|version| version.number);
            let is_same = |bot: &&Arc<LoadedBot>| {
                bot.hash == served.hash && bot.version == version && bot.declared == declared
            };
            loaded.get(&key).filter(is_same).cloned()
        };
        if let Some(same) = same.as_ref().filter(|bot| bot.training == Training::Full) {
            return Ok(same.clone());
        }
        let bot = Arc::new(served.bot);
        let kept = self.kept(namespace, &bot).await?;
        if let (Some(same), None) = (same, &kept) {
            // Its better training is under way.
            return Ok(same);
        }
        let before = self.loaded_now(&key);
        let (talking, training) = match kept {
            Some(talking) => (talking, Training::Full),
            None => match before.filter(|before| can_be_corrected(&before.content, &bot)) {
                Some(before) => (corrected(before, bot.clone()).await?, Training::Corrected),
                None => (self.train(namespace, id, &bot, Speed::Quick).await?.1, Training::Quick),
            },
        };
        let talking = with_declared(talking, &bot, declared.as_ref());
        let version = served.version.map(|version| version.number);
        let loaded = Arc::new(LoadedBot {
            talking,
            version,
            hash: served.hash,
            declared,
            content: bot.clone(),
            training,
            told: Mutex::default(),
        });
        tracing::info!(bot = %id, %namespace, ?version, %environment, ?training, "bot loaded");
        self.write_loaded().insert(key, loaded.clone());
        if training != Training::Full {
            let (bots, base) = (self.clone(), loaded.clone());
            tokio::spawn(bots.train_better(namespace.clone(), id.clone(), environment, base));
        }
        Ok(loaded)
    }

    fn loaded_now(&self, key: &(BotId, Environment)) -> Option<Arc<LoadedBot>> {
        self.inner.loaded.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// The vector of a sentence, if it helps this bot; otherwise it is empty.
    pub async fn vector_of(&self, talking: &TalkingBot, query: &model::Query) -> Vec<f32> {
        match &self.inner.encoding {
            Some(encoding) if talking.encoder() == Some(encoding.name()) => {
                encoding.vector(&query.text).await
            }
            _ => Vec::new(),
        }
    }

    fn known(&self) -> std::sync::RwLockReadGuard<'_, Known> {
        // Replaced as a whole, so a panic elsewhere does not spoil it.
        self.inner.known.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write_loaded(
        &self,
    ) -> std::sync::RwLockWriteGuard<'_, HashMap<(BotId, Environment), Arc<LoadedBot>>> {
        self.inner.loaded.write().unwrap_or_else(PoisonError::into_inner)
    }
}
