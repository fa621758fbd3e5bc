//! The tests of a bot.

use serde::{Deserialize, Serialize};

use crate::{IntentName, Locale};

/// A test: a conversation with what the bot must say.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dialog {
    /// Unique in the bot; the file's name without its ending.
    pub name: String,
    /// The user's locale.
    pub locale: Locale,
    /// The present, local to `time_zone`: `2026-03-02T09:00`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub now: Option<String>,
    /// IANA name of the user's zone; `None` is the bot's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_zone: Option<String>,
    /// What is said and what must follow.
    pub exchanges: Vec<Exchange>,
}

/// One turn of a test.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// What the user does.
    pub user: UserLine,
    /// What the bot must say, in order and completely.
    pub bot: Vec<BotLine>,
    /// Line of the user's line in the file, for reports.
    #[serde(skip, default)]
    pub line: usize,
}

/// What the user of a test does.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum UserLine {
    /// Says something.
    Says {
        /// What.
        text: String,
    },
    /// Presses something that the bot offered, by its title.
    Presses {
        /// The title.
        title: String,
    },
    /// Opens the conversation without words.
    Starts,
    /// Lets time pass before the next line.
    Waits {
        /// How long, in seconds.
        seconds: u64,
    },
}

/// What the bot of a test must say.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BotLine {
    /// These words: any variant of the label that gives them, or with `*` for any text.
    Says {
        /// The words.
        text: String,
    },
    /// These buttons and quick replies, by title, on the message before.
    Offers {
        /// The titles.
        titles: Vec<String>,
    },
    /// The sentence was understood as this intent.
    Understands {
        /// The intent; `None` is unknown.
        intent: Option<IntentName>,
    },
}
