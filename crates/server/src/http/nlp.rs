//! `/rest/nlp`: understanding sentences, in the shapes of Tock's NLU API.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query as UrlQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use importers::tock::{self, FileKind, TockFile};
use model::Permission;
use serde::{Deserialize, Serialize};
use store::{BotSummary, Environment, Import, Owner, SentenceSeen};
use wire::nlp::{NlpErrors, ParseQuery};

use super::problem::ProblemResponse;
use crate::access::Caller;
use crate::app::App;
use crate::bots::LoadedBot;

/// A failure in Tock's shape.
pub struct Failure {
    status: StatusCode,
    errors: NlpErrors,
}

impl Failure {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, errors: NlpErrors::of(message) }
    }

    fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (self.status, json_of(&self.errors)).into_response()
    }
}

impl From<wire::Error> for Failure {
    fn from(error: wire::Error) -> Self {
        Self::bad_request(error.to_string())
    }
}

impl From<importers::Error> for Failure {
    fn from(error: importers::Error) -> Self {
        Self::bad_request(error.to_string())
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        let status = match &error {
            store::Error::OwnedByFiles { .. } => StatusCode::CONFLICT,
            store::Error::NotFound { .. } => StatusCode::NOT_FOUND,
            store::Error::Invalid { .. } => StatusCode::BAD_REQUEST,
            _ => {
                tracing::error!(%error, "storage failed");
                StatusCode::SERVICE_UNAVAILABLE
            }
        };
        Self::new(status, error.to_string())
    }
}

impl From<crate::bots::Error> for Failure {
    fn from(error: crate::bots::Error) -> Self {
        tracing::error!(%error, "bot not available");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, error.to_string())
    }
}

impl From<ProblemResponse> for Failure {
    fn from(ProblemResponse(problem): ProblemResponse) -> Self {
        // Tock answers 401 to a wrong namespace and a wrong role too.
        let status = match problem.status {
            401 | 403 | 404 => StatusCode::UNAUTHORIZED,
            other => StatusCode::from_u16(other).unwrap_or(StatusCode::SERVICE_UNAVAILABLE),
        };
        Self::new(status, problem.detail)
    }
}

/// Whether the caller may do this with the bot that a request names. Names that no bot can have
/// pass: the route says so to everybody alike.
fn admit(
    app: &App,
    caller: &Caller,
    permission: Permission,
    namespace: &str,
    application: &str,
) -> Result<(), Failure> {
    let Some(namespace) = tock::namespace(namespace) else { return Ok(()) };
    let bot = tock::bot_name(application).and_then(|name| app.bots.named(&namespace, &name));
    Ok(caller.require(permission, &namespace, bot.as_ref().map(|bot| &bot.id))?)
}

/// Understands a sentence.
#[utoipa::path(post, path = "/rest/nlp/parse", tag = "nlu", summary = "Understand a sentence",
    request_body(content = Object, content_type = "application/json", example = json!({
        "queries": ["un train pour Lyon demain à 8h"], "namespace": "app", "applicationName": "gare",
        "context": {"language": "fr", "referenceTimezone": "Europe/Paris"}})),
    responses(
        (status = 200, description = "What was understood.", body = Object),
        (status = 400, description = "The query is wrong or names no bot; `errors` says why.")))]
pub async fn parse(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let query: ParseQuery = wire::json::read(&body)?;
    admit(&app, &caller, Permission::Understand, &query.namespace, &query.application_name)?;
    let (summary, loaded) = bot(&app, &query.namespace, &query.application_name).await?;
    let bot = loaded.talking.bot();
    let request = tock::parse_request(bot, &query, app.turns.now())?;
    let understanding = loaded.talking.understand(&request.query, false);
    let answer = json_of(&tock::parse_result(bot, &understanding));
    if request.register {
        app.store.log_sentence(SentenceSeen {
            namespace: summary.namespace.clone(),
            bot: summary.id.clone(),
            locale: understanding.locale.clone(),
            text: understanding.text.clone(),
            understanding,
            inbox: true,
            counted: true,
        });
    }
    Ok(answer)
}

/// A bot in a URL's query.
#[derive(Deserialize)]
pub struct BotQuery {
    namespace: Option<String>,
    name: Option<String>,
}

impl BotQuery {
    fn names(self) -> Result<(String, String), Failure> {
        match (self.namespace, self.name) {
            (Some(namespace), Some(name)) if !namespace.is_empty() && !name.is_empty() => {
                Ok((namespace, name))
            }
            _ => Err(Failure::bad_request("One of the parameters name or namespace is invalid")),
        }
    }
}

/// The intents of a bot.
#[utoipa::path(get, path = "/rest/nlp/intents", tag = "nlu", summary = "The intents of a bot",
    params(("namespace" = String, Query, example = "app"), ("name" = String, Query, example = "gare")),
    responses((status = 200, description = "Its intents; none when there is no such bot.", body = Vec<Object>)))]
pub async fn intents(
    State(app): State<Arc<App>>,
    caller: Caller,
    UrlQuery(query): UrlQuery<BotQuery>,
) -> Result<Response, Failure> {
    let (namespace, name) = query.names()?;
    admit(&app, &caller, Permission::View, &namespace, &name)?;
    Ok(match draft(&app, &namespace, &name).await? {
        Some(bot) => json_of(&tock::intent_definitions(&bot)),
        None => json_of(&[(); 0]),
    })
}

/// The definition of a bot.
#[utoipa::path(get, path = "/rest/nlp/application", tag = "nlu", summary = "The definition of a bot",
    params(("namespace" = String, Query, example = "app"), ("name" = String, Query, example = "gare")),
    responses(
        (status = 200, description = "Its definition.", body = Object),
        (status = 204, description = "There is no such bot.")))]
pub async fn application(
    State(app): State<Arc<App>>,
    caller: Caller,
    UrlQuery(query): UrlQuery<BotQuery>,
) -> Result<Response, Failure> {
    let (namespace, name) = query.names()?;
    admit(&app, &caller, Permission::View, &namespace, &name)?;
    Ok(match draft(&app, &namespace, &name).await? {
        Some(bot) => json_of(&tock::application_definition(&bot)),
        None => StatusCode::NO_CONTENT.into_response(),
    })
}

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
    import(&app, &caller, Permission::Administer, FileKind::Application, &body).await
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
    import(&app, &caller, Permission::Train, FileKind::Sentences, &body).await
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
    permission: Permission,
    kind: FileKind,
    body: &[u8],
) -> Result<Response, Failure> {
    let file = TockFile::read_as(kind, body)?;
    let target = file.target()?;
    let existing = app.store.bot(&target.namespace, &target.bot).await?;
    caller.require(permission, &target.namespace, existing.as_ref().map(|bot| &bot.id))?;
    let into = match &existing {
        Some(bot) => Some(app.store.draft(&bot.namespace, &bot.id).await?.bot),
        None => None,
    };
    let imported = file.import(into)?;
    if imported.report.modified {
        let import = Import {
            owner: Owner::Database,
            author: caller.actor().name,
            publish: true,
            detach: false,
        };
        app.store.import_bot(&imported.bot, &import).await?;
        // The caller may ask at once.
        app.bots.refresh().await?;
    }
    tracing::info!(
        bot = %imported.bot.name,
        lines = imported.report.lines.len(),
        modified = imported.report.modified,
        "dump imported"
    );
    Ok(json_of(&ImportAnswer { success: imported.report.modified, report: imported.report }))
}

async fn bot(
    app: &App,
    namespace: &str,
    application: &str,
) -> Result<(Arc<BotSummary>, Arc<LoadedBot>), Failure> {
    let unknown = || Failure {
        status: StatusCode::BAD_REQUEST,
        errors: NlpErrors::unknown_application(namespace, application),
    };
    let (Some(known_namespace), Some(name)) =
        (tock::namespace(namespace), tock::bot_name(application))
    else {
        return Err(unknown());
    };
    let summary = app.bots.named(&known_namespace, &name).ok_or_else(unknown)?;
    if summary.live.is_none() {
        return Err(unknown());
    }
    let loaded = app.bots.loaded(&summary.namespace, &summary.id, Environment::Live).await?;
    Ok((summary, loaded))
}

async fn draft(app: &App, namespace: &str, name: &str) -> Result<Option<model::Bot>, Failure> {
    let (Some(namespace), Some(name)) = (tock::namespace(namespace), tock::bot_name(name)) else {
        return Ok(None);
    };
    Ok(match app.store.bot(&namespace, &name).await? {
        Some(bot) => Some(app.store.draft(&bot.namespace, &bot.id).await?.bot),
        None => None,
    })
}

fn json_of(value: &impl Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response()
}
