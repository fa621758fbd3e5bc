//! Whatever JSON comes in: no panic, and what was read is the same when it is written and read
//! again.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use wire::{nlp, web};

// JSON out of the protocols' own names, so that some of it is understood.
fn any_json() -> impl Strategy<Value = Json> {
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        (0_u64..100).prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        // Quarters are written and read without loss.
        (-1_000_i32..1_000).prop_map(|quarters| Json::from(f64::from(quarters) / 4.0)),
        "(dateEntity|number|string|duration|day|model|postback|web_url|fr|app:x|image)"
            .prop_map(Json::from),
        "\\PC{0,8}".prop_map(Json::from),
    ];
    let name = proptest::sample::select(vec![
        "@type",
        "value",
        "unit",
        "date",
        "toDate",
        "grain",
        "candidates",
        "probability",
        "klass",
        "queries",
        "namespace",
        "applicationName",
        "context",
        "language",
        "state",
        "states",
        "intent",
        "intentNamespace",
        "entities",
        "entity",
        "entityType",
        "name",
        "role",
        "start",
        "end",
        "subEntities",
        "retainedQuery",
        "otherIntentsProbabilities",
        "application",
        "sentences",
        "text",
        "status",
        "classification",
        "intentId",
        "type",
        "buttons",
        "card",
        "carousel",
        "cards",
        "title",
        "payload",
        "url",
        "file",
        "image",
        "widget",
        "data",
        "responses",
        "metadata",
        "footnotes",
        "identifier",
        "values",
        "labels",
        "entityName",
        "errors",
        "message",
    ]);
    leaf.prop_recursive(5, 60, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Json::from),
            proptest::collection::vec((name.clone(), inner), 0..10).prop_map(|members| {
                let members: Map<String, Json> =
                    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                Json::Object(members)
            }),
        ]
    })
}

fn check<T: DeserializeOwned + Serialize + PartialEq + Debug>(json: &Json) {
    let Ok(read) = wire::json::of_value::<T>(json.clone()) else { return };
    let written = serde_json::to_string(&read).unwrap();
    let again: T = wire::json::read(written.as_bytes()).expect(&written);
    assert_eq!(serde_json::to_string(&again).unwrap(), written);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn any_json_into_every_shape(json in any_json()) {
        check::<web::WebMessage>(&json);
        check::<web::WebResponse>(&json);
        check::<web::WebButton>(&json);
        check::<web::WebCard>(&json);
        check::<nlp::Value>(&json);
        check::<nlp::ParseQuery>(&json);
        check::<nlp::ParseResult>(&json);
        check::<nlp::EntityValue>(&json);
        check::<nlp::EntityEvaluationQuery>(&json);
        check::<nlp::ValuesMergeQuery>(&json);
        check::<nlp::ApplicationDump>(&json);
        check::<nlp::ClassifiedSentence>(&json);
        check::<nlp::SentencesDump>(&json);
        check::<nlp::DictionaryData>(&json);
        check::<nlp::IntentDefinition>(&json);
        check::<nlp::Probabilities>(&json);
        check::<nlp::NlpErrors>(&json);
        drop(web::WebRequest::read(json.to_string().as_bytes()));
    }
}
