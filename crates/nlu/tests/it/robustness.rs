//! Nothing a person writes, and no bytes, make the engine fail.

use model::{DecidedBy, Sentence};
use nlu::{Model, NoValues, Speed, TrainOptions, train};
use proptest::prelude::*;

use crate::library_bot::{add, add_dictionary, empty_bot, library, query};

fn quick(bot: &model::Bot) -> Model {
    let trained = train(bot, &TrainOptions { speed: Speed::Quick }, &NoValues);
    Model::load(&trained.bytes).unwrap()
}

#[test]
fn a_bot_with_next_to_nothing_is_still_a_bot() {
    let nothing = quick(&empty_bot(&["fr"]));
    assert_eq!(nothing.parse(&query("bonjour", "fr"), &NoValues).decided_by, DecidedBy::Nothing);
    let nobody = quick(&empty_bot(&[]));
    assert_eq!(nobody.parse(&query("bonjour", "fr"), &NoValues).decided_by, DecidedBy::Nothing);

    let mut one = empty_bot(&["fr"]);
    add(&mut one, "fr", "greet", "bonjour");
    let one = quick(&one);
    assert_eq!(one.parse(&query("Bonjour !", "fr"), &NoValues).probability, 1.0);
    assert_eq!(one.parse(&query("", "fr"), &NoValues).decided_by, DecidedBy::Nothing);
    assert_eq!(one.parse(&query("qsdf", "fr"), &NoValues).intent, None);
}

#[test]
fn contradictions_and_bad_sentences_are_reported_and_survived() {
    let mut bot = empty_bot(&["fr"]);
    add(&mut bot, "fr", "a", "oui\nd'accord\nvolontiers");
    add(&mut bot, "fr", "b", "Oui !\nnon\njamais");
    let template = bot.sentences[0].clone();
    let with = |text: &str, locale: &str, intent: &str| Sentence {
        text: text.into(),
        locale: locale.parse().unwrap(),
        intent: Some(model::IntentName::new(intent).unwrap()),
        ..template.clone()
    };
    bot.sentences.push(with("  \u{7} ", "fr", "a"));
    bot.sentences.push(with("ja", "de", "a"));
    bot.sentences.push(with("peut-être", "fr", "undeclared"));
    let trained = train(&bot, &TrainOptions::default(), &NoValues);
    let mut codes: Vec<&str> = trained.diagnostics.iter().map(|d| d.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["contradiction", "empty-sentence", "sentence-locale", "unknown-intent"]);
    let model = Model::load(&trained.bytes).unwrap();
    assert_eq!(model.parse(&query("oui", "fr"), &NoValues).intent.unwrap().as_str(), "a");
}

#[test]
fn examples_of_the_unknown_make_their_like_unknown() {
    let mut bot = library();
    for text in ["raconte une blague", "tu connais une blague", "dis-moi une blague drôle"] {
        let template = bot.sentences[0].clone();
        let sentence =
            Sentence { text: text.into(), intent: None, entities: Vec::new(), ..template };
        bot.sentences.push(sentence);
    }
    let model = quick(&bot);
    let understood = model.parse(&query("une blague drôle s'il te plaît", "fr"), &NoValues);
    assert_eq!(understood.intent, None);
}

#[test]
fn thousands_of_intents_train_and_answer() {
    let mut bot = empty_bot(&["en"]);
    for i in 0..5_000 {
        let (a, b) = (i % 50, i / 50);
        let lines = format!("please order part x{a}y{b}z\nI need part x{a}y{b}z today");
        add(&mut bot, "en", &format!("part_{i}"), &lines);
    }
    let model = quick(&bot);
    let understood = model.parse(&query("could you order part x7y3z", "en"), &NoValues);
    assert_eq!(understood.intents[0].intent.as_str(), "part_157");
}

#[test]
fn scripts_without_spaces_and_from_right_to_left_are_understood() {
    let mut bot = empty_bot(&["ja", "ar"]);
    add_dictionary(&mut bot, "city", "ja", "tokyo = 東京\nosaka = 大阪\nkyoto = 京都\nnara = 奈良");
    add_dictionary(&mut bot, "city", "ar", "cairo = القاهرة\nrabat = الرباط\ntunis = تونس");
    add(
        &mut bot,
        "ja",
        "weather",
        "[東京](city)の天気を教えて\n[大阪](city)は雨ですか\n今日の天気はどうですか\n明日は晴れますか\n[東京](city)は寒いですか",
    );
    add(
        &mut bot,
        "ja",
        "ticket",
        "切符を買いたいです\n[大阪](city)行きの切符をください\n切符はいくらですか\n[京都](city)までの切符を一枚\n新幹線の切符を予約したい",
    );
    add(
        &mut bot,
        "ar",
        "weather",
        "كيف الطقس في [القاهرة](city)\nهل ستمطر اليوم\nما حالة الطقس غدا\nهل الجو بارد في [الرباط](city)\nأخبرني عن الطقس",
    );
    add(
        &mut bot,
        "ar",
        "ticket",
        "أريد شراء تذكرة\nتذكرة إلى [القاهرة](city) من فضلك\nكم سعر التذكرة\nأريد حجز تذكرة إلى [الرباط](city)\nأحتاج تذكرتين",
    );
    let model = quick(&bot);
    for (locale, text, intent, city) in [
        ("ja", "奈良の天気はどうですか", "weather", Some("nara")),
        ("ja", "奈良行きの切符を買いたい", "ticket", Some("nara")),
        ("ja", "明日の天気を教えて", "weather", None),
        ("ar", "ما حالة الطقس في تونس", "weather", Some("tunis")),
        ("ar", "أريد حجز تذكرة إلى تُونِس", "ticket", Some("tunis")),
    ] {
        let understood = model.parse(&query(text, locale), &NoValues);
        assert_eq!(understood.intents[0].intent.as_str(), intent, "{text}");
        let found = understood.entities.first().and_then(|e| e.value.as_ref()).map(|v| match v {
            model::Value::Text { value, .. } => value.as_str(),
            _ => "",
        });
        assert_eq!(found, city, "{text}");
    }
}

#[test]
fn spans_are_exact_behind_emoji_and_combining_marks() {
    let model = quick(&library());
    let text = "😀 e\u{301}! horaires de Gare Sud";
    let understood = model.parse(&query(text, "fr"), &NoValues);
    let found = &understood.entities[0];
    assert_eq!(found.span.slice(&understood.text), "Gare Sud");
    let utf16: Vec<u16> = understood.text.encode_utf16().collect();
    let cut = String::from_utf16(&utf16[found.span.utf16_start..found.span.utf16_end]).unwrap();
    assert_eq!(cut, "Gare Sud");
}

#[test]
fn a_damaged_model_is_an_error() {
    let bytes = train(&library(), &TrainOptions::default(), &NoValues).bytes;
    assert!(Model::load(&[]).is_err());
    assert!(Model::load(b"not a model at all, but long enough").is_err());
    for at in (0..bytes.len()).step_by(bytes.len() / 50) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x55;
        assert!(Model::load(&damaged).is_err(), "byte {at}");
        assert!(Model::load(&bytes[..at]).is_err(), "cut at {at}");
    }
}

fn shared_model() -> &'static Model {
    static MODEL: std::sync::OnceLock<Model> = std::sync::OnceLock::new();
    MODEL.get_or_init(|| quick(&library()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_text_is_understood_somehow(text in "\\PC{0,200}|[a-zé '’\\n\\t😀\u{301}]{0,100}") {
        let understood = shared_model().explain(&query(&text, "fr"), &NoValues);
        for found in understood.entities.iter().chain(&understood.not_retained) {
            prop_assert!(understood.text.get(found.span.start..found.span.end).is_some());
        }
        for pair in understood.entities.windows(2) {
            prop_assert!(!pair[0].span.overlaps(&pair[1].span));
        }
        prop_assert!((0.0..=1.0).contains(&understood.probability));
    }

    #[test]
    fn any_bytes_are_refused_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Model::load(&bytes).is_err());
    }
}

/// Sentences that broke somebody's program once, or might.
fn corpus() -> Vec<String> {
    let mut corpus: Vec<String> = [
        "",
        " ",
        "\u{0}",
        "\u{7}\u{1b}[31m",
        "a\u{0}b\r\n\tc",
        "\u{feff}bonjour",
        "e\u{301}\u{301}\u{301}",
        "\u{202e}txet desrever",
        "👩‍👩‍👧‍👦🏳️‍🌈🇫🇷",
        "Привет bonjour שלום مرحبا 你好 こんにちは 안녕 สวัสดี नमस्ते",
        "ﬁﬂ ｆｕｌｌｗｉｄｔｈ ①②③ ½",
        "İIıi ẞß ǅ ΣΑΣ",
        "................",
        "'",
        "-----",
        "1234567890 12:34 1e999 -0 NaN",
        "<script>alert(1)</script> ' OR 1=1 -- ../../etc/passwd ${x} {{x}}",
        "\u{10ffff}\u{e000}\u{fffd}",
    ]
    .map(str::to_owned)
    .into();
    for piece in
        ["a", "bonjour ", "é", "東京", "😀", "\u{301}", "a-", "' ", "1.", "\n", "gare sud "]
    {
        corpus.push(piece.repeat(100_000 / piece.len()));
    }
    corpus
}

#[test]
fn whatever_is_said_is_answered_and_explained() {
    for text in corpus() {
        for locale in ["fr", "en", "ja"] {
            let understood = shared_model().explain(&query(&text, locale), &NoValues);
            assert!((0.0..=1.0).contains(&understood.probability));
            let cut =
                |found: &model::EntityFound| understood.text.get(found.span.start..found.span.end);
            assert!(understood.entities.iter().all(|found| cut(found).is_some()));
        }
    }
}

#[test]
fn whatever_is_taught_is_survived() {
    // Each sentence in two intents: nothing but contradictions; and an intent without any.
    let mut bot = library();
    let template = bot.sentences[0].clone();
    for text in corpus() {
        for intent in ["greet", "pay_fine"] {
            let intent = Some(model::IntentName::new(intent).unwrap());
            let own = Sentence { text: text.clone(), intent, entities: vec![], ..template.clone() };
            bot.sentences.push(own);
        }
    }
    bot.intents.insert(model::IntentName::new("silent").unwrap(), model::Intent::default());
    let trained = train(&bot, &TrainOptions::default(), &NoValues);
    let model = Model::load(&trained.bytes).unwrap();
    let understood = model.parse(&query("vous ouvrez à quelle heure", "fr"), &NoValues);
    assert_eq!(understood.intents[0].intent.as_str(), "opening_hours");
    assert!(understood.intents.iter().all(|own| own.intent.as_str() != "silent"));
}

#[test]
fn a_very_long_sentence_is_cut_and_understood() {
    let long = "bonjour ".repeat(13_000);
    let understood = shared_model().parse(&query(&long, "fr"), &NoValues);
    assert!(understood.text.len() <= model::limits::SENTENCE_BYTES_MAX);
}
