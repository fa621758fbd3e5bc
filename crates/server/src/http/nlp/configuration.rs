//! Bots and their intents as definitions.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Query as UrlQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use importers::tock;
use model::Permission;
use serde::Deserialize;
use store::{Import, Owner};
use wire::nlp::CreateApplicationQuery;

use super::{Failure, admit, json_of};
use crate::access::Caller;
use crate::app::App;

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

/// Makes a bot.
#[utoipa::path(post, path = "/rest/nlp/application/create", tag = "nlu", summary = "Make a bot",
    request_body(content = Object, content_type = "application/json", example = json!({
        "name": "trip", "namespace": "app", "locale": "fr"})),
    responses(
        (status = 200, description = "Its definition.", body = Object),
        (status = 204, description = "There is a bot of that name already; it stays as it is."),
        (status = 400, description = "A name or the language is missing or wrong; `errors` says which.")))]
pub async fn create_application(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let query: CreateApplicationQuery = wire::json::read(&body)?;
    let bot = tock::new_bot(&query)?;
    caller.require(Permission::Administer, &bot.namespace, None)?;
    let _alone = crate::http::one_import_at_a_time().await;
    if app.store.bot(&bot.namespace, &bot.name).await?.is_some() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let by = caller.actor();
    let import = Import { owner: Owner::Database, by, publish: true, detach: false };
    app.store.import_bot(&bot, &import).await?;
    app.bots.refresh().await?;
    Ok(json_of(&tock::application_definition(&bot)))
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
