//! Evaluations as jobs.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod nlp;
mod served;

use axum::http::StatusCode;
use nlp::{imported, teach};
use serde_json::{Value, json};
use served::{Answer, call};

async fn ask(name: &str, body: Value) -> Answer {
    let path = format!("/api/v1/bots/app/{name}/evaluations");
    call("POST", &path, &[], body.to_string()).await
}

/// Asks again and again until the job is over; each answer takes its time.
async fn over(name: &str, id: &str) -> Value {
    loop {
        let path = format!("/api/v1/bots/app/{name}/evaluations/{id}");
        let answer = call("GET", &path, &[], "").await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let answer = answer.json();
        let state = answer["job"]["state"].as_str().unwrap().to_owned();
        if !["waiting", "running"].contains(&state.as_str()) {
            return answer;
        }
        tokio::task::yield_now().await;
    }
}

async fn evaluated(name: &str, body: Value) -> Value {
    let asked = ask(name, body).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text());
    over(name, asked.json()["id"].as_str().unwrap()).await
}

#[tokio::test]
async fn a_bot_is_evaluated_as_a_job_and_compared_with_an_earlier_version() {
    imported("measured").await;
    teach("measured", "en", &[("snow or sun", "weather"), ("is there fog", "weather")]).await;
    let answer =
        evaluated("measured", json!({"folds": 3, "against": 1, "learningCurve": true})).await;
    assert_eq!(answer["job"]["state"], "succeeded", "{answer}");
    assert_eq!(answer["job"]["kind"], "evaluation");
    let evaluation = &answer["result"]["evaluation"];
    assert_eq!((&evaluation["sentences"], &evaluation["accuracy"]["n"]), (&json!(30), &json!(30)));
    assert!(evaluation["accuracy"]["low"].as_f64() < evaluation["accuracy"]["high"].as_f64());
    assert_eq!(evaluation["learning_curve"].as_array().unwrap().len(), 5);
    assert_eq!(answer["result"]["comparison"]["sentences"], 28);
    assert_eq!(answer["result"]["comparison"]["only_after"], 2);
    assert_eq!(answer["result"]["against"], 1);
    let is_error = |own: &Value| {
        own["intent"] != own["found"]
            || own["accepted"] == false
            || own.get("entities_missed").is_some()
            || own.get("entities_wrong").is_some()
    };
    assert!(evaluation["outcomes"].as_array().unwrap().iter().all(is_error));

    let list = call("GET", "/api/v1/bots/app/measured/evaluations", &[], "").await.json();
    assert_eq!(list["items"][0]["id"], answer["job"]["id"]);
    assert!(list["items"][0].get("result").is_none());
    let id = answer["job"]["id"].as_str().unwrap();
    let job = call("GET", &format!("/api/v1/namespaces/app/jobs/{id}"), &[], "").await.json();
    assert_eq!(job["result"]["evaluation"]["accuracy"], evaluation["accuracy"]);
    // Of another bot and another namespace there is nothing of that id.
    for path in [
        format!("/api/v1/bots/app/gare/evaluations/{id}"),
        format!("/api/v1/namespaces/other/jobs/{id}"),
    ] {
        assert_eq!(call("GET", &path, &[], "").await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn sentences_that_were_held_out_are_measured() {
    imported("outside").await;
    let held_out = json!([{"text": "is it raining", "intent": "weather"}, {"text": "qwerty"}]);
    let answer = evaluated("outside", json!({"heldOut": held_out, "rejection": false})).await;
    let evaluation = &answer["result"]["evaluation"];
    assert_eq!((&evaluation["held_out"], &evaluation["accuracy"]["n"]), (&json!(true), &json!(2)));
}

#[tokio::test]
async fn one_evaluation_of_a_bot_at_a_time_and_it_can_be_stopped() {
    let asked = ask("gare", json!({"speed": "full"})).await;
    assert_eq!(asked.status, StatusCode::ACCEPTED, "{}", asked.text());
    let id = asked.json()["id"].as_str().unwrap().to_owned();
    let second = ask("gare", json!({})).await;
    assert_eq!(second.status, StatusCode::CONFLICT);
    assert!(second.text().contains(&id), "{}", second.text());
    let path = format!("/api/v1/namespaces/app/jobs/{id}/cancel");
    assert_eq!(call("POST", &path, &[], "").await.json()["cancel"], true);
    let answer = over("gare", &id).await;
    assert_eq!((&answer["job"]["state"], answer.get("result")), (&json!("cancelled"), None));
}

#[tokio::test]
async fn evaluations_that_cannot_be_made_say_why() {
    imported("refused").await;
    for (name, body, status, says) in [
        ("refused", json!({"folds": 1}), 400, "field `folds`"),
        ("refused", json!({"fold": 3}), 400, "unknown field `fold`"),
        ("refused", json!({"version": 99}), 404, "no version 99"),
        ("nobody", json!({}), 404, "nobody"),
    ] {
        let answer = ask(name, body).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.text());
        assert!(answer.text().contains(says), "{}", answer.text());
    }
    for id in ["x", "job_00000000000000000000000000"] {
        let path = format!("/api/v1/namespaces/app/jobs/{id}");
        assert_eq!(call("GET", &path, &[], "").await.status, StatusCode::NOT_FOUND);
    }
}
