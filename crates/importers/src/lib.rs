//! Bots made by other systems, to the model, with a report of what was kept.
//!
//! [`tock`] reads the files that Tock exports and speaks its NLU API in terms of the model;
//! [`labels`] gives the labels of a bot to translators' tools and takes them back. An
//! import never fails for one bad line and never drops one in silence: it gives a bot and an
//! [`ImportReport`] that says, part by part, what was kept, changed and not understood.
//!
//! This crate must not do I/O, train, store or publish: bytes and perhaps a bot come in, a bot
//! and a report go out.
//!
//! ```
//! let file = br#"{"applicationName":"app:trip","language":"en","sentences":[
//!     {"text":"go to Paris","intent":"app:travel","entities":[
//!         {"entity":"app:locality","role":"destination","start":6,"end":11}]}]}"#;
//! let imported = importers::tock::sentences_dump(file, None)?;
//! assert_eq!(imported.bot.sentences[0].entities[0].role.as_str(), "destination");
//! assert!(imported.report.modified);
//! for line in &imported.report.lines {
//!     println!("{line}");
//! }
//! # Ok::<(), importers::Error>(())
//! ```

pub mod labels;
mod report;
pub mod tock;

pub use report::{ImportReport, Imported, ImportedChannel, KnownChannel, Origin, Reached};

/// A file that could not be read at all. What is wrong with parts of a file is in its report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// It is not the JSON it should be.
    #[error(transparent)]
    Json(#[from] wire::Error),
    /// It is JSON, but none of the kinds of file that can be imported.
    #[error("the file is {found}; {remedy}")]
    WrongKind {
        /// What it is, in words.
        found: String,
        /// What to give instead.
        remedy: String,
    },
}
