//! What becomes of Tock's stories, labels and FAQ. The files of `data` are constructed from the
//! tables of their fields; they are no exports of real bots.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use importers::tock::{FileKind, Target, TockFile};
use importers::{ImportReport, Imported};
use model::*;
use serde_json::json;

const STORIES: &[u8] = include_bytes!("data/stories.constructed.json");
const REPORT: &str = include_str!("data/stories.constructed.report.txt");
const LABELS: &[u8] = include_bytes!("data/labels.constructed.csv");

fn lines(report: &ImportReport) -> String {
    report.lines.iter().map(|line| format!("{line}\n")).collect()
}

fn stories() -> Imported {
    TockFile::read(STORIES).unwrap().import(None).unwrap()
}

fn target() -> Target {
    Target { namespace: Namespace::new("acme").unwrap(), bot: BotName::new("b").unwrap() }
}

fn key(text: &str) -> LabelKey {
    LabelKey::new(text).unwrap()
}

#[test]
fn the_report_says_what_became_of_each_part_of_the_stories() {
    let report = lines(&stories().report);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let path =
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/stories.constructed.report.txt");
        std::fs::write(path, &report).unwrap();
    }
    assert_eq!(report, REPORT, "run it with UPDATE_GOLDEN=1 if this is right:\n{report}");
}

#[test]
fn a_story_keeps_its_answers_questions_steps_rules_and_tags() {
    let Imported { bot, report, .. } = stories();
    assert_eq!((bot.namespace.as_str(), bot.name.as_str()), ("acme", "acme"));
    assert_eq!((report.stories_added, report.has_errors()), (4, true));
    let story = &bot.stories[0];
    assert_eq!((story.name.as_str(), story.starters[0].as_str()), ("book_table", "book_table"));
    assert_eq!(story.description, "Book a table\nTables.");
    assert_eq!(story.ends_with.as_ref().unwrap().as_str(), "satisfaction");
    assert_eq!(story.redirects_to, None, "a rule of one configuration is none for all");
    assert_eq!((story.ask_again, story.insists), (1, true));
    assert_eq!(story.bare_values, BareValues::WithinSteps);
    assert_eq!(story.next_intents[0].modifier, 0.5);

    // Words, then the cards as one carousel, then words with a footnote and a button.
    let [words, rooms, rules] = story.answers.as_slice() else { panic!("{:#?}", story.answers) };
    assert!(matches!(&words.content, AnswerContent::Text { text, .. }
        if text.as_str() == "acme_default_Inside {or} outside?"));
    let AnswerContent::Carousel { cards, .. } = &rooms.content else { panic!("{rooms:?}") };
    assert_eq!(cards.len(), 2);
    assert_eq!(cards[0].file.as_ref().unwrap().url, "https://example.org/room.jpg");
    assert_eq!(cards[1].file, None, "its bytes lie in the export");
    let AnswerContent::Text { buttons, footnotes, .. } = &rules.content else { panic!() };
    assert!(matches!(buttons[0].action, ActionTemplate::Say { .. }));
    assert_eq!(footnotes[0].url.as_deref(), Some("https://example.org/rules"));

    // Braces of words that have no arguments are braces.
    let label = &bot.labels[&key("acme_default_Inside {or} outside?")];
    let texts: Vec<(String, &str)> =
        label.texts.iter().map(|it| (it.locale.to_string(), it.variants[0].as_str())).collect();
    let english = ("en".to_owned(), "Inside {{or}} outside?");
    assert_eq!(texts, [("fr".to_owned(), "Dedans ou dehors ?"), english]);

    let asked = &story.mandatory[0];
    assert_eq!((asked.entity.role.as_str(), asked.intents[0].as_str()), ("datetime", "give_date"));
    assert!(bot.intents["give_date"].entities.contains(&asked.entity));
    let step = &story.steps[0];
    assert_eq!(step.name.as_str(), "choose_room_outside");
    assert_eq!(step.trigger.entity.as_ref().unwrap().value.as_deref(), Some("outside"));
    assert_eq!(step.steps[0].name.as_str(), "choose_room_outside_2");
    assert_eq!(step.steps[0].target.as_ref().unwrap().as_str(), "hours");

    assert_eq!(bot.stories[1].kind, StoryKind::Unknown);
    let program = &bot.stories[2];
    assert!(matches!(program.answers[0].content, AnswerContent::Program { .. }));
    assert!(program.disabled && program.switches_bot == Some(BotSwitch::Off));
    assert_eq!(bot.sentences[0].text, "I want a table");
    let faq = &bot.faqs["faq_hours"];
    assert_eq!(faq.ends_with.as_ref().unwrap().as_str(), "satisfaction");
    assert_eq!(bot.labels[&faq.answer].texts[0].variants, ["From noon."]);
}

#[test]
fn the_same_stories_again_change_nothing() {
    let first = stories().bot;
    let again = TockFile::read(STORIES).unwrap().import(Some(first.clone())).unwrap();
    assert_eq!(again.bot, first);
    assert_eq!((again.report.stories_changed, again.report.modified), (0, false));
    // An export is a list alone.
    let list: serde_json::Value = serde_json::from_slice(STORIES).unwrap();
    let list = TockFile::read(list["stories"].to_string().as_bytes()).unwrap();
    assert_eq!(list.kind(), FileKind::Stories);
    assert_eq!(list.import(None).unwrap().bot.stories, first.stories);
}

#[test]
fn a_table_of_labels_rules_over_what_stories_said() {
    let file = TockFile::read(LABELS).unwrap();
    assert_eq!(file.kind(), FileKind::Labels);
    let Imported { bot, report, .. } = file.import(Some(stories().bot)).unwrap();
    let trains = &bot.labels[&key("acme_default_trains")].texts;
    assert_eq!(
        trains[0].variants,
        ["{0, plural, =0 {No train} =1 {One train} other {{0} trains}}"]
    );
    assert!(trains[0].validated && trains[0].interface.is_none());
    assert_eq!((trains[1].interface, trains[1].validated), (Some(Interface::Text), false));
    assert_eq!(trains[1].connector.as_ref().unwrap().as_str(), "web");
    assert_eq!(trains[1].variants.len(), 3);
    let asked = &bot.labels[&key("acme_default_When?")].texts;
    assert_eq!(asked[0].variants, ["When do you come?", "On which day?"]);
    assert_eq!((report.labels_added, report.labels_changed), (2, 1));
    let said = lines(&report);
    for part in ["`klingon!` is no language", "`spellout` is no format"] {
        assert!(said.contains(part), "{said}");
    }
}

#[test]
fn labels_in_json_say_the_same() {
    let labels = json!([{ "_id": "acme_default_hi", "namespace": "acme", "category": "default",
        "i18n": [{ "locale": "fr_CA", "interfaceType": 1, "label": "Allô {:name}", "validated": true,
                   "connectorId": null, "alternatives": [] }],
        "defaultLabel": "Hello", "defaultLocale": "en", "defaultI18n": [], "version": 2, "odd": 1 }]);
    let file = TockFile::read(labels.to_string().as_bytes()).unwrap();
    let Imported { bot, report, .. } = file.import_as(target()).unwrap();
    let texts = &bot.labels[&key("acme_default_hi")].texts;
    assert_eq!(texts[0].variants, ["Allô {name}"]);
    assert_eq!(
        (texts[0].locale.to_string().as_str(), texts[0].interface),
        ("fr-CA", Some(Interface::Voice))
    );
    assert!(texts[1].variants == ["Hello"] && !texts[1].validated);
    assert!(lines(&report).contains("the member `odd`"));
}

#[test]
fn entries_of_the_faq_become_entries() {
    let entries = json!({ "total": 1, "start": 0, "end": 1, "rows": [{
        "id": "f1", "intentId": "i1", "language": "fr", "applicationName": "b", "title": "Bagages",
        "description": "Combien", "utterances": ["combien de bagages", " "], "tags": ["voyage"],
        "answer": { "_id": "acme_faq_x", "namespace": "acme", "category": "faq",
            "i18n": [{ "locale": "fr", "interfaceType": "textChat", "label": "Deux.", "validated": true }] },
        "enabled": false, "intentName": "bagages" }, { "utterances": [] }] });
    let file = TockFile::read(entries.to_string().as_bytes()).unwrap();
    let Imported { bot, report, .. } = file.import_as(target()).unwrap();
    let faq = &bot.faqs["bagages"];
    assert_eq!((faq.answer.as_str(), faq.disabled), ("faq.bagages", true));
    assert_eq!(faq.tags, ["voyage"]);
    assert_eq!(bot.labels[&faq.answer].texts[0].variants, ["Deux."]);
    assert_eq!(bot.sentences.len(), 1);
    assert_eq!(bot.intents["bagages"].title, "Bagages");
    assert!(report.has_errors() && report.faqs_added == 1, "{}", lines(&report));
}
