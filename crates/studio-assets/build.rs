//! Decides which folders become Studio and the widget: ones that are given, ones that are built here
//! with Node.js, or the placeholder. The build of the binary never fails because of them, and nothing
//! is written into the source tree but `node_modules`, which git ignores. See ADR 070.

use std::env;
use std::error::Error;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A package whose built files come into the binary.
struct Package {
    /// What it is called in messages.
    name: &'static str,
    /// Its folder below the root.
    folder: &'static str,
    /// The file without which it is not built.
    main: &'static str,
    /// The variable that names a folder that was built elsewhere.
    dist: &'static str,
    /// The variable in which the crate finds its folder.
    found: &'static str,
}

const PACKAGES: [Package; 2] = [
    Package {
        name: "Studio",
        folder: "studio",
        main: "index.html",
        dist: "PALABRE_STUDIO_DIST",
        found: "PALABRE_STUDIO_FOLDER",
    },
    Package {
        name: "the widget",
        folder: "widget",
        main: "widget.js",
        dist: "PALABRE_WIDGET_DIST",
        found: "PALABRE_WIDGET_FOLDER",
    },
];

/// What a build of a package reads. Only these make cargo look at it again.
const SOURCES: [&str; 7] = [
    "src",
    "public",
    "index.html",
    "package.json",
    "package-lock.json",
    "tsconfig.json",
    "vite.config.ts",
];

/// Below a package: the lock file from which `node_modules` was installed. xtask writes it too.
const INSTALLED: &str = "node_modules/.installed-from";

/// How many lines of a failed tool's words are shown: the first ones tell, usage follows.
const SHOWN_LINES_MAX: usize = 20;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=PALABRE_SKIP_STUDIO");
    for package in PACKAGES {
        println!("cargo:rerun-if-env-changed={}", package.dist);
        println!("cargo:rustc-env={}={}", package.found, choose_folder(&package).display());
    }
}

fn choose_folder(package: &Package) -> PathBuf {
    let Package { name, main, .. } = package;
    let crate_folder = PathBuf::from(set_by_cargo("CARGO_MANIFEST_DIR"));
    let placeholder = crate_folder.join("placeholder");

    if let Some(dist) = env::var_os(package.dist).filter(|dist| !dist.is_empty()) {
        return match fs::canonicalize(&dist) {
            Ok(dist) if dist.join(main).is_file() => {
                println!("cargo:rerun-if-changed={}", dist.display());
                dist
            }
            _ => {
                let (variable, dist) = (package.dist, dist.display());
                warn(&format!(
                    "`{variable}` is `{dist}`, which has no `{main}`: a placeholder takes the \
                     place of {name}. Give the absolute path of a folder that `vite build` wrote."
                ));
                retry_next_time();
                placeholder
            }
        };
    }
    let skip = env::var("PALABRE_SKIP_STUDIO").is_ok_and(|skip| !matches!(&*skip, "" | "0"));
    if skip || env::var_os("DOCS_RS").is_some() {
        return placeholder;
    }

    let Ok(folder) = fs::canonicalize(crate_folder.join("../..").join(package.folder)) else {
        let folder = package.folder;
        warn(&format!("the folder `{folder}` is not there: a placeholder takes its place"));
        return placeholder;
    };
    for source in SOURCES.map(|source| folder.join(source)).iter().filter(|path| path.exists()) {
        println!("cargo:rerun-if-changed={}", source.display());
    }

    if let Err(missing) = check_tools() {
        println!("cargo:rerun-if-env-changed=PATH");
        warn(&format!(
            "{missing}: a placeholder takes the place of {name}. Install Node.js 20.19 or later \
             with npm, then `cargo clean -p studio-assets` and build again."
        ));
        return placeholder;
    }
    match build(package, &folder) {
        Ok(dist) => dist,
        Err(error) => {
            for line in error.to_string().lines() {
                warn(line);
            }
            warn(&format!("a placeholder takes the place of {name}; the next build tries again"));
            retry_next_time();
            placeholder
        }
    }
}

/// Installs what a package needs, when that has changed, and builds it into cargo's own folder.
fn build(package: &Package, folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let dist = PathBuf::from(set_by_cargo("OUT_DIR")).join("dist").join(package.folder);
    // Two builds of this tree with two target folders must not install at the same time. Without
    // the lock (a temporary folder of somebody else's) one of them at worst fails and says so.
    let mut hasher = DefaultHasher::new();
    folder.hash(&mut hasher);
    let lock = format!("palabre-{}-{:016x}.lock", package.folder, hasher.finish());
    let lock = File::create(env::temp_dir().join(lock));
    if let Ok(lock) = &lock {
        lock.lock()?;
    }

    let wanted = fs::read_to_string(folder.join("package-lock.json"))?;
    let installed = folder.join(INSTALLED);
    if fs::read_to_string(&installed).ok().as_ref() != Some(&wanted) {
        let mut install = Command::new(npm());
        install.args(["ci", "--include=dev", "--prefer-offline", "--fetch-retries=1"]);
        install.args(["--fetch-timeout=60000", "--loglevel=error"]);
        run(install.current_dir(folder)).map_err(|error| not_built(package, &*error))?;
        fs::write(&installed, &wanted)?;
    }
    let mut vite = Command::new("node");
    vite.arg("node_modules/vite/bin/vite.js").args(["build", "--emptyOutDir", "--logLevel=warn"]);
    vite.arg("--outDir").arg(&dist).env("NODE_ENV", "production");
    run(vite.current_dir(folder)).map_err(|error| not_built(package, &*error))?;
    let main = package.main;
    if !dist.join(main).is_file() {
        return Err(format!("`vite build` wrote no `{main}`").into());
    }
    Ok(dist)
}

fn not_built(package: &Package, error: &dyn Error) -> String {
    format!("{} was not built: {error}", package.name)
}

/// Runs a tool; what it said is in the error when it fails.
fn run(command: &mut Command) -> Result<Output, Box<dyn Error>> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().map_err(|error| format!("`{program}` does not run: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let said = [&*output.stdout, &*output.stderr].concat();
    let said = String::from_utf8_lossy(&said);
    let lines = said.lines().filter(|line| !line.trim().is_empty());
    let shown: Vec<&str> = lines.take(SHOWN_LINES_MAX).collect();
    let (status, shown) = (output.status, shown.join("\n"));
    Err(format!("`{program}` failed ({status})\n{shown}").into())
}

/// Whether Node.js and npm are here, and new enough for Vite (20.19 and later, or 22.12 and later).
fn check_tools() -> Result<(), String> {
    let node =
        run(Command::new("node").arg("--version")).map_err(|_| "Node.js is not installed")?;
    let version = String::from_utf8_lossy(&node.stdout).trim().to_owned();
    let mut numbers = version.trim_start_matches('v').split('.').map(|part| part.parse::<u32>());
    let new_enough = match (numbers.next(), numbers.next()) {
        (Some(Ok(20)), Some(Ok(minor))) => minor >= 19,
        (Some(Ok(22)), Some(Ok(minor))) => minor >= 12,
        (Some(Ok(major)), _) => major > 22,
        _ => false,
    };
    if !new_enough {
        return Err(format!("Node.js is `{version}`, which is too old"));
    }
    run(Command::new(npm()).arg("--version")).map_err(|_| "npm is not installed")?;
    Ok(())
}

fn npm() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

fn warn(text: &str) {
    println!("cargo:warning={text}");
}

/// A file that is never there makes cargo run this script at every build.
fn retry_next_time() {
    println!("cargo:rerun-if-changed={}/never", set_by_cargo("OUT_DIR"));
}

fn set_by_cargo(name: &str) -> String {
    env::var(name).expect("cargo sets it for every build script")
}
