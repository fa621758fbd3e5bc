//! The inbox of sentences: what users said, to learn from.

use std::collections::{HashMap, HashSet};

use model::{
    Annotation, Bot, Edit, IntentName, Locale, Problem, Sentence, SentenceKey, SentenceStatus,
    Understanding,
};
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
    /// How many answers to it users judged bad since somebody looked.
    bad_count: u64,
    /// When it came first, ISO 8601.
    first_at: String,
    /// When it came last, ISO 8601.
    last_at: String,
}

/// What users said and nobody has looked at yet, the most recent first.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/inbox", tag = "sentences",
    summary = "What users said and nobody has looked at",
    params(("intent" = Option<String>, Query, description = "Only what was understood as this intent; `-`: only what was not understood.", example = "-"),
        ("locale" = Option<String>, Query, description = "Only in this language.", example = "fr"),
        ("search" = Option<String>, Query, description = "Only with these words."),
        ("below" = Option<f64>, Query, description = "Only what was understood with a lower probability, 0 to 1.", example = 0.6),
        ("bad" = Option<bool>, Query, description = "Whether only what users judged badly answered is wanted."), PageQuery),
    responses((status = 200, description = "A page of sentences.", body = InboxPage)))]
pub async fn list(at: InBot) -> Answer {
    let paging = at.paging()?;
    let filter = filter(&at)?;
    at.app.store.flush_sentences().await?;
    let after = paging.after.as_ref();
    let store = &at.app.store;
    let page = store.sentences(&at.namespace, at.id(), &filter, after, paging.limit).await?;
    let items = page.items.into_iter().map(InboxSentence::from).collect();
    Ok(json(&InboxPage { items, next: page.next.map(|cursor| cursor.0) }))
}

/// Which sentences the query asks for.
pub(super) fn filter(at: &InBot) -> Result<SentenceFilter, ProblemResponse> {
    let intent = match at.asked("intent") {
        None => None,
        Some("-") => Some(None),
        Some(_) => Some(at.read::<IntentName>("intent")?),
    };
    let below = at.read::<f64>("below")?;
    if let Some(below) = below.filter(|below| !(0.0..=1.0).contains(below)) {
        return Err(ProblemResponse::bad_request(format!(
            "parameter `below`: `{below}` is no probability; write one between 0 and 1"
        )));
    }
    Ok(SentenceFilter {
        locale: at.read("locale")?,
        intent,
        search: at.asked("search").map(str::to_owned),
        below_permille: below.map(|below| (below * 1000.0) as u16),
        judged_bad: at.read("bad")?.unwrap_or(false),
    })
}

impl From<store::InboxSentence> for InboxSentence {
    fn from(sentence: store::InboxSentence) -> Self {
        Self {
            text: sentence.text,
            locale: sentence.locale,
            understanding: sentence.understanding,
            count: sentence.count,
            unknown_count: sentence.unknown_count,
            bad_count: sentence.bad_count,
            first_at: sentence.first_at.to_iso(),
            last_at: sentence.last_at.to_iso(),
        }
    }
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
    /// It waits again, as before it was dealt with.
    PutBack {
        /// What the bot learnt from it before; absent: nothing.
        #[serde(default)]
        learnt: Option<Sentence>,
    },
}

/// What was done.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxDone {
    /// Sentences that the bot learns from now.
    validated: usize,
    /// Sentences of which nothing is learnt.
    deleted: usize,
    /// Sentences that wait again.
    put_back: usize,
    /// What the bot had learnt before from each of the sentences, in their order: for `put_back`.
    before: Vec<Option<Sentence>>,
}

/// Deals with sentences of the inbox: they are learnt from or not, and leave it. A sentence that
/// never came is learnt from all the same. What was done can be taken back with `put_back`.
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
    let (mut put, mut remove) = (Vec::new(), Vec::new());
    let (mut keys, mut waiting) = (Vec::new(), Vec::new());
    let (mut validated, mut deleted) = (0, 0);
    for (place, InboxDecision { text, locale, decision }) in given.items.into_iter().enumerate() {
        waiting.push((locale.clone(), text.clone(), matches!(decision, Decision::PutBack { .. })));
        let key = SentenceKey { locale: locale.clone(), text: text.clone() };
        let status = SentenceStatus::Validated;
        let learnt = match decision {
            Decision::Validate { intent, entities } => {
                validated += 1;
                Some(Sentence { text, locale, intent, entities, status })
            }
            Decision::Delete => {
                deleted += 1;
                None
            }
            Decision::PutBack { learnt: Some(learnt) } => Some(Sentence { text, locale, ..learnt }),
            Decision::PutBack { learnt: None } => {
                remove.push(key.clone());
                None
            }
        };
        keys.push(key);
        if let Some(learnt) = learnt {
            put.push(super::sentences::checked(learnt, &format!("items[{place}]."))?);
        }
    }
    let decide = |bot: &Bot| -> Result<_, Problem> {
        let known = learnt(bot, &keys);
        let before: Vec<_> = keys.iter().map(|key| known.get(key).cloned()).collect();
        let gone: Vec<_> = remove.iter().filter(|key| known.contains_key(key)).cloned().collect();
        let edits = match put.is_empty() && gone.is_empty() {
            true => Vec::new(),
            false => vec![Edit::Sentences { put: put.clone(), remove: gone }],
        };
        Ok((edits, before))
    };
    let draft = at.draft().await?;
    let known = learnt(&draft.bot, &remove);
    let before = match put.is_empty() && known.is_empty() {
        // Nothing changes what the bot learns from: this is allowed whoever owns its content.
        true => decide(&draft.bot)?.1,
        false => at.edit(decide).await?.1,
    };
    // After the draft has them: a crash in between leaves them in the inbox, which does no harm.
    let put_back = waiting.iter().filter(|(_, _, waits)| *waits).count();
    for (locale, text, waits) in waiting {
        at.app.store.set_waiting(&at.namespace, at.id(), &locale, &text, waits).await?;
    }
    // Who decided how much; what was said is not the log's.
    let counts =
        serde_json::json!({"validated": validated, "deleted": deleted, "putBack": put_back});
    at.tell("inbox.decided", at.full_name(), counts).await?;
    Ok(json(&InboxDone { validated, deleted, put_back, before }))
}

/// What the bot has learnt from the sentences of some keys.
fn learnt(bot: &Bot, keys: &[SentenceKey]) -> HashMap<SentenceKey, Sentence> {
    let wanted: HashSet<(&Locale, &str)> =
        keys.iter().map(|key| (&key.locale, key.text.as_str())).collect();
    let known = bot.sentences.iter();
    known
        .filter(|own| wanted.contains(&(&own.locale, own.text.as_str())))
        .map(|own| (own.key(), own.clone()))
        .collect()
}
