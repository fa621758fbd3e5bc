//! Several users in one conversation, and one user under two names.

use model::limits::MEMBERS_MAX;
use model::{Conversation, Event, Member};

use crate::rules::speaker;

/// Lets the user of an event speak: in a group's conversation, what is known of the one who spoke
/// before is put aside.
pub(crate) fn give_the_floor(conversation: &mut Conversation, event: &Event) {
    let (now, before) = (&event.user, speaker(conversation).clone());
    if *now == before || (conversation.speaker.is_none() && *now == conversation.user) {
        return;
    }
    let is_first = conversation.speaker.is_none();
    let theirs = conversation.members.remove(now).unwrap_or_default();
    let profile = std::mem::replace(&mut conversation.profile, theirs.profile);
    let memory = std::mem::replace(&mut conversation.memory, theirs.memory);
    // Before anybody spoke there is only the group itself, which is nobody.
    if !is_first {
        if conversation.members.len() >= MEMBERS_MAX {
            conversation.members.pop_first();
        }
        conversation.members.insert(before, Member { profile, memory });
    }
    conversation.speaker = Some(now.clone());
}

/// A user who was known under a temporary id gets a known one: `known` is the conversation of the
/// known id, `temporary` the other. What was going on under the temporary id goes on; what is
/// known of the user is joined, and what the known id says rules.
pub fn known_as(mut known: Conversation, temporary: &Conversation) -> Conversation {
    if temporary.last_event_at >= known.last_event_at || known.version == 0 {
        known.state = temporary.state.clone();
        known.hand_over = temporary.hand_over.clone().or(known.hand_over);
        known.started_at = temporary.started_at;
        known.last_event_at = temporary.last_event_at;
    }
    let (own, other) = (&mut known.profile, &temporary.profile);
    let fields = [
        (&mut own.time_zone, &other.time_zone),
        (&mut own.first_name, &other.first_name),
        (&mut own.last_name, &other.last_name),
        (&mut own.username, &other.username),
        (&mut own.email, &other.email),
        (&mut own.phone, &other.phone),
        (&mut own.picture_url, &other.picture_url),
    ];
    for (own, other) in fields {
        if own.is_none() {
            own.clone_from(other);
        }
    }
    if known.profile.locale.is_none() {
        known.profile.locale.clone_from(&temporary.profile.locale);
    }
    for (name, fact) in &temporary.memory.facts {
        if !known.memory.facts.contains_key(name) {
            known.memory.facts.insert(name.clone(), fact.clone());
        }
    }
    let silent = known.memory.silent_until.max(temporary.memory.silent_until);
    known.memory.silent_until = silent;
    known.memory.tests |= temporary.memory.tests;
    known
}
