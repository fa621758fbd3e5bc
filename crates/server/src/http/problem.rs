//! Errors of our own routes: RFC 9457 problem bodies.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

/// A problem body as a response.
#[derive(Debug, Clone)]
pub struct ProblemResponse(pub model::Problem);

impl ProblemResponse {
    /// 400: the request is wrong; `detail` names the field, the reason and the remedy.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self(model::Problem::new(400, "bad-request", "Bad request", detail))
    }

    /// 401: nobody knows who calls.
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self(model::Problem::new(401, "unauthorized", "Unauthorized", detail))
    }

    /// 403: who calls is known, and may not.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self(model::Problem::new(403, "forbidden", "Forbidden", detail))
    }

    /// 429: later. The header `Retry-After` says when.
    pub fn too_many(detail: impl Into<String>) -> Self {
        Self(model::Problem::new(429, "too-many-requests", "Too many requests", detail))
    }

    /// 404: there is nothing of that name.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self(model::Problem::new(404, "not-found", "Not found", detail))
    }

    /// 409: the request does not fit the present state.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self(model::Problem::new(409, "conflict", "Conflict", detail))
    }

    /// 500: the fault is the platform's.
    pub fn defect(detail: impl Into<String>) -> Self {
        Self(model::Problem::new(500, "defect", "Defect", detail))
    }

    /// 503: try again later.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self(model::Problem::new(503, "unavailable", "Unavailable", detail))
    }
}

impl IntoResponse for ProblemResponse {
    fn into_response(self) -> Response {
        let status =
            StatusCode::from_u16(self.0.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&self.0).unwrap_or_default();
        (status, [(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    }
}

impl From<model::Problem> for ProblemResponse {
    fn from(problem: model::Problem) -> Self {
        Self(problem)
    }
}

impl From<store::Error> for ProblemResponse {
    fn from(error: store::Error) -> Self {
        use store::Error;
        let told = error.to_string();
        match error {
            Error::NotFound { .. } => Self::not_found(told),
            Error::Taken { .. } => Self(model::Problem::new(409, "taken", "Taken", told)),
            Error::OwnedByFiles { .. } => {
                Self(model::Problem::new(409, "owned-by-files", "Owned by files", told))
            }
            Error::Changed { .. } => {
                Self(model::Problem::new(412, "changed", "Changed since it was read", told))
            }
            Error::Invalid { .. } => Self::bad_request(told),
            error => {
                tracing::error!(%error, "storage failed");
                Self::unavailable("the storage does not answer; try again in a moment")
            }
        }
    }
}

impl From<crate::bots::Error> for ProblemResponse {
    fn from(error: crate::bots::Error) -> Self {
        match error {
            crate::bots::Error::Missing(_) => Self::not_found(error.to_string()),
            error => {
                tracing::error!(%error, "bot not available");
                Self::unavailable(error.to_string())
            }
        }
    }
}

impl From<crate::drafts::Refused> for ProblemResponse {
    fn from(refused: crate::drafts::Refused) -> Self {
        match refused {
            crate::drafts::Refused::Problem(problem) => Self(*problem),
            crate::drafts::Refused::Store(error) => error.into(),
        }
    }
}
