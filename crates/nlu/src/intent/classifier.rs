//! The trained classifier of one locale, and how it is trained.

use model::{Rng, SeededRng};

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::intent::calibration::{HeldOut, fit_temperature, probabilities};
use crate::intent::features::{Cell, Ngrams, Vocabulary};
use crate::intent::rows::{SparseRows, score};
use crate::intent::softmax::{Linear, Problem};
use crate::intent::{margin, softmax};
use crate::text::Tokens;

/// A trained classifier: quantised weights, so that a sentence touches little memory.
#[derive(Debug, Clone)]
pub(crate) struct Classifier {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) class_count: usize,
    weights: Vec<i8>,
    scales: Vec<f32>,
    bias: Vec<f32>,
    pub(crate) temperature: f32,
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
    Softmax { c: f32, iterations: usize },
    /// Support vectors: best with many.
    Margin { c: f32, passes: usize },
}

/// Above so many sentences the iterations of logistic regression cost too much.
const SOFTMAX_SENTENCES_MAX: usize = 3_000;

/// What training found out on the way.
#[derive(Debug, Clone)]
pub(crate) struct Fitted {
    pub(crate) classifier: Classifier,
    /// Probabilities of sentences by models that had not seen them.
    pub(crate) held_out: HeldOut,
}

impl Solver {
    fn choose(examples: usize) -> Self {
        if examples <= SOFTMAX_SENTENCES_MAX {
            Solver::Softmax { c: 100.0, iterations: 60 }
        } else {
            Solver::Margin { c: 1.0, passes: 12 }
        }
    }

    fn prior_temperature(self) -> f32 {
        match self {
            Solver::Softmax { .. } => 0.6,
            Solver::Margin { .. } => 0.21,
        }
    }

    fn fit(self, problem: &Problem<'_>) -> Linear {
        match self {
            Solver::Softmax { c, iterations } => softmax::fit(problem, c, iterations),
            Solver::Margin { c, passes } => margin::fit(problem, c, passes),
        }
    }
}

/// Trains on examples of `class_count` classes (at least two).
pub(crate) fn train(examples: &[Example], class_count: usize, folds: usize) -> Fitted {
    let solver = Solver::choose(examples.len());
    let ngrams: Vec<Ngrams> = examples.iter().map(|example| example.ngrams.clone()).collect();
    let minimum = if examples.len() > SOFTMAX_SENTENCES_MAX { 2 } else { 1 };
    let vocabulary = Vocabulary::learn(&ngrams, minimum);
    let weighed: Vec<Vec<Cell>> = ngrams.iter().map(|ngrams| vocabulary.weigh(ngrams)).collect();
    let classes: Vec<u16> = examples.iter().map(|example| example.class).collect();

    let held_out = hold_out(examples, &vocabulary, &weighed, class_count, solver, folds);
    let temperature = fit_temperature(&held_out, class_count, solver.prior_temperature());

    let mut rows = SparseRows::new();
    for cells in &weighed {
        let mut cells = cells.clone();
        vocabulary.normalise(&mut cells);
        rows.push(&cells);
    }
    let feature_count = vocabulary.hashes.len();
    let linear =
        solver.fit(&Problem { rows: &rows, classes: &classes, class_count, feature_count });
    Fitted { classifier: Classifier::new(vocabulary, linear, temperature), held_out }
}

/// Scores of sentences by models trained without them: `folds` parts, or one part of a fifth when
/// `folds` is 1.
fn hold_out(
    examples: &[Example],
    vocabulary: &Vocabulary,
    weighed: &[Vec<Cell>],
    class_count: usize,
    solver: Solver,
    folds: usize,
) -> HeldOut {
    let parts = folds.max(if folds == 1 { 5 } else { folds });
    let fold_of = assign_folds(examples, class_count, parts);
    let mut held_out = HeldOut::default();
    for fold in 0..folds {
        let is_out = |i: usize| fold_of[i] == Some(fold as u16);
        if !(0..examples.len()).any(is_out) {
            continue;
        }
        // Features that only held-out sentences have are unknown to this fold's model.
        let mut known = vec![false; vocabulary.hashes.len()];
        for (i, cells) in weighed.iter().enumerate() {
            if !is_out(i) {
                cells.iter().for_each(|&(row, _)| known[row as usize] = true);
            }
        }
        let (mut rows, mut classes) = (SparseRows::new(), Vec::new());
        for (i, cells) in weighed.iter().enumerate().filter(|(i, _)| !is_out(*i)) {
            let mut cells = cells.clone();
            vocabulary.normalise(&mut cells);
            rows.push(&cells);
            classes.push(examples[i].class);
        }
        let linear = solver.fit(&Problem {
            rows: &rows,
            classes: &classes,
            class_count,
            feature_count: vocabulary.hashes.len(),
        });
        for (i, cells) in weighed.iter().enumerate().filter(|(i, _)| is_out(*i)) {
            let mut cells: Vec<Cell> =
                cells.iter().copied().filter(|&(row, _)| known[row as usize]).collect();
            vocabulary.normalise(&mut cells);
            let mut scores = vec![0.0; class_count];
            score(&cells, &linear.weights, &linear.bias, &mut scores);
            held_out.scores.extend(scores);
            held_out.classes.push(examples[i].class);
            held_out.indices.push(i);
        }
    }
    held_out
}

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
    fn new(vocabulary: Vocabulary, linear: Linear, temperature: f32) -> Self {
        let class_count = linear.bias.len();
        let mut scales = Vec::with_capacity(vocabulary.hashes.len());
        let mut weights = Vec::with_capacity(linear.weights.len());
        for row in linear.weights.chunks_exact(class_count) {
            let top = row.iter().fold(0.0f32, |top, weight| top.max(weight.abs()));
            let scale = top / 127.0;
            scales.push(scale);
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            weights.extend(row.iter().map(|weight| (weight * inverse).round() as i8));
        }
        Self { vocabulary, class_count, weights, scales, bias: linear.bias, temperature }
    }

    /// The features of a sentence, normalised.
    pub(crate) fn cells(&self, ngrams: &Ngrams) -> Vec<Cell> {
        let mut cells = self.vocabulary.weigh(ngrams);
        self.vocabulary.normalise(&mut cells);
        cells
    }

    /// Scores of the classes.
    pub(crate) fn scores(&self, cells: &[Cell]) -> Vec<f32> {
        let mut scores = self.bias.clone();
        for &(row, value) in cells {
            let factor = value * self.scales[row as usize];
            let weights = &self.weights[row as usize * self.class_count..][..self.class_count];
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += factor * f32::from(*weight);
            }
        }
        scores
    }

    /// How much each token speaks for a class, compared with the mean of all classes: itself, its
    /// pairs with its neighbours (half each) and its characters.
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

    /// Probabilities of the classes.
    pub(crate) fn probabilities(&self, cells: &[Cell]) -> Vec<f64> {
        probabilities(&self.scores(cells), self.temperature)
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.u64s(&self.vocabulary.hashes);
        writer.length(self.vocabulary.words);
        writer.f32s(&self.vocabulary.idf);
        writer.length(self.class_count);
        writer.i8s(&self.weights);
        writer.f32s(&self.scales);
        writer.f32s(&self.bias);
        writer.f32(self.temperature);
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let hashes = reader.u64s()?;
        let words = reader.length(0)?;
        let idf = reader.f32s()?;
        ensure(idf.len() == hashes.len() && words <= hashes.len(), "a vocabulary is uneven")?;
        let class_count = reader.length(0)?;
        let weights = reader.i8s()?;
        let scales = reader.f32s()?;
        let bias = reader.f32s()?;
        let temperature = reader.f32()?;
        ensure(
            scales.len() == hashes.len()
                && bias.len() == class_count
                && class_count > 0
                && hashes.len().checked_mul(class_count) == Some(weights.len())
                && temperature > 0.0,
            "a classifier is uneven",
        )?;
        let vocabulary = Vocabulary::assemble(hashes, words, idf);
        Ok(Self { vocabulary, class_count, weights, scales, bias, temperature })
    }
}
