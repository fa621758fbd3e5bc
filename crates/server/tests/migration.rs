//! Files of Tock's and of translators through the routes, with real storage.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod served;

use serde_json::{Value, json};
use served::{Answer, call};

const CONFIGURATIONS: &str =
    include_str!("../../importers/tests/data/configurations.constructed.json");

async fn ok(method: &str, path: &str, body: impl Into<axum::body::Body>) -> Answer {
    let answer = call(method, path, &[], body).await;
    assert_eq!(answer.status, 200, "{method} {path}: {}", answer.text());
    answer
}

fn codes(report: &Value) -> Vec<&str> {
    let lines = report["findings"].as_array().unwrap();
    lines.iter().map(|line| line["code"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_vendors_pages_and_programs_know_works_after_an_import() {
    // The namespace is that of the path, whatever the file says.
    let import = "/api/v1/namespaces/app/import?name=station";
    let report = ok("POST", import, CONFIGURATIONS).await;
    assert!(!report.text().contains("hush"), "a secret is in the report: {}", report.text());
    let report = report.json();
    assert_eq!((&report["created"], &report["name"]), (&json!(true), &json!("station")));
    let told = codes(&report);
    for code in ["no-connector", "kept", "not-needed", "not-understood"] {
        assert!(told.contains(&code), "{code}: {report}");
    }

    let channels = ok("GET", "/api/v1/bots/app/station/channels", "").await;
    assert!(!channels.text().contains("hush"), "{}", channels.text());
    let channels = channels.json();
    let by = |kind: &str, alias: &str| {
        let mut found = channels.as_array().unwrap().iter();
        found
            .find(|one| one["connector"] == kind && one["alias"] == alias)
            .unwrap_or_else(|| panic!("no channel {kind} {alias}: {channels}"))
    };
    assert_eq!(by("web", "station-web")["path"], "/io/acme/station/web");
    let messenger = by("messenger", "1029384756");
    assert_eq!(messenger["path"], "/messenger");
    assert_eq!(messenger["enabled"], false);
    assert_eq!(messenger["secrets"], json!(["pageId", "secret", "token"]));

    // Pages find the bot where it was.
    let body = json!({"query": "bonjour", "userId": "anna"}).to_string();
    let answer = ok("POST", "/io/acme/station/web", body).await;
    assert!(answer.json()["responses"].is_array(), "{}", answer.text());
    let key = ok("GET", "/api/v1/bots/app/station/key", "").await;
    assert_eq!(key.json()["lastFour"], "9f10");

    let again = ok("POST", import, CONFIGURATIONS).await.json();
    assert_eq!(again["changed"], false, "{again}");
}

#[tokio::test]
async fn what_a_configuration_alone_says_is_said_on_its_channels_and_goes_out_again() {
    let connectors: Vec<Value> = ["site", "shop", "phone"]
        .iter()
        .map(|name| {
            let configuration = if *name == "phone" { "voice" } else { "web" };
            json!({"_id": format!("id-{name}"), "applicationId": name, "name": configuration,
                   "botId": "open", "namespace": "x", "connectorType": {"id": "web"},
                   "parameters": {}, "path": format!("/open/{name}")})
        })
        .collect();
    let said = |text: &str| {
        json!([{"answerType": "simple", "answers": [
            {"key": {"key": format!("x_{text}"), "defaultLabel": text}, "delay": -1}]}])
    };
    let story = |name: &str, more: Value| {
        let mut story = json!({"storyId": name, "botId": "open", "namespace": "x", "name": name,
            "intent": {"name": name}, "currentType": "simple", "userSentenceLocale": "en",
            "answers": said(&format!("default {name}"))});
        story.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        story
    };
    let own = json!({
        "features": [{"enabled": true, "switchToStoryId": "bye",
                      "botApplicationConfigurationId": "id-phone"}],
        "configuredAnswers": [{"botConfiguration": "web", "currentType": "simple",
                               "answers": said("web hours")}]});
    let stories = json!([story("hours", own), story("bye", json!({}))]).to_string();
    let import = "/api/v1/namespaces/app/import?name=open";
    ok("POST", import, json!(connectors).to_string()).await;
    let report = ok("POST", import, stories.clone()).await.json();
    assert!(!codes(&report).contains(&"not-kept"), "{report}");
    let published = call("POST", "/api/v1/bots/app/open/versions", &[], "{}").await;
    assert_eq!(published.status, 201, "{}", published.text());

    for (path, expected) in [("site", "web hours"), ("shop", "web hours"), ("phone", "default bye")]
    {
        let body = json!({"payload": "hours", "userId": "u"}).to_string();
        let answer = ok("POST", &format!("/open/{path}"), body).await.json();
        assert_eq!(answer["responses"][0]["text"], expected, "{path}: {answer}");
    }

    // Out in Tock's form, and in again: nothing is new.
    let admin = "/rest/admin/bot/story/app:open";
    let dump = ok("GET", &format!("{admin}/export"), "").await;
    assert_eq!(dump.json()[0]["configuredAnswers"][0]["botConfiguration"], "web");
    let feature = &dump.json()[0]["features"][0];
    assert_eq!(feature["botApplicationConfigurationId"], "id-phone", "{}", dump.text());
    let one = ok("GET", &format!("{admin}/export/bye"), "").await.json();
    assert_eq!((one.as_array().unwrap().len(), &one[0]["storyId"]), (1, &json!("bye")));
    let body = json!({"stories": dump.json(), "mode": "DEFAULT"}).to_string();
    let again = ok("POST", &format!("{admin}/en/import"), body).await.json();
    assert_eq!(again["modified"], false, "{again}");
    let none = call("GET", "/rest/admin/bot/story/app:nobody/export", &[], "").await;
    assert_eq!(none.status, 404);
    let wrong = call("POST", &format!("{admin}/12/import"), &[], "[]").await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn a_path_or_a_key_that_another_bot_has_stays_theirs_and_is_told() {
    let configuration = |bot: &str| {
        json!([
            {"applicationId": "w", "botId": bot, "namespace": "x", "connectorType": {"id": "web"},
             "parameters": {}, "path": "/taken/web"},
            {"applicationId": "r", "botId": bot, "namespace": "x", "connectorType": {"id": "web"},
             "parameters": {}, "path": "/api/web"},
            {"name": bot, "botId": bot, "namespace": "x", "apiKey": "a-key-of-sixteen-bytes",
             "supportedLocales": ["fr"]}
        ])
        .to_string()
    };
    let first = ok("POST", "/api/v1/namespaces/app/import", configuration("one")).await.json();
    assert_eq!(codes(&first)[0], "channel-not-kept", "a reserved path: {first}");
    let other = ok("POST", "/api/v1/namespaces/app/import", configuration("other")).await.json();
    assert!(codes(&other).contains(&"key-not-kept"), "{other}");
    let refused = codes(&other).iter().filter(|code| **code == "channel-not-kept").count();
    assert_eq!(refused, 2, "{other}");
    assert!(!other.to_string().contains("sixteen"), "{other}");
}

#[tokio::test]
async fn labels_go_to_translators_and_come_back() {
    let file = "/api/v1/bots/app/gare/label-file";
    let table = ok("GET", file, "").await;
    assert!(table.header("content-type").starts_with("text/csv"));
    let unchanged = ok("POST", file, table.body.clone()).await.json();
    assert_eq!((&unchanged["added"], &unchanged["changed"]), (&json!([]), &json!([])));
    let as_json = ok("GET", &format!("{file}?format=json"), "").await;
    let same = ok("POST", file, as_json.body.clone()).await.json();
    assert_eq!(same["changed"], json!([]));
    assert_eq!(
        same["unchanged"].as_u64().unwrap(),
        as_json.json().as_object().unwrap().len() as u64
    );

    let row = "\u{feff}Key;Language;Interface;Channel;Validated;Description;Text\n\
               new.one;fr;;;no;;Bonjour\nnew.two;xx yy;;;no;;Salut\n";
    let told = ok("POST", file, row).await.json();
    assert_eq!(told["leftOut"], json!(["new.one"]), "nothing is made silently");
    assert_eq!(told["findings"][0]["line"], 3);
    let told = ok("POST", &format!("{file}?create=true"), row).await.json();
    assert_eq!(told["added"], json!(["new.one"]));

    let listed = |query: &'static str| async move {
        let path = format!("/api/v1/bots/app/gare/labels?search=new.one&{query}");
        ok("GET", &path, "").await.json()["total"].clone()
    };
    assert_eq!(listed("validated=false").await, 1);
    assert_eq!(listed("validated=true").await, 0);
    assert_eq!(listed("missing=true&locale=en").await, 1);
    assert_eq!(listed("missing=true&locale=fr").await, 0);
    assert_eq!(listed("unused=true").await, 1);
    let wrong = call("GET", &format!("{file}?format=xls"), &[], "").await;
    assert_eq!(wrong.status, 400);
}

#[tokio::test]
async fn what_is_said_to_users_is_counted_by_label() {
    let body = json!({"query": "bonjour", "userId": "counted"}).to_string();
    ok("POST", "/io/app/gare/web", body).await;
    let uses = ok("GET", "/api/v1/bots/app/gare/label-uses", "").await.json();
    let used = &uses["uses"][0];
    assert!(used["count"].as_u64() >= Some(1), "{uses}");
    let key = used["key"].as_str().unwrap();
    assert!(uses["unsaid"].as_array().unwrap().iter().all(|label| label["key"] != key));
}

#[tokio::test]
async fn a_talk_on_a_channel_shows_what_it_would_send_and_becomes_a_test() {
    let talk = async |event: Value| {
        let body = json!({"userId": "tester", "locale": "fr", "channel": "widget", "event": event});
        ok("POST", "/api/v1/bots/app/gare/talk", body.to_string()).await.json()
    };
    let said = talk(json!({"type": "sentence", "text": "bonjour"})).await;
    let rendered = said["rendered"].as_array().unwrap();
    assert_eq!(rendered.len(), said["messages"].as_array().unwrap().len(), "{said}");
    assert!(rendered.iter().all(Value::is_object), "{said}");
    let place = json!({"type": "location", "latitude": 48.85, "longitude": 2.35});
    talk(place).await;
    let conversations =
        ok("GET", "/api/v1/bots/app/gare/conversations?tests=true&user=studio:tester", "").await;
    let id = conversations.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/bots/app/gare/conversations/{id}/to-dialog");
    let dialog = ok("POST", &path, json!({"name": "replayed"}).to_string()).await.json();
    assert_eq!(dialog["exchanges"][0]["user"], json!({"type": "says", "text": "bonjour"}));
    let place = json!({"type": "sends_place", "latitude": 48.85, "longitude": 2.35});
    assert_eq!(dialog["exchanges"][1]["user"], place);

    // It passes on the version that gave these answers, as a job.
    let put = "/api/v1/bots/app/gare/dialogs/replayed";
    assert_eq!(call("PUT", put, &[], dialog.to_string()).await.status, 201);
    let request = json!({"dialogs": ["replayed"], "version": 1}).to_string();
    let asked = call("POST", "/api/v1/bots/app/gare/dialog-runs", &[], request).await;
    assert_eq!(asked.status, 202, "{}", asked.text());
    let job = format!("/api/v1/namespaces/app/jobs/{}", asked.json()["id"].as_str().unwrap());
    let done = loop {
        let job = ok("GET", &job, "").await.json();
        match job["state"].as_str().unwrap() {
            "waiting" | "running" => tokio::task::yield_now().await,
            _ => break job,
        }
    };
    assert_eq!(done["result"]["passed"], 1, "{done}");
    let unknown = json!({"version": 99}).to_string();
    let refused = call("POST", "/api/v1/bots/app/gare/dialog-runs", &[], unknown).await;
    assert_eq!(refused.status, 404);
    let nowhere = json!({"userId": "t", "channel": "pigeon", "event": {"type": "start"}});
    let refused = call("POST", "/api/v1/bots/app/gare/talk", &[], nowhere.to_string()).await;
    assert_eq!(refused.status, 409, "{}", refused.text());
}

#[tokio::test]
async fn the_state_of_a_program_is_shown_and_its_address_is_not() {
    let made = json!({"name": "programmed", "locales": ["fr"]}).to_string();
    assert_eq!(call("POST", "/api/v1/namespaces/app/bots", &[], made).await.status, 201);
    let program = "/api/v1/bots/app/programmed/program";
    assert_eq!(call("GET", program, &[], "").await.status, 404);
    let wrong = json!({"webhookUrl": "ftp://hush"}).to_string();
    let refused = call("PUT", program, &[], wrong).await;
    assert_eq!(refused.status, 400);
    assert!(!refused.text().contains("hush"), "{}", refused.text());
    let put = json!({"webhookUrl": "https://bots.invalid/hush"}).to_string();
    let shown = ok("PUT", program, put).await;
    assert!(!shown.text().contains("hush"), "{}", shown.text());
    assert_eq!(shown.json()["hasWebhook"], true);
    assert_eq!(shown.json()["connections"]["sockets"], 0);
    let kept = ok("PUT", program, json!({"strictEntities": true}).to_string()).await.json();
    assert_eq!((&kept["hasWebhook"], &kept["strictEntities"]), (&json!(true), &json!(true)));
    let without = ok("PUT", program, json!({"webhookUrl": ""}).to_string()).await.json();
    assert_eq!(without["hasWebhook"], false);
    assert_eq!(call("DELETE", program, &[("if-match", "*")], "").await.status, 204);
    assert_eq!(call("GET", program, &[], "").await.status, 404);
}
