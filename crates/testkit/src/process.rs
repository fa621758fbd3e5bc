//! Processes that tests start, and the ports they listen on.

use std::io;
use std::net::TcpListener;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// How often a process that is waited for is looked at.
const LOOK: Duration = Duration::from_millis(5);

/// A process that is killed when it goes out of scope.
#[derive(Debug)]
pub struct Process(Child);

impl Process {
    /// Starts it, without input.
    pub fn start(command: &mut Command) -> io::Result<Self> {
        command.stdin(Stdio::null()).spawn().map(Self)
    }

    /// Its id.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        self.0.try_wait()
    }

    /// Ends it at once, as `kill -9` does: it cannot tidy up.
    pub fn kill_9(&mut self) -> io::Result<ExitStatus> {
        self.0.kill()?;
        self.0.wait()
    }

    /// Asks it to end (SIGTERM) and waits. `None` when it still runs after that time.
    pub fn terminate(&mut self, patience: Duration) -> io::Result<Option<ExitStatus>> {
        let kill = format!("kill -TERM {}", self.id());
        Command::new("sh").args(["-c", &kill]).status()?;
        self.wait(patience)
    }

    /// Waits until it ends. `None` when it still runs after that time.
    pub fn wait(&mut self, patience: Duration) -> io::Result<Option<ExitStatus>> {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(status) = self.ended()? {
                return Ok(Some(status));
            }
            if Instant::now() > deadline {
                return Ok(None);
            }
            std::thread::sleep(LOOK);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Fails only when it has ended already.
        self.kill_9().ok();
    }
}

/// A port of the loopback interface that nobody uses at the moment.
pub fn free_port() -> io::Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_does_not_outlive_its_test() {
        let process = Process::start(Command::new("sleep").arg("600")).unwrap();
        let id = process.id();
        drop(process);
        let gone = Command::new("sh").args(["-c", &format!("kill -0 {id} 2>&1")]).status().unwrap();
        assert!(!gone.success());
    }

    #[test]
    fn a_process_that_is_asked_to_end_ends() {
        let mut process = Process::start(Command::new("sleep").arg("600")).unwrap();
        let status = process.terminate(Duration::from_secs(10)).unwrap().unwrap();
        assert!(!status.success());
    }
}
