//! The locale of a sentence; corrections that hold at once.

use model::{DecidedBy, IntentName};
use nlu::{Model, NoValues, Speed, TrainOptions, train};

use crate::library_bot::{add, empty_bot, library, query};

fn load(bot: &model::Bot, speed: Speed) -> Model {
    Model::load(&train(bot, &TrainOptions { speed }, &NoValues).bytes).unwrap()
}

#[test]
fn the_locale_of_a_sentence_is_found_among_those_of_the_bot() {
    let model = load(&library(), Speed::Quick);
    for (text, expected) in [
        ("how long may I keep these two novels", Some("en")),
        ("combien de temps puis-je garder ces deux romans", Some("fr")),
        ("I lost my card, what should I do?", Some("en")),
        ("j'ai perdu ma carte, que faire ?", Some("fr")),
        ("42", None),
        ("", None),
    ] {
        let found = model.detect_locale(text).map(ToString::to_string);
        assert_eq!(found.as_deref(), expected, "{text}");
        // A user whose language the bot does not speak is answered in the one that they write.
        let understood = model.parse(&query(text, "de"), &NoValues);
        assert_eq!(understood.locale.to_string(), expected.unwrap_or("fr"), "{text}");
    }
    let mut scripts = empty_bot(&["ja", "ar", "en"]);
    add(
        &mut scripts,
        "ja",
        "weather",
        "東京の天気を教えて\n今日の天気はどうですか\n明日は晴れますか",
    );
    add(&mut scripts, "ar", "weather", "كيف الطقس في القاهرة\nهل ستمطر اليوم\nما حالة الطقس غدا");
    add(&mut scripts, "en", "weather", "what is the weather in Cairo\nwill it rain today");
    let model = load(&scripts, Speed::Quick);
    for (text, expected) in
        [("大阪は雨ですか", "ja"), ("أخبرني عن الطقس", "ar"), ("is it cold outside", "en")]
    {
        assert_eq!(model.detect_locale(text).map(ToString::to_string).as_deref(), Some(expected));
    }
}

#[test]
fn a_corrected_sentence_is_answered_rightly_before_anything_is_trained() {
    let mut bot = library();
    let model = load(&bot, Speed::Full);
    assert!(!model.is_provisional());
    add(&mut bot, "fr", "pay_fine", "zut, encore ce papier bleu de la bibliothèque");
    let corrected = model.with_known_sentences(&bot);
    assert!(corrected.is_provisional());
    let asked = query("Zut, encore ce papier bleu de la bibliothèque !", "fr");
    let understood = corrected.parse(&asked, &NoValues);
    assert_eq!(understood.decided_by, DecidedBy::KnownSentence);
    assert_eq!(understood.intent, IntentName::new("pay_fine").ok());
    // A sentence that was taken away is no longer known.
    bot.sentences.retain(|sentence| sentence.text != "payer mes pénalités de retard");
    let corrected = model.with_known_sentences(&bot);
    let understood = corrected.parse(&query("payer mes pénalités de retard", "fr"), &NoValues);
    assert_eq!(understood.decided_by, DecidedBy::Classifier);
    // What the model has no number for waits for training.
    add(&mut bot, "fr", "brand_new", "une phrase d'une intention toute neuve");
    let understood = model
        .with_known_sentences(&bot)
        .parse(&query("une phrase d'une intention toute neuve", "fr"), &NoValues);
    assert_ne!(understood.decided_by, DecidedBy::KnownSentence);
    assert!(load(&bot, Speed::Quick).is_provisional());
}
