//! What can go wrong, by what the caller can do about it.

use std::path::PathBuf;

use model::{BotName, Namespace};

use crate::sql::Blame;

/// Short for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Another turn holds the conversation now, or the conversation is gone. The turn that gets
    /// this must stop and must not send anything.
    #[error("the lease on the conversation was lost: another worker has it, or it was deleted")]
    LostLease,

    /// What was asked for does not exist in this namespace.
    #[error("there is no {what} `{id}`")]
    NotFound {
        /// The kind of thing.
        what: &'static str,
        /// What was asked for.
        id: String,
    },

    /// A name or path that must be unique is taken.
    #[error("the {what} `{value}` is taken; choose another")]
    Taken {
        /// The kind of name.
        what: &'static str,
        /// The name.
        value: String,
    },

    /// Somebody else changed it since it was read.
    #[error("it was changed since it was read (now at revision {found}); read it again and retry")]
    Changed {
        /// The revision it has now.
        found: u64,
    },

    /// The bot belongs to a folder of files, so only these change it.
    #[error(
        "the bot `{namespace}/{bot}` belongs to the files in `{folder}`: change them there, or \
         detach it with `palabre import {folder}` so that the database owns it"
    )]
    OwnedByFiles {
        /// The bot's namespace.
        namespace: Namespace,
        /// The bot's name.
        bot: BotName,
        /// The folder.
        folder: String,
    },

    /// Something given is not acceptable.
    #[error("{field}: {reason}")]
    Invalid {
        /// The field.
        field: &'static str,
        /// What is wrong and what to do.
        reason: String,
    },

    /// Too many events of this namespace wait. The sender should come back later.
    #[error("{waiting} events of namespace `{namespace}` wait already; try again later")]
    InboxFull {
        /// The namespace.
        namespace: Namespace,
        /// How many wait.
        waiting: u64,
    },

    /// Another process serves this data folder.
    #[error(
        "the data folder `{folder}` is served by another process (pid {pid}); stop it, or serve \
         another folder with `--data`"
    )]
    Locked {
        /// The folder.
        folder: PathBuf,
        /// The other process, `unknown` when it did not say.
        pid: String,
    },

    /// The database was written by a newer program.
    #[error(
        "the database has schema {found}, this program knows up to {known}: use the newer \
         program that wrote it, or restore the backup made before the upgrade"
    )]
    SchemaTooNew {
        /// Newest migration in the database.
        found: i64,
        /// Newest migration of this program.
        known: i64,
    },

    /// A migration in the database is not the one that this program has under its number.
    #[error(
        "migration {version} of the database differs from this program's: the database was \
         written by a build that was never released; start with a fresh database"
    )]
    SchemaDiffers {
        /// The migration.
        version: i64,
    },

    /// A secret cannot be read. Never holds the secret.
    #[error("cannot decrypt: {0}")]
    Envelope(#[from] crate::envelope::EnvelopeError),

    /// A file beside the database cannot be used.
    #[error("cannot {doing} `{path}`: {source}")]
    File {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },

    /// A stored document cannot be read: the data was changed by something else.
    #[error("the stored {what} `{id}` is not readable: {reason}")]
    Corrupt {
        /// The kind of document.
        what: &'static str,
        /// Which.
        id: String,
        /// Why.
        reason: String,
    },

    /// The database does not answer as it should: down, full, read-only. Try again later.
    #[error("storage is unavailable: {0}")]
    Unavailable(String),

    /// The database refused a statement. A defect of this program, or of its database.
    #[error("the database refused a statement: {message}")]
    #[doc(hidden)]
    Database {
        /// Whose fault.
        blame: Blame,
        /// In the database's words.
        message: String,
    },

    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}

impl Error {
    /// Whether the same call may succeed later without a change by anybody.
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Unavailable(_) | Self::InboxFull { .. })
    }

    pub(crate) fn not_found(what: &'static str, id: impl Into<String>) -> Self {
        Self::NotFound { what, id: id.into() }
    }

    pub(crate) fn corrupt(what: &'static str, id: &str, reason: impl ToString) -> Self {
        Self::Corrupt { what, id: id.to_owned(), reason: reason.to_string() }
    }
}
