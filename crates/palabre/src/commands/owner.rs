//! The first owner and the master key, from the machine itself.

use std::io::{BufRead, IsTerminal};

use anyhow::{Context, bail};
use model::{Clock, Secret};
use server::owner;
use server::system::SystemClock;

use super::data::open;
use crate::commands::{Outcome, block_on};
use crate::settings_args::{AllSettings, StoreSettings};

/// Makes a new link for the first owner.
pub fn link(settings: &AllSettings) -> anyhow::Result<Outcome> {
    let config = settings.gather()?.into_config()?;
    block_on(async {
        let store = server::open_store(&config, store::Role::Visit).await?;
        let url = owner::make_link(&config, &store, SystemClock.now()).await?;
        store.close().await;
        let Some(url) = url else {
            bail!(
                "the installation has an owner; make another with `palabre owner-create EMAIL`, \
                 which also gives an owner a new password"
            );
        };
        if let owner::Shown::Written(file) = owner::show_link(&config, &url)? {
            eprintln!("The link is in {}, for an hour.", file.display());
        }
        Ok(Outcome::Done)
    })
}

/// Makes an owner; the password comes from standard input.
pub fn create(settings: &StoreSettings, email: &str) -> anyhow::Result<Outcome> {
    let line = read_password()?;
    let password = Secret::new(line.trim_end_matches(['\r', '\n']).to_owned());
    let config = settings.config()?;
    block_on(async {
        let store = server::open_store(&config, store::Role::Visit).await?;
        owner::create(&store, email, password).await?;
        store.close().await;
        owner::remove_link_file(&config);
        eprintln!("{email} owns the installation.");
        Ok(Outcome::Done)
    })
}

/// Reads a line that nobody shall see.
fn read_password() -> anyhow::Result<String> {
    let terminal = std::io::stdin().is_terminal();
    if terminal {
        let hidden = if echo("-echo") { "it is not shown" } else { "it will be seen" };
        eprintln!("Password ({hidden}):");
    }
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    if terminal {
        echo("echo");
    }
    read.context("the password cannot be read")?;
    Ok(line)
}

/// Says to the terminal whether to show what is typed. `stty` is on every system that has
/// terminals, and needs no library.
fn echo(how: &str) -> bool {
    std::process::Command::new("stty").arg(how).status().is_ok_and(|status| status.success())
}

/// How long running servers may take to take up a new key, in seconds.
const TAKEN_UP_S: u64 = 3;

/// Makes a new master key and seals everything anew with it, beside running servers.
pub fn rotate_key(settings: &StoreSettings, reseal: bool) -> anyhow::Result<Outcome> {
    let config = settings.config()?;
    let file = config.master_key_file.display().to_string();
    if !reseal {
        let id = store::KeyRing::add_key(&config.master_key_file)?;
        eprintln!("Key {id} was added to {file}.");
    }
    block_on(async {
        let store = open(settings).await?;
        let mut sealed = store.rotate_keys().await?;
        if !reseal {
            // What servers seal until they have taken up the key.
            tokio::time::sleep(std::time::Duration::from_secs(TAKEN_UP_S)).await;
            sealed += store.rotate_keys().await?;
        }
        store.close().await;
        eprintln!("{sealed} secrets were sealed anew; the older keys may now leave {file}.");
        Ok(Outcome::Done)
    })
}
