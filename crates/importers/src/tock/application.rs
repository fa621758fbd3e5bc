//! Application dumps.

use std::collections::BTreeMap;

use model::{Bot, Dimension, IntentName, Locale};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use wire::nlp::{ApplicationDefinition, EntityDefinition, EntityTypeDefinition, IntentDefinition};

use super::classified::{self, NotKept};
use super::file::{Target, target_of, text};
use super::import::Import;
use super::{dictionary, names};
use crate::{Error, Imported};

const DUMP: [&str; 7] =
    ["application", "entityTypes", "intents", "sentences", "faqs", "dumpType", "timestamp"];
const APPLICATION: [&str; 14] = [
    "name",
    "label",
    "namespace",
    "intents",
    "supportedLocales",
    "intentStatesMap",
    "nlpEngineType",
    "mergeEngineTypes",
    "useEntityModels",
    "supportSubEntities",
    "unknownIntentThreshold",
    "knownIntentThreshold",
    "normalizeText",
    "_id",
];
const ENTITY_TYPE: [&str; 7] =
    ["name", "description", "subEntities", "dictionary", "obfuscated", "predefinedValues", "_id"];
const INTENT: [&str; 11] = [
    "name",
    "namespace",
    "applications",
    "entities",
    "entitiesRegexp",
    "mandatoryStates",
    "sharedIntents",
    "label",
    "description",
    "category",
    "_id",
];
/// The bot that a dump is for.
pub(super) fn target(fields: &Map<String, Value>) -> Result<Target, Error> {
    let application = application_fields(fields)?;
    let namespace = text(application, "application", "namespace")?;
    target_of(namespace, text(application, "application", "name")?, "application.name")
}

fn application_fields(fields: &Map<String, Value>) -> Result<&Map<String, Value>, Error> {
    match fields.get("application") {
        Some(Value::Object(application)) => Ok(application),
        other => Err(wire::Error::field(
            "application",
            format!("must be an object but is {}", wire::json::kind(other.unwrap_or(&Value::Null))),
            "export the application again",
        )
        .into()),
    }
}

pub(super) fn import(
    mut fields: Map<String, Value>,
    target: Target,
    into: Option<Bot>,
) -> Result<Imported, Error> {
    let application_json = application_fields(&fields)?.clone();
    let application: ApplicationDefinition = wire::json::of_value(Value::Object(
        application_json.clone(),
    ))
    .map_err(|error| match error {
        wire::Error::Field { field, reason, remedy } => {
            wire::Error::field(format!("application.{field}"), reason, remedy)
        }
        other => other,
    })?;
    let mut import = Import::new(target, into);
    import.check_members("the file", "file", &fields, &DUMP);
    import.check_members("the application", "application", &application_json, &APPLICATION);

    read_application(&mut import, &application);
    for (place, value) in items(&mut import, &mut fields, "entityTypes") {
        read_entity_type(&mut import, &place, value);
    }
    let mut ids = BTreeMap::new();
    for (place, value) in items(&mut import, &mut fields, "intents") {
        read_intent(&mut import, &place, value, &mut ids);
    }
    let mut not_kept = NotKept::default();
    for (place, value) in items(&mut import, &mut fields, "sentences") {
        classified::read_sentence(&mut import, &place, value, &ids, &mut not_kept);
    }
    not_kept.report(&mut import);
    let faqs = items(&mut import, &mut fields, "faqs").len();
    if faqs > 0 {
        import.warning(
            "faqs",
            "faqs",
            format!(
                "questions with answers were left out, as their answers are not in this file: \
                 {faqs}"
            ),
            "write a story for each of their intents, which were imported",
        );
    }
    if fields.get("dumpType").and_then(Value::as_str) == Some("obfuscated") {
        import.warning(
            "obfuscated",
            "dumpType",
            "the file was exported as `obfuscated`: sentences with personal data are not in it",
            "export it as `full` to have them",
        );
    }
    Ok(import.finish())
}

/// The items of a list of the dump, with their places. What is no list is reported.
fn items(
    import: &mut Import,
    fields: &mut Map<String, Value>,
    name: &'static str,
) -> Vec<(String, Value)> {
    match fields.get_mut(name).map(Value::take) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Array(values)) => values
            .into_iter()
            .enumerate()
            .map(|(position, value)| (format!("{name}[{position}]"), value))
            .collect(),
        Some(other) => {
            import.error(
                "not-understood",
                name,
                format!(
                    "must be a list but is {}; nothing of it was imported",
                    wire::json::kind(&other)
                ),
                "export the file again",
            );
            Vec::new()
        }
    }
}

/// One item, or a line of the report that says why not.
pub(super) fn item<T: DeserializeOwned>(
    import: &mut Import,
    kind: &'static str,
    place: &str,
    value: Value,
    known: &[&str],
) -> Option<T> {
    if let Value::Object(fields) = &value {
        import.check_members(kind, place, fields, known);
    }
    match wire::json::of_value(value) {
        Ok(item) => Some(item),
        Err(error) => {
            let reason = match error {
                wire::Error::Field { field, reason, .. } => format!("`{field}` {reason}"),
                wire::Error::Syntax { reason } => reason,
            };
            import.error(
                "not-understood",
                place,
                format!("{reason}; it was left out"),
                "correct it in the file, or enter it by hand",
            );
            None
        }
    }
}

fn read_application(import: &mut Import, application: &ApplicationDefinition) {
    let place = "application";
    let (name, namespace) = (import.bot.name.to_string(), import.bot.namespace.to_string());
    import.note_renaming("bot", application.name.trim(), &name);
    import.note_renaming("namespace", application.namespace.trim(), &namespace);
    let is_blank = !import.report.created
        && import.bot.locales.len() == 1
        && import.bot.intents.is_empty()
        && import.bot.sentences.is_empty();
    let locales: Vec<Locale> = application
        .supported_locales
        .iter()
        .filter_map(|text| match text.parse() {
            Ok(locale) => Some(locale),
            Err(error) => {
                import.error(
                    "not-understood",
                    "application.supportedLocales",
                    format!("{error}; it was left out"),
                    "write a language such as `fr` or `fr_CA`",
                );
                None
            }
        })
        .collect();
    // A bot that was just made, with one language and nothing in it, takes the file's languages.
    if is_blank && !locales.is_empty() {
        import.bot.locales.clear();
    }
    for locale in &locales {
        import.add_locale(locale);
    }
    if import.report.created {
        let label = application.label.as_deref().map(str::trim).unwrap_or_default();
        let title = if label.is_empty() { application.name.trim() } else { label };
        if title != import.bot.name.as_str() {
            import.bot.title = title.to_owned();
        }
        // The default says nothing about this bot, and training finds a better one.
        if application.unknown_intent_threshold != ApplicationDefinition::UNKNOWN_THRESHOLD {
            let threshold = application.unknown_intent_threshold.clamp(0.0, 1.0);
            import.bot.settings.unknown_threshold = Some(threshold);
            import.warning(
                "threshold",
                "application.unknownIntentThreshold",
                format!("{threshold} was kept, but it was chosen for another engine"),
                "remove the bot's `unknown_threshold` to let training choose",
            );
        }
    }
    if application.known_intent_threshold != ApplicationDefinition::KNOWN_THRESHOLD {
        import.info(
            "not-kept",
            "application.knownIntentThreshold",
            format!(
                "{} was left out: there is no such setting",
                application.known_intent_threshold
            ),
        );
    }
    if !application.intent_states_map.is_empty() {
        import.warning(
            "states",
            "application.intentStatesMap",
            format!(
                "the states that intents lead to were left out; intents concerned: {}",
                application.intent_states_map.len()
            ),
            "lead the conversation with stories and steps",
        );
    }
    if !application.merge_engine_types || !application.use_entity_models {
        import.warning(
            "not-kept",
            place,
            "`mergeEngineTypes` or `useEntityModels` is off; here values and dictionaries are \
             always looked for in whole sentences",
            "nothing, unless they find too much: then use an entity type without dictionary",
        );
    }
    import.info(
        "not-kept",
        "application.nlpEngineType",
        format!("the engine `{}` is replaced by ours", application.nlp_engine_type.name),
    );
    if application.normalize_text {
        import.info("not-kept", "application.normalizeText", "there is no such setting");
    }
}

fn read_entity_type(import: &mut Import, place: &str, value: Value) {
    let Some(definition): Option<EntityTypeDefinition> =
        item(import, "entity types", place, value, &ENTITY_TYPE)
    else {
        return;
    };
    let qualified = definition.name.as_str();
    let Some(name) = import.entity_type(qualified, place) else { return };
    // Another type of the file may have declared it by naming it as its part.
    let added =
        !import.before.as_ref().is_some_and(|before| before.entity_types.contains_key(&name));
    let built_in = Dimension::from_name(name.as_str()).is_some();
    let mut parts = Vec::new();
    for part in &definition.sub_entities {
        note_start_of_day(import, place, part);
        parts.extend(import.entity_use(&part.entity_type_name, part.role.as_deref(), place));
    }
    if built_in {
        import.info("kept", place, format!("`{qualified}` is the built-in entity type `{name}`"));
        if parts.is_empty() && !definition.obfuscated {
            return;
        }
    }
    let declared = import.declared(&name);
    for part in parts {
        if !declared.sub_entities.iter().any(|known| known.role == part.role) {
            declared.sub_entities.push(part);
        }
    }
    if built_in {
        declared.obfuscated |= definition.obfuscated;
        return;
    }
    if added {
        declared.description = definition.description.clone();
        declared.obfuscated = definition.obfuscated;
    }
    if !definition.predefined_values.is_empty() && declared.dictionary.is_none() {
        dictionary::add_entries(import, &name, definition.predefined_values, place);
    } else if definition.dictionary && declared.dictionary.is_none() {
        import.warning(
            "dictionary",
            place,
            format!("`{qualified}` has a dictionary, which is not in this file"),
            "export the dictionary of this entity and import it too",
        );
    }
    let what = if added { "was kept" } else { "was there already" };
    import.info("kept", place, format!("the entity type `{qualified}` {what}"));
}

fn note_start_of_day(import: &mut Import, place: &str, definition: &EntityDefinition) {
    if definition.at_start_of_day == Some(true) {
        import.warning(
            "not-kept",
            place,
            format!(
                "`atStartOfDay` of `{}` was left out: dates are always read from the present on",
                definition.entity_type_name
            ),
            "nothing, unless \"at 8\" said in the evening must mean this morning",
        );
    }
}

fn read_intent(
    import: &mut Import,
    place: &str,
    value: Value,
    ids: &mut BTreeMap<String, IntentName>,
) {
    let Some(definition): Option<IntentDefinition> = item(import, "intents", place, value, &INTENT)
    else {
        return;
    };
    let Some(name) = names::clean::<IntentName>(&definition.name) else {
        import.error(
            "unusable-name",
            place,
            format!("`{}` cannot be the name of an intent; it was left out", definition.name),
            "give it a name of 1 to 200 bytes",
        );
        return;
    };
    import.note_renaming("intent", &definition.name, name.as_str());
    if definition.namespace != import.bot.namespace.as_str() {
        import.note_renaming(
            "intent",
            &format!("{}:{}", definition.namespace, definition.name),
            &names::qualified_intent(&import.bot.namespace, Some(&name)),
        );
    }
    if ids.values().any(|known| *known == name) {
        import.warning(
            "merged",
            place,
            format!("the file holds several intents that are `{name}` here; they became one"),
            "rename one of them before exporting if they mean different things",
        );
    }
    ids.insert(definition.id.clone(), name.clone());
    // Files written by hand may refer to an intent by name.
    ids.entry(names::qualified_intent(&import.bot.namespace, Some(&name)))
        .or_insert_with(|| name.clone());

    let added = !import.bot.intents.contains_key(&name);
    let mut uses = Vec::new();
    for entity in &definition.entities {
        note_start_of_day(import, place, entity);
        uses.extend(import.entity_use(&entity.entity_type_name, entity.role.as_deref(), place));
    }
    let text = |text: &Option<String>| {
        text.as_deref().map(|text| text.trim().replace("<br>", "\n")).unwrap_or_default()
    };
    let intent = import.intent(&name);
    if added {
        intent.title = text(&definition.label);
        intent.description = text(&definition.description);
        intent.category = text(&definition.category);
    }
    let mut gained = 0;
    for used in uses {
        if !intent.entities.contains(&used) {
            intent.entities.push(used);
            gained += 1;
        }
    }
    let entities = intent.entities.len();
    let line = match (added, gained) {
        (true, _) => format!("the intent `{name}` was kept; entities: {entities}"),
        (false, 0) => format!("the intent `{name}` was there already"),
        (false, _) => format!("the intent `{name}` was there already; entities it gains: {gained}"),
    };
    import.info("kept", place, line);
    if !definition.mandatory_states.is_empty() {
        import.warning(
            "states",
            place,
            format!(
                "the intent `{name}` was only possible in the states {:?}; here it always is",
                definition.mandatory_states
            ),
            "make it a step of the stories that need it",
        );
    }
    if !definition.entities_regexp.is_empty() {
        import.info(
            "not-kept",
            place,
            "`entitiesRegexp` was left out; the system that exported it never used it",
        );
    }
    if !definition.shared_intents.is_empty() {
        import.info("not-kept", place, "`sharedIntents` was left out: there is no such setting");
    }
}
