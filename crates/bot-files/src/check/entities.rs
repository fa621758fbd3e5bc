//! Entity types and their dictionaries.

use std::collections::{BTreeSet, HashMap, HashSet};

use model::{Bot, Dictionary, Dimension, EntityTypeName};

use super::names::Names;
use super::{Findings, folded};
use crate::nearest;

pub(super) fn check(bot: &Bot, names: &Names<'_>, findings: &mut Findings) {
    let used: BTreeSet<&EntityTypeName> = names.roles.values().flatten().copied().collect();
    for (name, entity_type) in &bot.entity_types {
        let place = format!("entity_types[{name}]");
        if !used.contains(name) {
            findings.info(
                &place,
                "unused-entity-type",
                format!("no intent uses the entity type `{name}`"),
                "declare it for an intent, or remove it",
            );
        }
        if entity_type.dimension.is_none() && Dimension::from_name(name.as_str()).is_some() {
            findings.warning(
                &place,
                "hidden-dimension",
                format!("`{name}` is built in; declared without `dimension` it is no longer read"),
                format!("add `dimension = \"{name}\"`, or give it another name"),
            );
        }
        for part in &entity_type.sub_entities {
            unknown_type(names, &place, &part.entity_type, findings);
        }
        if let Some(dictionary) = &entity_type.dictionary {
            check_dictionary(bot, name, dictionary, findings);
        }
    }
    for (name, intent) in &bot.intents {
        let place = format!("intents[{name}].entities");
        for (position, entity) in intent.entities.iter().enumerate() {
            unknown_type(names, &place, &entity.entity_type, findings);
            if intent.entities[..position].contains(entity) {
                findings.warning(
                    &place,
                    "duplicate-entity",
                    format!("`{name}` declares `{}:{}` twice", entity.entity_type, entity.role),
                    "remove one of the two",
                );
            }
        }
    }
}

/// A type must be declared or built in.
fn unknown_type(names: &Names<'_>, place: &str, name: &EntityTypeName, findings: &mut Findings) {
    if !names.has_type(name) {
        findings.error(
            place,
            "unknown-entity-type",
            format!("there is no entity type `{name}`"),
            nearest::remedy(
                name.as_str(),
                names.type_names(),
                format!("declare it in `entities/`: `[{name}]`"),
            ),
        );
    }
}

fn check_dictionary(
    bot: &Bot,
    name: &EntityTypeName,
    dictionary: &Dictionary,
    findings: &mut Findings,
) {
    let place = format!("entity_types[{name}]");
    if dictionary.entries.is_empty() {
        findings.warning(
            &place,
            "empty-dictionary",
            format!("the dictionary of `{name}` has no values"),
            "add values, or remove `values`",
        );
    }
    if let Some(similarity) = dictionary.minimum_similarity
        && !(0.0..=1.0).contains(&similarity)
    {
        findings.error(
            &place,
            "out-of-range",
            format!("`minimum_similarity` is {similarity}, not between 0 and 1"),
            "write a number between 0 (anything) and 1 (the very words)",
        );
    }
    let mut values = HashSet::with_capacity(dictionary.entries.len());
    // Per language, a word without case and accents to the first value that has it.
    let mut words: Vec<HashMap<String, usize>> = vec![HashMap::new(); bot.locales.len()];
    let mut unspoken = BTreeSet::new();
    for (position, entry) in dictionary.entries.iter().enumerate() {
        let place = || format!("entity_types[{name}].values[{position}]");
        if entry.value.trim().is_empty() {
            findings.error(
                place(),
                "empty-value",
                format!("a value of `{name}` is empty"),
                "write the value, or remove the line",
            );
        }
        if !values.insert(entry.value.as_str()) {
            findings.error(
                place(),
                "duplicate-value",
                format!("`{name}` has the value `{}` twice", entry.value),
                "join the two lines",
            );
            continue;
        }
        unspoken.extend(entry.labels.keys().filter(|locale| !bot.locales.contains(locale)));
        for (locale, words) in bot.locales.iter().zip(&mut words) {
            let own = entry.labels.get(locale).filter(|words| !words.is_empty());
            let itself = [entry.value.clone()];
            for word in own.map_or(&itself[..], Vec::as_slice) {
                let word = folded(word);
                if word.is_empty() {
                    findings.warning(
                        place(),
                        "empty-word",
                        format!("a word for `{}` is empty", entry.value),
                        "remove it",
                    );
                    continue;
                }
                match words.get(&word) {
                    Some(other) if *other != position => findings.warning(
                        place(),
                        "ambiguous-word",
                        format!(
                            "in `{locale}`, `{word}` stands for `{}` and for `{}`",
                            dictionary.entries[*other].value, entry.value
                        ),
                        "keep it for one of the two",
                    ),
                    Some(_) => {}
                    None => {
                        words.insert(word, position);
                    }
                }
            }
        }
    }
    for locale in unspoken {
        findings.warning(
            &place,
            "unspoken-locale",
            format!(
                "the dictionary of `{name}` has words in `{locale}`, which the bot does not speak"
            ),
            "add the language to `locales` in `bot.toml`, or remove the words",
        );
    }
}
