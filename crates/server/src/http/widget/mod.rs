//! The widget API: what pages of any site ask of a bot, by its public id.
//!
//! A thin layer over the bot's widget channel. It finds the bot, finds out who visits
//! ([`visitor`]), and hands the request to the channel's connector. Errors are JSON with one
//! member, `error`, whatever happens.

mod history;
mod script;
mod visitor;

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use connectors::kit::{CorsRules, Refusal};
use model::limits::CHANNEL_BODY_BYTES_MAX;
use model::{Locale, Permission, PublicBotId, StoryKind};
use serde::Deserialize;
use store::{BotSummary, Environment};
use wire::widget::{
    ChatAnswer, ChatRequest, FeedbackRequest, History, PublicBot, PublicBranding, WidgetError,
};

use self::visitor::{Proof, Visitor};
use super::{Route, channel};
use crate::access::Origin;
use crate::app::App;
use crate::bots::{LoadedBot, ServedChannel};
use crate::limits::{self, Admitted};

/// Headers that pages of other sites may read.
const EXPOSED: &str = "Retry-After, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset";

/// How long browsers may keep what a bot is and looks like, in seconds.
const KEPT: &str = "public, max-age=60";

/// The routes. Pages of other sites may call all of them, and nothing else of ours.
pub fn routes() -> Vec<Route> {
    let route = |method: Method, path, handler: MethodRouter<Arc<App>>| Route {
        method,
        path,
        permission: Permission::Public,
        handler: handler.options(preflight).fallback(wrong_method),
    };
    vec![
        route(Method::POST, "/api/widget/chat", post(chat)),
        route(Method::POST, "/api/widget/feedback", post(feedback)),
        route(Method::GET, "/api/widget/history", get(history)),
        route(Method::GET, "/api/widget/stream", get(stream)),
        route(Method::GET, "/api/bots/{id}", get(bot)),
        route(Method::GET, "/api/bots/{id}/branding", get(branding)),
        route(Method::GET, "/widget.js", get(script::serve)),
    ]
}

/// Whether pages of other sites may call a route.
pub fn is_for_pages(path: &str) -> bool {
    path.starts_with("/api/widget/") || path.starts_with("/api/bots/") || path == "/widget.js"
}

/// Says something to a bot and gives its answer: whole, or as it comes for those who accept
/// `text/event-stream` (events `conversation`, `message` for each message, `answer` with all of
/// it; `error` when there is none).
#[utoipa::path(post, path = "/api/widget/chat", tag = "widget", summary = "Talk to a bot",
    params(
        ("Idempotency-Key" = Option<String>, Header, description = "The same key within 24 hours: the same message, answered with the same answer. Without `conversationId` it must be a UUID or as hard to guess."),
        ("Authorization" = Option<String>, Header, description = "`Bearer` and the visitor's token, or the signed token of the embedding site's user.")),
    request_body = ChatRequest,
    responses(
        (status = 200, description = "What the bot answered.", body = ChatAnswer),
        (status = 400, description = "A member is missing or wrong.", body = WidgetError),
        (status = 401, description = "The token is not right.", body = WidgetError),
        (status = 404, description = "There is no such bot.", body = WidgetError),
        (status = 409, description = "The key was used for another message.", body = WidgetError),
        (status = 429, description = "Too many requests; `Retry-After` says when to come back.", body = WidgetError),
        (status = 500, description = "The bot could not answer.", body = WidgetError),
        (status = 503, description = "Nothing can be stored now; try again.", body = WidgetError)))]
pub async fn chat(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answered = async {
        let body = channel::read_body(&parts.headers, body, CHANNEL_BODY_BYTES_MAX).await?;
        let read = ChatRequest::read(&body).map_err(bad_body)?;
        let named = read.conversation_id.as_deref();
        let entered = enter(&app, &parts, &read.bot_id, named).await?;
        let visitor = Visitor::find(&app, &entered.channel, &parts, named, Proof::IfGiven).await?;
        entered.pass_on(&app, "/chat", &parts, &body, visitor).await
    };
    for_any_page(&parts, answered.await)
}

/// Records what the visitor thinks of a message.
#[utoipa::path(post, path = "/api/widget/feedback", tag = "widget", summary = "Judge a message",
    params(("Authorization" = String, Header, description = "`Bearer` and the visitor's token, or the signed token of the embedding site's user.")),
    request_body = FeedbackRequest,
    responses(
        (status = 204, description = "Recorded."),
        (status = 400, description = "A member is missing or wrong.", body = WidgetError),
        (status = 401, description = "The token is missing or not right.", body = WidgetError),
        (status = 404, description = "There is no such bot.", body = WidgetError)))]
pub async fn feedback(State(app): State<Arc<App>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let answered = async {
        let body = channel::read_body(&parts.headers, body, CHANNEL_BODY_BYTES_MAX).await?;
        let read = FeedbackRequest::read(&body).map_err(bad_body)?;
        let named = read.conversation_id.as_deref();
        let entered = enter(&app, &parts, &read.bot_id, named).await?;
        let visitor = Visitor::find(&app, &entered.channel, &parts, named, Proof::Required).await?;
        entered.pass_on(&app, "/feedback", &parts, &body, visitor).await
    };
    for_any_page(&parts, answered.await)
}

/// Which conversation a reading request means.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Which {
    bot_id: Option<String>,
    conversation_id: Option<String>,
}

/// What was said in the visitor's conversation, oldest first: its last turns.
#[utoipa::path(get, path = "/api/widget/history", tag = "widget", summary = "What was said so far",
    params(
        ("botId" = String, Query, description = "The bot's public id."),
        ("conversationId" = Option<String>, Query, description = "The conversation; not needed with the token of a signed-in user."),
        ("Authorization" = String, Header, description = "`Bearer` and the visitor's token, or the signed token of the embedding site's user.")),
    responses(
        (status = 200, description = "The lines.", body = History),
        (status = 401, description = "The token is missing or not right.", body = WidgetError),
        (status = 404, description = "There is no such bot.", body = WidgetError)))]
pub async fn history(
    State(app): State<Arc<App>>,
    Query(which): Query<Which>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let answered = async {
        let named = which.conversation_id.as_deref();
        let id = which.bot_id.as_deref().unwrap_or_default();
        let entered = enter(&app, &parts, id, named).await?;
        let visitor = Visitor::find(&app, &entered.channel, &parts, named, Proof::Required).await?;
        let history = history::read(&app, &entered.channel, &visitor.user).await?;
        let answer = ([(header::CACHE_CONTROL, "no-store")], Json(history)).into_response();
        Ok(entered.admitted.mark(answer))
    };
    for_any_page(&parts, answered.await)
}

/// All that the bot says to the visitor from now on, as events `message`; first what was missed.
#[utoipa::path(get, path = "/api/widget/stream", tag = "widget", summary = "Hear what the bot says by itself",
    params(
        ("botId" = String, Query, description = "The bot's public id."),
        ("conversationId" = Option<String>, Query, description = "The conversation; not needed with the token of a signed-in user."),
        ("Authorization" = String, Header, description = "`Bearer` and the visitor's token, or the signed token of the embedding site's user.")),
    responses(
        (status = 200, description = "The stream.", body = String, content_type = "text/event-stream"),
        (status = 401, description = "The token is missing or not right.", body = WidgetError),
        (status = 404, description = "There is no such bot.", body = WidgetError)))]
pub async fn stream(
    State(app): State<Arc<App>>,
    Query(which): Query<Which>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let answered = async {
        let named = which.conversation_id.as_deref();
        let id = which.bot_id.as_deref().unwrap_or_default();
        let entered = enter(&app, &parts, id, named).await?;
        let visitor = Visitor::find(&app, &entered.channel, &parts, named, Proof::Required).await?;
        entered.pass_on(&app, "/stream", &parts, &[], visitor).await
    };
    for_any_page(&parts, answered.await)
}

/// What the public may know of a bot.
#[utoipa::path(get, path = "/api/bots/{id}", tag = "widget", summary = "A bot",
    params(("id" = String, Path, description = "The bot's public id.")),
    responses(
        (status = 200, description = "The bot.", body = PublicBot),
        (status = 404, description = "There is no such bot.", body = WidgetError)))]
pub async fn bot(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let answered = async {
        let entered = enter(&app, &parts, &id, None).await?;
        let loaded = entered.live(&app).await?;
        let (bot, summary) = (loaded.talking.bot(), &entered.bot);
        let name = if bot.title.is_empty() { bot.name.to_string() } else { bot.title.clone() };
        let languages: Vec<String> = bot.locales.iter().map(Locale::to_string).collect();
        let shown = PublicBot {
            id: summary.public_id.to_string(),
            name,
            description: bot.description.clone(),
            category: bot.category.clone(),
            language: languages.first().cloned().unwrap_or_default(),
            created_at: summary.created_at.to_iso(),
            languages,
            greets: bot.stories.iter().any(|story| story.kind == StoryKind::Hello),
        };
        let answer = ([(header::CACHE_CONTROL, KEPT)], Json(shown)).into_response();
        Ok(entered.admitted.mark(answer))
    };
    for_any_page(&parts, answered.await)
}

/// In which language the branding's texts are wanted.
#[derive(Deserialize)]
pub struct Language {
    locale: Option<String>,
}

/// How a bot's widget looks.
#[utoipa::path(get, path = "/api/bots/{id}/branding", tag = "widget", summary = "How a bot's widget looks",
    params(
        ("id" = String, Path, description = "The bot's public id."),
        ("locale" = Option<String>, Query, description = "The language of its texts; otherwise the bot's own.")),
    responses(
        (status = 200, description = "Colours, picture, place and texts.", body = PublicBranding),
        (status = 404, description = "There is no such bot.", body = WidgetError)))]
pub async fn branding(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(language): Query<Language>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let answered = async {
        let entered = enter(&app, &parts, &id, None).await?;
        let loaded = entered.live(&app).await?;
        let wanted = language.locale.and_then(|locale| locale.parse::<Locale>().ok());
        let shown = branding_of(loaded.talking.bot(), wanted.as_ref());
        let answer = ([(header::CACHE_CONTROL, KEPT)], Json(shown)).into_response();
        Ok(entered.admitted.mark(answer))
    };
    for_any_page(&parts, answered.await)
}

fn branding_of(bot: &model::Bot, wanted: Option<&Locale>) -> PublicBranding {
    let branding = &bot.branding;
    let locale = bot.locale_for(wanted);
    let in_language = |texts: &std::collections::BTreeMap<Locale, String>| {
        // A text in the bot's own language is better than none.
        texts.get(&locale).or_else(|| texts.get(bot.locales.first()?)).cloned()
    };
    let theme = branding.theme.as_deref().unwrap_or("light");
    let (background, text) = match theme {
        "dark" => ("#16181d", "#f1f3f5"),
        _ => ("#ffffff", "#1f2328"),
    };
    let or = |given: &Option<String>, otherwise: &str| {
        given.clone().unwrap_or_else(|| otherwise.to_owned())
    };
    let name = if bot.title.is_empty() { bot.name.to_string() } else { bot.title.clone() };
    PublicBranding {
        primary_color: or(&branding.color, "#4f46e5"),
        background_color: or(&branding.background_color, background),
        text_color: or(&branding.text_color, text),
        logo_url: branding.logo_url.clone(),
        position: format!("bottom-{}", branding.position.as_deref().unwrap_or("right")),
        theme: theme.to_owned(),
        title: in_language(&branding.title).unwrap_or(name),
        consent_text: in_language(&branding.consent),
    }
}

/// A request that has found its bot, and that fits into the limits.
struct Entered {
    bot: Arc<BotSummary>,
    channel: Arc<ServedChannel>,
    admitted: Admitted,
}

/// A request that is answered with why it is not.
struct Failure(Box<Response>);

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self(Box::new(channel::refusal_response(&refusal)))
    }
}

impl From<limits::Refused> for Failure {
    fn from(refused: limits::Refused) -> Self {
        match refused {
            limits::Refused::Storage(error) => channel::storage_failed(error).into(),
            refused => Self(Box::new(refused.into_response())),
        }
    }
}

/// Finds the bot that a request is for, and counts the request. Every request of the widget API
/// comes through here, once.
async fn enter(
    app: &App,
    parts: &Parts,
    id: &str,
    conversation: Option<&str>,
) -> Result<Entered, Failure> {
    let (bot, channel) = find(app, parts, id)?;
    let from = Origin::of(parts, &app.config.trusted_proxies).address;
    let admitted = app.limits.admit(&bot.namespace, &bot.id, from, conversation).await?;
    Ok(Entered { bot, channel, admitted })
}

fn find(
    app: &App,
    parts: &Parts,
    id: &str,
) -> Result<(Arc<BotSummary>, Arc<ServedChannel>), Refusal> {
    if id.is_empty() {
        let error = "`botId` is missing; send the public id of the bot, `pub_…`";
        return Err(Refusal::new(400, "no-bot", error));
    }
    let unknown = || {
        let id: String = id.chars().take(80).collect();
        let error = format!("there is no bot `{id}`; `palabre bots --json` lists the public ids");
        Refusal::new(404, "unknown-bot", error)
    };
    let bot = id.parse::<PublicBotId>().ok().and_then(|id| app.bots.public(&id));
    let bot = bot.ok_or_else(unknown)?;
    let channel = app.bots.first_channel(&bot.id, "widget").ok_or_else(unknown)?;
    let origin = channel::text_header(&parts.headers, &header::ORIGIN);
    if channel.cors.as_ref().is_some_and(|cors| cors.headers(origin).is_err()) {
        let page = origin.unwrap_or_default();
        let error = format!(
            "header `Origin`: pages of `{page}` may not show this bot; the widget channel's \
             setting `corsPattern` says which may"
        );
        return Err(Refusal::new(403, "foreign-page", error));
    }
    Ok((bot, channel))
}

impl Entered {
    async fn pass_on(
        &self,
        app: &Arc<App>,
        sub_path: &str,
        parts: &Parts,
        body: &[u8],
        visitor: Visitor,
    ) -> Result<Response, Failure> {
        let caller = visitor.into_caller();
        let answer = channel::exchange(app, &self.channel, sub_path, parts, body, caller).await?;
        Ok(self.admitted.mark(answer))
    }

    /// The bot as visitors meet it.
    async fn live(&self, app: &App) -> Result<Arc<LoadedBot>, Refusal> {
        let (namespace, id) = (&self.bot.namespace, &self.bot.id);
        app.bots.loaded(namespace, id, Environment::Live).await.map_err(|error| match error {
            crate::bots::Error::Missing(_) => {
                Refusal::new(404, "unknown-bot", "the bot was never published; publish it first")
            }
            error => {
                tracing::warn!(%error, bot = %id, "bot could not be loaded");
                Refusal::new(503, "later", "the bot cannot be loaded now; try again in a moment")
            }
        })
    }
}

/// An answer that a page of any site may read, errors too.
fn for_any_page(parts: &Parts, answered: Result<Response, Failure>) -> Response {
    let mut response = answered.unwrap_or_else(|Failure(response)| *response);
    let origin = channel::text_header(&parts.headers, &header::ORIGIN);
    channel::add_headers(&mut response, any_page().headers(origin).unwrap_or_default());
    let exposed = HeaderValue::from_static(EXPOSED);
    response.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    response
}

async fn preflight(request: Request) -> Response {
    let origin = channel::text_header(request.headers(), &header::ORIGIN);
    let mut response = StatusCode::NO_CONTENT.into_response();
    channel::add_headers(&mut response, any_page().preflight(origin).unwrap_or_default());
    response
}

async fn wrong_method(request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let error = format!("`{}` is not served here; see `/doc/widget.html`", parts.method);
    for_any_page(&parts, Err(Refusal::new(405, "wrong-method", error).into()))
}

/// Which pages may read answers: all. Which may show a bot is looked at once the bot is known.
fn any_page() -> &'static CorsRules {
    static RULES: std::sync::LazyLock<CorsRules> =
        std::sync::LazyLock::new(|| connectors::widget::WidgetSettings::default().cors());
    &RULES
}

fn bad_body(error: wire::Error) -> Refusal {
    Refusal::new(400, "bad-body", error.to_string())
}
