//! Sentences dumps.

use model::{Bot, Locale, Sentence, SentenceStatus};
use serde_json::Value;
use wire::nlp::{SentenceDump, TOCK_NAMESPACE};

use super::annotations::{Marked, annotations, declare};
use super::application::{Item, items, shaped};
use super::classified::{check_entities, reserved_intent};
use super::file::{Members, Target, member, target_of, text};
use super::import::{Import, Known, brief};
use super::names;
use crate::{Error, Imported};

const DUMP: [&str; 3] = ["applicationName", "language", "sentences"];
const SENTENCE: [&str; 8] = [
    "text",
    "intent",
    "creationDate",
    "entities",
    "language",
    "status",
    "forReview",
    "reviewComment",
];

const ENTITY: [&str; 5] = ["entity", "role", "subEntities", "start", "end"];

/// The bot that a dump is for: its `applicationName` must be qualified.
pub(super) fn target(members: &Members) -> Result<Target, Error> {
    let name = member(members, "applicationName")?;
    let name = text(&name, "applicationName")?;
    match names::split(name) {
        (Some(namespace), name) => target_of(namespace, name, "applicationName"),
        (None, _) => Err(wire::Error::field(
            "applicationName",
            format!("is `{}`, without a namespace", brief(name)),
            "write `namespace:name`, for example `app:trip`",
        )
        .into()),
    }
}

pub(super) fn import(mut members: Members, target: Target, into: Option<Bot>) -> Imported {
    let mut import = Import::new(target, into);
    import.check_members("the file", "file", members.keys(), &DUMP);
    let language = match member(&members, "language") {
        Ok(Value::Null) => None,
        Ok(Value::String(language)) => Some(language),
        _ => {
            import.error(
                "not-understood",
                "language",
                "must be a text but is none; it was left out",
                "write a language such as `fr`",
            );
            None
        }
    };
    let sentences = items(&mut import, &mut members, "sentences");
    if sentences.is_empty() {
        import.warning("empty", "sentences", "the file holds no sentences", "add some");
    }
    for item in sentences {
        if read_sentence(&mut import, item, language.as_deref()).is_none() {
            import.report.sentences_left_out += 1;
        }
    }
    import.finish()
}

// `None`: it was left out, and the report says why.
fn read_sentence(import: &mut Import, item: Item, default_language: Option<&str>) -> Option<()> {
    use wire::nlp::SentenceStatus as Status;
    let place = item.place.clone();
    let place = place.as_str();
    let value = item.json(import)?;
    if let Value::Object(members) = &value {
        check_entities(import, place, members, "entities", &ENTITY);
    }
    let sentence: SentenceDump = shaped(import, "sentences", place, value, &SENTENCE)?;
    let Some(language) = sentence.language.as_deref().or(default_language) else {
        import.error(
            "no-language",
            place,
            format!(
                "neither `{}` nor the file names a language; it was left out",
                brief(&sentence.text)
            ),
            "write `language` beside `applicationName`",
        );
        return None;
    };
    let Ok(locale) = language.parse::<Locale>() else {
        import.error(
            "not-understood",
            place,
            format!("`{}` is no language; the sentence was left out", brief(language)),
            "write a language such as `fr`",
        );
        return None;
    };
    // As in Tock: sentences of such files are taught by language, without region.
    let locale = locale.without_region();
    if sentence.text.trim().is_empty() {
        import.error("not-understood", place, "the text is empty; it was left out", "remove it");
        return None;
    }
    if sentence.status == Status::Deleted {
        if import.remove_sentence(&sentence.text, &locale) {
            import.report.sentences_changed += 1;
            let line = format!("`{}` is marked as deleted and was removed", brief(&sentence.text));
            import.info("sentence-removed", place, line);
            return Some(());
        }
        import.info(
            "not-kept",
            place,
            format!("`{}` is marked as deleted and was left out", brief(&sentence.text)),
        );
        return None;
    }
    let intent = match names::split(&sentence.intent) {
        (Some(TOCK_NAMESPACE), wire::nlp::UNKNOWN_INTENT) => None,
        (Some(TOCK_NAMESPACE), _) => reserved_intent(import, &sentence.intent, place),
        (_, name) => {
            // Whatever its namespace, it becomes an intent of this bot.
            let own = format!("{}:{name}", import.bot.namespace);
            match names::intent_from_tock(&import.bot.namespace, &own) {
                Ok(Some(intent)) => {
                    import.note_renaming(
                        "intent",
                        names::split(&sentence.intent).1,
                        intent.as_str(),
                    );
                    Some(intent)
                }
                Ok(None) | Err(_) => {
                    import.error(
                        "unusable-name",
                        place,
                        format!(
                            "`{}` cannot be the name of an intent; the sentence was left out",
                            brief(&sentence.intent)
                        ),
                        "give it a name of 1 to 200 bytes",
                    );
                    return None;
                }
            }
        }
    };
    if sentence.for_review {
        import.info("not-kept", place, "its review mark was left out");
    }
    import.add_locale(&locale);
    if let Some(intent) = &intent {
        import.intent(intent);
    }
    let marked: Vec<Marked> = sentence.entities.into_iter().map(Marked::from).collect();
    let entities = annotations(import, &sentence.text, marked, place);
    if let Some(intent) = &intent {
        declare(import, intent, &entities);
    }
    let status = match sentence.status {
        Status::Inbox => SentenceStatus::Inbox,
        Status::Validated | Status::Model | Status::Deleted => SentenceStatus::Validated,
    };
    import.add_sentence(
        Sentence { text: sentence.text, locale, intent, entities, status },
        Known::Replace,
        place,
    );
    Some(())
}
