//! The sentences of application dumps, and what sentences of all files share.

use std::collections::BTreeMap;

use model::{IntentName, Locale, Sentence, SentenceStatus};
use serde_json::{Map, Value};
use wire::nlp::{ClassifiedSentence, UNKNOWN_INTENT_ID};

use super::annotations::{Marked, annotations, declare};
use super::application::{Item, present, shaped};
use super::import::{Import, Known, brief};
use super::names;

// What sentences have and a bot does not keep, counted so that it is said once.
#[derive(Default)]
pub(super) struct NotKept {
    counted: usize,
    for_review: usize,
    deleted: usize,
}

impl NotKept {
    pub fn report(self, import: &mut Import) {
        if self.deleted > 0 {
            import.info(
                "not-kept",
                "sentences",
                format!("sentences marked as deleted were left out: {}", self.deleted),
            );
        }
        if self.for_review > 0 {
            import.warning(
                "not-kept",
                "sentences",
                format!("review marks were left out; sentences that had one: {}", self.for_review),
                "look at them before you export",
            );
        }
        if self.counted > 0 {
            import.info(
                "not-kept",
                "sentences",
                format!(
                    "dates, counts of use, probabilities and the names of people were left out; \
                     sentences concerned: {}",
                    self.counted
                ),
            );
        }
    }
}

const SENTENCE: [&str; 17] = [
    "text",
    "language",
    "applicationId",
    "creationDate",
    "updateDate",
    "status",
    "classification",
    "lastIntentProbability",
    "lastEntityProbability",
    "lastUsage",
    "usageCount",
    "unknownCount",
    "forReview",
    "reviewComment",
    "qualifier",
    "otherIntentsProbabilities",
    "configuration",
];
const CLASSIFICATION: [&str; 2] = ["intentId", "entities"];
const CLASSIFIED_ENTITY: [&str; 5] = ["type", "role", "start", "end", "subEntities"];

pub(super) fn read_sentence(
    import: &mut Import,
    item: Item,
    ids: &BTreeMap<String, IntentName>,
    not_kept: &mut NotKept,
) {
    use wire::nlp::SentenceStatus as Status;
    let place = item.place.clone();
    let place = place.as_str();
    let sentence = item.json(import).and_then(|value| {
        if let Some(Value::Object(classification)) = value.get("classification") {
            let members = present(classification);
            import.check_members("classifications", place, members, &CLASSIFICATION);
            check_entities(import, place, classification, "entities", &CLASSIFIED_ENTITY);
        }
        shaped::<ClassifiedSentence>(import, "sentences", place, value, &SENTENCE)
    });
    let Some(sentence) = sentence else {
        import.report.sentences_left_out += 1;
        return;
    };
    if sentence.status == Status::Deleted {
        not_kept.deleted += 1;
        import.report.sentences_left_out += 1;
        return;
    }
    let Ok(locale) = sentence.language.parse::<Locale>() else {
        import.error(
            "not-understood",
            place,
            format!("`{}` is no language; the sentence was left out", brief(&sentence.language)),
            "write a language such as `fr` or `fr_CA`",
        );
        import.report.sentences_left_out += 1;
        return;
    };
    if sentence.text.trim().is_empty() {
        import.error("not-understood", place, "the text is empty; it was left out", "remove it");
        import.report.sentences_left_out += 1;
        return;
    }
    not_kept.counted += 1;
    not_kept.for_review += usize::from(sentence.for_review);
    if !import.bot.locales.contains(&locale) {
        import.add_locale(&locale);
        import.warning(
            "language-added",
            place,
            format!("`{locale}` is not among the application's languages; the bot now speaks it"),
            "write its answers in this language, or remove the language and its sentences",
        );
    }

    let mut status = match sentence.status {
        Status::Inbox => SentenceStatus::Inbox,
        Status::Validated | Status::Model | Status::Deleted => SentenceStatus::Validated,
    };
    let intent_id = sentence.classification.intent_id.as_str();
    let intent = match ids.get(intent_id) {
        Some(intent) => Some(intent.clone()),
        None if intent_id == UNKNOWN_INTENT_ID => None,
        // Another reserved intent of Tock: kept under its qualified name.
        None if names::split(intent_id).0 == Some(wire::nlp::TOCK_NAMESPACE) => {
            reserved_intent(import, intent_id, place)
        }
        // Its intent is not in the file (it may belong to another application): the words are
        // worth keeping, their meaning is for a person to say.
        None => {
            import.warning(
                "unknown-intent",
                place,
                format!(
                    "`{}` names the intent id `{intent_id}`, which is not in the file; it waits in \
                     the inbox without intent",
                    brief(&sentence.text)
                ),
                "give it an intent, or remove it",
            );
            status = SentenceStatus::Inbox;
            None
        }
    };
    let marked: Vec<Marked> =
        sentence.classification.entities.into_iter().map(Marked::from).collect();
    let entities = annotations(import, &sentence.text, marked, place);
    if let Some(intent) = &intent
        && status == SentenceStatus::Validated
    {
        declare(import, intent, &entities);
    }
    import.add_sentence(
        Sentence { text: sentence.text, locale, intent, entities, status },
        Known::Keep,
        place,
    );
}

/// Notes members of marked entities that no rule knows.
pub(super) fn check_entities(
    import: &mut Import,
    place: &str,
    parent: &Map<String, Value>,
    member: &str,
    known: &[&str],
) {
    for entity in parent.get(member).and_then(Value::as_array).into_iter().flatten() {
        if let Value::Object(entity) = entity {
            import.check_members("marked entities", place, present(entity), known);
            check_entities(import, place, entity, "subEntities", known);
        }
    }
}

pub(super) fn reserved_intent(
    import: &mut Import,
    qualified: &str,
    place: &str,
) -> Option<IntentName> {
    let name = names::intent_from_tock(&import.bot.namespace, qualified).ok().flatten()?;
    if !import.bot.intents.contains_key(&name) {
        import.intent(&name);
        import.warning(
            "reserved-intent",
            place,
            format!("`{name}` is reserved in Tock; here it is an intent like any other"),
            "give it a story",
        );
    }
    Some(name)
}
