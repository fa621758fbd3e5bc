//! Questions about mandatory entities and what counts as a reply to them.

use model::limits::QUESTION_EVENTS_MAX;
use model::{EntityUse, MandatoryEntity, Question, Role, Span, ValueFound};

use crate::action::{Action, Said};
use crate::compiled::StoryIndex;
use crate::memory;
use crate::scope::is_filled;
use crate::trace::Topic;
use crate::turn::Turn;

/// The entity types that a file and a place fill, when a story asks for one.
pub(crate) const ATTACHMENT: &str = "attachment";
pub(crate) const LOCATION: &str = "location";

/// "8 s'il vous plaît": the most words around a value that is only likely.
const WORDS_OF_COURTESY_MAX: usize = 3;

impl Turn<'_> {
    /// The story whose open question asks for a type.
    pub(crate) fn question_of_type(&self, entity_type: &str) -> Option<StoryIndex> {
        let question = self.conversation.state.asked.as_ref()?;
        let story = self.bot.story_named(&question.story).filter(|story| !self.is_off(*story))?;
        let asked = self.mandatory(story, &question.role)?;
        (asked.entity.entity_type.as_str() == entity_type).then_some(story)
    }

    /// If the action replies to the open question, makes sure that its value has the asked role
    /// and gives the story that asked.
    pub(crate) fn reply(&mut self, action: &mut Action) -> Option<StoryIndex> {
        let question = self.conversation.state.asked.clone()?;
        let story = self.bot.story_named(&question.story)?;
        if self.is_off(story) {
            return None;
        }
        let mandatory = self.mandatory(story, &question.role)?;
        let EntityUse { entity_type, role } = &mandatory.entity;
        let is_current = self.current_story() == Some(story);
        let intent_fits = match &action.intent {
            None => true,
            Some(intent) => is_current && self.bot.compiled(story).supports.contains(intent),
        };
        let fits = |action: &Action, said: &Said| {
            intent_fits || (action.words_outside(said) == 0 && !action.is_known_sentence)
        };
        if let Some(said) = action.said.iter().find(|said| said.role == *role) {
            return fits(action, said).then_some(story);
        }

        let same_type: Vec<usize> = (0..action.said.len())
            .filter(|index| action.said[*index].entity_type == *entity_type)
            .collect();
        let generic = |index: &usize| action.said[*index].role.as_str() == entity_type.as_str();
        let candidate = match same_type.as_slice() {
            [] => None,
            [one] => Some(*one),
            several => several.iter().copied().find(generic),
        };
        if let Some(index) = candidate {
            let said = &action.said[index];
            if !fits(action, said) || !self.may_take_role(story, action, said, mandatory) {
                return None;
            }
            self.trace.note(
                Topic::Question,
                format!("`{}` is taken for the `{role}` that was asked for", said.role),
            );
            action.said[index].role = role.clone();
            return Some(story);
        }
        if !same_type.is_empty() {
            return None;
        }

        let said = self.read_reply(action, mandatory, intent_fits, is_current)?;
        if !fits(action, &said) {
            return None;
        }
        self.trace.note(Topic::Question, format!("the reply is read as the `{role}` asked for"));
        action.said.push(said);
        Some(story)
    }

    /// Whether a value that NLU gave another role replies to the question: surely when it is
    /// almost the whole sentence; in a longer one, only when its role is no other thing that the
    /// story still needs.
    fn may_take_role(
        &self,
        story: StoryIndex,
        action: &Action,
        said: &Said,
        asked: &MandatoryEntity,
    ) -> bool {
        let is_generic = said.role.as_str() == asked.entity.entity_type.as_str();
        let is_wanted = self.mandatory(story, &said.role).is_some();
        is_generic
            || !is_wanted
            || action.words_outside(said) <= 1
            || is_filled(self, &said.role)
            || action.intent.is_none()
    }

    /// Reads a reply in which NLU found nothing of the asked type.
    fn read_reply(
        &self,
        action: &Action,
        mandatory: &MandatoryEntity,
        intent_fits: bool,
        is_current: bool,
    ) -> Option<Said> {
        let EntityUse { entity_type, role } = &mandatory.entity;
        let text = action.text.as_deref()?;
        let said = |span: Span, value| Said {
            role: role.clone(),
            entity_type: entity_type.clone(),
            text: span.slice(text).to_owned(),
            value,
            span: Some(span),
        };
        let whole = Span::of_bytes(text, 0, text.len());
        if let Some(value) = self.read_whole(text, entity_type) {
            return Some(said(whole, Some(value)));
        }
        // Words around it: only when NLU says nothing else, or the reply's own intent.
        let is_open = match &action.intent {
            None => true,
            Some(intent) => intent_fits && mandatory.intents.contains(intent),
        };
        if !is_open {
            return None;
        }
        if let Some(dimension) = self.bot.dimension(entity_type) {
            let found = self.read(text, dimension);
            // "8 s'il vous plaît", right after the question: what is only likely elsewhere is
            // what was asked for.
            let asked = |found: &&ValueFound| {
                let outside = action.words_outside(&said(found.span, None));
                is_current && action.intent.is_none() && outside <= WORDS_OF_COURTESY_MAX
            };
            let best = found
                .iter()
                .find(|found| !found.latent)
                .or_else(|| found.iter().filter(asked).max_by_key(|found| found.span.len()))?;
            return Some(said(best.span, Some(best.value.clone())));
        }
        if let Some(dictionary) = self.bot.dictionary(entity_type) {
            let (span, value) = last_words(text, |words| dictionary.value_of(words))?;
            let value = model::Value::Text { value: value.to_owned(), candidates: Vec::new() };
            return Some(said(span, Some(value)));
        }
        // A type without values of its own: whatever is said right after the question. Words are
        // neither a file nor a place.
        let is_words = ![ATTACHMENT, LOCATION].contains(&entity_type.as_str());
        (is_words && is_current && action.intent.is_none() && !text.trim().is_empty())
            .then(|| said(whole, None))
    }

    /// The first mandatory entity of a story that is missing, once values of this event that
    /// only have their type's name as role found their place.
    pub(crate) fn first_missing(&mut self, story: StoryIndex) -> Option<usize> {
        let mandatory = &self.bot.story(story).mandatory;
        for (index, wanted) in mandatory.iter().enumerate() {
            let EntityUse { entity_type, role } = &wanted.entity;
            if is_filled(self, role) {
                continue;
            }
            let generic = Role::new(entity_type.as_str()).ok();
            match generic {
                // Asked for under its type's name: a value in any role will do.
                Some(generic) if generic == *role => {
                    let state = &self.conversation.state;
                    let any = state.entities.values().any(|memory| {
                        memory.current.as_ref().is_some_and(|held| held.entity_type == *entity_type)
                    });
                    if any {
                        self.trace.note(
                            Topic::Question,
                            format!("`{role}` is not asked for: a value of its type is known"),
                        );
                        continue;
                    }
                }
                Some(generic) if self.run.said_roles.contains(&generic) => {
                    let state = &mut self.conversation.state;
                    let is_of_type = memory::current(state, &generic)
                        .is_some_and(|held| held.entity_type == *entity_type);
                    if is_of_type && let Some(held) = memory::take(state, &generic) {
                        memory::hold(state, role.clone(), held);
                        self.run.said_roles.push(role.clone());
                        self.trace.note(
                            Topic::Question,
                            format!("`{generic}` is taken for the `{role}` that is needed"),
                        );
                        continue;
                    }
                }
                _ => {}
            }
            return Some(index);
        }
        None
    }

    /// Remembers that a value was asked for.
    pub(crate) fn remember_question(&mut self, story: StoryIndex, role: &Role) {
        let name = self.bot.story(story).name.clone();
        let before = self.conversation.state.asked.take();
        let repeats = match before {
            Some(before) if before.story == name && before.role == *role => before.repeats + 1,
            _ => 0,
        };
        let question = Question { story: name, role: role.clone(), repeats, events_since: 0 };
        self.conversation.state.asked = Some(question);
        self.run.asked_now = true;
    }

    /// At the end of a turn: a question that was answered is closed, one that was interrupted
    /// for too long is forgotten.
    pub(crate) fn age_question(&mut self) {
        let Some(mut question) = self.conversation.state.asked.take() else { return };
        if is_filled(self, &question.role) {
            return;
        }
        let is_current = self.conversation.state.story.as_ref() == Some(&question.story);
        if !self.run.asked_now && !self.run.is_aside {
            question.events_since = question.events_since.saturating_add(1);
        }
        if is_current || question.events_since < QUESTION_EVENTS_MAX {
            self.conversation.state.asked = Some(question);
        } else {
            self.trace.note(
                Topic::Question,
                format!("the question about `{}` is forgotten", question.role),
            );
        }
    }
}

impl<'a> Turn<'a> {
    /// What a story says about a role that it needs.
    pub(crate) fn mandatory(&self, story: StoryIndex, role: &Role) -> Option<&'a MandatoryEntity> {
        let mandatory = &self.bot.story(story).mandatory;
        mandatory.iter().find(|wanted| wanted.entity.role == *role)
    }
}

/// The longest run of words that means something, the last of that length.
fn last_words<'t, T>(
    text: &'t str,
    mut meaning: impl FnMut(&'t str) -> Option<T>,
) -> Option<(Span, T)> {
    // Names of more words are rare; without this bound the work is cubic in the sentence.
    const WORDS_MAX: usize = 6;
    let words: Vec<(usize, usize)> = words(text);
    for length in (1..=WORDS_MAX.min(words.len())).rev() {
        for start in (0..=words.len() - length).rev() {
            let (from, to) = (words[start].0, words[start + length - 1].1);
            if let Some(found) = text.get(from..to).and_then(&mut meaning) {
                return Some((Span::of_bytes(text, from, to), found));
            }
        }
    }
    None
}

fn words(text: &str) -> Vec<(usize, usize)> {
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push((from, at));
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_words_with_a_meaning_are_found() {
        let meaning = |words: &str| matches!(words, "Lyon" | "Lyon Part-Dieu").then_some(());
        let find = |text| last_words(text, meaning).map(|(span, ())| span.slice(text).to_owned());
        assert_eq!(find("à Lyon Part-Dieu, merci").as_deref(), Some("Lyon Part-Dieu"));
        assert_eq!(find("plutôt Lyon").as_deref(), Some("Lyon"));
        assert_eq!(find("Paris"), None);
        assert_eq!(find(""), None);
    }
}
