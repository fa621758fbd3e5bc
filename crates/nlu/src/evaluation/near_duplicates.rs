//! Sentences of two intents that are nearly the same.

use std::collections::{BTreeMap, BTreeSet};

use model::{Bot, IntentName, Locale, Sentence, SentenceStatus};
use serde::{Deserialize, Serialize};

use crate::text::Reduced;

/// Share of common words from which on two sentences are nearly the same.
const LIKENESS: f64 = 0.75;
/// Words of more sentences than this say little, and comparing all pairs of those costs much.
const HOLDERS_MAX: usize = 200;
/// Pairs that are named.
const NAMED_MAX: usize = 100;

/// Two sentences of different intents that share nearly all words.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NearDuplicate {
    /// One of them.
    pub first: NearSentence,
    /// The other.
    pub second: NearSentence,
    /// Share of common words, 0 to 1.
    pub likeness: f64,
}

/// One of two sentences that are nearly the same.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearSentence {
    /// The sentence.
    pub text: String,
    /// Its intent; absent: an example of what is not understood.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<IntentName>,
}

/// Found through the words that sentences share; sentences of very common words alone are not.
pub(super) fn near_duplicates(bot: &Bot) -> Vec<NearDuplicate> {
    let words_of = |sentence: &Sentence| -> Vec<String> {
        let reduced = Reduced::new(&sentence.text);
        let mut words: Vec<String> = reduced.text.split(' ').map(str::to_owned).collect();
        words.sort();
        words.dedup();
        words
    };
    let words: Vec<Vec<String>> = bot.sentences.iter().map(words_of).collect();
    let mut holders: BTreeMap<(&Locale, &str), Vec<usize>> = BTreeMap::new();
    for (at, own) in words.iter().enumerate() {
        let sentence = &bot.sentences[at];
        if sentence.status == SentenceStatus::Validated {
            for word in own {
                holders.entry((&sentence.locale, word)).or_default().push(at);
            }
        }
    }
    let mut near = Vec::new();
    for (at, own) in words.iter().enumerate() {
        let sentence = &bot.sentences[at];
        if sentence.status != SentenceStatus::Validated {
            continue;
        }
        let others = own
            .iter()
            .filter_map(|word| holders.get(&(&sentence.locale, word.as_str())))
            .filter(|holders| holders.len() <= HOLDERS_MAX)
            .flatten()
            .filter(|&&other| other > at && bot.sentences[other].intent != sentence.intent);
        let others: BTreeSet<usize> = others.copied().collect();
        for other in others {
            let likeness = likeness(own, &words[other]);
            if likeness >= LIKENESS {
                let named = |sentence: &Sentence| NearSentence {
                    text: sentence.text.clone(),
                    intent: sentence.intent.clone(),
                };
                let second = named(&bot.sentences[other]);
                near.push(NearDuplicate { first: named(sentence), second, likeness });
            }
        }
    }
    near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.first.text.cmp(&b.first.text)));
    near.truncate(NAMED_MAX);
    near
}

/// Common words over all words of two sorted lists.
fn likeness(first: &[String], second: &[String]) -> f64 {
    let common = first.iter().filter(|word| second.binary_search(word).is_ok()).count();
    common as f64 / (first.len() + second.len() - common).max(1) as f64
}
