//! Other engines, measured in the same call on the same files where they are installed: nlp.js
//! (`npm install node-nlp`) and scikit-learn (`pip install scikit-learn`).

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nlu::bench::BenchLine;
use serde_json::{Value, json};

/// An engine that we call: how, and the program that measures it.
struct Engine {
    name: &'static str,
    command: &'static str,
    /// How it is installed.
    install: &'static str,
    /// Exits with 0 when the engine is there.
    probe: [&'static str; 2],
    program: [&'static str; 2],
}

const ENGINES: [Engine; 2] = [
    Engine {
        name: "scikit-learn TF-IDF + LinearSVC",
        command: "python3",
        install: "pip install scikit-learn",
        probe: ["-c", "import sklearn"],
        program: ["-c", include_str!("peers/scikit_learn.py")],
    },
    Engine {
        name: "nlp.js",
        command: "node",
        install: "npm install node-nlp",
        probe: ["-e", "require('node-nlp')"],
        program: ["-e", include_str!("peers/nlp_js.js")],
    },
];

/// The engines, each with the command that runs it where it is installed.
pub struct Peers(Vec<(&'static Engine, Option<Runner>)>);

/// A command, and where it finds packages of Node.js.
#[derive(Clone)]
struct Runner {
    command: PathBuf,
    node_path: Option<PathBuf>,
}

/// What another engine reached.
pub struct Peer {
    name: &'static str,
    figures: Value,
}

impl Peers {
    /// Those that are installed in `folders` (a virtual environment of Python; a folder with
    /// `node_modules`), else where `python3` and `node` find them by themselves.
    pub fn installed(folders: &[PathBuf]) -> Self {
        let runner_of = |engine: &'static Engine| {
            let in_folders = folders.iter().map(|folder| Runner::in_folder(engine, folder));
            let by_itself = Runner { command: engine.command.into(), node_path: None };
            let found = in_folders.chain([by_itself]).find(|runner| {
                let mut probe = runner.command();
                probe.args(engine.probe).stdout(Stdio::null()).stderr(Stdio::null());
                probe.status().is_ok_and(|status| status.success())
            });
            (engine, found)
        };
        Self(ENGINES.iter().map(runner_of).collect())
    }

    /// Which are measured, and how the others are installed.
    pub fn describe(&self) -> String {
        let word = |(engine, runner): &(&Engine, Option<Runner>)| match runner {
            Some(_) => engine.name.to_owned(),
            None => format!("{} (skipped: not installed; `{}`)", engine.name, engine.install),
        };
        self.0.iter().map(word).collect::<Vec<_>>().join(", ")
    }

    /// Each engine on the same files. One that fails is left out, with a word about it.
    pub fn measure(&self, train: &Path, test: &Path) -> Vec<Peer> {
        let one = |(engine, runner): &(&'static Engine, Option<Runner>)| {
            let mut command = runner.as_ref()?.command();
            command.args(engine.program).arg(train).arg(test).stderr(Stdio::null());
            let figures = command.output().ok().and_then(|output| {
                let last =
                    output.stdout.rsplit(|&byte| byte == b'\n').find(|line| !line.is_empty());
                serde_json::from_slice(last?).ok()
            });
            if figures.is_none() {
                eprintln!("    {} gave no figures", engine.name);
            }
            figures.map(|figures| Peer { name: engine.name, figures })
        };
        self.0.iter().filter_map(one).collect()
    }
}

impl Runner {
    fn in_folder(engine: &Engine, folder: &Path) -> Self {
        let own = folder.join("bin").join(engine.command);
        let command = if own.is_file() { own } else { engine.command.into() };
        Self { command, node_path: Some(folder.join("node_modules")) }
    }

    fn command(&self) -> Command {
        let mut command = Command::new(&self.command);
        if let Some(path) = &self.node_path {
            command.env("NODE_PATH", path);
        }
        command
    }
}

impl Peer {
    /// Its figures beside ours: how many of its errors we make, and how many times faster we are.
    pub fn beside(&self, ours: &BenchLine) -> Value {
        let number = |name: &str| self.figures[name].as_f64().unwrap_or(f64::NAN);
        let accuracy = number("accuracy");
        let right = (accuracy * ours.n as f64 / 100.0).round() as usize;
        let interval = nlu::evaluation::wilson_interval(right, ours.n);
        json!({
            "set": ours.set,
            "engine": self.name,
            "n": ours.n,
            "accuracy": accuracy,
            "accuracy_interval": [100.0 * interval.0, 100.0 * interval.1],
            "train_ms": number("train_ms"),
            "p50_us": number("p50_us"),
            "errors_ratio": (100.0 - ours.accuracy) / (100.0 - accuracy),
            "train_ratio": number("train_ms") / ours.train_ms,
            "p50_ratio": number("p50_us") / ours.p50_us,
        })
    }
}

/// A peer's line for people.
pub fn in_words(line: &Value) -> String {
    let number = |name: &str| line[name].as_f64().unwrap_or(f64::NAN);
    let end = |at: usize| line["accuracy_interval"][at].as_f64().unwrap_or(f64::NAN);
    format!(
        "    beside {}: accuracy {:.1} [{:.1}, {:.1}]  train {:.0} ms  p50 {:.0} µs;  we make {:.2} of \
         its errors, train {:.1} and understand {:.1} times as fast",
        line["engine"].as_str().unwrap_or_default(),
        number("accuracy"),
        end(0),
        end(1),
        number("train_ms"),
        number("p50_us"),
        number("errors_ratio"),
        number("train_ratio"),
        number("p50_ratio"),
    )
}
