//! The sample bot says what its own dialogs promise.

#![allow(clippy::unwrap_used, reason = "tests")]

use std::path::Path;
use std::sync::Arc;

use model::{EventKind, Timestamp};
use runtime::{Talk, TalkingBot, dialogs};

#[test]
fn every_dialog_of_the_sample_bot_passes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bots/gare");
    let (bot, _) = bot_files::read_folder(&folder).unwrap();
    let findings = engine::check(&bot);
    assert!(findings.is_empty(), "{findings:#?}");
    let bot = TalkingBot::train(bot, Arc::new(values::Reader::new())).unwrap();
    let dialogs = bot.bot().dialogs.clone();
    assert!(dialogs.len() >= 24, "{} dialogs", dialogs.len());
    let failed: Vec<String> = dialogs
        .iter()
        .map(|dialog| dialogs::run(&bot, dialog))
        .filter(|report| !report.passed())
        .map(|report| report.to_string())
        .collect();
    assert!(failed.is_empty(), "{} of {} failed\n{}", failed.len(), dialogs.len(), failed.concat());
}

fn gare() -> TalkingBot {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../bots/gare");
    let (bot, _) = bot_files::read_folder(&folder).unwrap();
    TalkingBot::train(bot, Arc::new(values::Reader::new())).unwrap()
}

fn sentence(text: &str) -> EventKind {
    EventKind::Sentence { text: text.to_owned() }
}

#[test]
fn who_speaks_no_language_of_the_bot_is_answered_in_the_one_they_write() {
    let bot = gare();
    let said = |locale: &str, lines: &[&str]| {
        let mut talk = Talk::new(&bot, locale.parse().unwrap());
        let turns = lines.iter().map(|line| talk.turn(sentence(line), Timestamp(0)));
        let texts = turns.flat_map(|turn| turn.messages).map(|message| message.plain_text());
        texts.collect::<Vec<String>>()
    };
    let lines = ["I would like a train ticket to Lyon please", "42"];
    // The second says nothing about its language: the first has.
    assert_eq!(said("de", &lines), said("en", &lines));
    assert_ne!(said("de", &lines), said("fr", &lines));
    let lines = ["je voudrais un billet de train pour Lyon"];
    assert_eq!(said("de", &lines), said("fr", &lines));
    // What tells nothing decides nothing.
    let lines = ["42", "I would like a train ticket to Lyon please"];
    assert_eq!(said("de", &lines).last(), said("en", &lines).last());
    // Who speaks one is answered in it, whatever they write.
    let lines = ["I would like a train ticket to Lyon please"];
    assert_ne!(said("fr", &lines), said("en", &lines));
}

#[test]
fn a_corrected_sentence_is_answered_rightly_before_anything_is_trained() {
    let bot = gare();
    let mut corrected = (**bot.bot()).clone();
    let text = "zorglub et compagnie".to_owned();
    let locale: model::Locale = "fr".parse().unwrap();
    let intent = corrected.intents.keys().next().unwrap().clone();
    corrected.sentences.push(model::Sentence {
        text: text.clone(),
        locale: locale.clone(),
        intent: Some(intent.clone()),
        entities: Vec::new(),
        status: model::SentenceStatus::Validated,
    });
    let corrected = bot.corrected(corrected);
    let mut talk = Talk::new(&corrected, locale.clone());
    let seen = talk.turn(sentence(&text), Timestamp(0)).understanding.unwrap();
    assert_eq!((seen.intent, seen.decided_by), (Some(intent), model::DecidedBy::KnownSentence));
    assert!(!seen.provisional, "a person vouches for it");
    let other = talk.turn(sentence("zorglub ou autre chose"), Timestamp(0));
    assert!(other.understanding.unwrap().provisional, "a better model is to come");
    let mut talk = Talk::new(&bot, locale);
    let other = talk.turn(sentence("zorglub ou autre chose"), Timestamp(0));
    assert!(!other.understanding.unwrap().provisional);
}
