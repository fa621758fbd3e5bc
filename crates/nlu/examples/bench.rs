//! Measures the engine on folders of tab-separated files:
//! `cargo run --release -p nlu --example bench -- DIR [--only NAME,NAME] [--quick] [--dev] [--cv]`.
//!
//! `--dev` measures on `dev.tsv` (or, where there is none, on a fifth of the training sentences)
//! and never opens `test.tsv`: the way to develop.

use std::path::Path;
use std::time::Instant;

use nlu::Speed;
use nlu::bench::{BenchSet, Labelled, mark_entities, measure, read_labelled};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let only: Option<Vec<&str>> = arguments
        .iter()
        .position(|argument| argument == "--only")
        .and_then(|at| arguments.get(at + 1))
        .map(|names| names.split(',').collect());
    let Some(folder) = arguments.first().filter(|argument| !argument.starts_with("--")) else {
        eprintln!("usage: bench DIR [--only NAME,NAME] [--quick] [--dev]");
        std::process::exit(2);
    };
    let speed = if has("--quick") { Speed::Quick } else { Speed::Full };
    let mut folders: Vec<_> = std::fs::read_dir(folder)
        .map(|entries| entries.filter_map(|entry| Some(entry.ok()?.path())).collect())
        .unwrap_or_default();
    folders.sort();
    let start = Instant::now();
    for path in folders {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        let name = name.unwrap_or_default();
        if only.as_ref().is_some_and(|only| !only.contains(&name.as_str())) {
            continue;
        }
        for set in sets(&path, &name, has("--dev")) {
            let line = measure(&set, speed, &|| start.elapsed().as_secs_f64() * 1e6);
            println!("{}", serde_json::to_string(&line).unwrap_or_default());
        }
    }
}

fn content(folder: &Path, name: &str) -> Option<String> {
    std::fs::read_to_string(folder.join(name)).ok()
}

fn labelled(folder: &Path, stem: &str) -> Option<Vec<Labelled>> {
    let mut sentences = read_labelled(&content(folder, &format!("{stem}.tsv"))?);
    if let Some(slots) = content(folder, &format!("{stem}.slots.tsv")) {
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
    let sentences = content(folder, name).map(|content| read_labelled(&content));
    sentences.unwrap_or_default().into_iter().map(|labelled| labelled.text).collect()
}

fn sets(folder: &Path, name: &str, dev: bool) -> Vec<BenchSet> {
    let mut stems: Vec<(String, String)> = vec![("train".into(), name.to_owned())];
    for seed in 0..100 {
        let stem = format!("train_seed{seed}");
        if folder.join(format!("{stem}.tsv")).exists() {
            stems.push((stem, format!("{name}/seed{seed}")));
        }
    }
    if stems.len() > 1 && dev {
        stems.remove(0);
    }
    let mut sets = Vec::new();
    for (stem, name) in stems {
        let Some(mut train) = labelled(folder, &stem) else { continue };
        let part = if dev { "dev" } else { "test" };
        let test = match labelled(folder, part) {
            Some(test) => test,
            None if dev => split_off_fifth(&mut train),
            None => continue,
        };
        sets.push(BenchSet {
            name,
            train,
            test,
            unknown_near: texts(folder, &format!("{part}_id_oos.tsv")),
            unknown_far: texts(folder, &format!("{part}_ood_oos.tsv")),
        });
    }
    sets
}

/// Every fifth sentence of each intent, so that both parts hold all intents.
fn split_off_fifth(train: &mut Vec<Labelled>) -> Vec<Labelled> {
    let mut seen = std::collections::BTreeMap::new();
    let (mut kept, mut out) = (Vec::new(), Vec::new());
    for sentence in train.drain(..) {
        let count: &mut usize = seen.entry(sentence.intent.clone()).or_default();
        *count += 1;
        if count.is_multiple_of(5) { out.push(sentence) } else { kept.push(sentence) }
    }
    *train = kept;
    out
}
