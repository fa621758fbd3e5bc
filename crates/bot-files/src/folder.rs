//! The one place that touches a disk.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use model::{Bot, Diagnostic};

use crate::Error;
use crate::read::{self, Reading};
use crate::session::in_order;

/// Folders in folders deeper than this are not a bot's.
const DEPTH_MAX: usize = 8;

/// Largest file that is read, in bytes. A dictionary of 100,000 values has about 10 MB.
const FILE_BYTES_MAX: u64 = 64 * 1024 * 1024;

/// Reads a bot from its folder. See [`crate::read_files`]. A file that cannot be read is a
/// finding; only a folder that cannot is an error.
pub fn read_folder(folder: &Path) -> Result<(Bot, Vec<Diagnostic>), Error> {
    let Reading { bot, diagnostics, .. } = read_folder_with_sources(folder)?;
    Ok((bot, diagnostics))
}

/// The same, with the [`crate::Sources`] that give the findings of others their file and line.
pub fn read_folder_with_sources(folder: &Path) -> Result<Reading, Error> {
    let mut gathered = Gathered::default();
    gather(folder, "", 0, &mut gathered)
        .map_err(|source| Error::UnreadableFolder { path: folder.to_owned(), source })?;
    let mut reading = read::read(&gathered.files);
    reading.diagnostics.extend(gathered.findings);
    reading.diagnostics = in_order(reading.diagnostics);
    Ok(reading)
}

#[derive(Default)]
struct Gathered {
    files: BTreeMap<String, String>,
    findings: Vec<Diagnostic>,
}

fn gather(
    folder: &Path,
    prefix: &str,
    depth: usize,
    gathered: &mut Gathered,
) -> Result<(), std::io::Error> {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    entries.sort();
    for path in entries {
        let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        let relative = format!("{prefix}{name}");
        let outcome = if path.is_dir() && depth < DEPTH_MAX {
            gather(&path, &format!("{relative}/"), depth + 1, gathered)
        } else {
            file(&path, relative.clone(), gathered)
        };
        if let Err(error) = outcome {
            gathered.findings.push(
                Diagnostic::error(
                    "unreadable-file",
                    format!("this cannot be read: {error}"),
                    "make it readable, or remove it",
                )
                .at(relative, None),
            );
        }
    }
    Ok(())
}

fn file(path: &Path, relative: String, gathered: &mut Gathered) -> Result<(), std::io::Error> {
    // What is no part of a bot is named, but its content is nobody's business.
    if !read::is_read(&relative) {
        gathered.files.insert(relative, String::new());
        return Ok(());
    }
    let bytes_count = std::fs::metadata(path)?.len();
    if bytes_count > FILE_BYTES_MAX {
        gathered.findings.push(
            Diagnostic::error(
                "too-large",
                format!("this file has {bytes_count} bytes, more than {FILE_BYTES_MAX}"),
                "split it into several files",
            )
            .at(relative, None),
        );
        return Ok(());
    }
    let text = match String::from_utf8(std::fs::read(path)?) {
        Ok(text) => text,
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let line = bytes[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
            gathered.findings.push(
                Diagnostic::error(
                    "not-utf8",
                    "this file is not UTF-8 from this line on",
                    "save it as UTF-8 in your editor",
                )
                .at(relative.clone(), Some(line)),
            );
            String::from_utf8_lossy(&bytes).into_owned()
        }
    };
    gathered.files.insert(relative, text);
    Ok(())
}
