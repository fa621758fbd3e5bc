//! Commands on a bot's folder: check, test.

use std::path::Path;
use std::sync::Arc;

use anyhow::bail;
use model::{Bot, Diagnostic, Severity};
use runtime::TalkingBot;
use serde_json::json;

use super::import::print_findings;
use crate::commands::Outcome;

/// The bot in a folder, and everything that is wrong with it.
pub fn read(dir: &Path) -> anyhow::Result<(Bot, Vec<Diagnostic>)> {
    let bot_files::Reading { bot, diagnostics: mut findings, sources } =
        bot_files::read_folder_with_sources(dir)?;
    findings.extend(sources.locate(engine::check(&bot)));
    Ok((bot, findings))
}

/// The bot in a folder, when it has no mistakes.
pub fn sound_bot(dir: &Path) -> anyhow::Result<Bot> {
    let (bot, findings) = read(dir)?;
    let mistakes: Vec<Diagnostic> =
        findings.into_iter().filter(|finding| finding.severity == Severity::Error).collect();
    if !mistakes.is_empty() {
        print_findings(&mistakes);
        bail!("`{}` has {} mistakes; mend them first", dir.display(), mistakes.len());
    }
    Ok(bot)
}

/// Reports every mistake in a bot's folder.
pub fn check(dir: &Path, json: bool) -> anyhow::Result<Outcome> {
    let (bot, findings) = read(dir)?;
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if json {
        println!("{}", json!({ "errors": errors, "warnings": warnings, "findings": findings }));
    } else {
        for finding in &findings {
            println!("{finding}");
        }
        println!(
            "{}: {} intents, {} sentences, {} stories, {} dialogs; {errors} errors, {warnings} warnings",
            bot.name,
            bot.intents.len(),
            bot.sentences.len(),
            bot.stories.len(),
            bot.dialogs.len()
        );
    }
    Ok(Outcome::from(errors == 0))
}

/// Runs the dialogs of a bot's folder.
pub fn test(dir: &Path, only: Option<&str>, json: bool) -> anyhow::Result<Outcome> {
    let bot = sound_bot(dir)?;
    let talking = TalkingBot::train(bot, Arc::new(values::Reader::new()))?;
    let dialogs = talking.bot().dialogs.clone();
    let wanted = |name: &str| only.is_none_or(|only| name.contains(only));
    let reports: Vec<_> = dialogs
        .iter()
        .filter(|dialog| wanted(&dialog.name))
        .map(|dialog| runtime::dialogs::run(&talking, dialog))
        .collect();
    let failed = reports.iter().filter(|report| !report.passed()).count();
    if json {
        println!(
            "{}",
            json!({ "passed": reports.len() - failed, "failed": failed, "dialogs": reports })
        );
    } else {
        for report in &reports {
            print!("{report}");
        }
        println!("{} passed, {failed} failed", reports.len() - failed);
    }
    if reports.is_empty() {
        bail!("no dialog was run; dialogs lie in `{}`", dir.join("tests").display());
    }
    Ok(Outcome::from(failed == 0))
}
