//! Whatever the input: no panic, and a bot that holds together.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use importers::tock::{TockFile, bot_name, namespace, parse_request};
use model::{Bot, Locale, Timestamp, Understanding};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

// JSON out of the words that Tock's files are made of, so that most of it gets past the first
// check.
fn any_json() -> impl Strategy<Value = Value> {
    let text = prop_oneof![
        Just("app:travel".to_owned()),
        Just("app:datetime".to_owned()),
        Just("duckling:datetime".to_owned()),
        Just("duckling:email".to_owned()),
        Just("tock:unknown".to_owned()),
        Just("tock:ragexcluded".to_owned()),
        Just("fr".to_owned()),
        Just("fr_FR".to_owned()),
        Just("model".to_owned()),
        Just("inbox".to_owned()),
        Just("deleted".to_owned()),
        Just("i1".to_owned()),
        "\\PC{0,8}",
        ".{0,4}🚆é?",
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (0_u64..40).prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        text.prop_map(Value::from),
    ];
    let key = proptest::sample::select(vec![
        "application",
        "applicationName",
        "entityName",
        "name",
        "label",
        "namespace",
        "intents",
        "supportedLocales",
        "intentStatesMap",
        "entityTypes",
        "sentences",
        "faqs",
        "apiKey",
        "applicationId",
        "botId",
        "connectorType",
        "parameters",
        "path",
        "webhookUrl",
        "subEntities",
        "predefinedValues",
        "values",
        "value",
        "labels",
        "fr",
        "entities",
        "entityTypeName",
        "role",
        "text",
        "language",
        "status",
        "classification",
        "intentId",
        "type",
        "entity",
        "intent",
        "start",
        "end",
        "_id",
        "unknownIntentThreshold",
        "dictionary",
        "atStartOfDay",
        "minDistance",
        "stories",
        "storyId",
        "botId",
        "answers",
        "answerType",
        "currentType",
        "key",
        "defaultLabel",
        "mediaMessage",
        "steps",
        "children",
        "features",
        "tags",
        "i18n",
        "alternatives",
        "utterances",
        "answer",
        "rows",
    ]);
    leaf.prop_recursive(5, 80, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((key.clone(), inner), 0..8).prop_map(|members| {
                let members: Map<String, Value> =
                    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                Value::Object(members)
            }),
        ]
    })
}

const STATUSES: [&str; 4] = ["model", "inbox", "validated", "deleted"];

fn any_marked() -> impl Strategy<Value = Value> {
    (0_usize..12, 0_usize..14, 0_usize..4).prop_map(|(start, end, kind)| {
        let kind = ["app:place", "duckling:datetime", "other:x", ""][kind];
        json!({"type": kind, "entity": kind, "role": "r", "start": start, "end": end,
            "subEntities": [{"type": kind, "entity": kind, "start": 0, "end": end / 2}]})
    })
}

/// Every span of a bot lies in its text, in order, none over another.
fn assert_sound(bot: &Bot) {
    fn level(text: &str, annotations: &[model::Annotation]) {
        let mut end = 0;
        for annotation in annotations {
            let span = annotation.span;
            assert!(span.start >= end && span.end > span.start && span.end <= text.len());
            assert_eq!(model::Span::of_utf16(text, span.utf16_start, span.utf16_end), Some(span));
            end = span.end;
            level(span.slice(text), &annotation.sub_entities);
        }
    }
    assert!(!bot.locales.is_empty());
    for sentence in &bot.sentences {
        level(&sentence.text, &sentence.entities);
        assert!(bot.locales.contains(&sentence.locale));
        if let Some(intent) = &sentence.intent {
            assert!(bot.intents.contains_key(intent), "{intent}");
        }
    }
}

fn check_file(bytes: &[u8]) {
    let Ok(file) = TockFile::read(bytes) else { return };
    let Ok(imported) = file.clone().import(None) else { return };
    assert_sound(&imported.bot);
    // The same again changes nothing, whatever it was.
    let again = file.import(Some(imported.bot.clone())).unwrap();
    assert_eq!(again.bot, imported.bot, "{:#?}", again.report.lines);
    // And its whole content can be said in Tock's words.
    drop(importers::tock::application_definition(&imported.bot));
    drop(importers::tock::intent_definitions(&imported.bot));
    let nothing = Understanding::nothing("x", Locale::fr());
    drop(importers::tock::log_count(&imported.bot, &nothing, 1, model::Timestamp(0)));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        check_file(&bytes);
    }

    #[test]
    fn any_application(parts in proptest::collection::vec(any_json(), 5)) {
        let [application, types, intents, sentences, faqs] = parts.try_into().unwrap();
        let mut dump = json!({"entityTypes": types, "intents": intents, "sentences": sentences,
            "faqs": faqs, "application": {"name": "trip", "namespace": "app"}});
        if let (Value::Object(target), Value::Object(more)) = (&mut dump["application"], application) {
            for (key, value) in more {
                target.entry(key).or_insert(value);
            }
        }
        check_file(dump.to_string().as_bytes());
    }

    #[test]
    fn any_sentences(
        texts in proptest::collection::vec((".{0,12}", proptest::collection::vec(any_marked(), 0..4), 0_usize..4), 0..6),
        odd in any_json(),
    ) {
        let mut sentences: Vec<Value> = texts
            .iter()
            .map(|(text, entities, status)| json!({"text": text, "intent": "app:travel", "entities": entities,
                "status": STATUSES[*status]}))
            .collect();
        sentences.push(odd.clone());
        let file = json!({"applicationName": "app:trip", "language": "fr", "sentences": sentences});
        let Ok(imported) = importers::tock::sentences_dump(file.to_string().as_bytes(), None) else { return Ok(()) };
        assert_sound(&imported.bot);

        let sentences: Vec<Value> = texts
            .iter()
            .map(|(text, entities, status)| json!({"text": text, "language": "fr",
                "status": STATUSES[*status],
                "classification": {"intentId": "i1", "entities": entities}}))
            .collect();
        check_file(json!({"application": {"name": "trip", "namespace": "app"},
            "intents": [{"name": "travel", "namespace": "app", "_id": "i1"}],
            "sentences": sentences}).to_string().as_bytes());
    }

    #[test]
    fn any_file_that_looks_like_one(json in any_json()) {
        check_file(json.to_string().as_bytes());
    }

    #[test]
    fn any_query(language in "\\PC{0,6}", date in "\\PC{0,12}", zone in "[+-]?\\PC{0,8}", intent in "\\PC{0,6}") {
        let bot = Bot::new(namespace("app").unwrap(), bot_name("trip").unwrap(), vec![Locale::fr()]);
        let query = json!({"queries": [date], "namespace": "app", "applicationName": "trip",
            "context": {"language": "fr", "referenceDate": date, "referenceTimezone": zone},
            "intentsSubset": [{"intent": intent}]});
        let query: wire::nlp::ParseQuery = serde_json::from_value(query).unwrap();
        drop(parse_request(&bot, &query, Timestamp(0)));
        let mut query = query;
        query.context.language = language;
        query.context.reference_date = None;
        drop(parse_request(&bot, &query, Timestamp(0)));
    }

    #[test]
    fn any_value(json in any_json(), tag in "(dateEntity|dateIntervalEntity|number|duration|string|x|ai\\.tock\\.nlp\\.entity\\.[A-Za-z.]{0,8})") {
        let mut json = json;
        if let Value::Object(fields) = &mut json {
            fields.insert("@type".into(), tag.into());
        }
        if let Ok(value) = serde_json::from_value::<wire::nlp::Value>(json) {
            let model = importers::tock::value_from_tock(&value);
            drop(importers::tock::value_to_tock(&model));
        }
    }
}
