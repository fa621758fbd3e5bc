//! `entities/*.toml`: one table per entity type.

use std::collections::BTreeMap;

use model::{
    Bot, Diagnostic, Dictionary, DictionaryEntry, Dimension, EntityType, EntityTypeName, EntityUse,
    Locale,
};
use toml::Spanned;
use toml::de::DeValue;

use crate::entity_use::{self, Resolved};
use crate::fields::{self, Fields};
use crate::nearest;
use crate::session::{Session, SourceFile};

pub(super) fn read(session: &Session, file: &SourceFile<'_>, bot: &mut Bot) {
    let table = fields::parse(session, file);
    let fields = Fields::new(session, file, &table, 0, "this file");
    for (key, at, value) in fields.entries() {
        let Some(name) = fields.parsed::<EntityTypeName>(at, key, key) else { continue };
        let Some(inner) = fields.table_in(key, value, format!("the entity type `{name}`")) else {
            continue;
        };
        let line = file.line_of(at);
        let entity_type = read_type(&inner, &name);
        if bot.entity_types.contains_key(&name) {
            session.report(
                file,
                line,
                Diagnostic::error(
                    "duplicate-entity-type",
                    format!("the entity type `{name}` is declared in another file too"),
                    "keep one of the two; this one was not read",
                ),
            );
            continue;
        }
        session.remember(format!("entity_types[{name}]"), file, line);
        bot.entity_types.insert(name, entity_type);
    }
}

fn read_type(fields: &Fields<'_, '_>, name: &EntityTypeName) -> EntityType {
    let mut entity_type = EntityType {
        description: fields.text("description").unwrap_or_default(),
        obfuscated: fields.truth("obfuscated").unwrap_or_default(),
        sub_entities: read_uses(fields, "sub_entities"),
        ..EntityType::default()
    };
    if let Some(wanted) = fields.text("dimension") {
        entity_type.dimension = Dimension::from_name(&wanted);
        if entity_type.dimension.is_none() {
            let names = Dimension::ALL.map(Dimension::name);
            fields.session.report(
                fields.file,
                fields.line_of("dimension"),
                Diagnostic::error(
                    "unknown-dimension",
                    format!("there is no dimension `{wanted}`"),
                    nearest::remedy(&wanted, names, format!("write one of {}", names.join(", "))),
                ),
            );
        }
    }
    let mut dictionary = Dictionary {
        only_values: fields.truth("only_values").unwrap_or_default(),
        minimum_similarity: fields.number("minimum_similarity"),
        ..Dictionary::default()
    };
    let has_values = fields.has("values");
    for value in fields.items("values") {
        if let Some(entry) = read_entry(fields, value) {
            let part = format!("entity_types[{name}].values[{}]", dictionary.entries.len());
            fields.session.remember(part, fields.file, fields.file.line_of(value.span().start));
            dictionary.entries.push(entry);
        }
    }
    if has_values {
        entity_type.dictionary = Some(dictionary);
    } else if fields.has("only_values") || fields.has("minimum_similarity") {
        fields.error(
            fields.at,
            "missing-key",
            format!("{} has settings of a dictionary but no `values`", fields.what),
            "add `values = [ … ]` or remove the settings",
        );
    }
    fields.finish();
    entity_type
}

fn read_uses(fields: &Fields<'_, '_>, key: &'static str) -> Vec<EntityUse> {
    fields
        .items(key)
        .into_iter()
        .filter_map(|item| match item.get_ref() {
            DeValue::String(text) => match entity_use::read(text, &[]) {
                Ok(Resolved::Sound(entity) | Resolved::Ambiguous(entity, _)) => Some(entity),
                Err(error) => {
                    fields.error(
                        item.span().start,
                        "wrong-value",
                        format!("`{key}` of {}: {error}", fields.what),
                        "write `type` or `type:role`",
                    );
                    None
                }
            },
            _ => {
                fields.wrong_type(key, item, "a text in quotes");
                None
            }
        })
        .collect()
}

/// An entry is its value alone, or a table of `value` and the words per locale.
fn read_entry(fields: &Fields<'_, '_>, value: &Spanned<DeValue<'_>>) -> Option<DictionaryEntry> {
    let mut entry = DictionaryEntry { value: String::new(), labels: BTreeMap::new() };
    let table = match value.get_ref() {
        DeValue::String(text) => {
            entry.value = text.to_string();
            return Some(entry);
        }
        DeValue::Table(table) => table,
        _ => {
            fields.wrong_type("values", value, "a list of texts and of tables with `value`");
            return None;
        }
    };
    let mut has_value = false;
    for (key, item) in table {
        let at = key.span().start;
        match (key.get_ref().as_ref(), item.get_ref()) {
            ("value", DeValue::String(text)) => {
                entry.value = text.to_string();
                has_value = true;
            }
            ("value", _) => fields.wrong_type("value", item, "a text in quotes"),
            (key, item_value) => {
                let Ok(locale) = key.parse::<Locale>() else {
                    fields.error(
                        at,
                        "unknown-key",
                        format!("an entry of {} has no key `{key}`", fields.what),
                        "the keys are `value` and locales such as `fr`",
                    );
                    continue;
                };
                let words = read_words(fields, key, item, item_value);
                entry.labels.entry(locale).or_default().extend(words);
            }
        }
    }
    if !has_value {
        fields.error(
            value.span().start,
            "missing-key",
            format!("an entry of {} has no `value`", fields.what),
            "add `value = \"…\"`, the same in all languages",
        );
        return None;
    }
    Some(entry)
}

fn read_words(
    fields: &Fields<'_, '_>,
    key: &str,
    item: &Spanned<DeValue<'_>>,
    value: &DeValue<'_>,
) -> Vec<String> {
    let DeValue::Array(items) = value else {
        fields.wrong_type(key, item, "a list of texts");
        return match value {
            DeValue::String(text) => vec![text.to_string()],
            _ => Vec::new(),
        };
    };
    items
        .iter()
        .filter_map(|item| match item.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                fields.wrong_type(key, item, "a list of texts");
                None
            }
        })
        .collect()
}
