//! Killed at any instant, reopened: everything that was acknowledged is there, once.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use store::{Accepted, Begin, Route};

use crate::world::*;

const ROUNDS: u64 = 12;
const CHILD: &str = "PALABRE_STORE_CRASH_CHILD";

/// Accepts and answers for ever, telling each acknowledgement on stdout only once it is durable.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn child() {
    let Ok(folder) = std::env::var(CHILD) else { return };
    let (folder, round) = folder.rsplit_once(':').unwrap();
    let world = World::sqlite();
    let mut options = world.options(store::Role::Serve);
    options.place = store::Place::Folder(folder.into());
    options.rng = Box::new(model::SeededRng::new(round.parse::<u64>().unwrap() << 32));
    let store = store::Store::open(options).await.unwrap();
    let talk = Talk::begin(&store, "app").await;
    // What the last round left begins again.
    for claimed in store.claim(1_000).await.unwrap() {
        let text = said(&claimed);
        talk.answers(&claimed, &[&text]).await;
        println!("answered {text}");
    }
    println!("ready");
    let mut users = Vec::new();
    for number in 0..8 {
        let (talk, round) = (talk.on(&store), round.to_owned());
        users.push(tokio::spawn(async move {
            for count in 0.. {
                let text = format!("{round}-{number}-{count}");
                let event = talk.event(&format!("u{number}"), &text, Some(&text));
                let accepted = talk.store.accept(event, Begin::IfFree).await.unwrap();
                println!("accepted {text}");
                let Accepted::New { claimed, .. } = accepted else { panic!("{accepted:?}") };
                let claimed = match claimed {
                    Some(claimed) => claimed,
                    None => continue,
                };
                let segment = talk.segment(&claimed, &[&text], Route::Nowhere);
                talk.store.commit_segment(segment).await.unwrap();
                println!("answered {text}");
            }
        }));
    }
    for user in users {
        user.await.unwrap();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_acknowledged_survives_kill_9() {
    let world = World::sqlite();
    let folder = world.folder().unwrap();
    let (mut accepted, mut answered) = (BTreeMap::new(), Vec::new());
    for round in 1..=ROUNDS {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "crash::child", "--nocapture", "--test-threads", "1"])
            .env(CHILD, format!("{}:{round}", folder.display()))
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        // Killed after a number of acknowledgements that differs from round to round.
        let kill_after = 40 + (round * 37) % 150;
        let mut told = 0;
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        for line in lines.by_ref() {
            let line = line.unwrap();
            note(&line, &mut accepted, &mut answered);
            told += 1;
            if told == kill_after {
                child.kill().unwrap();
            }
        }
        child.wait().unwrap();
        assert!(told >= kill_after, "the child ended by itself in round {round}");
    }

    let store = world.serve().await;
    let talk = Talk::begin(&store, "app").await;
    for claimed in store.claim(1_000).await.unwrap() {
        let text = said(&claimed);
        assert!(claimed.attempt <= 3);
        talk.answers(&claimed, &[&text]).await;
    }
    let mut found = BTreeMap::<String, usize>::new();
    for number in 0..8 {
        let from = user(&format!("u{number}"));
        let lines = store.lines(&talk.bot.namespace, None, &from).await.unwrap();
        let mut counts = Vec::new();
        for pair in lines.chunks(2) {
            assert_eq!(pair[0].text, pair[1].text, "an answer belongs to its question");
            *found.entry(pair[0].text.clone()).or_default() += 1;
            let mut parts = pair[0].text.split('-').map(|part| part.parse::<u64>().unwrap());
            counts.push((parts.next().unwrap(), parts.nth(1).unwrap()));
        }
        assert!(counts.is_sorted(), "u{number}: {counts:?}");
    }
    for text in accepted.keys().chain(&answered) {
        assert_eq!(found.get(text), Some(&1), "{text} is lost or doubled");
    }
    assert!(accepted.len() > 100);
    store.close().await;
}

fn note(line: &str, accepted: &mut BTreeMap<String, ()>, answered: &mut Vec<String>) {
    // The test harness writes on the same line before the first of ours.
    let line = line.rsplit("... ").next().unwrap_or(line);
    if let Some(text) = line.strip_prefix("accepted ") {
        accepted.insert(text.to_owned(), ());
    } else if let Some(text) = line.strip_prefix("answered ") {
        answered.push(text.to_owned());
    }
}
