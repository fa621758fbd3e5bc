//! The programs that answer for bots: their keys, and how they are reached.

use anyhow::{Context, bail};
use model::Secret;
use serde_json::json;
use store::{Actor, ProgramSettings};

use super::data::{find, open};
use crate::commands::{BotRef, Outcome, block_on};
use crate::settings_args::StoreSettings;

/// Prints a bot's Bot API key, perhaps a new one.
pub fn keys(
    settings: &StoreSettings,
    bot: &BotRef,
    rotate: bool,
    keep: bool,
) -> anyhow::Result<Outcome> {
    block_on(async {
        let store = open(settings).await?;
        let (bot, by) = (find(&store, bot).await?, &Actor::command());
        if keep {
            let key = read_line("the key")?;
            store.set_api_key(&bot.namespace, &bot.id, &Secret::new(key), by).await?;
        }
        let key = match rotate {
            true => store.rotate_api_key(&bot.namespace, &bot.id, by).await?,
            false => store.api_key(&bot.namespace, &bot.id).await?,
        };
        println!("{}", key.expose());
        store.close().await;
        Ok(Outcome::Done)
    })
}

/// What changes about a program.
pub struct Change {
    /// Where it listens.
    pub webhook: Option<String>,
    /// It listens nowhere.
    pub no_webhook: bool,
    /// Whether no entities mean that none are left.
    pub strict_entities: Option<bool>,
    /// There is none.
    pub forget: bool,
}

/// Changes how a bot's program is reached, and prints it.
pub fn program(
    settings: &StoreSettings,
    bot: &BotRef,
    change: &Change,
    json: bool,
) -> anyhow::Result<Outcome> {
    block_on(async {
        let store = open(settings).await?;
        let found = find(&store, bot).await?;
        let (namespace, id) = (&found.namespace, &found.id);
        if change.forget {
            store.forget_program(namespace, id, &Actor::command()).await?;
        }
        let before = store.program(namespace, id).await?;
        if change.webhook.is_some() || change.no_webhook || change.strict_entities.is_some() {
            let (url, strict) = match before {
                Some(before) => (before.webhook_url, before.strict_entities),
                None => (None, false),
            };
            let webhook_url = match &change.webhook {
                Some(given) => Some(Secret::new(webhook_url(given)?)),
                None if change.no_webhook => None,
                None => url,
            };
            let strict_entities = change.strict_entities.unwrap_or(strict);
            let settings = ProgramSettings { webhook_url, strict_entities };
            store.set_program(namespace, id, &settings, &Actor::command()).await?;
        }
        let program = store.program(namespace, id).await?;
        let declared: Option<serde_json::Value> = program
            .as_ref()
            .and_then(|program| serde_json::from_str(program.declared.as_deref()?).ok());
        let stories: Vec<String> = declared
            .iter()
            .flat_map(|declared| declared["stories"].as_array().into_iter().flatten())
            .filter_map(|story| story["name"].as_str().map(str::to_owned))
            .collect();
        let by_webhook = program.as_ref().is_some_and(|program| program.webhook_url.is_some());
        let strict = program.as_ref().is_some_and(|program| program.strict_entities);
        if json {
            let shown = program.is_some().then(
                || json!({ "webhook": by_webhook, "strictEntities": strict, "stories": stories }),
            );
            println!("{}", shown.unwrap_or_default());
        } else if program.is_none() {
            println!("{bot}: no program has answered for it yet");
        } else {
            let way = if by_webhook { "a webhook, else a socket" } else { "a socket" };
            println!("{bot}: asked over {way}; strict entities: {strict}");
            println!(
                "stories: {}",
                if stories.is_empty() { "-".into() } else { stories.join(", ") }
            );
        }
        store.close().await;
        Ok(Outcome::Done)
    })
}

fn webhook_url(given: &str) -> anyhow::Result<String> {
    let url = match given {
        "-" => read_line("the address")?,
        given => given.to_owned(),
    };
    // The address itself is a secret, so it is not repeated.
    if !url.starts_with("https://") && !url.starts_with("http://") {
        bail!("the address of a webhook begins with `https://` or `http://`");
    }
    Ok(url)
}

fn read_line(what: &str) -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin()
        .read_line(&mut line)
        .with_context(|| format!("{what} cannot be read from standard input"))?;
    Ok(line.trim().to_owned())
}
