//! The platform through its routes, with real storage and the sample bot.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod served;
#[path = "platform/widget.rs"]
mod widget;

use axum::http::StatusCode;
use futures_util::StreamExt;
use serde_json::{Value, json};
use served::{call, request, router};
use tower::ServiceExt;

const WEB: &str = "/io/app/gare/web";

async fn say(user: &str, text: &str) -> Value {
    let body = json!({"query": text, "userId": user, "locale": "fr"}).to_string();
    let answer = call("POST", WEB, &[], body).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    answer.json()
}

#[tokio::test]
async fn a_sentence_is_answered_in_the_exchange_with_its_values() {
    let answer = say("exchange", "un train pour Lyon demain à 8h").await;
    let texts = answer["responses"].to_string();
    assert!(texts.contains("Lyon"), "{texts}");
    assert!(answer["metadata"]["RESPONSE_ID"].is_string(), "{answer}");
    assert!(!texts.contains("null"), "{texts}");
}

#[tokio::test]
async fn the_same_key_gives_the_same_answer_and_another_body_is_refused() {
    let send = |text: &'static str| async move {
        let body = json!({"query": text, "userId": "key", "locale": "fr"}).to_string();
        call("POST", WEB, &[("idempotency-key", "k1")], body).await
    };
    let (first, again) = (send("bonjour").await, send("bonjour").await);
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(first.json(), again.json());
    assert_eq!(send("au revoir").await.status, StatusCode::CONFLICT);
}

#[tokio::test]
async fn bad_requests_of_a_channel_are_refused_with_json_that_says_why() {
    let too_large = "x".repeat(1_000_000);
    let cases: &[(&str, &str, &str, u16, &str)] = &[
        ("POST", WEB, "{", 400, "JSON"),
        ("POST", WEB, "[]", 400, "object"),
        ("POST", WEB, r#"{"query":"a"}"#, 400, "userId"),
        ("POST", WEB, r#"{"query":1,"userId":"u"}"#, 400, "query"),
        ("POST", WEB, r#"{"userId":"u"}"#, 400, "query"),
        ("POST", WEB, &too_large, 413, "262144"),
        ("PUT", WEB, "{}", 405, "PUT"),
        ("GET", "/io/app/gare/web/sse", "", 400, "userId"),
        ("POST", "/io/app/gare/web/nowhere", "{}", 404, "nowhere"),
        ("POST", "/io/app/nobody/web", "{}", 404, "nobody"),
    ];
    for (method, path, body, status, says) in cases {
        let answer = call(method, path, &[], (*body).to_owned()).await;
        let shown = String::from_utf8_lossy(&answer.body).into_owned();
        assert_eq!(answer.status.as_u16(), *status, "{method} {path}: {shown}");
        assert!(shown.contains(says), "{method} {path}: {shown}");
        answer.json();
    }
}

#[tokio::test]
async fn nonsense_encodings_and_content_types_of_kits_are_read() {
    let body = json!({"query": "bonjour", "userId": "kits"}).to_string();
    let headers = [
        ("content-encoding", "charset=utf-8"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    assert_eq!(call("POST", WEB, &headers, body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn pages_of_any_site_may_talk_to_a_channel_and_send_an_idempotency_key() {
    let headers = [
        ("origin", "https://shop.example"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "content-type,idempotency-key"),
    ];
    let answer = call("OPTIONS", WEB, &headers, "").await;
    let header = |name: &str| answer.headers[name].to_str().unwrap().to_lowercase();
    assert_eq!(header("access-control-allow-origin"), "https://shop.example");
    assert!(header("access-control-allow-headers").contains("idempotency-key"));
    assert!(header("access-control-allow-methods").contains("post"));
}

#[tokio::test]
async fn a_stream_gets_the_messages_of_the_exchange_under_the_same_id() {
    let opened = request("GET", "/io/app/gare/web/sse?userid=streamer", &[], "");
    let response = router().await.oneshot(opened).await.unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    let mut frames = response.into_body().into_data_stream();
    let mut next =
        async || String::from_utf8(frames.next().await.unwrap().unwrap().to_vec()).unwrap();
    assert_eq!(next().await, "event: ping\ndata: 1\n\n");
    let answer = say("streamer", "bonjour").await;
    for expected in answer["responses"].as_array().unwrap() {
        let frame = next().await;
        let data = frame.strip_prefix("event: message\ndata: ").unwrap();
        let data: Value = serde_json::from_str(data.trim()).unwrap();
        assert_eq!(data["responses"], json!([expected]));
        assert_eq!(data["metadata"]["RESPONSE_ID"], answer["metadata"]["RESPONSE_ID"]);
    }
}

#[tokio::test]
async fn talking_in_studio_says_what_was_understood_and_decided() {
    let body = json!({"userId": "s1", "locale": "fr",
        "event": {"type": "sentence", "text": "un train de Paris à Lyon demain à 8h"}});
    let answer = call(
        "POST",
        "/api/v1/bots/app/gare/talk",
        &[("content-type", "application/json")],
        body.to_string(),
    )
    .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", String::from_utf8_lossy(&answer.body));
    let answer = answer.json();
    let roles: Vec<&str> = answer["understanding"]["entities"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|entity| entity["role"].as_str())
        .collect();
    assert!(roles.contains(&"origin") && roles.contains(&"destination"), "{roles:?}");
    assert!(answer["trace"]["story"].is_string(), "{}", answer["trace"]);
    assert!(!answer["messages"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn pages_of_elsewhere_cannot_use_what_is_not_a_channel() {
    let body = r#"{"userId":"x","event":{"type":"start"}}"#;
    let headers = [("origin", "https://evil.example"), ("content-type", "application/json")];
    let answer = call("POST", "/api/v1/bots/app/gare/talk", &headers, body).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.json()["detail"].as_str().unwrap().contains("evil.example"));
}

#[tokio::test]
async fn a_dump_of_tock_is_imported_and_understood_at_once() {
    let sentence =
        |text: &str, intent: &str| json!({"text": text, "intent": intent, "entities": []});
    let dump = json!({"applicationName": "app:imported", "language": "en", "sentences": [
        sentence("what is the weather", "app:weather"), sentence("will it rain", "app:weather"),
        sentence("is it sunny", "app:weather"), sentence("book a table", "app:book"),
        sentence("a table for two", "app:book"), sentence("reserve a table tonight", "app:book"),
    ]});
    let answer = call("POST", "/rest/nlp/dump/import/sentences/plain", &[], dump.to_string()).await;
    assert_eq!(answer.json()["success"], true, "{}", answer.json());
    let query = json!({"queries": ["will it rain"], "namespace": "app",
        "applicationName": "imported", "context": {"language": "en"}});
    let answer = call("POST", "/rest/nlp/parse", &[], query.to_string()).await.json();
    assert_eq!(answer["intent"], "weather", "{answer}");
    assert_eq!(answer["intentNamespace"], "app");
}

#[tokio::test]
async fn a_query_for_an_unknown_application_is_refused_in_tocks_words() {
    let query = json!({"queries": ["x"], "namespace": "app", "applicationName": "nope", "context": {"language": "en"}});
    let answer = call("POST", "/rest/nlp/parse", &[], query.to_string()).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert_eq!(answer.json(), json!({"errors": [{"message": "unknown application app:nope"}]}));
}

#[tokio::test]
async fn what_is_served_says_what_it_is() {
    for (path, content_type, says) in [
        ("/", "text/html", "Palabre"),
        ("/doc/index.html", "text/html", "HTTP API"),
        ("/api/openapi.json", "application/json", "openapi"),
        ("/metrics", "text/plain", "palabre_"),
        ("/health/ready", "application/json", "true"),
    ] {
        let answer = call("GET", path, &[], "").await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(
            answer.headers["content-type"].to_str().unwrap().starts_with(content_type),
            "{path}"
        );
        assert!(String::from_utf8_lossy(&answer.body).contains(says), "{path}");
    }
}
