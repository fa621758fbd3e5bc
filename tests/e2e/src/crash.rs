//! Killing the real program under load, again and again, loses nothing and doubles nothing.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;
// The trait of the source of randomness comes with it.
use testkit::Rng;

use crate::folders;
use crate::http::Request;
use crate::program::{Palabre, Storage};
use crate::web::texts;

const WEB: &str = "/io/app/gare/web";
const KILLS: usize = 20;
const USERS: usize = 12;
/// A kill comes this long after the server was ready: in the middle of turns.
const KILL_AFTER_MS: std::ops::Range<usize> = 50..700;
/// How long a client repeats one message before the test gives up.
const PATIENCE: Duration = Duration::from_secs(120);

const SENTENCES: [&str; 6] = [
    "bonjour",
    "un train pour Lyon demain à 8h",
    "deux billets pour Marseille",
    "où sont les toilettes",
    "blablabla",
    "merci",
];

/// What a client sent and what it was answered.
struct Exchange {
    sentence: String,
    answer: Vec<String>,
}

#[test]
fn twenty_kills_under_load_lose_nothing_and_double_nothing() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    kill_under_load(&palabre, &Storage::in_folder(folder.path()), "SQLite");
}

#[test]
fn twenty_kills_under_load_lose_nothing_and_double_nothing_on_postgresql() {
    let Some(palabre) = Palabre::find() else { return };
    let folder = folders::temporary();
    let Some(storage) = Storage::in_postgres(folder.path(), "crash") else { return };
    kill_under_load(&palabre, &storage, "PostgreSQL");
}

fn kill_under_load(palabre: &Palabre, storage: &Storage, engine: &str) {
    let mut rng = testkit::seeded_rng("kills under load");
    let began = Instant::now();
    let port = testkit::free_port().unwrap();
    let mut server = palabre.serve_on(storage, port, &[]);
    let address = server.address;
    let stop = AtomicBool::new(false);
    let repeats = AtomicUsize::new(0);

    let ledgers: Vec<(String, Vec<Exchange>)> = thread::scope(|scope| {
        let clients: Vec<_> = (0..USERS)
            .map(|number| {
                let user = format!("user-{number}");
                let (stop, repeats) = (&stop, &repeats);
                scope.spawn(move || {
                    let exchanges = talk(address, &user, number, stop, repeats);
                    (user, exchanges)
                })
            })
            .collect();
        for _ in 0..KILLS {
            let wait = KILL_AFTER_MS.start + rng.below(KILL_AFTER_MS.len());
            thread::sleep(Duration::from_millis(wait as u64));
            server.process.kill_9().unwrap();
            server = palabre.serve_on(storage, port, &[]);
        }
        stop.store(true, Ordering::SeqCst);
        clients.into_iter().map(|client| client.join().expect("a client gave up")).collect()
    });

    let mut sent = 0;
    for (user, exchanges) in &ledgers {
        let stored = palabre.done(storage, &["conversations", "--user", user, "--json"]);
        let stored: Value = serde_json::from_str(&stored).unwrap();
        compare(user, exchanges, stored.as_array().unwrap());
        sent += exchanges.len();
    }
    assert!(sent > USERS, "the load was no load: {sent} messages");
    println!(
        "measured: {engine}: {KILLS} kills, {sent} messages of {USERS} users, {} repeats, {:?}",
        repeats.load(Ordering::SeqCst),
        began.elapsed()
    );
    server.stop();
}

/// One user who sends message after message, each until it is answered.
fn talk(
    address: SocketAddr,
    user: &str,
    number: usize,
    stop: &AtomicBool,
    repeats: &AtomicUsize,
) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    while !stop.load(Ordering::SeqCst) {
        let count = exchanges.len();
        // No two messages of a user are the same, so that each is found again.
        let sentence = format!("{} {count}", SENTENCES[(number + count) % SENTENCES.len()]);
        let body = serde_json::json!({"query": sentence, "userId": user, "locale": "fr"});
        let request = Request::post(WEB, body.to_string())
            .header("Idempotency-Key", &format!("{user}-{count}"));
        let began = Instant::now();
        let answer = loop {
            match request.send(address) {
                Ok(response) if response.status == 200 => break texts(&response.json()),
                Ok(response) if response.status < 500 => {
                    panic!("{user} {count}: {} {}", response.status, response.body)
                }
                Ok(_) | Err(_) => {}
            }
            assert!(began.elapsed() < PATIENCE, "{user} {count}: no answer in {PATIENCE:?}");
            repeats.fetch_add(1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(20));
        };
        exchanges.push(Exchange { sentence, answer });
    }
    exchanges
}

/// The stored conversation is what the client saw: every message once, in order, each with the
/// answer that was received.
fn compare(user: &str, exchanges: &[Exchange], stored: &[Value]) {
    let from = |who: &'static str| stored.iter().filter(move |it| it["from"] == who);
    let sentences: Vec<&str> = from("user").filter_map(|it| it["text"].as_str()).collect();
    let expected: Vec<&str> = exchanges.iter().map(|it| it.sentence.as_str()).collect();
    assert_eq!(sentences, expected, "messages of {user}");

    let mut answers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for message in from("bot") {
        let turn = message["turn"].as_str().unwrap_or_default();
        answers.entry(turn).or_default().push(message["text"].as_str().unwrap_or_default());
    }
    for (message, exchange) in from("user").zip(exchanges) {
        let turn = message["turn"].as_str().unwrap_or_default();
        let stored = answers.remove(turn).unwrap_or_default();
        assert_eq!(stored, exchange.answer, "answer of {user} to `{}`", exchange.sentence);
    }
    assert!(answers.is_empty(), "{user} has answers without a message: {answers:?}");
}
