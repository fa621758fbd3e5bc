//! From scores to honest probabilities: one temperature, fitted on sentences that the scored
//! model had not seen.

/// A sentence scored by a model that was trained without it.
#[derive(Debug, Clone)]
pub(crate) struct HeldOut {
    /// Its true class; `None` when the model never saw a sentence of that class.
    pub(crate) class: Option<u16>,
    pub(crate) scores: Vec<f32>,
    /// Shares of its words and character sequences that the model had seen.
    pub(crate) coverage: (f64, f64),
}

fn cross_entropy(held_out: &[HeldOut], temperature: f32) -> f64 {
    let mut loss = 0.0f64;
    for own in held_out {
        let Some(class) = own.class else { continue };
        let top = own.scores.iter().copied().fold(f32::MIN, f32::max);
        let sum: f32 = own.scores.iter().map(|s| ((s - top) / temperature).exp()).sum();
        loss += f64::from(sum.ln() - (own.scores[class as usize] - top) / temperature);
    }
    loss
}

/// How badly `familiarity · probability` of the best class predicts whether it is right.
fn surprise(held_out: &[(f64, &HeldOut)], temperature: f32) -> f64 {
    let mut loss = 0.0f64;
    for (familiarity, own) in held_out {
        let best = best(&own.scores);
        let p =
            (probabilities(&own.scores, temperature)[best] * familiarity).clamp(1e-6, 1.0 - 1e-6);
        loss -= if own.class == Some(best as u16) { p.ln() } else { (1.0 - p).ln() };
    }
    loss
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

/// The temperature of least log-loss. With few sentences it is drawn towards `prior`.
pub(crate) fn fit_temperature(held_out: &[HeldOut], prior: f32) -> f32 {
    search(held_out.len(), prior, |temperature| cross_entropy(held_out, temperature))
}

/// The temperature with which probabilities that are multiplied by familiarity are honest.
pub(crate) fn refit_temperature(held_out: &[(f64, &HeldOut)], prior: f32) -> f32 {
    search(held_out.len(), prior, |temperature| surprise(held_out, temperature))
}

/// Golden-section search over the logarithm of the temperature, drawn to `prior` as if
/// `PRIOR_SENTENCES` sentences had spoken for it.
fn search(sentences: usize, prior: f32, loss: impl Fn(f32) -> f64) -> f32 {
    const PRIOR_SENTENCES: f64 = 20.0;
    if sentences < 5 {
        return prior;
    }
    let ratio = (5.0f64.sqrt() - 1.0) / 2.0;
    let (mut low, mut high) = (0.02f64.ln(), 5.0f64.ln());
    let value = |log: f64| loss(log.exp() as f32);
    let (mut a, mut b) = (high - ratio * (high - low), low + ratio * (high - low));
    let (mut at_a, mut at_b) = (value(a), value(b));
    for _ in 0..20 {
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
    let weight = sentences as f64 / (sentences as f64 + PRIOR_SENTENCES);
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
