//! The plans of namespaces: how many requests per hour the public API lets through.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use model::{Namespace, Problem};
use serde::{Deserialize, Serialize};
use store::Plan;
use utoipa::ToSchema;

use super::{List, namespace_of, read};
use crate::access::Caller;
use crate::app::App;
use crate::http::problem::ProblemResponse;

/// The plan of a namespace.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanInfo {
    /// The namespace.
    #[schema(example = "app")]
    namespace: String,
    /// Its name; absent: there is no plan, and no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "pro")]
    name: Option<String>,
    /// Requests per bot in any hour.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 1000)]
    requests_per_hour: Option<u64>,
}

impl PlanInfo {
    fn of(namespace: &Namespace, plan: Option<Plan>) -> Self {
        let (name, requests_per_hour) =
            plan.map(|plan| (plan.name, plan.requests_per_hour)).unzip();
        Self { namespace: namespace.to_string(), name, requests_per_hour }
    }
}

/// A plan to set.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PlanChange {
    /// The namespace.
    #[schema(example = "app")]
    namespace: String,
    /// `free` (100 requests per hour), `pro` (1,000), or another name; absent: no plan.
    #[serde(default)]
    #[schema(example = "pro")]
    name: Option<String>,
    /// Requests per bot in any hour; needed with other names.
    #[serde(default)]
    #[schema(example = 1000)]
    requests_per_hour: Option<u64>,
}

/// The plan of a namespace.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/plan", tag = "members", summary = "The plan of a namespace",
    responses((status = 200, description = "The plan, if there is one.", body = PlanInfo)))]
pub async fn of_namespace(
    State(app): State<Arc<App>>,
    Path(namespace): Path<String>,
) -> Result<Json<PlanInfo>, ProblemResponse> {
    let namespace = namespace_of(&namespace)?;
    let plan = app.store.plan(&namespace).await?;
    Ok(Json(PlanInfo::of(&namespace, plan)))
}

/// What a namespace may have, and how much of it is used.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LimitsInfo {
    /// Its plan.
    plan: PlanInfo,
    /// Requests that came to each of its bots in the last hour; counted with a plan only.
    used: Vec<BotUse>,
    /// Events that wait for their turn.
    waiting: u64,
    /// So many may wait; more are refused until some are done, and channels send them again.
    waiting_max: u64,
    /// How often a turn is tried before it becomes a dead letter.
    attempts_max: u32,
    /// Bytes of a sentence that are understood.
    sentence_bytes_max: usize,
    /// Bytes of what a channel may send at once.
    event_bytes_max: usize,
    /// Bytes of an import.
    import_bytes_max: usize,
}

/// Requests that came to a bot.
#[derive(Serialize, ToSchema)]
pub struct BotUse {
    /// The bot's name.
    #[schema(example = "gare")]
    bot: String,
    /// Requests in the last hour.
    requests: u64,
}

/// What a namespace may have, and how much of it is used.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/limits", tag = "members", summary = "The limits of a namespace, and their use",
    responses((status = 200, description = "The limits.", body = LimitsInfo)))]
pub async fn limits(
    State(app): State<Arc<App>>,
    Path(namespace): Path<String>,
) -> Result<Json<LimitsInfo>, ProblemResponse> {
    use model::limits;
    let namespace = namespace_of(&namespace)?;
    let plan = app.store.plan(&namespace).await?;
    let usage = app.store.plan_usage(&namespace).await?;
    let bots = app.bots.list();
    let used = usage.requests.into_iter().filter_map(|(id, requests)| {
        let bot = bots.iter().find(|bot| bot.id == id)?.name.to_string();
        Some(BotUse { bot, requests })
    });
    Ok(Json(LimitsInfo {
        plan: PlanInfo::of(&namespace, plan),
        used: used.collect(),
        waiting: usage.waiting,
        waiting_max: limits::INBOX_DEPTH_MAX,
        attempts_max: limits::TURN_ATTEMPTS_MAX,
        sentence_bytes_max: limits::SENTENCE_BYTES_MAX,
        event_bytes_max: limits::CHANNEL_BODY_BYTES_MAX,
        import_bytes_max: limits::IMPORT_BODY_BYTES_MAX,
    }))
}

/// The plans of all namespaces that have one.
#[utoipa::path(get, path = "/api/v1/plans", tag = "members", summary = "All plans",
    responses((status = 200, description = "The plans, by namespace.", body = List<PlanInfo>)))]
pub async fn list(State(app): State<Arc<App>>) -> Result<Json<List<PlanInfo>>, ProblemResponse> {
    let plans = app.store.plans().await?;
    let items = plans.into_iter().map(|(namespace, plan)| PlanInfo::of(&namespace, Some(plan)));
    Ok(Json(List { items: items.collect() }))
}

/// Sets the plan of a namespace. For owners of the installation: nobody gives themselves more.
#[utoipa::path(put, path = "/api/v1/plans", tag = "members", summary = "Set a namespace's plan",
    request_body = PlanChange,
    responses(
        (status = 200, description = "The plan as it is now; it holds from the next request on.", body = PlanInfo),
        (status = 400, description = "The number is missing or too large.", body = Problem, content_type = "application/problem+json")))]
pub async fn set(
    State(app): State<Arc<App>>,
    caller: Caller,
    body: Bytes,
) -> Result<Json<PlanInfo>, ProblemResponse> {
    let change: PlanChange = read(&body)?;
    let namespace: Namespace = change
        .namespace
        .parse()
        .map_err(|error| ProblemResponse::bad_request(format!("field `namespace`: {error}")))?;
    let plan = match &change.name {
        None => None,
        Some(name) => Some(Plan::named(name, change.requests_per_hour).ok_or_else(|| {
            ProblemResponse::bad_request(format!(
                "field `requestsPerHour`: plan `{name}` has no number of its own; give one"
            ))
        })?),
    };
    app.store.set_plan(&namespace, plan.as_ref(), &caller.actor()).await?;
    Ok(Json(PlanInfo::of(&namespace, plan)))
}
