//! Stories out to Tock's form and in again, and what they do in single configurations.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use importers::tock::{TockFile, to_story_dump};
use importers::{Imported, KnownChannel, Origin};
use model::*;
use serde_json::{Value, json};

const STORIES: &[u8] = include_bytes!("data/stories.constructed.json");

fn channel(path: &str, id: &str, name: &str) -> KnownChannel {
    KnownChannel { path: path.into(), origin: Origin { id: id.into(), name: name.into() } }
}

fn channels() -> Vec<KnownChannel> {
    vec![
        channel("/io/acme/acme/site", "c1", "web"),
        channel("/io/acme/acme/shop", "c2", "web"),
        channel("/io/acme/acme/phone", "c3", "phone"),
    ]
}

fn import(dump: &[u8], into: Option<Bot>) -> Imported {
    TockFile::read(dump).unwrap().for_channels(channels()).import(into).unwrap()
}

fn said(text: &str) -> Value {
    json!([{ "answerType": "simple", "answers": [
        { "key": { "key": format!("acme_default_{text}"), "defaultLabel": text }, "delay": -1 }] }])
}

/// A story with rules, answers and steps of single configurations.
fn configured() -> Vec<u8> {
    json!([{
        "storyId": "hours", "botId": "acme", "namespace": "acme", "intent": { "name": "hours" },
        "currentType": "simple", "name": "hours", "category": "default", "userSentenceLocale": "en",
        "answers": said("From noon."),
        "steps": [{ "name": "more", "intent": { "name": "more" }, "currentType": "simple",
                    "answers": said("To midnight.") }],
        "features": [
            { "enabled": false, "botApplicationConfigurationId": "c3" },
            { "enabled": true, "endWithStoryId": "bye", "botApplicationConfigurationId": "c1" },
            { "enabled": true, "switchToStoryId": "bye", "botApplicationConfigurationId": "gone" }],
        "configuredAnswers": [
            { "botConfiguration": "web", "currentType": "simple", "answers": said("The shop opens at noon.") },
            { "botConfiguration": "kiosk", "currentType": "simple", "answers": said("Look up.") }],
        "configuredSteps": [{ "botConfiguration": "web", "steps": [
            { "name": "basket", "intent": { "name": "basket" }, "currentType": "simple",
              "answers": said("It waits.") }] }]
    }, {
        "storyId": "bye", "botId": "acme", "namespace": "acme", "intent": { "name": "bye" },
        "currentType": "simple", "name": "bye", "category": "default", "userSentenceLocale": "en",
        "answers": said("Bye.")
    }])
    .to_string()
    .into_bytes()
}

#[test]
fn rules_answers_and_steps_of_one_configuration_hold_on_its_channels() {
    let Imported { bot, report, .. } = import(&configured(), None);
    let names: Vec<&str> = bot.stories.iter().map(|story| story.name.as_str()).collect();
    assert_eq!(names, ["hours", "hours on web", "bye"]);
    let [hours, on_web, _] = bot.stories.as_slice() else { panic!() };
    let rules: Vec<String> = hours
        .channels
        .iter()
        .map(|(path, rule)| {
            let name = |story: &Option<StoryName>| story.as_ref().map(ToString::to_string);
            let parts = (rule.disabled, name(&rule.redirects_to), name(&rule.ends_with));
            format!("{path} {parts:?}")
        })
        .collect();
    assert_eq!(
        rules,
        [
            r#"/io/acme/acme/phone (Some(true), None, None)"#,
            r#"/io/acme/acme/shop (None, Some("hours on web"), None)"#,
            r#"/io/acme/acme/site (None, Some("hours on web"), Some("bye"))"#,
        ]
    );
    assert_eq!((on_web.starters.len(), on_web.secondary[0].as_str()), (0, "hours"));
    assert_eq!(on_web.steps[0].name.as_str(), "basket");
    assert_eq!(
        on_web.channels["/io/acme/acme/site"].ends_with.as_ref().unwrap().as_str(),
        "bye",
        "what follows the story follows the one that stands in for it"
    );
    let lines: Vec<String> = report.lines.iter().map(ToString::to_string).collect();
    for part in [
        "`disabled = true` on the channel `/io/acme/acme/phone`",
        "`ends_with = \"bye\"` on the channel `/io/acme/acme/site`",
        "the story `hours on web` stands in for `hours`",
        "the configuration `gone` alone was left out, for no channel came from that configuration",
        "in the configuration `kiosk` alone was left out",
    ] {
        assert!(lines.iter().any(|line| line.contains(part)), "{part}: {lines:#?}");
    }
}

#[track_caller]
fn comes_back(dump: &[u8]) {
    let bot = import(dump, None).bot;
    let (out, findings) = to_story_dump(&bot, &channels(), None);
    assert_eq!(findings, []);
    let out = serde_json::to_vec(&out).unwrap();
    let again = import(&out, Some(bot.clone()));
    assert_eq!(again.bot, bot);
    assert!(!again.report.modified && !again.report.has_errors(), "{:#?}", again.report.lines);
    let anew = import(&out, None);
    assert!(!anew.report.has_errors(), "{:#?}", anew.report.lines);
    assert_eq!((&anew.bot.stories, &anew.bot.faqs), (&bot.stories, &bot.faqs));
    assert_eq!((&anew.bot.intents, &anew.bot.sentences), (&bot.intents, &bot.sentences));
    // And once more to the letter.
    let (twice, _) = to_story_dump(&anew.bot, &channels(), None);
    assert_eq!(serde_json::to_vec(&twice).unwrap(), out);
}

#[test]
fn a_dump_of_stories_comes_back_as_it_went() {
    comes_back(STORIES);
    comes_back(&configured());
}

#[test]
fn one_story_goes_out_by_its_name() {
    let bot = import(&configured(), None).bot;
    let (out, _) = to_story_dump(&bot, &channels(), Some("hours"));
    assert_eq!(out.len(), 1);
    let out = serde_json::to_value(&out[0]).unwrap();
    assert_eq!(out["features"][1]["botApplicationConfigurationId"], "c1");
    assert_eq!(out["configuredAnswers"][0]["botConfiguration"], "web");
    assert_eq!(out["answers"][0]["answers"][0]["key"]["defaultLabel"], "From noon.");
    assert_eq!(to_story_dump(&bot, &channels(), Some("nothing")).0, []);
}

#[test]
fn what_tock_cannot_hold_is_told_and_left_out() {
    let mut bot = import(&configured(), None).bot;
    let story = &mut bot.stories[0];
    story.keywords = vec!["open".into()];
    story.answers[0].when = Some("day == 1".into());
    story.answers.push(Answer::new(AnswerContent::Forget { roles: Vec::new() }));
    story.steps[0].trigger.when = Some("true".into());
    story.channels.insert(ChannelSelector::new("widget").unwrap(), ChannelRule::default());
    bot.stories
        .push(Story { kind: StoryKind::Hello, ..Story::new(StoryName::new("hello").unwrap()) });
    let (out, findings) = to_story_dump(&bot, &channels(), None);
    assert!(out[0].answers.is_empty() && out[0].steps.is_empty() && out.len() == 2);
    let told: Vec<String> = findings
        .iter()
        .map(|it| format!("{}: {}", it.place.as_deref().unwrap_or_default(), it.message))
        .map(|it| it.replace(": left out, for Tock's form has nothing like it", ""))
        .collect();
    assert_eq!(
        told,
        [
            "stories[hours]: keywords",
            "stories[hours].answers[0]: an answer with a condition",
            "stories[hours].answers[1]: an answer of the kind `forget`",
            "stories[hours]: the rule of `widget`",
            "stories[hours].steps[more]: a step with a condition",
            "stories[hello]: a story of the kind `Hello`",
        ]
    );
}

#[test]
fn arguments_of_labels_go_out_as_tock_writes_them() {
    let mut bot = import(&configured(), None).bot;
    let key = LabelKey::new("acme_default_Bye.").unwrap();
    let mut check = |ours: &str, tocks: &str, told: usize| {
        bot.labels.get_mut(&key).unwrap().texts[0].variants = vec![ours.into()];
        let (out, findings) = to_story_dump(&bot, &channels(), Some("bye"));
        let said = serde_json::to_value(&out[0].answers[0].answers[0].key).unwrap();
        assert_eq!((said["defaultLabel"].as_str().unwrap(), findings.len()), (tocks, told));
    };
    check("Bye {name}", "Bye {:name}", 0);
    check("{0}, bye", "{0}, bye", 0);
    check("see {{x}}", "see {x}", 0);
    check("{n, number, integer} left", "{:n, number, integer} left", 0);
    check("{n, plural, one {a} other {b}}", "{n, plural, one {a} other {b}}", 1);
}
