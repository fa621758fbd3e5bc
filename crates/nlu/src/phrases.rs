//! Sequences of words and what they stand for, found in time that does not depend on how many
//! there are: a table of hashes of token sequences and of their beginnings.

use std::ops::Range;

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::hashing::FeatureTable;
use crate::text::extend_sequence;

/// Phrases with what they stand for.
#[derive(Debug, Clone)]
pub(crate) struct Phrases<E> {
    /// Sequences of tokens and their beginnings.
    sequences: Vec<u64>,
    /// For each sequence where its entries begin in `entries`.
    starts: Vec<u32>,
    entries: Vec<E>,
    table: FeatureTable,
}

/// The empty sequence.
pub(crate) const ROOT: u64 = 0xd1c7;

impl<E> Default for Phrases<E> {
    fn default() -> Self {
        Self { sequences: vec![], starts: vec![0], entries: vec![], table: FeatureTable::default() }
    }
}

/// Adds a phrase, given by its words, and its beginnings.
pub(crate) fn add<E>(words: &[u64], entry: E, found: &mut Vec<(u64, Option<E>)>) {
    let mut sequence = ROOT;
    let mut entry = Some(entry);
    for (at, &word) in words.iter().enumerate() {
        sequence = extend_sequence(sequence, word);
        found.push((sequence, if at + 1 == words.len() { entry.take() } else { None }));
    }
}

impl<E: Copy + Ord> Phrases<E> {
    /// Of what was added.
    pub(crate) fn new(mut found: Vec<(u64, Option<E>)>) -> Self {
        found.sort_unstable();
        found.dedup();
        let mut phrases = Self::default();
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            phrases.sequences.push(same[0].0);
            phrases.entries.extend(same.iter().filter_map(|(_, entry)| *entry));
            phrases.starts.push(phrases.entries.len() as u32);
        }
        phrases.table = FeatureTable::new(&phrases.sequences);
        phrases
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.sequences.is_empty()
    }

    pub(crate) fn entries(&self) -> &[E] {
        &self.entries
    }

    /// What a sequence stands for; `None` when no phrase begins with it.
    pub(crate) fn get(&self, sequence: u64) -> Option<&[E]> {
        let row = self.table.get(sequence)? as usize;
        Some(&self.entries[self.starts[row] as usize..self.starts[row + 1] as usize])
    }

    pub(crate) fn write(&self, writer: &mut Writer, each: impl Fn(&mut Writer, E)) {
        writer.u64s(&self.sequences);
        writer.u32s(&self.starts);
        writer.length(self.entries.len());
        self.entries.iter().for_each(|&entry| each(writer, entry));
    }

    /// `each` reads one entry, of at least `bytes_min` bytes.
    pub(crate) fn read(
        reader: &mut Reader<'_>,
        bytes_min: usize,
        each: impl Fn(&mut Reader<'_>) -> Result<E, Error>,
    ) -> Result<Self, Error> {
        let (sequences, starts) = (reader.u64s()?, reader.u32s()?);
        let count = reader.length(bytes_min)?;
        let entries = (0..count).map(|_| each(reader)).collect::<Result<Vec<_>, _>>()?;
        ensure(
            starts.len() == sequences.len() + 1
                && starts.is_sorted()
                && starts.last().is_none_or(|&end| end as usize <= entries.len()),
            "a table of phrases is uneven",
        )?;
        let table = FeatureTable::new(&sequences);
        Ok(Self { sequences, starts, entries, table })
    }
}

/// The finds that none of the same kind beats: longer ones first, then the leftmost. Those of the
/// same place and kind stay together. By place at the end.
pub(crate) fn longest<F, K: PartialEq>(
    mut finds: Vec<F>,
    place_of: impl Fn(&F) -> &Range<usize>,
    kind_of: impl Fn(&F) -> K,
) -> Vec<F> {
    finds.sort_by_key(|find| (usize::MAX - place_of(find).len(), place_of(find).start));
    let mut kept: Vec<F> = Vec::new();
    for candidate in finds {
        let own = place_of(&candidate);
        let is_beaten = kept.iter().any(|better| {
            let other = place_of(better);
            other != own
                && other.start < own.end
                && own.start < other.end
                && kind_of(better) == kind_of(&candidate)
        });
        if !is_beaten {
            kept.push(candidate);
        }
    }
    kept.sort_by_key(|find| (place_of(find).start, place_of(find).end));
    kept
}
