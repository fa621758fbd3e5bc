//! Studio's files, and the answer to addresses that nothing knows.

use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::problem::ProblemResponse;

/// Beginnings of paths that are never Studio's: an unknown address below them is an error for
/// programs, not a page.
const RESERVED: &[&str] = &["/api", "/rest", "/io", "/doc", "/health", "/metrics", "/duckling"];

/// Serves a file of Studio's, or says that there is nothing.
pub fn serve(request: &Request, path: &str) -> Response {
    let reserved = RESERVED.iter().any(|prefix| {
        path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    if reserved || !matches!(*request.method(), Method::GET | Method::HEAD) {
        return not_found(path);
    }
    let Some(asset) = studio_assets::file(path) else { return not_found(path) };
    if knows(request, &asset.etag) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let caching = if asset.immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut response = ([(header::CONTENT_TYPE, asset.content_type)], asset.bytes).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    headers.insert(
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static(studio_assets::CONTENT_SECURITY_POLICY),
    );
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    if let Ok(etag) = HeaderValue::from_str(&asset.etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}

/// Whether the client has what has this tag already. A cache may have weakened the tag, as it does
/// when it compresses.
pub fn knows(request: &Request, etag: &str) -> bool {
    let known = request.headers().get(header::IF_NONE_MATCH).and_then(|tag| tag.to_str().ok());
    known.is_some_and(|tags| tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag))
}

fn not_found(path: &str) -> Response {
    ProblemResponse::not_found(format!(
        "there is nothing at `{path}`; channels listen at `/io/{{namespace}}/{{bot}}/{{channel}}`, \
         and `/doc/index.html` describes the API"
    ))
    .into_response()
}
