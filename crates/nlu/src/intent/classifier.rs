//! The trained classifier of one locale, and how it is trained.

use model::{Rng, SeededRng};

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::intent::calibration::{
    HeldOut, best, fit_temperature, probabilities, refit_temperature,
};
use crate::intent::centroid::{self, Centroids, DENSE_CLASSES_MAX};
use crate::intent::features::{BLOCKS, Cell, Ngrams, Vocabulary, Weighing};
use crate::intent::rejection::{Familiarity, TradeOff, choose_threshold, signs, trade_off};
use crate::intent::rows::{SparseRows, score};
use crate::intent::softmax::{Linear, Problem};
use crate::intent::{margin, softmax};
use crate::text::Tokens;

/// A trained classifier: quantised weights, so that a sentence touches little memory.
#[derive(Debug, Clone)]
pub(crate) struct Classifier {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) class_count: usize,
    weights: Weights,
    /// Of the signs of familiarity, and of the probabilities.
    temperatures: (f32, f32),
    familiarity: Familiarity,
}

/// The weights of the classes.
#[derive(Debug, Clone)]
enum Weights {
    /// Features × classes, a scale per feature.
    Dense {
        weights: Vec<i8>,
        scales: Vec<f32>,
        bias: Vec<f32>,
    },
    Sparse(Centroids),
}

impl Weights {
    fn quantise(linear: &Linear) -> Self {
        let mut scales = Vec::with_capacity(linear.weights.len() / linear.bias.len().max(1));
        let mut weights = Vec::with_capacity(linear.weights.len());
        for row in linear.weights.chunks_exact(linear.bias.len()) {
            let top = row.iter().fold(0.0f32, |top, weight| top.max(weight.abs()));
            let scale = top / 127.0;
            scales.push(scale);
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            weights.extend(row.iter().map(|weight| (weight * inverse).round() as i8));
        }
        Weights::Dense { weights, scales, bias: linear.bias.clone() }
    }

    fn write(&self, writer: &mut Writer) {
        match self {
            Weights::Dense { weights, scales, bias } => {
                writer.u8(0);
                writer.i8s(weights);
                writer.f32s(scales);
                writer.f32s(bias);
            }
            Weights::Sparse(centroids) => {
                writer.u8(1);
                centroids.write(writer);
            }
        }
    }

    fn read(reader: &mut Reader<'_>, features: usize, classes: usize) -> Result<Self, Error> {
        if reader.u8()? == 1 {
            return Ok(Weights::Sparse(Centroids::read(reader, features, classes)?));
        }
        let (weights, scales, bias) = (reader.i8s()?, reader.f32s()?, reader.f32s()?);
        ensure(
            scales.len() == features
                && bias.len() == classes
                && features.checked_mul(classes) == Some(weights.len()),
            "a classifier is uneven",
        )?;
        Ok(Weights::Dense { weights, scales, bias })
    }
}

/// What a classifier learns from.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) ngrams: Ngrams,
    pub(crate) class: u16,
    /// Whether it may be held out to measure; names of intents may not.
    pub(crate) measured: bool,
}

/// How to fit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Solver {
    /// Logistic regression: best with few sentences.
    Softmax { c: f32, diffusion: f32, iterations: usize, tolerance: f64 },
    /// Support vectors: best with many.
    Margin { c: f32, passes: usize },
    /// Means: for more intents than the others can hold.
    Centroid,
}

/// What a solver finds.
enum Found {
    Dense(Linear),
    Sparse(Centroids),
}

impl Found {
    fn scores(&self, cells: &[Cell], class_count: usize) -> Vec<f32> {
        match self {
            Found::Dense(linear) => {
                let mut scores = vec![0.0; class_count];
                score(cells, &linear.weights, &linear.bias, &mut scores);
                scores
            }
            Found::Sparse(centroids) => centroids.scores(cells, class_count),
        }
    }
}

/// Above so many sentences the iterations of logistic regression cost too much.
const SOFTMAX_SENTENCES_MAX: usize = 3_000;

/// What training found out on the way.
#[derive(Debug, Clone)]
pub(crate) struct Fitted {
    pub(crate) classifier: Classifier,
    /// Scores of sentences by models that had not seen them.
    pub(crate) held_out: Vec<HeldOut>,
    /// What each threshold of the unknown decision costs and brings.
    pub(crate) curve: Vec<TradeOff>,
    pub(crate) threshold: f64,
}

impl Solver {
    fn choose(examples: usize, class_count: usize) -> Self {
        if class_count > DENSE_CLASSES_MAX {
            Solver::Centroid
        } else if examples <= SOFTMAX_SENTENCES_MAX {
            Solver::Softmax { c: 100.0, diffusion: 0.3, iterations: 60, tolerance: 5e-3 }
        } else {
            Solver::Margin { c: 1.0, passes: 12 }
        }
    }

    fn weighing(self) -> Weighing {
        match self {
            Solver::Softmax { .. } | Solver::Centroid => Weighing {
                shares: [0.33, 0.55, 0.12],
                sentence_power: 0.0,
                class_power: 1.2,
                minimum: [1, 1, 2],
            },
            Solver::Margin { .. } => Weighing {
                shares: [0.5, 0.5, 0.3],
                sentence_power: 0.5,
                class_power: 0.5,
                minimum: [1, 2, 2],
            },
        }
    }

    /// The same with less work, for models that only measure.
    fn shorter(self) -> Self {
        match self {
            Solver::Softmax { c, diffusion, .. } => {
                Solver::Softmax { c, diffusion, iterations: 25, tolerance: 2e-2 }
            }
            Solver::Margin { c, .. } => Solver::Margin { c, passes: 8 },
            Solver::Centroid => Solver::Centroid,
        }
    }

    fn prior_temperature(self) -> f32 {
        match self {
            Solver::Softmax { .. } => 0.6,
            Solver::Margin { .. } => 0.21,
            Solver::Centroid => 0.05,
        }
    }

    fn fit(
        self,
        rows: &SparseRows,
        classes: &[u16],
        class_count: usize,
        feature_count: usize,
    ) -> Found {
        let diffusion = match self {
            Solver::Softmax { diffusion, .. } => diffusion,
            Solver::Margin { .. } | Solver::Centroid => 0.0,
        };
        let problem = &Problem { rows, classes, class_count, feature_count, diffusion };
        match self {
            Solver::Softmax { c, iterations, tolerance, .. } => {
                Found::Dense(softmax::fit(problem, c, iterations, tolerance))
            }
            Solver::Margin { c, passes } => Found::Dense(margin::fit(problem, c, passes)),
            Solver::Centroid => {
                Found::Sparse(centroid::fit(rows, classes, class_count, feature_count))
            }
        }
    }
}

impl Fitted {
    /// The share of held-out sentences whose best class is the true one.
    pub(crate) fn accuracy(&self) -> Option<f64> {
        let right = |own: &&HeldOut| own.class == Some(best(&own.scores) as u16);
        let count = self.held_out.iter().filter(right).count();
        (!self.held_out.is_empty()).then(|| count as f64 / self.held_out.len() as f64)
    }
}

/// How much to hold out.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HoldOut {
    /// Parts of the sentences, each held out once; 1 holds out one fifth once.
    pub(crate) folds: usize,
    /// Parts of the intents, each left out once; 1 leaves out one quarter once.
    pub(crate) intent_folds: usize,
}

/// Trains on examples of `class_count` classes. `unknown` is the class of sentences that are not
/// understood, when there is one.
pub(crate) fn train(
    examples: &[Example],
    class_count: usize,
    unknown: Option<u16>,
    hold_out: HoldOut,
) -> Fitted {
    let solver = Solver::choose(examples.len(), class_count);
    let learned = examples.iter().map(|example| (&example.ngrams, example.class));
    let vocabulary = Vocabulary::learn(learned, class_count, &solver.weighing());
    let weighed: Vec<Vec<Cell>> =
        examples.iter().map(|example| vocabulary.weigh(&example.ngrams)).collect();
    let laboratory =
        Laboratory { examples, vocabulary: &vocabulary, weighed: &weighed, class_count, solver };
    // Two threads, no shared state: the result does not depend on which is faster.
    let (found, held_out, left_out) = std::thread::scope(|scope| {
        let measured = scope.spawn(|| {
            (
                laboratory.hold_out_sentences(hold_out.folds),
                laboratory.leave_out_intents(hold_out.intent_folds, unknown),
            )
        });
        let found = laboratory.fit(|_| true, solver);
        let (held_out, left_out) = match measured.join() {
            Ok(measured) => measured,
            Err(panic) => std::panic::resume_unwind(panic),
        };
        (found, held_out, left_out)
    });

    // First how the scores spread, then what is familiar at all, then both together.
    let first = fit_temperature(&held_out, solver.prior_temperature());
    let signs_of = |own: &HeldOut| signs(&own.scores, first, own.coverage.0, own.coverage.1);
    let known_signs: Vec<_> = held_out.iter().map(signs_of).collect();
    let unknown_signs: Vec<_> = left_out.iter().map(signs_of).collect();
    let familiarity = Familiarity::learn(&known_signs, &unknown_signs);
    let with_familiarity: Vec<(f64, &HeldOut)> =
        known_signs.iter().map(|signs| familiarity.probability(signs)).zip(&held_out).collect();
    let temperature = refit_temperature(&with_familiarity, first);

    let confidence = |familiar: f64, own: &HeldOut| {
        let best = best(&own.scores);
        let probability = probabilities(&own.scores, temperature)[best] * familiar;
        // The class of unknown sentences rejects by itself.
        if unknown == Some(best as u16) { (best, 0.0) } else { (best, probability) }
    };
    let known: Vec<(f64, bool)> = with_familiarity
        .iter()
        .filter(|(_, own)| own.class != unknown || unknown.is_none())
        .map(|(familiar, own)| {
            let (best, probability) = confidence(*familiar, own);
            (probability, own.class == Some(best as u16))
        })
        .collect();
    let strange: Vec<f64> = unknown_signs
        .iter()
        .zip(&left_out)
        .map(|(signs, own)| confidence(familiarity.probability(signs), own).1)
        .collect();
    let curve = trade_off(&known, &strange);
    let threshold = choose_threshold(&curve, known.len());
    Fitted {
        classifier: Classifier::new(
            vocabulary,
            found,
            class_count,
            (first, temperature),
            familiarity,
        ),
        held_out,
        curve,
        threshold,
    }
}

/// Trains models on parts of the examples, to see how they do on the others.
struct Laboratory<'a> {
    examples: &'a [Example],
    vocabulary: &'a Vocabulary,
    weighed: &'a [Vec<Cell>],
    class_count: usize,
    solver: Solver,
}

impl Laboratory<'_> {
    fn fit(&self, is_in: impl Fn(usize) -> bool, solver: Solver) -> Found {
        let (mut rows, mut classes) = (SparseRows::new(), Vec::new());
        for (i, cells) in self.weighed.iter().enumerate().filter(|(i, _)| is_in(*i)) {
            let mut cells = cells.clone();
            self.vocabulary.normalise(&mut cells);
            rows.push(&cells);
            classes.push(self.examples[i].class);
        }
        solver.fit(&rows, &classes, self.class_count, self.vocabulary.hashes.len())
    }

    /// Scores of the examples that `is_out` by a model of those that are in.
    fn score_out(&self, is_out: impl Fn(usize) -> bool, held_out: &mut Vec<HeldOut>) {
        let found = self.fit(|i| !is_out(i), self.solver.shorter());
        // Features that only held-out sentences have are unknown to this model.
        let mut seen = vec![false; self.vocabulary.hashes.len()];
        let mut has_class = vec![false; self.class_count];
        for (i, cells) in self.weighed.iter().enumerate().filter(|(i, _)| !is_out(*i)) {
            cells.iter().for_each(|&(row, _)| seen[row as usize] = true);
            has_class[self.examples[i].class as usize] = true;
        }
        for (i, cells) in self.weighed.iter().enumerate().filter(|(i, _)| is_out(*i)) {
            let example = &self.examples[i];
            if !example.measured {
                continue;
            }
            let mut cells: Vec<Cell> =
                cells.iter().copied().filter(|&(row, _)| seen[row as usize]).collect();
            self.vocabulary.normalise(&mut cells);
            let mut scores = found.scores(&cells, self.class_count);
            for (score, has) in scores.iter_mut().zip(&has_class) {
                if !has {
                    *score = ABSENT_SCORE;
                }
            }
            held_out.push(HeldOut {
                class: has_class[example.class as usize].then_some(example.class),
                scores,
                coverage: self.vocabulary.coverage(&example.ngrams, |row| seen[row as usize]),
            });
        }
    }

    /// Each part of the sentences scored by a model of the others.
    fn hold_out_sentences(&self, folds: usize) -> Vec<HeldOut> {
        let parts = if folds <= 1 { 5 } else { folds };
        let fold_of = assign_folds(self.examples, self.class_count, parts);
        let mut held_out = Vec::new();
        for fold in 0..folds {
            let is_out = |i: usize| fold_of[i] == Some(fold as u16);
            if (0..self.examples.len()).any(is_out) {
                self.score_out(is_out, &mut held_out);
            }
        }
        held_out
    }

    /// Each part of the intents scored by a model that never saw them.
    fn leave_out_intents(&self, folds: usize, unknown: Option<u16>) -> Vec<HeldOut> {
        let mut left_out = Vec::new();
        let parts = if folds <= 1 { 4 } else { folds };
        if self.class_count < parts + 1 {
            return left_out;
        }
        for fold in 0..folds {
            let is_out = |i: usize| {
                let class = self.examples[i].class;
                class as usize % parts == fold && Some(class) != unknown
            };
            self.score_out(is_out, &mut left_out);
        }
        left_out
    }
}

/// The score of a class without examples.
const ABSENT_SCORE: f32 = -1e4;

/// The fold of each example: each class spread evenly; `None` for what is never held out (names,
/// and the only sentence of a class).
pub(crate) fn assign_folds(
    examples: &[Example],
    class_count: usize,
    folds: usize,
) -> Vec<Option<u16>> {
    let mut order: Vec<usize> = (0..examples.len()).filter(|&i| examples[i].measured).collect();
    let mut rng = SeededRng::new(5);
    for i in (1..order.len()).rev() {
        order.swap(i, rng.below(i + 1));
    }
    let mut sizes = vec![0usize; class_count];
    order.iter().for_each(|&i| sizes[examples[i].class as usize] += 1);
    // Each class begins at another fold, so that small classes do not all fall into the first.
    let mut next: Vec<usize> = (0..class_count).collect();
    let mut fold_of = vec![None; examples.len()];
    for i in order {
        let class = examples[i].class as usize;
        if sizes[class] > 1 {
            fold_of[i] = Some((next[class] % folds) as u16);
            next[class] += 1;
        }
    }
    fold_of
}

impl Classifier {
    fn new(
        vocabulary: Vocabulary,
        found: Found,
        class_count: usize,
        temperatures: (f32, f32),
        familiarity: Familiarity,
    ) -> Self {
        let weights = match found {
            Found::Dense(linear) => Weights::quantise(&linear),
            Found::Sparse(centroids) => Weights::Sparse(centroids),
        };
        Self { vocabulary, class_count, weights, temperatures, familiarity }
    }

    /// The features of a sentence, normalised.
    pub(crate) fn cells(&self, ngrams: &Ngrams) -> Vec<Cell> {
        let mut cells = self.vocabulary.weigh(ngrams);
        self.vocabulary.normalise(&mut cells);
        cells
    }

    /// Scores of the classes.
    pub(crate) fn scores(&self, cells: &[Cell]) -> Vec<f32> {
        match &self.weights {
            Weights::Dense { weights, scales, bias } => {
                let mut scores = bias.clone();
                for &(row, value) in cells {
                    let factor = value * scales[row as usize];
                    let own = &weights[row as usize * self.class_count..][..self.class_count];
                    for (score, weight) in scores.iter_mut().zip(own) {
                        *score += factor * f32::from(*weight);
                    }
                }
                scores
            }
            Weights::Sparse(centroids) => centroids.scores(cells, self.class_count),
        }
    }

    /// How much each token speaks for a class, compared with the mean of all classes: how much
    /// the score would fall without it.
    pub(crate) fn contributions(&self, tokens: &Tokens, class: usize) -> Vec<(usize, f64)> {
        let all = self.cells(&Ngrams::of(tokens, &[]));
        let margin = |cells: &[Cell]| {
            let scores = self.scores(cells);
            let mean = scores.iter().sum::<f32>() / scores.len() as f32;
            f64::from(scores[class] - mean)
        };
        let whole = margin(&all);
        (0..tokens.items.len())
            .map(|index| {
                (index, whole - margin(&self.cells(&Ngrams::of(&tokens.without(index), &[]))))
            })
            .collect()
    }

    /// Probabilities of the classes. What is missing to one is the probability that the sentence
    /// is about nothing the bot knows.
    pub(crate) fn probabilities(&self, ngrams: &Ngrams, cells: &[Cell]) -> Vec<f64> {
        let scores = self.scores(cells);
        let (words, sequences) = self.vocabulary.coverage(ngrams, |_| true);
        let signs = signs(&scores, self.temperatures.0, words, sequences);
        let familiar = self.familiarity.probability(&signs);
        let mut all = probabilities(&scores, self.temperatures.1);
        all.iter_mut().for_each(|p| *p *= familiar);
        all
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.u64s(&self.vocabulary.hashes);
        self.vocabulary.ends.iter().for_each(|&end| writer.length(end));
        self.vocabulary.shares.iter().for_each(|&share| writer.f32(share));
        writer.f32s(&self.vocabulary.rarity);
        writer.length(self.class_count);
        self.weights.write(writer);
        writer.f32(self.temperatures.0);
        writer.f32(self.temperatures.1);
        self.familiarity.write(writer);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let hashes = reader.u64s()?;
        let mut ends = [0; BLOCKS];
        for end in &mut ends {
            *end = reader.length(0)?;
        }
        let mut shares = [0.0; BLOCKS];
        for share in &mut shares {
            *share = reader.f32()?;
        }
        let rarity = reader.f32s()?;
        ensure(
            rarity.len() == hashes.len() && ends.is_sorted() && ends[BLOCKS - 1] == hashes.len(),
            "a vocabulary is uneven",
        )?;
        let class_count = reader.length(0)?;
        let weights = Weights::read(reader, hashes.len(), class_count)?;
        let temperatures = (reader.f32()?, reader.f32()?);
        let familiarity = Familiarity::read(reader)?;
        ensure(
            class_count > 0 && temperatures.0 > 0.0 && temperatures.1 > 0.0,
            "a classifier has no classes or no temperature",
        )?;
        let vocabulary = Vocabulary::assemble(hashes, ends, shares, rarity);
        Ok(Self { vocabulary, class_count, weights, temperatures, familiarity })
    }
}
