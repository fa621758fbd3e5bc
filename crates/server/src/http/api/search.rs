//! Finding the objects of a bot by a few letters.

use model::{Bot, Locale};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::object::holds;
use super::request::{Answer, InBot, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::View;

/// Objects of each kind that are told.
const FOUND_MAX: usize = 5;

/// Longer searches find nothing.
const WANTED_BYTES_MAX: usize = 200;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(search))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/api/v1/bots/{namespace}/{name}/search", View, search)]
}

/// What was found.
#[derive(Serialize, ToSchema)]
pub struct Found {
    /// The objects, kind by kind; at most 5 of each.
    items: Vec<FoundObject>,
}

/// An object that was found.
#[derive(Serialize, ToSchema)]
pub struct FoundObject {
    /// What it is: `intent`, `entity_type`, `story`, `faq`, `label`, `sentence`, `dialog`.
    #[schema(example = "story")]
    object: &'static str,
    /// Its name; of a sentence, its words.
    #[schema(example = "book")]
    name: String,
    /// What it is called or says, where that is another than its name.
    #[serde(skip_serializing_if = "String::is_empty")]
    text: String,
    /// The intent of a sentence; absent: what is not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    intent: Option<String>,
    /// The language of a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    locale: Option<Locale>,
}

impl FoundObject {
    fn new(object: &'static str, name: impl ToString, text: &str) -> Self {
        let (name, text) = (name.to_string(), text.to_owned());
        Self { object, name, text, intent: None, locale: None }
    }
}

/// Objects of the draft whose names, titles or words hold what is wanted, whatever the case.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/search", tag = "bots",
    summary = "Find objects of the draft",
    params(("q" = String, Query, description = "What is wanted, up to 200 bytes.", example = "lugg")),
    responses((status = 200, description = "What was found.", body = Found)))]
pub async fn search(at: InBot) -> Answer {
    let Some(wanted) = at.asked("q").map(|wanted| wanted.trim().to_lowercase()) else {
        return Err(ProblemResponse::bad_request(
            "parameter `q`: it is missing; say what is wanted",
        ));
    };
    if wanted.len() > WANTED_BYTES_MAX {
        return Err(ProblemResponse::bad_request(format!(
            "parameter `q`: it has {} bytes; at most {WANTED_BYTES_MAX} are looked for",
            wanted.len()
        )));
    }
    let draft = at.draft().await?;
    let items = tokio::task::spawn_blocking(move || found(&draft.bot, &wanted))
        .await
        .map_err(|error| ProblemResponse::defect(format!("the search did not end: {error}")))?;
    Ok(json(&Found { items }))
}

fn found(bot: &Bot, wanted: &str) -> Vec<FoundObject> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let has = |text: &str| holds(text, wanted);
    let mut items = Vec::new();
    let stories = bot.stories.iter().filter(|one| has(one.name.as_str()) || has(&one.description));
    let stories = stories.map(|one| FoundObject::new("story", &one.name, &one.description));
    items.extend(stories.take(FOUND_MAX));
    let title = |name: &model::IntentName| {
        bot.intents.get(name).map(|intent| intent.title.as_str()).unwrap_or_default()
    };
    let faqs = bot.faqs.keys().filter(|name| has(name.as_str()) || has(title(name)));
    let faqs = faqs.map(|name| FoundObject::new("faq", name, title(name)));
    items.extend(faqs.take(FOUND_MAX));
    let intents = bot.intents.iter().filter(|(name, own)| has(name.as_str()) || has(&own.title));
    let intents = intents.map(|(name, own)| FoundObject::new("intent", name, &own.title));
    items.extend(intents.take(FOUND_MAX));
    let types = bot.entity_types.keys().filter(|name| has(name.as_str()));
    items.extend(types.map(|name| FoundObject::new("entity_type", name, "")).take(FOUND_MAX));
    let labels = bot.labels.iter().filter_map(|(key, label)| {
        let texts = || label.texts.iter().flat_map(|text| &text.variants);
        let said = texts().find(|text| has(text));
        let shown = said.or_else(|| texts().next().filter(|_| has(key.as_str())));
        (said.is_some() || has(key.as_str()))
            .then(|| FoundObject::new("label", key, shown.map_or("", String::as_str)))
    });
    items.extend(labels.take(FOUND_MAX));
    let dialogs = bot.dialogs.iter().filter(|dialog| has(&dialog.name));
    let dialogs = dialogs.map(|dialog| FoundObject::new("dialog", &dialog.name, ""));
    items.extend(dialogs.take(FOUND_MAX));
    let sentences = bot.sentences.iter().filter(|sentence| has(&sentence.text));
    let sentences = sentences.map(|sentence| FoundObject {
        intent: sentence.intent.as_ref().map(ToString::to_string),
        locale: Some(sentence.locale.clone()),
        ..FoundObject::new("sentence", &sentence.text, "")
    });
    items.extend(sentences.take(FOUND_MAX));
    items
}
