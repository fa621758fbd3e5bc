//! `palabre import`: a bot's folder, or a dump of another system.

use std::path::Path;

use anyhow::{Context, bail};
use importers::tock::{FileKind, TockFile};
use model::{Diagnostic, Severity};
use serde_json::json;
use store::{Import, Imported, Owner, Store};

use super::data::{AUTHOR, open};
use crate::commands::{BotRef, Outcome, WrongUsage, block_on};
use crate::settings_args::StoreSettings;

/// Imports what `source` names.
pub fn import(
    settings: &StoreSettings,
    source: &[String],
    bot: Option<&BotRef>,
    json: bool,
) -> anyhow::Result<Outcome> {
    match source {
        [folder] => import_folder(settings, Path::new(folder), bot, json),
        [system, file] if system == "tock" => import_tock(settings, Path::new(file), bot, json),
        [system, _] => Err(WrongUsage(format!(
            "`{system}` is no system whose files can be imported; write `palabre import DIR` or \
             `palabre import tock FILE`"
        ))
        .into()),
        _ => {
            Err(WrongUsage("write `palabre import DIR` or `palabre import tock FILE`".into())
                .into())
        }
    }
}

fn import_folder(
    settings: &StoreSettings,
    folder: &Path,
    bot_ref: Option<&BotRef>,
    json: bool,
) -> anyhow::Result<Outcome> {
    let (mut bot, findings) = super::files::read(folder)?;
    if let Some(BotRef { namespace, name }) = bot_ref {
        (bot.namespace, bot.name) = (namespace.clone(), name.clone());
    }
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        print_findings(&findings);
        bail!("`{}` has mistakes and was not imported; mend them and try again", folder.display());
    }
    block_on(async {
        let store = open_or_create(settings).await?;
        let imported = save(&store, &bot).await?;
        store.close().await;
        report(&imported, &findings, json!(findings), json);
        Ok(Outcome::Done)
    })
}

fn import_tock(
    settings: &StoreSettings,
    path: &Path,
    bot: Option<&BotRef>,
    json: bool,
) -> anyhow::Result<Outcome> {
    let bytes = std::fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))?;
    let file = TockFile::read(&bytes)?;
    let target = match bot {
        Some(bot) => bot.clone(),
        None if file.kind() == FileKind::Dictionary => {
            return Err(WrongUsage(
                "a dictionary names no bot; say which with `--bot NAMESPACE/NAME`".into(),
            )
            .into());
        }
        None => {
            let target = file.target()?;
            BotRef { namespace: target.namespace, name: target.bot }
        }
    };
    block_on(async {
        let store = open_or_create(settings).await?;
        let existing = store.bot(&target.namespace, &target.name).await?;
        let imported = match existing {
            Some(bot) => {
                let draft = store.draft(&bot.namespace, &bot.id).await?;
                file.import(Some(draft.bot))?
            }
            None => file.import_as(importers::tock::Target {
                namespace: target.namespace.clone(),
                bot: target.name.clone(),
            })?,
        };
        let saved = save(&store, &imported.bot).await?;
        store.close().await;
        let failed = imported.report.has_errors();
        report(&saved, &imported.report.lines, json!(imported.report), json);
        Ok(Outcome::from(!failed))
    })
}

/// An import may be the first thing that is done with a data folder.
async fn open_or_create(settings: &StoreSettings) -> anyhow::Result<Store> {
    let config = settings.config()?;
    if config.database_url.is_none() && !config.data.exists() {
        return Ok(server::open_store(&config, store::Role::Visit).await?);
    }
    open(settings).await
}

async fn save(store: &Store, bot: &model::Bot) -> anyhow::Result<Imported> {
    // A bot that belonged to files is detached: this command is what the refusal names.
    let import =
        Import { owner: Owner::Database, author: AUTHOR.into(), publish: false, detach: true };
    Ok(store.import_bot(bot, &import).await?)
}

fn report(imported: &Imported, findings: &[Diagnostic], report: serde_json::Value, json: bool) {
    let bot = format!("{}/{}", imported.bot.namespace, imported.bot.name);
    let live = imported.bot.live.as_ref().map(|version| version.number);
    if json {
        println!(
            "{}",
            json!({ "bot": bot, "created": imported.created, "version": live, "report": report })
        );
        return;
    }
    print_findings(findings);
    match &imported.bot.live {
        Some(version) if version.hash == imported.bot.draft_hash => {
            println!("{bot}: imported; users meet it as version {}", version.number);
        }
        _ => {
            println!("{bot}: imported as draft; users meet it after `palabre publish --bot {bot}`")
        }
    }
}

/// Prints findings, the most severe first, for people.
pub fn print_findings(findings: &[Diagnostic]) {
    for finding in findings {
        eprintln!("{finding}");
    }
}
