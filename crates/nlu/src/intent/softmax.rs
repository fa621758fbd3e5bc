//! Multinomial logistic regression, exact, for small and middle-sized bots.
//!
//! Minimises `C · Σ cross-entropy + ½‖W‖²` with an unpenalised bias by L-BFGS. Every vector of the
//! method (weights, gradient, history) is a combination of the sentences, so it is kept as its
//! coefficients, a matrix of sentences × classes, together with its image (its scores on the
//! sentences). Both are small; one sparse product per iteration remains.

use std::borrow::Cow;
use std::ops::Range;

use crate::intent::rows::{SparseRows, add_scaled, dot};

/// Weights (features × classes) and bias.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    pub(crate) weights: Vec<f32>,
    pub(crate) bias: Vec<f32>,
}

/// A vector of the method: coefficients over sentences, its image, and its bias part.
#[derive(Clone)]
struct Combination {
    coefficients: Vec<f32>,
    image: Vec<f32>,
    bias: Vec<f32>,
}

impl Combination {
    fn zero(n: usize, k: usize) -> Self {
        Self { coefficients: vec![0.0; n * k], image: vec![0.0; n * k], bias: vec![0.0; k] }
    }

    fn inner(&self, other: &Self) -> f64 {
        dot(&self.coefficients, &other.image) + dot(&self.bias, &other.bias)
    }

    fn add(&mut self, factor: f32, other: &Self) {
        add_scaled(&mut self.coefficients, factor, &other.coefficients);
        add_scaled(&mut self.image, factor, &other.image);
        add_scaled(&mut self.bias, factor, &other.bias);
    }

    fn scale(&mut self, factor: f32) {
        for part in [&mut self.coefficients, &mut self.image, &mut self.bias] {
            part.iter_mut().for_each(|value| *value *= factor);
        }
    }
}

/// What to fit.
pub(crate) struct Problem<'a> {
    pub(crate) rows: &'a SparseRows,
    /// The class of each row.
    pub(crate) classes: &'a [u16],
    pub(crate) class_count: usize,
    pub(crate) feature_count: usize,
    /// How much features that appear together share their weights: the prior of the weights is
    /// `I + diffusion · XᵀX` in place of `I`. Few sentences leave many words of an intent unseen;
    /// this lends them the weights of the words they go with.
    pub(crate) diffusion: f32,
    /// Classes that are related. One class may be of several families.
    pub(crate) families: &'a [Vec<u16>],
}

/// How much weights of related classes go together: so much of the prior of a class's weights is
/// each family's, where 1 is its own.
const KINSHIP: f32 = 0.5;

/// From so many products of a feature and a class on, a second thread is worth starting.
const HALVED_FROM: usize = 1_000_000;

impl Problem<'_> {
    /// Weights out of coefficients: `(I + diffusion · XᵀX) Xᵀ A (I + KINSHIP · F)`, where `F` counts
    /// the families that two classes share.
    fn weights(&self, coefficients: &[f32]) -> Vec<f32> {
        self.spread(&self.shared(coefficients), self.class_count)
    }

    /// Scores of the sentences by the weights of some coefficients. Each class is on its own here,
    /// so the classes are halved between two threads; the numbers are those of one thread.
    fn image_of(&self, coefficients: &[f32]) -> Vec<f32> {
        let k = self.class_count;
        let shared = self.shared(coefficients);
        let by = |coefficients: &[f32], width: usize| {
            self.image(&self.spread(coefficients, width), width)
        };
        if k < 2 || self.rows.cell_count() * k < HALVED_FROM {
            return by(&shared, k);
        }
        let half = k / 2;
        let part = |classes: Range<usize>| -> Vec<f32> {
            shared.chunks_exact(k).flat_map(|own| &own[classes.clone()]).copied().collect()
        };
        let (left, right) = std::thread::scope(|scope| {
            let left = scope.spawn(|| by(&part(0..half), half));
            let right = by(&part(half..k), k - half);
            (left.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), right)
        });
        let halves = left.chunks_exact(half).zip(right.chunks_exact(k - half));
        halves.flat_map(|(left, right)| left.iter().chain(right)).copied().collect()
    }

    /// `(I + diffusion · XᵀX) Xᵀ A` for coefficients of `k` classes.
    fn spread(&self, coefficients: &[f32], k: usize) -> Vec<f32> {
        let mut weights = vec![0.0f32; self.feature_count * k];
        for i in 0..self.rows.len() {
            let own = &coefficients[i * k..][..k];
            for &(row, value) in self.rows.row(i) {
                add_scaled(&mut weights[row as usize * k..][..k], value, own);
            }
        }
        if self.diffusion > 0.0 {
            let image = self.image(&weights, k);
            for i in 0..self.rows.len() {
                let own = &image[i * k..][..k];
                for &(row, value) in self.rows.row(i) {
                    let factor = value * self.diffusion;
                    add_scaled(&mut weights[row as usize * k..][..k], factor, own);
                }
            }
        }
        weights
    }

    /// Coefficients with what each class has of its families.
    fn shared<'a>(&self, coefficients: &'a [f32]) -> Cow<'a, [f32]> {
        if self.families.is_empty() {
            return Cow::Borrowed(coefficients);
        }
        let mut shared = coefficients.to_vec();
        let k = self.class_count;
        for (out, own) in shared.chunks_exact_mut(k).zip(coefficients.chunks_exact(k)) {
            for family in self.families {
                let sum: f32 = family.iter().map(|&class| own[class as usize]).sum();
                family.iter().for_each(|&class| out[class as usize] += KINSHIP * sum);
            }
        }
        Cow::Owned(shared)
    }

    /// Scores of the sentences: `X W`, for weights of `k` classes.
    fn image(&self, weights: &[f32], k: usize) -> Vec<f32> {
        let mut image = vec![0.0f32; self.rows.len() * k];
        for (i, scores) in image.chunks_exact_mut(k).enumerate() {
            for &(row, value) in self.rows.row(i) {
                add_scaled(scores, value, &weights[row as usize * k..][..k]);
            }
        }
        image
    }

    /// The loss at `image + bias` and `C · (P − Y)`.
    fn residuals(&self, c: f32, at: &Combination, residuals: &mut [f32]) -> f64 {
        let k = self.class_count;
        let mut loss = 0.0f64;
        for (i, (scores, out)) in
            at.image.chunks_exact(k).zip(residuals.chunks_exact_mut(k)).enumerate()
        {
            let mut top = f32::MIN;
            for ((out, score), bias) in out.iter_mut().zip(scores).zip(&at.bias) {
                *out = score + bias;
                top = top.max(*out);
            }
            let class = self.classes[i] as usize;
            let own = out[class] - top;
            let mut sum = 0.0f32;
            for out in out.iter_mut() {
                *out = (*out - top).exp();
                sum += *out;
            }
            loss += f64::from(c * (sum.ln() - own));
            let factor = c / sum;
            out.iter_mut().for_each(|out| *out *= factor);
            out[class] -= c;
        }
        loss
    }

    fn loss(&self, c: f32, at: &Combination) -> f64 {
        let k = self.class_count;
        let mut loss = 0.0f64;
        for (i, scores) in at.image.chunks_exact(k).enumerate() {
            let full = |class: usize| scores[class] + at.bias[class];
            let top = (0..k).map(full).fold(f32::MIN, f32::max);
            let sum: f32 = (0..k).map(|class| (full(class) - top).exp()).sum();
            loss += f64::from(c * (sum.ln() - (full(self.classes[i] as usize) - top)));
        }
        loss
    }
}

const HISTORY: usize = 8;

/// Fits. `iterations` bounds the work; the method stops earlier when the gradient has shrunk to
/// the share `tolerance` of what it was.
pub(crate) fn fit(problem: &Problem<'_>, c: f32, iterations: usize, tolerance: f64) -> Linear {
    let (n, k) = (problem.rows.len(), problem.class_count);
    let mut at = Combination::zero(n, k);
    let mut residuals = vec![0.0f32; n * k];
    let mut loss = problem.residuals(c, &at, &mut residuals);
    let mut squares = 0.0f64;
    let mut gradient = gradient_at(problem, &at, &residuals);
    let start_norm = gradient.inner(&gradient).max(1e-12).sqrt();
    let mut history: Vec<(Combination, Combination, f64)> = Vec::new();

    for _ in 0..iterations {
        let mut direction = gradient.clone();
        let mut factors = Vec::with_capacity(history.len());
        for (step, change, scale) in history.iter().rev() {
            let factor = step.inner(&direction) * scale;
            direction.add(-factor as f32, change);
            factors.push(factor);
        }
        if let Some((_, change, scale)) = history.last() {
            direction.scale((1.0 / (scale * change.inner(change))) as f32);
        } else {
            direction.scale((1.0 / start_norm) as f32);
        }
        for ((step, change, scale), factor) in history.iter().zip(factors.iter().rev()) {
            let other = change.inner(&direction) * scale;
            direction.add((factor - other) as f32, step);
        }
        direction.scale(-1.0);

        let slope = gradient.inner(&direction);
        if slope >= 0.0 {
            break;
        }
        // The penalty is quadratic along the line and the scores are linear, so trying a length
        // costs one pass over the scores and no product.
        let cross = dot(&at.coefficients, &direction.image);
        let own = dot(&direction.coefficients, &direction.image);
        let value_at = |length: f64| {
            let mut candidate = at.clone();
            candidate.add(length as f32, &direction);
            let penalty = squares + 2.0 * length * cross + length * length * own;
            (problem.loss(c, &candidate) + 0.5 * penalty, candidate, penalty)
        };
        let mut length = 1.0f64;
        // Nothing tells yet how long a step should be.
        if history.is_empty() {
            let mut value = value_at(length).0;
            for _ in 0..20 {
                let further = value_at(2.0 * length).0;
                if further >= value {
                    break;
                }
                (length, value) = (2.0 * length, further);
            }
        }
        let mut moved = None;
        for _ in 0..25 {
            let (value, candidate, penalty) = value_at(length);
            if value <= loss + 0.5 * squares + 1e-4 * length * slope {
                moved = Some((candidate, penalty));
                break;
            }
            length *= 0.5;
        }
        let Some((next, penalty)) = moved else { break };
        at = next;
        squares = penalty;
        loss = problem.residuals(c, &at, &mut residuals);
        let next_gradient = gradient_at(problem, &at, &residuals);
        let mut change = next_gradient.clone();
        change.add(-1.0, &gradient);
        direction.scale(length as f32);
        let curvature = direction.inner(&change);
        if curvature > 1e-12 {
            if history.len() == HISTORY {
                history.remove(0);
            }
            history.push((direction, change, 1.0 / curvature));
        }
        gradient = next_gradient;
        if gradient.inner(&gradient).sqrt() < tolerance * start_norm {
            break;
        }
    }
    Linear { weights: problem.weights(&at.coefficients), bias: at.bias }
}

fn gradient_at(problem: &Problem<'_>, at: &Combination, residuals: &[f32]) -> Combination {
    let k = problem.class_count;
    let mut image = problem.image_of(residuals);
    add_scaled(&mut image, 1.0, &at.image);
    let mut coefficients = residuals.to_vec();
    add_scaled(&mut coefficients, 1.0, &at.coefficients);
    let mut bias = vec![0.0f32; k];
    for own in residuals.chunks_exact(k) {
        add_scaled(&mut bias, 1.0, own);
    }
    Combination { coefficients, image, bias }
}
