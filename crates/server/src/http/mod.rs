//! The routes.
//!
//! Every route of our own declares the permission it needs, here, in one list: from it come the
//! router, the check of callers (`access`), the OpenAPI description's `x-permission`, and the tests
//! of all of them. Where the permission must hold follows from the path: see `access::At`. What no route takes is
//! looked up among the channels, then among Studio's files.

mod api;
mod channel;
mod doc;
mod guard;
mod health;
mod nlp;
mod openapi;
pub mod problem;
mod studio;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use model::{Permission, limits};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

pub use openapi::openapi_json;

use crate::access::{self, Rule};
use crate::app::App;

/// One route of our own.
pub struct Route {
    /// Its method.
    pub method: Method,
    /// Its path, with `{parameters}`.
    pub path: &'static str,
    /// What a caller must be allowed to do.
    pub permission: Permission,
    handler: MethodRouter<Arc<App>>,
}

/// Every route of our own.
pub fn routes() -> Vec<Route> {
    use Permission::{Administer, Author, Operate, Public, Train, Understand, View};
    let read = |path, permission, handler| Route { method: Method::GET, path, permission, handler };
    let write =
        |path, permission, handler| Route { method: Method::POST, path, permission, handler };
    vec![
        read("/health/live", Public, get(health::live)),
        read("/health/ready", Public, get(health::ready)),
        read("/health/liveness", Public, get(health::live)),
        read("/health/readiness", Public, get(health::ready)),
        read("/metrics", Operate, get(health::metrics)),
        read("/api/openapi.json", Public, get(openapi::serve)),
        read("/api/v1/bots", View, get(api::bots)),
        write("/api/v1/bots/{namespace}/{name}/talk", Author, post(api::talk)),
        write("/rest/nlp/parse", Understand, post(nlp::parse)),
        read("/rest/nlp/intents", View, get(nlp::intents)),
        read("/rest/nlp/application", View, get(nlp::application)),
        write("/rest/nlp/dump/import/plain", Administer, post(nlp::import_application)),
        write("/rest/nlp/dump/import/sentences/plain", Train, post(nlp::import_sentences)),
        read("/rest/nlp/healthcheck", Public, get(health::live)),
    ]
}

/// The whole platform as one service.
pub fn router(app: Arc<App>) -> Router {
    let own = routes()
        .into_iter()
        .fold(Router::new(), |router, route| {
            let rule = Rule::of(route.path, route.permission);
            let check = axum::middleware::from_fn_with_state((app.clone(), rule), access::check);
            router.route(route.path, route.handler.layer(check))
        })
        .route("/doc/{*file}", get(doc::serve))
        .layer(DefaultBodyLimit::max(limits::IMPORT_BODY_BYTES_MAX))
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard::refuse_foreign_pages));
    // Streams must not wait for a compressor's buffer to fill.
    let compressed = DefaultPredicate::new().and(NotForContentType::SSE);
    Router::new()
        .merge(own)
        .fallback(elsewhere)
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(app)
}

/// A channel, or a file of Studio's, or nothing.
async fn elsewhere(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some((served, rest)) = app.bots.channel_at(&path) {
        let rest = rest.to_owned();
        return channel::serve(app, served, rest, request).await;
    }
    studio::serve(&request, &path)
}

fn panicked(panic: Box<dyn std::any::Any + Send + 'static>) -> Response {
    let reason = panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default();
    tracing::error!(reason, "a request panicked");
    problem::ProblemResponse(model::Problem::new(
        500,
        "defect",
        "Defect",
        "this request met a defect of the platform; the log says where",
    ))
    .into_response()
}
