//! `POST /rest/nlp/merge`.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use importers::tock;
use model::Permission;
use wire::nlp::ValuesMergeQuery;

use super::{Failure, bot, json_of};
use crate::access::Caller;
use crate::app::App;

/// Makes one value of several of an entity: the one held before and those just said.
#[utoipa::path(post, path = "/rest/nlp/merge", tag = "nlu",
    summary = "Merge the values of an entity",
    request_body(content = Object, content_type = "application/json", example = json!({
        "namespace": "app", "applicationName": "gare",
        "context": {"language": "fr", "referenceDate": "2026-03-02T09:00:00Z",
                    "referenceTimezone": "Europe/Paris"},
        "entity": {"entityType": {"name": "duckling:datetime"}, "role": "departure"},
        "values": [
            {"value": {"@type": "dateEntity", "date": "2026-03-03T00:00:00+01:00", "grain": "day"},
             "content": "demain", "initial": true},
            {"value": {"@type": "dateEntity", "date": "2026-03-02T18:00:00+01:00", "grain": "hour"},
             "content": "18h", "position": 0}]})),
    responses(
        (status = 200, description = "`value` and `content`; nothing when there is nothing to merge.", body = Object),
        (status = 400, description = "The query is wrong or names no bot; `errors` says why.")))]
pub async fn merge(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Response, Failure> {
    let query: ValuesMergeQuery = wire::json::read(&body)?;
    let (namespace, application) = (&query.namespace, &query.application_name);
    let (_, loaded) = bot(&app, &caller, Permission::Understand, namespace, application).await?;
    let talking = &loaded.talking;
    Ok(json_of(&tock::merge(talking.bot(), &query, app.turns.now(), talking.values())?))
}
