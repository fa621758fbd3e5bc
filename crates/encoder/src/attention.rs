//! Self-attention: each token looks at all tokens of its sentence.

/// For each row, `hidden` queries, keys and values one after the other (`mixed`), to `hidden`
/// numbers: per head, the values of all tokens, weighed by how well their keys fit the query.
pub(crate) fn attend(mixed: &[f32], hidden: usize, heads: usize) -> Vec<f32> {
    let tokens = mixed.len() / (3 * hidden);
    let size = hidden / heads;
    let scale = 1.0 / (size as f32).sqrt();
    let part = |token: usize, which: usize, head: usize| {
        let from = (3 * token + which) * hidden + head * size;
        &mixed[from..from + size]
    };
    let mut result = vec![0.0; tokens * hidden];
    let mut weights = vec![0.0; tokens];
    for head in 0..heads {
        for token in 0..tokens {
            let query = part(token, 0, head);
            for (other, weight) in weights.iter_mut().enumerate() {
                *weight = dot(query, part(other, 1, head)) * scale;
            }
            softmax(&mut weights);
            let sum = &mut result[token * hidden + head * size..][..size];
            for (other, weight) in weights.iter().enumerate() {
                for (sum, value) in sum.iter_mut().zip(part(other, 2, head)) {
                    *sum += weight * value;
                }
            }
        }
    }
    result
}

/// In eight sums, so that the compiler can use vectors.
fn dot(left: &[f32], right: &[f32]) -> f32 {
    let (left, left_rest) = left.as_chunks::<8>();
    let (right, right_rest) = right.as_chunks::<8>();
    let mut sums = [0.0; 8];
    for (left, right) in left.iter().zip(right) {
        for (sum, (left, right)) in sums.iter_mut().zip(left.iter().zip(right)) {
            *sum += left * right;
        }
    }
    let rest: f32 = left_rest.iter().zip(right_rest).map(|(left, right)| left * right).sum();
    sums.iter().sum::<f32>() + rest
}

fn softmax(numbers: &mut [f32]) {
    let max = numbers.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut sum = 0.0;
    for number in numbers.iter_mut() {
        *number = (*number - max).exp();
        sum += *number;
    }
    for number in numbers {
        *number /= sum;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_give_the_mean_of_the_values() {
        // Two tokens, one head of two: query, key, value.
        let mixed = [1.0, 2.0, 3.0, 3.0, 10.0, 20.0, -1.0, 0.5, 3.0, 3.0, 30.0, 40.0];
        for pair in attend(&mixed, 2, 1).chunks(2) {
            assert!((pair[0] - 20.0).abs() < 1e-5 && (pair[1] - 30.0).abs() < 1e-5, "{pair:?}");
        }
    }

    #[test]
    fn a_key_that_fits_wins() {
        let mixed = [9.0, 0.0, 9.0, 0.0, 1.0, 0.0, 0.0, 9.0, 0.0, 9.0, 0.0, 1.0];
        let found = attend(&mixed, 2, 1);
        assert!(found[0] > 0.99 && found[3] > 0.99, "{found:?}");
    }

    #[test]
    fn sums_of_any_length_are_whole() {
        for length in [0, 1, 7, 8, 9, 32, 33] {
            let ones = vec![1.0; length];
            assert_eq!(dot(&ones, &ones), length as f32);
        }
    }
}
