//! `palabre bench nlu`: understanding, on every folder with `train.tsv` and `test.tsv`.

use std::path::Path;
use std::time::Instant;

use anyhow::bail;
use nlu::Speed;
use nlu::bench::{BenchSet, Labelled, mark_entities, measure, read_labelled};

use super::machine;

/// Draws of one set: `train_seed0.tsv` up to this many.
const SEEDS_MAX: usize = 100;

/// Measures each set and prints a line for it.
pub fn run(data: &Path, json: bool) -> anyhow::Result<()> {
    let mut folders: Vec<_> =
        std::fs::read_dir(data)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    if !json {
        eprintln!("machine: {}", machine::describe());
        eprintln!("command: {}", std::env::args().collect::<Vec<_>>().join(" "));
    }
    let started = Instant::now();
    let now_us = || started.elapsed().as_secs_f64() * 1e6;
    let mut measured = 0;
    for set in folders.iter().flat_map(|folder| sets(folder)) {
        let line = measure(&set, Speed::Full, &now_us);
        if !json {
            eprintln!(
                "{:<28} n {:>5}  accuracy {:>5.1} [{:.1}, {:.1}]  slots {}  train {:>6.0} ms  p50 {:>5.0} µs",
                line.set,
                line.n,
                line.accuracy,
                line.accuracy_interval.0,
                line.accuracy_interval.1,
                line.slot_f1.map_or("    -".to_owned(), |f1| format!("{f1:>5.1}")),
                line.train_ms,
                line.p50_us,
            );
        }
        println!("{}", serde_json::to_string(&line)?);
        measured += 1;
    }
    if measured == 0 {
        bail!("no folder in `{}` has `train.tsv` and `test.tsv`", data.display());
    }
    Ok(())
}

/// The sets of a folder: itself, and one for each draw.
fn sets(folder: &Path) -> Vec<BenchSet> {
    let name =
        folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draws =
        (0..SEEDS_MAX).map(|seed| (format!("train_seed{seed}"), format!("{name}/seed{seed}")));
    std::iter::once(("train".to_owned(), name.clone()))
        .chain(draws)
        .filter_map(|(stem, name)| {
            Some(BenchSet {
                name,
                train: labelled(folder, &stem)?,
                test: labelled(folder, "test")?,
                unknown_near: texts(folder, "test_id_oos.tsv"),
                unknown_far: texts(folder, "test_ood_oos.tsv"),
            })
        })
        .collect()
}

fn labelled(folder: &Path, stem: &str) -> Option<Vec<Labelled>> {
    let read = |name: String| std::fs::read_to_string(folder.join(name)).ok();
    let mut sentences = read_labelled(&read(format!("{stem}.tsv"))?);
    if let Some(slots) = read(format!("{stem}.slots.tsv")) {
        let unmarked = mark_entities(&mut sentences, &slots);
        if unmarked > 0 {
            eprintln!(
                "{}/{stem}: entities of {unmarked} sentences could not be marked",
                folder.display()
            );
        }
    }
    Some(sentences)
}

fn texts(folder: &Path, name: &str) -> Vec<String> {
    let content = std::fs::read_to_string(folder.join(name)).unwrap_or_default();
    read_labelled(&content).into_iter().map(|labelled| labelled.text).collect()
}
