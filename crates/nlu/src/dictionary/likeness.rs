//! Forms of words, and labels that are nearly the same as a text, found in time that does not
//! depend on how many there are.

use rustc_hash::FxHashMap;

use crate::hashing::{FeatureTable, mix};

/// Forms that differ from a folded word by the sign of the plural only.
pub(crate) fn other_numbers(word: &str, language: &str) -> Vec<String> {
    const STEM_BYTES_MIN: usize = 3;
    let endings: &[(&str, &str)] = match language {
        "fr" => &[("s", ""), ("x", ""), ("aux", "al"), ("aux", "ail")],
        "en" => &[("s", ""), ("es", ""), ("ies", "y"), ("ves", "f")],
        "es" | "pt" => &[("s", ""), ("es", ""), ("oes", "ao"), ("ns", "m")],
        "it" => &[("i", "o"), ("i", "e"), ("e", "a")],
        "de" => &[("n", ""), ("en", ""), ("e", ""), ("er", ""), ("s", ""), ("nen", "")],
        "nl" => &[("en", ""), ("s", ""), ("n", "")],
        _ => &[],
    };
    let swap = |from: &str, to: &str| {
        let stem = word.strip_suffix(from).filter(|stem| stem.len() >= STEM_BYTES_MIN)?;
        Some(format!("{stem}{to}"))
    };
    let both = endings.iter().flat_map(|&(many, one)| [swap(many, one), swap(one, many)]);
    both.flatten().collect()
}

/// All labels, by their sequences of three characters.
#[derive(Debug, Clone, Default)]
pub(crate) struct LabelSequences {
    table: FeatureTable,
    starts: Vec<u32>,
    labels: Vec<u32>,
}

/// How many labels are looked at for one text, those with the rarest common sequences first.
const LOOKED_AT_MAX: usize = 4_000;
/// How many labels are compared with one text letter by letter.
const COMPARED_MAX: usize = 64;

impl LabelSequences {
    /// Of folded labels.
    pub(crate) fn new<'a>(labels: impl Iterator<Item = &'a str>) -> Self {
        let mut found: Vec<(u64, u32)> = Vec::new();
        for (number, label) in labels.enumerate() {
            let mut own = sequences_of(label);
            own.sort_unstable();
            own.dedup();
            found.extend(own.into_iter().map(|hash| (hash, number as u32)));
        }
        found.sort_unstable();
        let (mut hashes, mut starts) = (Vec::new(), vec![0]);
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            hashes.push(same[0].0);
            starts.push(starts[starts.len() - 1] + same.len() as u32);
        }
        let labels = found.into_iter().map(|(_, number)| number).collect();
        Self { table: FeatureTable::new(&hashes), starts, labels }
    }

    /// Numbers of the labels that share most sequences with a folded text.
    pub(crate) fn candidates(&self, text: &str) -> Vec<usize> {
        let mut rows: Vec<&[u32]> = sequences_of(text)
            .into_iter()
            .filter_map(|hash| self.table.get(hash))
            .map(|row| {
                let row = row as usize;
                &self.labels[self.starts[row] as usize..self.starts[row + 1] as usize]
            })
            .collect();
        rows.sort_unstable_by_key(|row| (row.len(), row.first().copied()));
        let mut counts: FxHashMap<u32, u32> = FxHashMap::default();
        let mut left = LOOKED_AT_MAX;
        for row in rows {
            let looked_at = &row[..row.len().min(left)];
            looked_at.iter().for_each(|&label| *counts.entry(label).or_default() += 1);
            left -= looked_at.len();
        }
        let mut counted: Vec<(u32, u32)> = counts.into_iter().collect();
        counted.sort_unstable_by_key(|&(label, count)| (u32::MAX - count, label));
        counted.truncate(COMPARED_MAX);
        counted.into_iter().map(|(label, _)| label as usize).collect()
    }
}

/// Sequences of up to three characters, with an edge on both sides.
fn sequences_of(text: &str) -> Vec<u64> {
    let chars: Vec<u64> =
        std::iter::once(1).chain(text.chars().map(u64::from)).chain([1]).collect();
    let wide = chars.windows(3.min(chars.len()));
    wide.map(|window| window.iter().fold(5, |hash, &c| mix(hash, c))).collect()
}

/// How alike two folded texts are: one minus the distance over the longer length.
pub(crate) fn similarity(a: &[char], b: &str) -> f64 {
    let b_chars = b.chars().count();
    let longest = a.len().max(b_chars);
    if longest == 0 {
        return 1.0;
    }
    // More than half the length apart is never similar enough.
    if a.len().abs_diff(b_chars) * 2 > longest {
        return 0.0;
    }
    1.0 - distance(a, b) as f64 / longest as f64
}

/// The Damerau-Levenshtein distance (neighbours may swap).
pub(super) fn distance(a: &[char], b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
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
    above[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn a_label_is_found_among_very_many_by_what_it_shares() {
        let labels: Vec<String> = (0..20_000).map(|i| format!("article {i} rouge")).collect();
        let index = LabelSequences::new(labels.iter().map(String::as_str));
        let wanted = labels.iter().position(|label| label == "article 12345 rouge").unwrap();
        assert!(index.candidates("artcle 12345 rouge").contains(&wanted));
        assert!(index.candidates("").len() <= COMPARED_MAX);
    }

    #[test]
    fn singular_and_plural_are_forms_of_each_other() {
        for (word, language, expected) in [
            ("chevaux", "fr", "cheval"),
            ("cheval", "fr", "chevaux"),
            ("cities", "en", "city"),
            ("boxes", "en", "box"),
            ("zeitung", "de", "zeitungen"),
        ] {
            assert!(other_numbers(word, language).iter().any(|form| form == expected), "{word}");
        }
        assert!(other_numbers("as", "fr").is_empty());
        assert!(other_numbers("東京", "ja").is_empty());
    }

    #[test]
    fn words_are_folded_before_they_are_compared() {
        let chars: Vec<char> = fold("café").chars().collect();
        assert_eq!(similarity(&chars, "cafe"), 1.0);
        assert_eq!(similarity(&chars, "acfe"), 0.75);
        assert_eq!(similarity(&chars, "a very long text"), 0.0);
    }
}
