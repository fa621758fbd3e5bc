//! The weights of a classifier as they are kept: small, so that a sentence touches little memory.

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::intent::centroid::Centroids;
use crate::intent::features::Cell;
use crate::intent::softmax::Linear;
use crate::intent::solver::Found;

/// The weights of the classes.
#[derive(Debug, Clone)]
pub(crate) enum Weights {
    /// Features × classes, a scale per feature.
    Dense {
        weights: Vec<i8>,
        scales: Vec<f32>,
        bias: Vec<f32>,
    },
    Sparse(Centroids),
}

impl Weights {
    pub(crate) fn of(found: Found) -> Self {
        match found {
            Found::Dense(linear) => Self::quantise(&linear),
            Found::Sparse(centroids) => Weights::Sparse(centroids),
        }
    }

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

    /// Scores of the classes.
    pub(crate) fn scores(&self, cells: &[Cell], class_count: usize) -> Vec<f32> {
        match self {
            Weights::Dense { weights, scales, bias } => {
                let mut scores = bias.clone();
                for &(row, value) in cells {
                    let factor = value * scales[row as usize];
                    let own = &weights[row as usize * class_count..][..class_count];
                    for (score, weight) in scores.iter_mut().zip(own) {
                        *score += factor * f32::from(*weight);
                    }
                }
                scores
            }
            Weights::Sparse(centroids) => centroids.scores(cells, class_count),
        }
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
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

    pub(crate) fn read(
        reader: &mut Reader<'_>,
        features: usize,
        classes: usize,
    ) -> Result<Self, Error> {
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
