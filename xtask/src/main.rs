//! The repository's own commands, run as `cargo xtask COMMAND`.
//!
//! This program must stay quick to compile: it uses no crate of the workspace, and of others only
//! readers of JSON and TOML. Nothing of the product lives here.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

mod clients;
mod commands;
mod deploy;
mod fuzz;
mod libtest;
mod licences;
mod postgres;
mod report;
mod suite;
mod tidy;
mod tools;
mod web;

const USAGE: &str = "\
The repository's own commands.

usage: cargo xtask COMMAND

  test    install what the tests need, then run every check and every test
  tidy    rules of the repository, licences, format, lints (a part of `test`)
  rules   only rules and licences: seconds, compiles nothing

environment of `test`:
  CI      when set, a part that cannot run is a failure instead of a skip
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = root();
    let all_passed = match arguments.as_slice() {
        ["test"] => suite::test(&root),
        ["tidy"] => suite::tidy(&root),
        ["rules"] => suite::rules(&root),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            true
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    if all_passed { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// The folder of the repository: the parent of this crate's own.
fn root() -> PathBuf {
    let here = std::env::var("CARGO_MANIFEST_DIR")
        .unwrap_or_else(|_| env!("CARGO_MANIFEST_DIR").to_owned());
    Path::new(&here).parent().unwrap_or(Path::new(".")).to_path_buf()
}
