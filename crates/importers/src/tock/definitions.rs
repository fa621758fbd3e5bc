//! A bot as Tock's definitions describe it.

use std::collections::BTreeMap;

use model::{Bot, EntityUse, Locale};
use wire::nlp::{
    ApplicationDefinition, CreateApplicationQuery, EntityDefinition, IntentDefinition,
};

use super::file::target_of;
use super::names;
use crate::{Error, ImportReport};

/// The bot for `POST /rest/nlp/application/create`.
pub fn new_bot(query: &CreateApplicationQuery) -> Result<Bot, Error> {
    let target = target_of(&query.namespace, &query.name, "name")?;
    let locale: Locale = query.locale.parse().map_err(|error: model::InvalidId| {
        wire::Error::field("locale", error.to_string(), "write a language such as `fr`")
    })?;
    let mut bot = Bot::new(target.namespace, target.bot, vec![locale]);
    let title = query.label.as_deref().unwrap_or(&query.name).trim();
    if title != bot.name.as_str() {
        bot.title = title.to_owned();
    }
    Ok(bot)
}

/// A bot as an application. Ids are qualified names: opaque to clients, readable to people, and
/// the same each time.
pub fn application_definition(bot: &Bot) -> ApplicationDefinition {
    let mut application = ApplicationDefinition::new(bot.namespace.as_str(), bot.name.as_str());
    if !bot.title.is_empty() {
        application.label = Some(bot.title.clone());
    }
    application.intents = bot
        .intents
        .keys()
        .map(|intent| names::qualified_intent(&bot.namespace, Some(intent)))
        .collect();
    application.supported_locales = bot.locales.iter().map(Locale::to_underscored).collect();
    application.support_sub_entities =
        bot.entity_types.values().any(|entity_type| !entity_type.sub_entities.is_empty());
    if let Some(threshold) = bot.settings.unknown_threshold {
        application.unknown_intent_threshold = threshold;
    }
    if let Some(threshold) = bot.settings.known_threshold {
        application.known_intent_threshold = threshold;
    }
    if let Some(engine) = &bot.settings.nlp_engine {
        application.nlp_engine_type.name.clone_from(engine);
    }
    application.id = application_id(bot);
    application
}

pub(super) fn application_id(bot: &Bot) -> String {
    format!("{}:{}", bot.namespace, bot.name)
}

/// The intents of a bot.
pub fn intent_definitions(bot: &Bot) -> Vec<IntentDefinition> {
    let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    bot.intents
        .iter()
        .map(|(name, intent)| {
            let (namespace, short) = names::intent_to_tock(&bot.namespace, Some(name));
            IntentDefinition {
                id: format!("{namespace}:{short}"),
                name: short,
                namespace,
                applications: vec![application_id(bot)],
                entities: intent
                    .entities
                    .iter()
                    .map(|used| {
                        entity_definition(bot, used, intent.start_of_day.contains(&used.role))
                    })
                    .collect(),
                entities_regexp: BTreeMap::new(),
                mandatory_states: intent.mandatory_states.clone(),
                shared_intents: Vec::new(),
                label: text(&intent.title),
                description: text(&intent.description),
                category: text(&intent.category),
            }
        })
        .collect()
}

pub(super) fn entity_definition(
    bot: &Bot,
    used: &EntityUse,
    start_of_day: bool,
) -> EntityDefinition {
    EntityDefinition {
        entity_type_name: names::entity_type_to_tock(bot, &used.entity_type),
        role: Some(used.role.to_string()),
        at_start_of_day: start_of_day.then_some(true),
    }
}

/// A report in the shape of Tock's own.
pub fn import_report(bot: &Bot, report: &ImportReport) -> wire::nlp::ImportReport {
    wire::nlp::ImportReport {
        applications_imported: report.created.then(|| application_id(bot)).into_iter().collect(),
        entities_imported: report
            .entity_types_added
            .iter()
            .map(|name| names::entity_type_to_tock(bot, name))
            .collect(),
        intents_imported: report
            .intents_added
            .iter()
            .map(|name| names::qualified_intent(&bot.namespace, Some(name)))
            .collect(),
        sentences_imported: (report.sentences_added + report.sentences_changed) as u64,
        faqs_imported: 0,
        locale_added: !report.locales_added.is_empty(),
        success: true,
        error_messages: report
            .lines
            .iter()
            .filter(|line| line.severity == model::Severity::Error)
            .map(ToString::to_string)
            .collect(),
        modified: report.modified,
    }
}
