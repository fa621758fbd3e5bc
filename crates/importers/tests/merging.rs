//! Values of one entity become one, as programs written for Tock ask for it.

#![allow(clippy::unwrap_used)]

use importers::tock::{merge, new_bot};
use model::{Dimension, Locale, ReadingContext, Span, Value, ValueFound, ValueReader};
use serde_json::{Value as Json, json};
use wire::nlp::CreateApplicationQuery;

/// Reads "demain à 9h" whole, and merges by saying so.
struct Few;

impl ValueReader for Few {
    fn read(&self, text: &str, _: &ReadingContext) -> Vec<ValueFound> {
        let value = match text {
            "demain à 9h" => {
                serde_json::from_value(json!({"type": "date", "at": "2026-03-03T09:00:00+01:00",
                    "grain": "hour"}))
            }
            _ => return Vec::new(),
        };
        vec![ValueFound {
            span: Span::of_bytes(text, 0, text.len()),
            dimension: Dimension::Datetime,
            value: value.unwrap(),
            latent: false,
            score: 1.0,
        }]
    }

    fn warm_up(&self, _: &[Locale], _: &[Dimension]) {}

    fn merge(&self, held: &Value, _: &ValueFound, text: &str, _: &ReadingContext) -> Option<Value> {
        (text == "le même").then(|| held.clone())
    }
}

fn date(day: &str, grain: &str) -> Json {
    json!({"@type": "dateEntity", "date": format!("{day}+01:00"), "grain": grain})
}

#[track_caller]
fn check(entity_type: &str, values: Json, expected: Json) {
    let bot = new_bot(&CreateApplicationQuery {
        name: "trip".into(),
        label: None,
        namespace: "app".into(),
        locale: "fr".into(),
    })
    .unwrap();
    let query = serde_json::from_value(json!({
        "namespace": "app", "applicationName": "trip",
        "context": {"language": "fr", "referenceDate": "2026-03-02T09:00:00Z"},
        "entity": {"entityType": {"name": entity_type}, "role": "departure"},
        "values": values,
    }))
    .unwrap();
    let merged = merge(&bot, &query, model::Timestamp(0), &Few).unwrap();
    assert_eq!(serde_json::to_value(&merged).unwrap(), expected);
}

#[test]
fn one_value_is_itself_and_only_dates_are_merged() {
    let day = date("2026-03-03T00:00:00", "day");
    let one = json!([{"value": day, "content": "demain"}]);
    check("duckling:datetime", one.clone(), json!({"value": day, "content": "demain"}));
    check("duckling:number", one.clone(), json!({}));
    check("app:town", one, json!({}));
    check("duckling:datetime", json!([]), json!({}));
}

#[test]
fn words_said_apart_are_read_together_in_their_order_else_the_surest_counts() {
    let hour = json!({"value": date("2026-03-02T09:00:00", "hour"), "content": "à 9h",
        "position": 7, "probability": 0.6});
    let day =
        json!({"value": date("2026-03-03T00:00:00", "day"), "content": "demain", "position": 0});
    check(
        "duckling:datetime",
        json!([hour, day]),
        json!({"value": date("2026-03-03T09:00:00", "hour"), "content": "demain à 9h"}),
    );
    let other = json!({"value": date("2026-03-04T00:00:00", "day"), "content": "mercredi",
        "probability": 0.9});
    check(
        "duckling:datetime",
        json!([hour, other]),
        json!({"value": date("2026-03-04T00:00:00", "day"), "content": "mercredi"}),
    );
}

#[test]
fn what_is_said_completes_or_replaces_what_was_held() {
    let held = date("2026-03-03T00:00:00", "day");
    let initial = json!({"value": held, "content": "demain", "initial": true});
    let said = date("2026-03-05T00:00:00", "day");
    check(
        "duckling:datetime",
        json!([initial, {"value": said, "content": "le même"}]),
        json!({"value": held, "content": "le même"}),
    );
    check(
        "duckling:datetime",
        json!([initial, {"value": said, "content": "jeudi"}]),
        json!({"value": said, "content": "jeudi"}),
    );
    check("duckling:datetime", json!([initial]), json!({"value": held, "content": "demain"}));
}
