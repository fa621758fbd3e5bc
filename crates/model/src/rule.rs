//! Rules of stories: where they run, and what they do to the bot itself.

use serde::{Deserialize, Serialize};

use crate::{ChannelSelector, ConnectorType, StoryName};

/// What is different about a story on some channel. What it leaves open is as everywhere.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ChannelRule {
    /// Whether the story is switched off there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
    /// The story that runs in its place there; its own name: none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirects_to: Option<StoryName>,
    /// The story that follows each full run there; its own name: none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_with: Option<StoryName>,
}

/// What running a story does to the bot, for its user.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BotSwitch {
    /// The bot answers again.
    On,
    /// The bot falls silent after the story's answers.
    Off,
}

/// Where a value that is said without an intent of the story may lead, while it is current.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BareValues {
    /// To any step whose trigger it meets.
    #[default]
    Anywhere,
    /// Only to steps below the present one: before a first step was taken, to none.
    WithinSteps,
    /// To none.
    Nowhere,
}

impl ChannelSelector {
    /// Whether it names one channel, whose word counts before that of its kind.
    pub fn is_path(&self) -> bool {
        self.as_str().starts_with('/')
    }

    /// Whether it names this kind of channel, or the channel at this path.
    pub fn names(&self, connector: &ConnectorType, path: Option<&str>) -> bool {
        self.as_str() == connector.as_str() || path == Some(self.as_str())
    }
}

impl BareValues {
    pub(crate) fn is_anywhere(&self) -> bool {
        *self == Self::Anywhere
    }
}
