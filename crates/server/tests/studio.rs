//! What Studio needs beyond changing objects one by one, through its routes with real storage.

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

async fn get(path: &str) -> Value {
    let answer = call("GET", path, &[], "").await;
    assert_eq!(answer.status, 200, "GET {path}: {}", answer.text());
    answer.json()
}

/// A change, which must be made. Gives the revision that it made.
async fn changed(method: &str, path: &str, body: Value) -> u64 {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    let headers: &[(&str, &str)] = if method == "POST" { &[] } else { &[("if-match", "*")] };
    let mut answer = call(method, path, headers, body.clone()).await;
    if answer.status == 412 {
        answer = call(method, path, &[], body).await;
    }
    assert!(answer.status.is_success(), "{method} {path}: {}", answer.text());
    answer.header("draft-revision").parse().unwrap()
}

async fn undo(bot: &str, revisions: &[u64]) -> Answer {
    let body = json!({ "revisions": revisions }).to_string();
    call("POST", &format!("{bot}/undo"), &[], body).await
}

#[tokio::test]
async fn a_change_is_taken_back_and_made_again() {
    let bot = a_bot("undone").await;
    let greet = format!("{bot}/intents/greet");
    changed("PUT", &greet, json!({"title": "Greeting"})).await;
    let sentences = json!({"put": [{"text": "bonjour", "locale": "fr", "intent": "greet"},
        {"text": "salut", "locale": "fr", "intent": "greet"}]});
    changed("POST", &format!("{bot}/sentences"), sentences).await;
    let renamed = changed("POST", &format!("{greet}/rename"), json!({"to": "hello"})).await;
    let count = async |intent: &str| {
        get(&format!("{bot}/sentences?intent={intent}")).await["total"].as_u64().unwrap()
    };
    assert_eq!((count("hello").await, count("greet").await), (2, 0));

    let back = undo(&bot, &[renamed]).await;
    assert_eq!(back.status, 200, "{}", back.text());
    assert_eq!((count("hello").await, count("greet").await), (0, 2));
    assert_eq!(get(&greet).await["title"], "Greeting");
    let back = back.json()["revision"].as_u64().unwrap();
    assert_eq!(back, renamed + 1);

    // Taking it back is a change as well.
    assert_eq!(undo(&bot, &[back]).await.status, 200);
    assert_eq!((count("hello").await, count("greet").await), (2, 0));
    // The change is as it was when it was made: it can be taken back once more.
    assert_eq!(undo(&bot, &[renamed]).await.status, 200);
    assert_eq!(count("greet").await, 2);
}

#[tokio::test]
async fn several_changes_are_taken_back_together_and_nobodys_work_with_them() {
    let bot = a_bot("undone-many").await;
    let (one, other) = (format!("{bot}/intents/one"), format!("{bot}/intents/other"));
    let first = changed("PUT", &one, json!({"title": "1"})).await;
    let second = changed("PUT", &one, json!({"title": "2"})).await;
    let third = changed("PUT", &other, json!({"title": "3"})).await;

    // The first was changed since, by the second.
    let refused = undo(&bot, &[first]).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
    assert_eq!(get(&one).await["title"], "2");
    // A change of another object stands in nobody's way.
    assert_eq!(undo(&bot, &[first, second]).await.status, 200);
    assert_eq!(call("GET", &one, &[], "").await.status, 404);
    assert_eq!(get(&other).await["title"], "3");

    // What would leave the bot wrong is refused as any change is.
    let sentence = json!({"put": [{"text": "x", "locale": "fr", "intent": "other"}]});
    changed("POST", &format!("{bot}/sentences"), sentence).await;
    assert_eq!(undo(&bot, &[third]).await.status, 422);

    for (revisions, status) in [(vec![], 400), ((1..60).collect(), 400), (vec![999], 404)] {
        let refused = undo(&bot, &revisions).await;
        assert_eq!(refused.status, status, "{revisions:?} {}", refused.text());
    }
}

#[tokio::test]
async fn one_talks_to_the_draft_as_it_is_at_this_moment() {
    let bot = a_bot("tried").await;
    changed("PUT", &format!("{bot}/intents/greet"), json!({})).await;
    let sentence = json!({"put": [{"text": "bonjour", "locale": "fr", "intent": "greet"}]});
    changed("POST", &format!("{bot}/sentences"), sentence).await;
    let story = |text: &str| {
        json!({"name": "hello", "starters": ["greet"],
            "answers": [{"content": {"type": "text", "text": "hello.text"}}],
            "labels": {"hello.text": {"texts": [{"locale": "fr", "variants": [text]}]}}})
    };
    let talk = async |environment: Option<&str>, text: &str| {
        let mut body = json!({"userId": text, "locale": "fr",
            "event": {"type": "sentence", "text": "bonjour"}});
        if let Some(environment) = environment {
            body["environment"] = environment.into();
        }
        let answer = call("POST", &format!("{bot}/talk"), &[], body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    };
    let said = |answer: &Value| answer["messages"][0]["body"]["text"].as_str().unwrap().to_owned();
    changed("PUT", &format!("{bot}/stories/hello"), story("Un")).await;
    assert_eq!(call("POST", &format!("{bot}/versions"), &[], "{}").await.status, 201);
    changed("PUT", &format!("{bot}/stories/hello"), story("Deux")).await;
    let label = json!({"texts": [{"locale": "fr", "variants": ["Trois"]}]});
    let answer = talk(Some("draft"), "a").await;
    assert_eq!(said(&answer), "Deux");
    assert_eq!(
        answer["understanding"]["why"][0]["because"], "it is a training sentence",
        "{answer}"
    );
    changed("PUT", &format!("{bot}/labels/hello.text"), label).await;
    assert_eq!(said(&talk(Some("draft"), "b").await), "Trois");
    assert_eq!(said(&talk(Some("live"), "c").await), "Un");
    assert_eq!(said(&talk(None, "d").await), "Un");
    let body = json!({"userId": "e", "environment": "moon", "event": {"type": "start"}});
    let refused = call("POST", &format!("{bot}/talk"), &[], body.to_string()).await;
    assert_eq!(refused.status, 400, "{}", refused.text());
}

#[tokio::test]
async fn sentences_that_are_alike_are_one_group() {
    let bot = a_bot("grouped").await;
    let lost = [
        "j'ai perdu ma valise",
        "ma valise est perdue",
        "j'ai perdu ma valise dans le train",
        "perdu ma valise hier",
    ];
    for (place, text) in lost.iter().chain(["quelle heure est-il"].iter()).enumerate() {
        let body = json!({"query": text, "userId": format!("u{place}"), "locale": "fr"});
        let answer = call("POST", "/io/app/grouped/web", &[], body.to_string()).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let groups = get(&format!("{bot}/inbox-groups?intent=-")).await;
    assert_eq!((&groups["lookedAt"], &groups["alone"]), (&json!(5), &json!(1)), "{groups}");
    let [group] = groups["items"].as_array().unwrap().as_slice() else { panic!("{groups}") };
    assert_eq!(group["total"], 4);
    assert!(group.get("intent").is_none(), "{group}");
    let words = group["words"].as_array().unwrap();
    assert!(words.contains(&json!("valise")), "{group}");
    let texts: Vec<&str> = group["sentences"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["text"].as_str().unwrap())
        .collect();
    assert!(lost.iter().all(|text| texts.contains(text)), "{texts:?}");
    assert_eq!(get(&format!("{bot}/inbox-groups?locale=en")).await["items"], json!([]));
}

#[tokio::test]
async fn objects_are_found_by_their_names_and_their_words() {
    let bot = a_bot("found").await;
    changed("PUT", &format!("{bot}/intents/luggage_lost"), json!({"title": "Bagage"})).await;
    let sentence =
        json!({"put": [{"text": "mon BAGAGE", "locale": "fr", "intent": "luggage_lost"}]});
    changed("POST", &format!("{bot}/sentences"), sentence).await;
    let label = json!({"texts": [{"locale": "fr", "variants": ["Votre bagage suit."]}]});
    changed("PUT", &format!("{bot}/labels/follows"), label).await;
    let search = async |wanted: &str| {
        let found = get(&format!("{bot}/search?q={wanted}")).await;
        let items = found["items"].as_array().unwrap().clone();
        let line = |one: &Value| {
            format!("{} {}", one["object"].as_str().unwrap(), one["name"].as_str().unwrap())
        };
        items.iter().map(line).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(search("Bagage").await, "intent luggage_lost, label follows, sentence mon BAGAGE");
    assert_eq!(search("luggage").await, "intent luggage_lost");
    assert_eq!(search("nothing").await, "");
    assert_eq!(call("GET", &format!("{bot}/search"), &[], "").await.status, 400);
}

#[tokio::test]
async fn a_channel_says_whether_it_works_and_what_came_last() {
    let bot = a_bot("connected").await;
    let channels = get(&format!("{bot}/channels")).await;
    let web = channels.as_array().unwrap().iter().find(|one| one["connector"] == "web").unwrap();
    let channel = format!("{bot}/channels/{}", web["id"].as_str().unwrap());
    let test = async || {
        let answer = call("POST", &format!("{channel}/test"), &[], "").await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let answer = answer.json();
        let wrong = answer["checks"].as_array().unwrap().iter().filter(|one| one["ok"] == false);
        let wrong: Vec<&str> = wrong.map(|one| one["check"].as_str().unwrap()).collect();
        (answer["works"].as_bool().unwrap(), wrong.join(" "))
    };
    // Nothing says how the outside reaches this machine.
    assert_eq!(test().await, (true, "public".to_owned()));
    assert_eq!(get(&format!("{channel}/events")).await["items"], json!([]));
    let body = json!({"query": "bonjour", "userId": "u1", "locale": "fr"}).to_string();
    let path = web["path"].as_str().unwrap();
    assert_eq!(call("POST", path, &[], body).await.status, 200);
    let events = get(&format!("{channel}/events")).await;
    assert_eq!(events["items"][0]["outcome"], "answered", "{events}");
    assert!(!events.to_string().contains("bonjour"));
    let paused = json!({"connector": "web", "enabled": false});
    assert_eq!(call("PUT", &channel, &[("if-match", "*")], paused.to_string()).await.status, 200);
    assert_eq!(test().await, (false, "enabled public".to_owned()));
}

#[tokio::test]
async fn the_limits_of_a_namespace_tell_what_is_used() {
    let make = json!({"name": "full", "title": "T", "locales": ["fr"], "from": "empty"});
    let made = call("POST", "/api/v1/namespaces/limited/bots", &[], make.to_string()).await;
    assert_eq!(made.status, 201, "{}", made.text());
    let plan = json!({"namespace": "limited", "name": "small", "requestsPerHour": 5}).to_string();
    assert_eq!(call("PUT", "/api/v1/plans", &[], plan).await.status, 200);
    let public = get("/api/v1/bots/limited/full").await["publicId"].as_str().unwrap().to_owned();
    let said = json!({"botId": public, "message": "bonjour"}).to_string();
    let page = [("origin", "https://site.example"), ("host", "bots.example.org")];
    assert_eq!(call("POST", "/api/widget/chat", &page, said).await.status, 200);
    let limits = get("/api/v1/namespaces/limited/limits").await;
    assert_eq!(limits["plan"]["requestsPerHour"], 5);
    assert_eq!(limits["waiting"], 0);
    assert_eq!(limits["used"], json!([{"bot": "full", "requests": 1}]), "{limits}");
}
