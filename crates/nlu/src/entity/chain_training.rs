//! Trains the chain: conditional likelihood, one sentence at a time, steps scaled per weight
//! (AdaGrad), with a penalty on the squares.

use model::{Rng, SeededRng};
use rustc_hash::FxHashMap;

use crate::Speed;
use crate::entity::chain::{Chain, may_follow};
use crate::entity::features::TokenFeatures;

/// A sentence with its labels.
#[derive(Debug, Clone)]
pub(crate) struct Sequence {
    pub(crate) features: TokenFeatures,
    pub(crate) labels: Vec<u16>,
    pub(crate) context: u16,
}

/// How to fit.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) passes: usize,
    pub(crate) rate: f32,
    pub(crate) penalty: f32,
    /// Weights smaller than this are dropped at the end.
    pub(crate) smallest: f32,
}

/// A feature that fewer tokens have is not learned from: it would only be remembered.
const SEEN_MIN: u32 = 2;

impl Settings {
    /// More passes over few sentences, smaller steps over many.
    pub(crate) fn for_sequences(count: usize, speed: Speed) -> Self {
        let (all, passes_min) = if speed == Speed::Quick { (3_000, 3) } else { (6_000, 5) };
        let passes = (all / count.max(1)).clamp(passes_min, 16);
        let rate = 0.1 * (passes as f32 / 16.0).sqrt();
        Self { passes, rate, penalty: 0.005, smallest: 0.02 }
    }
}

/// Trains. `contexts` lists the labels that each context allows.
pub(crate) fn train(
    sequences: &[Sequence],
    label_count: usize,
    contexts: Vec<Vec<u16>>,
    settings: Settings,
) -> Chain {
    let mut chain = Chain {
        label_count,
        transitions: vec![0.0; label_count * (label_count + 1)],
        contexts,
        starts: vec![0],
        ..Chain::default()
    };
    if label_count <= 1 || sequences.is_empty() {
        return chain.assemble();
    }
    let rows = observe(sequences, &mut chain);
    let mut learner = Learner {
        weight_squares: vec![0.0; chain.weights.len()],
        transition_squares: vec![0.0; chain.transitions.len()],
        place: vec![usize::MAX; label_count],
        settings,
    };
    let mut order: Vec<u32> = (0..sequences.len() as u32).collect();
    let mut rng = SeededRng::new(29);
    // The mean of the weights after each of the later passes generalises better than the last.
    let mut sums = (vec![0.0f32; chain.weights.len()], vec![0.0f32; chain.transitions.len()]);
    let averaged = (settings.passes / 2).max(1);
    for pass in 0..settings.passes {
        for i in (1..order.len()).rev() {
            order.swap(i, rng.below(i + 1));
        }
        for &i in &order {
            learner.step(&mut chain, &sequences[i as usize], &rows[i as usize]);
        }
        if pass + averaged >= settings.passes {
            sums.0.iter_mut().zip(&chain.weights).for_each(|(sum, weight)| *sum += weight);
            sums.1.iter_mut().zip(&chain.transitions).for_each(|(sum, weight)| *sum += weight);
        }
    }
    let share = 1.0 / averaged as f32;
    chain.weights = sums.0.into_iter().map(|sum| sum * share).collect();
    chain.transitions = sums.1.into_iter().map(|sum| sum * share).collect();
    prune(chain, settings.smallest).assemble()
}

/// Gives each feature that is seen often enough a row, and each row a cell per label with which it
/// was seen. What returns are the rows of each sentence, by token.
fn observe(sequences: &[Sequence], chain: &mut Chain) -> Vec<TokenRows> {
    let mut counts: FxHashMap<u64, u32> = FxHashMap::default();
    for hash in sequences.iter().flat_map(|sequence| &sequence.features.hashes) {
        *counts.entry(*hash).or_default() += 1;
    }
    let mut row_of: FxHashMap<u64, u32> = FxHashMap::default();
    let mut pairs: Vec<(u32, u16)> = Vec::new();
    let mut all = Vec::with_capacity(sequences.len());
    for sequence in sequences {
        let mut own = TokenRows::default();
        let mut from = 0;
        for (&end, &label) in sequence.features.ends.iter().zip(&sequence.labels) {
            for &hash in &sequence.features.hashes[from..end] {
                if counts[&hash] < SEEN_MIN {
                    continue;
                }
                let row = *row_of.entry(hash).or_insert_with(|| {
                    chain.hashes.push(hash);
                    (chain.hashes.len() - 1) as u32
                });
                pairs.push((row, label));
                own.rows.push(row);
            }
            from = end;
            own.ends.push(own.rows.len());
        }
        all.push(own);
    }
    pairs.sort_unstable();
    pairs.dedup();
    let mut at = 0;
    for row in 0..chain.hashes.len() as u32 {
        while at < pairs.len() && pairs[at].0 == row {
            chain.labels.push(pairs[at].1);
            at += 1;
        }
        chain.starts.push(chain.labels.len() as u32);
    }
    chain.weights = vec![0.0; chain.labels.len()];
    all
}

/// The rows of a sentence's features.
#[derive(Default)]
struct TokenRows {
    rows: Vec<u32>,
    /// Where each token's end.
    ends: Vec<usize>,
}

struct Learner {
    weight_squares: Vec<f32>,
    transition_squares: Vec<f32>,
    place: Vec<usize>,
    settings: Settings,
}

impl Learner {
    fn update(settings: Settings, weight: &mut f32, squares: &mut f32, gradient: f32) {
        let gradient = gradient + settings.penalty * *weight;
        *squares += gradient * gradient;
        *weight -= settings.rate * gradient / (squares.sqrt() + 1e-6);
    }

    fn step(&mut self, chain: &mut Chain, sequence: &Sequence, own: &TokenRows) {
        let allowed = chain.contexts[sequence.context as usize].clone();
        let width = allowed.len();
        let length = sequence.labels.len();
        if width < 2 || length == 0 {
            return;
        }
        for (at, &label) in allowed.iter().enumerate() {
            self.place[label as usize] = at;
        }
        let mut emissions = vec![0.0f32; length * width];
        let mut from = 0;
        for (scores, &end) in emissions.chunks_exact_mut(width).zip(&own.ends) {
            for &row in &own.rows[from..end] {
                let cells =
                    chain.starts[row as usize] as usize..chain.starts[row as usize + 1] as usize;
                for (&label, &weight) in
                    chain.labels[cells.clone()].iter().zip(&chain.weights[cells])
                {
                    let at = self.place[label as usize];
                    if at != usize::MAX {
                        scores[at] += weight;
                    }
                }
            }
            from = end;
        }
        let transitions: Vec<f32> =
            chain.allowed_transitions(&allowed).into_iter().map(f32::exp).collect();
        let gold: Vec<usize> =
            sequence.labels.iter().map(|&label| self.place[label as usize]).collect();
        let expected = Expected::of(&emissions, &transitions, width);

        let mut from = 0;
        for (t, &end) in own.ends.iter().enumerate() {
            let nodes = &expected.nodes[t * width..][..width];
            for &row in &own.rows[from..end] {
                let cells =
                    chain.starts[row as usize] as usize..chain.starts[row as usize + 1] as usize;
                for cell in cells {
                    let at = self.place[chain.labels[cell] as usize];
                    if at == usize::MAX {
                        continue;
                    }
                    let gradient = nodes[at] - if at == gold[t] { 1.0 } else { 0.0 };
                    if gradient.abs() > 1e-4 {
                        Self::update(
                            self.settings,
                            &mut chain.weights[cell],
                            &mut self.weight_squares[cell],
                            gradient,
                        );
                    }
                }
            }
            from = end;
        }
        self.step_transitions(chain, &allowed, &expected, &gold);
        for &label in &allowed {
            self.place[label as usize] = usize::MAX;
        }
    }

    fn step_transitions(
        &mut self,
        chain: &mut Chain,
        allowed: &[u16],
        expected: &Expected,
        gold: &[usize],
    ) {
        let width = allowed.len();
        let mut gradients = expected.edges.clone();
        for (t, &to) in gold.iter().enumerate() {
            let from = if t == 0 { width } else { gold[t - 1] };
            gradients[from * width + to] -= 1.0;
        }
        for from in 0..=width {
            let from_label = allowed.get(from).copied();
            for (to, &to_label) in allowed.iter().enumerate() {
                let gradient = gradients[from * width + to];
                if gradient.abs() < 1e-4 || !may_follow(from_label, to_label) {
                    continue;
                }
                let row = from_label.map_or(chain.label_count, usize::from);
                let cell = row * chain.label_count + to_label as usize;
                Self::update(
                    self.settings,
                    &mut chain.transitions[cell],
                    &mut self.transition_squares[cell],
                    gradient,
                );
            }
        }
    }
}

/// Expected counts under the present model.
struct Expected {
    /// Tokens × labels.
    nodes: Vec<f32>,
    /// Labels (the last is the beginning) × labels, summed over the sentence.
    edges: Vec<f32>,
}

impl Expected {
    fn of(emissions: &[f32], transitions: &[f32], width: usize) -> Self {
        let length = emissions.len() / width;
        let mut exponents = emissions.to_vec();
        for own in exponents.chunks_exact_mut(width) {
            let top = own.iter().copied().fold(f32::MIN, f32::max);
            own.iter_mut().for_each(|e| *e = (*e - top).exp());
        }
        let mut forward = vec![0.0f32; length * width];
        for t in 0..length {
            let (before, own) = forward.split_at_mut(t * width);
            let own = &mut own[..width];
            if t == 0 {
                own.copy_from_slice(&transitions[width * width..]);
            } else {
                for (from, &mass) in before[(t - 1) * width..].iter().enumerate() {
                    if mass > 1e-12 {
                        let row = &transitions[from * width..][..width];
                        own.iter_mut().zip(row).for_each(|(own, w)| *own += mass * w);
                    }
                }
            }
            own.iter_mut().zip(&exponents[t * width..]).for_each(|(own, e)| *own *= e);
            scale_to_one(own);
        }
        let mut nodes = vec![0.0f32; length * width];
        let mut edges = vec![0.0f32; (width + 1) * width];
        let mut backward = vec![1.0f32; width];
        for t in (0..length).rev() {
            let own = &forward[t * width..][..width];
            let out = &mut nodes[t * width..][..width];
            for ((out, own), after) in out.iter_mut().zip(own).zip(&backward) {
                *out = own * after;
            }
            scale_to_one(out);
            // What the rest of the sentence says about each label at `t`.
            let seen: Vec<f32> =
                exponents[t * width..][..width].iter().zip(&backward).map(|(e, b)| e * b).collect();
            let first = if t == 0 { width } else { 0 };
            let last = if t == 0 { width + 1 } else { width };
            let mut total = 0.0f32;
            let mut sums = vec![0.0f32; width];
            for from in first..last {
                let mass = if t == 0 { 1.0 } else { forward[(t - 1) * width + from] };
                let row = &transitions[from * width..][..width];
                let sum: f32 = row.iter().zip(&seen).map(|(w, s)| w * s).sum();
                total += mass * sum;
                if t > 0 {
                    sums[from] = sum;
                }
            }
            if total > 0.0 {
                for from in first..last {
                    let mass = if t == 0 { 1.0 } else { forward[(t - 1) * width + from] } / total;
                    if mass < 1e-9 {
                        continue;
                    }
                    let row = &transitions[from * width..][..width];
                    let out = &mut edges[from * width..][..width];
                    for ((out, w), s) in out.iter_mut().zip(row).zip(&seen) {
                        *out += mass * w * s;
                    }
                }
            }
            backward = sums;
            scale_to_one(&mut backward);
        }
        Self { nodes, edges }
    }
}

fn scale_to_one(values: &mut [f32]) {
    let sum: f32 = values.iter().sum();
    if sum > 0.0 {
        let factor = 1.0 / sum;
        values.iter_mut().for_each(|value| *value *= factor);
    }
}

/// Drops small weights and empty rows.
fn prune(chain: Chain, smallest: f32) -> Chain {
    let mut kept = Chain {
        label_count: chain.label_count,
        transitions: chain.transitions,
        contexts: chain.contexts,
        starts: vec![0],
        ..Chain::default()
    };
    let mut order: Vec<usize> = (0..chain.hashes.len()).collect();
    order.sort_unstable_by_key(|&row| chain.hashes[row]);
    for row in order {
        let before = kept.labels.len();
        for cell in chain.starts[row] as usize..chain.starts[row + 1] as usize {
            if chain.weights[cell].abs() >= smallest {
                kept.labels.push(chain.labels[cell]);
                kept.weights.push(chain.weights[cell]);
            }
        }
        if kept.labels.len() > before {
            kept.hashes.push(chain.hashes[row]);
            kept.starts.push(kept.labels.len() as u32);
        }
    }
    kept
}
