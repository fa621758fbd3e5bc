//! A bot: its stories, and which of them answers.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use tokio::sync::mpsc;
use wire::bot_api::{
    BotMessage, BotResponse, ClientConfiguration, RequestData, ResponseContext, ResponseData,
    UserRequest,
};

use crate::story::{Handler, handler};
use crate::{Bus, Story};

/// The newest version of the Bot API: several frames per answer, also over HTTP.
const VERSION: &str = "V3";

/// A bot. Cheap to clone.
#[derive(Clone, Default)]
pub struct Bot {
    inner: Arc<Inner>,
}

#[derive(Clone, Default)]
struct Inner {
    stories: Vec<Story>,
    unknown: Option<Handler>,
    before: Vec<Before>,
    rewrites: Vec<Rewrite>,
    after: Vec<Handler>,
}

/// Says whether the story may answer.
type Before = Arc<dyn Fn(Bus) -> Pin<Box<dyn Future<Output = bool> + Send>> + Send + Sync>;

/// Gives what is sent in place of a message, if anything.
pub(crate) type Rewrite = Arc<dyn Fn(&UserRequest, BotMessage) -> Option<BotMessage> + Send + Sync>;

impl Bot {
    /// A bot without stories.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers what an intent wants.
    pub fn on<F, Answering>(self, intent: impl Into<String>, answer: F) -> Self
    where
        F: Fn(Bus) -> Answering + Send + Sync + 'static,
        Answering: Future<Output = ()> + Send + 'static,
    {
        self.story(Story::new(intent, answer))
    }

    /// Adds a story.
    pub fn story(mut self, story: Story) -> Self {
        Arc::make_mut(&mut self.inner).stories.push(story);
        self
    }

    /// Answers what no story of the bot takes. Without, the platform answers.
    pub fn unknown<F, Answering>(mut self, answer: F) -> Self
    where
        F: Fn(Bus) -> Answering + Send + Sync + 'static,
        Answering: Future<Output = ()> + Send + 'static,
    {
        Arc::make_mut(&mut self.inner).unknown = Some(handler(answer));
        self
    }

    /// Runs before every answer, in the order in which it was added. What gives `false` keeps the
    /// story, and what was added after it, from answering; it may say something itself.
    ///
    /// ```
    /// # use palabre_client::{Bot, Bus, Rehearsal};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let bot = Bot::new()
    ///     .before(|mut bus: Bus| async move {
    ///         let is_open = bus.text() != Some("at night");
    ///         if !is_open {
    ///             bus.say("We are closed.");
    ///         }
    ///         is_open
    ///     })
    ///     .unknown(|mut bus: Bus| async move {
    ///         bus.say("Yes?");
    ///     });
    /// let mut user = Rehearsal::new(bot);
    /// assert_eq!(user.send("at noon").await.texts(), ["Yes?"]);
    /// assert_eq!(user.send("at night").await.texts(), ["We are closed."]);
    /// # });
    /// ```
    pub fn before<F, Deciding>(mut self, hook: F) -> Self
    where
        F: Fn(Bus) -> Deciding + Send + Sync + 'static,
        Deciding: Future<Output = bool> + Send + 'static,
    {
        let hook: Before = Arc::new(move |bus| Box::pin(hook(bus)));
        Arc::make_mut(&mut self.inner).before.push(hook);
        self
    }

    /// Gives what is sent in place of each message; `None` sends nothing. Several run in the
    /// order in which they were added.
    ///
    /// ```
    /// # use palabre_client::{Bot, BotMessage, Bus, Rehearsal};
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let bot = Bot::new()
    ///     .rewrite(|request, message| match message {
    ///         BotMessage::Sentence(mut sentence) if request.context.language == "de" => {
    ///             sentence.text.text = sentence.text.text.replace("ß", "ss");
    ///             Some(BotMessage::Sentence(sentence))
    ///         }
    ///         other => Some(other),
    ///     })
    ///     .unknown(|mut bus: Bus| async move {
    ///         bus.say("Bahnhofstraße");
    ///     });
    /// let mut user = Rehearsal::new(bot).in_language("de");
    /// assert_eq!(user.send("wo?").await.texts(), ["Bahnhofstrasse"]);
    /// # });
    /// ```
    pub fn rewrite<F>(mut self, rewrite: F) -> Self
    where
        F: Fn(&UserRequest, BotMessage) -> Option<BotMessage> + Send + Sync + 'static,
    {
        Arc::make_mut(&mut self.inner).rewrites.push(Arc::new(rewrite));
        self
    }

    /// Runs after every answer, also when the story was kept from answering or panicked, and
    /// before the last frame is sent.
    pub fn after<F, Ending>(mut self, hook: F) -> Self
    where
        F: Fn(Bus) -> Ending + Send + Sync + 'static,
        Ending: Future<Output = ()> + Send + 'static,
    {
        Arc::make_mut(&mut self.inner).after.push(handler(hook));
        self
    }

    /// What the bot declares.
    pub fn configuration(&self) -> ClientConfiguration {
        let stories = self.inner.stories.iter().map(|story| story.configuration.clone());
        ClientConfiguration { stories: stories.collect(), version: Some(VERSION.to_owned()) }
    }

    /// Answers a request: each frame goes to `frames` as soon as it is there, the last one marked
    /// as such, whatever happens.
    pub(crate) async fn answer(
        &self,
        request: RequestData,
        frames: mpsc::UnboundedSender<ResponseData>,
    ) {
        let id = request.request_id;
        // A receiver that is gone waits for nothing.
        let Some(asked) = request.bot_request else {
            let _gone = frames.send(ResponseData::of_configuration(id, self.configuration()));
            return;
        };
        let bus = Bus::new(id, Arc::new(asked), frames, self.inner.rewrites.clone());
        let (bot, asking) = (self.clone(), bus.clone());
        let answering = async move {
            for allows in &bot.inner.before {
                if !allows(asking.clone()).await {
                    return;
                }
            }
            if let Some(handler) = bot.handler(asking.request()) {
                handler(asking).await;
            }
        };
        survive(&bus, answering).await;
        for hook in &self.inner.after {
            survive(&bus, hook(bus.clone())).await;
        }
        let ending = bus.clone();
        survive(&bus, async move { ending.end() }).await;
        // Where a rewrite panicked: the answer ends all the same.
        bus.end();
    }

    /// The story that a request names, else one that its intent starts, else the unknown one.
    fn handler(&self, request: &UserRequest) -> Option<Handler> {
        let stories = &self.inner.stories;
        let named = stories.iter().find(|story| story.configuration.name == request.story_id);
        let intent = request.intent.as_deref().unwrap_or_default();
        let started = || {
            stories.iter().find(|story| {
                let it = &story.configuration;
                it.main_intent == intent || it.other_starter_intents.iter().any(|i| i == intent)
            })
        };
        let found = named.or_else(started).map(|story| story.handler.clone());
        found.or_else(|| self.inner.unknown.clone())
    }
}

/// Runs in a task of its own, so that a panic ends nothing but this.
async fn survive(bus: &Bus, running: impl Future<Output = ()> + Send + 'static) {
    if let Err(error) = tokio::spawn(running).await {
        tracing::error!(%error, story_id = bus.request().story_id, "a story panicked");
    }
}

/// A frame of an answer.
pub(crate) fn frame(id: &str, response: BotResponse, is_last: bool) -> ResponseData {
    let context = ResponseContext { request_id: id.to_owned(), date: None, last_response: is_last };
    ResponseData::of_answer(id, BotResponse { context: Some(context), ..response })
}
