//! `stories/*.toml`: one table per story, with its questions, answers and tree of steps.

use std::collections::BTreeMap;

use model::{
    BareValues, Bot, BotSwitch, ChannelRule, ChannelSelector, Diagnostic, EntityCondition,
    EntityUse, IntentName, IntentQualifier, MandatoryEntity, Role, Step, StepName, Story,
    StoryKind, StoryName, Trigger,
};
use toml::de::DeValue;

use super::answers;
use super::bot::StoryOrder;
use crate::entity_use::{self, Resolved};
use crate::fields::{self, Fields};
use crate::nearest;
use crate::session::{Session, SourceFile};

/// Steps within steps deeper than this are nobody's intention.
pub(crate) const DEPTH_MAX: usize = 30;

/// The words for what starts a story.
pub(crate) const KINDS: [(&str, StoryKind); 7] = [
    ("intent", StoryKind::Intent),
    ("unknown", StoryKind::Unknown),
    ("hello", StoryKind::Hello),
    ("goodbye", StoryKind::Goodbye),
    ("no_input", StoryKind::NoInput),
    ("attachment", StoryKind::Attachment),
    ("location", StoryKind::Location),
];

/// The words for what a story does to the bot.
pub(crate) const BOT_SWITCHES: [(&str, BotSwitch); 2] =
    [("on", BotSwitch::On), ("off", BotSwitch::Off)];

/// The words for where a bare value may lead.
pub(crate) const BARE_VALUES: [(&str, BareValues); 3] = [
    ("anywhere", BareValues::Anywhere),
    ("within_steps", BareValues::WithinSteps),
    ("nowhere", BareValues::Nowhere),
];

pub(super) fn read<'f, 't: 'f>(
    session: &Session,
    files: impl Iterator<Item = &'f SourceFile<'t>> + Clone,
    order: StoryOrder,
    bot: &mut Bot,
) {
    for file in files {
        read_file(session, file, bot);
    }
    // The stories that `bot.toml` names come first, in its order.
    let mut ordered = Vec::with_capacity(bot.stories.len());
    for (name, line) in order {
        match bot.stories.iter().position(|story| story.name == name) {
            Some(at) => ordered.push(bot.stories.remove(at)),
            None => {
                let names =
                    ordered.iter().chain(&bot.stories).map(|story: &Story| story.name.as_str());
                let mut finding = Diagnostic::error(
                    "unknown-story",
                    format!("`story_order` names `{name}`, which is no story or was named before"),
                    nearest::remedy(name.as_str(), names, "remove it"),
                );
                finding.place = Some("bot.toml".into());
                finding.line = Some(line);
                session.report_anywhere(finding);
            }
        }
    }
    ordered.append(&mut bot.stories);
    bot.stories = ordered;
}

fn read_file(session: &Session, file: &SourceFile<'_>, bot: &mut Bot) {
    let table = fields::parse(session, file);
    let fields = Fields::new(session, file, &table, 0, "this file");
    // A text at the top is the category of the whole file; a table is a story of that name.
    let mut category = String::new();
    let mut stories = Vec::new();
    for (key, at, value) in fields.entries() {
        match value.get_ref() {
            DeValue::String(text) if key == "category" => category = text.to_string(),
            DeValue::Table(_) => {
                let Some(name) = fields.parsed::<StoryName>(at, key, key) else { continue };
                let Some(inner) = fields.table_in(key, value, format!("the story `{name}`")) else {
                    continue;
                };
                session.remember(format!("stories[{name}]"), file, file.line_of(at));
                stories.push(read_story(&inner, name, bot));
            }
            _ if key.is_empty() => {}
            _ => fields.error(
                at,
                "unknown-key",
                format!("`{key}` stands outside a story"),
                "write it below `[name_of_the_story]`; only `category` may stand at the top",
            ),
        }
    }
    for story in &mut stories {
        if story.category.is_empty() {
            story.category.clone_from(&category);
        }
    }
    bot.stories.append(&mut stories);
}

fn read_story(fields: &Fields<'_, '_>, name: StoryName, bot: &Bot) -> Story {
    let part = format!("stories[{name}]");
    let starters: Vec<IntentName> = fields.names("starters");
    let secondary: Vec<IntentName> = fields.names("secondary");
    let mandatory_tables: Vec<Fields<'_, '_>> = fields
        .items("mandatory")
        .into_iter()
        .filter_map(|item| {
            fields.table_in("mandatory", item, format!("a mandatory entity of the story `{name}`"))
        })
        .collect();
    let mandatory_intents: Vec<Vec<IntentName>> =
        mandatory_tables.iter().map(|table| table.names("intents")).collect();
    let declared = declared_entities(
        bot,
        starters.iter().chain(&secondary).chain(mandatory_intents.iter().flatten()),
    );
    let mut mandatory = Vec::new();
    for (table, intents) in mandatory_tables.iter().zip(mandatory_intents) {
        let part = format!("{part}.mandatory[{}]", mandatory.len());
        if let Some(entity) = read_mandatory(table, &part, intents, &declared) {
            mandatory.push(entity);
        }
    }
    let story = Story {
        description: fields.text("description").unwrap_or_default(),
        category: fields.text("category").unwrap_or_default(),
        kind: fields.choice("kind", &KINDS).unwrap_or_default(),
        starters,
        secondary,
        mandatory,
        answers: answers::read(fields, "answers", &part),
        steps: read_steps(fields, &part, 0),
        next_intents: read_next_intents(fields),
        ask_again: fields.count("ask_again").unwrap_or_default(),
        ends_with: fields.name("ends_with"),
        redirects_to: fields.name("redirects_to"),
        disabled: fields.truth("disabled").unwrap_or_default(),
        channels: read_channels(fields, &part),
        flag: fields.name("flag"),
        keywords: fields.texts("keywords"),
        switches_bot: fields.choice("switches_bot", &BOT_SWITCHES),
        insists: fields.truth("insists").unwrap_or_default(),
        bare_values: fields.choice("bare_values", &BARE_VALUES).unwrap_or_default(),
        name,
    };
    remember_keys(
        fields,
        &part,
        &[
            "starters",
            "secondary",
            "next_intents",
            "ends_with",
            "redirects_to",
            "kind",
            "flag",
            "keywords",
            "insists",
        ],
    );
    fields.finish();
    story
}

fn read_channels(fields: &Fields<'_, '_>, part: &str) -> BTreeMap<ChannelSelector, ChannelRule> {
    let mut rules = BTreeMap::new();
    let Some(channels) = fields.table("channels", "`channels`") else { return rules };
    for (key, at, value) in channels.entries() {
        let channel = channels.parsed::<ChannelSelector>(at, "a channel", key);
        let rule = channels.table_in(key, value, format!("the rule for `{key}`"));
        let (Some(channel), Some(rule)) = (channel, rule) else { continue };
        let place = format!("{part}.channels[{channel}]");
        fields.session.remember(place, fields.file, fields.file.line_of(at));
        rules.insert(
            channel,
            ChannelRule {
                disabled: rule.truth("disabled"),
                redirects_to: rule.name("redirects_to"),
                ends_with: rule.name("ends_with"),
            },
        );
        rule.finish();
    }
    rules
}

/// An intent by its name, or a table that also says how much more likely it is.
fn read_next_intents(fields: &Fields<'_, '_>) -> Vec<IntentQualifier> {
    fields
        .items("next_intents")
        .into_iter()
        .filter_map(|item| {
            if let DeValue::String(_) = item.get_ref() {
                let intent = fields.name_in("next_intents", item)?;
                return Some(IntentQualifier { intent, modifier: 0.0 });
            }
            let fields = fields.table_in("next_intents", item, "an intent of `next_intents`")?;
            fields.require("intent", "\"name\"");
            let intent = fields.name("intent");
            let modifier = fields.number("modifier").unwrap_or_default();
            fields.finish();
            Some(IntentQualifier { intent: intent?, modifier })
        })
        .collect()
}

fn remember_keys(fields: &Fields<'_, '_>, part: &str, keys: &[&'static str]) {
    for key in keys {
        if fields.has(key) {
            fields.session.remember(format!("{part}.{key}"), fields.file, fields.line_of(key));
        }
    }
}

/// The entities that some intents declare: those that a story may name by their role.
pub(crate) fn declared_entities<'i>(
    bot: &Bot,
    intents: impl Iterator<Item = &'i IntentName>,
) -> Vec<EntityUse> {
    let mut declared: Vec<EntityUse> = intents
        .filter_map(|name| bot.intents.get(name))
        .flat_map(|intent| intent.entities.iter().cloned())
        .collect();
    declared.sort();
    declared.dedup();
    declared
}

fn read_mandatory(
    fields: &Fields<'_, '_>,
    part: &str,
    intents: Vec<IntentName>,
    declared: &[EntityUse],
) -> Option<MandatoryEntity> {
    fields.session.remember(part.to_owned(), fields.file, fields.line());
    fields.require("entity", "\"role\"");
    fields.require("ask", "[\"label\"]");
    let ask = answers::read(fields, "ask", &format!("{part}.ask"));
    let text = fields.text("entity");
    fields.finish();
    let text = text?;
    let at = fields.value("entity")?.span().start;
    let entity = match entity_use::read(&text, declared) {
        Ok(Resolved::Sound(entity)) => entity,
        Ok(Resolved::Ambiguous(entity, all)) => {
            let all: Vec<String> =
                all.iter().map(|entity| format!("`{}`", entity_use::write(entity, &[]))).collect();
            fields.error(
                at,
                "ambiguous-role",
                format!("the role `{text}` belongs to several entities of this story's intents"),
                format!("write one of {}", all.join(", ")),
            );
            entity
        }
        Err(error) => {
            fields.error(
                at,
                "wrong-value",
                format!("`entity` of {}: {error}", fields.what),
                "write a role, a type, or `type:role`",
            );
            return None;
        }
    };
    Some(MandatoryEntity { entity, ask, intents })
}

fn read_steps(fields: &Fields<'_, '_>, part: &str, depth: usize) -> Vec<Step> {
    let mut steps = Vec::new();
    for item in fields.items("steps") {
        let Some(table) = fields.table_in("steps", item, format!("a step of {}", fields.what))
        else {
            continue;
        };
        if depth >= DEPTH_MAX {
            fields.error(
                item.span().start,
                "too-deep",
                format!("steps lie in steps more than {DEPTH_MAX} deep"),
                "make a story of the deeper ones and lead to it with `target`",
            );
            break;
        }
        if let Some(step) = read_step(table, part, depth) {
            steps.push(step);
        }
    }
    steps
}

fn read_step(mut fields: Fields<'_, '_>, parent: &str, depth: usize) -> Option<Step> {
    fields.require("name", "\"name_of_the_step\"");
    let name: StepName = fields.name("name")?;
    fields.what = format!("the step `{name}`");
    let part = format!("{parent}.steps[{name}]");
    fields.session.remember(part.clone(), fields.file, fields.line());
    let step = Step {
        trigger: fields
            .table("trigger", format!("the trigger of the step `{name}`"))
            .map_or_else(Trigger::default, |trigger| read_trigger(&trigger)),
        title: fields.name("title"),
        answers: answers::read(&fields, "answers", &part),
        target: fields.name("target"),
        steps: read_steps(&fields, &part, depth + 1),
        name,
    };
    remember_keys(&fields, &part, &["trigger", "title", "target"]);
    fields.finish();
    Some(step)
}

fn read_trigger(fields: &Fields<'_, '_>) -> Trigger {
    let value = fields.text("value");
    let role: Option<Role> = fields.name("role");
    if value.is_some() && !fields.has("role") {
        fields.error(
            fields.at,
            "missing-key",
            format!("{} has a `value` but no `role`", fields.what),
            "add `role`, the entity that must have the value",
        );
    }
    let trigger = Trigger {
        intent: fields.name("intent"),
        entity: role.map(|role| EntityCondition { role, value }),
        when: fields.text("when"),
        whole_conversation: fields.truth("whole_conversation").unwrap_or_default(),
    };
    fields.finish();
    trigger
}
