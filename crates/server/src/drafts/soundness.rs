//! Whether a change makes a bot wrong: the checks of `palabre check`, on the changed objects and
//! what they have to do with, so that the time does not grow with the bot.

use std::collections::{BTreeSet, HashSet};

use model::{
    Bot, Diagnostic, Edit, EntityType, EntityTypeName, IntentName, Sentence, SentenceKey, Severity,
    Story, StoryName,
};
use serde::Serialize;
use serde_json::Value;

/// The mistakes that a bot would have after some edits and has not before.
pub(super) fn made_worse(bot: &Bot, edits: &[Edit]) -> Vec<Diagnostic> {
    let before = concerned(bot, edits);
    let mut after = before.clone();
    edits.iter().for_each(|edit| after.apply(edit.clone()));
    let known: HashSet<(String, String)> =
        mistakes(&before).into_iter().map(|finding| (finding.code, finding.message)).collect();
    let is_new =
        |finding: &Diagnostic| !known.contains(&(finding.code.clone(), finding.message.clone()));
    mistakes(&after).into_iter().filter(is_new).collect()
}

/// Everything that is wrong with a story or strange about it once some edits are made.
pub(super) fn findings_of_story(bot: &Bot, edits: &[Edit], name: &StoryName) -> Vec<Diagnostic> {
    let mut after = concerned(bot, edits);
    edits.iter().for_each(|edit| after.apply(edit.clone()));
    let mut findings = findings(&after);
    // Of the rest of the bot only a part is there: what is said of it means nothing.
    let part = format!("stories[{name}]");
    findings.retain(|finding| finding.place.as_ref().is_some_and(|place| place.starts_with(&part)));
    findings
}

fn findings(bot: &Bot) -> Vec<Diagnostic> {
    let mut findings = bot_files::check(bot);
    findings.extend(engine::check(bot));
    findings
}

fn mistakes(bot: &Bot) -> Vec<Diagnostic> {
    let mut findings = findings(bot);
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}

/// What edits are about.
#[derive(Default)]
struct Subjects<'e> {
    /// Words that a story must hold as a text of its own to have to do with them: names.
    names: BTreeSet<&'e str>,
    intents: BTreeSet<&'e IntentName>,
    types: BTreeSet<&'e EntityTypeName>,
    sentences: HashSet<SentenceKey>,
    stories: BTreeSet<&'e str>,
    faqs: BTreeSet<&'e IntentName>,
    dialogs: BTreeSet<&'e str>,
    /// Texts that changed stories hold: labels among them.
    texts: HashSet<String>,
    /// Whether something changes that may name a story.
    names_stories: bool,
}

impl<'e> Subjects<'e> {
    fn of(edits: &'e [Edit]) -> Self {
        let mut subjects = Self::default();
        for edit in edits {
            match edit {
                Edit::Bot { .. } => subjects.names_stories = true,
                Edit::Intent { name, .. } => {
                    subjects.intents.insert(name);
                    subjects.names.insert(name.as_str());
                }
                Edit::EntityType { name, .. } | Edit::Dictionary { entity_type: name, .. } => {
                    subjects.types.insert(name);
                    subjects.names.insert(name.as_str());
                }
                Edit::Sentences { put, remove } => {
                    subjects.sentences.extend(put.iter().map(Sentence::key));
                    subjects.sentences.extend(remove.iter().cloned());
                }
                Edit::Story { name, story, .. } => {
                    subjects.stories.insert(name.as_str());
                    subjects.names.insert(name.as_str());
                    if let Some(story) = story {
                        texts_of(story, &mut subjects.texts);
                    }
                }
                Edit::Faq { name, faq } => {
                    subjects.names_stories = true;
                    subjects.faqs.insert(name);
                    if let Some(faq) = faq {
                        texts_of(faq, &mut subjects.texts);
                    }
                }
                Edit::Flag { name, .. } => {
                    subjects.names.insert(name.as_str());
                }
                Edit::Labels { labels } => {
                    // Only a label that goes can be missed.
                    let gone = labels.iter().filter(|(_, label)| label.is_none());
                    subjects.names.extend(gone.map(|(key, _)| key.as_str()));
                    subjects.texts.extend(labels.keys().map(ToString::to_string));
                }
                Edit::Dialog { name, .. } => {
                    subjects.dialogs.insert(name.as_str());
                }
            }
        }
        subjects
    }
}

/// The bot with the objects that edits are about and those that have to do with them.
fn concerned(bot: &Bot, edits: &[Edit]) -> Bot {
    let mut subjects = Subjects::of(edits);
    let mut part = Bot::new(bot.namespace.clone(), bot.name.clone(), Vec::new());
    part.apply(Edit::Bot { head: Box::new(bot.head()) });
    part.intents = bot.intents.clone();
    // Values matter to the steps of stories only.
    let with_values = !subjects.stories.is_empty() || !subjects.types.is_empty();
    part.entity_types = bot
        .entity_types
        .iter()
        .map(|(name, declared)| {
            let values = if with_values { declared.clone() } else { without_values(declared) };
            (name.clone(), values)
        })
        .collect();
    if !subjects.sentences.is_empty() || !subjects.intents.is_empty() || !subjects.types.is_empty()
    {
        let is_concerned = |sentence: &&Sentence| {
            sentence.intent.as_ref().is_some_and(|intent| subjects.intents.contains(intent))
                || sentence.entities.iter().any(|mark| subjects.types.contains(&mark.entity_type))
                || (!subjects.sentences.is_empty() && subjects.sentences.contains(&sentence.key()))
        };
        part.sentences = bot.sentences.iter().filter(is_concerned).cloned().collect();
    }
    if subjects.names_stories || !subjects.names.is_empty() {
        for story in &bot.stories {
            let is_whole =
                subjects.stories.contains(story.name.as_str()) || mentions(story, &subjects.names);
            if is_whole {
                texts_of(story, &mut subjects.texts);
                part.stories.push(story.clone());
            } else {
                part.stories.push(outline(story));
            }
        }
    }
    let faqs = bot.faqs.iter().filter(|(name, faq)| {
        subjects.faqs.contains(*name)
            || subjects.intents.contains(*name)
            || (!subjects.names.is_empty() && mentions(*faq, &subjects.names))
    });
    part.faqs = faqs.map(|(name, faq)| (name.clone(), faq.clone())).collect();
    part.faqs.values().for_each(|faq| texts_of(faq, &mut subjects.texts));
    part.flags = bot.flags.clone();
    let labels = subjects.texts.iter().filter_map(|text| bot.labels.get_key_value(text.as_str()));
    part.labels = labels.map(|(key, label)| (key.clone(), label.clone())).collect();
    let dialogs = bot.dialogs.iter().filter(|dialog| subjects.dialogs.contains(&*dialog.name));
    part.dialogs = dialogs.cloned().collect();
    part
}

fn without_values(declared: &EntityType) -> EntityType {
    EntityType {
        dimension: declared.dimension,
        sub_entities: declared.sub_entities.clone(),
        dictionary: declared.dictionary.as_ref().map(|_| Default::default()),
        ..EntityType::default()
    }
}

/// What other stories need to know of a story.
fn outline(story: &Story) -> Story {
    let mut outline = story.clone();
    outline.mandatory.clear();
    outline.answers.clear();
    outline.steps.clear();
    outline.next_intents.clear();
    outline
}

/// Whether something holds one of these names as a text of its own. Looked for in its JSON, which
/// is much quicker than in its parts.
fn mentions(object: &impl Serialize, names: &BTreeSet<&str>) -> bool {
    let json = serde_json::to_string(object).unwrap_or_default();
    let quoted = |name: &str| serde_json::to_string(name).unwrap_or_default();
    names.iter().any(|name| json.contains(&quoted(name)))
}

/// Every text in something, names of members included.
fn texts_of(whole: &impl Serialize, texts: &mut HashSet<String>) {
    let mut waiting = vec![serde_json::to_value(whole).unwrap_or_default()];
    while let Some(value) = waiting.pop() {
        match value {
            Value::String(text) => drop(texts.insert(text)),
            Value::Array(items) => waiting.extend(items),
            Value::Object(members) => {
                for (name, member) in members {
                    texts.insert(name);
                    waiting.push(member);
                }
            }
            _ => {}
        }
    }
}
