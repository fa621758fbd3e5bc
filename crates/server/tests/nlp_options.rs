//! What the options of the NLU API change about an understanding, and what a sentence leaves
//! behind.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod nlp;
mod served;

use axum::http::StatusCode;
use nlp::{counted, imported, parse, post, teach, text};
use serde_json::{Value, json};
use served::call;

/// Texts that wait in the inbox of a bot.
async fn inbox(name: &str) -> Vec<(String, Value)> {
    // Counts are written before they are read, and the inbox with them.
    counted(name, json!({})).await;
    let path = format!("/api/v1/bots/app/{name}/inbox");
    let answer = call("GET", &path, &[], "").await;
    assert_eq!(answer.status, StatusCode::OK, "{}", text(&answer));
    let items = answer.json()["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|own| {
            (own["text"].as_str().unwrap().to_owned(), own["understanding"]["intent"].clone())
        })
        .collect()
}

#[tokio::test]
async fn a_known_sentence_is_answered_as_it_was_annotated_unless_that_is_not_wanted() {
    imported("known").await;
    teach("known", "en", &[("will it rain on my ticket", "travel")]).await;
    let answer = parse("known", "Will it rain on my ticket", json!({})).await;
    assert_eq!((&answer["intent"], &answer["intentProbability"]), (&json!("travel"), &json!(1.0)));
    assert_eq!(answer["otherIntentsProbabilities"], json!({}));
    let model = json!({"context": {"checkExistingQuery": false}});
    let answer = parse("known", "Will it rain on my ticket", model).await;
    assert!(answer["intentProbability"].as_f64().unwrap() < 1.0 || answer["intent"] == "unknown");
    // A known sentence whose intent is not possible now is understood as one that is.
    let subset = json!({"intentsSubset": [{"intent": "app:weather"}]});
    let answer = parse("known", "will it rain on my ticket", subset).await;
    assert_eq!(answer["intent"], "weather");
    // Case, accents of the keyboard and final punctuation do not make another sentence.
    teach("known", "en", &[("bonjour", "greet")]).await;
    assert_eq!(parse("known", "BONJOUR!!", json!({})).await["intentProbability"], 1.0);
}

#[tokio::test]
async fn a_subset_chooses_by_raised_probabilities_and_tells_the_raw_one() {
    imported("subset").await;
    let only = |modifier: f64| {
        json!({"intentsSubset": [{"intent": "app:travel", "modifier": 0.0},
            {"intent": "app:weather", "modifier": modifier}],
            "context": {"checkExistingQuery": false}})
    };
    let plain = parse("subset", "I leave from Paris", only(0.0)).await;
    assert_eq!(plain["intent"], "travel");
    let raised = parse("subset", "I leave from Paris", only(2.0)).await;
    assert_eq!(raised["intent"], "weather");
    assert!(raised["intentProbability"].as_f64().unwrap() < 0.5, "{raised}");
    assert!(raised["otherIntentsProbabilities"].get("app:weather").is_none());
    assert!(raised["otherIntentsProbabilities"].get("app:travel").is_some(), "{raised}");
    // No threshold applies to a subset, and a subset of nothing known is unknown.
    let answer =
        parse("subset", "zzz", json!({"intentsSubset": [{"intent": "app:weather"}]})).await;
    assert_eq!(answer["intent"], "weather");
    let answer = parse("subset", "zzz", json!({"intentsSubset": [{"intent": "app:nope"}]})).await;
    assert_eq!((&answer["intent"], &answer["intentProbability"]), (&json!("unknown"), &json!(1.0)));
}

#[tokio::test]
async fn a_sentence_waits_in_the_inbox_and_counts_only_when_it_shall() {
    imported("inbox").await;
    let say = async |sentence: &str, register: bool, count: bool| {
        let context = json!({"registerQuery": register, "increaseQueryCounter": count});
        parse("inbox", sentence, json!({"context": context})).await;
    };
    say("please take me to Paris", true, true).await;
    say("please take me to Paris", false, true).await;
    say("only counted", false, true).await;
    say("only registered", true, false).await;
    say("no trace", false, false).await;
    // Somebody has said what this one means: it waits for nobody, and counts.
    say("will it rain", true, true).await;
    let known = json!({"registerQuery": true, "checkExistingQuery": false});
    parse("inbox", "will it rain", json!({"context": known})).await;
    // A test leaves no trace.
    let test = json!({"test": true, "registerQuery": null, "increaseQueryCounter": null});
    parse("inbox", "a test", json!({"context": test})).await;
    say(" \t ", true, true).await;

    let lines = counted("inbox", json!({})).await;
    let mut counts: Vec<(&str, i64)> = lines
        .iter()
        .map(|line| (line["text"].as_str().unwrap(), line["count"].as_i64().unwrap()))
        .collect();
    assert_eq!(counts[0], ("please take me to Paris", 2));
    counts.sort_unstable();
    assert_eq!(counts, [("only counted", 1), ("please take me to Paris", 2), ("will it rain", 1)]);
    let mut waiting: Vec<String> = inbox("inbox").await.into_iter().map(|own| own.0).collect();
    waiting.sort_unstable();
    assert_eq!(waiting, ["only registered", "please take me to Paris"]);
}

#[tokio::test]
async fn counts_are_listed_most_frequent_first_with_what_was_understood() {
    imported("counts").await;
    for (sentence, times) in [("will it rain", 3), ("zzz", 2), ("is it sunny", 1)] {
        for _ in 0..times {
            let context = json!({"increaseQueryCounter": true});
            parse("counts", sentence, json!({"context": context})).await;
        }
    }
    let texts = async |changes: Value| {
        let lines = counted("counts", changes).await;
        lines.iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(texts(json!({})).await, ["will it rain", "zzz", "is it sunny"]);
    assert_eq!(texts(json!({"minCount": 2})).await, ["will it rain", "zzz"]);
    assert_eq!(texts(json!({"start": 1, "size": 1})).await, ["zzz"]);
    assert_eq!(texts(json!({"size": 0})).await, [""; 0]);
    assert_eq!(texts(json!({"intent": "tock:unknown"})).await, ["zzz"]);
    assert!(texts(json!({"intent": "app:weather"})).await.contains(&"will it rain".to_owned()));
    assert_eq!(texts(json!({"language": "fr"})).await.len(), 3, "served in English");
    let first = &counted("counts", json!({"size": 1})).await[0];
    assert_eq!(first["intent"], "app:weather");
    assert_eq!(
        (&first["intentProbability"], &first["entitiesProbability"]),
        (&json!(1.0), &json!(1.0))
    );
    assert_eq!((&first["count"], &first["validated"]), (&json!(3), &json!(false)));
    assert!(first["lastUsage"].as_str().unwrap().ends_with('Z'));
    // Size is one when nobody says.
    let query = json!({"namespace": "app", "applicationName": "counts", "language": "en"});
    assert_eq!(post("/logs/count", &query).await.json().as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn not_understood_is_counted_for_sentences_that_came() {
    imported("unknown").await;
    parse("unknown", "zzz", json!({"context": {"registerQuery": true}})).await;
    let mark = async |sentence: &str| {
        let query = json!({"namespace": "app", "applicationName": "unknown", "language": "en", "text": sentence});
        let answer = post("/unknown", &query).await;
        (answer.status, answer.json())
    };
    assert_eq!(mark("zzz").await, (StatusCode::OK, json!({})));
    assert_eq!(mark(" zzz\n").await, (StatusCode::OK, json!({})));
    assert_eq!(mark("never said").await, (StatusCode::OK, json!({})));
    let waiting = inbox("unknown").await;
    assert_eq!(waiting, [("zzz".to_owned(), Value::Null)]);
}

#[tokio::test]
async fn values_are_read_where_entities_are_known_to_be() {
    imported("values").await;
    let evaluate = async |text: &str, entities: Value, context: Value| {
        let mut query = json!({"namespace": "app", "applicationName": "values", "text": text,
            "entities": entities, "context": {"language": "en", "referenceDate": "2026-03-02T09:00:00Z",
            "referenceTimezone": "UTC"}});
        for (member, value) in context.as_object().unwrap() {
            query["context"][member] = value.clone();
        }
        post("/evaluate", &query).await
    };
    let entity = |start: usize, end: usize, kind: &str, parts: Value| {
        json!({"start": start, "end": end, "subEntities": parts,
            "entity": {"entityType": {"name": kind}, "role": "departure"}})
    };
    let entities = json!([entity(6, 14, "duckling:datetime", json!([]))]);
    let answer = evaluate("leave tomorrow", entities, json!({})).await;
    assert_eq!(
        text(&answer),
        concat!(
            r#"{"values":[{"start":6,"end":14,"entity":{"entityType":{"name":"duckling:datetime","subEntities":[],"dictionary":false,"obfuscated":false},"role":"departure"},"#,
            r#""value":{"@type":"dateEntity","date":"2026-03-03T00:00:00Z","grain":"day"},"evaluated":true,"subEntities":[],"probability":1.0,"mergeSupport":true}]}"#,
        )
    );
    // Types without values come back as they came, with the values of their parts; places of
    // parts count from their parent.
    let parts = json!([entity(3, 11, "duckling:datetime", json!([]))]);
    let entities =
        json!([entity(3, 14, "app:locality", parts), entity(0, 2, "duckling:number", json!([]))]);
    let answer = evaluate("🚆 to tomorrow", entities, json!({})).await.json();
    let first = &answer["values"][0];
    assert_eq!((&first["evaluated"], &first["probability"]), (&json!(false), &json!(1.0)));
    assert_eq!(first["subEntities"][0]["value"]["grain"], "day");
    assert_eq!(
        (&answer["values"][1]["evaluated"], answer["values"][1].get("value")),
        (&json!(false), None)
    );
    // A value that is only a part of the text is half as sure.
    let entities = json!([entity(0, 21, "duckling:datetime", json!([]))]);
    let answer = evaluate("the train of tomorrow", entities, json!({})).await.json();
    assert_eq!(answer["values"][0]["probability"], 0.5, "{answer}");
    for (start, end) in [(3, 2), (0, 99), (1, 2)] {
        let entities = json!([entity(start, end, "app:locality", json!([]))]);
        let answer = evaluate("🚆", entities, json!({})).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(text(&answer).contains("`entities[0].start`"), "{}", text(&answer));
    }
}

/// An entity type of a dictionary and one that is obfuscated, with sentences in French.
async fn with_dictionary(name: &str, minimum: Option<f64>, only_values: bool) {
    let sentences: Vec<Value> = ["un abonnement quotidien", "un abonnement hebdomadaire svp"]
        .iter()
        .map(|text| {
            let start = "un abonnement ".len();
            let end = text.split(' ').take(3).collect::<Vec<_>>().join(" ").len();
            json!({"text": text, "intent": "subscribe", "entities": [
                {"entity": "app:frequency", "role": "frequency", "start": start, "end": end}]})
        })
        .chain(["mon code est 1234", "le code est 8871", "voici mon code 5523"].map(|text| {
            let start = text.len() - 4;
            json!({"text": text, "intent": "code", "entities": [
                {"entity": "app:secret", "role": "secret", "start": start, "end": text.len()}]})
        }))
        .collect();
    let dump =
        json!({"applicationName": format!("app:{name}"), "language": "fr", "sentences": sentences});
    assert_eq!(post("/dump/import/sentences/plain", &dump).await.json()["success"], true);
    let path = |kind: &str| format!("/api/v1/bots/app/{name}/entity-types/{kind}");
    let dictionary = json!({"entries": [
        {"value": "Jour", "labels": {"fr": ["quotidien", "journalier"], "en": ["daily"]}},
        {"value": "Semaine", "labels": {"fr": ["hebdomadaire"], "en": ["week"]}}],
        "minimum_similarity": minimum, "only_values": only_values});
    for (kind, body) in
        [("frequency", json!({"dictionary": dictionary})), ("secret", json!({"obfuscated": true}))]
    {
        let answer = call("PUT", &path(kind), &[("if-match", "*")], body.to_string()).await;
        assert!(answer.status.is_success(), "{}", text(&answer));
    }
    let answer = call("POST", &format!("/api/v1/bots/app/{name}/versions"), &[], "{}").await;
    assert!(answer.status.is_success(), "{}", text(&answer));
}

#[tokio::test]
async fn dictionaries_find_what_is_like_an_entry() {
    with_dictionary("words", None, false).await;
    with_dictionary("strict", None, true).await;
    let meaning = async |name: &str, word: &str| {
        let query = json!({"namespace": "app", "applicationName": name, "text": word,
            "context": {"language": "fr"}, "entities": [{"start": 0, "end": word.len(),
            "entity": {"entityType": {"name": "app:frequency"}, "role": "frequency"}}]});
        post("/evaluate", &query).await.json()["values"][0].clone()
    };
    let exact = meaning("words", "Quotidien").await;
    assert_eq!((&exact["value"]["value"], &exact["probability"]), (&json!("Jour"), &json!(1.0)));
    let like = meaning("words", "Quotidienne").await;
    assert_eq!(like["value"]["value"], "Jour");
    let probability = like["probability"].as_f64().unwrap();
    assert!((probability - 9.0 / 11.0).abs() < 1e-6, "{like}");
    // A label of another language means nothing here; that was looked up all the same.
    let other = meaning("words", "Week").await;
    assert_eq!(
        (&other["evaluated"], other.get("value"), &other["probability"]),
        (&json!(true), None, &json!(1.0))
    );
    assert_eq!(meaning("strict", "Quotidienne").await.get("value"), None);
    assert_eq!(meaning("strict", "QUOTIDIEN").await["value"]["value"], "Jour");
}

#[tokio::test]
async fn obfuscated_entities_are_hidden_in_what_people_read_and_clear_in_answers() {
    with_dictionary("hidden", None, false).await;
    let context = json!({"language": "fr", "registerQuery": true, "increaseQueryCounter": true});
    let answer = parse("hidden", "mon code est 1234", json!({"context": context})).await;
    assert_eq!(answer["retainedQuery"], "mon code est 1234");
    assert_eq!(answer["entities"][0]["entity"]["entityType"]["obfuscated"], true, "{answer}");
    let lines = counted("hidden", json!({"language": "fr"})).await;
    assert_eq!(lines[0]["text"], "mon code est ****");
}

/// An application with what only some applications of Tock have.
fn special(name: &str) -> Value {
    let mut dump = nlp::dump(name);
    dump["application"]["unknownIntentThreshold"] = json!(0.99);
    dump["application"]["knownIntentThreshold"] = json!(0.0);
    dump["application"]["nlpEngineType"] = json!({"name": "stanford"});
    dump["intents"][1]["mandatoryStates"] = json!(["outside"]);
    dump["intents"][0]["entities"][2]["atStartOfDay"] = json!(true);
    dump
}

#[tokio::test]
async fn thresholds_states_and_engine_of_an_application_are_kept() {
    let answer = post("/dump/import/plain", &special("kept")).await;
    assert_eq!(answer.json()["success"], true, "{}", text(&answer));
    let application = nlp::get("/application?namespace=app&name=kept").await.json();
    assert_eq!(application["unknownIntentThreshold"], 0.99);
    assert_eq!(application["knownIntentThreshold"], 0.0);
    assert_eq!(application["nlpEngineType"], json!({"name": "stanford"}));
    let intents = nlp::get("/intents?namespace=app&name=kept").await.json();
    assert_eq!(intents[1]["mandatoryStates"], json!(["outside"]));
    assert_eq!(intents[0]["entities"][2]["atStartOfDay"], true);
    assert_eq!(intents[0]["entities"][0]["atStartOfDay"], Value::Null);
}

#[tokio::test]
async fn a_sentence_below_the_threshold_is_unknown_and_names_what_it_would_have_been() {
    post("/dump/import/plain", &special("careful")).await;
    let model = |changes: Value| {
        let mut changes = changes;
        changes["context"] = json!({"checkExistingQuery": false});
        changes
    };
    let answer = parse("careful", "you tickets Lyon hotter", model(json!({}))).await;
    assert_eq!(
        (&answer["intent"], &answer["intentNamespace"]),
        (&json!("unknown"), &json!("tock"))
    );
    assert_eq!(answer["intentProbability"], 1.0);
    let travel = answer["otherIntentsProbabilities"]["app:travel"].as_f64().unwrap();
    assert!(travel > 0.0 && travel < 0.99, "{answer}");
    let subset = json!({"intentsSubset": [{"intent": "app:travel"}]});
    let answer = parse("careful", "you tickets Lyon hotter", model(subset)).await;
    assert_eq!(
        (&answer["intent"], &answer["intentProbability"]),
        (&json!("travel"), &json!(travel))
    );
}

#[tokio::test]
async fn other_intents_are_mentioned_from_the_known_threshold_on() {
    let mut dump = nlp::dump("mentioned");
    dump["application"]["unknownIntentThreshold"] = json!(0.0);
    dump["application"]["knownIntentThreshold"] = json!(0.0);
    post("/dump/import/plain", &dump).await;
    let asked = json!({"context": {"checkExistingQuery": false}});
    let all = parse("mentioned", "will it rain in Paris", asked.clone()).await;
    let mentioned = |answer: &Value| answer["otherIntentsProbabilities"].as_object().unwrap().len();
    assert_eq!(mentioned(&all), 1, "{all}");
    assert_eq!(all["originalIntentsProbabilities"].as_object().unwrap().len(), 2);
    dump["application"]["name"] = json!("mentioned_less");
    dump["application"]["knownIntentThreshold"] = json!(1.0);
    post("/dump/import/plain", &dump).await;
    let none = parse("mentioned_less", "will it rain in Paris", asked).await;
    assert_eq!(mentioned(&none), 0, "{none}");
    assert_eq!(none["intent"], all["intent"]);
}

#[tokio::test]
async fn an_intent_with_mandatory_states_needs_one_of_them() {
    let mut dump = special("states");
    dump["application"]["unknownIntentThreshold"] = json!(0.0);
    post("/dump/import/plain", &dump).await;
    let ask = async |states: Value, existing: bool| {
        let changes =
            json!({"state": {"states": states}, "context": {"checkExistingQuery": existing}});
        parse("states", "will it rain", changes).await
    };
    for existing in [true, false] {
        let without = ask(json!([]), existing).await;
        assert_eq!(without["intent"], "travel", "{without}");
        assert!(without["otherIntentsProbabilities"].get("app:weather").is_none());
        assert!(without["originalIntentsProbabilities"].get("app:weather").is_some(), "{without}");
        assert_eq!(ask(json!(["inside"]), existing).await["intent"], "travel");
        assert_eq!(ask(json!(["inside", "OutSide"]), existing).await["intent"], "weather");
    }
    // A subset is allowed whatever the states.
    let subset = json!({"intentsSubset": [{"intent": "app:weather"}]});
    assert_eq!(parse("states", "will it rain", subset).await["intent"], "weather");
}

#[tokio::test]
async fn dates_of_some_roles_are_read_from_midnight_on() {
    let mut morning = special("morning");
    morning["application"]["unknownIntentThreshold"] = json!(0.0);
    let mut present = nlp::dump("present");
    present["application"]["unknownIntentThreshold"] = json!(0.0);
    for (name, mut dump, day) in [("morning", morning, "02"), ("present", present, "03")] {
        dump["application"]["name"] = json!(name);
        post("/dump/import/plain", &dump).await;
        let context = json!({"referenceDate": "2026-03-02T20:00:00Z", "referenceTimezone": "UTC"});
        let answer =
            parse(name, "I want to travel to Nice at 8am", json!({"context": context})).await;
        let date = answer["entities"]
            .as_array()
            .unwrap()
            .iter()
            .find(|own| own["entity"]["role"] == "datetime");
        let date = date.unwrap_or_else(|| panic!("{answer}"));
        assert_eq!(date["value"]["date"], format!("2026-03-{day}T08:00:00Z"), "{name}");
    }
}
