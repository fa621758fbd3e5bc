//! Keeps web pages of elsewhere away from the routes that are not for the public.
//!
//! Any page that a browser on this machine shows can send requests to loopback, and any page at
//! all to the public address. A request to a route outside the channels is therefore refused when
//! its `Host` is neither this machine nor the host of `public_url` (DNS rebinding), and, unless it
//! only reads, when its `Origin` is another site's.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::ProblemResponse;
use crate::app::App;

/// The middleware.
pub async fn refuse_foreign_pages(
    State(app): State<Arc<App>>,
    request: Request,
    next: Next,
) -> Response {
    let public_url = app.config.public_url.as_deref();
    match refusal(request.method(), request.headers(), request.uri(), public_url) {
        None => next.run(request).await,
        Some(detail) => {
            ProblemResponse(model::Problem::new(403, "foreign-page", "Foreign page", detail))
                .into_response()
        }
    }
}

fn refusal(
    method: &Method,
    headers: &HeaderMap,
    uri: &Uri,
    public_url: Option<&str>,
) -> Option<String> {
    let text =
        |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let authority = |url: &str| {
        let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
        rest.split('/').next().unwrap_or_default().to_ascii_lowercase()
    };
    let host = text(header::HOST).or(uri.authority().map(|authority| authority.as_str()));
    let host = host.unwrap_or_default().to_ascii_lowercase();
    let public = public_url.map(authority);
    if !is_this_machine(&host) && public.as_ref() != Some(&host) {
        let remedy = match &public {
            Some(public) => format!("call `{public}`, the host of the setting `public_url`"),
            None => "call `localhost`, `127.0.0.1` or `[::1]`, or set `public_url`".to_owned(),
        };
        return Some(format!("header `Host`: `{host}` is not this server; {remedy}"));
    }
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return None;
    }
    let origin = text(header::ORIGIN)?;
    let from = origin.contains("://").then(|| authority(origin));
    let same = from.is_some_and(|from| from == host || Some(from) == public);
    (!same).then(|| {
        format!(
            "header `Origin`: pages of `{origin}` may not use this route; open the page from \
             `{host}` itself"
        )
    })
}

fn is_this_machine(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name.eq_ignore_ascii_case("localhost")
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(method: Method, host: &str, origin: Option<&str>, refused: bool) {
        check_with(None, method, host, origin, refused);
    }

    #[track_caller]
    fn check_with(
        public_url: Option<&str>,
        method: Method,
        host: &str,
        origin: Option<&str>,
        refused: bool,
    ) {
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        let uri = Uri::from_static("/api/v1/bots");
        assert_eq!(
            refusal(&method, &headers, &uri, public_url).is_some(),
            refused,
            "{host} {origin:?}"
        );
    }

    #[test]
    fn pages_of_elsewhere_cannot_write_and_rebound_names_cannot_read() {
        check(Method::GET, "127.0.0.1:8080", None, false);
        check(Method::GET, "localhost:8080", Some("https://evil.example"), false);
        check(Method::GET, "evil.example:8080", None, true);
        check(Method::GET, "127.0.0.1.evil.example", None, true);
        check(Method::POST, "127.0.0.1:8080", None, false);
        check(Method::POST, "127.0.0.1:8080", Some("http://127.0.0.1:8080"), false);
        check(Method::POST, "[::1]:8080", Some("http://[::1]:8080"), false);
        check(Method::POST, "127.0.0.1:8080", Some("http://localhost:8080"), true);
        check(Method::POST, "127.0.0.1:8080", Some("https://evil.example"), true);
        check(Method::POST, "127.0.0.1:8080", Some("null"), true);
    }

    #[test]
    fn the_host_of_the_public_address_is_ours() {
        let url = Some("https://bots.example.org/");
        check_with(url, Method::GET, "Bots.Example.org", None, false);
        check_with(url, Method::GET, "bots.example.org.evil.com", None, true);
        check_with(url, Method::GET, "127.0.0.1:8080", None, false);
        check_with(url, Method::POST, "bots.example.org", Some("https://bots.example.org"), false);
        // A proxy that calls us by our own name keeps the page's origin.
        check_with(url, Method::POST, "127.0.0.1:8080", Some("https://bots.example.org"), false);
        check_with(url, Method::POST, "bots.example.org", Some("https://evil.example"), true);
    }
}
