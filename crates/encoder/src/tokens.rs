//! WordPiece: a text to the numbers of the tokens that the model was trained on, as BERT's uncased
//! models do it: lower case, accents away, words and marks apart, then the longest known pieces.

use regex::Regex;
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;

use crate::Error;

/// Longer words are unknown as a whole, as in the model's training.
const WORD_CHARS_MAX: usize = 100;

#[derive(Debug)]
pub(crate) struct Tokens {
    ids: FxHashMap<Box<str>, u32>,
    /// In bytes: no longer piece is looked for.
    longest: usize,
    unknown: u32,
    start: u32,
    end: u32,
    mark: Regex,
    accent: Regex,
    dropped: Regex,
}

impl Tokens {
    /// From `vocab.txt`: a token's number is its line.
    pub fn new(vocabulary: &str, known: usize) -> Result<Self, Error> {
        let ids: FxHashMap<Box<str>, u32> = vocabulary
            .lines()
            .take(known)
            .enumerate()
            .map(|(id, token)| (token.into(), id as u32))
            .collect();
        let must = |token: &'static str| ids.get(token).copied().ok_or(Error::Vocabulary(token));
        Ok(Self {
            unknown: must("[UNK]")?,
            start: must("[CLS]")?,
            end: must("[SEP]")?,
            longest: ids.keys().map(|token| token.len()).max().unwrap_or(0),
            ids,
            mark: class(r"\p{P}"),
            accent: class(r"\p{Mn}"),
            dropped: class(r"[\p{C}\u{fffd}]"),
        })
    }

    /// The tokens of a text between the two that mark its ends, `max` at most in all.
    pub fn read(&self, text: &str, max: usize) -> Vec<u32> {
        let mut tokens = vec![self.start];
        let mut word = String::new();
        for character in text.chars().flat_map(|character| self.plain(character)) {
            if tokens.len() + 1 >= max {
                break;
            }
            match character {
                Plain::Letter(letter) => word.push(letter),
                Plain::Space => self.end_word(&mut word, &mut tokens),
                Plain::Mark(mark) => {
                    self.end_word(&mut word, &mut tokens);
                    word.push(mark);
                    self.end_word(&mut word, &mut tokens);
                }
            }
        }
        self.end_word(&mut word, &mut tokens);
        tokens.truncate(max - 1);
        tokens.push(self.end);
        tokens
    }

    /// What becomes of a character: lower case, apart from its accents.
    fn plain(&self, character: char) -> impl Iterator<Item = Plain> + '_ {
        let dropped = !character.is_whitespace() && is(character, &self.dropped);
        let plain = (!dropped).then(|| {
            character
                .to_lowercase()
                .flat_map(|lower| std::iter::once(lower).nfd())
                .filter(|lower| lower.is_ascii() || !is(*lower, &self.accent))
                .map(|lower| {
                    if lower.is_whitespace() {
                        Plain::Space
                    } else if is_ideograph(lower) || self.is_mark(lower) {
                        Plain::Mark(lower)
                    } else {
                        Plain::Letter(lower)
                    }
                })
        });
        plain.into_iter().flatten()
    }

    fn is_mark(&self, character: char) -> bool {
        if character.is_ascii() {
            return character.is_ascii_punctuation();
        }
        is(character, &self.mark)
    }

    fn end_word(&self, word: &mut String, tokens: &mut Vec<u32>) {
        if word.is_empty() {
            return;
        }
        let before = tokens.len();
        if word.chars().nth(WORD_CHARS_MAX).is_some() || !self.pieces(word, tokens) {
            tokens.truncate(before);
            tokens.push(self.unknown);
        }
        word.clear();
    }

    /// The longest known pieces from left to right. Tells whether they cover the word.
    fn pieces(&self, word: &str, tokens: &mut Vec<u32>) -> bool {
        let mut piece = String::with_capacity(word.len() + 2);
        let mut from = 0;
        while from < word.len() {
            let longest = word.len().min(from + self.longest);
            let found =
                (from + 1..=longest).rev().filter(|to| word.is_char_boundary(*to)).find_map(|to| {
                    piece.clear();
                    if from > 0 {
                        piece.push_str("##");
                    }
                    piece.push_str(&word[from..to]);
                    Some((to, *self.ids.get(piece.as_str())?))
                });
            let Some((to, id)) = found else { return false };
            tokens.push(id);
            from = to;
        }
        true
    }
}

fn class(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a class of characters")
}

fn is(character: char, class: &Regex) -> bool {
    class.is_match(character.encode_utf8(&mut [0; 4]))
}

enum Plain {
    Letter(char),
    Mark(char),
    Space,
}

/// Characters that are words by themselves: the blocks that BERT's tokenizer names.
fn is_ideograph(character: char) -> bool {
    matches!(u32::from(character),
        0x4E00..=0x9FFF | 0x3400..=0x4DBF | 0x20000..=0x2A6DF | 0x2A700..=0x2B73F
        | 0x2B740..=0x2B81F | 0x2B820..=0x2CEAF | 0xF900..=0xFAFF | 0x2F800..=0x2FA1F)
}

#[cfg(test)]
mod tests {
    use super::*;

    const VOCABULARY: &str = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nun\n##aff\n##able\nbonjour\n,\n!\nou\n日";

    #[test]
    fn texts_become_the_longest_known_pieces() {
        let tokens = Tokens::new(VOCABULARY, 100).unwrap();
        let check = |text: &str, expected: &[u32]| {
            let found = tokens.read(text, 64);
            assert_eq!(found[1..found.len() - 1], *expected, "{text:?}");
            assert_eq!((found[0], found[found.len() - 1]), (2, 3));
        };
        check("", &[]);
        check("unaffable", &[4, 5, 6]);
        check("  Bonjour,\u{a0}UNAFF !\n", &[7, 8, 4, 5, 9]);
        check("où", &[10]);
        check("日日本", &[11, 11, 1]);
        check("unbelievable un", &[1, 4]);
        check("bon\u{0}jour", &[7]);
        check(&"u".repeat(101), &[1]);
        check("«un»", &[1, 4, 1]);
    }

    #[test]
    fn long_texts_are_cut_and_keep_their_end() {
        let tokens = Tokens::new(VOCABULARY, 100).unwrap();
        let found = tokens.read(&"un ".repeat(1_000), 16);
        assert_eq!((found.len(), found[15]), (16, 3));
        assert_eq!(tokens.read("unaffable unaffable", 5), [2, 4, 5, 6, 3]);
    }

    #[test]
    fn a_vocabulary_without_its_marks_is_refused() {
        assert!(matches!(Tokens::new("[UNK]\n[CLS]", 9), Err(Error::Vocabulary("[SEP]"))));
    }
}
