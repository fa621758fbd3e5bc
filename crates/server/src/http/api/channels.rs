//! Channels of a bot. Secret settings are written and never shown.

use std::collections::BTreeMap;

use model::{ChannelId, ConnectorDescriptor, ConnectorType, Secret};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{Channel, Environment, NewChannel};
use utoipa::{OpenApi, ToSchema};

use super::object;
use super::request::{
    Answer, Body, InBot, InNamespace, check_preconditions, json, no_content, tagged,
};
use crate::drafts::etag_of;
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{ManageChannels, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(connectors, list, create, read, put, remove))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/namespaces/{namespace}/connectors", View, connectors),
        Route::get("/api/v1/bots/{namespace}/{name}/channels", View, list),
        Route::post("/api/v1/bots/{namespace}/{name}/channels", ManageChannels, create),
        Route::get("/api/v1/bots/{namespace}/{name}/channels/{channel}", View, read),
        Route::put("/api/v1/bots/{namespace}/{name}/channels/{channel}", ManageChannels, put),
        Route::delete("/api/v1/bots/{namespace}/{name}/channels/{channel}", ManageChannels, remove),
    ]
}

/// The kinds of channel that there are, with the JSON Schema of their settings.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/connectors", tag = "channels",
    summary = "The kinds of channel",
    responses((status = 200, description = "Each kind, with the schema of its settings; a property with `x-secret` is never shown.", body = Vec<ConnectorDescriptor>)))]
pub async fn connectors(at: InNamespace) -> Answer {
    Ok(json(&at.app.bots.connectors().descriptors()))
}

/// A channel.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShownChannel {
    /// Its id.
    id: ChannelId,
    /// Which kind.
    connector: ConnectorType,
    /// The id under which programs and pages know it, where that is another than its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    alias: Option<String>,
    /// Which environment it serves.
    #[schema(example = "live")]
    environment: String,
    /// Where it listens.
    #[schema(example = "/io/app/gare/web")]
    path: String,
    /// Its settings without the secret ones.
    #[schema(value_type = Object)]
    settings: Value,
    /// The secret settings that are set, by name.
    secrets: Vec<String>,
    /// Whether it answers; `false`: it is paused.
    enabled: bool,
    /// When it was made, ISO 8601.
    created_at: String,
    /// When it was changed last, ISO 8601.
    changed_at: String,
}

fn shown(channel: &Channel) -> ShownChannel {
    ShownChannel {
        id: channel.id.clone(),
        connector: channel.connector.clone(),
        alias: channel.alias.clone(),
        environment: channel.environment.to_string(),
        path: channel.path.clone(),
        settings: channel.settings.clone(),
        secrets: channel.secrets.clone(),
        enabled: channel.enabled,
        created_at: channel.created_at.to_iso(),
        changed_at: channel.changed_at.to_iso(),
    }
}

/// The channels of a bot, by path.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/channels", tag = "channels",
    summary = "The channels of a bot",
    responses((status = 200, description = "All channels.", body = Vec<ShownChannel>)))]
pub async fn list(at: InBot) -> Answer {
    let channels = at.app.store.channels(&at.namespace, at.id()).await?;
    Ok(json(&channels.iter().map(shown).collect::<Vec<_>>()))
}

/// A channel to make, or what one becomes.
#[derive(Deserialize, ToSchema)]
pub struct ChannelToPut {
    /// Which kind.
    #[schema(example = "web")]
    connector: ConnectorType,
    /// The id under which programs and pages of another system know it; absent: it stays as it is.
    alias: Option<String>,
    /// Which environment it serves: `draft`, `staging` or `live`.
    #[serde(default = "live")]
    #[schema(example = "live")]
    environment: String,
    /// Where it listens; absent: where its kind does.
    #[schema(example = "/io/app/gare/site")]
    path: Option<String>,
    /// Its settings, secret ones among them. Secret settings that are absent stay as they are.
    #[serde(default)]
    #[schema(value_type = Object)]
    settings: Map<String, Value>,
    /// Whether it answers; `false` pauses it.
    #[serde(default = "enabled")]
    enabled: bool,
}

fn live() -> String {
    Environment::Live.to_string()
}

fn enabled() -> bool {
    true
}

/// Checks a channel against its kind, and takes the secrets out of its settings.
fn read_channel(at: &InBot, given: ChannelToPut) -> Result<NewChannel, ProblemResponse> {
    let descriptors = at.app.bots.connectors().descriptors();
    let descriptor = descriptors.iter().find(|one| one.id == given.connector).ok_or_else(|| {
        let known: Vec<String> = descriptors.iter().map(|one| format!("`{}`", one.id)).collect();
        ProblemResponse::bad_request(format!(
            "field `connector`: there is no kind `{}`; write one of {}",
            given.connector,
            known.join(", ")
        ))
    })?;
    let properties = descriptor.settings_schema.get("properties").and_then(Value::as_object);
    let is_secret = |name: &str| {
        let property = properties.and_then(|properties| properties.get(name));
        property.and_then(|property| property.get("x-secret")) == Some(&Value::Bool(true))
    };
    let mut settings = given.settings;
    let mut secrets = BTreeMap::new();
    for name in settings.keys().filter(|name| is_secret(name)).cloned().collect::<Vec<_>>() {
        match settings.remove(&name) {
            Some(Value::String(secret)) => drop(secrets.insert(name, Secret::new(secret))),
            _ => {
                return Err(ProblemResponse::bad_request(format!(
                    "field `settings.{name}`: it must be a text; leave it out to keep it"
                )));
            }
        }
    }
    let settings = Value::Object(settings);
    let connector = at.app.bots.connectors().find(&given.connector);
    let wrong = connector.map(|connector| connector.check_settings(&settings)).unwrap_or_default();
    if !wrong.is_empty() {
        let detail = "field `settings`: some are wrong; `errors` names them";
        let mut problem = model::Problem::new(400, "bad-request", "Bad request", detail);
        problem.errors = wrong;
        return Err(problem.into());
    }
    let path = given.path.unwrap_or_else(|| {
        let path = descriptor.default_path.replace("{namespace}", at.namespace.as_str());
        path.replace("{bot}", at.bot.name.as_str())
    });
    Ok(NewChannel {
        connector: given.connector,
        alias: given.alias,
        environment: given.environment.parse()?,
        path,
        settings,
        secrets,
        enabled: given.enabled,
    })
}

/// The channel that the path names.
pub(super) async fn find(at: &InBot) -> Result<Channel, ProblemResponse> {
    let id: ChannelId = at.name("channel", "channel")?;
    let found = at.app.store.channel(&at.namespace, &id).await?;
    found
        .filter(|channel| channel.bot == *at.id())
        .ok_or_else(|| object::missing(at, "channel", id.as_str()))
}

/// Makes a channel.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/channels", tag = "channels",
    summary = "Make a channel", request_body = ChannelToPut,
    responses((status = 201, description = "The channel.", body = ShownChannel)))]
pub async fn create(at: InBot, Body(given): Body<ChannelToPut>) -> Answer {
    let channel = read_channel(&at, given)?;
    let made = at.app.store.create_channel(&at.namespace, at.id(), channel, &at.by).await?;
    at.app.bots.refresh().await?;
    Ok(tagged(
        &Default::default(),
        axum::http::StatusCode::CREATED,
        &etag_of(&shown(&made)),
        &shown(&made),
    ))
}

/// A channel.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/channels/{channel}", tag = "channels",
    summary = "A channel", responses((status = 200, description = "The channel.", body = ShownChannel)))]
pub async fn read(at: InBot) -> Answer {
    let channel = shown(&find(&at).await?);
    Ok(tagged(&at.headers, axum::http::StatusCode::OK, &etag_of(&channel), &channel))
}

/// Changes a channel: its settings, its environment, whether it is paused.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/channels/{channel}", tag = "channels",
    summary = "Change, pause or resume a channel", request_body = ChannelToPut,
    responses((status = 200, description = "The channel as it is now.", body = ShownChannel)))]
pub async fn put(at: InBot, Body(given): Body<ChannelToPut>) -> Answer {
    let found = find(&at).await?;
    check_preconditions(&at.headers, Some(&etag_of(&shown(&found))))?;
    let given = ChannelToPut { path: given.path.or(Some(found.path)), ..given };
    let channel = read_channel(&at, given)?;
    let now = at.app.store.update_channel(&at.namespace, &found.id, channel, &at.by).await?;
    at.app.bots.refresh().await?;
    Ok(tagged(
        &Default::default(),
        axum::http::StatusCode::OK,
        &etag_of(&shown(&now)),
        &shown(&now),
    ))
}

/// Deletes a channel. What was said on it stays.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/channels/{channel}",
    tag = "channels", summary = "Delete a channel",
    responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InBot) -> Answer {
    let found = find(&at).await?;
    check_preconditions(&at.headers, Some(&etag_of(&shown(&found))))?;
    at.app.store.delete_channel(&at.namespace, &found.id, &at.by).await?;
    at.app.bots.refresh().await?;
    Ok(no_content())
}
