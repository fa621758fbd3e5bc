//! Labels as files for translators and their tools, and how often each label is said.

use std::collections::{BTreeMap, HashSet};

use axum::body::Bytes;
use axum::http::header;
use axum::response::IntoResponse;
use importers::labels::{self, Labels};
use model::{Bot, Diagnostic, Edit, Label, LabelKey, Locale};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::counts::{each_segment, period, read};
use super::labels::used;
use super::request::{Answer, InBot, json};
use crate::http::Route;
use crate::http::problem::ProblemResponse;
use model::Permission::{Author, View};

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(export, import, uses))]
pub struct Described;

const FILE: &str = "/api/v1/bots/{namespace}/{name}/label-file";

/// The routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(FILE, View, export),
        Route::post(FILE, Author, import),
        Route::get("/api/v1/bots/{namespace}/{name}/label-uses", View, uses),
    ]
}

/// The labels of the draft as a table or as JSON.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/label-file", tag = "labels",
    summary = "Export the labels",
    params(("format" = Option<String>, Query, description = "`csv` (the default) or `json`.", example = "csv")),
    responses((status = 200, description = "A table with a row for each text, cells apart by `;`; or an object from keys to labels.", content_type = "text/csv", body = String)))]
pub async fn export(at: InBot) -> Answer {
    let draft = at.draft().await?;
    let (kind, ending, body) = match at.asked("format").unwrap_or("csv") {
        "csv" => ("text/csv; charset=utf-8", "csv", labels::to_csv(&draft.bot.labels)),
        "json" => ("application/json", "json", labels::to_json(&draft.bot.labels)),
        other => {
            return Err(ProblemResponse::bad_request(format!(
                "parameter `format`: `{other}` is no format; write `csv` or `json`"
            )));
        }
    };
    at.tell("labels.exported", at.full_name(), serde_json::json!({"as": ending})).await?;
    let name = format!("attachment; filename=\"{}-labels.{ending}\"", at.bot.name);
    let headers = [(header::CONTENT_TYPE, kind.to_owned()), (header::CONTENT_DISPOSITION, name)];
    Ok((headers, body).into_response())
}

/// What an import of a file of labels did.
#[derive(Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LabelFileImported {
    /// Keys made.
    added: Vec<LabelKey>,
    /// Keys of which a text or the description is another now.
    changed: Vec<LabelKey>,
    /// Keys that were as given.
    unchanged: usize,
    /// Keys that the bot does not have and that were not made.
    left_out: Vec<LabelKey>,
    /// What could not be read, with its line; it was left out.
    findings: Vec<Diagnostic>,
}

/// Takes over a file of labels: a text replaces the one for the same language, interface and
/// channel. Nothing is removed, and nothing is made silently: new keys need `create`.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/label-file", tag = "labels",
    summary = "Import labels from a table or from JSON",
    params(("create" = Option<bool>, Query, description = "Whether labels that are not in the bot yet are made; otherwise they are reported and left out.")),
    request_body(content = String, content_type = "text/csv", description = "The table or the JSON of an export."),
    responses((status = 200, description = "What changed, and what could not be read.", body = LabelFileImported)))]
pub async fn import(at: InBot, body: Bytes) -> Answer {
    let create: bool = at.read("create")?.unwrap_or(false);
    let text = std::str::from_utf8(&body).map_err(|error| {
        ProblemResponse::bad_request(format!("the body is not UTF-8 ({error}); save it as UTF-8"))
    })?;
    // Spreadsheets put a mark before their UTF-8.
    let text = text.trim_start_matches('\u{feff}');
    let is_json = text.trim_start().starts_with('{');
    let (given, findings) = match is_json {
        true => labels::from_json(text),
        false => labels::from_csv(text),
    };
    let decide = |bot: &Bot| Ok(decide(bot, &given, create));
    let (_, done) = at.edit(decide).await?;
    Ok(json(&LabelFileImported { findings, ..done }))
}

fn decide(bot: &Bot, given: &Labels, create: bool) -> (Vec<Edit>, LabelFileImported) {
    let (mut wanted, mut left_out) = (given.clone(), Vec::new());
    wanted.retain(|key, _| {
        let is_wanted = create || bot.labels.contains_key(key);
        if !is_wanted {
            left_out.push(key.clone());
        }
        is_wanted
    });
    let mut after = bot.labels.clone();
    let taken = labels::take_over(&mut after, wanted);
    let edited = taken.added.iter().chain(&taken.changed);
    let edited: BTreeMap<LabelKey, Option<Label>> =
        edited.map(|key| (key.clone(), after.get(key).cloned())).collect();
    let edits = match edited.is_empty() {
        true => Vec::new(),
        false => vec![Edit::Labels { labels: edited }],
    };
    let done = LabelFileImported {
        added: taken.added,
        changed: taken.changed,
        unchanged: taken.unchanged,
        left_out,
        findings: Vec::new(),
    };
    (edits, done)
}

/// How often the labels of a bot were said in a time. Tests are not counted.
#[derive(Serialize, ToSchema)]
pub struct LabelUses {
    /// From this moment, ISO 8601.
    from: String,
    /// To before this one.
    until: String,
    /// What was said, most often first.
    uses: Vec<LabelUse>,
    /// Labels of the draft that were not said in this time.
    unsaid: Vec<Unsaid>,
}

/// How often a variant of a label was said.
#[derive(Serialize, ToSchema)]
pub struct LabelUse {
    /// The label.
    #[schema(example = "book.confirm")]
    key: LabelKey,
    /// The language of the text.
    locale: Locale,
    /// Which of the text's variants, from 0.
    variant: u16,
    /// How often.
    count: u64,
}

/// A label that was not said.
#[derive(Serialize, ToSchema)]
pub struct Unsaid {
    /// The label.
    key: LabelKey,
    /// Whether no story says it either: then it can go.
    unused: bool,
}

#[derive(Deserialize)]
struct Decided {
    #[serde(default)]
    labels: Vec<engine::SaidLabel>,
}

/// How often each variant of each label was said, and what was not said at all.
#[utoipa::path(get, path = "/api/v1/bots/{namespace}/{name}/label-uses", tag = "labels",
    summary = "Count how often labels are said",
    params(("from" = Option<String>, Query, description = "From this moment; 30 days before `until` when absent.", example = "2026-03-01"),
        ("until" = Option<String>, Query, description = "To before this moment; now when absent.", example = "2026-04-01")),
    responses((status = 200, description = "The counts.", body = LabelUses)))]
pub async fn uses(at: InBot) -> Answer {
    let (from, until) = period(&at)?;
    let draft = at.draft().await?;
    let mut counts: BTreeMap<(LabelKey, Locale, u16), u64> = BTreeMap::new();
    each_segment(&at, (from, until), |mark| {
        let decided = read::<Decided>(mark.trace.as_deref());
        for said in decided.into_iter().flat_map(|decided| decided.labels) {
            *counts.entry((said.key, said.locale, said.variant)).or_default() += 1;
        }
    })
    .await?;
    let said: HashSet<&LabelKey> = counts.keys().map(|(key, ..)| key).collect();
    let used = used(&draft.bot);
    let unsaid = draft.bot.labels.keys().filter(|key| !said.contains(key));
    let unsaid =
        unsaid.map(|key| Unsaid { key: key.clone(), unused: !used.contains(key) }).collect();
    let mut uses: Vec<LabelUse> = counts
        .into_iter()
        .map(|((key, locale, variant), count)| LabelUse { key, locale, variant, count })
        .collect();
    uses.sort_by_key(|one| std::cmp::Reverse(one.count));
    Ok(json(&LabelUses { from: from.to_iso(), until: until.to_iso(), uses, unsaid }))
}
