//! How a turn begins.

use model::{Conversation, Event, EventKind, Query};

use crate::Context;

pub(crate) fn query(
    context: &Context<'_>,
    conversation: &Conversation,
    event: &Event,
) -> Option<Query> {
    let EventKind::Sentence { text } = &event.kind else { return None };
    let wanted = event.locale.as_ref().or(conversation.profile.locale.as_ref());
    Some(Query {
        text: text.clone(),
        locale: context.bot.bot().locale_for(wanted),
        now: context.now,
        zone: context.bot.bot().time_zone.clone(),
        intents: Vec::new(),
        known_sentences: true,
    })
}
