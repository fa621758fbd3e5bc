//! Dictionaries: files of their own, or part of entity types in old files.

use std::collections::BTreeMap;

use model::{Bot, Dictionary, DictionaryEntry, EntityTypeName, Locale};
use serde_json::{Map, Value};
use wire::nlp::{DictionaryData, PredefinedValue};

use super::file::{Members, Target, member};
use super::import::{Import, brief};
use crate::{Error, Imported};

const DICTIONARY: [&str; 7] =
    ["namespace", "entityName", "values", "onlyValues", "minDistance", "textSearch", "_id"];

pub(super) fn import(
    members: Members,
    target: Target,
    into: Option<Bot>,
) -> Result<Imported, Error> {
    let mut import = Import::new(target, into);
    import.check_members("the file", "file", members.keys(), &DICTIONARY);
    let fields: Result<Map<String, Value>, wire::Error> =
        members.keys().map(|name| Ok((name.clone(), member(&members, name)?))).collect();
    let data: DictionaryData = wire::json::of_value(Value::Object(fields?))?;
    let qualified = format!("{}:{}", data.namespace, data.entity_name);
    let Some(name) = import.entity_type(&qualified, "entityName") else {
        return Ok(import.finish());
    };
    // The file rules: what it no longer holds is gone.
    if let Some(declared) = import.bot.entity_types.get_mut(&name)
        && let Some(before) = declared.dictionary.take()
    {
        let line = format!("the {} entries that `{name}` had were replaced", before.entries.len());
        import.info("dictionary-replaced", "values", line);
    }
    add_entries(&mut import, &name, data.values, "values");
    let declared = import.declared(&name);
    let dictionary = declared.dictionary.get_or_insert_default();
    dictionary.only_values = data.only_values;
    dictionary.minimum_similarity = (data.min_distance != DictionaryData::MIN_DISTANCE)
        .then(|| data.min_distance.clamp(0.0, 1.0));
    if data.text_search {
        import.info(
            "not-kept",
            "textSearch",
            "there is no such setting: entries are always looked for within longer texts",
        );
    }
    Ok(import.finish())
}

/// Adds entries to an entity type's dictionary; the same value twice becomes one entry.
pub(super) fn add_entries(
    import: &mut Import,
    name: &EntityTypeName,
    values: Vec<PredefinedValue>,
    place: &str,
) {
    let mut entries: Vec<DictionaryEntry> = Vec::new();
    for value in values {
        if value.value.trim().is_empty() {
            import.error("not-understood", place, "an entry without value was left out", "name it");
            continue;
        }
        let mut labels: BTreeMap<Locale, Vec<String>> = BTreeMap::new();
        for (locale, words) in value.labels {
            let Ok(locale) = locale.parse::<Locale>() else {
                import.error(
                    "not-understood",
                    place,
                    format!(
                        "`{}` of the entry `{}` is no language; its words were left out",
                        brief(&locale),
                        brief(&value.value)
                    ),
                    "write a language such as `fr`",
                );
                continue;
            };
            let known = labels.entry(locale).or_default();
            for word in words {
                if !word.trim().is_empty() && !known.contains(&word) {
                    known.push(word);
                }
            }
        }
        labels.retain(|_, words| !words.is_empty());
        match entries.iter_mut().find(|known| known.value == value.value) {
            Some(known) => {
                for (locale, words) in labels {
                    let all = known.labels.entry(locale).or_default();
                    all.extend(
                        words.into_iter().filter(|word| !all.contains(word)).collect::<Vec<_>>(),
                    );
                }
                let line = format!(
                    "the entry `{}` stands there twice; both became one",
                    brief(&value.value)
                );
                import.info("merged", place, line);
            }
            None => entries.push(DictionaryEntry { value: value.value, labels }),
        }
    }
    let line = format!("entries added to the dictionary of `{name}`: {}", entries.len());
    let declared = import.declared(name);
    let dictionary: &mut Dictionary = declared.dictionary.get_or_insert_default();
    dictionary.entries.extend(entries);
    import.info("kept", place, line);
}
