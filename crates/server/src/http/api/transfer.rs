//! Whole bots in and out: as a zip of files, and from Tock's dumps.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse;
use importers::tock::TockFile;
use model::{Bot, BotName, Diagnostic, Severity};
use serde::Serialize;
use store::{Import, Owner};
use utoipa::{OpenApi, ToSchema};

use super::object;
use super::request::{Answer, InBot, InNamespace, json};
use crate::http::Route;
use crate::http::one_import_at_a_time;
use crate::http::problem::ProblemResponse;
use crate::imports;
use crate::zip;
use model::Permission::Administer;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(export, import))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/export", Administer, export),
        Route::post("/api/v1/namespaces/{namespace}/import", Administer, import),
    ]
}

/// A bot's draft as a zip of its files. Secrets of channels are not in it.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/export", tag = "bots",
    summary = "Export a bot as a zip of files",
    responses((status = 200, description = "The archive.", content_type = "application/zip", body = Vec<u8>)))]
pub async fn export(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let pack = move || zip::pack(&bot_files::write_files(&draft.bot));
    let archive = tokio::task::spawn_blocking(pack)
        .await
        .map_err(|error| ProblemResponse::defect(format!("the export did not end: {error}")))?;
    at.tell("bot.exported", at.full_name(), serde_json::json!({"as": "files"})).await?;
    let name = format!("attachment; filename=\"{}.zip\"", at.bot.name);
    let headers =
        [(header::CONTENT_TYPE, "application/zip".to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, archive).into_response())
}

/// What an import did.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportDone {
    /// The bot's namespace.
    namespace: String,
    /// The bot's name.
    name: String,
    /// Whether the bot is new.
    created: bool,
    /// Whether the draft is another now.
    changed: bool,
    /// What was kept, changed and not understood.
    findings: Vec<Diagnostic>,
}

/// Imports a bot: a zip of its files, or a file of Tock's (application, sentences, stories, labels,
/// dictionary, FAQ, configurations of bots and connectors). A zip replaces the draft; a file of
/// Tock's adds to it.
#[utoipa::path(post, path = "/api/v1/namespaces/{namespace}/import", tag = "bots",
    summary = "Import a bot from a zip of files or a Tock dump",
    params(("name" = Option<String>, Query, description = "The bot; absent: the one that the file names.", example = "gare")),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "The archive, or the JSON of the dump."),
    responses((status = 200, description = "What was done; a new bot is published as its version 1.", body = ImportDone)))]
pub async fn import(at: InNamespace, body: Bytes) -> Answer {
    let name: Option<BotName> = at.read("name")?;
    if zip::is_archive(&body) {
        let files = zip::unpack(&body)
            .map_err(|reason| ProblemResponse::bad_request(format!("the body: {reason}")))?;
        return import_files(&at, name, &files).await;
    }
    let file = TockFile::read(&body)
        .map_err(|error| ProblemResponse::bad_request(format!("the body: {error}")))?;
    let into = imports::Destination {
        // Always into the namespace of the path, whatever the file says.
        namespace: Some(&at.namespace),
        bot: name.as_ref(),
        by: &at.by,
        detach: false,
    };
    let _alone = one_import_at_a_time().await;
    let done = imports::import_tock(&at.app.store, &at.app.config, file, into).await;
    let done = done.map_err(|error| match error {
        imports::Error::File(error) => ProblemResponse::bad_request(format!("the body: {error}")),
        imports::Error::Store(error) => error.into(),
    })?;
    at.app.bots.refresh().await?;
    Ok(json(&ImportDone {
        namespace: done.bot.namespace.to_string(),
        name: done.bot.name.to_string(),
        created: done.report.created,
        changed: done.report.modified,
        findings: done.report.lines,
    }))
}

async fn import_files(
    at: &InNamespace,
    name: Option<BotName>,
    files: &BTreeMap<String, String>,
) -> Answer {
    if !files.contains_key("bot.toml") {
        return Err(ProblemResponse::bad_request(
            "the body: the archive has no `bot.toml`; pack the folder of a bot",
        ));
    }
    let bot_files::Reading { mut bot, diagnostics: mut findings, sources } =
        bot_files::read_files_with_sources(files);
    findings.extend(sources.locate(engine::check(&bot)));
    bot.namespace = at.namespace.clone();
    if let Some(name) = name {
        bot.name = name;
    }
    let errors: Vec<&Diagnostic> =
        findings.iter().filter(|finding| finding.severity == Severity::Error).collect();
    if !errors.is_empty() {
        let detail = format!("the files have {} mistakes; nothing was imported", errors.len());
        let mut problem = model::Problem::new(422, "unsound", "Unsound", detail);
        let field = |finding: &&Diagnostic| model::FieldProblem {
            field: match (&finding.place, finding.line) {
                (Some(place), Some(line)) => format!("{place}:{line}"),
                (place, _) => place.clone().unwrap_or_default(),
            },
            detail: format!("{}: {}", finding.message, finding.remedy),
        };
        problem.errors = errors.iter().take(100).map(field).collect();
        return Err(problem.into());
    }
    save(at, &bot, findings).await
}

async fn save(at: &InNamespace, bot: &Bot, findings: Vec<Diagnostic>) -> Answer {
    if bot.namespace != at.namespace {
        return Err(object::taken("bot", bot.name.as_str()).into());
    }
    let import =
        Import { owner: Owner::Database, by: at.by.clone(), publish: false, detach: false };
    let imported = at.app.store.import_bot(bot, &import).await?;
    at.app.bots.refresh().await?;
    Ok(json(&ImportDone {
        namespace: imported.bot.namespace.to_string(),
        name: imported.bot.name.to_string(),
        created: imported.created,
        changed: imported.changed,
        findings,
    }))
}
