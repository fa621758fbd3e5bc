//! Sentences of a draft: what the bot learns from.

use model::{Bot, Edit, IntentName, Locale, Sentence, SentenceKey, SentenceStatus};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::object::{self, ObjectPage, PageQuery};
use super::request::{Answer, Body, InBot, json};
use crate::drafts::{etag_of, sentence_id};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{Train, View};

/// Sentences that one request may change.
const BATCH_MAX: usize = 10_000;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, read, put, remove, batch))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/sentences", View, list),
        Route::post("/api/v1/bots/{namespace}/{name}/sentences", Train, batch),
        Route::get("/api/v1/bots/{namespace}/{name}/sentences/{sentence}", View, read),
        Route::put("/api/v1/bots/{namespace}/{name}/sentences/{sentence}", Train, put),
        Route::delete("/api/v1/bots/{namespace}/{name}/sentences/{sentence}", Train, remove),
    ]
}

/// A sentence with its id, which follows from its language and words.
#[derive(Serialize, ToSchema)]
pub struct IdentifiedSentence {
    /// Its id within the bot.
    #[schema(example = "5d41402abc4b2a76b9719d91")]
    id: String,
    /// The sentence.
    #[serde(flatten)]
    sentence: Sentence,
}

fn identified(sentence: &Sentence) -> IdentifiedSentence {
    IdentifiedSentence { id: id_of(sentence), sentence: sentence.clone() }
}

/// The id of a sentence.
pub fn id_of(sentence: &Sentence) -> String {
    sentence_id(&sentence.locale, &sentence.text)
}

fn find(bot: &Bot, id: &str) -> Option<Sentence> {
    bot.sentences.iter().find(|sentence| id_of(sentence) == id).cloned()
}

/// Which sentences are meant.
#[derive(Default)]
struct Filter {
    search: String,
    intent: Option<Option<IntentName>>,
    locale: Option<Locale>,
    status: Option<SentenceStatus>,
    entity: Option<String>,
}

impl Filter {
    fn asked(at: &InBot) -> Result<Self, ProblemResponse> {
        let intent = match at.asked("intent") {
            None => None,
            Some("-") => Some(None),
            Some(_) => Some(at.read("intent")?),
        };
        let status = match at.asked("status") {
            None => None,
            Some("validated") => Some(SentenceStatus::Validated),
            Some("inbox") => Some(SentenceStatus::Inbox),
            Some(other) => {
                return Err(ProblemResponse::bad_request(format!(
                    "parameter `status`: `{other}` is neither `validated` nor `inbox`"
                )));
            }
        };
        Ok(Self {
            search: at.asked("search").unwrap_or_default().to_lowercase(),
            intent,
            locale: at.read("locale")?,
            status,
            entity: at.asked("entity").map(str::to_owned),
        })
    }

    fn wants(&self, sentence: &Sentence) -> bool {
        self.intent.as_ref().is_none_or(|intent| sentence.intent == *intent)
            && self.locale.as_ref().is_none_or(|locale| sentence.locale == *locale)
            && self.status.is_none_or(|status| sentence.status == status)
            && self.entity.as_ref().is_none_or(|entity| {
                sentence
                    .entities
                    .iter()
                    .any(|mark| mark.role.as_str() == entity || mark.entity_type.as_str() == entity)
            })
            && object::holds(&sentence.text, &self.search)
    }
}

/// The sentences.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/sentences", tag = "sentences",
    summary = "The sentences",
    params(("search" = Option<String>, Query, description = "Words of the sentence."),
        ("intent" = Option<String>, Query, description = "Only with this intent; `-`: only those that are not to be understood.", example = "book_train"),
        ("locale" = Option<String>, Query, description = "Only in this language.", example = "fr"),
        ("status" = Option<String>, Query, description = "`validated` or `inbox`."),
        ("entity" = Option<String>, Query, description = "Only those in which this role or entity type is marked."), PageQuery),
    responses((status = 200, description = "A page of sentences.", body = ObjectPage<IdentifiedSentence>)))]
pub async fn list(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let filter = Filter::asked(&at)?;
    let wanted: Vec<&Sentence> =
        draft.bot.sentences.iter().filter(|sentence| filter.wants(sentence)).collect();
    object::page(
        &at,
        &wanted,
        |sentence| id_of(sentence),
        |sentence| (identified(sentence), etag_of(sentence).to_string()),
    )
}

/// A sentence.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/sentences/{sentence}",
    tag = "sentences", summary = "A sentence",
    responses((status = 200, description = "The sentence.", body = IdentifiedSentence)))]
pub async fn read(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let id = at.text("sentence");
    let found = find(&draft.bot, id);
    object::read(&at, "sentence", id, found, |sentence| identified(&sentence))
}

/// Replaces a sentence: its meaning, and perhaps its words, which gives it another id.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/sentences/{sentence}",
    tag = "sentences", summary = "Replace a sentence",
    request_body(content = Sentence, example = json!({"text": "un train pour Lyon", "locale": "fr", "intent": "book_train",
        "entities": [{"span": {"start": 14, "end": 18, "utf16_start": 14, "utf16_end": 18}, "entity_type": "station", "role": "destination"}]})),
    responses((status = 200, description = "The sentence as it is now.", body = IdentifiedSentence)))]
pub async fn put(at: InBot, Body(sentence): Body<Sentence>) -> Answer {
    let id = at.text("sentence").to_owned();
    if find(&at.draft().await?.bot, &id).is_none() {
        return Err(object::missing(&at, "sentence", &id));
    }
    let sentence = checked(sentence, "")?;
    let edit = |_: &Bot, found: Option<&Sentence>| {
        let Some(found) = found.filter(|found| **found != sentence) else { return Ok(Vec::new()) };
        let key = found.key();
        let remove = if key == sentence.key() { Vec::new() } else { vec![key] };
        Ok(vec![Edit::Sentences { put: vec![sentence.clone()], remove }])
    };
    let (draft, _) = object::change(&at, |bot| find(bot, &id), edit).await?;
    let now = find(&draft.bot, &id_of(&sentence));
    object::shown(false, now, |sentence| identified(&sentence))
}

/// Removes a sentence.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/sentences/{sentence}",
    tag = "sentences", summary = "Remove a sentence",
    responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InBot) -> Answer {
    let id = at.text("sentence").to_owned();
    object::remove(
        &at,
        "sentence",
        &id,
        |bot| find(bot, &id),
        |found| vec![Edit::Sentences { put: Vec::new(), remove: vec![found.key()] }],
    )
    .await
}

/// What is done to many sentences in one change: those in `put` are added or replaced, and to
/// those in `ids` happens what `action` says.
#[derive(Deserialize, ToSchema)]
pub struct SentenceBatch {
    /// Sentences to add, or to replace where the language and the words are the same.
    #[serde(default)]
    put: Vec<Sentence>,
    /// Ids of sentences that the bot has.
    #[serde(default)]
    ids: Vec<String>,
    /// What happens to them.
    #[serde(default)]
    action: Option<BatchAction>,
}

/// What happens to sentences.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BatchAction {
    /// They are removed.
    Delete,
    /// The bot learns from them.
    Validate,
    /// They wait to be looked at.
    ToInbox,
    /// They ask for this; marks that the intent does not declare are removed.
    SetIntent {
        /// The intent; `null` is what the bot does not understand.
        intent: Option<IntentName>,
    },
}

/// What a batch did.
#[derive(Serialize, ToSchema)]
pub struct BatchDone {
    /// Sentences that were not there.
    added: usize,
    /// Sentences that are another now.
    changed: usize,
    /// Sentences that are gone.
    removed: usize,
    /// Sentences that were as wanted.
    unchanged: usize,
    /// Ids that name no sentence.
    unknown: Vec<String>,
}

/// Adds, changes or removes many sentences in one change.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/sentences", tag = "sentences",
    summary = "Add, change or remove many sentences",
    request_body(content = SentenceBatch, example = json!({"put": [{"text": "bonjour à tous", "locale": "fr", "intent": "greeting"}]})),
    responses((status = 200, description = "What was done.", body = BatchDone)))]
pub async fn batch(at: InBot, Body(batch): Body<SentenceBatch>) -> Answer {
    if batch.put.len() + batch.ids.len() > BATCH_MAX {
        return Err(ProblemResponse::bad_request(format!(
            "the body: more than {BATCH_MAX} sentences; send them in several requests"
        )));
    }
    if batch.ids.is_empty() != batch.action.is_none() {
        return Err(ProblemResponse::bad_request(
            "fields `ids` and `action`: one says to which sentences, the other what; write both or none",
        ));
    }
    let put = batch
        .put
        .into_iter()
        .enumerate()
        .map(|(place, sentence)| checked(sentence, &format!("put[{place}].")))
        .collect::<Result<Vec<_>, _>>()?;
    let decide = |bot: &Bot| Ok(batch_edits(bot, &put, &batch.ids, batch.action.as_ref()));
    let (_, done) = at.edit(decide).await?;
    Ok(json(&done))
}

fn batch_edits(
    bot: &Bot,
    put: &[Sentence],
    ids: &[String],
    action: Option<&BatchAction>,
) -> (Vec<Edit>, BatchDone) {
    let mut done =
        BatchDone { added: 0, changed: 0, removed: 0, unchanged: 0, unknown: Vec::new() };
    let (mut puts, mut remove) = (Vec::new(), Vec::new());
    if !put.is_empty() {
        let known: std::collections::HashMap<SentenceKey, &Sentence> =
            bot.sentences.iter().map(|sentence| (sentence.key(), sentence)).collect();
        for sentence in put {
            match known.get(&sentence.key()) {
                Some(was) if *was == sentence => {
                    done.unchanged += 1;
                    continue;
                }
                Some(_) => done.changed += 1,
                None => done.added += 1,
            }
            puts.push(sentence.clone());
        }
    }
    if let Some(action) = action {
        let mut wanted: std::collections::HashSet<&str> = ids.iter().map(String::as_str).collect();
        for sentence in &bot.sentences {
            if !wanted.remove(id_of(sentence).as_str()) {
                continue;
            }
            if matches!(action, BatchAction::Delete) {
                remove.push(sentence.key());
                done.removed += 1;
                continue;
            }
            let mut new = sentence.clone();
            act(bot, &mut new, action);
            if new == *sentence {
                done.unchanged += 1;
            } else {
                done.changed += 1;
                puts.push(new);
            }
        }
        done.unknown = wanted.into_iter().map(str::to_owned).collect();
        done.unknown.sort();
    }
    let nothing = puts.is_empty() && remove.is_empty();
    (if nothing { Vec::new() } else { vec![Edit::Sentences { put: puts, remove }] }, done)
}

fn act(bot: &Bot, sentence: &mut Sentence, action: &BatchAction) {
    match action {
        BatchAction::Delete => {}
        BatchAction::Validate => sentence.status = SentenceStatus::Validated,
        BatchAction::ToInbox => sentence.status = SentenceStatus::Inbox,
        BatchAction::SetIntent { intent } => {
            let declared = intent.as_ref().and_then(|name| bot.intents.get(name));
            sentence.intent.clone_from(intent);
            sentence.entities.retain(|mark| {
                declared.is_some_and(|declared| {
                    declared.entities.iter().any(|entity| {
                        entity.entity_type == mark.entity_type && entity.role == mark.role
                    })
                })
            });
        }
    }
}

/// A sentence with its spaces in order. The marks keep their places, so a sentence with marks
/// must come as it is meant.
pub fn checked(mut sentence: Sentence, place: &str) -> Result<Sentence, ProblemResponse> {
    if sentence.entities.is_empty() {
        sentence.text = sentence.text.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    let wrong =
        |reason: &str| Err(ProblemResponse::bad_request(format!("field `{place}text`: {reason}")));
    match sentence.text.len() {
        0 => wrong("it is empty; write what users say"),
        _ if sentence.text.trim().is_empty() => wrong("it is empty; write what users say"),
        bytes if bytes > model::limits::SENTENCE_BYTES_MAX => wrong(&format!(
            "it has {bytes} bytes, and {} are understood; write it as users say it",
            model::limits::SENTENCE_BYTES_MAX
        )),
        _ => Ok(sentence),
    }
}
