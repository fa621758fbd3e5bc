//! The TypeScript packages: installing what their lock files say, and reading what their runners
//! print.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::commands::{run, run_reading};
use crate::libtest::number_before;
use crate::report::{Counts, Outcome};

/// Where npm writes down what it installed.
const INSTALLED: &str = "node_modules/.package-lock.json";

/// Runs the tests of a package: `npm ci` when its lock file has changed, then `npm test`.
pub fn test(folder: &Path, log: &Path, environment: &[(&str, String)]) -> Outcome {
    if !folder.join("package.json").is_file() {
        return Outcome::Absent;
    }
    if let Err(reason) = install(folder) {
        return Outcome::failed(reason);
    }
    let mut npm = npm(folder);
    npm.args(["test", "--silent"]).env("NO_COLOR", "1").envs(environment.iter().cloned());
    let mut counts = Counts::default();
    let mut closing_lines = Vec::new();
    let ran = run_reading(&mut npm, log, |line| {
        println!("{line}");
        if let Some(found) = read_summary(line) {
            counts.add(found);
            closing_lines.push(line.trim().to_owned());
        }
    });
    match ran {
        Ok(true) if counts.passed > 0 => Outcome::Passed { counts, closing_lines },
        Ok(true) => Outcome::failed("`npm test` ran no test, or its last lines are not known here"),
        Ok(false) => {
            counts.failed = counts.failed.max(1);
            Outcome::Failed { counts, closing_lines, reason: "`npm test` failed".into() }
        }
        Err(reason) => Outcome::failed(reason),
    }
}

/// Installs exactly what the lock file says, unless that is there already.
pub fn install(folder: &Path) -> Result<(), String> {
    let read = |name: &str| -> Result<Value, String> {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path)
            .map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?;
        serde_json::from_str(&text).map_err(|error| format!("`{}`: {error}", path.display()))
    };
    let wanted = read("package-lock.json")?;
    if read(INSTALLED).is_ok_and(|installed| is_installed(&wanted, &installed)) {
        return Ok(());
    }
    run(npm(folder).args(["ci", "--no-fund", "--no-audit"]))
}

/// Whether what npm wrote down is what a lock file wants. Packages for other machines are optional
/// and may be missing.
fn is_installed(wanted: &Value, installed: &Value) -> bool {
    let packages = |lock: &Value| lock["packages"].as_object().cloned().unwrap_or_default();
    let (wanted, installed) = (packages(wanted), packages(installed));
    let same = |name: &str| {
        wanted.get(name).map(|it| &it["version"]) == installed.get(name).map(|it| &it["version"])
    };
    installed.keys().all(|name| same(name))
        && wanted
            .iter()
            .filter(|(name, package)| !name.is_empty() && package["optional"] != true)
            .all(|(name, _)| same(name))
}

/// npm, in a package.
pub fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder);
    command
}

/// The counts in a runner's closing line, as Vitest or Node's own runner writes them.
fn read_summary(line: &str) -> Option<Counts> {
    let line = line.trim();
    if let Some(rest) = line.strip_prefix("Tests ") {
        let skipped = number_before(rest, " skipped") + number_before(rest, " todo");
        return Some(Counts {
            passed: number_before(rest, " passed"),
            failed: number_before(rest, " failed"),
            skipped,
        });
    }
    let mut words = line.strip_prefix(['#', 'ℹ'])?.split_whitespace();
    let (word, number) = (words.next()?, words.next()?.parse().ok()?);
    let none = Counts::default();
    match word {
        "pass" => Some(Counts { passed: number, ..none }),
        "fail" | "cancelled" => Some(Counts { failed: number, ..none }),
        "skipped" | "todo" => Some(Counts { skipped: number, ..none }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_are_installed_again_when_the_lock_file_says_something_else() {
        let lock = |packages: Value| serde_json::json!({ "packages": packages });
        let wanted = lock(serde_json::json!({
            "": {"version": "0.1.0"},
            "node_modules/a": {"version": "1.0.0"},
            "node_modules/mac": {"version": "1.0.0", "optional": true},
        }));
        let check = |installed: Value, expected: bool| {
            assert_eq!(is_installed(&wanted, &lock(installed.clone())), expected, "{installed}");
        };
        check(serde_json::json!({"node_modules/a": {"version": "1.0.0"}}), true);
        check(serde_json::json!({"node_modules/a": {"version": "1.0.1"}}), false);
        check(serde_json::json!({}), false);
        let more = serde_json::json!({
            "node_modules/a": {"version": "1.0.0"}, "node_modules/b": {"version": "1.0.0"}
        });
        check(more, false);
    }

    #[test]
    fn closing_lines_of_both_runners_are_read() {
        let check = |line: &str, expected: Option<(usize, usize, usize)>| {
            let found = read_summary(line).map(|it| (it.passed, it.failed, it.skipped));
            assert_eq!(found, expected, "{line}");
        };
        check("      Tests  12 passed (12)", Some((12, 0, 0)));
        check("      Tests  1 failed | 12 passed | 2 skipped (15)", Some((12, 1, 2)));
        check(" Test Files  3 passed (3)", None);
        check("# pass 7", Some((7, 0, 0)));
        check("ℹ fail 2", Some((0, 2, 0)));
        check("# tests 9", None);
        check("# a comment", None);
    }
}
