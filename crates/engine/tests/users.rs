//! Users beyond one conversation: facts, profiles, silence, hand-over, notifications, groups.

#![allow(clippy::unwrap_used, reason = "tests")]

mod kit;

use kit::{Talk, bot, check, run};
use model::*;
use serde_json::{Value as Json, json};

fn remember(name: &str, value: &str, for_s: Option<u32>) -> Json {
    json!({ "content": { "type": "remember", "name": name, "value": value, "for_s": for_s } })
}

#[test]
fn facts_outlive_the_conversation_and_end_when_they_should() {
    check(
        json!({
            "settings": { "conversation_validity_s": 3600 },
            "labels": { "seat": { "texts": [{ "locale": "fr", "variants": ["{seat}, {vip}."] }] } },
            "stories": [
                { "name": "set", "starters": ["set"], "answers": [
                    remember("seat", "\"fenêtre\"", None), remember("vip", "1 + 1", Some(7200)),
                    { "content": { "type": "set", "variable": "v", "value": "1" } }, "ok" ] },
                { "name": "get", "starters": ["get"], "answers": ["seat",
                    { "content": { "type": "text", "text": "lost" }, "when": "not known(v)" },
                    { "content": { "type": "text", "text": "over" }, "when": "not known(vip)" } ] },
                { "name": "end", "starters": ["end"], "answers": [remember("seat", "null", None), "gone"] },
            ],
        }),
        "> x @set
         < ok
         > +3700s
         > x @get
         < fenêtre, 2.
         < lost
         > +3700s
         > x @get
         < fenêtre, .
         < lost
         < over
         > x @end
         < gone
         > x @get
         < , .
         < lost
         < over",
    );
}

#[test]
fn what_is_remembered_of_the_profile_changes_it_and_the_language_at_once() {
    let hello = json!({ "texts": [{ "locale": "fr", "variants": ["Bonjour {first_name} !"] },
                                  { "locale": "en", "variants": ["Hello {first_name}!"] }] });
    let talk = check(
        json!({
            "labels": { "hello": hello },
            "stories": [
                { "name": "fr", "starters": ["hi"], "answers": ["hello"] },
                { "name": "en", "starters": ["english"], "answers": [
                    remember("locale", "\"en\"", None), remember("first_name", "\"Zoé\"", None), "hello" ] },
                { "name": "bad", "starters": ["bad"], "answers": [remember("locale", "\"klingon!\"", None), "hello"] },
            ],
        }),
        // The channel says French each time; the user's choice rules.
        "> x @hi
         < Bonjour  !
         > x @english
         < Hello Zoé!
         > x @hi
         < Hello Zoé!
         > x @bad
         < Hello Zoé!",
    );
    assert!(talk.trace.problems().any(|line| line.text.contains("no language")), "{}", talk.trace);
}

/// A bot that can be switched off and on.
fn switches() -> Json {
    json!([
        { "name": "off", "starters": ["off"], "answers": ["Je me tais."], "switches_bot": "off" },
        { "name": "on", "starters": ["on"], "answers": ["Je suis là."], "switches_bot": "on" },
        { "name": "menu", "starters": ["menu"], "answers": [
            { "content": { "type": "text", "text": "Menu", "quick_replies": [
                { "title": "Heures", "action": { "type": "intent", "intent": "hours" } },
                { "title": "Silence", "action": { "type": "intent", "intent": "off" } } ] } } ] },
        { "name": "hours", "starters": ["hours"], "answers": ["De 5 h à minuit."] },
        { "name": "person", "starters": ["person"], "answers": [
            { "content": { "type": "hand_over", "topic": "Billets" } }, "Quelqu'un arrive." ] },
    ])
}

#[test]
fn a_bot_that_was_switched_off_is_silent_until_it_is_woken_or_time_is_over() {
    check(
        switches(),
        "> x @menu
         < Menu | Heures, Silence
         > x @off
         < Je me tais.
         > x @hours
         < -
         > !file
         < -
         > (Silence)
         < -
         > (Heures)
         < De 5 h à minuit.
         > x @off
         < Je me tais.
         > x @on
         < Je suis là.
         > x @hours
         < De 5 h à minuit.
         > x @off
         < Je me tais.
         > +400000s
         > x @hours
         < -
         > +400000s
         > x @hours
         < -
         > +432001s
         > x @hours
         < De 5 h à minuit.",
    );
    check(
        switches(),
        "> !standby \n < - \n > x @hours \n < - \n > !resume \n < - \n > x @hours \n < De 5 h à minuit.",
    );
}

#[test]
fn a_notification_does_what_its_state_says_to_a_silent_bot() {
    check(switches(), "> !notify hours \n < De 5 h à minuit.");
    check(
        switches(),
        "> x @off
         < Je me tais.
         > !notify hours keep_current
         < -
         > !notify hours only_this
         < De 5 h à minuit.
         > x @menu
         < -
         > !notify hours reactivate
         < De 5 h à minuit.
         > x @menu
         < Menu | Heures, Silence",
    );
    check(switches(), "> !notify nothing \n < -");
}

#[test]
fn a_notification_brings_its_values_and_spares_what_waits_for_the_user() {
    let mut talk = Talk::new(bot(json!({
        "labels": { "late": { "texts": [{ "locale": "fr", "variants": ["{station} : {minutes} min"] }] } },
        "intents": { "late": { "entities": [{ "entity_type": "station", "role": "station" }] } },
        "stories": [
            { "name": "late", "starters": ["late"], "answers": ["late"] },
            { "name": "menu", "starters": ["menu"], "answers": ["menu"],
              "next_intents": [{ "intent": "late", "modifier": 0.0 }] },
        ] })));
    run(&mut talk, "> x @menu \n < menu");
    let notification = Notification {
        intent: IntentName::new("late").unwrap(),
        step: None,
        parameters: [("station".into(), "lyon".into()), ("minutes".into(), "12".into())].into(),
        state: NotificationState::KeepCurrent,
    };
    let before = talk.conversation.clone();
    talk.happens(EventKind::Notification { notification }, None);
    assert_eq!(talk.messages[0].plain_text(), "Lyon : 12 min");
    assert_eq!(talk.messages[0].metadata["intent"], "late");
    let state = &talk.conversation.state;
    assert_eq!(state.next_intents, before.state.next_intents, "these wait for the user");
    assert_eq!(talk.conversation.last_event_at, before.last_event_at);
}

#[test]
fn a_story_notifies_another_user() {
    let mut talk = Talk::new(bot(json!([{ "name": "tell", "starters": ["tell"], "answers": [
        { "content": { "type": "notify", "user": "\"u\" + text(1 + 1)", "intent": "late",
            "parameters": { "minutes": "6 * 2" }, "state": "only_this" } }, "Dit.",
        { "content": { "type": "notify", "user": "nobody", "intent": "late" } } ] }])));
    talk.replies = vec![EffectAnswer::Answered { body: json!({}), more: false }];
    run(&mut talk, "> x @tell \n < Dit.");
    let [effect] = talk.effects.as_slice() else { panic!("{:?}", talk.effects) };
    let Call::Notify { user, request } = &effect.call else { panic!("{effect:?}") };
    assert_eq!(user.as_str(), "u2");
    let asked: Notification = serde_json::from_value(request.clone()).unwrap();
    assert_eq!(
        (asked.parameters["minutes"].as_str(), asked.state),
        ("12", NotificationState::OnlyThis)
    );
    assert!(talk.trace.problems().any(|line| line.text.contains("nobody is notified")));
    // A notification that fails costs nothing but a line of the trace.
    run(&mut talk, "> x @tell \n < Dit.");
}

#[test]
fn a_person_takes_the_conversation_answers_and_gives_it_back() {
    let talk = check(
        switches(),
        "> x @person
         < Quelqu'un arrive.
         > j'attends
         < -
         > !desk ann say trop tôt
         < -
         > !desk ann take
         < -
         > !desk bob take
         < -
         > !desk ann say Bonjour, c'est Ann.
         < Bonjour, c'est Ann.
         > merci @hours
         < -
         > !desk bob back
         < -
         > !desk ann back menu
         < Menu | Heures, Silence
         > x @hours
         < De 5 h à minuit.",
    );
    assert_eq!(talk.conversation.hand_over, None);
}

#[test]
fn the_desk_knows_who_has_a_conversation_and_says_why_not() {
    let mut talk = Talk::new(bot(switches()));
    run(&mut talk, "> x @person \n < Quelqu'un arrive. \n > !desk ann take \n < -");
    let held = talk.conversation.hand_over.clone().unwrap();
    assert_eq!((held.topic.as_str(), held.owner.unwrap().as_str()), ("Billets", "ann"));
    let check = |agent: &str, action: DeskAction| {
        let agent = AgentId::new(agent).unwrap();
        engine::check_desk(&talk.conversation, &agent, &action, talk.now)
            .map_err(|refusal| refusal.to_string())
    };
    let say = |text: &str| DeskAction::Answer { text: text.to_owned() };
    assert_eq!(check("ann", say("oui")), Ok(()));
    let taken = "`ann` has this conversation; ask them to give it back".to_owned();
    assert_eq!(check("bob", DeskAction::Take), Err(taken.clone()));
    assert_eq!(check("bob", say("oui")), Err(taken));
    assert_eq!(check("ann", say(" ")), Err("the answer has no words; write some".to_owned()));
    assert!(check("ann", say(&"x".repeat(20_000))).unwrap_err().contains("20000 bytes"));
    run(&mut talk, "> !desk ann say Oui. \n < Oui.");
    assert_eq!(talk.messages[0].metadata["agent"], "ann");
}

#[test]
fn nobody_who_comes_leaves_the_user_alone_for_ever() {
    check(
        switches(),
        "> x @person
         < Quelqu'un arrive.
         > x @hours
         < -
         > x @on
         < Je suis là.
         > x @hours
         < De 5 h à minuit.
         > x @person
         < Quelqu'un arrive.
         > +1801s
         > x @hours
         < De 5 h à minuit.",
    );
}

#[test]
fn a_file_or_a_place_answers_the_question_that_asked_for_it() {
    let asks = json!({
        "entity_types": { "attachment": {}, "location": {} },
        "labels": { "got": { "texts": [{ "locale": "fr", "variants": ["{photo} / {place}"] }] } },
        "stories": [
            { "name": "claim", "starters": ["claim"], "answers": ["got"], "mandatory": [
                { "entity": { "entity_type": "attachment", "role": "photo" }, "ask": ["Une photo ?"] },
                { "entity": { "entity_type": "location", "role": "place" }, "ask": ["Où ?"] } ] },
            { "name": "files", "kind": "attachment", "answers": [
                { "content": { "type": "text", "text": "Un son." }, "when": "attachment_type == \"audio\"" },
                { "content": { "type": "text", "text": "Un fichier." }, "when": "attachment_type != \"audio\"" } ] },
            { "name": "u", "kind": "unknown", "answers": ["?"] },
        ] });
    let talk = check(
        asks,
        "> !sound
         < Un son.
         > x @claim
         < Une photo ?
         > la voilà
         < ?
         > !place
         < ?
         > !file
         < Où ?
         > !place
         < https://example.org/a.png / 45.7, 4.8",
    );
    let kinds: Vec<MediaType> =
        talk.conversation.state.attachments.iter().map(|held| held.media).collect();
    assert_eq!(kinds, [MediaType::Audio, MediaType::Image], "files are kept");
}

#[test]
fn the_value_before_can_be_asked_for() {
    check(
        json!({
            "intents": { "to": { "entities": [{ "entity_type": "station", "role": "to" }] } },
            "stories": [{ "name": "to", "starters": ["to"], "answers": [
                { "content": { "type": "text", "text": "changed" },
                  "when": "known(previous(to)) and previous(to) != to" },
                { "content": { "type": "text", "text": "ok" } } ] }],
        }),
        "> [Lyon](station:to) @to \n < ok \n > [Paris](station:to) @to \n < changed \n < ok",
    );
}

#[test]
fn opening_the_conversation_begins_a_new_one_where_the_bot_says_so() {
    let bot = |anew: bool| {
        json!({ "settings": { "new_conversation_on_start": anew }, "stories": [
            { "name": "hello", "kind": "hello", "answers": ["Bonjour."] },
            { "name": "set", "starters": ["set"], "answers": [
                { "content": { "type": "set", "variable": "v", "value": "1" } }, "ok" ] },
            { "name": "get", "starters": ["get"], "answers": [
                { "content": { "type": "text", "text": "known" }, "when": "known(v)" }, "." ] } ] })
    };
    let script = "> x @set \n < ok \n > !start \n < Bonjour. \n > x @get \n ";
    check(bot(false), &format!("{script} < known \n < ."));
    check(bot(true), &format!("{script} < ."));
}

#[test]
fn users_of_a_group_share_the_conversation_and_keep_what_is_theirs() {
    let mut talk = Talk::new(bot(json!({
        "labels": { "who": { "texts": [{ "locale": "fr", "variants": ["{first_name} : {v}"] }] } },
        "stories": [
            { "name": "me", "starters": ["ann", "bob"], "answers": [
                remember("first_name", "intent", None),
                { "content": { "type": "set", "variable": "v", "value": "intent" } }, "who" ] },
            { "name": "who", "starters": ["who"], "answers": ["who"] } ] })));
    talk.speaker = Some(UserId::new("ann").unwrap());
    run(&mut talk, "> x @ann \n < ann : ann");
    talk.speaker = Some(UserId::new("bob").unwrap());
    run(&mut talk, "> x @who \n <  : ann \n > x @bob \n < bob : bob");
    talk.speaker = Some(UserId::new("ann").unwrap());
    run(&mut talk, "> x @who \n < ann : bob");
    assert_eq!(talk.conversation.user.as_str(), "u1", "the group stays the group");
    assert_eq!(talk.conversation.members.len(), 1);
}

#[test]
fn who_was_anonymous_goes_on_under_their_own_name() {
    let content = json!({
        "labels": { "where": { "texts": [{ "locale": "fr", "variants": ["{first_name} {seat}"] }] } },
        "stories": [
            { "name": "asks", "starters": ["asks"], "answers": ["where"],
              "mandatory": [{ "entity": { "entity_type": "name", "role": "x" }, "ask": ["Qui ?"] }] },
            { "name": "seat", "starters": ["seat"], "answers": [
                remember("seat", "\"couloir\"", None), remember("first_name", "\"Zoé\"", None), "ok" ] },
        ] });
    let mut anonymous = Talk::new(bot(content.clone()));
    run(&mut anonymous, "> x @seat \n < ok \n > x @asks \n < Qui ?");
    let mut known = Talk::new(bot(content));
    known.conversation.profile.first_name = Some("Zoë".into());
    known.conversation = engine::known_as(known.conversation, &anonymous.conversation);
    known.now = anonymous.now;
    // What was going on goes on; what the known id says rules.
    run(&mut known, "> moi \n < Zoë couloir");
}
