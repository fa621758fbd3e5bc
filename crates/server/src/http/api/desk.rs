//! Telling users something that they did not just ask for: notifications, and people at the desk.

use model::{AgentId, DeskAction, Event, EventKind, Notification, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json as value;
use store::{BodyHash, DedupKey, NewEvent, Priority, Scope};
use utoipa::{OpenApi, ToSchema};

use super::conversations;
use super::object;
use super::request::{Answer, Body, InBot, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use crate::system::SystemRng;
use crate::turns::{News, Refused};
use model::Permission::{Author, ReadConversations};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(notify, act))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    const DESK: &str = "/api/v1/bots/{namespace}/{name}/conversations/{conversation}/desk";
    vec![
        Route::post("/api/v1/bots/{namespace}/{name}/notify", Author, notify),
        Route::post(DESK, ReadConversations, act),
    ]
}

/// What a user shall be told.
#[derive(Deserialize, ToSchema)]
pub struct NotifyRequest {
    /// The user, as the channel names them.
    #[schema(example = "anna")]
    user: UserId,
    /// The channel's id; absent: the bot's web channel if the user spoke there, else the channel
    /// on which they spoke last.
    channel: Option<model::ChannelId>,
    /// What.
    #[serde(flatten)]
    notification: Notification,
}

/// What came of it.
#[derive(Serialize, ToSchema)]
pub struct Told {
    /// The turn.
    turn: String,
    /// What the bot said. What the user's channel cannot show now waits for them.
    messages: Vec<model::Message>,
    /// What was decided, and why.
    trace: engine::Trace,
}

/// Runs a story for a user who did not speak.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/notify", tag = "conversations",
    summary = "Notify a user",
    request_body(content = NotifyRequest, example = json!({"user": "anna", "intent": "train_late", "parameters": {"minutes": "20"}, "state": "only_this"})),
    responses((status = 200, description = "What the user is told.", body = Told)))]
pub async fn notify(at: InBot, Body(request): Body<NotifyRequest>) -> Answer {
    let NotifyRequest { user, channel, notification } = request;
    let channel = match channel {
        Some(id) => {
            let found = at.app.store.channel(&at.namespace, &id).await?;
            let found = found.filter(|channel| channel.bot == *at.id());
            found.ok_or_else(|| object::missing(&at, "channel", id.as_str()))?.id
        }
        None => {
            let served = at.app.bots.web_channel(at.id()).ok_or_else(|| {
                ProblemResponse::conflict("the bot has no web channel; name a `channel`")
            })?;
            let here = &served.channel.id;
            at.app.turns.channel_of(&at.namespace, at.id(), &user, here).await?
        }
    };
    // Not whom: the log never names users.
    let what = value!({"channel": channel, "intent": notification.intent});
    at.tell("user.notified", at.full_name(), what).await?;
    submit(&at, channel, user, EventKind::Notification { notification }).await
}

/// A person at the desk acts in a conversation: takes it, says something, gives it back.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/conversations/{conversation}/desk",
    tag = "conversations", summary = "Take, answer or give back a conversation",
    request_body(content = DeskAction, example = json!({"type": "answer", "text": "Bonjour, je m'occupe de vous."})),
    responses((status = 200, description = "What the user is told.", body = Told)))]
pub async fn act(at: InBot, Body(action): Body<DeskAction>) -> Answer {
    let summary = conversations::find(&at).await?;
    let turns = at.app.store.turns(&at.namespace, &summary.id).await?;
    let last = turns
        .last()
        .ok_or_else(|| ProblemResponse::conflict("nothing was said in this conversation yet"))?;
    let agent = AgentId::new(at.by.name.chars().take(200).collect::<String>())
        .map_err(|error| ProblemResponse::bad_request(format!("the caller: {error}")))?;
    let what = match &action {
        DeskAction::Take => "take",
        DeskAction::Answer { .. } => "answer",
        DeskAction::GiveBack { .. } => "give_back",
    };
    at.tell("conversation.desk", summary.id.to_string(), value!({"action": what})).await?;
    submit(&at, last.channel.clone(), summary.user, EventKind::Desk { agent, action }).await
}

async fn submit(at: &InBot, channel: model::ChannelId, user: UserId, kind: EventKind) -> Answer {
    let turns = &at.app.turns;
    let key = at.headers.get("idempotency-key").and_then(|key| key.to_str().ok());
    let body = serde_json::to_vec(&kind).unwrap_or_default();
    let event = NewEvent {
        namespace: at.namespace.clone(),
        bot: at.id().clone(),
        channel,
        scope: Scope::Channel,
        dedup_key: key.map(|key| DedupKey::Idempotency(format!("{key} {user}"))),
        body_hash: BodyHash::of(&body),
        deadline: None,
        event: Event::new(&mut SystemRng, user, kind, turns.now()),
        priority: Priority::Background,
    };
    let submitted = turns.submit(event, "api").await.map_err(|refused| match refused {
        Refused::KeyReused => ProblemResponse::conflict(refused.to_string()),
        Refused::Later(_) => ProblemResponse::unavailable(refused.to_string()),
    })?;
    let mut told = Told {
        turn: submitted.turn.to_string(),
        messages: Vec::new(),
        trace: engine::Trace::default(),
    };
    let mut news = submitted.news;
    loop {
        match news.next().await {
            News::Segment(segment) => {
                told.messages.extend(segment.messages.iter().cloned());
                told.trace.append(segment.trace.clone());
            }
            News::Over => return Ok(json(&told)),
            News::DeadLetter => {
                return Err(ProblemResponse::defect(
                    "the bot could not handle this; it is kept in the dead letters",
                ));
            }
        }
    }
}
