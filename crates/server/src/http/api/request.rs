//! What the routes of `/api/v1` read from a request, and what is wrong with it when they cannot.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use model::{Bot, BotId, Cursor, ETag, Edit, InvalidId, Namespace, Page, Problem};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Actor, AuditEntry, BotSummary};

use super::undo::Made;
use crate::access::Caller;
use crate::app::App;
use crate::drafts::{Draft, Refused};
use crate::http::problem::ProblemResponse;

/// What a route gives.
pub type Answer = Result<Response, ProblemResponse>;

/// Items of a page when the caller does not say.
const LIMIT_DEFAULT: usize = 50;

/// Items of a page at most.
const LIMIT_MAX: usize = 500;

/// A request about a namespace, with everything but its body.
pub struct InNamespace {
    /// What routes share.
    pub app: Arc<App>,
    /// The namespace.
    pub namespace: Namespace,
    /// The headers.
    pub headers: HeaderMap,
    /// Who asks.
    pub caller: Caller,
    /// The same for the history and the audit log.
    pub by: Actor,
    /// The revision of a draft that the request makes.
    made: Made,
    path: HashMap<String, String>,
    query: HashMap<String, String>,
}

/// A request about a bot that exists.
pub struct InBot {
    /// The request.
    pub request: InNamespace,
    /// The bot.
    pub bot: BotSummary,
}

impl std::ops::Deref for InBot {
    type Target = InNamespace;
    fn deref(&self) -> &InNamespace {
        &self.request
    }
}

impl FromRequestParts<Arc<App>> for InNamespace {
    type Rejection = ProblemResponse;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &Arc<App>,
    ) -> Result<Self, ProblemResponse> {
        let raw = RawPathParams::from_request_parts(parts, app)
            .await
            .map_err(|error| ProblemResponse::bad_request(format!("the path: {error}")))?;
        let path: HashMap<String, String> =
            raw.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let query = parts.uri.query().unwrap_or_default();
        let query = serde_urlencoded_pairs(query)?;
        let named = path.get("namespace").map(String::as_str).unwrap_or_default();
        let namespace = named
            .parse()
            .map_err(|_| ProblemResponse::not_found(format!("there is no namespace `{named}`")))?;
        let caller = Caller::from_request_parts(parts, app).await?;
        let by = caller.actor();
        let (app, headers) = (app.clone(), parts.headers.clone());
        let made = parts.extensions.get::<Made>().cloned().unwrap_or_default();
        Ok(Self { app, namespace, headers, caller, by, made, path, query })
    }
}

fn serde_urlencoded_pairs(query: &str) -> Result<HashMap<String, String>, ProblemResponse> {
    let uri = format!("/?{query}").parse().map_err(|error| {
        ProblemResponse::bad_request(format!("the query: {error}; encode its values"))
    })?;
    axum::extract::Query::<HashMap<String, String>>::try_from_uri(&uri)
        .map(|query| query.0)
        .map_err(|error| ProblemResponse::bad_request(format!("the query: {error}")))
}

impl FromRequestParts<Arc<App>> for InBot {
    type Rejection = ProblemResponse;

    async fn from_request_parts(
        parts: &mut Parts,
        app: &Arc<App>,
    ) -> Result<Self, ProblemResponse> {
        let request = InNamespace::from_request_parts(parts, app).await?;
        let name = request.path.get("name").cloned().unwrap_or_default();
        // By name or by id, as the check of the caller found it.
        let found = match (name.parse(), name.parse::<BotId>()) {
            (_, Ok(id)) => app.store.bot_by_id(&request.namespace, &id).await?,
            (Ok(name), _) => app.store.bot(&request.namespace, &name).await?,
            _ => None,
        };
        let bot = found.ok_or_else(|| {
            ProblemResponse::not_found(format!("there is no bot `{}/{name}`", request.namespace))
        })?;
        Ok(Self { request, bot })
    }
}

impl InNamespace {
    /// A name in the path. One that cannot be a name names nothing.
    pub fn name<T: std::str::FromStr<Err = InvalidId>>(
        &self,
        parameter: &str,
        what: &str,
    ) -> Result<T, ProblemResponse> {
        let text = self.text(parameter);
        text.parse().map_err(|error: InvalidId| {
            ProblemResponse::not_found(format!("there is no {what} `{text}`: {error}"))
        })
    }

    /// A parameter of the path, as it was written.
    pub fn text(&self, parameter: &str) -> &str {
        self.path.get(parameter).map(String::as_str).unwrap_or_default()
    }

    /// A parameter of the query, unless it is absent or empty.
    pub fn asked(&self, parameter: &str) -> Option<&str> {
        self.query.get(parameter).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// A parameter of the query that must be readable.
    pub fn read<T: std::str::FromStr>(&self, parameter: &str) -> Result<Option<T>, ProblemResponse>
    where
        T::Err: std::fmt::Display,
    {
        let Some(text) = self.asked(parameter) else { return Ok(None) };
        text.parse().map(Some).map_err(|error| {
            ProblemResponse::bad_request(format!("parameter `{parameter}`: {error}"))
        })
    }

    /// Where a list goes on and how many items are wanted.
    pub fn paging(&self) -> Result<Paging, ProblemResponse> {
        let limit = self.read::<usize>("limit")?.unwrap_or(LIMIT_DEFAULT);
        if limit == 0 || limit > LIMIT_MAX {
            return Err(ProblemResponse::bad_request(format!(
                "parameter `limit`: {limit} is not between 1 and {LIMIT_MAX}"
            )));
        }
        Ok(Paging { after: self.asked("cursor").map(|text| Cursor(text.to_owned())), limit })
    }
}

impl InNamespace {
    /// Tells the audit log of something that no function of the store tells it of.
    pub async fn tell(
        &self,
        action: &str,
        object: String,
        after: serde_json::Value,
    ) -> Result<(), ProblemResponse> {
        let (namespace, after) = (Some(&self.namespace), Some(after));
        let entry = AuditEntry { namespace, action, object, before: None, after };
        Ok(self.app.store.audit(&self.by, entry).await?)
    }
}

impl InBot {
    /// Its name with that of its namespace.
    pub fn full_name(&self) -> String {
        format!("{}/{}", self.bot.namespace, self.bot.name)
    }

    /// Its id.
    pub fn id(&self) -> &BotId {
        &self.bot.id
    }

    /// Changes its draft, as [`crate::drafts::Drafts::edit`] does, and tells the revision with the
    /// answer.
    pub async fn edit<T>(
        &self,
        mut decide: impl FnMut(&Bot) -> Result<(Vec<Edit>, T), Problem>,
    ) -> Result<(Draft, T), Refused> {
        let mut is_changed = false;
        let decide = |bot: &Bot| {
            let decided = decide(bot)?;
            is_changed = !decided.0.is_empty();
            Ok(decided)
        };
        let (draft, answer) = self.app.drafts.edit(&self.bot, &self.by, decide).await?;
        if is_changed {
            self.made.note(draft.mark.revision);
        }
        Ok((draft, answer))
    }

    /// Its draft as it is now.
    pub async fn draft(&self) -> Result<Draft, ProblemResponse> {
        Ok(self.app.drafts.read(&self.namespace, &self.bot.id).await?)
    }
}

/// Where a list goes on, and how many items are wanted.
pub struct Paging {
    /// The place; `None` is the beginning.
    pub after: Option<Cursor>,
    /// How many.
    pub limit: usize,
}

impl Paging {
    /// A page of a list in memory. Its cursor names the last item by place and key: the page after
    /// it begins behind that item wherever it lies then, or at its place when it is gone.
    pub fn page<T>(
        &self,
        items: &[T],
        key: impl Fn(&T) -> String,
    ) -> Result<Page<usize>, ProblemResponse> {
        let begin = match &self.after {
            None => 0,
            Some(Cursor(text)) => {
                let (place, last) = text
                    .split_once('~')
                    .and_then(|(place, last)| Some((place.parse::<usize>().ok()?, last)))
                    .ok_or_else(|| {
                        ProblemResponse::bad_request(
                            "parameter `cursor`: not a cursor that this list gave; begin without",
                        )
                    })?;
                match items.get(place).filter(|item| key(item) == last) {
                    Some(_) => place.saturating_add(1),
                    None => items
                        .iter()
                        .position(|item| key(item) == last)
                        .map_or(place, |found| found + 1),
                }
            }
        };
        let begin = begin.min(items.len());
        let end = begin.saturating_add(self.limit).min(items.len());
        let next = (end < items.len() && end > 0)
            .then(|| Cursor(format!("{}~{}", end - 1, key(&items[end - 1]))));
        Ok(Page { items: (begin..end).collect(), next })
    }
}

/// A JSON body, whatever its content type says.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for Body<T> {
    type Rejection = ProblemResponse;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, ProblemResponse> {
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|error| ProblemResponse::bad_request(format!("the body: {error}")))?;
        read_json(&bytes).map(Self)
    }
}

/// Reads JSON; what is wrong is told with the name of its field.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ProblemResponse> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let field = error.path().to_string();
        let detail = match field.as_str() {
            "." | "?" => format!("the body: {}", error.inner()),
            field => format!("field `{field}`: {}", error.inner()),
        };
        ProblemResponse::bad_request(detail)
    })?;
    reader.end().map_err(|error| ProblemResponse::bad_request(format!("the body: {error}")))?;
    Ok(value)
}

/// Whether the headers allow a change of an object with this tag (`None`: there is none yet).
///
/// Who replaces or deletes must say with `If-Match` which state they saw, so that nobody's change
/// is lost; `*` is any.
pub fn check_preconditions(headers: &HeaderMap, found: Option<&ETag>) -> Result<(), Problem> {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let failed =
        |detail: String| Err(Problem::new(412, "changed", "Changed since it was read", detail));
    if let Some(if_none_match) = text(header::IF_NONE_MATCH)
        && let Some(found) = found
        && found.matches(if_none_match)
    {
        return failed("header `If-None-Match`: it exists already; read it, then change it".into());
    }
    match (text(header::IF_MATCH), found) {
        (Some(if_match), Some(found)) if !found.matches(if_match) => failed(format!(
            "header `If-Match`: somebody changed it since you read it (its tag is {found} now); \
             read it again and repeat your change"
        )),
        (Some(_), None) => {
            failed("header `If-Match`: it does not exist any more; nothing was changed".into())
        }
        (None, Some(found)) => Err(Problem::new(
            428,
            "precondition-required",
            "Precondition required",
            format!(
                "it exists: send the header `If-Match` with the `ETag` that you read (now {found}), \
                 or `*` to change it whatever it is"
            ),
        )),
        _ => Ok(()),
    }
}

/// An object as an answer, with its tag; 304 when the caller has it already.
pub fn tagged(
    headers: &HeaderMap,
    status: StatusCode,
    tag: &ETag,
    body: &impl Serialize,
) -> Response {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let tag_header = [(header::ETAG, tag.to_string())];
    if status == StatusCode::OK && known.is_some_and(|known| tag.matches(known)) {
        return (StatusCode::NOT_MODIFIED, tag_header).into_response();
    }
    (status, tag_header, axum::Json(body)).into_response()
}

/// JSON.
pub fn json(body: &impl Serialize) -> Response {
    axum::Json(body).into_response()
}

/// Nothing to say.
pub fn no_content() -> Response {
    StatusCode::NO_CONTENT.into_response()
}
