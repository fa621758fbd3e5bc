//! The tests of a bot.

use serde::{Deserialize, Serialize};

use crate::{EventKind, IntentName, Locale, MediaType, SystemSignal};

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
    /// Sends a file.
    SendsFile {
        /// What it is.
        media: MediaType,
        /// Where it is.
        url: String,
    },
    /// Tells a place.
    SendsPlace {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
    /// Says nothing for so long that the channel notices.
    StaysSilent,
    /// Ends the conversation.
    Ends,
    /// Lets time pass before the next line.
    Waits {
        /// How long, in seconds.
        seconds: u64,
    },
}

impl UserLine {
    /// The event that the line stands for; `None`: it needs what was offered before, or is none.
    pub fn event(&self) -> Option<EventKind> {
        let signal = |signal| EventKind::System { signal };
        Some(match self {
            Self::Says { text } => EventKind::Sentence { text: text.clone() },
            Self::Starts => signal(SystemSignal::Start),
            Self::SendsFile { media, url } => {
                EventKind::Attachment { url: url.clone(), media: *media }
            }
            Self::SendsPlace { latitude, longitude } => {
                EventKind::Location { latitude: *latitude, longitude: *longitude }
            }
            Self::StaysSilent => signal(SystemSignal::NoInput),
            Self::Ends => signal(SystemSignal::End),
            Self::Presses { .. } | Self::Waits { .. } => return None,
        })
    }

    /// The line that stands for an event; `None`: no line of a test does, or only one that names
    /// what was offered.
    pub fn of_event(event: &EventKind) -> Option<Self> {
        Some(match event {
            EventKind::Sentence { text } => Self::Says { text: text.clone() },
            EventKind::System { signal: SystemSignal::Start } => Self::Starts,
            EventKind::System { signal: SystemSignal::NoInput } => Self::StaysSilent,
            EventKind::System { signal: SystemSignal::End } => Self::Ends,
            EventKind::Attachment { url, media } => {
                Self::SendsFile { media: *media, url: url.clone() }
            }
            EventKind::Location { latitude, longitude } => {
                Self::SendsPlace { latitude: *latitude, longitude: *longitude }
            }
            _ => return None,
        })
    }
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
