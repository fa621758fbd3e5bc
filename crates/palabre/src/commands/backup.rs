//! Copies of the data: made while the platform serves, and put back.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use store::Role;

use super::data::open;
use crate::commands::{Outcome, block_on};
use crate::settings_args::StoreSettings;

/// Where the master key lies beside a backup.
fn key_beside(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".master.key");
    PathBuf::from(name)
}

/// Writes a whole copy of the data folder's database, while it is served.
pub fn backup(settings: &StoreSettings, file: &Path, with_key: bool) -> anyhow::Result<Outcome> {
    let config = settings.config()?;
    block_on(async {
        let store = open(settings).await?;
        let done = store.backup(file).await;
        store.close().await;
        Ok(done?)
    })?;
    println!("the database is in `{}`", file.display());
    let key_file = &config.master_key_file;
    if with_key {
        let beside = key_beside(file);
        copy_private(key_file, &beside)?;
        println!(
            "the master key is in `{}`: whoever has both reads every secret",
            beside.display()
        );
    } else {
        println!(
            "the master key `{}` is not in it: keep a copy of it apart; without it the secrets in \
             the backup (keys of bots, settings of channels) cannot be read",
            key_file.display()
        );
    }
    Ok(Outcome::Done)
}

/// Puts a backup into an empty data folder.
pub fn restore(settings: &StoreSettings, file: &Path) -> anyhow::Result<Outcome> {
    let config = settings.config()?;
    if config.database_url.is_some() {
        bail!("a backup is put into a data folder; with PostgreSQL use `pg_restore` or `psql`");
    }
    let folder = &config.data;
    let key_file = &config.master_key_file;
    let others = |entry: std::io::Result<std::fs::DirEntry>| match entry {
        // The operator may have brought the key already.
        Ok(entry) => entry.path() != *key_file,
        Err(_) => true,
    };
    if folder.read_dir().is_ok_and(|mut entries| entries.any(others)) {
        bail!("`{}` is not empty; name an empty or a new folder with `--data`", folder.display());
    }
    store::restore_backup(file, folder)?;
    let beside = key_beside(file);
    if !key_file.exists() && beside.exists() {
        copy_private(&beside, key_file)?;
    }
    if !key_file.exists() {
        println!(
            "there is no master key: put the one of the installation at `{}` before you serve; \
             otherwise a new one is made and the secrets in the backup cannot be read",
            key_file.display()
        );
        return Ok(Outcome::Done);
    }
    // Says at once when the backup is of a newer program or the key is another's.
    block_on(async {
        let store = server::open_store(&config, Role::Visit).await?;
        let bots = store.all_bots().await?;
        for bot in &bots {
            store.api_key(&bot.namespace, &bot.id).await.with_context(|| {
                format!("`{}` is not the master key of this backup", key_file.display())
            })?;
        }
        store.close().await;
        println!("restored {} bots; `palabre serve --data {}`", bots.len(), folder.display());
        Ok(Outcome::Done)
    })
}

/// Copies a file that nobody else may read.
fn copy_private(from: &Path, to: &Path) -> anyhow::Result<()> {
    use std::io::Write;
    use std::os::unix::fs::OpenOptionsExt;
    let content =
        std::fs::read(from).with_context(|| format!("cannot read `{}`", from.display()))?;
    let mut options = std::fs::OpenOptions::new();
    let mut new = options
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(to)
        .with_context(|| format!("cannot make `{}`", to.display()))?;
    new.write_all(&content).with_context(|| format!("cannot write `{}`", to.display()))
}
