//! A matrix times many short rows: nearly all of the work.
//!
//! The matrix is laid out once in panels of 16 outputs, so that the inner loop reads it in order,
//! once for up to six rows, and keeps its sums in registers. The loop is plain Rust that the compiler
//! turns into vector instructions; on processors with AVX2 and FMA it is compiled a second time for
//! them. That call is the one `unsafe` of the crate: it is sound because it follows the question
//! whether the processor has them. Both give the same sums up to rounding (tested).

/// Outputs that are computed together: two vectors of eight.
const PANEL: usize = 16;
/// Rows that are computed together: with two vectors each, the sums fill 12 of 16 registers.
const ROWS: usize = 6;

/// `outputs = weights · inputs + biases`.
#[derive(Debug)]
pub(crate) struct Linear {
    inputs: usize,
    outputs: usize,
    /// Per panel, per input, 16 weights; the last panel is filled up with zeros.
    panels: Vec<f32>,
    /// Filled up to whole panels.
    biases: Vec<f32>,
}

impl Linear {
    /// From weights as they are stored: per output, one per input.
    pub fn new(inputs: usize, weights: &[f32], biases: &[f32]) -> Self {
        let outputs = biases.len();
        debug_assert_eq!(weights.len(), inputs * outputs);
        let count = outputs.div_ceil(PANEL);
        let mut panels = vec![0.0; count * PANEL * inputs];
        for (output, row) in weights.chunks_exact(inputs).enumerate() {
            let panel = output / PANEL * PANEL * inputs + output % PANEL;
            for (input, weight) in row.iter().enumerate() {
                panels[panel + input * PANEL] = *weight;
            }
        }
        let mut filled = biases.to_vec();
        filled.resize(count * PANEL, 0.0);
        Self { inputs, outputs, panels, biases: filled }
    }

    /// Applies it to each row of `rows`.
    pub fn apply(&self, rows: &[f32]) -> Vec<f32> {
        let mut results = vec![0.0; rows.len() / self.inputs * self.outputs];
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") && std::arch::is_x86_feature_detected!("fma")
        {
            // SAFETY: the processor has both features: asked in the line above.
            #[allow(unsafe_code)]
            unsafe {
                self.apply_avx2(rows, &mut results)
            };
            return results;
        }
        self.apply_with::<false>(rows, &mut results);
        results
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn apply_avx2(&self, rows: &[f32], results: &mut [f32]) {
        self.apply_with::<true>(rows, results);
    }

    #[inline(always)]
    fn apply_with<const FUSED: bool>(&self, rows: &[f32], results: &mut [f32]) {
        let size = PANEL * self.inputs;
        for (at, (panel, biases)) in
            self.panels.chunks_exact(size).zip(self.biases.as_chunks::<PANEL>().0).enumerate()
        {
            let first = at * PANEL;
            let mut row = 0;
            let mut rest = rows;
            while !rest.is_empty() {
                let left = rest.len() / self.inputs;
                let taken = left.min(ROWS);
                let (block, after) = rest.split_at(taken * self.inputs);
                rest = after;
                let mut put = |offset: usize, sums: &[f32; PANEL]| {
                    let to = (row + offset) * self.outputs + first;
                    let width = PANEL.min(self.outputs - first);
                    results[to..to + width].copy_from_slice(&sums[..width]);
                };
                match taken {
                    6 => self.block::<6, FUSED>(panel, biases, block, &mut put),
                    5 => self.block::<5, FUSED>(panel, biases, block, &mut put),
                    4 => self.block::<4, FUSED>(panel, biases, block, &mut put),
                    3 => self.block::<3, FUSED>(panel, biases, block, &mut put),
                    2 => self.block::<2, FUSED>(panel, biases, block, &mut put),
                    _ => self.block::<1, FUSED>(panel, biases, block, &mut put),
                }
                row += taken;
            }
        }
    }

    #[inline(always)]
    fn block<const N: usize, const FUSED: bool>(
        &self,
        panel: &[f32],
        biases: &[f32; PANEL],
        rows: &[f32],
        put: &mut impl FnMut(usize, &[f32; PANEL]),
    ) {
        let rows: [&[f32]; N] =
            std::array::from_fn(|row| &rows[row * self.inputs..(row + 1) * self.inputs]);
        let mut sums = [*biases; N];
        for (input, weights) in panel.as_chunks::<PANEL>().0.iter().enumerate() {
            for row in 0..N {
                let number = rows[row][input];
                for column in 0..PANEL {
                    let sum = &mut sums[row][column];
                    *sum = if FUSED {
                        number.mul_add(weights[column], *sum)
                    } else {
                        number * weights[column] + *sum
                    };
                }
            }
        }
        for (row, sums) in sums.iter().enumerate() {
            put(row, sums);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(count: usize, mut state: u32) -> Vec<f32> {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / (1 << 23) as f32 - 1.0
        };
        (0..count).map(|_| next()).collect()
    }

    #[test]
    fn every_size_gives_what_the_definition_says_with_and_without_vectors() {
        for (inputs, outputs, rows) in
            [(1, 1, 1), (3, 16, 6), (32, 17, 7), (384, 48, 13), (64, 5, 2), (7, 33, 23)]
        {
            let weights = numbers(inputs * outputs, 1);
            let biases = numbers(outputs, 2);
            let rows = numbers(inputs * rows, 3);
            let linear = Linear::new(inputs, &weights, &biases);
            let expected: Vec<f64> = rows
                .chunks_exact(inputs)
                .flat_map(|row| {
                    weights.chunks_exact(inputs).zip(&biases).map(|(weights, bias)| {
                        let products =
                            row.iter().zip(weights).map(|(a, b)| f64::from(*a) * f64::from(*b));
                        f64::from(*bias) + products.sum::<f64>()
                    })
                })
                .collect();
            let mut plain = vec![0.0; expected.len()];
            linear.apply_with::<false>(&rows, &mut plain);
            for found in [linear.apply(&rows), plain] {
                assert_eq!(found.len(), expected.len());
                for (found, expected) in found.iter().zip(&expected) {
                    assert!((f64::from(*found) - expected).abs() < 1e-4, "{found} {expected}");
                }
            }
        }
    }
}
