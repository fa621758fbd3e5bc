//! Labels of a draft: what the bot says, by language.

use std::collections::{BTreeMap, HashSet};

use model::{Bot, Edit, Label, LabelKey, LabelText, Locale, Story};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::object::{self, ObjectPage, PageQuery};
use super::request::{Answer, Body, InBot, json};
use crate::drafts::etag_of;
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{Author, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(list, read, put, remove, import))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/labels", View, list),
        Route::post("/api/v1/bots/{namespace}/{name}/labels", Author, import),
        Route::get("/api/v1/bots/{namespace}/{name}/labels/{label}", View, read),
        Route::put("/api/v1/bots/{namespace}/{name}/labels/{label}", Author, put),
        Route::delete("/api/v1/bots/{namespace}/{name}/labels/{label}", Author, remove),
    ]
}

/// A label with its key.
#[derive(Serialize, ToSchema)]
pub struct NamedLabel {
    /// Its key.
    #[schema(example = "book.confirm")]
    key: LabelKey,
    /// What it says.
    #[serde(flatten)]
    label: Label,
    /// The bot's languages in which it says nothing.
    missing: Vec<Locale>,
    /// Whether no story says it.
    unused: bool,
}

fn missing(bot: &Bot, label: &Label) -> Vec<Locale> {
    let has = |locale: &&Locale| {
        label.texts.iter().any(|text| {
            (text.locale == **locale || text.locale.language() == locale.language())
                && text.variants.iter().any(|variant| !variant.trim().is_empty())
        })
    };
    bot.locales.iter().filter(|locale| !has(locale)).cloned().collect()
}

/// Whether a person vouches for every text of a label, or for every one in a language.
fn is_validated(label: &Label, locale: Option<&Locale>) -> bool {
    let wanted = |text: &&LabelText| locale.is_none_or(|locale| text.locale == *locale);
    label.texts.iter().filter(wanted).all(|text| text.validated)
}

/// The labels that something says.
pub(super) fn used(bot: &Bot) -> HashSet<&LabelKey> {
    let faqs = bot.faqs.values().map(|faq| &faq.answer);
    faqs.chain(bot.stories.iter().flat_map(said)).collect()
}

/// The labels that a story says.
pub(super) fn said(story: &Story) -> impl Iterator<Item = &LabelKey> {
    let titles = story.all_steps().into_iter().filter_map(|step| step.title.as_ref());
    titles.chain(story.all_answers().flat_map(|answer| answer.parts().labels))
}

/// A label with its key; `used` are the labels that something says.
pub(super) fn named(
    bot: &Bot,
    used: &HashSet<&LabelKey>,
    key: &LabelKey,
    label: Label,
) -> NamedLabel {
    let missing = missing(bot, &label);
    NamedLabel { key: key.clone(), label, missing, unused: !used.contains(key) }
}

/// The labels, by key.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/labels", tag = "labels",
    summary = "The labels",
    params(("search" = Option<String>, Query, description = "Words of the key or of a text."),
        ("locale" = Option<String>, Query, description = "With `missing`: in this language.", example = "en"),
        ("missing" = Option<bool>, Query, description = "Only those that say nothing in `locale`, or in some language of the bot."),
        ("validated" = Option<bool>, Query, description = "Only those of which a person vouches for every text, or only those with a text that nobody vouches for; with `locale`, of its texts."),
        ("unused" = Option<bool>, Query, description = "Only those that no story says, or only those that one does."), PageQuery),
    responses((status = 200, description = "A page of labels.", body = ObjectPage<NamedLabel>)))]
pub async fn list(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let bot = &draft.bot;
    let search = at.asked("search").unwrap_or_default().to_lowercase();
    let locale: Option<Locale> = at.read("locale")?;
    let only_missing = at.read::<bool>("missing")?.unwrap_or(false);
    let unused: Option<bool> = at.read("unused")?;
    let validated: Option<bool> = at.read("validated")?;
    let used = used(bot);
    let lacks = |label: &Label| {
        let missing = missing(bot, label);
        locale.as_ref().map_or(!missing.is_empty(), |locale| missing.contains(locale))
    };
    let wanted: Vec<(&LabelKey, &Label)> = bot
        .labels
        .iter()
        .filter(|(key, label)| {
            object::holds(key.as_str(), &search)
                || label
                    .texts
                    .iter()
                    .flat_map(|text| &text.variants)
                    .any(|variant| object::holds(variant, &search))
        })
        .filter(|(key, _)| unused.is_none_or(|unused| used.contains(key) != unused))
        .filter(|(_, label)| !only_missing || lacks(label))
        .filter(|(_, label)| {
            validated.is_none_or(|wanted| is_validated(label, locale.as_ref()) == wanted)
        })
        .collect();
    object::page(
        &at,
        &wanted,
        |(key, _)| key.to_string(),
        |(key, label)| (named(bot, &used, key, (*label).clone()), etag_of(label).to_string()),
    )
}

/// A label.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/labels/{label}", tag = "labels",
    summary = "A label", responses((status = 200, description = "The label.", body = NamedLabel)))]
pub async fn read(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let key: LabelKey = at.name("label", "label")?;
    let found = draft.bot.labels.get(&key).cloned();
    object::read(&at, "label", key.as_str(), found, |label| {
        named(&draft.bot, &used(&draft.bot), &key, label)
    })
}

/// Makes or replaces a label.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/labels/{label}", tag = "labels",
    summary = "Make or replace a label",
    request_body(content = Label, example = json!({"texts": [{"locale": "fr", "variants": ["Bonjour !", "Bienvenue !"]}]})),
    responses((status = 200, description = "The label as it is now.", body = NamedLabel),
        (status = 201, description = "The new label.", body = NamedLabel)))]
pub async fn put(at: InBot, Body(label): Body<Label>) -> Answer {
    let key: LabelKey = at.name("label", "label")?;
    let find = |bot: &Bot| bot.labels.get(&key).cloned();
    let edit = |_: &Bot, found: Option<&Label>| {
        let labels = BTreeMap::from([(key.clone(), Some(label.clone()))]);
        Ok(if found == Some(&label) { Vec::new() } else { vec![Edit::Labels { labels }] })
    };
    let (draft, is_new) = object::change(&at, find, edit).await?;
    object::shown(is_new, find(&draft.bot), |label| {
        named(&draft.bot, &used(&draft.bot), &key, label)
    })
}

/// Removes a label that no story says any more.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/labels/{label}", tag = "labels",
    summary = "Remove a label", responses((status = 204, description = "It is gone.")))]
pub async fn remove(at: InBot) -> Answer {
    let key: LabelKey = at.name("label", "label")?;
    object::remove(
        &at,
        "label",
        key.as_str(),
        |bot| bot.labels.get(&key).cloned(),
        |_| vec![Edit::Labels { labels: BTreeMap::from([(key.clone(), None)]) }],
    )
    .await
}

/// Labels to make or replace at once.
#[derive(Deserialize, ToSchema)]
pub struct LabelImport {
    /// The labels by key.
    labels: BTreeMap<LabelKey, Label>,
    /// Whether labels that are not in the bot yet are made; otherwise they are reported and left.
    #[serde(default)]
    create: bool,
}

/// What an import of labels did.
#[derive(Serialize, ToSchema)]
pub struct LabelsImported {
    /// Keys made.
    added: Vec<LabelKey>,
    /// Keys whose texts were replaced.
    changed: Vec<LabelKey>,
    /// Keys that were as given.
    unchanged: usize,
    /// Keys that the bot does not have and that were not made.
    left_out: Vec<LabelKey>,
}

/// Makes or replaces many labels in one change. Nothing is made silently: new keys need `create`.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/labels", tag = "labels",
    summary = "Make or replace many labels",
    request_body(content = LabelImport, example = json!({"create": true, "labels": {"hello.text": {"texts": [{"locale": "en", "variants": ["Hello!"]}]}}})),
    responses((status = 200, description = "What changed.", body = LabelsImported)))]
pub async fn import(at: InBot, Body(import): Body<LabelImport>) -> Answer {
    if import.labels.is_empty() {
        return Err(ProblemResponse::bad_request("field `labels`: it is empty; name one at least"));
    }
    let decide = |bot: &Bot| {
        let mut done = LabelsImported {
            added: Vec::new(),
            changed: Vec::new(),
            unchanged: 0,
            left_out: Vec::new(),
        };
        let mut labels = BTreeMap::new();
        for (key, label) in &import.labels {
            match bot.labels.get(key) {
                Some(known) if known == label => {
                    done.unchanged += 1;
                    continue;
                }
                Some(_) => done.changed.push(key.clone()),
                None if import.create => done.added.push(key.clone()),
                None => {
                    done.left_out.push(key.clone());
                    continue;
                }
            }
            labels.insert(key.clone(), Some(label.clone()));
        }
        let edits = if labels.is_empty() { Vec::new() } else { vec![Edit::Labels { labels }] };
        Ok((edits, done))
    };
    let (_, done) = at.edit(decide).await?;
    Ok(json(&done))
}
