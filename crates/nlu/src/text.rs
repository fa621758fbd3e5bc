//! Sentences as the engine sees them: cleaned, cut into tokens (UAX 29), folded.

use unicode_normalization::char::decompose_compatible;
use unicode_segmentation::UnicodeSegmentation;

use crate::hashing::{finish, hash_text, mix};
use crate::phrases::ROOT;

/// The sentence after normalisation of spaces: cut at the longest length we understand, control
/// characters removed (one space in their place when they alone kept two words apart), trimmed.
/// All spans refer to this text.
pub(crate) fn clean(text: &str) -> String {
    let mut end = text.len().min(model::limits::SENTENCE_BYTES_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = text[..end].trim();
    if !text.chars().any(char::is_control) {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut after_control = false;
    for c in text.chars() {
        if c.is_control() {
            after_control = true;
            continue;
        }
        if after_control && !c.is_whitespace() && !cleaned.ends_with(char::is_whitespace) {
            cleaned.push(' ');
        }
        after_control = false;
        cleaned.push(c);
    }
    cleaned.trim().to_owned()
}

/// What a token is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenClass {
    /// Letters, perhaps with digits.
    Word,
    /// Begins with a digit.
    Number,
    /// Anything else that is not a space.
    Mark,
}

/// A piece of a sentence.
#[derive(Debug, Clone)]
pub(crate) struct Token {
    /// First byte in the sentence.
    pub(crate) start: usize,
    /// One past the last byte.
    pub(crate) end: usize,
    /// Where its lower-case form lies in [`Tokens::lower`].
    pub(crate) lower: std::ops::Range<usize>,
    /// Hash of the lower-case form, digits replaced when it is a number.
    pub(crate) word: u64,
    /// Hash of the form without accents.
    pub(crate) folded: u64,
    /// What it is made of.
    pub(crate) class: TokenClass,
    /// Small, capitalised, all capitals.
    pub(crate) capitals: u8,
}

/// A sentence cut into tokens.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    /// The whole sentence in lower case.
    pub(crate) lower: String,
    /// Its tokens, in order.
    pub(crate) items: Vec<Token>,
}

impl Tokens {
    /// Cuts a cleaned sentence at the word boundaries of UAX 29, and words at apostrophes
    /// ("d'Agde" is two tokens: dictionaries and contexts need "Agde").
    pub(crate) fn new(text: &str) -> Self {
        let mut tokens = Self {
            lower: String::with_capacity(text.len() + 8),
            items: Vec::with_capacity(text.len() / 5 + 2),
        };
        for (offset, segment) in text.split_word_bound_indices() {
            if segment.chars().all(char::is_whitespace) {
                tokens.lower.push(' ');
                continue;
            }
            let mut from = 0;
            for (at, c) in segment.char_indices() {
                if matches!(c, '\'' | '’') && segment.len() > c.len_utf8() {
                    tokens.push(segment, offset, from, at);
                    tokens.lower.push('\'');
                    from = at + c.len_utf8();
                }
            }
            tokens.push(segment, offset, from, segment.len());
        }
        tokens
    }

    fn push(&mut self, segment: &str, offset: usize, from: usize, to: usize) {
        let piece = &segment[from..to];
        let Some(first) = piece.chars().next() else { return };
        let lower_start = self.lower.len();
        if piece.is_ascii() {
            self.lower.extend(piece.bytes().map(|b| b.to_ascii_lowercase() as char));
        } else {
            self.lower.extend(piece.chars().flat_map(char::to_lowercase));
        }
        let lower = &self.lower[lower_start..];
        let class = if first.is_numeric() {
            TokenClass::Number
        } else if piece.chars().any(char::is_alphanumeric) {
            TokenClass::Word
        } else {
            TokenClass::Mark
        };
        let word = hash_text(lower);
        let folded = if lower.is_ascii() { word } else { hash_text(&fold(lower)) };
        let upper = piece.chars().filter(|c| c.is_uppercase()).count();
        let capitals = match upper {
            0 => 0,
            _ if upper > 1 && upper == piece.chars().filter(|c| c.is_alphabetic()).count() => 2,
            _ if first.is_uppercase() => 1,
            _ => 3,
        };
        self.items.push(Token {
            start: offset + from,
            end: offset + to,
            lower: lower_start..self.lower.len(),
            word,
            folded,
            class,
            capitals,
        });
    }

    /// The lower-case form of a token.
    pub(crate) fn lower_of(&self, index: usize) -> &str {
        &self.lower[self.items[index].lower.clone()]
    }

    /// The sentence up to its first `count` tokens.
    pub(crate) fn beginning(&self, count: usize) -> Self {
        let items = self.items[..count.min(self.items.len())].to_vec();
        let end = items.last().map_or(0, |token| token.lower.end);
        Self { lower: self.lower[..end].to_owned(), items }
    }

    /// The sentence without one token.
    pub(crate) fn without(&self, index: usize) -> Self {
        let mut shorter = self.clone();
        let removed = shorter.items.remove(index).lower;
        // Spaces keep the places of the other tokens.
        let spaces = " ".repeat(removed.len());
        shorter.lower.replace_range(removed, &spaces);
        shorter
    }

    /// The tokens that lie in the bytes `start..end`, or `None` when there are none or a token
    /// lies across an end.
    pub(crate) fn aligned(&self, start: usize, end: usize) -> Option<std::ops::Range<usize>> {
        let first = self.items.iter().position(|token| token.end > start)?;
        let last = self.items.iter().rposition(|token| token.start < end)?;
        (first <= last && self.items[first].start >= start && self.items[last].end <= end)
            .then_some(first..last + 1)
    }

    /// The hash of some tokens without accents.
    pub(crate) fn sequence(&self, range: &std::ops::Range<usize>) -> u64 {
        self.items[range.clone()]
            .iter()
            .fold(ROOT, |sequence, token| extend_sequence(sequence, token.folded))
    }

    /// The tokens that share a byte with `start..end`.
    pub(crate) fn touched(&self, start: usize, end: usize) -> std::ops::Range<usize> {
        let first = self.items.iter().position(|token| token.end > start).unwrap_or(0);
        let last = self.items.iter().rposition(|token| token.start < end).map_or(first, |i| i + 1);
        first..last.max(first)
    }
}

/// Lower-case text without accents: Latin, Greek and Cyrillic accents and Arabic vowel signs go,
/// compatibility forms (full-width letters) become ordinary ones. Marks that make another letter
/// (Japanese, Indic) stay.
pub(crate) fn fold(lower: &str) -> String {
    let mut folded = String::with_capacity(lower.len());
    for c in lower.chars() {
        if c.is_ascii() {
            folded.push(c);
            continue;
        }
        match c {
            'œ' => folded.push_str("oe"),
            'æ' => folded.push_str("ae"),
            'ß' => folded.push_str("ss"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            _ => decompose_compatible(c, |part| {
                if !is_accent(part) {
                    folded.push(part);
                }
            }),
        }
    }
    folded
}

fn is_accent(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036f}' | '\u{064b}'..='\u{065f}' | '\u{0670}' | '\u{0640}')
}

/// A sentence reduced to what makes two sentences the same: lower case, no accents lost, single
/// spaces, no final punctuation. With it, for each byte of the reduced text, the byte it came
/// from, so that annotations survive the difference.
#[derive(Debug, Clone)]
pub(crate) struct Reduced {
    /// The reduced text.
    pub(crate) text: String,
    /// For each byte of `text` the byte of the original where its character begins; one more for
    /// the end.
    origin: Vec<u32>,
}

impl Reduced {
    /// Reduces a cleaned sentence.
    pub(crate) fn new(text: &str) -> Self {
        let mut reduced = Self { text: String::with_capacity(text.len()), origin: Vec::new() };
        let end = text.trim_end_matches(is_final).len();
        // A sentence of punctuation alone stays what it is.
        let end = if end == 0 { text.len() } else { end };
        for (at, c) in text[..end].char_indices() {
            if c.is_whitespace() {
                if !reduced.text.ends_with(' ') {
                    reduced.push(' ', at);
                }
                continue;
            }
            let c = if c == '’' { '\'' } else { c };
            for lower in c.to_lowercase() {
                reduced.push(lower, at);
            }
        }
        reduced.origin.push(end as u32);
        reduced
    }

    fn push(&mut self, c: char, at: usize) {
        self.text.push(c);
        self.origin.extend(std::iter::repeat_n(at as u32, c.len_utf8()));
    }

    /// The place in the original of a place in the reduced text.
    pub(crate) fn to_original(&self, at: usize) -> usize {
        self.origin.get(at).or(self.origin.last()).map_or(0, |&byte| byte as usize)
    }

    /// The first place in the reduced text that comes from `at` or later in the original.
    pub(crate) fn place_of(&self, at: usize) -> usize {
        let mut place = self.origin.partition_point(|&byte| (byte as usize) < at);
        place = place.min(self.text.len());
        while !self.text.is_char_boundary(place) {
            place += 1;
        }
        place
    }
}

fn is_final(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '.' | ',' | ':' | ';' | '?' | '!' | '…' | '。' | '？' | '！' | '؟' | '،' | '।'
        )
}

/// The hash of a sequence of token hashes so far.
pub(crate) fn extend_sequence(sequence: u64, token: u64) -> u64 {
    finish(mix(sequence, token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let tokens = Tokens::new(text);
        (0..tokens.items.len()).map(|i| tokens.lower_of(i).to_owned()).collect()
    }

    #[test]
    fn control_characters_never_glue_two_words() {
        for (given, expected) in [
            ("a \r d\n \td", "a  d d"),
            ("bonjour\nje veux", "bonjour je veux"),
            ("\t\n ", ""),
            ("  déjà  vu ", "déjà  vu"),
            ("x\u{0}", "x"),
        ] {
            assert_eq!(clean(given), expected, "{given:?}");
        }
    }

    #[test]
    fn a_long_sentence_is_cut_between_characters() {
        let cut = clean(&"é".repeat(100_000));
        assert!(cut.len() <= model::limits::SENTENCE_BYTES_MAX);
    }

    #[test]
    fn words_are_cut_at_apostrophes_and_marks() {
        for (given, expected) in [
            ("Cap d'Agde, demain !", vec!["cap", "d", "agde", ",", "demain", "!"]),
            ("l’heure", vec!["l", "heure"]),
            ("à 8h30", vec!["à", "8h30"]),
            ("東京へ", vec!["東", "京", "へ"]),
            ("", vec![]),
            ("'", vec!["'"]),
        ] {
            assert_eq!(words(given), expected, "{given:?}");
        }
    }

    #[test]
    fn folding_removes_accents_and_keeps_letters() {
        for (given, expected) in
            [("évènement", "evenement"), ("œuf", "oeuf"), ("が", "か\u{3099}"), ("مُدَرِّس", "مدرس")]
        {
            assert_eq!(fold(given), expected);
        }
    }

    #[test]
    fn reduced_sentences_lead_back_to_the_original() {
        let reduced = Reduced::new("Un  train   pour LYON ?!");
        assert_eq!(reduced.text, "un train pour lyon");
        let at = reduced.text.find("lyon").unwrap();
        assert_eq!(reduced.to_original(at), 17);
        assert_eq!(reduced.to_original(at + 4), 21);
        assert_eq!(reduced.place_of(17), at);
    }
}
