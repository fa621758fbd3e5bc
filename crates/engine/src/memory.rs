//! What a conversation remembers: values by role with their history, and variables. Bounded.

use model::limits::{
    CONTEXT_VALUE_BYTES_MAX, CONTEXT_VARIABLES_MAX, ENTITY_HISTORY_MAX, ENTITY_ROLES_MAX,
    ENTITY_TEXT_BYTES_MAX, FACTS_MAX,
};
use model::{DialogState, EntityMemory, Fact, HeldValue, Locale, Role, Timestamp, UserMemory};

/// The present value of a role.
pub(crate) fn current<'a>(state: &'a DialogState, role: &Role) -> Option<&'a HeldValue> {
    state.entities.get(role)?.current.as_ref()
}

/// Gives a role a value; the one before goes to the history.
pub(crate) fn hold(state: &mut DialogState, role: Role, mut value: HeldValue) {
    value.text = cut(value.text, ENTITY_TEXT_BYTES_MAX);
    let memory = state
        .entities
        .entry(role.clone())
        .or_insert_with(|| EntityMemory { current: None, history: Vec::new() });
    if let Some(before) = memory.current.replace(value) {
        push_history(memory, before);
    }
    if state.entities.len() > ENTITY_ROLES_MAX {
        let last_said = |memory: &EntityMemory| {
            memory.current.as_ref().or(memory.history.last()).map_or(Timestamp(0), |held| held.at)
        };
        let oldest = state
            .entities
            .iter()
            .filter(|(other, _)| **other != role)
            .min_by_key(|(_, memory)| last_said(memory))
            .map(|(other, _)| other.clone());
        if let Some(oldest) = oldest {
            state.entities.remove(&oldest);
        }
    }
}

/// Forgets a role's value; it stays in the history. Says whether there was one.
pub(crate) fn forget(state: &mut DialogState, role: &Role) -> bool {
    let Some(memory) = state.entities.get_mut(role) else { return false };
    let Some(before) = memory.current.take() else { return false };
    push_history(memory, before);
    true
}

/// Takes a role's value away without a trace of it: it belonged to another role.
pub(crate) fn take(state: &mut DialogState, role: &Role) -> Option<HeldValue> {
    let memory = state.entities.get_mut(role)?;
    let value = memory.current.take();
    if memory.history.is_empty() {
        state.entities.remove(role);
    }
    value
}

/// Forgets all values and variables.
pub(crate) fn forget_all(state: &mut DialogState) {
    let roles: Vec<Role> = state.entities.keys().cloned().collect();
    for role in roles {
        forget(state, &role);
    }
    state.context.clear();
}

/// Why a variable was not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotSet {
    /// There are too many already.
    TooMany,
    /// Its value is too large.
    TooLarge,
}

impl NotSet {
    pub(crate) fn words(self) -> &'static str {
        match self {
            NotSet::TooMany => "there are too many already",
            NotSet::TooLarge => "its value is too large",
        }
    }
}

/// Sets a variable; `null` removes it.
pub(crate) fn set(
    state: &mut DialogState,
    variable: &str,
    value: serde_json::Value,
) -> Result<(), NotSet> {
    if value.is_null() {
        state.context.remove(variable);
        return Ok(());
    }
    if variable.len() + value.to_string().len() > CONTEXT_VALUE_BYTES_MAX {
        return Err(NotSet::TooLarge);
    }
    if state.context.len() >= CONTEXT_VARIABLES_MAX && !state.context.contains_key(variable) {
        return Err(NotSet::TooMany);
    }
    state.context.insert(variable.to_owned(), value);
    Ok(())
}

/// Remembers a fact of the user; `null` forgets it.
pub(crate) fn remember(
    memory: &mut UserMemory,
    name: &str,
    value: serde_json::Value,
    until: Option<Timestamp>,
) -> Result<(), NotSet> {
    if value.is_null() {
        memory.facts.remove(name);
        return Ok(());
    }
    if name.len() + value.to_string().len() > CONTEXT_VALUE_BYTES_MAX {
        return Err(NotSet::TooLarge);
    }
    if memory.facts.len() >= FACTS_MAX && !memory.facts.contains_key(name) {
        return Err(NotSet::TooMany);
    }
    memory.facts.insert(name.to_owned(), Fact { value, until });
    Ok(())
}

/// Forgets the facts that are over.
pub(crate) fn prune(memory: &mut UserMemory, now: Timestamp) {
    memory.facts.retain(|_, fact| fact.until.is_none_or(|until| until > now));
}

/// The language that a story noted as the user's choice.
pub(crate) fn chosen_locale(memory: &UserMemory, now: Timestamp) -> Option<Locale> {
    let fact = memory.facts.get("locale")?;
    let holds = fact.until.is_none_or(|until| until > now);
    fact.value.as_str().filter(|_| holds)?.parse().ok()
}

/// Cuts a text at a character boundary.
pub(crate) fn cut(mut text: String, bytes_max: usize) -> String {
    if text.len() > bytes_max {
        let mut end = bytes_max;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        text.truncate(end);
    }
    text
}

fn push_history(memory: &mut EntityMemory, before: HeldValue) {
    memory.history.push(before);
    let excess = memory.history.len().saturating_sub(ENTITY_HISTORY_MAX);
    memory.history.drain(..excess);
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::EntityTypeName;

    fn value(text: &str, at: i64) -> HeldValue {
        HeldValue {
            entity_type: EntityTypeName::new("t").unwrap(),
            text: text.to_owned(),
            value: None,
            at: Timestamp(at),
            merged: false,
        }
    }

    #[test]
    fn a_value_pushes_the_one_before_into_a_bounded_history() {
        let mut state = DialogState::default();
        let role = Role::new("date").unwrap();
        for number in 0..10 {
            hold(&mut state, role.clone(), value(&number.to_string(), number));
        }
        let memory = &state.entities[&role];
        assert_eq!(memory.current.as_ref().unwrap().text, "9");
        let texts: Vec<_> = memory.history.iter().map(|held| held.text.as_str()).collect();
        assert_eq!(texts, ["4", "5", "6", "7", "8"]);
        assert!(forget(&mut state, &role));
        assert!(!forget(&mut state, &role));
        assert_eq!(current(&state, &role), None);
        assert_eq!(state.entities[&role].history.last().unwrap().text, "9");
    }

    #[test]
    fn the_role_silent_for_longest_makes_room() {
        let mut state = DialogState::default();
        for number in 0..=ENTITY_ROLES_MAX as i64 {
            hold(&mut state, Role::new(format!("r{number}")).unwrap(), value("x", 1000 - number));
        }
        assert_eq!(state.entities.len(), ENTITY_ROLES_MAX);
        assert!(state.entities.contains_key("r100"), "the newest role stays");
        assert!(!state.entities.contains_key("r99"), "the oldest value goes");
    }

    #[test]
    fn a_variable_that_is_too_large_is_refused() {
        let mut state = DialogState::default();
        assert_eq!(set(&mut state, "a", "x".into()), Ok(()));
        assert_eq!(set(&mut state, "b", "x".repeat(5_000).into()), Err(NotSet::TooLarge));
        assert_eq!(set(&mut state, "a", serde_json::Value::Null), Ok(()));
        assert!(state.context.is_empty());
    }
}
