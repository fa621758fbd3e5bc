//! A PostgreSQL of our own for the time of the tests: in a temporary folder, on a free port,
//! stopped and removed when it goes out of scope.

use std::net::TcpListener;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::commands::output;
use crate::tools;

const START_TIMEOUT: Duration = Duration::from_secs(60);
const STOP_TIMEOUT: Duration = Duration::from_secs(20);

/// A running server.
pub struct Postgres {
    process: Child,
    folder: PathBuf,
    port: u16,
}

/// Why there is none.
pub enum Refusal {
    /// It is not installed.
    Missing,
    /// It is there, but did not start.
    Broken(String),
}

impl Postgres {
    /// Makes a cluster and starts it. PostgreSQL refuses to run as root, so root starts it as the
    /// user of Debian's package.
    pub fn start() -> Result<Self, Refusal> {
        let programs = tools::postgres_programs().ok_or(Refusal::Missing)?;
        let owner = if tools::is_root() { Some(owner().map_err(Refusal::Broken)?) } else { None };
        Self::start_in(&temporary_folder(), &programs, owner).map_err(Refusal::Broken)
    }

    /// The address of a database in which tests may do as they like.
    pub fn url(&self) -> String {
        format!("postgres://palabre@127.0.0.1:{}/postgres", self.port)
    }

    fn start_in(folder: &Path, programs: &Path, owner: Option<(u32, u32)>) -> Result<Self, String> {
        std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
        if let Some((user, group)) = owner {
            std::os::unix::fs::chown(folder, Some(user), Some(group))
                .map_err(|error| error.to_string())?;
        }
        let as_owner = |program: &str| {
            let mut command = Command::new(programs.join(program));
            command.current_dir(folder);
            if let Some((user, group)) = owner {
                command.uid(user).gid(group);
            }
            command
        };
        let data = folder.join("data");
        output(
            as_owner("initdb")
                .arg("--pgdata")
                .arg(&data)
                .args(["--username", "palabre", "--auth", "trust", "--encoding", "UTF8"])
                .args(["--locale", "C", "--no-sync"]),
        )?;
        let port = free_port()?;
        let log = std::fs::File::create(folder.join("log")).map_err(|error| error.to_string())?;
        let process = as_owner("postgres")
            .arg("-D")
            .arg(&data)
            .args(["-h", "127.0.0.1", "-p", &port.to_string()])
            .args(["-c", "unix_socket_directories=", "-c", "max_connections=200"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .map_err(|error| format!("`postgres` cannot be started: {error}"))?;
        let mut server = Self { process, folder: folder.to_path_buf(), port };
        server.wait_until_ready(programs)?;
        Ok(server)
    }

    fn wait_until_ready(&mut self, programs: &Path) -> Result<(), String> {
        let deadline = Instant::now() + START_TIMEOUT;
        loop {
            let ready = output(Command::new(programs.join("pg_isready")).args([
                "--quiet",
                "--host",
                "127.0.0.1",
                "--port",
                &self.port.to_string(),
            ]));
            if ready.is_ok() {
                return Ok(());
            }
            let ended = self.process.try_wait().map_err(|error| error.to_string())?;
            if ended.is_some() || Instant::now() > deadline {
                let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
                return Err(format!("PostgreSQL did not become ready; its log says:\n{log}"));
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown: it does not wait for clients to leave.
        let interrupt = format!("kill -INT {}", self.process.id());
        let asked = output(Command::new("sh").args(["-c", &interrupt]));
        let deadline = Instant::now() + STOP_TIMEOUT;
        while asked.is_ok() && Instant::now() < deadline {
            if matches!(self.process.try_wait(), Ok(Some(_)) | Err(_)) {
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        // Both fail only when there is nothing left to end or to remove.
        self.process.kill().ok();
        self.process.wait().ok();
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

fn temporary_folder() -> PathBuf {
    std::env::temp_dir().join(format!("palabre-tests-postgres-{}", std::process::id()))
}

fn free_port() -> Result<u16, String> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
    Ok(listener.local_addr().map_err(|error| error.to_string())?.port())
}

/// User and group of the user `postgres`, which Debian's package makes.
fn owner() -> Result<(u32, u32), String> {
    let users = std::fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    find_user(&users, "postgres")
        .ok_or_else(|| "there is no user `postgres`, and PostgreSQL refuses to run as root".into())
}

fn find_user(passwd: &str, name: &str) -> Option<(u32, u32)> {
    passwd.lines().find_map(|line| {
        let mut fields = line.split(':');
        if fields.next()? != name {
            return None;
        }
        Some((fields.nth(1)?.parse().ok()?, fields.next()?.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_answers_and_leaves_nothing_behind() {
        let server = match Postgres::start() {
            Ok(server) => server,
            Err(Refusal::Missing) => return println!("skipped: PostgreSQL is not installed"),
            Err(Refusal::Broken(reason)) => panic!("{reason}"),
        };
        let (folder, port) = (server.folder.clone(), server.port);
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        drop(server);
        assert!(std::net::TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
    }

    #[test]
    fn a_user_is_found_with_its_group() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\npostgres:x:114:121:PG:/var/lib:/bin/sh\n";
        assert_eq!(find_user(passwd, "postgres"), Some((114, 121)));
        assert_eq!(find_user(passwd, "nobody"), None);
    }
}
