//! Dictionaries: from words in a sentence to canonical values, in time that does not depend on
//! how many words the dictionaries hold.
//!
//! Words are compared token by token after folding (case, accents), through a table of hashes of
//! token sequences and of their beginnings.

use model::{Bot, Locale};

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::hashing::FeatureTable;
use crate::text::{Tokens, clean, extend_sequence, fold};

/// The dictionaries of a bot in one locale.
#[derive(Debug, Clone, Default)]
pub(crate) struct Dictionaries {
    /// Sequences of folded tokens and their beginnings.
    sequences: Vec<u64>,
    /// For each sequence where its entries begin in `entries`.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// All canonical values, referred to by entries.
    values: Vec<String>,
    /// Folded labels with their entries, for approximate search.
    labels: Vec<(String, Entry)>,
    table: FeatureTable,
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Match {
    pub(crate) tokens: std::ops::Range<usize>,
    pub(crate) entry: Entry,
}

const ROOT: u64 = 0xd1c7;

/// Above this many labels, approximate search looks only at labels that begin alike.
const SCANNED_LABELS_MAX: usize = 5_000;

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
                    let mut sequence = ROOT;
                    for (i, token) in tokens.items.iter().enumerate() {
                        sequence = extend_sequence(sequence, token.folded);
                        let is_last = i + 1 == tokens.items.len();
                        found.push((sequence, is_last.then_some(entry)));
                    }
                    labels.push((fold(&tokens.lower), entry));
                }
            }
        }
        labels.sort();
        labels.dedup();
        found.sort_unstable();
        found.dedup();
        let mut dictionaries = Self { values, labels, starts: vec![0], ..Self::default() };
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            dictionaries.sequences.push(same[0].0);
            dictionaries.entries.extend(same.iter().filter_map(|(_, entry)| *entry));
            dictionaries.starts.push(dictionaries.entries.len() as u32);
        }
        dictionaries.table = FeatureTable::new(&dictionaries.sequences);
        dictionaries
    }

    /// The numbers of the entity types that entries name.
    pub(crate) fn types(&self) -> impl Iterator<Item = u16> {
        self.entries.iter().map(|entry| entry.entity_type)
    }

    /// The canonical value of an entry.
    pub(crate) fn value(&self, entry: Entry) -> &str {
        &self.values[entry.value as usize]
    }

    /// The longest labels of the wanted types: no two of one type overlap unless they are the
    /// same words with several values.
    pub(crate) fn find(&self, tokens: &Tokens, wanted: impl Fn(u16) -> bool) -> Vec<Match> {
        let mut matches: Vec<Match> = Vec::new();
        if self.sequences.is_empty() {
            return matches;
        }
        for start in 0..tokens.items.len() {
            let mut sequence = ROOT;
            for end in start..tokens.items.len() {
                sequence = extend_sequence(sequence, tokens.items[end].folded);
                let Some(row) = self.table.get(sequence) else { break };
                let range =
                    self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize;
                for &entry in &self.entries[range] {
                    if wanted(entry.entity_type) {
                        matches.push(Match { tokens: start..end + 1, entry });
                    }
                }
            }
        }
        // Longest first, then leftmost; a match goes when a better one of its type overlaps it.
        matches.sort_by_key(|m| (usize::MAX - m.tokens.len(), m.tokens.start, m.entry));
        let mut kept: Vec<Match> = Vec::new();
        for candidate in matches {
            let beaten = kept.iter().any(|better| {
                better.entry.entity_type == candidate.entry.entity_type
                    && better.tokens != candidate.tokens
                    && better.tokens.start < candidate.tokens.end
                    && candidate.tokens.start < better.tokens.end
            });
            if !beaten {
                kept.push(candidate);
            }
        }
        kept.sort_by_key(|m| (m.tokens.start, m.tokens.end, m.entry));
        kept
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
            let initial = folded.chars().next();
            let scan_all = self.labels.len() <= SCANNED_LABELS_MAX;
            for (label, entry) in &self.labels {
                if entry.entity_type != entity_type
                    || !(scan_all || label.chars().next() == initial)
                {
                    continue;
                }
                let likeness = similarity(&chars, label);
                if likeness > minimum {
                    found.push((self.value(*entry), likeness));
                }
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
        let mut seen = std::collections::BTreeSet::new();
        found.retain(|(value, _)| seen.insert(*value));
        found.truncate(5);
        found
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.u64s(&self.sequences);
        writer.u32s(&self.starts);
        writer.length(self.entries.len());
        for entry in &self.entries {
            writer.u16(entry.entity_type);
            writer.u32(entry.value);
        }
        writer.length(self.values.len());
        self.values.iter().for_each(|value| writer.text(value));
        writer.length(self.labels.len());
        for (label, entry) in &self.labels {
            writer.text(label);
            writer.u16(entry.entity_type);
            writer.u32(entry.value);
        }
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let sequences = reader.u64s()?;
        let starts = reader.u32s()?;
        let entry = |reader: &mut Reader<'_>| -> Result<Entry, Error> {
            Ok(Entry { entity_type: reader.u16()?, value: reader.u32()? })
        };
        let entries =
            (0..reader.length(6)?).map(|_| entry(reader)).collect::<Result<Vec<_>, _>>()?;
        let values =
            (0..reader.length(4)?).map(|_| reader.text()).collect::<Result<Vec<_>, _>>()?;
        let labels = (0..reader.length(10)?)
            .map(|_| Ok((reader.text()?, entry(reader)?)))
            .collect::<Result<Vec<_>, Error>>()?;
        ensure(
            starts.len() == sequences.len() + 1
                && starts.is_sorted()
                && starts.last().is_none_or(|&end| end as usize <= entries.len())
                && entries
                    .iter()
                    .chain(labels.iter().map(|(_, entry)| entry))
                    .all(|entry| (entry.value as usize) < values.len()),
            "a dictionary is uneven",
        )?;
        let table = FeatureTable::new(&sequences);
        Ok(Self { sequences, starts, entries, values, labels, table })
    }
}

/// One minus the Damerau-Levenshtein distance (neighbours may swap) over the longer length.
fn similarity(a: &[char], b: &str) -> f64 {
    let b: Vec<char> = b.chars().collect();
    let longest = a.len().max(b.len());
    if longest == 0 {
        return 1.0;
    }
    // More than half the length apart is never similar enough.
    if a.len().abs_diff(b.len()) * 2 > longest {
        return 0.0;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let cost = usize::from(a[i - 1] != b[j - 1]);
            row[j] = (above[j] + 1).min(row[j - 1] + 1).min(above[j - 1] + cost);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = above;
        above = row;
    }
    1.0 - above[b.len()] as f64 / longest as f64
}
