//! `/widget.js`: the widget itself, inside the binary.

use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::http::studio::knows;

/// How long a page may show an old widget after an upgrade: one hour, and another day while a new
/// one is fetched beside.
const KEPT: &str = "public, max-age=3600, stale-while-revalidate=86400";

/// Serves the script.
pub async fn serve(request: Request) -> Response {
    let Some(script) = studio_assets::widget() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut response = if knows(&request, &script.etag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, script.content_type)], script.bytes).into_response()
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(KEPT));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Pages that isolate themselves, and those that check its hash, may load it too.
    let everywhere = HeaderValue::from_static("*");
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, everywhere);
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    if let Ok(etag) = HeaderValue::from_str(&script.etag) {
        headers.insert(header::ETAG, etag);
    }
    response
}
