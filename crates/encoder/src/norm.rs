//! Layer normalisation: each row to mean 0 and variance 1, then scaled.

#[derive(Debug)]
pub(crate) struct Norm {
    pub weights: Vec<f32>,
    pub biases: Vec<f32>,
    pub epsilon: f32,
}

impl Norm {
    /// Normalises each row in place.
    pub fn apply(&self, rows: &mut [f32]) {
        let size = self.weights.len();
        for row in rows.chunks_exact_mut(size) {
            let mean = row.iter().sum::<f32>() / size as f32;
            let variance =
                row.iter().map(|number| (number - mean).powi(2)).sum::<f32>() / size as f32;
            let scale = 1.0 / (variance + self.epsilon).sqrt();
            for ((number, weight), bias) in row.iter_mut().zip(&self.weights).zip(&self.biases) {
                *number = (*number - mean) * scale * weight + bias;
            }
        }
    }
}
