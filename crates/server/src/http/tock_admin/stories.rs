//! Dumps of stories: out and in.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;
use importers::tock::{FileKind, TockFile, to_story_dump};
use model::{Locale, Permission};
use serde_json::Value;

use super::super::nlp::{Failure, json_of};
use super::dumps::exported;
use super::{must_find, publish, without_nulls};
use crate::access::Caller;
use crate::app::App;
use crate::http::one_import_at_a_time;
use crate::imports;

/// The stories of an application, as Tock's Studio exports them.
#[utoipa::path(get, path = "/rest/admin/bot/story/{application}/export", tag = "tock-admin", summary = "A dump of stories",
    params(("application" = String, Path, description = "The application's id.", example = "app:gare")),
    responses(
        (status = 200, description = "The stories and the entries of the FAQ. `…/export/{storyId}` gives one. What Tock's form cannot hold is left out; `palabre export tock` tells it.", body = Object),
        (status = 404, description = "There is no such application.")))]
pub async fn dump_stories(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(path): Path<HashMap<String, String>>,
) -> Result<Response, Failure> {
    let id = path.get("application").map(String::as_str).unwrap_or_default();
    let bot = must_find(&app, &caller, Permission::Administer, id).await?;
    exported(&app, &caller, &bot, "stories").await?;
    let content = app.store.draft(&bot.namespace, &bot.id).await?.bot;
    let channels = imports::known_channels(&app.store, &bot).await?;
    let only = path.get("story").map(String::as_str);
    Ok(without_nulls(&to_story_dump(&content, &channels, only).0))
}

/// Imports stories into an application: what is new is added, and a story with the same name or
/// intent is replaced.
#[utoipa::path(post, path = "/rest/admin/bot/story/{application}/{language}/import", tag = "tock-admin", summary = "Import a dump of stories",
    params(("application" = String, Path, description = "The application's id.", example = "app:gare"),
        ("language" = String, Path, description = "The language of stories that name none.", example = "fr")),
    request_body(content = Object, content_type = "application/json"),
    responses(
        (status = 200, description = "What was kept, changed and not understood.", body = Object),
        (status = 400, description = "Not a dump of stories, or the language is none."),
        (status = 404, description = "There is no such application."),
        (status = 409, description = "The bot belongs to its files.")))]
pub async fn import_stories(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((id, locale)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, Failure> {
    let bot = must_find(&app, &caller, Permission::Administer, &id).await?;
    let locale: Locale = locale.parse().map_err(|error| {
        Failure::bad_request(format!("the path: {error}; write a language such as `fr`"))
    })?;
    let file = TockFile::read_as(FileKind::Stories, &in_locale(&body, &locale))?;
    let actor = caller.actor();
    let into = imports::Destination {
        namespace: Some(&bot.namespace),
        bot: Some(&bot.name),
        by: &actor,
        detach: false,
    };
    let _alone = one_import_at_a_time().await;
    let done = imports::import_tock(&app.store, &app.config, file, into).await;
    let done = done.map_err(|error| match error {
        imports::Error::File(error) => Failure::from(error),
        imports::Error::Store(error) => error.into(),
    })?;
    if done.report.modified {
        publish(&app, &caller, &bot).await?;
    }
    Ok(json_of(&done.report))
}

/// The stories with their language said. What is no JSON stays what it is: reading says why.
fn in_locale(body: &[u8], locale: &Locale) -> Vec<u8> {
    let Ok(mut file) = wire::json::value(body) else { return body.to_vec() };
    let list = match &mut file {
        Value::Object(members) => members.get_mut("stories"),
        list => Some(list),
    };
    let stories = list.and_then(Value::as_array_mut).into_iter().flatten();
    for story in stories.filter_map(Value::as_object_mut) {
        let own = story.entry("userSentenceLocale").or_insert(Value::Null);
        if own.is_null() {
            *own = locale.to_string().into();
        }
    }
    file.to_string().into_bytes()
}
