//! The routes.
//!
//! Every route of our own declares the permission it needs, here, in one list: from it come the
//! router, the check of callers (`access`), the OpenAPI description's `x-permission`, and the tests
//! of all of them. Where the permission must hold follows from the path: see `access::At`. What no route takes is
//! looked up among the channels, then among Studio's files.

mod accounts;
mod api;
mod bot_api;
mod channel;
mod doc;
mod duckling;
mod evaluations;
mod guard;
mod health;
mod idempotency;
mod jobs;
pub mod nlp;
mod openapi;
pub mod problem;
mod studio;
mod tock_admin;
mod widget;

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::handler::Handler;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, MethodRouter, get};
use model::{Permission, limits};
use tokio::sync::{Mutex, MutexGuard};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate};

pub use openapi::openapi_json;

use crate::access::{self, Rule};
use crate::app::App;
use crate::demo;

/// Two imports that make the same new bot must not overwrite each other. Changes of bots that
/// exist are told apart by the store.
async fn one_import_at_a_time() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::const_new(());
    ONE.lock().await
}

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

macro_rules! constructors {
    ($($name:ident = $method:ident, $verb:literal;)*) => {
        impl Route {$(
            #[doc = concat!("A route for `", $verb, "`.")]
            pub fn $name<H, T>(path: &'static str, permission: Permission, handler: H) -> Self
            where
                H: Handler<T, Arc<App>>,
                T: 'static,
            {
                let handler = axum::routing::$name(handler);
                Self { method: Method::$method, path, permission, handler }
            }
        )*}
    };
}

constructors! {
    get = GET, "GET";
    put = PUT, "PUT";
    post = POST, "POST";
    delete = DELETE, "DELETE";
}

impl Route {
    /// What a demonstration serves in its place.
    fn refused_in_demo(&self) -> MethodRouter<Arc<App>> {
        let filter = MethodFilter::try_from(self.method.clone()).unwrap_or(MethodFilter::POST);
        axum::routing::on(filter, async || {
            problem::ProblemResponse(model::Problem::new(
                403,
                "demonstration",
                "Demonstration",
                "this is a public demonstration, which takes no files; run your own: `palabre serve`",
            ))
        })
    }
}

/// Every route of our own.
pub fn routes() -> Vec<Route> {
    use Permission::{Operate, Public, Train, Understand, View};
    let mut routes = vec![
        Route::get("/health/live", Public, health::live),
        Route::get("/health/ready", Public, health::ready),
        Route::get("/health/liveness", Public, health::live),
        Route::get("/health/readiness", Public, health::ready),
        Route::get("/metrics", Operate, health::metrics),
        Route::get("/api/openapi.json", Public, openapi::serve),
        Route::post("/duckling/parse", Understand, duckling::parse),
        Route::get("/api/v1/bots/{namespace}/{name}/evaluations", View, evaluations::list),
        Route::post("/api/v1/bots/{namespace}/{name}/evaluations", Train, evaluations::create),
        Route::get("/api/v1/bots/{namespace}/{name}/evaluations/{id}", View, evaluations::read),
        Route::get("/api/v1/namespaces/{namespace}/jobs", View, jobs::list),
        Route::get("/api/v1/namespaces/{namespace}/jobs/{id}", View, jobs::read),
        Route::post("/api/v1/namespaces/{namespace}/jobs/{id}/cancel", Train, jobs::cancel),
    ];
    routes.extend(accounts::routes());
    routes.extend(nlp::routes());
    routes.extend(tock_admin::routes());
    routes.extend(api::routes());
    routes.extend(widget::routes());
    routes
}

/// The whole platform as one service.
pub fn router(app: Arc<App>) -> Router {
    let (for_pages, own): (Vec<Route>, Vec<Route>) =
        routes().into_iter().partition(|route| widget::is_for_pages(route.path));
    // Pages of other sites have no part in the accounts: the widget API knows visitors by itself.
    let for_pages = for_pages
        .into_iter()
        .fold(Router::new(), |router, route| router.route(route.path, route.handler));
    let own = own
        .into_iter()
        .fold(Router::new(), |router, route| {
            let rule = Rule::of(route.path, route.permission);
            let check = axum::middleware::from_fn_with_state((app.clone(), rule), access::check);
            let once = axum::middleware::from_fn_with_state(app.clone(), idempotency::once);
            let handler = if app.config.demo && demo::is_upload(route.path) {
                route.refused_in_demo()
            } else if is_done_once(&route) {
                route.handler.layer(once)
            } else {
                route.handler
            };
            let told = axum::middleware::from_fn(api::undo::tell_revision);
            router.route(route.path, handler.layer(told).layer(check))
        })
        .route("/doc/{*file}", get(doc::serve))
        .layer(DefaultBodyLimit::max(limits::IMPORT_BODY_BYTES_MAX))
        .layer(axum::middleware::from_fn_with_state(app.clone(), guard::refuse_foreign_pages));
    // Streams must not wait for a compressor's buffer to fill.
    let compressed = DefaultPredicate::new().and(NotForContentType::SSE);
    Router::new()
        .merge(own)
        .merge(for_pages)
        .fallback(elsewhere)
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(CatchPanicLayer::custom(panicked))
        .with_state(app)
}

/// Whether a route makes something, so that repeating it must not. Events know their keys
/// themselves: the turn is the answer.
fn is_done_once(route: &Route) -> bool {
    const EVENTS: [&str; 3] = ["/talk", "/notify", "/desk"];
    route.method == Method::POST
        && ["/api/v1/bots/", "/api/v1/namespaces/"].iter().any(|one| route.path.starts_with(one))
        && !EVENTS.iter().any(|end| route.path.ends_with(end))
}

/// A channel, or a file of Studio's, or nothing.
async fn elsewhere(State(app): State<Arc<App>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(key) = bot_api::key(&request) {
        return bot_api::accept(app, key, request).await;
    }
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
