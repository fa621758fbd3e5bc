//! Sentences made ready for learning: cut into tokens, with the numbers of what is annotated.

use std::ops::Range;

use model::{Annotation, Diagnostic, EntityTypeName, Role, Sentence};

use crate::entity::stretches::Annotated;
use crate::known::KnownSentence;
use crate::text::{Reduced, Tokens, clean};
use crate::trained::{KnownUse, Model};

/// A sentence made ready for learning.
pub(crate) struct Prepared {
    pub(crate) text: String,
    pub(crate) tokens: Tokens,
    pub(crate) intent: Option<u16>,
    /// Tokens and numbers of entity uses.
    pub(crate) entities: Vec<Annotated>,
    pub(crate) known: KnownSentence,
    /// Texts of entities whose type has parts: type, tokens of the text, parts.
    pub(crate) parts: Vec<(u16, Tokens, Vec<Annotated>)>,
}

impl Model {
    /// A sentence made ready for learning; `None`, with a diagnostic, when nothing can be learned
    /// from it.
    pub(crate) fn prepare(
        &self,
        sentence: &Sentence,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Option<Prepared> {
        let text = clean(&sentence.text);
        let tokens = Tokens::new(&text);
        if tokens.items.is_empty() {
            diagnostics.push(Diagnostic::warning(
                "empty-sentence",
                "a sentence has no words; nothing is learned from it",
                "remove it",
            ));
            return None;
        }
        let intent = match &sentence.intent {
            None => None,
            Some(name) => match self.intents.binary_search(name) {
                Ok(number) => Some(number as u16),
                Err(_) => {
                    diagnostics.push(Diagnostic::warning(
                        "unknown-intent",
                        format!(
                            "the sentence `{}` has the intent `{name}`, which the bot does not \
                             have; nothing is learned from it",
                            sentence.text
                        ),
                        format!("declare the intent `{name}`, or correct the sentence"),
                    ));
                    return None;
                }
            },
        };
        let reduced = Reduced::new(&text);
        // Cleaning may have removed bytes before an annotation.
        let shift = sentence.text.len() - sentence.text.trim_start().len();
        let is_unchanged = sentence.text.get(shift..shift + text.len()) == Some(text.as_str());
        let mut prepared = Prepared {
            intent,
            entities: Vec::new(),
            known: KnownSentence { text: reduced.text.clone(), intent, entities: Vec::new() },
            parts: Vec::new(),
            text,
            tokens,
        };
        for annotation in &sentence.entities {
            let place = (annotation.span.start.checked_sub(shift))
                .zip(annotation.span.end.checked_sub(shift))
                .filter(|_| is_unchanged)
                .and_then(|(start, end)| {
                    prepared.tokens.aligned(start, end).zip(Some((start, end)))
                });
            let entity_use = self.use_number(&annotation.entity_type, &annotation.role);
            let (Some((range, (start, end))), Some(number)) = (place, entity_use) else {
                diagnostics.push(Diagnostic::warning(
                    "entity-place",
                    format!(
                        "the entity `{}` of the sentence `{}` does not begin and end with words; \
                         it is not learned",
                        annotation.role, sentence.text
                    ),
                    "mark whole words",
                ));
                continue;
            };
            let is_free = prepared
                .entities
                .iter()
                .all(|(other, _)| other.end <= range.start || range.end <= other.start);
            if !is_free {
                continue;
            }
            if !annotation.sub_entities.is_empty() {
                self.prepare_parts(annotation, start..end, number, &mut prepared);
            }
            prepared.entities.push((range, number));
            let from = reduced.place_of(start) as u32;
            let to = reduced.place_of(end) as u32;
            if from < to {
                prepared.known.entities.push((from, to, number));
            }
        }
        prepared.entities.sort_by_key(|(range, _)| range.start);
        prepared.known.entities.sort_unstable();
        Some(prepared)
    }

    fn prepare_parts(
        &self,
        annotation: &Annotation,
        bytes: Range<usize>,
        entity_use: u16,
        prepared: &mut Prepared,
    ) {
        let Some(text) = prepared.text.get(bytes) else { return };
        let tokens = Tokens::new(text);
        let mut parts = Vec::new();
        for part in &annotation.sub_entities {
            let place = tokens.aligned(part.span.start, part.span.end);
            if let Some(found) = place.zip(self.use_number(&part.entity_type, &part.role)) {
                parts.push(found);
            }
        }
        parts.sort_by_key(|(range, _)| range.start);
        parts.dedup_by(|later, first| later.0.start < first.0.end);
        let entity_type = self.uses[entity_use as usize].entity_type;
        prepared.parts.push((entity_type, tokens, parts));
    }

    fn use_number(&self, entity_type: &EntityTypeName, role: &Role) -> Option<u16> {
        let uses = &self.uses;
        let key = |known: &KnownUse| {
            let name = &self.types[known.entity_type as usize].name;
            name.cmp(entity_type).then_with(|| known.role.cmp(role))
        };
        uses.binary_search_by(key).ok().map(|number| number as u16)
    }
}
