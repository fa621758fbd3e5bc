//! What an import did.

use std::collections::BTreeMap;
use std::fmt;

use model::{Bot, ConnectorType, Diagnostic, EntityTypeName, IntentName, Locale, Secret, Severity};
use serde::Serialize;
use serde_json::{Map, Value};

/// A bot with what an import did to it.
#[derive(Debug, Clone)]
pub struct Imported {
    /// The bot: the one that came in with the file's content added, or a new one.
    pub bot: Bot,
    /// How the bot is reached, where the file says it: no part of its content.
    pub reached: Reached,
    /// What was done.
    pub report: ImportReport,
}

/// How a bot is reached: its channels, the key and the address of its program.
#[derive(Clone, Default)]
pub struct Reached {
    /// Its channels.
    pub channels: Vec<ImportedChannel>,
    /// The key with which its program connects.
    pub api_key: Option<Secret<String>>,
    /// Where its program listens.
    pub webhook_url: Option<Secret<String>>,
}

/// A channel to make.
#[derive(Clone)]
pub struct ImportedChannel {
    /// Which kind.
    pub connector: ConnectorType,
    /// The id under which programs and pages know it.
    pub alias: String,
    /// Where it listens; `None`: where its kind does.
    pub path: Option<String>,
    /// Its settings in the words of our connector.
    pub settings: Map<String, Value>,
    /// Settings that may be secret, in the words of the other system for kinds that have no
    /// connector here.
    pub secrets: BTreeMap<String, Secret<String>>,
    /// What it was.
    pub origin: Origin,
    /// Where it stands in the file.
    pub place: String,
}

/// How the other system names what became a channel: files of that system name it so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The id of the connector's configuration.
    pub id: String,
    /// The name of the configuration, which several connectors may share.
    pub name: String,
}

/// A channel that a bot has, and what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownChannel {
    /// Where it listens.
    pub path: String,
    /// What it was.
    pub origin: Origin,
}

impl fmt::Debug for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let channels = self.channels.iter().map(|channel| &channel.alias);
        f.debug_list().entries(channels).finish()
    }
}

/// What an import did, for people (`lines`) and for programs (everything else).
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ImportReport {
    /// Whether the bot is new.
    pub created: bool,
    /// Whether anything about the bot is different now.
    pub modified: bool,
    /// Locales that the bot did not speak before.
    pub locales_added: Vec<Locale>,
    /// Entity types that the bot did not have before.
    pub entity_types_added: Vec<EntityTypeName>,
    /// Intents that the bot did not have before.
    pub intents_added: Vec<IntentName>,
    /// Sentences that the bot did not have before.
    pub sentences_added: usize,
    /// Sentences that the bot had with another meaning or status, and that were changed.
    pub sentences_changed: usize,
    /// Sentences of the file that the bot had already.
    pub sentences_unchanged: usize,
    /// Sentences of the file that were not imported; `lines` says why for each.
    pub sentences_left_out: usize,
    /// Stories that the bot did not have before.
    pub stories_added: usize,
    /// Stories that the bot had and that were replaced.
    pub stories_changed: usize,
    /// Labels that the bot did not have before.
    pub labels_added: usize,
    /// Labels that the bot had with other texts.
    pub labels_changed: usize,
    /// Entries of the FAQ that the bot did not have before.
    pub faqs_added: usize,
    /// Channels that were made.
    pub channels_added: usize,
    /// Channels that the bot had and that were changed.
    pub channels_changed: usize,
    /// What was kept (`info`), changed or left out (`warning`) and not understood (`error`).
    pub lines: Vec<Diagnostic>,
}

impl ImportReport {
    /// Whether something was not understood.
    pub fn has_errors(&self) -> bool {
        self.lines.iter().any(|line| line.severity == Severity::Error)
    }

    /// The most severe lines first, otherwise in the order of the file.
    pub fn sort(&mut self) {
        self.lines.sort_by_key(|line| std::cmp::Reverse(line.severity));
    }
}
