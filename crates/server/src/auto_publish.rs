//! Drafts that are published by themselves, to environments that are set so: once nobody has
//! changed the draft for a while, it is checked and its test dialogs are run; when all is well it
//! becomes a version. Every state of a draft is tried once, by one of the processes.

use std::time::Duration;

use model::{Bot, Problem};
use runtime::TalkingBot;
use serde::Serialize;
use store::{Actor, DueTry, Expected, Store};
use tokio::runtime::Handle;
use utoipa::ToSchema;

use crate::app::App;
use crate::bots;
use crate::drafts::{all_findings, count_errors};
use crate::jobs::{Outcome, Progress};

/// How often drafts to try are looked for.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// A try that has not ended after this time was of a process that died.
const ABANDONED_MS: i64 = 30 * 60 * 1000;

/// The kind of the jobs that try drafts.
const KIND: &str = "auto-publish";

/// Who publishes.
const AUTHOR: &str = "automatic";

/// What came of trying a draft.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "result", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum TryOutcome {
    /// It was good, and became this version (or was it already).
    Published {
        /// Its number.
        version: u64,
        /// Test dialogs that passed.
        passed: usize,
    },
    /// It was not good: nothing was published.
    Refused {
        /// Mistakes that the checks found.
        errors: usize,
        /// Names of the test dialogs that failed.
        failed: Vec<String>,
    },
    /// Somebody changed it meanwhile, or stopped the job; the next change is tried.
    Overtaken,
    /// It could not be tried.
    Broken {
        /// Why.
        reason: String,
    },
}

/// Tries drafts until `stop`.
pub async fn follow(app: &App, stop: impl Future<Output = ()>) {
    let mut stop = std::pin::pin!(stop);
    let mut look = tokio::time::interval(LOOK_EVERY);
    look.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = &mut stop => return,
            _ = look.tick() => {}
        }
        if let Err(error) = try_all(app).await {
            tracing::warn!(%error, "drafts could not be published by themselves");
        }
    }
}

async fn try_all(app: &App) -> Result<(), bots::Error> {
    let now = app.turns.now();
    let abandoned = now.plus_ms(-ABANDONED_MS);
    let quiet = now.plus_ms(-i64::from(app.config.auto_publish_quiet_s) * 1000);
    for due in app.store.due_tries(quiet, abandoned).await? {
        if app.store.claim_try(&due, abandoned).await? {
            start(app, due).await?;
        }
    }
    Ok(())
}

/// Tries a draft, as a job.
async fn start(app: &App, due: DueTry) -> Result<(), bots::Error> {
    let (namespace, bot, store) = (due.namespace.clone(), due.bot.clone(), app.store.clone());
    let draft = app.drafts.read(&namespace, &bot).await?;
    let talker = match draft.bot.dialogs.is_empty() {
        true => None,
        false => Some(app.bots.talker(&namespace, &bot, &draft.bot).await?),
    };
    let job = store.create_job(&namespace, Some(&bot), KIND, draft.bot.dialogs.len() as u64);
    let (job, changed, waiting) = (job.await?, app.bots.changed(), Handle::current());
    app.jobs.start(namespace, job.id, move |progress| -> Outcome {
        let judged = match draft.mark.revision == due.revision {
            true => judge(&draft.bot, talker, progress),
            false => Err(TryOutcome::Overtaken),
        };
        waiting.block_on(async {
            let outcome = match judged {
                Ok(passed) => publish(&store, &due, passed).await,
                Err(outcome) => outcome,
            };
            changed.notify_one();
            let outcome = serde_json::json!(outcome);
            let kept = store.end_try(&due, &outcome).await;
            kept.map_err(|error| Problem::new(503, "storage", "Storage", error.to_string()))?;
            Ok(Some(outcome))
        })
    });
    Ok(())
}

async fn publish(store: &Store, due: &DueTry, passed: usize) -> TryOutcome {
    // What was judged is what is published.
    let expected = Expected::Revision(due.revision);
    let note = format!("by itself, {passed} test dialogs passed");
    let by = Actor::platform(AUTHOR);
    let (namespace, bot) = (&due.namespace, &due.bot);
    match store.publish_to(namespace, bot, due.environment, &expected, &by, &note).await {
        Ok(version) => TryOutcome::Published { version: version.number, passed },
        Err(store::Error::Changed { .. }) => TryOutcome::Overtaken,
        Err(error) => TryOutcome::Broken { reason: error.to_string() },
    }
}

/// How many test dialogs a good bot passes, or why it is not published.
fn judge(
    bot: &Bot,
    talker: Option<impl FnOnce() -> Result<TalkingBot, runtime::Error>>,
    progress: &Progress,
) -> Result<usize, TryOutcome> {
    let errors = count_errors(&all_findings(bot));
    if errors > 0 {
        return Err(TryOutcome::Refused { errors, failed: Vec::new() });
    }
    let Some(talker) = talker else { return Ok(0) };
    let talking = talker().map_err(|error| TryOutcome::Broken { reason: error.to_string() })?;
    let mut failed = Vec::new();
    for (done, dialog) in bot.dialogs.iter().enumerate() {
        if !progress.tell(done, bot.dialogs.len()) {
            return Err(TryOutcome::Overtaken);
        }
        if !runtime::dialogs::run(&talking, dialog).passed() {
            failed.push(dialog.name.clone());
        }
    }
    progress.tell(bot.dialogs.len(), bot.dialogs.len());
    match failed.is_empty() {
        true => Ok(bot.dialogs.len()),
        false => Err(TryOutcome::Refused { errors, failed }),
    }
}
