//! The OpenAPI description, made from the handlers and the list of routes.

use axum::response::IntoResponse;
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::{api, health, nlp, routes};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Palabre",
        description = "The HTTP API of Palabre, an open platform for conversational assistants.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        health::live, health::ready, health::metrics,
        api::bots, api::talk,
        nlp::parse, nlp::intents, nlp::application, nlp::import_application, nlp::import_sentences,
    ),
    tags(
        (name = "bots", description = "Bots, and talking to them."),
        (name = "nlu", description = "Understanding sentences, in the shapes of Tock's NLU API."),
        (name = "operation", description = "Health and metrics."),
    ),
)]
struct Description;

/// The description as JSON, as it is committed in `openapi/api.json`.
pub fn openapi_json() -> String {
    let mut description = serde_json::to_value(Description::openapi()).unwrap_or_default();
    for route in routes() {
        let method = route.method.as_str().to_lowercase();
        let permission = serde_json::to_value(route.permission).unwrap_or_default();
        if let Some(operation) = description
            .pointer_mut(&format!(
                "/paths/{}/{method}",
                route.path.replace('~', "~0").replace('/', "~1")
            ))
            .and_then(Value::as_object_mut)
        {
            operation.insert("x-permission".into(), permission);
        }
    }
    // What `talk` adds to the model's messages.
    for offered in ["QuickReply", "Button"] {
        let properties = format!("/components/schemas/{offered}/properties");
        if let Some(properties) =
            description.pointer_mut(&properties).and_then(Value::as_object_mut)
        {
            let payload = json!({
                "type": "string",
                "description": "For a choice: what to send back when it is pressed."
            });
            properties.insert("payload".into(), payload);
        }
    }
    absent_is_not_null(&mut description);
    let mut text = serde_json::to_string_pretty(&description).unwrap_or_default();
    text.push('\n');
    text
}

/// What is optional is left out and never null: our routes write no null for it. The generator
/// takes every optional member for one that may also be null.
fn absent_is_not_null(schema: &mut Value) {
    if let Some(object) = schema.as_object_mut() {
        let required = object.get("required").cloned().unwrap_or_default();
        let is_required = |name: &str| {
            required.as_array().is_some_and(|names| names.iter().any(|required| required == name))
        };
        if let Some(properties) = object.get_mut("properties").and_then(Value::as_object_mut) {
            for (_, property) in properties.iter_mut().filter(|(name, _)| !is_required(name)) {
                remove_null(property);
            }
        }
    }
    match schema {
        Value::Object(members) => members.values_mut().for_each(absent_is_not_null),
        Value::Array(items) => items.iter_mut().for_each(absent_is_not_null),
        _ => {}
    }
}

fn remove_null(property: &mut Value) {
    if let Some(Value::Array(types)) = property.get_mut("type") {
        types.retain(|kind| kind != "null");
        if let [only] = types.as_slice() {
            property["type"] = only.clone();
        }
    }
    if let Some(Value::Array(choices)) = property.get_mut("oneOf") {
        choices.retain(|choice| choice["type"] != "null");
    }
}

/// Serves the description.
pub async fn serve() -> impl IntoResponse {
    ([(axum::http::header::CONTENT_TYPE, "application/json")], openapi_json())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Routes that serve the description itself or repeat another for compatibility.
    const UNDESCRIBED: &[&str] =
        &["/api/openapi.json", "/health/liveness", "/health/readiness", "/rest/nlp/healthcheck"];

    #[test]
    fn every_route_is_described_with_its_permission() {
        let description: serde_json::Value = serde_json::from_str(&openapi_json()).unwrap();
        for route in routes() {
            if UNDESCRIBED.contains(&route.path) {
                continue;
            }
            let method = route.method.as_str().to_lowercase();
            let operation = &description["paths"][route.path][&method];
            assert!(operation["x-permission"].is_string(), "{method} {}", route.path);
            assert!(operation["summary"].is_string(), "{method} {}", route.path);
        }
    }

    #[test]
    fn nothing_is_described_that_is_not_there() {
        let description: serde_json::Value = serde_json::from_str(&openapi_json()).unwrap();
        for path in description["paths"].as_object().unwrap().keys() {
            assert!(routes().iter().any(|route| route.path == path), "{path}");
        }
    }
}
