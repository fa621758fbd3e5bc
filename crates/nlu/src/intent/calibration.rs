//! From scores to honest probabilities: one temperature, fitted on sentences that the scored
//! model had not seen.

/// Scores of sentences by a model that was trained without them, with their true classes.
#[derive(Debug, Clone, Default)]
pub(crate) struct HeldOut {
    pub(crate) scores: Vec<f32>,
    pub(crate) classes: Vec<u16>,
    /// Which sentence each row is.
    pub(crate) indices: Vec<usize>,
}

impl HeldOut {
    /// The share of sentences whose best class is the true one.
    pub(crate) fn accuracy(&self, class_count: usize) -> f64 {
        if self.classes.is_empty() {
            return 0.0;
        }
        let right = self
            .scores
            .chunks_exact(class_count)
            .zip(&self.classes)
            .filter(|(scores, class)| best(scores) == **class as usize)
            .count();
        right as f64 / self.classes.len() as f64
    }

    fn loss(&self, class_count: usize, temperature: f32) -> f64 {
        let mut loss = 0.0f64;
        for (scores, &class) in self.scores.chunks_exact(class_count).zip(&self.classes) {
            let top = scores.iter().copied().fold(f32::MIN, f32::max);
            let sum: f32 = scores.iter().map(|s| ((s - top) / temperature).exp()).sum();
            loss += f64::from(sum.ln() - (scores[class as usize] - top) / temperature);
        }
        loss
    }
}

/// The best class; of equals the first.
pub(crate) fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best
}

/// The temperature of least log-loss. With few sentences it is drawn towards `prior`, as if
/// `PRIOR_SENTENCES` sentences had spoken for it.
pub(crate) fn fit_temperature(held_out: &HeldOut, class_count: usize, prior: f32) -> f32 {
    const PRIOR_SENTENCES: f64 = 20.0;
    let n = held_out.classes.len() as f64;
    if n < 5.0 {
        return prior;
    }
    // Golden-section search over the logarithm of the temperature.
    let ratio = (5.0f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.02f64.ln(), 5.0f64.ln());
    let value = |log: f64| held_out.loss(class_count, log.exp() as f32);
    let (mut a, mut b) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut at_a, mut at_b) = (value(a), value(b));
    for _ in 0..24 {
        if at_a < at_b {
            high = b;
            (b, at_b) = (a, at_a);
            a = high - ratio * (high - low);
            at_a = value(a);
        } else {
            low = a;
            (a, at_a) = (b, at_b);
            b = low + ratio * (high - low);
            at_b = value(b);
        }
    }
    let fitted = (low + high) / 2.0;
    let weight = n / (n + PRIOR_SENTENCES);
    (weight * fitted + (1.0 - weight) * f64::from(prior).ln()).exp() as f32
}

/// Probabilities out of scores.
pub(crate) fn probabilities(scores: &[f32], temperature: f32) -> Vec<f64> {
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut all: Vec<f64> =
        scores.iter().map(|s| f64::from((s - top) / temperature).exp()).collect();
    let sum: f64 = all.iter().sum();
    all.iter_mut().for_each(|p| *p /= sum);
    all
}
