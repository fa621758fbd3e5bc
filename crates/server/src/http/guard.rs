//! Keeps web pages of elsewhere away from the routes that are not for the public.
//!
//! While there are no accounts the platform listens on loopback only, but any page that a browser
//! on this machine shows can send requests to loopback. A request to a route outside the channels
//! is therefore refused when its `Host` is not this machine (DNS rebinding), and, unless it only
//! reads, when its `Origin` is another site's.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::problem::ProblemResponse;

/// The middleware.
pub async fn refuse_foreign_pages(request: Request, next: Next) -> Response {
    match refusal(request.method(), request.headers(), request.uri()) {
        None => next.run(request).await,
        Some(detail) => {
            ProblemResponse(model::Problem::new(403, "foreign-page", "Foreign page", detail))
                .into_response()
        }
    }
}

fn refusal(method: &Method, headers: &HeaderMap, uri: &Uri) -> Option<String> {
    let text =
        |name: header::HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(header::HOST).or(uri.authority().map(|authority| authority.as_str()));
    let host = host.unwrap_or_default();
    if !is_this_machine(host) {
        return Some(format!(
            "header `Host`: `{host}` is not this machine; call `localhost`, `127.0.0.1` or `[::1]`"
        ));
    }
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return None;
    }
    let origin = text(header::ORIGIN)?;
    let same =
        origin.split_once("://").is_some_and(|(_, authority)| authority.eq_ignore_ascii_case(host));
    (!same).then(|| {
        format!(
            "header `Origin`: pages of `{origin}` may not use this route; open the page from \
             `http://{host}` itself"
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
        let mut headers = HeaderMap::new();
        headers.insert(header::HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, origin.parse().unwrap());
        }
        let uri = Uri::from_static("/api/v1/bots");
        assert_eq!(refusal(&method, &headers, &uri).is_some(), refused, "{host} {origin:?}");
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
}
