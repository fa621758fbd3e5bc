//! A turn, from its event to its last message.

use model::{Conversation, EffectAnswer, Event, Message, MessageId, Understanding};
use serde::{Deserialize, Serialize};

use crate::randomness::TurnRng;
use crate::words::Words;
use crate::{Context, Next, Progress, Trace};

/// Where a turn goes on once its effect is answered. Opaque; serialises to JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cursor {
    segment: u32,
}

pub(crate) fn start(
    context: &Context<'_>,
    conversation: Conversation,
    event: &Event,
    _understanding: Option<&Understanding>,
) -> Progress {
    let locale = context.bot.bot().locale_for(event.locale.as_ref());
    let mut rng = TurnRng::new(context.turn, 0);
    let text = Words::NotUnderstood.in_locale(&locale);
    Progress {
        conversation,
        messages: vec![Message::text(MessageId::random(&mut rng), text)],
        trace: Trace::default(),
        next: Next::Done,
    }
}

pub(crate) fn resume(
    _context: &Context<'_>,
    conversation: Conversation,
    _cursor: &Cursor,
    _answer: &EffectAnswer,
) -> Progress {
    Progress { conversation, messages: Vec::new(), trace: Trace::default(), next: Next::Done }
}
