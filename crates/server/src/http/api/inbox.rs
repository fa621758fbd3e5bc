//! The inbox of sentences: what users said, to learn from.

use model::{Annotation, Bot, Edit, IntentName, Locale, Sentence, SentenceStatus, Understanding};
use serde::{Deserialize, Serialize};
use store::SentenceFilter;
use utoipa::{OpenApi, ToSchema};

use super::object::PageQuery;
use super::request::{Answer, Body, InBot, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{ReadConversations, Train};

/// Sentences that one request may deal with.
const BATCH_MAX: usize = 1_000;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, deal))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/inbox", ReadConversations, list),
        Route::post("/api/v1/bots/{namespace}/{name}/inbox", Train, deal),
    ]
}

/// What users said.
#[derive(Serialize, ToSchema)]
pub struct InboxPage {
    /// The sentences, the most recent first.
    items: Vec<InboxSentence>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A sentence that came in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxSentence {
    /// What was said.
    text: String,
    /// In which locale it was understood.
    locale: Locale,
    /// What was understood last.
    understanding: Understanding,
    /// How often it came.
    count: u64,
    /// How often it was answered with "I did not understand".
    unknown_count: u64,
    /// When it came first, ISO 8601.
    first_at: String,
    /// When it came last, ISO 8601.
    last_at: String,
}

/// What users said and nobody has looked at yet, the most recent first.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/inbox", tag = "sentences",
    summary = "What users said and nobody has looked at",
    params(("intent" = Option<String>, Query, description = "Only what was understood as this intent; `-`: only what was not understood.", example = "-"),
        ("locale" = Option<String>, Query, description = "Only in this language.", example = "fr"), PageQuery),
    responses((status = 200, description = "A page of sentences.", body = InboxPage)))]
pub async fn list(at: InBot) -> Answer {
    let paging = at.paging()?;
    let intent = match at.asked("intent") {
        None => None,
        Some("-") => Some(None),
        Some(_) => Some(at.read::<IntentName>("intent")?),
    };
    let filter = SentenceFilter { locale: at.read("locale")?, intent };
    at.app.store.flush_sentences().await?;
    let after = paging.after.as_ref();
    let store = &at.app.store;
    let page = store.sentences(&at.namespace, at.id(), &filter, after, paging.limit).await?;
    let items = page.items.into_iter().map(|sentence| InboxSentence {
        text: sentence.text,
        locale: sentence.locale,
        understanding: sentence.understanding,
        count: sentence.count,
        unknown_count: sentence.unknown_count,
        first_at: sentence.first_at.to_iso(),
        last_at: sentence.last_at.to_iso(),
    });
    Ok(json(&InboxPage { items: items.collect(), next: page.next.map(|cursor| cursor.0) }))
}

/// What becomes of sentences of the inbox.
#[derive(Deserialize, ToSchema)]
pub struct InboxDecisions {
    /// The decisions, at most 1000.
    items: Vec<InboxDecision>,
}

/// What becomes of one sentence of the inbox.
#[derive(Deserialize, ToSchema)]
pub struct InboxDecision {
    /// Its words, as the inbox gives them.
    #[schema(example = "un billet pour Nice")]
    text: String,
    /// Its language.
    locale: Locale,
    /// What is decided.
    decision: Decision,
}

/// What is decided about a sentence.
#[derive(Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Decision {
    /// The bot learns from it.
    Validate {
        /// What it asks for; `null` is what the bot does not understand.
        intent: Option<IntentName>,
        /// What is marked in it.
        #[serde(default)]
        entities: Vec<Annotation>,
    },
    /// Nothing is learnt from it.
    Delete,
}

/// What was done.
#[derive(Serialize, ToSchema)]
pub struct InboxDone {
    /// Sentences that the bot learns from now.
    validated: usize,
    /// Sentences of which nothing is learnt.
    deleted: usize,
}

/// Deals with sentences of the inbox: they are learnt from or not, and leave it.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/inbox", tag = "sentences",
    summary = "Deal with sentences of the inbox",
    request_body(content = InboxDecisions, example = json!({"items": [
        {"text": "bonjour bonjour", "locale": "fr", "decision": {"type": "validate", "intent": "greeting"}},
        {"text": "xyz", "locale": "fr", "decision": {"type": "delete"}}]})),
    responses((status = 200, description = "What was done.", body = InboxDone)))]
pub async fn deal(at: InBot, Body(given): Body<InboxDecisions>) -> Answer {
    if given.items.len() > BATCH_MAX {
        return Err(ProblemResponse::bad_request(format!(
            "field `items`: more than {BATCH_MAX}; send them in several requests"
        )));
    }
    let (mut put, mut leaving) = (Vec::new(), Vec::new());
    for (place, item) in given.items.into_iter().enumerate() {
        leaving.push((item.locale.clone(), item.text.clone()));
        let Decision::Validate { intent, entities } = item.decision else { continue };
        let status = SentenceStatus::Validated;
        let sentence = Sentence { text: item.text, locale: item.locale, intent, entities, status };
        put.push(super::sentences::checked(sentence, &format!("items[{place}]."))?);
    }
    let done = InboxDone { validated: put.len(), deleted: leaving.len() - put.len() };
    if !put.is_empty() {
        let decide =
            |_: &Bot| Ok((vec![Edit::Sentences { put: put.clone(), remove: Vec::new() }], ()));
        at.app.drafts.edit(&at.bot, &at.author, decide).await?;
    }
    // After the draft has them: a crash in between leaves them in the inbox, which does no harm.
    for (locale, text) in leaving {
        at.app.store.delete_sentence(&at.namespace, at.id(), &locale, &text).await?;
    }
    Ok(json(&done))
}
