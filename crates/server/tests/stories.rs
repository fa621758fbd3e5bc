//! Stories while somebody writes them, through the routes, with real storage.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod served;

use serde_json::{Value, json};
use served::{Answer, call};

async fn put(path: &str, header: (&str, &str), body: Value) -> Answer {
    call("PUT", path, &[header], body.to_string()).await
}

async fn post(path: &str, body: Value) -> Answer {
    call("POST", path, &[], body.to_string()).await
}

async fn get(path: &str) -> Answer {
    let answer = call("GET", path, &[], "").await;
    assert_eq!(answer.status, 200, "GET {path}: {}", answer.text());
    answer
}

/// A bot with the intent `greet` and the story `hello`, which says `hello.1`.
async fn a_bot(name: &str) -> String {
    let body = json!({"name": name, "title": "T", "locales": ["en"], "from": "empty"});
    assert_eq!(post("/api/v1/namespaces/app/bots", body).await.status, 201);
    let bot = format!("/api/v1/bots/app/{name}");
    let new = ("if-none-match", "*");
    assert_eq!(put(&format!("{bot}/intents/greet"), new, json!({})).await.status, 201);
    let put_sentences =
        json!({"put": [{"text": "good morning", "locale": "en", "intent": "greet"}]});
    assert_eq!(post(&format!("{bot}/sentences"), put_sentences).await.status, 200);
    let made = put(&format!("{bot}/stories/hello"), new, hello("Good morning!")).await;
    assert_eq!(made.status, 201, "{}", made.text());
    bot
}

fn label(text: &str) -> Value {
    json!({"texts": [{"locale": "en", "variants": [text]}]})
}

fn hello(text: &str) -> Value {
    json!({"name": "hello", "starters": ["greet"],
        "answers": [{"content": {"type": "text", "text": "hello.1"}}],
        "labels": {"hello.1": label(text)}})
}

#[tokio::test]
async fn a_story_is_tried_before_it_is_stored() {
    let bot = a_bot("rehearsal").await;
    let rehearse = format!("{bot}/stories/hello/rehearse");
    let mut story = hello("x");
    let labels = story.as_object_mut().unwrap().remove("labels").unwrap();
    story["answers"]
        .as_array_mut()
        .unwrap()
        .push(json!({"content": {"type": "text", "text": "hello.2", "buttons": [
            {"title": "hello.2", "action": {"type": "intent", "intent": "nobody"}}]}}));
    let said = json!({"type": "sentence", "text": "good morning"});
    let asked = json!({"story": story, "labels": {"hello.1": labels["hello.1"], "hello.2": label("How are you?")},
        "locale": "en", "events": [said]});
    let answer = post(&rehearse, asked.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let body = answer.json();
    let texts: Vec<&str> = body["turns"][0]["messages"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|message| message["body"]["text"].as_str())
        .collect();
    assert_eq!(texts, ["x", "How are you?"]);
    assert!(body["turns"][0]["messages"][1]["body"]["buttons"][0]["payload"].is_string());
    let finding = &body["findings"][0];
    assert!(finding["message"].as_str().unwrap().contains("nobody"), "{body}");
    assert!(finding["place"].as_str().unwrap().starts_with("stories[hello]"), "{body}");
    assert!(finding["line"].is_number(), "{body}");
    // Nothing was stored.
    let stored = get(&format!("{bot}/stories/hello")).await.json();
    assert_eq!(stored["answers"].as_array().unwrap().len(), 1);
    assert_eq!(call("GET", &format!("{bot}/labels/hello.2"), &[], "").await.status, 404);

    // The text that came back is the same story, and a line that is wrong is named.
    let text = body["text"].as_str().unwrap().to_owned();
    let again = post(&rehearse, json!({"text": text, "labels": asked["labels"]})).await.json();
    assert_eq!(again["story"], body["story"]);
    assert_eq!(again["findings"], body["findings"]);
    let broken = post(&rehearse, json!({"text": format!("{text}starters = [")})).await.json();
    assert!(broken["story"].is_null(), "{broken}");
    assert!(broken["findings"][0]["line"].is_number(), "{broken}");
    let other = post(&rehearse, json!({"text": "[other]\nanswers = [\"hello.1\"]\n"})).await.json();
    assert_eq!(other["findings"][0]["code"], "other-story");
}

#[tokio::test]
async fn bad_rehearsals_are_refused_with_the_field() {
    let bot = a_bot("bad-rehearsal").await;
    let start = json!({"type": "start"});
    for (body, field) in [
        (json!({}), "story"),
        (json!({"story": {"name": "hello"}, "text": ""}), "text"),
        (json!({"text": "", "connector": "pigeon"}), "connector"),
        (json!({"text": "", "events": vec![start; 51]}), "events"),
        (json!({"story": {"name": "hello", "starters": [1]}}), "starters"),
    ] {
        let answer = post(&format!("{bot}/stories/hello/rehearse"), body).await;
        assert_eq!(answer.status, 400, "{field}: {}", answer.text());
        assert!(answer.text().contains(field), "{field}: {}", answer.text());
    }
}

#[tokio::test]
async fn the_labels_of_a_story_are_stored_with_it_or_not_at_all() {
    let bot = a_bot("labels-of").await;
    let story = format!("{bot}/stories/hello");
    let tag = get(&story).await.header("etag");
    let said = get(&format!("{story}/labels")).await.json();
    assert_eq!((said["total"].as_u64(), &said["items"][0]["key"]), (Some(1), &json!("hello.1")));
    let label_tag = said["items"][0]["etag"].clone();

    // Somebody changes the label meanwhile: the story with the old label is refused, whole.
    let by_other = put(&format!("{bot}/labels/hello.1"), ("if-match", "*"), label("Hi!")).await;
    assert_eq!(by_other.status, 200);
    let mut mine = hello("Good evening!");
    mine["description"] = json!("changed");
    mine["label_tags"] = json!({"hello.1": label_tag});
    let refused = put(&story, ("if-match", &tag), mine.clone()).await;
    assert_eq!(refused.status, 412, "{}", refused.text());
    assert!(refused.text().contains("hello.1"), "{}", refused.text());
    assert!(get(&story).await.json()["description"].is_null());
    mine["label_tags"] = json!({"hello.1": null});
    assert_eq!(put(&story, ("if-match", &tag), mine.clone()).await.status, 412);

    let now = get(&format!("{story}/labels")).await.json()["items"][0]["etag"].clone();
    mine["label_tags"] = json!({"hello.1": now});
    let taken = put(&story, ("if-match", &tag), mine).await;
    assert_eq!(taken.status, 200, "{}", taken.text());
    let says = get(&format!("{bot}/labels/hello.1")).await.json();
    assert_eq!(says["texts"][0]["variants"][0], "Good evening!");
}

#[tokio::test]
async fn a_story_is_renamed_wherever_it_is_named_and_keeps_its_place() {
    let bot = a_bot("story-rename").await;
    let new = ("if-none-match", "*");
    let other = json!({"name": "other", "ends_with": "hello",
        "channels": {"web": {"ends_with": "hello"}},
        "answers": [{"content": {"type": "text", "text": "hello.1"}}]});
    let made = put(&format!("{bot}/stories/other"), new, other).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let faq = json!({"answer": "hello.1", "ends_with": "hello"});
    assert_eq!(put(&format!("{bot}/intents/ask"), new, json!({})).await.status, 201);
    assert_eq!(put(&format!("{bot}/faqs/ask"), new, faq).await.status, 201);
    let mut head = get(&format!("{bot}/head")).await.json();
    head["settings"] = json!({"faq_ends_with": "hello"});
    assert_eq!(put(&format!("{bot}/head"), ("if-match", "*"), head).await.status, 200);

    let rename = format!("{bot}/stories/hello/rename");
    let taken = post(&rename, json!({"to": "other"})).await;
    assert_eq!(taken.status, 409, "{}", taken.text());
    let renamed = post(&rename, json!({"to": "welcome"})).await;
    assert_eq!(renamed.status, 200, "{}", renamed.text());
    assert_eq!(renamed.json()["name"], "welcome");
    assert_eq!(post(&rename, json!({"to": "again"})).await.status, 404);

    let order = get(&format!("{bot}/stories")).await.json();
    let names: Vec<&str> = order["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["name"].as_str())
        .collect();
    assert_eq!(names, ["welcome", "other"]);
    let other = get(&format!("{bot}/stories/other")).await.json();
    assert_eq!(
        (&other["ends_with"], &other["channels"]["web"]["ends_with"]),
        (&json!("welcome"), &json!("welcome"))
    );
    let entry = get(&format!("{bot}/faqs/ask")).await.json();
    assert_eq!(entry["ends_with"], "welcome");
    assert_eq!(entry["label"]["texts"][0]["variants"][0], "Good morning!");
    let head = get(&format!("{bot}/head")).await.json();
    assert_eq!(head["settings"]["faq_ends_with"], "welcome");
    assert_eq!(get(&format!("{bot}/checks")).await.json()["errors"], 0);
}
