//! The admin API under generated requests: none may end in a server error. The requests come from
//! the description of the routes, made by schemathesis (a program of PyPI), always the same ones.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::commands::run_reading;
use crate::report::{Counts, Outcome};
use crate::tools;

/// The version whose generated requests are always the same.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";

/// The routes that are asked.
const ASKED: &str = "^/api/v1/(bots|namespaces)/";

/// How long all of it may take, in seconds; `timeout` ends it after that.
const SECONDS_MAX: &str = "240";

const START_TIMEOUT: Duration = Duration::from_secs(60);

/// Asks the server in `binary`. `scratch` is a folder for the tool and the server's data.
pub fn run(binary: &Path, scratch: &Path, log: &Path) -> Outcome {
    let tool = match tools::from_pypi(SCHEMATHESIS, "schemathesis", scratch) {
        Ok(tool) => tool,
        Err(reason) => return Outcome::skipped(reason),
    };
    let server = match Server::start(binary, &scratch.join("fuzzed")) {
        Ok(server) => server,
        Err(reason) => return Outcome::failed(reason),
    };
    let mut command = Command::new("timeout");
    command.arg(SECONDS_MAX).arg(&tool).arg("run");
    command.arg(format!("{}/api/openapi.json", server.url)).args(["--url", &server.url]);
    command.args(["--checks", "not_a_server_error", "--phases", "examples,fuzzing"]);
    command.args(["--generation-deterministic", "--max-examples", "20", "--workers", "2"]);
    // What deletes the sample bot would leave the others nothing to find.
    command.args(["--include-path-regex", ASKED, "--exclude-method", "DELETE"]);
    command.args(["--exclude-path-regex", "evaluations|/import$", "--no-color"]);
    let mut counts = Counts::default();
    let mut closing_lines = Vec::new();
    let ran = run_reading(&mut command, log, |line| {
        // "  2108 generated, 2108 passed"
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [_, "generated,", passed, "passed", ..] = words.as_slice() {
            counts.passed = passed.parse().unwrap_or(0);
            closing_lines.push(line.trim().to_owned());
        }
    });
    drop(server);
    match ran {
        Ok(true) if counts.passed > 0 => Outcome::Passed { counts, closing_lines },
        Ok(true) => Outcome::failed("schemathesis asked nothing, or its last lines are not known"),
        Ok(false) => {
            counts.failed = counts.failed.max(1);
            let reason = format!("see `{}`", log.display());
            Outcome::Failed { counts, closing_lines, reason }
        }
        Err(reason) => Outcome::failed(reason),
    }
}

/// A server for the time of the requests.
struct Server {
    process: Child,
    url: String,
}

impl Server {
    fn start(binary: &Path, data: &Path) -> Result<Self, String> {
        // What an earlier run left is not the sample bot any more.
        std::fs::remove_dir_all(data).ok();
        let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        drop(listener);
        let process = Command::new(binary)
            .args(["serve", "--listen", &address.to_string(), "--data"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| format!("`{}` cannot be started: {error}", binary.display()))?;
        let server = Self { process, url: format!("http://{address}") };
        let deadline = Instant::now() + START_TIMEOUT;
        while std::net::TcpStream::connect(address).is_err() {
            if Instant::now() > deadline {
                return Err("the server does not listen".into());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
