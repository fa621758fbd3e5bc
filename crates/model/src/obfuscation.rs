//! Hiding what people should not read.

use std::ops::Range;

use crate::{Bot, Dimension, EntityFound, EntityTypeName, Span, Understanding, Value};

impl Bot {
    /// Whether texts of an entity type are hidden from people. Of a type that the bot does not
    /// know (any more) nobody can say that they may be read.
    pub fn is_obfuscated(&self, entity_type: &EntityTypeName) -> bool {
        match self.entity_types.get(entity_type) {
            Some(declared) => declared.obfuscated,
            None => Dimension::from_name(entity_type.as_str()).is_none(),
        }
    }
}

impl Understanding {
    /// The same with `*` for every UTF-16 code unit of entities whose type is obfuscated, in the
    /// text and in values that repeat it. For lists and logs that people read; conversations and
    /// programs get the understanding as it is.
    pub fn obfuscated(self, bot: &Bot) -> Self {
        self.hidden(bot, true, &[])
    }

    /// The same with `*` for these bytes of the text and for entities that touch them; with
    /// `by_type` also for entities whose type is obfuscated.
    pub fn hidden(mut self, bot: &Bot, by_type: bool, more: &[Range<usize>]) -> Self {
        let rule = Rule { bot, by_type, more };
        let mut hidden = more.to_vec();
        for found in self.entities.iter().chain(&self.not_retained) {
            rule.collect(found, 0, &mut hidden);
        }
        if hidden.is_empty() {
            return self;
        }
        let (text, places) = masked(&self.text, &hidden);
        for found in self.entities.iter_mut().chain(&mut self.not_retained) {
            rule.mask(found, 0, &text, &places, false);
        }
        // Reasons quote the sentence.
        self.why.clear();
        self.text = text;
        self
    }
}

/// A text with `*` for every UTF-16 code unit of these bytes.
pub fn hide_ranges(text: &str, hidden: &[Range<usize>]) -> String {
    masked(text, hidden).0
}

/// What is hidden.
struct Rule<'a> {
    bot: &'a Bot,
    by_type: bool,
    more: &'a [Range<usize>],
}

impl Rule<'_> {
    fn hides(&self, found: &EntityFound, offset: usize) -> bool {
        let (start, end) = (offset + found.span.start, offset + found.span.end);
        (self.by_type && self.bot.is_obfuscated(&found.entity_type))
            || self.more.iter().any(|range| range.start < end && start < range.end)
    }

    /// The bytes of the text that must not be read. Places of parts count from their parent's.
    fn collect(&self, found: &EntityFound, offset: usize, hidden: &mut Vec<Range<usize>>) {
        let start = offset + found.span.start;
        if self.by_type && self.bot.is_obfuscated(&found.entity_type) {
            hidden.push(start..offset + found.span.end);
        }
        found.sub_entities.iter().for_each(|part| self.collect(part, start, hidden));
    }

    fn mask(
        &self,
        found: &mut EntityFound,
        offset: usize,
        text: &str,
        places: &[usize],
        within_hidden: bool,
    ) {
        let old = found.span;
        let is_hidden = within_hidden || self.hides(found, offset);
        let place = |at: usize| places.get(offset + at).copied().unwrap_or(text.len());
        let parents_place = place(0);
        let (start, end) = (place(old.start), place(old.end));
        let parents_text = &text[parents_place..];
        found.span = Span::of_bytes(parents_text, start - parents_place, end - parents_place);
        if is_hidden {
            let stars = &text[start..end];
            match &mut found.value {
                Some(Value::Text { value, candidates }) => {
                    *value = stars.to_owned();
                    candidates.clear();
                }
                Some(Value::Email { value } | Value::Url { value } | Value::Phone { value }) => {
                    *value = stars.to_owned();
                }
                // Of other kinds programs need the meaning, which does not repeat the words.
                _ => {}
            }
        }
        for part in &mut found.sub_entities {
            self.mask(part, offset + old.start, text, places, is_hidden);
        }
    }
}

/// The masked text, and for every byte of the old one where it is in the new one.
fn masked(text: &str, hidden: &[Range<usize>]) -> (String, Vec<usize>) {
    let (mut out, mut places) = (String::with_capacity(text.len()), Vec::new());
    for (at, c) in text.char_indices() {
        places.resize(at + c.len_utf8(), out.len());
        if hidden.iter().any(|range| range.contains(&at)) {
            (0..c.len_utf16()).for_each(|_| out.push('*'));
        } else {
            out.push(c);
        }
    }
    places.push(out.len());
    (out, places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{BotName, EntitySource, EntityType, Locale, Namespace, Role};

    fn bot() -> Bot {
        let (namespace, name) = (Namespace::new("app").unwrap(), BotName::new("b").unwrap());
        let mut bot = Bot::new(namespace, name, vec![Locale::fr()]);
        for (name, obfuscated) in [("phone", true), ("place", false), ("person", false)] {
            let declared = EntityType { obfuscated, ..EntityType::default() };
            bot.entity_types.insert(EntityTypeName::new(name).unwrap(), declared);
        }
        bot
    }

    fn found(text: &str, part: &str, entity_type: &str, value: Option<Value>) -> EntityFound {
        let start = text.find(part).unwrap();
        EntityFound {
            span: Span::of_bytes(text, start, start + part.len()),
            entity_type: EntityTypeName::new(entity_type).unwrap(),
            role: Role::new(entity_type).unwrap(),
            value,
            probability: 1.0,
            sub_entities: vec![],
            source: EntitySource::Model,
        }
    }

    #[test]
    fn stars_are_as_long_as_what_they_hide_in_utf16() {
        let text = "é🚆 06é🚆 à Lyon";
        let mut understanding = Understanding::nothing(text, Locale::fr());
        let phone = Value::Phone { value: "06é🚆".into() };
        let lyon = Value::Text { value: "Lyon".into(), candidates: vec![] };
        understanding.entities = vec![
            found(text, "06é🚆", "phone", Some(phone)),
            found(text, "Lyon", "place", Some(lyon.clone())),
        ];
        let hidden = understanding.clone().obfuscated(&bot());
        assert_eq!(hidden.text, "é🚆 ***** à Lyon");
        assert_eq!(hidden.entities[0].value, Some(Value::Phone { value: "*****".into() }));
        assert_eq!(hidden.entities[1].value, Some(lyon));
        for (before, after) in understanding.entities.iter().zip(&hidden.entities) {
            let units = |span: Span| (span.utf16_start, span.utf16_end);
            assert_eq!(units(before.span), units(after.span));
        }
        assert_eq!(hidden.entities[0].span.slice(&hidden.text), "*****");
        assert_eq!(hidden.entities[1].span.slice(&hidden.text), "Lyon");
    }

    #[test]
    fn parts_are_hidden_in_their_parent_and_with_it() {
        let text = "chez é Ada 06 demain";
        let whole = "é Ada 06";
        let mut person = found(text, whole, "person", None);
        person.sub_entities = vec![found(whole, "06", "phone", None)];
        let mut understanding = Understanding::nothing(text, Locale::fr());
        understanding.entities = vec![person];
        let hidden = understanding.obfuscated(&bot());
        assert_eq!(hidden.text, "chez é Ada ** demain");
        let person = &hidden.entities[0];
        let own = person.span.slice(&hidden.text);
        assert_eq!(own, "é Ada **");
        assert_eq!(person.sub_entities[0].span.slice(own), "**");
        assert_eq!(person.sub_entities[0].span.utf16_start, 6);
    }

    #[test]
    fn types_that_nobody_knows_are_hidden_and_built_in_ones_are_not() {
        let is_hidden = |name: &str| bot().is_obfuscated(&EntityTypeName::new(name).unwrap());
        assert!(is_hidden("gone"));
        assert!(!is_hidden("datetime"));
        assert!(!is_hidden("place"));
    }
}
