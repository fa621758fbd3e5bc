//! Changes of a bot's content, one object at a time.
//!
//! A draft is changed by edits, so that what is stored, sent to other nodes and told to people is
//! as small as the change, however large the bot.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use crate::{
    Bot, BotSettings, Branding, Dialog, Dictionary, DictionaryEntry, EntityType, EntityTypeName,
    Faq, FeatureFlag, FlagName, Intent, IntentName, Label, LabelKey, Locale, Sentence, Story,
    StoryName,
};

/// A bot without its objects: what it is called and how it behaves.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BotHead {
    /// A name to show.
    #[serde(default)]
    pub title: String,
    /// What it is for.
    #[serde(default)]
    pub description: String,
    /// A word to group bots by.
    #[serde(default)]
    pub category: String,
    /// The languages it speaks; the first is its default.
    pub locales: Vec<Locale>,
    /// IANA name of the zone in which dates are read when the user's is not known.
    pub time_zone: String,
    /// How it behaves.
    #[serde(default)]
    pub settings: BotSettings,
    /// How its widget looks.
    #[serde(default)]
    pub branding: Branding,
}

/// What names a sentence within its bot: its language and its words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SentenceKey {
    /// Its language.
    pub locale: Locale,
    /// Its words, as written.
    pub text: String,
}

/// One change of a bot's content: objects as they are from now on, or their end (`None`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "object", rename_all = "snake_case")]
pub enum Edit {
    /// The bot itself.
    Bot {
        /// What it is from now on.
        head: Box<BotHead>,
    },
    /// An intent.
    Intent {
        /// Its name.
        name: IntentName,
        /// What it is from now on.
        #[serde(default)]
        intent: Option<Intent>,
    },
    /// An entity type with its dictionary.
    EntityType {
        /// Its name.
        name: EntityTypeName,
        /// What it is from now on.
        #[serde(default)]
        entity_type: Option<EntityType>,
    },
    /// Some values of the dictionary of an entity type, which gets one if it has none.
    Dictionary {
        /// The entity type. Nothing happens when there is none.
        entity_type: EntityTypeName,
        /// Values added or replaced.
        #[serde(default)]
        put: Vec<DictionaryEntry>,
        /// Values removed.
        #[serde(default)]
        remove: Vec<String>,
    },
    /// Some sentences.
    Sentences {
        /// Added, or replacing those of the same language and words.
        #[serde(default)]
        put: Vec<Sentence>,
        /// Removed.
        #[serde(default)]
        remove: Vec<SentenceKey>,
    },
    /// A story.
    Story {
        /// Its name.
        name: StoryName,
        /// What it is from now on.
        #[serde(default)]
        story: Option<Box<Story>>,
        /// The story before which it lies from now on; `None`: where it was, a new one last.
        #[serde(default)]
        before: Option<StoryName>,
    },
    /// An entry of the FAQ; its intent is an object of its own.
    Faq {
        /// The intent of its question.
        name: IntentName,
        /// What it is from now on.
        #[serde(default)]
        faq: Option<Faq>,
    },
    /// A feature flag.
    Flag {
        /// Its name.
        name: FlagName,
        /// What it is from now on.
        #[serde(default)]
        flag: Option<FeatureFlag>,
    },
    /// Some labels.
    Labels {
        /// What they are from now on.
        labels: BTreeMap<LabelKey, Option<Label>>,
    },
    /// A test.
    Dialog {
        /// Its name.
        name: String,
        /// What it is from now on.
        #[serde(default)]
        dialog: Option<Dialog>,
    },
}

impl Sentence {
    /// What names it within its bot.
    pub fn key(&self) -> SentenceKey {
        SentenceKey { locale: self.locale.clone(), text: self.text.clone() }
    }
}

impl Bot {
    /// The bot without its objects.
    pub fn head(&self) -> BotHead {
        BotHead {
            title: self.title.clone(),
            description: self.description.clone(),
            category: self.category.clone(),
            locales: self.locales.clone(),
            time_zone: self.time_zone.clone(),
            settings: self.settings.clone(),
            branding: self.branding.clone(),
        }
    }

    /// Changes the content. What is not there cannot be removed, and nothing happens.
    pub fn apply(&mut self, edit: Edit) {
        match edit {
            Edit::Bot { head } => self.set_head(*head),
            Edit::Intent { name, intent } => put(&mut self.intents, name, intent),
            Edit::EntityType { name, entity_type } => {
                put(&mut self.entity_types, name, entity_type);
            }
            Edit::Dictionary { entity_type, put, remove } => {
                if let Some(declared) = self.entity_types.get_mut(&entity_type) {
                    edit_dictionary(declared.dictionary.get_or_insert_default(), put, remove);
                }
            }
            Edit::Sentences { put, remove } => edit_sentences(&mut self.sentences, put, remove),
            Edit::Story { name, story, before } => {
                edit_stories(&mut self.stories, &name, story.map(|story| *story), before.as_ref());
            }
            Edit::Faq { name, faq } => put(&mut self.faqs, name, faq),
            Edit::Flag { name, flag } => put(&mut self.flags, name, flag),
            Edit::Labels { labels } => {
                labels.into_iter().for_each(|(key, label)| put(&mut self.labels, key, label));
            }
            Edit::Dialog { name, dialog } => {
                let place = self.dialogs.iter().position(|other| other.name == name);
                match (place, dialog) {
                    (Some(place), Some(dialog)) => self.dialogs[place] = dialog,
                    (Some(place), None) => drop(self.dialogs.remove(place)),
                    (None, dialog) => self.dialogs.extend(dialog),
                }
            }
        }
    }

    fn set_head(&mut self, head: BotHead) {
        let BotHead { title, description, category, locales, time_zone, settings, branding } = head;
        (self.title, self.description, self.category) = (title, description, category);
        (self.locales, self.time_zone) = (locales, time_zone);
        (self.settings, self.branding) = (settings, branding);
    }
}

fn put<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, value: Option<V>) {
    match value {
        Some(value) => drop(map.insert(key, value)),
        None => drop(map.remove(&key)),
    }
}

fn edit_dictionary(dictionary: &mut Dictionary, put: Vec<DictionaryEntry>, remove: Vec<String>) {
    let removed: HashSet<String> = remove.into_iter().collect();
    let mut fresh: HashMap<String, (usize, DictionaryEntry)> = HashMap::new();
    for (place, entry) in put.into_iter().enumerate() {
        fresh.insert(entry.value.clone(), (place, entry));
    }
    dictionary.entries.retain_mut(|entry| {
        if let Some((_, new)) = fresh.remove(&entry.value) {
            *entry = new;
            return true;
        }
        !removed.contains(&entry.value)
    });
    append(&mut dictionary.entries, fresh.into_values());
}

fn edit_sentences(sentences: &mut Vec<Sentence>, put: Vec<Sentence>, remove: Vec<SentenceKey>) {
    // By words first: almost always there is one language for the same words.
    let mut removed: HashMap<String, Vec<Locale>> = HashMap::new();
    for SentenceKey { locale, text } in remove {
        removed.entry(text).or_default().push(locale);
    }
    let mut fresh: HashMap<String, Vec<(usize, Option<Sentence>, Locale)>> = HashMap::new();
    for (place, sentence) in put.into_iter().enumerate() {
        let same_words = fresh.entry(sentence.text.clone()).or_default();
        same_words.retain(|(_, _, locale)| *locale != sentence.locale);
        let locale = sentence.locale.clone();
        same_words.push((place, Some(sentence), locale));
    }
    sentences.retain_mut(|sentence| {
        if let Some(same_words) = fresh.get_mut(&sentence.text)
            && let Some((_, new, _)) =
                same_words.iter_mut().find(|(_, _, locale)| *locale == sentence.locale)
        {
            // A second one of the same words has nowhere to be.
            return new.take().is_some_and(|new| {
                *sentence = new;
                true
            });
        }
        !removed.get(&sentence.text).is_some_and(|locales| locales.contains(&sentence.locale))
    });
    let rest = fresh.into_values().flatten().filter_map(|(place, new, _)| Some((place, new?)));
    append(sentences, rest);
}

/// Adds what is new in the order in which it was given.
fn append<T>(list: &mut Vec<T>, new: impl Iterator<Item = (usize, T)>) {
    let mut new: Vec<(usize, T)> = new.collect();
    new.sort_by_key(|(place, _)| *place);
    list.extend(new.into_iter().map(|(_, item)| item));
}

fn edit_stories(
    stories: &mut Vec<Story>,
    name: &StoryName,
    story: Option<Story>,
    before: Option<&StoryName>,
) {
    let found = stories.iter().position(|other| other.name == *name);
    let removed = found.map(|place| stories.remove(place));
    let Some(story) = story else { return };
    let stays = if removed.is_some() { found } else { None };
    let place = before
        .and_then(|before| stories.iter().position(|other| other.name == *before))
        .or(stays)
        .unwrap_or(stories.len());
    stories.insert(place, story);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BotName, Namespace, SentenceStatus};

    fn sentence(text: &str, locale: Locale, intent: &str) -> Sentence {
        Sentence {
            text: text.into(),
            locale,
            intent: Some(IntentName::new(intent).unwrap()),
            entities: Vec::new(),
            status: SentenceStatus::Validated,
        }
    }

    fn bot() -> Bot {
        let names = (Namespace::new("app").unwrap(), BotName::new("gare").unwrap());
        let mut bot = Bot::new(names.0, names.1, vec![Locale::fr(), Locale::en()]);
        for (text, locale) in
            [("a", Locale::fr()), ("b", Locale::fr()), ("a", Locale::en()), ("b", Locale::fr())]
        {
            bot.sentences.push(sentence(text, locale, "x"));
        }
        bot
    }

    #[track_caller]
    fn check(put: &[(&str, Locale)], remove: &[(&str, Locale)], expected: &str) {
        let mut bot = bot();
        let put = put.iter().map(|(text, locale)| sentence(text, locale.clone(), "y")).collect();
        let remove = remove
            .iter()
            .map(|(text, locale)| SentenceKey { locale: locale.clone(), text: (*text).into() });
        bot.apply(Edit::Sentences { put, remove: remove.collect() });
        let told: Vec<String> = bot
            .sentences
            .iter()
            .map(|s| format!("{}.{}={}", s.locale, s.text, s.intent.as_ref().unwrap()))
            .collect();
        assert_eq!(told.join(" "), expected);
    }

    #[test]
    fn sentences_are_known_by_language_and_words() {
        check(&[("a", Locale::en())], &[], "fr.a=x fr.b=x en.a=y fr.b=x");
        check(&[("b", Locale::fr())], &[], "fr.a=x fr.b=y en.a=x");
        check(
            &[("d", Locale::fr()), ("c", Locale::fr())],
            &[],
            "fr.a=x fr.b=x en.a=x fr.b=x fr.d=y fr.c=y",
        );
        check(&[], &[("b", Locale::fr()), ("a", Locale::en())], "fr.a=x");
        check(&[], &[("z", Locale::fr())], "fr.a=x fr.b=x en.a=x fr.b=x");
    }

    #[test]
    fn a_story_stays_where_it_is_unless_it_is_moved() {
        #[track_caller]
        fn check(name: &str, here: bool, before: Option<&str>, expected: &str) {
            let story = |name: &str| -> Story {
                serde_json::from_value(serde_json::json!({ "name": name })).unwrap()
            };
            let mut bot = bot();
            bot.stories = ["a", "b", "c"].map(story).into();
            bot.apply(Edit::Story {
                name: StoryName::new(name).unwrap(),
                story: here.then(|| Box::new(story(name))),
                before: before.map(|name| StoryName::new(name).unwrap()),
            });
            let names: Vec<&str> = bot.stories.iter().map(|story| story.name.as_str()).collect();
            assert_eq!(names.join(" "), expected);
        }
        check("b", true, None, "a b c");
        check("b", true, Some("a"), "b a c");
        check("a", true, Some("c"), "b a c");
        check("d", true, None, "a b c d");
        check("d", true, Some("nowhere"), "a b c d");
        check("b", false, None, "a c");
        check("d", false, None, "a b c");
    }

    #[test]
    fn an_edit_survives_its_json() {
        let edit = Edit::Labels { labels: BTreeMap::from([(LabelKey::new("hi").unwrap(), None)]) };
        let text = serde_json::to_string(&edit).unwrap();
        assert_eq!(serde_json::from_str::<Edit>(&text).unwrap(), edit);
    }
}
