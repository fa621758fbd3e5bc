//! The check before every route.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::{BotId, Grant, Namespace, Permission, Reach};
use store::BotSummary;

use super::{Caller, Origin, Who, caller::forbidden, nlp_is_open};
use crate::app::App;
use crate::http::problem::ProblemResponse;

/// Where a route's permission must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// Nowhere in particular: anybody, or anybody who is known.
    Nowhere,
    /// Everywhere: it concerns the installation.
    Installation,
    /// In the namespace that the path names.
    Namespace,
    /// For the bot that the path names by namespace and name or id.
    Bot,
    /// Where the query, the body or the list says: the route asks the caller.
    Asked,
}

/// What a route declares.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What a caller must be allowed to do.
    pub permission: Permission,
    /// Where.
    pub at: At,
    /// Whether refusals have the shape of Tock's API.
    pub like_tock: bool,
    /// Whether it may be open to those who show no credentials, by the setting `nlp_open`.
    pub may_be_open: bool,
}

impl Rule {
    /// The rule of a route, by its path: a `{namespace}` is where the permission must hold, and
    /// `{bot}`, or a `{name}` right after the namespace, is the bot. What has none of them and is
    /// for owners concerns the installation.
    pub fn of(path: &str, permission: Permission) -> Self {
        let at = match permission {
            Permission::Public | Permission::Operate | Permission::SignedIn => At::Nowhere,
            _ if path.contains("{bot}") || path.contains("{namespace}/{name}") => At::Bot,
            _ if path.contains("{namespace}") => At::Namespace,
            Permission::Own => At::Installation,
            _ => At::Asked,
        };
        let duckling = path.starts_with("/duckling");
        let like_tock = path.starts_with("/rest/") || duckling;
        let may_be_open = (path.starts_with("/rest/nlp/") || duckling)
            && matches!(permission, Permission::View | Permission::Understand);
        Self { permission, at, like_tock, may_be_open }
    }
}

/// The middleware: finds out who calls, judges, and gives the route its [`Caller`].
pub async fn check(
    State((app, rule)): State<(Arc<App>, Rule)>,
    request: Request,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    match admit(&app, rule, &mut parts).await {
        Ok(caller) => {
            parts.extensions.insert(caller);
            next.run(Request::from_parts(parts, body)).await
        }
        Err(refusal) => refused(rule, refusal),
    }
}

async fn admit(app: &App, rule: Rule, parts: &mut Parts) -> Result<Caller, ProblemResponse> {
    let origin = Origin::of(parts, &app.config.trusted_proxies);
    let nobody = || Caller::new(Who::Nobody, Vec::new(), origin.address);
    match rule.permission {
        Permission::Public => return Ok(nobody()),
        Permission::Operate if app.config.metrics_public || origin.local => return Ok(nobody()),
        _ => {}
    }
    let caller = app.access.identify(&app.config, parts, origin).await?;
    let caller = match caller {
        Some(caller) => caller,
        None => without_credentials(app, rule, origin.address).ok_or_else(unknown_caller)?,
    };
    judge(app, rule, &caller, parts).await?;
    Ok(caller)
}

/// Routes that understand sentences may be open to those who show no credentials.
fn without_credentials(app: &App, rule: Rule, address: IpAddr) -> Option<Caller> {
    let open = rule.may_be_open && nlp_is_open(&app.config);
    open.then(|| {
        let permissions = vec![Permission::View, Permission::Understand];
        let grant = Grant { reach: Reach::Installation, permissions };
        Caller::new(Who::Nobody, vec![grant], address)
    })
}

async fn judge(
    app: &App,
    rule: Rule,
    caller: &Caller,
    parts: &mut Parts,
) -> Result<(), ProblemResponse> {
    let permission = rule.permission;
    let allowed = match rule.at {
        At::Nowhere if permission == Permission::Operate => {
            caller.may_everywhere(Permission::Administer)
        }
        At::Nowhere => caller.is_somebody(),
        At::Installation => caller.may_everywhere(permission),
        At::Asked => caller.may_somewhere(permission),
        At::Namespace | At::Bot => {
            let (namespace, bot) = place(app, rule.at, parts).await?;
            return match bot {
                Place::Whole => caller.require(permission, &namespace, None),
                Place::Bot(bot) => caller.require(permission, &namespace, Some(&bot)),
                // Whoever may do it with any bot of the namespace learns from the route that there
                // is no such bot; for all others it is as if there were one that is not theirs.
                Place::NoSuchBot if caller.may(permission, &namespace, None) => Ok(()),
                Place::NoSuchBot => Err(ProblemResponse::not_found(format!(
                    "there is no such bot in namespace `{namespace}`"
                ))),
            };
        }
    };
    if allowed { Ok(()) } else { Err(forbidden(permission)) }
}

enum Place {
    Whole,
    Bot(BotId),
    NoSuchBot,
}

/// The namespace and the bot that the path names.
async fn place(
    app: &App,
    at: At,
    parts: &mut Parts,
) -> Result<(Namespace, Place), ProblemResponse> {
    let unreadable = |_| ProblemResponse::bad_request("the path: its parts must be UTF-8");
    let params = RawPathParams::from_request_parts(parts, &()).await.map_err(unreadable)?;
    let param = |name: &str| params.iter().find(|(known, _)| *known == name).map(|(_, text)| text);
    let namespace = param("namespace").unwrap_or_default();
    let no_such = || ProblemResponse::not_found(format!("there is no namespace `{namespace}`"));
    let namespace: Namespace = namespace.parse().map_err(|_| no_such())?;
    if at == At::Namespace {
        return Ok((namespace, Place::Whole));
    }
    let bot = param("bot").or(param("name")).unwrap_or_default();
    let found = find_bot(app, &namespace, bot).map(|bot| Place::Bot(bot.id.clone()));
    Ok((namespace, found.unwrap_or(Place::NoSuchBot)))
}

fn find_bot(app: &App, namespace: &Namespace, bot: &str) -> Option<Arc<BotSummary>> {
    let by_name = bot.parse().ok().and_then(|name| app.bots.named(namespace, &name));
    by_name.or_else(|| {
        let mut all = app.bots.list().into_iter();
        all.find(|known| known.namespace == *namespace && known.id.as_str() == bot)
    })
}

/// 401: nobody knows who calls.
fn unknown_caller() -> ProblemResponse {
    ProblemResponse::unauthorized(
        "sign in, or send a token of the namespace: `Authorization: Bearer pat_…`",
    )
}

/// A refusal in the shape that the route's clients know.
fn refused(rule: Rule, refusal: ProblemResponse) -> Response {
    let ProblemResponse(problem) = &refusal;
    let unauthorized = problem.status == 401;
    let mut response = match rule.like_tock {
        false => refusal.into_response(),
        // Tock answers 401 to a wrong role and a wrong namespace too.
        true => {
            let status = match problem.status {
                401 | 403 | 404 => StatusCode::UNAUTHORIZED,
                other => StatusCode::from_u16(other).unwrap_or(StatusCode::SERVICE_UNAVAILABLE),
            };
            let body = serde_json::to_vec(&wire::nlp::NlpErrors::of(problem.detail.clone()));
            let json = [(header::CONTENT_TYPE, "application/json; charset=utf-8")];
            (status, json, body.unwrap_or_default()).into_response()
        }
    };
    if unauthorized {
        // A browser must not ask for a password in a window of its own on our own routes.
        let scheme =
            if rule.like_tock { "Basic realm=\"palabre\"" } else { "Bearer realm=\"palabre\"" };
        response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(scheme));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, permission: Permission, at: At) {
        assert_eq!(Rule::of(path, permission).at, at, "{path}");
    }

    #[test]
    fn the_path_says_where_a_permission_must_hold() {
        use Permission::{Administer, Own, Public, SignedIn, Understand, View};
        check("/health/live", Public, At::Nowhere);
        check("/api/v1/session", SignedIn, At::Nowhere);
        check("/api/v1/bots", View, At::Asked);
        check("/api/v1/bots/{namespace}/{name}/talk", View, At::Bot);
        check("/api/v1/namespaces/{namespace}/bots/{bot}", View, At::Bot);
        check("/api/v1/namespaces/{namespace}/flags/{name}", View, At::Namespace);
        check("/api/v1/namespaces/{namespace}", Own, At::Namespace);
        check("/api/v1/namespaces", Own, At::Installation);
        check("/api/v1/namespaces", Administer, At::Asked);
        check("/rest/nlp/parse", Understand, At::Asked);
    }
}
