//! Randomness that can be had again.

use model::SeededRng;

const VARIABLE: &str = "PALABRE_TEST_SEED";

/// Randomness of which the whole sequence follows from the test's name and the variable
/// `PALABRE_TEST_SEED`. Prints how to have it again.
///
/// # Panics
///
/// When the variable is set and is no number.
pub fn seeded_rng(test: &str) -> SeededRng {
    let seed = std::env::var(VARIABLE).unwrap_or_else(|_| "1".to_owned());
    assert!(seed.parse::<u64>().is_ok(), "`{VARIABLE}`: `{seed}` is not a number");
    println!("seed of `{test}`: {VARIABLE}={seed}");
    SeededRng::from_text(&format!("{test} {seed}"))
}
