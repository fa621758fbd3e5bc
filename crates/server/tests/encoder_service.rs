//! An encoder elsewhere, against a service on this machine.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

use std::sync::{Arc, Mutex};

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use model::{Bot, BotName, IntentName, Locale, Namespace, Sentence, SentenceStatus};
use serde_json::{Value, json};
use server::config::Settings;
use server::encoders::Encoding;

/// What the service was asked: how many sentences each time, and with which key.
type Asked = Arc<Mutex<Vec<(usize, String)>>>;

async fn embeddings(
    State(asked): State<Asked>,
    headers: HeaderMap,
    Json(body): Json<Value>,
) -> Response {
    let texts: Vec<&str> =
        body["input"].as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect();
    let key = headers.get("authorization").map_or("", |key| key.to_str().unwrap());
    asked.lock().unwrap().push((texts.len(), key.to_owned()));
    assert_eq!(body["model"], "letters");
    if texts.contains(&"break") {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if texts.contains(&"hang") {
        std::future::pending::<()>().await;
    }
    // The last comes first: the index rules.
    let one = |(index, text): (usize, &&str)| json!({"index": index, "embedding": [text.len() as f32, 1.0, 0.0]});
    let data: Vec<Value> = texts.iter().enumerate().map(one).rev().collect();
    Json(json!({"object": "list", "data": data, "usage": {"total_tokens": 1}})).into_response()
}

/// A service, and an encoder that asks it.
async fn service(texts_per_hour: &str) -> (Arc<Encoding>, Asked) {
    let asked = Asked::default();
    let router = Router::new().route("/v1/embeddings", post(embeddings)).with_state(asked.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    std::fs::write(&key, "a-key\n").unwrap();
    let flags = [
        ("encoder".to_owned(), format!("openai:letters@http://{address}/v1")),
        ("encoder_key_file".to_owned(), key.display().to_string()),
        ("encoder_texts_per_hour".to_owned(), texts_per_hour.to_owned()),
    ];
    let config = Settings::gather(&flags, [], None).unwrap().into_config().unwrap();
    (Arc::new(Encoding::load(&config).unwrap()), asked)
}

fn a_bot(texts: &[String]) -> Arc<Bot> {
    let name = BotName::new("b").unwrap();
    let mut bot = Bot::new(Namespace::new("a").unwrap(), name, vec![Locale::en()]);
    bot.sentences = texts
        .iter()
        .map(|text| Sentence {
            text: text.clone(),
            locale: Locale::en(),
            intent: Some(IntentName::new("i").unwrap()),
            entities: Vec::new(),
            status: SentenceStatus::Validated,
        })
        .collect();
    Arc::new(bot)
}

#[tokio::test]
async fn a_sentence_is_asked_once_with_the_key() {
    let (encoding, asked) = service("1000").await;
    let vector = encoding.vector("four").await;
    assert_eq!(vector.len(), 3);
    assert!((vector.iter().map(|x| x * x).sum::<f32>() - 1.0).abs() < 1e-5, "{vector:?}");
    assert_eq!(encoding.vector("four").await, vector);
    assert_eq!(*asked.lock().unwrap(), [(1, "Bearer a-key".to_owned())]);
}

#[tokio::test]
async fn a_service_that_fails_is_left_alone_and_bots_do_without() {
    for text in ["break", "hang"] {
        let (encoding, asked) = service("1000").await;
        assert!(encoding.vector(text).await.is_empty());
        assert!(encoding.vector("sound").await.is_empty(), "it is left alone for a while");
        assert_eq!(asked.lock().unwrap().len(), 1, "{text}");
    }
}

#[tokio::test]
async fn no_more_is_sent_than_the_hour_allows() {
    let (encoding, asked) = service("1").await;
    assert!(!encoding.vector("one").await.is_empty());
    assert!(encoding.vector("two").await.is_empty());
    assert!(!encoding.vector("one").await.is_empty(), "what is known costs nothing");
    assert_eq!(asked.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn a_training_is_sent_in_parts_and_what_is_known_is_not_sent_again() {
    let (encoding, asked) = service("1000").await;
    let mut texts: Vec<String> = (0..70).map(|number| format!("sentence {number}")).collect();
    let vectors = encoding.vectors_of(&a_bot(&texts)).await;
    assert_ne!(vectors, nlu::Vectors::default());
    texts.push("one more".into());
    encoding.vectors_of(&a_bot(&texts)).await;
    let sizes: Vec<usize> = asked.lock().unwrap().iter().map(|(size, _)| *size).collect();
    assert_eq!(sizes, [64, 6, 1]);
    // One that cannot be had: the bot is trained without.
    texts.push("break".into());
    assert_eq!(encoding.vectors_of(&a_bot(&texts)).await, nlu::Vectors::default());
}
