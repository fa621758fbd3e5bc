//! `palabre bench`: measuring, with the machine, the command and the ratio beside the figures.

mod answers;
mod commits;
mod encoder;
mod machine;
mod nlu;
mod peers;
mod served;
mod turns;
mod values;

use std::path::PathBuf;

use ::nlu::Speed;
use clap::Subcommand;
use serde_json::Value;

use crate::commands::{Outcome, block_on};

/// What to measure.
#[derive(Subcommand)]
pub enum Bench {
    /// Turns per second of the whole platform, over HTTP, with its storage.
    Turns {
        /// People talking at once, without pause.
        #[arg(long, default_value_t = 200)]
        users: usize,
        /// For how long.
        #[arg(long, default_value_t = 10)]
        seconds: u64,
        /// PostgreSQL to use instead of SQLite in a temporary folder.
        #[arg(long)]
        database_url: Option<String>,
        /// Print only the machine-readable line.
        #[arg(long)]
        json: bool,
    },
    /// What an answer adds to understanding: a story's decision, and a program's round trip over a
    /// local socket. One user, who waits for each answer.
    Answers {
        /// Turns of each kind.
        #[arg(long, default_value_t = 1_000)]
        turns: usize,
        /// Print only the machine-readable line.
        #[arg(long)]
        json: bool,
    },
    /// Rows per second of a bare loop that writes the rows of turns, with the same durability.
    Commits {
        /// Turns to write.
        #[arg(long, default_value_t = 20_000)]
        turns: usize,
        /// People among whom they are spread.
        #[arg(long, default_value_t = 1_000)]
        users: usize,
        /// Operations written in one transaction; a turn has three.
        #[arg(long, default_value_t = 200)]
        batch: usize,
        /// PostgreSQL to use instead of SQLite in a temporary folder.
        #[arg(long)]
        database_url: Option<String>,
        /// Print only the machine-readable line.
        #[arg(long)]
        json: bool,
    },
    /// Accuracy, speed and size of understanding, over folders of sentences.
    Nlu {
        /// Folders with `train.tsv` and `test.tsv`.
        #[arg(long)]
        data: PathBuf,
        /// Only the folders with these names, separated by commas.
        #[arg(long, value_delimiter = ',')]
        only: Vec<String>,
        /// Train as after a correction, not as before publishing.
        #[arg(long)]
        quick: bool,
        /// An installed encoder to use too, such as `minilm`. Its vectors are kept beside it.
        #[arg(long)]
        encoder: Option<String>,
        /// The data folder in which it is installed.
        #[arg(long, default_value = "palabre-data")]
        encoder_data: PathBuf,
        /// A folder in which other engines are installed to be measured on the same files: a virtual
        /// environment of Python with scikit-learn, a folder with `node_modules` and in it node-nlp.
        #[arg(long)]
        peers: Vec<PathBuf>,
        /// Print only the machine-readable lines.
        #[arg(long)]
        json: bool,
    },
    /// Rightness and speed of reading values, over a file of phrases.
    Values {
        /// The file.
        #[arg(long)]
        data: PathBuf,
        /// Sentences of a language to time instead of our own, one per line: LOCALE=FILE.
        #[arg(long)]
        sentences: Vec<values::SentencesFile>,
        /// Print only the machine-readable lines.
        #[arg(long)]
        json: bool,
    },
}

/// Runs a bench.
pub fn run(bench: Bench) -> anyhow::Result<Outcome> {
    match bench {
        Bench::Turns { users, seconds, database_url, json } => {
            let options = turns::Options { users, seconds, database_url };
            print(json, &block_on(turns::run(&options))?);
        }
        Bench::Answers { turns, json } => print(json, &block_on(answers::run(turns))?),
        Bench::Commits { turns, users, batch, database_url, json } => {
            let sizes = store::BareOptions::default();
            let options = store::BareOptions { turns, users, batch, ..sizes };
            print(json, &block_on(commits::run(options, database_url))?);
        }
        Bench::Nlu { data, only, quick, encoder, encoder_data, peers, json } => {
            nlu::run(&nlu::Options {
                data: &data,
                only: &only,
                speed: if quick { Speed::Quick } else { Speed::Full },
                encoder: encoder.as_deref().map(|name| (name, encoder_data.as_path())),
                peers: &peers,
                json,
            })?;
        }
        Bench::Values { data, sentences, json } => values::run(&data, &sentences, json)?,
    }
    Ok(Outcome::Done)
}

fn print(json: bool, line: &Value) {
    if !json {
        eprintln!("machine: {}", machine::describe());
        eprintln!("command: {}", std::env::args().collect::<Vec<_>>().join(" "));
        if let Some(object) = line.as_object() {
            for (name, value) in object {
                eprintln!("{name:>16}  {value}");
            }
        }
    }
    println!("{line}");
}
