//! The trained classifier of one locale, and how it is trained.

use crate::bytes::{Reader, Writer, ensure};
use crate::intent::calibration::{
    HeldOut, best, fit_temperature, probabilities, refit_temperature,
};
use crate::intent::families::Families;
use crate::intent::features::{BLOCKS, Cell, Ngrams, Vocabulary};
use crate::intent::laboratory::{Example, HoldOut, Laboratory};
use crate::intent::listed::Listed;
use crate::intent::rejection::{Familiarity, TradeOff, signs, trade_off};
use crate::intent::solver::Solver;
use crate::intent::weights::Weights;
use crate::text::Tokens;
use crate::{Error, Speed};

/// A trained classifier: quantised weights, so that a sentence touches little memory.
#[derive(Debug, Clone)]
pub(crate) struct Classifier {
    pub(crate) vocabulary: Vocabulary,
    pub(crate) class_count: usize,
    /// Numbers of the vectors that it also looks at.
    pub(crate) dimensions: usize,
    weights: Weights,
    /// Of the signs of familiarity, and of the probabilities.
    temperatures: (f32, f32),
    familiarity: Familiarity,
}

/// What training found out on the way.
#[derive(Debug, Clone)]
pub(crate) struct Fitted {
    pub(crate) classifier: Classifier,
    /// Scores of sentences by models that had not seen them.
    pub(crate) held_out: Vec<HeldOut>,
    /// What each threshold of the unknown decision costs and brings.
    pub(crate) curve: Vec<TradeOff>,
}

impl Fitted {
    /// The share of held-out sentences whose best class is the true one.
    pub(crate) fn accuracy(&self) -> Option<f64> {
        let right = |own: &&HeldOut| own.class == Some(best(&own.scores) as u16);
        let count = self.held_out.iter().filter(right).count();
        (!self.held_out.is_empty()).then(|| count as f64 / self.held_out.len() as f64)
    }
}

/// Trains on examples of `class_count` classes, which are related as `families` says. `unknown` is the class of sentences that are not
/// understood, when there is one. Vectors have `dimensions` numbers; 0 leaves them aside.
pub(crate) fn train(
    examples: &[Example],
    class_count: usize,
    families: &Families,
    unknown: Option<u16>,
    dimensions: usize,
    speed: Speed,
) -> Fitted {
    let solver = Solver::choose(examples.len(), class_count, dimensions > 0);
    let hold_out = HoldOut::choose(speed, examples.len(), class_count);
    let learned = examples.iter().map(|example| (&example.ngrams, example.class));
    let vocabulary = Vocabulary::learn(learned, class_count, &solver.weighing(class_count));
    let weighed: Vec<Vec<Cell>> = examples
        .iter()
        .map(|own| weigh(&vocabulary, &own.ngrams, &own.vector, dimensions))
        .collect();
    let feature_count = vocabulary.rarity.len() + dimensions;
    let laboratory = Laboratory {
        examples,
        vocabulary: &vocabulary,
        weighed: &weighed,
        class_count,
        families,
        feature_count,
        solver,
    };
    // Two threads, no shared state: the result does not depend on which is faster.
    let (found, held_out, left_out) = std::thread::scope(|scope| {
        let measured = scope.spawn(|| laboratory.hold_out(hold_out, unknown));
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
    Fitted {
        classifier: Classifier {
            vocabulary,
            class_count,
            dimensions,
            weights: Weights::of(found),
            temperatures: (first, temperature),
            familiarity,
        },
        held_out,
        curve,
    }
}

/// How much the vector of a sentence counts, where all its n-grams together count 1.
const VECTOR_SHARE: f32 = 4.0;

/// The features of a sentence, before normalisation; those of its vector behind the others.
fn weigh(vocabulary: &Vocabulary, ngrams: &Ngrams, vector: &[f32], dimensions: usize) -> Vec<Cell> {
    let mut cells = vocabulary.weigh(ngrams);
    if vector.len() == dimensions {
        let share = (VECTOR_SHARE * vocabulary.shares.iter().sum::<f32>()).sqrt();
        let rows = vocabulary.rarity.len() as u32..;
        cells.extend(rows.zip(vector.iter().map(|value| value * share)));
    }
    cells
}

impl Classifier {
    /// The features of a sentence, normalised.
    pub(crate) fn cells(&self, ngrams: &Ngrams, vector: &[f32]) -> Vec<Cell> {
        let mut cells = weigh(&self.vocabulary, ngrams, vector, self.dimensions);
        self.vocabulary.normalise(&mut cells);
        cells
    }

    /// Scores of the classes.
    pub(crate) fn scores(&self, cells: &[Cell]) -> Vec<f32> {
        self.weights.scores(cells, self.class_count)
    }

    /// For each of some classes how much each token speaks for it, compared with the mean of all
    /// classes: how much the score would fall without the token. `listed` is as for [`Ngrams::of`].
    pub(crate) fn contributions(
        &self,
        tokens: &Tokens,
        listed: &[Listed],
        classes: &[usize],
    ) -> Vec<Vec<f64>> {
        let margins = |tokens: &Tokens, listed: &[Listed]| -> Vec<f64> {
            let scores = self.scores(&self.cells(&Ngrams::of(tokens, listed), &[]));
            let mean = scores.iter().sum::<f32>() / scores.len() as f32;
            classes.iter().map(|&class| f64::from(scores[class] - mean)).collect()
        };
        let whole = margins(tokens, listed);
        let mut contributions = vec![Vec::with_capacity(tokens.items.len()); classes.len()];
        for index in 0..tokens.items.len() {
            let moved = |at: usize| if at > index { at - 1 } else { at };
            let others = listed.iter().filter(|own| !own.tokens.contains(&index));
            let others: Vec<Listed> = others
                .map(|own| Listed {
                    tokens: moved(own.tokens.start)..moved(own.tokens.end),
                    ..own.clone()
                })
                .collect();
            let without = margins(&tokens.without(index), &others);
            for ((own, whole), without) in contributions.iter_mut().zip(&whole).zip(without) {
                own.push(whole - without);
            }
        }
        contributions
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
        writer.length(self.dimensions);
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
        let dimensions = reader.length(0)?;
        let features = hashes.len().saturating_add(dimensions);
        let weights = Weights::read(reader, features, class_count)?;
        let temperatures = (reader.f32()?, reader.f32()?);
        let familiarity = Familiarity::read(reader)?;
        ensure(
            class_count > 0 && temperatures.0 > 0.0 && temperatures.1 > 0.0,
            "a classifier has no classes or no temperature",
        )?;
        let mut vocabulary = Vocabulary::assemble(hashes, ends, shares, rarity);
        vocabulary.hashes = Vec::new();
        Ok(Self { vocabulary, class_count, dimensions, weights, temperatures, familiarity })
    }
}
