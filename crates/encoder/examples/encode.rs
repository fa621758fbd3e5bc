//! Prints the vector of each line of standard input, and the time per line: with the folder of a
//! model as the only argument.

use std::io::BufRead;
use std::path::PathBuf;
use std::time::Instant;

use encoder::{Encoder, ModelFiles};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("which folder?")?);
    let encoder = Encoder::load(&ModelFiles {
        config: &std::fs::read(folder.join("config.json"))?,
        vocabulary: &std::fs::read_to_string(folder.join("vocab.txt"))?,
        weights: &std::fs::read(folder.join("model.safetensors"))?,
    })?;
    let mut times_us = Vec::new();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let started = Instant::now();
        let vector = encoder.encode(&line);
        times_us.push(started.elapsed().as_micros());
        println!("{vector:?}");
    }
    times_us.sort_unstable();
    let part = |of: usize| times_us.get(times_us.len() * of / 100).copied().unwrap_or(0);
    eprintln!(
        "{} lines, p50 {} us, p95 {} us, p99 {} us",
        times_us.len(),
        part(50),
        part(95),
        part(99)
    );
    Ok(())
}
