//! Who asks, where, and in which language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::null_is_default;

/// Where a request comes from.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestContext {
    /// The bot's namespace.
    pub namespace: String,
    /// The user's language: `fr`, `fr_CA`.
    pub language: String,
    /// The channel on which the user writes.
    pub source_connector_type: ConnectorType,
    /// The channel on which the answer is given.
    pub target_connector_type: ConnectorType,
    /// The channel once more: older programs read only this.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub connector_type: Option<ConnectorType>,
    /// How the user reads the answer.
    #[serde(default)]
    pub user_interface: UserInterface,
    /// The channel's own id.
    pub application_id: String,
    /// The user.
    pub user_id: PlayerId,
    /// The bot.
    pub bot_id: PlayerId,
    /// What is known of the user.
    pub user: UserData,
    /// Facts that the channel gave.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: BTreeMap<String, String>,
    /// What was said before, when it was asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub actions_history: Option<Vec<ActionReport>>,
}

/// A kind of channel.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConnectorType {
    /// Its name: `web`.
    pub id: String,
    /// How it reaches its user.
    #[serde(default)]
    pub user_interface_type: UserInterface,
}

/// How an answer reaches its user.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UserInterface {
    /// It is read.
    #[default]
    TextChat,
    /// It is heard.
    VoiceAssistant,
    /// It is read and heard.
    TextAndVoiceAssistant,
}

/// One side of a conversation.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PlayerId {
    /// Its id.
    pub id: String,
    /// Who it is.
    #[serde(rename = "type")]
    pub kind: PlayerType,
    /// The user's id in another system.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub client_id: Option<String>,
}

/// Who a [`PlayerId`] is.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PlayerType {
    /// A person.
    User,
    /// A bot.
    Bot,
    /// A person of whom nothing is kept. The platform never sends it: some programs refuse it.
    Temporary,
}

/// What is known of a user.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserData {
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_name: Option<String>,
    /// Last name.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_name: Option<String>,
    /// E-mail address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub email: Option<String>,
    /// IANA name of the user's zone: `Europe/Paris`.
    pub timezone: String,
    /// The user's language: `fr`, `fr_CA`.
    pub locale: String,
    /// Address of a picture.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub picture: Option<String>,
    /// Gender.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub gender: Option<String>,
    /// Whether somebody tries the bot. Always written.
    #[serde(default, deserialize_with = "null_is_default")]
    pub test: bool,
}

/// Something said earlier in the conversation.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ActionReport {
    /// Who said it.
    pub player_id: PlayerId,
    /// To whom.
    pub recipient_id: PlayerId,
    /// When: ISO 8601.
    pub date: String,
    /// What.
    pub message: ActionMessage,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub connector_type: Option<ConnectorType>,
    /// How it was read.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_interface_type: Option<UserInterface>,
    /// Whether somebody tried the bot.
    #[serde(default)]
    pub test: bool,
    /// Its id.
    pub id: String,
    /// What was wanted, when it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<String>,
    /// The channel's own id.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub application_id: Option<String>,
    /// Facts that the channel gave.
    #[serde(default, deserialize_with = "null_is_default")]
    pub metadata: BTreeMap<String, String>,
}

/// What was said, told apart by `eventType`.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "eventType", rename_all = "camelCase")]
pub enum ActionMessage {
    /// Words.
    #[serde(rename_all = "camelCase")]
    Sentence {
        /// The words; absent when the message has none.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        text: Option<String>,
        /// Forms for single channels. Always empty here.
        #[serde(default)]
        messages: Vec<serde_json::Value>,
        /// How long was waited before it, in milliseconds.
        #[serde(default)]
        delay: u64,
    },
    /// Something pressed.
    #[serde(rename_all = "camelCase")]
    Choice {
        /// The intent.
        intent_name: String,
        /// Its parameters.
        #[serde(default)]
        parameters: BTreeMap<String, String>,
        /// How long was waited before it, in milliseconds.
        #[serde(default)]
        delay: u64,
    },
    /// A file.
    Attachment {
        /// Where it is.
        url: String,
        /// What it is: `image`, `audio`, `video`, `file`.
        #[serde(rename = "type")]
        kind: String,
        /// How long was waited before it, in milliseconds.
        #[serde(default)]
        delay: u64,
    },
}
