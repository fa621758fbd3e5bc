//! What the bot programs of the end-to-end tests need: a Python environment and Node.js packages.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{find_program, run};
use crate::web;

/// What was installed.
pub struct Clients {
    /// The Python of the environment.
    pub python: PathBuf,
    /// The folder of the Node.js packages.
    pub node_modules: PathBuf,
}

/// Installs what `folder` asks for; Python's packages go to an environment in `scratch`.
pub fn install(folder: &Path, scratch: &Path) -> Result<Clients, String> {
    web::install(folder)?;
    let requirements = folder.join("requirements.txt");
    let wanted = std::fs::read_to_string(&requirements)
        .map_err(|error| format!("`{}` cannot be read: {error}", requirements.display()))?;
    let environment = scratch.join("python");
    let python = environment.join("bin/python");
    let installed = environment.join("requirements.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|before| before == wanted) {
        return Ok(Clients { python, node_modules: folder.join("node_modules") });
    }
    let system = find_program("python3").ok_or("Python 3 is not installed")?;
    run(Command::new(system).args(["-m", "venv"]).arg(&environment))?;
    run(Command::new(&python).args(["-m", "pip", "install", "--quiet", "-r"]).arg(&requirements))?;
    std::fs::write(&installed, wanted)
        .map_err(|error| format!("`{}` cannot be written: {error}", installed.display()))?;
    Ok(Clients { python, node_modules: folder.join("node_modules") })
}
