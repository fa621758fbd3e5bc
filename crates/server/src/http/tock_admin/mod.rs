//! `/rest/admin`: the operations of Tock's admin API that its published description documents, and
//! the dumps of stories of its Studio, for scripts that were written for them. Callers show name and password, or a token, as Basic
//! credentials.
//!
//! A change is published at once, as with Tock. Ids of applications, intents and entity types are
//! their qualified names. What has no value is left out.

mod applications;
mod dumps;
mod intents;
mod parse;
mod stories;

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use importers::tock;
use model::{Namespace, Permission};
use serde::Serialize;
use store::BotSummary;

use super::Route;
use super::nlp::{Failure, json_of};
use crate::access::Caller;
use crate::app::App;

pub use applications::*;
pub use dumps::*;
pub use intents::*;
pub use parse::*;
pub use stories::*;

/// The routes of this API.
pub fn routes() -> Vec<Route> {
    use Permission::{Administer, Train, Understand, View};
    const ONE: &str = "/rest/admin/application/{application}";
    const INTENT: &str = "/rest/admin/application/{application}/intent/{intent}";
    const ROLE: &str =
        "/rest/admin/application/{application}/intent/{intent}/entity/{entityType}/{role}";
    const SENTENCES: &str = "/rest/admin/sentences/dump/{dumpType}/{application}";
    const OF_INTENT: &str = "/rest/admin/sentences/dump/{dumpType}/{application}/{intent}";
    const IN_LOCALE: &str =
        "/rest/admin/sentences/dump/{dumpType}/{application}/{intent}/{language}";
    vec![
        Route::post("/rest/admin/parse", Understand, parse),
        Route::get("/rest/admin/applications", View, list),
        Route::get(ONE, View, read),
        Route::delete(ONE, Administer, delete),
        Route::post("/rest/admin/application", Administer, save),
        Route::get("/rest/admin/application/dump/{application}", Administer, dump),
        Route::delete(INTENT, Train, delete_intent),
        Route::delete(ROLE, Train, delete_role),
        Route::get(SENTENCES, Administer, dump_sentences),
        Route::get(OF_INTENT, Administer, dump_sentences),
        Route::get(IN_LOCALE, Administer, dump_sentences),
        Route::get("/rest/admin/bot/story/{application}/export", Administer, dump_stories),
        Route::get("/rest/admin/bot/story/{application}/export/{story}", Administer, dump_stories),
        Route::post(
            "/rest/admin/bot/story/{application}/{language}/import",
            Administer,
            import_stories,
        ),
        Route::post("/rest/admin/dump/application", Administer, import_dump),
        Route::post("/rest/admin/dump/application/{newName}", Administer, import_dump_as),
        Route::post("/rest/admin/dump/sentences", Administer, import_sentences_dump),
        Route::post("/rest/admin/dump/sentences/{newName}", Administer, import_sentences_dump_as),
    ]
}

/// A value as Tock writes it: members without a value are left out.
fn without_nulls(value: &impl Serialize) -> Response {
    match wire::json::without_nulls(value) {
        Ok(value) => json_of(&value),
        Err(error) => Failure::defect(error.to_string()).into_response(),
    }
}

/// The namespace and the bot of an application's id, when the caller may do this with it.
async fn find(
    app: &App,
    caller: &Caller,
    permission: Permission,
    id: &str,
) -> Result<(Namespace, Option<Arc<BotSummary>>), Failure> {
    let names = id
        .split_once(':')
        .and_then(|(namespace, name)| Some((tock::namespace(namespace)?, tock::bot_name(name)?)));
    let Some((namespace, name)) = names else {
        return Err(Failure::not_found(format!(
            "`{id}` is no id of an application; `GET /rest/admin/applications` gives them"
        )));
    };
    let bot = app.store.bot(&namespace, &name).await?.map(Arc::new);
    caller.require(permission, &namespace, bot.as_ref().map(|bot| &bot.id))?;
    Ok((namespace, bot))
}

/// The same, of a bot that must be there.
async fn must_find(
    app: &App,
    caller: &Caller,
    permission: Permission,
    id: &str,
) -> Result<Arc<BotSummary>, Failure> {
    let (_, bot) = find(app, caller, permission, id).await?;
    bot.ok_or_else(|| Failure::not_found(format!("there is no application `{id}`")))
}

/// Makes what was changed live.
async fn publish(app: &App, caller: &Caller, bot: &BotSummary) -> Result<(), Failure> {
    app.store.publish(&bot.namespace, &bot.id, &caller.actor(), "").await?;
    Ok(app.bots.refresh().await?)
}
