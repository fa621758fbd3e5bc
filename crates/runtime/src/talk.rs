//! A conversation in memory.

use engine::{Context, Next, Progress, Trace};
use model::{
    BotId, Capabilities, ConnectorType, Conversation, ConversationId, Effect, EffectAnswer, Event,
    EventKind, Interface, Locale, Message, SeededRng, Timestamp, TurnId, Understanding, UserId,
};
use serde::Serialize;

use crate::TalkingBot;

/// A conversation with a bot. The same events at the same times always give the same words.
pub struct Talk<'b> {
    bot: &'b TalkingBot,
    locale: Locale,
    conversation: Option<Conversation>,
    connector: ConnectorType,
    interface: Interface,
    capabilities: Option<Capabilities>,
    explains: bool,
    lists_alternatives: bool,
    rng: SeededRng,
}

/// What one event led to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TurnDone {
    /// What NLU said, when there was something to understand.
    pub understanding: Option<Understanding>,
    /// What the bot says.
    pub messages: Vec<Message>,
    /// What was decided, and why.
    pub trace: Trace,
}

impl<'b> Talk<'b> {
    /// A conversation in which nothing was said yet, on a channel that shows everything.
    pub fn new(bot: &'b TalkingBot, locale: Locale) -> Self {
        Self {
            bot,
            locale,
            conversation: None,
            connector: ConnectorType::new("web").expect("`web` is a sound connector type"),
            interface: Interface::Text,
            capabilities: None,
            explains: false,
            lists_alternatives: false,
            rng: SeededRng::from_text("palabre talk"),
        }
    }

    /// The same, on another kind of channel.
    pub fn on_channel(
        mut self,
        connector: ConnectorType,
        interface: Interface,
        capabilities: Capabilities,
    ) -> Self {
        (self.connector, self.interface) = (connector, interface);
        self.capabilities = Some(capabilities);
        self
    }

    /// The same, with reasons in each understanding.
    pub fn explaining(mut self) -> Self {
        self.explains = true;
        self
    }

    /// The same, with the other variants in each trace.
    pub(crate) fn listing_alternatives(mut self) -> Self {
        self.lists_alternatives = true;
        self
    }

    /// What is remembered, once something was said.
    pub fn conversation(&self) -> Option<&Conversation> {
        self.conversation.as_ref()
    }

    /// The user's zone, for dates.
    pub(crate) fn set_time_zone(&mut self, zone: &str, now: Timestamp) {
        let mut conversation = self.open(now);
        conversation.profile.time_zone = Some(zone.to_owned());
        self.conversation = Some(conversation);
    }

    /// Something that the user does. Programs are not called: their answers fail.
    pub fn turn(&mut self, kind: EventKind, now: Timestamp) -> TurnDone {
        let nobody =
            |_: &Effect| EffectAnswer::Failed { reason: "no program is called here".into() };
        self.turn_with(kind, now, nobody)
    }

    /// Something that the user does, with somebody who answers the bot's calls.
    pub fn turn_with(
        &mut self,
        kind: EventKind,
        now: Timestamp,
        mut call: impl FnMut(&Effect) -> EffectAnswer,
    ) -> TurnDone {
        let conversation = self.open(now);
        let user = conversation.user.clone();
        let event = Event::new(&mut self.rng, user, kind, now).in_locale(self.locale.clone());
        let turn = TurnId::random(&mut self.rng);
        let (compiled, values) = (self.bot.compiled(), self.bot.values());
        let mut context = Context::new(compiled, values, now, &turn, &self.connector);
        context.interface = self.interface;
        context.capabilities = self.capabilities.unwrap_or(context.capabilities);
        context.alternatives = self.lists_alternatives;

        let understanding = engine::query(&context, &conversation, &event)
            .map(|query| self.bot.understand(&query, self.explains));
        let mut progress = engine::start(&context, conversation, &event, understanding.as_ref());
        let (mut messages, mut trace) = (Vec::new(), Trace::default());
        loop {
            let Progress { conversation, messages: more, trace: later, next } = progress;
            messages.extend(more);
            trace.append(later);
            match next {
                Next::Done => {
                    self.conversation = Some(conversation);
                    return TurnDone { understanding, messages, trace };
                }
                Next::Await { effect, cursor } => {
                    let answer = call(&effect);
                    progress = engine::resume(&context, conversation, &cursor, &answer);
                }
            }
        }
    }

    fn open(&mut self, now: Timestamp) -> Conversation {
        if let Some(conversation) = self.conversation.take() {
            return conversation;
        }
        Conversation::new(
            ConversationId::random(&mut self.rng),
            self.bot.bot().namespace.clone(),
            BotId::random(&mut self.rng),
            UserId::new("you").expect("`you` is a sound user id"),
            now,
        )
    }
}
