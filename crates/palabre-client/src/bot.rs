//! A bot: its stories, and which of them answers.

use std::future::Future;
use std::sync::Arc;

use tokio::sync::mpsc;
use wire::bot_api::{
    BotResponse, ClientConfiguration, RequestData, ResponseContext, ResponseData, UserRequest,
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
}

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
        let story_id = asked.story_id.clone();
        let bus = Bus::new(id.clone(), Arc::new(asked), frames.clone());
        let ended = bus.clone();
        let Some(handler) = self.handler(ended.request()) else {
            return ended.end();
        };
        // In a task of its own, so that a panic of a story ends nothing but its answer.
        if let Err(error) = tokio::spawn(handler(bus)).await {
            tracing::error!(%error, story_id, "a story panicked");
        }
        ended.end();
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

/// A frame of an answer.
pub(crate) fn frame(id: &str, response: BotResponse, is_last: bool) -> ResponseData {
    let context = ResponseContext { request_id: id.to_owned(), date: None, last_response: is_last };
    ResponseData::of_answer(id, BotResponse { context: Some(context), ..response })
}
