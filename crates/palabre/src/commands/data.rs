//! Commands on what is stored; they work beside a running server.

use anyhow::{Context, bail};
use model::UserId;
use serde_json::json;
use store::{Actor, BotSummary, Role, Store};

use crate::commands::{BotRef, Outcome, block_on};
use crate::settings_args::StoreSettings;

/// Opens the store beside whatever runs.
pub async fn open(settings: &StoreSettings) -> anyhow::Result<Store> {
    let config = settings.config()?;
    if config.database_url.is_none() && !config.data.exists() {
        bail!(
            "there is no data folder `{}`; name it with `--data`, or start the platform once with \
             `palabre serve`",
            config.data.display()
        );
    }
    Ok(server::open_store(&config, Role::Visit).await?)
}

/// The bot of that name.
pub async fn find(store: &Store, bot: &BotRef) -> anyhow::Result<BotSummary> {
    store
        .bot(&bot.namespace, &bot.name)
        .await?
        .with_context(|| format!("there is no bot `{bot}`; `palabre bots` lists them"))
}

/// Lists the bots.
pub fn bots(settings: &StoreSettings, json: bool) -> anyhow::Result<Outcome> {
    block_on(async {
        let store = open(settings).await?;
        let bots = store.all_bots().await?;
        if json {
            let list: Vec<_> = bots
                .iter()
                .map(|bot| {
                    json!({
                        "namespace": bot.namespace,
                        "name": bot.name,
                        "publicId": bot.public_id,
                        "locales": bot.locales,
                        "version": bot.live.as_ref().map(|version| version.number),
                    })
                })
                .collect();
            println!("{}", serde_json::Value::from(list));
        } else {
            for bot in &bots {
                let version = match &bot.live {
                    Some(version) => format!("version {}", version.number),
                    None => "never published".to_owned(),
                };
                let draft = match &bot.live {
                    Some(live) if live.hash == bot.draft_hash => "",
                    _ => ", draft not published",
                };
                let locales: Vec<String> = bot.locales.iter().map(ToString::to_string).collect();
                println!(
                    "{}/{}  {version}{draft}  [{}]  {}",
                    bot.namespace,
                    bot.name,
                    locales.join(", "),
                    bot.public_id
                );
            }
        }
        store.close().await;
        Ok(Outcome::Done)
    })
}

/// Prints what a user and the bots said to each other.
pub fn conversations(
    settings: &StoreSettings,
    user: &str,
    bot: Option<&BotRef>,
    json: bool,
) -> anyhow::Result<Outcome> {
    let user = UserId::new(user)?;
    block_on(async {
        let store = open(settings).await?;
        let mut lines = Vec::new();
        match bot {
            Some(bot) => {
                let bot = find(&store, bot).await?;
                lines.extend(store.lines(&bot.namespace, Some(&bot.id), &user).await?);
            }
            None => {
                for namespace in store.namespaces().await? {
                    lines.extend(store.lines(&namespace, None, &user).await?);
                }
            }
        }
        if json {
            println!("{}", serde_json::to_string(&lines)?);
        } else {
            for line in &lines {
                let who = match line.from {
                    store::From::User => "user",
                    store::From::Bot => " bot",
                };
                println!(
                    "{}  {who}  {}",
                    line.at,
                    line.text.replace('\n', "\n                                ")
                );
            }
        }
        store.close().await;
        Ok(Outcome::Done)
    })
}

/// Publishes a bot's draft.
pub fn publish(settings: &StoreSettings, bot: &BotRef) -> anyhow::Result<Outcome> {
    block_on(async {
        let store = open(settings).await?;
        let found = find(&store, bot).await?;
        if let Some(live) = &found.live
            && live.hash == found.draft_hash
        {
            println!("{bot}: the draft is what version {} already holds", live.number);
        } else {
            let version = store.publish(&found.namespace, &found.id, &Actor::command(), "").await?;
            println!("{bot}: version {} is published", version.number);
        }
        store.close().await;
        Ok(Outcome::Done)
    })
}
