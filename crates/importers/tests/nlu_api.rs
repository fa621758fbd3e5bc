//! Tock's NLU API in terms of the model: what a query asks, what an understanding answers.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use importers::tock::{
    application_definition, import_report, intent_definitions, new_bot, parse_request,
    parse_result, value_from_tock, value_to_tock,
};
use model::{
    Bot, Candidate, DatePoint, DecidedBy, Dictionary, DictionaryEntry, EntityFound, EntitySource,
    EntityType, EntityTypeName, EntityUse, Grain, Intent, IntentName, Locale, Measure, Role,
    ScoredIntent, Span, Timestamp, Understanding, Value,
};
use serde_json::json;
use wire::nlp::{CreateApplicationQuery, ParseQuery};

fn name(text: &str) -> IntentName {
    IntentName::new(text).unwrap()
}

fn used(entity_type: &str, role: &str) -> EntityUse {
    EntityUse {
        entity_type: EntityTypeName::new(entity_type).unwrap(),
        role: Role::new(role).unwrap(),
    }
}

fn bot() -> Bot {
    let mut bot = new_bot(&CreateApplicationQuery {
        name: "Trip Planner".into(),
        label: None,
        namespace: "app".into(),
        locale: "fr_CA".into(),
    })
    .unwrap();
    bot.intents.insert(
        name("travel"),
        Intent {
            title: "Voyager".into(),
            entities: vec![used("city", "destination"), used("datetime", "datetime")],
            ..Intent::default()
        },
    );
    bot.intents.insert(name("weather"), Intent::default());
    bot.entity_types.insert(
        EntityTypeName::new("city").unwrap(),
        EntityType {
            dictionary: Some(Dictionary {
                entries: vec![DictionaryEntry { value: "Lyon".into(), labels: [].into() }],
                ..Dictionary::default()
            }),
            // A city may lie in a city: the description must end.
            sub_entities: vec![used("city", "inner")],
            ..EntityType::default()
        },
    );
    bot
}

fn entity(text: &str, part: &str, entity_type: &str, value: Option<Value>) -> EntityFound {
    let start = text.find(part).unwrap();
    let used = used(entity_type, entity_type);
    EntityFound {
        span: Span::of_bytes(text, start, start + part.len()),
        entity_type: used.entity_type,
        role: used.role,
        value,
        probability: 0.8,
        sub_entities: vec![],
        source: EntitySource::Model,
    }
}

fn understanding(text: &str, intent: Option<&str>, scores: &[(&str, f64)]) -> Understanding {
    Understanding {
        intent: intent.map(name),
        probability: scores.first().map_or(0.0, |(_, probability)| *probability),
        intents: scores
            .iter()
            .map(|(intent, probability)| ScoredIntent {
                intent: name(intent),
                probability: *probability,
            })
            .collect(),
        decided_by: if intent.is_some() { DecidedBy::Classifier } else { DecidedBy::Rejection },
        ..Understanding::nothing(text, "fr-CA".parse().unwrap())
    }
}

/// The answer to a query of the understood text.
fn answer(understood: &Understanding) -> wire::nlp::ParseResult {
    let query = query(json!({"queries": [understood.text]}));
    let request = parse_request(&bot(), &query, Timestamp(0)).unwrap();
    parse_result(&bot(), &request, understood)
}

fn tomorrow() -> Value {
    Value::Date(DatePoint { at: "2026-03-03T00:00:00+01:00".parse().unwrap(), grain: Grain::Day })
}

#[test]
fn an_understanding_is_answered_to_the_letter() {
    let text = "🚆 à Lyon demain";
    let mut understood = understanding(text, Some("travel"), &[("travel", 0.9), ("weather", 0.1)]);
    let city = Value::Text { value: "Lyon".into(), candidates: vec![] };
    understood.entities = vec![
        entity(text, "Lyon", "city", Some(city)),
        entity(text, "demain", "datetime", Some(tomorrow())),
    ];
    assert_eq!(
        serde_json::to_string(&answer(&understood)).unwrap(),
        concat!(
            r#"{"intent":"travel","intentNamespace":"app","language":"fr_CA","entities":["#,
            r#"{"start":5,"end":9,"entity":{"entityType":{"name":"app:city","subEntities":["#,
            r#"{"entityType":{"name":"app:city","subEntities":[],"dictionary":true,"obfuscated":false},"role":"inner"}],"dictionary":true,"obfuscated":false},"role":"city"},"#,
            r#""value":{"@type":"string","value":"Lyon","candidates":[]},"evaluated":true,"subEntities":[],"probability":0.8,"mergeSupport":false},"#,
            r#"{"start":10,"end":16,"entity":{"entityType":{"name":"duckling:datetime","subEntities":[],"dictionary":false,"obfuscated":false},"role":"datetime"},"#,
            r#""value":{"@type":"dateEntity","date":"2026-03-03T00:00:00+01:00","grain":"day"},"evaluated":true,"subEntities":[],"probability":0.8,"mergeSupport":true}],"#,
            r#""notRetainedEntities":[],"intentProbability":0.9,"entitiesProbability":0.8,"retainedQuery":"🚆 à Lyon demain","#,
            r#""otherIntentsProbabilities":{"app:weather":0.1},"originalIntentsProbabilities":{"app:travel":0.9,"app:weather":0.1}}"#,
        )
    );
}

#[test]
fn a_dictionary_that_finds_nothing_has_looked_nevertheless() {
    let mut understood = understanding("Lyon x", Some("travel"), &[("travel", 0.9)]);
    understood.entities =
        vec![entity("Lyon x", "x", "city", None), entity("Lyon x", "Lyon", "free", None)];
    let result = answer(&understood);
    let evaluated: Vec<bool> = result.entities.iter().map(|entity| entity.evaluated).collect();
    assert_eq!(evaluated, [true, false]);
}

#[test]
fn unknown_is_certain_and_mentions_what_it_would_have_been() {
    let result = answer(&understanding("x", None, &[("travel", 0.05), ("weather", 0.01)]));
    assert_eq!((result.intent.as_str(), result.intent_namespace.as_str()), ("unknown", "tock"));
    assert_eq!((result.intent_probability, result.entities_probability), (1.0, 1.0));
    let others: Vec<_> = result.other_intents_probabilities.iter().collect();
    assert_eq!(others, [("app:travel", 0.05)]);
    assert_eq!(result.original_intents_probabilities.iter().count(), 0);
}

#[test]
fn nothing_said_is_unknown_with_probability_zero() {
    let result = answer(&Understanding::nothing("", Locale::fr()));
    assert_eq!((result.intent.as_str(), result.intent_namespace.as_str()), ("unknown", "tock"));
    assert_eq!((result.intent_probability, result.entities_probability), (0.0, 0.0));
}

#[test]
fn a_known_sentence_is_certain_and_has_no_rivals() {
    let mut understood = understanding("x", Some("travel"), &[("travel", 0.4), ("weather", 0.3)]);
    understood.decided_by = DecidedBy::KnownSentence;
    let result = answer(&understood);
    assert_eq!(result.intent_probability, 1.0);
    assert_eq!(result.other_intents_probabilities.iter().count(), 0);
    assert_eq!(result.original_intents_probabilities.iter().count(), 0);
}

fn query(changes: serde_json::Value) -> ParseQuery {
    let mut query = json!({"queries": ["hi"], "namespace": "app", "applicationName": "trip",
        "context": {"language": "fr_FR"}});
    for (key, value) in changes.as_object().unwrap() {
        match value.as_object() {
            Some(inner) => {
                for (key_within, value) in inner {
                    query[key][key_within] = value.clone();
                }
            }
            None => query[key] = value.clone(),
        }
    }
    serde_json::from_value(query).unwrap()
}

#[test]
fn a_query_asks_in_its_own_time_and_place() {
    let request = parse_request(
        &bot(),
        &query(json!({"queries": [" a \r d\n \td", "second"], "context": {
            "referenceDate": "2026-03-02T09:00:00+01:00", "referenceTimezone": "Europe/Paris",
            "checkExistingQuery": false}})),
        Timestamp(5),
    )
    .unwrap();
    assert_eq!(request.query.text, "a  d d");
    assert_eq!(request.query.locale, "fr-FR".parse().unwrap());
    assert_eq!(request.query.now.to_iso(), "2026-03-02T08:00:00.000Z");
    assert_eq!(request.query.zone, "Europe/Paris");
    assert!(!request.query.known_sentences);
    assert!(request.register && request.count && !request.test);
}

#[test]
fn a_query_s_defaults_are_the_present_in_utc_and_a_test_leaves_no_trace() {
    let request = parse_request(&bot(), &query(json!({})), Timestamp(5)).unwrap();
    assert_eq!((request.query.now, request.query.zone.as_str()), (Timestamp(5), "UTC"));
    assert!(request.query.known_sentences && request.query.intents.is_empty());
    let test = query(json!({"context": {"test": true}}));
    let request = parse_request(&bot(), &test, Timestamp(5)).unwrap();
    assert!(request.test && !request.register && !request.count);
    let test = query(json!({"context": {"test": true, "registerQuery": true}}));
    assert!(parse_request(&bot(), &test, Timestamp(5)).unwrap().register);
}

#[track_caller]
fn check_zone(given: &str, expected: Option<&str>) {
    let query = query(json!({"context": {"referenceTimezone": given}}));
    let zone = parse_request(&bot(), &query, Timestamp(0)).ok().map(|request| request.query.zone);
    assert_eq!(zone.as_deref(), expected, "{given}");
}

#[test]
fn zones_are_names_or_offsets() {
    check_zone("America/New_York", Some("America/New_York"));
    check_zone("Z", Some("UTC"));
    check_zone("UTC", Some("UTC"));
    // The sign of these names is turned: two hours east of Greenwich.
    check_zone("+02:00", Some("Etc/GMT-2"));
    check_zone("-05:00", Some("Etc/GMT+5"));
    check_zone("GMT+1", Some("Etc/GMT-1"));
    check_zone("+00:00", Some("UTC"));
    check_zone("+05:30", Some("Asia/Kolkata"));
    check_zone("+01:07", None);
    check_zone("+99:00", None);
    check_zone("now!", None);
}

#[test]
fn dates_are_read_as_jvm_programs_write_them() {
    for (given, expected) in [
        ("2026-03-02T09:00:00Z", "2026-03-02T09:00:00.000Z"),
        ("2026-03-02T09:00+01:00", "2026-03-02T08:00:00.000Z"),
        ("2026-03-02T09:00Z", "2026-03-02T09:00:00.000Z"),
        ("2026-03-02T09:00:00.123+01:00[Europe/Paris]", "2026-03-02T08:00:00.123Z"),
        ("2026-03-02T09:00:00", "2026-03-02T09:00:00.000Z"),
        ("2026-03-02T09:00:00.000+0100", "2026-03-02T08:00:00.000Z"),
    ] {
        let query = query(json!({"context": {"referenceDate": given}}));
        let request = parse_request(&bot(), &query, Timestamp(0)).unwrap();
        assert_eq!(request.query.now.to_iso(), expected, "{given}");
    }
}

#[test]
fn a_subset_of_intents_never_becomes_all_intents() {
    let query = query(json!({"intentsSubset": [
        {"intent": "app:travel", "modifier": 0.2}, {"intent": "app:nope"}, {"intent": "tock:unknown"}]}));
    let request = parse_request(&bot(), &query, Timestamp(0)).unwrap();
    let intents: Vec<(&str, f64)> = request
        .query
        .intents
        .iter()
        .map(|qualifier| (qualifier.intent.as_str(), qualifier.modifier))
        .collect();
    assert_eq!(intents, [("travel", 0.2), ("nope", 0.0), ("tock:unknown", 0.0)]);
}

#[track_caller]
fn check_bad(changes: serde_json::Value, error: &str) {
    let found = parse_request(&bot(), &query(changes), Timestamp(0)).unwrap_err().to_string();
    assert!(found.contains(error), "{found}");
}

#[test]
fn bad_queries_name_the_field() {
    check_bad(json!({"queries": []}), "please set queries field with at least one query");
    check_bad(json!({"context": {"language": "?"}}), "`context.language`");
    check_bad(
        json!({"context": {"referenceDate": "demain"}}),
        "`context.referenceDate` is `demain`",
    );
    check_bad(json!({"context": {"referenceTimezone": "+7:7:7"}}), "`context.referenceTimezone`");
}

#[test]
fn a_very_long_text_is_cut_where_tock_cuts_it() {
    let query = query(json!({"queries": ["🚆".repeat(30_000)]}));
    let text = parse_request(&bot(), &query, Timestamp(0)).unwrap().query.text;
    assert_eq!(text.encode_utf16().count(), 50_000);
}

#[test]
fn definitions_describe_the_bot() {
    let bot = bot();
    assert_eq!(
        serde_json::to_value(application_definition(&bot)).unwrap(),
        json!({"name": "trip_planner", "label": "Trip Planner", "namespace": "app",
            "intents": ["app:travel", "app:weather"], "supportedLocales": ["fr_CA"],
            "intentStatesMap": {}, "nlpEngineType": {"name": "opennlp"}, "mergeEngineTypes": true,
            "useEntityModels": true, "supportSubEntities": true, "unknownIntentThreshold": 0.7,
            "knownIntentThreshold": 0.1, "normalizeText": false, "_id": "app:trip_planner"})
    );
    assert_eq!(
        serde_json::to_value(&intent_definitions(&bot)[0]).unwrap(),
        json!({"name": "travel", "namespace": "app", "applications": ["app:trip_planner"],
            "entities": [
                {"entityTypeName": "app:city", "role": "destination", "atStartOfDay": null},
                {"entityTypeName": "duckling:datetime", "role": "datetime", "atStartOfDay": null}],
            "entitiesRegexp": {}, "mandatoryStates": [], "sharedIntents": [],
            "label": "Voyager", "description": null, "category": null, "_id": "app:travel"})
    );
}

#[test]
fn an_application_needs_a_name_and_a_language() {
    let error = |name: &str, namespace: &str, locale: &str| {
        new_bot(&CreateApplicationQuery {
            name: name.into(),
            label: None,
            namespace: namespace.into(),
            locale: locale.into(),
        })
        .unwrap_err()
        .to_string()
    };
    assert!(error(" ", "app", "fr").starts_with("`name`"));
    assert!(error("trip", "", "fr").starts_with("`name`"));
    assert!(error("trip", "app", "french!").starts_with("`locale`"));
}

#[test]
fn a_report_has_the_shape_of_tock_s_own() {
    let imported = importers::tock::sentences_dump(
        br#"{"applicationName":"app:trip","language":"fr","sentences":[
            {"text":"Lyon","intent":"travel","entities":[{"entity":"app:city","role":"to","start":0,"end":4}]},
            {"text":"","intent":"travel"}]}"#,
        None,
    )
    .unwrap();
    let mut report = serde_json::to_value(import_report(&imported.bot, &imported.report)).unwrap();
    let messages = report["errorMessages"].take();
    assert!(messages[0].as_str().unwrap().starts_with("sentences[1]: error"));
    assert_eq!(
        report,
        json!({"applicationsImported": ["app:trip"], "entitiesImported": ["app:city"],
            "intentsImported": ["app:travel"], "sentencesImported": 1, "faqsImported": 0,
            "localeAdded": true, "success": true, "errorMessages": null, "modified": true})
    );
}

#[track_caller]
fn check_value(value: Value, expected: serde_json::Value, and_back: bool) {
    let tock = value_to_tock(&value);
    assert_eq!(serde_json::to_value(&tock).unwrap(), expected);
    if and_back {
        assert_eq!(value_from_tock(&tock), value);
    }
}

#[test]
fn values_find_their_way_there_and_back() {
    let point = |at: &str, grain: Grain| DatePoint { at: at.parse().unwrap(), grain };
    let measure = |measure, value: f64, unit: &str| Value::Measure {
        measure,
        value: Some(value),
        up_to: None,
        interval: false,
        unit: unit.into(),
    };
    check_value(
        tomorrow(),
        json!({"@type": "dateEntity", "date": "2026-03-03T00:00:00+01:00", "grain": "day"}),
        true,
    );
    check_value(
        Value::Date(point("2026-03-03T00:00:00Z", Grain::Second)),
        json!({"@type": "dateEntity", "date": "2026-03-03T00:00:00Z", "grain": "second"}),
        true,
    );
    check_value(
        Value::DateInterval {
            from: Some(point("2026-03-03T18:00:00+01:00", Grain::Hour)),
            to: Some(point("2026-03-04T00:00:00+01:00", Grain::Hour)),
        },
        json!({"@type": "dateIntervalEntity",
            "date": {"@type": "dateEntity", "date": "2026-03-03T18:00:00+01:00", "grain": "hour"},
            "toDate": {"@type": "dateEntity", "date": "2026-03-04T00:00:00+01:00", "grain": "hour"}}),
        true,
    );
    check_value(
        Value::DateInterval { from: None, to: Some(point("2026-03-04T00:00:00Z", Grain::Month)) },
        json!({"@type": "dateEntity", "date": "2026-03-04T00:00:00Z", "grain": "month"}),
        false,
    );
    check_value(
        Value::Duration { iso: "PT2H1M".into(), seconds: 7_260 },
        json!({"@type": "duration", "value": "PT2H1M"}),
        true,
    );
    // Months are not in the JVM's durations.
    check_value(
        Value::Duration { iso: "P1M".into(), seconds: 30 * 86_400 },
        json!({"@type": "duration", "value": "PT720H"}),
        false,
    );
    check_value(Value::Number { value: 12.0 }, json!({"@type": "number", "value": 12}), true);
    check_value(Value::Number { value: 1.5 }, json!({"@type": "number", "value": 1.5}), true);
    check_value(Value::Ordinal { value: 3 }, json!({"@type": "ordinal", "value": 3}), true);
    for (kind, tag) in [
        (Measure::AmountOfMoney, "amountOfMoney"),
        (Measure::Temperature, "temperature"),
        (Measure::Distance, "distance"),
        (Measure::Volume, "volume"),
    ] {
        check_value(
            measure(kind, 20.0, "u"),
            json!({"@type": tag, "value": 20, "unit": "u"}),
            true,
        );
    }
    check_value(
        measure(Measure::Percentage, 5.0, "percent"),
        json!({"@type": "percentage", "value": 5, "unit": "percent"}),
        false,
    );
    check_value(
        Value::Measure {
            measure: Measure::AmountOfMoney,
            value: None,
            up_to: Some(50.0),
            interval: true,
            unit: "EUR".into(),
        },
        json!({"@type": "amountOfMoney", "value": 50, "unit": "EUR"}),
        false,
    );
    check_value(
        Value::Email { value: "a@example.org".into() },
        json!({"@type": "email", "value": "a@example.org"}),
        true,
    );
    check_value(Value::Url { value: "u".into() }, json!({"@type": "url", "value": "u"}), true);
    check_value(
        Value::Phone { value: "01".into() },
        json!({"@type": "phoneNumber", "value": "01"}),
        true,
    );
    check_value(
        Value::Text {
            value: "a".into(),
            candidates: vec![Candidate { value: "a".into(), probability: 0.75 }],
        },
        json!({"@type": "string", "value": "a", "candidates": [{"value": "a", "probability": 0.75}]}),
        true,
    );
    check_value(
        Value::Custom { value: json!({"@type": "place", "name": "Lyon"}) },
        json!({"@type": "place", "name": "Lyon"}),
        true,
    );
    check_value(
        Value::Custom { value: json!([1]) },
        json!({"@type": "customWrapper", "klass": "java.lang.Object", "value": [1]}),
        false,
    );
}

#[test]
fn durations_with_days_and_signs_are_read() {
    for (text, seconds) in [
        ("P2DT3H4M5S", Some(2 * 86_400 + 3 * 3_600 + 4 * 60 + 5)),
        ("PT1.5S", Some(2)),
        ("-PT1H", Some(-3_600)),
        ("PT-1M", Some(-60)),
        ("P1Y", None),
        ("PT", Some(0)),
        ("P", None),
        ("later", None),
        ("PTé", None),
    ] {
        let value = value_from_tock(&wire::nlp::Value::Duration { value: text.into() });
        let found = match value {
            Value::Duration { seconds, .. } => Some(seconds),
            _ => None,
        };
        assert_eq!(found, seconds, "{text}");
    }
}
