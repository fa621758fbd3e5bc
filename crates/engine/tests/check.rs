//! Findings about bots that only the engine can know.

mod kit;

use serde_json::{Value as Json, json};

#[track_caller]
fn check(content: Json, expected: &[&str]) {
    let found: Vec<String> = engine::check(&kit::bot(content))
        .into_iter()
        .map(|finding| {
            assert!(!finding.remedy.is_empty());
            let place = finding.place.unwrap_or_default();
            format!("{}: {}: {}", finding.code, place, finding.message)
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn texts_that_cannot_be_read_are_found() {
    check(
        json!({ "labels": { "l": { "texts": [
            { "locale": "fr", "variants": ["été {date", "bien"] } ] } } }),
        &[
            "wrong-template: labels[l].fr: `été {date` cannot be read: `{` is never closed, at character 5",
        ],
    );
    check(
        json!([{ "name": "s", "starters": ["s"], "answers": [
            { "content": { "type": "http", "url": "https://example.org/{" } } ] }]),
        &[
            "wrong-template: stories[s].answers[0]: `https://example.org/{` cannot be read: `{` is never closed, at character 21",
        ],
    );
}

#[test]
fn a_story_that_asks_nothing_cannot_ask_again() {
    check(
        json!([{ "name": "s", "starters": ["s"], "ask_again": 1, "answers": ["x"] }]),
        &[
            "useless-ask-again: stories[s].ask_again: story `s` asks and offers nothing, so it cannot ask again",
        ],
    );
}

#[test]
fn expressions_that_are_wrong_or_name_nothing_are_found() {
    check(
        json!([{ "name": "s", "starters": ["s"], "ask_again": 1, "answers": [
            { "content": { "type": "set", "variable": "a", "value": "1 +" } },
            { "content": { "type": "text", "text": "x" }, "when": "a > b and now > 3" },
        ], "steps": [{ "name": "t", "trigger": { "when": "a = 1" } }] }]),
        &[
            "wrong-expression: stories[s].answers[0]: `1 +` is no expression: a value is missing, at character 4",
            "unknown-name: stories[s].answers[1]: `b` is no role and no variable, so it is always `null`",
            "wrong-expression: stories[s].steps[t].trigger: `a = 1` is no expression: `=` compares nothing, at character 3",
        ],
    );
}

#[test]
fn formats_that_do_not_fit_their_values_are_found() {
    let intents = json!({ "i": { "entities": [
        { "entity_type": "class", "role": "class" },
        { "entity_type": "datetime", "role": "date" },
        { "entity_type": "number", "role": "n" },
    ] } });
    let label = |text: &str| {
        json!({ "intents": intents,
                "labels": { "l": { "texts": [{ "locale": "fr", "variants": [text] }] } } })
    };
    check(label("{class} {date, date} {n, number} {class, select, first {1} other {2}}"), &[]);
    check(
        label("{class, date}"),
        &[
            "wrong-format: labels[l].fr: `class` is of type `class`, which is no date: it is said as it is",
        ],
    );
    check(
        label("{date, number}"),
        &[
            "wrong-format: labels[l].fr: `date` is of type `datetime`, which is no number: it is said as it is",
        ],
    );
    check(
        label("{class, select, frist {{date, money}} other {2}}"),
        &[
            "unknown-value: labels[l].fr: `frist` is no value of `class`, so its branch is never used",
            "wrong-format: labels[l].fr: `date` is of type `datetime`, which is no number: it is said as it is",
        ],
    );
}
