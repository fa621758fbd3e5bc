//! The NLU API through its routes: what programs written for Tock rely on.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod nlp;
mod served;

use axum::http::StatusCode;
use nlp::{dump, get, imported, parse, post, query, teach, text};
use serde_json::{Value, json};
use served::call;

#[tokio::test]
async fn an_old_dump_is_imported_once_and_understood() {
    let body = dump("old").to_string();
    let form = format!(
        "--b\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nx\r\n--b\r\n\
         Content-Disposition: form-data; name=\"dump\"; filename=\"dump\"\r\n\
         Content-Type: application/json\r\n\r\n{body}\r\n--b--\r\n"
    );
    let headers = [("content-type", "multipart/form-data; boundary=b")];
    let upload =
        async || call("POST", "/rest/nlp/dump/import", &headers, form.clone()).await.json();
    assert_eq!(upload().await["success"], true);
    assert_eq!(upload().await["success"], false);
    assert_eq!(post("/dump/import/plain", &dump("old")).await.json()["success"], false);
    let intents = get("/intents?namespace=app&name=old").await.json();
    assert_eq!(intents.as_array().unwrap().len(), 2);
    assert_eq!(intents[0]["name"], "travel");

    let answer = parse("old", "I want to go to Paris tomorrow", json!({})).await;
    assert_eq!((&answer["intent"], &answer["intentNamespace"]), (&json!("travel"), &json!("app")));
    let entities = answer["entities"].as_array().unwrap();
    assert_eq!(entities.len(), 2, "{answer}");
    let place = |entity: &Value| (entity["start"].clone(), entity["end"].clone());
    assert_eq!(place(&entities[0]), (json!(16), json!(21)));
    assert_eq!(entities[0]["entity"]["role"], "destination");
    assert_eq!((&entities[0]["evaluated"], entities[0].get("value")), (&json!(false), None));
    assert_eq!(place(&entities[1]), (json!(22), json!(30)));
    assert_eq!(
        entities[1]["value"],
        json!({"@type": "dateEntity", "date": "2026-03-03T00:00:00+01:00", "grain": "day"})
    );
    assert_eq!(
        (&entities[1]["evaluated"], &entities[1]["mergeSupport"]),
        (&json!(true), &json!(true))
    );
}

#[tokio::test]
async fn forms_without_a_dump_are_refused_with_the_reason() {
    let upload = async |content_type: &str, form: &str| {
        let headers = [("content-type", content_type)];
        call("POST", "/rest/nlp/dump/import/sentences", &headers, form.to_owned()).await
    };
    let empty = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n{}\r\n--b--\r\n";
    for (content_type, form, says) in [
        ("multipart/form-data; boundary=b", empty, "holds no file"),
        ("application/json", "{}", "no form"),
        ("multipart/form-data; boundary=b", "--b\r\nContent-Disp", "form"),
    ] {
        let answer = upload(content_type, form).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", text(&answer));
        let message = answer.json()["errors"][0]["message"].as_str().unwrap().to_owned();
        assert!(message.contains(says), "{message}");
    }
    let file = "--b\r\nContent-Disposition: form-data; name=\"dump\"; filename=\"dump\"\r\n\r\n\
                {\"applicationName\":\"app:formed\",\"language\":\"en\",\"sentences\":[{\"text\":\"hi\",\
                \"intent\":\"greet\",\"entities\":[]}]}\r\n--b--\r\n";
    let answer = upload("multipart/form-data; boundary=b", file).await;
    assert_eq!(answer.json()["success"], true, "{}", text(&answer));
}

#[tokio::test]
async fn an_application_is_made_once() {
    let create = json!({"name": "Fresh", "namespace": "app", "locale": "fr_FR"});
    let first = post("/application/create", &create).await;
    assert_eq!(first.status, StatusCode::OK);
    assert_eq!(
        text(&first),
        concat!(
            r#"{"name":"fresh","label":"Fresh","namespace":"app","intents":[],"supportedLocales":["fr_FR"],"#,
            r#""intentStatesMap":{},"nlpEngineType":{"name":"opennlp"},"mergeEngineTypes":true,"#,
            r#""useEntityModels":true,"supportSubEntities":false,"unknownIntentThreshold":0.7,"#,
            r#""knownIntentThreshold":0.1,"normalizeText":false,"_id":"app:fresh"}"#,
        )
    );
    let second = post("/application/create", &create).await;
    assert_eq!((second.status, second.body.len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(get("/application?namespace=app&name=fresh").await.json(), first.json());
    let missing = post("/application/create", &json!({"namespace": "app", "locale": "fr"})).await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    assert!(text(&missing).contains("`name` is missing"), "{}", text(&missing));
    let wrong =
        post("/application/create", &json!({"name": "x", "namespace": "app", "locale": "?"})).await;
    assert!(text(&wrong).contains("`locale`"), "{}", text(&wrong));
    for path in ["/application?namespace=app", "/intents?name=fresh", "/intents?namespace=&name=x"]
    {
        let answer = get(path).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert_eq!(
            answer.json(),
            json!({"errors": [{"message": "One of the parameters name or namespace is invalid"}]})
        );
    }
    let nobody = get("/application?namespace=app&name=nobody").await;
    assert_eq!((nobody.status, nobody.body.len()), (StatusCode::NO_CONTENT, 0));
    assert_eq!(get("/intents?namespace=app&name=nobody").await.json(), json!([]));
    // A bot that learned nothing understands nothing, and says so.
    let answer = parse("fresh", "bonjour", json!({"context": {"language": "fr"}})).await;
    assert_eq!((&answer["intent"], &answer["intentProbability"]), (&json!("unknown"), &json!(1.0)));
}

#[tokio::test]
async fn the_same_name_in_two_namespaces_is_two_applications() {
    for (namespace, intent) in [("app", "greet"), ("other", "leave")] {
        let dump = json!({"applicationName": format!("{namespace}:twin"), "language": "en",
            "sentences": [{"text": "ciao", "intent": intent, "entities": []}]});
        post("/dump/import/sentences/plain", &dump).await;
    }
    for (namespace, intent) in [("app", "greet"), ("other", "leave")] {
        let answer = parse("twin", "ciao", json!({"namespace": namespace})).await;
        assert_eq!(answer["intent"], intent);
        assert_eq!(answer["intentNamespace"], namespace);
    }
}

#[tokio::test]
async fn queries_that_cannot_be_answered_say_why() {
    for path in ["/parse", "/evaluate", "/unknown"] {
        let mut body = query("nope", "x", &json!({"entities": [], "text": "x", "language": "en"}));
        let answer = post(path, &body).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{path}");
        assert_eq!(answer.json(), json!({"errors": [{"message": "unknown application app:nope"}]}));
        body.as_object_mut().unwrap().remove("namespace");
        let answer = post(path, &body).await;
        assert!(text(&answer).contains("`namespace` is missing"), "{path} {}", text(&answer));
        let answer = call("POST", &format!("/rest/nlp{path}"), &[], "{").await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        assert!(text(&answer).contains("not valid JSON"));
    }
    imported("queries").await;
    let answer = post("/parse", &query("queries", "x", &json!({"queries": []}))).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
    assert!(text(&answer).contains("please set queries field with at least one query"));
    let answer = post(
        "/logs/count",
        &json!({"namespace": "app", "applicationName": "nope", "language": "en"}),
    )
    .await;
    assert_eq!((answer.status, answer.json()), (StatusCode::UNAUTHORIZED, json!({"errors": []})));
}

#[tokio::test]
async fn texts_are_formatted_and_places_count_utf16_code_units() {
    imported("formats").await;
    let empty = parse("formats", "\t\n ", json!({})).await;
    assert_eq!((&empty["intent"], &empty["intentNamespace"]), (&json!("unknown"), &json!("tock")));
    assert_eq!(
        (&empty["intentProbability"], &empty["entitiesProbability"]),
        (&json!(0.0), &json!(0.0))
    );
    assert_eq!(parse("formats", "a \r d\n \td", json!({})).await["retainedQuery"], "a  d d");
    for (sentence, start, end) in [
        ("🚆 I want to go to Paris", 19, 24),
        // A family of seven code units' pairs and joiners, and combining marks.
        ("👨‍👩‍👧 I want to go to Paris", 25, 30),
        ("e\u{301}e\u{301} I want to go to Paris", 21, 26),
    ] {
        let answer = parse("formats", sentence, json!({})).await;
        let entity = &answer["entities"][0];
        assert_eq!((&entity["start"], &entity["end"]), (&json!(start), &json!(end)), "{answer}");
        let units: Vec<u16> =
            answer["retainedQuery"].as_str().unwrap().encode_utf16().skip(start).take(5).collect();
        assert_eq!(String::from_utf16(&units).unwrap(), "Paris");
    }
}

#[tokio::test]
async fn long_texts_are_answered_and_long_sentences_are_known() {
    imported("long").await;
    let answer = parse("long", &"I want to go to Paris ".repeat(3_000), json!({})).await;
    assert_eq!(answer["retainedQuery"].as_str().unwrap().encode_utf16().count(), 50_000);
    let sentence = "as I said before and will say again ".repeat(17);
    teach("long", "en", &[(sentence.trim(), "insist")]).await;
    let answer = parse("long", &sentence, json!({})).await;
    assert_eq!((&answer["intent"], &answer["intentProbability"]), (&json!("insist"), &json!(1.0)));
}

#[tokio::test]
async fn a_bot_serves_a_language_as_tock_does() {
    for (name, language) in [("french", "fr"), ("both", "fr"), ("both", "en")] {
        teach(name, language, &[("ok", "yes")]).await;
    }
    let used = async |name: &str, language: &str| {
        let answer = parse(name, "ok", json!({"context": {"language": language}})).await;
        answer["language"].as_str().unwrap().to_owned()
    };
    assert_eq!(used("both", "fr").await, "fr");
    assert_eq!(used("both", "fr_CA").await, "fr");
    assert_eq!(used("both", "fr-CA").await, "fr");
    // The default language is English, whichever the bot's first is.
    assert_eq!(used("both", "de").await, "en");
    assert_eq!(used("french", "de").await, "fr");
}
