//! What the audit log is told of a change of a draft: who changed what is its business, and what the
//! object was before and is now. Never words that a user may have said: sentences and test dialogs
//! are told by their ids and sizes, so that a person can be forgotten everywhere.

use std::collections::BTreeMap;

use model::{Bot, Dialog, Edit, SentenceKey};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use store::{AuditEntry, BotSummary};

use super::{etag_of, sentence_id};

/// Lines of one change. A larger one is told as a whole.
const LINES_MAX: usize = 50;

/// Names that are told of a larger change.
const NAMES_MAX: usize = 200;

/// Longest value that is told, as JSON in bytes. A longer one is told by its size and its hash.
const VALUE_BYTES_MAX: usize = 16 * 1024;

/// Kinds of object, and what is said when one is made, changed and removed.
const ACTIONS: [(&str, [&str; 3]); 8] = [
    ("bot", ["bot.changed", "bot.changed", "bot.changed"]),
    ("intent", ["intent.made", "intent.changed", "intent.removed"]),
    ("entity type", ["entity-type.made", "entity-type.changed", "entity-type.removed"]),
    ("story", ["story.made", "story.changed", "story.removed"]),
    ("faq", ["faq.made", "faq.changed", "faq.removed"]),
    ("flag", ["flag.made", "flag.changed", "flag.removed"]),
    ("label", ["label.made", "label.changed", "label.removed"]),
    ("dialog", ["dialog.made", "dialog.changed", "dialog.removed"]),
];

/// What edits that are about to be made to `before` are told as.
pub fn told<'a>(bot: &'a BotSummary, before: &Bot, edits: &[Edit]) -> Vec<AuditEntry<'a>> {
    let mut lines = Lines { bot, entries: Vec::new() };
    edits.iter().for_each(|edit| lines.tell(before, edit));
    let mut entries = lines.entries;
    if entries.len() > LINES_MAX {
        let names: Vec<&String> = entries.iter().take(NAMES_MAX).map(|one| &one.object).collect();
        let after = json!({"changes": entries.len(), "objects": names});
        entries = vec![AuditEntry {
            namespace: Some(&bot.namespace),
            action: "draft.changed",
            object: format!("{}/{}", bot.namespace, bot.name),
            before: None,
            after: Some(bounded(after)),
        }];
    }
    entries
}

struct Lines<'a> {
    bot: &'a BotSummary,
    entries: Vec<AuditEntry<'a>>,
}

impl Lines<'_> {
    fn tell(&mut self, bot: &Bot, edit: &Edit) {
        match edit {
            Edit::Bot { head } => self.object("bot", "", Some(&bot.head()), Some(&**head)),
            Edit::Intent { name, intent } => {
                self.object("intent", name.as_str(), bot.intents.get(name), intent.as_ref());
            }
            Edit::EntityType { name, entity_type } => {
                let before = bot.entity_types.get(name);
                self.object("entity type", name.as_str(), before, entity_type.as_ref());
            }
            Edit::Dictionary { entity_type, put, remove } => {
                let known = bot.entity_types.get(entity_type);
                let known = known.and_then(|known| known.dictionary.as_ref());
                let is_touched = |value: &str| {
                    remove.iter().any(|gone| gone == value)
                        || put.iter().any(|entry| entry.value == value)
                };
                let before: Vec<_> = known
                    .iter()
                    .flat_map(|known| &known.entries)
                    .filter(|entry| {
                        put.len() + remove.len() <= LINES_MAX && is_touched(&entry.value)
                    })
                    .collect();
                let after = json!({"put": put, "remove": remove});
                self.line("dictionary.changed", entity_type.as_str(), json!(before), after);
            }
            Edit::Sentences { put, remove } => {
                let put: Vec<Value> = put
                    .iter()
                    .map(|one| json!({"id": id_of(&one.key()), "intent": one.intent, "status": one.status}))
                    .collect();
                let gone: Vec<String> = remove.iter().map(id_of).collect();
                let counts = json!({"put": put.len(), "removed": gone.len(),
                    "sentences": put, "removedIds": gone});
                self.line("sentences.changed", "", Value::Null, counts);
            }
            Edit::Story { name, story, before } => {
                let known = bot.stories.iter().find(|known| known.name == *name);
                match (story, before) {
                    (None, Some(place)) => {
                        let after = json!({"before": place});
                        self.line("story.moved", name.as_str(), Value::Null, after);
                    }
                    _ => self.object("story", name.as_str(), known, story.as_deref()),
                }
            }
            Edit::Faq { name, faq } => {
                self.object("faq", name.as_str(), bot.faqs.get(name), faq.as_ref());
            }
            Edit::Flag { name, flag } => {
                self.object("flag", name.as_str(), bot.flags.get(name), flag.as_ref());
            }
            Edit::Labels { labels } => {
                for (key, label) in labels {
                    self.object("label", key.as_str(), bot.labels.get(key), label.as_ref());
                }
            }
            Edit::Dialog { name, dialog } => {
                let known = bot.dialogs.iter().find(|known| known.name == *name);
                let (before, after) =
                    (known.map(without_words), dialog.as_ref().map(without_words));
                self.object("dialog", name, before.as_ref(), after.as_ref());
            }
        }
    }

    fn object<T: Serialize>(
        &mut self,
        kind: &str,
        name: &str,
        before: Option<&T>,
        after: Option<&T>,
    ) {
        let place = match (before, after) {
            (None, None) => return,
            (None, Some(_)) => 0,
            (Some(_), Some(_)) => 1,
            (Some(_), None) => 2,
        };
        let actions = ACTIONS.iter().find(|(known, _)| *known == kind);
        let action = actions.map_or("draft.changed", |(_, actions)| actions[place]);
        self.line(action, name, json!(before), json!(after));
    }

    fn line(&mut self, action: &'static str, name: &str, before: Value, after: Value) {
        let bot = format!("{}/{}", self.bot.namespace, self.bot.name);
        let value = |value: Value| (!value.is_null()).then(|| bounded(value));
        self.entries.push(AuditEntry {
            namespace: Some(&self.bot.namespace),
            action,
            object: if name.is_empty() { bot } else { format!("{bot} {name}") },
            before: value(before),
            after: value(after),
        });
    }
}

/// A value that the audit log can keep for ever.
fn bounded(value: Value) -> Value {
    let text = value.to_string();
    if text.len() <= VALUE_BYTES_MAX {
        return value;
    }
    let mut short: BTreeMap<&str, Value> = BTreeMap::new();
    // Counts say more than a size.
    let members = value.as_object().into_iter().flatten();
    short.extend(
        members.filter(|(_, one)| one.is_number()).map(|(name, one)| (name.as_str(), one.clone())),
    );
    short.insert("bytes", json!(text.len()));
    short.insert("sha256", json!(hex(&Sha256::digest(&text))));
    json!(short)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The id of a sentence, without its words.
fn id_of(key: &SentenceKey) -> String {
    sentence_id(&key.locale, &key.text)
}

fn without_words(dialog: &Dialog) -> Value {
    json!({"exchanges": dialog.exchanges.len(), "etag": etag_of(dialog).to_string()})
}
