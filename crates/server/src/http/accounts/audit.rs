//! The audit log: read, searched, exported.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use model::{Cursor, Namespace, Page, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{AuditEntry, AuditFilter, AuditLine};
use utoipa::{IntoParams, ToSchema};

use super::namespace_of;
use crate::access::Caller;
use crate::app::App;
use crate::http::problem::ProblemResponse;

/// Lines of a page unless told otherwise.
const LIMIT: usize = 100;

/// Lines of a page at most.
const LIMIT_MAX: usize = 1_000;

/// Lines of an export at most; what is older is exported with `until`.
const EXPORT_MAX: usize = 100_000;

/// A line of the audit log.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditView {
    /// Its number; later lines have higher ones.
    number: i64,
    /// When.
    at: String,
    /// The namespace concerned; absent: the installation.
    #[serde(skip_serializing_if = "Option::is_none")]
    namespace: Option<String>,
    /// `account`, `token`, `key`, `loopback`, `command` or `nobody`.
    actor_kind: String,
    /// The id of the account, token or key.
    actor: String,
    /// Who, in words.
    actor_name: String,
    /// From which machine.
    address: String,
    /// What was done.
    #[schema(example = "member.changed")]
    action: String,
    /// To what.
    object: String,
    /// What it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    before: Option<Value>,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    after: Option<Value>,
}

fn view(line: AuditLine) -> AuditView {
    AuditView {
        number: line.number,
        at: line.at.to_iso(),
        namespace: line.namespace.map(|namespace| namespace.to_string()),
        actor_kind: line.actor_kind,
        actor: line.actor,
        actor_name: line.actor_name,
        address: line.address,
        action: line.action,
        object: line.object,
        before: line.before,
        after: line.after,
    }
}

/// Which lines.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuditQuery {
    /// By this actor: an id, or an address of mail.
    actor: Option<String>,
    /// Of this action; `member.` is all that begin so.
    action: Option<String>,
    /// About this object.
    object: Option<String>,
    /// Not before, in milliseconds since 1970.
    from: Option<i64>,
    /// Before, in milliseconds since 1970.
    until: Option<i64>,
    /// Where the page begins: the `next` of the one before.
    cursor: Option<String>,
    /// Lines of the page, 1,000 at most.
    limit: Option<usize>,
}

impl AuditQuery {
    fn filter(&self) -> AuditFilter {
        AuditFilter {
            actor: self.actor.clone(),
            action: self.action.clone(),
            object: self.object.clone(),
            from: self.from.map(Timestamp),
            until: self.until.map(Timestamp),
        }
    }
}

/// A page of the audit log.
#[derive(Serialize, ToSchema)]
pub struct AuditPage {
    /// The lines, newest first.
    items: Vec<AuditView>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

async fn page(
    app: &App,
    namespace: Option<&Namespace>,
    query: &AuditQuery,
) -> Result<Json<AuditPage>, ProblemResponse> {
    let limit = query.limit.unwrap_or(LIMIT).clamp(1, LIMIT_MAX);
    let after = query.cursor.clone().map(Cursor);
    let Page { items, next } =
        app.store.audit_lines(namespace, &query.filter(), after.as_ref(), limit).await?;
    let next = next.map(|cursor| cursor.0);
    Ok(Json(AuditPage { items: items.into_iter().map(view).collect(), next }))
}

/// The audit log of a namespace.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/audit", tag = "audit", summary = "The audit log of a namespace",
    params(("namespace" = String, Path, example = "app"), AuditQuery),
    responses((status = 200, description = "Newest first.", body = AuditPage)))]
pub async fn of_namespace(
    State(app): State<Arc<App>>,
    Path(namespace): Path<String>,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditPage>, ProblemResponse> {
    page(&app, Some(&namespace_of(&namespace)?), &query).await
}

/// The audit log of everything.
#[utoipa::path(get, path = "/api/v1/audit", tag = "audit", summary = "The audit log of the installation",
    params(AuditQuery),
    responses((status = 200, description = "Newest first, with the lines of all namespaces.", body = AuditPage)))]
pub async fn of_installation(
    State(app): State<Arc<App>>,
    Query(query): Query<AuditQuery>,
) -> Result<Json<AuditPage>, ProblemResponse> {
    page(&app, None, &query).await
}

/// Exports the audit log of a namespace.
#[utoipa::path(get, path = "/api/v1/namespaces/{namespace}/audit/export", tag = "audit", summary = "Export the audit log of a namespace",
    params(("namespace" = String, Path, example = "app"), AuditQuery),
    responses((status = 200, description = "One JSON object per line, newest first, 100,000 at most. The export is itself a line of the log.", content_type = "application/x-ndjson", body = String)))]
pub async fn export_namespace(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(namespace): Path<String>,
    Query(query): Query<AuditQuery>,
) -> Result<Response, ProblemResponse> {
    let namespace = namespace_of(&namespace)?;
    let mut after = query.cursor.clone().map(Cursor);
    let (mut text, mut count) = (String::new(), 0);
    loop {
        let page = app
            .store
            .audit_lines(Some(&namespace), &query.filter(), after.as_ref(), LIMIT_MAX)
            .await?;
        count += page.items.len();
        for line in page.items {
            text.push_str(&serde_json::to_string(&view(line)).unwrap_or_default());
            text.push('\n');
        }
        after = page.next;
        if after.is_none() || count >= EXPORT_MAX {
            break;
        }
    }
    let entry = AuditEntry {
        namespace: Some(&namespace),
        action: "audit.exported",
        object: namespace.to_string(),
        before: None,
        after: Some(serde_json::json!({"lines": count})),
    };
    app.store.audit(&caller.actor(), entry).await?;
    let name = format!("attachment; filename=\"audit-{namespace}.jsonl\"");
    Ok((
        [
            (header::CONTENT_TYPE, "application/x-ndjson".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        text,
    )
        .into_response())
}
