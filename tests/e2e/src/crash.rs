//! Killing the real program under load, again and again, loses nothing and doubles nothing.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
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
/// Users that begin to talk before each kill. A kill leaves conversations behind that nobody may
/// touch until their lease has expired, so that only new users keep the load up.
const USERS_PER_KILL: usize = 6;
/// How many kills a user goes through before it stops talking.
const KILLS_PER_USER: usize = 3;
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
    let kills = AtomicUsize::new(0);
    let repeats = AtomicUsize::new(0);

    let ledgers: Vec<(String, Vec<Exchange>)> = thread::scope(|scope| {
        let mut clients = Vec::new();
        for kill in 0..KILLS {
            for number in 0..USERS_PER_KILL {
                let user = format!("user-{kill}-{number}");
                let (kills, repeats) = (&kills, &repeats);
                clients.push(scope.spawn(move || {
                    let last = (kill + KILLS_PER_USER).min(KILLS);
                    let goes_on = || kills.load(Ordering::SeqCst) < last;
                    let exchanges = talk(address, &user, number, goes_on, repeats);
                    (user, exchanges)
                }));
            }
            let wait = KILL_AFTER_MS.start + rng.below(KILL_AFTER_MS.len());
            thread::sleep(Duration::from_millis(wait as u64));
            server.process.kill_9().unwrap();
            kills.fetch_add(1, Ordering::SeqCst);
            server = palabre.serve_on(storage, port, &[]);
        }
        clients.into_iter().map(|client| client.join().expect("a client gave up")).collect()
    });

    let mut sent = 0;
    for (user, exchanges) in &ledgers {
        let stored = palabre.done(storage, &["conversations", "--user", user, "--json"]);
        let stored: Value = serde_json::from_str(&stored).unwrap();
        if let Err(difference) = compare(exchanges, stored.as_array().unwrap()) {
            panic!("{user}: {difference}");
        }
        sent += exchanges.len();
    }
    assert!(sent > ledgers.len(), "the load was no load: {sent} messages");
    println!(
        "measured: {engine}: {KILLS} kills, {sent} messages of {} users, {} repeats, {:?}",
        ledgers.len(),
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
    goes_on: impl Fn() -> bool,
    repeats: &AtomicUsize,
) -> Vec<Exchange> {
    let mut exchanges: Vec<Exchange> = Vec::new();
    while goes_on() {
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
fn compare(exchanges: &[Exchange], stored: &[Value]) -> Result<(), String> {
    let from = |who: &'static str| stored.iter().filter(move |it| it["from"] == who);
    let text = |message: &Value| message["text"].as_str().unwrap_or_default().to_owned();
    let turn = |message: &Value| message["turn"].as_str().unwrap_or_default().to_owned();

    let found: Vec<String> = from("user").map(text).collect();
    let sent: Vec<&str> = exchanges.iter().map(|it| it.sentence.as_str()).collect();
    if found != sent {
        return Err(format!("sent {sent:#?} but stored is {found:#?}"));
    }
    let mut answers: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for message in from("bot") {
        answers.entry(turn(message)).or_default().push(text(message));
    }
    for (message, exchange) in from("user").zip(exchanges) {
        let stored = answers.remove(&turn(message)).unwrap_or_default();
        if stored != exchange.answer {
            let (sentence, received) = (&exchange.sentence, &exchange.answer);
            return Err(format!("`{sentence}` got {received:#?} but stored is {stored:#?}"));
        }
    }
    if answers.is_empty() { Ok(()) } else { Err(format!("answers to nothing: {answers:#?}")) }
}

#[test]
fn the_comparison_sees_what_is_lost_doubled_swapped_or_changed() {
    let exchange = |sentence: &str, answer: &str| Exchange {
        sentence: sentence.to_owned(),
        answer: vec![answer.to_owned()],
    };
    let line = |from: &str, text: &str, turn: &str| serde_json::json!({"from": from, "text": text, "turn": turn});
    let (ask_1, say_1) = (line("user", "a", "t1"), line("bot", "A", "t1"));
    let (ask_2, say_2) = (line("user", "b", "t2"), line("bot", "B", "t2"));
    let check = |stored: &[&Value], is_right: bool| {
        let stored: Vec<Value> = stored.iter().copied().cloned().collect();
        let found = compare(&[exchange("a", "A"), exchange("b", "B")], &stored);
        assert_eq!(found.is_ok(), is_right, "{stored:?}: {found:?}");
    };
    check(&[&ask_1, &say_1, &ask_2, &say_2], true);
    check(&[&ask_1, &say_1], false);
    check(&[&ask_1, &say_1, &ask_2, &say_2, &ask_2, &say_2], false);
    check(&[&ask_2, &say_2, &ask_1, &say_1], false);
    check(&[&ask_1, &say_1, &ask_2], false);
    check(&[&ask_1, &say_1, &say_1, &ask_2, &say_2], false);
    check(&[&ask_1, &line("bot", "B", "t1"), &ask_2, &say_2], false);
    check(&[&ask_1, &say_1, &ask_2, &say_2, &line("bot", "C", "t3")], false);
}
