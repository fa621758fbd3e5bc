//! What is remembered of a user beyond one run of a conversation.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{AgentId, Locale, MediaType, Timestamp};

/// What is known of a user.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// The locale they want, as the channel or they themselves said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<Locale>,
    /// IANA name of their zone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Name on the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Address of mail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Number, international form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub picture_url: Option<String>,
}

/// What stories and switches left behind about a user. Outlives runs of the conversation.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct UserMemory {
    /// What stories remember, by name; at most [`crate::limits::FACTS_MAX`].
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub facts: BTreeMap<String, Fact>,
    /// Until when the bot is silent for them; each of their events moves it on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub silent_until: Option<Timestamp>,
    /// Whether they test the bot: their events count as tests.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub tests: bool,
}

/// Something that a story remembers of a user.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// What.
    pub value: serde_json::Value,
    /// Until when; `None` is for good.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub until: Option<Timestamp>,
}

/// One of several users who share a conversation, while another one speaks.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// What is known of them.
    pub profile: Profile,
    /// What is remembered of them.
    pub memory: UserMemory,
}

/// A conversation in the hands of people.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// What it is about, for the desk.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub topic: String,
    /// When the bot handed it over.
    pub since: Timestamp,
    /// Who has taken it; `None`: it waits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub owner: Option<AgentId>,
    /// When the bot answers again by itself: nobody took it, or nothing was said for long.
    pub until: Timestamp,
}

/// What a person at the desk does.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum DeskAction {
    /// Takes the conversation.
    Take,
    /// Says something to the user.
    Answer {
        /// The words.
        text: String,
    },
    /// Gives the conversation back to the bot.
    GiveBack {
        /// The intent whose story then runs; `None`: the bot waits for the user.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        intent: Option<crate::IntentName>,
    },
}

/// A file that a user sent.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachmentHeld {
    /// Where it is.
    pub url: String,
    /// What it is.
    pub media: MediaType,
    /// When it came.
    pub at: Timestamp,
}
