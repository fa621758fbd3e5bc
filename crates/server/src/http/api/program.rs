//! The program that answers for a bot: how it is reached, what it declares, how its connections are.

use model::Secret;
use serde::{Deserialize, Serialize};
use store::{Program, ProgramSettings};
use utoipa::{OpenApi, ToSchema};
use wire::bot_api::ClientConfiguration;

use super::object;
use super::request::{Answer, Body, InBot, json, no_content};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{Administer, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(read, put, forget))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    const PROGRAM: &str = "/api/v1/bots/{namespace}/{name}/program";
    vec![
        Route::get(PROGRAM, View, read),
        Route::put(PROGRAM, Administer, put),
        Route::delete(PROGRAM, Administer, forget),
    ]
}

/// The program of a bot. Its key and its address are secrets and are not in it.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShownProgram {
    /// Whether it listens at an address of its own; otherwise it connects.
    has_webhook: bool,
    /// Whether a program without version that sends no entities means that none are left.
    strict_entities: bool,
    /// When one of these, or what it declares, changed last, ISO 8601.
    changed_at: String,
    /// The version of the Bot API that it declares; absent in programs that declare none.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// The stories that it declares.
    stories: Vec<DeclaredStory>,
    /// Its connections with the server that answers this request.
    connections: Connections,
}

/// A story that a program declares.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeclaredStory {
    /// Its name.
    #[schema(example = "greetings")]
    name: String,
    /// The intent that starts it.
    main_intent: String,
    /// Other intents that start it.
    other_starter_intents: Vec<String>,
    /// Intents that keep it going.
    secondary_intents: Vec<String>,
    /// The names of its steps.
    steps: Vec<String>,
}

/// The connections of a program with one server.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Connections {
    /// How many sockets are open.
    sockets: usize,
    /// How many requests wait for an answer on them.
    in_flight: usize,
    /// How many seconds ago the last socket ended, when none is open; absent when there was none
    /// since the server started.
    #[serde(skip_serializing_if = "Option::is_none")]
    socket_ended_ago_s: Option<u64>,
    /// Whether the webhook was there when it was looked at last; absent when it was not yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook_reachable: Option<bool>,
    /// How many seconds ago that was.
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook_seen_ago_s: Option<u64>,
}

fn shown(at: &InBot, program: &Program) -> ShownProgram {
    let declared = program.declared.as_deref();
    let declared: Option<ClientConfiguration> =
        declared.and_then(|declared| serde_json::from_str(declared).ok());
    let (version, stories) =
        declared.map(|declared| (declared.version, declared.stories)).unwrap_or_default();
    let stories =
        stories.into_iter().filter(|story| !story.is_marker()).map(|story| DeclaredStory {
            steps: story.steps.into_iter().map(|step| step.name).collect(),
            name: story.name,
            main_intent: story.main_intent,
            other_starter_intents: story.other_starter_intents,
            secondary_intents: story.secondary_intents,
        });
    let state = at.app.programs.connections(program);
    ShownProgram {
        has_webhook: program.webhook_url.is_some(),
        strict_entities: program.strict_entities,
        changed_at: program.changed_at.to_iso(),
        version,
        stories: stories.collect(),
        connections: Connections {
            sockets: state.sockets,
            in_flight: state.in_flight,
            socket_ended_ago_s: state.socket_ended.map(|ended| ended.as_secs()),
            webhook_reachable: state.webhook.map(|(is_reachable, _)| is_reachable),
            webhook_seen_ago_s: state.webhook.map(|(_, seen)| seen.as_secs()),
        },
    }
}

async fn found(at: &InBot) -> Result<Program, ProblemResponse> {
    let program = at.app.store.program(&at.namespace, at.id()).await?;
    program.ok_or_else(|| object::missing(at, "program", "of its own"))
}

/// How the bot's program is reached, what it declares, and how its connections are.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/program", tag = "bots",
    summary = "The program that answers for a bot",
    responses((status = 200, description = "The program.", body = ShownProgram),
        (status = 404, description = "No program has answered for the bot yet.")))]
pub async fn read(at: InBot) -> Answer {
    let program = found(&at).await?;
    Ok(json(&shown(&at, &program)))
}

/// What to change about a program.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProgramToPut {
    /// Where it listens; empty: nowhere, it connects; absent: as it is.
    #[schema(example = "https://bots.example.org/station")]
    webhook_url: Option<String>,
    /// Whether a program without version that sends no entities means that none are left; absent:
    /// as it is.
    strict_entities: Option<bool>,
}

/// Says how the bot's program is reached. A bot that had no program has one from then on.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/program", tag = "bots",
    summary = "Say how a bot's program is reached", request_body = ProgramToPut,
    responses((status = 200, description = "The program as it is now.", body = ShownProgram)))]
pub async fn put(at: InBot, Body(given): Body<ProgramToPut>) -> Answer {
    let before = at.app.store.program(&at.namespace, at.id()).await?;
    let (url, strict) = match before {
        Some(before) => (before.webhook_url, before.strict_entities),
        None => (None, false),
    };
    let webhook_url = match given.webhook_url {
        None => url,
        Some(given) if given.is_empty() => None,
        Some(given) if given.starts_with("https://") || given.starts_with("http://") => {
            Some(Secret::new(given))
        }
        // The address itself is a secret, so it is not repeated.
        Some(_) => {
            return Err(ProblemResponse::bad_request(
                "field `webhookUrl`: it must begin with `https://` or `http://`; empty takes it away",
            ));
        }
    };
    let settings =
        ProgramSettings { webhook_url, strict_entities: given.strict_entities.unwrap_or(strict) };
    at.app.store.set_program(&at.namespace, at.id(), &settings, &at.by).await?;
    at.app.bots.refresh().await?;
    let program = found(&at).await?;
    Ok(json(&shown(&at, &program)))
}

/// The bot has no program any more: what it declared is forgotten.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/program", tag = "bots",
    summary = "Forget a bot's program",
    responses((status = 204, description = "It is forgotten.")))]
pub async fn forget(at: InBot) -> Answer {
    found(&at).await?;
    at.app.store.forget_program(&at.namespace, at.id(), &at.by).await?;
    at.app.bots.refresh().await?;
    Ok(no_content())
}
