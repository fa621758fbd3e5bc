//! What a bot declares.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use wire::bot_api::{StepConfiguration, StoryConfiguration};

use crate::Bus;

/// A handler: takes the bus, and is done when the answer is complete.
pub(crate) type Handler =
    Arc<dyn Fn(Bus) -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

pub(crate) fn handler<F, Answering>(answer: F) -> Handler
where
    F: Fn(Bus) -> Answering + Send + Sync + 'static,
    Answering: Future<Output = ()> + Send + 'static,
{
    Arc::new(move |bus| Box::pin(answer(bus)))
}

/// A story: which intents lead to it, and what answers.
///
/// ```
/// use palabre_client::{Bus, Step, Story};
///
/// let story = Story::new("book_table", |mut bus: Bus| async move {
///     let Some(guests) = bus.need("guests", "For how many?") else { return };
///     bus.say(format!("A table for {guests}."));
/// })
/// .starters(["reserve"])
/// .secondary(["change_guests"])
/// .step(Step::new("ask_date").intents(["give_date"]));
/// # drop(story);
/// ```
#[derive(Clone)]
pub struct Story {
    pub(crate) configuration: StoryConfiguration,
    pub(crate) handler: Handler,
}

impl Story {
    /// A story that its main intent starts, and that has its name.
    pub fn new<F, Answering>(main_intent: impl Into<String>, answer: F) -> Self
    where
        F: Fn(Bus) -> Answering + Send + Sync + 'static,
        Answering: Future<Output = ()> + Send + 'static,
    {
        let configuration = StoryConfiguration::of_intent(main_intent);
        Self { configuration, handler: handler(answer) }
    }

    /// Another name than that of the main intent.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.configuration.name = name.into();
        self
    }

    /// More intents that start it.
    pub fn starters<I: Into<String>>(mut self, intents: impl IntoIterator<Item = I>) -> Self {
        self.configuration.other_starter_intents.extend(intents.into_iter().map(Into::into));
        self
    }

    /// Intents that reach it while it is the current story.
    pub fn secondary<I: Into<String>>(mut self, intents: impl IntoIterator<Item = I>) -> Self {
        self.configuration.secondary_intents.extend(intents.into_iter().map(Into::into));
        self
    }

    /// A step.
    pub fn step(mut self, step: Step) -> Self {
        self.configuration.steps.push(step.configuration);
        self
    }
}

/// A step of a story: a place in it, that an intent leads to or that the bot goes to itself
/// ([`Bus::go_to_step`]).
#[derive(Debug, Clone)]
pub struct Step {
    configuration: StepConfiguration,
}

impl Step {
    /// A step. An intent of its name leads to it.
    pub fn new(name: impl Into<String>) -> Self {
        let name = name.into();
        let configuration = StepConfiguration {
            main_intent: name.clone(),
            name,
            other_starter_intents: Vec::new(),
            secondary_intents: Vec::new(),
        };
        Self { configuration }
    }

    /// The intents that lead to it, instead of the one of its name.
    pub fn intents<I: Into<String>>(mut self, intents: impl IntoIterator<Item = I>) -> Self {
        let mut intents = intents.into_iter().map(Into::into);
        if let Some(first) = intents.next() {
            self.configuration.main_intent = first;
        }
        self.configuration.other_starter_intents.extend(intents);
        self
    }
}
