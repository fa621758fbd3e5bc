//! The channels: one handler for every connector.
//!
//! The connector says what a request means and what an answer looks like; this file moves bytes,
//! stores events before anything is acknowledged, and waits.

mod answers;
mod caller;
mod files;
pub mod site_user;
mod streams;

use std::collections::BTreeMap;
use std::io::Read;
use std::sync::Arc;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use connectors::kit::{
    ContentEncoding, IncomingRequest, ReceiveContext, Received, ReceivedEvent, Refusal, Reply,
    content_encoding,
};
use connectors::web::Security;
use model::{Event, Locale, TurnId, UserId, limits, metric_names};
use serde_json::json;
use store::{BodyHash, DedupKey, NewEvent, Priority, Scope};

use self::answers::Answers;
use crate::app::App;
use crate::bots::ServedChannel;
use crate::system::SystemRng;
use crate::turns::{NewsFeed, Refused};

/// Who a request comes from, where the server knows it from elsewhere than the request's body.
#[derive(Debug, Clone, Default)]
pub struct Caller {
    /// The user, in the place of whatever the request says.
    pub user: Option<UserId>,
    /// The temporary id that the user had until now.
    pub known_before: Option<UserId>,
    /// The groups that the user is in.
    pub groups: Vec<String>,
    /// What the channel's protocol says of the exchange in its answer.
    pub facts: BTreeMap<String, String>,
    /// The cookie by which the caller is known again.
    pub set_cookie: Option<HeaderValue>,
}

/// Answers a request to a channel. `sub_path` is what follows the channel's own path.
pub async fn serve(
    app: Arc<App>,
    served: Arc<ServedChannel>,
    sub_path: String,
    request: axum::extract::Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let origin = text_header(&parts.headers, &header::ORIGIN);
    let cors = match served.cors.as_ref().map(|cors| match parts.method {
        Method::OPTIONS => cors.preflight(origin),
        _ => cors.headers(origin),
    }) {
        None => Vec::new(),
        Some(Ok(headers)) => headers,
        Some(Err(_)) => {
            let page = origin.unwrap_or_default();
            let refusal = Refusal::new(
                403,
                "foreign-page",
                format!(
                    "header `Origin`: pages of `{page}` may not talk to this channel; the setting \
                     `web_cors_pattern` says which may"
                ),
            );
            return refused(&served, &refusal);
        }
    };
    let mut response = if parts.method == Method::OPTIONS {
        StatusCode::NO_CONTENT.into_response()
    } else if sub_path == "/healthcheck" && parts.method == Method::GET {
        StatusCode::OK.into_response()
    } else {
        let exchanged = async {
            let takes_files = served.web.as_ref().is_some_and(|web| web.files);
            let max = match takes_files && sub_path == files::FILES {
                true => limits::FILE_BYTES_MAX,
                false => limits::CHANNEL_BODY_BYTES_MAX,
            };
            let body = read_body(&parts.headers, body, max).await?;
            let caller = caller::of(&app, &served, &parts).await?;
            exchange(&app, &served, &sub_path, &parts, &body, caller).await
        };
        match exchanged.await {
            Ok(response) => response,
            Err(refusal) => refused(&served, &refusal),
        }
    };
    add_headers(&mut response, cors);
    response
}

/// Adds headers such as those of CORS.
pub fn add_headers(response: &mut Response, headers: connectors::kit::Headers) {
    for (name, value) in headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
}

/// Gives a request to its connector, stores its events, and answers as the connector says.
pub async fn exchange(
    app: &Arc<App>,
    served: &Arc<ServedChannel>,
    sub_path: &str,
    parts: &Parts,
    body: &[u8],
    mut caller: Caller,
) -> Result<Response, Refusal> {
    let set_cookie = caller.set_cookie.take();
    let mut response = exchange_with(app, served, sub_path, parts, body, caller).await?;
    if let Some(cookie) = set_cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

async fn exchange_with(
    app: &Arc<App>,
    served: &Arc<ServedChannel>,
    sub_path: &str,
    parts: &Parts,
    body: &[u8],
    caller: Caller,
) -> Result<Response, Refusal> {
    if !served.channel.enabled {
        // Not a refusal for good: vendors keep the event and send it again.
        return Err(Refusal::new(503, "paused", "this channel is paused; try again later"));
    }
    let request = IncomingRequest {
        method: parts.method.as_str(),
        sub_path,
        headers: parts
            .headers
            .iter()
            .filter_map(|(name, value)| {
                Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned()))
            })
            .collect(),
        query: parts.uri.query().unwrap_or_default(),
        body,
    };
    let facts = caller.facts;
    let Received { events, rejected, reply, for_channel } = {
        let mut rng = SystemRng;
        let mut context = ReceiveContext::new(app.turns.now(), &mut rng);
        context.identified_user = caller.user;
        context.known_before = caller.known_before;
        context.groups = caller.groups;
        served.connector.receive(&served.settings, &request, &mut context)?
    };
    let other = for_channel.map(|name| bridged(app, served, &name)).transpose()?;
    let served = other.as_ref().unwrap_or(served);
    let channel = &served.channel;
    for rejected in rejected {
        app.store
            .reject(&channel.namespace, &channel.id, &rejected.cause, &rejected.body)
            .await
            .map_err(storage_failed)?;
    }
    match reply {
        Reply::Now(now) => {
            for mut received in events {
                files::keep(app, served, &mut received).await?;
                submit(app, served, received, body, false).await?;
            }
            Ok((
                StatusCode::from_u16(now.status).unwrap_or(StatusCode::OK),
                [(header::CONTENT_TYPE, now.content_type)],
                now.body,
            )
                .into_response())
        }
        Reply::Answers => {
            let mut answers = Answers::knowing(facts);
            let mut last = None;
            for mut received in events {
                files::keep(app, served, &mut received).await?;
                let event = received.event.clone();
                let (turn, feed) = submit(app, served, received, body, true).await?;
                answers.gather(app, served, &turn, &event, feed).await?;
                last = Some(turn);
            }
            Ok(answers.respond(app, served, last))
        }
        Reply::AnswersAsStream => {
            let mut feeds = Vec::new();
            for mut received in events {
                files::keep(app, served, &mut received).await?;
                let event = received.event.clone();
                let (turn, feed) = submit(app, served, received, body, true).await?;
                feeds.push((turn, event, feed));
            }
            Ok(streams::stream_answers(app.clone(), served.clone(), facts, feeds))
        }
        Reply::File(id) => files::read(app, served, &id).await,
        Reply::Stream { user } => Ok(streams::stream(app.clone(), served.clone(), user)),
    }
}

/// The channel of the same bot that a request names: by its id, its path or the last part of that.
/// One that proves its users itself is not reached through another one.
fn bridged(
    app: &App,
    served: &Arc<ServedChannel>,
    name: &str,
) -> Result<Arc<ServedChannel>, Refusal> {
    let is_named = |other: &ServedChannel| {
        let channel = &other.channel;
        let last = channel.path.rsplit('/').next();
        channel.known_as() == name
            || channel.id.as_str() == name
            || channel.path == name
            || last == Some(name)
    };
    let trusts = |other: &ServedChannel| {
        other.web.as_ref().is_some_and(|web| web.security == Security::Passthrough)
    };
    let channels = app.bots.channels_of(&served.channel.bot);
    let found = channels.into_iter().find(|other| is_named(other) && other.channel.enabled);
    match found {
        Some(other) if other.channel.id == served.channel.id || trusts(&other) => Ok(other),
        _ => {
            let name: String = name.chars().take(80).collect();
            Err(Refusal::new(
                400,
                "no-bridge",
                format!(
                    "`connectorId`: the bot has no web channel `{name}` that is enabled and \
                     believes what requests say of their users; leave it out"
                ),
            ))
        }
    }
}

async fn submit(
    app: &Arc<App>,
    served: &ServedChannel,
    received: ReceivedEvent,
    body: &[u8],
    awaited: bool,
) -> Result<(TurnId, NewsFeed), Refusal> {
    let channel = &served.channel;
    let key = match (received.vendor_event_id, received.idempotent_exchange) {
        (None, _) => None,
        (Some(key), true) => Some(DedupKey::Idempotency(key)),
        (Some(id), false) => Some(DedupKey::Vendor(id)),
    };
    let event = NewEvent {
        namespace: channel.namespace.clone(),
        bot: channel.bot.clone(),
        channel: channel.id.clone(),
        // User ids of one channel mean nothing in another, and a web page chooses its own.
        scope: Scope::Channel,
        body_hash: if key.is_some() { BodyHash::of(body) } else { BodyHash([0; 32]) },
        dedup_key: key,
        deadline: awaited.then(|| app.turns.now().plus_ms(app.config.exchange_deadline_ms)),
        event: received.event,
        priority: Priority::Interactive,
    };
    match app.turns.submit(event, channel.connector.as_str()).await {
        Ok(submitted) => {
            tracing::debug!(turn = %submitted.turn, duplicate = submitted.duplicate, "event accepted");
            Ok((submitted.turn, submitted.news))
        }
        Err(refused @ Refused::KeyReused) => {
            Err(Refusal::new(409, "key-reused", refused.to_string()))
        }
        Err(refused @ Refused::Later(_)) => Err(Refusal::new(503, "later", refused.to_string())),
    }
}

fn count_sent(_app: &App, served: &ServedChannel, sent: u64) {
    metrics::counter!(metric_names::MESSAGES_SENT_TOTAL,
        "connector" => served.channel.connector.as_str().to_owned(), "outcome" => "sent")
    .increment(sent);
}

/// The locale in which dates and numbers of the channel's own JSON are written.
fn locale_of(event: &Event) -> Locale {
    event.locale.clone().unwrap_or_else(Locale::en)
}

/// A body as the connector reads it: whole, bounded and decoded.
pub async fn read_body(headers: &HeaderMap, body: Body, max: usize) -> Result<Vec<u8>, Refusal> {
    let too_large = || {
        Refusal::new(
            413,
            "too-large",
            format!(
                "the body is larger than {max} bytes, the most that a channel takes; send less"
            ),
        )
    };
    let declared = text_header(headers, &header::CONTENT_LENGTH);
    if declared.and_then(|length| length.parse::<usize>().ok()).is_some_and(|length| length > max) {
        return Err(too_large());
    }
    let bytes = axum::body::to_bytes(body, max).await.map_err(|_| too_large())?;
    match content_encoding(text_header(headers, &header::CONTENT_ENCODING)) {
        ContentEncoding::Identity => Ok(bytes.to_vec()),
        ContentEncoding::Gzip => {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(bytes.as_ref())
                .take(max as u64 + 1)
                .read_to_end(&mut plain)
                .map_err(|error| {
                    Refusal::new(
                        400,
                        "bad-gzip",
                        format!(
                            "the body is not the gzip that its `Content-Encoding` says: {error}"
                        ),
                    )
                })?;
            if plain.len() > max { Err(too_large()) } else { Ok(plain) }
        }
    }
}

pub(super) fn text_header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

pub(super) fn storage_failed(error: store::Error) -> Refusal {
    tracing::warn!(%error, "storage failed");
    Refusal::new(503, "storage", "the storage does not answer; try again in a moment")
}

/// A refusal as an answer, counted.
pub fn refused(served: &ServedChannel, refusal: &Refusal) -> Response {
    metrics::counter!(metric_names::EVENTS_REFUSED_TOTAL,
        "connector" => served.channel.connector.as_str().to_owned(), "reason" => refusal.reason)
    .increment(1);
    refusal_response(refusal)
}

/// A refusal as an answer: JSON that says why.
pub fn refusal_response(refusal: &Refusal) -> Response {
    let status = StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = (
        status,
        [(header::CONTENT_TYPE, "application/json")],
        json!({ "error": refusal.error }).to_string(),
    )
        .into_response();
    if status == StatusCode::SERVICE_UNAVAILABLE {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
    }
    response
}
