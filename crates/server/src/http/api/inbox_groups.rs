//! Sentences of the inbox that are alike: what may become one intent.

use std::collections::BTreeMap;

use model::{IntentName, Locale};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use super::inbox::{InboxSentence, filter};
use super::request::{Answer, InBot, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::ReadConversations;

/// Groups of one answer.
const GROUPS_MAX: usize = 50;

/// Sentences of a group of one answer; dealing with them brings the others forward.
const MEMBERS_MAX: usize = 100;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(groups))]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/api/v1/bots/{namespace}/{name}/inbox-groups", ReadConversations, groups)]
}

/// What users said, sorted by what is alike.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InboxGroups {
    /// The groups, the largest first; at most 50.
    items: Vec<InboxGroup>,
    /// How many sentences were looked at: the 10 000 most recent at most.
    looked_at: usize,
    /// How many of these are like no others.
    alone: usize,
}

/// Sentences that are alike.
#[derive(Serialize, ToSchema)]
pub struct InboxGroup {
    /// The language of its sentences.
    locale: Locale,
    /// Words that most of its sentences have and few others.
    #[schema(example = json!(["perdu", "valise"]))]
    words: Vec<String>,
    /// How many sentences it has.
    total: usize,
    /// The sentences, the most typical first; at most 100.
    sentences: Vec<InboxSentence>,
    /// What most of them were understood as; absent: most were not understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    intent: Option<IntentName>,
}

/// Groups of sentences that wait in the inbox, by likeness: what looks like one intent. How alike
/// sentences must be follows from what the bot has learnt. Sentences that are like no others are
/// in no group.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/inbox-groups", tag = "sentences",
    summary = "What users said, grouped by likeness",
    params(("intent" = Option<String>, Query, description = "Only what was understood as this intent; `-`: only what was not understood.", example = "-"),
        ("locale" = Option<String>, Query, description = "Only in this language.", example = "fr"),
        ("search" = Option<String>, Query, description = "Only with these words."),
        ("below" = Option<f64>, Query, description = "Only what was understood with a lower probability, 0 to 1.", example = 0.6),
        ("bad" = Option<bool>, Query, description = "Whether only what users judged badly answered is wanted.")),
    responses((status = 200, description = "The groups.", body = InboxGroups)))]
pub async fn groups(at: InBot) -> Answer {
    let filter = filter(&at)?;
    let store = &at.app.store;
    store.flush_sentences().await?;
    let waiting =
        store.sentences(&at.namespace, at.id(), &filter, None, nlu::GROUPED_MAX).await?.items;
    let draft = at.draft().await?;
    let work = move || {
        let texts: Vec<(Locale, &str)> =
            waiting.iter().map(|one| (one.locale.clone(), one.text.as_str())).collect();
        let found = nlu::groups(&draft.bot, &texts);
        let in_groups: usize = found.iter().map(|group| group.members.len()).sum();
        let mut places: Vec<Vec<usize>> = Vec::new();
        let mut items = Vec::new();
        for group in found.into_iter().take(GROUPS_MAX) {
            let intents = group.members.iter().map(|&place| waiting[place].intent.clone());
            items.push(InboxGroup {
                locale: group.locale,
                words: group.words,
                total: group.members.len(),
                sentences: Vec::new(),
                intent: most_frequent(intents),
            });
            places.push(group.members.into_iter().take(MEMBERS_MAX).collect());
        }
        let looked_at = waiting.len();
        let mut waiting: Vec<Option<store::InboxSentence>> =
            waiting.into_iter().map(Some).collect();
        for (item, places) in items.iter_mut().zip(places) {
            let own = places.into_iter().filter_map(|place| waiting[place].take());
            item.sentences = own.map(InboxSentence::from).collect();
        }
        InboxGroups { items, looked_at, alone: looked_at - in_groups }
    };
    let groups = tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| ProblemResponse::defect(format!("grouping did not end: {error}")))?;
    Ok(json(&groups))
}

/// What comes most often; of equals the first by name.
fn most_frequent(intents: impl Iterator<Item = Option<IntentName>>) -> Option<IntentName> {
    let mut counts: BTreeMap<Option<IntentName>, usize> = BTreeMap::new();
    intents.for_each(|intent| *counts.entry(intent).or_default() += 1);
    let most = counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)));
    most.and_then(|(intent, _)| intent)
}
