//! `palabre import`: a bot's folder, or a dump of another system.

use std::path::Path;

use anyhow::{Context, bail};
use importers::tock::TockFile;
use model::{Diagnostic, Severity};
use serde_json::json;
use store::{Actor, BotSummary, Import, Imported, Owner, Store};

use super::data::open;
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
        report(&imported.bot, imported.created, &findings, json!(findings), json);
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
    if bot.is_none()
        && let Err(error) = file.target()
    {
        let remedy = "say which bot with `--bot NAMESPACE/NAME`";
        return Err(WrongUsage(format!("{error}; {remedy}")).into());
    }
    block_on(async {
        let config = settings.config()?;
        let store = open_or_create(settings).await?;
        let into = server::imports::Destination {
            namespace: bot.map(|bot| &bot.namespace),
            bot: bot.map(|bot| &bot.name),
            by: &Actor::command(),
            // A bot that belonged to files is detached: this command is what the refusal names.
            detach: true,
        };
        let done = server::imports::import_tock(&store, &config, file, into).await?;
        store.close().await;
        let failed = done.report.has_errors();
        let created = done.report.created;
        report(&done.bot, created, &done.report.lines, json!(done.report), json);
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
    let import =
        Import { owner: Owner::Database, by: Actor::command(), publish: false, detach: true };
    Ok(store.import_bot(bot, &import).await?)
}

fn report(
    imported: &BotSummary,
    created: bool,
    findings: &[Diagnostic],
    report: serde_json::Value,
    json: bool,
) {
    let bot = format!("{}/{}", imported.namespace, imported.name);
    let live = imported.live.as_ref().map(|version| version.number);
    if json {
        println!(
            "{}",
            json!({ "bot": bot, "created": created, "version": live, "report": report })
        );
        return;
    }
    print_findings(findings);
    match &imported.live {
        Some(version) if version.hash == imported.draft_hash => {
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
