//! Sentences made ready for learning: cut into tokens, with the numbers of what is annotated.

use std::ops::Range;

use model::{Annotation, Diagnostic, EntityTypeName, Role, Sentence};

use crate::entity::stretches::Annotated;
use crate::known::{KnownEntity, KnownSentence, PARTS_DEPTH_MAX};
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
    pub(crate) parts: Vec<PreparedParts>,
}

/// The text of an entity in which parts are annotated.
pub(crate) struct PreparedParts {
    pub(crate) entity_type: u16,
    pub(crate) text: String,
    pub(crate) tokens: Tokens,
    pub(crate) parts: Vec<Annotated>,
}

/// The sentence in which something is prepared.
struct Inside<'a> {
    sentence: &'a Sentence,
    reduced: &'a Reduced,
    diagnostics: &'a mut Vec<Diagnostic>,
}

fn misplaced(annotation: &Annotation, sentence: &Sentence) -> Diagnostic {
    Diagnostic::warning(
        "entity-place",
        format!(
            "the entity `{}` of the sentence `{}` does not begin and end with words; it is not \
             learned",
            annotation.role, sentence.text
        ),
        "mark whole words",
    )
}

/// Whether nothing else that is annotated overlaps some tokens.
fn is_free(range: &Range<usize>, others: &[Annotated]) -> bool {
    others.iter().all(|(other, _)| other.end <= range.start || range.end <= other.start)
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
            let start = annotation.span.start.checked_sub(shift);
            let bytes = start.zip(annotation.span.end.checked_sub(shift));
            let bytes = bytes.filter(|_| is_unchanged).map(|(start, end)| start..end);
            let place = bytes
                .and_then(|bytes| Some((prepared.tokens.aligned(bytes.start, bytes.end)?, bytes)));
            let entity_use = self.use_number(&annotation.entity_type, &annotation.role);
            let (Some((range, bytes)), Some(number)) = (place, entity_use) else {
                diagnostics.push(misplaced(annotation, sentence));
                continue;
            };
            if !is_free(&range, &prepared.entities) {
                continue;
            }
            let mut inside = Inside { sentence, reduced: &reduced, diagnostics };
            let parts = self.prepare_parts(
                annotation,
                bytes.clone(),
                number,
                1,
                &mut prepared,
                &mut inside,
            );
            prepared.entities.push((range, number));
            prepared.known.entities.extend(KnownEntity::at(&reduced, &bytes, number, parts));
        }
        prepared.entities.sort_by_key(|(range, _)| range.start);
        prepared.known.entities.sort_by_key(|own| own.place);
        Some(prepared)
    }

    /// Makes what is annotated in an entity ready for learning, parts of parts too. Returns the
    /// parts as a known sentence has them. `bytes` is the place of the entity in the sentence.
    fn prepare_parts(
        &self,
        annotation: &Annotation,
        bytes: Range<usize>,
        entity_use: u16,
        depth: usize,
        prepared: &mut Prepared,
        inside: &mut Inside<'_>,
    ) -> Vec<KnownEntity> {
        if annotation.sub_entities.is_empty() || depth > PARTS_DEPTH_MAX {
            return Vec::new();
        }
        let text = prepared.text.get(bytes.clone()).unwrap_or_default().to_owned();
        let tokens = Tokens::new(&text);
        let (mut parts, mut known) = (Vec::new(), Vec::new());
        for part in &annotation.sub_entities {
            let range = tokens.aligned(part.span.start, part.span.end);
            let number = self.use_number(&part.entity_type, &part.role);
            let Some((range, number)) = range.zip(number) else {
                inside.diagnostics.push(misplaced(part, inside.sentence));
                continue;
            };
            if !is_free(&range, &parts) {
                continue;
            }
            let place = bytes.start + part.span.start..bytes.start + part.span.end;
            let own = self.prepare_parts(part, place.clone(), number, depth + 1, prepared, inside);
            known.extend(KnownEntity::at(inside.reduced, &place, number, own));
            parts.push((range, number));
        }
        parts.sort_by_key(|(range, _)| range.start);
        known.sort_by_key(|own| own.place);
        let entity_type = self.uses[entity_use as usize].entity_type;
        prepared.parts.push(PreparedParts { entity_type, text, tokens, parts });
        known
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
