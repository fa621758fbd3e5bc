//! `POST /rest/nlp/evaluate`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use importers::tock;
use model::Permission;
use wire::nlp::EntityEvaluationQuery;

use super::{Failure, bot, json_of};
use crate::access::Caller;
use crate::app::App;

/// Reads the values of entities that were found already.
#[utoipa::path(post, path = "/rest/nlp/evaluate", tag = "nlu",
    summary = "Read the values of entities whose places are known",
    request_body(content = Object, content_type = "application/json", example = json!({
        "namespace": "app", "applicationName": "gare", "text": "partir demain",
        "context": {"language": "fr", "referenceDate": "2026-03-02T09:00:00Z"},
        "entities": [{"start": 7, "end": 13, "entity": {
            "entityType": {"name": "duckling:datetime"}, "role": "departure"}}]})),
    responses(
        (status = 200, description = "The entities in the same order, with values.", body = Object),
        (status = 400, description = "The query is wrong or names no bot; `errors` says why.")))]
pub async fn evaluate(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let query: EntityEvaluationQuery = wire::json::read(&body)?;
    let (namespace, application) = (&query.namespace, &query.application_name);
    let (_, loaded) = bot(&app, &caller, Permission::Understand, namespace, application).await?;
    let talking = &loaded.talking;
    let evaluated =
        tock::evaluate(talking.bot(), &query, app.turns.now(), &|query, kind, text| {
            talking.value_of(query, kind, text)
        })?;
    Ok(json_of(&evaluated))
}
