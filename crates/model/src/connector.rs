//! What a kind of channel is and can do.

use serde::{Deserialize, Serialize};

use crate::{ConnectorType, Interface};

/// A kind of channel, described so that Studio can offer and configure it without knowing it.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConnectorDescriptor {
    /// Its id: `web`.
    pub id: ConnectorType,
    /// A name to show.
    pub title: String,
    /// How it reaches its user.
    pub interfaces: Vec<Interface>,
    /// JSON Schema of its settings. A property with `"x-secret": true` is write-only.
    pub settings_schema: serde_json::Value,
    /// What it can do.
    pub capabilities: Capabilities,
    /// Where its channels listen unless told otherwise; `{namespace}` and `{bot}` are replaced.
    pub default_path: String,
}

/// What a kind of channel can do.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Capabilities {
    /// Answers in the same exchange as the event.
    pub answers_in_exchange: bool,
    /// Can send without having been asked.
    pub pushes: bool,
    /// Shows quick replies.
    pub quick_replies: bool,
    /// Shows cards.
    pub cards: bool,
    /// Shows several cards side by side.
    pub carousel: bool,
    /// Shows files.
    pub files: bool,
    /// Shows that the bot is typing.
    pub typing: bool,
    /// Shows partial texts.
    pub streaming: bool,
}
