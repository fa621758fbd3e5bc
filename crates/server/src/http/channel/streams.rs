//! Answers and messages as event streams.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use connectors::kit::{PING_FRAME, Part, STREAM_HEADERS, stream_frame};
use model::{Event, Locale, TurnId, UserId};
use serde_json::json;
use tokio::sync::mpsc;
use tokio_stream::StreamExt;
use tokio_stream::wrappers::ReceiverStream;

use super::answers::{Deliveries, TURN_FAILED};
use super::{count_sent, locale_of};
use crate::app::App;
use crate::bots::ServedChannel;
use crate::streams::Frame;
use crate::turns::{News, NewsFeed};

/// Frames that wait for a slow reader of a stream. One, so that a frame counts as taken only
/// once the connection has taken the one before.
const PUMP_FRAMES: usize = 1;

/// The metadata that marks the last message of a streamed answer.
const LAST_ANSWER: &str = "LAST_ANSWER";

/// One request answered as a stream of its own: a frame per message, then the end.
pub(super) fn stream_answers(
    app: Arc<App>,
    served: Arc<ServedChannel>,
    facts: BTreeMap<String, String>,
    feeds: Vec<(TurnId, Event, NewsFeed)>,
) -> Response {
    let (sender, receiver) = mpsc::channel(PUMP_FRAMES);
    tokio::spawn(async move {
        let last_turn = feeds.len().saturating_sub(1);
        let mut sent = Vec::new();
        for (position, (turn, event, mut feed)) in feeds.into_iter().enumerate() {
            let locale = locale_of(&event);
            let mut context = served.rendering(&locale, &turn);
            context.facts = Some(&facts);
            let connector = &served.connector;
            let first = connector.first_frame(&context);
            // A protocol with frames around its answer needs no mark on the last message.
            let marks_last = first.is_none();
            if let Some(frame) = first.filter(|_| position == 0)
                && !send(&sender, frame).await
            {
                return;
            }
            let mut deliveries = Deliveries::default();
            deliveries.of(&app, &served);
            // Only the end of the turn tells which message was its last, so one waits here.
            let mut held: Option<Part> = None;
            loop {
                let segment = match feed.next().await {
                    News::Segment(segment) => segment,
                    News::Over => break,
                    News::DeadLetter => {
                        let error = json!({ "error": TURN_FAILED }).to_string();
                        send(&sender, stream_frame("error", &error)).await;
                        return;
                    }
                };
                deliveries.add(segment.delivery);
                let rendered = connector.render(&served.settings, &segment.messages, &context);
                for part in rendered.parts {
                    let ready = if marks_last { held.replace(part) } else { Some(part) };
                    if let Some(part) = ready {
                        if !send(&sender, connector.frame(&part, &context)).await {
                            return;
                        }
                        sent.push(part);
                    }
                }
            }
            if let Some(mut part) = held {
                if position == last_turn {
                    part.metadata.insert(LAST_ANSWER.into(), "true".into());
                }
                if !send(&sender, connector.frame(&part, &context)).await {
                    return;
                }
                sent.push(part);
            }
            if position == last_turn
                && let Some(frame) = connector.last_frame(&sent, &context)
                && !send(&sender, frame).await
            {
                return;
            }
            deliveries.confirm();
        }
    });
    stream_response(receiver)
}

/// A user's stream: first what waits for it, then what comes, with pings between.
pub(super) fn stream(app: Arc<App>, served: Arc<ServedChannel>, user: UserId) -> Response {
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
    app.turns.shorten_queue(served, user).await;
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
        let context = served.rendering(&locale, &delivery.turn);
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
