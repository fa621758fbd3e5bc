//! What a sentence says to the intent classifier: hashes of word and character n-grams.

use crate::hashing::{FeatureTable, finish, mix};
use crate::text::{TokenClass, Tokens};

/// The n-grams of a sentence, as hashes, with repetition.
#[derive(Debug, Clone, Default)]
pub(crate) struct Ngrams {
    /// Words and pairs of neighbours.
    pub(crate) words: Vec<u64>,
    /// Sequences of 2 to 5 characters within words, with the spaces around them.
    pub(crate) chars: Vec<u64>,
}

const WORD: u64 = 0x01;
const PAIR: u64 = 0x02;
const CHARS: u64 = 0x03;
const CHARS_MAX: usize = 5;

impl Ngrams {
    /// Of a sentence; `markers` are hashes of what dictionaries know about it, taken as words.
    pub(crate) fn of(tokens: &Tokens, markers: &[u64]) -> Self {
        let mut ngrams = Self {
            words: Vec::with_capacity(tokens.items.len() * 2 + markers.len()),
            chars: Vec::with_capacity(tokens.lower.len() * 4),
        };
        let words = || tokens.items.iter().filter(|token| token.class != TokenClass::Mark);
        ngrams.words.extend(words().map(|token| finish(mix(WORD, token.word))));
        ngrams.words.extend(markers.iter().map(|&marker| finish(mix(WORD, marker))));
        for (left, right) in words().zip(words().skip(1)) {
            ngrams.words.push(finish(mix(mix(PAIR, left.word), right.word)));
        }
        ngrams.add_chars(&tokens.lower);
        ngrams
    }

    fn add_chars(&mut self, lower: &str) {
        let mut window: Vec<u64> = Vec::with_capacity(32);
        for word in lower.split_whitespace() {
            window.clear();
            window.push(u64::from(' '));
            window.extend(word.chars().map(u64::from));
            window.push(u64::from(' '));
            for start in 0..window.len() - 1 {
                let mut hash = mix(CHARS, window[start]);
                for (length, &c) in (2..).zip(&window[start + 1..]) {
                    if length > CHARS_MAX {
                        break;
                    }
                    hash = mix(hash, c);
                    self.chars.push(finish(hash));
                }
            }
        }
    }
}

/// The features that training kept, with their weights. Rows below [`Vocabulary::words`] are
/// words, the others are character sequences.
#[derive(Debug, Clone, Default)]
pub(crate) struct Vocabulary {
    pub(crate) hashes: Vec<u64>,
    pub(crate) words: usize,
    pub(crate) idf: Vec<f32>,
    table: FeatureTable,
}

/// One feature of a sentence: its row and weight.
pub(crate) type Cell = (u32, f32);

impl Vocabulary {
    /// Of the training sentences. `minimum` is the number of sentences in which a character
    /// sequence must appear.
    pub(crate) fn learn(sentences: &[Ngrams], minimum: u32) -> Self {
        let mut vocabulary = Self::default();
        let mut idf = Vec::new();
        for block in [0, 1] {
            let mut seen: Vec<u64> = Vec::new();
            for sentence in sentences {
                let mut own =
                    if block == 0 { sentence.words.clone() } else { sentence.chars.clone() };
                own.sort_unstable();
                own.dedup();
                seen.extend(own);
            }
            seen.sort_unstable();
            let minimum = if block == 0 { 1 } else { minimum };
            for same in seen.chunk_by(|a, b| a == b) {
                if same.len() as u32 >= minimum {
                    vocabulary.hashes.push(same[0]);
                    let ratio = (1 + sentences.len()) as f32 / (1 + same.len()) as f32;
                    idf.push(ratio.ln() + 1.0);
                }
            }
            if block == 0 {
                vocabulary.words = vocabulary.hashes.len();
            }
        }
        Self::assemble(vocabulary.hashes, vocabulary.words, idf)
    }

    /// From its parts.
    pub(crate) fn assemble(hashes: Vec<u64>, words: usize, idf: Vec<f32>) -> Self {
        let table = FeatureTable::new(&hashes);
        Self { hashes, words, idf, table }
    }

    /// The known features of a sentence with their weights before normalisation, by row.
    pub(crate) fn weigh(&self, ngrams: &Ngrams) -> Vec<Cell> {
        let mut rows: Vec<u32> = Vec::with_capacity(ngrams.words.len() + ngrams.chars.len());
        rows.extend(ngrams.words.iter().filter_map(|&hash| self.table.get(hash)));
        rows.extend(ngrams.chars.iter().filter_map(|&hash| self.table.get(hash)));
        rows.sort_unstable();
        let mut cells = Vec::with_capacity(rows.len());
        for same in rows.chunk_by(|a, b| a == b) {
            let tf = if same.len() == 1 { 1.0 } else { 1.0 + (same.len() as f32).ln() };
            cells.push((same[0], tf * self.idf[same[0] as usize]));
        }
        cells
    }

    /// Gives each block its share of a norm of one (half the squares each).
    pub(crate) fn normalise(&self, cells: &mut [Cell]) {
        let split = cells.partition_point(|&(row, _)| (row as usize) < self.words);
        let (words, chars) = cells.split_at_mut(split);
        for block in [words, chars] {
            let squares: f32 = block.iter().map(|(_, value)| value * value).sum();
            if squares > 0.0 {
                let factor = (0.5 / squares).sqrt();
                for (_, value) in block {
                    *value *= factor;
                }
            }
        }
    }

    /// Whether training has seen a word.
    pub(crate) fn knows_word(&self, word: u64) -> bool {
        self.table.get(finish(mix(WORD, word))).is_some()
    }
}
