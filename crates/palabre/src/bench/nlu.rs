//! `palabre bench nlu`: understanding, on every folder with `train.tsv` and `test.tsv`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use ::nlu::Speed;
use ::nlu::bench::{BenchLine, BenchSet, Labelled, mark_entities, measure, read_labelled};
use anyhow::bail;

use super::machine;
use super::peers::Peers;

/// Draws of one set: `train_seed0.tsv` up to this many.
const SEEDS_MAX: usize = 100;

/// What to measure.
pub struct Options<'a> {
    /// The folder of folders.
    pub data: &'a Path,
    /// Only the folders that are called so; empty is all.
    pub only: &'a [String],
    pub speed: Speed,
    pub json: bool,
}

/// Measures each set and prints a line for it, and one for each other engine that is installed.
pub fn run(options: &Options<'_>) -> anyhow::Result<()> {
    let mut folders: Vec<_> =
        std::fs::read_dir(options.data)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    folders.sort();
    let is_wanted = |folder: &&PathBuf| {
        let name = folder.file_name().unwrap_or_default();
        options.only.is_empty() || options.only.iter().any(|only| name == only.as_str())
    };
    let peers = Peers::installed();
    if !options.json {
        eprintln!("machine: {}", machine::describe());
        eprintln!("command: {}", std::env::args().collect::<Vec<_>>().join(" "));
        eprintln!("beside: {}", peers.describe());
    }
    let started = Instant::now();
    let now_us = || started.elapsed().as_secs_f64() * 1e6;
    let mut measured = 0;
    for folder in folders.iter().filter(is_wanted) {
        for (files, set) in sets(folder) {
            let line = measure(&set, options.speed, &now_us);
            if !options.json {
                eprintln!("{}", in_words(&line));
            }
            println!("{}", serde_json::to_string(&line)?);
            for peer in peers.measure(&files.0, &files.1) {
                let line = peer.beside(&line);
                if !options.json {
                    eprintln!("    {line}");
                }
                println!("{line}");
            }
            measured += 1;
        }
    }
    if measured == 0 {
        bail!("no folder in `{}` has `train.tsv` and `test.tsv`", options.data.display());
    }
    Ok(())
}

/// A line for people: every figure with its interval.
fn in_words(line: &BenchLine) -> String {
    let figure = |name: &str, value: f64, (low, high): (f64, f64), digits: usize| {
        format!("  {name} {value:.digits$} [{low:.digits$}, {high:.digits$}]")
    };
    let mut words = format!("{:<24} n {:>5}", line.set, line.n);
    words += &figure("accuracy", line.accuracy, line.accuracy_interval, 1);
    words += &figure("macro F1", line.macro_f1, line.macro_f1_interval, 1);
    words += &figure("ECE", line.ece, line.ece_interval, 1);
    for (name, value, interval, digits) in [
        ("slot F1", line.slot_f1, line.slot_f1_interval, 1),
        ("AUROC near", line.auroc_id, line.auroc_id_interval, 3),
        ("AUROC far", line.auroc_ood, line.auroc_ood_interval, 3),
        ("unknown rejected", line.oos_recall, line.oos_recall_interval, 1),
        ("known right", line.inscope_accuracy, line.inscope_accuracy_interval, 1),
    ] {
        if let Some((value, interval)) = value.zip(interval) {
            words += &figure(name, value, interval, digits);
        }
    }
    words
        + &format!(
            "  train {:.0} ms  p50 {:.0} µs  p99 {:.0} µs  explain p99 {:.0} µs  {:.1} MB",
            line.train_ms,
            line.p50_us,
            line.p99_us,
            line.explain_p99_us,
            line.model_bytes as f64 / 1e6,
        )
}

/// The files of a set: what is learned from and what is measured.
type Files = (PathBuf, PathBuf);

/// The sets of a folder: itself, and one for each draw.
fn sets(folder: &Path) -> Vec<(Files, BenchSet)> {
    let name =
        folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draws =
        (0..SEEDS_MAX).map(|seed| (format!("train_seed{seed}"), format!("{name}/seed{seed}")));
    std::iter::once(("train".to_owned(), name.clone()))
        .chain(draws)
        .filter_map(|(stem, name)| {
            let files = (folder.join(format!("{stem}.tsv")), folder.join("test.tsv"));
            let set = BenchSet {
                name,
                train: labelled(folder, &stem)?,
                test: labelled(folder, "test")?,
                unknown_near: texts(folder, "test_id_oos.tsv"),
                unknown_far: texts(folder, "test_ood_oos.tsv"),
            };
            Some((files, set))
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
