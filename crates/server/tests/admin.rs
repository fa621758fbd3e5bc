//! The admin API through its routes, with real storage.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod served;

use serde_json::{Value, json};
use served::{Answer, call};

/// A bot of its own for each test.
async fn a_bot(name: &str) -> String {
    let body = json!({"name": name, "title": "T", "locales": ["fr", "en"], "from": "empty"});
    let answer = call("POST", "/api/v1/namespaces/app/bots", &[], body.to_string()).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    format!("/api/v1/bots/app/{name}")
}

async fn get(path: &str) -> Answer {
    let answer = call("GET", path, &[], "").await;
    assert_eq!(answer.status, 200, "GET {path}: {}", answer.text());
    answer
}

async fn put(path: &str, tag: Option<&str>, body: Value) -> Answer {
    let headers: Vec<(&str, &str)> = tag.map(|tag| ("if-match", tag)).into_iter().collect();
    call("PUT", path, &headers, body.to_string()).await
}

async fn made(path: &str, body: Value) -> String {
    let answer = put(path, None, body).await;
    assert_eq!(answer.status, 201, "PUT {path}: {}", answer.text());
    answer.header("etag")
}

async fn post(path: &str, body: Value) -> Answer {
    call("POST", path, &[], body.to_string()).await
}

fn sentence(text: &str, intent: &str) -> Value {
    json!({"text": text, "locale": "fr", "intent": intent})
}

#[tokio::test]
async fn two_people_change_different_objects_and_never_the_same_state_twice() {
    let bot = a_bot("two").await;
    let (one, other) = (format!("{bot}/intents/one"), format!("{bot}/intents/other"));
    let tag = made(&one, json!({"title": "1"})).await;
    made(&other, json!({"title": "2"})).await;
    assert_eq!(get(&one).await.header("etag"), tag);
    let known = call("GET", &one, &[("if-none-match", &tag)], "").await;
    assert_eq!(known.status, 304);

    // Ada and Bob both read `one`; Cleo changes `other` meanwhile.
    assert_eq!(put(&other, Some("*"), json!({"title": "22"})).await.status, 200);
    let ada = put(&one, Some(&tag), json!({"title": "Ada's"})).await;
    assert_eq!((ada.status.as_u16(), ada.json()["title"].as_str()), (200, Some("Ada's")));
    let bob = put(&one, Some(&tag), json!({"title": "Bob's"})).await;
    assert_eq!(bob.status, 412, "{}", bob.text());
    assert_eq!(put(&one, None, json!({"title": "nobody's"})).await.status, 428);
    let again = call("PUT", &one, &[("if-none-match", "*")], "{}").await;
    assert_eq!(again.status, 412);
    assert_eq!(get(&one).await.json()["title"], "Ada's");
    let gone = call("DELETE", &one, &[("if-match", &ada.header("etag"))], "").await;
    assert_eq!(gone.status, 204);
    assert_eq!(call("GET", &one, &[], "").await.status, 404);
    assert_eq!(put(&one, Some(&tag), json!({})).await.status, 412);
}

#[tokio::test]
async fn many_edits_at_once_are_all_kept() {
    let bot = a_bot("crowd").await;
    let edits = (0..40).map(|number| {
        let path = format!("{bot}/intents/i{number}");
        tokio::spawn(async move { made(&path, json!({"title": "x"})).await })
    });
    for edit in edits.collect::<Vec<_>>() {
        edit.await.unwrap();
    }
    assert_eq!(get(&format!("{bot}/intents")).await.json()["total"], 40);
    assert_eq!(get(&bot).await.json()["draftRevision"], 41);
}

#[tokio::test]
async fn a_change_that_makes_the_bot_wrong_is_refused_with_the_reason() {
    let bot = a_bot("sound").await;
    made(&format!("{bot}/intents/greet"), json!({})).await;
    let story = json!({"name": "hello", "starters": ["greet"],
        "answers": [{"content": {"type": "text", "text": "hello.text"}}]});
    let refused = put(&format!("{bot}/stories/hello"), None, story.clone()).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    assert!(refused.text().contains("hello.text"), "{}", refused.text());
    let mut with_label = story.clone();
    with_label["labels"] =
        json!({"hello.text": {"texts": [{"locale": "fr", "variants": ["Bonjour !"]}]}});
    made(&format!("{bot}/stories/hello"), with_label).await;

    // What is used stays, and the problem says where it is used.
    for path in ["intents/greet", "labels/hello.text"] {
        let path = format!("{bot}/{path}");
        let refused = call("DELETE", &path, &[("if-match", "*")], "").await;
        assert_eq!(refused.status, 422, "{path}: {}", refused.text());
        assert!(refused.text().contains("stories[hello]"), "{}", refused.text());
    }
    let wrong = json!({"texts": [{"locale": "fr", "variants": ["{unclosed"]}]});
    let refused = put(&format!("{bot}/labels/hello.text"), Some("*"), wrong).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let unknown = json!({"put": [sentence("bonjour", "nobody")]});
    let refused = post(&format!("{bot}/sentences"), unknown).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let renamed = post(&format!("{bot}/intents/greet/rename"), json!({"to": "salute"})).await;
    assert_eq!(renamed.status, 200, "{}", renamed.text());
    assert_eq!(get(&format!("{bot}/stories/hello")).await.json()["starters"], json!(["salute"]));
    assert_eq!(get(&format!("{bot}/checks")).await.json()["errors"], 0);
}

#[tokio::test]
async fn bad_requests_are_refused_with_the_field_the_reason_and_the_remedy() {
    let bot = a_bot("wrong").await;
    made(&format!("{bot}/intents/greet"), json!({})).await;
    let cases = [
        ("PUT", "/intents/x", "{", 400, "body"),
        ("PUT", "/intents/x", r#"{"entities":[{"role":1}]}"#, 400, "entities[0].role"),
        ("PUT", "/intents/a%3Fb", "{}", 404, "intent name"),
        ("GET", "/intents?limit=0", "", 400, "limit"),
        ("GET", "/intents?cursor=zz", "", 400, "cursor"),
        ("GET", "/sentences?status=new", "", 400, "status"),
        ("GET", "/labels?unused=perhaps", "", 400, "unused"),
        ("GET", "/nothing", "", 404, ""),
        ("POST", "/sentences", r#"{"ids":["x"]}"#, 400, "action"),
        (
            "POST",
            "/sentences",
            r#"{"put":[{"text":" ","locale":"fr","intent":null}]}"#,
            400,
            "put[0].text",
        ),
        ("PUT", "/stories/a", r#"{"name":"b"}"#, 400, "name"),
        ("PUT", "/environments/draft", r#"{"version":1}"#, 400, "draft"),
        ("PUT", "/environments/live", r#"{"version":9}"#, 404, "9"),
        ("POST", "/run-dialogs", r#"{"dialogs":["none"]}"#, 404, "none"),
        ("GET", "/versions/x", "", 404, "x"),
    ];
    for (method, path, body, status, says) in cases {
        let answer = call(method, &format!("{bot}{path}"), &[], body).await;
        assert_eq!(answer.status.as_u16(), status, "{method} {path}: {}", answer.text());
        assert!(answer.text().contains(says), "{method} {path}: {}", answer.text());
    }
    for path in ["/api/v1/bots/app/nobody/intents", "/api/v1/bots/other/wrong/intents"] {
        assert_eq!(call("GET", path, &[], "").await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn sentences_are_searched_paged_and_changed_in_batches() {
    let bot = a_bot("sentences").await;
    made(&format!("{bot}/intents/a"), json!({})).await;
    made(&format!("{bot}/intents/b"), json!({})).await;
    let put: Vec<Value> = (0..120).map(|n| sentence(&format!("phrase {n}"), "a")).collect();
    let done = post(&format!("{bot}/sentences"), json!({ "put": put })).await;
    assert_eq!(done.json()["added"], 120, "{}", done.text());
    let again = post(&format!("{bot}/sentences"), json!({ "put": put })).await;
    assert_eq!(again.json()["unchanged"], 120);

    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = get(&format!("{bot}/sentences?limit=50&cursor={cursor}")).await.json();
        assert_eq!(page["total"], 120);
        let items = page["items"].as_array().unwrap();
        seen.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120);

    let action = json!({"ids": seen[..30], "action": {"type": "set_intent", "intent": "b"}});
    let done = post(&format!("{bot}/sentences"), action).await.json();
    assert_eq!((&done["changed"], &done["unknown"]), (&json!(30), &json!([])), "{done}");
    assert_eq!(get(&format!("{bot}/sentences?intent=b")).await.json()["total"], 30);
    let action = json!({"ids": [seen[0], "nobody"], "action": {"type": "delete"}});
    let done = post(&format!("{bot}/sentences"), action).await.json();
    assert_eq!((&done["removed"], &done["unknown"]), (&json!(1), &json!(["nobody"])), "{done}");
    let found = get(&format!("{bot}/sentences?search=PHRASE%2011")).await.json();
    assert!(found["total"].as_u64().unwrap() >= 10, "{found}");

    let id = &seen[5];
    let path = format!("{bot}/sentences/{id}");
    let tag = get(&path).await.header("etag");
    let moved = put_sentence(&path, &tag, "autre phrase").await;
    assert_ne!(moved["id"], json!(id));
    assert_eq!(call("GET", &path, &[], "").await.status, 404);
    let kept = call("DELETE", &format!("{bot}/intents/b"), &[("if-match", "*")], "").await;
    assert_eq!(kept.status, 422, "{}", kept.text());
    let path = format!("{bot}/intents/b?sentences=inbox");
    assert_eq!(call("DELETE", &path, &[("if-match", "*")], "").await.status, 204);
    let inbox = get(&format!("{bot}/sentences?status=inbox")).await.json();
    assert!(inbox["total"].as_u64().unwrap() >= 28, "{inbox}");
}

async fn put_sentence(path: &str, tag: &str, text: &str) -> Value {
    let answer = put(path, Some(tag), sentence(text, "a")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()
}

#[tokio::test]
async fn a_dictionary_takes_many_values_and_each_is_an_object() {
    let bot = a_bot("dictionary").await;
    let station = format!("{bot}/entity-types/station");
    made(&station, json!({"description": "A station", "dictionary": {}})).await;
    let entries: Vec<Value> = (0..5000)
        .map(|n| json!({"value": format!("v{n}"), "labels": {"fr": [format!("l{n}")]}}))
        .collect();
    let done = post(&format!("{station}/dictionary"), json!({ "entries": entries })).await.json();
    assert_eq!((&done["added"], &done["values"]), (&json!(5000), &json!(5000)), "{done}");
    assert_eq!(get(&station).await.json()["values"], 5000);
    let value = format!("{station}/dictionary/v7");
    let tag = get(&value).await.header("etag");
    let changed = put(&value, Some(&tag), json!({"value": "v7", "labels": {"fr": ["sept"]}})).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    let found = get(&format!("{station}/dictionary?search=sept")).await.json();
    assert_eq!(found["total"], 1);
    // The type and its values do not disturb each other.
    let tag = get(&station).await.header("etag");
    let head = json!({"description": "B", "dictionary": {"only_values": true}});
    assert_eq!(put(&station, Some(&tag), head).await.status, 200);
    assert_eq!(get(&station).await.json()["values"], 5000);
    let all = json!({"replace": true, "entries": [{"value": "v1"}]});
    let done = post(&format!("{station}/dictionary"), all).await.json();
    assert_eq!(done["removed"], 4999);
}

#[tokio::test]
async fn a_draft_is_published_compared_rolled_back_and_restored() {
    let bot = a_bot("life").await;
    made(&format!("{bot}/intents/greet"), json!({})).await;
    post(&format!("{bot}/sentences"), json!({"put": [sentence("bonjour", "greet")]})).await;
    let changes = get(&format!("{bot}/changes")).await.json();
    assert_eq!(changes["total"], 2, "{changes}");
    let published = post(&format!("{bot}/versions"), json!({"note": "greetings"})).await;
    assert_eq!((published.status.as_u16(), &published.json()["number"]), (201, &json!(2)));
    assert_eq!(get(&format!("{bot}/changes")).await.json()["total"], 0);
    assert_eq!(get(&bot).await.json()["unpublished"], false);
    let tag = get(&format!("{bot}/intents/greet")).await.header("etag");
    put(&format!("{bot}/intents/greet"), Some(&tag), json!({"title": "Hello"})).await;
    assert_eq!(get(&bot).await.json()["unpublished"], true);
    let changes = get(&format!("{bot}/changes")).await.json();
    let change = &changes["changes"][0];
    assert_eq!((&change["object"], &change["name"]), (&json!("intent"), &json!("greet")));
    let difference = json!({"place": "title", "after": "Hello"});
    assert_eq!(change["differences"], json!([difference]), "{changes}");

    let staged = post(&format!("{bot}/versions"), json!({"environment": "staging"})).await.json();
    assert_eq!((&staged["number"], &staged["environments"]), (&json!(3), &json!(["staging"])));
    let compared = get(&format!("{bot}/versions/2/compare?with=3")).await.json();
    assert_eq!(compared["total"], 1);
    let back = put(&format!("{bot}/environments/live"), None, json!({"version": 1})).await;
    assert_eq!(back.status, 200, "{}", back.text());
    let served = get(&format!("{bot}/environments")).await.json();
    assert_eq!(served[2], json!({"environment": "live", "version": 1}), "{served}");
    let tag = get(&bot).await.json()["draftEtag"].as_str().unwrap().to_owned();
    let restore = format!("{bot}/versions/1/restore");
    assert_eq!(call("POST", &restore, &[], "").await.status, 428);
    let restored = call("POST", &restore, &[("if-match", &tag)], "").await;
    assert_eq!(restored.status, 200, "{}", restored.text());
    assert_eq!(get(&format!("{bot}/intents")).await.json()["total"], 0);
    assert_eq!(get(&format!("{bot}/changes")).await.json()["total"], 0);
}

#[tokio::test]
async fn tests_are_written_and_run_with_their_first_difference() {
    let bot = a_bot("tests").await;
    let dialog = |says: &str| {
        json!({"name": "hi", "locale": "en", "exchanges": [{"user": {"type": "says", "text": "xyzzy"},
            "bot": [{"type": "says", "text": says}]}]})
    };
    made(&format!("{bot}/dialogs/hi"), dialog("Sorry*")).await;
    let run = post(&format!("{bot}/run-dialogs"), json!({})).await;
    assert_eq!(run.json()["passed"], 1, "{}", run.text());
    put(&format!("{bot}/dialogs/hi"), Some("*"), dialog("Hello")).await;
    let run = post(&format!("{bot}/run-dialogs"), json!({"dialogs": ["hi"]})).await.json();
    assert_eq!(run["failed"], 1, "{run}");
    assert!(run["dialogs"][0]["differences"][0]["expected"].as_str().unwrap().contains("Hello"));
}

#[tokio::test]
async fn a_key_is_shown_once_and_then_by_its_ending() {
    let bot = a_bot("keys").await;
    let key = post(&format!("{bot}/key"), json!({})).await.json();
    let key = key["apiKey"].as_str().unwrap().to_owned();
    let shown = get(&format!("{bot}/key")).await;
    assert_eq!(shown.json()["lastFour"].as_str().unwrap(), &key[key.len() - 4..]);
    assert!(!shown.text().contains(&key));
    let twice =
        post("/api/v1/namespaces/app/bots", json!({"name": "KEYS", "locales": ["fr"]})).await;
    assert_eq!(twice.status, 409, "{}", twice.text());
    let wrong = post("/api/v1/namespaces/app/bots", json!({"name": "x", "locales": []})).await;
    assert_eq!(wrong.status, 400, "{}", wrong.text());
    assert_eq!(call("DELETE", &bot, &[], "").await.status, 204);
    assert_eq!(call("GET", &bot, &[], "").await.status, 404);
}
