//! `/api/v1/namespaces/{namespace}/jobs`: long work with progress.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use model::{Job, JobId, JobState, Namespace, Problem};
use serde::Serialize;
use serde_json::Value;
use store::AuditEntry;
use utoipa::ToSchema;

use super::problem::ProblemResponse;
use crate::access::Caller;
use crate::app::App;

/// Jobs that are listed.
pub const LISTED_MAX: usize = 100;

/// Long work.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobAnswer {
    /// Its id.
    #[schema(value_type = String, example = "job_0123456789abcdefghjkmnpqrs")]
    id: JobId,
    /// What it does.
    #[schema(example = "evaluation")]
    kind: String,
    /// The id of the bot that it is about, if it is about one.
    #[serde(skip_serializing_if = "Option::is_none")]
    bot: Option<String>,
    /// How far it is.
    state: JobState,
    /// Steps done, of `total`.
    done: u64,
    /// Steps in all; 0 while unknown.
    total: u64,
    /// What came of it, once succeeded; not in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Value>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Problem>,
    /// When it was asked for.
    #[schema(example = "2026-03-02T08:00:00.000Z")]
    created_at: String,
    /// Whether somebody asked it to stop.
    cancel: bool,
}

/// Jobs, newest first.
#[derive(Serialize, ToSchema)]
pub struct JobList {
    /// The jobs.
    items: Vec<JobAnswer>,
}

impl From<Job> for JobAnswer {
    fn from(job: Job) -> Self {
        Self {
            id: job.id,
            kind: job.kind,
            bot: job.bot.map(String::from),
            state: job.state,
            done: job.done,
            total: job.total,
            result: job.result,
            problem: job.problem,
            created_at: job.created_at.to_iso(),
            cancel: job.cancel,
        }
    }
}

impl JobList {
    /// A list of jobs, without their results.
    pub fn of(jobs: Vec<Job>) -> Self {
        let brief = |job| JobAnswer::from(Job { result: None, ..job });
        Self { items: jobs.into_iter().map(brief).collect() }
    }
}

/// The jobs of a namespace.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/jobs", tag = "jobs",
    summary = "The latest jobs of a namespace",
    params(("namespace" = String, Path, example = "app")),
    responses((status = 200, description = "The latest hundred, without results.", body = JobList)))]
pub async fn list(
    State(app): State<Arc<App>>,
    Path(namespace): Path<String>,
) -> Result<Json<JobList>, ProblemResponse> {
    let namespace = named(&namespace)?;
    Ok(Json(JobList::of(app.store.jobs(&namespace, LISTED_MAX).await?)))
}

/// A job.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/jobs/{id}", tag = "jobs",
    summary = "A job, with its result once there is one",
    params(("namespace" = String, Path, example = "app"), ("id" = String, Path)),
    responses(
        (status = 200, description = "The job.", body = JobAnswer),
        (status = 404, description = "There is no such job.", body = Problem, content_type = "application/problem+json")))]
pub async fn read(
    State(app): State<Arc<App>>,
    Path((namespace, id)): Path<(String, String)>,
) -> Result<Json<JobAnswer>, ProblemResponse> {
    let (namespace, id) = (named(&namespace)?, job_id(&id)?);
    let job = app.store.job(&namespace, &id).await?.ok_or_else(|| unknown(id.as_str()))?;
    Ok(Json(job.into()))
}

/// Asks a job to stop.
#[utoipa::path(post, path = "/api/v1/namespaces/{namespace}/jobs/{id}/cancel", tag = "jobs",
    summary = "Ask a job to stop",
    params(("namespace" = String, Path, example = "app"), ("id" = String, Path)),
    responses(
        (status = 200, description = "The job. One that is over stays as it is; one at work stops at its next step.", body = JobAnswer),
        (status = 404, description = "There is no such job.", body = Problem, content_type = "application/problem+json")))]
pub async fn cancel(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path((namespace, id)): Path<(String, String)>,
) -> Result<Json<JobAnswer>, ProblemResponse> {
    let (namespace, id) = (named(&namespace)?, job_id(&id)?);
    let job = app.store.cancel_job(&namespace, &id).await?;
    let entry = AuditEntry {
        namespace: Some(&namespace),
        action: "job.cancelled",
        object: job.id.to_string(),
        before: None,
        after: Some(serde_json::json!({"kind": job.kind})),
    };
    app.store.audit(&caller.actor(), entry).await?;
    Ok(Json(job.into()))
}

fn named(namespace: &str) -> Result<Namespace, ProblemResponse> {
    namespace
        .parse()
        .map_err(|_| ProblemResponse::not_found(format!("there is no namespace `{namespace}`")))
}

/// The id of a job; what cannot be one names none.
pub fn job_id(id: &str) -> Result<JobId, ProblemResponse> {
    id.parse().map_err(|_| unknown(id))
}

fn unknown(id: &str) -> ProblemResponse {
    ProblemResponse::not_found(format!(
        "there is no job `{id}`; jobs are kept for a week after they ended"
    ))
}
