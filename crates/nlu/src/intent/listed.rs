//! What the intent classifier makes of words that a dictionary lists.

use std::collections::BTreeMap;
use std::ops::Range;

/// Tokens of a sentence that are known as something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) tokens: Range<usize>,
    /// What they are known as: a hash of it.
    pub(crate) kind: u64,
    /// Whether one word of the kind says as much about the intent as another, so that what they
    /// are is looked at in place of how they are spelled.
    pub(crate) is_interchangeable: bool,
}

/// A listed stretch of a training sentence: its entity type, a hash of its words, the class.
pub(crate) type Occurrence = (u16, u64, u16);

/// How many occurrences of the type a word's own are weighed against.
const PRIOR_OCCURRENCES: f64 = 1.0;

/// How much must speak for it, in all and for each occurrence: ten thousand to one would be 9.
const EVIDENCE_MIN: f64 = 15.0;
const EVIDENCE_EACH_MIN: f64 = 0.7;

/// The entity types whose words clearly say no more about the class than that the type is there:
/// knowing a word misleads about the class of the other sentences that have it. Stations are
/// interchangeable when each is asked about in every way; the names of devices are not when lamps
/// are switched on and ovens are heated. Sorted.
pub(crate) fn interchangeable(occurrences: &[Occurrence]) -> Vec<u16> {
    let mut of_type: BTreeMap<u16, BTreeMap<u64, BTreeMap<u16, f64>>> = BTreeMap::new();
    for &(entity_type, words, class) in occurrences {
        let words = of_type.entry(entity_type).or_default().entry(words).or_default();
        *words.entry(class).or_default() += 1.0;
    }
    let is_interchangeable = |words: &BTreeMap<u64, BTreeMap<u16, f64>>| {
        let mut classes: BTreeMap<u16, f64> = BTreeMap::new();
        for (&class, &count) in words.values().flatten() {
            *classes.entry(class).or_default() += count;
        }
        let all: f64 = classes.values().sum();
        let kinds = classes.len() as f64;
        // The logarithm of how much more probable the word makes the class of each occurrence,
        // judged by the other occurrences.
        let mut gain = 0.0;
        for own in words.values() {
            let of_word: f64 = own.values().sum();
            for (class, &count) in own {
                let by_type = (classes[class] - 1.0 + 1.0 / kinds) / all;
                let by_word = (count - 1.0 + PRIOR_OCCURRENCES * by_type)
                    / (of_word - 1.0 + PRIOR_OCCURRENCES);
                gain += count * (by_word / by_type).ln();
            }
        }
        gain < -EVIDENCE_MIN.max(EVIDENCE_EACH_MIN * all)
    };
    of_type.iter().filter(|(_, words)| is_interchangeable(words)).map(|(own, _)| *own).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_are_used_alike_are_interchangeable() {
        // Type 1: ten words, each once in each of ten classes. Type 2: each word has its class.
        // Type 3: no word comes twice, so nothing speaks for it. Type 4 is type 1, too rarely.
        let mut occurrences = Vec::new();
        for word in 0..10u16 {
            occurrences.extend([(2, u64::from(word), word); 3]);
            occurrences.push((3, u64::from(word), word));
            for class in 0..10 {
                occurrences.push((1, u64::from(word), class));
                occurrences.extend((word == class && class < 3).then_some((4, 1, class)));
            }
        }
        assert_eq!(interchangeable(&occurrences), [1]);
        assert_eq!(interchangeable(&[]), [0u16; 0]);
    }
}
