//! The sample bot, inside the binary: an empty installation begins with it.

use std::collections::BTreeMap;

use rust_embed::RustEmbed;
use store::{Actor, Import, Owner, Store};

use crate::Error;

#[derive(RustEmbed)]
#[folder = "../../bots/gare"]
struct Gare;

/// The files of the sample bot, by path.
pub fn files() -> BTreeMap<String, String> {
    Gare::iter()
        .filter_map(|path| {
            let content = String::from_utf8(Gare::get(&path)?.data.into_owned()).ok()?;
            Some((path.into_owned(), content))
        })
        .collect()
}

/// Imports the sample bot into a store without bots.
pub async fn import_when_empty(store: &Store) -> Result<(), Error> {
    if !store.all_bots().await?.is_empty() {
        return Ok(());
    }
    let (bot, diagnostics) = bot_files::read_files(&files());
    for finding in diagnostics {
        tracing::warn!(%finding, "sample bot");
    }
    let import = Import {
        owner: Owner::Database,
        by: Actor::platform("palabre"),
        publish: true,
        detach: false,
    };
    store.import_bot(&bot, &import).await?;
    tracing::info!(bot = %bot.name, "the installation was empty: sample bot imported");
    Ok(())
}
