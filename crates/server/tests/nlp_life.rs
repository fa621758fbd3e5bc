//! What changes of a bot do to the answers of the NLU API.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod nlp;
mod served;

use axum::http::StatusCode;
use nlp::{counted, get, imported, parse, post, teach, text};
use serde_json::{Value, json};
use served::call;

#[tokio::test]
async fn a_correction_counts_at_once_and_a_deletion_too() {
    imported("corrected").await;
    teach("corrected", "en", &[("hop hop", "weather")]).await;
    assert_eq!(parse("corrected", "hop hop", json!({})).await["intent"], "weather");
    teach("corrected", "en", &[("hop hop", "travel")]).await;
    assert_eq!(parse("corrected", "hop hop", json!({})).await["intent"], "travel");
    let dump = json!({"applicationName": "app:corrected", "language": "en_GB", "sentences": [
        {"text": "hop hop", "intent": "app:travel", "entities": [], "status": "deleted"}]});
    assert_eq!(post("/dump/import/sentences/plain", &dump).await.json()["success"], true);
    let answer = parse("corrected", "hop hop", json!({})).await;
    assert!(answer["intent"] != "travel" || answer["intentProbability"] != 1.0, "{answer}");
}

#[tokio::test]
async fn sentences_alone_make_what_they_need() {
    let dump = json!({"applicationName": "app:made", "language": "fr_FR", "sentences": [
        {"text": "aller à Paris gare du Nord", "intent": "app:travel", "entities": [
            {"entity": "app:place", "role": "to", "start": 8, "end": 26, "subEntities": [
                {"entity": "app:city", "role": "city", "start": 0, "end": 5}]}]},
        {"text": "blabla", "intent": "tock:unknown", "entities": []},
        {"text": "salut", "intent": "greet", "entities": [], "status": "model"}]});
    assert_eq!(post("/dump/import/sentences/plain", &dump).await.json()["success"], true);
    assert_eq!(post("/dump/import/sentences/plain", &dump).await.json()["success"], false);
    let application = get("/application?namespace=app&name=made").await.json();
    assert_eq!(application["supportedLocales"], json!(["fr"]));
    let intents = get("/intents?namespace=app&name=made").await.json();
    let names: Vec<&str> =
        intents.as_array().unwrap().iter().filter_map(|own| own["name"].as_str()).collect();
    assert_eq!(names, ["greet", "travel"]);
    let unknown = parse("made", "blabla", json!({"context": {"language": "fr"}})).await;
    assert_eq!(
        (&unknown["intent"], &unknown["intentProbability"]),
        (&json!("unknown"), &json!(1.0))
    );
    let bare = json!({"applicationName": "made", "language": "fr", "sentences": []});
    let answer = post("/dump/import/sentences/plain", &bare).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(text(&answer).contains("`applicationName`"), "{}", text(&answer));
}

#[tokio::test]
async fn parts_count_from_their_parent() {
    let sentence = |street: &str, number: &str, city: &str| {
        let address = format!("{number} {street}, {city}");
        let text = format!("🏠 deliver to {address} please");
        let units = |text: &str| text.encode_utf16().count();
        let place = |text: &str, part: &str| {
            let start = units(&text[..text.find(part).unwrap()]);
            (start, start + units(part))
        };
        let line = format!("{number} {street}");
        let (a, b, c, d) = (
            place(&text, &address),
            place(&address, &line),
            place(&line, number),
            place(&address, city),
        );
        let sentence = json!({"text": text, "intent": "deliver", "entities": [
            {"entity": "app:address", "role": "address", "start": a.0, "end": a.1, "subEntities": [
                {"entity": "app:line", "role": "line", "start": b.0, "end": b.1, "subEntities": [
                    {"entity": "app:house", "role": "house", "start": c.0, "end": c.1}]},
                {"entity": "app:city", "role": "city", "start": d.0, "end": d.1}]}]});
        (text, sentence)
    };
    let all = [
        ("rue Verte", "12", "Lyon"),
        ("place Rouge", "7", "Nice"),
        ("avenue Bleue", "31", "Lille"),
        ("quai Noir", "5", "Tours"),
        ("rue Haute", "44", "Brest"),
        ("cours Long", "9", "Dijon"),
    ];
    let (texts, sentences): (Vec<String>, Vec<Value>) =
        all.map(|(s, n, c)| sentence(s, n, c)).into_iter().unzip();
    let dump = json!({"applicationName": "app:parts", "language": "en", "sentences": sentences});
    assert_eq!(post("/dump/import/sentences/plain", &dump).await.json()["success"], true);
    for existing in [true, false] {
        let asked = json!({"context": {"checkExistingQuery": existing},
            "intentsSubset": [{"intent": "app:deliver"}]});
        let answer = parse("parts", &texts[0], asked).await;
        let address = &answer["entities"][0];
        assert_eq!((&address["start"], &address["end"]), (&json!(14), &json!(32)), "{answer}");
        let parts = address["subEntities"].as_array().unwrap();
        let found: Vec<(&str, u64, u64)> = parts
            .iter()
            .map(|own| {
                (
                    own["entity"]["role"].as_str().unwrap(),
                    own["start"].as_u64().unwrap(),
                    own["end"].as_u64().unwrap(),
                )
            })
            .collect();
        assert_eq!(found, [("line", 0, 12), ("city", 14, 18)], "{answer}");
    }
}

#[tokio::test]
async fn two_roles_of_one_type_are_told_apart() {
    imported("roles").await;
    let answer = parse("roles", "I leave from Dijon", json!({})).await;
    assert_eq!(answer["entities"][0]["entity"]["role"], "origin", "{answer}");
    let answer = parse("roles", "a ticket to Dijon please", json!({})).await;
    assert_eq!(answer["entities"][0]["entity"]["role"], "destination", "{answer}");
    assert_eq!(answer["entities"][0]["entity"]["entityType"]["name"], "app:locality");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_go_on_while_a_bot_is_trained_and_each_is_of_one_version() {
    imported("busy").await;
    teach("busy", "en", &[("ping", "weather")]).await;
    let asking = tokio::spawn(async {
        let mut intents = Vec::new();
        for _ in 0..200 {
            let answer = parse("busy", "ping", json!({})).await;
            assert_eq!(answer["intentProbability"], 1.0, "{answer}");
            intents.push(answer["intent"].as_str().unwrap().to_owned());
        }
        intents
    });
    for round in 0..4 {
        let intent = ["travel", "weather"][round % 2];
        teach("busy", "en", &[("ping", intent)]).await;
    }
    let intents = asking.await.unwrap();
    assert!(intents.iter().all(|own| own == "weather" || own == "travel"));
    assert_eq!(parse("busy", "ping", json!({})).await["intent"], "weather");
}

#[tokio::test]
async fn imports_at_the_same_time_lose_nothing() {
    let one = |number: usize| async move {
        teach("crowd", "en", &[(&format!("sentence {number}"), &format!("intent_{number}"))]).await;
    };
    futures_util::future::join_all((0..8).map(one)).await;
    let intents = get("/intents?namespace=app&name=crowd").await.json();
    assert_eq!(intents.as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn what_is_hardly_understood_waits_without_intent() {
    imported("hardly").await;
    let subset = json!({"intentsSubset": [{"intent": "app:weather"}],
        "context": {"registerQuery": true, "increaseQueryCounter": true}});
    let answer = parse("hardly", "zzz", subset).await;
    assert_eq!(answer["intent"], "weather");
    assert!(answer["intentProbability"].as_f64().unwrap() <= 0.1, "{answer}");
    let lines = counted("hardly", json!({})).await;
    assert_eq!(lines[0]["intent"], "tock:unknown");
}

#[tokio::test]
async fn health_is_told_in_tock_s_places() {
    for path in ["/rest/nlp/healthcheck", "/health/liveness"] {
        let answer = call("GET", path, &[], "").await;
        assert_eq!((answer.status, answer.body.len()), (StatusCode::OK, 0), "{path}");
    }
    assert_eq!(call("GET", "/health/readiness", &[], "").await.status, StatusCode::OK);
}
