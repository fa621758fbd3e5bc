//! Stories: what starts them, what they ask, where they go on.

use std::collections::{BTreeMap, BTreeSet};

use model::{
    Bot, ChannelRule, ChannelSelector, IntentName, MandatoryEntity, Step, StepName, Story,
    StoryKind, StoryName, Trigger,
};

use super::names::Names;
use super::{Findings, answers};
use crate::nearest;

pub(super) fn check(bot: &Bot, names: &Names<'_>, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for story in &bot.stories {
        let place = format!("stories[{}]", story.name);
        if !seen.insert(&story.name) {
            findings.error(
                &place,
                "duplicate-story",
                format!("there are two stories `{}`", story.name),
                "give one of them another name",
            );
        }
        check_story(names, story, &place, findings);
    }
    check_starters(bot, findings);
    check_kinds(bot, findings);
    check_cycles(bot, findings);
}

fn check_story(names: &Names<'_>, story: &Story, place: &str, findings: &mut Findings) {
    for (key, intents) in [("starters", &story.starters), ("secondary", &story.secondary)] {
        for intent in intents {
            unknown_intent(names, &format!("{place}.{key}"), intent, findings);
        }
    }
    for next in &story.next_intents {
        unknown_intent(names, &format!("{place}.next_intents"), &next.intent, findings);
    }
    let mut others = vec![
        (format!("{place}.ends_with"), "ends_with", &story.ends_with),
        (format!("{place}.redirects_to"), "redirects_to", &story.redirects_to),
    ];
    for (channel, rule) in &story.channels {
        let place = format!("{place}.channels[{channel}]");
        others.push((place.clone(), "ends_with", &rule.ends_with));
        others.push((place, "redirects_to", &rule.redirects_to));
    }
    for (place, key, other) in others {
        if let Some(other) = other
            && !names.stories.contains(other)
        {
            findings.error(
                place,
                "unknown-story",
                format!("`{key}` names the story `{other}`, which does not exist"),
                nearest::remedy(
                    other.as_str(),
                    names.stories.iter().map(|name| name.as_str()),
                    "write the story, or remove the line",
                ),
            );
        }
    }
    for (position, mandatory) in story.mandatory.iter().enumerate() {
        check_mandatory(names, mandatory, &format!("{place}.mandatory[{position}]"), findings);
    }
    answers::check(names, &story.answers, &format!("{place}.answers"), findings);
    let mut step_names = BTreeSet::new();
    check_steps(names, story, &story.steps, place, &mut step_names, findings);
    check_keywords(names.bot, story, place, findings);
    if story.insists && story.ask_again == 0 {
        findings.warning(
            format!("{place}.insists"),
            "useless-insists",
            format!("the story `{}` insists, but never asks again", story.name),
            "add `ask_again = 1`, or remove it",
        );
    }
    let says_nothing = story.answers.is_empty()
        && story.steps.is_empty()
        && story.redirects_to.is_none()
        && story.ends_with.is_none()
        && story.switches_bot.is_none();
    if says_nothing && !story.disabled {
        findings.warning(
            place,
            "silent-story",
            format!("the story `{}` says nothing", story.name),
            "add `answers`, `steps`, `redirects_to` or `ends_with`",
        );
    }
}

fn check_keywords(bot: &Bot, story: &Story, place: &str, findings: &mut Findings) {
    let place = format!("{place}.keywords");
    for keyword in &story.keywords {
        let keyword = super::folded(keyword);
        if keyword.is_empty() {
            findings.error(&place, "empty-word", "a keyword is empty", "write it, or remove it");
        }
        let earlier =
            bot.stories.iter().take_while(|other| other.name != story.name).find(|other| {
                other.keywords.iter().any(|word| super::folded(word) == keyword) && !other.disabled
            });
        if let Some(earlier) = earlier {
            findings.warning(
                &place,
                "contradicting-stories",
                format!("`{keyword}` starts `{}` first", earlier.name),
                "give it to one of the two",
            );
        }
    }
}

pub(super) fn unknown_intent(
    names: &Names<'_>,
    place: &str,
    intent: &IntentName,
    findings: &mut Findings,
) {
    if !names.bot.intents.contains_key(intent) {
        findings.error(
            place,
            "unknown-intent",
            format!("there is no intent `{intent}`"),
            nearest::remedy(
                intent.as_str(),
                names.intent_names(),
                format!("declare it in `intents/`: `# {intent}`"),
            ),
        );
    }
}

fn check_mandatory(
    names: &Names<'_>,
    mandatory: &MandatoryEntity,
    place: &str,
    findings: &mut Findings,
) {
    let entity = &mandatory.entity;
    if !names.has_type(&entity.entity_type) {
        // A slip in a role alone reads as a type.
        let roles = names.declared.iter().map(|declared| declared.role.as_str());
        findings.error(
            place,
            "unknown-entity-type",
            format!("`{}` is neither a role of the story's intents nor a type", entity.entity_type),
            nearest::remedy(
                entity.entity_type.as_str(),
                roles.chain(names.type_names()),
                "add it to the line `entities:` of the story's intent",
            ),
        );
    } else if !names.declared.contains(entity) {
        let roles = names.declared.iter().map(|declared| declared.role.as_str());
        findings.error(
            place,
            "unknown-role",
            format!("no intent declares `{}:{}`", entity.entity_type, entity.role),
            nearest::remedy(
                entity.role.as_str(),
                roles,
                "add it to the line `entities:` of the story's intent",
            ),
        );
    }
    if mandatory.ask.is_empty() {
        findings.warning(
            place,
            "no-question",
            format!("nothing asks for `{}`", entity.role),
            "add `ask = [\"label\"]`",
        );
    }
    for intent in &mandatory.intents {
        unknown_intent(names, place, intent, findings);
    }
    answers::check(names, &mandatory.ask, &format!("{place}.ask"), findings);
}

fn check_steps<'b>(
    names: &Names<'_>,
    story: &Story,
    steps: &'b [Step],
    parent: &str,
    seen: &mut BTreeSet<&'b StepName>,
    findings: &mut Findings,
) {
    for step in steps {
        let place = format!("{parent}.steps[{}]", step.name);
        if !seen.insert(&step.name) {
            findings.error(
                &place,
                "duplicate-step",
                format!("the story `{}` has two steps `{}`", story.name, step.name),
                "give one of them another name",
            );
        }
        check_trigger(names, &step.trigger, &place, findings);
        let is_led_to = names.steps_led_to.iter().any(|(intent, name)| {
            **name == step.name && names.stories_of(intent).any(|other| other.name == story.name)
        });
        let triggers = step.trigger.intent.is_some()
            || step.trigger.entity.is_some()
            || step.trigger.when.is_some();
        if !triggers && step.title.is_none() && !is_led_to {
            findings.warning(
                &place,
                "unreachable-step",
                format!("nothing leads to the step `{}`", step.name),
                "add a `trigger`, a `title` for its button, or a button with `step`",
            );
        }
        if let Some(title) = &step.title {
            answers::check_label(names, title, &format!("{place}.title"), findings);
        }
        if let Some(target) = &step.target {
            unknown_intent(names, &format!("{place}.target"), target, findings);
            if names.bot.intents.contains_key(target) && !names.is_answered(target) {
                findings.error(
                    format!("{place}.target"),
                    "no-story",
                    format!("the step `{}` goes to `{target}`, which no story answers", step.name),
                    format!("write a story with `starters = [\"{target}\"]`"),
                );
            }
        }
        answers::check(names, &step.answers, &format!("{place}.answers"), findings);
        check_steps(names, story, &step.steps, &place, seen, findings);
    }
}

fn check_trigger(names: &Names<'_>, trigger: &Trigger, place: &str, findings: &mut Findings) {
    let place = format!("{place}.trigger");
    if let Some(intent) = &trigger.intent {
        unknown_intent(names, &place, intent, findings);
    }
    let Some(entity) = &trigger.entity else { return };
    if !names.roles.contains_key(&entity.role) {
        findings.error(
            &place,
            "unknown-role",
            format!("no intent declares an entity with the role `{}`", entity.role),
            nearest::remedy(
                entity.role.as_str(),
                names.roles.keys().map(|role| role.as_str()),
                "add it to the line `entities:` of an intent",
            ),
        );
    } else if let Some(value) = &entity.value
        && let Some(values) = names.values_of(&entity.role)
        && !values.contains(&value.as_str())
    {
        findings.error(
            &place,
            "unknown-value",
            format!("`{}` never has the value `{value}`", entity.role),
            nearest::remedy(value, values, "write a value of its dictionary"),
        );
    }
}

/// A story must be reachable, and the first of two is the only one.
fn check_starters(bot: &Bot, findings: &mut Findings) {
    let led_to: BTreeSet<&StoryName> = bot
        .stories
        .iter()
        .flat_map(|story| {
            let rules = story.channels.values();
            let of_rules = rules.flat_map(|rule| rule.ends_with.iter().chain(&rule.redirects_to));
            story.ends_with.iter().chain(&story.redirects_to).chain(of_rules)
        })
        .chain(&bot.settings.faq_ends_with)
        .chain(bot.faqs.values().filter_map(|faq| faq.ends_with.as_ref()))
        .collect();
    for (position, story) in bot.stories.iter().enumerate() {
        let place = format!("stories[{}]", story.name);
        if story.disabled {
            continue;
        }
        if story.kind == StoryKind::Intent
            && story.starters.is_empty()
            && story.keywords.is_empty()
            && !led_to.contains(&story.name)
        {
            findings.warning(
                &place,
                "unreachable-story",
                format!("nothing starts the story `{}`", story.name),
                "add `starters`, `keywords`, a `kind`, or lead to it from another story",
            );
        }
        for intent in &story.starters {
            let earlier = bot.stories[..position]
                .iter()
                .find(|other| !other.disabled && other.starters.contains(intent));
            if let Some(earlier) = earlier {
                findings.warning(
                    format!("{place}.starters"),
                    "contradicting-stories",
                    format!(
                        "`{intent}` starts `{}` first, so it never starts `{}`",
                        earlier.name, story.name
                    ),
                    "give it to one of the two, or set their order with `story_order` in `bot.toml`",
                );
            }
        }
    }
}

/// One story for each special occasion.
fn check_kinds(bot: &Bot, findings: &mut Findings) {
    let active = || bot.stories.iter().filter(|story| !story.disabled);
    for (position, story) in bot.stories.iter().enumerate() {
        let earlier = bot.stories[..position].iter().find(|other| {
            !other.disabled && other.kind == story.kind && story.kind != StoryKind::Intent
        });
        if let Some(earlier) = earlier
            && !story.disabled
        {
            findings.warning(
                format!("stories[{}].kind", story.name),
                "contradicting-stories",
                format!("`{}` is of the same kind and comes first", earlier.name),
                "keep one of the two",
            );
        }
    }
    if !bot.stories.is_empty() && !active().any(|story| story.kind == StoryKind::Unknown) {
        findings.info(
            "bot",
            "no-unknown-story",
            "no story says what the bot answers when it does not understand",
            "write a story with `kind = \"unknown\"`",
        );
    }
}

/// Following `redirects_to`, or `ends_with`, must end somewhere, on every channel.
fn check_cycles(bot: &Bot, findings: &mut Findings) {
    type Of<T> = fn(&T) -> Option<&StoryName>;
    let keys: [(&str, Of<Story>, Of<ChannelRule>); 2] = [
        ("redirects_to", |story| story.redirects_to.as_ref(), |rule| rule.redirects_to.as_ref()),
        ("ends_with", |story| story.ends_with.as_ref(), |rule| rule.ends_with.as_ref()),
    ];
    let by_name: BTreeMap<&StoryName, &Story> =
        bot.stories.iter().rev().map(|story| (&story.name, story)).collect();
    let named: BTreeSet<&ChannelSelector> =
        bot.stories.iter().flat_map(|story| story.channels.keys()).collect();
    // Everywhere, then where something else is said.
    let channels = std::iter::once(None).chain(named.into_iter().map(Some));
    let mut reported = BTreeSet::new();
    for channel in channels {
        for (key, of_story, of_rule) in keys {
            let next = |story: &&'_ Story| {
                let rule = channel.and_then(|channel| story.channels.get(channel));
                let name = rule.and_then(of_rule).or_else(|| of_story(story));
                // A story that names itself in a rule says: none.
                name.filter(|name| rule.is_none() || **name != story.name).cloned()
            };
            for story in &bot.stories {
                let mut at = story;
                let mut steps_left = bot.stories.len() + 1;
                while steps_left > 0
                    && let Some(name) = next(&at)
                    && let Some(following) = by_name.get(&name)
                {
                    steps_left -= 1;
                    at = following;
                    if at.name != story.name {
                        continue;
                    }
                    if reported.insert((key, &story.name)) {
                        let place = match channel {
                            Some(channel) if story.channels.contains_key(channel) => {
                                format!("stories[{}].channels[{channel}]", story.name)
                            }
                            _ => format!("stories[{}].{key}", story.name),
                        };
                        let on = channel.map(|on| format!(" on `{on}`")).unwrap_or_default();
                        findings.error(
                            place,
                            "story-cycle",
                            format!("following `{key}`{on} from `{}` leads back to it", story.name),
                            format!("remove one `{key}` of the circle"),
                        );
                    }
                    break;
                }
            }
        }
    }
}

impl<'b> Names<'b> {
    /// Whether a story or an entry of the FAQ answers an intent.
    pub fn is_answered(&self, intent: &IntentName) -> bool {
        self.bot.faqs.contains_key(intent) || self.stories_of(intent).next().is_some()
    }

    /// The stories that an intent can lead into.
    pub fn stories_of(&self, intent: &IntentName) -> impl Iterator<Item = &'b Story> {
        self.bot.stories.iter().filter(move |story| {
            story.starters.contains(intent) || story.secondary.contains(intent)
        })
    }

    /// Whether a story has a step.
    pub fn has_step(story: &Story, name: &StepName) -> bool {
        fn within(steps: &[Step], name: &StepName) -> bool {
            steps.iter().any(|step| step.name == *name || within(&step.steps, name))
        }
        within(&story.steps, name)
    }

    /// The names of all steps of a story.
    pub fn step_names(story: &'b Story) -> Vec<&'b str> {
        fn gather<'s>(steps: &'s [Step], names: &mut Vec<&'s str>) {
            for step in steps {
                names.push(step.name.as_str());
                gather(&step.steps, names);
            }
        }
        let mut names = Vec::new();
        gather(&story.steps, &mut names);
        names
    }
}
