//! The commands themselves: which stages there are, and in which order.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{cargo, output, run, run_reading};
use crate::fuzz;
use crate::libtest;
use crate::licences;
use crate::postgres::{Postgres, Refusal};
use crate::report::{Counts, Outcome, Report};
use crate::tidy::{self, Repository};
use crate::{clients, deploy, tools, web};

/// Tells the build script of Studio's assets to take a placeholder: what is built for checks and
/// tests needs no web page.
const SKIP_STUDIO: (&str, &str) = ("PALABRE_SKIP_STUDIO", "1");

/// The crate whose tests drive the release binary; the others' tests run without it.
const END_TO_END: &str = "e2e";

/// Everything: what runs before a change is accepted.
pub fn test(root: &Path) -> bool {
    let mut report = Report::new(std::env::var_os("CI").is_some_and(|it| !it.is_empty()));
    report.stage("tools", tools::install);
    tidy_stages(root, &mut report);

    let mut postgres = None;
    report.stage("PostgreSQL", || match Postgres::start() {
        Ok(started) => {
            println!("ready at {}", started.url());
            postgres = Some(started);
            Outcome::passed()
        }
        Err(Refusal::Missing) => Outcome::skipped("PostgreSQL is not installed"),
        Err(Refusal::Broken(reason)) => Outcome::failed(reason),
    });
    let url = postgres.as_ref().map(Postgres::url);
    report.stage("tests", || unit_tests(root, url.as_deref()));
    let built = report.stage("release build", || Outcome::of(release_build(root)));
    if built {
        let binary = target(root).join("release/palabre");
        report.stage("generated files", || generated(root, &binary));
        report.stage("generated requests", || {
            fuzz::run(&binary, &scratch(root), &log(root, "generated-requests"))
        });
        report.stage("image and unit", || deploy::check(root, &binary, &scratch(root)));
        report.stage("end-to-end tests", || end_to_end(root, &binary, url.as_deref()));
        report.stage("Studio", || web::test(&root.join("studio"), &log(root, "studio"), &[]));
        report.stage("widget", || web::test(&root.join("widget"), &log(root, "widget"), &[]));
        report.stage("signing in", || sign_in(root, &binary));
        report.stage("browser tests", || browser(root, &binary));
    }
    drop(postgres);
    report.close()
}

/// What can be said of the files without running them.
pub fn tidy(root: &Path) -> bool {
    let mut report = Report::new(false);
    tidy_stages(root, &mut report);
    report.close()
}

/// What can be said of the files without compiling them.
pub fn rules(root: &Path) -> bool {
    let mut report = Report::new(false);
    rules_stages(root, &mut report);
    report.close()
}

fn rules_stages(root: &Path, report: &mut Report) {
    report.stage("rules", || rules_stage(root));
    report.stage("licences", || licences::check(root));
}

fn tidy_stages(root: &Path, report: &mut Report) {
    rules_stages(root, report);
    report.stage("format", || {
        Outcome::of(run(cargo().current_dir(root).args(["fmt", "--all", "--check"])))
    });
    report.stage("lints", || {
        let mut clippy = cargo();
        clippy.args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "-D", "warnings"]);
        Outcome::of(run(clippy.current_dir(root).env(SKIP_STUDIO.0, SKIP_STUDIO.1)))
    });
}

fn rules_stage(root: &Path) -> Outcome {
    let findings = match Repository::read(root) {
        Ok(repository) => tidy::findings(&repository),
        Err(reason) => return Outcome::failed(reason),
    };
    for finding in &findings {
        println!("{finding}");
    }
    match findings.len() {
        0 => Outcome::passed(),
        number => Outcome::failed(format!("{number} findings")),
    }
}

fn unit_tests(root: &Path, postgres_url: Option<&str>) -> Outcome {
    let mut command = cargo();
    command.current_dir(root).env(SKIP_STUDIO.0, SKIP_STUDIO.1);
    command.args(["test", "--workspace", "--exclude", END_TO_END, "--no-fail-fast"]);
    cargo_test(command, &log(root, "tests"), postgres_url, &[])
}

fn end_to_end(root: &Path, binary: &Path, postgres_url: Option<&str>) -> Outcome {
    if !root.join("tests/e2e/Cargo.toml").is_file() {
        return Outcome::Absent;
    }
    let mut command = cargo();
    command.current_dir(root).env(SKIP_STUDIO.0, SKIP_STUDIO.1).env("PALABRE_BIN", binary);
    // The unit tests have built it.
    let rust_client = target(root).join("debug/examples/museum");
    if rust_client.is_file() {
        command.env("PALABRE_TEST_RUST_CLIENT", rust_client);
    }
    match clients::install(&root.join("tests/clients"), &scratch(root)) {
        Ok(clients) => {
            command.env("PALABRE_TEST_PYTHON", clients.python);
            command.env("PALABRE_TEST_NODE_MODULES", clients.node_modules);
        }
        // Their tests say that they are skipped.
        Err(reason) => println!("bot programs of others: {reason}"),
    }
    command.args(["test", "--package", END_TO_END, "--no-fail-fast"]);
    // One at a time: each starts servers and puts load on them.
    cargo_test(command, &log(root, "end-to-end"), postgres_url, &["--test-threads=1"])
}

fn cargo_test(
    mut command: Command,
    log: &Path,
    postgres_url: Option<&str>,
    to_runner: &[&str],
) -> Outcome {
    command.args(["--", "--show-output"]).args(to_runner);
    match postgres_url {
        Some(url) => command.env("PALABRE_TEST_POSTGRES_URL", url),
        None => command.env_remove("PALABRE_TEST_POSTGRES_URL"),
    };
    let mut reader = libtest::Reader::default();
    let ran = run_reading(&mut command, log, |line| {
        if let Some(shown) = reader.read(line) {
            println!("{shown}");
        }
    });
    let (mut counts, closing_lines) = reader.finish();
    match ran {
        Ok(true) => Outcome::Passed { counts, closing_lines },
        Ok(false) => {
            // It may also not have compiled.
            counts.failed = counts.failed.max(1);
            let reason = format!("see above, or `{}`", log.display());
            Outcome::Failed { counts, closing_lines, reason }
        }
        Err(reason) => Outcome::failed(reason),
    }
}

/// The one release build of a run: as on a user's machine, with Studio in it.
fn release_build(root: &Path) -> Result<(), String> {
    let mut command = cargo();
    command.current_dir(root).args(["build", "--release"]).env_remove(SKIP_STUDIO.0);
    run(&mut command)
}

/// Compares what is generated from code with what was committed.
fn generated(root: &Path, binary: &Path) -> Outcome {
    let mut stale = Vec::new();
    let committed = root.join("openapi/api.json");
    match output(Command::new(binary).arg("openapi")) {
        Ok(now) if std::fs::read_to_string(&committed).is_ok_and(|then| then == now) => {}
        Ok(_) => stale.push(
            "`openapi/api.json` is not what the code says: \
             cargo run --release -- openapi > openapi/api.json",
        ),
        Err(reason) => return Outcome::failed(reason),
    }
    match studio_types(root) {
        Ok(true) => {}
        Ok(false) => stale.push(
            "the types of Studio's client are not what `openapi/api.json` says: \
             cd studio && npm run api",
        ),
        Err(reason) => return Outcome::failed(reason),
    }
    for line in &stale {
        println!("{line}");
    }
    let checked = Counts { passed: 2 - stale.len(), failed: stale.len(), skipped: 0 };
    if stale.is_empty() {
        return Outcome::Passed { counts: checked, closing_lines: Vec::new() };
    }
    Outcome::Failed { counts: checked, closing_lines: Vec::new(), reason: stale.join("; ") }
}

/// Makes the types of Studio's client again, somewhere else, and compares.
fn studio_types(root: &Path) -> Result<bool, String> {
    let studio = root.join("studio");
    web::install(&studio)?;
    let fresh = scratch(root).join("schema.d.ts");
    let mut command = Command::new("node");
    command.current_dir(&studio).arg("node_modules/openapi-typescript/bin/cli.js");
    // As `npm run api`, with another output.
    command.args(["../openapi/api.json", "--default-non-nullable=false", "--output"]).arg(&fresh);
    output(&mut command)?;
    let read = |path: &Path| {
        std::fs::read_to_string(path)
            .map_err(|error| format!("`{}` cannot be read: {error}", path.display()))
    };
    Ok(read(&fresh)? == read(&studio.join("src/lib/api/schema.d.ts"))?)
}

/// Signing in with an OpenID provider of another make.
fn sign_in(root: &Path, binary: &Path) -> Outcome {
    let environment = [("PALABRE_BIN", binary.display().to_string())];
    web::test(&root.join("tests/sign-in"), &log(root, "sign-in"), &environment)
}

fn browser(root: &Path, binary: &Path) -> Outcome {
    let folder = root.join("tests/browser");
    if !folder.join("package.json").is_file() {
        return Outcome::Absent;
    }
    let Some(chromium) = tools::chromium() else {
        return Outcome::skipped("Chromium is not installed");
    };
    let environment = [
        ("PALABRE_BIN", binary.display().to_string()),
        ("PALABRE_CHROMIUM", chromium.display().to_string()),
    ];
    web::test(&folder, &log(root, "browser"), &environment)
}

/// Where cargo puts what it builds.
fn target(root: &Path) -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root.join(folder),
        None => root.join("target"),
    }
}

/// A folder for files of this run.
fn scratch(root: &Path) -> PathBuf {
    let folder = target(root).join("xtask");
    // When it cannot be made, writing into it says why.
    std::fs::create_dir_all(&folder).ok();
    folder
}

fn log(root: &Path, name: &str) -> PathBuf {
    scratch(root).join(format!("{name}.log"))
}
