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
        ("PUT", "/environments/draft", r#"{"autoPublish":true}"#, 400, "draft"),
        ("PUT", "/environments/live", "{}", 400, "autoPublish"),
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
    assert_eq!(served[2], json!({"environment": "live", "version": 1, "autoPublish": false}));
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

#[tokio::test]
async fn channels_are_checked_against_their_kind_and_can_be_paused() {
    let bot = a_bot("channels").await;
    let kinds = get("/api/v1/namespaces/app/connectors").await.json();
    assert_eq!(kinds[0]["id"], "web");
    assert!(kinds[0]["settings_schema"]["properties"]["sse"].is_object(), "{kinds}");
    let channels = format!("{bot}/channels");
    for (body, says) in [
        (json!({"connector": "pigeon"}), "pigeon"),
        (json!({"connector": "web", "path": "/api/x"}), "/api"),
        (json!({"connector": "web", "environment": "moon", "path": "/io/x1"}), "moon"),
        (json!({"connector": "web", "path": "/io/x2", "settings": {"sse": "yes"}}), "settings"),
    ] {
        let refused = post(&channels, body).await;
        assert_eq!(refused.status, 400, "{}", refused.text());
        assert!(refused.text().contains(says), "{}", refused.text());
    }
    let body =
        json!({"connector": "web", "path": "/io/app/channels/site", "settings": {"sse": false}});
    let made = post(&channels, body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(post(&channels, body).await.status, 409);
    let channel = format!("{channels}/{}", made.json()["id"].as_str().unwrap());
    let say = json!({"query": "hi", "userId": "u"}).to_string();
    assert_eq!(call("POST", "/io/app/channels/site", &[], say.clone()).await.status, 200);
    let paused = json!({"connector": "web", "enabled": false});
    let answer = put(&channel, Some(&made.header("etag")), paused.clone()).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["path"]),
        (200, &json!("/io/app/channels/site"))
    );
    assert_eq!(call("POST", "/io/app/channels/site", &[], say).await.status, 503);
    assert_eq!(put(&channel, Some(&made.header("etag")), paused).await.status, 412);
    // It is a channel of this bot and of no other.
    let elsewhere = a_bot("channels2").await;
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(call("GET", &format!("{elsewhere}/channels/{id}"), &[], "").await.status, 404);
    assert_eq!(call("DELETE", &channel, &[("if-match", "*")], "").await.status, 204);
    assert_eq!(call("GET", &channel, &[], "").await.status, 404);
}

#[tokio::test]
async fn what_was_said_is_found_counted_learnt_from_and_forgotten() {
    let body = json!({"name": "said", "locales": ["fr", "en"], "from": "sample"});
    assert_eq!(post("/api/v1/namespaces/app/bots", body).await.status, 201);
    let bot = "/api/v1/bots/app/said";
    let say = async |user: &str, text: &str| {
        let body = json!({"query": text, "userId": user, "locale": "fr"});
        let answer = post("/io/app/said/web", body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    for (user, text) in [("ada", "bonjour"), ("ada", "abracadabra zut"), ("bob", "bonjour")] {
        say(user, text).await;
    }
    let counts = get(&format!("{bot}/counts")).await.json();
    let total = &counts["total"];
    assert_eq!((&total["turns"], &total["users"]), (&json!(3), &json!(2)), "{counts}");
    assert_eq!((&total["sentences"], &total["unknown"]), (&json!(3), &json!(1)), "{counts}");
    assert_eq!(counts["days"].as_array().unwrap().len(), 1);
    let later = get(&format!("{bot}/counts?from=2031-01-01&until=2031-01-02")).await.json();
    assert_eq!(later["total"]["turns"], 0);
    for channel in get(&format!("{bot}/channels")).await.json().as_array().unwrap() {
        let id = channel["id"].as_str().unwrap();
        let through = get(&format!("{bot}/counts?channel={id}")).await.json();
        let (turns, users) = if channel["connector"] == "web" { (3, 2) } else { (0, 0) };
        assert_eq!(through["total"]["turns"], turns, "{through}");
        assert_eq!(through["total"]["users"], users, "{through}");
    }

    let found = get(&format!("{bot}/conversations?search=ABRACADABRA")).await.json();
    assert_eq!(found["items"].as_array().unwrap().len(), 1, "{found}");
    assert_eq!(found["items"][0]["user"], "ada");
    let id = found["items"][0]["id"].as_str().unwrap();
    let conversation = format!("{bot}/conversations/{id}");
    let whole = get(&conversation).await.json();
    assert_eq!(whole["turns"].as_array().unwrap().len(), 2);
    assert!(whole["turns"][0]["traces"][0]["story"].is_string(), "{whole}");
    let dialog = post(&format!("{conversation}/to-dialog"), json!({"name": "said"})).await;
    assert_eq!(dialog.status, 200, "{}", dialog.text());
    made(&format!("{bot}/dialogs/said"), dialog.json()).await;
    let run = post(&format!("{bot}/run-dialogs"), json!({"dialogs": ["said"]})).await.json();
    assert_eq!(run["passed"], 1, "{run}");

    let inbox = get(&format!("{bot}/inbox?intent=-")).await.json();
    assert_eq!(inbox["items"][0]["text"], "abracadabra zut", "{inbox}");
    let intent = get(&format!("{bot}/intents")).await.json()["items"][0]["name"].clone();
    let decisions = json!({"items": [
        {"text": "abracadabra zut", "locale": "fr", "decision": {"type": "validate", "intent": intent}},
        {"text": "bonjour", "locale": "fr", "decision": {"type": "delete"}}]});
    let done = post(&format!("{bot}/inbox"), decisions).await;
    let told = done.json();
    assert_eq!((&told["validated"], &told["deleted"]), (&json!(1), &json!(1)), "{told}");
    assert_eq!((&told["before"][0], &told["before"][1]["intent"]), (&Value::Null, &json!("greet")));
    assert_eq!(get(&format!("{bot}/inbox")).await.json()["items"], json!([]));
    let learnt = async || get(&format!("{bot}/sentences?search=abracadabra")).await.json();
    assert_eq!(learnt().await["total"], 1);

    // The draft understands it at once, users not yet.
    let ask = json!({"sentences": [{"text": "abracadabra zut", "locale": "fr"}]});
    let understood = post(&format!("{bot}/understand"), ask).await.json();
    assert_eq!(understood["items"][0]["intent"], intent, "{understood}");
    assert_eq!(understood["items"][0]["decided_by"], "known_sentence");
    let ask = json!({"sentences": [{"text": "abracadabra zut"}], "environment": "live"});
    let understood = post(&format!("{bot}/understand"), ask).await.json();
    assert!(understood["items"][0]["intent"].is_null(), "{understood}");
    let many = vec![json!({"text": "x"}); 501];
    let many = post(&format!("{bot}/understand"), json!({"sentences": many})).await;
    assert!(many.status == 400 && many.text().contains("`sentences`"), "{}", many.text());

    // What was decided is changed, then taken back.
    let decide = async |decision: Value| {
        let item = json!({"text": "abracadabra zut", "locale": "fr", "decision": decision});
        post(&format!("{bot}/inbox"), json!({"items": [item]})).await.json()
    };
    let changed = decide(json!({"type": "validate", "intent": null})).await;
    assert_eq!(changed["before"][0]["intent"], intent, "{changed}");
    let back = decide(json!({"type": "put_back", "learnt": changed["before"][0]})).await;
    assert_eq!(back["putBack"], 1);
    assert_eq!(learnt().await["items"][0]["intent"], intent);
    decide(json!({"type": "put_back"})).await;
    assert_eq!(learnt().await["total"], 0);
    let waiting = get(&format!("{bot}/inbox?search=ZUT&below=1")).await.json();
    assert_eq!(waiting["items"][0]["text"], "abracadabra zut", "{waiting}");
    let wrong = call("GET", &format!("{bot}/inbox?below=7"), &[], "").await;
    assert_eq!(wrong.status, 400);
    let found = get(&format!("{bot}/conversations?unknown=true")).await.json();
    assert_eq!(found["items"][0]["opening"], "bonjour", "{found}");
    assert_eq!(found["items"][0]["saidCount"], 2);

    let forgotten = call("DELETE", "/api/v1/namespaces/app/users/ada", &[], "").await;
    assert!(forgotten.json()["conversations"].as_u64().unwrap() >= 1, "{}", forgotten.text());
    assert_eq!(call("GET", &conversation, &[], "").await.status, 404);
    let lost = get("/api/v1/namespaces/app/dead-letters").await.json();
    assert_eq!(lost["items"], json!([]));
    let none = "/api/v1/namespaces/app/dead-letters/dead_00000000000000000000000000/replay";
    assert_eq!(post(none, json!({})).await.status, 404);
}

#[tokio::test]
async fn a_person_takes_a_conversation_and_a_user_is_notified() {
    let body = json!({"name": "desk", "locales": ["fr", "en"], "from": "sample"});
    assert_eq!(post("/api/v1/namespaces/app/bots", body).await.status, 201);
    let bot = "/api/v1/bots/app/desk";
    let say = json!({"query": "bonjour", "userId": "dora", "locale": "fr"});
    assert_eq!(post("/io/app/desk/web", say.clone()).await.status, 200);
    let found = get(&format!("{bot}/conversations?user=dora")).await.json();
    let path = format!("{bot}/conversations/{}", found["items"][0]["id"].as_str().unwrap());
    assert_eq!(post(&format!("{path}/desk"), json!({"type": "take"})).await.status, 200);
    let told = post(&format!("{path}/desk"), json!({"type": "answer", "text": "Me voici"})).await;
    assert!(told.text().contains("Me voici"), "{}", told.text());
    assert!(get(&path).await.json()["handOver"]["owner"].is_string());
    assert_eq!(post("/io/app/desk/web", say).await.json()["responses"], json!([]));
    assert_eq!(post(&format!("{path}/desk"), json!({"type": "give_back"})).await.status, 200);
    assert!(get(&path).await.json()["handOver"].is_null());

    let story = get(&format!("{bot}/stories")).await.json();
    let stories = story["items"].as_array().unwrap();
    let intent = stories.iter().find_map(|story| story["starters"][0].as_str()).unwrap();
    let told = post(&format!("{bot}/notify"), json!({"user": "dora", "intent": intent})).await;
    assert_eq!(told.status, 200, "{}", told.text());
    assert!(!told.json()["messages"].as_array().unwrap().is_empty(), "{}", told.text());
}

#[tokio::test]
async fn an_exported_bot_is_imported_as_it_was() {
    let archive = get("/api/v1/bots/app/gare/export").await;
    assert_eq!(archive.header("content-type"), "application/zip");
    let copy = "/api/v1/namespaces/app/import?name=copy";
    let imported = call("POST", copy, &[], archive.body.clone()).await;
    assert_eq!(imported.status, 200, "{}", imported.text());
    assert_eq!(imported.json()["created"], true);
    let again = call("POST", copy, &[], archive.body.clone()).await;
    assert_eq!(again.json()["changed"], false, "{}", again.text());
    let (one, other) =
        (get("/api/v1/bots/app/gare").await.json(), get("/api/v1/bots/app/copy").await.json());
    for size in ["intents", "sentences", "stories", "labels", "dialogs"] {
        assert_eq!(one[size], other[size], "{size}");
    }
    let dump = json!({"applicationName": "else:where", "language": "en", "sentences": [
        {"text": "hi there", "intent": "else:greet", "entities": []}]});
    let imported = post("/api/v1/namespaces/app/import", dump).await;
    assert_eq!(imported.json()["namespace"], "app", "{}", imported.text());
    for (body, says) in
        [("PK\u{3}\u{4}", "broken off"), ("nonsense", "body"), ("{}", "application")]
    {
        let refused = call("POST", "/api/v1/namespaces/app/import", &[], body).await;
        assert_eq!(refused.status, 400, "{}", refused.text());
        assert!(refused.text().contains(says), "{}", refused.text());
    }
}

#[tokio::test]
async fn a_repeated_request_is_done_once() {
    let bot = a_bot("once").await;
    let make = async |name: &str, key: &str| {
        let body = json!({"name": name, "locales": ["fr"]}).to_string();
        call("POST", "/api/v1/namespaces/app/bots", &[("idempotency-key", key)], body).await
    };
    let (first, again) = (make("once1", "k1").await, make("once1", "k1").await);
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 201), "{}", again.text());
    assert_eq!(first.body, again.body);
    assert_eq!(make("once2", "k1").await.status, 409);
    assert_eq!(make("once1", "k2").await.status, 409);
    // What failed may be tried again.
    assert_eq!(make("bad name", "k3").await.status, 400);
    assert_eq!(make("once3", "k3").await.status, 201);
    // Another route is another request.
    let key = [("idempotency-key", "k1")];
    assert_eq!(call("POST", &format!("{bot}/key"), &key, "").await.status, 201);
}

#[tokio::test]
async fn faqs_and_flags_are_objects_too() {
    let bot = a_bot("faq").await;
    made(&format!("{bot}/intents/luggage"), json!({"title": "How much luggage?"})).await;
    let faq = json!({"answer": "faq.luggage", "tags": ["travel"]});
    let refused = put(&format!("{bot}/faqs/luggage"), None, faq.clone()).await;
    assert_eq!(refused.status, 422, "{}", refused.text());
    let label = json!({"texts": [{"locale": "en", "variants": ["Two bags."]}, {"locale": "fr", "variants": ["Deux."]}]});
    made(&format!("{bot}/labels/faq.luggage"), label).await;
    made(&format!("{bot}/faqs/luggage"), faq).await;
    assert_eq!(get(&format!("{bot}/faqs?search=two%20bags")).await.json()["total"], 1);
    assert_eq!(get(&format!("{bot}/faqs?tag=other")).await.json()["total"], 0);
    assert_eq!(get(&format!("{bot}/labels?unused=true")).await.json()["total"], 0);
    made(&format!("{bot}/flags/winter"), json!({"percent": 50.0})).await;
    assert_eq!(get(&format!("{bot}/flags/winter")).await.json()["percent"], 50.0);
    let gone = call("DELETE", &format!("{bot}/flags/winter"), &[("if-match", "*")], "").await;
    assert_eq!(gone.status, 204);
}
