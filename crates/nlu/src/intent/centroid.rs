//! For bots with more intents than a dense matrix can hold: each class is the mean of its
//! sentences, kept sparse. Less accurate than the other solvers, linear in the sentences.

use crate::Error;
use crate::bytes::{Reader, Writer, ensure};
use crate::intent::features::Cell;
use crate::intent::rows::SparseRows;

/// Above so many classes a dense matrix would not fit in memory.
pub(crate) const DENSE_CLASSES_MAX: usize = 600;

/// Weights by feature: only the classes that have it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Centroids {
    starts: Vec<u32>,
    classes: Vec<u16>,
    weights: Vec<f32>,
}

/// Fits. The mean of a class is scaled to length one.
pub(crate) fn fit(
    rows: &SparseRows,
    classes: &[u16],
    class_count: usize,
    feature_count: usize,
) -> Centroids {
    let mut entries: Vec<(u32, u16, f32)> = Vec::new();
    for (i, &class) in classes.iter().enumerate() {
        entries.extend(rows.row(i).iter().map(|&(row, value)| (row, class, value)));
    }
    entries.sort_unstable_by(|a, b| (a.0, a.1).cmp(&(b.0, b.1)).then(a.2.total_cmp(&b.2)));
    let mut centroids = Centroids::default();
    let mut squares = vec![0.0f32; class_count];
    let mut at = 0;
    for feature in 0..feature_count as u32 {
        centroids.starts.push(centroids.classes.len() as u32);
        while at < entries.len() && entries[at].0 == feature {
            let class = entries[at].1;
            let mut sum = 0.0;
            while at < entries.len() && entries[at].0 == feature && entries[at].1 == class {
                sum += entries[at].2;
                at += 1;
            }
            squares[class as usize] += sum * sum;
            centroids.classes.push(class);
            centroids.weights.push(sum);
        }
    }
    centroids.starts.push(centroids.classes.len() as u32);
    for (weight, &class) in centroids.weights.iter_mut().zip(&centroids.classes) {
        *weight /= squares[class as usize].sqrt().max(1e-6);
    }
    centroids
}

impl Centroids {
    /// Likeness of a sentence to each class.
    pub(crate) fn scores(&self, cells: &[Cell], class_count: usize) -> Vec<f32> {
        let mut scores = vec![0.0; class_count];
        for &(row, value) in cells {
            let range = self.starts[row as usize] as usize..self.starts[row as usize + 1] as usize;
            for (&class, &weight) in self.classes[range.clone()].iter().zip(&self.weights[range]) {
                scores[class as usize] += value * weight;
            }
        }
        scores
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.u32s(&self.starts);
        writer.u16s(&self.classes);
        writer.f32s(&self.weights);
    }

    pub(crate) fn read(
        reader: &mut Reader<'_>,
        features: usize,
        class_count: usize,
    ) -> Result<Self, Error> {
        let own = Self { starts: reader.u32s()?, classes: reader.u16s()?, weights: reader.f32s()? };
        ensure(
            own.starts.len() == features + 1
                && own.starts.is_sorted()
                && own.starts.last().is_none_or(|&end| end as usize == own.classes.len())
                && own.classes.len() == own.weights.len()
                && own.classes.iter().all(|&class| (class as usize) < class_count),
            "a sparse classifier is uneven",
        )?;
        Ok(own)
    }
}
