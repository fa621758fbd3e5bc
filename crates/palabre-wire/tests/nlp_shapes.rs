//! The NLU API's JSON to the letter: order of members, nulls, empty lists.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};
use wire::nlp::{
    ApplicationDefinition, ApplicationDump, ClassifiedSentence, DictionaryData,
    EntityEvaluationResult, EntityTypeDefinition, IntentDefinition, LogCount, LogCountQuery,
    NlpErrors, ParseQuery, ParseResult, SentenceDump, SentenceStatus, SentencesDump, Success,
    Value, ValuesMergeQuery, ValuesMergeResult,
};

/// Reads what we write and writes it again, to the letter.
#[track_caller]
fn check<T: Serialize + DeserializeOwned>(json: &str) -> T {
    let read: T = serde_json::from_str(json).unwrap();
    assert_eq!(serde_json::to_string(&read).unwrap(), json);
    read
}

#[test]
fn a_parse_result() {
    let result: ParseResult = check(concat!(
        r#"{"intent":"travel","intentNamespace":"app","language":"fr_CA","entities":["#,
        r#"{"start":10,"end":14,"entity":{"entityType":{"name":"app:city","subEntities":[],"dictionary":true,"obfuscated":false},"role":"destination"},"#,
        r#""value":{"@type":"string","value":"Lyon","candidates":[]},"evaluated":true,"subEntities":[],"probability":0.93,"mergeSupport":false},"#,
        r#"{"start":15,"end":21,"entity":{"entityType":{"name":"duckling:datetime","subEntities":[],"dictionary":false,"obfuscated":false},"role":"datetime"},"#,
        r#""value":{"@type":"dateEntity","date":"2026-03-03T00:00:00+01:00","grain":"day"},"evaluated":true,"subEntities":[],"probability":0.8,"mergeSupport":true},"#,
        r#"{"start":22,"end":25,"entity":{"entityType":{"name":"app:person","subEntities":[],"dictionary":false,"obfuscated":false},"role":"person"},"#,
        r#""evaluated":false,"subEntities":[],"probability":0.5,"mergeSupport":false}],"#,
        r#""notRetainedEntities":[],"intentProbability":0.97,"entitiesProbability":0.865,"retainedQuery":"aller à la Lyon","#,
        r#""otherIntentsProbabilities":{"app:weather":0.2,"app:book":0.12},"originalIntentsProbabilities":{"app:travel":0.97,"app:weather":0.2,"app:book":0.12}}"#,
    ));
    // Best first, although `app:book` comes first in the alphabet.
    assert_eq!(result.other_intents_probabilities.iter().next(), Some(("app:weather", 0.2)));
}

#[test]
fn every_kind_of_value() {
    for json in [
        r#"{"@type":"dateEntity","date":"2026-03-03T00:00:00+01:00","grain":"day"}"#,
        r#"{"@type":"dateEntity","date":"2026-03-03T00:00:00Z","grain":"day_of_week"}"#,
        concat!(
            r#"{"@type":"dateIntervalEntity","date":{"@type":"dateEntity","date":"2026-03-03T18:00:00+01:00","grain":"hour"},"#,
            r#""toDate":{"@type":"dateEntity","date":"2026-03-04T00:00:00+01:00","grain":"hour"}}"#
        ),
        r#"{"@type":"number","value":12}"#,
        r#"{"@type":"number","value":12.5}"#,
        r#"{"@type":"ordinal","value":3}"#,
        r#"{"@type":"distance","value":3,"unit":"kilometre"}"#,
        r#"{"@type":"temperature","value":37,"unit":"celsius"}"#,
        r#"{"@type":"volume","value":250,"unit":"millilitre"}"#,
        r#"{"@type":"amountOfMoney","value":20.5,"unit":"EUR"}"#,
        r#"{"@type":"email","value":"a@example.org"}"#,
        r#"{"@type":"url","value":"http://example.org"}"#,
        r#"{"@type":"phoneNumber","value":"01 23 45 67 89"}"#,
        r#"{"@type":"duration","value":"PT2H1M"}"#,
        r#"{"@type":"string","value":"Jour","candidates":[{"value":"Jour","probability":0.75}]}"#,
        r#"{"@type":"customWrapper","klass":"org.example.X","value":{"a":1}}"#,
        r#"{"@type":"unknown"}"#,
        // Of a client's own: carried through.
        r#"{"@type":"place","coordinates":{"lat":1.5,"lng":2},"name":"Lyon"}"#,
    ] {
        check::<Value>(json);
    }
}

#[track_caller]
fn check_read(json: Json, expected: Json) {
    let value: Value = serde_json::from_value(json).unwrap();
    assert_eq!(serde_json::to_value(value).unwrap(), expected);
}

#[test]
fn values_of_other_writers_are_read() {
    check_read(
        json!({"@type": "ai.tock.nlp.entity.StringValue", "value": "a", "candidates": null}),
        json!({"@type": "string", "value": "a", "candidates": []}),
    );
    check_read(
        json!({"@type": "ai.tock.nlp.entity.date.DateEntityValue", "date": "2026-03-03T00:00Z", "grain": "day", "x": 1}),
        json!({"@type": "dateEntity", "date": "2026-03-03T00:00Z", "grain": "day"}),
    );
    check_read(
        json!({"@type": "duration", "value": 7260.0}),
        json!({"@type": "duration", "value": "PT2H1M"}),
    );
    check_read(
        json!({"@type": "dateIntervalEntity", "date": {"date": "a", "grain": "day"}, "toDate": {"date": "b", "grain": "day"}}),
        json!({"@type": "dateIntervalEntity",
            "date": {"@type": "dateEntity", "date": "a", "grain": "day"},
            "toDate": {"@type": "dateEntity", "date": "b", "grain": "day"}}),
    );
    let error = serde_json::from_value::<Value>(json!({"value": 1})).unwrap_err().to_string();
    assert!(error.contains("`@type` is missing"), "{error}");
    let error =
        serde_json::from_value::<Value>(json!({"@type": "number"})).unwrap_err().to_string();
    assert!(error.contains("`number`") && error.contains("`value`"), "{error}");
}

#[test]
fn a_parse_query_with_all_or_only_what_it_must_have() {
    let query: ParseQuery = wire::json::read(
        br#"{"queries":["hi"],"namespace":"app","applicationName":"trip","context":{"language":"en"}}"#,
    )
    .unwrap();
    assert!(query.context.check_existing_query && query.context.register_query.is_none());
    assert!(query.state.states.is_empty() && query.intents_subset.is_empty());
    // What the JVM client writes.
    let query: ParseQuery = wire::json::read(
        br#"{"queries":["hi"],"namespace":"app","applicationName":"trip","configuration":null,"state":null,
            "intentsSubset":[{"intent":"app:yes","modifier":0.2},{"intent":"app:no"}],
            "context":{"language":"en_US","clientId":"u1","dialogId":"d1","clientDevice":null,"test":true,
            "referenceDate":"2026-03-02T09:00:00+01:00","referenceTimezone":"Europe/Paris","registerQuery":false}}"#,
    )
    .unwrap();
    assert_eq!(query.intents_subset[1].modifier, 0.0);
    assert_eq!(query.context.register_query, Some(false));
}

#[test]
fn a_wrong_parse_query_names_the_field() {
    let error =
        |json: &str| wire::json::read::<ParseQuery>(json.as_bytes()).unwrap_err().to_string();
    let base = r#"{"queries":["hi"],"namespace":"app","applicationName":"trip","#;
    assert!(error(r#"{"queries":["hi"]}"#).starts_with("`namespace` is missing"));
    assert!(
        error(&format!(r#"{base}"context":{{}}}}"#)).starts_with("`context.language` is missing")
    );
    assert!(
        error(&format!(r#"{base}"context":{{"language":3}}}}"#)).starts_with("`context.language`")
    );
    assert!(error(r#"{"queries":["hi",3]}"#).starts_with("`queries[1]`"));
    assert!(error("{").starts_with("the body is not valid JSON"));
}

#[test]
fn definitions_write_null_where_tock_does() {
    check::<IntentDefinition>(concat!(
        r#"{"name":"travel","namespace":"app","applications":["a1"],"entities":[{"entityTypeName":"app:city","role":"destination","atStartOfDay":null}],"#,
        r#""entitiesRegexp":{},"mandatoryStates":[],"sharedIntents":[],"label":null,"description":null,"category":null,"_id":"i1"}"#,
    ));
    check::<EntityTypeDefinition>(
        r#"{"name":"app:city","description":"","subEntities":[],"dictionary":false,"obfuscated":false,"_id":"e1"}"#,
    );
    check::<DictionaryData>(concat!(
        r#"{"namespace":"app","entityName":"frequency","values":[{"value":"Daily","labels":{"en":["daily"]}}],"#,
        r#""onlyValues":false,"minDistance":0.5,"textSearch":false}"#,
    ));
}

#[test]
fn a_new_application_has_tock_s_defaults() {
    let mut application = ApplicationDefinition::new("app", "trip");
    application.supported_locales = vec!["fr".into()];
    application.id = "a1".into();
    assert_eq!(
        serde_json::to_string(&application).unwrap(),
        concat!(
            r#"{"name":"trip","label":"trip","namespace":"app","intents":[],"supportedLocales":["fr"],"intentStatesMap":{},"nlpEngineType":{"name":"opennlp"},"#,
            r#""mergeEngineTypes":true,"useEntityModels":true,"supportSubEntities":false,"unknownIntentThreshold":0.7,"knownIntentThreshold":0.1,"#,
            r#""normalizeText":false,"_id":"a1"}"#,
        )
    );
}

#[test]
fn old_files_lack_much() {
    let dump: ApplicationDump = serde_json::from_value(json!({
        "application": {"name": "a", "namespace": "app", "_id": "1"},
        "entityTypes": [{"name": "app:city", "_id": "2", "predefinedValues": []}],
        "intents": [{"name": "i", "namespace": "app", "entities": [{"entityTypeName": "app:city"}], "_id": "3"}],
        "sentences": [{"text": "t", "language": "en", "status": "model",
            "classification": {"intentId": "3", "entities": [{"type": "app:city", "start": 0, "end": 1}]}}],
    }))
    .unwrap();
    assert_eq!(dump.application.unknown_intent_threshold, 0.7);
    assert_eq!(dump.dump_type, "full");
    assert_eq!(dump.sentences[0].status, SentenceStatus::Model);
    let sentence: SentenceDump =
        serde_json::from_value(json!({"text": "t", "intent": "app:i"})).unwrap();
    assert_eq!(sentence.status, SentenceStatus::Model);
    drop(serde_json::from_value::<ClassifiedSentence>(json!({"text": "t"})).unwrap_err());
    let dump: SentencesDump = serde_json::from_value(json!({"applicationName": "app:a"})).unwrap();
    assert!(dump.sentences.is_empty());
}

#[test]
fn small_answers() {
    check::<NlpErrors>(r#"{"errors":[]}"#);
    assert_eq!(
        serde_json::to_string(&NlpErrors::unknown_application("app", "nope")).unwrap(),
        r#"{"errors":[{"message":"unknown application app:nope"}]}"#
    );
    check::<Success>(r#"{"success":true}"#);
    check::<ValuesMergeResult>("{}");
    check::<ValuesMergeResult>(r#"{"value":{"@type":"number","value":1},"content":"one"}"#);
    check::<EntityEvaluationResult>(r#"{"values":[]}"#);
    check::<LogCount>(
        r#"{"text":"hello","intent":"app:hello","intentProbability":0.9,"entitiesProbability":1.0,"lastUsage":"2026-03-01T10:00:00Z","count":42,"validated":false}"#,
    );
    let query: LogCountQuery =
        serde_json::from_value(json!({"namespace": "a", "applicationName": "b", "language": "fr"}))
            .unwrap();
    assert_eq!((query.min_count, query.start, query.size), (1, 0, 1));
    let merge: ValuesMergeQuery = serde_json::from_value(json!({
        "namespace": "a", "applicationName": "b", "context": {"language": "fr"},
        "entity": {"entityType": {"name": "duckling:datetime"}, "role": "when"},
        "values": [{"value": {"@type": "number", "value": 1}}],
    }))
    .unwrap();
    assert_eq!(merge.values[0].probability, 1.0);
}
