//! `/api/v1/bots/{namespace}/{name}/evaluations`: how good a bot's understanding is, as a job.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use model::{
    Bot, IntentName, Job, JobState, Locale, Problem, Sentence, SentenceStatus, ValueReader,
};
use nlu::Speed;
use nlu::evaluation::{Comparison, EvaluateOptions, Evaluation, compare, evaluate};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::BotSummary;
use utoipa::ToSchema;

use super::jobs::{JobAnswer, JobList, LISTED_MAX, job_id};
use super::problem::ProblemResponse;
use crate::app::App;
use crate::jobs::{Outcome, Progress};

/// What these jobs are called.
const KIND: &str = "evaluation";

/// What to evaluate, and how.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct EvaluationRequest {
    /// The version to evaluate; the draft when absent.
    version: Option<u64>,
    /// A version to compare with: what the evaluated one does better and worse.
    against: Option<u64>,
    /// Parts of the cross-validation, 2 to 20.
    #[schema(minimum = 2, maximum = 20, default = 5)]
    folds: usize,
    /// Decides which sentence falls into which part.
    #[schema(default = 1)]
    seed: u64,
    /// `quick`, or `full` as before publishing.
    #[schema(value_type = String, default = "quick")]
    speed: Speed,
    /// Whether the rejection curve is measured too.
    #[schema(default = true)]
    rejection: bool,
    /// Whether the learning curve is measured too.
    learning_curve: bool,
    /// When not empty: sentences to measure on instead of cross-validating.
    held_out: Vec<HeldOut>,
}

/// A sentence to measure on.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HeldOut {
    /// The sentence.
    text: String,
    /// Its language; the bot's first when absent.
    #[schema(value_type = Option<String>, example = "fr")]
    locale: Option<Locale>,
    /// Its intent; absent: what should not be understood.
    #[schema(value_type = Option<String>)]
    intent: Option<IntentName>,
}

/// An evaluation at work or done.
#[derive(Serialize, ToSchema)]
pub struct EvaluationAnswer {
    /// The job.
    job: JobAnswer,
    /// What was measured, once the job has succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<EvaluationResult>)]
    result: Option<Value>,
}

/// What was measured.
#[derive(Serialize, ToSchema)]
pub struct EvaluationResult {
    /// The version that was evaluated; absent: the draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// The version that it was compared with.
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<u64>,
    /// The figures. Of `outcomes` only sentences are kept that were not answered as their labels
    /// say.
    evaluation: Evaluation,
    /// What the version does better and worse than the other.
    #[serde(skip_serializing_if = "Option::is_none")]
    comparison: Option<Comparison>,
}

impl Default for EvaluationRequest {
    fn default() -> Self {
        let EvaluateOptions { folds, seed, speed, rejection, learning_curve } =
            EvaluateOptions::default();
        Self {
            version: None,
            against: None,
            folds,
            seed,
            speed,
            rejection,
            learning_curve,
            held_out: Vec::new(),
        }
    }
}

/// Asks for an evaluation.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/evaluations", tag = "evaluations",
    summary = "Ask how good a bot's understanding is",
    params(("namespace" = String, Path, example = "app"), ("name" = String, Path, example = "gare")),
    request_body = EvaluationRequest,
    responses(
        (status = 202, description = "The job that measures it.", body = JobAnswer),
        (status = 400, description = "The body is wrong; the problem names the field.", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "There is no such bot or version.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "An evaluation of this bot is at work.", body = Problem, content_type = "application/problem+json")))]
pub async fn create(
    State(app): State<Arc<App>>,
    Path((namespace, name)): Path<(String, String)>,
    body: Bytes,
) -> Result<(StatusCode, Json<JobAnswer>), ProblemResponse> {
    let body = if body.trim_ascii().is_empty() { b"{}" } else { body.as_ref() };
    let request: EvaluationRequest = serde_json::from_slice(body)
        .map_err(|error| ProblemResponse::bad_request(format!("the body: {error}")))?;
    if !(2..=EvaluateOptions::FOLDS_MAX).contains(&request.folds) {
        return Err(ProblemResponse::bad_request(format!(
            "field `folds`: {} parts cannot be made; write a number from 2 to {}",
            request.folds,
            EvaluateOptions::FOLDS_MAX
        )));
    }
    let bot = named(&app, &namespace, &name)?;
    let at_work = app.store.bot_jobs(&bot.namespace, &bot.id, KIND, LISTED_MAX).await?;
    if let Some(job) = at_work.iter().find(|job| is_at_work(job)) {
        return Err(ProblemResponse::conflict(format!(
            "the evaluation `{}` of this bot is at work; wait for it, or ask it to stop",
            job.id
        )));
    }
    let content = content(&app, &bot, request.version).await?;
    let other = match request.against {
        Some(version) => Some(self::content(&app, &bot, Some(version)).await?),
        None => None,
    };
    let job = app.store.create_job(&bot.namespace, Some(&bot.id), KIND, 0).await?;
    let values = app.bots.values();
    app.jobs.start(bot.namespace.clone(), job.id.clone(), move |progress| {
        run(&request, &content, other.as_ref(), values.as_ref(), progress)
    });
    Ok((StatusCode::ACCEPTED, Json(job.into())))
}

/// The evaluations of a bot.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/evaluations", tag = "evaluations",
    summary = "The latest evaluations of a bot",
    params(("namespace" = String, Path, example = "app"), ("name" = String, Path, example = "gare")),
    responses((status = 200, description = "Their jobs, newest first, without results.", body = JobList)))]
pub async fn list(
    State(app): State<Arc<App>>,
    Path((namespace, name)): Path<(String, String)>,
) -> Result<Json<JobList>, ProblemResponse> {
    let bot = named(&app, &namespace, &name)?;
    let jobs = app.store.bot_jobs(&bot.namespace, &bot.id, KIND, LISTED_MAX).await?;
    Ok(Json(JobList::of(jobs)))
}

/// An evaluation.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/evaluations/{id}", tag = "evaluations",
    summary = "An evaluation, with its figures once they are there",
    params(
        ("namespace" = String, Path, example = "app"), ("name" = String, Path, example = "gare"),
        ("id" = String, Path, description = "The id of its job.")),
    responses(
        (status = 200, description = "The evaluation.", body = EvaluationAnswer),
        (status = 404, description = "There is no such evaluation.", body = Problem, content_type = "application/problem+json")))]
pub async fn read(
    State(app): State<Arc<App>>,
    Path((namespace, name, id)): Path<(String, String, String)>,
) -> Result<Json<EvaluationAnswer>, ProblemResponse> {
    let bot = named(&app, &namespace, &name)?;
    let job = app.store.job(&bot.namespace, &job_id(&id)?).await?;
    let is_own = |job: &Job| job.kind == KIND && job.bot.as_ref() == Some(&bot.id);
    let mut job = job.filter(is_own).ok_or_else(|| {
        ProblemResponse::not_found(format!("bot `{namespace}/{name}` has no evaluation `{id}`"))
    })?;
    let result = job.result.take();
    Ok(Json(EvaluationAnswer { job: job.into(), result }))
}

fn named(app: &App, namespace: &str, name: &str) -> Result<Arc<BotSummary>, ProblemResponse> {
    let bot = match (namespace.parse(), name.parse()) {
        (Ok(namespace), Ok(name)) => app.bots.named(&namespace, &name),
        _ => None,
    };
    bot.ok_or_else(|| ProblemResponse::not_found(format!("there is no bot `{namespace}/{name}`")))
}

/// The content of a version of a bot, or of its draft.
pub async fn content(
    app: &App,
    bot: &BotSummary,
    version: Option<u64>,
) -> Result<Bot, ProblemResponse> {
    let Some(number) = version else {
        return Ok(app.store.draft(&bot.namespace, &bot.id).await?.bot);
    };
    let versions = app.store.versions(&bot.namespace, &bot.id).await?;
    let version = versions.iter().find(|version| version.number == number).ok_or_else(|| {
        ProblemResponse::not_found(format!(
            "bot `{}/{}` has no version {number}; it has {}",
            bot.namespace,
            bot.name,
            versions.len()
        ))
    })?;
    Ok(app.store.version(&bot.namespace, &version.id).await?)
}

fn is_at_work(job: &Job) -> bool {
    matches!(job.state, JobState::Waiting | JobState::Running)
}

fn run(
    request: &EvaluationRequest,
    bot: &Bot,
    other: Option<&Bot>,
    values: &dyn ValueReader,
    progress: &Progress,
) -> Outcome {
    let options = EvaluateOptions {
        folds: request.folds,
        seed: request.seed,
        speed: request.speed,
        rejection: request.rejection,
        learning_curve: request.learning_curve,
    };
    let held_out: Vec<Sentence> = request
        .held_out
        .iter()
        .map(|given| Sentence {
            text: given.text.clone(),
            locale: given.locale.clone().unwrap_or_else(|| bot.locale_for(None)),
            intent: given.intent.clone(),
            entities: Vec::new(),
            status: SentenceStatus::Validated,
        })
        .collect();
    let held_out = (!held_out.is_empty()).then_some(held_out.as_slice());
    let runs = 1 + usize::from(other.is_some());
    let measure = |bot: &Bot, run: usize| {
        evaluate(bot, held_out, &options, values, &mut |done, all| {
            progress.tell(run * all + done, runs * all)
        })
    };
    let Some(mut evaluation) = measure(bot, 0) else { return Ok(None) };
    let comparison = match other {
        None => None,
        Some(other) => match measure(other, 1) {
            Some(before) => Some(compare(&before, &evaluation)),
            None => return Ok(None),
        },
    };
    evaluation.outcomes.retain(|own| !own.is_answered_right() || !own.are_entities_right());
    let (version, against) = (request.version, request.against);
    Ok(Some(json!(EvaluationResult { version, against, evaluation, comparison })))
}
