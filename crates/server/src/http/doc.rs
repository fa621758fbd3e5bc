//! Pages inside the binary that describe the API.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::problem::ProblemResponse;

#[derive(RustEmbed)]
#[folder = "assets/doc"]
struct Pages;

/// Serves a page of the description, or what it is made of.
pub async fn serve(Path(file): Path<String>) -> Response {
    let Some(found) = Pages::get(&file) else {
        return ProblemResponse::not_found(format!(
            "there is no page `/doc/{file}`; the API is described at `/doc/index.html`"
        ))
        .into_response();
    };
    let content_type = match file.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        _ => "application/octet-stream",
    };
    let policy = "default-src 'self'; base-uri 'none'; frame-ancestors 'none'";
    (
        [
            (header::CONTENT_TYPE, content_type),
            (header::CONTENT_SECURITY_POLICY, policy),
            (header::CACHE_CONTROL, "no-cache"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        found.data.into_owned(),
    )
        .into_response()
}
