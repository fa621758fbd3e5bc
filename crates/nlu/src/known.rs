//! Sentences that a person vouched for, answered exactly.

use std::ops::Range;

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::hashing::hash_text;
use crate::text::Reduced;

/// A training sentence: what it means and where its entities are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KnownSentence {
    /// Reduced (see [`Reduced`]).
    pub(crate) text: String,
    /// Number of the intent; `None` is an example of what is not understood.
    pub(crate) intent: Option<u16>,
    pub(crate) entities: Vec<KnownEntity>,
}

/// An annotated entity of a known sentence.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct KnownEntity {
    /// Its place in the reduced text.
    pub(crate) place: (u32, u32),
    /// Number of the entity use.
    pub(crate) entity_use: u16,
    pub(crate) parts: Vec<KnownEntity>,
}

/// Parts of parts of parts are known and looked for, no deeper.
pub(crate) const PARTS_DEPTH_MAX: usize = 3;

impl KnownEntity {
    /// At a place of the cleaned sentence; `None` when nothing of it is left after reducing.
    pub(crate) fn at(
        reduced: &Reduced,
        bytes: &Range<usize>,
        entity_use: u16,
        parts: Vec<KnownEntity>,
    ) -> Option<Self> {
        let place = (reduced.place_of(bytes.start) as u32, reduced.place_of(bytes.end) as u32);
        (place.0 < place.1).then_some(Self { place, entity_use, parts })
    }

    /// The numbers of the uses that it and its parts name.
    pub(crate) fn uses(&self) -> Vec<u16> {
        let parts = self.parts.iter().flat_map(Self::uses);
        std::iter::once(self.entity_use).chain(parts).collect()
    }

    fn write(entities: &[Self], writer: &mut Writer) {
        writer.length(entities.len());
        for own in entities {
            writer.u32(own.place.0);
            writer.u32(own.place.1);
            writer.u16(own.entity_use);
            Self::write(&own.parts, writer);
        }
    }

    /// Those of a sentence, or parts at a depth.
    fn read(reader: &mut Reader<'_>, depth: usize) -> Result<Vec<Self>, Error> {
        let count = reader.length(14)?;
        ensure(count == 0 || depth <= PARTS_DEPTH_MAX, "parts of entities are too deep")?;
        (0..count)
            .map(|_| {
                Ok(Self {
                    place: (reader.u32()?, reader.u32()?),
                    entity_use: reader.u16()?,
                    parts: Self::read(reader, depth + 1)?,
                })
            })
            .collect()
    }
}

/// All sentences of one locale, by text.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownSentences {
    pub(crate) sentences: Vec<KnownSentence>,
    /// Hashes of the words of all sentences, each sentence's sorted.
    words: Vec<u32>,
    /// Where each sentence's words end.
    ends: Vec<u32>,
}

fn words_of(text: &str) -> Vec<u32> {
    let mut words: Vec<u32> = text.split(' ').map(|word| hash_text(word) as u32).collect();
    words.sort_unstable();
    words.dedup();
    words
}

impl KnownSentences {
    /// Sorted; of equal texts the first given stays.
    pub(crate) fn new(mut sentences: Vec<KnownSentence>) -> Self {
        sentences.sort_by(|a, b| a.text.cmp(&b.text));
        sentences.dedup_by(|later, first| later.text == first.text);
        Self::index(sentences)
    }

    fn index(sentences: Vec<KnownSentence>) -> Self {
        let (mut words, mut ends) = (Vec::new(), Vec::new());
        for sentence in &sentences {
            words.extend(words_of(&sentence.text));
            ends.push(words.len() as u32);
        }
        Self { sentences, words, ends }
    }

    /// The sentence that says the same.
    pub(crate) fn find(&self, reduced: &Reduced) -> Option<&KnownSentence> {
        let at = self.sentences.binary_search_by(|known| known.text.as_str().cmp(&reduced.text));
        at.ok().map(|at| &self.sentences[at])
    }

    /// The sentences that share most words with a reduced text, best first, with the share.
    pub(crate) fn nearest(&self, text: &str, count: usize) -> Vec<(&KnownSentence, f64)> {
        let own = words_of(text);
        // One bit per word tells most words of other sentences apart without a comparison.
        let bits = own.iter().fold(0u64, |bits, word| bits | 1 << (word & 63));
        let mut scored: Vec<(usize, f64)> = Vec::new();
        let mut from = 0;
        for (at, &end) in self.ends.iter().enumerate() {
            let other = &self.words[from..end as usize];
            from = end as usize;
            let shared = other
                .iter()
                .filter(|&word| bits >> (word & 63) & 1 == 1 && own.contains(word))
                .count();
            if shared > 0 {
                scored.push((at, shared as f64 / (own.len() + other.len() - shared) as f64));
            }
        }
        scored.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        scored.truncate(count);
        scored.into_iter().map(|(at, likeness)| (&self.sentences[at], likeness)).collect()
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.length(self.sentences.len());
        for sentence in &self.sentences {
            writer.text(&sentence.text);
            writer.option(sentence.intent, Writer::u16);
            KnownEntity::write(&sentence.entities, writer);
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let count = reader.length(9)?;
        let mut sentences = Vec::with_capacity(count);
        for _ in 0..count {
            let text = reader.text()?;
            let intent = reader.option(Reader::u16)?;
            let entities = KnownEntity::read(reader, 0)?;
            sentences.push(KnownSentence { text, intent, entities });
        }
        ensure(sentences.is_sorted_by(|a, b| a.text < b.text), "known sentences are unsorted")?;
        Ok(Self::index(sentences))
    }
}
