//! Sparse rows and dense matrices with a row per feature and a column per class.

use crate::intent::features::Cell;

/// Sentences as sparse rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct SparseRows {
    starts: Vec<usize>,
    cells: Vec<Cell>,
}

impl SparseRows {
    pub(crate) fn new() -> Self {
        Self { starts: vec![0], cells: Vec::new() }
    }

    pub(crate) fn push(&mut self, cells: &[Cell]) {
        self.cells.extend_from_slice(cells);
        self.starts.push(self.cells.len());
    }

    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Cells of all rows.
    pub(crate) fn cell_count(&self) -> usize {
        self.cells.len()
    }

    #[inline]
    pub(crate) fn row(&self, index: usize) -> &[Cell] {
        &self.cells[self.starts[index]..self.starts[index + 1]]
    }
}

/// `into[i] += factor * from[i]`.
#[inline]
pub(crate) fn add_scaled(into: &mut [f32], factor: f32, from: &[f32]) {
    for (into, from) in into.iter_mut().zip(from) {
        *into += factor * from;
    }
}

/// The scalar product, summed in eight lanes so that the compiler may use vectors and the result
/// is the same everywhere.
#[inline]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f64 {
    let mut total = 0.0f64;
    for (a, b) in a.chunks(1024).zip(b.chunks(1024)) {
        let mut lanes = [0.0f32; 8];
        let (a_chunks, b_chunks) = (a.chunks_exact(8), b.chunks_exact(8));
        let rest: f32 =
            a_chunks.remainder().iter().zip(b_chunks.remainder()).map(|(a, b)| a * b).sum();
        for (a, b) in a_chunks.zip(b_chunks) {
            for lane in 0..8 {
                lanes[lane] += a[lane] * b[lane];
            }
        }
        total += f64::from(lanes.iter().sum::<f32>() + rest);
    }
    total
}

/// Scores of the classes: `bias + Σ value · weights[row]`.
pub(crate) fn score(cells: &[Cell], weights: &[f32], bias: &[f32], scores: &mut [f32]) {
    scores.copy_from_slice(bias);
    let classes = bias.len();
    for &(row, value) in cells {
        add_scaled(scores, value, &weights[row as usize * classes..][..classes]);
    }
}
