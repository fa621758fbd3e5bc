//! Intents and the sentences that teach them.

use std::collections::{BTreeMap, BTreeSet};

use model::limits::SENTENCE_BYTES_MAX;
use model::{
    Annotation, Bot, EntityUse, IntentName, Locale, Sentence, SentenceStatus, Span, Story,
};

use super::Findings;
use super::names::Names;
use crate::nearest;

pub(super) fn check(bot: &Bot, names: &Names<'_>, findings: &mut Findings) {
    check_intents(bot, names, findings);
    for (position, sentence) in bot.sentences.iter().enumerate() {
        check_sentence(bot, names, position, sentence, findings);
    }
    check_duplicates(bot, findings);
}

fn check_intents(bot: &Bot, names: &Names<'_>, findings: &mut Findings) {
    let mut taught: BTreeSet<(&IntentName, &Locale)> = BTreeSet::new();
    for sentence in &bot.sentences {
        if sentence.status == SentenceStatus::Validated
            && let Some(intent) = &sentence.intent
        {
            taught.insert((intent, &sentence.locale));
        }
    }
    let told: BTreeSet<&IntentName> = bot.stories.iter().flat_map(intents_of).collect();
    for name in bot.intents.keys() {
        let place = format!("intents[{name}]");
        let missing: Vec<&Locale> =
            bot.locales.iter().filter(|locale| !taught.contains(&(name, *locale))).collect();
        if missing.len() == bot.locales.len() {
            // An intent may exist for buttons alone.
            if !names.intents_led_to.contains(name) {
                findings.warning(
                    &place,
                    "no-sentences",
                    format!("the intent `{name}` has no sentences, and no button leads to it"),
                    "write how users say it, a dozen sentences per language",
                );
            }
        } else {
            for locale in missing {
                findings.warning(
                    &place,
                    "no-sentences",
                    format!("the intent `{name}` has no sentences in `{locale}`"),
                    format!("write a section `## {locale}` with a dozen sentences"),
                );
            }
        }
        if !told.contains(name) && !bot.faqs.contains_key(name) {
            findings.warning(
                &place,
                "no-story",
                format!("no story answers the intent `{name}`"),
                format!("write a story with `starters = [\"{name}\"]`"),
            );
        }
    }
}

/// The intents that a story has to do with.
fn intents_of(story: &Story) -> Vec<&IntentName> {
    fn of_steps<'s>(steps: &'s [model::Step], intents: &mut Vec<&'s IntentName>) {
        for step in steps {
            intents.extend(&step.trigger.intent);
            of_steps(&step.steps, intents);
        }
    }
    let mut intents: Vec<&IntentName> = story.starters.iter().chain(&story.secondary).collect();
    intents.extend(story.mandatory.iter().flat_map(|mandatory| &mandatory.intents));
    of_steps(&story.steps, &mut intents);
    intents
}

fn check_sentence(
    bot: &Bot,
    names: &Names<'_>,
    position: usize,
    sentence: &Sentence,
    findings: &mut Findings,
) {
    let place = || format!("sentences[{position}]");
    if sentence.text.trim().is_empty() {
        findings.warning(place(), "empty-sentence", "a sentence is empty", "remove it");
    }
    if sentence.text.len() > SENTENCE_BYTES_MAX {
        findings.warning(
            place(),
            "long-sentence",
            format!("a sentence has more than {SENTENCE_BYTES_MAX} bytes; the rest is not read"),
            "write it as users say it",
        );
    }
    if !bot.locales.contains(&sentence.locale) {
        findings.warning(
            place(),
            "unspoken-locale",
            format!("a sentence is in `{}`, which the bot does not speak", sentence.locale),
            "add the language to `locales` in `bot.toml`, or remove the sentence",
        );
    }
    let declared = match &sentence.intent {
        None => &[][..],
        Some(name) => match bot.intents.get(name) {
            Some(intent) => &intent.entities,
            None => {
                findings.error(
                    place(),
                    "unknown-intent",
                    format!("a sentence has the intent `{name}`, which is not declared"),
                    nearest::remedy(name.as_str(), names.intent_names(), "declare the intent"),
                );
                return;
            }
        },
    };
    check_marks(&sentence.text, &sentence.entities, findings, &place);
    for mark in &sentence.entities {
        let entity = EntityUse { entity_type: mark.entity_type.clone(), role: mark.role.clone() };
        if !names.has_type(&mark.entity_type) {
            // A slip in a role alone reads as a type.
            let known = declared.iter().map(|entity| entity.role.as_str());
            findings.error(
                place(),
                "unknown-entity-type",
                format!(
                    "`{}` is marked as `{}`, which is neither a role of its intent nor a type",
                    mark.span.slice(&sentence.text),
                    mark.entity_type
                ),
                nearest::remedy(
                    mark.entity_type.as_str(),
                    known.chain(names.type_names()),
                    "declare it in `entities/`, and on the line `entities:` of the intent",
                ),
            );
        } else if let Some(intent) = &sentence.intent
            && !declared.contains(&entity)
        {
            let roles = declared.iter().map(|entity| entity.role.as_str());
            findings.error(
                place(),
                "undeclared-entity",
                format!(
                    "`{}` is marked as `{}:{}`, which the intent `{intent}` does not declare",
                    mark.span.slice(&sentence.text),
                    mark.entity_type,
                    mark.role
                ),
                nearest::remedy(
                    mark.role.as_str(),
                    roles,
                    format!("add it to the line `entities:` of `{intent}`"),
                ),
            );
        }
        check_parts(names, mark, &place, findings);
    }
}

fn check_parts(
    names: &Names<'_>,
    mark: &Annotation,
    place: &dyn Fn() -> String,
    findings: &mut Findings,
) {
    let declared = names
        .bot
        .entity_types
        .get(&mark.entity_type)
        .map_or(&[][..], |entity_type| &entity_type.sub_entities);
    for part in &mark.sub_entities {
        let entity = EntityUse { entity_type: part.entity_type.clone(), role: part.role.clone() };
        if !declared.contains(&entity) {
            findings.error(
                place(),
                "undeclared-entity",
                format!(
                    "`{}:{}` is marked within `{}`, which does not declare it",
                    part.entity_type, part.role, mark.entity_type
                ),
                format!("add it to `sub_entities` of `{}`", mark.entity_type),
            );
        }
        check_parts(names, part, place, findings);
    }
}

/// Marks must lie in their text, hold something, and lie side by side.
fn check_marks(
    text: &str,
    marks: &[Annotation],
    findings: &mut Findings,
    place: &dyn Fn() -> String,
) {
    for (position, mark) in marks.iter().enumerate() {
        let span = mark.span;
        if span.is_empty() || span != Span::of_bytes(text, span.start, span.end) {
            findings.error(
                place(),
                "bad-mark",
                format!(
                    "the mark of `{}` from byte {} to {} holds no words of the sentence",
                    mark.entity_type, span.start, span.end
                ),
                "mark the words anew",
            );
        }
        if marks[..position].iter().any(|other| other.span.overlaps(&span)) {
            findings.error(
                place(),
                "overlapping-marks",
                format!("the mark of `{}` lies over another", mark.entity_type),
                "mark parts of an entity within it, and declare them as its `sub_entities`",
            );
        }
        check_marks(span.slice(text), &mark.sub_entities, findings, place);
    }
}

/// The same sentence cannot ask for two things, and says nothing more the second time.
fn check_duplicates(bot: &Bot, findings: &mut Findings) {
    let mut seen: BTreeMap<(&Locale, String), &Sentence> = BTreeMap::new();
    for (position, sentence) in bot.sentences.iter().enumerate() {
        if sentence.status != SentenceStatus::Validated {
            continue;
        }
        let words = sentence.text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let first = *seen.entry((&sentence.locale, words)).or_insert(sentence);
        if std::ptr::eq(first, sentence) {
            continue;
        }
        let place = format!("sentences[{position}]");
        if first.intent == sentence.intent {
            findings.warning(
                place,
                "duplicate-sentence",
                format!("`{}` is there twice", sentence.text),
                "remove one of the two",
            );
        } else {
            findings.warning(
                place,
                "contradicting-sentence",
                format!(
                    "`{}` stands below `{}` and below `{}`",
                    sentence.text,
                    name_of(&first.intent),
                    name_of(&sentence.intent)
                ),
                "keep it below one of the two",
            );
        }
    }
}

fn name_of(intent: &Option<IntentName>) -> &str {
    intent.as_ref().map_or(crate::read::UNKNOWN_HEADING, IntentName::as_str)
}
