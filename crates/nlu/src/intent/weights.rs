//! The weights of a classifier as they are kept: small, so that a sentence touches little memory.

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::intent::centroid::Centroids;
use crate::intent::features::Cell;
use crate::intent::merged::MergedLinear;
use crate::intent::solver::Found;

/// The weights of the classes.
#[derive(Debug, Clone)]
pub(crate) enum Weights {
    /// Columns × classes; for each feature its column and the scale of its weights, which is 0
    /// when training said nothing of it.
    Dense {
        weights: Vec<i8>,
        columns: Vec<u32>,
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

    fn quantise(found: &MergedLinear) -> Self {
        let linear = &found.linear;
        let mut of_columns = Vec::with_capacity(linear.weights.len() / linear.bias.len().max(1));
        let mut weights = Vec::with_capacity(linear.weights.len());
        for row in linear.weights.chunks_exact(linear.bias.len()) {
            let top = row.iter().fold(0.0f32, |top, weight| top.max(weight.abs()));
            let scale = top / 127.0;
            of_columns.push(scale);
            let inverse = if scale > 0.0 { 1.0 / scale } else { 0.0 };
            weights.extend(row.iter().map(|weight| (weight * inverse).round() as i8));
        }
        let scale = |&(column, share): &Cell| {
            of_columns.get(column as usize).map_or(0.0, |of_column| share * of_column)
        };
        Weights::Dense {
            weights,
            columns: found.places.iter().map(|(column, _)| *column).collect(),
            scales: found.places.iter().map(scale).collect(),
            bias: linear.bias.clone(),
        }
    }

    /// Scores of the classes.
    pub(crate) fn scores(&self, cells: &[Cell], class_count: usize) -> Vec<f32> {
        match self {
            Weights::Dense { weights, columns, scales, bias } => {
                let mut scores = bias.clone();
                for &(row, value) in cells {
                    let factor = value * scales[row as usize];
                    if factor == 0.0 {
                        continue;
                    }
                    let column = columns[row as usize] as usize;
                    let own = &weights[column * class_count..][..class_count];
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
            Weights::Dense { weights, columns, scales, bias } => {
                writer.u8(0);
                writer.i8s(weights);
                writer.u32s(columns);
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
        let (weights, columns) = (reader.i8s()?, reader.u32s()?);
        let (scales, bias) = (reader.f32s()?, reader.f32s()?);
        let column_count = weights.len().checked_div(classes).unwrap_or(0);
        ensure(
            columns.len() == features
                && scales.len() == features
                && bias.len() == classes
                && column_count.checked_mul(classes) == Some(weights.len())
                && columns
                    .iter()
                    .zip(&scales)
                    .all(|(&column, &scale)| scale == 0.0 || (column as usize) < column_count),
            "a classifier is uneven",
        )?;
        Ok(Weights::Dense { weights, columns, scales, bias })
    }
}
