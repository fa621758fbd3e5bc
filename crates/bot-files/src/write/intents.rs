//! `intents/*.md` and `faq/*.md`.

use std::collections::{BTreeMap, BTreeSet};

use model::{Bot, EntityUse, Intent, IntentName, Locale, Sentence, SentenceStatus};

use super::{faq, layout};
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
    for name in bot.faqs.keys() {
        intents.entry(name).or_insert(&undeclared);
    }
    let (entries, intents): (Vec<_>, Vec<_>) =
        intents.into_iter().partition(|(name, _)| bot.faqs.contains_key(*name));
    let mut taken = BTreeSet::new();
    for (folder, intents) in [("intents", intents), ("faq", entries)] {
        write_files(bot, folder, &intents, &sentences, &mut taken, files);
    }
    if let Some(sentences) = sentences.get(&None) {
        let mut out = format!("# {}\n", crate::read::UNKNOWN_HEADING);
        write_sentences(&mut out, bot, &[], sentences, &mut BTreeMap::new());
        files.insert(layout::free_path("intents", UNKNOWN_STEM, "md", &mut taken), out);
    }
}

fn write_files(
    bot: &Bot,
    folder: &str,
    intents: &[(&IntentName, &Intent)],
    sentences: &BTreeMap<Option<&IntentName>, Vec<&Sentence>>,
    taken: &mut BTreeSet<String>,
    files: &mut BTreeMap<String, String>,
) {
    let names = intents.iter().map(|(name, intent)| (name.as_str(), intent.category.as_str()));
    for (path, positions) in layout::files(folder, "md", names) {
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
    if !intent.mandatory_states.is_empty() {
        out.push_str(&format!("states: {}\n", faq::words(&intent.mandatory_states)));
    }
    if !intent.start_of_day.is_empty() {
        let roles: Vec<String> = intent.start_of_day.iter().map(ToString::to_string).collect();
        out.push_str(&format!("start_of_day: {}\n", faq::words(&roles)));
    }
    faq::write_properties(out, bot, name);
    if !intent.description.is_empty() {
        quote(out, &intent.description, escape::escape);
    }
    let mut answers = faq::answers(bot, name);
    write_sentences(out, bot, &intent.entities, sentences, &mut answers);
    // What is answered in languages in which nothing is asked.
    for (locale, text) in answers {
        out.push_str(&format!("\n## {locale}\n\n"));
        quote(out, text, faq::escape);
    }
}

/// A text of several lines, each after a `>`.
fn quote(out: &mut String, text: &str, escape: fn(&str) -> String) {
    for line in text.split('\n') {
        out.push_str(format!("> {}", escape(line)).trim_end_matches(' '));
        out.push('\n');
    }
}

/// A section per language and status; the sentences come in this order. Below those that are
/// validated stands their answer, if there is one.
fn write_sentences(
    out: &mut String,
    bot: &Bot,
    declared: &[EntityUse],
    sentences: &[&Sentence],
    answers: &mut BTreeMap<&Locale, &str>,
) {
    let mut section: Option<(&Locale, SentenceStatus)> = None;
    for (position, sentence) in sentences.iter().enumerate() {
        let own = (&sentence.locale, sentence.status);
        if section != Some(own) {
            section = Some(own);
            let inbox = match sentence.status {
                SentenceStatus::Validated => String::new(),
                SentenceStatus::Inbox => format!(" {}", crate::read::INBOX_MARK),
            };
            out.push_str(&format!("\n## {}{inbox}\n\n", sentence.locale));
        }
        let line = sentence::write(&sentence.text, &sentence.entities, declared, &bot.entity_types);
        out.push_str(format!("- {line}").trim_end_matches(' '));
        out.push('\n');
        let next = sentences.get(position + 1).map(|next| (&next.locale, next.status));
        if next != Some(own)
            && sentence.status == SentenceStatus::Validated
            && let Some(answer) = answers.remove(&sentence.locale)
        {
            out.push('\n');
            quote(out, answer, faq::escape);
        }
    }
}
