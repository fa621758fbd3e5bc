//! `stories/*.toml`.

use std::collections::BTreeMap;

use model::{
    BareValues, Bot, ChannelRule, IntentQualifier, MandatoryEntity, Step, Story, StoryKind,
    StoryName, Trigger,
};

use super::{answers, layout};
use crate::entity_use;
use crate::read::{BARE_VALUES, BOT_SWITCHES, KINDS, declared_entities};
use crate::toml_text::{Toml, Writer};

/// Writes the files; returns what `bot.toml` must say of the order, which may be nothing.
pub(super) fn write(bot: &Bot, files: &mut BTreeMap<String, String>) -> Vec<StoryName> {
    // A story named `category` would stand where the category of the file stands.
    let has_clash = bot.stories.iter().any(|story| story.name.as_str() == "category");
    let names = bot.stories.iter().map(|story| (story.name.as_str(), story.category.as_str()));
    // A name that is given twice cannot stand twice in a file.
    let mut seen = std::collections::BTreeSet::new();
    let repeated: Vec<bool> =
        bot.stories.iter().map(|story| !seen.insert((&story.category, &story.name))).collect();
    let names = names.zip(&repeated).map(
        |((name, category), repeated)| {
            if *repeated { (name, "") } else { (name, category) }
        },
    );
    let layout = layout::files("stories", "toml", names);
    let mut file_of = vec![0; bot.stories.len()];
    for (file, (path, positions)) in layout.into_iter().enumerate() {
        let mut out = Writer::default();
        let category = &bot.stories[positions[0]].category;
        let at_top = !category.is_empty() && !has_clash;
        if at_top {
            out.text("category", category);
        }
        for position in positions {
            file_of[position] = file;
            write_story(&mut out, bot, &bot.stories[position], !at_top);
        }
        files.insert(path, out.finish());
    }
    // The last stories that already come in the order of files need not be named.
    let mut sorted_from = bot.stories.len();
    while sorted_from > 1 && file_of[sorted_from - 2] <= file_of[sorted_from - 1] {
        sorted_from -= 1;
    }
    bot.stories[..sorted_from.saturating_sub(1)].iter().map(|story| story.name.clone()).collect()
}

fn write_story(out: &mut Writer, bot: &Bot, story: &Story, with_category: bool) {
    let path = vec![story.name.to_string()];
    out.header(&path);
    out.text("description", &story.description);
    if with_category {
        out.text("category", &story.category);
    }
    if story.kind != StoryKind::Intent
        && let Some((word, _)) = KINDS.iter().find(|(_, kind)| *kind == story.kind)
    {
        out.pair("kind", &Toml::text(word));
    }
    out.list("starters", story.starters.iter().map(Toml::text).collect());
    out.list("secondary", story.secondary.iter().map(Toml::text).collect());
    out.list("keywords", story.keywords.iter().map(Toml::text).collect());
    if let Some(flag) = &story.flag {
        out.pair("flag", &Toml::text(flag));
    }
    out.list("answers", answers::list(&story.answers));
    out.list("next_intents", story.next_intents.iter().map(next_intent).collect());
    if story.ask_again > 0 {
        out.pair("ask_again", &Toml::word(story.ask_again));
    }
    if story.insists {
        out.pair("insists", &Toml::word(true));
    }
    if story.bare_values != BareValues::default()
        && let Some((word, _)) = BARE_VALUES.iter().find(|(_, value)| *value == story.bare_values)
    {
        out.pair("bare_values", &Toml::text(word));
    }
    if let Some((word, _)) =
        BOT_SWITCHES.iter().find(|(_, switch)| Some(*switch) == story.switches_bot)
    {
        out.pair("switches_bot", &Toml::text(word));
    }
    if let Some(name) = &story.ends_with {
        out.pair("ends_with", &Toml::text(name));
    }
    if let Some(name) = &story.redirects_to {
        out.pair("redirects_to", &Toml::text(name));
    }
    if story.disabled {
        out.pair("disabled", &Toml::word(true));
    }
    for (channel, rule) in &story.channels {
        let path = [path[0].clone(), "channels".to_owned(), channel.to_string()];
        out.header(&path);
        write_rule(out, rule);
    }
    let intents = story
        .starters
        .iter()
        .chain(&story.secondary)
        .chain(story.mandatory.iter().flat_map(|mandatory| &mandatory.intents));
    let declared = declared_entities(bot, intents);
    for mandatory in &story.mandatory {
        write_mandatory(out, &path, mandatory, &entity_use::write(&mandatory.entity, &declared));
    }
    for step in &story.steps {
        write_step(out, &path, step);
    }
}

fn write_rule(out: &mut Writer, rule: &ChannelRule) {
    if let Some(disabled) = rule.disabled {
        out.pair("disabled", &Toml::word(disabled));
    }
    if let Some(name) = &rule.redirects_to {
        out.pair("redirects_to", &Toml::text(name));
    }
    if let Some(name) = &rule.ends_with {
        out.pair("ends_with", &Toml::text(name));
    }
}

fn next_intent(next: &IntentQualifier) -> Toml {
    if next.modifier == 0.0 {
        return Toml::text(&next.intent);
    }
    let modifier = Toml::number(next.modifier);
    Toml::Table(vec![("intent", Toml::text(&next.intent)), ("modifier", modifier)])
}

fn write_mandatory(out: &mut Writer, story: &[String], mandatory: &MandatoryEntity, entity: &str) {
    out.list_header(&[story, &["mandatory".to_owned()]].concat());
    out.pair("entity", &Toml::text(entity));
    out.pair("ask", &Toml::List(answers::list(&mandatory.ask)));
    out.list("intents", mandatory.intents.iter().map(Toml::text).collect());
}

fn write_step(out: &mut Writer, parent: &[String], step: &Step) {
    let path = [parent, &["steps".to_owned()]].concat();
    out.list_header(&path);
    out.pair("name", &Toml::text(&step.name));
    if step.trigger != Trigger::default() {
        out.pair("trigger", &trigger(&step.trigger));
    }
    if let Some(title) = &step.title {
        out.pair("title", &Toml::text(title));
    }
    out.list("answers", answers::list(&step.answers));
    if let Some(target) = &step.target {
        out.pair("target", &Toml::text(target));
    }
    for child in &step.steps {
        write_step(out, &path, child);
    }
}

fn trigger(trigger: &Trigger) -> Toml {
    let mut pairs = Vec::new();
    if let Some(intent) = &trigger.intent {
        pairs.push(("intent", Toml::text(intent)));
    }
    if let Some(entity) = &trigger.entity {
        pairs.push(("role", Toml::text(&entity.role)));
        if let Some(value) = &entity.value {
            pairs.push(("value", Toml::text(value)));
        }
    }
    if let Some(condition) = &trigger.when {
        pairs.push(("when", Toml::text(condition)));
    }
    if trigger.whole_conversation {
        pairs.push(("whole_conversation", Toml::word(true)));
    }
    Toml::Table(pairs)
}
