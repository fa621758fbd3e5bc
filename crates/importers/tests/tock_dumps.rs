//! What becomes of Tock's files.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;

use importers::tock::{self, FileKind, TockFile};
use importers::{ImportReport, Imported};
use model::{
    Annotation, Bot, Dimension, EntityTypeName, IntentName, Locale, Role, Sentence, SentenceStatus,
    Severity,
};
use serde_json::{Value, json};

const CONSTRUCTED: &[u8] = include_bytes!("data/application-dump.constructed.json");
const REPORT: &str = include_str!("data/application-dump.constructed.report.txt");

fn import(json: &Value, into: Option<Bot>) -> Imported {
    TockFile::read(json.to_string().as_bytes()).unwrap().import(into).unwrap()
}

fn lines(report: &ImportReport) -> String {
    report.lines.iter().map(|line| format!("{line}\n")).collect()
}

#[track_caller]
fn sentence<'a>(bot: &'a Bot, text: &str) -> &'a Sentence {
    bot.sentences.iter().find(|sentence| sentence.text == text).expect(text)
}

fn found(sentence: &Sentence) -> Vec<(&str, &str, &str)> {
    fn one<'a>(text: &'a str, annotation: &'a Annotation) -> (&'a str, &'a str, &'a str) {
        (annotation.span.slice(text), annotation.entity_type.as_str(), annotation.role.as_str())
    }
    sentence.entities.iter().map(|annotation| one(&sentence.text, annotation)).collect()
}

#[test]
fn the_report_says_line_by_line_what_was_kept_changed_and_not_understood() {
    let imported = tock::application_dump(CONSTRUCTED, None).unwrap();
    let report = lines(&imported.report);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/data/application-dump.constructed.report.txt"
        );
        std::fs::write(path, &report).unwrap();
    }
    assert_eq!(report, REPORT, "run it with UPDATE_GOLDEN=1 if this is right:\n{report}");
    let counts = |report: &ImportReport| {
        [
            report.sentences_added,
            report.sentences_changed,
            report.sentences_unchanged,
            report.sentences_left_out,
        ]
    };
    assert_eq!(counts(&imported.report), [11, 0, 1, 4]);
    assert!(imported.report.created && imported.report.modified && imported.report.has_errors());
}

#[test]
fn a_dump_becomes_a_bot() {
    let bot = tock::application_dump(CONSTRUCTED, None).unwrap().bot;
    assert_eq!((bot.namespace.as_str(), bot.name.as_str()), ("corp", "voyage_test"));
    assert_eq!(bot.title, "Assistant de voyage");
    let locales: Vec<String> = bot.locales.iter().map(Locale::to_string).collect();
    assert_eq!(locales, ["fr", "en-GB", "de"]);
    assert_eq!(bot.settings.unknown_threshold, Some(0.55));

    let intents: Vec<&str> = bot.intents.keys().map(IntentName::as_str).collect();
    assert_eq!(intents, ["greet", "tock:ragexcluded", "travel", "yes _1_"]);
    let travel = &bot.intents["travel"];
    assert_eq!(travel.title, "Voyager");
    assert_eq!(travel.description, "Un trajet.\nD'une gare à une autre.");
    assert_eq!(travel.category, "achat");
    let uses: Vec<(&str, &str)> = travel
        .entities
        .iter()
        .map(|used| (used.entity_type.as_str(), used.role.as_str()))
        .collect();
    assert_eq!(
        uses,
        [
            ("place", "origin"),
            ("place", "destination"),
            ("datetime", "datetime"),
            // Its sentences hold it, the definition forgot it.
            ("hotel", "hotel"),
        ]
    );

    let types: Vec<&str> = bot.entity_types.keys().map(EntityTypeName::as_str).collect();
    // `datetime` is built in and needs no entry; `email` has one because it is obfuscated.
    assert_eq!(types, ["card", "class", "corp:number", "district", "email", "hotel", "place"]);
    assert!(bot.entity_types["email"].obfuscated);
    assert_eq!(bot.entity_types["email"].dimension, Some(Dimension::Email));
    assert_eq!(bot.dimension_of(&EntityTypeName::new("corp:number").unwrap()), None);
    let parts: Vec<&str> =
        bot.entity_types["place"].sub_entities.iter().map(|part| part.role.as_str()).collect();
    assert_eq!(parts, ["district", "quarter"]);
    let card = bot.entity_types["card"].dictionary.as_ref().unwrap();
    assert_eq!(card.entries.len(), 1);
    assert_eq!(card.entries[0].labels[&Locale::fr()], ["carte jeune"]);
    assert_eq!(card.entries[0].labels[&Locale::en()], ["young card"]);
}

#[test]
fn offsets_count_utf_16_and_sub_entities_count_from_their_parent() {
    let bot = tock::application_dump(CONSTRUCTED, None).unwrap().bot;
    assert_eq!(
        found(sentence(&bot, "🚆 de Lille à Lyon demain")),
        [
            ("Lille", "place", "origin"),
            ("Lyon", "place", "destination"),
            ("demain", "datetime", "datetime"),
        ]
    );
    let parent = &sentence(&bot, "un aller pour Paris Montparnasse").entities[0];
    let part = &parent.sub_entities[0];
    assert_eq!(part.span.slice("Paris Montparnasse"), "Montparnasse");
    assert_eq!(part.role, Role::new("quarter").unwrap());
}

#[test]
fn what_does_not_fit_is_left_out_alone() {
    let bot = tock::application_dump(CONSTRUCTED, None).unwrap().bot;
    // The second entity ends beyond the sentence.
    assert_eq!(found(sentence(&bot, "train from London to York")), [("London", "place", "origin")]);
    // The second overlaps the first.
    assert_eq!(found(sentence(&bot, "réserver un hôtel à Lyon")), [("un hôtel", "hotel", "hotel")]);
}

#[test]
fn statuses_and_reserved_intents_find_their_place() {
    let bot = tock::application_dump(CONSTRUCTED, None).unwrap().bot;
    let check = |text: &str, intent: Option<&str>, status: SentenceStatus| {
        let sentence = sentence(&bot, text);
        assert_eq!(sentence.intent.as_ref().map(IntentName::as_str), intent, "{text}");
        assert_eq!(sentence.status, status, "{text}");
    };
    use SentenceStatus::{Inbox, Validated};
    check("oui", Some("yes _1_"), Validated);
    check("bonjour", Some("greet"), Validated);
    check("quelle heure est-il sur la Lune", None, Validated);
    check("un poème sur les trains", Some("tock:ragexcluded"), Validated);
    check("je veux partir", Some("travel"), Inbox);
    check("ma facture", None, Inbox);
    assert!(bot.sentences.iter().all(|sentence| sentence.text != "salut"));
}

#[test]
fn the_same_file_again_modifies_nothing() {
    let first = tock::application_dump(CONSTRUCTED, None).unwrap();
    let second = tock::application_dump(CONSTRUCTED, Some(first.bot.clone())).unwrap();
    assert_eq!(second.bot, first.bot);
    assert!(!second.report.modified && !second.report.created);
    assert_eq!(second.report.sentences_added + second.report.sentences_changed, 0);
}

#[test]
fn a_bot_of_another_namespace_takes_everything_as_its_own() {
    let target = tock::Target {
        namespace: tock::namespace("mine").unwrap(),
        bot: tock::bot_name("trips").unwrap(),
    };
    let imported = TockFile::read(CONSTRUCTED).unwrap().import_as(target).unwrap();
    assert_eq!(imported.bot.namespace.as_str(), "mine");
    let types: Vec<&str> = imported.bot.entity_types.keys().map(EntityTypeName::as_str).collect();
    assert_eq!(types, ["card", "class", "district", "email", "hotel", "mine:number", "place"]);
}

fn application(sentences: Value) -> Value {
    json!({
        "application": {"name": "trip", "namespace": "app", "supportedLocales": ["en"], "_id": "a"},
        "intents": [{"name": "travel", "namespace": "app", "entities": [], "_id": "i1"},
                    {"name": "weather", "namespace": "app", "entities": [], "_id": "i2"}],
        "sentences": sentences,
    })
}

fn classified(text: &str, intent: &str, status: &str) -> Value {
    json!({"text": text, "language": "en", "status": status,
           "classification": {"intentId": intent, "entities": []}})
}

#[test]
fn what_the_bot_says_of_a_sentence_stays_unless_nobody_vouches_for_it() {
    let bot = import(
        &application(json!([classified("a", "i1", "model"), classified("b", "i1", "inbox")])),
        None,
    )
    .bot;
    let imported = import(
        &application(json!([classified("a", "i2", "model"), classified("b", "i2", "model")])),
        Some(bot),
    );
    assert_eq!(sentence(&imported.bot, "a").intent.as_ref().unwrap().as_str(), "travel");
    assert_eq!(sentence(&imported.bot, "b").intent.as_ref().unwrap().as_str(), "weather");
    assert_eq!(sentence(&imported.bot, "b").status, SentenceStatus::Validated);
    let warning = &imported.report.lines[0];
    assert_eq!((warning.severity, warning.code.as_str()), (Severity::Warning, "sentence-known"));
    assert_eq!(imported.report.sentences_changed, 1);
}

#[test]
fn a_bot_just_made_takes_the_languages_of_its_first_dump() {
    let bot = Bot::new(
        tock::namespace("app").unwrap(),
        tock::bot_name("trip").unwrap(),
        vec![Locale::fr()],
    );
    let imported = import(&application(json!([classified("a", "i1", "model")])), Some(bot));
    assert_eq!(imported.bot.locales, [Locale::en()]);
}

#[test]
fn one_bad_part_never_costs_the_rest() {
    let mut dump = application(json!([classified("a", "i1", "model"), 3, null, {"text": []}]));
    dump["entityTypes"] = json!("nonsense");
    dump["faqs"] = json!({});
    let imported = import(&dump, None);
    assert_eq!(imported.bot.sentences.len(), 1);
    let errors: Vec<&str> = imported
        .report
        .lines
        .iter()
        .filter(|line| line.severity == Severity::Error)
        .filter_map(|line| line.place.as_deref())
        .collect();
    assert_eq!(errors, ["entityTypes", "sentences[1]", "sentences[2]", "sentences[3]", "faqs"]);
}

#[test]
fn files_of_no_known_kind_say_what_to_give() {
    let error = |bytes: &[u8]| TockFile::read(bytes).unwrap_err().to_string();
    assert!(error(b"").contains("it is empty"));
    assert!(error(b"[]").contains("the file is an empty list; give an application dump"));
    assert!(error(br#"{"a":1}"#).contains("[\"a\"]"));
    let error = tock::sentences_dump(CONSTRUCTED, None).unwrap_err().to_string();
    assert!(error.contains("an application dump") && error.contains("a sentences dump"), "{error}");
    let error = |json: Value| {
        tock::application_dump(json.to_string().as_bytes(), None).unwrap_err().to_string()
    };
    assert!(error(json!({"application": 3})).starts_with("`application` must be an object"));
    assert!(error(json!({"application": {"name": "a"}})).starts_with("`application.namespace`"));
    assert!(
        error(json!({"application": {"name": "a", "namespace": "b", "intents": 3}}))
            .starts_with("`application.intents`")
    );
    let error = |json: Value| {
        tock::sentences_dump(json.to_string().as_bytes(), None).unwrap_err().to_string()
    };
    assert!(error(json!({"applicationName": "bare"})).contains("without a namespace"));
}

fn sentences_dump() -> Value {
    json!({"applicationName": "app:trip", "language": "en_US", "sentences": [
        {"text": "go to Paris", "intent": "app:travel", "status": "model", "entities": [
            {"entity": "app:locality", "role": "destination", "start": 6, "end": 11, "subEntities": [
                {"entity": "app:district", "role": "part", "start": 0, "end": 2}]}]},
        {"text": "from Rome to Nice", "intent": "travel", "entities": [
            {"entity": "app:locality", "role": "origin", "start": 5, "end": 9},
            {"entity": "app:locality", "role": "destination", "start": 13, "end": 17}]},
        {"text": "blah", "intent": "tock:unknown"},
        {"text": "bonjour", "intent": "other:greet", "language": "fr_FR"},
        {"text": "later", "intent": "app:greet", "status": "inbox"},
        {"text": "no", "intent": "app:"},
    ]})
}

#[test]
fn sentences_alone_make_all_they_need() {
    let file = TockFile::read(sentences_dump().to_string().as_bytes()).unwrap();
    assert_eq!(file.kind(), FileKind::Sentences);
    let imported = file.import(None).unwrap();
    let bot = &imported.bot;
    assert_eq!(bot.locales, [Locale::en(), Locale::fr()]);
    let intents: Vec<&str> = bot.intents.keys().map(IntentName::as_str).collect();
    assert_eq!(intents, ["greet", "travel"]);
    let roles: Vec<&str> =
        bot.intents["travel"].entities.iter().map(|used| used.role.as_str()).collect();
    assert_eq!(roles, ["destination", "origin"]);
    assert_eq!(bot.entity_types["locality"].sub_entities[0].role.as_str(), "part");
    assert_eq!(sentence(bot, "go to Paris").status, SentenceStatus::Validated);
    assert_eq!(sentence(bot, "blah").intent, None);
    assert_eq!(sentence(bot, "bonjour").locale, Locale::fr());
    assert_eq!(sentence(bot, "later").status, SentenceStatus::Inbox);
    assert_eq!(imported.report.sentences_left_out, 1);
    assert!(lines(&imported.report).contains("sentences[5]: error[unusable-name]"));
}

#[test]
fn sentences_alone_rule_over_those_of_the_bot() {
    let bot = import(&sentences_dump(), None).bot;
    let imported = import(
        &json!({"applicationName": "trip", "language": "en", "sentences": [
            {"text": "go to Paris", "intent": "app:greet"},
            {"text": "blah", "intent": "tock:unknown", "status": "deleted"},
            {"text": "later", "intent": "app:greet", "status": "inbox"},
            {"text": "no language", "intent": "app:greet", "language": "?"},
        ]}),
        Some(bot),
    );
    assert_eq!(sentence(&imported.bot, "go to Paris").intent.as_ref().unwrap().as_str(), "greet");
    assert!(imported.bot.sentences.iter().all(|sentence| sentence.text != "blah"));
    assert_eq!(imported.report.sentences_changed, 2);
    assert_eq!(imported.report.sentences_unchanged, 1);
    assert_eq!(imported.report.sentences_left_out, 1);
}

#[test]
fn a_dictionary_goes_to_its_entity_type() {
    let bot = tock::application_dump(CONSTRUCTED, None).unwrap().bot;
    let dictionary = json!({"namespace": "corp", "entityName": "class", "onlyValues": true,
        "minDistance": 0.8, "textSearch": true, "values": [
            {"value": "First", "labels": {"fr": ["première", "1re"], "en": ["first"]}},
            {"value": " ", "labels": {}}]});
    let imported = import(&dictionary, Some(bot));
    let class = imported.bot.entity_types["class"].dictionary.as_ref().unwrap();
    assert_eq!(class.entries.len(), 1);
    assert_eq!(class.minimum_similarity, Some(0.8));
    assert!(class.only_values && imported.report.modified && imported.report.has_errors());
    let again = import(&dictionary, Some(imported.bot));
    assert!(!again.report.modified);
    let error = TockFile::read(dictionary.to_string().as_bytes()).unwrap().import(None);
    assert!(error.unwrap_err().to_string().contains("say which bot it is for"));
}

#[test]
fn tock_s_own_dump_is_understood() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/fixtures/tock/nlu/application-dump.json");
    let Ok(bytes) = std::fs::read(&path) else {
        eprintln!("skipped: there is no `../shared/fixtures/tock/nlu/application-dump.json`");
        return;
    };
    let imported = tock::application_dump(&bytes, None).unwrap();
    let bot = &imported.bot;
    assert_eq!((bot.namespace.as_str(), bot.name.as_str()), ("vsc", "test"));
    assert_eq!(bot.intents.len(), 2);
    assert_eq!(bot.sentences.len(), 11);
    let inbox = |sentence: &&Sentence| sentence.status == SentenceStatus::Inbox;
    assert_eq!(bot.sentences.iter().filter(inbox).count(), 1);
    let worst = imported.report.lines.first().unwrap();
    assert_eq!(worst.severity, Severity::Info, "{worst}");
    let again = tock::application_dump(&bytes, Some(imported.bot.clone())).unwrap();
    assert!(!again.report.modified);
}
