//! The first owner: a link that makes the account, for whoever started the platform.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use model::{MemberRole, Reach, Timestamp};
use store::{Actor, LinkKind, Membership, NewLink, Store};

use crate::Error;
use crate::access::passwords;
use crate::config::Config;

/// How long the link works, in milliseconds.
const LINK_MS: i64 = 3600 * 1000;

/// The file with the link, in the data folder, when there is no terminal to print it to.
pub const LINK_FILE: &str = "first-owner.url";

/// Where the page is that uses a link.
pub fn link_url(config: &Config, token: &str) -> String {
    // What stands behind the `#` stays in the browser: no log of a server or proxy sees it.
    format!("{}/sign-in#{token}", config.base_url())
}

/// Makes a link for the first owner; `None` when there is one already.
pub async fn make_link(
    config: &Config,
    store: &Store,
    now: Timestamp,
) -> Result<Option<String>, Error> {
    if store.has_owner().await? {
        return Ok(None);
    }
    let link = NewLink {
        kind: LinkKind::Owner,
        email: String::new(),
        membership: Some(Membership { reach: Reach::Installation, role: MemberRole::Owner }),
        expires_at: now.plus_ms(LINK_MS),
    };
    let (_, token) = store.create_link(&link, &Actor::command()).await?;
    Ok(Some(link_url(config, token.expose())))
}

/// What became of a link.
pub enum Shown {
    /// It was printed.
    Printed,
    /// It is in this file.
    Written(PathBuf),
}

/// Shows a link to who started the platform, and to nobody else: on their terminal, else in a
/// file that only they can read. Never in a log.
pub fn show_link(config: &Config, url: &str) -> Result<Shown, Error> {
    let mut out = std::io::stdout();
    if out.is_terminal() {
        let text =
            format!("  First owner        {url}\n                     (works once, for an hour)\n");
        // A terminal that is gone is no reason to stop.
        out.write_all(text.as_bytes()).and_then(|()| out.flush()).unwrap_or_default();
        return Ok(Shown::Printed);
    }
    let path = config.data.join(LINK_FILE);
    write_for_owner(&path, &format!("{url}\n"))
        .map_err(|error| Error::Refused(format!("cannot write `{}`: {error}", path.display())))?;
    Ok(Shown::Written(path))
}

/// Removes the file with the link, because there is an owner now.
pub fn remove_link_file(config: &Config) {
    let path = config.data.join(LINK_FILE);
    match std::fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::warn!(%error, file = %path.display(), "the link was used; remove its file");
        }
        _ => {}
    }
}

fn write_for_owner(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // Made anew, so that the rights of an old file do not stay.
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

/// Makes an owner without a link, or gives one a new password: for whoever has the machine.
pub async fn create(
    store: &Store,
    email: &str,
    password: model::Secret<String>,
) -> Result<(), Error> {
    passwords::check_chosen(password.expose())
        .map_err(|reason| Error::Refused(format!("the password {reason}")))?;
    let by = Actor::command();
    let hash = passwords::hash(password).await;
    let account = store.make_account(email, "", &hash, &by).await?;
    if account.disabled {
        store.disable_account(&account.id, false, &by).await?;
    }
    let owner = Membership { reach: Reach::Installation, role: MemberRole::Owner };
    store.add_role(&account.id, &owner, &by).await?;
    Ok(())
}
