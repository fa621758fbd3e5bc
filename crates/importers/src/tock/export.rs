//! A bot as the files that Tock exports, and as its admin API shows it.

use std::collections::BTreeSet;

use model::{Annotation, Bot, EntityTypeName, Locale, Sentence, SentenceStatus, Timestamp};
use serde_json::Value;
use wire::nlp::{
    ApplicationDump, Classification, ClassificationReport, ClassifiedEntity, ClassifiedSentence,
    EntityReport, EntityTypeDefinition, EntityValue, FaqDefinition, ParseResult, SentenceDump,
    SentenceEntityDump, SentenceReport, SentencesDump,
};

use super::definitions::{
    application_definition, application_id, entity_definition, intent_definitions,
};
use super::names;
use super::result::has_entries;

/// Which sentences of a bot are exported. `None` is any.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// Of this intent, by its qualified name.
    pub intent: Option<String>,
    /// In this language.
    pub locale: Option<Locale>,
    /// Without those that hold something that is obfuscated.
    pub without_obfuscated: bool,
}

impl Wanted {
    fn is(&self, bot: &Bot, sentence: &Sentence) -> bool {
        let intent = names::qualified_intent(&bot.namespace, sentence.intent.as_ref());
        self.intent.as_ref().is_none_or(|wanted| *wanted == intent)
            && self.locale.as_ref().is_none_or(|wanted| *wanted == sentence.locale)
            && !(self.without_obfuscated
                && sentence.entities.iter().any(|marked| holds_obfuscated(bot, marked)))
    }
}

fn holds_obfuscated(bot: &Bot, marked: &Annotation) -> bool {
    bot.is_obfuscated(&marked.entity_type)
        || marked.sub_entities.iter().any(|part| holds_obfuscated(bot, part))
}

/// A bot as an application that holds its intents instead of their ids.
pub fn application_with_intents(bot: &Bot) -> Result<Value, serde_json::Error> {
    let mut application = serde_json::to_value(application_definition(bot))?;
    application["intents"] = serde_json::to_value(intent_definitions(bot))?;
    // Those that other namespaces share: here nobody does.
    application["namespaceIntents"] = Value::Array(Vec::new());
    if let Some(members) = application.as_object_mut() {
        members.remove("intentStatesMap");
    }
    Ok(application)
}

/// The entity types of a bot: its own, and the built-in ones that it uses.
fn entity_type_definitions(bot: &Bot) -> Vec<EntityTypeDefinition> {
    let uses = bot.intents.values().flat_map(|intent| &intent.entities);
    let parts = bot.entity_types.values().flat_map(|declared| &declared.sub_entities);
    let mut names: BTreeSet<&EntityTypeName> = bot.entity_types.keys().collect();
    names.extend(uses.chain(parts).map(|used| &used.entity_type));
    names
        .into_iter()
        .map(|name| {
            let declared = bot.entity_types.get(name).cloned().unwrap_or_default();
            let qualified = names::entity_type_to_tock(bot, name);
            EntityTypeDefinition {
                id: qualified.clone(),
                name: qualified,
                dictionary: has_entries(&declared),
                sub_entities: declared
                    .sub_entities
                    .iter()
                    .map(|part| entity_definition(bot, part, false))
                    .collect(),
                obfuscated: declared.obfuscated,
                description: declared.description,
                predefined_values: Vec::new(),
            }
        })
        .collect()
}

/// A bot as an application dump. Dictionaries, stories and answers have files of their own.
pub fn to_application_dump(bot: &Bot, at: Timestamp) -> ApplicationDump {
    ApplicationDump {
        application: application_definition(bot),
        entity_types: entity_type_definitions(bot),
        intents: intent_definitions(bot),
        sentences: bot.sentences.iter().map(|sentence| classified(bot, sentence)).collect(),
        faqs: bot
            .faqs
            .iter()
            .map(|(intent, faq)| {
                let intent = names::qualified_intent(&bot.namespace, Some(intent));
                FaqDefinition {
                    id: intent.clone(),
                    bot_id: Some(bot.name.to_string()),
                    namespace: Some(bot.namespace.to_string()),
                    intent_id: Some(intent),
                    i18n_id: Some(faq.answer.to_string()),
                    tags: faq.tags.clone(),
                    enabled: !faq.disabled,
                }
            })
            .collect(),
        dump_type: "full".into(),
        timestamp: Some(at.to_iso()),
    }
}

fn status(sentence: &Sentence) -> wire::nlp::SentenceStatus {
    match sentence.status {
        SentenceStatus::Validated => wire::nlp::SentenceStatus::Model,
        SentenceStatus::Inbox => wire::nlp::SentenceStatus::Inbox,
    }
}

fn classified(bot: &Bot, sentence: &Sentence) -> ClassifiedSentence {
    ClassifiedSentence {
        text: sentence.text.clone(),
        language: sentence.locale.to_underscored(),
        application_id: Some(application_id(bot)),
        creation_date: None,
        update_date: None,
        status: status(sentence),
        classification: Classification {
            intent_id: names::qualified_intent(&bot.namespace, sentence.intent.as_ref()),
            entities: sentence
                .entities
                .iter()
                .map(|marked| classified_entity(bot, marked))
                .collect(),
        },
        last_intent_probability: None,
        last_entity_probability: None,
        last_usage: None,
        usage_count: 0,
        unknown_count: 0,
        for_review: false,
        review_comment: None,
        qualifier: None,
        other_intents_probabilities: Default::default(),
        configuration: None,
    }
}

fn classified_entity(bot: &Bot, marked: &Annotation) -> ClassifiedEntity {
    ClassifiedEntity {
        entity_type: names::entity_type_to_tock(bot, &marked.entity_type),
        role: Some(marked.role.to_string()),
        start: marked.span.utf16_start,
        end: marked.span.utf16_end,
        sub_entities: marked.sub_entities.iter().map(|part| classified_entity(bot, part)).collect(),
    }
}

/// Sentences of a bot as a sentences dump.
pub fn to_sentences_dump(bot: &Bot, wanted: &Wanted) -> SentencesDump {
    let sentences = bot.sentences.iter().filter(|sentence| wanted.is(bot, sentence));
    SentencesDump {
        application_name: application_id(bot),
        language: None,
        sentences: sentences
            .map(|sentence| SentenceDump {
                text: sentence.text.clone(),
                intent: names::qualified_intent(&bot.namespace, sentence.intent.as_ref()),
                creation_date: None,
                entities: sentence.entities.iter().map(|marked| entity_dump(bot, marked)).collect(),
                language: Some(sentence.locale.to_underscored()),
                status: status(sentence),
                for_review: false,
                review_comment: None,
            })
            .collect(),
    }
}

fn entity_dump(bot: &Bot, marked: &Annotation) -> SentenceEntityDump {
    SentenceEntityDump {
        entity: names::entity_type_to_tock(bot, &marked.entity_type),
        role: Some(marked.role.to_string()),
        sub_entities: marked.sub_entities.iter().map(|part| entity_dump(bot, part)).collect(),
        start: marked.span.utf16_start,
        end: marked.span.utf16_end,
    }
}

/// What was understood, as Tock's admin API reports a sentence that has just come.
pub fn sentence_report(bot: &Bot, result: &ParseResult, at: Timestamp) -> SentenceReport {
    SentenceReport {
        text: result.retained_query.clone(),
        language: result.language.clone(),
        application_id: application_id(bot),
        creation_date: at.to_iso(),
        update_date: at.to_iso(),
        status: wire::nlp::SentenceStatus::Inbox,
        classification: ClassificationReport {
            intent_id: format!("{}:{}", result.intent_namespace, result.intent),
            entities: result.entities.iter().map(entity_report).collect(),
            not_retained_entities: result.not_retained_entities.iter().map(entity_report).collect(),
            intent_probability: result.intent_probability,
            entities_probability: result.entities_probability,
            other_intents_probabilities: result.other_intents_probabilities.clone(),
            last_usage: at.to_iso(),
            usage_count: 1,
            unknown_count: 0,
        },
        for_review: false,
    }
}

fn entity_report(found: &EntityValue) -> EntityReport {
    EntityReport {
        entity_type: found.entity.entity_type.name.clone(),
        role: found.entity.role.clone(),
        start: found.start,
        end: found.end,
        value: found.value.as_ref().and_then(|value| serde_json::to_value(value).ok()),
        probability: found.probability,
        sub_entities: found.sub_entities.iter().map(entity_report).collect(),
    }
}
