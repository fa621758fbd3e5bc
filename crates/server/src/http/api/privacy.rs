//! What is kept of people, and forgetting one.

use std::collections::BTreeSet;

use model::{BotId, UserId};
use serde::Serialize;
use serde_json::json as value;
use store::{AuditEntry, Privacy};
use utoipa::{OpenApi, ToSchema};

use super::request::{Answer, Body, InBot, InNamespace, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use crate::privacy::{self, Taught, check_rules};
use model::Permission::Administer;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(
    paths(of_namespace, set_for_namespace, of_bot, set_for_bot, person, forget),
    tags((name = "privacy", description = "What is kept of people, and for how long."))
)]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    const NAMESPACE: &str = "/api/v1/namespaces/{namespace}/privacy";
    const BOT: &str = "/api/v1/bots/{namespace}/{name}/privacy";
    const USER: &str = "/api/v1/namespaces/{namespace}/users/{user}";
    vec![
        Route::get(NAMESPACE, Administer, of_namespace),
        Route::put(NAMESPACE, Administer, set_for_namespace),
        Route::get(BOT, Administer, of_bot),
        Route::put(BOT, Administer, set_for_bot),
        Route::get(USER, Administer, person),
        Route::delete(USER, Administer, forget),
    ]
}

/// What is kept of people. What is set for a bot holds beside what is set for its namespace.
#[derive(ToSchema)]
#[schema(as = Privacy, rename_all = "camelCase")]
#[expect(dead_code, reason = "describes the store's type")]
pub struct DescribedPrivacy {
    /// Days after which what was said is deleted; absent: never.
    #[schema(example = 90)]
    conversations_days: Option<u32>,
    /// Days after which sentences that wait to be looked at are deleted; absent: never.
    #[schema(example = 365)]
    sentences_days: Option<u32>,
    /// Days after which dead letters are deleted, when that is sooner than after seven days.
    #[schema(example = 3)]
    dead_letters_days: Option<u32>,
    /// Whether values of entity types that are obfuscated are stored as stars.
    hide_obfuscated: bool,
    /// What else is stored as stars of what users say.
    hide: Vec<DescribedRule>,
}

/// Something to hide.
#[derive(ToSchema)]
#[schema(as = HideRule)]
#[expect(dead_code, reason = "describes the store's type")]
pub struct DescribedRule {
    /// A name to tell it by.
    #[schema(example = "card number")]
    name: String,
    /// A regular expression that finds it.
    #[schema(example = "\\d{4}( ?\\d{4}){3}")]
    pattern: String,
}

async fn read(at: &InNamespace, bot: Option<&BotId>) -> Answer {
    Ok(json(&at.app.store.privacy(&at.namespace, bot).await?))
}

async fn set(at: &InNamespace, bot: Option<&BotId>, privacy: &Privacy) -> Answer {
    check_rules(privacy).map_err(ProblemResponse::bad_request)?;
    at.app.store.set_privacy(&at.namespace, bot, privacy, &at.caller.actor()).await?;
    at.app.bots.refresh().await.map_err(|error| ProblemResponse::unavailable(error.to_string()))?;
    read(at, bot).await
}

/// What is kept of people in a namespace.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/privacy", tag = "privacy",
    summary = "What is kept of people",
    responses((status = 200, description = "What is wanted for all bots of the namespace.", body = DescribedPrivacy)))]
pub async fn of_namespace(at: InNamespace) -> Answer {
    read(&at, None).await
}

/// Sets what is kept of people in a namespace.
#[utoipa::path(put, path = "/api/v1/namespaces/{namespace}/privacy", tag = "privacy",
    summary = "Set what is kept of people", request_body = DescribedPrivacy,
    responses((status = 200, description = "As it is now.", body = DescribedPrivacy)))]
pub async fn set_for_namespace(at: InNamespace, Body(privacy): Body<Privacy>) -> Answer {
    set(&at, None, &privacy).await
}

/// What is kept of people who talk to a bot, beside what its namespace says.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/privacy", tag = "privacy",
    summary = "What is kept of the people of a bot",
    responses((status = 200, description = "What is wanted for this bot.", body = DescribedPrivacy)))]
pub async fn of_bot(at: InBot) -> Answer {
    read(&at, Some(at.id())).await
}

/// Sets what is kept of people who talk to a bot.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/privacy", tag = "privacy",
    summary = "Set what is kept of the people of a bot", request_body = DescribedPrivacy,
    responses((status = 200, description = "As it is now.", body = DescribedPrivacy)))]
pub async fn set_for_bot(at: InBot, Body(privacy): Body<Privacy>) -> Answer {
    set(&at, Some(at.id()), &privacy).await
}

/// Everything that is kept of somebody.
#[derive(Serialize, ToSchema)]
pub struct Person {
    /// Conversations with their turns, waiting events, messages on their way, dead letters,
    /// sentences to learn from.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    record: store::PersonRecord,
    /// What bots learnt in exactly their words. It is not theirs any more; when they are
    /// forgotten it goes too, unless somebody wants to keep it.
    taught: Vec<Taught>,
}

/// Everything that is kept of somebody in a namespace.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/users/{user}", tag = "privacy",
    summary = "Everything that is kept of a user",
    responses((status = 200, description = "Everything, with nothing left out.", body = Person)))]
pub async fn person(at: InNamespace) -> Answer {
    let user: UserId = at.name("user", "user")?;
    let record = at.app.store.person(&at.namespace, &user).await?;
    let taught = privacy::taught_by(&at.app.store, &at.namespace, &user).await?;
    let entry = AuditEntry {
        namespace: Some(&at.namespace),
        // Whose is not said: the log never forgets.
        action: "user.exported",
        object: String::new(),
        before: None,
        after: Some(value!({"conversations": record.conversations.len()})),
    };
    at.app.store.audit(&at.caller.actor(), entry).await?;
    Ok(json(&Person { record, taught }))
}

/// How much went.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Gone {
    /// Conversations.
    #[schema(example = 2)]
    conversations: u64,
    /// Segments of turns.
    segments: u64,
    /// What they thought of answers.
    votes: u64,
    /// Events, answered or not.
    events: u64,
    /// Messages on their way.
    deliveries: u64,
    /// Dead letters.
    dead_letters: u64,
    /// Sentences to learn from.
    sentences: u64,
}

/// What was forgotten.
#[derive(Serialize, ToSchema)]
pub struct Forgotten {
    #[serde(flatten)]
    #[schema(inline)]
    gone: Gone,
    /// What was taken out of bots, their drafts and their versions; where a bot belongs to its
    /// files, what must be taken out there.
    taught: Vec<Taught>,
}

/// Forgets a user with all bots of the namespace: everything that they said and got, and what bots
/// learnt in exactly their words.
#[utoipa::path(delete, path = "/api/v1/namespaces/{namespace}/users/{user}", tag = "privacy",
    summary = "Forget a user",
    params(("keep" = Option<String>, Query, description = "Ids of `taught`, separated by commas: what bots learnt and shall keep, because nobody can be recognised in it.")),
    responses((status = 200, description = "How much was forgotten.", body = Forgotten)))]
pub async fn forget(at: InNamespace) -> Answer {
    let user: UserId = at.name("user", "user")?;
    let keep: BTreeSet<String> =
        at.asked("keep").unwrap_or_default().split(',').map(str::to_owned).collect();
    let by = at.caller.actor();
    let (gone, taught) = privacy::forget(&at.app.store, &at.namespace, &user, &keep, &by).await?;
    at.app.drafts.forget_versions();
    let gone = Gone {
        conversations: gone.conversations,
        segments: gone.segments,
        votes: gone.votes,
        events: gone.events,
        deliveries: gone.deliveries,
        dead_letters: gone.dead_letters,
        sentences: gone.sentences,
    };
    Ok(json(&Forgotten { gone, taught }))
}
