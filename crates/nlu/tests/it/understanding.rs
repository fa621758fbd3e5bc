//! Intents, entities, roles, known sentences, subsets, unknown.

use model::{DecidedBy, IntentName, IntentQualifier, Understanding, Value};
use nlu::{Model, NoValues, TrainOptions, train};

use crate::library_bot::{library, query};

fn model() -> Model {
    let trained = train(&library(), &TrainOptions::default(), &NoValues);
    assert!(trained.diagnostics.is_empty(), "{:?}", trained.diagnostics);
    Model::load(&trained.bytes).unwrap()
}

fn entities(understanding: &Understanding) -> Vec<(String, String)> {
    let text = |span: &model::Span| span.slice(&understanding.text).to_owned();
    understanding.entities.iter().map(|e| (e.role.to_string(), text(&e.span))).collect()
}

fn named(understanding: &Understanding) -> &str {
    understanding.intent.as_ref().map_or("unknown", |name| name.as_str())
}

#[test]
fn new_sentences_are_understood_in_both_languages() {
    let model = model();
    let mut wrong = Vec::new();
    let cases = [
        ("fr", "tu peux me réserver ce bouquin ?", "reserve_book"),
        ("fr", "je voudrais mettre de côté un livre", "reserve_book"),
        ("fr", "peut-on prolonger mes emprunts ?", "renew_loan"),
        ("fr", "je veux le garder plus longtemps", "renew_loan"),
        ("fr", "vous fermez à quelle heure ce soir", "opening_hours"),
        ("fr", "c'est ouvert le samedi ?", "opening_hours"),
        ("fr", "je dois combien pour mon retard", "pay_fine"),
        ("fr", "regler mon amende", "pay_fine"),
        ("fr", "bonjour à vous", "greet"),
        ("fr", "transférer ce livre de Tilleuls vers La Colline", "transfer_book"),
        ("en", "could you reserve this novel", "reserve_book"),
        ("en", "can I renew my books", "renew_loan"),
        ("en", "I need to keep it longer", "renew_loan"),
        ("en", "what time do you open tomorrow", "opening_hours"),
        ("en", "are you open on saturdays", "opening_hours"),
        ("en", "how do I pay my fine", "pay_fine"),
        ("en", "how much is my late fee", "pay_fine"),
        ("en", "hello you", "greet"),
        ("en", "transfer this book from Riverside to Linden", "transfer_book"),
    ];
    for (locale, text, intent) in cases {
        let understood = model.parse(&query(text, locale), &NoValues);
        if named(&understood) != intent {
            wrong.push((text, named(&understood).to_owned(), understood.probability));
        }
    }
    assert!(wrong.len() <= 1, "{wrong:?}");
}

#[test]
fn roles_of_one_type_are_told_apart_by_the_words_around() {
    let model = model();
    for (locale, text, expected) in [
        (
            "fr",
            "un transfert de La Colline à Gare Sud",
            [("origin", "La Colline"), ("destination", "Gare Sud")].as_slice(),
        ),
        (
            "fr",
            "transférer de Les Berges vers la médiathèque centrale",
            &[("origin", "Les Berges"), ("destination", "médiathèque centrale")],
        ),
        (
            "fr",
            "transfert vers gare sud depuis la colline",
            &[("destination", "gare sud"), ("origin", "la colline")],
        ),
        ("fr", "envoyez ma réservation à Gare Sud", &[("destination", "Gare Sud")]),
        ("fr", "je veux transférer un livre depuis Les Berges", &[("origin", "Les Berges")]),
        (
            "en",
            "transfer from Hilltop to Riverside",
            &[("origin", "Hilltop"), ("destination", "Riverside")],
        ),
        (
            "en",
            "a transfer to Hilltop from South Station please",
            &[("destination", "Hilltop"), ("origin", "South Station")],
        ),
        ("en", "ship my books to Riverside", &[("destination", "Riverside")]),
        ("fr", "horaires de Les Berges", &[("branch", "Les Berges")]),
        ("en", "hours for Hilltop", &[("branch", "Hilltop")]),
    ] {
        let understood = model.parse(&query(text, locale), &NoValues);
        let expected: Vec<(String, String)> =
            expected.iter().map(|(role, text)| ((*role).to_owned(), (*text).to_owned())).collect();
        assert_eq!(entities(&understood), expected, "{text}: {:?}", named(&understood));
        assert!(
            understood.entities.iter().all(|e| matches!(e.value, Some(Value::Text { .. }))),
            "{text}"
        );
    }
}

#[test]
fn accents_and_case_do_not_hide_a_dictionary_word() {
    let model = model();
    for text in ["horaires de la MEDIATHEQUE centrale", "horaires de la médiathèque Centrale !"] {
        let understood = model.parse(&query(text, "fr"), &NoValues);
        let Some(Value::Text { value, .. }) = &understood.entities[0].value else {
            panic!("{text}")
        };
        assert_eq!(value, "central");
    }
}

#[test]
fn a_training_sentence_is_answered_exactly() {
    let model = model();
    let understood = model.parse(&query("  HORAIRES  de tilleuls ?", "fr"), &NoValues);
    assert_eq!(understood.decided_by, DecidedBy::KnownSentence);
    assert_eq!(named(&understood), "opening_hours");
    assert_eq!(understood.probability, 1.0);
    assert_eq!(entities(&understood), [("branch".to_owned(), "tilleuls".to_owned())]);
    assert!(understood.entities[0].value.is_some());
    let mut asked = query("horaires de Tilleuls", "fr");
    asked.known_sentences = false;
    assert_eq!(model.parse(&asked, &NoValues).decided_by, DecidedBy::Classifier);
}

#[test]
fn a_subset_of_intents_limits_the_answer_and_modifiers_choose_in_it() {
    let model = model();
    let name = |name: &str| IntentName::new(name).unwrap();
    let mut asked = query("quels sont vos horaires", "fr");
    asked.intents = vec![
        IntentQualifier { intent: name("renew_loan"), modifier: 0.0 },
        IntentQualifier { intent: name("pay_fine"), modifier: 0.9 },
    ];
    let understood = model.parse(&asked, &NoValues);
    assert_eq!(named(&understood), "pay_fine");
    assert!(understood.probability < 0.5, "the probability stays raw");
    asked.intents = vec![IntentQualifier { intent: name("no_such_intent"), modifier: 0.0 }];
    assert_eq!(model.parse(&asked, &NoValues).decided_by, DecidedBy::Rejection);
}

#[test]
fn what_the_bot_never_learned_is_mostly_unknown() {
    let model = model();
    let mut accepted = Vec::new();
    for (locale, text) in [
        ("fr", "combien pèse un éléphant adulte"),
        ("fr", "xkcd qsdfgh"),
        ("fr", "mon voisin joue du trombone"),
        ("fr", "fais cuire les pâtes dix minutes"),
        ("en", "my cat eats purple mushrooms"),
        ("en", "🦀🦀🦀"),
        ("en", "bake the cake with sugar and flour"),
        ("en", "who won the football match"),
    ] {
        let understood = model.parse(&query(text, locale), &NoValues);
        match understood.intent {
            None => assert_eq!(understood.decided_by, DecidedBy::Rejection),
            Some(intent) => accepted.push((text, intent, understood.probability)),
        }
    }
    assert!(accepted.len() <= 1, "{accepted:?}");
}

#[test]
fn the_locale_is_the_same_or_of_the_same_language_or_the_default() {
    let model = model();
    for (asked, used) in [("fr", "fr"), ("fr-CA", "fr"), ("en_GB", "en"), ("de", "fr")] {
        let understood = model.parse(&query("bonjour", asked), &NoValues);
        assert_eq!(understood.locale.to_string(), used);
    }
}

#[test]
fn the_same_bot_trains_to_the_same_bytes() {
    let first = train(&library(), &TrainOptions::default(), &NoValues);
    let second = train(&library(), &TrainOptions::default(), &NoValues);
    assert!(first.bytes == second.bytes);
    let fingerprint = |bot: &model::Bot| nlu::training_fingerprint(bot, &TrainOptions::default());
    assert_eq!(fingerprint(&library()), fingerprint(&library()));
    let mut changed = library();
    changed.title = "another title".into();
    assert_eq!(fingerprint(&library()), fingerprint(&changed), "titles are not learned from");
    changed.sentences.pop();
    assert_ne!(fingerprint(&library()), fingerprint(&changed));
}

#[test]
fn an_explanation_names_words_sentences_and_finders() {
    let model = model();
    let explained = model.explain(&query("horaires de Gare Sud svp", "fr"), &NoValues);
    let reasons: Vec<&str> = explained.why.iter().map(|why| why.because.as_str()).collect();
    for expected in [
        "the word `horaires`",
        "the training sentence `horaires de tilleuls`",
        "`Gare Sud` was found by the dictionary",
    ] {
        assert!(reasons.contains(&expected), "{expected} in {reasons:#?}");
    }
}
