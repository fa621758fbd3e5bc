//! Talking to a bot, with everything that was decided beside the answer.

use std::sync::Arc;
use std::time::Instant;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use model::{
    ButtonAction, Choice, Event, EventKind, MediaType, Message, MessageBody, Problem,
    QuickReplyAction, SystemSignal, Understanding, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::{BodyHash, DedupKey, Environment, NewEvent, Priority, Scope};
use utoipa::{OpenApi, ToSchema};

use crate::app::App;
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use crate::system::SystemRng;
use crate::turns::{News, Refused};
use model::Permission::Author;

/// What users of the test conversation are called, so that they never meet a visitor.
const TEST_USER_PREFIX: &str = "studio:";

/// The header that makes a repeated request the same event.
const IDEMPOTENCY_KEY: &str = "idempotency-key";

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(talk))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![Route::post("/api/v1/bots/{namespace}/{name}/talk", Author, talk)]
}

/// Something said or done in a test conversation.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TalkRequest {
    /// Names the conversation: the same id goes on with it.
    #[schema(example = "anna-1")]
    user_id: String,
    /// The user's language.
    #[schema(example = "fr")]
    locale: Option<String>,
    /// The channel to talk on: its kind, its path, its alias or its id; absent: the bot's first web
    /// channel, without rendering. A channel that is paused will do.
    #[schema(example = "widget")]
    channel: Option<String>,
    /// Whom one talks to: `draft` as it is at this moment, `staging` or `live`; absent: what the
    /// channel serves.
    #[schema(example = "draft")]
    environment: Option<String>,
    /// What the user says or does.
    event: TalkEvent,
}

/// What a user says or does.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum TalkEvent {
    /// Says something.
    Sentence {
        /// The words.
        #[schema(example = "un train pour Lyon demain à 8h")]
        text: String,
    },
    /// Presses something that a message offered.
    Choice {
        /// The `payload` of what was pressed.
        payload: String,
    },
    /// Opens the conversation without words.
    Start,
    /// Ends the conversation.
    End,
    /// Says nothing for so long that the channel notices.
    NoInput,
    /// Sends a file.
    Attachment {
        /// What it is.
        media: MediaType,
        /// Where it is.
        #[schema(example = "https://example.org/ticket.png")]
        url: String,
    },
    /// Tells a place.
    Location {
        /// Degrees north.
        latitude: f64,
        /// Degrees east.
        longitude: f64,
    },
}

impl From<TalkEvent> for EventKind {
    fn from(event: TalkEvent) -> Self {
        match event {
            TalkEvent::Sentence { text } => Self::Sentence { text },
            TalkEvent::Choice { payload } => Self::Choice(Choice::decode(&payload)),
            TalkEvent::Start => Self::System { signal: SystemSignal::Start },
            TalkEvent::End => Self::System { signal: SystemSignal::End },
            TalkEvent::NoInput => Self::System { signal: SystemSignal::NoInput },
            TalkEvent::Attachment { media, url } => Self::Attachment { url, media },
            TalkEvent::Location { latitude, longitude } => Self::Location { latitude, longitude },
        }
    }
}

/// What the bot answered, and why.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TalkAnswer {
    /// The turn.
    turn: String,
    /// What the bot said, in order. Buttons and quick replies that stand for a choice carry its
    /// `payload`.
    #[schema(value_type = Vec<Message>)]
    messages: Vec<Value>,
    /// What the channel would send, in its own JSON, when one was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Vec<Object>>)]
    rendered: Option<Vec<Value>>,
    /// What the channel cannot show, and why, when one was named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
    /// What was understood; absent for what is not a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    understanding: Option<Understanding>,
    /// What was decided, and why.
    trace: engine::Trace,
    /// How long it took.
    timings: Timings,
}

/// How long a turn took, in microseconds.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Timings {
    /// Understanding.
    understanding_us: u64,
    /// Deciding what to say.
    turn_us: u64,
    /// All of it, with storage.
    total_us: u64,
}

/// Talks to a bot in a test conversation: the same turn as on a channel, with what was understood
/// and decided beside the answer.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/talk", tag = "bots",
    summary = "Talk to a bot in a test conversation",
    params(
        ("namespace" = String, Path, description = "The bot's namespace.", example = "app"),
        ("name" = String, Path, description = "The bot's name.", example = "gare"),
        ("Idempotency-Key" = Option<String>, Header, description = "The same key within 24 hours: the same turn.")),
    request_body = TalkRequest,
    responses(
        (status = 200, description = "What the bot answered.", body = TalkAnswer),
        (status = 400, description = "The body is wrong; the problem names the field.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such bot.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The key was used for another body.", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Events cannot be stored now.", body = Problem, content_type = "application/problem+json")))]
pub async fn talk(
    State(app): State<Arc<App>>,
    Path((namespace, name)): Path<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<TalkAnswer>, ProblemResponse> {
    let started = Instant::now();
    let request: TalkRequest = serde_json::from_slice(&body)
        .map_err(|error| ProblemResponse::bad_request(format!("the body: {error}")))?;
    let unknown = || ProblemResponse::not_found(format!("there is no bot `{namespace}/{name}`"));
    let bot = match (namespace.parse(), name.parse()) {
        (Ok(namespace), Ok(name)) => app.bots.named(&namespace, &name).ok_or_else(unknown)?,
        _ => return Err(unknown()),
    };
    let named = request.channel.clone();
    let served = match &named {
        None => app.bots.web_channel(&bot.id),
        Some(channel) => app.bots.channel_named(&bot.id, channel),
    };
    let served = served.ok_or_else(|| {
        let channel = named.as_deref().unwrap_or("web");
        ProblemResponse::conflict(format!(
            "field `channel`: bot `{namespace}/{name}` has no channel `{channel}`; make one of that \
             kind, it may be paused"
        ))
    })?;
    let event = event_of(&app, request)?;
    let locale = event.locale.clone().or_else(|| bot.locales.first().cloned());
    let locale = locale.unwrap_or_else(model::Locale::en);
    let key = headers.get(IDEMPOTENCY_KEY).and_then(|key| key.to_str().ok());
    let event = NewEvent {
        namespace: bot.namespace.clone(),
        bot: bot.id.clone(),
        channel: served.channel.id.clone(),
        scope: Scope::Channel,
        // The same key of two users is two keys.
        dedup_key: key.map(|key| DedupKey::Idempotency(format!("{key} {}", event.user))),
        body_hash: BodyHash::of(&body),
        deadline: Some(app.turns.now().plus_ms(app.config.exchange_deadline_ms)),
        event,
        priority: Priority::Interactive,
    };
    let submitted = app.turns.submit(event, "studio").await.map_err(|refused| match refused {
        Refused::KeyReused => ProblemResponse::conflict(refused.to_string()),
        Refused::Later(_) => ProblemResponse::unavailable(refused.to_string()),
    })?;
    let mut feed = submitted.news;
    let mut answer = TalkAnswer {
        turn: submitted.turn.to_string(),
        messages: Vec::new(),
        rendered: named.as_ref().map(|_| Vec::new()),
        left_out: Vec::new(),
        understanding: None,
        trace: engine::Trace::default(),
        timings: Timings { understanding_us: 0, turn_us: 0, total_us: 0 },
    };
    let mut deliveries = Vec::new();
    loop {
        match feed.next().await {
            News::Segment(segment) => {
                answer.messages.extend(segment.messages.iter().map(with_payloads));
                if let Some(rendered) = &mut answer.rendered {
                    let context = served.rendering(&locale, &submitted.turn);
                    let parts =
                        served.connector.render(&served.settings, &segment.messages, &context);
                    rendered.extend(parts.parts.iter().map(|part| {
                        serde_json::from_str(&part.json).unwrap_or_else(|_| json!(part.json))
                    }));
                    answer.left_out.extend(parts.left_out.into_iter().map(|left| left.reason));
                }
                if segment.understanding.is_some() {
                    answer.understanding = segment.understanding.clone();
                }
                answer.timings.understanding_us += segment.understanding_us;
                answer.timings.turn_us += segment.engine_us;
                answer.trace.append(segment.trace.clone());
                deliveries.extend(segment.delivery);
            }
            News::Over => break,
            News::DeadLetter => {
                return Err(ProblemResponse(model::Problem::new(
                    500,
                    "turn-failed",
                    "Turn failed",
                    "the bot could not answer this event; it is kept in the dead letters",
                )));
            }
        }
    }
    for delivery in deliveries {
        app.turns.confirm(&bot.namespace, delivery);
    }
    answer.timings.total_us = started.elapsed().as_micros() as u64;
    Ok(Json(answer))
}

fn event_of(app: &App, request: TalkRequest) -> Result<Event, ProblemResponse> {
    let wrong = |field: &str, error: model::InvalidId| {
        ProblemResponse::bad_request(format!("field `{field}`: {error}"))
    };
    let user = UserId::new(format!("{TEST_USER_PREFIX}{}", request.user_id))
        .map_err(|error| wrong("userId", error))?;
    let mut event = Event::new(&mut SystemRng, user, request.event.into(), app.turns.now());
    event.test = true;
    if let Some(environment) = request.environment {
        event.environment = Some(environment.parse::<Environment>()?.to_string());
    }
    if let Some(locale) = request.locale {
        event.locale = Some(locale.parse().map_err(|error| wrong("locale", error))?);
    }
    Ok(event)
}

/// A message as JSON, with the payload of each choice beside its parts.
pub(super) fn with_payloads(message: &Message) -> Value {
    let mut json = json!(message);
    let mut set = |pointer: String, choice: &Choice| {
        if let Some(Value::Object(item)) = json.pointer_mut(&pointer) {
            item.insert("payload".into(), choice.encode().into());
        }
    };
    let (quick_replies, buttons, cards) = match &message.body {
        MessageBody::Text { quick_replies, buttons, .. } => {
            (quick_replies.as_slice(), buttons.as_slice(), Vec::new())
        }
        MessageBody::Card { card, quick_replies } => {
            (quick_replies.as_slice(), [].as_slice(), vec![("/body/card".to_owned(), card)])
        }
        MessageBody::Carousel { cards, quick_replies } => {
            let cards = cards.iter().enumerate();
            let cards = cards.map(|(at, card)| (format!("/body/cards/{at}"), card)).collect();
            (quick_replies.as_slice(), [].as_slice(), cards)
        }
        _ => return json,
    };
    for (at, reply) in quick_replies.iter().enumerate() {
        if let QuickReplyAction::Choice(choice) = &reply.action {
            set(format!("/body/quick_replies/{at}"), choice);
        }
    }
    let of_message = ("/body".to_owned(), buttons);
    let of_cards = cards.iter().map(|(pointer, card)| (pointer.clone(), card.buttons.as_slice()));
    for (pointer, buttons) in std::iter::once(of_message).chain(of_cards) {
        for (at, button) in buttons.iter().enumerate() {
            if let ButtonAction::Postback(choice) = &button.action {
                set(format!("{pointer}/buttons/{at}"), choice);
            }
        }
    }
    json
}
