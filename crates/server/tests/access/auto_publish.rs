//! Drafts that are published by themselves.

use std::time::Duration;

use model::Permission;
use serde_json::{Value, json};

use crate::world::*;

const BOT: &str = "/api/v1/bots/a/bot";

/// What an environment says, once its last try is over and the draft has no newer state.
async fn tried(world: &World, token: &str, place: usize, is_wanted: impl Fn(&Value) -> bool) {
    let mut last = Value::Null;
    for _ in 0..3000 {
        last = world.call("GET", &format!("{BOT}/environments"), token, "").await.json();
        if is_wanted(&last[place]) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it never came: {last}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_draft_publishes_itself_when_its_checks_and_tests_pass_and_never_when_they_do_not() {
    let world = World::new(&[("auto_publish_quiet_s", "0")]).await;
    let token = world.token("a", None, &Permission::GIVEN).await;
    let call = async |method: &str, path: &str, body: Value| {
        let headers = [("authorization", &*token), ("if-match", "*")];
        let path = format!("{BOT}/{path}");
        let answer = world.send(method, &path, &headers, &body.to_string(), [192, 0, 2, 9]).await;
        assert!(answer.status.is_success(), "{method} {path}: {}", answer.text());
    };
    // An object is made without a header that names an old state of it.
    let make = async |path: &str, body: Value| {
        let path = format!("{BOT}/{path}");
        let answer = world.call("PUT", &path, &token, &body.to_string()).await;
        assert_eq!(answer.status, 201, "{path}: {}", answer.text());
    };
    let dialog = |says: &str| {
        json!({"name": "hi", "locale": "fr", "exchanges": [{"user": {"type": "says", "text": "xyzzy"},
            "bot": [{"type": "says", "text": says}]}]})
    };
    let came = |result: &'static str, version: u64| {
        move |one: &Value| {
            one["lastTry"]["outcome"]["result"] == result && one["version"] == version
        }
    };

    // Switched on, it tries the draft as it is: what is live already.
    call("PUT", "environments/live", json!({"autoPublish": true})).await;
    tried(&world, &token, 2, came("published", 1)).await;
    make("intents/greet", json!({})).await;
    tried(&world, &token, 2, came("published", 2)).await;

    // A test that fails keeps the draft from its users; mended, it goes out.
    make("dialogs/hi", dialog("Never says this")).await;
    tried(&world, &token, 2, came("refused", 2)).await;
    let seen = world.call("GET", &format!("{BOT}/environments"), &token, "").await.json();
    assert_eq!(seen[2]["lastTry"]["outcome"]["failed"], json!(["hi"]), "{seen}");
    call("PUT", "dialogs/hi", dialog("*")).await;
    tried(&world, &token, 2, came("published", 3)).await;

    // Another environment, on its own; switched off, nothing more happens there.
    call("PUT", "environments/live", json!({"autoPublish": false})).await;
    call("PUT", "environments/staging", json!({"autoPublish": true})).await;
    tried(&world, &token, 1, came("published", 3)).await;
    make("intents/leave", json!({})).await;
    tried(&world, &token, 1, came("published", 4)).await;
    let seen = world.call("GET", &format!("{BOT}/environments"), &token, "").await.json();
    assert_eq!(
        (&seen[2]["version"], &seen[2]["autoPublish"]),
        (&json!(3), &json!(false)),
        "{seen}"
    );

    // Who did what is in the audit log, and the tries are jobs.
    let log = world.call("GET", "/api/v1/namespaces/a/audit?action=environment.", &token, "").await;
    let lines = log.json()["items"].as_array().unwrap().clone();
    let by = |kind: &str| lines.iter().filter(|line| line["actorKind"] == kind).count();
    assert_eq!((by("platform"), by("token")), (4, 3), "{lines:#?}");
    let jobs = world.call("GET", "/api/v1/namespaces/a/jobs", &token, "").await.json();
    let jobs = jobs["items"].as_array().unwrap();
    assert!(jobs.iter().all(|job| job["kind"] == "auto-publish"), "{jobs:#?}");
    world.stop().await;
}
