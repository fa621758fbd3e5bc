//! What was annotated in training sentences, as phrases: "Great Expectations" was a title once.
//!
//! Weaker than a dictionary, since it lists only what happened to be annotated; the models learn
//! how far to trust it. They must not learn it from the very sentence that taught it, so a
//! training sentence sees only what others hold.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::Error;
use crate::bytes::{Reader, Writer};
use crate::hashing::mix;
use crate::phrases::{Phrases, ROOT, add, longest};
use crate::text::{Tokens, extend_sequence};

/// An entity use, with the number of training sentences in which the phrase was annotated so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Stretch {
    entity_use: u16,
    sentences: u32,
}

/// The annotated stretches of one locale's sentences.
#[derive(Debug, Clone, Default)]
pub(crate) struct Stretches {
    phrases: Phrases<Stretch>,
}

/// Longer stretches are not kept: they seldom come again.
const STRETCH_TOKENS_MAX: usize = 6;

/// Tokens and the number of an entity use.
pub(crate) type Annotated = (Range<usize>, u16);

impl Stretches {
    /// Of training sentences and what is annotated in them.
    pub(crate) fn new<'a>(sentences: impl Iterator<Item = (&'a Tokens, Vec<Annotated>)>) -> Self {
        let mut counts: BTreeMap<(Vec<u64>, u16), u32> = BTreeMap::new();
        for (tokens, entities) in sentences {
            let short = entities.iter().filter(|(range, _)| range.len() <= STRETCH_TOKENS_MAX);
            let mut own: Vec<(Vec<u64>, u16)> =
                short.map(|(range, number)| (words(tokens, range), *number)).collect();
            own.sort_unstable();
            own.dedup();
            own.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
        }
        let mut found = Vec::new();
        for ((words, entity_use), sentences) in counts {
            add(&words, Stretch { entity_use, sentences }, &mut found);
        }
        Self { phrases: Phrases::new(found) }
    }

    /// The longest stretches in a sentence that were annotated as one of the wanted uses. `own` is
    /// what is annotated in the sentence itself, when it was learned from.
    pub(crate) fn find(
        &self,
        tokens: &Tokens,
        own: &[Annotated],
        wanted: impl Fn(u16) -> bool,
    ) -> Vec<Annotated> {
        if self.phrases.is_empty() {
            return Vec::new();
        }
        let own: Vec<(Vec<u64>, u16)> =
            own.iter().map(|(range, number)| (words(tokens, range), *number)).collect();
        let mut found = Vec::new();
        for start in 0..tokens.items.len() {
            let mut sequence = ROOT;
            for end in start + 1..=tokens.items.len() {
                sequence = extend_sequence(sequence, tokens.items[end - 1].folded);
                let Some(stretches) = self.phrases.get(sequence) else { break };
                for stretch in stretches.iter().filter(|stretch| wanted(stretch.entity_use)) {
                    let taught = stretch.sentences == 1
                        && own.iter().any(|(own, number)| {
                            *number == stretch.entity_use && *own == words(tokens, &(start..end))
                        });
                    if !taught {
                        found.push((start..end, stretch.entity_use));
                    }
                }
            }
        }
        longest(found, |found| &found.0, |found| found.1)
    }

    /// The numbers of the uses that are named.
    pub(crate) fn uses(&self) -> impl Iterator<Item = u16> {
        self.phrases.entries().iter().map(|stretch| stretch.entity_use)
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        self.phrases.write(writer, |writer, stretch| {
            writer.u16(stretch.entity_use);
            writer.u32(stretch.sentences);
        });
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let phrases = Phrases::read(reader, 6, |reader| {
            Ok(Stretch { entity_use: reader.u16()?, sentences: reader.u32()? })
        })?;
        Ok(Self { phrases })
    }
}

/// What a stretch that was annotated as an entity use is called.
pub(crate) fn kind_of(entity_use: u16) -> u64 {
    mix(0x57, u64::from(entity_use))
}

fn words(tokens: &Tokens, range: &Range<usize>) -> Vec<u64> {
    tokens.items[range.clone()].iter().map(|token| token.folded).collect()
}
