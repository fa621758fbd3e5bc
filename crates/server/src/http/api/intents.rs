//! Intents of a draft.

use std::collections::HashMap;

use model::{Bot, Edit, Intent, IntentName, SentenceStatus};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::object::{self, ObjectPage, PageQuery};
use super::request::{Answer, Body, InBot};
use crate::drafts::etag_of;
use crate::http::Route;
use model::Permission::{Train, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, read, put, remove, rename))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/intents", View, list),
        Route::get("/api/v1/bots/{namespace}/{name}/intents/{intent}", View, read),
        Route::put("/api/v1/bots/{namespace}/{name}/intents/{intent}", Train, put),
        Route::delete("/api/v1/bots/{namespace}/{name}/intents/{intent}", Train, remove),
        Route::post("/api/v1/bots/{namespace}/{name}/intents/{intent}/rename", Train, rename),
    ]
}

/// An intent with its name.
#[derive(Serialize, ToSchema)]
pub struct NamedIntent {
    /// Its name.
    #[schema(example = "book_train")]
    name: IntentName,
    /// What it is.
    #[serde(flatten)]
    intent: Intent,
    /// How many sentences teach it.
    sentences: usize,
}

/// How many sentences teach each intent.
pub(super) fn counts(bot: &Bot) -> HashMap<&IntentName, usize> {
    let mut counts = HashMap::new();
    let taught = bot.sentences.iter().filter(|s| s.status == SentenceStatus::Validated);
    for intent in taught.filter_map(|sentence| sentence.intent.as_ref()) {
        *counts.entry(intent).or_default() += 1;
    }
    counts
}

fn named(bot: &Bot, name: &IntentName, intent: Intent) -> NamedIntent {
    let sentences = counts(bot).get(name).copied().unwrap_or_default();
    NamedIntent { name: name.clone(), intent, sentences }
}

/// The intents, by name.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/intents", tag = "intents",
    summary = "The intents",
    params(("search" = Option<String>, Query, description = "Words of the name, title or description."),
        ("category" = Option<String>, Query, description = "Only of this category."), PageQuery),
    responses((status = 200, description = "A page of intents.", body = ObjectPage<NamedIntent>)))]
pub async fn list(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let search = at.asked("search").unwrap_or_default().to_lowercase();
    let category = at.asked("category");
    let wanted: Vec<(&IntentName, &Intent)> = draft
        .bot
        .intents
        .iter()
        .filter(|(_, intent)| category.is_none_or(|category| intent.category == category))
        .filter(|(name, intent)| {
            [name.as_str(), &intent.title, &intent.description]
                .iter()
                .any(|text| object::holds(text, &search))
        })
        .collect();
    let counts = counts(&draft.bot);
    object::page(
        &at,
        &wanted,
        |(name, _)| name.to_string(),
        |(name, intent)| {
            let sentences = counts.get(name).copied().unwrap_or_default();
            let shown = NamedIntent { name: (*name).clone(), intent: (*intent).clone(), sentences };
            (shown, etag_of(intent).to_string())
        },
    )
}

/// An intent.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/intents/{intent}", tag = "intents",
    summary = "An intent",
    responses((status = 200, description = "The intent.", body = NamedIntent)))]
pub async fn read(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let name: IntentName = at.name("intent", "intent")?;
    let found = draft.bot.intents.get(&name).cloned();
    object::read(&at, "intent", name.as_str(), found, |intent| named(&draft.bot, &name, intent))
}

/// Makes or replaces an intent.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/intents/{intent}", tag = "intents",
    summary = "Make or replace an intent",
    request_body(content = Intent, example = json!({"title": "Book a train",
        "entities": [{"entity_type": "station", "role": "destination"}]})),
    responses((status = 200, description = "The intent as it is now.", body = NamedIntent),
        (status = 201, description = "The new intent.", body = NamedIntent)))]
pub async fn put(at: InBot, Body(intent): Body<Intent>) -> Answer {
    let name: IntentName = at.name("intent", "intent")?;
    let find = |bot: &Bot| bot.intents.get(&name).cloned();
    let edit = |_: &Bot, found: Option<&Intent>| {
        let is_same = found == Some(&intent);
        let edit = Edit::Intent { name: name.clone(), intent: Some(intent.clone()) };
        Ok(if is_same { Vec::new() } else { vec![edit] })
    };
    let (draft, is_new) = object::change(&at, find, edit).await?;
    object::shown(is_new, find(&draft.bot), |intent| named(&draft.bot, &name, intent))
}

/// What becomes of the sentences of an intent that is removed.
#[derive(Clone, Copy, PartialEq)]
enum Sentences {
    Refuse,
    Delete,
    Inbox,
}

/// Removes an intent.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/intents/{intent}", tag = "intents",
    summary = "Remove an intent",
    params(("sentences" = Option<String>, Query, example = "inbox",
        description = "What becomes of its sentences: `delete` removes them, `inbox` keeps them without an intent, to be looked at. Without it an intent with sentences stays.")),
    responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InBot) -> Answer {
    let name: IntentName = at.name("intent", "intent")?;
    let sentences = match at.asked("sentences") {
        None => Sentences::Refuse,
        Some("delete") => Sentences::Delete,
        Some("inbox") => Sentences::Inbox,
        Some(other) => {
            return Err(crate::http::problem::ProblemResponse::bad_request(format!(
                "parameter `sentences`: `{other}` is neither `delete` nor `inbox`"
            )));
        }
    };
    if !at.draft().await?.bot.intents.contains_key(&name) {
        return Err(object::missing(&at, "intent", name.as_str()));
    }
    let edits = |bot: &Bot, _: Option<&Intent>| {
        let its = bot.sentences.iter().filter(|sentence| sentence.intent.as_ref() == Some(&name));
        let mut edits = Vec::new();
        match sentences {
            Sentences::Refuse => {}
            Sentences::Delete => {
                let remove = its.map(model::Sentence::key).collect();
                edits.push(Edit::Sentences { put: Vec::new(), remove });
            }
            Sentences::Inbox => {
                let put = its.cloned().map(|mut sentence| {
                    (sentence.intent, sentence.status) = (None, SentenceStatus::Inbox);
                    sentence.entities.clear();
                    sentence
                });
                edits.push(Edit::Sentences { put: put.collect(), remove: Vec::new() });
            }
        }
        edits.push(Edit::Intent { name: name.clone(), intent: None });
        Ok(edits)
    };
    object::change(&at, |bot| bot.intents.get(&name).cloned(), edits).await?;
    Ok(super::request::no_content())
}

/// Another name for an intent.
#[derive(Deserialize, ToSchema)]
pub struct Rename {
    /// The new name.
    #[schema(example = "book_ticket")]
    to: IntentName,
}

/// Gives an intent another name, in its sentences and in the stories too.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/intents/{intent}/rename",
    tag = "intents", summary = "Give an intent another name",
    request_body = Rename,
    responses((status = 200, description = "The intent under its new name.", body = NamedIntent)))]
pub async fn rename(at: InBot, Body(Rename { to }): Body<Rename>) -> Answer {
    let name: IntentName = at.name("intent", "intent")?;
    if !at.draft().await?.bot.intents.contains_key(&name) {
        return Err(object::missing(&at, "intent", name.as_str()));
    }
    let decide = |bot: &Bot| {
        let found = bot.intents.get(&name).cloned();
        if name == to {
            return Ok((Vec::new(), ()));
        }
        if bot.intents.contains_key(&to) {
            return Err(object::taken("intent", to.as_str()));
        }
        let its = bot.sentences.iter().filter(|sentence| sentence.intent.as_ref() == Some(&name));
        let mut put: Vec<model::Sentence> = its.cloned().collect();
        put.iter_mut().for_each(|sentence| sentence.intent = Some(to.clone()));
        let mut edits = vec![
            Edit::Intent { name: to.clone(), intent: found },
            Edit::Sentences { put, remove: Vec::new() },
            Edit::Intent { name: name.clone(), intent: None },
        ];
        edits.extend(super::stories::with_intent_renamed(bot, &name, &to));
        Ok((edits, ()))
    };
    let (draft, ()) = at.edit(decide).await?;
    let intent = draft.bot.intents.get(&to).cloned();
    object::shown(false, intent, |intent| named(&draft.bot, &to, intent))
}
