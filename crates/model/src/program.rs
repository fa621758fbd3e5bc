//! What a bot program is asked and what it answers, in our words. How it is written for programs
//! is the Bot API's business.

use serde::{Deserialize, Serialize};

use crate::{
    EntityTypeName, IntentName, LabelKey, Locale, MediaType, MessageBody, Role, StepName,
    StoryName, Value,
};

/// What a program is asked, besides the event itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgramRequest {
    /// What is wanted; `None` is unknown.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<IntentName>,
    /// The story that asks.
    pub story: StoryName,
    /// Its step.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<StepName>,
    /// Everything that the conversation holds.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub entities: Vec<ProgramEntity>,
    /// The bot's locale that serves the user.
    pub locale: Locale,
    /// IANA name of the user's zone.
    pub time_zone: String,
}

/// A value that the conversation holds, or shall hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgramEntity {
    /// The part that it plays.
    pub role: Role,
    /// Its type.
    pub entity_type: EntityTypeName,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// What they mean, when it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<Value>,
    /// Whether this event says it.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub is_new: bool,
}

/// A frame of a program's answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgramReply {
    /// The story that goes on; `None`: the one that asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<StoryName>,
    /// The step that goes on; `None`: the one that asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepName>,
    /// Everything that the conversation shall hold: what is missing is forgotten. `None`: nothing
    /// changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entities: Option<Vec<ProgramEntity>>,
    /// What it says and does, in order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ProgramPart>,
}

/// One thing that a program says or does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ProgramPart {
    /// Words.
    Text {
        /// The words.
        text: ProgramText,
        /// Answers for one tap; pressing one says it.
        suggestions: Vec<ProgramText>,
        /// How long to wait before it, in milliseconds; `None` is the bot's default.
        delay_ms: Option<u32>,
    },
    /// Cards: alone, or side by side.
    Cards {
        /// The cards.
        cards: Vec<ProgramCard>,
        /// Whether they stand side by side, even when there is only one.
        carousel: bool,
        /// How long to wait before it, in milliseconds; `None` is the bot's default.
        delay_ms: Option<u32>,
    },
    /// A message that holds no words of the bot's.
    Message {
        /// The message.
        body: MessageBody,
        /// How long to wait before it, in milliseconds; `None` is the bot's default.
        delay_ms: Option<u32>,
    },
    /// Another story of the bot goes on.
    Switch {
        /// The story.
        story: StoryName,
        /// As if the user had wanted this.
        intent: Option<IntentName>,
    },
    /// From now on texts are pieces of one growing text, or no longer.
    Streaming {
        /// Whether they are.
        on: bool,
    },
    /// Something that cannot be used.
    Unusable {
        /// What it is and why.
        reason: String,
    },
}

/// Words of a program, which the bot may know in other languages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgramText {
    /// The words; `{0}` is the first argument.
    pub text: String,
    /// What stands in place of `{0}`, `{1}`, …
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub arguments: Vec<String>,
    /// Whether the bot's labels are asked for the words in the user's language.
    pub translate: bool,
    /// The label that holds them, when the program knows it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub label: Option<LabelKey>,
}

/// A card of a program.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ProgramCard {
    /// In bold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<ProgramText>,
    /// Below the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<ProgramText>,
    /// The picture, or another file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<ProgramFile>,
    /// Things to press: an address to open, or words to say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<(ProgramText, Option<String>)>,
}

/// A file of a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ProgramFile {
    /// Where it is.
    pub url: String,
    /// What it is.
    pub media: MediaType,
    /// For those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<ProgramText>,
}
