//! Taking intents, and entities of intents, out of an application.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Response;
use importers::tock;
use model::{
    Bot, Edit, EntityTypeName, EntityUse, Intent, IntentName, Permission, Problem, Role, Sentence,
    SentenceStatus,
};

use super::super::nlp::{Failure, json_of};
use super::{must_find, publish};
use crate::access::Caller;
use crate::app::App;
use crate::http::problem::ProblemResponse;

/// A bot without an intent: its sentences wait to be looked at.
pub(super) fn without_intent(bot: &Bot, name: &IntentName) -> Vec<Edit> {
    let its = bot.sentences.iter().filter(|sentence| sentence.intent.as_ref() == Some(name));
    let put = its.cloned().map(|sentence| Sentence {
        intent: None,
        entities: Vec::new(),
        status: SentenceStatus::Inbox,
        ..sentence
    });
    vec![
        Edit::Sentences { put: put.collect(), remove: Vec::new() },
        Edit::Intent { name: name.clone(), intent: None },
    ]
}

fn missing(what: &str, name: &str) -> Problem {
    Problem::new(404, "not-found", "Not found", format!("the application has no {what} `{name}`"))
}

fn intent_of(bot: &Bot, id: &str) -> Result<IntentName, Problem> {
    let name = tock::intent_from_tock(&bot.namespace, id).ok().flatten();
    name.filter(|name| bot.intents.contains_key(name)).ok_or_else(|| missing("intent", id))
}

async fn change(
    app: &App,
    caller: &Caller,
    application: &str,
    decide: impl Fn(&Bot) -> Result<Vec<Edit>, Problem>,
) -> Result<Response, Failure> {
    let bot = must_find(app, caller, Permission::Train, application).await?;
    let by = caller.actor();
    let changed = app.drafts.edit(&bot, &by, |content| Ok((decide(content)?, ()))).await;
    changed.map_err(|refused| match ProblemResponse::from(refused) {
        // The caller may see the application: what is not there is not there, also for Tock's
        // clients.
        ProblemResponse(problem) if problem.status == 404 => Failure::not_found(problem.detail),
        other => Failure::from(other),
    })?;
    publish(app, caller, &bot).await?;
    Ok(json_of(&serde_json::Map::new()))
}

/// Takes an intent out of an application.
#[utoipa::path(delete, path = "/rest/admin/application/{application}/intent/{intent}", tag = "tock-admin", summary = "Remove an intent",
    params(("application" = String, Path, description = "The application's id.", example = "app:gare"),
        ("intent" = String, Path, description = "The intent's id.", example = "app:greeting")),
    responses(
        (status = 200, description = "`{}`. Its sentences wait to be looked at.", body = Object),
        (status = 404, description = "There is no such application or intent.")))]
pub async fn delete_intent(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((application, intent)): Path<(String, String)>,
) -> Result<Response, Failure> {
    change(&app, &caller, &application, |bot| Ok(without_intent(bot, &intent_of(bot, &intent)?)))
        .await
}

/// Takes an entity out of an intent, and out of its sentences.
#[utoipa::path(delete, path = "/rest/admin/application/{application}/intent/{intent}/entity/{entityType}/{role}",
    tag = "tock-admin", summary = "Remove an entity of an intent",
    params(("application" = String, Path, description = "The application's id.", example = "app:gare"),
        ("intent" = String, Path, description = "The intent's id.", example = "app:greeting"),
        ("entityType" = String, Path, description = "The entity type's qualified name.", example = "app:station"),
        ("role" = String, Path, description = "The role.", example = "destination")),
    responses(
        (status = 200, description = "`{}`. An entity type of the namespace that nothing uses any more is removed too.", body = Object),
        (status = 404, description = "There is no such application, intent or entity.")))]
pub async fn delete_role(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((application, intent, entity_type, role)): Path<(String, String, String, String)>,
) -> Result<Response, Failure> {
    change(&app, &caller, &application, |bot| {
        let name = intent_of(bot, &intent)?;
        let entity_type = tock::entity_type_from_tock(&bot.namespace, &entity_type)
            .ok_or_else(|| missing("entity type", &entity_type))?;
        let role: Role = role.parse().map_err(|_| missing("role", &role))?;
        without_role(bot, &name, &EntityUse { entity_type, role })
    })
    .await
}

fn without_role(bot: &Bot, name: &IntentName, gone: &EntityUse) -> Result<Vec<Edit>, Problem> {
    let Some(intent) = bot.intents.get(name).filter(|intent| intent.entities.contains(gone)) else {
        return Err(missing("entity", &format!("{} {}", gone.entity_type, gone.role)));
    };
    let mut entities = intent.entities.clone();
    entities.retain(|used| used != gone);
    let mut start_of_day = intent.start_of_day.clone();
    start_of_day.retain(|role| entities.iter().any(|used| used.role == *role));
    let mut put = Vec::new();
    for sentence in bot.sentences.iter().filter(|sentence| sentence.intent.as_ref() == Some(name)) {
        let mut left = sentence.clone();
        left.entities.retain(|marked| {
            (&marked.entity_type, &marked.role) != (&gone.entity_type, &gone.role)
        });
        if left != *sentence {
            put.push(left);
        }
    }
    let intent = Intent { entities, start_of_day, ..intent.clone() };
    let mut edits = vec![
        Edit::Sentences { put, remove: Vec::new() },
        Edit::Intent { name: name.clone(), intent: Some(intent) },
    ];
    let mut after = bot.clone();
    edits.iter().cloned().for_each(|edit| after.apply(edit));
    if bot.entity_types.contains_key(&gone.entity_type) && !is_used(&after, &gone.entity_type) {
        edits.push(Edit::EntityType { name: gone.entity_type.clone(), entity_type: None });
    }
    Ok(edits)
}

fn is_used(bot: &Bot, name: &EntityTypeName) -> bool {
    let by_intents = bot.intents.values().flat_map(|intent| &intent.entities);
    let by_types = bot.entity_types.values().flat_map(|declared| &declared.sub_entities);
    by_intents.chain(by_types).any(|used| used.entity_type == *name)
}
