//! Features that always appear together, taken as one while a classifier is fitted.
//!
//! The sequences of characters of one word, and everything that a single sentence has, say the
//! same again and again. Columns of the matrix of sentences that are multiples of each other can
//! be one column of the same length: the products of sentences, and so what a solver finds, stay
//! what they were, with a fraction of the work.

use rustc_hash::FxHashMap;

use crate::hashing::{finish, mix};
use crate::intent::features::Cell;
use crate::intent::rows::SparseRows;
use crate::intent::softmax::Linear;

/// Sentences as rows of merged columns, and what each feature is of its column.
pub(crate) struct Merged {
    pub(crate) rows: SparseRows,
    pub(crate) column_count: usize,
    /// For each feature its column and its share of it; `None` when no sentence has it.
    places: Vec<Option<Cell>>,
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
        let mut places = vec![None; feature_count];
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
            places[feature] = Some((column, multiple));
        }
        let mut merged = SparseRows::new();
        let mut cells: Vec<Cell> = Vec::new();
        for i in 0..rows.len() {
            cells.clear();
            for &(feature, value) in rows.row(i) {
                if let Some((column, _)) = places[feature as usize]
                    && columns[column as usize].0 == feature as usize
                {
                    cells.push((column, value * columns[column as usize].1.sqrt()));
                }
            }
            merged.push(&cells);
        }
        for place in places.iter_mut().flatten() {
            place.1 /= columns[place.0 as usize].1.sqrt();
        }
        Self { rows: merged, column_count: columns.len(), places }
    }

    /// Weights of the features out of weights of the columns.
    pub(crate) fn weights_of_features(&self, found: Linear) -> Linear {
        let classes = found.bias.len();
        let mut weights = vec![0.0f32; self.places.len() * classes];
        for (own, place) in weights.chunks_exact_mut(classes.max(1)).zip(&self.places) {
            if let Some((column, share)) = *place {
                let of_column = &found.weights[column as usize * classes..][..classes];
                own.iter_mut().zip(of_column).for_each(|(own, weight)| *own = share * weight);
            }
        }
        Linear { weights, bias: found.bias }
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
        let column_weights = Linear { weights: vec![1.0, 2.0, 3.0], bias: vec![0.0] };
        let score = |rows: &SparseRows, weights: &[f32]| -> f32 {
            rows.row(1).iter().map(|(at, v)| v * weights[*at as usize]).sum()
        };
        let own = score(&merged.rows, &column_weights.weights);
        let expanded = merged.weights_of_features(column_weights);
        assert!((own - score(&rows, &expanded.weights)).abs() < 1e-5);
        assert_eq!(expanded.weights[5], 0.0);
    }
}
