//! What a sentence says to the intent classifier: hashes of word and character n-grams.

use std::borrow::Cow;

use crate::hashing::{FeatureTable, finish, mix};
use crate::intent::listed::Listed;
use crate::text::{TokenClass, Tokens, fold};

/// Kinds of features, each normalised on its own: words with their neighbours, characters, and
/// pairs of words anywhere in the sentence.
pub(crate) const BLOCKS: usize = 3;
const WORDS: usize = 0;
const CHARS: usize = 1;
const PAIRS: usize = 2;

/// The n-grams of a sentence by block, as hashes, with repetition.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ngrams {
    pub(crate) blocks: [Vec<u64>; BLOCKS],
    /// For each word, which come first in their block, whether a dictionary lists it.
    pub(crate) listed: Vec<bool>,
}

// Seeds of the hashes. Part of the format.
const WORD: u64 = 0x01;
const NEIGHBOURS: u64 = 0x02;
const SEQUENCE: u64 = 0x03;
const STEM: u64 = 0x04;
const PAIR: u64 = 0x06;
const EDGE: u64 = 0x08;

const CHARS_MAX: usize = 5;
/// Pairs compare words by their first characters, a stem that every language has.
const STEM_CHARS: usize = 5;
/// Longer sentences give pairs of their first words only; the number of pairs is quadratic.
const PAIRED_WORDS_MAX: usize = 32;

impl Ngrams {
    /// Of a sentence. `listed` says which tokens are known and as what; what they are is taken as
    /// a word beside the words, and as a neighbour of the words around. Where it says that the
    /// words are interchangeable, their spelling and their pairs are left aside, so that rare
    /// names do not drown the rest.
    pub(crate) fn of(tokens: &Tokens, listed: &[Listed]) -> Self {
        let mut ngrams = Self::default();
        let indices: Vec<usize> = (0..tokens.items.len())
            .filter(|&at| tokens.items[at].class != TokenClass::Mark)
            .collect();
        let out = &mut ngrams.blocks[WORDS];
        out.reserve(indices.len() * 2 + listed.len() * 3 + 1);
        out.extend(indices.iter().map(|&at| finish(mix(WORD, tokens.items[at].word))));
        let mut before = EDGE;
        for word in indices.iter().map(|&at| tokens.items[at].word).chain([EDGE]) {
            out.push(finish(mix(mix(NEIGHBOURS, before), word)));
            before = word;
        }
        out.extend(listed.iter().map(|own| finish(mix(WORD, own.kind))));
        let word = |at: usize| tokens.items.get(at).map_or(EDGE, |token| token.word);
        for Listed { tokens: range, kind, .. } in listed {
            let before = range.start.checked_sub(1).map_or(EDGE, word);
            out.push(finish(mix(mix(NEIGHBOURS, before), *kind)));
            out.push(finish(mix(mix(NEIGHBOURS, *kind), word(range.end))));
        }
        let is_listed = |at: &usize| listed.iter().any(|own| own.tokens.contains(at));
        ngrams.listed = indices.iter().map(is_listed).collect();
        let hidden = || listed.iter().filter(|own| own.is_interchangeable);
        let lower = without(tokens, hidden().flat_map(|own| own.tokens.clone()));
        if lower.is_ascii() {
            add_sequences(&lower, &mut ngrams.blocks[CHARS]);
        } else {
            add_sequences(&fold(&lower), &mut ngrams.blocks[CHARS]);
        }
        let stem = |&at: &usize| {
            let chars = tokens.lower_of(at).chars().take(STEM_CHARS);
            chars.fold(STEM, |hash, c| mix(hash, u64::from(c)))
        };
        let is_shown = |at: &&usize| !hidden().any(|own| own.tokens.contains(at));
        let shown = indices.iter().take(PAIRED_WORDS_MAX).filter(is_shown);
        let mut stems: Vec<u64> = shown.map(stem).collect();
        stems.extend(hidden().take(PAIRED_WORDS_MAX).map(|own| own.kind));
        stems.sort_unstable();
        stems.dedup();
        let out = &mut ngrams.blocks[PAIRS];
        out.reserve(stems.len() * stems.len() / 2);
        for (at, &left) in stems.iter().enumerate() {
            out.extend(stems[at + 1..].iter().map(|&right| finish(mix(mix(PAIR, left), right))));
        }
        ngrams
    }
}

/// A sentence with spaces in place of some tokens.
fn without(tokens: &Tokens, hidden: impl Iterator<Item = usize>) -> Cow<'_, str> {
    let mut lower = Cow::Borrowed(tokens.lower.as_str());
    for at in hidden {
        let place = tokens.items[at].lower.clone();
        let spaces = " ".repeat(place.len());
        lower.to_mut().replace_range(place, &spaces);
    }
    lower
}

/// The sequences of 2 to 5 characters within each word, with a space on each side.
fn add_sequences(lower: &str, out: &mut Vec<u64>) {
    out.reserve(lower.len() * 4);
    let mut window: Vec<u64> = Vec::with_capacity(32);
    for word in lower.split_whitespace() {
        window.clear();
        window.push(u64::from(' '));
        window.extend(word.chars().map(u64::from));
        window.push(u64::from(' '));
        for start in 0..window.len() - 1 {
            let mut hash = mix(SEQUENCE, window[start]);
            for &c in window[start + 1..].iter().take(CHARS_MAX - 1) {
                hash = mix(hash, c);
                out.push(finish(hash));
            }
        }
    }
}

/// How features are weighed. Found on held-out training data of several sets, the same for all
/// bots of a size; see `docs/nlu-benchmark.md`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Weighing {
    /// Squares of each block's norm.
    pub(crate) shares: [f32; BLOCKS],
    /// Power of the rarity among sentences.
    pub(crate) sentence_power: f32,
    /// Power of the rarity among classes: a word of one intent only says more than a word of
    /// many, however often it is used there.
    pub(crate) class_power: f32,
    /// In how many sentences a feature of each block must appear.
    pub(crate) minimum: [u32; BLOCKS],
}

/// The features that training kept, with their weights, by block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    /// By row. A model that was read needs them no longer: its table finds the rows.
    pub(crate) hashes: Vec<u64>,
    /// Where each block ends.
    pub(crate) ends: [usize; BLOCKS],
    pub(crate) shares: [f32; BLOCKS],
    pub(crate) rarity: Vec<f32>,
    /// The rarity of what was never seen.
    rarest: f32,
    table: FeatureTable,
}

/// One feature of a sentence: its row and weight.
pub(crate) type Cell = (u32, f32);

impl Vocabulary {
    /// Of the training sentences, given with their classes.
    pub(crate) fn learn<'a>(
        sentences: impl Iterator<Item = (&'a Ngrams, u16)> + Clone,
        class_count: usize,
        weighing: &Weighing,
    ) -> Self {
        let mut hashes = Vec::new();
        let mut ends = [0; BLOCKS];
        let mut rarity = Vec::new();
        let sentence_count = sentences.clone().count();
        let smooth = |all: usize, with: usize| ((1 + all) as f32 / (1 + with) as f32).ln() + 1.0;
        for (block, block_end) in ends.iter_mut().enumerate() {
            let mut seen: Vec<(u64, u16)> = Vec::new();
            for (sentence, class) in sentences.clone() {
                let from = seen.len();
                seen.extend(sentence.blocks[block].iter().map(|&hash| (hash, class)));
                seen[from..].sort_unstable();
                let mut kept = from;
                for at in from..seen.len() {
                    if at == from || seen[at].0 != seen[kept - 1].0 {
                        seen[kept] = seen[at];
                        kept += 1;
                    }
                }
                seen.truncate(kept);
            }
            seen.sort_unstable();
            for same in seen.chunk_by(|a, b| a.0 == b.0) {
                if same.len() as u32 >= weighing.minimum[block] {
                    let classes = same.chunk_by(|a, b| a.1 == b.1).count();
                    hashes.push(same[0].0);
                    rarity.push(
                        smooth(sentence_count, same.len()).powf(weighing.sentence_power)
                            * smooth(class_count, classes).powf(weighing.class_power),
                    );
                }
            }
            *block_end = hashes.len();
        }
        Self::assemble(hashes, ends, weighing.shares, rarity)
    }

    /// From its parts.
    pub(crate) fn assemble(
        hashes: Vec<u64>,
        ends: [usize; BLOCKS],
        shares: [f32; BLOCKS],
        rarity: Vec<f32>,
    ) -> Self {
        let table = FeatureTable::new(&hashes);
        let rarest = rarity.iter().copied().fold(1.0, f32::max);
        Self { hashes, ends, shares, rarity, rarest, table }
    }

    /// Whether a word was seen in training, by the hash of its lower-case form.
    pub(crate) fn has_word(&self, word: u64) -> bool {
        self.table.get(finish(mix(WORD, word))).is_some()
    }

    /// The known features of a sentence with their weights before normalisation, by row.
    pub(crate) fn weigh(&self, ngrams: &Ngrams) -> Vec<Cell> {
        let mut rows: Vec<u32> = Vec::with_capacity(ngrams.blocks.iter().map(Vec::len).sum());
        for block in &ngrams.blocks {
            rows.extend(block.iter().filter_map(|&hash| self.table.get(hash)));
        }
        rows.sort_unstable();
        let mut cells = Vec::with_capacity(rows.len());
        for same in rows.chunk_by(|a, b| a == b) {
            let tf = if same.len() == 1 { 1.0 } else { 1.0 + (same.len() as f32).ln() };
            cells.push((same[0], tf * self.rarity[same[0] as usize]));
        }
        cells
    }

    /// Gives each block its share.
    pub(crate) fn normalise(&self, cells: &mut [Cell]) {
        let mut rest = cells;
        for (&end, &share) in self.ends.iter().zip(&self.shares) {
            let split = rest.partition_point(|&(row, _)| (row as usize) < end);
            let (own, after) = rest.split_at_mut(split);
            let squares: f32 = own.iter().map(|(_, value)| value * value).sum();
            if squares > 0.0 {
                let factor = (share / squares).sqrt();
                own.iter_mut().for_each(|(_, value)| *value *= factor);
            }
            rest = after;
        }
    }

    /// The shares of the sentence's words and of its character sequences that training has seen,
    /// in sentences that have the rows for which `is_seen`. Words count by their rarity: that
    /// "quelle est la" was seen says little when what follows was not. A word that a dictionary
    /// lists is seen.
    pub(crate) fn coverage(&self, ngrams: &Ngrams, is_seen: impl Fn(u32) -> bool) -> (f64, f64) {
        let row_of = |hash: &u64| self.table.get(*hash).filter(|&row| is_seen(row));
        let (mut seen, mut all) = (0.0f32, 0.0f32);
        for (hash, &listed) in ngrams.blocks[WORDS].iter().zip(&ngrams.listed) {
            let row = row_of(hash);
            let is_known = row.is_some();
            let weight = row.map_or(self.rarest, |row| self.rarity[row as usize]);
            all += weight;
            seen += if listed || is_known { weight } else { 0.0 };
        }
        let words = if all > 0.0 { f64::from(seen / all) } else { 0.0 };
        let sequences = &ngrams.blocks[CHARS];
        let known = sequences.iter().filter(|hash| row_of(hash).is_some()).count();
        (words, known as f64 / sequences.len().max(1) as f64)
    }
}
