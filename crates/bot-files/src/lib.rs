//! A bot as a folder of readable files, to and from the model.
//!
//! [`read_files`] and [`write_files`] work on a map from path to content, so that archives,
//! requests and tests need no folder; [`read_folder`] is the one function that touches a disk.
//! [`check`] says what is wrong with what a bot means.
//!
//! This crate must not train, run or store a bot, and must never panic on what a person wrote:
//! every mistake is a [`model::Diagnostic`], and reading goes on after it.
//!
//! ```
//! use std::collections::BTreeMap;
//!
//! let files = BTreeMap::from([(
//!     "bot.toml".to_owned(),
//!     "name = \"gare\"\nnamespace = \"app\"\nlocales = [\"fr\"]\n".to_owned(),
//! )]);
//! let (bot, diagnostics) = bot_files::read_files(&files);
//! assert_eq!(bot.name.as_str(), "gare");
//! assert!(diagnostics.iter().all(|finding| finding.severity < model::Severity::Error));
//! assert_eq!(bot_files::read_files(&bot_files::write_files(&bot)).0, bot);
//! ```

mod arrange;
mod check;
mod dialog_line;
mod entity_use;
mod escape;
mod fields;
mod folder;
mod nearest;
mod read;
mod secrets;
mod sentence;
mod session;
mod toml_text;
mod usage;
mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

use model::{Bot, Diagnostic};

pub use arrange::arrange;
pub use folder::{read_folder, read_folder_with_sources};
pub use read::Reading;
pub use session::Sources;
pub use usage::{LabelUsage, label_usage};

/// Why a folder could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder is missing, is no folder, or may not be read.
    #[error("cannot read the folder `{}`: {source}", path.display())]
    UnreadableFolder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Reads a bot from its files: path relative to the bot's folder, with `/`, to content.
///
/// Never stops at a mistake: gives the bot as far as it can be read, [arranged](arrange), and
/// every finding with file and line, those of [`check`] included.
pub fn read_files(files: &BTreeMap<String, String>) -> (Bot, Vec<Diagnostic>) {
    let Reading { bot, diagnostics, .. } = read::read(files);
    (bot, diagnostics)
}

/// The same, with the [`Sources`] that give the findings of others (the engine's, training's)
/// their file and line.
pub fn read_files_with_sources(files: &BTreeMap<String, String>) -> Reading {
    read::read(files)
}

/// Writes a bot as files: the canonical form, the same for the same bot. What reads them is the
/// [arranged](arrange) bot, for every bot whose names are unique and whose annotations lie in
/// their sentences side by side.
pub fn write_files(bot: &Bot) -> BTreeMap<String, String> {
    write::write(bot)
}

/// What is wrong with what a bot means: unknown names, missing texts, unreachable steps. The
/// place of a finding is the part of the bot, for example `stories[book].steps[seat]`.
pub fn check(bot: &Bot) -> Vec<Diagnostic> {
    check::check(bot)
}
