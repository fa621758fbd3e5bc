//! Whether a sentence is about anything the bot learned: a second opinion on the classifier's.
//!
//! The classifier divides all probability among the intents it knows. How far the best is ahead,
//! how strong it is and how much of the sentence training has seen tell whether it is one of them
//! at all. How to weigh these is learned per bot, from its own sentences: those that a fold held
//! out are known, those of intents that a model never saw are unknown.

use crate::Error;
use crate::bytes::{Reader, Writer};

pub(crate) const SIGNS: usize = 5;

/// What is looked at: a constant, the lead of the best class, its score, the shares of words and
/// of character sequences that training has seen.
pub(crate) type Signs = [f64; SIGNS];

/// How probable it is that a sentence is about something known.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Familiarity {
    weights: Signs,
}

/// Weights when a bot has too few sentences to learn its own; also what its own are drawn to.
const PRIOR: Signs = [-11.5, 0.3, 0.3, 7.0, 7.0];
/// How strongly each weight is drawn to the prior. The weights of what was seen are fixed: left-out
/// intents use the words of the others, while sentences of other subjects do not, and no bot has
/// examples of those.
const PRIOR_STRENGTH: Signs = [4.0, 4.0, 4.0, 1e9, 1e9];
/// How often a sentence is unknown, of those that a bot hears.
const UNKNOWN_SHARE: f64 = 0.1;

/// The signs of a sentence.
pub(crate) fn signs(scores: &[f32], temperature: f32, words: f64, sequences: f64) -> Signs {
    let mut top = [f32::MIN; 2];
    for &score in scores {
        if score > top[0] {
            top = [score, top[0]];
        } else if score > top[1] {
            top[1] = score;
        }
    }
    // With one class nothing is ahead of anything.
    let second = if scores.len() > 1 { top[1] } else { top[0] };
    let lead = f64::from((top[0] - second) / temperature).min(8.0);
    let strength = f64::from(top[0] / temperature).clamp(-8.0, 8.0);
    [1.0, lead, strength, words, sequences.max(words)]
}

impl Default for Familiarity {
    fn default() -> Self {
        Self { weights: PRIOR }
    }
}

impl Familiarity {
    /// Learns from the signs of known and unknown sentences (logistic regression by Newton's
    /// method, drawn to the prior).
    pub(crate) fn learn(known: &[Signs], unknown: &[Signs]) -> Self {
        if known.is_empty() || unknown.is_empty() {
            return Self::default();
        }
        let total = (known.len() + unknown.len()) as f64;
        let known_weight = total * (1.0 - UNKNOWN_SHARE) / known.len() as f64;
        let unknown_weight = total * UNKNOWN_SHARE / unknown.len() as f64;
        let samples: Vec<(&Signs, f64, f64)> = known
            .iter()
            .map(|signs| (signs, 1.0, known_weight))
            .chain(unknown.iter().map(|signs| (signs, 0.0, unknown_weight)))
            .collect();
        let mut weights = PRIOR;
        let mut loss = loss_at(&weights, &samples);
        for _ in 0..25 {
            let step = newton_step(&weights, &samples);
            // Full steps overshoot where the curve is flat.
            let mut length = 1.0;
            let moved = (0..20).find_map(|_| {
                let mut candidate = weights;
                candidate.iter_mut().zip(&step).for_each(|(w, step)| *w -= length * step);
                length /= 2.0;
                let value = loss_at(&candidate, &samples);
                (value < loss).then_some((candidate, value))
            });
            let Some((next, value)) = moved else { break };
            let gain = loss - value;
            (weights, loss) = (next, value);
            if gain < 1e-6 * loss {
                break;
            }
        }
        if weights.iter().all(|weight| weight.is_finite()) {
            Self { weights }
        } else {
            Self::default()
        }
    }

    /// The probability that the sentence is about something known.
    pub(crate) fn probability(&self, signs: &Signs) -> f64 {
        logistic(dot(&self.weights, signs))
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        self.weights.iter().for_each(|&weight| writer.f64(weight));
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let mut weights = [0.0; SIGNS];
        for weight in &mut weights {
            *weight = reader.f64()?;
        }
        Ok(Self { weights })
    }
}

fn loss_at(weights: &Signs, samples: &[(&Signs, f64, f64)]) -> f64 {
    let drawn = |i: usize| 0.5 * PRIOR_STRENGTH[i] * (weights[i] - PRIOR[i]).powi(2);
    let mut loss: f64 = (0..SIGNS).map(drawn).sum();
    for (signs, wanted, weight) in samples {
        let x = dot(weights, signs);
        // log(1 + e^-x) for known and log(1 + e^x) for unknown, without overflow.
        let y = if *wanted > 0.5 { -x } else { x };
        loss += weight * (y.max(0.0) + (-y.abs()).exp().ln_1p());
    }
    loss
}

fn newton_step(weights: &Signs, samples: &[(&Signs, f64, f64)]) -> Signs {
    let mut gradient = [0.0; SIGNS];
    let mut curvature = [[0.0; SIGNS]; SIGNS];
    for i in 0..SIGNS {
        gradient[i] = PRIOR_STRENGTH[i] * (weights[i] - PRIOR[i]);
        curvature[i][i] = PRIOR_STRENGTH[i];
    }
    for (signs, wanted, weight) in samples {
        let p = logistic(dot(weights, signs));
        for i in 0..SIGNS {
            gradient[i] += weight * (p - wanted) * signs[i];
            for j in 0..SIGNS {
                curvature[i][j] += weight * p * (1.0 - p) * signs[i] * signs[j];
            }
        }
    }
    solve(curvature, gradient)
}

fn dot(a: &Signs, b: &Signs) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Solves `matrix · x = right` by Gauss elimination; the matrix is positive definite.
fn solve(mut matrix: [[f64; SIGNS]; SIGNS], mut right: Signs) -> Signs {
    for pivot in 0..SIGNS {
        for row in pivot + 1..SIGNS {
            let factor = matrix[row][pivot] / matrix[pivot][pivot];
            let above = matrix[pivot];
            for (own, above) in matrix[row].iter_mut().zip(&above).skip(pivot) {
                *own -= factor * above;
            }
            right[row] -= factor * right[pivot];
        }
    }
    for pivot in (0..SIGNS).rev() {
        for column in pivot + 1..SIGNS {
            right[pivot] -= matrix[pivot][column] * right[column];
        }
        right[pivot] /= matrix[pivot][pivot];
    }
    right
}

/// One point of the trade-off between rejecting what is unknown and keeping what is known.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TradeOff {
    /// Sentences less probable than this are unknown.
    pub threshold: f64,
    /// Share of unknown sentences that are rejected.
    pub unknown_recall: f64,
    /// Share of known sentences that are neither rejected nor misunderstood.
    pub known_accuracy: f64,
}

/// The trade-off at thresholds from 0.05 to 0.95. `known` holds probabilities with whether the
/// intent is right.
pub(crate) fn trade_off(known: &[(f64, bool)], unknown: &[f64]) -> Vec<TradeOff> {
    if known.is_empty() || unknown.is_empty() {
        return Vec::new();
    }
    (1..20)
        .map(|step| {
            let threshold = f64::from(step) * 0.05;
            let rejected = unknown.iter().filter(|p| **p < threshold).count();
            let kept = known.iter().filter(|(p, right)| *right && *p >= threshold).count();
            TradeOff {
                threshold,
                unknown_recall: rejected as f64 / unknown.len() as f64,
                known_accuracy: kept as f64 / known.len() as f64,
            }
        })
        .collect()
}

/// Below this probability a sentence is unknown, where the bot does not say otherwise. Probabilities
/// are honest, so what mistakes cost decides it: an answer is worth giving when it is right more
/// often than once in three, a wrong answer being half as bad as a right one is good. Fitted to the
/// few sentences of a small bot it would follow their chances.
pub(crate) const THRESHOLD: f64 = 1.0 / 3.0;
