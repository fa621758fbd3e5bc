//! `palabre bench values`: reading values, on a file of phrases with what they mean.

use std::path::Path;
use std::time::Instant;

use anyhow::Context;

use super::machine;

/// Reads every phrase and prints a line for each locale and dimension.
pub fn run(data: &Path, json: bool) -> anyhow::Result<()> {
    let file = std::fs::read_to_string(data)
        .with_context(|| format!("cannot read `{}`", data.display()))?;
    let cases = values::bench::cases(&file)?;
    let started = Instant::now();
    let clock_us = || started.elapsed().as_micros() as u64;
    let (lines, _) = values::bench::run(&values::Reader::new(), &cases, &clock_us);
    if !json {
        eprintln!("machine: {}", machine::describe());
        eprintln!("command: {}", std::env::args().collect::<Vec<_>>().join(" "));
    }
    for line in lines {
        if !json {
            eprintln!(
                "{:<8} {:<20} {:>4} of {:>4}  {:>5.1} %",
                line.locale,
                line.dimension,
                line.pass,
                line.total,
                line.pass as f64 / line.total.max(1) as f64 * 100.0
            );
        }
        println!("{}", serde_json::to_string(&line)?);
    }
    Ok(())
}
