//! What our own HTTP routes share: problems, permissions, cursors, ETags, jobs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{BotId, InvalidId, JobId, Timestamp};

/// A problem body after RFC 9457 (`application/problem+json`).
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Problem {
    /// A stable address-like name of the kind of problem: `about:blank#unknown-bot`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What went wrong this time: the field, the reason, the remedy.
    pub detail: String,
    /// The fields that are wrong, when there are several.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub errors: Vec<FieldProblem>,
}

/// One field that is wrong.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldProblem {
    /// JSON Pointer or parameter name.
    pub field: String,
    /// What is wrong and what to do.
    pub detail: String,
}

impl Problem {
    /// A problem of a kind named by a short slug.
    pub fn new(status: u16, slug: &str, title: &str, detail: impl Into<String>) -> Self {
        Self {
            kind: format!("about:blank#{slug}"),
            title: title.to_owned(),
            status,
            detail: detail.into(),
            errors: Vec::new(),
        }
    }
}

/// What a caller must be allowed to do. Every route declares one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
pub enum Permission {
    /// Anybody: health, the public's channels (which check senders themselves).
    Public,
    /// Only this machine, unless set otherwise: metrics.
    Operate,
    /// See bots, stories, statistics.
    View,
    /// Ask the NLU.
    Understand,
    /// Read what users said.
    ReadConversations,
    /// Change intents, entities and sentences.
    Train,
    /// Change stories and answers.
    Author,
    /// Publish and roll back.
    Publish,
    /// Configure channels and their secrets.
    ManageChannels,
    /// Manage members, settings, imports, exports.
    Administer,
    /// Make owners, delete a namespace, and whatever concerns the whole installation.
    Own,
    /// Whatever anybody may do who has signed in: see and end their own sessions.
    SignedIn,
}

impl Permission {
    /// Those that a role or a scope gives.
    pub const GIVEN: [Self; 9] = [
        Self::View,
        Self::Understand,
        Self::ReadConversations,
        Self::Train,
        Self::Author,
        Self::Publish,
        Self::ManageChannels,
        Self::Administer,
        Self::Own,
    ];

    /// Its name, as it is stored and written in the API.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Operate => "operate",
            Self::View => "view",
            Self::Understand => "understand",
            Self::ReadConversations => "read-conversations",
            Self::Train => "train",
            Self::Author => "author",
            Self::Publish => "publish",
            Self::ManageChannels => "manage-channels",
            Self::Administer => "administer",
            Self::Own => "own",
            Self::SignedIn => "signed-in",
        }
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl std::str::FromStr for Permission {
    type Err = InvalidId;
    /// Reads a permission that can be given.
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Self::GIVEN.into_iter().find(|permission| permission.as_str() == text).ok_or_else(|| {
            InvalidId::new(
                text,
                "a permission: view, understand, read-conversations, train, author, publish, \
                 manage-channels, administer or own",
            )
        })
    }
}

/// An opaque place in a list. Its content is the server's business.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub next: Option<Cursor>,
}

/// A strong entity tag: the content hash of what it names.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ETag(String);

impl ETag {
    /// The tag of a content hash.
    pub fn of_hash(hash: &str) -> Self {
        Self(hash.to_owned())
    }

    /// Whether an `If-Match` header allows a change of what has this tag.
    pub fn matches(&self, if_match: &str) -> bool {
        if_match.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_matches('"') == self.0)
    }
}

impl fmt::Display for ETag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.0)
    }
}

/// Long work with progress.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it does: `train`, `evaluation`.
    pub kind: String,
    /// The bot that it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bot: Option<BotId>,
    /// How far it is.
    pub state: JobState,
    /// Parts done, of [`Job::total`].
    pub done: u64,
    /// Parts in all; 0 while unknown.
    pub total: u64,
    /// What came of it, once succeeded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub result: Option<serde_json::Value>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub problem: Option<Problem>,
    /// When it was asked for.
    pub created_at: Timestamp,
    /// Whether somebody asked it to stop.
    #[serde(default)]
    pub cancel: bool,
}

/// How far a job is.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Not begun.
    Waiting,
    /// At work.
    Running,
    /// Done.
    Succeeded,
    /// Failed.
    Failed,
    /// Stopped because somebody asked.
    Cancelled,
}

impl From<InvalidId> for Problem {
    fn from(error: InvalidId) -> Self {
        Problem::new(400, "invalid-name", "Invalid name", error.to_string())
    }
}
