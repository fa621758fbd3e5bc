//! The OpenAPI description, made from the handlers and the list of routes.

use axum::http::Method;
use axum::response::IntoResponse;
use serde_json::{Value, json};
use utoipa::OpenApi;

use super::{accounts, api, duckling, evaluations, health, jobs, nlp, routes, tock_admin, widget};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Palabre",
        description = "The HTTP API of Palabre, an open platform for conversational assistants.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
    ),
    paths(
        health::live, health::ready, health::metrics, duckling::parse,
        evaluations::create, evaluations::list, evaluations::read,
        jobs::list, jobs::read, jobs::cancel,
        nlp::parse, nlp::evaluate, nlp::merge, nlp::unknown, nlp::count_logs,
        nlp::intents, nlp::application, nlp::create_application,
        nlp::import_application, nlp::import_sentences, nlp::upload_application, nlp::upload_sentences,
        tock_admin::parse, tock_admin::list, tock_admin::read, tock_admin::delete, tock_admin::save,
        tock_admin::dump, tock_admin::delete_intent, tock_admin::delete_role,
        tock_admin::dump_sentences, tock_admin::import_dump, tock_admin::import_dump_as,
        tock_admin::import_sentences_dump, tock_admin::import_sentences_dump_as,
        tock_admin::dump_stories, tock_admin::import_stories,
        widget::chat, widget::feedback, widget::history, widget::stream, widget::bot,
        widget::branding,
    ),
    components(schemas(model::Problem, evaluations::EvaluationResult)),
    tags(
        (name = "bots", description = "Bots, and talking to them."),
        (name = "intents", description = "What users may want."),
        (name = "entities", description = "What can be found in sentences, with dictionaries."),
        (name = "sentences", description = "What a bot learns from."),
        (name = "stories", description = "What a bot does."),
        (name = "labels", description = "What a bot says."),
        (name = "tests", description = "Dialogs that a bot must hold."),
        (name = "evaluations", description = "How good a bot's understanding is."),
        (name = "faq", description = "Questions with an answer."),
        (name = "flags", description = "Parts of a bot that are on for some users, for some time."),
        (name = "channels", description = "Where a bot is talked to."),
        (name = "conversations", description = "What was said, and why; notifications and people at the desk."),
        (name = "measure", description = "How much was said."),
        (name = "versions", description = "From the draft to what users meet."),
        (name = "jobs", description = "Long work with progress."),
        (name = "nlu", description = "Understanding sentences, in the shapes of Tock's NLU API."),
        (name = "tock-admin", description = "The documented operations of Tock's admin API, with Basic credentials."),
        (name = "widget", description = "What pages of any site ask of a bot."),
        (name = "operation", description = "Health and metrics."),
    ),
)]
struct Description;

/// The description as JSON, as it is committed in `openapi/api.json`.
pub fn openapi_json() -> String {
    let mut whole = Description::openapi();
    whole.merge(accounts::Description::openapi());
    for part in api::described() {
        whole.merge(part);
    }
    let mut description = serde_json::to_value(whole).unwrap_or_default();
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
            operation.insert("operationId".into(), operation_id(&method, route.path).into());
            if route.path.starts_with("/api/v1/") {
                complete(operation, &route.method, route.path);
            }
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

/// What generated clients call an operation: handlers of several files have the same names.
fn operation_id(method: &str, path: &str) -> String {
    let path = path.strip_prefix("/api/v1").unwrap_or(path);
    let words =
        path.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    std::iter::once(method).chain(words).collect::<Vec<_>>().join("_")
}

/// What the names in paths stand for, with an example.
const PATH_PARAMETERS: &[(&str, &str, &str)] = &[
    ("namespace", "The namespace.", "app"),
    ("name", "The bot's name.", "gare"),
    ("intent", "The intent's name.", "greeting"),
    ("entityType", "The entity type's name.", "station"),
    ("value", "The value.", "lyon"),
    ("sentence", "The sentence's id.", "5d41402abc4b2a76b9719d91"),
    ("story", "The story's name.", "hello"),
    ("label", "The label's key.", "hello.text"),
    ("dialog", "The dialog's name.", "hello"),
    ("version", "The version's number.", "1"),
    ("environment", "`staging` or `live`.", "live"),
    ("flag", "The flag's name.", "winter-fares"),
    ("channel", "The channel's id.", "chan_0123456789abcdefghjkmnpqrs"),
    ("conversation", "The conversation's id.", "conv_0123456789abcdefghjkmnpqrs"),
    ("user", "The user's id, as the channel names them.", "anna"),
    ("job", "The job's id.", "job_0123456789abcdefghjkmnpqrs"),
    ("deadLetter", "The dead letter's id.", "dead_0123456789abcdefghjkmnpqrs"),
];

/// What any operation of ours may answer instead.
const PROBLEMS: &[(&str, &str, &str)] = &[
    ("GET POST PUT DELETE", "400", "Something in the request is wrong; the problem names it."),
    ("GET POST PUT DELETE", "404", "There is no such thing, or it is not yours."),
    ("POST PUT DELETE", "409", "It does not fit the present state; the problem says why."),
    ("POST PUT DELETE", "412", "It was changed since it was read."),
    ("PUT DELETE", "428", "It exists: send `If-Match`."),
    ("POST PUT DELETE", "422", "The bot would have mistakes that it does not have now."),
    ("GET POST PUT DELETE", "503", "Not possible now; try again in a moment."),
];

/// Describes what operations have in common, where they do not say it themselves.
fn complete(operation: &mut serde_json::Map<String, Value>, method: &Method, path: &str) {
    let parameters = operation.entry("parameters").or_insert_with(|| json!([]));
    let Some(parameters) = parameters.as_array_mut() else { return };
    let mut add = |place: &str, name: &str, description: &str, example: &str| {
        let is_there = |one: &Value| one["name"] == name && one["in"] == place;
        if !parameters.iter().any(is_there) {
            parameters.push(json!({
                "name": name, "in": place, "description": description, "example": example,
                "required": place == "path", "schema": {"type": "string"},
            }));
        }
    };
    for name in path.split('{').skip(1).filter_map(|rest| rest.split('}').next()) {
        let known = PATH_PARAMETERS.iter().find(|(known, _, _)| *known == name);
        let (_, description, example) = known.copied().unwrap_or((name, "", ""));
        add("path", name, description, example);
    }
    if matches!(*method, Method::PUT | Method::DELETE) {
        let description = "The `ETag` of what is replaced or removed, or `*`.";
        add("header", "If-Match", description, "*");
    }
    if *method == Method::POST {
        let description = "The same key within 24 hours: done once, answered the same.";
        add("header", "Idempotency-Key", description, "0d3c2f6e");
    }
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    let Some(responses) = responses.as_object_mut() else { return };
    for (methods, status, description) in PROBLEMS {
        if methods.split(' ').any(|one| one == method.as_str()) {
            responses.entry(*status).or_insert_with(|| {
                json!({ "description": description, "content": {
                    "application/problem+json": {
                        "schema": {"$ref": "#/components/schemas/Problem"}}}})
            });
        }
    }
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
    const UNDESCRIBED: &[&str] = &[
        "/api/openapi.json",
        "/health/liveness",
        "/health/readiness",
        "/rest/nlp/healthcheck",
        "/rest/admin/bot/story/{application}/export/{story}",
        "/rest/admin/sentences/dump/{dumpType}/{application}/{intent}",
        "/rest/admin/sentences/dump/{dumpType}/{application}/{intent}/{language}",
        "/widget.js",
    ];

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

    #[test]
    fn every_operation_has_a_name_of_its_own() {
        let description: Value = serde_json::from_str(&openapi_json()).unwrap();
        let paths = description["paths"].as_object().unwrap();
        let operations = paths.values().filter_map(Value::as_object).flat_map(|path| path.values());
        let mut names: Vec<&str> =
            operations.map(|operation| operation["operationId"].as_str().unwrap_or("")).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(names.contains(&"get_bots_namespace_name_labels"), "{names:?}");
    }
}
