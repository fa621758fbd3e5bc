//! Which sentences are learned from, and which are measured.

use std::collections::BTreeMap;

use model::{Bot, IntentName, Locale, Sentence, SentenceStatus, ValueReader};

use crate::hashing::hash_text;
use crate::text::{Reduced, clean};
use crate::{Model, Speed, TrainOptions, train};

/// The place of each validated sentence, from 0 to below 1; `None` for the others.
///
/// Sentences of an intent and a locale are spread evenly, so that a stretch of places holds its
/// share of each. Places follow from the texts and the seed alone: a sentence keeps its place, or
/// nearly, when others come and go. Sentences that are the same up to case and punctuation share
/// a place, so that none is measured by a model that learned its twin.
pub(crate) fn places(bot: &Bot, seed: u64) -> Vec<Option<f64>> {
    type Key<'a> = (&'a Locale, String);
    type Group<'a> = (&'a Locale, Option<&'a IntentName>);
    let keys: Vec<Option<Key<'_>>> = bot
        .sentences
        .iter()
        .map(|sentence| {
            let is_taught = sentence.status == SentenceStatus::Validated;
            is_taught.then(|| (&sentence.locale, Reduced::new(&clean(&sentence.text)).text))
        })
        .collect();
    let mut groups: BTreeMap<Group<'_>, Vec<(u64, &Key<'_>)>> = BTreeMap::new();
    let mut placed: BTreeMap<&Key<'_>, f64> = BTreeMap::new();
    for (sentence, key) in bot.sentences.iter().zip(&keys) {
        let Some(key) = key else { continue };
        // The intent of its first sentence is where a text belongs.
        if placed.insert(key, 0.0).is_none() {
            let group = groups.entry((&sentence.locale, sentence.intent.as_ref())).or_default();
            group.push((hash_text(&format!("{seed} {}", key.1)), key));
        }
    }
    for ((locale, intent), members) in &mut groups {
        members.sort_unstable();
        let name = intent.map_or("", IntentName::as_str);
        // Groups of a few sentences must not all begin at the same place.
        let offset =
            (hash_text(&format!("{seed} {locale} {name}")) >> 11) as f64 / (1u64 << 53) as f64;
        let count = members.len() as f64;
        for (at, (_, key)) in members.iter().enumerate() {
            placed.insert(key, ((at as f64 + offset) / count).fract());
        }
    }
    keys.iter().map(|key| key.as_ref().and_then(|key| placed.get(key).copied())).collect()
}

/// A model of the bot with only the sentences that `is_learned` says.
pub(crate) fn model_of(
    bot: &Bot,
    is_learned: impl Fn(usize, &Sentence) -> bool,
    speed: Speed,
    values: &dyn ValueReader,
) -> Option<Model> {
    let mut part = Bot::new(bot.namespace.clone(), bot.name.clone(), bot.locales.clone());
    part.intents = bot.intents.clone();
    part.entity_types = bot.entity_types.clone();
    part.settings = bot.settings.clone();
    part.sentences = bot
        .sentences
        .iter()
        .enumerate()
        .filter(|(at, sentence)| is_learned(*at, sentence))
        .map(|(_, sentence)| sentence.clone())
        .collect();
    Model::load(&train(&part, &TrainOptions { speed }, values).bytes).ok()
}

#[cfg(test)]
mod tests {
    use model::{BotName, Namespace};

    use super::*;

    fn bot(sentences: &[(&str, &str)]) -> Bot {
        let (namespace, name) = (Namespace::new("app").unwrap(), BotName::new("b").unwrap());
        let mut bot = Bot::new(namespace, name, vec![Locale::en()]);
        bot.sentences = sentences
            .iter()
            .map(|(text, intent)| Sentence {
                text: (*text).into(),
                locale: Locale::en(),
                intent: Some(IntentName::new(*intent).unwrap()),
                entities: vec![],
                status: SentenceStatus::Validated,
            })
            .collect();
        bot
    }

    fn numbered(count: usize) -> Bot {
        let texts: Vec<String> = (0..count).map(|at| format!("sentence number {at}")).collect();
        let texts: Vec<(&str, &str)> =
            texts.iter().enumerate().map(|(at, t)| (t.as_str(), ["a", "b"][at % 2])).collect();
        bot(&texts)
    }

    #[test]
    fn every_part_holds_its_share_of_each_intent() {
        let bot = numbered(100);
        let places = places(&bot, 7);
        for fold in 0..5 {
            let of_a = places
                .iter()
                .enumerate()
                .filter(|(at, place)| at % 2 == 0 && (place.unwrap() * 5.0) as usize == fold);
            assert_eq!(of_a.count(), 10, "fold {fold}");
        }
        assert_ne!(places, super::places(&bot, 8), "the seed decides");
        assert_eq!(places, super::places(&bot, 7));
    }

    #[test]
    fn twins_share_a_place_whatever_their_case_and_intent() {
        let bot =
            bot(&[("Hello there!", "a"), ("bye", "b"), ("hello there", "a"), ("HELLO THERE", "b")]);
        let places = places(&bot, 1);
        assert_eq!(places[0], places[2]);
        assert_eq!(places[0], places[3]);
    }

    #[test]
    fn sentences_of_the_inbox_have_no_place() {
        let mut bot = numbered(3);
        bot.sentences[1].status = SentenceStatus::Inbox;
        assert!(places(&bot, 1)[1].is_none());
    }
}
