//! A bot in one turn.

use std::sync::Arc;

use engine::{Context, Cursor, Progress};
use model::{Conversation, EffectAnswer, Event, Query, Timestamp, TurnId, Understanding};

use crate::bots::{LoadedBot, ServedChannel};

/// Where a turn takes place.
pub struct Place {
    /// The bot, in the version that the channel serves.
    pub bot: Arc<LoadedBot>,
    /// The channel.
    pub channel: Arc<ServedChannel>,
}

/// A bot in one turn.
pub struct Talker<'a> {
    place: &'a Place,
    turn: &'a TurnId,
    now: Timestamp,
}

impl<'a> Talker<'a> {
    /// A bot in one turn. `now` is when its event was accepted, in every attempt.
    pub fn new(place: &'a Place, turn: &'a TurnId, now: Timestamp) -> Self {
        Self { place, turn, now }
    }

    fn context(&self) -> Context<'_> {
        let Place { bot, channel } = self.place;
        let (compiled, values) = (bot.talking.compiled(), bot.talking.values());
        let connector = &channel.channel.connector;
        let mut context = Context::new(compiled, values, self.now, self.turn, connector);
        context.capabilities = channel.capabilities();
        context.channel_path = Some(&channel.channel.path);
        context
    }

    /// What NLU is asked about the event, when there is something to understand.
    pub fn query(&self, conversation: &Conversation, event: &Event) -> Option<Query> {
        engine::query(&self.context(), conversation, event)
    }

    /// What NLU says, given the vector of the sentence.
    pub fn understand(&self, query: &Query, vector: &[f32], test: bool) -> Understanding {
        // Whoever tries a bot wants to see the reasons.
        self.place.bot.talking.understand(query, vector, test)
    }

    /// Begins the turn.
    pub fn start(
        &self,
        conversation: Conversation,
        event: &Event,
        understanding: Option<&Understanding>,
    ) -> Progress {
        engine::start(&self.context(), conversation, event, understanding)
    }

    /// Goes on after an effect.
    pub fn resume(
        &self,
        conversation: Conversation,
        cursor: &Cursor,
        answer: &EffectAnswer,
    ) -> Progress {
        engine::resume(&self.context(), conversation, cursor, answer)
    }
}
