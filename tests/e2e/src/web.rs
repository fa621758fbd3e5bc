//! The web connector, as `curl` and web pages see it.

use serde_json::Value;

use crate::folders;
use crate::http::Request;
use crate::program::{Palabre, Storage};

const WEB: &str = "/io/app/gare/web";

/// The words of each message of an answer; of cards their titles.
pub fn texts(answer: &Value) -> Vec<String> {
    let card = |card: &Value| {
        let parts = [&card["title"], &card["subTitle"]];
        parts.into_iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n")
    };
    let text = |message: &Value| match message {
        it if it["text"].is_string() => it["text"].as_str().unwrap_or_default().to_owned(),
        it if it["card"].is_object() => card(&it["card"]),
        it => {
            let cards = it["carousel"]["cards"].as_array().into_iter().flatten();
            cards.map(card).collect::<Vec<_>>().join("\n")
        }
    };
    let messages = answer["responses"].as_array();
    messages.unwrap_or_else(|| panic!("no `responses` in {answer}")).iter().map(text).collect()
}

#[test]
fn a_sentence_is_answered_in_its_language() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let server = palabre.serve(&Storage::in_folder(folder.path()), &[]);
    let ask = |query: &str, locale: &str| {
        let body = serde_json::json!({"query": query, "userId": "u1", "locale": locale});
        // The content type of `curl -d`.
        let request = Request::post(WEB, body.to_string())
            .header("Content-Type", "application/x-www-form-urlencoded");
        let response = server.send(&request);
        assert_eq!(response.status, 200, "{}", response.body);
        let content_type = response.header("content-type").unwrap_or_default();
        assert!(content_type.starts_with("application/json"), "{content_type}");
        assert!(!response.body.contains("null"), "no null members: {}", response.body);
        let answer = response.json();
        for message in answer["responses"].as_array().unwrap() {
            assert_eq!(message["type"], "WebMessage");
            assert_eq!(message["version"], "1");
        }
        texts(&answer).join("\n")
    };
    let french = ask("un train pour Lyon demain à 8h", "fr");
    let english = ask("a train to Lyon tomorrow at 8", "en");
    assert!(!french.is_empty() && !english.is_empty());
    assert_ne!(french, english);
}

#[test]
fn bad_requests_are_refused_with_the_reason() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let server = palabre.serve(&Storage::in_folder(folder.path()), &[]);
    let check = |request: Request, status: u16, says: &str| {
        let shown = format!("{request:?}").chars().take(200).collect::<String>();
        let response = server.send(&request);
        assert_eq!(response.status, status, "{shown}: {}", response.body);
        let content_type = response.header("content-type").unwrap_or_default();
        assert!(content_type.contains("json"), "{shown}: `{content_type}`");
        response.json();
        assert!(response.body.contains(says), "{shown}: `{}` does not say `{says}`", response.body);
    };
    let web = |body: &str| Request::post(WEB, body);
    check(web("{"), 400, "line");
    check(web(""), 400, "");
    check(web("[]"), 400, "");
    check(web("\"bonjour\""), 400, "");
    check(web(r#"{"userId":"u1"}"#), 400, "query");
    check(web(r#"{"query":"bonjour"}"#), 400, "userId");
    check(web(r#"{"query":12,"userId":"u1"}"#), 400, "query");
    check(web(r#"{"query":"bonjour","userId":["u1"]}"#), 400, "userId");
    check(web(r#"{"query":"bonjour","userId":"u1","locale":7}"#), 400, "locale");
    check(web(r#"{"query":{"text":"bonjour"},"userId":"u1"}"#), 400, "query");
    let large = format!(r#"{{"query":"{}","userId":"u1"}}"#, "a".repeat(1024 * 1024));
    check(web(&large), 413, "");
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    check(web(&deep), 400, "");
    check(Request::post("/io/app/nobody/web", "{}"), 404, "");
    check(Request::post("/io/app/gare/telephone", "{}"), 404, "");
    check(Request::new("DELETE", WEB), 405, "");
    check(Request::get("/api/v1/nothing"), 404, "");
    check(Request::post("/rest/nlp/nothing", "{}"), 404, "");
    check(Request::post("/nothing", "{}"), 404, "");
    // After all this it still talks.
    assert!(!server.say(WEB, "u1", "bonjour", "fr").is_empty());
}

#[test]
fn a_repeated_request_with_the_same_key_is_one_event() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let storage = Storage::in_folder(folder.path());
    let server = palabre.serve(&storage, &[]);
    let send = |key: &str, query: &str| {
        let body = serde_json::json!({"query": query, "userId": "u1", "locale": "fr"});
        server.send(&Request::post(WEB, body.to_string()).header("Idempotency-Key", key))
    };
    let first = send("k1", "bonjour");
    let second = send("k1", "bonjour");
    assert_eq!((first.status, second.status), (200, 200), "{}{}", first.body, second.body);
    assert_eq!(texts(&first.json()), texts(&second.json()));
    let other = send("k1", "au revoir");
    assert_eq!(other.status, 409, "{}", other.body);
    other.json();
    let said: Value =
        serde_json::from_str(&palabre.done(&storage, &["conversations", "--user", "u1", "--json"]))
            .unwrap();
    let from_user = said.as_array().unwrap().iter().filter(|it| it["from"] == "user").count();
    assert_eq!(from_user, 1, "{said}");
}
