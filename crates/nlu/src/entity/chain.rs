//! A linear-chain conditional random field: labels for tokens, best together.
//!
//! Label 0 is "outside"; the entity use number `u` has the labels `1 + 2u` (begins) and `2 + 2u`
//! (goes on). Each context (an intent) allows only the labels of its own entities.

use std::ops::Range;

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::entity::features::TokenFeatures;
use crate::hashing::FeatureTable;

/// The trained model of one locale.
#[derive(Debug, Clone, Default)]
pub(crate) struct Chain {
    pub(crate) label_count: usize,
    /// Hashes of the features, by row. A model that was read needs them no longer: its table finds
    /// the rows.
    pub(crate) hashes: Vec<u64>,
    /// Where the cells of each row begin.
    pub(crate) starts: Vec<u32>,
    pub(crate) labels: Vec<u16>,
    pub(crate) weights: Vec<f32>,
    /// From each label (row) to each label; the last row is the beginning of the sentence.
    pub(crate) transitions: Vec<f32>,
    /// The labels that each context allows, in order, "outside" first.
    pub(crate) contexts: Vec<Vec<u16>>,
    pub(crate) table: FeatureTable,
}

/// An entity that the model proposes.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Proposal {
    pub(crate) tokens: Range<usize>,
    /// Number of the entity use.
    pub(crate) entity_use: u16,
    pub(crate) probability: f64,
}

/// The label that begins an entity use.
pub(crate) fn begin_label(entity_use: u16) -> u16 {
    1 + 2 * entity_use
}

/// Whether `to` may follow `from` (`None` at the beginning).
pub(crate) fn may_follow(from: Option<u16>, to: u16) -> bool {
    to == 0 || to % 2 == 1 || from.is_some_and(|from| from == to || from + 1 == to)
}

/// Scores of one sentence in one context: tokens × allowed labels.
pub(crate) struct Lattice {
    pub(crate) allowed: Vec<u16>,
    pub(crate) emissions: Vec<f32>,
    /// Transition scores among allowed labels, the last row from the beginning; forbidden ones
    /// are minus infinity.
    pub(crate) transitions: Vec<f32>,
    pub(crate) length: usize,
}

impl Chain {
    /// Builds the table after the arrays were filled.
    pub(crate) fn assemble(mut self) -> Self {
        self.table = FeatureTable::new(&self.hashes);
        self
    }

    /// Whether any label but "outside" exists in a context.
    pub(crate) fn has_labels(&self, context: u16) -> bool {
        self.contexts.get(context as usize).is_some_and(|labels| labels.len() > 1)
            && !self.labels.is_empty()
    }

    /// The scores of a sentence.
    pub(crate) fn lattice(&self, features: &TokenFeatures, context: u16) -> Lattice {
        let allowed = self.contexts[context as usize].clone();
        let mut place = vec![usize::MAX; self.label_count];
        for (at, &label) in allowed.iter().enumerate() {
            place[label as usize] = at;
        }
        let width = allowed.len();
        let length = features.ends.len();
        let mut emissions = vec![0.0f32; length * width];
        let mut from = 0;
        for (scores, &end) in emissions.chunks_exact_mut(width).zip(&features.ends) {
            for &hash in &features.hashes[from..end] {
                let Some(row) = self.table.get(hash) else { continue };
                let cells =
                    self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize;
                for (&label, &weight) in self.labels[cells.clone()].iter().zip(&self.weights[cells])
                {
                    let at = place[label as usize];
                    if at != usize::MAX {
                        scores[at] += weight;
                    }
                }
            }
            from = end;
        }
        let transitions = self.allowed_transitions(&allowed);
        Lattice { allowed, emissions, transitions, length }
    }

    pub(crate) fn allowed_transitions(&self, allowed: &[u16]) -> Vec<f32> {
        let mut transitions = Vec::with_capacity((allowed.len() + 1) * allowed.len());
        for from in allowed.iter().map(Some).chain([None]) {
            let row = from.map_or(self.label_count, |&label| label as usize) * self.label_count;
            for &to in allowed {
                transitions.push(if may_follow(from.copied(), to) {
                    self.transitions[row + to as usize]
                } else {
                    f32::NEG_INFINITY
                });
            }
        }
        transitions
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.length(self.label_count);
        writer.u64s(&self.hashes);
        writer.u32s(&self.starts);
        writer.u16s(&self.labels);
        writer.f32s(&self.weights);
        writer.f32s(&self.transitions);
        writer.length(self.contexts.len());
        self.contexts.iter().for_each(|labels| writer.u16s(labels));
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let label_count = reader.length(0)?;
        let hashes = reader.u64s()?;
        let starts = reader.u32s()?;
        let labels = reader.u16s()?;
        let weights = reader.f32s()?;
        let transitions = reader.f32s()?;
        let contexts =
            (0..reader.length(4)?).map(|_| reader.u16s()).collect::<Result<Vec<_>, _>>()?;
        let is_label = |label: &u16| (*label as usize) < label_count;
        ensure(
            starts.len() == hashes.len() + 1
                && starts.is_sorted()
                && starts.last().is_none_or(|&end| end as usize == labels.len())
                && labels.len() == weights.len()
                && labels.iter().all(is_label)
                && label_count.checked_mul(label_count + 1) == Some(transitions.len())
                && contexts.iter().all(|own| own.first() == Some(&0) && own.iter().all(is_label)),
            "an entity model is uneven",
        )?;
        let chain = Self {
            label_count,
            hashes,
            starts,
            labels,
            weights,
            transitions,
            contexts,
            table: FeatureTable::default(),
        };
        let mut chain = chain.assemble();
        chain.hashes = Vec::new();
        Ok(chain)
    }
}

impl Lattice {
    /// The best sequence of places in `allowed`.
    pub(crate) fn best_path(&self) -> Vec<usize> {
        let width = self.allowed.len();
        let mut back: Vec<u16> = Vec::with_capacity(self.length * width);
        let mut scores: Vec<f32> = Vec::new();
        for (t, emissions) in self.emissions.chunks_exact(width).enumerate() {
            let mut next = vec![f32::NEG_INFINITY; width];
            for (to, next) in next.iter_mut().enumerate() {
                let mut chosen = 0;
                if t == 0 {
                    *next = self.transitions[width * width + to];
                } else {
                    for (from, score) in scores.iter().enumerate() {
                        let value = score + self.transitions[from * width + to];
                        if value > *next {
                            *next = value;
                            chosen = from;
                        }
                    }
                }
                *next += emissions[to];
                back.push(chosen as u16);
            }
            scores = next;
        }
        let mut path = vec![0; self.length];
        if self.length == 0 {
            return path;
        }
        let mut at = (0..width).fold(0, |best, i| if scores[i] > scores[best] { i } else { best });
        for t in (0..self.length).rev() {
            path[t] = at;
            at = back[t * width + at] as usize;
        }
        path
    }

    /// The probability of each allowed label at each token, tokens × allowed labels.
    pub(crate) fn marginals(&self) -> Vec<f64> {
        let width = self.allowed.len();
        let weights: Vec<f64> = self.transitions.iter().map(|&t| f64::from(t).exp()).collect();
        let exponents = |t: usize| -> Vec<f64> {
            let own = &self.emissions[t * width..][..width];
            let top = own.iter().copied().fold(f32::MIN, f32::max);
            own.iter().map(|&e| f64::from(e - top).exp()).collect()
        };
        let normalise = |values: &mut [f64]| {
            let sum: f64 = values.iter().sum();
            if sum > 0.0 {
                values.iter_mut().for_each(|value| *value /= sum);
            }
        };
        let mut forward = vec![0.0f64; self.length * width];
        for t in 0..self.length {
            let own = exponents(t);
            for to in 0..width {
                let reach = if t == 0 {
                    weights[width * width + to]
                } else {
                    (0..width)
                        .map(|from| forward[(t - 1) * width + from] * weights[from * width + to])
                        .sum()
                };
                forward[t * width + to] = reach * own[to];
            }
            normalise(&mut forward[t * width..][..width]);
        }
        let mut backward = vec![1.0f64; width];
        for t in (0..self.length).rev() {
            let row = &mut forward[t * width..][..width];
            row.iter_mut().zip(&backward).for_each(|(value, after)| *value *= after);
            normalise(row);
            let own = exponents(t);
            backward = (0..width)
                .map(|from| {
                    (0..width).map(|to| weights[from * width + to] * own[to] * backward[to]).sum()
                })
                .collect();
            normalise(&mut backward);
        }
        forward
    }

    /// The entities of the best sequence.
    pub(crate) fn proposals(&self, marginals: &[f64]) -> Vec<Proposal> {
        let width = self.allowed.len();
        let path = self.best_path();
        let mut proposals: Vec<Proposal> = Vec::new();
        for (t, &at) in path.iter().enumerate() {
            let label = self.allowed[at];
            if label == 0 {
                continue;
            }
            let probability = marginals[t * width + at];
            let entity_use = (label - 1) / 2;
            match proposals.last_mut() {
                Some(last) if label.is_multiple_of(2) && last.tokens.end == t => {
                    last.tokens.end = t + 1;
                    last.probability = last.probability.min(probability);
                }
                _ => proposals.push(Proposal { tokens: t..t + 1, entity_use, probability }),
            }
        }
        proposals
    }

    /// How probable it is that a token belongs to each entity use.
    pub(crate) fn use_probability(&self, marginals: &[f64], token: usize, entity_use: u16) -> f64 {
        let width = self.allowed.len();
        let begin = begin_label(entity_use);
        self.allowed
            .iter()
            .enumerate()
            .filter(|(_, label)| **label == begin || **label == begin + 1)
            .map(|(at, _)| marginals[token * width + at])
            .sum()
    }

    /// How probable it is that a token is in no entity.
    pub(crate) fn outside_probability(&self, marginals: &[f64], token: usize) -> f64 {
        marginals[token * self.allowed.len()]
    }
}
