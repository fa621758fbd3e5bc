//! Conversations: finding them, what was said and why, turning one into a test.

use model::{
    Bot, BotLine, ConversationId, Dialog, EventKind, Exchange, HandOver, Locale, MediaType,
    Message, StoryKind, Timestamp, Understanding, UserId, UserLine,
};
use runtime::dialogs::{pressable, titles_of};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{ConversationFilter, ConversationSummary, TurnRecord, Vote};
use utoipa::{OpenApi, ToSchema};

use super::counts::read as read_stored;
use super::object::{self, PageQuery};
use super::request::{Answer, Body, InBot, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{Author, ReadConversations};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, read, to_dialog), components(schemas(Consent)))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    const DIALOG: &str = "/api/v1/bots/{namespace}/{name}/conversations/{conversation}/to-dialog";
    const ONE: &str = "/api/v1/bots/{namespace}/{name}/conversations/{conversation}";
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/conversations", ReadConversations, list),
        Route::get(ONE, ReadConversations, read),
        Route::post(DIALOG, Author, to_dialog),
    ]
}

/// A conversation in a list.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationOutline {
    /// Its id.
    id: ConversationId,
    /// With which user.
    user: UserId,
    /// When it was begun, ISO 8601.
    created_at: String,
    /// When something was said last, ISO 8601.
    changed_at: String,
    /// How often the user said or did something.
    said_count: u64,
    /// The first of it, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    opening: Option<String>,
}

fn outline(summary: &ConversationSummary) -> ConversationOutline {
    ConversationOutline {
        id: summary.id.clone(),
        user: summary.user.clone(),
        created_at: summary.created_at.to_iso(),
        changed_at: summary.changed_at.to_iso(),
        said_count: summary.said_count,
        opening: summary.opening.clone(),
    }
}

/// A page of conversations.
#[derive(Serialize, ToSchema)]
pub struct ConversationPage {
    /// The conversations, the last one begun first.
    items: Vec<ConversationOutline>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A moment in the query, ISO 8601 or a day.
pub fn moment(at: &InBot, parameter: &str) -> Result<Option<Timestamp>, ProblemResponse> {
    let Some(text) = at.asked(parameter) else { return Ok(None) };
    let whole = if text.len() == 10 { format!("{text}T00:00:00Z") } else { text.to_owned() };
    match chrono::DateTime::parse_from_rfc3339(&whole) {
        Ok(read) => Ok(Some(Timestamp(read.timestamp_millis()))),
        Err(_) => Err(ProblemResponse::bad_request(format!(
            "parameter `{parameter}`: `{text}` is no moment; write `2026-03-02` or \
             `2026-03-02T09:00:00Z`"
        ))),
    }
}

/// The conversations of a bot, the last one begun first.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/conversations", tag = "conversations",
    summary = "The conversations of a bot",
    params(("user" = Option<String>, Query, description = "Only with this user."),
        ("channel" = Option<String>, Query, description = "Only through this channel."),
        ("environment" = Option<String>, Query, description = "Only through channels that serve this environment: `draft`, `staging`, `live`.", example = "live"),
        ("search" = Option<String>, Query, description = "Only those in which the user said this."),
        ("from" = Option<String>, Query, description = "Only those in which something was said at this moment or later.", example = "2026-03-01"),
        ("until" = Option<String>, Query, description = "Only those in which something was said before this moment.", example = "2026-04-01"),
        ("tests" = Option<bool>, Query, description = "Whether test conversations are listed too."),
        ("unknown" = Option<bool>, Query, description = "Whether only those are wanted in which something was not understood."),
        ("bad" = Option<bool>, Query, description = "Whether only those are wanted in which the user judged an answer bad."), PageQuery),
    responses((status = 200, description = "A page of conversations.", body = ConversationPage)))]
pub async fn list(at: InBot) -> Answer {
    let paging = at.paging()?;
    let filter = ConversationFilter {
        bot: Some(at.id().clone()),
        user: at.read("user")?,
        channel: at.read("channel")?,
        environment: at.read("environment")?,
        text: at.asked("search").map(str::to_owned),
        from: moment(&at, "from")?,
        until: moment(&at, "until")?,
        tests: at.read("tests")?.unwrap_or(false),
        unknown: at.read("unknown")?.unwrap_or(false),
        judged_bad: at.read("bad")?.unwrap_or(false),
    };
    let after = paging.after.as_ref();
    let page = at.app.store.conversations(&at.namespace, &filter, after, paging.limit).await?;
    let items = page.items.iter().map(outline).collect();
    Ok(json(&ConversationPage { items, next: page.next.map(|cursor| cursor.0) }))
}

/// A conversation with what was said and why.
#[derive(Serialize, ToSchema)]
pub struct ConversationDetails {
    /// The conversation.
    #[serde(flatten)]
    outline: ConversationOutline,
    /// Whether it is in the hands of people, and in whose.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(rename = "handOver")]
    hand_over: Option<HandOver>,
    /// What the user agreed to before the first message, where the widget asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Consent>)]
    consent: Option<serde_json::Value>,
    /// The turns, oldest first.
    turns: Vec<Turn>,
}

/// What a user agreed to.
#[derive(ToSchema)]
#[expect(dead_code, reason = "it describes a fact of the user")]
pub struct Consent {
    /// The consent text of the bot's branding, as they were shown it.
    #[schema(example = "We keep this conversation for 30 days.")]
    text: String,
    /// When, ISO 8601.
    #[schema(example = "2026-03-02T09:00:00Z")]
    at: String,
}

/// A turn.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Turn {
    /// Its id.
    id: String,
    /// Through which channel.
    channel: String,
    /// What the user said or did, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    user_text: Option<String>,
    /// When the event was accepted, ISO 8601.
    received_at: String,
    /// When the last part of the answer was committed, ISO 8601.
    committed_at: String,
    /// What the bot said, in order.
    messages: Vec<Message>,
    /// What was understood; absent for what is not a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    understanding: Option<Understanding>,
    /// What was decided and why, one per segment.
    #[schema(value_type = Vec<engine::Trace>)]
    traces: Vec<Value>,
    /// Whether it is a test.
    test: bool,
    /// What the user thinks of its messages.
    votes: Vec<MessageVote>,
}

/// What a user thinks of a message.
#[derive(Serialize, ToSchema)]
pub struct MessageVote {
    /// The message's id.
    message: String,
    /// Whether it is good.
    good: bool,
}

fn turn(record: TurnRecord, votes: &[Vote]) -> Turn {
    let own = votes.iter().filter(|vote| vote.turn == record.turn);
    let own = own.map(|vote| MessageVote { message: vote.message.to_string(), good: vote.good });
    let read = |text: &String| serde_json::from_str(text).unwrap_or(Value::Null);
    Turn {
        id: record.turn.to_string(),
        channel: record.channel.to_string(),
        user_text: record.user_text,
        received_at: record.received_at.to_iso(),
        committed_at: record.committed_at.to_iso(),
        messages: record.messages,
        understanding: record.understanding,
        traces: record.traces.iter().map(read).collect(),
        test: record.test,
        votes: own.collect(),
    }
}

/// The conversation that the path names, when it is of the bot.
pub async fn find(at: &InBot) -> Result<ConversationSummary, ProblemResponse> {
    let id: ConversationId = at.name("conversation", "conversation")?;
    let found = at.app.store.conversation_summary(&at.namespace, &id).await?;
    found
        .filter(|summary| summary.bot == *at.id())
        .ok_or_else(|| object::missing(at, "conversation", id.as_str()))
}

/// A conversation with what was understood and decided in each turn.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/conversations/{conversation}",
    tag = "conversations", summary = "A conversation",
    responses((status = 200, description = "What was said, and why.", body = ConversationDetails)))]
pub async fn read(at: InBot) -> Answer {
    let summary = find(&at).await?;
    let turns = at.app.store.turns(&at.namespace, &summary.id).await?;
    let channel = turns.last().map(|turn| turn.channel.clone());
    let store = &at.app.store;
    let own = store.conversation(&at.namespace, at.id(), &summary.user, channel.as_ref()).await?;
    let held = match own.filter(|own| own.id == summary.id) {
        Some(own) => Some(own),
        None => {
            let shared = store.conversation(&at.namespace, at.id(), &summary.user, None).await?;
            shared.filter(|shared| shared.id == summary.id)
        }
    };
    let consent = held.as_ref().and_then(|held| held.memory.facts.get(model::CONSENT));
    let consent = consent.map(|fact| fact.value.clone());
    let votes = store.votes(&at.namespace, &summary.id).await?;
    Ok(json(&ConversationDetails {
        outline: outline(&summary),
        hand_over: held.and_then(|held| held.hand_over),
        consent,
        turns: turns.into_iter().map(|record| turn(record, &votes)).collect(),
    }))
}

/// How the test shall be called.
#[derive(Deserialize, ToSchema)]
pub struct DialogName {
    /// The name of the test dialog.
    #[schema(example = "luggage-question")]
    name: String,
}

/// Turns a conversation into a test dialog: what the user said, what was understood, what the bot
/// said. It is not saved: look at it, then put it among the dialogs.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/conversations/{conversation}/to-dialog",
    tag = "conversations", summary = "Turn a conversation into a test dialog",
    request_body = DialogName,
    responses((status = 200, description = "The test dialog.", body = Dialog)))]
pub async fn to_dialog(at: InBot, Body(DialogName { name }): Body<DialogName>) -> Answer {
    at.caller.require(ReadConversations, &at.namespace, Some(at.id()))?;
    let summary = find(&at).await?;
    let turns = at.app.store.turns(&at.namespace, &summary.id).await?;
    let first = turns.iter().find_map(|turn| turn.understanding.as_ref());
    let locale = first.map_or_else(|| default_locale(&at), |seen| seen.locale.clone());
    let began = turns.first().map(|turn| turn.received_at);
    let draft = at.draft().await?;
    let mut offered: Vec<(String, EventKind)> = Vec::new();
    let mut exchanges = Vec::new();
    for turn in turns {
        let Some(user) = user_line(&turn, &offered, &draft.bot) else { continue };
        let understood = turn
            .understanding
            .as_ref()
            .map(|seen| BotLine::Understands { intent: seen.intent.clone() });
        let mut bot: Vec<BotLine> = understood.into_iter().collect();
        for message in &turn.messages {
            bot.push(BotLine::Says { text: message.plain_text() });
            let titles = titles_of(message);
            if !titles.is_empty() {
                bot.push(BotLine::Offers { titles });
            }
            offered.extend(pressable(message));
        }
        exchanges.push(Exchange { user, bot, line: 0 });
    }
    let time_zone = Some("UTC".to_owned());
    let now = began.map(|began| began.to_iso().chars().take(16).collect());
    Ok(json(&Dialog { name, locale, now, time_zone, exchanges }))
}

fn default_locale(at: &InBot) -> Locale {
    at.bot.locales.first().cloned().unwrap_or_else(Locale::en)
}

/// What the user of a turn did, as far as what is stored of it tells; `None`: nothing that a test
/// can do.
fn user_line(turn: &TurnRecord, offered: &[(String, EventKind)], bot: &Bot) -> Option<UserLine> {
    let decided = turn.traces.iter().find_map(|trace| read_stored::<Decided>(Some(trace)));
    let kind = decided.and_then(|decided| decided.story).and_then(|story| {
        bot.stories.iter().find(|own| own.name.as_str() == story).map(|own| own.kind)
    });
    let Some(text) = &turn.user_text else {
        return match kind {
            Some(StoryKind::Goodbye) => Some(UserLine::Ends),
            Some(StoryKind::NoInput) => Some(UserLine::StaysSilent),
            // What nothing answered was no greeting: an opinion, a subscription.
            _ if turn.messages.is_empty() => None,
            _ => Some(UserLine::Starts),
        };
    };
    if turn.understanding.is_some() {
        return Some(UserLine::Says { text: text.clone() });
    }
    let is_taken = |event: &EventKind| match event {
        EventKind::Choice(choice) => choice.encode() == *text,
        _ => false,
    };
    if let Some((title, _)) = offered.iter().rev().find(|(_, event)| is_taken(event)) {
        return Some(UserLine::Presses { title: title.clone() });
    }
    if let Some((latitude, longitude)) = text.split_once(", ")
        && let (Ok(latitude), Ok(longitude)) = (latitude.parse(), longitude.parse())
    {
        return Some(UserLine::SendsPlace { latitude, longitude });
    }
    let is_address = text.contains("://") || text.starts_with('/');
    Some(match is_address {
        true => UserLine::SendsFile { media: MediaType::of_address(text), url: text.clone() },
        false => UserLine::Says { text: text.clone() },
    })
}

#[derive(Deserialize)]
struct Decided {
    #[serde(default)]
    story: Option<String>,
}
