//! A large bot is changed, checked and published while others go on talking.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::folders;
use crate::http::Request;
use crate::program::{Palabre, Server, Storage};

const WEB: &str = "/io/app/gare/web";
const LARGE: &str = "/api/v1/bots/app/large";

/// Sentences of the large bot, and as many as one request may bring.
const SENTENCES: usize = 50_000;
const BATCH: usize = 10_000;

/// Answers during one piece of work that show that nothing is held up.
const ANSWERS_MIN: usize = 5;

fn call(server: &Server, method: &str, path: &str, body: &Value) -> Value {
    let request = Request::with_body(method, path, body.to_string());
    let response = server.send(&request);
    assert!(response.status < 300, "{method} {path}: {} {}", response.status, response.body);
    response.json()
}

/// Does something, and counts what another bot answers meanwhile.
fn meanwhile(server: &Server, what: &str, work: impl FnOnce() + Send) {
    let is_over = AtomicBool::new(false);
    let mut waits = Vec::new();
    let took = std::thread::scope(|scope| {
        let worker = scope.spawn(|| {
            let began = Instant::now();
            work();
            is_over.store(true, Ordering::SeqCst);
            began.elapsed()
        });
        while !is_over.load(Ordering::SeqCst) {
            let asked = Instant::now();
            assert!(!server.say(WEB, "u1", "bonjour", "fr").is_empty());
            waits.push(asked.elapsed());
        }
        worker.join().unwrap()
    });
    waits.sort();
    let longest = waits.last().copied().unwrap_or(Duration::ZERO);
    let median = waits.get(waits.len() / 2).copied().unwrap_or(Duration::ZERO);
    println!(
        "measured: {what} of a bot with {SENTENCES} sentences took {took:?}; meanwhile {} answers, \
         median {median:?}, the longest {longest:?}",
        waits.len()
    );
    assert!(waits.len() >= ANSWERS_MIN, "{what}: {} answers in {took:?}", waits.len());
}

#[test]
fn a_large_bot_is_checked_and_published_while_others_answer() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let server = palabre.serve(&Storage::in_folder(folder.path()), &[]);
    let new = json!({"name": "large", "locales": ["fr"], "from": "empty"});
    call(&server, "POST", "/api/v1/namespaces/app/bots", &new);
    for intent in 0..100 {
        call(&server, "PUT", &format!("{LARGE}/intents/i{intent}"), &json!({}));
    }
    for batch in 0..SENTENCES / BATCH {
        let sentences: Vec<Value> = (batch * BATCH..(batch + 1) * BATCH)
            .map(|number| {
                let text = format!("phrase {number} sur le sujet {}", number % 977);
                json!({"text": text, "locale": "fr", "intent": format!("i{}", number % 100)})
            })
            .collect();
        call(&server, "POST", &format!("{LARGE}/sentences"), &json!({"put": sentences}));
    }
    meanwhile(&server, "the check", || {
        for _ in 0..3 {
            let checks = server.get(&format!("{LARGE}/checks"));
            assert_eq!(checks.status, 200, "{}", checks.body);
        }
    });
    meanwhile(&server, "publishing", || {
        let published = call(&server, "POST", &format!("{LARGE}/versions"), &json!({}));
        assert_eq!(published["number"], 2);
    });
    meanwhile(&server, "comparing versions", || {
        let compared = server.get(&format!("{LARGE}/versions/1/compare?with=2"));
        assert_eq!(compared.status, 200, "{}", compared.body);
    });
    server.stop();
}
