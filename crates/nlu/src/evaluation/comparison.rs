//! Two evaluations, sentence by sentence.

use std::collections::BTreeMap;

use model::{IntentName, Locale};
use serde::{Deserialize, Serialize};

use super::{Evaluation, SentenceOutcome, Share};

/// What another version does better and worse.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// Sentences that both measured.
    pub sentences: usize,
    /// Of these, those that the first answered right.
    pub before: Share,
    /// Those that the second answered right.
    pub after: Share,
    /// The probability that a difference as large as this one, or larger, is chance (exact test
    /// of McNemar on the sentences that only one answered right).
    pub chance: f64,
    /// Wrong in the first and right in the second.
    pub fixed: Vec<ComparedSentence>,
    /// Right in the first and wrong in the second.
    pub broken: Vec<ComparedSentence>,
    /// Wrong in both, in another way.
    pub changed: Vec<ComparedSentence>,
    /// Sentences that only the first measured.
    pub only_before: usize,
    /// Sentences that only the second measured.
    pub only_after: usize,
}

/// A sentence that two versions understand differently.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ComparedSentence {
    /// Its label in the second version; absent: what is not understood.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<IntentName>,
    /// What the first version makes of it.
    pub before: SentenceOutcome,
    /// What the second version makes of it.
    pub after: SentenceOutcome,
}

/// What the second evaluation does better and worse than the first, on the sentences that both
/// measured. Each is right when intent and entities are as its version labels them.
pub fn compare(before: &Evaluation, after: &Evaluation) -> Comparison {
    let key =
        |own: &SentenceOutcome| -> (String, Locale) { (own.text.clone(), own.locale.clone()) };
    let is_right = |own: &SentenceOutcome| own.is_answered_right() && own.are_entities_right();
    let firsts: BTreeMap<(String, Locale), &SentenceOutcome> =
        before.outcomes.iter().map(|own| (key(own), own)).collect();
    let mut met = std::collections::BTreeSet::new();
    let mut comparison = Comparison::default();
    let (mut right_before, mut right_after) = (0, 0);
    for second in &after.outcomes {
        let key = key(second);
        let Some(first) = firsts.get(&key) else {
            comparison.only_after += 1;
            continue;
        };
        if !met.insert(key) {
            continue;
        }
        let rights = (is_right(first), is_right(second));
        right_before += usize::from(rights.0);
        right_after += usize::from(rights.1);
        let list = match rights {
            (false, true) => &mut comparison.fixed,
            (true, false) => &mut comparison.broken,
            (false, false) if is_another_answer(first, second) => &mut comparison.changed,
            _ => continue,
        };
        list.push(ComparedSentence {
            intent: second.intent.clone(),
            before: (*first).clone(),
            after: second.clone(),
        });
    }
    comparison.sentences = met.len();
    comparison.only_before = firsts.len() - met.len();
    comparison.before = Share::of(right_before, met.len());
    comparison.after = Share::of(right_after, met.len());
    comparison.chance = mcnemar(comparison.fixed.len(), comparison.broken.len());
    comparison
}

fn is_another_answer(first: &SentenceOutcome, second: &SentenceOutcome) -> bool {
    (&first.found, first.accepted) != (&second.found, second.accepted)
        || first.entities_missed != second.entities_missed
        || first.entities_wrong != second.entities_wrong
}

/// How likely it is that of `a + b` tosses of a coin one side comes up as rarely as the rarer of
/// the two, or more rarely; both sides counted.
fn mcnemar(a: usize, b: usize) -> f64 {
    let n = a + b;
    // In logarithms, because the coefficients of many tosses are larger than any number.
    let mut log_of_choices = 0.0f64;
    let mut sum = 0.0f64;
    for k in 0..=a.min(b) {
        sum += (log_of_choices - n as f64 * std::f64::consts::LN_2).exp();
        log_of_choices += ((n - k) as f64 / (k + 1) as f64).ln();
    }
    (2.0 * sum).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_test_matches_the_binomial() {
        assert_eq!(mcnemar(0, 0), 1.0);
        assert_eq!(mcnemar(3, 3), 1.0);
        assert!((mcnemar(0, 5) - 2.0 / 32.0).abs() < 1e-12);
        assert!((mcnemar(8, 1) - 2.0 * 10.0 / 512.0).abs() < 1e-12);
        assert!(mcnemar(1000, 2000) < 1e-60 && mcnemar(1000, 2000) >= 0.0);
    }
}
