//! What each token says to the entity model.

use std::ops::Range;

use crate::entity::stretches::{Annotated, kind_of};
use crate::hashing::{finish, hash_text, mix};
use crate::text::{TokenClass, Tokens};

/// What is known about a stretch of a sentence before the model looks at it: that it is a word of
/// a dictionary, or a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Marker {
    /// Which tokens.
    pub(crate) tokens: Range<usize>,
    /// What it is: a hash of the entity type's or the dimension's name.
    pub(crate) kind: u64,
    /// Whether neighbours see its kind in place of its words. Off for markers learned from
    /// annotations, which are less sure.
    pub(crate) replaces: bool,
}

impl Marker {
    /// Of a stretch that was annotated in another sentence.
    pub(crate) fn of_stretch((tokens, entity_use): Annotated) -> Self {
        Self { tokens, kind: kind_of(entity_use), replaces: false }
    }
}

/// A sentence as the entity model sees it.
pub(crate) struct View<'a> {
    pub(crate) tokens: &'a Tokens,
    pub(crate) markers: &'a [Marker],
    /// Tokens whose own words must not be looked at: so the model learns what to do with
    /// dictionary words it has never seen.
    pub(crate) hidden: &'a [Range<usize>],
    /// The intent, or the entity type whose text this is.
    pub(crate) context: u16,
}

/// Hashes of the features of all tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct TokenFeatures {
    pub(crate) hashes: Vec<u64>,
    /// Where each token's features end.
    pub(crate) ends: Vec<usize>,
}

const OUTSIDE: u64 = 3;
const HIDDEN: u64 = 5;

// Names of the kinds of features. Their order is part of the format.
#[repr(u64)]
#[derive(Clone, Copy)]
enum Kind {
    Bias = 11,
    Word,
    Pair,
    Prefix,
    Suffix,
    NearSuffix,
    Capitals,
    Class,
    Pattern,
    Length,
    Mark,
    MarkAndWord,
    MarkAndPair,
    Replaced,
    ReplacedPair,
    Context,
    ContextWord,
}

fn feature(kind: Kind, place: i64, parts: &[u64]) -> u64 {
    let mut hash = mix(kind as u64, place as u64);
    for &part in parts {
        hash = mix(hash, part);
    }
    finish(hash)
}

impl TokenFeatures {
    /// Of a sentence.
    pub(crate) fn of(view: &View<'_>) -> Self {
        let count = view.tokens.items.len();
        let mut features =
            Self { hashes: Vec::with_capacity(count * 48), ends: Vec::with_capacity(count) };
        let words = Words::of(view);
        for at in 0..count {
            features.add(view, &words, at);
            features.ends.push(features.hashes.len());
        }
        features
    }

    fn add(&mut self, view: &View<'_>, words: &Words, at: usize) {
        use Kind::*;
        let i = at as i64;
        let out = &mut self.hashes;
        let word = |offset: i64| words.word(i + offset);
        out.push(feature(Bias, 0, &[]));
        for offset in -3..=3 {
            out.push(feature(Word, offset, &[word(offset)]));
        }
        for offset in -2..=1 {
            out.push(feature(Pair, offset, &[word(offset), word(offset + 1)]));
        }
        let token = &view.tokens.items[at];
        if words.hidden[at] {
            out.push(feature(Class, 0, &[HIDDEN]));
        } else {
            affixes(view.tokens.lower_of(at), out);
            out.push(feature(Class, 0, &[token.class as u64]));
            out.push(feature(Length, 0, &[(token.end - token.start).min(12) as u64]));
            if token.capitals > 0 {
                out.push(feature(Capitals, 0, &[u64::from(token.capitals), u64::from(at == 0)]));
            }
            if token.class == TokenClass::Number {
                out.push(feature(Pattern, 0, &[pattern(view.tokens.lower_of(at))]));
            }
        }
        for offset in [-1i64, 1] {
            let Some(near) = at.checked_add_signed(offset as isize) else { continue };
            let Some(token) = view.tokens.items.get(near) else { continue };
            if words.hidden[near] {
                continue;
            }
            let lower = view.tokens.lower_of(near);
            let from = lower.char_indices().rev().nth(2).map_or(0, |(byte, _)| byte);
            out.push(feature(NearSuffix, offset, &[hash_text(&lower[from..])]));
            if token.capitals > 0 {
                out.push(feature(Capitals, offset, &[u64::from(token.capitals)]));
            }
            if token.class == TokenClass::Number {
                out.push(feature(Pattern, offset, &[pattern(lower)]));
            }
        }
        out.push(feature(Context, 0, &[u64::from(view.context)]));
        out.push(feature(ContextWord, 0, &[u64::from(view.context), word(0)]));
        out.push(feature(ContextWord, -1, &[u64::from(view.context), word(-1)]));

        for marker in view.markers {
            let (start, end) = (marker.tokens.start as i64, marker.tokens.end as i64);
            for offset in -2..=2 {
                let place = i + offset;
                if place < start || place >= end {
                    continue;
                }
                let begins = u64::from(place == start);
                out.push(feature(Mark, offset, &[marker.kind, begins]));
                if offset == 0 {
                    let size = (end - start).min(4) as u64;
                    let before = words.replaced(start - 1);
                    let pair = words.replaced(start - 2);
                    out.push(feature(Mark, 9, &[marker.kind, begins, size]));
                    out.push(feature(MarkAndWord, -1, &[marker.kind, begins, before]));
                    out.push(feature(MarkAndPair, -1, &[marker.kind, begins, pair, before]));
                    let after = words.replaced(end);
                    out.push(feature(MarkAndWord, 1, &[marker.kind, begins, after]));
                }
            }
        }
        if words.has_replacements {
            let replaced = |offset: i64| words.replaced(i + offset);
            for offset in [-3, -2, -1, 1, 2, 3] {
                out.push(feature(Replaced, offset, &[replaced(offset)]));
            }
            for offset in -2..=1 {
                out.push(feature(ReplacedPair, offset, &[replaced(offset), replaced(offset + 1)]));
            }
        }
    }
}

/// The words of a sentence, hidden or replaced by what they are.
struct Words {
    words: Vec<u64>,
    replaced: Vec<u64>,
    hidden: Vec<bool>,
    has_replacements: bool,
}

impl Words {
    fn of(view: &View<'_>) -> Self {
        let count = view.tokens.items.len();
        let mut hidden = vec![false; count];
        view.hidden.iter().for_each(|range| hidden[range.clone()].fill(true));
        let words: Vec<u64> = view
            .tokens
            .items
            .iter()
            .zip(&hidden)
            .map(|(token, &hidden)| if hidden { HIDDEN } else { token.word })
            .collect();
        let mut replaced = words.clone();
        let mut has_replacements = false;
        for marker in view.markers.iter().filter(|marker| marker.replaces) {
            replaced[marker.tokens.clone()].fill(marker.kind);
            has_replacements = true;
        }
        Self { words, replaced, hidden, has_replacements }
    }

    fn word(&self, at: i64) -> u64 {
        usize::try_from(at).ok().and_then(|at| self.words.get(at)).copied().unwrap_or(OUTSIDE)
    }

    fn replaced(&self, at: i64) -> u64 {
        usize::try_from(at).ok().and_then(|at| self.replaced.get(at)).copied().unwrap_or(OUTSIDE)
    }
}

fn affixes(lower: &str, out: &mut Vec<u64>) {
    const AFFIX_MAX: usize = 5;
    let mut hash = 0;
    for (length, c) in lower.chars().take(AFFIX_MAX).enumerate() {
        hash = mix(hash, u64::from(c));
        out.push(feature(Kind::Prefix, length as i64, &[hash]));
    }
    hash = 0;
    for (length, c) in lower.chars().rev().take(AFFIX_MAX).enumerate() {
        hash = mix(hash, u64::from(c));
        out.push(feature(Kind::Suffix, length as i64, &[hash]));
    }
}

/// A number with its digits made equal: "8h30" and "9h15" alike.
fn pattern(lower: &str) -> u64 {
    lower.chars().fold(7, |hash, c| mix(hash, if c.is_numeric() { 0 } else { u64::from(c) }))
}
