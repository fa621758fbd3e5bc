//! Stories: what Tock's Studio exports of them.

use std::collections::BTreeSet;

use model::{
    AnswerContent, BareValues, Bot, BotSwitch, EntityCondition, Faq, IntentName, IntentQualifier,
    LabelKey, Locale, MandatoryEntity, Sentence, SentenceStatus, Step, StepName, Story, StoryKind,
    StoryName, Trigger,
};
use wire::dumps::{MandatoryEntityDump, NameDump, StepDump, StoryDump};
use wire::nlp::UNKNOWN_INTENT;

use super::application::{items, shaped};
use super::configured::{import_rule, import_stand_ins, settle_rules};
use super::file::{Members, Target, member, target_of};
use super::import::{Import, Known};
use super::labels::{check_rest, import_reference};
use super::names;
use super::story_answers;
use crate::{Error, Imported, KnownChannel};

/// The bot that the first story is of.
pub(super) fn target(members: &Members) -> Result<Target, Error> {
    let stories = member(members, "stories")?;
    let first = stories.get(0);
    let text = |name: &str| first.and_then(|story| story.get(name)?.as_str()).unwrap_or_default();
    target_of(text("namespace"), text("botId"), "stories[0].botId")
}

pub(super) fn import(
    mut members: Members,
    target: Target,
    into: Option<Bot>,
    channels: Vec<KnownChannel>,
) -> Imported {
    let mut import = Import::new(target, into);
    import.channels = channels;
    import.check_members("the file", "file", members.keys(), &["stories", "mode"]);
    if let Ok(mode) = member(&members, "mode")
        && mode.as_str().is_some_and(|mode| mode != "DEFAULT")
    {
        import.info("not-kept", "mode", "`mode` switches Tock's RAG and does nothing here");
    }
    for item in items(&mut import, &mut members, "stories") {
        let place = item.place.clone();
        let Some(dump) = item
            .json(&mut import)
            .and_then(|json| shaped::<StoryDump>(&mut import, "stories", &place, json, &MEMBERS))
        else {
            continue;
        };
        import_story(&mut import, &dump, &place);
    }
    import.finish()
}

/// What a story may have; everything else is reported as not understood.
const MEMBERS: [&str; 22] = [
    "_id",
    "storyId",
    "botId",
    "intent",
    "currentType",
    "answers",
    "version",
    "namespace",
    "mandatoryEntities",
    "steps",
    "name",
    "category",
    "description",
    "userSentence",
    "userSentenceLocale",
    "configurationName",
    "features",
    "tags",
    "configuredAnswers",
    "configuredSteps",
    "nextIntentsQualifiers",
    "metricStory",
];

fn import_story(import: &mut Import, dump: &StoryDump, place: &str) {
    let id = if dump.story_id.trim().is_empty() { &dump.name } else { &dump.story_id };
    let Some(name) = names::clean::<StoryName>(id) else {
        return import.error(
            "unusable-name",
            place,
            "the story has neither `storyId` nor `name`, and was left out",
            "give it one",
        );
    };
    import.note_renaming("story", id, name.as_str());
    let locale = dump.user_sentence_locale.as_deref().and_then(|locale| locale.parse().ok());
    let locale: Locale =
        locale.or_else(|| import.bot.locales.first().cloned()).unwrap_or_else(Locale::en);
    import.add_locale(&locale);

    let is_unknown = dump.intent.name == UNKNOWN_INTENT;
    let mut story = Story {
        description: described(dump),
        category: if dump.category == "default" { String::new() } else { dump.category.clone() },
        kind: if is_unknown { StoryKind::Unknown } else { StoryKind::Intent },
        ..Story::new(name.clone())
    };
    let main = if is_unknown { None } else { intent(import, &dump.intent, place) };
    story.starters.extend(main.clone());
    if let Some(main) = &main
        && !dump.user_sentence.trim().is_empty()
    {
        let sentence = Sentence {
            text: dump.user_sentence.clone(),
            locale: locale.clone(),
            intent: Some(main.clone()),
            entities: Vec::new(),
            status: SentenceStatus::Validated,
        };
        import.add_sentence(sentence, Known::Keep, &format!("{place}.userSentence"));
    }
    story.answers = story_answers::import(
        import,
        &dump.current_type,
        &dump.answers,
        &locale,
        &format!("{place}.answers"),
    );
    for (position, mandatory) in dump.mandatory_entities.iter().enumerate() {
        let place = format!("{place}.mandatoryEntities[{position}]");
        story.mandatory.extend(import_mandatory(import, mandatory, main.as_ref(), &locale, &place));
    }
    let mut taken = BTreeSet::new();
    story.steps =
        import_steps(import, &dump.steps, &locale, &format!("{place}.steps"), &mut taken, 0);
    import_tags(import, &mut story, &dump.tags, place);
    for (position, feature) in dump.features.iter().enumerate() {
        import_rule(import, &mut story, feature, &format!("{place}.features[{position}]"));
    }
    for (position, next) in dump.next_intents_qualifiers.iter().enumerate() {
        let place = format!("{place}.nextIntentsQualifiers[{position}]");
        check_rest(import, "next intents", &place, &next.rest);
        let named = NameDump { name: next.intent.clone(), ..NameDump::default() };
        if let Some(intent) = intent(import, &named, &place) {
            let modifier = next.modifier.filter(|it| it.is_finite()).unwrap_or_default();
            story.next_intents.push(IntentQualifier { intent, modifier });
        }
    }
    settle_rules(&mut story);
    let stand_ins = import_stand_ins(import, &mut story, dump, &locale, place);
    note_left_out(import, dump, place);
    match entry_of_faq(&story) {
        Some((intent, answer)) => {
            let before = import.bot.faqs.get(&intent);
            import.report.faqs_added += usize::from(before.is_none());
            let tags = before.map(|faq| faq.tags.clone()).unwrap_or_default();
            let (ends_with, disabled) = (story.ends_with, story.disabled);
            import.info("kept", place, format!("the entry `{intent}` of the FAQ"));
            import.bot.faqs.insert(intent, Faq { answer, tags, ends_with, disabled });
        }
        None => keep(import, story, place),
    }
    for stand_in in stand_ins {
        keep(import, stand_in, place);
    }
}

/// A story that Tock made for an entry of its FAQ, and that nobody made more of.
fn entry_of_faq(story: &Story) -> Option<(IntentName, LabelKey)> {
    let ([intent], [answer]) = (story.starters.as_slice(), story.answers.as_slice()) else {
        return None;
    };
    let AnswerContent::Text { text, buttons, footnotes, .. } = &answer.content else {
        return None;
    };
    let plain = Story {
        starters: story.starters.clone(),
        answers: story.answers.clone(),
        description: story.description.clone(),
        category: "faq".to_owned(),
        ends_with: story.ends_with.clone(),
        disabled: story.disabled,
        ..Story::new(story.name.clone())
    };
    let is_plain = buttons.is_empty() && footnotes.is_empty() && answer.when.is_none();
    (is_plain && plain == *story).then(|| (intent.clone(), text.clone()))
}

fn described(dump: &StoryDump) -> String {
    let parts = [dump.name.trim(), dump.description.trim()];
    let parts: Vec<&str> =
        parts.into_iter().filter(|part| !part.is_empty() && *part != dump.story_id).collect();
    parts.join("\n")
}

/// Puts a story into the bot: in place of the one with its name, or with its intent.
fn keep(import: &mut Import, story: Story, place: &str) {
    let main = story.starters.first();
    let same_intent = |other: &Story| main.is_some() && other.starters.first() == main;
    let stories = &mut import.bot.stories;
    let at = stories
        .iter()
        .position(|other| other.name == story.name)
        .or_else(|| stories.iter().position(same_intent));
    let name = story.name.clone();
    match at {
        Some(at) if stories[at] == story => {}
        Some(at) => {
            let before = std::mem::replace(&mut stories[at], story);
            import.report.stories_changed += 1;
            let line = format!("the story `{}` was replaced by `{name}`", before.name);
            import.info("story-changed", place, line);
        }
        None => {
            stories.push(story);
            import.report.stories_added += 1;
            import.info("kept", place, format!("the story `{name}`"));
        }
    }
}

/// The intent of that name, made if the bot has none.
fn intent(import: &mut Import, named: &NameDump, place: &str) -> Option<IntentName> {
    check_rest(import, "intents of stories", place, &named.rest);
    let found = names::intent_from_tock(&import.bot.namespace, &named.name);
    let Ok(Some(name)) = found else {
        let reason = match named.name.is_empty() {
            true => "an intent has no name".to_owned(),
            false => format!("`{}` cannot be the name of an intent", named.name),
        };
        import.error("unusable-name", place, reason, "name the intent, or remove it");
        return None;
    };
    import.note_renaming("intent", &named.name, name.as_str());
    if !import.bot.intents.contains_key(&name) {
        import.info("created", place, format!("the intent `{name}`, which had to be there"));
    }
    import.intent(&name);
    Some(name)
}

fn import_mandatory(
    import: &mut Import,
    dump: &MandatoryEntityDump,
    main: Option<&IntentName>,
    locale: &Locale,
    place: &str,
) -> Option<MandatoryEntity> {
    check_rest(import, "mandatory entities", place, &dump.rest);
    let entity = import.entity_use(&dump.entity_type, Some(&dump.role), place)?;
    let own = (!dump.intent.name.is_empty()).then(|| intent(import, &dump.intent, place)).flatten();
    // What a story asks for can be found in sentences, so an intent must hold it.
    let is_declared = import.bot.intents.values().any(|intent| intent.entities.contains(&entity));
    if !is_declared && let Some(name) = own.as_ref().or(main) {
        let name = name.clone();
        import.intent(&name).entities.push(entity.clone());
        import.info(
            "changed",
            place,
            format!("the intent `{name}` may now hold `{}:{}`", entity.entity_type, entity.role),
        );
    }
    let ask = story_answers::import(
        import,
        &dump.current_type,
        &dump.answers,
        locale,
        &format!("{place}.answers"),
    );
    Some(MandatoryEntity { entity, ask, intents: own.into_iter().collect() })
}

/// Steps within steps deeper than this are nobody's intention.
const DEPTH_MAX: usize = 30;

pub(super) fn import_steps(
    import: &mut Import,
    dumps: &[StepDump],
    locale: &Locale,
    place: &str,
    taken: &mut BTreeSet<StepName>,
    depth: usize,
) -> Vec<Step> {
    if depth >= DEPTH_MAX && !dumps.is_empty() {
        let line = format!("steps stand more than {DEPTH_MAX} deep; these were left out");
        import.error("not-understood", place, line, "make stories of them");
        return Vec::new();
    }
    let mut steps = Vec::with_capacity(dumps.len());
    for (position, dump) in dumps.iter().enumerate() {
        let place = format!("{place}[{position}]");
        check_rest(import, "steps", &place, &dump.rest);
        let name = step_name(dump, depth, taken);
        import.note_renaming("step", &dump.name, name.as_str());
        let named =
            |named: &Option<NameDump>| named.clone().filter(|intent| !intent.name.is_empty());
        let on = named(&dump.intent).and_then(|named| intent(import, &named, &place));
        let target = named(&dump.target_intent).and_then(|named| intent(import, &named, &place));
        let entity = dump.entity.as_ref().and_then(|entity| {
            check_rest(import, "entities of steps", &place, &entity.rest);
            let used = import.entity_use(&entity.entity_type, Some(&entity.entity_role), &place)?;
            let value = entity.value.clone().filter(|value| !value.is_empty());
            Some(EntityCondition { role: used.role, value })
        });
        let title = dump
            .user_sentence_label
            .as_ref()
            .and_then(|label| import_reference(import, label, locale, &place));
        if !dump.metrics.is_empty() {
            let line = format!("what the step `{name}` counts for was left out");
            import.warning("not-kept", &place, line, "look at the statistics of its story");
        }
        steps.push(Step {
            trigger: Trigger { intent: on, entity, ..Trigger::default() },
            title,
            answers: story_answers::import(
                import,
                &dump.current_type,
                &dump.answers,
                locale,
                &format!("{place}.answers"),
            ),
            target,
            steps: import_steps(
                import,
                &dump.children,
                locale,
                &format!("{place}.children"),
                taken,
                depth + 1,
            ),
            name,
        });
    }
    steps
}

/// A step's own name, or one made of what leads to it; no other step of the story has it.
fn step_name(dump: &StepDump, depth: usize, taken: &mut BTreeSet<StepName>) -> StepName {
    let given = dump.name.trim_start_matches('#');
    let given = match given.is_empty() || given.bytes().all(|byte| byte.is_ascii_digit()) {
        false => given.to_owned(),
        true => {
            let entity = dump.entity.as_ref();
            let value = entity.map(|it| it.value.clone().unwrap_or_else(|| it.entity_role.clone()));
            let intent = dump.intent.as_ref().map(|intent| intent.name.clone());
            let parts: Vec<String> =
                intent.into_iter().chain(value).filter(|part| !part.is_empty()).collect();
            if parts.is_empty() { format!("step_{}", depth + 1) } else { parts.join("_") }
        }
    };
    let base: StepName = names::clean(&given)
        .unwrap_or_else(|| StepName::new("step").expect("`step` is a sound name"));
    let mut name = base.clone();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        let cut: String = base.as_str().chars().take(40).collect();
        name = names::clean(&format!("{cut}_{number}")).unwrap_or_else(|| base.clone());
        number += 1;
    }
    name
}

fn import_tags(import: &mut Import, story: &mut Story, tags: &[String], place: &str) {
    for tag in tags {
        match tag.as_str() {
            "ENABLE" => story.switches_bot = Some(BotSwitch::On),
            "DISABLE" => story.switches_bot = Some(BotSwitch::Off),
            "ASK_AGAIN" => (story.ask_again, story.insists) = (1, true),
            "CHECK_ONLY_SUB_STEPS" => {
                if story.bare_values == BareValues::Anywhere {
                    story.bare_values = BareValues::WithinSteps;
                }
            }
            "CHECK_ONLY_SUB_STEPS_WITH_STORY_INTENT" => story.bare_values = BareValues::Nowhere,
            other => import.error(
                "not-understood",
                format!("{place}.tags"),
                format!("the tag `{other}` is not known and was left out"),
                "nothing, unless you rely on it",
            ),
        }
    }
}

fn note_left_out(import: &mut Import, dump: &StoryDump, place: &str) {
    if dump.metric_story {
        import.warning(
            "not-kept",
            format!("{place}.metricStory"),
            "the story no longer counts for the story before it",
            "look at the statistics of both",
        );
    }
    if dump.configuration_name.as_deref().is_some_and(|name| !name.is_empty()) {
        import.info(
            "not-kept",
            format!("{place}.configurationName"),
            "the story is for all channels, as it is in Tock after an import",
        );
    }
}
