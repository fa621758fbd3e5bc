//! Signing in with an OpenID provider: leaving for it, and coming back.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use model::{Permission, Problem, Reach};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{Account, Actor, AuditEntry, Membership, Subject, SubjectRefusal};
use utoipa::{IntoParams, ToSchema};

use super::session;
use crate::access::oidc::{Attempt, Oidc, Refusal};
use crate::access::{Caller, session_cookie};
use crate::app::App;
use crate::config::NewAccounts;
use crate::http::problem::ProblemResponse;
use crate::system::SystemRng;

/// The ways to sign in.
#[derive(Serialize, ToSchema)]
pub struct SignInWays {
    /// With a password: always.
    password: bool,
    /// With a provider, when one is set up.
    #[serde(skip_serializing_if = "Option::is_none")]
    provider: Option<ProviderWay>,
}

/// Signing in with a provider.
#[derive(Serialize, ToSchema)]
pub struct ProviderWay {
    /// What people know it as.
    #[schema(example = "id.example.org")]
    name: String,
    /// Where a browser goes to begin.
    #[schema(example = "/sign-in/oidc")]
    url: &'static str,
}

/// The ways to sign in.
#[utoipa::path(get, path = "/api/v1/sign-in-ways", tag = "session", summary = "The ways to sign in",
    responses((status = 200, description = "The ways that work here.", body = SignInWays)))]
pub async fn ways(State(app): State<Arc<App>>) -> Json<SignInWays> {
    let provider = app.oidc.as_ref();
    let provider =
        provider.map(|oidc| ProviderWay { name: oidc.name().to_owned(), url: "/sign-in/oidc" });
    Json(SignInWays { password: true, provider })
}

/// Leaves for the provider.
#[utoipa::path(get, path = "/sign-in/oidc", tag = "session", summary = "Leave for the OpenID provider",
    responses(
        (status = 303, description = "To the provider; or back to the page for signing in, which says what is wrong."),
        (status = 404, description = "No provider is set up.", body = Problem, content_type = "application/problem+json")))]
pub async fn leave(State(app): State<Arc<App>>) -> Result<Response, ProblemResponse> {
    let oidc = provider(&app)?;
    let attempt = Attempt::random(&mut SystemRng);
    Ok(match oidc.leave(&attempt).await {
        Ok(address) => {
            let cookie = session_cookie::attempt(&app.config, &attempt.to_cookie());
            to(&address, [cookie])
        }
        Err(refusal) => back_to_page(&refusal),
    })
}

/// What the provider says when it sends somebody back.
#[derive(Deserialize, IntoParams)]
pub struct WayBack {
    /// To ask for the token with.
    #[serde(default)]
    code: String,
    /// What was sent along.
    #[serde(default)]
    state: String,
    /// Who sends back.
    iss: Option<String>,
}

/// Comes back from the provider.
#[utoipa::path(get, path = "/sign-in/oidc/callback", tag = "session", summary = "Come back from the OpenID provider",
    params(WayBack),
    responses(
        (status = 303, description = "Signed in, to the start; or back to the page for signing in, which says what is wrong."),
        (status = 404, description = "No provider is set up.", body = Problem, content_type = "application/problem+json")))]
pub async fn come_back(
    State(app): State<Arc<App>>,
    caller: Caller,
    headers: HeaderMap,
    Query(way): Query<WayBack>,
) -> Result<Response, ProblemResponse> {
    let oidc = provider(&app)?;
    let kept = session_cookie::read_attempt(&app.config, &headers);
    let attempt = kept.and_then(|kept| Attempt::of_cookie(kept, &way.state));
    // Somebody took too long, or another page sent them here, or the provider says no.
    let Some(attempt) = attempt.filter(|_| !way.code.is_empty()) else {
        return Ok(page_with("expired"));
    };
    let now = app.turns.now();
    let person = match oidc.come_back(&attempt, &way.code, way.iss.as_deref(), now).await {
        Ok(person) => person,
        Err(refusal) => {
            refuse(&app, &caller, "", &refusal.to_string()).await?;
            return Ok(back_to_page(&refusal));
        }
    };
    let subject = Subject {
        issuer: oidc.issuer().to_owned(),
        subject: person.subject,
        email: person.email,
        name: person.name,
    };
    let first = match oidc.new_accounts() {
        NewAccounts::Invited => None,
        NewAccounts::Everybody(role, namespace) => {
            Some(Membership { reach: Reach::Namespace(namespace.clone()), role: *role })
        }
    };
    match app.store.account_of_subject(&subject, first.as_ref(), &caller.actor()).await? {
        Ok(account) => enter(&app, &account, &caller, &headers).await,
        Err(refusal) => {
            refuse(&app, &caller, &subject.email, refusal.as_str()).await?;
            Ok(page_with(match refusal {
                SubjectRefusal::NotInvited => "not-invited",
                SubjectRefusal::Disabled | SubjectRefusal::OtherSubject => "refused",
            }))
        }
    }
}

async fn enter(
    app: &App,
    account: &Account,
    caller: &Caller,
    headers: &HeaderMap,
) -> Result<Response, ProblemResponse> {
    let token = session::open(app, account, caller, headers, "oidc").await?;
    let [session, csrf] = session_cookie::set(&app.config, token.expose());
    Ok(to("/", [session, csrf, session_cookie::attempt(&app.config, "")]))
}

fn provider(app: &App) -> Result<&Oidc, ProblemResponse> {
    app.oidc.as_ref().ok_or_else(|| {
        ProblemResponse::not_found(
            "no provider is set up here; the operator can, with the setting `oidc_issuer`",
        )
    })
}

async fn refuse(
    app: &App,
    caller: &Caller,
    email: &str,
    reason: &str,
) -> Result<(), ProblemResponse> {
    let entry = AuditEntry {
        namespace: None,
        action: "session.refused",
        object: email.to_owned(),
        before: None,
        after: Some(json!({"method": "oidc", "reason": reason})),
    };
    let by: Actor = caller.actor();
    Ok(app.store.audit(&by, entry).await?)
}

fn back_to_page(refusal: &Refusal) -> Response {
    tracing::warn!(%refusal, "nobody could be signed in with the provider");
    page_with(match refusal {
        Refusal::Provider(_) => "provider",
        Refusal::Answer { .. } => "refused",
    })
}

/// The page for signing in, which says what is wrong in the reader's language.
fn page_with(problem: &str) -> Response {
    to(&format!("/sign-in?problem={problem}"), [])
}

fn to<const N: usize>(address: &str, cookies: [HeaderValue; N]) -> Response {
    let Ok(address) = HeaderValue::from_str(address) else {
        return ProblemResponse::defect("the provider's address is none").into_response();
    };
    let cookies = AppendHeaders(cookies.map(|cookie| (header::SET_COOKIE, cookie)));
    let no_store = HeaderValue::from_static("no-store");
    let plain = [(header::LOCATION, address), (header::CACHE_CONTROL, no_store)];
    (StatusCode::SEE_OTHER, cookies, plain).into_response()
}

/// The routes of this file.
pub(super) fn routes() -> Vec<crate::http::Route> {
    use crate::http::Route;
    vec![
        Route::get("/api/v1/sign-in-ways", Permission::Public, ways),
        Route::get("/sign-in/oidc", Permission::Public, leave),
        Route::get(crate::access::oidc::CALLBACK_PATH, Permission::Public, come_back),
    ]
}
