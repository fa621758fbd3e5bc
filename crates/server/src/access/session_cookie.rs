//! The cookie of a session, and what keeps other sites' pages from using it.

use axum::http::{HeaderMap, HeaderValue, header};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::config::Config;

/// The header in which our own pages send what other sites' pages cannot know.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// The cookie that our pages read to fill [`CSRF_HEADER`]. It gives no rights.
const CSRF_COOKIE: &str = "palabre_csrf";

/// A browser keeps the second one only for this very host and over TLS.
const NAMES: [&str; 2] = ["palabre_session", "__Host-palabre_session"];

const ATTEMPT_NAMES: [&str; 2] = ["palabre_oidc", "__Host-palabre_oidc"];

/// How long somebody may be away at a provider, in seconds.
const ATTEMPT_S: u32 = 600;

/// Whether people reach us over TLS.
fn secure(config: &Config) -> bool {
    config.tls_cert.is_some()
        || config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"))
}

fn one_of(names: [&'static str; 2], config: &Config) -> &'static str {
    names[usize::from(secure(config))]
}

/// The session's token in a request.
pub fn read<'a>(config: &Config, headers: &'a HeaderMap) -> Option<&'a str> {
    find(one_of(NAMES, config), headers)
}

/// What a browser keeps while somebody is away at an OpenID provider.
pub fn read_attempt<'a>(config: &Config, headers: &'a HeaderMap) -> Option<&'a str> {
    find(one_of(ATTEMPT_NAMES, config), headers)
}

/// The cookie with it; empty takes it back.
pub fn attempt(config: &Config, text: &str) -> HeaderValue {
    let lasts_s = if text.is_empty() { 0 } else { ATTEMPT_S };
    let (name, secure) = (one_of(ATTEMPT_NAMES, config), secure_mark(config));
    cookie(format!("{name}={text}; HttpOnly; Path=/; SameSite=Lax{secure}; Max-Age={lasts_s}"))
}

fn find<'a>(name: &str, headers: &'a HeaderMap) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, token)| token)
}

/// The cookies that begin a session, or end it when the token is empty: the session's own, and
/// beside it what our pages may read and send back, see [`csrf_token`].
pub fn set(config: &Config, token: &str) -> [HeaderValue; 2] {
    let lasts = if token.is_empty() { "; Max-Age=0" } else { "; Max-Age=2592000" };
    let secure = secure_mark(config);
    let csrf = if token.is_empty() { String::new() } else { csrf_token(token) };
    let kept = format!("Path=/; SameSite=Lax{secure}{lasts}");
    let name = one_of(NAMES, config);
    [format!("{name}={token}; HttpOnly; {kept}"), format!("{CSRF_COOKIE}={csrf}; {kept}")]
        .map(cookie)
}

fn secure_mark(config: &Config) -> &'static str {
    if secure(config) { "; Secure" } else { "" }
}

fn cookie(text: String) -> HeaderValue {
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// What a page must send in [`CSRF_HEADER`] with requests that change something. It follows from
/// the session's token, which pages cannot read.
pub fn csrf_token(session_token: &str) -> String {
    let mut hasher = Sha256::new_with_prefix(b"palabre csrf ");
    hasher.update(session_token);
    hasher.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether a request holds the right one.
pub fn has_csrf_token(headers: &HeaderMap, session_token: &str) -> bool {
    headers
        .get(CSRF_HEADER)
        .is_some_and(|given| given.as_bytes().ct_eq(csrf_token(session_token).as_bytes()).into())
}
