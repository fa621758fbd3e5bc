//! What could not be handled: looked at, tried again, deleted.

use anyhow::Context;
use clap::Subcommand;
use model::{DeadLetterId, Namespace};
use serde_json::json;
use store::{Actor, DeadLetter, DeadLetterKind, Store};

use super::data::open;
use crate::commands::{Outcome, block_on};
use crate::settings_args::StoreSettings;

/// Dead letters read at once.
const STEP: usize = 200;

/// What to do with dead letters.
#[derive(Subcommand)]
pub enum DeadLetters {
    /// List them, newest first.
    List {
        #[command(flatten)]
        settings: StoreSettings,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print one with the event, the message or the bytes that it holds.
    Show {
        #[command(flatten)]
        settings: StoreSettings,
        /// Its id.
        id: DeadLetterId,
    },
    /// Give one another chance, at the end of its queue.
    Replay {
        #[command(flatten)]
        settings: StoreSettings,
        /// Its id.
        id: DeadLetterId,
    },
    /// Delete one.
    Delete {
        #[command(flatten)]
        settings: StoreSettings,
        /// Its id.
        id: DeadLetterId,
    },
}

/// Runs one of them.
pub fn run(command: &DeadLetters) -> anyhow::Result<Outcome> {
    block_on(async {
        match command {
            DeadLetters::List { settings, json } => {
                let store = open(settings).await?;
                list(&store, *json).await?;
                store.close().await;
            }
            DeadLetters::Show { settings, id } => {
                let store = open(settings).await?;
                let namespace = namespace_of(&store, id).await?;
                let (letter, body) = store.dead_letter(&namespace, id).await?;
                println!("{}\n\n{}", line(&letter), String::from_utf8_lossy(body.expose()));
                store.close().await;
            }
            DeadLetters::Replay { settings, id } => {
                let store = open(settings).await?;
                let namespace = namespace_of(&store, id).await?;
                store.replay_dead_letter(&namespace, id, &Actor::command()).await?;
                println!("{id} is tried again");
                store.close().await;
            }
            DeadLetters::Delete { settings, id } => {
                let store = open(settings).await?;
                let namespace = namespace_of(&store, id).await?;
                store.delete_dead_letter(&namespace, id, &Actor::command()).await?;
                println!("{id} is deleted");
                store.close().await;
            }
        }
        Ok(Outcome::Done)
    })
}

async fn all(store: &Store) -> anyhow::Result<Vec<DeadLetter>> {
    let mut letters = Vec::new();
    for namespace in store.namespaces().await? {
        let mut after = None;
        loop {
            let page = store.dead_letters(&namespace, after.as_ref(), STEP).await?;
            letters.extend(page.items);
            after = page.next;
            if after.is_none() {
                break;
            }
        }
    }
    Ok(letters)
}

async fn namespace_of(store: &Store, id: &DeadLetterId) -> anyhow::Result<Namespace> {
    let found = all(store).await?.into_iter().find(|letter| letter.id == *id);
    found
        .map(|letter| letter.namespace)
        .with_context(|| format!("there is no dead letter `{id}`; `palabre dead-letters list`"))
}

async fn list(store: &Store, as_json: bool) -> anyhow::Result<()> {
    let letters = all(store).await?;
    if as_json {
        let list: Vec<_> = letters
            .iter()
            .map(|letter| {
                json!({
                    "id": letter.id, "namespace": letter.namespace, "kind": kind(letter),
                    "channel": letter.channel, "user": letter.user, "turn": letter.turn,
                    "cause": letter.cause, "attempts": letter.attempts, "at": letter.at.to_iso(),
                })
            })
            .collect();
        println!("{}", serde_json::Value::from(list));
    } else {
        letters.iter().for_each(|letter| println!("{}", line(letter)));
        println!("{} dead letters", letters.len());
    }
    Ok(())
}

fn kind(letter: &DeadLetter) -> &'static str {
    match letter.kind {
        DeadLetterKind::Turn => "turn",
        DeadLetterKind::Message => "message",
        DeadLetterKind::Rejected => "rejected",
    }
}

fn line(letter: &DeadLetter) -> String {
    format!(
        "{}  {}  {}  {}  {} attempts  {}",
        letter.id,
        letter.at.to_iso(),
        letter.namespace,
        kind(letter),
        letter.attempts,
        letter.cause
    )
}
