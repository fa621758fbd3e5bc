//! FAQ entries and feature flags of a draft.

use std::collections::HashMap;

use model::{Bot, Edit, Faq, FeatureFlag, FlagName, IntentName, Label};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::intents::counts;
use super::object::{self, ObjectPage, PageQuery};
use super::request::{Answer, Body, InBot};
use crate::drafts::etag_of;
use crate::http::Route;
use model::Permission::{Author, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(faqs, faq, put_faq, remove_faq, flags, flag, put_flag, remove_flag))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/faqs", View, faqs),
        Route::get("/api/v1/bots/{namespace}/{name}/faqs/{intent}", View, faq),
        Route::put("/api/v1/bots/{namespace}/{name}/faqs/{intent}", Author, put_faq),
        Route::delete("/api/v1/bots/{namespace}/{name}/faqs/{intent}", Author, remove_faq),
        Route::get("/api/v1/bots/{namespace}/{name}/flags", View, flags),
        Route::get("/api/v1/bots/{namespace}/{name}/flags/{flag}", View, flag),
        Route::put("/api/v1/bots/{namespace}/{name}/flags/{flag}", Author, put_flag),
        Route::delete("/api/v1/bots/{namespace}/{name}/flags/{flag}", Author, remove_flag),
    ]
}

/// An entry of the FAQ with the intent of its question.
#[derive(Serialize, ToSchema)]
pub struct NamedFaq {
    /// The intent, whose title and sentences are the question's.
    #[schema(example = "luggage")]
    intent: IntentName,
    /// The entry.
    #[serde(flatten)]
    faq: Faq,
    /// The title of the question.
    title: String,
    /// How many sentences ask it.
    questions: usize,
    /// What the answer says.
    label: Label,
}

fn named(
    bot: &Bot,
    counts: &HashMap<&IntentName, usize>,
    intent: &IntentName,
    faq: &Faq,
) -> NamedFaq {
    NamedFaq {
        intent: intent.clone(),
        faq: faq.clone(),
        title: bot.intents.get(intent).map(|intent| intent.title.clone()).unwrap_or_default(),
        questions: counts.get(intent).copied().unwrap_or_default(),
        label: bot.labels.get(&faq.answer).cloned().unwrap_or_default(),
    }
}

/// The entries of the FAQ, by intent.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/faqs", tag = "faq",
    summary = "The entries of the FAQ",
    params(("search" = Option<String>, Query, description = "Words of the question's name, title or sentences, or of the answer."),
        ("tag" = Option<String>, Query, description = "Only with this tag."),
        ("disabled" = Option<bool>, Query, description = "Only those that are switched off, or only those that are on."), PageQuery),
    responses((status = 200, description = "A page of entries.", body = ObjectPage<NamedFaq>)))]
pub async fn faqs(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let bot = &draft.bot;
    let search = at.asked("search").unwrap_or_default().to_lowercase();
    let tag = at.asked("tag");
    let disabled: Option<bool> = at.read("disabled")?;
    let said = |intent: &IntentName, faq: &Faq| {
        let title = bot.intents.get(intent).map_or("", |intent| intent.title.as_str());
        let answer = bot.labels.get(&faq.answer).into_iter().flat_map(|label| &label.texts);
        object::holds(intent.as_str(), &search)
            || object::holds(title, &search)
            || answer.flat_map(|text| &text.variants).any(|text| object::holds(text, &search))
            || bot.sentences.iter().any(|sentence| {
                sentence.intent.as_ref() == Some(intent) && object::holds(&sentence.text, &search)
            })
    };
    let wanted: Vec<(&IntentName, &Faq)> = bot
        .faqs
        .iter()
        .filter(|(_, faq)| tag.is_none_or(|tag| faq.tags.iter().any(|one| one == tag)))
        .filter(|(_, faq)| disabled.is_none_or(|disabled| faq.disabled == disabled))
        .filter(|(intent, faq)| said(intent, faq))
        .collect();
    let counts = counts(bot);
    object::page(
        &at,
        &wanted,
        |(intent, _)| intent.to_string(),
        |(intent, faq)| (named(bot, &counts, intent, faq), etag_of(faq).to_string()),
    )
}

/// An entry of the FAQ.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/faqs/{intent}", tag = "faq",
    summary = "An entry of the FAQ",
    responses((status = 200, description = "The entry.", body = NamedFaq)))]
pub async fn faq(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let intent: IntentName = at.name("intent", "FAQ entry")?;
    let found = draft.bot.faqs.get(&intent).cloned();
    object::read(&at, "FAQ entry", intent.as_str(), found, |faq| {
        named(&draft.bot, &counts(&draft.bot), &intent, &faq)
    })
}

/// Makes or replaces an entry of the FAQ. Its intent and its label are objects of their own and
/// must be there.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/faqs/{intent}", tag = "faq",
    summary = "Make or replace an entry of the FAQ",
    request_body(content = Faq, example = json!({"answer": "faq.luggage", "tags": ["travel"]})),
    responses((status = 200, description = "The entry as it is now.", body = NamedFaq),
        (status = 201, description = "The new entry.", body = NamedFaq)))]
pub async fn put_faq(at: InBot, Body(faq): Body<Faq>) -> Answer {
    let intent: IntentName = at.name("intent", "FAQ entry")?;
    let find = |bot: &Bot| bot.faqs.get(&intent).cloned();
    let edit = |_: &Bot, found: Option<&Faq>| {
        let edit = Edit::Faq { name: intent.clone(), faq: Some(faq.clone()) };
        Ok(if found == Some(&faq) { Vec::new() } else { vec![edit] })
    };
    let (draft, is_new) = object::change(&at, find, edit).await?;
    object::shown(is_new, find(&draft.bot), |faq| {
        named(&draft.bot, &counts(&draft.bot), &intent, &faq)
    })
}

/// Removes an entry of the FAQ; its intent and its label stay.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/faqs/{intent}", tag = "faq",
    summary = "Remove an entry of the FAQ", responses((status = 204, description = "It is gone.")))]
pub async fn remove_faq(at: InBot) -> Answer {
    let intent: IntentName = at.name("intent", "FAQ entry")?;
    object::remove(
        &at,
        "FAQ entry",
        intent.as_str(),
        |bot| bot.faqs.get(&intent).cloned(),
        |_| vec![Edit::Faq { name: intent.clone(), faq: None }],
    )
    .await
}

/// A feature flag with its name.
#[derive(Serialize, ToSchema)]
pub struct NamedFlag {
    /// Its name.
    #[schema(example = "winter-fares")]
    name: FlagName,
    /// When it is on.
    #[serde(flatten)]
    flag: FeatureFlag,
}

/// The feature flags, by name.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/flags", tag = "flags",
    summary = "The feature flags", params(PageQuery),
    responses((status = 200, description = "A page of flags.", body = ObjectPage<NamedFlag>)))]
pub async fn flags(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let wanted: Vec<(&FlagName, &FeatureFlag)> = draft.bot.flags.iter().collect();
    object::page(
        &at,
        &wanted,
        |(name, _)| name.to_string(),
        |(name, flag)| {
            (NamedFlag { name: (*name).clone(), flag: (*flag).clone() }, etag_of(flag).to_string())
        },
    )
}

/// A feature flag.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/flags/{flag}", tag = "flags",
    summary = "A feature flag", responses((status = 200, description = "The flag.", body = NamedFlag)))]
pub async fn flag(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let name: FlagName = at.name("flag", "flag")?;
    let found = draft.bot.flags.get(&name).cloned();
    object::read(&at, "flag", name.as_str(), found, |flag| NamedFlag { name: name.clone(), flag })
}

/// Makes or replaces a feature flag.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/flags/{flag}", tag = "flags",
    summary = "Make or replace a feature flag",
    request_body(content = FeatureFlag, example = json!({"description": "Winter fares", "enabled": true, "from": "2026-12-01", "percent": 50.0})),
    responses((status = 200, description = "The flag as it is now.", body = NamedFlag),
        (status = 201, description = "The new flag.", body = NamedFlag)))]
pub async fn put_flag(at: InBot, Body(flag): Body<FeatureFlag>) -> Answer {
    let name: FlagName = at.name("flag", "flag")?;
    let find = |bot: &Bot| bot.flags.get(&name).cloned();
    let edit = |_: &Bot, found: Option<&FeatureFlag>| {
        let edit = Edit::Flag { name: name.clone(), flag: Some(flag.clone()) };
        Ok(if found == Some(&flag) { Vec::new() } else { vec![edit] })
    };
    let (draft, is_new) = object::change(&at, find, edit).await?;
    object::shown(is_new, find(&draft.bot), |flag| NamedFlag { name: name.clone(), flag })
}

/// Removes a feature flag that nothing asks for any more.
#[utoipa::path(delete, path = "/api/v1/bots/{namespace}/{name}/flags/{flag}", tag = "flags",
    summary = "Remove a feature flag", responses((status = 204, description = "It is gone.")))]
pub async fn remove_flag(at: InBot) -> Answer {
    let name: FlagName = at.name("flag", "flag")?;
    object::remove(
        &at,
        "flag",
        name.as_str(),
        |bot| bot.flags.get(&name).cloned(),
        |_| vec![Edit::Flag { name: name.clone(), flag: None }],
    )
    .await
}
