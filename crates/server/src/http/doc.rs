//! Pages inside the binary: those that describe the API, and the one for signing in.

use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;

use super::problem::ProblemResponse;

#[derive(RustEmbed)]
#[folder = "assets"]
struct Pages;

/// Serves a page of the description, or what it is made of.
pub async fn serve(Path(file): Path<String>) -> Response {
    page(&format!("doc/{file}"))
}

/// Serves the page for signing in.
pub async fn sign_in() -> Response {
    page("sign-in/index.html")
}

/// Serves what the page for signing in is made of.
pub async fn sign_in_part(Path(file): Path<String>) -> Response {
    page(&format!("sign-in/{file}"))
}

fn page(file: &str) -> Response {
    let Some(found) = Pages::get(file) else {
        return ProblemResponse::not_found(format!(
            "there is no page `/{file}`; the API is described at `/doc/index.html`"
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
