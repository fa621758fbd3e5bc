//! Tokens with which programs call the API.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::{Permission, Problem, Timestamp, TokenId};
use serde::{Deserialize, Serialize};
use store::{NewToken, TokenInfo};
use utoipa::ToSchema;

use super::{List, Place, id_of, namespace_of, reach_of, read};
use crate::access::Caller;
use crate::app::App;
use crate::http::problem::ProblemResponse;

const DAY_MS: i64 = 24 * 3600 * 1000;

/// A token. The token itself is seen once, when it is made.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenView {
    /// Its id.
    id: String,
    /// A name to tell it by.
    name: String,
    #[serde(flatten)]
    place: Place,
    /// What it may do.
    scopes: Vec<Permission>,
    /// Its last four characters.
    #[schema(example = "9f3a")]
    ending: String,
    /// Who made it.
    created_by: String,
    /// When.
    created_at: String,
    /// When it was used last.
    #[serde(skip_serializing_if = "Option::is_none")]
    seen_at: Option<String>,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    /// The token, this once.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

fn view(info: TokenInfo, token: Option<String>) -> TokenView {
    TokenView {
        id: info.id.to_string(),
        name: info.name,
        place: Place::of(&info.reach),
        scopes: info.scopes,
        ending: info.ending,
        created_by: info.created_by,
        created_at: info.created_at.to_iso(),
        seen_at: info.seen_at.map(Timestamp::to_iso),
        expires_at: info.expires_at.map(Timestamp::to_iso),
        token,
    }
}

/// Lists the tokens.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/tokens", tag = "tokens", summary = "The tokens of a namespace",
    params(("namespace" = String, Path, example = "app")),
    responses((status = 200, description = "Newest first, with their last four characters.", body = List<TokenView>)))]
pub async fn list(
    State(app): State<Arc<App>>,
    Path(namespace): Path<String>,
) -> Result<Json<List<TokenView>>, ProblemResponse> {
    let tokens = app.store.tokens(&namespace_of(&namespace)?).await?;
    Ok(Json(List { items: tokens.into_iter().map(|token| view(token, None)).collect() }))
}

/// A token to make.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenRequest {
    /// A name to tell it by.
    #[schema(example = "nightly export")]
    name: String,
    /// What it may do.
    #[schema(example = json!(["view", "understand"]))]
    scopes: Vec<String>,
    /// The id of a bot, when it is to hold for it alone.
    bot: Option<String>,
    /// After how many days it ends; absent: never.
    #[schema(example = 90)]
    expires_in_days: Option<u32>,
}

pub(super) fn read_scopes(
    caller: &Caller,
    scopes: &[String],
    reach: &model::Reach,
) -> Result<Vec<Permission>, ProblemResponse> {
    let read = |scope: &String| {
        scope.parse().map_err(|error: model::InvalidId| {
            ProblemResponse::bad_request(format!("field `scopes`: {error}"))
        })
    };
    let mut scopes = scopes.iter().map(read).collect::<Result<Vec<Permission>, _>>()?;
    scopes.sort_unstable();
    scopes.dedup();
    if scopes.is_empty() {
        return Err(ProblemResponse::bad_request(
            "field `scopes`: give at least one permission, such as `view`",
        ));
    }
    match scopes.iter().find(|scope| !caller.holds(&[**scope], reach)) {
        None => Ok(scopes),
        Some(scope) => Err(ProblemResponse::forbidden(format!(
            "field `scopes`: to give the permission `{scope}` one must hold it"
        ))),
    }
}

/// Makes a token.
#[utoipa::path(post, path = "/api/v1/namespaces/{namespace}/tokens", tag = "tokens", summary = "Make a token",
    params(("namespace" = String, Path, example = "app")),
    request_body = TokenRequest,
    responses(
        (status = 201, description = "The token, this once: only its hash is kept.", body = TokenView),
        (status = 400, description = "The name, a scope or the bot is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The caller does not hold what the token would.", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(namespace): Path<String>,
    body: Bytes,
) -> Result<(StatusCode, Json<TokenView>), ProblemResponse> {
    let request: TokenRequest = read(&body)?;
    let namespace = namespace_of(&namespace)?;
    let reach = reach_of(&app, namespace.clone(), request.bot.as_deref())?;
    let scopes = read_scopes(&caller, &request.scopes, &reach)?;
    let expires_at =
        request.expires_in_days.map(|days| app.turns.now().plus_ms(i64::from(days) * DAY_MS));
    let new = NewToken { name: request.name, reach, scopes, expires_at };
    let (info, token) = app.store.create_token(&namespace, &new, &caller.actor()).await?;
    Ok((StatusCode::CREATED, Json(view(info, Some(token.expose().clone())))))
}

/// Deletes a token.
#[utoipa::path(delete, path = "/api/v1/namespaces/{namespace}/tokens/{token}", tag = "tokens", summary = "Delete a token",
    params(("namespace" = String, Path, example = "app"), ("token" = String, Path, description = "Its id.")),
    responses(
        (status = 204, description = "It holds no longer."),
        (status = 404, description = "There is no such token.", body = Problem, content_type = "application/problem+json")))]
pub async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((namespace, token)): Path<(String, String)>,
) -> Result<StatusCode, ProblemResponse> {
    let id: TokenId = id_of("token", &token)?;
    app.store.delete_token(&namespace_of(&namespace)?, &id, &caller.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
