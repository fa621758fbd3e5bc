//! Health and metrics.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::app::{App, publish_counters};

/// The oldest waiting event may be this old before the server says that it is not ready.
const INBOX_AGE_MAX_MS: i64 = 60_000;

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "operation", summary = "The process answers",
    responses((status = 200, description = "It does.")))]
pub async fn live() -> StatusCode {
    StatusCode::OK
}

/// The platform can do its work.
#[utoipa::path(get, path = "/health/ready", tag = "operation", summary = "The platform can do its work",
    responses(
        (status = 200, description = "Storage takes writes and events do not pile up.", body = serde_json::Value),
        (status = 503, description = "It cannot now; the body says why.", body = serde_json::Value)))]
pub async fn ready(State(app): State<Arc<App>>) -> Response {
    let mut problems = Vec::new();
    if *app.stopping.borrow() {
        problems.push("the server is stopping".to_owned());
    }
    if let Err(error) = app.store.check_writable().await {
        problems.push(format!("storage takes no writes: {error}"));
    }
    match app.store.inbox_state().await {
        Ok(state) => {
            let age_ms = state.oldest.map_or(0, |oldest| app.turns.now().since_ms(oldest));
            if age_ms > INBOX_AGE_MAX_MS {
                problems.push(format!("the oldest event has waited for {} s", age_ms / 1000));
            }
        }
        Err(error) => problems.push(format!("storage does not answer: {error}")),
    }
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let body = json!({ "ready": problems.is_empty(), "problems": problems });
    (status, axum::Json(body)).into_response()
}

/// Metrics in Prometheus's text format.
#[utoipa::path(get, path = "/metrics", tag = "operation", summary = "Metrics in Prometheus's text format",
    responses(
        (status = 200, description = "The metrics.", content_type = "text/plain", body = String),
        (status = 403, description = "The caller is another machine.")))]
pub async fn metrics(State(app): State<Arc<App>>) -> Response {
    publish_counters(&app).await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], app.metrics.render())
        .into_response()
}
