//! What a story does in one configuration alone: its rules there, and what it says there instead.
//!
//! A rule of a configuration becomes a rule of its channel. Answers and steps of a configuration
//! become a story of their own, which stands in for the other one on the channels of that
//! configuration.

use std::collections::BTreeSet;

use model::{ChannelRule, ChannelSelector, Locale, Story, StoryName};
use wire::dumps::{ConfiguredAnswersDump, ConfiguredStepsDump, FeatureDump, StoryDump};

use super::import::Import;
use super::labels::check_rest;
use super::stories::import_steps;
use super::{names, story_answers};

const UNKNOWN_REMEDY: &str =
    "import the bot's connectors first, then the stories again; or write it in Studio";

/// Takes over a rule: everywhere, or on the channel of one configuration.
pub(super) fn import_rule(import: &mut Import, story: &mut Story, rule: &FeatureDump, place: &str) {
    check_rest(import, "rules", place, &rule.rest);
    let named = |id: &Option<String>| {
        id.as_deref().filter(|id| !id.is_empty()).and_then(names::clean::<StoryName>)
    };
    let (switch, end) = (named(&rule.switch_to_story_id), named(&rule.end_with_story_id));
    let does = match (&switch, &end) {
        (Some(story), _) => format!("`redirects_to = \"{story}\"`"),
        (None, Some(story)) => format!("`ends_with = \"{story}\"`"),
        (None, None) => format!("`disabled = {}`", !rule.enabled),
    };
    let is_rule = switch.is_some() || end.is_some();
    if is_rule && !rule.enabled {
        return import.info("not-kept", place, format!("a rule that was switched off: {does}"));
    }
    let configuration = rule.bot_application_configuration_id.as_deref();
    let Some(configuration) = configuration.filter(|id| !id.is_empty()) else {
        story.redirects_to = switch.or(story.redirects_to.take());
        story.ends_with = end.or(story.ends_with.take());
        if !is_rule {
            story.disabled |= !rule.enabled;
        }
        return;
    };
    let path = import.channels.iter().find(|channel| channel.origin.id == configuration);
    let Some(path) = path.map(|channel| channel.path.clone()) else {
        return import.warning(
            "not-kept",
            place,
            format!(
                "a rule for the configuration `{configuration}` alone was left out, for no channel \
                 came from that configuration: {does}"
            ),
            UNKNOWN_REMEDY,
        );
    };
    let Some(own) = rule_on(import, story, &path, place) else { return };
    own.redirects_to = switch.or(own.redirects_to.take());
    own.ends_with = end.or(own.ends_with.take());
    if !is_rule {
        // As in Tock, one rule that switches it off is enough.
        own.disabled = Some(own.disabled.unwrap_or_default() || !rule.enabled);
    }
    import.info("kept", place, format!("{does} on the channel `{path}`"));
}

/// A rule of one channel cannot switch on what is off everywhere, as in Tock.
pub(super) fn settle_rules(story: &mut Story) {
    for rule in story.channels.values_mut() {
        rule.disabled = rule.disabled.filter(|off| *off && !story.disabled);
    }
    story.channels.retain(|_, rule| *rule != ChannelRule::default());
}

/// The stories that stand in for one on the channels of single configurations.
pub(super) fn import_stand_ins(
    import: &mut Import,
    story: &mut Story,
    dump: &StoryDump,
    locale: &Locale,
    place: &str,
) -> Vec<Story> {
    let mut configurations: Vec<&str> = Vec::new();
    let named = dump.configured_answers.iter().map(|it| it.bot_configuration.as_str());
    for name in named.chain(dump.configured_steps.iter().map(|it| it.bot_configuration.as_str())) {
        if !configurations.contains(&name) {
            configurations.push(name);
        }
    }
    let mut stand_ins = Vec::new();
    for configuration in configurations {
        let paths: Vec<String> = import
            .channels
            .iter()
            .filter(|channel| channel.origin.name == configuration)
            .map(|channel| channel.path.clone())
            .collect();
        if paths.is_empty() {
            import.warning(
                "not-kept",
                place,
                format!(
                    "what is said in the configuration `{configuration}` alone was left out, for \
                     no channel came from that configuration"
                ),
                UNKNOWN_REMEDY,
            );
            continue;
        }
        let Some(name) = stand_in_name(&story.name, configuration) else { continue };
        let mut stand_in = Story {
            // Only the other story leads to it, and its intents keep it going.
            secondary: story.starters.iter().chain(&story.secondary).cloned().collect(),
            starters: Vec::new(),
            keywords: Vec::new(),
            kind: model::StoryKind::Intent,
            redirects_to: None,
            name: name.clone(),
            ..story.clone()
        };
        say_instead(import, &mut stand_in, dump, configuration, locale, place);
        let redirects = story.redirects_to.is_some();
        for path in &paths {
            let Some(own) = rule_on(import, story, path, place) else { continue };
            if let Some(rule) = stand_in.channels.get_mut(path.as_str()) {
                rule.redirects_to = None;
            }
            // A rule that leads elsewhere rules.
            if own.redirects_to.is_none() && !redirects {
                own.redirects_to = Some(name.clone());
            }
        }
        let paths = paths.join("`, `");
        let line = format!("on `{paths}` the story `{name}` stands in for `{}`", story.name);
        import.info("kept", place, line);
        settle_rules(&mut stand_in);
        stand_ins.push(stand_in);
    }
    stand_ins
}

/// The name of the story that stands in for another in a configuration.
pub(super) fn stand_in_name(story: &StoryName, configuration: &str) -> Option<StoryName> {
    names::clean(&format!("{story} on {configuration}"))
}

fn say_instead(
    import: &mut Import,
    stand_in: &mut Story,
    dump: &StoryDump,
    configuration: &str,
    locale: &Locale,
    place: &str,
) {
    let answers = |it: &&ConfiguredAnswersDump| it.bot_configuration == configuration;
    if let Some(own) = dump.configured_answers.iter().find(answers) {
        let place = format!("{place}.configuredAnswers");
        check_rest(import, "answers of configurations", &place, &own.rest);
        stand_in.answers =
            story_answers::import(import, &own.current_type, &own.answers, locale, &place);
    }
    let steps = |it: &&ConfiguredStepsDump| it.bot_configuration == configuration;
    if let Some(own) = dump.configured_steps.iter().find(steps) {
        let place = format!("{place}.configuredSteps");
        check_rest(import, "steps of configurations", &place, &own.rest);
        let mut taken = BTreeSet::new();
        stand_in.steps = import_steps(import, &own.steps, locale, &place, &mut taken, 0);
    }
}

/// The rule of a story on a channel.
fn rule_on<'s>(
    import: &mut Import,
    story: &'s mut Story,
    path: &str,
    place: &str,
) -> Option<&'s mut ChannelRule> {
    match ChannelSelector::new(path) {
        Ok(channel) => Some(story.channels.entry(channel).or_default()),
        Err(error) => {
            let line = format!("no rule can be for the channel `{path}`: {error}");
            import.error("not-kept", place, line, "give the channel another path");
            None
        }
    }
}
