//! `palabre bench nlu`: understanding, on every folder with `train.tsv` and `test.tsv`.

use std::path::{Path, PathBuf};
use std::time::Instant;

use ::nlu::Speed;
use ::nlu::bench::{BenchLine, BenchSet, Beside, Labelled, mark_entities, measure, read_labelled};
use anyhow::bail;
use serde_json::{Value, json};

use super::encoder::BenchEncoder;
use super::peers::Peers;
use super::{machine, peers};

/// Draws of one set: `train_seed0.tsv` up to this many.
const SEEDS_MAX: usize = 100;

/// What to measure.
pub struct Options<'a> {
    /// The folder of folders.
    pub data: &'a Path,
    /// Only the folders that are called so; empty is all.
    pub only: &'a [String],
    pub speed: Speed,
    /// The name of an installed encoder and the data folder in which it is.
    pub encoder: Option<(&'a str, &'a Path)>,
    /// Folders in which other engines are installed.
    pub peers: &'a [PathBuf],
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
    let peers = Peers::installed(options.peers);
    let encoder = match options.encoder {
        Some((name, data)) => Some(BenchEncoder::load(name, data)?),
        None => None,
    };
    if !options.json {
        eprintln!("machine: {}", machine::describe());
        eprintln!("command: {}", std::env::args().collect::<Vec<_>>().join(" "));
        eprintln!("beside: {}", peers.describe());
        eprintln!("encoder: {}", encoder.as_ref().map_or("none", |own| own.name));
    }
    let started = Instant::now();
    let now_us = || started.elapsed().as_secs_f64() * 1e6;
    let mut measured = 0;
    for folder in folders.iter().filter(is_wanted) {
        let mut draws = Vec::new();
        for (files, set) in sets(folder) {
            let vector = |text: &str| encoder.as_ref().map_or(Vec::new(), |own| own.vector(text));
            let beside = encoder.as_ref().map(|own| Beside { name: own.name, vector: &vector });
            let line = measure(&set, options.speed, beside.as_ref(), &now_us);
            show(&serde_json::to_value(&line)?, &in_words(&line), options.json);
            for peer in peers.measure(&files.0, &files.1) {
                let line = peer.beside(&line);
                show(&line, &peers::in_words(&line), options.json);
            }
            if set.name.contains('/') {
                draws.push(line);
            }
            measured += 1;
        }
        if draws.len() > 1 {
            let (line, words) = mean(&draws);
            show(&line, &words, options.json);
        }
    }
    if let Some(encoder) = &encoder {
        let (count, p50_us) = encoder.encoded();
        let line = json!({ "encoder": encoder.name, "sentences": count, "p50_us": p50_us });
        show(&line, &format!("encoder: {count} sentences anew, p50 {p50_us:.0} µs"), options.json);
    }
    if measured == 0 {
        bail!("no folder in `{}` has `train.tsv` and `test.tsv`", options.data.display());
    }
    Ok(())
}

fn show(line: &Value, words: &str, is_json: bool) {
    if !is_json {
        eprintln!("{words}");
    }
    println!("{line}");
}

/// What the draws of a set say together.
fn mean(draws: &[BenchLine]) -> (Value, String) {
    let of = |figure: fn(&BenchLine) -> f64| {
        let all: Vec<f64> = draws.iter().map(figure).collect();
        let least = all.iter().copied().fold(f64::INFINITY, f64::min);
        let most = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (all.iter().sum::<f64>() / all.len() as f64, [least, most])
    };
    let (accuracy, accuracy_range) = of(|line| line.accuracy);
    let (macro_f1, macro_f1_range) = of(|line| line.macro_f1);
    let (ece, ece_range) = of(|line| line.ece);
    let set = draws[0].set.split('/').next().unwrap_or_default();
    let (count, n) = (draws.len(), draws[0].n);
    let line = json!({
        "set": set, "tables": draws[0].tables, "draws": count, "n": n,
        "accuracy": accuracy, "accuracy_range": accuracy_range,
        "macro_f1": macro_f1, "macro_f1_range": macro_f1_range,
        "ece": ece, "ece_range": ece_range,
    });
    let figure = |name: &str, mean: f64, [least, most]: [f64; 2]| {
        format!("  {name} {mean:.1} ({least:.1} to {most:.1})")
    };
    let words = format!("{set:<24} mean of {count} draws, n {n} each")
        + &figure("accuracy", accuracy, accuracy_range)
        + &figure("macro F1", macro_f1, macro_f1_range)
        + &figure("ECE", ece, ece_range);
    (line, words)
}

/// A line for people: every figure with its interval.
fn in_words(line: &BenchLine) -> String {
    let figure = |name: &str, value: f64, (low, high): (f64, f64), digits: usize| {
        format!("  {name} {value:.digits$} [{low:.digits$}, {high:.digits$}]")
    };
    let mut words = format!("{:<24} n {:>5}", line.set, line.n);
    if line.tables != "none" {
        words += &format!("  with {}", line.tables);
    }
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
