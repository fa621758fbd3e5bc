//! Labels: the file of all texts of answers, as JSON or as a table.

use model::{Bot, ConnectorType, Interface, Label, LabelKey, LabelText, Locale};
use serde_json::Value;
use wire::dumps::{LabelDump, LabelReference, LabelTextDump, Rest};

use super::application::{items, read};
use super::file::{Members, Target};
use super::import::{Import, brief};
use super::message_format::convert_message;
use crate::Imported;

/// The columns of the table; what follows the last are other ways to say it.
const COLUMNS: [&str; 8] =
    ["Label", "Namespace", "Category", "Language", "Interface", "Id", "Validated", "Connector"];

/// The key of a label that Tock calls `id`, the same in every file.
pub fn label_key(id: &str) -> Option<LabelKey> {
    let mut key = String::new();
    for c in id.trim().chars() {
        let c = if c.is_control() { ' ' } else { c };
        if key.len() + c.len_utf8() > LabelKey::MAX_BYTES {
            break;
        }
        key.push(c);
    }
    LabelKey::new(key).ok()
}

pub(super) fn import(mut members: Members, target: Target, into: Option<Bot>) -> Imported {
    let mut import = Import::new(target, into);
    import.check_members("the file", "file", members.keys(), &["labels"]);
    for item in items(&mut import, &mut members, "labels") {
        let place = item.place.clone();
        let Some(dump) =
            item.json(&mut import).and_then(|json| read::<LabelDump>(&mut import, &place, json))
        else {
            continue;
        };
        check_rest(&mut import, "labels", &place, &dump.rest);
        import_label(&mut import, &dump, &place);
    }
    let (added, changed) = (import.report.labels_added, import.report.labels_changed);
    import.info("kept", "labels", format!("labels: {added} new, {changed} changed"));
    import.finish()
}

/// Notes what a type does not know.
pub(super) fn check_rest(import: &mut Import, kind: &'static str, place: &str, rest: &Rest) {
    let present = rest.iter().filter(|(_, value)| !value.is_null()).map(|(name, _)| name);
    import.check_members(kind, place, present, &[]);
}

/// Imports a label with all its texts and gives its key.
pub(super) fn import_label(import: &mut Import, dump: &LabelDump, place: &str) -> Option<LabelKey> {
    let Some(key) = label_key(&dump.id) else {
        import.error("unusable-name", place, "a label has no `_id`", "export the file again");
        return None;
    };
    let mut texts = Vec::new();
    for (position, text) in dump.i18n.iter().enumerate() {
        let place = format!("{place}.i18n[{position}]");
        check_rest(import, "texts of labels", &place, &text.rest);
        texts.extend(read_text(import, text, &place));
    }
    let defaults = dump.default_i18n.iter().map(|text| (text.locale.as_str(), text.label.as_str()));
    let own = dump.default_locale.as_deref().zip(dump.default_label.as_deref());
    for (locale, words) in own.into_iter().chain(defaults) {
        add_default(import, &mut texts, locale, words, place);
    }
    if texts.is_empty() {
        import.warning(
            "empty-label",
            place,
            format!("the label `{key}` has no text"),
            "write it in the files of `answers/`",
        );
    }
    merge(import, key.clone(), texts);
    Some(key)
}

/// Imports a label where a story uses it: what it says by default, unless it is known already.
pub(super) fn import_reference(
    import: &mut Import,
    reference: &LabelReference,
    locale: &Locale,
    place: &str,
) -> Option<LabelKey> {
    check_rest(import, "labels", place, &reference.rest);
    let id = if reference.key.is_empty() { &reference.default_label } else { &reference.key };
    let Some(key) = label_key(id) else {
        import.error("unusable-name", place, "a label has neither key nor text", "write it again");
        return None;
    };
    if import.bot.labels.get(&key).is_some_and(|label| !label.texts.is_empty()) {
        return Some(key);
    }
    let mut texts = Vec::new();
    let defaults = reference.default_i18n.iter();
    for text in defaults {
        add_default(import, &mut texts, &text.locale, &text.label, place);
    }
    add_default(import, &mut texts, &locale.to_string(), &reference.default_label, place);
    texts.iter_mut().for_each(|text| text.validated = true);
    merge(import, key.clone(), texts);
    Some(key)
}

/// A text that nobody vouches for, where no other one is.
fn add_default(
    import: &mut Import,
    texts: &mut Vec<LabelText>,
    locale: &str,
    words: &str,
    place: &str,
) {
    if words.trim().is_empty() {
        return;
    }
    let Ok(locale) = locale.parse::<Locale>() else {
        let reason = format!("`{locale}` is no language; `{}` was left out", brief(words));
        return import.error("not-understood", place, reason, "correct the language");
    };
    if texts.iter().any(|text| text.locale == locale) {
        return;
    }
    let text = LabelText::new(locale, vec![converted(import, words, place)]);
    texts.push(LabelText { validated: false, ..text });
}

fn read_text(import: &mut Import, text: &LabelTextDump, place: &str) -> Option<LabelText> {
    let all: Vec<&String> = [&text.label]
        .into_iter()
        .chain(&text.alternatives)
        .filter(|it| !it.trim().is_empty())
        .collect();
    if all.is_empty() {
        return None;
    }
    let Ok(locale) = text.locale.parse::<Locale>() else {
        import.error(
            "not-understood",
            place,
            format!("`{}` is no language; `{}` was left out", text.locale, brief(all[0])),
            "correct the language",
        );
        return None;
    };
    let interface = match &text.interface_type {
        Value::String(name) => match name.as_str() {
            "textChat" => Ok(Some(Interface::Text)),
            "voiceAssistant" => Ok(Some(Interface::Voice)),
            "textAndVoiceAssistant" => Ok(None),
            other => Err(format!("`{other}`")),
        },
        Value::Number(number) => match number.as_u64() {
            Some(0) => Ok(Some(Interface::Text)),
            Some(1) => Ok(Some(Interface::Voice)),
            Some(2) => Ok(None),
            _ => Err(format!("`{number}`")),
        },
        Value::Null => Ok(None),
        other => Err(wire::json::kind(other).to_owned()),
    };
    let interface = interface.unwrap_or_else(|found| {
        import.warning(
            "not-understood",
            place,
            format!("`interfaceType` is {found}; the text is for all interfaces"),
            "say which interface it is for",
        );
        None
    });
    let connector = text.connector_id.as_deref().filter(|id| !id.trim().is_empty());
    let connector = connector.map(ConnectorType::new).transpose().unwrap_or_else(|_| {
        import.warning(
            "not-understood",
            place,
            "`connectorId` names no kind of channel; the text is for all channels",
            "say which kind of channel it is for",
        );
        None
    });
    let variants = all.into_iter().map(|words| converted(import, words, place)).collect();
    Some(LabelText { locale, interface, connector, variants, validated: text.validated })
}

/// The words in our format; what cannot be converted stays as it is, and the report says why.
fn converted(import: &mut Import, words: &str, place: &str) -> String {
    match convert_message(words) {
        Ok(converted) => {
            for note in converted.notes {
                import.info("changed", place, format!("`{}`: {note}", brief(words)));
            }
            converted.text
        }
        Err(reason) => {
            import.error(
                "not-converted",
                place,
                format!("`{}` stays as it is: {reason}", brief(words)),
                "write it in the format of labels: `{n, plural, one {…} other {…}}`",
            );
            words.replace('{', "{{").replace('}', "}}")
        }
    }
}

/// Joins texts with those of the bot: the file rules over a text for the same place.
fn merge(import: &mut Import, key: LabelKey, texts: Vec<LabelText>) {
    let before = import.bot.labels.get(&key).cloned();
    if import.bot.locales.is_empty() {
        for text in &texts {
            import.add_locale(&text.locale);
        }
    }
    let label: &mut Label = import.bot.labels.entry(key).or_default();
    for text in texts {
        let own = label.texts.iter_mut().find(|own| {
            own.locale == text.locale
                && own.interface == text.interface
                && own.connector == text.connector
        });
        match own {
            Some(own) => *own = text,
            None => label.texts.push(text),
        }
    }
    match before {
        None => import.report.labels_added += 1,
        Some(before) if before != *label => import.report.labels_changed += 1,
        Some(_) => {}
    }
}

/// The labels of a table, if the bytes are one.
pub(super) fn of_table(bytes: &[u8]) -> Option<Vec<Value>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let first = text.trim_start_matches('\u{feff}').lines().next()?;
    let delimiter = [';', ',', '\t'].into_iter().find(|delimiter| {
        let row = wire::csv::read(first, *delimiter);
        row.first().is_some_and(|row| row.cells.starts_with(&COLUMNS.map(str::to_owned)))
    })?;
    let mut labels: Vec<LabelDump> = Vec::new();
    for row in wire::csv::read(text, delimiter).into_iter().skip(1) {
        let mut cells = row.cells.into_iter();
        let mut next = || cells.next().unwrap_or_default();
        let (words, namespace, category, locale) = (next(), next(), next(), next());
        let (interface, id, validated, connector) = (next(), next(), next(), next());
        let text = LabelTextDump {
            locale,
            interface_type: match interface.parse::<u64>() {
                Ok(number) => number.into(),
                Err(_) => interface.into(),
            },
            label: words,
            validated: validated.eq_ignore_ascii_case("true"),
            connector_id: (!connector.is_empty()).then_some(connector),
            alternatives: cells.filter(|words| !words.is_empty()).collect(),
            rest: Rest::new(),
        };
        // Rows of one label follow each other.
        match labels.last_mut().filter(|label| label.id == id) {
            Some(label) => label.i18n.push(text),
            None => labels.push(LabelDump {
                id,
                namespace,
                category,
                i18n: vec![text],
                ..LabelDump::default()
            }),
        }
    }
    labels.into_iter().map(|label| serde_json::to_value(label).ok()).collect()
}
