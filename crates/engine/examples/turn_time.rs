//! How long the engine takes for a turn: `cargo run --release -p engine --example turn_time`.
//!
//! The bot has 200 stories; the turns are a booking with two questions, a button, a text with a
//! date, and a sentence that is not understood. NLU is not part of it.

#[path = "../tests/kit/mod.rs"]
mod kit;

use std::time::Instant;

use serde_json::json;

fn main() {
    let mut stories = vec![json!({
        "name": "book", "starters": ["book"],
        "mandatory": [
            { "entity": { "entity_type": "station", "role": "destination" }, "ask": ["Où ?"] },
            { "entity": { "entity_type": "datetime", "role": "date" }, "ask": ["Quand ?"] },
        ],
        "answers": ["Un billet pour {destination}, le {date, date, long}."],
        "steps": [{ "name": "yes", "title": "Oui", "trigger": { "intent": "yes" }, "answers": [
            "Réservé.", { "content": { "type": "forget" } }] }],
    })];
    for number in 0..200 {
        let answers = json!(["Voici.", "Autre chose ?"]);
        let intent = format!("i{number}");
        stories.push(json!({ "name": intent, "starters": [intent], "answers": answers }));
    }
    let mut talk = kit::Talk::new(kit::bot(json!(stories)));
    let script = [
        "un billet @book",
        "[Lyon](station:destination)",
        "[demain](datetime:date)",
        "oui @yes",
        "autre chose @i150",
        "blabla",
    ];
    let rounds = 2_000;
    let started = Instant::now();
    for _ in 0..rounds {
        for line in script {
            talk.says(line);
        }
    }
    // The kit runs each turn twice, to compare, and makes the understanding.
    let turns = rounds * script.len() * 2;
    let per_turn_us = started.elapsed().as_secs_f64() * 1e6 / turns as f64;
    println!("{turns} turns, at most {per_turn_us:.1} µs per turn");
}
