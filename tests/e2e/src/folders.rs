//! Folders and files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A folder that is removed with its content.
pub fn temporary() -> tempfile::TempDir {
    tempfile::tempdir().expect("a temporary folder can be made")
}

/// The sample bot, as it lies in the repository.
pub fn sample_bot() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bots/gare")
}

/// The files of a folder: path with `/`, to content.
pub fn read(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().display().to_string();
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    files
}

/// Writes files into a folder, and makes the folders in between.
pub fn write(folder: &Path, files: &BTreeMap<String, String>) {
    for (name, text) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}
