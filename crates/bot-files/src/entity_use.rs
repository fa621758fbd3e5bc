//! How an entity is named: `destination`, `datetime`, `station:destination`.
//!
//! A single name is the role of an entity that is declared where the name stands; else it is a
//! type in the role of the same name. With a colon, both are said. A colon, comma or backslash
//! that belongs to a name has a backslash before it, a space at an end is `\s`.

use model::{EntityTypeName, EntityUse, InvalidId, Role};

use crate::escape::{self, trimmed};

/// What a name may mean, and what was wrong with it.
pub(crate) enum Resolved {
    /// What it means.
    Sound(EntityUse),
    /// The role belongs to several declared entities; the first is taken.
    Ambiguous(EntityUse, Vec<EntityUse>),
}

/// Reads a name. `declared` are the entities that may be meant by their role alone.
pub(crate) fn read(text: &str, declared: &[EntityUse]) -> Result<Resolved, InvalidId> {
    let parts = split_unescaped(text, ':');
    let name = |part: &str| escape_names_back(trimmed(part));
    match parts.as_slice() {
        [only] => {
            let name = name(only);
            let mut meant: Vec<&EntityUse> =
                declared.iter().filter(|entity| entity.role.as_str() == name).collect();
            meant.sort();
            meant.dedup();
            match meant.as_slice() {
                [] => Ok(Resolved::Sound(EntityUse {
                    entity_type: EntityTypeName::new(name.clone())?,
                    role: Role::new(name)?,
                })),
                [one] => Ok(Resolved::Sound((*one).clone())),
                [first, ..] => Ok(Resolved::Ambiguous(
                    (*first).clone(),
                    meant.iter().map(|entity| (*entity).clone()).collect(),
                )),
            }
        }
        [entity_type, rest @ ..] => Ok(Resolved::Sound(EntityUse {
            entity_type: EntityTypeName::new(name(entity_type))?,
            role: Role::new(name(&rest.join(":")))?,
        })),
        [] => unreachable_name(text),
    }
}

fn unreachable_name(text: &str) -> Result<Resolved, InvalidId> {
    Err(InvalidId { given: text.chars().take(80).collect(), expected: "the name of an entity" })
}

/// The shortest name that [`read`] reads as this entity.
pub(crate) fn write(entity: &EntityUse, declared: &[EntityUse]) -> String {
    let types: Vec<&EntityTypeName> = declared
        .iter()
        .filter(|other| other.role == entity.role)
        .map(|other| &other.entity_type)
        .collect();
    let by_role = !types.is_empty() && types.iter().all(|other| **other == entity.entity_type);
    let by_type = types.is_empty() && entity.entity_type.as_str() == entity.role.as_str();
    if by_role || by_type {
        escape_name(entity.role.as_str())
    } else {
        format!(
            "{}:{}",
            escape_name(entity.entity_type.as_str()),
            escape_name(entity.role.as_str())
        )
    }
}

fn escape_name(name: &str) -> String {
    let mut escaped = String::new();
    for c in name.chars() {
        if matches!(c, ':' | ',' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escape::protect_ends(&escaped)
}

fn escape_names_back(escaped: &str) -> String {
    let mut name = String::new();
    let mut chars = escaped.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('s') => name.push(' '),
                Some(c) => name.push(c),
                None => name.push('\\'),
            },
            c => name.push(c),
        }
    }
    name
}

/// Splits at a separator that has no backslash before it. The parts keep their escapes.
pub(crate) fn split_unescaped(text: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == separator {
            parts.push(&text[start..at]);
            start = at + c.len_utf8();
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(entity_type: &str, role: &str) -> EntityUse {
        EntityUse {
            entity_type: EntityTypeName::new(entity_type).unwrap(),
            role: Role::new(role).unwrap(),
        }
    }

    #[track_caller]
    fn check(entity_type: &str, role: &str, declared: &[(&str, &str)], written: &str) {
        let declared: Vec<EntityUse> = declared.iter().map(|(t, r)| entity(t, r)).collect();
        let wanted = entity(entity_type, role);
        assert_eq!(write(&wanted, &declared), written);
        match read(written, &declared) {
            Ok(Resolved::Sound(found)) => assert_eq!(found, wanted),
            _ => panic!("`{written}` is ambiguous or no name"),
        }
    }

    #[test]
    fn an_entity_is_named_as_shortly_as_possible() {
        check("station", "destination", &[("station", "destination")], "destination");
        check("station", "destination", &[], "station:destination");
        check("datetime", "datetime", &[], "datetime");
        check("datetime", "datetime", &[("station", "datetime")], "datetime:datetime");
        check("a", "r", &[("a", "r"), ("b", "r")], "a:r");
        check("duckling:datetime", "when", &[], "duckling\\:datetime:when");
        check("duckling:datetime", "a:b", &[], "duckling\\:datetime:a\\:b");
        check(" x, y\\", " x, y\\", &[], "\\sx\\, y\\\\");
    }

    #[test]
    fn a_role_of_two_types_is_ambiguous() {
        let declared = [entity("a", "r"), entity("b", "r")];
        assert!(matches!(read("r", &declared), Ok(Resolved::Ambiguous(..))));
        assert!(read("", &declared).is_err());
        assert!(read("a:", &declared).is_err());
        assert!(read("a(b", &declared).is_err());
    }
}
