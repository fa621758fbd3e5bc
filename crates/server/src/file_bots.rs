//! Bots that belong to their files: read at start and again when they change, and published.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use model::Severity;
use store::{Actor, Import, Owner, Store};

use crate::Error;

/// How often the folders are looked at.
const FOLLOW_MS: u64 = 1000;

/// Imports every folder; the first that cannot be served ends the start.
pub async fn import(store: &Store, folders: &[PathBuf]) -> Result<(), Error> {
    for folder in folders {
        import_one(store, folder).await?;
    }
    Ok(())
}

/// Looks at the folders until `stop`, and imports those that have changed. A change with mistakes
/// is reported, and the version before it stays.
pub async fn follow(store: &Store, folders: &[PathBuf], stop: impl Future<Output = ()>) {
    let mut seen: HashMap<PathBuf, Vec<(PathBuf, SystemTime)>> =
        folders.iter().map(|folder| (folder.clone(), stamps(folder))).collect();
    let mut stop = std::pin::pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => return,
            () = tokio::time::sleep(Duration::from_millis(FOLLOW_MS)) => {}
        }
        for folder in folders {
            let now = stamps(folder);
            if seen.get(folder) == Some(&now) {
                continue;
            }
            seen.insert(folder.clone(), now);
            match import_one(store, folder).await {
                Ok(()) => tracing::info!(folder = %folder.display(), "bot read again"),
                Err(error) => tracing::error!(%error, "changed bot not published"),
            }
        }
    }
}

async fn import_one(store: &Store, folder: &Path) -> Result<(), Error> {
    let failed = |reason: String| Error::BotFolder { folder: folder.to_owned(), reason };
    let folder = folder.canonicalize().map_err(|error| failed(error.to_string()))?;
    let bot_files::Reading { bot, diagnostics: mut findings, sources } =
        bot_files::read_folder_with_sources(&folder).map_err(|error| failed(error.to_string()))?;
    findings.extend(sources.locate(engine::check(&bot)));
    for finding in &findings {
        match finding.severity {
            Severity::Error => tracing::error!(%finding, folder = %folder.display(), "bot"),
            _ => tracing::warn!(%finding, folder = %folder.display(), "bot"),
        }
    }
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    if errors > 0 {
        let check = format!("palabre check {}", folder.display());
        return Err(failed(format!("{errors} mistakes; `{check}` lists them")));
    }
    let owner = Owner::Files { folder: folder.display().to_string() };
    let import = Import { owner, by: Actor::platform("files"), publish: true, detach: false };
    store.import_bot(&bot, &import).await?;
    Ok(())
}

fn stamps(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        // A folder that cannot be read now is looked at again in a second.
        for entry in std::fs::read_dir(&folder).into_iter().flatten().flatten() {
            match entry.metadata() {
                Ok(metadata) if metadata.is_dir() => folders.push(entry.path()),
                Ok(metadata) => {
                    found.push((
                        entry.path(),
                        metadata.modified().unwrap_or(SystemTime::UNIX_EPOCH),
                    ));
                }
                Err(_) => {}
            }
        }
    }
    found.sort();
    found
}
