//! What a model knows before it learns: the types, roles and dictionaries that a bot declares.

use std::collections::{BTreeMap, BTreeSet};

use model::{Annotation, Bot, EntityTypeName, EntityUse, IntentName, SentenceStatus};

use crate::known::PARTS_DEPTH_MAX;
use crate::trained::{DictionaryRules, KnownType, KnownUse, Model};

/// The model with everything that is declared and nothing that is learned.
pub(crate) fn declared(bot: &Bot) -> Model {
    let mut names: BTreeSet<&EntityTypeName> = bot.entity_types.keys().collect();
    let mut of_type: BTreeMap<&EntityTypeName, BTreeSet<EntityUse>> = bot
        .entity_types
        .iter()
        .map(|(name, own)| (name, own.sub_entities.iter().cloned().collect()))
        .collect();
    let mut all_uses: BTreeSet<EntityUse> = BTreeSet::new();
    let mut of_intent: BTreeMap<&IntentName, BTreeSet<EntityUse>> = bot
        .intents
        .iter()
        .map(|(name, intent)| (name, intent.entities.iter().cloned().collect()))
        .collect();
    for sentence in bot.sentences.iter().filter(|s| s.status == SentenceStatus::Validated) {
        let Some(own) = sentence.intent.as_ref().and_then(|name| of_intent.get_mut(name)) else {
            continue;
        };
        for annotation in &sentence.entities {
            own.insert(use_of(annotation));
            add_parts(annotation, 1, &mut of_type);
        }
    }
    all_uses.extend(of_intent.values().flatten().cloned());
    all_uses.extend(of_type.values().flatten().cloned());
    // The numbers of labels must fit.
    const USES_MAX: usize = 30_000;
    let all_uses: Vec<EntityUse> = all_uses.into_iter().take(USES_MAX).collect();
    names.extend(all_uses.iter().map(|known| &known.entity_type));
    let names: Vec<EntityTypeName> = names.into_iter().cloned().collect();
    let use_number =
        |wanted: &EntityUse| all_uses.binary_search(wanted).ok().map(|number| number as u16);
    let types = names
        .iter()
        .map(|name| {
            let own = bot.entity_types.get(name);
            KnownType {
                name: name.clone(),
                dimension: bot.dimension_of(name),
                dictionary: own.and_then(|own| own.dictionary.as_ref()).map(|dictionary| {
                    DictionaryRules {
                        only_values: dictionary.only_values,
                        minimum_similarity: dictionary.minimum_similarity.unwrap_or(0.5),
                    }
                }),
                sub_uses: of_type
                    .get(name)
                    .map(|own| own.iter().filter_map(use_number).collect())
                    .unwrap_or_default(),
            }
        })
        .collect();
    let intents: Vec<IntentName> = bot.intents.keys().cloned().collect();
    let intent_uses = intents
        .iter()
        .map(|intent| of_intent[intent].iter().filter_map(use_number).collect())
        .collect();
    let uses = all_uses
        .iter()
        .map(|known| KnownUse {
            entity_type: names.binary_search(&known.entity_type).unwrap_or(0) as u16,
            role: known.role.clone(),
        })
        .collect();
    Model {
        intents,
        types,
        uses,
        intent_uses,
        own_threshold: bot.settings.unknown_threshold,
        is_provisional: false,
        encoder: None,
        locales: Vec::new(),
    }
}

fn use_of(annotation: &Annotation) -> EntityUse {
    EntityUse { entity_type: annotation.entity_type.clone(), role: annotation.role.clone() }
}

/// What is annotated in an entity may be in its type, as deep as parts are looked for.
fn add_parts<'a>(
    annotation: &'a Annotation,
    depth: usize,
    of_type: &mut BTreeMap<&'a EntityTypeName, BTreeSet<EntityUse>>,
) {
    for part in annotation.sub_entities.iter().filter(|_| depth <= PARTS_DEPTH_MAX) {
        of_type.entry(&annotation.entity_type).or_default().insert(use_of(part));
        add_parts(part, depth + 1, of_type);
    }
}
