//! What a program declares, as stories of its bot.

use model::{
    Answer, AnswerContent, Bot, Intent, IntentName, Step, StepName, Story, StoryKind, StoryName,
    Trigger, limits,
};
use wire::bot_api::{
    ClientConfiguration, StepConfiguration, StoryConfiguration, UNKNOWN_INTENT, UNKNOWN_STORY,
};

/// The category of intents that only a program declares, as in Tock.
const CATEGORY: &str = "builtin";

/// The bot with the stories and intents that its program declares. What the bot has itself goes
/// first: a story of the same name stays, and an intent that starts a story of the bot starts no
/// other. What no story takes goes to the program too, unless there is an unknown story.
pub fn with_program(bot: &Bot, declared: Option<&ClientConfiguration>) -> Bot {
    let mut bot = bot.clone();
    let stories = declared.map(|declared| declared.stories.as_slice()).unwrap_or_default();
    for declared in
        stories.iter().filter(|story| !story.is_marker()).take(limits::PROGRAM_STORIES_MAX)
    {
        let Some(story) = story(declared, &bot) else {
            tracing::warn!(story = declared.name, "a declared story has no usable name");
            continue;
        };
        let steps = story.steps.iter().filter_map(|step| step.trigger.intent.as_ref());
        for intent in story.starters.iter().chain(&story.secondary).chain(steps) {
            let category = CATEGORY.to_owned();
            let new = || Intent { category, ..Intent::default() };
            bot.intents.entry(intent.clone()).or_insert_with(new);
        }
        if bot.stories.iter().all(|own| own.name != story.name) {
            bot.stories.push(story);
        }
    }
    let has_unknown = bot.stories.iter().any(|story| story.kind == StoryKind::Unknown);
    // A program that declares nothing is given every intent that no story takes.
    if (!has_unknown || declared.is_none())
        && let Ok(name) = StoryName::new(UNKNOWN_STORY)
    {
        let kind = if has_unknown { StoryKind::Intent } else { StoryKind::Unknown };
        let started =
            |intent: &&IntentName| !bot.stories.iter().any(|story| story.starters.contains(intent));
        let starters: Vec<IntentName> = bot.intents.keys().filter(started).cloned().collect();
        bot.stories.push(Story { kind, starters, ..empty(name) });
    }
    bot
}

fn story(declared: &StoryConfiguration, bot: &Bot) -> Option<Story> {
    let name = StoryName::new(declared.name.clone()).ok()?;
    let names = |names: &[String]| names.iter().filter_map(|name| intent(name, bot)).collect();
    let mut story = empty(name);
    let mut starters: Vec<IntentName> = names(std::slice::from_ref(&declared.main_intent));
    starters.extend(names(&declared.other_starter_intents));
    if declared.main_intent == UNKNOWN_INTENT {
        story.kind = StoryKind::Unknown;
    }
    story.starters = starters;
    story.secondary = names(&declared.secondary_intents);
    for step in &declared.steps {
        // The intents of a step keep its story going; the program says itself what they mean.
        story.secondary.extend(names(&step.secondary_intents));
        story.steps.extend(steps(step, bot));
    }
    Some(story)
}

/// A step, once per intent that leads to it.
fn steps(declared: &StepConfiguration, bot: &Bot) -> Vec<Step> {
    let Ok(name) = StepName::new(declared.name.clone()) else { return Vec::new() };
    let intents = std::iter::once(&declared.main_intent).chain(&declared.other_starter_intents);
    let step = |intent: &String| Step {
        name: name.clone(),
        trigger: Trigger { intent: self::intent(intent, bot), ..Trigger::default() },
        title: None,
        answers: vec![by_program()],
        target: None,
        steps: Vec::new(),
    };
    intents.map(step).collect()
}

/// The bot's name of an intent; none for what means that nothing was understood.
fn intent(name: &str, bot: &Bot) -> Option<IntentName> {
    if name == UNKNOWN_INTENT {
        return None;
    }
    importers::tock::intent_from_tock(&bot.namespace, name).ok().flatten()
}

fn empty(name: StoryName) -> Story {
    let (category, answers) = (CATEGORY.to_owned(), vec![by_program()]);
    Story { category, answers, ..Story::new(name) }
}

fn by_program() -> Answer {
    Answer::new(AnswerContent::Program { fallback: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::{BotName, Locale, Namespace};

    fn bot() -> Bot {
        let (namespace, name) = (Namespace::new("app").unwrap(), BotName::new("gare").unwrap());
        let mut bot = Bot::new(namespace, name, vec![Locale::fr()]);
        let own = IntentName::new("own").unwrap();
        bot.intents.insert(own.clone(), Intent::default());
        bot.intents.insert(IntentName::new("orphan").unwrap(), Intent::default());
        bot.stories.push(Story { starters: vec![own], ..empty(StoryName::new("own").unwrap()) });
        bot
    }

    fn declared(stories: serde_json::Value) -> ClientConfiguration {
        serde_json::from_value(serde_json::json!({ "stories": stories })).unwrap()
    }

    /// `name[kind]: starters / secondary / steps`, one line per story.
    fn written(bot: &Bot) -> Vec<String> {
        let names = |intents: &[IntentName]| {
            intents.iter().map(IntentName::as_str).collect::<Vec<_>>().join(" ")
        };
        let step = |step: &Step| {
            let intent = step.trigger.intent.as_ref().map(IntentName::as_str).unwrap_or("-");
            format!("{}<{intent}", step.name)
        };
        let line = |story: &Story| {
            let steps = story.steps.iter().map(step).collect::<Vec<_>>().join(" ");
            let kind = if story.kind == StoryKind::Unknown { "?" } else { "" };
            let (starters, secondary) = (names(&story.starters), names(&story.secondary));
            format!("{}{kind}: {starters} / {secondary} / {steps}", story.name)
        };
        bot.stories.iter().map(line).collect()
    }

    #[test]
    fn declared_stories_stand_behind_those_of_the_bot() {
        let declared = declared(serde_json::json!([
            { "mainIntent": "book", "name": "table", "otherStarterIntents": ["app:reserve"],
              "secondaryIntents": ["when"],
              "steps": [{ "name": "date", "otherStarterIntents": ["day"],
                          "secondaryIntents": ["hour"] }] },
            { "mainIntent": "own" },
            { "mainIntent": "tock:unknown" },
        ]));
        let bot = with_program(&bot(), Some(&declared));
        assert_eq!(
            written(&bot),
            [
                "own: own /  / ",
                "table: book reserve / when hour / date<date date<day",
                "tock_unknown_story?: date day hour orphan when /  / ",
            ]
        );
        let category = &bot.intents["book"].category;
        assert_eq!(category, CATEGORY);
    }

    #[test]
    fn a_program_without_declaration_gets_what_no_story_takes() {
        let bot = with_program(&bot(), None);
        assert_eq!(written(&bot), ["own: own /  / ", "tock_unknown_story?: orphan /  / "]);
    }

    #[test]
    fn an_unknown_story_of_the_program_takes_what_is_not_understood() {
        let bot =
            with_program(&bot(), Some(&declared(serde_json::json!([{ "mainIntent": "unknown" }]))));
        assert_eq!(written(&bot), ["own: own /  / ", "unknown?:  /  / "]);
    }
}
