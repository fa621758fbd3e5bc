//! Entries of the FAQ: whole, or as an application dump knows them.

use std::collections::BTreeMap;

use model::{Bot, Faq, IntentName, LabelKey, Locale, Sentence, SentenceStatus};
use wire::dumps::FaqDump;
use wire::nlp::FaqDefinition;

use super::application::{Item, items, read, shaped};
use super::file::{Members, Target};
use super::import::{Import, Known, brief};
use super::labels::{check_rest, import_label, label_key};
use super::names;
use crate::Imported;

pub(super) fn import(mut members: Members, target: Target, into: Option<Bot>) -> Imported {
    let mut import = Import::new(target, into);
    import.check_members("the file", "file", members.keys(), &["rows", "total", "start", "end"]);
    for item in items(&mut import, &mut members, "rows") {
        let place = item.place.clone();
        let Some(dump) =
            item.json(&mut import).and_then(|json| read::<FaqDump>(&mut import, &place, json))
        else {
            continue;
        };
        check_rest(&mut import, "the FAQ", &place, &dump.rest);
        import_entry(&mut import, &dump, &place);
    }
    import.finish()
}

fn import_entry(import: &mut Import, dump: &FaqDump, place: &str) {
    let named = if dump.intent_name.trim().is_empty() { &dump.title } else { &dump.intent_name };
    let Some(name) = names::clean::<IntentName>(named) else {
        return import.error(
            "unusable-name",
            place,
            "the entry has neither `intentName` nor `title`",
            "give it one",
        );
    };
    let locale = dump.language.as_deref().and_then(|locale| locale.parse::<Locale>().ok());
    let Some(locale) = locale.or_else(|| import.bot.locales.first().cloned()) else {
        return import.error(
            "not-understood",
            place,
            format!("`{name}` has no language and was left out"),
            "add `language`",
        );
    };
    import.add_locale(&locale);
    let intent = import.intent(&name);
    intent.title.clone_from(&dump.title);
    intent.description.clone_from(&dump.description);
    intent.category = "faq".to_owned();
    for text in dump.utterances.iter().filter(|text| !text.trim().is_empty()) {
        let sentence = Sentence {
            text: text.clone(),
            locale: locale.clone(),
            intent: Some(name.clone()),
            entities: Vec::new(),
            status: SentenceStatus::Validated,
        };
        import.add_sentence(sentence, Known::Replace, place);
    }
    let mut answer = dump.answer.clone();
    if answer.id.is_empty() {
        answer.id = format!("faq.{name}");
    }
    // The answer is what somebody wrote for this entry.
    if answer.i18n.is_empty() && answer.default_locale.is_none() {
        answer.default_locale = Some(locale.to_string());
    }
    let Some(answer) = import_label(import, &answer, &format!("{place}.answer")) else { return };
    let own = move_to_own_label(import, &name, answer);
    add(import, name, own, dump.tags.clone(), dump.enabled.unwrap_or(true), place);
}

/// The answer of an entry stands with it, under the key that says so, unless another one says it
/// too.
fn move_to_own_label(import: &mut Import, name: &IntentName, label: LabelKey) -> LabelKey {
    let Some(own) = label_key(&format!("faq.{name}")) else { return label };
    if import.bot.labels.contains_key(&own) && own != label {
        import.bot.labels.remove(&own);
    }
    match import.bot.labels.remove(&label) {
        Some(texts) => {
            import.bot.labels.insert(own.clone(), texts);
            own
        }
        None => label,
    }
}

fn add(
    import: &mut Import,
    name: IntentName,
    answer: LabelKey,
    tags: Vec<String>,
    enabled: bool,
    place: &str,
) {
    let tags: Vec<String> = tags.into_iter().filter(|tag| !tag.trim().is_empty()).collect();
    let before = import.bot.faqs.get(&name);
    let ends_with = before.and_then(|faq| faq.ends_with.clone());
    if before.is_none() {
        import.report.faqs_added += 1;
    }
    import.info("kept", place, format!("the entry `{name}` of the FAQ"));
    import.bot.faqs.insert(name, Faq { answer, tags, ends_with, disabled: !enabled });
}

/// Entries of an application dump: their questions are the sentences of their intents, their
/// answers are in the file of labels.
pub(super) fn of_application(
    import: &mut Import,
    entries: Vec<Item>,
    intents: &BTreeMap<String, IntentName>,
) {
    let mut unanswered = Vec::new();
    for item in entries {
        let place = item.place.clone();
        let Some(json) = item.json(import) else { continue };
        let Some(dump) = shaped::<FaqDefinition>(import, "the FAQ", &place, json, &KNOWN) else {
            continue;
        };
        let intent = dump.intent_id.as_ref().and_then(|id| intents.get(id));
        let label = dump.i18n_id.as_deref().and_then(label_key);
        let (Some(name), Some(answer)) = (intent.cloned(), label) else {
            import.error(
                "not-understood",
                &place,
                format!("the entry `{}` names no intent of this file", brief(&dump.id)),
                "import its intent too, or write the entry by hand",
            );
            continue;
        };
        if !import.bot.labels.contains_key(&answer) {
            unanswered.push(name.to_string());
        }
        add(import, name, answer, dump.tags, dump.enabled, &place);
    }
    if !unanswered.is_empty() {
        import.warning(
            "faqs",
            "faqs",
            format!(
                "the answers of these questions are not in this file: `{}`",
                unanswered.join("`, `")
            ),
            "import the file of labels too",
        );
    }
}

/// The members of an entry.
const KNOWN: [&str; 9] = [
    "_id",
    "botId",
    "namespace",
    "intentId",
    "i18nId",
    "tags",
    "enabled",
    "creationDate",
    "updateDate",
];
