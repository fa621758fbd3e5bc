//! What takes edits back.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use crate::{
    Bot, DictionaryEntry, Edit, EntityTypeName, FlagName, IntentName, LabelKey, Sentence,
    SentenceKey, StoryName,
};

/// The objects that edits touch.
#[derive(Default)]
struct Touched<'e> {
    head: bool,
    intents: BTreeSet<&'e IntentName>,
    entity_types: BTreeSet<&'e EntityTypeName>,
    values: BTreeMap<&'e EntityTypeName, BTreeSet<&'e str>>,
    sentences: BTreeSet<SentenceKey>,
    stories: BTreeSet<&'e StoryName>,
    /// Those of the stories that only change where they lie.
    staying: BTreeSet<&'e StoryName>,
    faqs: BTreeSet<&'e IntentName>,
    flags: BTreeSet<&'e FlagName>,
    labels: BTreeSet<&'e LabelKey>,
    dialogs: BTreeSet<&'e str>,
}

impl<'e> Touched<'e> {
    fn by(edits: &'e [Edit]) -> Self {
        let mut touched = Self::default();
        let mut moved = BTreeSet::new();
        for edit in edits {
            match edit {
                Edit::Bot { .. } => touched.head = true,
                Edit::Intent { name, .. } => drop(touched.intents.insert(name)),
                Edit::EntityType { name, .. } => drop(touched.entity_types.insert(name)),
                Edit::Dictionary { entity_type, put, remove } => {
                    let put = put.iter().map(|entry| entry.value.as_str());
                    let values = put.chain(remove.iter().map(String::as_str));
                    touched.values.entry(entity_type).or_default().extend(values);
                }
                Edit::Sentences { put, remove } => {
                    touched.sentences.extend(put.iter().map(Sentence::key));
                    touched.sentences.extend(remove.iter().cloned());
                }
                Edit::Story { name, story, before } => {
                    touched.stories.insert(name);
                    if story.is_none() || before.is_some() {
                        moved.insert(name);
                    }
                }
                Edit::Faq { name, .. } => drop(touched.faqs.insert(name)),
                Edit::Flag { name, .. } => drop(touched.flags.insert(name)),
                Edit::Labels { labels } => touched.labels.extend(labels.keys()),
                Edit::Dialog { name, .. } => drop(touched.dialogs.insert(name)),
            }
        }
        touched.staying = touched.stories.difference(&moved).copied().collect();
        touched
    }
}

impl Bot {
    /// The edits that give every object that some edits touch the state it has now: what takes
    /// the edits back once they are made. Sentences, values and tests that were removed come back
    /// at the end of their list, where their order says nothing; stories come back to their place.
    pub fn edits_back(&self, edits: &[Edit]) -> Vec<Edit> {
        let touched = Touched::by(edits);
        let mut back = Vec::new();
        if touched.head {
            back.push(Edit::Bot { head: Box::new(self.head()) });
        }
        back.extend(touched.entity_types.iter().map(|&name| Edit::EntityType {
            name: name.clone(),
            entity_type: self.entity_types.get(name).cloned(),
        }));
        back.extend(self.dictionaries_back(&touched));
        back.extend(touched.intents.iter().map(|&name| Edit::Intent {
            name: name.clone(),
            intent: self.intents.get(name).cloned(),
        }));
        back.extend(self.sentences_back(&touched));
        self.stories_back(&touched, &mut back);
        back.extend(
            touched
                .faqs
                .iter()
                .map(|&name| Edit::Faq { name: name.clone(), faq: self.faqs.get(name).cloned() }),
        );
        back.extend(
            touched.flags.iter().map(|&name| Edit::Flag {
                name: name.clone(),
                flag: self.flags.get(name).cloned(),
            }),
        );
        if !touched.labels.is_empty() {
            let state = |&key: &&LabelKey| (key.clone(), self.labels.get(key).cloned());
            back.push(Edit::Labels { labels: touched.labels.iter().map(state).collect() });
        }
        back.extend(touched.dialogs.iter().map(|&name| Edit::Dialog {
            name: name.to_owned(),
            dialog: self.dialogs.iter().find(|dialog| dialog.name == name).cloned(),
        }));
        back
    }

    /// Values of types that are there with a dictionary; of others the type itself comes back.
    fn dictionaries_back(&self, touched: &Touched<'_>) -> Vec<Edit> {
        let wanted =
            touched.values.iter().filter(|(name, _)| !touched.entity_types.contains(*name));
        wanted
            .filter_map(|(&name, values)| {
                let declared = self.entity_types.get(name)?;
                let Some(dictionary) = &declared.dictionary else {
                    let entity_type = Some(declared.clone());
                    return Some(Edit::EntityType { name: name.clone(), entity_type });
                };
                let known = dictionary.entries.iter();
                let put: Vec<DictionaryEntry> =
                    known.filter(|entry| values.contains(entry.value.as_str())).cloned().collect();
                let had: HashSet<&str> = put.iter().map(|entry| entry.value.as_str()).collect();
                let gone = values.iter().filter(|value| !had.contains(*value));
                let remove = gone.map(|value| (*value).to_owned()).collect();
                Some(Edit::Dictionary { entity_type: name.clone(), put, remove })
            })
            .collect()
    }

    fn sentences_back(&self, touched: &Touched<'_>) -> Option<Edit> {
        if touched.sentences.is_empty() {
            return None;
        }
        // By words first, so that no key is made for each sentence of the bot.
        let mut wanted: HashMap<&str, Vec<&SentenceKey>> = HashMap::new();
        for key in &touched.sentences {
            wanted.entry(&key.text).or_default().push(key);
        }
        let is_wanted = |sentence: &&Sentence| {
            let same_words = wanted.get(sentence.text.as_str());
            same_words.is_some_and(|keys| keys.iter().any(|key| key.locale == sentence.locale))
        };
        let put: Vec<Sentence> = self.sentences.iter().filter(is_wanted).cloned().collect();
        let had: HashSet<SentenceKey> = put.iter().map(Sentence::key).collect();
        let gone = touched.sentences.iter().filter(|key| !had.contains(key));
        Some(Edit::Sentences { put, remove: gone.cloned().collect() })
    }

    fn stories_back(&self, touched: &Touched<'_>, back: &mut Vec<Edit>) {
        let known: BTreeSet<&StoryName> = self.stories.iter().map(|story| &story.name).collect();
        let end = |name: &StoryName| Edit::Story { name: name.clone(), story: None, before: None };
        let new = touched.stories.iter().filter(|name| !known.contains(**name));
        back.extend(new.map(|name| end(name)));
        for (place, story) in self.stories.iter().enumerate() {
            if !touched.stories.contains(&story.name) {
                continue;
            }
            let behind = self.stories[place + 1..].iter();
            let mut behind = behind.filter(|other| !touched.stories.contains(&other.name));
            let before = match touched.staying.contains(&story.name) {
                true => None,
                false => {
                    let before = behind.next().map(|other| other.name.clone());
                    if before.is_none() {
                        // A story that is not there goes to the end.
                        back.push(end(&story.name));
                    }
                    before
                }
            };
            let state = Some(Box::new(story.clone()));
            back.push(Edit::Story { name: story.name.clone(), story: state, before });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BotName, Locale, Namespace};
    use serde_json::{Value, json};

    fn a_bot() -> Bot {
        let names = (Namespace::new("app").unwrap(), BotName::new("gare").unwrap());
        let mut bot = Bot::new(names.0, names.1, vec![Locale::fr()]);
        for edit in [
            json!({"object": "intent", "name": "greet", "intent": {}}),
            json!({"object": "entity_type", "name": "station", "entity_type":
                {"dictionary": {"entries": [{"value": "lyon"}, {"value": "nice"}]}}}),
            json!({"object": "entity_type", "name": "bare", "entity_type": {}}),
            json!({"object": "sentences", "put": [
                {"text": "a", "locale": "fr", "intent": "greet"},
                {"text": "b", "locale": "fr", "intent": "greet"}]}),
            json!({"object": "story", "name": "one", "story": {"name": "one"}}),
            json!({"object": "story", "name": "two", "story": {"name": "two"}}),
            json!({"object": "story", "name": "three", "story": {"name": "three"}}),
            json!({"object": "labels", "labels": {"hi": {"texts": []}}}),
        ] {
            bot.apply(edit_of(edit));
        }
        bot
    }

    fn edit_of(json: Value) -> Edit {
        serde_json::from_value(json).unwrap()
    }

    /// The content, whatever the order of what has none.
    fn content(bot: &Bot) -> Value {
        let mut bot = bot.clone();
        bot.sentences.sort_by(|a, b| a.text.cmp(&b.text));
        for declared in bot.entity_types.values_mut() {
            if let Some(own) = &mut declared.dictionary {
                own.entries.sort_by(|a, b| a.value.cmp(&b.value));
            }
        }
        serde_json::to_value(bot).unwrap()
    }

    #[track_caller]
    fn check(edits: Value) {
        let edits: Vec<Edit> = serde_json::from_value(edits).unwrap();
        let before = a_bot();
        let back = before.edits_back(&edits);
        let mut after = before.clone();
        edits.iter().cloned().for_each(|edit| after.apply(edit));
        assert_ne!(content(&after), content(&before), "{edits:?}");
        let again = after.edits_back(&back);
        let mut taken_back = after.clone();
        back.into_iter().for_each(|edit| taken_back.apply(edit));
        assert_eq!(content(&taken_back), content(&before), "{edits:?}");
        again.into_iter().for_each(|edit| taken_back.apply(edit));
        assert_eq!(content(&taken_back), content(&after), "again {edits:?}");
    }

    #[test]
    fn what_is_taken_back_is_as_before_and_can_be_done_again() {
        check(json!([{"object": "intent", "name": "greet", "intent": {"title": "t"}}]));
        check(json!([{"object": "intent", "name": "new", "intent": {}},
            {"object": "sentences", "put": [{"text": "a", "locale": "fr", "intent": "new"},
                {"text": "c", "locale": "fr", "intent": "new"}],
                "remove": [{"text": "b", "locale": "fr"}]},
            {"object": "intent", "name": "greet"}]));
        check(json!([{"object": "entity_type", "name": "station"}]));
        check(json!([{"object": "dictionary", "entity_type": "station",
            "put": [{"value": "nice", "labels": {"fr": ["Nice"]}}, {"value": "dax"}],
            "remove": ["lyon"]}]));
        check(json!([{"object": "dictionary", "entity_type": "bare", "put": [{"value": "dax"}]}]));
        check(
            json!([{"object": "story", "name": "two", "story": {"name": "two", "description": "d"}}]),
        );
        check(json!([{"object": "story", "name": "one"}]));
        check(json!([{"object": "story", "name": "three"}, {"object": "story", "name": "two"}]));
        check(json!([{"object": "story", "name": "new", "story": {"name": "new"}}]));
        check(json!([{"object": "story", "name": "three", "story": {"name": "three"},
            "before": "one"}]));
        check(json!([{"object": "story", "name": "one", "story": {"name": "one"},
            "before": "three"}]));
        check(json!([{"object": "labels", "labels": {"hi": null, "ho": {"texts": []}}}]));
        check(json!([{"object": "dialog", "name": "t", "dialog":
            {"name": "t", "locale": "fr", "exchanges": []}}]));
        check(json!([{"object": "flag", "name": "winter", "flag": {"enabled": true}}]));
    }
}
