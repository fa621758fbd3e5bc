//! Sentences with their entities marked in place: `un train pour [Lyon](destination) [[demain](day)
//! à [8h](hour)](datetime)`.

use model::{Annotation, EntityType, EntityTypeName, EntityUse, Span};
use std::collections::BTreeMap;

use crate::entity_use::{self, Resolved};
use crate::escape;

/// Entities within entities deeper than this are nobody's intention.
pub(crate) const DEPTH_MAX: usize = 8;

/// A mistake in a sentence: code, message, remedy.
pub(crate) type Mistake = (&'static str, String, String);

/// A sentence as written, with its marks not yet understood.
struct Marked {
    text: String,
    marks: Vec<Mark>,
}

struct Mark {
    start: usize,
    end: usize,
    target: String,
    parts: Vec<Mark>,
}

/// Reads a sentence. `declared` are the entities of its intent; the parts of an entity are
/// declared by its type.
pub(crate) fn read(
    line: &str,
    declared: &[EntityUse],
    entity_types: &BTreeMap<EntityTypeName, EntityType>,
    mistakes: &mut Vec<Mistake>,
) -> (String, Vec<Annotation>) {
    let marked = Scanner { line, at: 0, mistakes }.scan(0);
    let annotations = annotate(&marked.text, marked.marks, declared, entity_types, mistakes);
    (marked.text, annotations)
}

struct Scanner<'l, 'm> {
    line: &'l str,
    at: usize,
    mistakes: &'m mut Vec<Mistake>,
}

impl Scanner<'_, '_> {
    /// Reads up to the end, or up to the bracket that closes what `depth` opened.
    fn scan(&mut self, depth: usize) -> Marked {
        let mut marked = Marked { text: String::new(), marks: Vec::new() };
        while let Some(c) = self.line[self.at..].chars().next() {
            match c {
                '\\' => {
                    let rest = &self.line[self.at + 1..];
                    match escape::escaped_char(rest) {
                        Some((c, len)) => {
                            marked.text.push(c);
                            self.at += 1 + len;
                        }
                        None => {
                            self.mistakes.push((
                                "stray-backslash",
                                "a backslash stands before a character that needs none".into(),
                                escape::STRAY_REMEDY.into(),
                            ));
                            marked.text.push('\\');
                            self.at += 1;
                        }
                    }
                }
                ']' if depth > 0 => return marked,
                ']' => {
                    self.mistakes.push((
                        "stray-bracket",
                        "`]` closes nothing".into(),
                        "write `\\]` for a bracket that belongs to the sentence".into(),
                    ));
                    marked.text.push(']');
                    self.at += 1;
                }
                '[' if depth < DEPTH_MAX => self.mark(depth, &mut marked),
                c => {
                    marked.text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        marked
    }

    /// Reads `[…](…)`. What is not complete becomes plain text.
    fn mark(&mut self, depth: usize, outer: &mut Marked) {
        self.at += 1;
        let start = outer.text.len();
        let inner = self.scan(depth + 1);
        let rest = &self.line[self.at..];
        let target = rest
            .strip_prefix("](")
            .and_then(|rest| rest.split_once(')'))
            .map(|(target, _)| target.to_owned());
        match target {
            Some(target) => {
                self.at += 2 + target.len() + 1;
                outer.text.push_str(&inner.text);
                let end = outer.text.len();
                outer.marks.push(Mark { start, end, target, parts: inner.marks });
            }
            None => {
                let closed = rest.starts_with(']');
                let message = if rest.starts_with("](") {
                    "the name of an entity has no `)` after it"
                } else if closed {
                    "a bracket is not followed by the name of an entity"
                } else {
                    "`[` is not closed"
                };
                self.mistakes.push((
                    "bad-mark",
                    message.into(),
                    "mark an entity as `[words](entity)`; write `\\[` and `\\]` for brackets that \
                     belong to the sentence"
                        .into(),
                ));
                // The words stay; the marks in them keep their places.
                outer.text.push('[');
                let shift = outer.text.len();
                outer.text.push_str(&inner.text);
                outer.marks.extend(inner.marks.into_iter().map(|mark| Mark {
                    start: mark.start + shift,
                    end: mark.end + shift,
                    ..mark
                }));
                if closed {
                    outer.text.push(']');
                    self.at += 1;
                }
            }
        }
    }
}

/// Marks to annotations. Marks count from the start of their text, which is `text`.
fn annotate(
    text: &str,
    marks: Vec<Mark>,
    declared: &[EntityUse],
    entity_types: &BTreeMap<EntityTypeName, EntityType>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<Annotation> {
    let mut annotations = Vec::with_capacity(marks.len());
    for mark in marks {
        let entity = match entity_use::read(&mark.target, declared) {
            Ok(Resolved::Sound(entity)) => entity,
            Ok(Resolved::Ambiguous(entity, all)) => {
                let all: Vec<String> = all
                    .iter()
                    .map(|entity| format!("`{}`", entity_use::write(entity, &[])))
                    .collect();
                mistakes.push((
                    "ambiguous-role",
                    format!("the role `{}` belongs to several entities", mark.target),
                    format!("write one of {}", all.join(", ")),
                ));
                entity
            }
            Err(error) => {
                mistakes.push((
                    "bad-mark",
                    format!("an entity is marked with no sound name: {error}"),
                    "mark an entity as `[words](entity)`".into(),
                ));
                continue;
            }
        };
        let words = &text[mark.start..mark.end];
        let parts_declared = entity_types
            .get(&entity.entity_type)
            .map_or(&[][..], |entity_type| &entity_type.sub_entities);
        let sub_entities = annotate(words, mark.parts, parts_declared, entity_types, mistakes);
        annotations.push(Annotation {
            span: Span::of_bytes(text, mark.start, mark.end),
            entity_type: entity.entity_type,
            role: entity.role,
            sub_entities,
        });
    }
    annotations
}

/// Writes a sentence on one line. Annotations that lie outside the text or over each other have
/// no written form and are left out; `check` reports them.
pub(crate) fn write(
    text: &str,
    annotations: &[Annotation],
    declared: &[EntityUse],
    entity_types: &BTreeMap<EntityTypeName, EntityType>,
) -> String {
    let mut line = String::with_capacity(text.len() + 32);
    write_into(&mut line, text, annotations, declared, entity_types, 0);
    escape::protect_ends(&line)
}

fn write_into(
    line: &mut String,
    text: &str,
    annotations: &[Annotation],
    declared: &[EntityUse],
    entity_types: &BTreeMap<EntityTypeName, EntityType>,
    depth: usize,
) {
    let mut at = 0;
    for annotation in annotations {
        let span = &annotation.span;
        let (Some(before), Some(words)) =
            (text.get(at..span.start), text.get(span.start..span.end))
        else {
            continue;
        };
        if depth >= DEPTH_MAX {
            continue;
        }
        escape::push_escaped(line, before);
        line.push('[');
        let parts_declared = entity_types
            .get(&annotation.entity_type)
            .map_or(&[][..], |entity_type| &entity_type.sub_entities);
        write_into(line, words, &annotation.sub_entities, parts_declared, entity_types, depth + 1);
        line.push_str("](");
        let entity = EntityUse {
            entity_type: annotation.entity_type.clone(),
            role: annotation.role.clone(),
        };
        line.push_str(&entity_use::write(&entity, declared));
        line.push(')');
        at = span.end;
    }
    escape::push_escaped(line, text.get(at..).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared() -> Vec<EntityUse> {
        ["station:destination", "station:origin", "datetime"]
            .iter()
            .map(|text| match entity_use::read(text, &[]) {
                Ok(Resolved::Sound(entity)) => entity,
                _ => unreachable!(),
            })
            .collect()
    }

    #[track_caller]
    fn check(line: &str, text: &str, marks: &[(&str, &str)]) {
        let mut mistakes = Vec::new();
        let (found, annotations) = read(line, &declared(), &BTreeMap::new(), &mut mistakes);
        assert_eq!(found, text);
        assert!(mistakes.is_empty(), "{mistakes:?}");
        let found_marks: Vec<(&str, String)> = annotations
            .iter()
            .map(|a| (a.span.slice(text), format!("{}:{}", a.entity_type, a.role)))
            .collect();
        let marks: Vec<(&str, String)> = marks.iter().map(|(w, e)| (*w, e.to_string())).collect();
        assert_eq!(found_marks, marks);
        assert_eq!(write(text, &annotations, &declared(), &BTreeMap::new()), line);
    }

    #[test]
    fn entities_are_marked_in_place() {
        check("bonjour", "bonjour", &[]);
        check(
            "de [Paris](origin) à [Lyon](destination) [demain à 8h](datetime)",
            "de Paris à Lyon demain à 8h",
            &[
                ("Paris", "station:origin"),
                ("Lyon", "station:destination"),
                ("demain à 8h", "datetime:datetime"),
            ],
        );
        check("[😀](x:y)", "😀", &[("😀", "x:y")]);
        check("a \\[b\\](c) \\\\", "a [b](c) \\", &[]);
        check("[\\[\\]](origin)", "[]", &[("[]", "station:origin")]);
    }

    #[test]
    fn entities_may_lie_in_entities() {
        let line = "voie [[3](number) bis](track:platform)";
        let (text, found) = read(line, &[], &BTreeMap::new(), &mut Vec::new());
        assert_eq!(text, "voie 3 bis");
        assert_eq!(found[0].sub_entities[0].span.slice(found[0].span.slice(&text)), "3");
        assert_eq!(write(&text, &found, &[], &BTreeMap::new()), line);
    }

    #[track_caller]
    fn check_mistake(line: &str, text: &str, code: &str) {
        let mut mistakes = Vec::new();
        let (found, _) = read(line, &declared(), &BTreeMap::new(), &mut mistakes);
        assert_eq!(found, text);
        assert_eq!(mistakes.first().map(|(code, ..)| *code), Some(code));
    }

    #[test]
    fn what_is_not_a_mark_stays_text_and_is_reported() {
        check_mistake("a [b", "a [b", "bad-mark");
        check_mistake("a [b] c", "a [b] c", "bad-mark");
        check_mistake("a [b](c", "a [b](c", "bad-mark");
        check_mistake("a [b]() c", "a b c", "bad-mark");
        check_mistake("a ] b", "a ] b", "stray-bracket");
        check_mistake("a \\d b", "a \\d b", "stray-backslash");
        check_mistake(&"[".repeat(100_000), &"[".repeat(100_000), "bad-mark");
    }
}
