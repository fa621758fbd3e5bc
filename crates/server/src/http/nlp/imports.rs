//! Imports of dumps, as bodies and as uploads of forms.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Multipart, State};
use axum::response::Response;
use importers::tock::{FileKind, TockFile};
use model::Permission;
use serde::Serialize;
use store::{Expected, Import, Owner};

use super::{Failure, json_of};
use crate::access::Caller;
use crate::app::App;
use crate::http::one_import_at_a_time;

/// How often an import begins again because somebody changed the bot meanwhile.
const ATTEMPTS_MAX: usize = 5;

/// Imports an application dump: what is new is added, and the bot is published.
#[utoipa::path(post, path = "/rest/nlp/dump/import/plain", tag = "nlu",
    summary = "Import an application dump",
    request_body(content = Object, content_type = "application/json"),
    responses(
        (status = 200, description = "Whether anything changed, and what was kept, changed and not understood.", body = Object),
        (status = 400, description = "Not an application dump; `errors` says why."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn import_application(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    import(&app, &caller, FileKind::Application, &body).await
}

/// Imports a sentences dump: sentences are added or replaced, and the bot is published.
#[utoipa::path(post, path = "/rest/nlp/dump/import/sentences/plain", tag = "nlu",
    summary = "Import a sentences dump",
    request_body(content = Object, content_type = "application/json"),
    responses(
        (status = 200, description = "Whether anything changed, and what was kept, changed and not understood.", body = Object),
        (status = 400, description = "Not a sentences dump; `errors` says why."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn import_sentences(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    import(&app, &caller, FileKind::Sentences, &body).await
}

/// Imports an application dump that is uploaded as the first file of a form.
#[utoipa::path(post, path = "/rest/nlp/dump/import", tag = "nlu",
    summary = "Import an application dump from a form",
    request_body(content = Object, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "Whether anything changed, and what was kept, changed and not understood.", body = Object),
        (status = 400, description = "No form, no file in it, or not an application dump; `errors` says why."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn upload_application(
    State(app): State<Arc<App>>,
    caller: Caller,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response, Failure> {
    import(&app, &caller, FileKind::Application, &first_file(form).await?).await
}

/// Imports a sentences dump that is uploaded as the first file of a form.
#[utoipa::path(post, path = "/rest/nlp/dump/import/sentences", tag = "nlu",
    summary = "Import a sentences dump from a form",
    request_body(content = Object, content_type = "multipart/form-data"),
    responses(
        (status = 200, description = "Whether anything changed, and what was kept, changed and not understood.", body = Object),
        (status = 400, description = "No form, no file in it, or not a sentences dump; `errors` says why."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn upload_sentences(
    State(app): State<Arc<App>>,
    caller: Caller,
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Response, Failure> {
    import(&app, &caller, FileKind::Sentences, &first_file(form).await?).await
}

/// The first file of a form, whatever its name.
pub async fn first_file(
    form: Result<Multipart, axum::extract::multipart::MultipartRejection>,
) -> Result<Bytes, Failure> {
    const REMEDY: &str = "upload the dump as a file of a `multipart/form-data` form";
    let mut form = form.map_err(|error| {
        Failure::bad_request(format!("the body is no form: {}; {REMEDY}", error.body_text()))
    })?;
    let wrong = |error: axum::extract::multipart::MultipartError| {
        Failure::new(error.status(), format!("the form: {}; {REMEDY}", error.body_text()))
    };
    while let Some(field) = form.next_field().await.map_err(wrong)? {
        if field.file_name().is_some() {
            return field.bytes().await.map_err(wrong);
        }
    }
    Err(Failure::bad_request(format!("the form holds no file; {REMEDY}")))
}

/// What an import answers: Tock's `success`, and beside it what Tock keeps in its log.
#[derive(Serialize)]
struct ImportAnswer {
    success: bool,
    report: importers::ImportReport,
}

async fn import(
    app: &App,
    caller: &Caller,
    kind: FileKind,
    body: &[u8],
) -> Result<Response, Failure> {
    let imported = import_as(app, caller, kind, body, None).await?;
    Ok(json_of(&ImportAnswer { success: imported.report.modified, report: imported.report }))
}

/// Imports a file, for the bot that it names or for the one of this name in the same namespace.
pub async fn import_as(
    app: &App,
    caller: &Caller,
    kind: FileKind,
    body: &[u8],
    name: Option<&str>,
) -> Result<importers::Imported, Failure> {
    let permission = match kind {
        FileKind::Sentences => Permission::Train,
        FileKind::Application
        | FileKind::Dictionary
        | FileKind::Stories
        | FileKind::Labels
        | FileKind::Faq
        | FileKind::Configurations => Permission::Administer,
    };
    let file = TockFile::read_as(kind, body)?;
    let mut target = file.target()?;
    if let Some(name) = name {
        target.bot = importers::tock::bot_name(name).ok_or_else(|| {
            Failure::bad_request("the path: give the new name letters, digits, `-` or `_`")
        })?;
    }
    let _alone = one_import_at_a_time().await;
    let existing = app.store.bot(&target.namespace, &target.bot).await?;
    caller.require(permission, &target.namespace, existing.as_ref().map(|bot| &bot.id))?;
    let by = caller.actor();
    let imported = match &existing {
        None => {
            let imported = file.import_as(target.clone())?;
            let import = Import { owner: Owner::Database, by, publish: true, detach: false };
            app.store.import_bot(&imported.bot, &import).await?;
            imported
        }
        Some(bot) => {
            let (namespace, id) = (&bot.namespace, &bot.id);
            let mut attempts = 0;
            loop {
                attempts += 1;
                let draft = app.store.draft(namespace, id).await?;
                let imported = file.clone().import(Some(draft.bot))?;
                if !imported.report.modified {
                    break imported;
                }
                let expected = Expected::Revision(draft.revision);
                let content = &imported.bot;
                match app.store.save_draft(namespace, id, content, &expected, &by).await {
                    Ok(_) => {
                        app.store.publish(namespace, id, &by, "").await?;
                        break imported;
                    }
                    Err(store::Error::Changed { .. }) if attempts < ATTEMPTS_MAX => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
    };
    if imported.report.modified {
        // The caller may ask at once.
        app.bots.refresh().await?;
    }
    tracing::info!(
        bot = %imported.bot.name,
        lines = imported.report.lines.len(),
        modified = imported.report.modified,
        "dump imported"
    );
    Ok(imported)
}
