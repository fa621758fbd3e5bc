//! The tests of a draft: dialogs, and what comes of running them.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::response::IntoResponse;
use model::{Bot, Dialog, Edit, Problem};
use serde::{Deserialize, Serialize};
use store::Environment;
use utoipa::{OpenApi, ToSchema};

use super::object::{self, ObjectPage, PageQuery};
use super::request::{Answer, Body, InBot, json};
use crate::drafts::etag_of;
use crate::http::Route;
use crate::http::evaluations::content;
use crate::http::jobs::JobAnswer;
use crate::http::problem::ProblemResponse;
use model::Permission::{Author, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, read, put, remove, run, replay))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/dialogs", View, list),
        Route::get("/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", View, read),
        Route::put("/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", Author, put),
        Route::delete("/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", Author, remove),
        Route::post("/api/v1/bots/{namespace}/{name}/run-dialogs", View, run),
        Route::post("/api/v1/bots/{namespace}/{name}/dialog-runs", Author, replay),
    ]
}

fn find(bot: &Bot, name: &str) -> Option<Dialog> {
    bot.dialogs.iter().find(|dialog| dialog.name == name).cloned()
}

/// The dialogs, in the bot's order.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/dialogs", tag = "tests",
    summary = "The test dialogs", params(PageQuery),
    responses((status = 200, description = "A page of dialogs.", body = ObjectPage<Dialog>)))]
pub async fn list(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let wanted: Vec<&Dialog> = draft.bot.dialogs.iter().collect();
    object::page(
        &at,
        &wanted,
        |dialog| dialog.name.clone(),
        |dialog| ((*dialog).clone(), etag_of(dialog).to_string()),
    )
}

/// A dialog.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", tag = "tests",
    summary = "A test dialog", responses((status = 200, description = "The dialog.", body = Dialog)))]
pub async fn read(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let name = at.text("dialog");
    object::read(&at, "dialog", name, find(&draft.bot, name), |dialog| dialog)
}

/// Makes or replaces a dialog.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", tag = "tests",
    summary = "Make or replace a test dialog",
    request_body(content = Dialog, example = json!({"name": "hello", "locale": "fr", "exchanges": [
        {"user": {"type": "says", "text": "bonjour"}, "bot": [{"type": "says", "text": "Bonjour*"}]}]})),
    responses((status = 200, description = "The dialog as it is now.", body = Dialog),
        (status = 201, description = "The new dialog.", body = Dialog)))]
pub async fn put(at: InBot, Body(dialog): Body<Dialog>) -> Answer {
    let name = at.text("dialog").to_owned();
    if dialog.name != name {
        return Err(object::not_the_same("name", &name, &dialog.name).into());
    }
    if name.trim().is_empty() || name.contains(['/', '\\']) || name.starts_with('.') {
        return Err(ProblemResponse::bad_request(format!(
            "field `name`: `{name}` cannot be a file's name; leave out `/`, `\\` and a first `.`"
        )));
    }
    let edit = |_: &Bot, found: Option<&Dialog>| {
        let edit = Edit::Dialog { name: name.clone(), dialog: Some(dialog.clone()) };
        Ok(if found == Some(&dialog) { Vec::new() } else { vec![edit] })
    };
    let (draft, is_new) = object::change(&at, |bot| find(bot, &name), edit).await?;
    object::shown(is_new, find(&draft.bot, &name), |dialog| dialog)
}

/// Removes a dialog.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/dialogs/{dialog}", tag = "tests",
    summary = "Remove a test dialog", responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InBot) -> Answer {
    let name = at.text("dialog").to_owned();
    object::remove(
        &at,
        "dialog",
        &name,
        |bot| find(bot, &name),
        |_| vec![Edit::Dialog { name: name.clone(), dialog: None }],
    )
    .await
}

/// Which dialogs to run, and on what.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RunRequest {
    /// Names of the dialogs; empty: all of them.
    #[serde(default)]
    dialogs: Vec<String>,
    /// `draft`, `staging` or `live`.
    #[serde(default = "draft_environment")]
    #[schema(example = "draft")]
    environment: String,
}

fn draft_environment() -> String {
    Environment::Draft.to_string()
}

/// What came of running dialogs.
#[derive(Serialize, ToSchema)]
pub struct RunReport {
    /// Dialogs in which everything was as expected.
    passed: usize,
    /// The others.
    failed: usize,
    /// What came of each.
    dialogs: Vec<runtime::dialogs::DialogReport>,
}

/// Runs the dialogs of the draft on the draft or on a published version.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/run-dialogs", tag = "tests",
    summary = "Run test dialogs",
    request_body = RunRequest,
    responses((status = 200, description = "What came of each dialog, with the first difference of each exchange that has one.", body = RunReport)))]
pub async fn run(at: InBot, Body(request): Body<RunRequest>) -> Answer {
    let environment: Environment = request.environment.parse()?;
    let dialogs = wanted(&at, request.dialogs).await?;
    let loaded = match environment {
        Environment::Draft => at.app.bots.draft(&at.namespace, at.id()).await?,
        other => at.app.bots.loaded(&at.namespace, at.id(), other).await?,
    };
    let run = move || {
        dialogs.iter().map(|dialog| runtime::dialogs::run(&loaded.talking, dialog)).collect()
    };
    let dialogs: Vec<runtime::dialogs::DialogReport> = tokio::task::spawn_blocking(run)
        .await
        .map_err(|error| ProblemResponse::defect(format!("the dialogs did not end: {error}")))?;
    Ok(json(&RunReport::of(dialogs)))
}

impl RunReport {
    fn of(dialogs: Vec<runtime::dialogs::DialogReport>) -> Self {
        let passed = dialogs.iter().filter(|report| report.passed()).count();
        Self { passed, failed: dialogs.len() - passed, dialogs }
    }
}

/// The dialogs of the draft with these names, or all of them.
async fn wanted(at: &InBot, names: Vec<String>) -> Result<Vec<Dialog>, ProblemResponse> {
    let draft = at.draft().await?;
    let unknown = names.iter().find(|name| find(&draft.bot, name).is_none());
    if let Some(name) = unknown {
        return Err(object::missing(at, "dialog", name));
    }
    let is_wanted = |dialog: &&Dialog| names.is_empty() || names.contains(&dialog.name);
    Ok(draft.bot.dialogs.iter().filter(is_wanted).cloned().collect())
}

/// The kind of the jobs that run dialogs.
const KIND: &str = "dialogs";

/// Which dialogs to run, and on which version.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReplayRequest {
    /// Names of the dialogs; empty: all of them.
    #[serde(default)]
    dialogs: Vec<String>,
    /// The number of the version; absent: the draft.
    #[schema(example = 3)]
    version: Option<u64>,
}

/// Runs the dialogs of the draft on any version, as a job: its result is the report.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/dialog-runs", tag = "tests",
    summary = "Run test dialogs on any version, as a job",
    request_body = ReplayRequest,
    responses((status = 202, description = "The job; its result is what `run-dialogs` answers.", body = JobAnswer)))]
pub async fn replay(at: InBot, Body(request): Body<ReplayRequest>) -> Answer {
    let dialogs = wanted(&at, request.dialogs).await?;
    let content = Arc::new(content(&at.app, &at.bot, request.version).await?);
    let talker = at.app.bots.talker(&at.namespace, at.id(), &content).await?;
    let job = at.app.store.create_job(&at.namespace, Some(at.id()), KIND, dialogs.len() as u64);
    let job = job.await?;
    at.app.jobs.start(at.namespace.clone(), job.id.clone(), move |progress| {
        let talking =
            talker().map_err(|error| Problem::new(500, "model", "Model", error.to_string()))?;
        let mut reports = Vec::with_capacity(dialogs.len());
        for dialog in &dialogs {
            if !progress.tell(reports.len(), dialogs.len()) {
                return Ok(None);
            }
            reports.push(runtime::dialogs::run(&talking, dialog));
        }
        progress.tell(reports.len(), dialogs.len());
        Ok(Some(serde_json::json!(RunReport::of(reports))))
    });
    Ok((StatusCode::ACCEPTED, axum::Json(JobAnswer::from(job))).into_response())
}
