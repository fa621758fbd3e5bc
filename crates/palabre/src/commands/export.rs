//! `palabre export`: a bot as a folder of files, or its stories for Tock.

use std::path::Path;

use anyhow::{Context, bail};

use super::data::{find, open};
use super::import::print_findings;
use crate::commands::{BotRef, Outcome, WrongUsage, block_on};
use crate::settings_args::StoreSettings;

/// Exports to what `target` names.
pub fn export(
    settings: &StoreSettings,
    bot: &BotRef,
    target: &[String],
) -> anyhow::Result<Outcome> {
    match target {
        [folder] => export_folder(settings, bot, Path::new(folder)),
        [system, file] if system == "tock" => export_stories(settings, bot, Path::new(file)),
        _ => {
            Err(WrongUsage("write `palabre export DIR` or `palabre export tock FILE`".into())
                .into())
        }
    }
}

/// Writes a bot's files to a folder.
fn export_folder(settings: &StoreSettings, bot: &BotRef, dir: &Path) -> anyhow::Result<Outcome> {
    if dir.read_dir().is_ok_and(|mut entries| entries.next().is_some()) {
        bail!("`{}` is not empty; name an empty or a new folder", dir.display());
    }
    block_on(async {
        let store = open(settings).await?;
        let found = find(&store, bot).await?;
        let draft = store.draft(&found.namespace, &found.id).await?;
        let files = bot_files::write_files(&draft.bot);
        for (path, content) in &files {
            let path = dir.join(path);
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("cannot make the folder `{}`", folder.display()))?;
            }
            std::fs::write(&path, content)
                .with_context(|| format!("cannot write `{}`", path.display()))?;
        }
        println!("{bot}: {} files in `{}`", files.len(), dir.display());
        store.close().await;
        Ok(Outcome::Done)
    })
}

/// Writes a bot's stories as a dump of Tock's. It fell short where Tock's form cannot hold them.
fn export_stories(settings: &StoreSettings, bot: &BotRef, path: &Path) -> anyhow::Result<Outcome> {
    block_on(async {
        let store = open(settings).await?;
        let found = find(&store, bot).await?;
        let draft = store.draft(&found.namespace, &found.id).await?;
        let channels = server::imports::known_channels(&store, &found).await?;
        let (dump, findings) = importers::tock::to_story_dump(&draft.bot, &channels, None);
        let text = serde_json::to_string_pretty(&wire::json::without_nulls(&dump)?)?;
        std::fs::write(path, text).with_context(|| format!("cannot write `{}`", path.display()))?;
        print_findings(&findings);
        println!("{bot}: {} stories in `{}`", dump.len(), path.display());
        store.close().await;
        Ok(Outcome::from(findings.is_empty()))
    })
}
