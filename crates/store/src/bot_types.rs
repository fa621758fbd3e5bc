//! Bots, drafts, versions, environments and channels as the store knows them.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use model::{
    Bot, BotId, BotName, ChannelId, ConnectorType, Locale, Namespace, PublicBotId, Secret,
    Timestamp, VersionId,
};
use serde::{Deserialize, Serialize};

/// Who may change a bot's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "owner", rename_all = "snake_case")]
pub enum Owner {
    /// Studio and the API.
    Database,
    /// The files in a folder, and nobody else.
    Files {
        /// The folder.
        folder: String,
    },
}

/// Where a version is at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// The draft as it is now.
    Draft,
    /// A version to try.
    Staging,
    /// The version that users meet.
    Live,
}

impl Environment {
    /// Its name in storage and addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Staging => "staging",
            Self::Live => "live",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Environment {
    type Err = crate::Error;

    fn from_str(text: &str) -> crate::Result<Self> {
        match text {
            "draft" => Ok(Self::Draft),
            "staging" => Ok(Self::Staging),
            "live" => Ok(Self::Live),
            other => Err(crate::Error::Invalid {
                field: "environment",
                reason: format!("`{other}` is not `draft`, `staging` or `live`"),
            }),
        }
    }
}

/// A bot without its content.
#[derive(Debug, Clone, PartialEq)]
pub struct BotSummary {
    /// Its id, for its whole life.
    pub id: BotId,
    /// Whose.
    pub namespace: Namespace,
    /// Its name.
    pub name: BotName,
    /// The id that the public may see.
    pub public_id: PublicBotId,
    /// A name to show.
    pub title: String,
    /// The languages of its draft.
    pub locales: Vec<Locale>,
    /// Who may change it.
    pub owner: Owner,
    /// Counts the changes of the draft, from 1.
    pub draft_revision: u64,
    /// Names the state of the draft: that of a version with the same content, unless edits were
    /// made since the draft was last written as a whole.
    pub draft_hash: String,
    /// The version that users meet.
    pub live: Option<VersionSummary>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the draft, the pointers or the owner changed last.
    pub changed_at: Timestamp,
}

/// The draft of a bot.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    /// The content.
    pub bot: Bot,
    /// Counts the changes, from 1.
    pub revision: u64,
    /// Names this state of the content; the content hash when nothing is pending.
    pub hash: String,
    /// Who changed it last.
    pub author: String,
    /// When.
    pub at: Timestamp,
    /// Edits that are not yet part of the stored document.
    pub pending: usize,
}

/// Which state a draft has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftMark {
    /// Counts the changes, from 1.
    pub revision: u64,
    /// Names this state of the content.
    pub hash: String,
    /// Who changed it last.
    pub author: String,
    /// When.
    pub at: Timestamp,
}

/// An immutable version without its content.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionSummary {
    /// Its id.
    pub id: VersionId,
    /// 1, 2, … within the bot.
    pub number: u64,
    /// Content hash: SHA-256 of the canonical JSON, in hex.
    pub hash: String,
    /// Training fingerprint of its model, once trained.
    pub fingerprint: Option<String>,
    /// Who published it.
    pub author: String,
    /// Why, in their words.
    pub note: String,
    /// When.
    pub at: Timestamp,
}

/// What an environment serves: the content and where it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Served {
    /// The version; `None` in [`Environment::Draft`].
    pub version: Option<VersionSummary>,
    /// Content hash.
    pub hash: String,
    /// The content.
    pub bot: Bot,
}

/// What came of saving a whole bot.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The bot now.
    pub bot: BotSummary,
    /// Whether it is new.
    pub created: bool,
    /// Whether the draft differs from what it was.
    pub changed: bool,
    /// The version that was published with it, if one was.
    pub published: Option<VersionSummary>,
}

/// How a whole bot is saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// Who owns it from now on.
    pub owner: Owner,
    /// Who does this.
    pub by: crate::Actor,
    /// Whether a bot that exists is published too. A new one always is.
    pub publish: bool,
    /// Whether a bot that belongs to files (other than `owner` says) is detached from them.
    pub detach: bool,
}

/// Which draft a change was made to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// The draft with this content hash (`If-Match`).
    Hash(String),
    /// The draft with this revision.
    Revision(u64),
    /// Whatever there is.
    Any,
}

/// A configured connector of a bot. Its secrets are not in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Channel {
    /// Its id.
    pub id: ChannelId,
    /// Whose.
    pub namespace: Namespace,
    /// Of which bot.
    pub bot: BotId,
    /// Which kind.
    pub connector: ConnectorType,
    /// The id under which programs and pages know it, where that is another than its own. Unique
    /// in its bot.
    pub alias: Option<String>,
    /// The id and the name of the configuration in another system that it was imported from.
    pub origin: Option<(String, String)>,
    /// Which environment it serves.
    pub environment: Environment,
    /// Where it listens. Unique in the installation, whatever the case of its letters.
    pub path: String,
    /// The connector's settings without the secret ones.
    pub settings: serde_json::Value,
    /// The secret settings that are set.
    pub secrets: Vec<String>,
    /// Whether it answers.
    pub enabled: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was changed last.
    pub changed_at: Timestamp,
}

impl Channel {
    /// The id under which programs and pages know it.
    pub fn known_as(&self) -> &str {
        self.alias.as_deref().unwrap_or(self.id.as_str())
    }
}

/// A channel to make, or what one becomes.
#[derive(Clone)]
pub struct NewChannel {
    /// Which kind.
    pub connector: ConnectorType,
    /// The id under which programs and pages know it. Absent on an update: it stays.
    pub alias: Option<String>,
    /// Which environment it serves.
    pub environment: Environment,
    /// Where it listens.
    pub path: String,
    /// The connector's settings without the secret ones.
    pub settings: serde_json::Value,
    /// The secret settings. On an update, those not named here stay as they are.
    pub secrets: BTreeMap<String, Secret<String>>,
    /// Whether it answers.
    pub enabled: bool,
}
