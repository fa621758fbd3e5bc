//! How tests ask the NLU API, and the application that they ask.

#![allow(dead_code, reason = "not every file of tests needs each")]

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::served::{Answer, call};

pub async fn post(path: &str, body: &Value) -> Answer {
    call("POST", &format!("/rest/nlp{path}"), &[], body.to_string()).await
}

pub async fn get(path: &str) -> Answer {
    call("GET", &format!("/rest/nlp{path}"), &[], "").await
}

pub fn text(answer: &Answer) -> String {
    String::from_utf8_lossy(&answer.body).into_owned()
}

/// An application of its own for each test, as an old version of Tock exports it: entities
/// without `subEntities`, no labels, no thresholds.
pub fn dump(name: &str) -> Value {
    let classified = |text: &str, intent: &str, entities: Value| {
        json!({"text": text, "language": "en", "applicationId": "a1", "status": "model",
            "creationDate": "2017-05-07T20:43:33.826Z", "updateDate": "2017-05-07T20:43:33.826Z",
            "classification": {"intentId": intent, "entities": entities}})
    };
    let entity = |text: &str, part: &str, kind: &str, role: &str| {
        let byte = text.find(part).unwrap();
        let start = text[..byte].encode_utf16().count();
        json!({"type": kind, "role": role, "start": start, "end": start + part.encode_utf16().count()})
    };
    let mut sentences = Vec::new();
    for city in ["Paris", "Lyon", "Nice", "Lille", "Brest", "Tours"] {
        for (text, role) in [
            (format!("I want to go to {city}"), "destination"),
            (format!("a ticket to {city} please"), "destination"),
            (format!("I leave from {city}"), "origin"),
        ] {
            sentences.push(classified(
                &text,
                "i1",
                json!([entity(&text, city, "app:locality", role)]),
            ));
        }
        let text = format!("I want to travel to {city} tomorrow");
        let entities = json!([
            entity(&text, city, "app:locality", "destination"),
            entity(&text, "tomorrow", "duckling:datetime", "datetime")
        ]);
        sentences.push(classified(&text, "i1", entities));
    }
    for text in
        ["what is the weather like", "will it rain", "is it going to be sunny", "how hot is it"]
    {
        sentences.push(classified(text, "i2", json!([])));
    }
    json!({
        "application": {"name": name, "namespace": "app", "intents": ["i1", "i2"],
            "supportedLocales": ["en"], "intentStatesMap": {},
            "nlpEngineType": {"name": "opennlp"}, "mergeEngineTypes": true, "_id": "a1"},
        "entityTypes": [{"name": "app:locality", "description": "", "_id": "e1"},
            {"name": "duckling:datetime", "description": "built-in", "_id": "e2"}],
        "intents": [
            {"name": "travel", "namespace": "app", "applications": ["a1"], "_id": "i1", "entities": [
                {"entityTypeName": "app:locality", "role": "destination"},
                {"entityTypeName": "app:locality", "role": "origin"},
                {"entityTypeName": "duckling:datetime", "role": "datetime"}]},
            {"name": "weather", "namespace": "app", "applications": ["a1"], "entities": [], "_id": "i2"}],
        "sentences": sentences, "faqs": [], "dumpType": "full",
        "timestamp": "2018-01-02T00:00:00Z"
    })
}

pub async fn imported(name: &str) {
    let answer = post("/dump/import/plain", &dump(name)).await;
    assert_eq!(answer.json()["success"], true, "{}", text(&answer));
}

/// Sentences as people validate them, in `language`.
pub async fn teach(name: &str, language: &str, sentences: &[(&str, &str)]) {
    let sentences: Vec<Value> = sentences
        .iter()
        .map(|(text, intent)| json!({"text": text, "intent": intent, "entities": []}))
        .collect();
    let dump = json!({"applicationName": format!("app:{name}"), "language": language, "sentences": sentences});
    let answer = post("/dump/import/sentences/plain", &dump).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", text(&answer));
}

pub fn query(name: &str, sentence: &str, changes: &Value) -> Value {
    let mut query = json!({"queries": [sentence], "namespace": "app", "applicationName": name,
        "context": {"language": "en", "referenceDate": "2026-03-02T09:00:00+01:00",
            "referenceTimezone": "Europe/Paris", "registerQuery": false,
            "increaseQueryCounter": false}});
    for (member, value) in changes.as_object().unwrap() {
        match (member.as_str(), value.as_object()) {
            ("context", Some(context)) => {
                for (member, value) in context {
                    query["context"][member] = value.clone();
                }
            }
            _ => query[member] = value.clone(),
        }
    }
    query
}

pub async fn parse(name: &str, sentence: &str, changes: Value) -> Value {
    let answer = post("/parse", &query(name, sentence, &changes)).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", text(&answer));
    answer.json()
}

pub async fn counted(name: &str, changes: Value) -> Vec<Value> {
    let mut query =
        json!({"namespace": "app", "applicationName": name, "language": "en", "size": 50});
    for (member, value) in changes.as_object().unwrap() {
        query[member] = value.clone();
    }
    let answer = post("/logs/count", &query).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", text(&answer));
    answer.json().as_array().unwrap().clone()
}
