//! What a turn still has to do, in a form that can be stored between two of its segments.

use std::collections::BTreeMap;

use model::{Effect, IntentName, Role, StepName, StoryName};
use serde::{Deserialize, Serialize};

/// Where a turn goes on once its effect is answered. Opaque; serialises to JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    pub(crate) run: Run,
    pub(crate) tasks: Vec<Task>,
    pub(crate) effect: Effect,
}

impl Cursor {
    /// The effect whose answer it waits for.
    pub fn effect(&self) -> &Effect {
        &self.effect
    }
}

/// What a turn carries from one segment to the next.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Run {
    pub(crate) segment: u32,
    pub(crate) steps: u32,
    pub(crate) messages: usize,
    pub(crate) effects: u32,
    /// What the event wants.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) intent: Option<IntentName>,
    /// What the user said, for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<String>,
    /// Roles that the event gave a value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) said_roles: Vec<Role>,
    /// Parameters of the choice that are no roles.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) parameters: BTreeMap<String, String>,
    /// Stories that ran: none runs twice in a turn.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) visited: Vec<StoryName>,
    pub(crate) asked_now: bool,
    /// Whether the event is none of the user's: it leaves what waits for them as it is.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) is_aside: bool,
    /// Whether the present step is offered once more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) offers_again: bool,
    /// Whether the program said something of the answer that is waited for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) program_said: bool,
    /// What a program wrote of a text that grows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) growing: Option<Growing>,
}

/// A text that a program writes piece by piece.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Growing {
    pub(crate) text: String,
    pub(crate) suggestions: Vec<String>,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Task {
    /// Runs a story, from its start or from a step.
    Enter {
        story: StoryName,
        step: Option<StepName>,
        /// Whether it answers without becoming the current story.
        aside: bool,
    },
    /// Gives the answers of a place, from the one at `next` on.
    Answers { place: AnswerPlace, next: usize },
    /// Takes the reply of the program of the answer at `index`.
    Reply { place: AnswerPlace, index: usize },
    /// Offers the steps that follow.
    Offer { story: StoryName, step: Option<StepName> },
    /// Goes on to another story, where the rules say so.
    Leave { story: StoryName, step: Option<StepName>, aside: bool },
}

/// Where answers stand in a bot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AnswerPlace {
    pub(crate) story: StoryName,
    pub(crate) of: AnswersOf,
}

/// Whose answers they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AnswersOf {
    Story,
    Step(StepName),
    Question(Role),
}
