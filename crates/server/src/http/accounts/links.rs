//! Using a link: the first owner's, an invitation, one for a lost password.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use model::Problem;
use serde::{Deserialize, Serialize};
use store::LinkKind;
use utoipa::ToSchema;

use super::{read, session};
use crate::access::Caller;
use crate::app::App;
use crate::http::problem::ProblemResponse;
use crate::owner;

/// A link.
#[derive(Deserialize, ToSchema)]
pub struct LinkRequest {
    /// What stands behind the `#` of the link.
    token: String,
}

/// What a link is for.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LinkPurpose {
    /// `owner`, `invitation` or `reset`.
    #[schema(example = "invitation")]
    kind: &'static str,
    /// For whom; empty for the first owner.
    email: String,
    /// When it ends.
    expires_at: String,
}

fn gone() -> ProblemResponse {
    ProblemResponse::not_found(
        "this link is not known, was used, or its time is over; ask for a new one",
    )
}

/// Says what a link is for.
#[utoipa::path(post, path = "/api/v1/links/look", tag = "session", summary = "What a link is for",
    request_body = LinkRequest,
    responses(
        (status = 200, description = "It works.", body = LinkPurpose),
        (status = 404, description = "It does not work, or no longer.", body = Problem, content_type = "application/problem+json")))]
pub async fn look(
    State(app): State<Arc<App>>,
    body: Bytes,
) -> Result<Json<LinkPurpose>, ProblemResponse> {
    let request: LinkRequest = read(&body)?;
    let link = app.store.link(&request.token).await?.ok_or_else(gone)?;
    Ok(Json(LinkPurpose {
        kind: link.kind.as_str(),
        email: link.email,
        expires_at: link.expires_at.to_iso(),
    }))
}

/// Uses a link.
#[derive(Deserialize, ToSchema)]
pub struct LinkUse {
    /// What stands behind the `#` of the link.
    token: String,
    /// The first owner's address of mail; other links know it.
    #[serde(default)]
    email: String,
    /// A name to show.
    #[serde(default)]
    name: String,
    /// A password: 12 characters or more.
    password: String,
}

/// Makes or repairs an account with a link, and signs in.
#[utoipa::path(post, path = "/api/v1/links/use", tag = "session", summary = "Use a link: set a password and sign in",
    request_body = LinkUse,
    responses(
        (status = 200, description = "The password is set; the session is in a cookie.", body = session::SessionInfo),
        (status = 400, description = "The password is too weak, or the owner's address is missing.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "It does not work, or no longer.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "Who is invited has an account already: sign in.", body = Problem, content_type = "application/problem+json")))]
pub async fn use_link(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ProblemResponse> {
    let request: LinkUse = read(&body)?;
    // Hashing is work: only for who holds a link.
    let link = app.store.link(&request.token).await?.ok_or_else(gone)?;
    if link.kind == LinkKind::Owner {
        store::check_email(&request.email)?;
    }
    let hash = session::hash_chosen(request.password).await?;
    let account = app
        .store
        .use_link(&request.token, &request.email, &request.name, &hash, &caller.actor())
        .await
        .map_err(|error| match error {
            store::Error::NotFound { .. } => gone(),
            other => other.into(),
        })?;
    if link.kind == LinkKind::Owner {
        owner::remove_link_file(&app.config);
    }
    session::begin(&app, &account, &caller, &headers, "link").await
}
