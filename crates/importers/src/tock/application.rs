//! Application dumps.

use std::collections::BTreeMap;

use model::{Bot, Dimension, IntentName, Locale};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use wire::nlp::{ApplicationDefinition, EntityTypeDefinition, IntentDefinition, NlpEngineType};

use super::classified::{self, NotKept};
use super::file::{Members, Target, member, target_of, text};
use super::import::Import;
use super::{dictionary, faqs, names};
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
pub(super) fn target(members: &Members) -> Result<Target, Error> {
    let application = application_json(members)?;
    let member = |name: &str| application.get(name).unwrap_or(&Value::Null);
    let namespace = text(member("namespace"), "application.namespace")?;
    target_of(namespace, text(member("name"), "application.name")?, "application.name")
}

fn application_json(members: &Members) -> Result<Map<String, Value>, Error> {
    match member(members, "application")? {
        Value::Object(application) => Ok(application),
        other => Err(wire::Error::field(
            "application",
            format!("must be an object but is {}", wire::json::kind(&other)),
            "export the application again",
        )
        .into()),
    }
}

pub(super) fn import(
    mut members: Members,
    target: Target,
    into: Option<Bot>,
) -> Result<Imported, Error> {
    let application_json = application_json(&members)?;
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
    import.check_members("the file", "file", members.keys(), &DUMP);
    import.check_members("the application", "application", application_json.keys(), &APPLICATION);

    read_application(&mut import, application);
    for item in items(&mut import, &mut members, "entityTypes") {
        read_entity_type(&mut import, item);
    }
    let mut ids = BTreeMap::new();
    for item in items(&mut import, &mut members, "intents") {
        read_intent(&mut import, item, &mut ids);
    }
    let mut not_kept = NotKept::default();
    for item in items(&mut import, &mut members, "sentences") {
        classified::read_sentence(&mut import, item, &ids, &mut not_kept);
    }
    not_kept.report(&mut import);
    let entries = items(&mut import, &mut members, "faqs");
    faqs::of_application(&mut import, entries, &ids);
    if member(&members, "dumpType")?.as_str() == Some("obfuscated") {
        import.warning(
            "obfuscated",
            "dumpType",
            "the file was exported as `obfuscated`: sentences with personal data are not in it",
            "export it as `full` to have them",
        );
    }
    Ok(import.finish())
}

/// An item of a list, still unread, with its place.
pub(super) struct Item {
    pub place: String,
    raw: Box<RawValue>,
}

/// The items of a list of the dump. What is no list is reported.
pub(super) fn items(import: &mut Import, members: &mut Members, name: &'static str) -> Vec<Item> {
    let Some(list) = members.remove(name).filter(|list| list.get() != "null") else {
        return Vec::new();
    };
    match serde_json::from_str::<Vec<Box<RawValue>>>(list.get()) {
        Ok(items) => items
            .into_iter()
            .enumerate()
            .map(|(position, raw)| Item { place: format!("{name}[{position}]"), raw })
            .collect(),
        Err(_) => {
            import.error(
                "not-understood",
                name,
                "must be a list but is none; nothing of it was imported",
                "export the file again",
            );
            Vec::new()
        }
    }
}

impl Item {
    /// The item as JSON, or a line of the report that says why not.
    pub fn json(self, import: &mut Import) -> Option<Value> {
        match wire::json::value(self.raw.get().as_bytes()) {
            Ok(value) => Some(value),
            Err(error) => {
                not_understood(import, &self.place, error);
                None
            }
        }
    }

    /// The item in its shape, or a line of the report that says why not.
    pub fn read<T: DeserializeOwned>(
        self,
        import: &mut Import,
        kind: &'static str,
        known: &[&str],
    ) -> Option<T> {
        let place = self.place.clone();
        let value = self.json(import)?;
        shaped(import, kind, &place, value, known)
    }
}

/// JSON in its shape, or a line of the report that says why not.
pub(super) fn shaped<T: DeserializeOwned>(
    import: &mut Import,
    kind: &'static str,
    place: &str,
    value: Value,
    known: &[&str],
) -> Option<T> {
    if let Value::Object(members) = &value {
        import.check_members(kind, place, present(members), known);
    }
    read(import, place, value)
}

/// JSON as a type that keeps the members which it does not know, or a line of the report that says
/// why not.
pub(super) fn read<T: DeserializeOwned>(
    import: &mut Import,
    place: &str,
    value: Value,
) -> Option<T> {
    match wire::json::of_value(value) {
        Ok(shaped) => Some(shaped),
        Err(error) => {
            not_understood(import, place, error);
            None
        }
    }
}

/// The names of members that are there and not null.
pub(super) fn present(members: &Map<String, Value>) -> impl Iterator<Item = &String> {
    members.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name)
}

fn not_understood(import: &mut Import, place: &str, error: wire::Error) {
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
}

fn read_application(import: &mut Import, application: ApplicationDefinition) {
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
        let threshold = application.known_intent_threshold;
        if threshold != ApplicationDefinition::KNOWN_THRESHOLD {
            import.bot.settings.known_threshold = Some(threshold.clamp(0.0, 1.0));
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
    let engine = application.nlp_engine_type;
    if import.report.created && engine != NlpEngineType::default() {
        let line = format!("the engine `{}` was kept, and is replaced by ours", engine.name);
        import.info("kept", "application.nlpEngineType", line);
        import.bot.settings.nlp_engine = Some(engine.name);
    }
    if application.normalize_text {
        import.info("not-kept", "application.normalizeText", "there is no such setting");
    }
}

fn read_entity_type(import: &mut Import, item: Item) {
    let place = item.place.clone();
    let place = place.as_str();
    let Some(definition): Option<EntityTypeDefinition> =
        item.read(import, "entity types", &ENTITY_TYPE)
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
        if part.at_start_of_day == Some(true) {
            import.warning(
                "not-kept",
                place,
                format!("`atStartOfDay` of the part `{}` was left out", part.entity_type_name),
                "nothing: it has an effect in intents only",
            );
        }
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

fn read_intent(import: &mut Import, item: Item, ids: &mut BTreeMap<String, IntentName>) {
    let place = item.place.clone();
    let place = place.as_str();
    let Some(definition): Option<IntentDefinition> = item.read(import, "intents", &INTENT) else {
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
    let (mut uses, mut start_of_day) = (Vec::new(), Vec::new());
    for entity in &definition.entities {
        let used = import.entity_use(&entity.entity_type_name, entity.role.as_deref(), place);
        if entity.at_start_of_day == Some(true) {
            start_of_day.extend(used.as_ref().map(|used| used.role.clone()));
        }
        uses.extend(used);
    }
    let text = |text: &Option<String>| {
        text.as_deref().map(|text| text.trim().replace("<br>", "\n")).unwrap_or_default()
    };
    let intent = import.intent(&name);
    if added {
        intent.title = text(&definition.label);
        intent.description = text(&definition.description);
        intent.category = text(&definition.category);
        intent.start_of_day = start_of_day;
        let states = definition.mandatory_states.iter().map(|state| state.trim().to_lowercase());
        intent.mandatory_states = states.filter(|state| !state.is_empty()).collect();
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
                "the intent `{name}` is only possible in the states {:?} for callers of the NLU API; \
                 in the bot's own conversations it always is",
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
