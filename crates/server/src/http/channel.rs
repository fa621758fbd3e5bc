//! The channels: one handler for every connector.
//!
//! The connector says what a request means and what an answer looks like; this file moves bytes,
//! stores events before anything is acknowledged, and waits.

use std::io::Read;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use connectors::kit::{
    ContentEncoding, IncomingRequest, Part, ReceiveContext, Received, ReceivedEvent, Refusal,
    Reply, content_encoding,
};
use connectors::web::{PING_FRAME, STREAM_HEADERS};
use model::{Event, Locale, TurnId, UserId, limits, metric_names};
use serde_json::json;
use store::{BodyHash, DedupKey, DeliveryId, NewEvent, Priority, Scope};
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::App;
use crate::bots::ServedChannel;
use crate::streams::Frame;
use crate::system::SystemRng;
use crate::turns::{News, NewsFeed, Refused, Turns};

/// Frames that wait for a slow reader of a stream. One, so that a frame counts as taken only
/// once the connection has taken the one before.
const PUMP_FRAMES: usize = 1;

/// The metadata that marks the last message of a streamed answer.
const LAST_ANSWER: &str = "LAST_ANSWER";

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
        match exchange(&app, &served, &sub_path, &parts, body).await {
            Ok(response) => response,
            Err(refusal) => refused(&served, &refusal),
        }
    };
    for (name, value) in cors {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    response
}

async fn exchange(
    app: &Arc<App>,
    served: &Arc<ServedChannel>,
    sub_path: &str,
    parts: &axum::http::request::Parts,
    body: Body,
) -> Result<Response, Refusal> {
    if !served.channel.enabled {
        // Not a refusal for good: vendors keep the event and send it again.
        return Err(Refusal::new(503, "paused", "this channel is paused; try again later"));
    }
    let body = read_body(&parts.headers, body).await?;
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
        body: &body,
    };
    let Received { events, rejected, reply } = served.connector.receive(
        &served.settings,
        &request,
        &mut ReceiveContext::new(app.turns.now(), &mut SystemRng),
    )?;
    let channel = &served.channel;
    for rejected in rejected {
        app.store
            .reject(&channel.namespace, &channel.id, &rejected.cause, &rejected.body)
            .await
            .map_err(storage_failed)?;
    }
    match reply {
        Reply::Now(now) => {
            for received in events {
                submit(app, served, received, &body, false).await?;
            }
            Ok((
                StatusCode::from_u16(now.status).unwrap_or(StatusCode::OK),
                [(header::CONTENT_TYPE, now.content_type)],
                now.body,
            )
                .into_response())
        }
        Reply::Answers => {
            let mut answers = Answers::default();
            let mut last = None;
            for received in events {
                let event = received.event.clone();
                let (turn, feed) = submit(app, served, received, &body, true).await?;
                answers.gather(app, served, &turn, &event, feed).await?;
                last = Some((turn, event));
            }
            Ok(answers.respond(app, served, last))
        }
        Reply::AnswersAsStream => {
            let mut feeds = Vec::new();
            for received in events {
                let event = received.event.clone();
                let (turn, feed) = submit(app, served, received, &body, true).await?;
                feeds.push((turn, event, feed));
            }
            Ok(stream_answers(app.clone(), served.clone(), feeds))
        }
        Reply::Stream { user } => Ok(stream(app.clone(), served.clone(), user)),
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

/// What the turns of one exchange say.
#[derive(Default)]
struct Answers {
    parts: Vec<Part>,
    deliveries: Deliveries,
    locale: Option<Locale>,
}

impl Answers {
    async fn gather(
        &mut self,
        app: &Arc<App>,
        served: &ServedChannel,
        turn: &TurnId,
        event: &Event,
        mut feed: NewsFeed,
    ) -> Result<(), Refusal> {
        let locale = locale_of(event);
        let context = served.rendering(&locale, turn, Some(event));
        self.deliveries.of(app, served);
        let patience = Duration::from_millis(app.config.exchange_deadline_ms.max(0) as u64);
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            match tokio::time::timeout_at(deadline, feed.next()).await {
                Ok(News::Segment(segment)) => {
                    self.deliveries.add(segment.delivery);
                    let rendered =
                        served.connector.render(&served.settings, &segment.messages, &context);
                    for left_out in &rendered.left_out {
                        tracing::warn!(%turn, message = %left_out.message, reason = left_out.reason, "left out");
                    }
                    self.parts.extend(rendered.parts);
                }
                Ok(News::Over) => break,
                Ok(News::DeadLetter) => {
                    return Err(Refusal::new(
                        500,
                        "turn-failed",
                        "the bot could not answer this event; it is kept for the operator, and \
                         the conversation goes on with the next one",
                    ));
                }
                // What comes later goes through the user's stream.
                Err(_) => {
                    tracing::warn!(%turn, "the exchange ended before the turn");
                    break;
                }
            }
        }
        self.locale = Some(locale.clone());
        Ok(())
    }

    fn respond(
        mut self,
        app: &App,
        served: &ServedChannel,
        last: Option<(TurnId, Event)>,
    ) -> Response {
        let locale = self.locale.take().unwrap_or_else(Locale::en);
        let turn;
        let (turn, event) = match &last {
            Some((turn, event)) => (turn, Some(event)),
            None => {
                // An exchange without an event still has an id of its own.
                turn = TurnId::random(&mut SystemRng);
                (&turn, None)
            }
        };
        let context = served.rendering(&locale, turn, event);
        let body = served.connector.answer(&self.parts, &context);
        self.deliveries.confirm();
        let sent = self.parts.len() as u64;
        count_sent(app, served, sent);
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

/// Deliveries of an exchange. Those that are not confirmed when it ends, because the client has
/// gone, wait for a stream.
#[derive(Default)]
struct Deliveries {
    turns: Option<(Turns, model::Namespace)>,
    open: Vec<DeliveryId>,
}

impl Deliveries {
    fn of(&mut self, app: &App, served: &ServedChannel) {
        self.turns.get_or_insert_with(|| (app.turns.clone(), served.channel.namespace.clone()));
    }

    fn add(&mut self, delivery: Option<DeliveryId>) {
        self.open.extend(delivery);
    }

    fn confirm(&mut self) {
        if let Some((turns, namespace)) = &self.turns {
            self.open.drain(..).for_each(|delivery| turns.confirm(namespace, delivery));
        }
    }
}

impl Drop for Deliveries {
    fn drop(&mut self) {
        if let Some((turns, namespace)) = &self.turns {
            self.open.drain(..).for_each(|delivery| turns.missed(namespace, delivery));
        }
    }
}

/// One request answered as a stream of its own: a frame per message, then the end.
fn stream_answers(
    app: Arc<App>,
    served: Arc<ServedChannel>,
    feeds: Vec<(TurnId, Event, NewsFeed)>,
) -> Response {
    let (sender, receiver) = mpsc::channel(PUMP_FRAMES);
    tokio::spawn(async move {
        let last_turn = feeds.len().saturating_sub(1);
        for (position, (turn, event, mut feed)) in feeds.into_iter().enumerate() {
            let locale = locale_of(&event);
            let context = served.rendering(&locale, &turn, Some(&event));
            let mut deliveries = Deliveries::default();
            deliveries.of(&app, &served);
            // Only the end of the turn tells which message was its last, so one waits here.
            let mut held: Option<Part> = None;
            loop {
                let segment = match feed.next().await {
                    News::Segment(segment) => segment,
                    News::Over | News::DeadLetter => break,
                };
                deliveries.add(segment.delivery);
                let rendered =
                    served.connector.render(&served.settings, &segment.messages, &context);
                for part in rendered.parts {
                    if let Some(part) = held.replace(part)
                        && !send(&sender, connectors::web::frame(&part, &context)).await
                    {
                        return;
                    }
                }
            }
            if let Some(mut part) = held {
                if position == last_turn {
                    part.metadata.insert(LAST_ANSWER.into(), "true".into());
                }
                if !send(&sender, connectors::web::frame(&part, &context)).await {
                    return;
                }
            }
            deliveries.confirm();
        }
    });
    stream_response(receiver)
}

/// A user's stream: first what waits for it, then what comes, with pings between.
fn stream(app: Arc<App>, served: Arc<ServedChannel>, user: UserId) -> Response {
    let (sender, receiver) = mpsc::channel(PUMP_FRAMES);
    // Opened before the waiting messages are read, so that none falls between.
    let mut live = app.streams.open(served.channel.id.clone(), user.clone());
    let ping_ms =
        served.settings.get("pingIntervalMs").and_then(serde_json::Value::as_u64).unwrap_or(10_000);
    let mut stop = app.stopping.subscribe();
    tokio::spawn(async move {
        if !send(&sender, PING_FRAME.to_owned()).await {
            return;
        }
        let Ok(caught_up) = send_waiting(&app, &served, &user, &sender).await else { return };
        let mut ping = tokio::time::interval(Duration::from_millis(ping_ms.max(1)));
        ping.tick().await;
        loop {
            let text = tokio::select! {
                frame = live.next() => match frame {
                    Some(Frame { message: Some(message), .. }) if caught_up.contains(&message) => continue,
                    Some(frame) => frame.text,
                    // Too slow: the client comes back for what it missed.
                    None => return,
                },
                _ = ping.tick() => PING_FRAME.to_owned(),
                _ = stop.changed() => return,
                () = sender.closed() => return,
            };
            if !send(&sender, text).await {
                return;
            }
        }
    });
    stream_response(receiver)
}

/// Sends what waits for a stream of this user, and gives the ids of it.
async fn send_waiting(
    app: &App,
    served: &ServedChannel,
    user: &UserId,
    sender: &mpsc::Sender<Bytes>,
) -> Result<Vec<model::MessageId>, ()> {
    let channel = &served.channel;
    let deliveries = match app.store.take_for_stream(&channel.namespace, &channel.id, user).await {
        Ok(deliveries) => deliveries,
        Err(error) => {
            tracing::warn!(%error, channel = %channel.id, "waiting messages could not be read");
            return Ok(Vec::new());
        }
    };
    let mut sent = Vec::new();
    let locale = Locale::en();
    for delivery in deliveries {
        let context = served.rendering(&locale, &delivery.turn, None);
        for frame in served.frames(&delivery.messages, &context) {
            if !send(sender, frame.text).await {
                return Err(());
            }
        }
        sent.extend(delivery.messages.iter().map(|message| message.id.clone()));
        let count = delivery.confirmed + delivery.messages.len();
        if let Err(error) = app.store.delivered(&delivery, count).await {
            tracing::warn!(%error, "delivery could not be recorded");
        }
        count_sent(app, served, delivery.messages.len() as u64);
    }
    Ok(sent)
}

async fn send(sender: &mpsc::Sender<Bytes>, frame: String) -> bool {
    sender.send(Bytes::from(frame)).await.is_ok()
}

fn stream_response(receiver: mpsc::Receiver<Bytes>) -> Response {
    let frames = ReceiverStream::new(receiver).map(Ok::<_, std::convert::Infallible>);
    let mut response = Body::from_stream(frames).into_response();
    for (name, value) in STREAM_HEADERS {
        // `Connection` is the server's own business: it writes it where the protocol has it.
        if !name.eq_ignore_ascii_case("connection") {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let Ok(name) = name {
                response.headers_mut().insert(name, HeaderValue::from_static(value));
            }
        }
    }
    response
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

async fn read_body(headers: &HeaderMap, body: Body) -> Result<Vec<u8>, Refusal> {
    let max = limits::CHANNEL_BODY_BYTES_MAX;
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

fn text_header<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn storage_failed(error: store::Error) -> Refusal {
    tracing::warn!(%error, "storage failed");
    Refusal::new(503, "storage", "the storage does not answer; try again in a moment")
}

fn refused(served: &ServedChannel, refusal: &Refusal) -> Response {
    metrics::counter!(metric_names::EVENTS_REFUSED_TOTAL,
        "connector" => served.channel.connector.as_str().to_owned(), "reason" => refusal.reason)
    .increment(1);
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
