//! From a draft to what users meet: changes, checks, versions, environments.

use std::sync::Arc;

use model::{Bot, Diagnostic, Severity};
use serde::{Deserialize, Serialize};
use store::{AutoPublish, Environment, Expected, VersionSummary};
use utoipa::{OpenApi, ToSchema};

use super::object;
use super::request::{Answer, Body, InBot, json};
use crate::auto_publish::TryOutcome;
use crate::drafts::{ObjectChange, all_findings, count_errors, differences};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{Publish, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(
    paths(changes, checks, list, publish, read, compare, environments, point, restore),
    components(schemas(TryOutcome))
)]
pub struct Described;

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bots/{namespace}/{name}/changes", View, changes),
        Route::get("/api/v1/bots/{namespace}/{name}/checks", View, checks),
        Route::get("/api/v1/bots/{namespace}/{name}/versions", View, list),
        Route::post("/api/v1/bots/{namespace}/{name}/versions", Publish, publish),
        Route::get("/api/v1/bots/{namespace}/{name}/versions/{version}", View, read),
        Route::get("/api/v1/bots/{namespace}/{name}/versions/{version}/compare", View, compare),
        Route::post("/api/v1/bots/{namespace}/{name}/versions/{version}/restore", Publish, restore),
        Route::get("/api/v1/bots/{namespace}/{name}/environments", View, environments),
        Route::put("/api/v1/bots/{namespace}/{name}/environments/{environment}", Publish, point),
    ]
}

/// A version.
#[derive(Serialize, ToSchema)]
pub struct Version {
    /// 1, 2, … within the bot.
    number: u64,
    /// Hash of its content.
    hash: String,
    /// Who published it.
    author: String,
    /// Why, in their words.
    note: String,
    /// When, ISO 8601.
    #[schema(example = "2026-03-02T09:00:00Z")]
    at: String,
    /// The environments that serve it.
    #[schema(example = json!(["live"]))]
    environments: Vec<String>,
}

fn version(summary: &VersionSummary, served: &[(Environment, u64)]) -> Version {
    let serving = served.iter().filter(|(_, number)| *number == summary.number);
    Version {
        number: summary.number,
        hash: summary.hash.clone(),
        author: summary.author.clone(),
        note: summary.note.clone(),
        at: summary.at.to_iso(),
        environments: serving.map(|(environment, _)| environment.to_string()).collect(),
    }
}

/// What staging and live point to.
async fn served(at: &InBot) -> Result<Vec<(Environment, u64)>, ProblemResponse> {
    Ok(at.app.store.environments(&at.namespace, at.id()).await?)
}

async fn numbered(at: &InBot, number: &str) -> Result<VersionSummary, ProblemResponse> {
    let versions = at.app.store.versions(&at.namespace, at.id()).await?;
    let wanted = number.parse::<u64>().ok();
    let found = versions.into_iter().find(|version| Some(version.number) == wanted);
    found.ok_or_else(|| object::missing(at, "version", number))
}

/// The content of a version, or of the draft.
async fn content(at: &InBot, which: &str) -> Result<Arc<Bot>, ProblemResponse> {
    if which == "draft" {
        return Ok(at.draft().await?.bot);
    }
    let summary = match which {
        "live" | "staging" => {
            let served = served(at).await?;
            let found = served.iter().find(|(environment, _)| environment.as_str() == which);
            let (_, number) = found.ok_or_else(|| object::missing(at, "version", which))?;
            numbered(at, &number.to_string()).await?
        }
        number => numbered(at, number).await?,
    };
    Ok(at.app.drafts.version(&at.namespace, &summary.id).await?)
}

/// What differs.
#[derive(Serialize, ToSchema)]
pub struct Changes {
    /// What was compared: a version's number, or `draft`.
    #[schema(example = "3")]
    from: String,
    /// With what.
    #[schema(example = "draft")]
    to: String,
    /// Objects that differ, at most 1000 of them.
    changes: Vec<ObjectChange>,
    /// How many objects differ.
    total: usize,
}

/// Changes that are shown at most.
const CHANGES_SHOWN_MAX: usize = 1000;

async fn answer(from: String, to: String, before: Arc<Bot>, after: Arc<Bot>) -> Answer {
    let mut changes = tokio::task::spawn_blocking(move || differences(&before, &after))
        .await
        .map_err(|error| ProblemResponse::defect(format!("the comparison did not end: {error}")))?;
    let total = changes.len();
    changes.truncate(CHANGES_SHOWN_MAX);
    Ok(json(&Changes { from, to, changes, total }))
}

/// What the draft has that users do not meet yet.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/changes", tag = "versions",
    summary = "What would be published",
    responses((status = 200, description = "The differences between the live version and the draft, object by object.", body = Changes)))]
pub async fn changes(at: InBot) -> Answer {
    let draft = at.draft().await?;
    match &at.bot.live {
        Some(live) => {
            let before = at.app.drafts.version(&at.namespace, &live.id).await?;
            answer(live.number.to_string(), "draft".into(), before, draft.bot).await
        }
        None => {
            let nothing = Bot::new(draft.bot.namespace.clone(), draft.bot.name.clone(), Vec::new());
            answer("0".into(), "draft".into(), Arc::new(nothing), draft.bot).await
        }
    }
}

/// Compares a version with another one, or with the draft.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/versions/{version}/compare",
    tag = "versions", summary = "Compare two versions",
    params(("with" = Option<String>, Query, description = "A version's number, `live`, `staging` or `draft` (the default).", example = "draft")),
    responses((status = 200, description = "The differences, object by object.", body = Changes)))]
pub async fn compare(at: InBot) -> Answer {
    let (from, to) = (at.text("version"), at.asked("with").unwrap_or("draft"));
    let (before, after) = (content(&at, from).await?, content(&at, to).await?);
    answer(from.to_owned(), to.to_owned(), before, after).await
}

/// What the checks find.
#[derive(Serialize, ToSchema)]
pub struct Checks {
    /// Findings of severity `error`.
    errors: usize,
    /// Findings of severity `warning`.
    warnings: usize,
    /// What is wrong or strange, the most severe first; at most 1000.
    findings: Vec<Diagnostic>,
}

/// Findings that are shown at most.
const FINDINGS_SHOWN_MAX: usize = 1000;

/// What the checks say of a bot. A large one takes its time, which is not that of the answers.
async fn findings(bot: Arc<Bot>) -> Result<Vec<Diagnostic>, ProblemResponse> {
    tokio::task::spawn_blocking(move || all_findings(&bot))
        .await
        .map_err(|error| ProblemResponse::defect(format!("the checks did not end: {error}")))
}

/// Everything that is wrong with the draft or strange about it.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/checks", tag = "versions",
    summary = "Check the draft",
    responses((status = 200, description = "What `palabre check` says of the draft.", body = Checks)))]
pub async fn checks(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let mut findings = findings(draft.bot).await?;
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    findings.truncate(FINDINGS_SHOWN_MAX);
    Ok(json(&Checks { errors, warnings, findings }))
}

/// The versions of a bot.
#[derive(Serialize, ToSchema)]
pub struct VersionList {
    /// The versions, newest first.
    items: Vec<Version>,
}

/// The versions, newest first.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/versions", tag = "versions",
    summary = "The versions", responses((status = 200, description = "All versions.", body = VersionList)))]
pub async fn list(at: InBot) -> Answer {
    let versions = at.app.store.versions(&at.namespace, at.id()).await?;
    let served = served(&at).await?;
    Ok(json(&VersionList { items: versions.iter().map(|one| version(one, &served)).collect() }))
}

/// What to publish.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct PublishRequest {
    /// Why, for the history.
    #[schema(example = "Answers about luggage")]
    note: String,
    /// `live` (the default) or `staging`.
    #[schema(example = "live")]
    environment: String,
    /// Whether a draft with mistakes is published all the same.
    despite_errors: bool,
}

impl Default for PublishRequest {
    fn default() -> Self {
        let environment = Environment::Live.to_string();
        Self { note: String::new(), environment, despite_errors: false }
    }
}

/// Makes the draft a version, which users meet from now on.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/versions", tag = "versions",
    summary = "Publish the draft", request_body = PublishRequest,
    responses((status = 201, description = "The version: the one that exists, if it has the same content.", body = Version)))]
pub async fn publish(at: InBot, Body(request): Body<PublishRequest>) -> Answer {
    let environment: Environment = request.environment.parse()?;
    if environment == Environment::Draft {
        return Err(ProblemResponse::bad_request(
            "field `environment`: `draft` always serves the draft; write `live` or `staging`",
        ));
    }
    let draft = at.draft().await?;
    if !request.despite_errors {
        let errors = count_errors(&findings(draft.bot).await?);
        if errors > 0 {
            return Err(ProblemResponse::conflict(format!(
                "the draft has {errors} mistakes: `GET …/checks` lists them; mend them, or publish \
                 with `despiteErrors`"
            )));
        }
    }
    // What was checked is what is published.
    let expected = Expected::Revision(draft.mark.revision);
    let (store, note) = (&at.app.store, request.note.as_str());
    let published =
        store.publish_to(&at.namespace, at.id(), environment, &expected, &at.by, note).await?;
    at.app.bots.refresh().await?;
    let served = served(&at).await?;
    Ok(object::created(&version(&published, &served)))
}

/// A version.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/versions/{version}", tag = "versions",
    summary = "A version", responses((status = 200, description = "The version.", body = Version)))]
pub async fn read(at: InBot) -> Answer {
    let summary = numbered(&at, at.text("version")).await?;
    Ok(json(&version(&summary, &served(&at).await?)))
}

/// Gives the draft the content of a version. What the draft had is lost, so `If-Match` says with
/// which state of the draft that is meant.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/versions/{version}/restore",
    tag = "versions", summary = "Give the draft the content of a version",
    responses((status = 200, description = "The version that the draft has now.", body = Version)))]
pub async fn restore(at: InBot) -> Answer {
    let summary = numbered(&at, at.text("version")).await?;
    let content = at.app.drafts.version(&at.namespace, &summary.id).await?;
    let draft = at.draft().await?;
    let tag = model::ETag::of_hash(&draft.mark.hash);
    super::request::check_preconditions(&at.headers, Some(&tag))?;
    let expected = Expected::Revision(draft.mark.revision);
    at.app.store.save_draft(&at.namespace, at.id(), &content, &expected, &at.by).await?;
    Ok(json(&version(&summary, &served(&at).await?)))
}

/// What an environment serves.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pointer {
    /// `draft`, `staging` or `live`.
    #[schema(example = "live")]
    environment: String,
    /// The version; absent for the draft, and where nothing was published yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<u64>,
    /// Whether the draft is published here by itself when its checks and its test dialogs pass.
    auto_publish: bool,
    /// What came of it last; absent before the first time.
    #[serde(skip_serializing_if = "Option::is_none")]
    last_try: Option<LastTry>,
}

/// What came of publishing the draft by itself.
#[derive(Serialize, ToSchema)]
pub struct LastTry {
    /// When it began, ISO 8601.
    #[schema(example = "2026-03-02T09:00:00Z")]
    at: String,
    /// What came of it; absent while it is at work.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<TryOutcome>)]
    outcome: Option<serde_json::Value>,
}

/// What each environment serves, and what it does by itself.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/environments", tag = "versions",
    summary = "The environments", responses((status = 200, description = "All three.", body = Vec<Pointer>)))]
pub async fn environments(at: InBot) -> Answer {
    Ok(json(&pointers(&at).await?))
}

async fn pointers(at: &InBot) -> Result<Vec<Pointer>, ProblemResponse> {
    let served = served(at).await?;
    let automatic = at.app.store.auto_publish(&at.namespace, at.id()).await?;
    let pointer = |environment: Environment| {
        let version = served.iter().find(|(one, _)| *one == environment);
        let automatic = automatic.iter().find(|one| one.environment == environment);
        Pointer {
            environment: environment.to_string(),
            version: version.map(|(_, number)| *number),
            auto_publish: automatic.is_some_and(|one| one.enabled),
            last_try: automatic.and_then(last_try),
        }
    };
    Ok([Environment::Draft, Environment::Staging, Environment::Live].map(pointer).into())
}

fn last_try(automatic: &AutoPublish) -> Option<LastTry> {
    let at = automatic.tried_at?.to_iso();
    Some(LastTry { at, outcome: automatic.outcome.clone() })
}

/// What becomes of an environment. What is absent stays as it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EnvironmentChange {
    /// The number of the version that it shall serve.
    #[schema(example = 2)]
    version: Option<u64>,
    /// Whether the draft is published to it by itself.
    #[schema(example = false)]
    auto_publish: Option<bool>,
}

/// Lets an environment serve a version: to try it, or to roll back. And says whether the draft is
/// published to it by itself, whenever its checks find no mistake and its test dialogs pass.
#[utoipa::path(put, path = "/api/v1/bots/{namespace}/{name}/environments/{environment}",
    tag = "versions", summary = "Serve a version, roll back, or publish by itself", request_body = EnvironmentChange,
    responses((status = 200, description = "What the environment serves now.", body = Pointer)))]
pub async fn point(at: InBot, Body(change): Body<EnvironmentChange>) -> Answer {
    let environment: Environment = at.text("environment").parse()?;
    if change.version.is_none() && change.auto_publish.is_none() {
        return Err(ProblemResponse::bad_request(
            "the body says nothing to do: give `version`, a version's number, or `autoPublish`",
        ));
    }
    let store = &at.app.store;
    // A version that is not there changes nothing.
    if let Some(version) = change.version {
        let summary = numbered(&at, &version.to_string()).await?;
        store.point(&at.namespace, at.id(), environment, &summary.id, &at.by).await?;
    }
    if let Some(enabled) = change.auto_publish {
        store.set_auto_publish(&at.namespace, at.id(), environment, enabled, &at.by).await?;
    }
    at.app.bots.refresh().await?;
    let mut pointers = pointers(&at).await?.into_iter();
    let found = pointers.find(|pointer| pointer.environment == environment.as_str());
    Ok(json(&found))
}
