//! The program under test: its commands, and a running server.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use testkit::Process;

use crate::http::{Request, Response};

/// How long a start may take before a test gives up. What it takes is printed, not asserted.
const START_PATIENCE: Duration = Duration::from_secs(60);
pub const STOP_PATIENCE: Duration = Duration::from_secs(20);

/// The program under test.
#[derive(Debug, Clone)]
pub struct Palabre {
    program: PathBuf,
}

/// What a command came to.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

/// Where a server keeps its data.
#[derive(Debug, Clone)]
pub struct Storage {
    /// The data folder: database and master key, or the key alone.
    pub data: PathBuf,
    pub database_url: Option<String>,
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    pub process: Process,
    pub address: SocketAddr,
    /// From the start of the process until it said that it is ready.
    pub ready_after: Duration,
    log: PathBuf,
}

impl Palabre {
    /// The program, or `None` and a line that says so.
    pub fn find() -> Option<Self> {
        match std::env::var_os("PALABRE_BIN") {
            Some(program) => Some(Self { program: program.into() }),
            None => {
                println!(
                    "skipped: `PALABRE_BIN` does not name the program; use `cargo xtask test`"
                );
                None
            }
        }
    }

    /// A command, with an environment that holds no settings.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("PALABRE_") {
                command.env_remove(name);
            }
        }
        // A configuration file beside the tests must not be picked up.
        command.current_dir(std::env::temp_dir());
        command
    }

    /// Runs a command to its end.
    pub fn run(&self, arguments: &[&str]) -> Ran {
        let output =
            self.command().args(arguments).stdin(Stdio::null()).output().expect("the program runs");
        Ran {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Runs a command on a storage; it must succeed.
    #[track_caller]
    pub fn done(&self, storage: &Storage, arguments: &[&str]) -> String {
        let mut all: Vec<&str> = arguments.to_vec();
        let flags = storage.flags();
        all.extend(flags.iter().map(String::as_str));
        let ran = self.run(&all);
        assert_eq!(ran.code, Some(0), "{all:?} said\n{}{}", ran.out, ran.err);
        ran.out
    }

    /// Starts a server on a free port and waits until it is ready.
    #[track_caller]
    pub fn serve(&self, storage: &Storage, more: &[&str]) -> Server {
        self.serve_on(storage, testkit::free_port().expect("a port is free"), more)
    }

    /// Starts a server on a port and waits until it is ready.
    #[track_caller]
    pub fn serve_on(&self, storage: &Storage, port: u16, more: &[&str]) -> Server {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        // One log for all starts on a storage: what came before a kill is worth reading too.
        let log = storage.data.join("server.log");
        std::fs::create_dir_all(&storage.data).unwrap();
        let output = std::fs::File::options().create(true).append(true).open(&log).unwrap();
        let began = Instant::now();
        let mut command = self.command();
        command.arg("serve").args(storage.flags()).args(["--listen", &address.to_string()]);
        command.args(more).stdout(output.try_clone().unwrap()).stderr(output);
        let process = Process::start(&mut command).expect("the program starts");
        let mut server = Server { process, address, ready_after: Duration::ZERO, log };
        while !server.is_ready() {
            let ended = server.process.ended().unwrap();
            assert!(ended.is_none(), "the server ended ({ended:?}); it said\n{}", server.said());
            assert!(began.elapsed() < START_PATIENCE, "not ready; it said\n{}", server.said());
            std::thread::sleep(Duration::from_millis(2));
        }
        server.ready_after = began.elapsed();
        server
    }
}

impl Storage {
    /// SQLite in a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self { data: folder.join("data"), database_url: None }
    }

    /// A new database of the PostgreSQL that the tests were given, if they were given one. It is
    /// left behind: that PostgreSQL lives only as long as the tests.
    pub fn in_postgres(folder: &Path, name: &str) -> Option<Self> {
        let Ok(server) = std::env::var("PALABRE_TEST_POSTGRES_URL") else {
            println!("skipped: PostgreSQL: `PALABRE_TEST_POSTGRES_URL` is not set");
            return None;
        };
        let database = format!("e2e_{name}_{}", std::process::id());
        let create = format!("create database {database}");
        let psql = Command::new("psql").args([&server, "--quiet", "-c", &create]).output();
        let psql = psql.expect("`psql` is there wherever PostgreSQL is");
        assert!(psql.status.success(), "{}", String::from_utf8_lossy(&psql.stderr));
        let (server, _) = server.rsplit_once('/').expect("the address ends with a database");
        Some(Self { data: folder.join("data"), database_url: Some(format!("{server}/{database}")) })
    }

    fn flags(&self) -> Vec<String> {
        let mut flags = vec!["--data".to_owned(), self.data.display().to_string()];
        if let Some(url) = &self.database_url {
            flags.extend(["--database-url".to_owned(), url.clone()]);
        }
        flags
    }
}

impl Server {
    pub fn is_ready(&self) -> bool {
        Request::get("/health/ready").send(self.address).is_ok_and(|it| it.status == 200)
    }

    /// What it logged.
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    #[track_caller]
    pub fn get(&self, path: &str) -> Response {
        self.send(&Request::get(path))
    }

    #[track_caller]
    pub fn send(&self, request: &Request) -> Response {
        match request.send(self.address) {
            Ok(response) => response,
            Err(error) => panic!("{request:?}: {error}; the server said\n{}", self.said()),
        }
    }

    /// What a bot answers to a sentence: the texts of its messages.
    #[track_caller]
    pub fn say(&self, path: &str, user: &str, sentence: &str, locale: &str) -> Vec<String> {
        let body = serde_json::json!({"query": sentence, "userId": user, "locale": locale});
        let response = self.send(&Request::post(path, body.to_string()));
        assert_eq!(response.status, 200, "{}", response.body);
        crate::web::texts(&response.json())
    }

    /// Asks it to stop, as systems do, and waits.
    #[track_caller]
    pub fn stop(mut self) {
        let status = self.process.terminate(STOP_PATIENCE).unwrap();
        let status = status.unwrap_or_else(|| panic!("it does not stop; it said\n{}", self.said()));
        assert!(status.success(), "it stopped with {status}; it said\n{}", self.said());
    }
}

/// Looks until something is true. Panics with what was seen last, when it does not become true.
#[track_caller]
pub fn wait_until<T: std::fmt::Debug>(
    patience: Duration,
    mut look: impl FnMut() -> T,
    is_it: impl Fn(&T) -> bool,
) -> Duration {
    let began = Instant::now();
    loop {
        let seen = look();
        if is_it(&seen) {
            return began.elapsed();
        }
        assert!(began.elapsed() < patience, "after {patience:?} it is still {seen:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
