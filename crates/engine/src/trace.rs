//! What was decided and why, for people. Holds names of the bot's parts and no text of the
//! user's, so that it may be logged.

use std::fmt;

use model::{IntentName, LabelKey, Locale, StepName, StoryName};
use serde::{Deserialize, Serialize};

/// What a segment of a turn decided.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Trace {
    /// The intent that was acted on; `None` is unknown, or no event of intents.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<IntentName>,
    /// The story that answered last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryName>,
    /// Its step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepName>,
    /// Why the turn has no message at all. Every turn has a message or this.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silence: Option<String>,
    /// The decisions, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<TraceLine>,
    /// The labels that were said, for counting how often each is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<SaidLabel>,
    /// For each message, the plain texts that other variants would have given. Only when
    /// [`crate::Context::alternatives`] asks for it; never stored.
    #[serde(skip)]
    pub said_otherwise: Vec<Vec<String>>,
}

/// A label that was said.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct SaidLabel {
    /// The label.
    pub key: LabelKey,
    /// The language of its text.
    pub locale: Locale,
    /// Which of the text's variants, from 0.
    pub variant: u16,
}

/// One decision.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TraceLine {
    /// What it is about.
    pub topic: Topic,
    /// What was decided and why, in lower case, names in backticks.
    pub text: String,
    /// Whether something is wrong: with the bot, or with what it relies on.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub problem: bool,
}

/// What a decision is about.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Topic {
    /// The conversation's run, its locale and zone.
    Conversation,
    /// What the event means.
    Intent,
    /// A value of an entity.
    Value,
    /// The choice of the story.
    Story,
    /// The choice of the step.
    Step,
    /// A question about a mandatory entity.
    Question,
    /// A condition or a variable.
    Expression,
    /// The choice of a text.
    Label,
    /// What the channel cannot show.
    Channel,
    /// A call to the outside.
    Effect,
    /// The limits of a turn.
    Budget,
}

impl Topic {
    /// The topic's name: `story`.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Conversation => "conversation",
            Topic::Intent => "intent",
            Topic::Value => "value",
            Topic::Story => "story",
            Topic::Step => "step",
            Topic::Question => "question",
            Topic::Expression => "expression",
            Topic::Label => "label",
            Topic::Channel => "channel",
            Topic::Effect => "effect",
            Topic::Budget => "budget",
        }
    }
}

impl Trace {
    pub(crate) fn note(&mut self, topic: Topic, text: impl Into<String>) {
        self.lines.push(TraceLine { topic, text: text.into(), problem: false });
    }

    pub(crate) fn problem(&mut self, topic: Topic, text: impl Into<String>) {
        self.lines.push(TraceLine { topic, text: text.into(), problem: true });
    }

    /// The lines that say that something is wrong.
    pub fn problems(&self) -> impl Iterator<Item = &TraceLine> {
        self.lines.iter().filter(|line| line.problem)
    }

    /// Adds a later segment of the same turn.
    pub fn append(&mut self, later: Trace) {
        self.intent = later.intent.or(self.intent.take());
        if later.story.is_some() {
            self.story = later.story;
            self.step = later.step;
        }
        self.silence = later.silence;
        self.lines.extend(later.lines);
        self.labels.extend(later.labels);
        self.said_otherwise.extend(later.said_otherwise);
    }
}

impl fmt::Display for TraceLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mark = if self.problem { "!" } else { "" };
        write!(f, "{}{mark}: {}", self.topic.name(), self.text)
    }
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.lines {
            writeln!(f, "{line}")?;
        }
        match &self.silence {
            Some(reason) => writeln!(f, "silence: {reason}"),
            None => Ok(()),
        }
    }
}
