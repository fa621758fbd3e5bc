//! What could not be handled and waits for a person.

use model::DeadLetterId;
use serde::Serialize;
use store::{DeadLetter, DeadLetterKind};
use utoipa::{OpenApi, ToSchema};

use super::object::PageQuery;
use super::request::{Answer, InNamespace, json, no_content};
use crate::http::Route;
use model::Permission::Administer;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, read, replay, remove))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    const ONE: &str = "/api/v1/namespaces/{namespace}/dead-letters/{deadLetter}";
    const REPLAY: &str = "/api/v1/namespaces/{namespace}/dead-letters/{deadLetter}/replay";
    vec![
        Route::get("/api/v1/namespaces/{namespace}/dead-letters", Administer, list),
        Route::get(ONE, Administer, read),
        Route::delete(ONE, Administer, remove),
        Route::post(REPLAY, Administer, replay),
    ]
}

/// A dead letter.
#[derive(Serialize, ToSchema)]
pub struct ShownDeadLetter {
    /// Its id.
    id: String,
    /// `turn`, `message` or `rejected`.
    #[schema(example = "turn")]
    kind: &'static str,
    /// Of which bot, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    bot: Option<String>,
    /// Of which channel.
    channel: String,
    /// From or to whom, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// Of which turn, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    turn: Option<String>,
    /// Why.
    cause: String,
    /// How often it was tried.
    attempts: u32,
    /// When it was given up, ISO 8601.
    at: String,
    /// Whether it can be replayed.
    replayable: bool,
    /// The event, the message or the bytes that came; only when one is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
}

fn shown(letter: &DeadLetter) -> ShownDeadLetter {
    ShownDeadLetter {
        id: letter.id.to_string(),
        kind: match letter.kind {
            DeadLetterKind::Turn => "turn",
            DeadLetterKind::Message => "message",
            DeadLetterKind::Rejected => "rejected",
        },
        bot: letter.bot.as_ref().map(ToString::to_string),
        channel: letter.channel.to_string(),
        user: letter.user.as_ref().map(ToString::to_string),
        turn: letter.turn.as_ref().map(ToString::to_string),
        cause: letter.cause.clone(),
        attempts: letter.attempts,
        at: letter.at.to_iso(),
        replayable: letter.kind != DeadLetterKind::Rejected,
        body: None,
    }
}

/// A page of dead letters.
#[derive(Serialize, ToSchema)]
pub struct DeadLetterPage {
    /// The dead letters, newest first.
    items: Vec<ShownDeadLetter>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// The dead letters of a namespace, newest first.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/dead-letters", tag = "operation",
    summary = "The dead letters", params(PageQuery),
    responses((status = 200, description = "A page of dead letters, without their bodies.", body = DeadLetterPage)))]
pub async fn list(at: InNamespace) -> Answer {
    let paging = at.paging()?;
    let page =
        at.app.store.dead_letters(&at.namespace, paging.after.as_ref(), paging.limit).await?;
    let items = page.items.iter().map(shown).collect();
    Ok(json(&DeadLetterPage { items, next: page.next.map(|cursor| cursor.0) }))
}

/// A dead letter with its body.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/dead-letters/{deadLetter}",
    tag = "operation", summary = "A dead letter",
    responses((status = 200, description = "The dead letter with what it holds.", body = ShownDeadLetter)))]
pub async fn read(at: InNamespace) -> Answer {
    let id: DeadLetterId = at.name("deadLetter", "dead letter")?;
    let (letter, body) = at.app.store.dead_letter(&at.namespace, &id).await?;
    let body = Some(String::from_utf8_lossy(body.expose()).into_owned());
    Ok(json(&ShownDeadLetter { body, ..shown(&letter) }))
}

/// Gives a dead letter another chance, at the end of its queue.
#[utoipa::path(post, path = "/api/v1/namespaces/{namespace}/dead-letters/{deadLetter}/replay",
    tag = "operation", summary = "Replay a dead letter",
    responses((status = 204, description = "It is no dead letter any more.")))]
pub async fn replay(at: InNamespace) -> Answer {
    let id: DeadLetterId = at.name("deadLetter", "dead letter")?;
    at.app.store.replay_dead_letter(&at.namespace, &id, &at.by).await?;
    Ok(no_content())
}

/// Deletes a dead letter.
#[utoipa::path(delete, path = "/api/v1/namespaces/{namespace}/dead-letters/{deadLetter}",
    tag = "operation", summary = "Delete a dead letter",
    responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InNamespace) -> Answer {
    let id: DeadLetterId = at.name("deadLetter", "dead letter")?;
    at.app.store.delete_dead_letter(&at.namespace, &id, &at.by).await?;
    Ok(no_content())
}
