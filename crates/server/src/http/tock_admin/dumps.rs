//! Dumps: out and in.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, Multipart, Path, Request, State};
use axum::http::header;
use axum::response::Response;
use importers::tock::{self, FileKind, Wanted};
use model::{Locale, Permission};
use serde_json::json;
use store::AuditEntry;

use super::super::nlp::{Failure, first_file, import_as, json_of};
use super::{must_find, without_nulls};
use crate::access::Caller;
use crate::app::App;

/// An application with its intents, entity types and sentences.
#[utoipa::path(get, path = "/rest/admin/application/dump/{application}", tag = "tock-admin", summary = "An application dump",
    params(("application" = String, Path, description = "The application's id.", example = "app:gare")),
    responses(
        (status = 200, description = "The dump, in clear.", body = Object),
        (status = 404, description = "There is no such application.")))]
pub async fn dump(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let bot = must_find(&app, &caller, Permission::Administer, &id).await?;
    exported(&app, &caller, &bot, "application").await?;
    let content = app.store.draft(&bot.namespace, &bot.id).await?.bot;
    Ok(without_nulls(&tock::to_application_dump(&content, app.turns.now())))
}

/// The sentences of an application, perhaps of one intent in one language.
#[utoipa::path(get, path = "/rest/admin/sentences/dump/{dumpType}/{application}", tag = "tock-admin", summary = "A sentences dump",
    params(("dumpType" = String, Path, description = "`full`; anything else leaves out sentences that hold something that is obfuscated.", example = "full"),
        ("application" = String, Path, description = "The application's id.", example = "app:gare")),
    responses(
        (status = 200, description = "The dump. `…/{application}/{intent}` (a qualified name) and `…/{intent}/{language}` give less.", body = Object),
        (status = 400, description = "The intent is not qualified, or the language is none."),
        (status = 404, description = "There is no such application.")))]
pub async fn dump_sentences(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(path): Path<HashMap<String, String>>,
) -> Result<Response, Failure> {
    let text = |name: &str| path.get(name).map(String::as_str).unwrap_or_default();
    let bot = must_find(&app, &caller, Permission::Administer, text("application")).await?;
    let intent = path.get("intent");
    if let Some(intent) = intent.filter(|intent| !intent.contains(':')) {
        return Err(Failure::bad_request(format!(
            "the path: `{intent}` is no qualified intent; write `{}:{intent}`",
            bot.namespace
        )));
    }
    let locale = match path.get("language") {
        None => None,
        Some(language) => Some(language.parse::<Locale>().map_err(|error| {
            Failure::bad_request(format!("the path: {error}; write a language such as `fr`"))
        })?),
    };
    exported(&app, &caller, &bot, "sentences").await?;
    let content = app.store.draft(&bot.namespace, &bot.id).await?.bot;
    // As in Tock, an intent that the application does not have filters nothing.
    let known = |intent: &&String| {
        tock::intent_from_tock(&content.namespace, intent)
            .is_ok_and(|name| name.is_none_or(|name| content.intents.contains_key(&name)))
    };
    let wanted = Wanted {
        intent: intent.filter(known).cloned(),
        locale,
        without_obfuscated: text("dumpType") != "full",
    };
    Ok(without_nulls(&tock::to_sentences_dump(&content, &wanted)))
}

pub(super) async fn exported(
    app: &App,
    caller: &Caller,
    bot: &store::BotSummary,
    what: &str,
) -> Result<(), Failure> {
    let entry = AuditEntry {
        namespace: Some(&bot.namespace),
        action: "bot.exported",
        object: bot.id.to_string(),
        before: None,
        after: Some(json!({"dump": what})),
    };
    Ok(app.store.audit(&caller.actor(), entry).await?)
}

/// The file of a form, or the body itself.
async fn file_of(app: &Arc<App>, request: Request) -> Result<Bytes, Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if kind.starts_with("multipart/") {
        return first_file(Multipart::from_request(request, app).await).await;
    }
    Bytes::from_request(request, app)
        .await
        .map_err(|error| Failure::new(error.status(), error.body_text()))
}

async fn import(
    app: &Arc<App>,
    caller: &Caller,
    kind: FileKind,
    request: Request,
    name: Option<&str>,
) -> Result<Response, Failure> {
    let file = file_of(app, request).await?;
    let imported = import_as(app, caller, kind, &file, name).await?;
    Ok(json_of(&tock::import_report(&imported.bot, &imported.report)))
}

/// Imports an application dump: what is new is added.
#[utoipa::path(post, path = "/rest/admin/dump/application", tag = "tock-admin", summary = "Import an application dump",
    request_body(content = Object, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "What was imported.", body = Object),
        (status = 400, description = "Not an application dump; `errors` says why."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn import_dump(
    State(app): State<Arc<App>>,
    caller: Caller,
    request: Request,
) -> Result<Response, Failure> {
    import(&app, &caller, FileKind::Application, request, None).await
}

/// Imports an application dump under another name.
#[utoipa::path(post, path = "/rest/admin/dump/application/{newName}", tag = "tock-admin", summary = "Import an application dump under another name",
    params(("newName" = String, Path, description = "The application's name.", example = "copy")),
    request_body(content = Object, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "What was imported.", body = Object),
        (status = 400, description = "Not an application dump; `errors` says why."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn import_dump_as(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    import(&app, &caller, FileKind::Application, request, Some(&name)).await
}

/// Imports a sentences dump: sentences are added or replaced.
#[utoipa::path(post, path = "/rest/admin/dump/sentences", tag = "tock-admin", summary = "Import a sentences dump",
    request_body(content = Object, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "What was imported.", body = Object),
        (status = 400, description = "Not a sentences dump; `errors` says why."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn import_sentences_dump(
    State(app): State<Arc<App>>,
    caller: Caller,
    request: Request,
) -> Result<Response, Failure> {
    import(&app, &caller, FileKind::Sentences, request, None).await
}

/// Imports a sentences dump into the application of another name.
#[utoipa::path(post, path = "/rest/admin/dump/sentences/{newName}", tag = "tock-admin", summary = "Import a sentences dump under another name",
    params(("newName" = String, Path, description = "The application's name.", example = "copy")),
    request_body(content = Object, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "What was imported.", body = Object),
        (status = 400, description = "Not a sentences dump; `errors` says why."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn import_sentences_dump_as(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Failure> {
    import(&app, &caller, FileKind::Sentences, request, Some(&name)).await
}
