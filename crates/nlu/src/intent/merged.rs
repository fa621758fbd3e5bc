//! Features that always appear together, taken as one while a classifier is fitted.
//!
//! The sequences of characters of one word, and everything that a single sentence has, say the
//! same again and again. Columns of the matrix of sentences that are multiples of each other can
//! be one column of the same length: the products of sentences, and so what a solver finds, stay
//! what they were, with a fraction of the work.

use rustc_hash::FxHashMap;

use crate::hashing::{finish, mix};
use crate::intent::features::Cell;
use crate::intent::rows::{SparseRows, score};
use crate::intent::softmax::Linear;

/// Sentences as rows of merged columns, and what each feature is of its column.
pub(crate) struct Merged {
    pub(crate) rows: SparseRows,
    pub(crate) column_count: usize,
    /// For each feature its column and its share of it, which is 0 when no sentence has it.
    pub(crate) places: Vec<Cell>,
}

/// Weights of merged columns, shared by their features.
pub(crate) struct MergedLinear {
    pub(crate) linear: Linear,
    /// As in [`Merged`].
    pub(crate) places: Vec<Cell>,
}

impl MergedLinear {
    /// Scores of the classes.
    pub(crate) fn scores(&self, cells: &[Cell]) -> Vec<f32> {
        let columns: Vec<Cell> = cells
            .iter()
            .map(|&(feature, value)| {
                let (column, share) = self.places[feature as usize];
                (column, value * share)
            })
            .filter(|&(_, value)| value != 0.0)
            .collect();
        let mut scores = vec![0.0; self.linear.bias.len()];
        score(&columns, &self.linear.weights, &self.linear.bias, &mut scores);
        scores
    }
}

/// Multiples that differ by less are the same but for rounding.
const STEPS: f32 = 4096.0;

impl Merged {
    pub(crate) fn of(rows: &SparseRows, feature_count: usize) -> Self {
        // What a column is up to its length: the sentences that have it, and how much of it in
        // proportion to the first of them.
        let mut shapes = vec![(0u64, 0.0f32); feature_count];
        for i in 0..rows.len() {
            for &(feature, value) in rows.row(i) {
                let (shape, first) = &mut shapes[feature as usize];
                if *first == 0.0 {
                    *first = value;
                }
                let multiple = (value / *first * STEPS).round() as i64 as u64;
                *shape = mix(mix(*shape, i as u64), multiple);
            }
        }
        let mut column_of: FxHashMap<u64, u32> = FxHashMap::default();
        // The feature whose values stand for the column's, and the squares of all, in its terms.
        let mut columns: Vec<(usize, f32)> = Vec::new();
        let mut places = vec![(0, 0.0); feature_count];
        for (feature, &(shape, first)) in shapes.iter().enumerate() {
            if first == 0.0 {
                continue;
            }
            let column = *column_of.entry(finish(shape)).or_insert_with(|| {
                columns.push((feature, 0.0));
                (columns.len() - 1) as u32
            });
            let (own, squares) = &mut columns[column as usize];
            let multiple = first / shapes[*own].1;
            *squares += multiple * multiple;
            places[feature] = (column, multiple);
        }
        let mut merged = SparseRows::new();
        let mut cells: Vec<Cell> = Vec::new();
        for i in 0..rows.len() {
            cells.clear();
            for &(feature, value) in rows.row(i) {
                let (column, share) = places[feature as usize];
                if share != 0.0 && columns[column as usize].0 == feature as usize {
                    cells.push((column, value * columns[column as usize].1.sqrt()));
                }
            }
            merged.push(&cells);
        }
        for (column, share) in places.iter_mut().filter(|(_, share)| *share != 0.0) {
            *share /= columns[*column as usize].1.sqrt();
        }
        Self { rows: merged, column_count: columns.len(), places }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merging_keeps_the_products_of_sentences() {
        // Features 0 and 2 go together, 3 and 4 are of one sentence, 1 is like 0 but for a factor
        // that differs, 5 is nobody's.
        let sentences: [&[Cell]; 3] = [
            &[(0, 1.0), (1, 1.0), (2, 2.0)],
            &[(0, 0.5), (1, 0.25), (2, 1.0), (3, 3.0), (4, 4.0)],
            &[(1, 2.0)],
        ];
        let mut rows = SparseRows::new();
        sentences.iter().for_each(|cells| rows.push(cells));
        let merged = Merged::of(&rows, 6);
        assert_eq!(merged.column_count, 3);
        let product = |rows: &SparseRows, a: usize, b: usize| -> f32 {
            let other: FxHashMap<u32, f32> = rows.row(b).iter().copied().collect();
            rows.row(a).iter().filter_map(|(at, v)| Some(v * other.get(at)?)).sum()
        };
        for a in 0..3 {
            for b in 0..3 {
                let (before, after) = (product(&rows, a, b), product(&merged.rows, a, b));
                assert!((before - after).abs() < 1e-5, "{a} {b}: {before} {after}");
            }
        }
        let linear = Linear { weights: vec![1.0, 2.0, 3.0], bias: vec![0.5] };
        let of_columns: f32 =
            merged.rows.row(1).iter().map(|(at, v)| v * linear.weights[*at as usize]).sum();
        let found = MergedLinear { linear, places: merged.places };
        assert!((found.scores(rows.row(1))[0] - of_columns - 0.5).abs() < 1e-5);
        assert_eq!(found.scores(&[(5, 1.0)]), [0.5]);
    }
}
