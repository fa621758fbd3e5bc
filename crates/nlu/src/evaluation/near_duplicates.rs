//! Sentences of two intents that are nearly the same.

use std::collections::BTreeMap;

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

/// Found through the words that sentences share.
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
    let mut shared: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for at in holders.values().filter(|at| at.len() <= HOLDERS_MAX) {
        for (place, &first) in at.iter().enumerate() {
            for &second in &at[place + 1..] {
                if bot.sentences[first].intent != bot.sentences[second].intent {
                    *shared.entry((first, second)).or_default() += 1;
                }
            }
        }
    }
    let mut near: Vec<NearDuplicate> = shared
        .into_iter()
        .filter_map(|((first, second), count)| {
            let all = words[first].len() + words[second].len() - count;
            let likeness = count as f64 / all.max(1) as f64;
            let named = |at: usize| {
                let Sentence { text, intent, .. } = &bot.sentences[at];
                NearSentence { text: text.clone(), intent: intent.clone() }
            };
            (likeness >= LIKENESS).then(|| NearDuplicate {
                first: named(first),
                second: named(second),
                likeness,
            })
        })
        .collect();
    near.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then(a.first.text.cmp(&b.first.text)));
    near.truncate(NAMED_MAX);
    near
}
