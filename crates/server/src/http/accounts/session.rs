//! Signing in and out, and one's own sessions.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use model::{Permission, Problem, Secret, SessionId};
use serde::{Deserialize, Serialize};
use store::{Account, Actor, ActorKind, AuditEntry};
use utoipa::ToSchema;

use super::{List, Place, id_of, read};
use crate::access::{Caller, Origin, Who, grants_of, passwords, session_cookie};
use crate::app::App;
use crate::http::problem::ProblemResponse;

/// Who calls, and what they may do.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionInfo {
    /// `account`, `token`, `key`, or `loopback`: this machine, while there is no owner.
    #[schema(example = "account")]
    kind: &'static str,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<AccountInfo>,
    /// What they may do, and where.
    rights: Vec<Right>,
    /// What pages send as `X-CSRF-Token` with requests that change something.
    #[serde(skip_serializing_if = "Option::is_none")]
    csrf_token: Option<String>,
}

/// A person.
#[derive(Serialize, ToSchema)]
pub struct AccountInfo {
    /// Their id.
    id: String,
    /// Their address of mail.
    #[schema(example = "ada@example.org")]
    email: String,
    /// A name to show.
    name: String,
}

impl AccountInfo {
    pub(super) fn of(account: &Account) -> Self {
        Self {
            id: account.id.to_string(),
            email: account.email.clone(),
            name: account.name.clone(),
        }
    }
}

/// What somebody may do somewhere.
#[derive(Serialize, ToSchema)]
pub struct Right {
    #[serde(flatten)]
    place: Place,
    /// What.
    permissions: Vec<Permission>,
}

fn rights(grants: &[model::Grant]) -> Vec<Right> {
    let right = |grant: &model::Grant| Right {
        place: Place::of(&grant.reach),
        permissions: grant.permissions.clone(),
    };
    grants.iter().map(right).collect()
}

/// Who calls.
#[utoipa::path(get, path = "/api/v1/session", tag = "session", summary = "Who calls, and what they may do",
    responses(
        (status = 200, description = "The caller.", body = SessionInfo),
        (status = 401, description = "Nobody is signed in.", body = Problem, content_type = "application/problem+json")))]
pub async fn show(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
) -> Json<SessionInfo> {
    let kind = match caller.who() {
        Who::Account { .. } => "account",
        Who::Token(_) => "token",
        Who::Key { .. } => "key",
        Who::Loopback | Who::Nobody => "loopback",
    };
    let token = match caller.who() {
        Who::Account { session: Some(_), .. } => session_cookie::read(&app.config, &headers),
        _ => None,
    };
    Json(SessionInfo {
        kind,
        account: caller.account().map(AccountInfo::of),
        rights: rights(caller.grants()),
        csrf_token: token.map(session_cookie::csrf_token),
    })
}

/// Who wants to sign in.
#[derive(Deserialize, ToSchema)]
pub struct SignInRequest {
    /// The address of mail.
    #[schema(example = "ada@example.org")]
    email: String,
    /// The password.
    password: String,
}

/// Signs in.
#[utoipa::path(post, path = "/api/v1/session", tag = "session", summary = "Sign in with a password",
    request_body = SignInRequest,
    responses(
        (status = 200, description = "Signed in; the session is in a cookie.", body = SessionInfo),
        (status = 400, description = "The body is wrong.", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "Address or password are not right.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts; the problem says how long to wait.", body = Problem, content_type = "application/problem+json")))]
pub async fn sign_in(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ProblemResponse> {
    let request: SignInRequest = read(&body)?;
    let origin = Origin { address: caller.address(), local: false };
    let password = Secret::new(request.password);
    match app.access.sign_in(&request.email, password, origin).await? {
        Some(account) => {
            let by = actor_of(&account, &caller);
            app.store.accept_invitations(&account, &by).await?;
            begin(&app, &account, &caller, &headers, "password").await
        }
        None => {
            let entry = AuditEntry {
                namespace: None,
                action: "session.refused",
                object: request.email,
                before: None,
                after: None,
            };
            app.store.audit(&caller.actor(), entry).await?;
            Err(ProblemResponse::unauthorized("the address or the password is not right"))
        }
    }
}

fn actor_of(account: &Account, caller: &Caller) -> Actor {
    Actor {
        kind: ActorKind::Account,
        id: account.id.to_string(),
        name: account.email.clone(),
        address: caller.address().to_string(),
    }
}

/// Opens a session and gives its token.
pub(super) async fn open(
    app: &App,
    account: &Account,
    caller: &Caller,
    headers: &HeaderMap,
    method: &str,
) -> Result<Secret<String>, ProblemResponse> {
    let agent = headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok());
    let by = actor_of(account, caller);
    let begun = app.store.begin_session(account, agent.unwrap_or_default(), method, &by).await?;
    Ok(begun.1)
}

/// Begins a session and answers with it.
pub(super) async fn begin(
    app: &App,
    account: &Account,
    caller: &Caller,
    headers: &HeaderMap,
    method: &str,
) -> Result<Response, ProblemResponse> {
    let token = open(app, account, caller, headers, method).await?;
    let memberships = app.store.memberships(&account.id).await?;
    let info = SessionInfo {
        kind: "account",
        account: Some(AccountInfo::of(account)),
        rights: rights(&grants_of(&memberships)),
        csrf_token: Some(session_cookie::csrf_token(token.expose())),
    };
    let cookies = session_cookie::set(&app.config, token.expose());
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((cookies, [(header::CACHE_CONTROL, NO_STORE)], Json(info)).into_response())
}

const NO_STORE: header::HeaderValue = header::HeaderValue::from_static("no-store");

/// Signs out.
#[utoipa::path(delete, path = "/api/v1/session", tag = "session", summary = "Sign out",
    responses((status = 204, description = "Signed out; the cookie is taken back.")))]
pub async fn sign_out(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<Response, ProblemResponse> {
    if let Who::Account { account, session: Some(session) } = caller.who() {
        app.store.end_session(&account.id, session, &caller.actor()).await?;
    }
    let cookies = session_cookie::set(&app.config, "");
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    Ok((StatusCode::NO_CONTENT, cookies).into_response())
}

/// A new password.
#[derive(Deserialize, ToSchema)]
pub struct PasswordChange {
    /// The password so far; not needed by who has none yet.
    #[serde(default)]
    current: String,
    /// The new one: 12 characters or more.
    password: String,
}

/// Changes one's own password.
#[utoipa::path(put, path = "/api/v1/session/password", tag = "session", summary = "Change one's password",
    request_body = PasswordChange,
    responses(
        (status = 200, description = "Changed; all other sessions have ended, and a new one begins.", body = SessionInfo),
        (status = 400, description = "The new password is too weak.", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The password so far is not right, or the caller is no person.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many attempts.", body = Problem, content_type = "application/problem+json")))]
pub async fn change_password(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, ProblemResponse> {
    let change: PasswordChange = read(&body)?;
    let account = person(&caller)?;
    if app.store.password_hash(&account.id).await?.is_some() {
        let origin = Origin { address: caller.address(), local: false };
        let current = Secret::new(change.current);
        if app.access.sign_in(&account.email, current, origin).await?.is_none() {
            return Err(ProblemResponse::forbidden("field `current`: this is not the password"));
        }
    }
    let hash = hash_chosen(change.password).await?;
    app.store.set_password(&account.id, &hash, &caller.actor()).await?;
    begin(&app, account, &caller, &headers, "password").await
}

/// The hash of a password that somebody chose, unless it is too weak.
pub(super) async fn hash_chosen(password: String) -> Result<String, ProblemResponse> {
    let password = Secret::new(password);
    passwords::check_chosen(password.expose())
        .map_err(|reason| ProblemResponse::bad_request(format!("field `password`: {reason}")))?;
    Ok(passwords::hash(password).await)
}

fn person(caller: &Caller) -> Result<&Account, ProblemResponse> {
    caller.account().ok_or_else(|| {
        ProblemResponse::forbidden("this is for people who have signed in, not for programs")
    })
}

/// One sign-in on one device.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInInfo {
    /// Its id.
    id: String,
    /// From which machine.
    address: String,
    /// With which program, as it calls itself.
    agent: String,
    /// When.
    created_at: String,
    /// When it was used last.
    seen_at: String,
    /// When it ends at the latest.
    expires_at: String,
    /// Whether it is the one of this request.
    current: bool,
}

/// One's own sessions.
#[utoipa::path(get, path = "/api/v1/sessions", tag = "session", summary = "One's own sessions",
    responses((status = 200, description = "The sessions that hold, the one used last first.", body = List<SignInInfo>)))]
pub async fn list(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<Json<List<SignInInfo>>, ProblemResponse> {
    let Who::Account { account, session } = caller.who() else {
        return Ok(Json(List { items: Vec::new() }));
    };
    let sessions = app.store.sessions(&account.id).await?.into_iter().map(|one| SignInInfo {
        current: session.as_ref() == Some(&one.id),
        id: one.id.to_string(),
        address: one.address,
        agent: one.agent,
        created_at: one.created_at.to_iso(),
        seen_at: one.seen_at.to_iso(),
        expires_at: one.expires_at.to_iso(),
    });
    Ok(Json(List { items: sessions.collect() }))
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/api/v1/sessions/{session}", tag = "session", summary = "End one of one's sessions",
    params(("session" = String, Path, description = "Its id.")),
    responses(
        (status = 204, description = "Ended."),
        (status = 404, description = "The caller has no such session.", body = Problem, content_type = "application/problem+json")))]
pub async fn end(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(session): Path<String>,
) -> Result<StatusCode, ProblemResponse> {
    let id: SessionId = id_of("session", &session)?;
    app.store.end_session(&person(&caller)?.id, &id, &caller.actor()).await?;
    Ok(StatusCode::NO_CONTENT)
}
