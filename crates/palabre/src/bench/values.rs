//! `palabre bench values`: reading values, on a file of phrases with what they mean, and how long
//! sentences take.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Instant;

use anyhow::Context;
use model::Locale;
use values::bench::speed::{self, Sentences};

use super::machine;

/// `fr=FILE`: sentences of a language, one per line.
#[derive(Debug, Clone)]
pub struct SentencesFile {
    locale: Locale,
    file: PathBuf,
}

impl FromStr for SentencesFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (locale, file) =
            text.split_once('=').ok_or("write LOCALE=FILE, for example `fr=test.tsv`")?;
        let locale = locale.parse().map_err(|error| format!("{error}"))?;
        Ok(Self { locale, file: file.into() })
    }
}

/// Reads every phrase and prints a line for each locale and dimension, then how long it takes to
/// warm up and to read sentences.
pub fn run(data: &Path, sentences: &[SentencesFile], json: bool) -> anyhow::Result<()> {
    let file = read(data)?;
    let cases = values::bench::cases(&file)?;
    let sentences = match sentences {
        [] => speed::own_sentences(),
        files => files
            .iter()
            .map(|SentencesFile { locale, file }| {
                Ok(Sentences { locale: locale.clone(), text: read(file)? })
            })
            .collect::<anyhow::Result<_>>()?,
    };
    if !json {
        eprintln!("machine: {}", machine::describe());
        eprintln!("command: {}", std::env::args().collect::<Vec<_>>().join(" "));
    }
    let reader = values::Reader::new();
    let started = Instant::now();
    let clock_ns = || started.elapsed().as_nanos() as u64;
    let locales: Vec<Locale> = sentences.iter().map(|sentences| sentences.locale.clone()).collect();
    // First: what is warm once stays so.
    for line in speed::warm_up(&reader, &locales, &clock_ns) {
        if !json {
            eprintln!("warm-up {:<12} {:>8.2} ms", line.warm_up, line.us as f64 / 1000.0);
        }
        println!("{}", serde_json::to_string(&line)?);
    }
    let (lines, _) = values::bench::run(&reader, &cases, &|| clock_ns() / 1000);
    for line in lines {
        if !json {
            let duckling = line.duckling_us.map_or(String::new(), |us| {
                format!("  duckling {:>5.1} times as long", us as f64 / line.total_us.max(1) as f64)
            });
            eprintln!(
                "{:<8} {:<20} {:>4} of {:>4}  {:>5.1} %{duckling}",
                line.locale,
                line.dimension,
                line.pass,
                line.total,
                line.pass as f64 / line.total.max(1) as f64 * 100.0
            );
        }
        println!("{}", serde_json::to_string(&line)?);
    }
    for line in speed::speed(&reader, &sentences, &clock_ns) {
        if !json {
            eprintln!(
                "{:<8} {:>5} sentences with {}{} values  p50 {:>7.1} us  p99 {:>7.1} us",
                line.locale,
                line.sentences,
                line.values,
                if line.values == 2 { "+" } else { "" },
                line.p50_us,
                line.p99_us
            );
        }
        println!("{}", serde_json::to_string(&line)?);
    }
    Ok(())
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))
}
