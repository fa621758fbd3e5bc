//! `answers/{locale}.toml` and `answers/descriptions.toml`.

use std::collections::{BTreeMap, BTreeSet};

use model::{Bot, LabelText};

use super::faq;
use crate::read::{DESCRIPTIONS, INTERFACES};
use crate::toml_text::{Toml, Writer};

pub(super) fn write(bot: &Bot, files: &mut BTreeMap<String, String>) {
    let mut described: BTreeMap<&str, Vec<Entry<'_>>> = BTreeMap::new();
    let mut spoken: BTreeMap<String, BTreeMap<&str, Vec<&LabelText>>> = BTreeMap::new();
    for (key, label) in bot.labels.iter().filter(|(key, _)| !faq::holds(bot, key)) {
        // A label without texts would be nowhere else.
        if !label.description.is_empty() || label.texts.is_empty() {
            described.insert(key.as_str(), vec![Entry::Description(&label.description)]);
        }
        for text in &label.texts {
            let texts = spoken.entry(text.locale.to_string()).or_default();
            texts.entry(key.as_str()).or_default().push(text);
        }
    }
    if !described.is_empty() {
        files.insert(format!("answers/{DESCRIPTIONS}.toml"), write_file(&described));
    }
    for (locale, labels) in spoken {
        let entries = labels
            .into_iter()
            .map(|(key, texts)| (key, texts.into_iter().map(Entry::Text).collect()))
            .collect();
        files.insert(format!("answers/{locale}.toml"), write_file(&entries));
    }
}

enum Entry<'b> {
    Description(&'b str),
    Text(&'b LabelText),
}

/// Labels with the same word before their first dot stand in one table, unless another label
/// stands where the table would.
fn write_file(labels: &BTreeMap<&str, Vec<Entry<'_>>>) -> String {
    let group_of = |key: &&str| {
        let (group, _) = key.split_once('.')?;
        (!group.is_empty() && !labels.contains_key(group)).then_some(group.to_owned())
    };
    let groups: BTreeSet<String> = labels.keys().filter_map(group_of).collect();
    let mut out = Writer::default();
    for (key, entries) in labels.iter().filter(|(key, _)| group_of(key).is_none()) {
        write_label(&mut out, key, entries);
    }
    for group in groups {
        out.header(std::slice::from_ref(&group));
        for (key, entries) in labels {
            if group_of(key).as_deref() == Some(&group) {
                write_label(&mut out, &key[group.len() + 1..], entries);
            }
        }
    }
    out.finish()
}

fn write_label(out: &mut Writer, key: &str, entries: &[Entry<'_>]) {
    let mut items = Vec::new();
    for entry in entries {
        match entry {
            Entry::Description(text) => {
                out.pair(key, &Toml::text(text));
                return;
            }
            Entry::Text(text)
                if text.interface.is_none() && text.connector.is_none() && text.validated =>
            {
                items.extend(text.variants.iter().map(Toml::text));
            }
            Entry::Text(text) => items.push(special(text)),
        }
    }
    match items.as_slice() {
        [one @ Toml::Text(_)] => out.pair(key, one),
        [] => out.pair(key, &Toml::List(items)),
        _ => out.lines(key, &items),
    }
}

fn special(text: &LabelText) -> Toml {
    let mut pairs = Vec::new();
    if let Some((word, _)) = INTERFACES.iter().find(|(_, found)| Some(*found) == text.interface) {
        pairs.push(("interface", Toml::text(word)));
    }
    if let Some(connector) = &text.connector {
        pairs.push(("connector", Toml::text(connector)));
    }
    if !text.validated {
        pairs.push(("validated", Toml::word(false)));
    }
    pairs.push(("say", Toml::texts(&text.variants)));
    Toml::Table(pairs)
}
