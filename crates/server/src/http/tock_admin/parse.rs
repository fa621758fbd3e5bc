//! Understanding a sentence, and keeping it to be looked at.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use importers::tock;
use model::{Locale, Permission};
use serde_json::json;
use wire::nlp::{AdminParseQuery, ParseQuery};

use super::super::nlp::{Failure, bot, register};
use super::without_nulls;
use crate::access::Caller;
use crate::app::App;

/// Understands a sentence; it waits to be looked at.
#[utoipa::path(post, path = "/rest/admin/parse", tag = "tock-admin", summary = "Understand a sentence",
    request_body(content = Object, content_type = "application/json", example = json!({
        "namespace": "app", "applicationName": "gare", "language": "fr", "query": "un train pour Lyon"})),
    responses(
        (status = 200, description = "The sentence with what was understood.", body = Object),
        (status = 400, description = "The query is wrong or names no application; `errors` says why.")))]
pub async fn parse(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let asked: AdminParseQuery = wire::json::read(&body)?;
    let (namespace, application) = (&asked.namespace, &asked.application_name);
    let (summary, loaded) =
        bot(&app, &caller, Permission::Understand, namespace, application).await?;
    let content = loaded.talking.bot();
    let first = || content.locales.first().map_or_else(|| "en".to_owned(), Locale::to_underscored);
    let query: ParseQuery = serde_json::from_value(json!({
        "queries": [asked.query], "namespace": namespace, "applicationName": application,
        "context": {"language": asked.language.unwrap_or_else(first),
            "checkExistingQuery": asked.check_existing_query,
            "registerQuery": true, "increaseQueryCounter": true},
        "state": {"states": asked.state.into_iter().collect::<Vec<_>>()},
    }))
    .map_err(|error| Failure::bad_request(error.to_string()))?;
    let now = app.turns.now();
    let request = tock::parse_request(content, &query, now)?;
    let vector = app.bots.vector_of(&loaded.talking, &request.query).await;
    let understanding = loaded.talking.understand(&request.query, &vector, false);
    let result = tock::parse_result(content, &request, &understanding);
    register(&app, &summary, content, &request, understanding);
    Ok(without_nulls(&tock::sentence_report(content, &result, now)))
}
