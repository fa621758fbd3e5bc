//! The activation of the model, x·Φ(x), by a table: with the error function itself it would take as
//! long as a tenth of the matrices.

/// Beyond it, x·Φ(x) is x or 0 to the last bit of a 32-bit number.
const EDGE: f32 = 6.0;
/// Steps per unit. Between two, a straight line is wrong by less than 5e-7.
const STEPS: f32 = 512.0;

/// The table, from -EDGE to EDGE.
#[derive(Debug)]
pub(crate) struct Gelu(Vec<f32>);

impl Gelu {
    pub fn new() -> Self {
        let count = (2.0 * EDGE * STEPS) as usize + 2;
        let exact = |at: usize| {
            let x = at as f64 / f64::from(STEPS) - f64::from(EDGE);
            (0.5 * x * (1.0 + libm::erf(x / std::f64::consts::SQRT_2))) as f32
        };
        Self((0..count).map(exact).collect())
    }

    /// Applies it to each number in place.
    pub fn apply(&self, numbers: &mut [f32]) {
        for number in numbers {
            let place = (*number + EDGE) * STEPS;
            *number = if *number >= EDGE {
                *number
            } else if place > 0.0 {
                let at = place as usize;
                let (low, high) = (self.0[at], self.0[at + 1]);
                low + (high - low) * (place - at as f32)
            } else {
                0.0
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_the_function_to_six_digits() {
        let gelu = Gelu::new();
        for step in -100_000..100_000 {
            let x = step as f32 / 10_000.0;
            let mut found = [x];
            gelu.apply(&mut found);
            let x = f64::from(x);
            let exact = 0.5 * x * (1.0 + libm::erf(x / std::f64::consts::SQRT_2));
            assert!((f64::from(found[0]) - exact).abs() < 1e-6, "{x}: {} {exact}", found[0]);
        }
    }

    #[test]
    fn numbers_far_out_and_none_at_all_are_no_danger() {
        let mut numbers =
            [f32::MAX, f32::MIN, f32::INFINITY, f32::NEG_INFINITY, f32::NAN, 5.999_999];
        Gelu::new().apply(&mut numbers);
        assert_eq!(numbers[..4], [f32::MAX, 0.0, f32::INFINITY, 0.0]);
    }
}
