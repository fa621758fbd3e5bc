//! Taking back changes of a draft.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use model::{Bot, Edit, Permission};
use serde::{Deserialize, Serialize};
use utoipa::{OpenApi, ToSchema};

use super::request::{Answer, Body, InBot, json};
use crate::drafts::taken_back;
use crate::http::Route;
use crate::http::problem::ProblemResponse;

/// The header in which a change tells the revision that it made of a draft.
pub const DRAFT_REVISION: &str = "draft-revision";

/// Changes that one request may take back.
const CHANGES_MAX: usize = 50;

/// The descriptions of these routes.
#[derive(OpenApi)]
#[openapi(paths(undo))]
pub struct Described;

/// The routes. Whoever sees the bot may ask; what is taken back needs what the change needed.
pub fn routes() -> Vec<Route> {
    vec![Route::post("/api/v1/bots/{namespace}/{name}/undo", Permission::View, undo)]
}

/// The revision that a request makes; 0 as long as it makes none.
#[derive(Clone, Default)]
pub struct Made(Arc<AtomicU64>);

impl Made {
    /// A change was made.
    pub fn note(&self, revision: u64) {
        self.0.store(revision, Ordering::Relaxed);
    }
}

/// The middleware: tells the revision of a draft that a request made.
pub async fn tell_revision(mut request: Request, next: Next) -> Response {
    let made = Made::default();
    request.extensions_mut().insert(made.clone());
    let mut response = next.run(request).await;
    let revision = made.0.load(Ordering::Relaxed);
    if revision > 0 && response.status().is_success() {
        response.headers_mut().insert(DRAFT_REVISION, revision.into());
    }
    response
}

/// Which changes to take back.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoRequest {
    /// The revisions that one's changes made, as their answers told in the header
    /// `Draft-Revision`; at most 50. They are taken back together or not at all.
    #[schema(example = json!([42]))]
    revisions: Vec<u64>,
}

/// What was taken back.
#[derive(Serialize, ToSchema)]
pub struct UndoDone {
    /// The revision that this made: taking it back does the changes again. Absent: everything is
    /// as it was before the changes already.
    #[serde(skip_serializing_if = "Option::is_none")]
    revision: Option<u64>,
}

/// Gives what one changed the state it had before, unless somebody changed it since (409). One's
/// latest changes can be taken back, about 200 of a bot; imports of much cannot.
#[utoipa::path(post, path = "/api/v1/bots/{namespace}/{name}/undo", tag = "bots",
    summary = "Take back one's own changes of the draft", request_body = UndoRequest,
    responses((status = 200, description = "They are taken back.", body = UndoDone)))]
pub async fn undo(at: InBot, Body(asked): Body<UndoRequest>) -> Answer {
    let mut revisions = asked.revisions;
    revisions.sort_unstable_by(|a, b| b.cmp(a));
    revisions.dedup();
    if revisions.is_empty() || revisions.len() > CHANGES_MAX {
        return Err(ProblemResponse::bad_request(format!(
            "field `revisions`: {} of them; write 1 to {CHANGES_MAX}",
            revisions.len()
        )));
    }
    let mut undos = Vec::with_capacity(revisions.len());
    for revision in revisions {
        let store = &at.app.store;
        let found = store.draft_undo(&at.namespace, at.id(), revision, &at.by).await?;
        undos.push(found.ok_or_else(|| {
            ProblemResponse::not_found(format!(
                "revision {revision} is no change of yours that can still be taken back"
            ))
        })?);
    }
    for undo in &undos {
        check_allowed(&at, &undo.edits)?;
    }
    let before = at.draft().await?.mark.revision;
    let decide = |bot: &Bot| Ok((taken_back(bot, &undos)?, ()));
    let (draft, ()) = at.edit(decide).await?;
    let revision = Some(draft.mark.revision).filter(|revision| *revision != before);
    Ok(json(&UndoDone { revision }))
}

/// Whether one may still make such edits. What is understood needs `train`, what is said needs
/// `author`; a change of both is one of those that either allows, such as renaming an intent that
/// stories name, or an entry of the FAQ with its intent.
fn check_allowed(at: &InBot, edits: &[Edit]) -> Result<(), ProblemResponse> {
    let is_understood = |edit: &Edit| {
        matches!(
            edit,
            Edit::Intent { .. }
                | Edit::EntityType { .. }
                | Edit::Dictionary { .. }
                | Edit::Sentences { .. }
        )
    };
    let may = |permission| at.caller.may(permission, &at.namespace, Some(at.id()));
    let understood = edits.iter().filter(|edit| is_understood(edit)).count();
    if understood > 0 && may(Permission::Train)
        || understood < edits.len() && may(Permission::Author)
    {
        return Ok(());
    }
    let needed = if understood == edits.len() { Permission::Train } else { Permission::Author };
    at.caller.require(needed, &at.namespace, Some(at.id()))
}
