//! `POST /duckling/parse`: dates, numbers, amounts … in the protocol of the Duckling server, so that
//! programs that talk to one can switch by changing its address.

use std::collections::HashMap;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::app::App;

/// Reads the values of a text.
#[utoipa::path(post, path = "/duckling/parse", tag = "nlu",
    summary = "Read values in a text, in the protocol of the Duckling server",
    request_body(content = String, content_type = "application/x-www-form-urlencoded",
        description = "`text`; `locale` (`fr_FR`; `en_US` when absent) or `lang`; `tz` (IANA name, `America/Los_Angeles` when absent); `reftime` (milliseconds since 1970; now when absent); `dims` (a JSON list of names; all when absent); `latent` (`true` or `false`).",
        example = "locale=fr_FR&tz=Europe/Paris&text=demain%20%C3%A0%208h"),
    responses(
        (status = 200, description = "What was found: `[{\"body\",\"start\",\"end\",\"dim\",\"latent\",\"value\"}]`, places counted in characters.", body = Vec<Object>),
        (status = 422, description = "A field is missing or wrong; the text says which and what to send.", body = String)))]
pub async fn parse(State(app): State<Arc<App>>, body: Bytes) -> Response {
    let fields: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let field = |name: &str| fields.get(name).filter(|value| !value.is_empty()).cloned();
    match values::duckling_json::parse(&field, app.turns.now(), &values::Reader::new()) {
        Ok(found) => {
            let body = found.to_string();
            ([(header::CONTENT_TYPE, "application/json;charset=utf-8")], body).into_response()
        }
        Err(error) => (StatusCode::UNPROCESSABLE_ENTITY, error.to_string()).into_response(),
    }
}
