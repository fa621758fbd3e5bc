//! Other engines, measured in the same call on the same files where they are installed: nlp.js
//! (`npm install node-nlp` in the present folder) and scikit-learn (`pip install scikit-learn`).

use std::path::Path;
use std::process::{Command, Stdio};

use nlu::bench::BenchLine;
use serde_json::{Value, json};

/// An engine that we call: how, and the program that measures it.
struct Engine {
    name: &'static str,
    command: &'static str,
    /// Exits with 0 when the engine is there.
    probe: [&'static str; 2],
    program: [&'static str; 2],
}

const ENGINES: [Engine; 2] = [
    Engine {
        name: "scikit-learn TF-IDF + LinearSVC",
        command: "python3",
        probe: ["-c", "import sklearn"],
        program: ["-c", include_str!("peers/scikit_learn.py")],
    },
    Engine {
        name: "nlp.js",
        command: "node",
        probe: ["-e", "require('node-nlp')"],
        program: ["-e", include_str!("peers/nlp_js.js")],
    },
];

/// The engines that are installed.
pub struct Peers(Vec<&'static Engine>);

/// What another engine reached.
pub struct Peer {
    name: &'static str,
    figures: Value,
}

impl Peers {
    pub fn installed() -> Self {
        let answers = |engine: &&Engine| {
            let mut probe = Command::new(engine.command);
            probe.args(engine.probe).stdout(Stdio::null()).stderr(Stdio::null());
            probe.status().is_ok_and(|status| status.success())
        };
        Self(ENGINES.iter().filter(answers).collect())
    }

    pub fn describe(&self) -> String {
        let names: Vec<&str> = self.0.iter().map(|engine| engine.name).collect();
        if names.is_empty() { "no other engine is installed".to_owned() } else { names.join(", ") }
    }

    /// Each engine on the same files. One that fails is left out, with a word about it.
    pub fn measure(&self, train: &Path, test: &Path) -> Vec<Peer> {
        let one = |engine: &&Engine| {
            let mut command = Command::new(engine.command);
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

impl Peer {
    /// Its figures beside ours: how many of its errors we make, and how many times faster we are.
    pub fn beside(&self, ours: &BenchLine) -> Value {
        let number = |name: &str| self.figures[name].as_f64().unwrap_or(f64::NAN);
        let accuracy = number("accuracy");
        let interval = nlu::evaluation::wilson_interval(
            (accuracy * ours.n as f64 / 100.0).round() as usize,
            ours.n,
        );
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
