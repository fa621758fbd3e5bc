//! `/rest/nlp`: understanding sentences, in the shapes of Tock's NLU API.

mod configuration;
mod health;
mod imports;
mod merge;
mod parse;
mod sentences;
mod values;

use std::sync::Arc;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use importers::tock;
use model::Permission;
use serde::Serialize;
use store::{BotSummary, Environment};
use wire::nlp::NlpErrors;

use super::Route;
use super::problem::ProblemResponse;
use crate::access::Caller;
use crate::app::App;
use crate::bots::LoadedBot;

pub use configuration::*;
pub use health::*;
pub use imports::*;
pub use merge::*;
pub use parse::*;
pub use sentences::*;
pub use values::*;

/// The routes of this API.
pub fn routes() -> Vec<Route> {
    use Permission::{Administer, Public, Train, Understand, View};
    vec![
        Route::post("/rest/nlp/parse", Understand, parse),
        Route::post("/rest/nlp/evaluate", Understand, evaluate),
        Route::post("/rest/nlp/merge", Understand, merge),
        Route::post("/rest/nlp/unknown", Understand, unknown),
        Route::post("/rest/nlp/logs/count", Understand, count_logs),
        Route::get("/rest/nlp/intents", View, intents),
        Route::get("/rest/nlp/application", View, application),
        Route::post("/rest/nlp/application/create", Administer, create_application),
        Route::post("/rest/nlp/dump/import", Administer, upload_application),
        Route::post("/rest/nlp/dump/import/plain", Administer, import_application),
        Route::post("/rest/nlp/dump/import/sentences", Train, upload_sentences),
        Route::post("/rest/nlp/dump/import/sentences/plain", Train, import_sentences),
        Route::get("/rest/nlp/healthcheck", Public, healthcheck),
    ]
}

/// A failure in Tock's shape.
pub struct Failure {
    status: StatusCode,
    errors: NlpErrors,
}

impl Failure {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, errors: NlpErrors::of(message) }
    }

    pub(super) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    pub(super) fn defect(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }

    fn unknown_application(namespace: &str, application: &str) -> Self {
        let errors = NlpErrors::unknown_application(namespace, application);
        Self { status: StatusCode::BAD_REQUEST, errors }
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
            store::Error::OwnedByFiles { .. } | store::Error::Changed { .. } => {
                StatusCode::CONFLICT
            }
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

/// The published bot that a request names, with its model, when the caller may do this with it.
pub(super) async fn bot(
    app: &App,
    caller: &Caller,
    permission: Permission,
    namespace: &str,
    application: &str,
) -> Result<(Arc<BotSummary>, Arc<LoadedBot>), Failure> {
    admit(app, caller, permission, namespace, application)?;
    let unknown = || Failure::unknown_application(namespace, application);
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

pub(super) fn json_of(value: &impl Serialize) -> Response {
    let body = serde_json::to_vec(value).unwrap_or_default();
    ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body).into_response()
}
