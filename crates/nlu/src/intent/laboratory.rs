//! Trains models on parts of the examples, to see how they do on the others.

use model::{Rng, SeededRng};

use crate::Speed;
use crate::intent::calibration::HeldOut;
use crate::intent::centroid::DENSE_CLASSES_MAX;
use crate::intent::families::Families;
use crate::intent::features::{Cell, Ngrams, Vocabulary};
use crate::intent::rows::SparseRows;
use crate::intent::solver::{Found, SOFTMAX_SENTENCES_MAX, Solver};

/// What a classifier learns from.
#[derive(Debug, Clone)]
pub(crate) struct Example {
    pub(crate) ngrams: Ngrams,
    pub(crate) class: u16,
    /// What an encoder says of it, centred; empty when there is none.
    pub(crate) vector: Vec<f32>,
    /// Whether it may be held out to measure; names of intents may not.
    pub(crate) measured: bool,
}

/// How much to hold out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum HoldOut {
    /// Nothing: what other bots showed must do.
    Nothing,
    /// One model without a fifth of the sentences and without a quarter of the intents.
    Once,
    /// A model without each part of the sentences, then one without each part of the intents. One
    /// part is a fifth of the sentences, a quarter of the intents.
    Parts { sentences: usize, intents: usize },
}

impl HoldOut {
    /// What the time allows for so many examples and classes.
    pub(crate) fn choose(speed: Speed, examples: usize, class_count: usize) -> Self {
        let is_small = examples <= SOFTMAX_SENTENCES_MAX;
        match speed {
            // Of few sentences too few would be left, and they cost little.
            Speed::Quick if examples <= ONCE_FROM => HoldOut::Parts { sentences: 1, intents: 1 },
            Speed::Quick if is_small => HoldOut::Once,
            Speed::Quick => HoldOut::Nothing,
            Speed::Full if is_small && class_count <= DENSE_CLASSES_MAX => {
                HoldOut::Parts { sentences: 4, intents: 2 }
            }
            Speed::Full => HoldOut::Parts { sentences: 1, intents: 1 },
        }
    }
}

/// Trains models on parts of the examples, to see how they do on the others.
pub(crate) struct Laboratory<'a> {
    pub(crate) examples: &'a [Example],
    pub(crate) vocabulary: &'a Vocabulary,
    pub(crate) weighed: &'a [Vec<Cell>],
    pub(crate) class_count: usize,
    pub(crate) families: &'a Families,
    /// Of the vocabulary, and of vectors behind them.
    pub(crate) feature_count: usize,
    pub(crate) solver: Solver,
}

impl Laboratory<'_> {
    pub(crate) fn fit(&self, is_in: impl Fn(usize) -> bool, solver: Solver) -> Found {
        let (mut rows, mut classes) = (SparseRows::new(), Vec::new());
        for (i, cells) in self.weighed.iter().enumerate().filter(|(i, _)| is_in(*i)) {
            let mut cells = cells.clone();
            self.vocabulary.normalise(&mut cells);
            rows.push(&cells);
            classes.push(self.examples[i].class);
        }
        solver.fit(&rows, &classes, self.class_count, self.families, self.feature_count)
    }

    /// Scores of the examples that `is_out` by a model of those that are in.
    fn score_out(&self, is_out: impl Fn(usize) -> bool, held_out: &mut Vec<HeldOut>) {
        let found = self.fit(|i| !is_out(i), self.solver.shorter());
        // Features that only held-out sentences have are unknown to this model.
        let mut seen = vec![false; self.feature_count];
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

    /// Held-out sentences, and sentences of left-out intents, scored by models that had not seen
    /// them.
    pub(crate) fn hold_out(
        &self,
        how: HoldOut,
        unknown: Option<u16>,
    ) -> (Vec<HeldOut>, Vec<HeldOut>) {
        match how {
            HoldOut::Nothing => (Vec::new(), Vec::new()),
            HoldOut::Once => self.hold_out_once(unknown),
            HoldOut::Parts { sentences, intents } => {
                (self.hold_out_sentences(sentences), self.leave_out_intents(intents, unknown))
            }
        }
    }

    fn hold_out_once(&self, unknown: Option<u16>) -> (Vec<HeldOut>, Vec<HeldOut>) {
        let fold_of = assign_folds(self.examples, self.class_count, SENTENCE_PARTS);
        let leaves_intents_out = self.class_count > INTENT_PARTS;
        let is_out = |i: usize| {
            let class = self.examples[i].class;
            let is_left_out =
                (class as usize).is_multiple_of(INTENT_PARTS) && Some(class) != unknown;
            fold_of[i] == Some(0) || (leaves_intents_out && is_left_out)
        };
        let mut scored = Vec::new();
        if (0..self.examples.len()).any(is_out) {
            self.score_out(is_out, &mut scored);
        }
        scored.into_iter().partition(|own| own.class.is_some())
    }

    /// Each part of the sentences scored by a model of the others.
    fn hold_out_sentences(&self, folds: usize) -> Vec<HeldOut> {
        let parts = if folds <= 1 { SENTENCE_PARTS } else { folds };
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
        let parts = if folds <= 1 { INTENT_PARTS } else { folds };
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

/// Above so many sentences one held-out model must do in quick training.
const ONCE_FROM: usize = 250;
/// Of so many parts one is held out when there is time for one only.
const SENTENCE_PARTS: usize = 5;
const INTENT_PARTS: usize = 4;

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
