//! What becomes of the answers of a bot's program.
#![allow(clippy::unwrap_used, reason = "tests")]

mod kit;

use kit::{Talk, bot, run, titles};
use model::*;
use serde_json::{Value as Json, json};

/// A bot whose stories `book` (with steps), `weather` and `odd` a program answers.
fn programmed() -> Json {
    let program = json!([{ "content": { "type": "program" } }]);
    json!({
        "stories": [
            { "name": "book", "starters": ["book"], "secondary": ["when"], "answers": program,
              "steps": [{ "name": "ask_date", "trigger": { "intent": "give_date" },
                          "answers": program }] },
            { "name": "weather", "starters": ["weather"], "secondary": ["when"],
              "answers": program },
            { "name": "odd", "starters": ["odd"],
              "answers": [{ "content": { "type": "program", "fallback": "Plus tard." } }] },
            { "name": "own", "starters": ["own"], "answers": ["Moi-même."] },
            { "name": "lost", "kind": "unknown", "answers": ["Je n'ai pas compris."] },
        ],
        "labels": { "hi": { "texts": [
            { "locale": "fr", "variants": ["Bonjour {0}"] },
            { "locale": "en", "variants": ["Hello {0}"] },
        ] } },
    })
}

fn text(words: &str) -> Json {
    json!({ "type": "text", "text": { "text": words, "translate": false }, "suggestions": [],
            "delay_ms": null })
}

fn frame(reply: Json, more: bool) -> EffectAnswer {
    EffectAnswer::Answered { body: reply, more }
}

fn says(words: &str) -> EffectAnswer {
    frame(json!({ "parts": [text(words)] }), false)
}

fn talk() -> Talk {
    Talk::new(bot(programmed()))
}

fn request(effect: &Effect) -> (&ProgramRequest, u32) {
    let Call::CallBot { request, frames_taken } = &effect.call else { panic!("{effect:?}") };
    (request, *frames_taken)
}

#[test]
fn a_program_is_asked_with_all_that_is_known() {
    let mut talk = talk();
    talk.replies = vec![says("Pour quand ?"), says("Noté.")];
    run(
        &mut talk,
        "
        > une table pour [lyon](station:city) @book
        < Pour quand ?
        > [demain](datetime:date) @give_date
        < Noté.",
    );
    let (first, _) = request(&talk.effects[0]);
    assert_eq!((first.story.as_str(), &first.step), ("book", &None));
    assert_eq!(first.intent.as_ref().unwrap().as_str(), "book");
    let (second, _) = request(&talk.effects[1]);
    assert_eq!(second.step.as_ref().unwrap().as_str(), "ask_date");
    let seen: Vec<(&str, bool)> =
        second.entities.iter().map(|entity| (entity.role.as_str(), entity.is_new)).collect();
    assert_eq!(seen, [("city", false), ("date", true)]);
}

#[test]
fn each_frame_is_a_segment_and_is_counted() {
    let mut talk = talk();
    let one = |words: &str, more| frame(json!({ "parts": [text(words)] }), more);
    talk.replies = vec![one("un", true), one("deux", true), one("trois", false)];
    run(&mut talk, "> x @book\n< un\n< deux\n< trois");
    let taken: Vec<u32> = talk.effects.iter().map(|effect| request(effect).1).collect();
    assert_eq!(taken, [0, 1, 2]);
    assert!(talk.effects.windows(2).all(|two| two[0].id == two[1].id));
}

#[test]
fn the_conversation_holds_what_the_program_says() {
    let mut talk = talk();
    let city = json!({ "role": "city", "entity_type": "station", "text": "Paris" });
    let who = json!({ "role": "name", "entity_type": "name", "text": "Zoé" });
    let entities = json!({ "entities": [city, who], "parts": [text("ok")] });
    talk.replies = vec![
        frame(entities, false),
        says("ok"),
        frame(
            json!({ "entities": [],
        "parts": [text("ok")] }),
            false,
        ),
        says("ok"),
    ];
    let held = |talk: &Talk| -> Vec<String> {
        let (asked, _) = request(talk.effects.last().unwrap());
        let words = |it: &ProgramEntity| it.text.clone().unwrap_or_default();
        asked.entities.iter().map(words).collect()
    };
    talk.says("pour [lyon](station:city) [demain](datetime:date) @book");
    talk.says("x @book");
    assert_eq!(held(&talk), ["Paris", "Zoé"], "changed, new, and `date` forgotten");
    let (asked, _) = request(talk.effects.last().unwrap());
    let value = Some(Value::Text { value: "paris".into(), candidates: Vec::new() });
    assert_eq!(asked.entities[0].value, value, "words without a value are read");
    talk.says("x @book");
    talk.says("x @book");
    assert_eq!(held(&talk), [""; 0]);
}

#[test]
fn another_story_and_a_step_become_current() {
    let mut talk = talk();
    talk.replies = vec![
        frame(json!({ "story": "weather", "parts": [text("ok")] }), false),
        says("ok"),
        frame(json!({ "story": "book", "step": "ask_date", "parts": [text("ok")] }), false),
        says("ok"),
        frame(json!({ "story": "nowhere", "step": "nothing", "parts": [text("ok")] }), false),
    ];
    let asked = |talk: &Talk| {
        let (asked, _) = request(talk.effects.last().unwrap());
        let step = asked.step.as_ref().map(|step| step.as_str().to_owned());
        (asked.story.as_str().to_owned(), step)
    };
    talk.says("x @book");
    talk.says("x @when");
    assert_eq!(asked(&talk), ("weather".into(), None), "a secondary intent of the new story");
    talk.says("x @weather");
    talk.says("x @when");
    assert_eq!(asked(&talk), ("book".into(), Some("ask_date".into())), "the step goes on");
    talk.says("x @book");
    assert_eq!(talk.conversation.state.story.as_ref().unwrap().as_str(), "book");
    assert_eq!(talk.trace.problems().count(), 1, "the step is unknown\n{}", talk.trace);
}

#[test]
fn a_program_hands_over_to_any_story() {
    let mut talk = talk();
    let switch = |story: &str| {
        json!({ "parts": [{ "type": "switch", "story": story,
        "intent": null }] })
    };
    talk.replies =
        vec![frame(switch("own"), false), frame(switch("weather"), false), says("Soleil.")];
    run(&mut talk, "> x @book\n< Moi-même.\n> x @book\n< Soleil.");
    let (asked, _) = request(talk.effects.last().unwrap());
    assert_eq!(asked.story.as_str(), "weather");
}

#[test]
fn the_user_always_gets_an_answer() {
    let silent = || frame(json!({}), false);
    let failed = || EffectAnswer::Failed { reason: "no program is connected".into() };
    let odd = || EffectAnswer::Answered { body: json!(3), more: false };
    for answer in [silent, failed, odd] {
        let mut talk = talk();
        talk.replies = vec![answer(), answer()];
        run(&mut talk, "> x @book\n< Je n'ai pas compris.\n> x @odd\n< Plus tard.");
    }
    // Words that came before are an answer.
    let mut talk = talk();
    talk.replies = vec![frame(json!({ "parts": [text("un")] }), true), failed()];
    run(&mut talk, "> x @book\n< un");
    // Without an unknown story the engine has words.
    let mut lone = programmed();
    lone["stories"].as_array_mut().unwrap().pop();
    let mut talk = Talk::new(bot(lone));
    run(&mut talk, "> x @book\n< Désolé, ce service ne répond pas. Réessayez dans un instant.");
}

#[test]
fn words_are_said_in_the_language_of_the_user() {
    let part = |words: &str, arguments: &[&str], translate: bool, label: Option<&str>| {
        json!({ "type": "text", "delay_ms": null, "suggestions": [], "text":
            { "text": words, "arguments": arguments, "translate": translate, "label": label } })
    };
    let mut talk = talk();
    talk.replies = vec![frame(
        json!({ "parts": [
        part("hi", &["Zoé"], true, None),
        part("?", &["Zoé"], true, Some("hi")),
        part("Hello {0}", &["Zoé"], true, None),
        part("Hello {0}", &["Zoé"], false, None),
        part("{0} € for l'or", &["12"], true, None),
    ] }),
        false,
    )];
    run(
        &mut talk,
        "
        > x @book
        < Bonjour Zoé
        < Bonjour Zoé
        < Bonjour Zoé
        < Hello Zoé
        < 12 € for l'or",
    );
}

#[test]
fn cards_and_suggestions_are_things_to_press() {
    let words = |text: &str| json!({ "text": text, "translate": false });
    let card = json!({ "title": words("Menu"), "actions": [
        [words("Voir"), "https://example.org"], [words("Prendre"), null] ] });
    let mut talk = talk();
    talk.replies = vec![frame(
        json!({ "parts": [
        { "type": "text", "text": words("?"), "suggestions": [words("Oui")], "delay_ms": 5 },
        { "type": "cards", "cards": [card], "carousel": false, "delay_ms": null },
        { "type": "cards", "cards": [card, card], "carousel": true, "delay_ms": null },
        { "type": "cards", "cards": [{}], "carousel": false, "delay_ms": null },
    ] }),
        false,
    )];
    talk.says("x @book");
    let all: Vec<Vec<String>> = talk.messages.iter().map(titles).collect();
    assert_eq!(
        all,
        [vec!["Oui"], vec!["Voir", "Prendre"], vec!["Voir", "Prendre", "Voir", "Prendre"]]
    );
    assert_eq!(talk.messages[0].delay_ms, Some(5));
    let MessageBody::Card { card, .. } = &talk.messages[1].body else { panic!() };
    assert_eq!(card.buttons[1].action, ButtonAction::Say { text: "Prendre".into() });
}

#[test]
fn a_growing_text_is_seen_as_it_grows_and_kept_once() {
    let streaming = |on: bool| json!({ "type": "streaming", "on": on });
    let mut talk = talk();
    talk.replies = vec![
        frame(json!({ "parts": [streaming(true), text("Il ")] }), true),
        frame(json!({ "parts": [text("fait ")] }), true),
        frame(json!({ "parts": [text("beau."), streaming(false), text("Fin.")] }), false),
    ];
    run(&mut talk, "> x @weather\n< Il fait beau.\n< Fin.");
    assert_eq!(talk.growing, ["Il ", "Il fait "]);
    // A program that forgets to switch it off.
    talk.replies = vec![frame(json!({ "parts": [streaming(true), text("Il pleut.")] }), false)];
    run(&mut talk, "> x @weather\n< Il pleut.");
}

#[test]
fn a_program_that_never_stops_is_stopped() {
    for (part, said) in [(json!([]), 1), (json!([text("encore")]), limits::TURN_MESSAGES_MAX)] {
        let mut talk = talk();
        talk.replies = vec![frame(json!({ "parts": part }), true); 2_100];
        talk.says("x @book");
        assert_eq!(talk.messages.len(), said);
        assert!(talk.effects.len() <= limits::PROGRAM_FRAMES_MAX as usize);
    }
}
