//! What is said: texts and their variants, things to press, channels that show less, programs.

#![allow(clippy::unwrap_used, reason = "tests")]

mod kit;

use kit::{Talk, bot, check, run};
use model::{
    ButtonAction, Call, Capabilities, ConnectorType, EffectAnswer, Interface, Locale, MessageBody,
    QuickReplyAction,
};
use serde_json::{Value as Json, json};

fn one_answer(answer: Json) -> Json {
    json!([{ "name": "s", "starters": ["s"], "answers": [answer] }])
}

#[test]
fn variants_come_in_turn_without_repeat() {
    let variants: Vec<String> = (0..5).map(|n| format!("v{n}")).collect();
    let content = json!({
        "labels": { "l": { "texts": [{ "locale": "fr", "variants": variants }] } },
        "stories": one_answer(json!("l")),
    });
    let mut talk = Talk::new(bot(content));
    let mut said = Vec::new();
    for _ in 0..15 {
        talk.says("x @s");
        said.push(talk.messages[0].plain_text());
    }
    for round in said.chunks(5) {
        let mut round = round.to_vec();
        round.sort();
        assert_eq!(round, variants, "{said:?}");
    }
    assert!(said.windows(2).all(|two| two[0] != two[1]), "{said:?}");
}

#[test]
fn a_variant_whose_values_are_known_comes_first() {
    let content = json!({
        "labels": { "l": { "texts": [
            { "locale": "fr", "variants": ["Bonjour {first_name} !", "Bonjour !"] },
        ] } },
        "stories": one_answer(json!("l")),
    });
    let mut talk = Talk::new(bot(content));
    for _ in 0..4 {
        run(
            &mut talk,
            "
            > x @s
            < Bonjour !",
        );
    }
    talk.conversation.profile.first_name = Some("Zoé".into());
    let mut said = Vec::new();
    for _ in 0..2 {
        talk.says("x @s");
        said.push(talk.messages[0].plain_text());
    }
    assert!(said.contains(&"Bonjour Zoé !".to_owned()), "{said:?}");
}

#[test]
fn a_text_is_chosen_for_the_user_and_the_channel() {
    let text = |locale: &str, interface: Json, connector: Json, words: &str| json!({ "locale": locale, "interface": interface, "connector": connector, "variants": [words] });
    let content = json!({
        "locales": ["fr", "en"],
        "labels": { "l": { "texts": [
            text("fr", json!(null), json!(null), "écrit"),
            text("fr", json!("voice"), json!(null), "dit"),
            text("fr", json!(null), json!("messenger"), "par messenger"),
            text("fr-CA", json!(null), json!(null), "au Québec"),
            text("en", json!(null), json!(null), "written"),
        ] } },
        "stories": one_answer(json!("l")),
    });
    let said = |locale: &str, connector: &str, interface: Interface| {
        let mut talk = Talk::new(bot(content.clone()));
        talk.locale = locale.parse().unwrap();
        talk.connector = ConnectorType::new(connector).unwrap();
        talk.interface = interface;
        talk.says("x @s");
        talk.messages[0].plain_text()
    };
    assert_eq!(said("fr", "web", Interface::Text), "écrit");
    assert_eq!(said("fr", "web", Interface::Voice), "dit");
    assert_eq!(said("fr", "messenger", Interface::Text), "par messenger");
    assert_eq!(said("fr-CA", "web", Interface::Text), "au Québec");
    assert_eq!(said("fr-BE", "web", Interface::Text), "écrit");
    assert_eq!(said("en-GB", "web", Interface::Text), "written");
    assert_eq!(said("de", "web", Interface::Text), "écrit");
}

#[test]
fn values_are_shown_in_the_language_of_the_user() {
    let content = json!({
        "labels": { "l": { "texts": [
            { "locale": "fr", "variants": ["En {class}, {when, date}"] },
            { "locale": "en", "variants": ["In {class}, {when, date}"] },
        ] } },
        "stories": [{ "name": "s", "starters": ["s"], "answers": ["l"] }],
    });
    let mut talk = Talk::new(bot(content));
    run(
        &mut talk,
        "
        > en [1re](class) [demain](datetime:when) @s
        < En première, mardi 3 mars",
    );
    talk.locale = Locale::en();
    run(
        &mut talk,
        "
        > again @s
        < In first class, Tuesday 3 March",
    );
}

#[test]
fn values_said_apart_become_one() {
    let mut talk = check(
        one_answer(json!("{when} = {when, date}")),
        "
        > [demain](datetime:when) @s
        < demain = mardi 3 mars
        > [à 8h](datetime:when) @s
        < mardi 3 mars à 8 h = mardi 3 mars à 8 h",
    );
    let role = model::Role::new("when").unwrap();
    assert_eq!(talk.conversation.state.entities[&role].history.len(), 1);
    run(
        &mut talk,
        "
        > [le 5 mars](datetime:when) @s
        < le 5 mars = jeudi 5 mars",
    );
    assert_eq!(talk.conversation.state.entities[&role].history.len(), 2);
}

#[test]
fn a_missing_text_or_value_degrades_and_is_traced() {
    let mut talk = check(
        json!([{ "name": "s", "starters": ["s"], "answers": ["De {nobody}."] }]),
        "
        > x @s
        < De .",
    );
    assert_eq!(talk.trace.problems().count(), 1, "{}", talk.trace);
    talk.locale = Locale::en();
    let content = json!({ "locales": ["fr", "en"], "stories": one_answer(json!("l")),
        "labels": { "l": { "texts": [{ "locale": "fr", "variants": ["mot"] }] } } });
    let mut talk = Talk::new(bot(content));
    talk.locale = Locale::en();
    run(
        &mut talk,
        "
        > x @s
        < mot",
    );
    assert_eq!(talk.trace.problems().count(), 1, "{}", talk.trace);
    let content = json!({ "stories": one_answer(json!("l")), "labels": { "l": { "texts": [] } } });
    run(
        &mut Talk::new(bot(content)),
        "
        > x @s
        < l",
    );
}

fn rich() -> Json {
    let button = |title: &str, action: Json| json!({ "title": title, "action": action });
    let card = json!({
        "title": "Lyon", "subtitle": "Part-Dieu",
        "file": { "url": "https://example.org/{city}.png", "name": "lyon.png", "media": "image" },
        "buttons": [
            button("Réserver", json!({ "type": "intent", "intent": "book", "parameters": { "city": "lyon" } })),
            button("Le site", json!({ "type": "url", "url": "https://example.org/?q={city}" })),
        ],
    });
    json!([
        { "name": "city", "starters": ["city"], "answers": [
            { "content": { "type": "card", "card": card,
                           "quick_replies": [{ "title": "Merci" }] } },
            { "content": { "type": "carousel", "cards": [card, { "title": "Paris" }],
                           "quick_replies": [{ "title": "Plus", "action": { "type": "intent", "intent": "book" } }] },
              "delay_ms": 800 },
            { "content": { "type": "file", "file": { "url": "https://example.org/plan.pdf",
                           "name": "plan.pdf", "media": "file", "description": { "0": 0 } } } },
            { "content": { "type": "custom", "connector": "messenger", "payload": { "a": 1 } } },
        ] },
        { "name": "book", "starters": ["book"], "answers": ["Réservé pour {city}."] },
    ])
}

fn rich_bot() -> model::Bot {
    let mut stories = rich();
    stories[0]["answers"][2]["content"]["file"]["description"] = json!("description");
    bot(json!({ "stories": stories,
        "entity_types": { "city": { "dictionary": { "entries": [
            { "value": "lyon", "labels": { "fr": ["Lyon"] } } ] } } },
        "labels": { "description": { "texts": [{ "locale": "fr", "variants": ["Le plan"] }] } } }))
}

#[test]
fn cards_carousels_and_files_are_rendered_with_what_can_be_pressed() {
    let mut talk = Talk::new(rich_bot());
    talk.says("[Lyon](city) @city");
    let [card, carousel, file] = talk.messages.as_slice() else { panic!("{:?}", talk.messages) };
    let MessageBody::Card { card, quick_replies } = &card.body else { panic!() };
    assert_eq!(card.file.as_ref().unwrap().url, "https://example.org/lyon.png");
    assert_eq!(quick_replies[0].action, QuickReplyAction::Say { text: "Merci".into() });
    let ButtonAction::Postback(choice) = &card.buttons[0].action else { panic!() };
    assert_eq!(choice.encode(), "book?city=lyon&_previous_intent=city");
    let url = "https://example.org/?q=lyon".to_owned();
    assert_eq!(card.buttons[1].action, ButtonAction::Url { url });
    assert_eq!(carousel.delay_ms, Some(800));
    let MessageBody::Carousel { cards, .. } = &carousel.body else { panic!() };
    assert_eq!(cards.len(), 2);
    let MessageBody::File { file } = &file.body else { panic!() };
    assert_eq!(file.description.as_deref(), Some("Le plan"));
    run(
        &mut talk,
        "
        > (Réserver)
        < Réservé pour Lyon.",
    );
}

#[test]
fn what_a_channel_cannot_show_is_said() {
    let shown = |capabilities: Capabilities| {
        let mut talk = Talk::new(rich_bot());
        talk.capabilities = Some(capabilities);
        talk.says("[Lyon](city) @city");
        talk.messages
            .iter()
            .map(|message| {
                format!("{} {:?}", message.plain_text().replace('\n', "/"), kit::titles(message))
            })
            .collect::<Vec<_>>()
    };
    let card = r#"Lyon/Part-Dieu ["Réserver", "Le site", "Merci"]"#;
    let first = r#"Lyon/Part-Dieu ["Réserver", "Le site"]"#;
    let second = r#"Paris ["Plus"]"#;
    let file = "plan.pdf/Le plan/https://example.org/plan.pdf []";
    assert_eq!(shown(Capabilities::default()), [card, first, second, file]);
    let cards = Capabilities { cards: true, files: true, ..Capabilities::default() };
    assert_eq!(shown(cards), [card, first, second, "plan.pdf []"]);
}

#[test]
fn a_channel_gets_its_own_messages_alone() {
    let mut talk = Talk::new(rich_bot());
    talk.connector = ConnectorType::new("messenger").unwrap();
    talk.says("x @city");
    assert!(matches!(talk.messages[3].body, MessageBody::Custom { .. }));
    let answer = json!({ "content": { "type": "custom", "connector": "messenger", "payload": 1 } });
    check(
        one_answer(answer),
        "
        > x @s
        < -",
    );
}

#[test]
fn answers_depend_on_conditions_and_variables() {
    let bot = json!([
        { "name": "s", "starters": ["s"], "answers": [
            { "content": { "type": "set", "variable": "price", "value": "n * 12.5" } },
            { "content": { "type": "text", "text": "{price, money, EUR}" }, "when": "known(n)" },
            { "content": { "type": "text", "text": "Un groupe !" }, "when": "n > 8" },
            { "content": { "type": "text", "text": "Combien ?" }, "when": "not known(n)" },
            { "content": { "type": "text", "text": "jamais" }, "when": "n ==" },
        ] },
        { "name": "forget", "starters": ["forget"], "answers": [
            { "content": { "type": "forget", "roles": ["n"] } }, "Oublié." ] },
        { "name": "forget all", "starters": ["forget_all"], "answers": [
            { "content": { "type": "forget" } }, "Tout est oublié : {price, plural, other {#}}." ] },
    ]);
    check(
        bot,
        "
        > x @s
        < Combien ?
        > [2](number:n) @s
        < 25\u{a0}€
        > [9](number:n) @s
        < 112,50\u{a0}€
        < Un groupe !
        > x @forget
        < Oublié.
        > x @s
        < Combien ?
        > x @forget_all
        < Tout est oublié : .",
    );
}

#[test]
fn a_condition_alone_leads_to_a_step() {
    let bot = json!([
        { "name": "s", "starters": ["s"],
          "mandatory": [{ "entity": { "entity_type": "number", "role": "n" }, "ask": ["Combien ?"] }],
          "answers": ["Voici vos billets."],
          "steps": [{ "name": "group", "trigger": { "when": "n > 8" }, "answers": ["Appelez-nous."] }] },
    ]);
    check(
        bot.clone(),
        "
        > x @s
        < Combien ?
        > [9](number:n)
        < Appelez-nous.",
    );
    check(
        bot,
        "
        > x @s
        < Combien ?
        > 2
        < Voici vos billets.",
    );
}

fn webhook() -> Json {
    json!([{ "name": "s", "starters": ["s"], "answers": [
        "Je cherche…",
        { "content": { "type": "http", "url": "https://example.org/{city}", "timeout_ms": 2000,
                       "fallback": "Le service dort." } },
        { "content": { "type": "text", "text": "Voie {platform}" }, "when": "known(platform)" },
    ], "steps": [{ "name": "more", "title": "Encore", "answers": ["Voilà."] }] }])
}

#[test]
fn a_program_answers_and_the_turn_goes_on() {
    let mut talk = Talk::new(bot(webhook()));
    talk.replies.push(EffectAnswer::Answered {
        body: json!({ "messages": ["Un train.", { "text": "Un autre." }, 12],
                      "variables": { "platform": "B" } }),
        more: false,
    });
    run(
        &mut talk,
        "
        > le train pour [lyon](station:city) @s
        < Je cherche…
        < Un train.
        < Un autre.
        < Voie B | Encore",
    );
    assert_eq!(talk.trace.problems().count(), 1, "the number is no message\n{}", talk.trace);
    let effect = &talk.effects[0];
    assert_eq!(effect.deadline, kit::MORNING.plus_ms(2000));
    let Call::CallHttp { url, body } = &effect.call else { panic!("{effect:?}") };
    assert_eq!(url, "https://example.org/lyon");
    assert_eq!(body["entities"]["city"]["value"]["value"], "lyon");
    assert_eq!((&body["intent"], &body["text"]), (&json!("s"), &json!("le train pour lyon")));
}

#[test]
fn a_program_that_fails_or_talks_nonsense_gets_its_fallback() {
    for reply in [
        EffectAnswer::Failed { reason: "refused".into() },
        EffectAnswer::Answered { body: json!("what?"), more: false },
        EffectAnswer::Answered { body: json!({ "messages": 3 }), more: false },
        EffectAnswer::Answered { body: json!({ "messages": [{ "type": "typing" }] }), more: false },
        EffectAnswer::Answered { body: json!({}), more: false },
    ] {
        let mut talk = Talk::new(bot(webhook()));
        talk.replies.push(reply);
        run(
            &mut talk,
            "
            > x @s
            < Je cherche…
            < Le service dort. | Encore",
        );
    }
}

#[test]
fn frames_of_one_answer_are_taken_one_by_one() {
    let frame =
        |text: &str, more| EffectAnswer::Answered { body: json!({ "messages": [text] }), more };
    let mut talk = Talk::new(bot(webhook()));
    talk.replies = vec![frame("un", true), frame("deux", true), frame("trois", false)];
    run(
        &mut talk,
        "
        > x @s
        < Je cherche…
        < un
        < deux
        < trois | Encore",
    );
    assert!(talk.effects.windows(2).all(|two| two[0].id == two[1].id), "the same call");
    let mut ids: Vec<_> = talk.messages.iter().map(|message| message.id.clone()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 4, "ids differ between segments");
}

#[test]
fn a_turn_that_runs_wild_ends_with_an_excuse() {
    let many = vec!["encore"; 80];
    let talk = check_wild(json!([{ "name": "s", "starters": ["s"], "answers": many }]));
    assert_eq!(talk.messages.len(), model::limits::TURN_MESSAGES_MAX);
    let forgets = vec![json!({ "content": { "type": "forget" } }); 300];
    let talk = check_wild(json!([{ "name": "s", "starters": ["s"], "answers": forgets }]));
    assert_eq!(talk.messages.len(), 1);
    // A program that never stops.
    let mut talk = Talk::new(bot(webhook()));
    let frame = EffectAnswer::Answered { body: json!({ "messages": ["un"] }), more: true };
    talk.replies = vec![frame; 100];
    talk.says("x @s");
    assert!(talk.messages.len() <= model::limits::TURN_MESSAGES_MAX);
}

#[track_caller]
fn check_wild(stories: Json) -> Talk {
    let mut talk = Talk::new(bot(stories));
    talk.says("x @s");
    let last = talk.messages.last().unwrap().plain_text();
    assert_eq!(last, "Désolé, une erreur m'empêche de répondre.");
    assert!(talk.trace.problems().any(|line| line.topic == engine::Topic::Budget));
    talk
}

#[test]
fn steps_are_offered_even_where_no_message_carries_them() {
    let bot = json!([{ "name": "s", "starters": ["s"], "answers": [],
        "steps": [{ "name": "a", "title": "A", "answers": ["Voilà."] }] }]);
    check(
        bot,
        "
        > x @s
        < Que souhaitez-vous ? | A
        > (A)
        < Voilà.",
    );
}

#[test]
fn dates_are_read_and_told_in_the_zone_of_the_user() {
    let stories = one_answer(json!("{now, date}"));
    let mut talk = Talk::new(bot(json!({ "stories": stories })));
    run(
        &mut talk,
        "
        > x @s
        < lundi 2 mars à 9 h",
    );
    talk.conversation.profile.time_zone = Some("America/Montreal".into());
    run(
        &mut talk,
        "
        > x @s
        < lundi 2 mars à 3 h",
    );
    talk.conversation.profile.time_zone = Some("Mars/Olympus".into());
    run(
        &mut talk,
        "
        > x @s
        < lundi 2 mars à 9 h",
    );
    assert_eq!(talk.trace.problems().count(), 1);
}
