//! `intents/*.md`.

use std::collections::BTreeMap;

use model::{Bot, EntityUse, Intent, IntentName, Sentence, SentenceStatus};

use super::layout;
use crate::dialog_line::quoted;
use crate::entity_use;
use crate::escape;
use crate::sentence;

/// The file of examples of what the bot does not understand.
const UNKNOWN_STEM: &str = "unknown";

pub(super) fn write(bot: &Bot, files: &mut BTreeMap<String, String>) {
    let mut sentences: BTreeMap<Option<&IntentName>, Vec<&Sentence>> = BTreeMap::new();
    for sentence in &bot.sentences {
        sentences.entry(sentence.intent.as_ref()).or_default().push(sentence);
    }
    // Sentences of an intent that is not declared declare it: nothing is lost, and `check` speaks.
    let undeclared = Intent::default();
    let mut intents: BTreeMap<&IntentName, &Intent> = bot.intents.iter().collect();
    for name in sentences.keys().flatten() {
        intents.entry(name).or_insert(&undeclared);
    }
    let intents: Vec<(&IntentName, &Intent)> = intents.into_iter().collect();
    let names = intents.iter().map(|(name, intent)| (name.as_str(), intent.category.as_str()));
    let mut taken = std::collections::BTreeSet::new();
    for (path, positions) in layout::files("intents", "md", names) {
        let mut out = String::new();
        let mut category = "";
        for position in positions {
            let (name, intent) = intents[position];
            if category != intent.category {
                category = &intent.category;
                out.push_str(&format!("category: {}\n", escape::escape(category)));
            }
            let sentences = sentences.get(&Some(name)).map_or(&[][..], Vec::as_slice);
            write_intent(&mut out, bot, name, intent, sentences);
        }
        taken.insert(path.clone());
        files.insert(path, out);
    }
    if let Some(sentences) = sentences.get(&None) {
        let mut out = format!("# {}\n", crate::read::UNKNOWN_HEADING);
        write_sentences(&mut out, bot, &[], sentences);
        files.insert(layout::free_path("intents", UNKNOWN_STEM, "md", &mut taken), out);
    }
}

fn write_intent(
    out: &mut String,
    bot: &Bot,
    name: &IntentName,
    intent: &Intent,
    sentences: &[&Sentence],
) {
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str(&format!("# {}\n", quoted(name.as_str())));
    if !intent.title.is_empty() {
        out.push_str(&format!("title: {}\n", escape::escape(&intent.title)));
    }
    if !intent.entities.is_empty() {
        let entities: Vec<String> =
            intent.entities.iter().map(|entity| entity_use::write(entity, &[])).collect();
        out.push_str(&format!("entities: {}\n", entities.join(", ")));
    }
    if !intent.description.is_empty() {
        for line in intent.description.split('\n') {
            out.push_str(format!("> {}", escape::escape(line)).trim_end_matches(' '));
            out.push('\n');
        }
    }
    write_sentences(out, bot, &intent.entities, sentences);
}

/// A section per language and status; the sentences come in this order.
fn write_sentences(out: &mut String, bot: &Bot, declared: &[EntityUse], sentences: &[&Sentence]) {
    let mut section = None;
    for sentence in sentences {
        if section != Some((&sentence.locale, sentence.status)) {
            section = Some((&sentence.locale, sentence.status));
            let inbox = match sentence.status {
                SentenceStatus::Validated => String::new(),
                SentenceStatus::Inbox => format!(" {}", crate::read::INBOX_MARK),
            };
            out.push_str(&format!("\n## {}{inbox}\n\n", sentence.locale));
        }
        let line = sentence::write(&sentence.text, &sentence.entities, declared, &bot.entity_types);
        out.push_str(format!("- {line}").trim_end_matches(' '));
        out.push('\n');
    }
}
