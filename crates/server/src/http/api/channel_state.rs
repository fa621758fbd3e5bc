//! Whether a channel works, and what came and went on it last.

use serde::Serialize;
use store::{ChannelEvent, ChannelOutcome};
use utoipa::{OpenApi, ToSchema};

use super::channels::find;
use super::request::{Answer, InBot, json};
use crate::http::Route;
use model::Permission::ManageChannels;

/// Events that are shown.
const EVENTS_SHOWN: usize = 20;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(events, test))]
pub struct Described;

const EVENTS: &str = "/api/v1/bots/{namespace}/{name}/channels/{channel}/events";
const TEST: &str = "/api/v1/bots/{namespace}/{name}/channels/{channel}/test";

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![Route::get(EVENTS, ManageChannels, events), Route::post(TEST, ManageChannels, test)]
}

/// What came and went on a channel.
#[derive(Serialize, ToSchema)]
pub struct ChannelEvents {
    /// The last of it, the latest first; at most 20.
    items: Vec<ShownChannelEvent>,
}

/// Something that came or went on a channel. What was said is not in it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShownChannelEvent {
    /// When, ISO 8601.
    #[schema(example = "2026-03-02T09:00:00Z")]
    at: String,
    /// What became of it: `waiting`, `answered`, `delivering`, `failed`, `rejected`.
    #[schema(example = "answered")]
    outcome: &'static str,
    /// From its coming to the end of its turn, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    took_ms: Option<i64>,
    /// How often it was tried.
    attempts: u64,
    /// What went wrong last.
    #[serde(skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
}

impl From<ChannelEvent> for ShownChannelEvent {
    fn from(event: ChannelEvent) -> Self {
        Self {
            at: event.at.to_iso(),
            outcome: match event.outcome {
                ChannelOutcome::Waiting => "waiting",
                ChannelOutcome::Answered => "answered",
                ChannelOutcome::Delivering => "delivering",
                ChannelOutcome::Failed => "failed",
                ChannelOutcome::Rejected => "rejected",
            },
            took_ms: event.took_ms,
            attempts: event.attempts,
            cause: event.cause,
        }
    }
}

/// What came and went on a channel last: what waits, what was answered lately, and what failed, as
/// long as its dead letter is kept.
#[utoipa::path(get, path = EVENTS, tag = "channels", summary = "What came and went on a channel last",
    responses((status = 200, description = "The last events.", body = ChannelEvents)))]
pub async fn events(at: InBot) -> Answer {
    let channel = find(&at).await?;
    let store = &at.app.store;
    let events = store.channel_events(&at.namespace, &channel.id, EVENTS_SHOWN).await?;
    Ok(json(&ChannelEvents { items: events.into_iter().map(Into::into).collect() }))
}

/// What a test of a channel found.
#[derive(Serialize, ToSchema)]
pub struct ChannelTest {
    /// Whether everything is as it must be for users to get answers.
    works: bool,
    /// What was looked at, in this order.
    checks: Vec<ChannelCheck>,
}

/// One thing that was looked at.
#[derive(Serialize, ToSchema)]
pub struct ChannelCheck {
    /// What: `settings` (they are complete and right), `address` (what comes to the channel's path
    /// is given to it), `enabled` (it is not paused), `version` (its environment serves a version,
    /// which is loaded and could answer), `public` (the installation knows the address under which
    /// others reach it; without it only this machine does, which is no failure).
    #[schema(example = "version")]
    check: &'static str,
    /// Whether it is as it must be.
    ok: bool,
    /// What was found: the address, the version's number, or what is wrong.
    #[schema(example = "3")]
    found: String,
}

/// Tests a channel without sending anything to anybody.
#[utoipa::path(post, path = TEST, tag = "channels", summary = "Test a channel",
    responses((status = 200, description = "What was found.", body = ChannelTest)))]
pub async fn test(at: InBot) -> Answer {
    let channel = find(&at).await?;
    // As it is stored, also when another process changed it a moment ago.
    at.app.bots.refresh().await?;
    let connector = at.app.bots.connectors().find(&channel.connector);
    let wrong = connector.map(|one| one.check_settings(&channel.settings)).unwrap_or_default();
    let wrong: Vec<String> =
        wrong.iter().map(|problem| format!("{}: {}", problem.field, problem.detail)).collect();
    let served = at.app.bots.channel_at(&channel.path);
    let is_ours = served.is_some_and(|(served, _)| served.channel.id == channel.id);
    let loaded = at.app.bots.loaded(&at.namespace, at.id(), channel.environment).await;
    let version = match &loaded {
        Ok(loaded) => loaded.version.map_or("draft".to_owned(), |number| number.to_string()),
        Err(error) => error.to_string(),
    };
    let public = at.app.config.public_url.as_deref().map(|url| url.trim_end_matches('/'));
    let checks = vec![
        ChannelCheck {
            check: "settings",
            ok: connector.is_some() && wrong.is_empty(),
            found: wrong.join("\n"),
        },
        ChannelCheck { check: "address", ok: is_ours, found: channel.path.clone() },
        ChannelCheck { check: "enabled", ok: channel.enabled, found: String::new() },
        ChannelCheck { check: "version", ok: loaded.is_ok(), found: version },
        ChannelCheck {
            check: "public",
            ok: public.is_some(),
            found: public.map(|url| format!("{url}{}", channel.path)).unwrap_or_default(),
        },
    ];
    let works = checks.iter().all(|one| one.ok || one.check == "public");
    Ok(json(&ChannelTest { works, checks }))
}
