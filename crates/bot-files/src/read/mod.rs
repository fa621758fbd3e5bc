//! Files to a bot.

mod answers;
mod bot;
mod dialogs;
mod entities;
mod flags;
mod intents;
mod labels;
mod stories;

use std::collections::BTreeMap;

use model::{Bot, Diagnostic};

use crate::arrange::arrange;
use crate::nearest;
use crate::session::{Session, SourceFile, Sources, in_order};
use crate::{check, secrets};

pub(crate) use answers::{MEDIA, NOTIFICATION_STATES};
pub(crate) use intents::{INBOX as INBOX_MARK, UNKNOWN as UNKNOWN_HEADING, faq_label};
pub(crate) use labels::{DESCRIPTIONS, INTERFACES};
pub(crate) use stories::{BARE_VALUES, BOT_SWITCHES, KINDS, declared_entities};

/// What reading a bot's files gives.
#[derive(Debug, Clone)]
pub struct Reading {
    /// The bot, as far as it could be read.
    pub bot: Bot,
    /// What is wrong, in the order of files and lines.
    pub diagnostics: Vec<Diagnostic>,
    /// Where each part of the bot lies, for the findings of others.
    pub sources: Sources,
}

/// What a file is, by its path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FileKind {
    Bot,
    Entities,
    Flags,
    Intents,
    Faq,
    Stories,
    Answers,
    Dialog,
    /// For people, not for the bot.
    Note,
    Unknown,
}

const FOLDERS: [(&str, &str, FileKind); 6] = [
    ("entities", "toml", FileKind::Entities),
    ("intents", "md", FileKind::Intents),
    ("faq", "md", FileKind::Faq),
    ("stories", "toml", FileKind::Stories),
    ("answers", "toml", FileKind::Answers),
    ("tests", "dialog", FileKind::Dialog),
];

fn kind(path: &str) -> FileKind {
    if path == "bot.toml" {
        return FileKind::Bot;
    }
    if path == "flags.toml" {
        return FileKind::Flags;
    }
    if path.split('/').any(|part| part.starts_with('.')) {
        return FileKind::Note;
    }
    let Some((folder, rest)) = path.split_once('/') else {
        let upper = path.to_ascii_uppercase();
        let is_note = ["README", "LICENSE", "CHANGELOG", "NOTICE"]
            .iter()
            .any(|note| upper == *note || upper.starts_with(&format!("{note}.")));
        return if is_note { FileKind::Note } else { FileKind::Unknown };
    };
    let ending = rest.rsplit_once('.').map_or("", |(_, ending)| ending);
    FOLDERS
        .iter()
        .find(|(name, wanted, _)| *name == folder && *wanted == ending)
        .map_or(FileKind::Unknown, |(_, _, kind)| *kind)
}

/// Whether a file of this path is read at all.
pub(crate) fn is_read(path: &str) -> bool {
    !matches!(kind(path), FileKind::Note | FileKind::Unknown)
}

/// See [`crate::read_files`].
pub(crate) fn read(files: &BTreeMap<String, String>) -> Reading {
    let session = Session::default();
    let sources: Vec<(FileKind, SourceFile<'_>)> =
        files.iter().map(|(path, text)| (kind(path), SourceFile::new(path, text))).collect();
    let of = |wanted: FileKind| {
        sources.iter().filter(move |(kind, _)| *kind == wanted).map(|(_, file)| file)
    };
    let (mut bot, story_order) = bot::read(&session, of(FileKind::Bot).next());
    for file in of(FileKind::Entities) {
        entities::read(&session, file, &mut bot);
    }
    for file in of(FileKind::Flags) {
        flags::read(&session, file, &mut bot);
    }
    let intents = of(FileKind::Intents).map(|file| (file, false));
    let faq = of(FileKind::Faq).map(|file| (file, true));
    intents::read(&session, intents.chain(faq), &mut bot);
    stories::read(&session, of(FileKind::Stories), story_order, &mut bot);
    for file in of(FileKind::Answers) {
        labels::read(&session, file, &mut bot);
    }
    for file in of(FileKind::Dialog) {
        dialogs::read(&session, file, &mut bot);
    }
    for (kind, file) in &sources {
        match kind {
            FileKind::Note => {}
            FileKind::Unknown => unread_file(&session, file),
            _ => secrets::find(&session, file),
        }
    }
    arrange(&mut bot);
    let (mut diagnostics, sources) = session.finish();
    diagnostics.extend(sources.locate(check::check(&bot)));
    Reading { bot, diagnostics: in_order(diagnostics), sources }
}

fn unread_file(session: &Session, file: &SourceFile<'_>) {
    let folder = file.path.split_once('/').map_or("", |(folder, _)| folder);
    let expected = match FOLDERS.iter().find(|(name, ..)| *name == folder) {
        Some((name, ending, _)) => format!("files of `{name}/` end in `.{ending}`"),
        None => match nearest::nearest(folder, FOLDERS.iter().map(|(name, ..)| *name)) {
            Some(near) => format!("did you mean the folder `{near}/`?"),
            None => "a bot is `bot.toml`, `flags.toml` and the folders `intents/`, `faq/`, \
                     `entities/`, `stories/`, `answers/` and `tests/`"
                .into(),
        },
    };
    let mut finding =
        Diagnostic::warning("unread-file", "this file is not part of a bot", expected);
    finding.place = Some(file.path.to_owned());
    session.report_anywhere(finding);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: FileKind) {
        assert_eq!(kind(path), expected, "{path}");
    }

    #[test]
    fn a_path_says_what_a_file_is() {
        check("bot.toml", FileKind::Bot);
        check("intents/travel.md", FileKind::Intents);
        check("intents/fr/travel.md", FileKind::Intents);
        check("intents/travel.txt", FileKind::Unknown);
        check("answers/fr.toml", FileKind::Answers);
        check("tests/a/b.dialog", FileKind::Dialog);
        check("README.md", FileKind::Note);
        check(".git/config", FileKind::Note);
        check("story/a.toml", FileKind::Unknown);
        check("flags.toml", FileKind::Flags);
        check("faq/luggage.md", FileKind::Faq);
    }
}
