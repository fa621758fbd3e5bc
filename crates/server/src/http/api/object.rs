//! What all objects of a draft have in common: pages of them, their tags, changes of one.

use axum::http::StatusCode;
use axum::response::Response;
use model::{Bot, Edit, Problem};
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::request::{Answer, InBot, check_preconditions, json, no_content, tagged};
use crate::drafts::{Draft, etag_of};
use crate::http::problem::ProblemResponse;

/// A page of a list of objects.
#[derive(Serialize, ToSchema)]
pub struct ObjectPage<T> {
    /// The objects.
    pub items: Vec<Tagged<T>>,
    /// How many there are in all.
    pub total: usize,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// An object of a list with its tag.
#[derive(Serialize, ToSchema)]
pub struct Tagged<T> {
    /// Its tag, for `If-Match`.
    #[schema(example = "\"8b1a9953c4611296a827abf8\"")]
    pub etag: String,
    /// The object.
    #[serde(flatten)]
    pub object: T,
}

/// Where a list goes on.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it describes what `InNamespace::paging` reads")]
pub struct PageQuery {
    /// The `next` of the page before.
    cursor: Option<String>,
    /// How many items, 1 to 500.
    #[param(example = 50, minimum = 1, maximum = 500)]
    limit: Option<usize>,
}

/// A page of those that are wanted.
pub fn page<S, T: Serialize>(
    at: &InBot,
    wanted: &[S],
    key: impl Fn(&S) -> String,
    show: impl Fn(&S) -> (T, String),
) -> Answer {
    let page = at.paging()?.page(wanted, key)?;
    let items = page.items.iter().map(|place| {
        let (object, etag) = show(&wanted[*place]);
        Tagged { etag, object }
    });
    let next = page.next.map(|cursor| cursor.0);
    Ok(json(&ObjectPage { items: items.collect(), total: wanted.len(), next }))
}

/// One object with its tag, or 404.
pub fn read<T: Serialize, B: Serialize>(
    at: &InBot,
    what: &str,
    name: &str,
    object: Option<T>,
    body: impl FnOnce(T) -> B,
) -> Answer {
    let Some(object) = object else { return Err(missing(at, what, name)) };
    let tag = etag_of(&object);
    Ok(tagged(&at.headers, StatusCode::OK, &tag, &body(object)))
}

/// There is no such object.
pub fn missing(at: &InBot, what: &str, name: &str) -> ProblemResponse {
    ProblemResponse::not_found(format!(
        "bot `{}/{}` has no {what} `{name}`",
        at.bot.namespace, at.bot.name
    ))
}

/// Changes an object, if the headers allow it: `find` looks it up in the draft, `edits` says what
/// to do. Gives the draft after it, and whether the object is new.
pub async fn change<T: Serialize>(
    at: &InBot,
    find: impl Fn(&Bot) -> Option<T>,
    edits: impl Fn(&Bot, Option<&T>) -> Result<Vec<Edit>, Problem>,
) -> Result<(Draft, bool), ProblemResponse> {
    let decide = |bot: &Bot| {
        let found = find(bot);
        let tag = found.as_ref().map(etag_of);
        check_preconditions(&at.headers, tag.as_ref())?;
        Ok((edits(bot, found.as_ref())?, found.is_none()))
    };
    Ok(at.edit(decide).await?)
}

/// An object after a change. Somebody else may have removed it since: then there is nothing.
pub fn shown<T: Serialize, B: Serialize>(
    is_new: bool,
    object: Option<T>,
    body: impl FnOnce(T) -> B,
) -> Answer {
    let Some(object) = object else { return Ok(no_content()) };
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    let tag = etag_of(&object);
    Ok(tagged(&Default::default(), status, &tag, &body(object)))
}

/// Another object has that name.
pub fn taken(what: &str, name: &str) -> Problem {
    let detail = format!("there is a {what} `{name}` already; choose another name");
    Problem::new(409, "taken", "Taken", detail)
}

/// Removes an object.
pub async fn remove<T: Serialize>(
    at: &InBot,
    what: &str,
    name: &str,
    find: impl Fn(&Bot) -> Option<T>,
    edits: impl Fn(&T) -> Vec<Edit>,
) -> Answer {
    if find(&at.draft().await?.bot).is_none() {
        return Err(missing(at, what, name));
    }
    change(at, &find, |_, found| Ok(found.map(&edits).unwrap_or_default())).await?;
    Ok(no_content())
}

/// Whether a text holds another, whatever the case. `wanted` is in lower case.
pub fn holds(text: &str, wanted: &str) -> bool {
    wanted.is_empty() || text.to_lowercase().contains(wanted)
}

/// JSON with another status.
pub fn created(body: &impl Serialize) -> Response {
    use axum::response::IntoResponse;
    (StatusCode::CREATED, axum::Json(body)).into_response()
}

/// The name in the path and the one in the body differ.
pub fn not_the_same(field: &str, path: &str, body: &str) -> Problem {
    let detail = format!(
        "field `{field}`: `{body}` is not `{path}`, which the path names; write the same, or leave \
         the old object and make a new one"
    );
    Problem::new(400, "bad-request", "Bad request", detail)
}
