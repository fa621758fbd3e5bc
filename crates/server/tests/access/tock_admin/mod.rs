//! The documented operations of Tock's admin API: thirteen, each held against the members that
//! its published description and the field tables of its definitions name.

use serde_json::{Value, json};

use crate::world::*;

async fn admin(world: &World, method: &str, path: &str, body: &Value) -> Answer {
    let body = if body.is_null() { String::new() } else { body.to_string() };
    world.call(method, &format!("/rest/admin{path}"), &basic(OWNER, PASSWORD), &body).await
}

/// An upload, as Tock's own Studio sends dumps.
async fn upload(world: &World, path: &str, file: &Value) -> Value {
    let body = format!(
        "--x\r\ncontent-disposition: form-data; name=\"f\"; filename=\"f.json\"\r\n\r\n\
         {file}\r\n--x--\r\n"
    );
    let authorization = basic(OWNER, PASSWORD);
    let headers = [
        ("content-type", "multipart/form-data; boundary=x"),
        ("authorization", authorization.as_str()),
    ];
    let path = format!("/rest/admin{path}");
    let answer = world.send("POST", &path, &headers, &body, [192, 0, 2, 9]).await;
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

/// What differs from run to run, as a mark: moments and probabilities.
fn steady(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| {
                let moment = ["creationDate", "updateDate", "lastUsage", "timestamp"];
                let member = match &member {
                    Value::String(text) if moment.contains(&name.as_str()) => {
                        assert!(text.len() >= 20 && text.ends_with('Z'), "{name}: {text}");
                        json!("MOMENT")
                    }
                    Value::Number(_) if name.to_lowercase().ends_with("probability") => {
                        json!("PROBABILITY")
                    }
                    _ => steady(member),
                };
                (name, member)
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(steady).collect(),
        other => other,
    }
}

#[track_caller]
fn check(answer: &Answer, golden: &str) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let content_type = answer.headers["content-type"].to_str().unwrap();
    assert_eq!(content_type, "application/json; charset=utf-8");
    let expected: Value = serde_json::from_str(golden).unwrap();
    let found = steady(answer.json());
    assert_eq!(found, expected, "{}", serde_json::to_string_pretty(&found).unwrap());
}

/// A travel bot, as a file of Tock's.
fn trip() -> Value {
    serde_json::from_str(include_str!("import.json")).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_thirteen_documented_operations_answer_as_described() {
    let world = World::new(&[]).await;
    let id = "a:trip";

    // POST /dump/application, and under another name.
    let report = upload(&world, "/dump/application", &trip()).await;
    let golden: Value = serde_json::from_str(include_str!("import-report.json")).unwrap();
    assert_eq!(report, golden);
    let copied = upload(&world, "/dump/application/copy", &trip()).await;
    assert_eq!(copied["applicationsImported"], json!(["a:copy"]));

    // GET /application/{id}, GET /applications.
    let application = admin(&world, "GET", &format!("/application/{id}"), &Value::Null).await;
    check(&application, include_str!("application.json"));
    let list = admin(&world, "GET", "/applications", &Value::Null).await.json();
    let ids: Vec<&str> =
        list.as_array().unwrap().iter().map(|it| it["_id"].as_str().unwrap()).collect();
    assert!(ids.contains(&"a:trip") && ids.contains(&"a:copy"), "{ids:?}");
    let none = admin(&world, "GET", "/application/a:none", &Value::Null).await;
    assert_eq!((none.status.as_u16(), none.body.len()), (204, 0));

    // GET /application/dump/{id}: a dump that imports as the same application.
    let dump = admin(&world, "GET", &format!("/application/dump/{id}"), &Value::Null).await;
    check(&dump, include_str!("dump.json"));
    let again = upload(&world, "/dump/application", &dump.json()).await;
    assert_eq!(again["modified"], false, "{again}");

    // GET /sentences/dump/{type}/{id}, and its longer forms.
    let sentences = |more: &str| format!("/sentences/dump/full/{id}{more}");
    let full = admin(&world, "GET", &sentences(""), &Value::Null).await;
    check(&full, include_str!("sentences.json"));
    let count = async |path: String| {
        let answer = admin(&world, "GET", &path, &Value::Null).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["sentences"].as_array().unwrap().len()
    };
    assert_eq!(count(sentences("/a:travel")).await, 2);
    assert_eq!(count(sentences("/tock:unknown")).await, 1);
    assert_eq!(count(sentences("/a:travel/fr")).await, 0);
    assert_eq!(count(format!("/sentences/dump/obfuscated/{id}")).await, 3);
    let bare = admin(&world, "GET", &sentences("/travel"), &Value::Null).await;
    assert_eq!(bare.status, 400);

    // POST /dump/sentences, and under another name.
    let more = json!({"applicationName": id, "language": "en",
        "sentences": [{"text": "fly me to Rome", "intent": "a:travel", "entities": []}]});
    let report = upload(&world, "/dump/sentences", &more).await;
    assert_eq!((&report["sentencesImported"], &report["success"]), (&json!(1), &json!(true)));
    let report = upload(&world, "/dump/sentences/copy", &more).await;
    assert_eq!(report["modified"], true);
    assert_eq!(count("/sentences/dump/full/a:copy/a:travel".into()).await, 3);

    // POST /parse.
    let query = json!({"namespace": "a", "applicationName": "trip", "language": "en",
        "query": "go to Paris"});
    check(&admin(&world, "POST", "/parse", &query).await, include_str!("parse.json"));
    let unknown = json!({"namespace": "a", "applicationName": "none", "query": "x"});
    assert_eq!(admin(&world, "POST", "/parse", &unknown).await.status, 400);

    // DELETE …/entity/{type}/{role}, DELETE …/intent/{id}.
    let role = format!("/application/{id}/intent/a:travel/entity/a:locality/destination");
    let gone = admin(&world, "DELETE", &role, &Value::Null).await;
    assert_eq!((gone.status.as_u16(), gone.json()), (200, json!({})));
    assert_eq!(admin(&world, "DELETE", &role, &Value::Null).await.status, 404);
    let dump = admin(&world, "GET", &format!("/application/dump/{id}"), &Value::Null).await.json();
    assert!(!dump.to_string().contains("locality"), "the type that nothing uses goes: {dump}");
    let intent = format!("/application/{id}/intent/a:weather");
    let gone = admin(&world, "DELETE", &intent, &Value::Null).await;
    assert_eq!((gone.status.as_u16(), gone.json()), (200, json!({})));
    assert_eq!(count(sentences("/tock:unknown")).await, 2, "its sentence waits to be looked at");

    // DELETE /application/{id}.
    let path = format!("/application/{id}");
    let gone = admin(&world, "DELETE", &path, &Value::Null).await;
    assert_eq!(gone.json(), json!({"success": true}));
    assert_eq!(
        admin(&world, "DELETE", &path, &Value::Null).await.json(),
        json!({"success": false})
    );
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_application_is_made_changed_and_refused_with_the_member_at_fault() {
    let world = World::new(&[]).await;
    let trip = json!({"name": "Trip", "namespace": "a", "label": "Trips", "intents": [],
        "supportedLocales": ["en"]});
    let made = admin(&world, "POST", "/application", &trip).await;
    check(&made, include_str!("made.json"));
    let twice = admin(&world, "POST", "/application", &trip).await;
    assert_eq!(twice.status, 400, "{}", twice.text());
    assert!(twice.json()["errors"][0]["message"].as_str().unwrap().contains("`name`"));
    for member in ["name", "namespace", "intents", "supportedLocales"] {
        let mut wrong = trip.clone();
        wrong.as_object_mut().unwrap().remove(member);
        let answer = admin(&world, "POST", "/application", &wrong).await;
        assert_eq!(answer.status, 400, "{member}: {}", answer.text());
        assert!(answer.text().contains(member), "{}", answer.text());
    }
    // Intents that are posted replace those that are there.
    let intent = |name: &str| {
        json!({"name": name, "namespace": "a", "applications": [],
        "entities": [{"entityTypeName": "duckling:datetime", "role": "when"}], "_id": name})
    };
    let names = async |posted: Value| -> Vec<String> {
        let mut with = made.json();
        with["intents"] = posted;
        let answer = admin(&world, "POST", "/application", &with).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let intents = answer.json()["intents"].as_array().unwrap().clone();
        intents.iter().map(|it| it["_id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(json!([intent("come"), intent("go")])).await, ["a:come", "a:go"]);
    assert_eq!(names(json!([intent("go")])).await, ["a:go"]);
    let mut renamed = made.json();
    renamed["name"] = json!("other");
    let answer = admin(&world, "POST", "/application", &renamed).await;
    assert_eq!(answer.status, 400, "{}", answer.text());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_credentials_the_admin_operations_are_closed_even_where_understanding_is_open() {
    let world = World::new(&[("nlp_open", "true")]).await;
    let answer = world.send("GET", "/rest/admin/applications", &[], "", [127, 0, 0, 1]).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.headers["www-authenticate"], "Basic realm=\"palabre\"");
    world.stop().await;
}
