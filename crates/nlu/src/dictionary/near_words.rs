//! Words that are a typo or two away from a word, found in time that hardly depends on how many
//! words there are.
//!
//! Of a word with two typos one half has at most one, and of a word with one typo one half has
//! none. So the words are walked letter by letter from their beginnings, as in a trie, with at
//! most half of the typos in the first half of the word that is asked for; and once more from
//! their ends. Where a half must be nearly right few ways lead on, and behind it few words are left.
//! With two typos the first letter must be right, so only words that have it are walked.

use std::ops::Range;

use crate::hashing::{FeatureTable, hash_text};

/// Shorter words are only found as they are: one letter makes too many of them another word.
const TYPO_CHARS_MIN: usize = 4;
/// Shorter words keep their first letter.
const FIRST_LETTER_CHARS_MAX: usize = 5;
/// Two letters make shorter words another word.
const TWO_TYPOS_CHARS_MIN: usize = 9;
/// Longer words are not looked up.
const TYPO_CHARS_MAX: usize = 40;
/// Letters that are looked at for one word: a bound for dictionaries whose words are all alike.
const STEPS_MAX: usize = 8_000;

/// The words of all labels, folded.
#[derive(Debug, Clone, Default)]
pub(crate) struct NearWords {
    exact: FeatureTable,
    forwards: Sorted,
    /// The words read from their ends.
    backwards: Turned,
    /// The first letter, and the rest of the word from its end.
    inwards: Turned,
}

/// Words read in another order.
#[derive(Debug, Clone, Default)]
struct Turned {
    words: Sorted,
    /// For each the place of the word as it is written.
    places: Vec<u32>,
}

/// A word that is nearly the one that was asked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Near<'a> {
    pub(crate) word: &'a str,
    pub(crate) likeness: f64,
}

impl NearWords {
    /// Of words, in any order, with repetition.
    pub(crate) fn new(mut words: Vec<Box<str>>) -> Self {
        words.sort_unstable();
        words.dedup();
        let hashes: Vec<u64> = words.iter().map(|word| hash_text(word)).collect();
        let backwards = |word: &str| word.chars().rev().collect();
        let inwards = |word: &str| {
            let mut letters = word.chars();
            letters.next().into_iter().chain(letters.rev()).collect()
        };
        Self {
            exact: FeatureTable::new(&hashes),
            forwards: Sorted::of(words.iter().map(AsRef::as_ref)),
            backwards: Turned::of(&words, backwards),
            inwards: Turned::of(&words, inwards),
        }
    }

    /// Whether a word with this hash is one of them.
    pub(crate) fn has(&self, hash: u64) -> bool {
        self.exact.get(hash).is_some()
    }

    /// The words that are one typo apart from a folded word (a letter more, fewer, other, or two
    /// swapped); where there are none and the word is long, those that are two apart.
    pub(crate) fn near(&self, word: &str) -> Vec<Near<'_>> {
        self.search(word).0
    }

    /// The same, and how many letters were looked at.
    fn search(&self, word: &str) -> (Vec<Near<'_>>, usize) {
        let asked: Vec<char> = word.chars().take(TYPO_CHARS_MAX + 1).collect();
        let mut steps = 0;
        if !(TYPO_CHARS_MIN..=TYPO_CHARS_MAX).contains(&asked.len()) {
            return (Vec::new(), steps);
        }
        let typos_max = if asked.len() >= TWO_TYPOS_CHARS_MIN { 2 } else { 1 };
        for typos in 1..=typos_max {
            let mut found = self.apart(&asked, typos, &mut steps);
            found.retain(|near| is_plausible(&asked, near.word, typos));
            if !found.is_empty() {
                return (found, steps);
            }
        }
        (Vec::new(), steps)
    }

    /// The words that are exactly so many typos apart; with two, those of the same first letter.
    fn apart(&self, asked: &[char], typos: u8, steps: &mut usize) -> Vec<Near<'_>> {
        let (first, backwards) = match typos {
            1 => (None, &self.backwards),
            _ => (Some(asked[0]), &self.inwards),
        };
        let from_start = &asked[usize::from(first.is_some())..];
        let from_end: Vec<char> = from_start.iter().rev().copied().collect();
        let half = from_start.len() / 2;
        let mut places = self.forwards.walk(first, from_start, half, typos, steps);
        let found = backwards.words.walk(first, &from_end, from_end.len() - half, typos, steps);
        places.extend(found.into_iter().map(|place| backwards.places[place] as usize));
        places.sort_unstable();
        places.dedup();
        let near = |place| {
            let word = self.forwards.word(place);
            let longest = asked.len().max(word.chars().count());
            Near { word, likeness: 1.0 - f64::from(typos) / longest as f64 }
        };
        places.into_iter().map(near).collect()
    }
}

/// Whether people who mean `word` write what was asked for.
fn is_plausible(asked: &[char], word: &str, typos: u8) -> bool {
    let shorter = asked.len().min(word.chars().count());
    let begins_alike = word.starts_with(asked[0]);
    match typos {
        1 => begins_alike || shorter > FIRST_LETTER_CHARS_MAX,
        _ => begins_alike && shorter >= TWO_TYPOS_CHARS_MIN,
    }
}

impl Turned {
    fn of(words: &[Box<str>], turn: impl Fn(&str) -> String) -> Self {
        let turned = words.iter().enumerate().map(|(place, word)| (turn(word), place as u32));
        let mut turned: Vec<(String, u32)> = turned.collect();
        turned.sort_unstable();
        Self {
            words: Sorted::of(turned.iter().map(|(word, _)| word.as_str())),
            places: turned.into_iter().map(|(_, place)| place).collect(),
        }
    }
}

/// Words in order, one after the other.
#[derive(Debug, Clone, Default)]
struct Sorted {
    text: String,
    ends: Vec<u32>,
}

impl Sorted {
    fn of<'a>(words: impl Iterator<Item = &'a str>) -> Self {
        let mut sorted = Self::default();
        for word in words {
            sorted.text.push_str(word);
            sorted.ends.push(sorted.text.len() as u32);
        }
        sorted
    }

    fn word(&self, place: usize) -> &str {
        let from = place.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[from..self.ends[place] as usize]
    }

    /// Places of the words that have the letter `first`, if there is one, and behind it what is so
    /// many typos apart from what is asked, with at most half of them in its first `half` letters.
    fn walk(
        &self,
        first: Option<char>,
        asked: &[char],
        half: usize,
        typos: u8,
        steps: &mut usize,
    ) -> Vec<usize> {
        let mut range = 0..self.ends.len();
        if let Some(first) = first {
            range.start = self.next_of(range.clone(), 0, &[first]);
            if range.is_empty() || self.letter(range.start, 0) != Some(first) {
                return Vec::new();
            }
            range.end = self.end_of_same(range.start, range.end, 0, first);
        }
        let mut walk = Walk { words: self, asked, half, typos, steps, found: Vec::new() };
        let mut row = [FAR; ROW];
        for (letters, cell) in row.iter_mut().enumerate().take(usize::from(typos) + 1) {
            *cell = walk.bounded(letters, letters as u8);
        }
        let bytes = first.map_or(0, char::len_utf8);
        walk.go_on(range, &Reached { bytes, letters: 0, last: None, row: &row }, None);
        walk.found
    }

    /// The letter of a word after some bytes.
    fn letter(&self, place: usize, bytes: usize) -> Option<char> {
        self.word(place)[bytes..].chars().next()
    }

    /// The first of a range of words that has one of the letters `wanted` after `bytes` bytes, which
    /// all have in common; the end of the range when none has.
    fn next_of(&self, range: Range<usize>, bytes: usize, wanted: &[char]) -> usize {
        let own = if range.is_empty() { None } else { self.letter(range.start, bytes) };
        let Some(own) = own else { return range.start };
        let Some(next) = wanted.iter().copied().filter(|&letter| letter >= own).min() else {
            return range.end;
        };
        let (mut low, mut high) = (range.start, range.end);
        while low < high {
            let middle = low.midpoint(high);
            if self.letter(middle, bytes) < Some(next) { low = middle + 1 } else { high = middle }
        }
        low
    }

    /// Where the words end that have `letter` after `bytes` bytes, as the one at `from` does.
    fn end_of_same(&self, from: usize, to: usize, bytes: usize, letter: char) -> usize {
        let is_same = |place: usize| self.letter(place, bytes) == Some(letter);
        let mut width = 1;
        while from + width < to && is_same(from + width) {
            width *= 2;
        }
        let (mut low, mut high) = (from + width / 2, to.min(from + width));
        while low + 1 < high {
            let middle = low.midpoint(high);
            if is_same(middle) { low = middle } else { high = middle }
        }
        high
    }
}

/// A row of the table of distances: one cell for each beginning of what is asked.
const ROW: usize = TYPO_CHARS_MAX + 1;
/// More typos than are looked for.
const FAR: u8 = u8::MAX / 2;

struct Walk<'a> {
    words: &'a Sorted,
    asked: &'a [char],
    half: usize,
    typos: u8,
    steps: &'a mut usize,
    found: Vec<usize>,
}

/// A beginning that words share.
struct Reached<'a> {
    bytes: usize,
    letters: usize,
    last: Option<char>,
    /// Its distance to each beginning of what is asked (Damerau-Levenshtein).
    row: &'a [u8; ROW],
}

impl<'a> Walk<'a> {
    /// A distance to the first letters of what is asked, where so many typos are allowed there.
    fn bounded(&self, letters: usize, typos: u8) -> u8 {
        let allowed = if letters < self.half { self.typos / 2 } else { self.typos };
        if typos > allowed { FAR } else { typos }
    }

    /// Looks at all words of a range, which share what is `reached`; `before` is that without its
    /// last letter.
    fn go_on(&mut self, range: Range<usize>, reached: &Reached<'_>, before: Option<&[u8; ROW]>) {
        let mut place = range.start;
        if range.start < range.end && self.words.word(place).len() == reached.bytes {
            if reached.row[self.asked.len()] == self.typos {
                self.found.push(place);
            }
            place += 1;
        }
        let wanted = self.only_letters(reached);
        while place < range.end && *self.steps < STEPS_MAX {
            if let Some(wanted) = wanted {
                place = self.words.next_of(place..range.end, reached.bytes, wanted);
                if place == range.end {
                    return;
                }
            }
            *self.steps += 1;
            let Some(letter) = self.words.letter(place, reached.bytes) else { return };
            let end = self.words.end_of_same(place, range.end, reached.bytes, letter);
            if let Some(row) = self.next_row(reached, before, letter) {
                let next = Reached {
                    bytes: reached.bytes + letter.len_utf8(),
                    letters: reached.letters + 1,
                    last: Some(letter),
                    row: &row,
                };
                self.go_on(place..end, &next, Some(reached.row));
            }
            place = end;
        }
    }

    /// Where no typo is left, the letters that may follow: some of those that are asked for.
    fn only_letters(&self, reached: &Reached<'_>) -> Option<&'a [char]> {
        let typos = usize::from(self.typos);
        let to = self.asked.len().min(reached.letters + typos + 1);
        let from = reached.letters.saturating_sub(typos).min(to);
        let is_used_up = |own: usize| {
            let more = reached.row.get(own).map_or(FAR, |typos| typos + 1);
            (own..=self.asked.len().min(own + 2)).all(|next| self.bounded(next, more) == FAR)
        };
        (from..=to).all(is_used_up).then(|| &self.asked[from..to])
    }

    /// The distances with one letter more; `None` when all are too far.
    fn next_row(
        &self,
        reached: &Reached<'_>,
        before: Option<&[u8; ROW]>,
        letter: char,
    ) -> Option<[u8; ROW]> {
        let mut row = [FAR; ROW];
        let letters = reached.letters + 1;
        // What is further apart in length is too far.
        let from = letters.saturating_sub(self.typos.into());
        let to = self.asked.len().min(letters + usize::from(self.typos));
        let mut is_near = false;
        for own in from..=to {
            let mut typos = reached.row[own] + 1;
            if own > 0 {
                let other = u8::from(self.asked[own - 1] != letter);
                typos = typos.min(row[own - 1] + 1).min(reached.row[own - 1] + other);
            }
            if own > 1
                && self.asked[own - 2] == letter
                && Some(self.asked[own - 1]) == reached.last
                && let Some(before) = before
            {
                typos = typos.min(before[own - 2] + 1);
            }
            row[own] = self.bounded(own, typos);
            // Where this letter and the next are swapped, the next row is reached from the last.
            let may_be_swapped = own > 1
                && self.asked[own - 1] == letter
                && self.bounded(own, reached.row[own - 2] + 1) < FAR;
            is_near |= row[own] < FAR || may_be_swapped;
        }
        is_near.then_some(row)
    }
}

#[cfg(test)]
mod tests {
    use model::{Rng, SeededRng};

    use super::*;
    use crate::dictionary::likeness::distance;

    fn index(words: &[String]) -> NearWords {
        NearWords::new(words.iter().map(|word| word.as_str().into()).collect())
    }

    #[test]
    fn one_typo_is_forgiven_and_two_in_long_words() {
        let words = ["paris", "marseille", "lyon", "nice", "gare", "strasbourg", "strasberg"]
            .map(str::to_owned);
        let index = index(&words);
        for (asked, expected) in [
            ("pariss", vec!["paris"]),
            ("pars", vec!["paris"]),
            ("marsielle", vec!["marseille"]),
            ("narseille", vec!["marseille"]),
            ("parys", vec!["paris"]),
            ("baris", vec![]),
            ("marssielle", vec!["marseille"]),
            ("marsaille", vec!["marseille"]),
            ("marsaile", vec![]),
            ("narsielle", vec![]),
            ("marseylleu", vec!["marseille"]),
            ("marssiele", vec!["marseille"]),
            ("marsslele", vec![]),
            ("srtasbuorg", vec!["strasbourg"]),
            ("strasbourgs", vec!["strasbourg"]),
            ("strasburg", vec!["strasberg", "strasbourg"]),
            ("lyyonn", vec![]),
            ("nic", vec![]),
            ("paris", vec![]),
            ("", vec![]),
        ] {
            let near: Vec<&str> = index.near(asked).into_iter().map(|near| near.word).collect();
            assert_eq!(near, expected, "{asked}");
        }
    }

    /// Words of few letters, so that many are alike.
    fn words(count: usize, rng: &mut SeededRng) -> Vec<String> {
        let letters = ['a', 'b', 'é', 'd', '東'];
        let word = |rng: &mut SeededRng| {
            (0..4 + rng.below(8)).map(|_| letters[rng.below(letters.len())]).collect()
        };
        let mut words: Vec<String> = (0..count).map(|_| word(rng)).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    #[test]
    fn the_walk_finds_what_comparing_with_every_word_finds() {
        let mut rng = SeededRng::new(8);
        let words = words(400, &mut rng);
        let index = index(&words);
        for asked in self::words(300, &mut rng) {
            let chars: Vec<char> = asked.chars().collect();
            for typos in [1, 2] {
                let found: Vec<&str> =
                    index.apart(&chars, typos, &mut 0).into_iter().map(|near| near.word).collect();
                let is_apart = |word: &&str| {
                    distance(&chars, word) == usize::from(typos)
                        && (typos == 1 || word.starts_with(chars[0]))
                };
                let expected: Vec<&str> =
                    words.iter().map(String::as_str).filter(is_apart).collect();
                assert_eq!(found, expected, "{typos} typos of {asked}");
            }
        }
    }

    #[test]
    fn a_hundred_times_more_words_take_few_more_steps_and_never_more_than_the_bound() {
        let steps = |count: usize| {
            let mut rng = SeededRng::new(9);
            let word = |rng: &mut SeededRng| -> String {
                (0..10).map(|_| char::from(b'a' + rng.below(26) as u8)).collect()
            };
            let words: Vec<String> = (0..count).map(|_| word(&mut rng)).collect();
            let index = index(&words);
            let asked = |at: usize| {
                let mut letters: Vec<char> = words[at * count / 100].chars().collect();
                letters.swap(3, 4);
                letters[8] = '-';
                index.search(&letters.iter().collect::<String>()).1
            };
            (0..100).map(asked).sum::<usize>() / 100
        };
        let (few, many) = (steps(1_000), steps(100_000));
        assert!(many < 10 * few && many < STEPS_MAX / 4, "{few} and {many} steps");

        let alike: Vec<String> =
            (0..50_000u32).map(|number| format!("aaaa{number:016b}").replace('0', "a")).collect();
        assert!(index(&alike).search(&"a".repeat(19)).1 <= STEPS_MAX + 50);
    }
}
