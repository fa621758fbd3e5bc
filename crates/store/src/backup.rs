//! Copies of a database that is in use.

use std::path::{Path, PathBuf};

use crate::sql::Database;
use crate::store::DATABASE_FILE;
use crate::{Error, Result, Store};

/// How an SQLite file begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

fn failed(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Error {
    let path = path.to_owned();
    move |source| Error::File { doing, path, source }
}

impl Store {
    /// Writes a whole copy of the database to a new file, while others read and write. Nothing is
    /// at `file` until the copy is complete and lies on the disk. SQLite only. Node-internal.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        if !matches!(self.inner.database, Database::Sqlite { .. }) {
            return Err(Error::Invalid {
                field: "database-url",
                reason: "PostgreSQL makes its copies itself: use `pg_dump`, or what its operator \
                         offers"
                    .into(),
            });
        }
        if file.exists() {
            let exists = std::io::ErrorKind::AlreadyExists.into();
            return Err(failed("write the backup to", file)(exists));
        }
        let mut partial = file.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        // What an interrupted backup left.
        match std::fs::remove_file(&partial) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(failed("replace", &partial)(error));
            }
            _ => {}
        }
        // Made first, so that nobody else may read what is written into it.
        let made = new_private_file(&partial).map_err(failed("make", &partial))?;
        self.inner.database.copy_to(&partial).await?;
        made.sync_all().map_err(failed("write", &partial))?;
        std::fs::rename(&partial, file).map_err(failed("make", file))
    }
}

/// Puts a copy made by [`Store::backup`] into a folder that has no database yet.
pub fn restore_backup(file: &Path, folder: &Path) -> Result<()> {
    let mut copy = std::fs::File::open(file).map_err(failed("read", file))?;
    let mut beginning = [0; 16];
    let is_database = std::io::Read::read_exact(&mut copy, &mut beginning).is_ok();
    if !is_database || beginning != *MAGIC {
        return Err(Error::Invalid {
            field: "backup",
            reason: format!("`{}` is no copy that `palabre backup` made", file.display()),
        });
    }
    std::fs::create_dir_all(folder).map_err(failed("make the data folder", folder))?;
    let database = folder.join(DATABASE_FILE);
    let mut new = new_private_file(&database).map_err(failed("make", &database))?;
    std::io::Seek::rewind(&mut copy).map_err(failed("read", file))?;
    std::io::copy(&mut copy, &mut new).map_err(failed("write", &database))?;
    new.sync_all().map_err(failed("write", &database))
}

fn new_private_file(path: &Path) -> std::io::Result<std::fs::File> {
    use std::os::unix::fs::OpenOptionsExt;
    std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}
