//! What the documentation shows is read here: docs are true.

use std::collections::BTreeMap;
use std::path::Path;

use model::{Bot, Severity};

/// The code blocks that name a file, joined per file.
fn files_in(page: &str) -> BTreeMap<String, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs").join(page);
    let text = std::fs::read_to_string(path).unwrap();
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut current: Option<String> = None;
    for line in text.lines() {
        match (&current, line.strip_prefix("```")) {
            (None, Some(info)) => {
                let file = info.split(' ').find_map(|word| word.strip_prefix("file="));
                current = Some(file.unwrap_or_default().to_owned());
            }
            (Some(_), Some(_)) => current = None,
            (Some(file), None) if !file.is_empty() => {
                let content = files.entry(file.clone()).or_default();
                content.push_str(line);
                content.push('\n');
            }
            _ => {}
        }
    }
    files
}

#[track_caller]
fn check(page: &str) -> (Bot, BTreeMap<String, String>) {
    let files = files_in(page);
    assert!(files.len() >= 6, "{page} shows {} files", files.len());
    let (bot, findings) = bot_files::read_files(&files);
    let wrong: Vec<String> = findings
        .iter()
        .filter(|finding| finding.severity > Severity::Info)
        .map(ToString::to_string)
        .collect();
    assert!(wrong.is_empty(), "{page}:\n{}", wrong.join("\n"));
    (bot, files)
}

#[test]
fn the_reference_is_one_sound_bot() {
    let (bot, _) = check("reference/bot-format.md");
    assert!(bot.stories.len() >= 8 && bot.dialogs.len() == 1);
    let (again, _) = bot_files::read_files(&bot_files::write_files(&bot));
    assert_eq!(again.stories, bot.stories);
    assert_eq!(again.labels, bot.labels);
}

/// A key of the format that the reference does not show is a key that nobody finds.
#[test]
fn the_reference_shows_every_construct() {
    let (_, files) = check("reference/bot-format.md");
    let all: String = files.values().map(String::as_str).collect();
    for key in [
        "unknown_threshold",
        "story_order",
        "logo_url",
        "only_values",
        "minimum_similarity",
        "dimension",
        "sub_entities",
        "obfuscated",
        "(inbox)",
        "(unknown)",
        "secondary",
        "next_intents",
        "modifier",
        "ask_again",
        "ends_with",
        "redirects_to",
        "disabled",
        "kind =",
        "delay_ms",
        "when =",
        "card =",
        "carousel =",
        "file =",
        "custom =",
        "http =",
        "timeout_ms",
        "fallback",
        "set =",
        "forget =",
        "call =",
        "url =",
        "say =",
        "location = true",
        "image_url",
        "parameters",
        "step =",
        "mandatory",
        "channels.",
        "flag =",
        "percent",
        "until",
        "keywords",
        "switches_bot",
        "insists",
        "bare_values",
        "remember =",
        "for_s",
        "hand_over =",
        "notify =",
        "footnotes",
        "validated",
        "silence_s",
        "hand_over_wait_s",
        "new_conversation_on_start",
        "faq_ends_with",
        "tags:",
        "answer:",
        "trigger",
        "whole_conversation",
        "target",
        "interface =",
        "connector =",
        "(start)",
        "(wait",
        "= (",
    ] {
        assert!(all.contains(key), "the reference has no example of `{key}`");
    }
}

#[test]
fn the_first_bot_is_sound() {
    let (bot, _) = check("guide/first-bot.md");
    assert_eq!((bot.intents.len(), bot.stories.len(), bot.dialogs.len()), (3, 4, 1));
}
