//! What dictionaries find in sentences: typos, other forms of words, rules, very many labels.

use model::{Dictionary, DictionaryEntry, EntityTypeName, Understanding, Value};
use nlu::{Model, NoValues, Speed, TrainOptions, train};

use crate::library_bot::{add, add_dictionary, empty_bot, query};

fn shop(locale: &str) -> model::Bot {
    let mut bot = empty_bot(&[locale]);
    let words = match locale {
        "de" => "car = Auto\nflat = Wohnung\nhouse = Haus",
        _ => {
            "horse = cheval\nweekend = week-end\nboat = bateau\nferry = ferry\ntea = tasse de thé\n\
             stethoscope = stéthoscope"
        }
    };
    add_dictionary(&mut bot, "thing", locale, words);
    let sentences = match locale {
        "de" => {
            "ich suche ein [Auto](thing)\nzeig mir ein [Haus](thing)\nich brauche eine [Wohnung](thing)"
        }
        _ => {
            "je cherche un [cheval](thing)\nje voudrais un [bateau](thing)\nmontre-moi un [ferry](thing)\n\
             je veux un [week-end](thing)"
        }
    };
    add(&mut bot, locale, "search", sentences);
    add(
        &mut bot,
        locale,
        "greet",
        if locale == "de" { "hallo\nguten Tag" } else { "bonjour\nsalut" },
    );
    bot
}

fn load(bot: &model::Bot) -> Model {
    let trained = train(bot, &TrainOptions { speed: Speed::Quick }, &NoValues);
    Model::load(&trained.bytes).unwrap()
}

/// Texts and values of the entities.
fn found(understanding: &Understanding) -> Vec<(String, String)> {
    let value = |value: &Option<Value>| match value {
        Some(Value::Text { value, .. }) => value.clone(),
        _ => "-".to_owned(),
    };
    let text = |own: &model::EntityFound| own.span.slice(&understanding.text).to_owned();
    understanding.entities.iter().map(|own| (text(own), value(&own.value))).collect()
}

#[test]
fn typos_plurals_and_composed_words_lead_to_their_values() {
    for (locale, text, expected) in [
        ("fr", "je cherche un chevall", ("chevall", "horse")),
        ("fr", "je cherche un ceheval", ("ceheval", "horse")),
        ("fr", "je cherche des chevaux", ("chevaux", "horse")),
        ("fr", "je voudrais deux bateaux", ("bateaux", "boat")),
        ("fr", "je veux un weekend", ("weekend", "weekend")),
        ("fr", "je veux un week end", ("week end", "weekend")),
        ("fr", "je veux un WEEK-END", ("WEEK-END", "weekend")),
        ("fr", "je voudrais une tase de thé", ("tase de thé", "tea")),
        ("fr", "je cherche un stetoscope", ("stetoscope", "stethoscope")),
        ("fr", "je cherche des stetoscopes", ("stetoscopes", "stethoscope")),
        ("fr", "je cherche un stétoscpoe", ("stétoscpoe", "stethoscope")),
        ("de", "ich suche Autos", ("Autos", "car")),
        ("de", "ich suche zwei Wohnungen", ("Wohnungen", "flat")),
        ("de", "ich suche eine Wonung", ("Wonung", "flat")),
    ] {
        let understood = load(&shop(locale)).parse(&query(text, locale), &NoValues);
        let (words, value) = expected;
        assert_eq!(found(&understood), [(words.to_owned(), value.to_owned())], "{text}");
    }
}

#[test]
fn a_word_that_training_sentences_hold_is_no_typo() {
    let mut bot = shop("fr");
    add_dictionary(&mut bot, "thing", "fr", "oven = four");
    add(&mut bot, "fr", "search", "un [bateau](thing) pour demain\nun [ferry](thing) pour deux");
    let understood = load(&bot).parse(&query("un bateau pour trois", "fr"), &NoValues);
    assert_eq!(found(&understood), [("bateau".to_owned(), "boat".to_owned())]);
}

#[test]
fn rules_of_the_dictionary_bound_what_is_like_enough() {
    let with = |change: fn(&mut Dictionary)| {
        let mut bot = shop("fr");
        let own = bot.entity_types.get_mut(&EntityTypeName::new("thing").unwrap()).unwrap();
        change(own.dictionary.as_mut().unwrap());
        let understood = load(&bot).parse(&query("je cherche un chevall", "fr"), &NoValues);
        found(&understood).into_iter().filter(|(_, value)| value == "horse").count()
    };
    assert_eq!(with(|_| ()), 1);
    assert_eq!(with(|own| own.only_values = true), 0);
    assert_eq!(with(|own| own.minimum_similarity = Some(0.9)), 0);
    assert_eq!(with(|own| own.minimum_similarity = Some(0.8)), 1);
}

#[test]
fn words_of_several_values_give_candidates_with_probabilities() {
    let mut bot = shop("fr");
    add_dictionary(&mut bot, "thing", "fr", "gelding = cheval\nmare = chevale");
    let understood = load(&bot).parse(&query("je cherche un cheval", "fr"), &NoValues);
    let Some(Value::Text { value, candidates }) = &understood.entities[0].value else { panic!() };
    assert_eq!(value, "gelding");
    let named: Vec<&str> = candidates.iter().map(|own| own.value.as_str()).collect();
    assert_eq!(named, ["gelding", "horse"]);
    assert!(candidates.iter().all(|own| own.probability == 0.5));
}

#[test]
fn a_hundred_thousand_labels_are_searched() {
    let mut bot = shop("fr");
    let own = bot.entity_types.get_mut(&EntityTypeName::new("thing").unwrap()).unwrap();
    let dictionary = own.dictionary.as_mut().unwrap();
    let syllables = ["ba", "ko", "ri", "mu", "te", "sa", "lo", "vi", "du", "ne"];
    for number in 0..100_000usize {
        let digits = [number / 10_000, number / 1_000, number / 100, number / 10, number];
        let word: String = digits.iter().map(|digit| syllables[digit % 10]).collect();
        dictionary.entries.push(DictionaryEntry { value: word, labels: [].into() });
    }
    let model = load(&bot);
    for (text, value) in [
        ("je cherche un bakorimute", "bakorimute"),
        ("je cherche un nesalovidu", "nesalovidu"),
        ("je cherche un nesalovydi", "nesalovidu"),
        ("je cherche un cheval", "horse"),
    ] {
        let understood = model.parse(&query(text, "fr"), &NoValues);
        assert_eq!(found(&understood)[0].1, value, "{text}");
    }
    let understood = model.parse(&query("je cherche un bakoripxte", "fr"), &NoValues);
    assert!(understood.entities.iter().all(|own| own.probability < 1.0));
}
