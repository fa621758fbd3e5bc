//! A public demonstration (`--demo`): what visitors leave is erased at every interval, bots are put
//! back to what they were, nothing is uploaded, nothing is called, and every namespace has a plan.

use std::time::Duration;

use model::Bot;
use store::{Actor, Environment, Import, Owner, Plan, Store};

use crate::Error;

/// The plan of namespaces that have none.
const PLAN_NAME: &str = "free";

/// Its requests per hour and bot.
const PLAN_REQUESTS_PER_HOUR: u64 = 100;

/// Who puts bots back.
const AUTHOR: &str = "demonstration";

/// The bots of a demonstration as visitors shall meet them.
pub struct Demo {
    bots: Vec<(Bot, Owner)>,
}

impl Demo {
    /// Remembers the published bots, and gives every namespace its limits.
    pub async fn begin(store: &Store) -> Result<Self, Error> {
        let mut bots = Vec::new();
        for summary in store.all_bots().await? {
            let (namespace, id) = (&summary.namespace, &summary.id);
            if let Some(served) = store.served(namespace, id, Environment::Live).await? {
                bots.push((served.bot, summary.owner));
            }
            if store.plan(namespace).await?.is_none() {
                let plan =
                    Plan { name: PLAN_NAME.into(), requests_per_hour: PLAN_REQUESTS_PER_HOUR };
                store.set_plan(namespace, Some(&plan), &Actor::command()).await?;
            }
        }
        Ok(Self { bots })
    }

    /// Erases what was said in every namespace, deletes bots that were not there at the start, and
    /// puts the others back. Accounts stay.
    pub async fn reset(&self, store: &Store) -> Result<(), Error> {
        for namespace in store.namespaces().await? {
            store.forget_conversations(&namespace).await?;
        }
        for found in store.all_bots().await? {
            let is_kept = |(bot, _): &(Bot, Owner)| {
                bot.namespace == found.namespace && bot.name == found.name
            };
            if !self.bots.iter().any(is_kept) {
                store.delete_bot(&found.namespace, &found.id, &Actor::platform(AUTHOR)).await?;
            }
        }
        for (bot, owner) in &self.bots {
            let import = Import {
                owner: owner.clone(),
                by: Actor::platform(AUTHOR),
                publish: true,
                detach: true,
            };
            store.import_bot(bot, &import).await?;
        }
        Ok(())
    }

    /// Resets at every interval until `stop`.
    pub async fn keep_resetting(
        &self,
        store: &Store,
        every: Duration,
        stop: impl Future<Output = ()>,
    ) {
        let mut stop = std::pin::pin!(stop);
        loop {
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(every) => {}
            }
            match self.reset(store).await {
                Ok(()) => tracing::info!("the demonstration was reset"),
                Err(error) => tracing::error!(%error, "the demonstration could not be reset"),
            }
        }
    }
}

/// Whether a route takes files or dumps, which a demonstration does not.
pub fn is_upload(path: &str) -> bool {
    path.split('/').any(|part| matches!(part, "import" | "upload" | "uploads"))
}
