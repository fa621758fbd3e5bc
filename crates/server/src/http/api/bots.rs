//! Bots: the list, making and deleting them, what they are called, their key.

use axum::extract::State;
use model::{Bot, BotHead, BotName, ETag, Edit, Locale};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Import, Owner};
use utoipa::{OpenApi, ToSchema};

use super::object;
use super::request::{Answer, Body, InBot, InNamespace, json, no_content};
use crate::access::Caller;
use crate::app::App;
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{Administer, Author, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(
    list,
    namespaces,
    list_of_namespace,
    create,
    read,
    remove,
    head,
    put_head,
    detach,
    key,
    rotate_key
))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots", View, list),
        Route::get("/api/v1/namespaces", View, namespaces),
        Route::get("/api/v1/namespaces/{namespace}/bots", View, list_of_namespace),
        Route::post("/api/v1/namespaces/{namespace}/bots", Administer, create),
        Route::get("/api/v1/bots/{namespace}/{name}", View, read),
        Route::delete("/api/v1/bots/{namespace}/{name}", Administer, remove),
        Route::get("/api/v1/bots/{namespace}/{name}/head", View, head),
        Route::put("/api/v1/bots/{namespace}/{name}/head", Author, put_head),
        Route::post("/api/v1/bots/{namespace}/{name}/detach", Administer, detach),
        Route::get("/api/v1/bots/{namespace}/{name}/key", Administer, key),
        Route::post("/api/v1/bots/{namespace}/{name}/key", Administer, rotate_key),
    ]
}

/// A list of bots.
#[derive(Serialize, ToSchema)]
pub struct BotList {
    /// The bots, by namespace and name.
    items: Vec<BotSummary>,
}

/// A bot.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BotSummary {
    /// Its id.
    #[schema(example = "bot_0123456789abcdefghjkmnpqrs")]
    id: String,
    /// The id that the public may see.
    public_id: String,
    /// Whose.
    #[schema(example = "app")]
    namespace: String,
    /// Its name.
    #[schema(example = "gare")]
    name: String,
    /// A name to show.
    title: String,
    /// The languages it speaks; the first is its default.
    #[schema(example = json!(["fr", "en"]))]
    locales: Vec<String>,
    /// Where its web channel listens.
    #[schema(example = "/io/app/gare/web")]
    #[serde(skip_serializing_if = "Option::is_none")]
    web_path: Option<String>,
    /// The version that users meet.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// Whether the draft was changed since that version.
    unpublished: bool,
    /// The folder that it belongs to; such a bot is changed in its files.
    #[serde(skip_serializing_if = "Option::is_none")]
    folder: Option<String>,
}

fn summary(app: &App, bot: &store::BotSummary) -> BotSummary {
    BotSummary {
        id: bot.id.to_string(),
        public_id: bot.public_id.to_string(),
        namespace: bot.namespace.to_string(),
        name: bot.name.to_string(),
        title: bot.title.clone(),
        locales: bot.locales.iter().map(Locale::to_string).collect(),
        web_path: app.bots.web_channel(&bot.id).map(|served| served.channel.path.clone()),
        version: bot.live.as_ref().map(|version| version.number),
        unpublished: bot.live.as_ref().is_none_or(|live| live.hash != bot.draft_hash),
        folder: match &bot.owner {
            Owner::Database => None,
            Owner::Files { folder } => Some(folder.clone()),
        },
    }
}

/// The bots.
#[utoipa::path(get, path = "/api/v1/bots", tag = "bots", summary = "The bots",
    responses((status = 200, description = "All bots that the caller may see.", body = BotList)))]
pub async fn list(State(app): State<Arc<App>>, caller: Caller) -> Answer {
    // As stored: what is loaded learns a moment later that a draft has changed.
    let bots = app.store.all_bots().await?;
    let seen = bots.iter().filter(|bot| caller.may(View, &bot.namespace, Some(&bot.id)));
    Ok(json(&BotList { items: seen.map(|bot| summary(&app, bot)).collect() }))
}

/// The namespaces.
#[derive(Serialize, ToSchema)]
pub struct NamespaceList {
    /// The namespaces, by name.
    items: Vec<NamespaceInfo>,
}

/// A namespace.
#[derive(Serialize, ToSchema)]
pub struct NamespaceInfo {
    /// Its name.
    #[schema(example = "app")]
    name: String,
    /// How many of its bots the caller may see.
    bots: usize,
}

/// The namespaces. One begins with its first bot, member, token or plan.
#[utoipa::path(get, path = "/api/v1/namespaces", tag = "bots", summary = "The namespaces",
    responses((status = 200, description = "All namespaces of which the caller may see something.", body = NamespaceList)))]
pub async fn namespaces(State(app): State<Arc<App>>, caller: Caller) -> Answer {
    let bots = app.store.all_bots().await?;
    let known = app.store.namespaces().await?;
    let items = known.into_iter().filter_map(|name| {
        let own = bots.iter().filter(|bot| bot.namespace == name);
        let seen = own.filter(|bot| caller.may(View, &name, Some(&bot.id))).count();
        let is_seen = seen > 0 || caller.may(View, &name, None);
        is_seen.then(|| NamespaceInfo { name: name.to_string(), bots: seen })
    });
    Ok(json(&NamespaceList { items: items.collect() }))
}

/// The bots of a namespace.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/bots", tag = "bots",
    summary = "The bots of a namespace",
    responses((status = 200, description = "Its bots.", body = BotList)))]
pub async fn list_of_namespace(at: InNamespace) -> Answer {
    let bots = at.app.store.bots(&at.namespace).await?;
    let seen = bots.iter().filter(|bot| at.caller.may(View, &at.namespace, Some(&bot.id)));
    Ok(json(&BotList { items: seen.map(|bot| summary(&at.app, bot)).collect() }))
}

/// A bot to make.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewBot {
    /// Its name, part of addresses.
    #[schema(example = "library")]
    name: BotName,
    /// A name to show.
    #[serde(default)]
    #[schema(example = "Library")]
    title: String,
    /// The languages it speaks; the first is its default.
    #[schema(example = json!(["fr", "en"]))]
    locales: Vec<Locale>,
    /// IANA name of the zone in which dates are read.
    #[serde(default = "utc")]
    #[schema(example = "Europe/Paris")]
    time_zone: String,
    /// `empty` (the default), or `sample`: with the content of the sample bot.
    #[serde(default)]
    from: Beginning,
}

fn utc() -> String {
    "UTC".into()
}

/// What a new bot begins with.
#[derive(Clone, Copy, Default, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Beginning {
    /// Nothing.
    #[default]
    Empty,
    /// The content of the sample bot.
    Sample,
}

/// A new bot.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BotMade {
    /// The bot.
    #[serde(flatten)]
    bot: BotSummary,
    /// Its key for the Bot API: shown this once.
    #[schema(example = "palabre_0123456789abcdef0123456789abcdef01234567")]
    api_key: String,
}

/// Makes a bot: with a web channel, a key, and a first version.
#[utoipa::path(post, path = "/api/v1/namespaces/{namespace}/bots", tag = "bots",
    summary = "Make a bot", request_body = NewBot,
    responses((status = 201, description = "The bot, with its key for the Bot API.", body = BotMade)))]
pub async fn create(at: InNamespace, Body(new): Body<NewBot>) -> Answer {
    let mut bot = match new.from {
        Beginning::Empty => Bot::new(at.namespace.clone(), new.name.clone(), new.locales.clone()),
        Beginning::Sample => bot_files::read_files(&crate::sample::files()).0,
    };
    (bot.namespace, bot.name, bot.locales) = (at.namespace.clone(), new.name, new.locales);
    (bot.title, bot.time_zone) = (new.title, new.time_zone);
    let mistake = bot_files::check(&bot).into_iter().find(|finding| {
        finding.severity == model::Severity::Error
            && finding.place.as_deref().is_some_and(|place| place.starts_with("bot."))
    });
    if let Some(mistake) = mistake {
        return Err(ProblemResponse::bad_request(format!(
            "field `{}`: {}: {}",
            mistake.place.as_deref().map_or("", |place| place.trim_start_matches("bot.")),
            mistake.message,
            mistake.remedy
        )));
    }
    if at.app.store.bot(&at.namespace, &bot.name).await?.is_some() {
        return Err(object::taken("bot", bot.name.as_str()).into());
    }
    let import = Import { owner: Owner::Database, by: at.by.clone(), publish: true, detach: false };
    let made = at.app.store.import_bot(&bot, &import).await?.bot;
    at.app.bots.refresh().await?;
    let key = at.app.store.api_key(&made.namespace, &made.id).await?;
    let bot = summary(&at.app, &made);
    Ok(object::created(&BotMade { bot, api_key: key.expose().clone() }))
}

/// A bot with the size of its draft.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BotDetails {
    /// The bot.
    #[serde(flatten)]
    bot: BotSummary,
    /// Counts the changes of the draft, from 1.
    draft_revision: u64,
    /// The tag of the whole draft, for what replaces all of it.
    draft_etag: String,
    /// Who changed the draft last.
    draft_author: String,
    /// When, ISO 8601.
    draft_at: String,
    /// How many intents the draft has.
    intents: usize,
    /// How many entity types.
    entity_types: usize,
    /// How many sentences.
    sentences: usize,
    /// How many stories.
    stories: usize,
    /// How many labels.
    labels: usize,
    /// How many test dialogs.
    dialogs: usize,
}

/// A bot.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}", tag = "bots", summary = "A bot",
    responses((status = 200, description = "The bot, with the size of its draft.", body = BotDetails)))]
pub async fn read(at: InBot) -> Answer {
    let draft = at.draft().await?;
    Ok(json(&BotDetails {
        bot: summary(&at.app, &at.bot),
        draft_revision: draft.mark.revision,
        draft_etag: ETag::of_hash(&draft.mark.hash).to_string(),
        draft_author: draft.mark.author.clone(),
        draft_at: draft.mark.at.to_iso(),
        intents: draft.bot.intents.len(),
        entity_types: draft.bot.entity_types.len(),
        sentences: draft.bot.sentences.len(),
        stories: draft.bot.stories.len(),
        labels: draft.bot.labels.len(),
        dialogs: draft.bot.dialogs.len(),
    }))
}

/// Deletes a bot with its versions, its channels and everything that was said to it.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}", tag = "bots",
    summary = "Delete a bot and everything that was said to it",
    responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InBot) -> Answer {
    if let Owner::Files { folder } = &at.bot.owner {
        return Err(store::Error::OwnedByFiles {
            namespace: at.bot.namespace.clone(),
            bot: at.bot.name.clone(),
            folder: folder.clone(),
        }
        .into());
    }
    at.app.store.delete_bot(&at.namespace, at.id(), &at.by).await?;
    at.app.bots.refresh().await?;
    Ok(no_content())
}

/// What the draft is called and how it behaves.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/head", tag = "bots",
    summary = "What a bot is called and how it behaves",
    responses((status = 200, description = "The draft without its objects.", body = BotHead)))]
pub async fn head(at: InBot) -> Answer {
    let draft = at.draft().await?;
    object::read(&at, "head", "head", Some(draft.bot.head()), |head| head)
}

/// Changes what the draft is called and how it behaves.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/head", tag = "bots",
    summary = "Change what a bot is called and how it behaves",
    request_body(content = BotHead, example = json!({"title": "Gare", "locales": ["fr", "en"], "time_zone": "Europe/Paris"})),
    responses((status = 200, description = "The draft without its objects, as it is now.", body = BotHead)))]
pub async fn put_head(at: InBot, Body(head): Body<BotHead>) -> Answer {
    let edit = |_: &Bot, found: Option<&BotHead>| {
        let edit = Edit::Bot { head: Box::new(head.clone()) };
        Ok(if found == Some(&head) { Vec::new() } else { vec![edit] })
    };
    let (draft, _) = object::change(&at, |bot| Some(bot.head()), edit).await?;
    object::shown(false, Some(draft.bot.head()), |head| head)
}

/// Detaches a bot from its files: from now on it is changed here, and its folder is not read.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/detach", tag = "bots",
    summary = "Detach a bot from its files",
    responses((status = 200, description = "The bot, which belongs to the database now.", body = BotSummary),
        (status = 409, description = "The server was started with this folder; start it without.")))]
pub async fn detach(at: InBot) -> Answer {
    if let Owner::Files { folder } = &at.bot.owner {
        let is_followed = at.app.config.bots.iter().any(|followed| {
            followed.canonicalize().is_ok_and(|path| path.display().to_string() == *folder)
        });
        if is_followed {
            return Err(ProblemResponse::conflict(format!(
                "this server was started with `--bot {folder}` and follows these files; start it \
                 without, then detach the bot"
            )));
        }
        at.app.store.set_owner(&at.namespace, at.id(), &Owner::Database, &at.by).await?;
        at.app.bots.refresh().await?;
    }
    let bot = at.app.store.bot_by_id(&at.namespace, at.id()).await?;
    let bot = bot.ok_or_else(|| object::missing(&at, "bot", at.bot.name.as_str()))?;
    Ok(json(&summary(&at.app, &bot)))
}

/// What may be shown of a key.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyEnding {
    /// Its last four characters.
    #[schema(example = "4f2a")]
    last_four: String,
    /// How many sockets programs with this key have open to the process that answers.
    connected: usize,
}

/// By which ending the bot's key for the Bot API is known.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/key", tag = "bots",
    summary = "The ending of a bot's key",
    responses((status = 200, description = "The last four characters of the key, and how many programs are connected with it.", body = KeyEnding)))]
pub async fn key(at: InBot) -> Answer {
    let key = at.app.store.api_key(&at.namespace, at.id()).await?;
    let key = key.expose();
    let last_four = key.get(key.len().saturating_sub(4)..).unwrap_or_default().to_owned();
    Ok(json(&KeyEnding { last_four, connected: at.app.programs.connected(at.id()) }))
}

/// A new key.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewKey {
    /// The key: shown this once.
    #[schema(example = "palabre_0123456789abcdef0123456789abcdef01234567")]
    api_key: String,
}

/// Gives a bot a new key for the Bot API. The old one is refused from now on.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/key", tag = "bots",
    summary = "Give a bot a new key",
    responses((status = 201, description = "The key, shown this once.", body = NewKey)))]
pub async fn rotate_key(at: InBot) -> Answer {
    let key = at.app.store.rotate_api_key(&at.namespace, at.id(), &at.by).await?;
    at.app.bots.refresh().await?;
    Ok(object::created(&NewKey { api_key: key.expose().clone() }))
}
