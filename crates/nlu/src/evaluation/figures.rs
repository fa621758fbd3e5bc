//! The figures that evaluations give, each by its usual definition.

use std::collections::BTreeMap;

use model::{IntentName, Rng, SeededRng};
use serde::{Deserialize, Serialize};

/// A share with its 95 % interval and what it rests on.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Share {
    /// Cases that count.
    pub count: usize,
    /// Cases in all.
    pub n: usize,
    /// The first over the second, 0 to 1; 0 when there are no cases.
    pub share: f64,
    /// Lower end of the 95 % interval (Wilson's score).
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
}

impl Share {
    /// `count` of `n`.
    pub fn of(count: usize, n: usize) -> Self {
        let (low, high) = wilson_interval(count, n);
        Self { count, n, share: count as f64 / n.max(1) as f64, low, high }
    }
}

/// A figure that is no simple share, with its 95 % interval.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Interval {
    /// The figure, 0 to 1.
    pub value: f64,
    /// Lower end of the 95 % interval, by drawing the cases again and again.
    pub low: f64,
    /// Upper end of it.
    pub high: f64,
    /// Cases that it rests on.
    pub n: usize,
}

/// Draws for [`Interval::drawn`].
const DRAWS: usize = 400;

impl Interval {
    /// A figure over `n` cases and its interval by drawing (bootstrap): `figure` is given the
    /// cases to look at, some of them more than once. The same seed draws the same cases.
    pub(crate) fn drawn(n: usize, seed: u64, figure: impl Fn(&[usize]) -> f64) -> Self {
        let mut cases: Vec<usize> = (0..n).collect();
        let value = figure(&cases);
        if n == 0 {
            return Self { value, low: 0.0, high: 1.0, n };
        }
        let mut rng = SeededRng::new(seed);
        let mut drawn: Vec<f64> = (0..DRAWS)
            .map(|_| {
                cases.iter_mut().for_each(|case| *case = rng.below(n));
                figure(&cases)
            })
            .collect();
        drawn.sort_by(f64::total_cmp);
        let at = |share: f64| drawn[((DRAWS - 1) as f64 * share).round() as usize];
        Self { value, low: at(0.025), high: at(0.975), n }
    }
}

/// The 95 % interval of a share (Wilson's score), as shares.
pub fn wilson_interval(right: usize, n: usize) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (n, z) = (n as f64, 1.959_964);
    let share = right as f64 / n;
    let centre = share + z * z / (2.0 * n);
    let spread = z * (share * (1.0 - share) / n + z * z / (4.0 * n * n)).sqrt();
    let scale = 1.0 + z * z / n;
    (((centre - spread) / scale).max(0.0), ((centre + spread) / scale).min(1.0))
}

/// Mean difference between probability and share of right answers over 15 equal bins, weighted by
/// their sizes. Takes (probability, whether right).
pub fn expected_calibration_error(outcomes: impl Iterator<Item = (f64, bool)>) -> f64 {
    const BINS: usize = 15;
    let mut bins = [(0usize, 0.0f64, 0usize); BINS];
    let mut n = 0;
    for (probability, right) in outcomes {
        let bin = &mut bins[((probability * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += 1;
        bin.1 += probability;
        bin.2 += usize::from(right);
        n += 1;
    }
    bins.iter().map(|(_, sum, right)| (sum - *right as f64).abs()).sum::<f64>()
        / f64::from(n.max(1))
}

/// Mean over the intents of the F1. Takes (true, found).
pub fn macro_f1<'a>(
    outcomes: impl Iterator<Item = (&'a IntentName, Option<&'a IntentName>)>,
) -> f64 {
    // Right, found, wanted.
    let mut counts: BTreeMap<&IntentName, (usize, usize, usize)> = BTreeMap::new();
    for (wanted, found) in outcomes {
        let own = counts.entry(wanted).or_default();
        own.2 += 1;
        own.0 += usize::from(found == Some(wanted));
        if let Some(found) = found {
            counts.entry(found).or_default().1 += 1;
        }
    }
    let all = counts.len().max(1) as f64;
    counts
        .values()
        .map(|&(right, found, wanted)| 2.0 * right as f64 / (found + wanted).max(1) as f64)
        .sum::<f64>()
        / all
}

/// The probability that a `positive` score is higher than a `negative` one (area under the curve
/// of the receiver's operating characteristic); equal scores count half.
pub fn auroc(positive: &[f64], negative: &[f64]) -> f64 {
    let mut all: Vec<(f64, bool)> =
        positive.iter().map(|&s| (s, true)).chain(negative.iter().map(|&s| (s, false))).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut area) = (0.0f64, 0.0f64);
    for same in all.chunk_by(|a, b| a.0 == b.0) {
        let positives = same.iter().filter(|(_, positive)| *positive).count() as f64;
        let negatives = same.len() as f64 - positives;
        area += positives * (below + negatives / 2.0);
        below += negatives;
    }
    let pairs = positive.len() as f64 * negative.len() as f64;
    if pairs == 0.0 { 0.5 } else { area / pairs }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_match_their_definitions() {
        assert_eq!(auroc(&[0.9, 0.8], &[0.1, 0.2]), 1.0);
        assert_eq!(auroc(&[0.5], &[0.5]), 0.5);
        let (low, high) = wilson_interval(90, 100);
        assert!((low - 0.8256).abs() < 1e-3 && (high - 0.9448).abs() < 1e-3);
        let always = (0..10).map(|i| (1.0, i < 7));
        assert!((expected_calibration_error(always) - 0.3).abs() < 1e-9);
        let (a, b) = (IntentName::new("a").unwrap(), IntentName::new("b").unwrap());
        let outcomes = [(&a, Some(&a)), (&a, Some(&b)), (&b, Some(&b))];
        assert!((macro_f1(outcomes.into_iter()) - 2.0 / 3.0).abs() < 1e-9);
    }
}
