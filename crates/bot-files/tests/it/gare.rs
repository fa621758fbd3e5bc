//! The sample bot: sound, canonical, and as rich as it is meant to be.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use model::{AnswerContent, Bot, Locale, Severity};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bots/gare")
}

fn gare() -> Bot {
    bot_files::read_folder(&folder()).unwrap().0
}

/// Every file below a folder: path with `/` to content.
fn files_below(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(at) = waiting.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else {
                let relative = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                let text = std::fs::read_to_string(&path).unwrap();
                files.insert(relative.replace('\\', "/"), text);
            }
        }
    }
    files
}

#[test]
fn the_sample_bot_has_nothing_to_complain_about() {
    let (_, findings) = bot_files::read_folder(&folder()).unwrap();
    let findings: Vec<String> = findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// What is written is what lies there. `BLESS=1 cargo test -p bot-files` writes it anew.
#[test]
fn the_sample_bot_is_written_as_it_lies_there() {
    let written = bot_files::write_files(&gare());
    let found = files_below(&folder());
    if std::env::var_os("BLESS").is_some() {
        for path in found.keys().filter(|path| !written.contains_key(*path)) {
            std::fs::remove_file(folder().join(path)).unwrap();
        }
        for (path, text) in &written {
            std::fs::write(folder().join(path), text).unwrap();
        }
        return;
    }
    assert_eq!(written.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
    for (path, text) in &written {
        assert_eq!(&found[path], text, "{path} is not canonical; BLESS=1 writes it anew");
    }
}

#[test]
fn a_broken_copy_is_reported_with_files_and_lines() {
    let mut files = files_below(&folder());
    let mut damage = |path: &str, from: &str, to: &str| {
        let text = files.get_mut(path).unwrap();
        assert!(text.contains(from), "{path} no longer holds {from}");
        *text = text.replacen(from, to, 1);
    };
    damage("stories/travel.toml", "starters = [\"timetable\"", "startres = [\"timetable\"");
    damage("stories/station.toml", "answers = [\"wifi.how\"]", "answers = [\"wifi.hwo\"]");
    damage("intents/travel.md", "[Lyon](destination)", "[Lyon](destinatoin)");
    damage("answers/fr.toml", "[wifi]", "[wify]");
    damage("bot.toml", "Europe/Paris", "Europe/Pari");
    let (bot, findings) = bot_files::read_files(&files);
    assert!(bot.stories.len() >= 20, "what is not broken is read");
    let found: Vec<(&str, &str, bool)> = findings
        .iter()
        .map(|f| (f.code.as_str(), f.place.as_deref().unwrap_or_default(), f.line.is_some()))
        .collect();
    for expected in [
        ("unknown-key", "stories/travel.toml", true),
        ("unknown-label", "stories/station.toml", true),
        ("unknown-entity-type", "intents/travel.md", true),
        ("unused-label", "answers/fr.toml", true),
        ("unknown-time-zone", "bot.toml", true),
    ] {
        assert!(found.contains(&expected), "{expected:?} is not in {found:#?}");
    }
    let guessed = findings.iter().filter(|finding| finding.remedy.starts_with("did you mean"));
    assert!(guessed.count() >= 4, "{findings:#?}");
}

#[test]
fn the_sample_bot_shows_what_a_bot_can_be() {
    let bot = gare();
    assert!(bot.intents.len() >= 15);
    for intent in bot.intents.keys() {
        for locale in [Locale::fr(), Locale::en()] {
            let of_intent = bot.sentences.iter().filter(|sentence| {
                sentence.intent.as_ref() == Some(intent) && sentence.locale == locale
            });
            let count = of_intent.count();
            assert!(count >= 12, "`{intent}` has {count} sentences in `{locale}`");
        }
    }
    let stations = bot.entity_types.values().filter_map(|found| found.dictionary.as_ref());
    assert!(stations.map(|dictionary| dictionary.entries.len()).max() >= Some(60));
    let roles: BTreeSet<&str> = bot
        .intents
        .values()
        .flat_map(|intent| intent.entities.iter().map(|entity| entity.role.as_str()))
        .collect();
    for role in ["origin", "destination", "datetime", "travellers", "ticket_class"] {
        assert!(roles.contains(role), "{role}");
    }
    let has = |wanted: fn(&AnswerContent) -> bool| {
        bot.stories.iter().flat_map(|story| &story.answers).any(|answer| wanted(&answer.content))
    };
    assert!(has(|content| matches!(content, AnswerContent::Card { .. })));
    assert!(has(|content| matches!(content, AnswerContent::Carousel { .. })));
    assert!(bot.stories.iter().any(|story| !story.mandatory.is_empty()));
    assert!(bot.stories.iter().flat_map(|story| &story.steps).any(|step| !step.steps.is_empty()));
    for locale in [Locale::fr(), Locale::en()] {
        let tests = bot.dialogs.iter().filter(|dialog| dialog.locale == locale).count();
        assert!(tests >= 12, "{tests} dialogs in `{locale}`");
    }
    assert!(!bot_files::check(&bot).iter().any(|finding| finding.severity == Severity::Error));
}
