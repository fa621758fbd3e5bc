//! How a dialog is played and what its report says.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::sync::Arc;

use model::{
    Bot, BotLine, Dialog, Exchange, Intent, IntentName, Locale, MediaType, Sentence, Timestamp,
    UserLine,
};
use runtime::{Talk, TalkingBot, dialogs};
use serde_json::json;

fn bot() -> TalkingBot {
    let label = |variants: &[&str]| json!({ "texts": [{ "locale": "fr", "variants": variants }] });
    let mut bot: Bot = serde_json::from_value(json!({
        "namespace": "app", "name": "b", "locales": ["fr"], "time_zone": "Europe/Paris",
        "stories": [
            { "name": "hello", "kind": "hello", "starters": ["greet"],
              "answers": [{ "content": { "type": "text", "text": "hello" } }],
              "steps": [
                  { "name": "time", "title": "time title",
                    "answers": [{ "content": { "type": "text", "text": "time" } }] },
              ] },
            { "name": "photo", "kind": "attachment",
              "answers": [{ "content": { "type": "text", "text": "photo" } }] },
            { "name": "place", "kind": "location",
              "answers": [{ "content": { "type": "text", "text": "place" } }] },
            { "name": "bye", "kind": "goodbye",
              "answers": [{ "content": { "type": "text", "text": "bye" } }] },
            { "name": "quiet", "kind": "no_input",
              "answers": [{ "content": { "type": "text", "text": "quiet" } }] },
        ],
        "labels": {
            "photo": label(&["Belle photo."]),
            "place": label(&["Je vois où."]),
            "bye": label(&["À bientôt."]),
            "quiet": label(&["Vous êtes là ?"]),
            "hello": label(&["Bonjour !", "Salut !", "Bienvenue."]),
            "time title": label(&["L'heure"]),
            "time": label(&["Il est {now, time}."]),
        },
    }))
    .unwrap();
    let greet = IntentName::new("greet").unwrap();
    bot.intents.insert(greet.clone(), Intent::default());
    for text in ["bonjour", "bonjour à vous", "salut", "bonsoir"] {
        bot.sentences.push(Sentence {
            text: text.into(),
            locale: Locale::fr(),
            intent: Some(greet.clone()),
            entities: Vec::new(),
            status: Default::default(),
        });
    }
    TalkingBot::train(bot, Arc::new(values::Reader::new())).unwrap()
}

fn dialog(lines: Vec<(UserLine, Vec<BotLine>)>) -> Dialog {
    let exchanges = lines
        .into_iter()
        .enumerate()
        .map(|(index, (user, bot))| Exchange { user, bot, line: index + 1 })
        .collect();
    Dialog {
        name: "d".into(),
        locale: Locale::fr(),
        now: Some("2026-07-01T09:30".into()),
        time_zone: None,
        exchanges,
    }
}

fn user(text: &str) -> UserLine {
    UserLine::Says { text: text.into() }
}

fn says(text: &str) -> BotLine {
    BotLine::Says { text: text.into() }
}

fn offers(titles: &[&str]) -> BotLine {
    BotLine::Offers { titles: titles.iter().map(|title| (*title).to_owned()).collect() }
}

fn presses(title: &str) -> UserLine {
    UserLine::Presses { title: title.into() }
}

#[test]
fn a_dialog_that_is_right_passes_with_any_variant() {
    let intent = Some(IntentName::new("greet").unwrap());
    for variant in ["Bonjour !", "Salut !", "Bienvenue.", "B*", "*"] {
        let dialog = dialog(vec![
            (UserLine::Starts, vec![says(variant), offers(&["L'heure"])]),
            (presses("L'heure"), vec![says("Il est 9 h 30.")]),
            (UserLine::Waits { seconds: 1800 }, vec![]),
            (presses("L'heure"), vec![says("Il est 10 h.")]),
            (user("bonjour"), vec![BotLine::Understands { intent: intent.clone() }]),
        ]);
        let report = dialogs::run(&bot(), &dialog);
        assert!(report.passed(), "{report}");
    }
}

#[test]
fn files_places_silence_and_the_end_are_lines_too() {
    let url = "https://example.org/a.png".to_owned();
    let dialog = dialog(vec![
        (UserLine::SendsFile { media: MediaType::Image, url }, vec![says("Belle photo.")]),
        (UserLine::SendsPlace { latitude: 48.85, longitude: 2.35 }, vec![says("Je vois où.")]),
        (UserLine::StaysSilent, vec![says("Vous êtes là ?")]),
        (UserLine::Ends, vec![says("Adieu.")]),
    ]);
    let report = dialogs::run(&bot(), &dialog);
    assert_eq!(report.differences.len(), 1, "{report}");
    assert_eq!(report.differences[0].user, "(end)");
    // And what is done is recorded as such a line.
    let bot = bot();
    let mut talk = Talk::new(&bot, Locale::fr());
    for exchange in &dialog.exchanges {
        talk.turn(exchange.user.event().unwrap(), Timestamp(0));
    }
    let recorded: Vec<UserLine> =
        talk.as_dialog("d").exchanges.into_iter().map(|exchange| exchange.user).collect();
    let done: Vec<UserLine> = dialog.exchanges.into_iter().map(|exchange| exchange.user).collect();
    assert_eq!(recorded, done);
}

#[test]
fn each_exchange_reports_its_first_difference_and_the_dialog_goes_on() {
    let dialog = dialog(vec![
        (user("bonjour"), vec![says("Au revoir"), says("!")]),
        (user("bonjour"), vec![says("*"), says("!")]),
        (user("bonjour"), vec![]),
        (user("bonjour"), vec![says("*"), offers(&["La météo"])]),
        (user("bonjour"), vec![BotLine::Understands { intent: None }]),
        (presses("La météo"), vec![says("Il pleut.")]),
        (presses("L'heure"), vec![says("Il est 9 h 30.")]),
    ]);
    let report = dialogs::run(&bot(), &dialog);
    let found: Vec<_> = report
        .differences
        .iter()
        .map(|difference| (difference.line, difference.expected.as_str()))
        .collect();
    assert_eq!(
        found,
        [
            (1, "`Au revoir`"),
            (2, "`!`"),
            (3, "nothing more"),
            (4, "[La météo]"),
            (5, "the intent unknown"),
            (6, "`La météo` to press"),
        ]
    );
    assert_eq!(report.differences[3].given, "[L'heure]");
    assert_eq!(report.differences[4].given, "the intent `greet`");
    let shown = report.to_string();
    assert!(shown.contains("line 1: > bonjour"), "{shown}");
    assert!(shown.contains("scores"), "{shown}");
}

#[test]
fn a_clock_that_cannot_be_is_a_difference() {
    let mut dialog = dialog(vec![]);
    dialog.now = Some("demain".into());
    let report = dialogs::run(&bot(), &dialog);
    assert_eq!(report.differences[0].expected, "a time such as `2026-03-02T09:00`");
    dialog.now = None;
    dialog.time_zone = Some("Europe/Paname".into());
    assert!(!dialogs::run(&bot(), &dialog).passed());
}

#[test]
fn the_same_conversation_always_goes_the_same_way() {
    let bot = bot();
    let talk = || {
        let mut talk = runtime::Talk::new(&bot, Locale::fr());
        let event = model::EventKind::Sentence { text: "bonjour".into() };
        [talk.turn(event.clone(), Timestamp(0)), talk.turn(event, Timestamp(1))]
    };
    assert_eq!(talk(), talk());
}

#[test]
fn a_conversation_becomes_a_test_that_passes() {
    let bot = bot();
    let mut talk = runtime::Talk::new(&bot, Locale::fr());
    let start = model::EventKind::System { signal: model::SystemSignal::Start };
    let at = |seconds: i64| Timestamp(1_772_438_400_000 + seconds * 1000);
    let first = talk.turn(start, at(0));
    let model::MessageBody::Text { quick_replies, .. } = &first.messages[0].body else { panic!() };
    let model::QuickReplyAction::Choice(choice) = quick_replies[0].action.clone() else { panic!() };
    talk.turn(model::EventKind::Choice(choice), at(90));
    talk.turn(model::EventKind::Subscribe, at(91));
    talk.turn(model::EventKind::Sentence { text: "bonjour".into() }, at(3600));
    let dialog = talk.as_dialog("recorded");
    assert_eq!(dialog.now.as_deref(), Some("2026-03-02T09:00:00"));
    assert_eq!(dialog.exchanges.len(), 5, "two waits between three lines of the user");
    assert_eq!(dialog.exchanges[2].bot, [says("Il est 9 h 01.")]);
    let report = dialogs::run(&bot, &dialog);
    assert!(report.passed(), "{report}");
}
