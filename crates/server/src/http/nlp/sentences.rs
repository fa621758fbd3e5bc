//! What became of sentences: not understood, and how often they came.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use importers::tock;
use model::Permission;
use store::{CountFilter, Environment};
use wire::nlp::{LogCountQuery, MarkAsUnknownQuery, NlpErrors};

use super::{Failure, admit, bot, json_of};
use crate::access::Caller;
use crate::app::App;

/// Lines of one answer.
const COUNTED_MAX: u64 = 1_000;

/// Counts that a sentence was answered with "I did not understand".
#[utoipa::path(post, path = "/rest/nlp/unknown", tag = "nlu",
    summary = "Say that a sentence was not understood",
    request_body(content = Object, content_type = "application/json", example = json!({
        "namespace": "app", "applicationName": "gare", "language": "fr", "text": "blabla"})),
    responses(
        (status = 200, description = "`{}`. A sentence that never came is not counted.", body = Object),
        (status = 400, description = "The query is wrong or names no bot; `errors` says why.")))]
pub async fn unknown(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let query: MarkAsUnknownQuery = wire::json::read(&body)?;
    let (namespace, application) = (&query.namespace, &query.application_name);
    let (summary, loaded) =
        bot(&app, &caller, Permission::Understand, namespace, application).await?;
    let locale = tock::locale_used(loaded.talking.bot(), &query.language, "language")?;
    // As it was stored when it came.
    let hider = app.bots.hider(&summary.id);
    let text = hider.text(loaded.talking.bot(), &tock::formatted(&query.text), None);
    app.store.count_unknown(&summary.namespace, &summary.id, &locale, &text).await?;
    Ok(json_of(&serde_json::Map::new()))
}

/// The sentences that came, by how often.
#[utoipa::path(post, path = "/rest/nlp/logs/count", tag = "nlu",
    summary = "The sentences that came, by how often",
    request_body(content = Object, content_type = "application/json", example = json!({
        "namespace": "app", "applicationName": "gare", "language": "fr", "minCount": 2, "size": 50})),
    responses(
        (status = 200, description = "The sentences, most frequent first; entities that are obfuscated are hidden.", body = Vec<Object>),
        (status = 400, description = "The query is wrong; `errors` says why."),
        (status = 401, description = "There is no such bot.")))]
pub async fn count_logs(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let query: LogCountQuery = wire::json::read(&body)?;
    let (namespace, application) = (&query.namespace, &query.application_name);
    admit(&app, &caller, Permission::Understand, namespace, application)?;
    // Tock answers an unknown application here, and only here, with 401 and no words.
    let nobody = || Failure { status: StatusCode::UNAUTHORIZED, errors: NlpErrors::default() };
    let found = (tock::namespace(namespace).zip(tock::bot_name(application)))
        .and_then(|(namespace, name)| app.bots.named(&namespace, &name))
        .ok_or_else(nobody)?;
    if found.live.is_none() {
        return Err(nobody());
    }
    let loaded = app.bots.loaded(&found.namespace, &found.id, Environment::Live).await?;
    let bot = loaded.talking.bot();
    let intent = match &query.intent {
        None => None,
        Some(intent) => match tock::intent_from_tock(&bot.namespace, intent) {
            Ok(intent) => Some(intent),
            // What cannot be the name of an intent is the intent of nothing.
            Err(_) => return Ok(json_of(&[(); 0])),
        },
    };
    let locale = tock::locale_used(bot, &query.language, "language")?;
    let filter = CountFilter { locale, intent, count_min: query.min_count };
    let size = query.size.min(COUNTED_MAX) as usize;
    let skip = usize::try_from(query.start).unwrap_or(usize::MAX).min(i64::MAX as usize);
    let counted =
        app.store.counted_sentences(&found.namespace, &found.id, &filter, skip, size).await?;
    let lines: Vec<_> = counted
        .into_iter()
        .map(|own| {
            let understanding = own.understanding.obfuscated(bot);
            tock::log_count(bot, &understanding, own.count, own.last_at)
        })
        .collect();
    Ok(json_of(&lines))
}
