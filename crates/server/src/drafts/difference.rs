//! What is different between two states of a bot, object by object.

use std::collections::{BTreeMap, HashMap};

use model::Bot;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// How an object differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// It is new.
    Added,
    /// It is another.
    Changed,
    /// It is gone.
    Removed,
}

/// An object that differs.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ObjectChange {
    /// What it is: `bot`, `intent`, `entity_type`, `sentence`, `story`, `label`, `dialog`, …
    #[schema(example = "story")]
    pub object: &'static str,
    /// Its name; of a sentence, its language and words.
    #[schema(example = "book")]
    pub name: String,
    /// How it differs.
    pub change: Change,
    /// Its parts that differ; empty when it is new or gone.
    pub differences: Vec<Difference>,
}

/// A part of an object that differs.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct Difference {
    /// Where in the object.
    #[schema(example = "answers[0].content.text")]
    pub place: String,
    /// What was there; absent when nothing was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    pub before: Option<Value>,
    /// What is there; absent when nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object)]
    pub after: Option<Value>,
}

/// What differs, in the order of a bot's parts.
pub fn differences(before: &Bot, after: &Bot) -> Vec<ObjectChange> {
    let mut changes = Vec::new();
    let heads = (before.head(), after.head());
    if heads.0 != heads.1 {
        changes.push(changed("bot", after.name.to_string(), &heads.0, &heads.1));
    }
    maps("intent", &before.intents, &after.intents, &mut changes);
    maps("entity_type", &before.entity_types, &after.entity_types, &mut changes);
    let name = |sentence: &model::Sentence| format!("{} {}", sentence.locale, sentence.text);
    lists("sentence", &before.sentences, &after.sentences, name, &mut changes);
    let name = |story: &model::Story| story.name.to_string();
    lists("story", &before.stories, &after.stories, name, &mut changes);
    order_of_stories(before, after, &mut changes);
    maps("faq", &before.faqs, &after.faqs, &mut changes);
    maps("flag", &before.flags, &after.flags, &mut changes);
    maps("label", &before.labels, &after.labels, &mut changes);
    let name = |dialog: &model::Dialog| dialog.name.clone();
    lists("dialog", &before.dialogs, &after.dialogs, name, &mut changes);
    changes
}

/// The order decides between stories, so it is something that can differ.
fn order_of_stories(before: &Bot, after: &Bot, changes: &mut Vec<ObjectChange>) {
    let order = |bot: &Bot, other: &Bot| -> Vec<String> {
        let known: std::collections::HashSet<&model::StoryName> =
            other.stories.iter().map(|story| &story.name).collect();
        let both = bot.stories.iter().filter(|story| known.contains(&story.name));
        both.map(|story| story.name.to_string()).collect()
    };
    let (was, is) = (order(before, after), order(after, before));
    if was != is {
        changes.push(changed("story_order", "stories".to_owned(), &was, &is));
    }
}

fn maps<K: Ord + ToString, V: PartialEq + Serialize>(
    object: &'static str,
    before: &BTreeMap<K, V>,
    after: &BTreeMap<K, V>,
    changes: &mut Vec<ObjectChange>,
) {
    for (key, was) in before {
        match after.get(key) {
            None => changes.push(whole(object, key.to_string(), Change::Removed)),
            Some(is) if was != is => changes.push(changed(object, key.to_string(), was, is)),
            Some(_) => {}
        }
    }
    for key in after.keys().filter(|key| !before.contains_key(key)) {
        changes.push(whole(object, key.to_string(), Change::Added));
    }
}

fn lists<T: PartialEq + Serialize>(
    object: &'static str,
    before: &[T],
    after: &[T],
    name: impl Fn(&T) -> String,
    changes: &mut Vec<ObjectChange>,
) {
    // Most often a list is what it was but for one place.
    let same = before.iter().zip(after).take_while(|(was, is)| was == is).count();
    let (before, after) = (&before[same..], &after[same..]);
    let same_end =
        before.iter().rev().zip(after.iter().rev()).take_while(|(was, is)| was == is).count();
    let (before, after) = (&before[..before.len() - same_end], &after[..after.len() - same_end]);
    let mut waiting: HashMap<String, Vec<&T>> = HashMap::new();
    for item in after.iter().rev() {
        waiting.entry(name(item)).or_default().push(item);
    }
    for was in before {
        let key = name(was);
        match waiting.get_mut(&key).and_then(Vec::pop) {
            None => changes.push(whole(object, key, Change::Removed)),
            Some(is) if was != is => changes.push(changed(object, key, was, is)),
            Some(_) => {}
        }
    }
    for item in after {
        let key = name(item);
        if waiting.get_mut(&key).and_then(Vec::pop).is_some() {
            changes.push(whole(object, key, Change::Added));
        }
    }
}

fn whole(object: &'static str, name: String, change: Change) -> ObjectChange {
    ObjectChange { object, name, change, differences: Vec::new() }
}

fn changed(
    object: &'static str,
    name: String,
    before: &impl Serialize,
    after: &impl Serialize,
) -> ObjectChange {
    let json = |value: Result<Value, _>| value.unwrap_or_default();
    let (before, after) = (json(serde_json::to_value(before)), json(serde_json::to_value(after)));
    let mut differences = Vec::new();
    compare(String::new(), Some(before), Some(after), &mut differences);
    ObjectChange { object, name, change: Change::Changed, differences }
}

fn compare(
    place: String,
    before: Option<Value>,
    after: Option<Value>,
    differences: &mut Vec<Difference>,
) {
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(mut after))) => {
            let below = |name: &str| match place.is_empty() {
                true => name.to_owned(),
                false => format!("{place}.{name}"),
            };
            for (name, was) in before {
                let is = after.remove(&name);
                compare(below(&name), Some(was), is, differences);
            }
            for (name, is) in after {
                compare(below(&name), None, Some(is), differences);
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) => {
            let mut after = after.into_iter();
            let mut place_of = 0;
            for was in before {
                compare(format!("{place}[{place_of}]"), Some(was), after.next(), differences);
                place_of += 1;
            }
            for is in after {
                compare(format!("{place}[{place_of}]"), None, Some(is), differences);
                place_of += 1;
            }
        }
        (before, after) if before == after => {}
        (before, after) => differences.push(Difference { place, before, after }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{BotName, Edit, Intent, IntentName, Locale, Namespace, Story, StoryName};

    fn a_bot() -> Bot {
        let (namespace, name) = (Namespace::new("app").unwrap(), BotName::new("gare").unwrap());
        let mut bot = Bot::new(namespace, name, vec![Locale::fr()]);
        for intent in ["a", "b"] {
            bot.intents.insert(IntentName::new(intent).unwrap(), Intent::default());
        }
        bot.stories = ["one", "two", "three"].map(a_story).into();
        for text in ["x", "y", "z"] {
            bot.sentences.push(a_sentence(text, "a"));
        }
        bot
    }

    fn a_story(name: &str) -> Story {
        serde_json::from_value(serde_json::json!({ "name": name })).unwrap()
    }

    fn a_sentence(text: &str, intent: &str) -> model::Sentence {
        serde_json::from_value(serde_json::json!({"text": text, "locale": "fr", "intent": intent}))
            .unwrap()
    }

    #[track_caller]
    fn check(change: impl FnOnce(&mut Bot), expected: &str) {
        let (before, mut after) = (a_bot(), a_bot());
        change(&mut after);
        let told: Vec<String> = differences(&before, &after)
            .iter()
            .map(|change| {
                let places: Vec<&str> = change.differences.iter().map(|d| &*d.place).collect();
                let how = format!("{:?}", change.change).to_lowercase();
                format!("{} {} {how} {}", change.object, change.name, places.join(","))
            })
            .collect();
        assert_eq!(told.join("; "), expected);
    }

    #[test]
    fn exactly_the_objects_that_differ_are_told() {
        check(|_| {}, "");
        check(|bot| bot.title = "t".into(), "bot gare changed title");
        check(|bot| drop(bot.intents.pop_last()), "intent b removed ");
        check(|bot| bot.sentences.push(a_sentence("w", "b")), "sentence fr w added ");
        check(|bot| drop(bot.sentences.remove(1)), "sentence fr y removed ");
        check(|bot| bot.sentences[1] = a_sentence("y", "b"), "sentence fr y changed intent");
        check(|bot| bot.sentences.swap(0, 2), "");
        check(|bot| bot.stories.swap(0, 2), "story_order stories changed [0],[2]");
        let name = StoryName::new("two").unwrap();
        check(
            |bot| bot.apply(Edit::Story { name, story: None, before: None }),
            "story two removed ",
        );
        check(|bot| bot.stories[1].description = "d".into(), "story two changed description");
    }
}
