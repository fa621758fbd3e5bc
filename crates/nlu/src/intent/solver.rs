//! Which method fits a classifier, and with what weighing of features.

use crate::intent::centroid::{self, Centroids, DENSE_CLASSES_MAX};
use crate::intent::families::Families;
use crate::intent::features::{Cell, Weighing};
use crate::intent::merged::{Merged, MergedLinear};
use crate::intent::rows::SparseRows;
use crate::intent::softmax::{Linear, Problem};
use crate::intent::{margin, softmax};

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

/// More passes make the large bots no more accurate, and surer of what they do not know.
const MARGIN_PASSES: usize = 5;
/// Classes at which rarity among sentences and among classes count alike.
const FEW_CLASSES: f32 = 4.0;

/// What a solver finds.
pub(crate) enum Found {
    Dense(MergedLinear),
    Sparse(Centroids),
}

impl Found {
    pub(crate) fn scores(&self, cells: &[Cell], class_count: usize) -> Vec<f32> {
        match self {
            Found::Dense(linear) => linear.scores(cells),
            Found::Sparse(centroids) => centroids.scores(cells, class_count),
        }
    }
}

/// Above so many sentences the iterations of logistic regression cost too much.
pub(crate) const SOFTMAX_SENTENCES_MAX: usize = 3_000;

impl Solver {
    /// For so many examples and classes; `has_vectors` when there are more than n-grams.
    pub(crate) fn choose(examples: usize, class_count: usize, has_vectors: bool) -> Self {
        if class_count > DENSE_CLASSES_MAX {
            Solver::Centroid
        } else if examples <= SOFTMAX_SENTENCES_MAX && has_vectors {
            // Vectors are longer than n-grams, and their numbers share their weights already.
            Solver::Softmax { c: 6.0, diffusion: 0.0, iterations: 60, tolerance: 5e-3 }
        } else if examples <= SOFTMAX_SENTENCES_MAX {
            Solver::Softmax { c: 100.0, diffusion: 0.3, iterations: 60, tolerance: 5e-3 }
        } else {
            Solver::Margin { c: 1.0, passes: MARGIN_PASSES }
        }
    }

    pub(crate) fn weighing(self, class_count: usize) -> Weighing {
        match self {
            Solver::Softmax { .. } | Solver::Centroid => {
                // Among few classes rarity says little: of two, every word has one or both.
                let many = class_count as f32 / (class_count as f32 + FEW_CLASSES);
                Weighing {
                    shares: [0.33, 0.55, 0.12],
                    sentence_power: 1.0 - many,
                    class_power: 1.0 + 0.2 * many,
                    minimum: [1, 1, 2],
                }
            }
            Solver::Margin { .. } => Weighing {
                shares: [0.5, 0.5, 0.3],
                sentence_power: 1.0,
                class_power: 0.0,
                minimum: [1, 2, 2],
            },
        }
    }

    /// The same with less work, for models that only measure.
    pub(crate) fn shorter(self) -> Self {
        match self {
            Solver::Softmax { c, diffusion, .. } => {
                Solver::Softmax { c, diffusion, iterations: 25, tolerance: 2e-2 }
            }
            Solver::Margin { .. } => self,
            Solver::Centroid => Solver::Centroid,
        }
    }

    pub(crate) fn prior_temperature(self) -> f32 {
        match self {
            Solver::Softmax { .. } => 0.6,
            Solver::Margin { .. } => 0.21,
            Solver::Centroid => 0.05,
        }
    }

    pub(crate) fn fit(
        self,
        rows: &SparseRows,
        classes: &[u16],
        class_count: usize,
        families: &Families,
        feature_count: usize,
    ) -> Found {
        let dense = |diffusion, fit: &dyn Fn(&Problem<'_>) -> Linear| {
            let merged = Merged::of(rows, feature_count);
            let linear = fit(&Problem {
                rows: &merged.rows,
                classes,
                class_count,
                feature_count: merged.column_count,
                diffusion,
                families: families.members(),
            });
            Found::Dense(MergedLinear { linear, places: merged.places })
        };
        match self {
            Solver::Softmax { c, diffusion, iterations, tolerance } => {
                dense(diffusion, &|problem| softmax::fit(problem, c, iterations, tolerance))
            }
            Solver::Margin { c, passes } => dense(0.0, &|problem| margin::fit(problem, c, passes)),
            Solver::Centroid => {
                Found::Sparse(centroid::fit(rows, classes, class_count, feature_count))
            }
        }
    }
}
