//! `Idempotency-Key`: a repeated request is done once and answered the same.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequestParts, RawPathParams, Request, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use model::{Namespace, limits};
use sha2::{Digest, Sha256};
use store::KeyUse;

use super::api::undo::DRAFT_REVISION;
use super::problem::ProblemResponse;
use crate::access::Caller;
use crate::app::App;

/// The header.
const KEY: &str = "idempotency-key";

/// Larger answers are not kept: their requests are done again.
const ANSWER_BYTES_MAX: usize = 256 * 1024;

/// Headers of an answer that are kept with it.
const HEADERS_KEPT: [HeaderName; 3] =
    [header::CONTENT_TYPE, header::ETAG, HeaderName::from_static(DRAFT_REVISION)];

/// The middleware, for routes that make something.
pub async fn once(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let Some(key) = request.headers().get(KEY) else { return next.run(request).await };
    let key = key.to_str().unwrap_or_default().to_owned();
    if key.is_empty() || key.len() > limits::IDEMPOTENCY_KEY_BYTES_MAX {
        return ProblemResponse::bad_request(format!(
            "header `Idempotency-Key`: write 1 to {} visible ASCII characters",
            limits::IDEMPOTENCY_KEY_BYTES_MAX
        ))
        .into_response();
    }
    match keyed(&app, &key, request, next).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn keyed(
    app: &Arc<App>,
    key: &str,
    request: Request,
    next: Next,
) -> Result<Response, ProblemResponse> {
    let (mut parts, body) = request.into_parts();
    let caller = Caller::from_request_parts(&mut parts, app).await?.actor();
    let namespace = namespace_of(&mut parts).await;
    let body = axum::body::to_bytes(body, limits::IMPORT_BODY_BYTES_MAX)
        .await
        .map_err(|error| ProblemResponse::bad_request(format!("the body: {error}")))?;
    let id = hash(&[
        &format!("{:?}", caller.kind),
        &caller.id,
        parts.method.as_str(),
        parts.uri.path(),
        parts.uri.query().unwrap_or_default(),
        key,
    ]);
    let body_hash = Sha256::digest(&body).iter().map(|byte| format!("{byte:02x}")).collect();
    let body_hash: String = body_hash;
    match app.store.begin_answer(&namespace, &id, &body_hash).await? {
        KeyUse::New => {}
        KeyUse::UnderWay => {
            return Err(ProblemResponse::conflict(
                "the request with this `Idempotency-Key` is still being done; try again in a moment",
            ));
        }
        KeyUse::OtherBody => {
            return Err(ProblemResponse::conflict(
                "the `Idempotency-Key` was used for another body; use a new key for a new request",
            ));
        }
        KeyUse::Done(status, kept) => return Ok(answer_again(status, kept.expose())),
    }
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let status = response.status();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX)
        .await
        .map_err(|error| ProblemResponse::defect(format!("the answer broke off: {error}")))?;
    let kept = keep(&parts.headers, &body);
    let store = &app.store;
    // What failed may be tried again with the same key.
    let stored = match status.is_success() && kept.len() <= ANSWER_BYTES_MAX {
        true => store.keep_answer(&namespace, &id, status.as_u16(), &kept).await,
        false => store.drop_answer(&namespace, &id).await,
    };
    if let Err(error) = stored {
        tracing::warn!(%error, "the answer for an idempotency key was not kept");
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

/// The namespace of the path; routes without one keep their answers under a name that none has.
async fn namespace_of(parts: &mut axum::http::request::Parts) -> Namespace {
    let params = RawPathParams::from_request_parts(parts, &()).await.ok();
    let named = params.and_then(|params| {
        let mut params = params.iter();
        params.find(|(name, _)| *name == "namespace").and_then(|(_, value)| value.parse().ok())
    });
    named.unwrap_or_else(|| Namespace::new("-").expect("one hyphen is a namespace"))
}

fn hash(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Headers, one a line, an empty line, the body.
fn keep(headers: &axum::http::HeaderMap, body: &Bytes) -> Vec<u8> {
    let mut kept = Vec::with_capacity(body.len() + 100);
    for name in &HEADERS_KEPT {
        if let Some(value) = headers.get(name) {
            kept.extend_from_slice(name.as_str().as_bytes());
            kept.extend_from_slice(b":");
            kept.extend_from_slice(value.as_bytes());
            kept.extend_from_slice(b"\n");
        }
    }
    kept.extend_from_slice(b"\n");
    kept.extend_from_slice(body);
    kept
}

fn answer_again(status: u16, kept: &[u8]) -> Response {
    let mut rest = kept;
    let mut response = StatusCode::from_u16(status).unwrap_or(StatusCode::OK).into_response();
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let (line, after) = (&rest[..end], &rest[end + 1..]);
        rest = after;
        let Some(colon) = line.iter().position(|byte| *byte == b':') else { break };
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(&line[..colon]), HeaderValue::from_bytes(&line[colon + 1..]))
        {
            response.headers_mut().insert(name, value);
        }
    }
    *response.body_mut() = Body::from(rest.to_vec());
    response
}
