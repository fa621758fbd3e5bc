//! `POST /rest/nlp/parse`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use importers::tock::{self, ParseRequest};
use model::{Bot, DecidedBy, Permission, SentenceStatus, Understanding};
use store::{BotSummary, SentenceSeen};
use wire::nlp::ParseQuery;

use super::{Failure, bot, json_of};
use crate::access::Caller;
use crate::app::App;

/// A sentence understood with no more than this probability waits in the inbox without intent
/// and entities: what was found is more likely to mislead than to help.
const REGISTERED_PROBABILITY_MIN: f64 = 0.1;

/// Understands a sentence.
#[utoipa::path(post, path = "/rest/nlp/parse", tag = "nlu", summary = "Understand a sentence",
    request_body(content = Object, content_type = "application/json", example = json!({
        "queries": ["un train pour Lyon demain à 8h"], "namespace": "app", "applicationName": "gare",
        "context": {"language": "fr", "referenceTimezone": "Europe/Paris"}})),
    responses(
        (status = 200, description = "What was understood.", body = Object),
        (status = 400, description = "The query is wrong or names no bot; `errors` says why.")))]
pub async fn parse(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let query: ParseQuery = wire::json::read(&body)?;
    let (namespace, application) = (&query.namespace, &query.application_name);
    let (summary, loaded) =
        bot(&app, &caller, Permission::Understand, namespace, application).await?;
    let bot = loaded.talking.bot();
    let request = tock::parse_request(bot, &query, app.turns.now())?;
    let vector = app.bots.vector_of(&loaded.talking, &request.query).await;
    let understanding = loaded.talking.understand(&request.query, &vector, false);
    let answer = json_of(&tock::parse_result(bot, &request, &understanding));
    register(&app, &summary, bot, &request, understanding);
    Ok(answer)
}

/// Keeps the sentence for people to look at, and counts it; both happen later, in the background.
pub fn register(
    app: &App,
    summary: &BotSummary,
    bot: &Bot,
    request: &ParseRequest,
    mut understanding: Understanding,
) {
    if understanding.text.is_empty() || !(request.register || request.count) {
        return;
    }
    let inbox = request.register && !is_known(bot, request, &understanding);
    if understanding.intent.is_some() && understanding.probability <= REGISTERED_PROBABILITY_MIN {
        understanding.intent = None;
        understanding.entities.clear();
    }
    let understanding = app.bots.hider(&summary.id).understanding(bot, &understanding);
    app.store.log_sentence(SentenceSeen {
        namespace: summary.namespace.clone(),
        bot: summary.id.clone(),
        locale: understanding.locale.clone(),
        text: understanding.text.clone(),
        understanding,
        inbox,
        counted: request.count,
    });
}

/// Whether somebody has said what the sentence means.
fn is_known(bot: &Bot, request: &ParseRequest, understanding: &Understanding) -> bool {
    if understanding.decided_by == DecidedBy::KnownSentence {
        return true;
    }
    // The model was not asked, or a subset of intents left its answer out.
    let is_sure = request.query.known_sentences && request.query.intents.is_empty();
    !is_sure
        && bot.sentences.iter().any(|known| {
            known.status == SentenceStatus::Validated
                && known.locale == understanding.locale
                && known.text == understanding.text
        })
}
