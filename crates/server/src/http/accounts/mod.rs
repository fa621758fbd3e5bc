//! `/api/v1`: who may do what. Sessions, members, invitations, tokens, keys, the audit log.

mod audit;
mod links;
mod members;
mod oidc;
mod plans;
mod session;
mod signing_keys;
mod tokens;

use model::{BotId, Namespace, Permission, Reach};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::Route;
use super::problem::ProblemResponse;
use crate::app::App;

/// The routes of this folder.
pub fn routes() -> Vec<Route> {
    use Permission::{Administer, Own, Public, SignedIn, View};
    let mut routes = vec![
        Route::get("/api/v1/session", SignedIn, session::show),
        Route::post("/api/v1/session", Public, session::sign_in),
        Route::delete("/api/v1/session", SignedIn, session::sign_out),
        Route::put("/api/v1/session/password", SignedIn, session::change_password),
        Route::get("/api/v1/sessions", SignedIn, session::list),
        Route::delete("/api/v1/sessions/{session}", SignedIn, session::end),
        Route::post("/api/v1/links/look", Public, links::look),
        Route::post("/api/v1/links/use", Public, links::use_link),
        Route::get("/api/v1/namespaces/{namespace}/members", Administer, members::list),
        Route::put("/api/v1/namespaces/{namespace}/members/{account}", Administer, members::set),
        Route::post(
            "/api/v1/namespaces/{namespace}/members/{account}/reset",
            Administer,
            members::reset,
        ),
        Route::get("/api/v1/namespaces/{namespace}/invitations", Administer, members::invitations),
        Route::post("/api/v1/namespaces/{namespace}/invitations", Administer, members::invite),
        Route::delete(
            "/api/v1/namespaces/{namespace}/invitations/{invitation}",
            Administer,
            members::uninvite,
        ),
        Route::get("/api/v1/namespaces/{namespace}/tokens", Administer, tokens::list),
        Route::post("/api/v1/namespaces/{namespace}/tokens", Administer, tokens::create),
        Route::delete("/api/v1/namespaces/{namespace}/tokens/{token}", Administer, tokens::delete),
        Route::get("/api/v1/namespaces/{namespace}/signing-keys", Administer, signing_keys::list),
        Route::post(
            "/api/v1/namespaces/{namespace}/signing-keys",
            Administer,
            signing_keys::create,
        ),
        Route::delete(
            "/api/v1/namespaces/{namespace}/signing-keys/{key}",
            Administer,
            signing_keys::delete,
        ),
        Route::get("/api/v1/namespaces/{namespace}/audit", Administer, audit::of_namespace),
        Route::get(
            "/api/v1/namespaces/{namespace}/audit/export",
            Administer,
            audit::export_namespace,
        ),
        Route::get("/api/v1/audit", Own, audit::of_installation),
        Route::get("/api/v1/namespaces/{namespace}/plan", View, plans::of_namespace),
        Route::get("/api/v1/namespaces/{namespace}/limits", Administer, plans::limits),
        Route::get("/api/v1/plans", Own, plans::list),
        Route::put("/api/v1/plans", Own, plans::set),
    ];
    routes.extend(oidc::routes());
    routes
}

/// The description of the routes of this folder.
#[derive(OpenApi)]
#[openapi(
    paths(
        session::show, session::sign_in, session::sign_out, session::change_password,
        session::list, session::end, links::look, links::use_link, members::list, members::set,
        members::reset, members::invitations, members::invite, members::uninvite, tokens::list,
        tokens::create, tokens::delete, signing_keys::list, signing_keys::create,
        signing_keys::delete, audit::of_namespace, audit::export_namespace, audit::of_installation,
        plans::of_namespace, plans::limits, plans::list, plans::set, oidc::ways, oidc::leave, oidc::come_back,
    ),
    tags(
        (name = "session", description = "Signing in, and what the caller may do."),
        (name = "members", description = "Who is what in a namespace."),
        (name = "tokens", description = "Tokens and keys with which programs call the API."),
        (name = "audit", description = "Who did what, when, from where."),
    ),
)]
pub struct Description;

/// Items of a list.
#[derive(Serialize, ToSchema)]
pub struct List<T> {
    /// The items.
    pub items: Vec<T>,
}

/// A role or a right, and where it holds.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// The namespace; absent: the whole installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "app")]
    namespace: Option<String>,
    /// The bot; absent: all bots.
    #[serde(skip_serializing_if = "Option::is_none")]
    bot: Option<String>,
}

impl Place {
    fn of(reach: &Reach) -> Self {
        match reach {
            Reach::Installation => Self { namespace: None, bot: None },
            Reach::Namespace(namespace) => {
                Self { namespace: Some(namespace.to_string()), bot: None }
            }
            Reach::Bot(namespace, bot) => {
                Self { namespace: Some(namespace.to_string()), bot: Some(bot.to_string()) }
            }
        }
    }
}

/// A namespace as a place, or the bot of it that a body names by id.
fn reach_of(app: &App, namespace: Namespace, bot: Option<&str>) -> Result<Reach, ProblemResponse> {
    let Some(bot) = bot else { return Ok(Reach::Namespace(namespace)) };
    let known = app
        .bots
        .list()
        .into_iter()
        .find(|known| known.namespace == namespace && known.id.as_str() == bot)
        .map(|known| known.id.clone());
    let bot: BotId = known.ok_or_else(|| {
        ProblemResponse::bad_request(format!(
            "field `bot`: there is no bot `{bot}` in namespace `{namespace}`; give its id"
        ))
    })?;
    Ok(Reach::Bot(namespace, bot))
}

/// The namespace of the path; the check before the route has read it already.
fn namespace_of(text: &str) -> Result<Namespace, ProblemResponse> {
    text.parse().map_err(|_| ProblemResponse::not_found(format!("there is no namespace `{text}`")))
}

/// The body as JSON of this shape.
fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, ProblemResponse> {
    serde_json::from_slice(body)
        .map_err(|error| ProblemResponse::bad_request(format!("the body: {error}")))
}

/// Reads an id of the path; what is none names nothing.
fn id_of<T: std::str::FromStr>(what: &str, text: &str) -> Result<T, ProblemResponse> {
    text.parse().map_err(|_| ProblemResponse::not_found(format!("there is no {what} `{text}`")))
}
