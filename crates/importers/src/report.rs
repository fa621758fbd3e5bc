//! What an import did.

use model::{Bot, Diagnostic, EntityTypeName, IntentName, Locale, Severity};
use serde::Serialize;

/// A bot with what an import did to it.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// The bot: the one that came in with the file's content added, or a new one.
    pub bot: Bot,
    /// What was done.
    pub report: ImportReport,
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
    /// What was kept (`info`), changed or left out (`warning`) and not understood (`error`).
    pub lines: Vec<Diagnostic>,
}

impl ImportReport {
    /// Whether something was not understood.
    pub fn has_errors(&self) -> bool {
        self.lines.iter().any(|line| line.severity == Severity::Error)
    }

    /// The most severe lines first, otherwise in the order of the file.
    pub(crate) fn sort(&mut self) {
        self.lines.sort_by_key(|line| std::cmp::Reverse(line.severity));
    }
}
