//! Applications: our bots.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use importers::tock::{self, FileKind, TockFile};
use model::{Bot, Edit, IntentName, Permission};
use serde_json::{Value, json};
use store::{BotSummary, Import, Owner};
use wire::nlp::BooleanResponse;

use super::super::nlp::{Failure, json_of};
use super::intents::without_intent;
use super::{find, must_find, publish, without_nulls};
use crate::access::Caller;
use crate::app::App;
use crate::http::problem::ProblemResponse;

fn shown(bot: &Bot) -> Result<Value, Failure> {
    tock::application_with_intents(bot).map_err(|error| Failure::defect(error.to_string()))
}

async fn draft(app: &App, bot: &BotSummary) -> Result<Value, Failure> {
    shown(&app.store.draft(&bot.namespace, &bot.id).await?.bot)
}

/// The applications that the caller may see.
#[utoipa::path(get, path = "/rest/admin/applications", tag = "tock-admin", summary = "The applications",
    responses((status = 200, description = "Each with its intents.", body = Vec<Object>)))]
pub async fn list(State(app): State<Arc<App>>, caller: Caller) -> Result<Response, Failure> {
    let mut applications = Vec::new();
    for bot in app.bots.list() {
        if caller.may(Permission::View, &bot.namespace, Some(&bot.id)) {
            applications.push(draft(&app, &bot).await?);
        }
    }
    Ok(without_nulls(&applications))
}

/// One application.
#[utoipa::path(get, path = "/rest/admin/application/{application}", tag = "tock-admin", summary = "An application",
    params(("application" = String, Path, description = "Its id.", example = "app:gare")),
    responses(
        (status = 200, description = "The application with its intents.", body = Object),
        (status = 204, description = "There is none with that id.")))]
pub async fn read(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    match find(&app, &caller, Permission::View, &id).await?.1 {
        Some(bot) => Ok(without_nulls(&draft(&app, &bot).await?)),
        None => Ok(StatusCode::NO_CONTENT.into_response()),
    }
}

/// Deletes an application with everything that belongs to it.
#[utoipa::path(delete, path = "/rest/admin/application/{application}", tag = "tock-admin", summary = "Delete an application",
    params(("application" = String, Path, description = "Its id.", example = "app:gare")),
    responses(
        (status = 200, description = "`success`: whether there was one.", body = Object),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn delete(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let (_, found) = find(&app, &caller, Permission::Administer, &id).await?;
    let Some(bot) = found else { return Ok(json_of(&BooleanResponse { success: false })) };
    if let Owner::Files { folder } = &bot.owner {
        return Err(store::Error::OwnedByFiles {
            namespace: bot.namespace.clone(),
            bot: bot.name.clone(),
            folder: folder.clone(),
        }
        .into());
    }
    app.store.delete_bot(&bot.namespace, &bot.id, &caller.actor()).await?;
    app.bots.refresh().await?;
    Ok(json_of(&BooleanResponse { success: true }))
}

/// Makes an application, or changes the one whose `_id` is given.
#[utoipa::path(post, path = "/rest/admin/application", tag = "tock-admin", summary = "Make or change an application",
    request_body(content = Object, content_type = "application/json", example = json!({
        "name": "trip", "namespace": "app", "intents": [], "supportedLocales": ["fr"]})),
    responses(
        (status = 200, description = "The application as it is now. The posted intents replace those that it had; sentences of others are left without one.", body = Object),
        (status = 400, description = "A member is missing, the name is taken, or it would change; `errors` says which.")))]
pub async fn save(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let posted = wire::json::value(&body)?;
    let file = as_dump(&posted)?;
    let target = file.target()?;
    let _alone = crate::http::one_import_at_a_time().await;
    let by_name = app.store.bot(&target.namespace, &target.bot).await?;
    let here = by_name.as_ref().map(|bot| &bot.id);
    caller.require(Permission::Administer, &target.namespace, here)?;
    let id = posted.get("_id").and_then(Value::as_str).filter(|id| !id.is_empty());
    let Some(id) = id else {
        if by_name.is_some() {
            return Err(Failure::bad_request(format!(
                "member `name`: `{}` is taken in namespace `{}`; give its `_id` to change it",
                target.bot, target.namespace
            )));
        }
        let imported = file.import(None)?;
        let by = caller.actor();
        let import = Import { owner: Owner::Database, by, publish: true, detach: false };
        app.store.import_bot(&imported.bot, &import).await?;
        app.bots.refresh().await?;
        return Ok(without_nulls(&shown(&imported.bot)?));
    };
    let bot = must_find(&app, &caller, Permission::Administer, id).await?;
    if (&bot.namespace, &bot.name) != (&target.namespace, &target.bot) {
        return Err(Failure::bad_request(format!(
            "members `namespace` and `name`: they are `{}` and `{}` for ever; make another \
             application instead",
            bot.namespace, bot.name
        )));
    }
    let by = caller.actor();
    let changed = app
        .drafts
        .edit(&bot, &by, |content| {
            let imported = file.clone().import(Some(content.clone())).map_err(|error| {
                model::Problem::new(400, "bad-request", "Bad request", error.to_string())
            })?;
            let kept = posted_intents(content, &posted);
            let gone: Vec<IntentName> =
                content.intents.keys().filter(|name| !kept.contains(name)).cloned().collect();
            let mut edits = model_edits(content, &imported.bot);
            for name in &gone {
                edits.extend(without_intent(content, name));
            }
            Ok((edits, ()))
        })
        .await;
    changed.map_err(|refused| Failure::from(ProblemResponse::from(refused)))?;
    publish(&app, &caller, &bot).await?;
    Ok(without_nulls(&draft(&app, &bot).await?))
}

/// The posted application as a dump without sentences.
fn as_dump(posted: &Value) -> Result<TockFile, Failure> {
    for (name, list) in
        [("name", false), ("namespace", false), ("intents", true), ("supportedLocales", true)]
    {
        let member = posted.get(name);
        let right = match list {
            true => member.is_some_and(Value::is_array),
            false => member.is_some_and(Value::is_string),
        };
        if !right {
            let kind = if list { "a list" } else { "a text" };
            return Err(Failure::bad_request(format!("member `{name}`: give {kind}")));
        }
    }
    let intents = &posted["intents"];
    let mut application = posted.clone();
    let ids = intents.as_array().into_iter().flatten().filter_map(|intent| intent.get("_id"));
    application["intents"] = ids.cloned().collect();
    let dump = json!({"application": application, "entityTypes": [], "intents": intents,
        "sentences": [], "faqs": []});
    let bytes = serde_json::to_vec(&dump).map_err(|error| Failure::defect(error.to_string()))?;
    Ok(TockFile::read_as(FileKind::Application, &bytes)?)
}

/// The names of the intents that were posted.
fn posted_intents(bot: &Bot, posted: &Value) -> Vec<IntentName> {
    let text = |intent: &Value, name: &str| {
        intent.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    let qualified = |intent: &Value| match text(intent, "namespace").as_str() {
        "" => text(intent, "name"),
        namespace => format!("{namespace}:{}", text(intent, "name")),
    };
    let intents = posted["intents"].as_array().into_iter().flatten();
    intents
        .filter_map(|intent| tock::intent_from_tock(&bot.namespace, &qualified(intent)).ok()?)
        .collect()
}

/// What an import without sentences changed.
fn model_edits(before: &Bot, after: &Bot) -> Vec<Edit> {
    let mut edits = Vec::new();
    if before.head() != after.head() {
        edits.push(Edit::Bot { head: Box::new(after.head()) });
    }
    for (name, entity_type) in &after.entity_types {
        if before.entity_types.get(name) != Some(entity_type) {
            let entity_type = Some(entity_type.clone());
            edits.push(Edit::EntityType { name: name.clone(), entity_type });
        }
    }
    for (name, intent) in &after.intents {
        if before.intents.get(name) != Some(intent) {
            edits.push(Edit::Intent { name: name.clone(), intent: Some(intent.clone()) });
        }
    }
    edits
}
