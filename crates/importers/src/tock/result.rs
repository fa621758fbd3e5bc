//! What was understood, as Tock answers it.

use model::{
    Bot, DecidedBy, Dimension, EntityFound, EntityType, EntityTypeName, EntityUse, IntentName,
    ScoredIntent, Timestamp, Understanding,
};
use wire::nlp::{
    ApplicationDefinition, Entity, EntityType as TockType, EntityValue, LogCount, ParseResult,
    Probabilities,
};

use super::names;
use super::query::ParseRequest;
use super::values::value_to_tock;

/// The answer of `/rest/nlp/parse` for an understanding of a bot's.
pub fn parse_result(
    bot: &Bot,
    request: &ParseRequest,
    understanding: &Understanding,
) -> ParseResult {
    let mut result = result(bot, understanding, &request.query.excluded);
    // Of a very long text only the beginning is looked at; its places are right in all of it.
    if request.query.text.starts_with(&result.retained_query) {
        result.retained_query.clone_from(&request.query.text);
    }
    result
}

/// A line of the answer of `/rest/nlp/logs/count` for a sentence as it was understood last.
pub fn log_count(
    bot: &Bot,
    understanding: &Understanding,
    count: u64,
    last_at: Timestamp,
) -> LogCount {
    let result = result(bot, understanding, &[]);
    LogCount {
        text: result.retained_query,
        intent: Some(format!("{}:{}", result.intent_namespace, result.intent)),
        intent_probability: Some(result.intent_probability),
        entities_probability: Some(result.entities_probability),
        last_usage: last_at.to_iso(),
        count,
        validated: false,
    }
}

fn result(bot: &Bot, understanding: &Understanding, excluded: &[IntentName]) -> ParseResult {
    let (intent_namespace, intent) =
        names::intent_to_tock(&bot.namespace, understanding.intent.as_ref());
    let entities = entity_values(bot, &understanding.entities);
    let is_empty = understanding.text.trim().is_empty();
    let intent_probability = match (&understanding.intent, understanding.decided_by) {
        (_, DecidedBy::KnownSentence) => 1.0,
        (Some(_), _) => understanding.probability,
        // Nothing said is nothing understood; but that something said is unknown is certain.
        (None, _) if is_empty => 0.0,
        (None, _) => 1.0,
    };
    let entities_probability = if is_empty {
        0.0
    } else if entities.is_empty() {
        1.0
    } else {
        entities.iter().map(|entity| entity.probability).sum::<f64>() / entities.len() as f64
    };
    let (others, originals) = match understanding.decided_by {
        DecidedBy::KnownSentence => (Vec::new(), Vec::new()),
        _ => likely_intents(bot, understanding, excluded),
    };
    ParseResult {
        intent,
        intent_namespace,
        language: understanding.locale.to_underscored(),
        entities,
        not_retained_entities: entity_values(bot, &understanding.not_retained),
        intent_probability,
        entities_probability,
        retained_query: understanding.text.clone(),
        other_intents_probabilities: Probabilities::sorted(others),
        original_intents_probabilities: Probabilities::sorted(originals),
    }
}

type Scores = Vec<(String, f64)>;

// Those worth mentioning: without the chosen one and those that were not possible, and with them.
// Of an unknown sentence the best one is mentioned however unlikely, because it is what the
// sentence would have been.
fn likely_intents(
    bot: &Bot,
    understanding: &Understanding,
    excluded: &[IntentName],
) -> (Scores, Scores) {
    let threshold = bot.settings.known_threshold.unwrap_or(ApplicationDefinition::KNOWN_THRESHOLD);
    let named = |scored: &ScoredIntent| {
        (names::qualified_intent(&bot.namespace, Some(&scored.intent)), scored.probability)
    };
    let is_unknown = understanding.intent.is_none();
    let others = understanding
        .intents
        .iter()
        .filter(|own| Some(&own.intent) != understanding.intent.as_ref())
        .filter(|own| !excluded.contains(&own.intent))
        .enumerate()
        .filter(|(at, own)| own.probability >= threshold || (*at == 0 && is_unknown))
        .map(|(_, own)| named(own));
    let originals = understanding.intents.iter().filter(|own| own.probability >= threshold);
    (others.collect(), originals.map(named).collect())
}

fn entity_values(bot: &Bot, found: &[EntityFound]) -> Vec<EntityValue> {
    found.iter().map(|found| entity_value(bot, found)).collect()
}

fn entity_value(bot: &Bot, found: &EntityFound) -> EntityValue {
    let has_dictionary = bot.entity_types.get(&found.entity_type).is_some_and(has_entries);
    EntityValue {
        start: found.span.utf16_start,
        end: found.span.utf16_end,
        entity: Entity {
            entity_type: entity_type(bot, &found.entity_type, &mut Vec::new()),
            role: found.role.to_string(),
        },
        value: found.value.as_ref().map(value_to_tock),
        // A dictionary always looks, even when it finds nothing.
        evaluated: found.value.is_some() || has_dictionary,
        sub_entities: entity_values(bot, &found.sub_entities),
        probability: found.probability,
        merge_support: bot.dimension_of(&found.entity_type) == Some(Dimension::Datetime),
    }
}

pub(super) fn has_entries(declared: &EntityType) -> bool {
    declared.dictionary.as_ref().is_some_and(|dictionary| !dictionary.entries.is_empty())
}

// A type may hold itself, so one that is being described already is not described again.
fn entity_type<'a>(
    bot: &'a Bot,
    name: &'a EntityTypeName,
    path: &mut Vec<&'a EntityTypeName>,
) -> TockType {
    let qualified = names::entity_type_to_tock(bot, name);
    let Some(declared) = bot.entity_types.get(name) else {
        return TockType { name: qualified, ..TockType::default() };
    };
    let parts: &[EntityUse] = if path.contains(&name) { &[] } else { &declared.sub_entities };
    path.push(name);
    let sub_entities = parts
        .iter()
        .map(|part| Entity {
            entity_type: entity_type(bot, &part.entity_type, path),
            role: part.role.to_string(),
        })
        .collect();
    path.pop();
    TockType {
        name: qualified,
        sub_entities,
        dictionary: has_entries(declared),
        obfuscated: declared.obfuscated,
    }
}
