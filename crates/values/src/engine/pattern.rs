//! The vocabulary in which languages write their rules.
//!
//! A rule is a pattern and a function. A pattern is a line of elements separated by spaces:
//! `demain` one word; `(a partir de|des)` one of several phrases; `<number>` something that was
//! read already; `?` after an element makes it optional; `+` before it forbids white space there;
//! `&` before the last elements says that they must follow without being part of the value.
//! Words are written without accents. A phrase with `'` or `-` is also known without it, joined
//! or apart: `d'ici` reads "d'ici", "dici" and "d ici".
//!
//! Patterns are compiled once per language and process.

use model::Grain;
use rustc_hash::FxHashMap;

use super::chart::Match;
use super::node::{KINDS, Sem};
use super::text::Vocabulary;
use crate::time::build::{Bound, Form, Hours};

/// What a rule makes of what it matched.
pub(crate) type Action = fn(&Match<'_>) -> Option<Sem>;
/// Whether something that was read is what an element asks for.
pub(crate) type Test = fn(&Sem) -> bool;

#[derive(Debug, Clone, Copy)]
pub(crate) enum Element {
    Words(u32),
    Node(usize, Test),
}

#[derive(Debug)]
pub(crate) struct Rule {
    pub elements: Vec<(Element, bool)>,
    /// How many of the elements are the value; the others only follow it.
    pub own: usize,
    pub action: Action,
    pub data: i64,
    pub cost: f32,
}

/// A compiled language.
#[derive(Debug, Default)]
pub(crate) struct Grammar {
    pub vocabulary: Vocabulary,
    pub rules: Vec<Rule>,
    pub by_words: Vec<Vec<u16>>,
    pub by_kind: [Vec<u16>; KINDS],
    /// Phrases as a trie: (node, word) to node; node 0 is the root.
    trie: FxHashMap<(u32, u32), u32>,
    ends: Vec<Vec<u32>>,
    classes: FxHashMap<Box<str>, u32>,
}

impl Grammar {
    pub(crate) fn new() -> Self {
        Self { ends: vec![Vec::new()], ..Self::default() }
    }

    /// A rule of ordinary likelihood.
    pub(crate) fn add(&mut self, pattern: &str, action: Action) {
        self.add_with(pattern, 0, 1.0, action);
    }

    /// A rule whose function is told a number, so that lists of names need one function.
    pub(crate) fn add_n(&mut self, pattern: &str, data: i64, action: Action) {
        self.add_with(pattern, data, 1.0, action);
    }

    /// A rule less (above 1) or more likely than others.
    pub(crate) fn add_cost(&mut self, pattern: &str, cost: f32, action: Action) {
        self.add_with(pattern, 0, cost, action);
    }

    /// A rule with everything.
    pub(crate) fn add_with(&mut self, pattern: &str, data: i64, cost: f32, action: Action) {
        let mut variants: Vec<Vec<(Element, bool)>> = vec![Vec::new()];
        let mut following = 0;
        for piece in pieces(pattern) {
            following += usize::from(piece.follows);
            let element = match piece.body.strip_prefix('<') {
                Some(name) => {
                    let (kind, test) = test_named(name.trim_end_matches('>'));
                    Element::Node(kind, test)
                }
                None => Element::Words(self.class(piece.body)),
            };
            if piece.optional {
                let without = variants.clone();
                variants.iter_mut().for_each(|variant| variant.push((element, piece.glued)));
                variants.extend(without);
            } else {
                variants.iter_mut().for_each(|variant| variant.push((element, piece.glued)));
            }
        }
        for elements in variants {
            let Some((first, _)) = elements.first() else { continue };
            let id = self.rules.len() as u16;
            match first {
                Element::Words(class) => self.by_words[*class as usize].push(id),
                Element::Node(kind, _) => self.by_kind[*kind].push(id),
            }
            let own = elements.len() - following;
            self.rules.push(Rule { elements, own, action, data, cost });
        }
    }

    /// Words that do not make a sentence worth reading.
    pub(crate) fn weak(&mut self, words: &str) {
        for word in words.split_whitespace() {
            self.vocabulary.mark_weak(word);
        }
    }

    /// The class of a list of phrases.
    fn class(&mut self, phrases: &str) -> u32 {
        if let Some(class) = self.classes.get(phrases) {
            return *class;
        }
        let class = self.by_words.len() as u32;
        self.by_words.push(Vec::new());
        self.classes.insert(phrases.into(), class);
        let inner = phrases.strip_prefix('(').and_then(|p| p.strip_suffix(')')).unwrap_or(phrases);
        for phrase in inner.split('|') {
            self.phrase(phrase, class);
            if phrase.len() > 1 && phrase.contains(['\'', '-']) {
                self.phrase(&phrase.replace(['\'', '-'], " "), class);
                self.phrase(&phrase.replace(['\'', '-'], ""), class);
            }
        }
        class
    }

    fn phrase(&mut self, phrase: &str, class: u32) {
        let mut at = 0;
        for word in words(phrase) {
            let word = self.vocabulary.intern(word);
            at = match self.trie.get(&(at, word)) {
                Some(next) => *next,
                None => {
                    let next = self.ends.len() as u32;
                    self.trie.insert((at, word), next);
                    self.ends.push(Vec::new());
                    next
                }
            };
        }
        let ends = &mut self.ends[at as usize];
        if !ends.contains(&class) {
            ends.push(class);
        }
    }

    /// The trie's node after one more word.
    pub(crate) fn follow(&self, at: u32, word: u32) -> Option<u32> {
        self.trie.get(&(at, word)).copied()
    }

    /// The classes of the phrase that ends at a node of the trie.
    pub(crate) fn ends_at(&self, at: u32) -> &[u32] {
        &self.ends[at as usize]
    }
}

/// Splits a phrase as a text is split.
fn words(phrase: &str) -> impl Iterator<Item = &str> {
    let mut rest = phrase;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let first = rest.chars().next()?;
        let end = if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())
        } else {
            first.len_utf8()
        };
        let (word, after) = rest.split_at(end);
        rest = after;
        Some(word)
    })
}

struct Piece<'a> {
    body: &'a str,
    optional: bool,
    glued: bool,
    follows: bool,
}

fn pieces(pattern: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut rest = pattern.trim();
    while !rest.is_empty() {
        let glued = rest.len() > 1 && rest.starts_with('+');
        let follows = rest.len() > 1 && rest.starts_with('&');
        if glued || follows {
            rest = &rest[1..];
        }
        let end = if rest.starts_with('(') {
            rest.find(')').map_or(rest.len(), |at| at + 1)
        } else if rest.starts_with('<') {
            rest.find('>').map_or(rest.len(), |at| at + 1)
        } else {
            rest.find(' ').unwrap_or(rest.len())
        };
        let (mut body, mut after) = rest.split_at(end);
        let mut optional = false;
        if let Some(shorter) = body.strip_suffix('?').filter(|b| !b.is_empty()) {
            (body, optional) = (shorter, true);
        } else if let Some(later) = after.strip_prefix('?') {
            (after, optional) = (later, true);
        }
        found.push(Piece { body, optional, glued, follows });
        rest = after.trim_start();
    }
    found
}

macro_rules! time_test {
    ($name:ident, $pattern:pat $(if $guard:expr)?) => {
        |sem: &Sem| matches!(sem, Sem::Time($name) if matches!($name.form, $pattern) $(&& $guard)?)
    };
}

fn whole(sem: &Sem, from: f64, to: f64) -> bool {
    matches!(sem, Sem::Number(n) if n.value >= from && n.value <= to && n.value.fract() == 0.0)
}

/// The tests that patterns name. An unknown name is a mistake in a language's rules, which the
/// test that compiles every language finds.
fn test_named(name: &str) -> (usize, Test) {
    match name {
        "number" => (1, |sem| matches!(sem, Sem::Number(_))),
        "int" => (1, |sem| matches!(sem, Sem::Number(n) if n.value.fract() == 0.0)),
        // A number that is not an article.
        "count" => (1, |sem| matches!(sem, Sem::Number(n) if !n.article)),
        "n0-24" => (1, |sem| {
            matches!(sem, Sem::Number(n) if !n.article && !n.vague) && whole(sem, 0.0, 24.0)
        }),
        "digits1-31" => {
            (1, |sem| matches!(sem, Sem::Number(n) if n.digits > 0) && whole(sem, 1.0, 31.0))
        }
        "vague" => (1, |sem| matches!(sem, Sem::Number(n) if n.vague)),
        "n1-12" => (1, |sem| {
            matches!(sem, Sem::Number(n) if !n.article && !n.vague) && whole(sem, 1.0, 12.0)
        }),
        "n1-31" => (1, |sem| matches!(sem, Sem::Number(n) if !n.vague) && whole(sem, 1.0, 31.0)),
        "n0-59" => (1, |sem| {
            matches!(sem, Sem::Number(n) if !n.article && !n.vague) && whole(sem, 0.0, 59.0)
        }),
        "n1-59" => (1, |sem| {
            matches!(sem, Sem::Number(n) if !n.article && !n.vague) && whole(sem, 1.0, 59.0)
        }),
        "n10-59" => (1, |sem| matches!(sem, Sem::Number(n) if !n.vague) && whole(sem, 10.0, 59.0)),
        "n1-9" => (1, |sem| matches!(sem, Sem::Number(n) if !n.vague) && whole(sem, 1.0, 9.0)),
        "n1-4" => (1, |sem| whole(sem, 1.0, 4.0)),
        "n0-99" => {
            (1, |sem| matches!(sem, Sem::Number(n) if n.digits == 2) && whole(sem, 0.0, 99.0))
        }
        "cents" => (1, |sem| {
            matches!(sem, Sem::Number(n) if !n.article && !n.vague) && whole(sem, 1.0, 99.0)
        }),
        "year" => (1, |sem| {
            matches!(sem, Sem::Number(n) if n.digits == 4 || n.spelled)
                && whole(sem, 1000.0, 2999.0)
        }),
        "hhmm" => (1, |sem| {
            matches!(sem, Sem::Number(n) if n.digits == 3 || n.digits == 4)
                && whole(sem, 100.0, 2359.0)
                && matches!(sem, Sem::Number(n) if n.value % 100.0 < 60.0)
        }),
        "ordinal" => (2, |sem| matches!(sem, Sem::Ordinal { .. })),
        "o1-31" => (2, |sem| matches!(sem, Sem::Ordinal { value, .. } if (1..=31).contains(value))),
        "o-digits" => (
            2,
            |sem| matches!(sem, Sem::Ordinal { value, digits: true, .. } if (1..=31).contains(value)),
        ),
        "o1-4" => (2, |sem| matches!(sem, Sem::Ordinal { value, .. } if (1..=4).contains(value))),
        "grain" => (3, |sem| matches!(sem, Sem::Grain(_))),
        "cycle" => (3, |sem| matches!(sem, Sem::Grain(grain) if *grain >= Grain::Day)),
        "hour-cycle" => (3, |sem| matches!(sem, Sem::Grain(Grain::Hour))),
        "duration" => (4, |sem| matches!(sem, Sem::Duration { .. })),
        "time" => (5, |sem| matches!(sem, Sem::Time(_))),
        // Readings that are sure.
        "sure" => (5, |sem| matches!(sem, Sem::Time(t) if !t.latent)),
        "plain" => (5, |sem| matches!(sem, Sem::Time(t) if !t.latent && t.bound == Bound::None)),
        "date" => (
            5,
            |sem| matches!(sem, Sem::Time(t) if t.has_date() && t.hours.is_none() && t.bound == Bound::None && t.form != Form::Instant),
        ),
        "dated" => (5, |sem| matches!(sem, Sem::Time(t) if t.has_date() && !t.latent)),
        "clock" => {
            (5, |sem| matches!(sem, Sem::Time(t) if matches!(t.form, Form::Clock | Form::BareHour)))
        }
        "clock12" => (
            5,
            |sem| matches!(sem, Sem::Time(t) if matches!(t.form, Form::Clock | Form::BareHour) && matches!(t.hours, Some(Hours::At(c)) if c.twelve)),
        ),
        "hours" => (5, |sem| matches!(sem, Sem::Time(t) if !t.has_date())),
        "part" => (5, time_test!(t, Form::Part)),
        // "tomorrow morning"
        "dated-part" => (5, |sem| {
            matches!(sem, Sem::Time(t) if !t.latent && t.has_date()
                && matches!(t.hours, Some(Hours::Part(..))))
        }),
        "weekday" => (5, time_test!(t, Form::Weekday)),
        "month" => (5, time_test!(t, Form::Month)),
        "month-day" => (5, time_test!(t, Form::MonthDay)),
        "day-number" => (5, time_test!(t, Form::DayNumber)),
        "relative" => (5, time_test!(t, Form::Relative)),
        "cycled" => (5, time_test!(t, Form::Cycle)),
        "holiday" => (5, time_test!(t, Form::Holiday)),
        "season" => (5, time_test!(t, Form::Season)),
        "weekend" => (5, time_test!(t, Form::Weekend)),
        "range" => (5, time_test!(t, Form::Range)),
        "instant" => (5, time_test!(t, Form::Instant)),
        "named" => (
            5,
            time_test!(
                t,
                Form::Weekday | Form::Month | Form::Holiday | Form::Season | Form::Weekend
            ),
        ),
        "yearly" => (5, time_test!(t, Form::Year)),
        "amount" => (6, |sem| matches!(sem, Sem::Amount(_))),
        "money" => (
            6,
            |sem| matches!(sem, Sem::Amount(a) if a.measure == model::Measure::AmountOfMoney && !a.interval),
        ),
        "measure" => (6, |sem| matches!(sem, Sem::Amount(a) if !a.interval)),
        "temperature" => (
            6,
            |sem| matches!(sem, Sem::Amount(a) if a.measure == model::Measure::Temperature && !a.interval),
        ),
        "distance" => (
            6,
            |sem| matches!(sem, Sem::Amount(a) if a.measure == model::Measure::Distance && !a.interval),
        ),
        other => unreachable!("no test is named `{other}`"),
    }
}
