//! Dictionaries: from words in a sentence to canonical values, in time that does not depend on
//! how many words the dictionaries hold.
//!
//! Words are compared token by token after folding (case, accents), through a table of hashes of
//! token sequences and of their beginnings. A word that no label holds may stand for one in the
//! other number, for one that is a typo or two away, or, with its neighbour, for one that is written
//! together.

mod likeness;
mod near_words;

use std::ops::Range;

use model::{Bot, Locale};

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::hashing::hash_text;
use crate::phrases::{Phrases, ROOT, add, longest};
use crate::text::{Token, TokenClass, Tokens, clean, extend_sequence, fold};
use likeness::{LabelSequences, other_numbers, similarity};
use near_words::NearWords;

/// The dictionaries of a bot in one locale.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionaries {
    phrases: Phrases<Entry>,
    /// All canonical values, referred to by entries.
    values: Vec<String>,
    /// Folded labels with their entries, for approximate search.
    labels: Vec<(String, Entry)>,
    words: NearWords,
    label_sequences: LabelSequences,
}

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Entry {
    /// Number of the entity type.
    pub(crate) entity_type: u16,
    /// Number of the value.
    value: u32,
}

/// A label found in a sentence, as a range of tokens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Match {
    pub(crate) tokens: Range<usize>,
    pub(crate) entry: Entry,
    /// How alike the words of the sentence and the label are; 1 when they are the same.
    pub(crate) likeness: f64,
}

/// Longer labels are not looked for in sentences.
const LABEL_TOKENS_MAX: usize = 16;
/// A label of so many words is also found when they are written together.
const COMPOSED_TOKENS_MAX: usize = 3;
/// How alike words are that differ in their number or in the spaces between them.
const FORM_LIKENESS: f64 = 0.97;
/// Values that one stretch of text may stand for.
const VALUES_MAX: usize = 5;

/// What stands at a place of a sentence, perhaps.
struct Form {
    hash: u64,
    likeness: f64,
    /// The token after it.
    next: usize,
}

impl Dictionaries {
    /// The words of `bot`'s dictionaries in `locale`. `type_number` numbers the entity types.
    pub(crate) fn of_bot(
        bot: &Bot,
        locale: &Locale,
        type_number: impl Fn(&model::EntityTypeName) -> Option<u16>,
    ) -> Self {
        let mut values = Vec::new();
        let mut found: Vec<(u64, Option<Entry>)> = Vec::new();
        let mut labels = Vec::new();
        for (name, declared) in &bot.entity_types {
            let (Some(dictionary), Some(entity_type)) = (&declared.dictionary, type_number(name))
            else {
                continue;
            };
            for listed in &dictionary.entries {
                let entry = Entry { entity_type, value: values.len() as u32 };
                values.push(listed.value.clone());
                let locales: Vec<Locale> = listed.labels.keys().cloned().collect();
                let words = locale
                    .choose_among(&locales)
                    .and_then(|locale| listed.labels.get(locale))
                    .filter(|words| !words.is_empty());
                let own = std::slice::from_ref(&listed.value);
                for label in words.map_or(own, Vec::as_slice) {
                    let label = clean(label);
                    let tokens = Tokens::new(&label);
                    if tokens.items.is_empty() {
                        continue;
                    }
                    add_sequences(&tokens, entry, &mut found);
                    labels.push((fold(&tokens.lower), entry));
                }
            }
        }
        labels.sort();
        labels.dedup();
        Self { phrases: Phrases::new(found), values, labels, ..Self::default() }.index()
    }

    /// Builds what is not kept.
    fn index(mut self) -> Self {
        let words = self.labels.iter().flat_map(|(label, _)| words_of(label));
        self.words = NearWords::new(words.collect());
        self.label_sequences = LabelSequences::new(self.labels.iter().map(|own| own.0.as_str()));
        self
    }

    /// The numbers of the entity types that entries name.
    pub(crate) fn types(&self) -> impl Iterator<Item = u16> {
        self.phrases.entries().iter().map(|entry| entry.entity_type)
    }

    /// The canonical value of an entry.
    pub(crate) fn value(&self, entry: Entry) -> &str {
        &self.values[entry.value as usize]
    }

    /// The longest labels of the wanted types: no two of one type overlap unless they are the
    /// same words with several values. A word for which `may_be_typo` holds also stands for one
    /// that is a typo away, a long one for one that is two away.
    pub(crate) fn find(
        &self,
        tokens: &Tokens,
        language: &str,
        wanted: impl Fn(u16) -> bool,
        may_be_typo: impl Fn(&Token) -> bool,
    ) -> Vec<Match> {
        let mut matches: Vec<Match> = Vec::new();
        if self.phrases.is_empty() {
            return matches;
        }
        let forms: Vec<Vec<Form>> = (0..tokens.items.len())
            .map(|at| self.forms_at(tokens, at, language, &may_be_typo))
            .collect();
        // Places to go on from: token, sequence, likeness.
        let mut open: Vec<(usize, u64, f64)> = Vec::new();
        for start in (0..tokens.items.len()).filter(|&at| !is_hyphen(tokens, at)) {
            open.push((start, ROOT, 1.0));
            while let Some((at, sequence, likeness)) = open.pop() {
                for form in forms.get(at).map_or(&[][..], Vec::as_slice) {
                    let sequence = extend_sequence(sequence, form.hash);
                    let Some(entries) = self.phrases.get(sequence) else { continue };
                    let likeness = likeness.min(form.likeness);
                    let wanted = entries.iter().filter(|entry| wanted(entry.entity_type));
                    matches.extend(wanted.map(|&entry| Match {
                        tokens: start..form.next,
                        entry,
                        likeness,
                    }));
                    let hyphens =
                        (form.next..forms.len()).take_while(|&at| forms[at].is_empty()).count();
                    open.push((form.next + hyphens, sequence, likeness));
                }
            }
        }
        // Of several ways to one value the one that is most alike.
        matches.sort_by(|a, b| {
            (a.tokens.start, a.tokens.end, a.entry)
                .cmp(&(b.tokens.start, b.tokens.end, b.entry))
                .then(b.likeness.total_cmp(&a.likeness))
        });
        matches.dedup_by(|later, first| later.tokens == first.tokens && later.entry == first.entry);
        longest(matches, |found| &found.tokens, |found| found.entry.entity_type)
    }

    /// What the token at a place may stand for. Hyphens stand for nothing.
    fn forms_at(
        &self,
        tokens: &Tokens,
        at: usize,
        language: &str,
        may_be_typo: &impl Fn(&Token) -> bool,
    ) -> Vec<Form> {
        let token = &tokens.items[at];
        if is_hyphen(tokens, at) {
            return Vec::new();
        }
        let mut forms = vec![Form { hash: token.folded, likeness: 1.0, next: at + 1 }];
        if token.class == TokenClass::Mark {
            return forms;
        }
        // Two words that a label writes as one.
        let after = (at + 1..tokens.items.len()).find(|&next| !is_hyphen(tokens, next));
        if let Some(after) = after.filter(|&next| tokens.items[next].class == TokenClass::Word) {
            let mut joined = fold(tokens.lower_of(at));
            joined.push_str(&fold(tokens.lower_of(after)));
            let hash = hash_text(&joined);
            if self.words.has(hash) {
                forms.push(Form { hash, likeness: FORM_LIKENESS, next: after + 1 });
            }
        }
        if token.class != TokenClass::Word || self.words.has(token.folded) {
            return forms;
        }
        let folded = fold(tokens.lower_of(at));
        let numbers = other_numbers(&folded, language);
        let numbers =
            numbers.iter().map(|form| hash_text(form)).filter(|&hash| self.words.has(hash));
        forms.extend(numbers.map(|hash| Form { hash, likeness: FORM_LIKENESS, next: at + 1 }));
        if forms.len() == 1 && may_be_typo(token) {
            let near = self.words.near(&folded);
            forms.extend(near.into_iter().take(VALUES_MAX).map(|near| Form {
                hash: hash_text(near.word),
                likeness: near.likeness,
                next: at + 1,
            }));
        }
        forms
    }

    /// The values of a type whose words are like `text`, best first, with their likeness. Exact
    /// words alone when there are any.
    pub(crate) fn similar(&self, text: &str, entity_type: u16, minimum: f64) -> Vec<(&str, f64)> {
        let folded = fold(&Tokens::new(text).lower);
        let from = self.labels.partition_point(|(label, _)| label.as_str() < folded.as_str());
        let mut found: Vec<(&str, f64)> = self.labels[from..]
            .iter()
            .take_while(|(label, _)| *label == folded)
            .filter(|(_, entry)| entry.entity_type == entity_type)
            .map(|(_, entry)| (self.value(*entry), 1.0))
            .collect();
        if found.is_empty() && minimum < 1.0 {
            let chars: Vec<char> = folded.chars().collect();
            for number in self.label_sequences.candidates(&folded) {
                let (label, entry) = &self.labels[number];
                if entry.entity_type == entity_type {
                    let likeness = similarity(&chars, label);
                    if likeness > minimum {
                        found.push((self.value(*entry), likeness));
                    }
                }
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|(value, _)| seen.insert(*value));
        found.truncate(VALUES_MAX);
        found
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        let write = |writer: &mut Writer, entry: Entry| {
            writer.u16(entry.entity_type);
            writer.u32(entry.value);
        };
        self.phrases.write(writer, write);
        writer.length(self.values.len());
        self.values.iter().for_each(|value| writer.text(value));
        writer.length(self.labels.len());
        for (label, entry) in &self.labels {
            writer.text(label);
            write(writer, *entry);
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let entry = |reader: &mut Reader<'_>| -> Result<Entry, Error> {
            Ok(Entry { entity_type: reader.u16()?, value: reader.u32()? })
        };
        let phrases = Phrases::read(reader, 6, entry)?;
        let values =
            (0..reader.length(4)?).map(|_| reader.text()).collect::<Result<Vec<_>, _>>()?;
        let labels = (0..reader.length(10)?)
            .map(|_| Ok((reader.text()?, entry(reader)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        ensure(
            labels.is_sorted()
                && (phrases.entries().iter())
                    .chain(labels.iter().map(|(_, entry)| entry))
                    .all(|entry| (entry.value as usize) < values.len()),
            "a dictionary is uneven",
        )?;
        Ok(Self { phrases, values, labels, ..Self::default() }.index())
    }
}

/// Whether a token only joins its neighbours: "week-end" is "week end".
fn is_hyphen(tokens: &Tokens, at: usize) -> bool {
    tokens.items[at].class == TokenClass::Mark
        && tokens.lower_of(at).chars().all(|c| matches!(c, '-' | '\u{2010}'..='\u{2015}'))
}

/// The words by which a label is found, those that it joins included.
fn words_of(label: &str) -> Vec<Box<str>> {
    let tokens = Tokens::new(label);
    let at: Vec<usize> = (0..tokens.items.len()).filter(|&at| !is_hyphen(&tokens, at)).collect();
    let mut words: Vec<Box<str>> = at.iter().map(|&at| tokens.lower_of(at).into()).collect();
    if (2..=COMPOSED_TOKENS_MAX).contains(&words.len()) {
        words.push(words.concat().into());
    }
    words
}

/// The sequences of a label's tokens, up to the last; and of its words written together.
fn add_sequences(tokens: &Tokens, entry: Entry, found: &mut Vec<(u64, Option<Entry>)>) {
    let at: Vec<usize> = (0..tokens.items.len()).filter(|&at| !is_hyphen(tokens, at)).collect();
    let count = at.len();
    if count > LABEL_TOKENS_MAX {
        return;
    }
    let words: Vec<u64> = at.iter().map(|&at| tokens.items[at].folded).collect();
    add(&words, entry, found);
    if (2..=COMPOSED_TOKENS_MAX).contains(&count) {
        let joined: String = at.iter().map(|&at| fold(tokens.lower_of(at))).collect();
        add(&[hash_text(&joined)], entry, found);
    }
}
