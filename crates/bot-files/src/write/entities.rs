//! `entities/*.toml`: a file per entity type.

use std::collections::BTreeMap;

use model::{Bot, DictionaryEntry, EntityType, Locale};

use super::layout;
use crate::arrange::compare_locales;
use crate::entity_use;
use crate::toml_text::{Toml, Writer};

pub(super) fn write(bot: &Bot, files: &mut BTreeMap<String, String>) {
    let types: Vec<_> = bot.entity_types.iter().collect();
    let names = types.iter().map(|(name, _)| (name.as_str(), ""));
    for (path, positions) in layout::files("entities", "toml", names) {
        let mut out = Writer::default();
        for position in positions {
            let (name, entity_type) = types[position];
            out.header(&[name.to_string()]);
            write_type(&mut out, entity_type, &bot.locales);
        }
        files.insert(path, out.finish());
    }
}

fn write_type(out: &mut Writer, entity_type: &EntityType, locales: &[Locale]) {
    out.text("description", &entity_type.description);
    if let Some(dimension) = entity_type.dimension {
        out.pair("dimension", &Toml::text(dimension.name()));
    }
    if entity_type.obfuscated {
        out.pair("obfuscated", &Toml::word(true));
    }
    let sub_entities = entity_type.sub_entities.iter();
    out.list(
        "sub_entities",
        sub_entities.map(|entity| Toml::text(entity_use::write(entity, &[]))).collect(),
    );
    let Some(dictionary) = &entity_type.dictionary else { return };
    if dictionary.only_values {
        out.pair("only_values", &Toml::word(true));
    }
    if let Some(similarity) = dictionary.minimum_similarity {
        out.pair("minimum_similarity", &Toml::number(similarity));
    }
    let entries: Vec<Toml> =
        dictionary.entries.iter().map(|entry| entry_value(entry, locales)).collect();
    if entries.is_empty() {
        out.pair("values", &Toml::List(entries));
    } else {
        out.lines("values", &entries);
    }
}

fn entry_value(entry: &DictionaryEntry, locales: &[Locale]) -> Toml {
    if entry.labels.is_empty() {
        return Toml::text(&entry.value);
    }
    let mut labels: Vec<(&Locale, &Vec<String>)> = entry.labels.iter().collect();
    labels.sort_by(|(a, _), (b, _)| compare_locales(locales, a, b));
    let mut pairs = vec![("value".to_owned(), Toml::text(&entry.value))];
    pairs
        .extend(labels.into_iter().map(|(locale, words)| (locale.to_string(), Toml::texts(words))));
    Toml::Pairs(pairs)
}
