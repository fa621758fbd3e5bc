//! Entities marked in sentences: from UTF-16 offsets to spans, with what does not fit reported.

use model::{Annotation, Span};
use wire::nlp::{ClassifiedEntity, SentenceEntityDump};

use super::import::{Import, brief};

/// How deep entities may hold entities. Tock expands about ten levels and advises three.
const DEPTH_MAX: usize = 10;

/// An entity marked in a sentence, whichever file it stands in.
pub(super) struct Marked {
    entity_type: String,
    role: Option<String>,
    start: usize,
    end: usize,
    sub_entities: Vec<Marked>,
}

impl From<ClassifiedEntity> for Marked {
    fn from(entity: ClassifiedEntity) -> Self {
        Self {
            entity_type: entity.entity_type,
            role: entity.role,
            start: entity.start,
            end: entity.end,
            sub_entities: entity.sub_entities.into_iter().map(Self::from).collect(),
        }
    }
}

impl From<SentenceEntityDump> for Marked {
    fn from(entity: SentenceEntityDump) -> Self {
        Self {
            entity_type: entity.entity,
            role: entity.role,
            start: entity.start,
            end: entity.end,
            sub_entities: entity.sub_entities.into_iter().map(Self::from).collect(),
        }
    }
}

/// The annotations of a text, by place, none overlapping another; their types are declared.
pub(super) fn annotations(
    import: &mut Import,
    text: &str,
    mut marked: Vec<Marked>,
    place: &str,
) -> Vec<Annotation> {
    level(import, text, &mut marked, place, 0)
}

fn level(
    import: &mut Import,
    text: &str,
    marked: &mut Vec<Marked>,
    place: &str,
    depth: usize,
) -> Vec<Annotation> {
    if depth >= DEPTH_MAX && !marked.is_empty() {
        import.warning(
            "too-deep",
            place,
            format!("entities within entities deeper than {DEPTH_MAX} levels were left out"),
            "mark fewer levels",
        );
        return Vec::new();
    }
    marked.sort_by_key(|entity| (entity.start, std::cmp::Reverse(entity.end)));
    let mut annotations: Vec<Annotation> = Vec::new();
    for mut entity in marked.drain(..) {
        let Marked { entity_type, role, start, end, .. } = &entity;
        let Some(span) = Span::of_utf16(text, *start, *end).filter(|span| !span.is_empty()) else {
            import.warning(
                "bad-offsets",
                place,
                format!(
                    "the entity `{entity_type}` at {start} to {end} lies outside `{}` or is empty; \
                     the sentence was kept without it",
                    brief(text)
                ),
                "mark it again; offsets count UTF-16 code units",
            );
            continue;
        };
        if let Some(before) = annotations.iter().find(|before| before.span.overlaps(&span)) {
            let message = format!(
                "the entity `{entity_type}` at {start} to {end} of `{}` overlaps `{}`; the \
                 sentence was kept without it",
                brief(text),
                before.entity_type
            );
            import.warning("overlap", place, message, "mark one of them");
            continue;
        }
        let Some(found) = import.entity_use(entity_type, role.as_deref(), place) else { continue };
        let inner = span.slice(text).to_owned();
        let sub_entities = level(import, &inner, &mut entity.sub_entities, place, depth + 1);
        annotations.push(Annotation {
            span,
            entity_type: found.entity_type,
            role: found.role,
            sub_entities,
        });
    }
    annotations
}

/// Declares that an intent's sentences hold these entities, and types these sub-entities, where
/// that was not declared yet.
pub(super) fn declare(import: &mut Import, intent: &model::IntentName, found: &[Annotation]) {
    for annotation in found {
        let used = model::EntityUse {
            entity_type: annotation.entity_type.clone(),
            role: annotation.role.clone(),
        };
        let intent_now = import.intent(intent);
        if !intent_now.entities.contains(&used) {
            let line = format!(
                "gains the entity `{}` as `{}`, which its sentences hold",
                used.entity_type, used.role
            );
            intent_now.entities.push(used);
            import.info("intent-changed", format!("intent {intent}"), line);
        }
        declare_parts(import, annotation);
    }
}

fn declare_parts(import: &mut Import, parent: &Annotation) {
    for part in &parent.sub_entities {
        let used =
            model::EntityUse { entity_type: part.entity_type.clone(), role: part.role.clone() };
        let declared = import.declared(&parent.entity_type);
        if !declared.sub_entities.contains(&used) {
            declared.sub_entities.push(used);
        }
        declare_parts(import, part);
    }
}
