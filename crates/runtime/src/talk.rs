//! A conversation in memory.

use engine::{Context, Next, Progress, Trace};
use model::{
    BotId, BotLine, Capabilities, ConnectorType, Conversation, ConversationId, Dialog, Effect,
    EffectAnswer, Event, EventKind, Exchange, Interface, Locale, Message, SeededRng, Timestamp,
    TurnId, Understanding, UserId, UserLine,
};
use serde::Serialize;

use crate::{TalkingBot, dialogs};

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
    recorded: Vec<Exchange>,
    started_at: Option<Timestamp>,
    last_at: Timestamp,
    /// Titles of everything offered, with what pressing it does.
    offered: Vec<(String, EventKind)>,
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
            recorded: Vec::new(),
            started_at: None,
            last_at: Timestamp(0),
            offered: Vec::new(),
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
        let line = self.record_user(&kind, now);
        let event = Event::new(&mut self.rng, user, kind, now).in_locale(self.locale.clone());
        let turn = TurnId::random(&mut self.rng);
        let (compiled, values) = (self.bot.compiled(), self.bot.values());
        let mut context = Context::new(compiled, values, now, &turn, &self.connector);
        context.interface = self.interface;
        context.capabilities = self.capabilities.unwrap_or(context.capabilities);
        context.alternatives = self.lists_alternatives;

        let understanding = engine::query(&context, &conversation, &event)
            .map(|query| self.bot.understand(&query, &[], self.explains));
        let mut progress = engine::start(&context, conversation, &event, understanding.as_ref());
        let (mut messages, mut trace) = (Vec::new(), Trace::default());
        loop {
            let Progress { conversation, messages: more, trace: later, next, .. } = progress;
            messages.extend(more);
            trace.append(later);
            match next {
                Next::Done => {
                    self.conversation = Some(conversation);
                    let done = TurnDone { understanding, messages, trace };
                    self.record_bot(line, &done);
                    return done;
                }
                Next::Await { effect, cursor } => {
                    let answer = call(&effect);
                    progress = engine::resume(&context, conversation, &cursor, &answer);
                }
            }
        }
    }

    /// The conversation so far as a test of the bot: what was said, pressed and answered, and how
    /// it was understood. What a test cannot do (an opinion, a notification) is left out.
    pub fn as_dialog(&self, name: &str) -> Dialog {
        let zone = &self.bot.bot().time_zone;
        let now = self.started_at.map(|at| {
            let zone: chrono_tz::Tz = zone.parse().unwrap_or(chrono_tz::UTC);
            at.to_utc().with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S").to_string()
        });
        Dialog {
            name: name.to_owned(),
            locale: self.locale.clone(),
            now,
            time_zone: None,
            exchanges: self.recorded.clone(),
        }
    }

    fn record_user(&mut self, kind: &EventKind, now: Timestamp) -> Option<UserLine> {
        let line = match kind {
            EventKind::Choice(_) => {
                let offer = self.offered.iter().rev().find(|(_, event)| event == kind);
                offer.map(|(title, _)| UserLine::Presses { title: title.clone() })
            }
            other => UserLine::of_event(other),
        }?;
        let waited_ms = now.since_ms(self.last_at);
        if self.started_at.is_none() {
            self.started_at = Some(now);
        } else if waited_ms >= 1000 {
            let seconds = waited_ms.unsigned_abs() / 1000;
            let user = UserLine::Waits { seconds };
            self.recorded.push(Exchange { user, bot: Vec::new(), line: 0 });
        }
        self.last_at = now;
        Some(line)
    }

    fn record_bot(&mut self, line: Option<UserLine>, done: &TurnDone) {
        for message in &done.messages {
            self.offered.extend(dialogs::pressable(message));
        }
        let Some(user) = line else { return };
        let mut bot = Vec::new();
        if let Some(understanding) = &done.understanding {
            bot.push(BotLine::Understands { intent: understanding.intent.clone() });
        }
        for message in &done.messages {
            bot.push(BotLine::Says { text: message.plain_text() });
            let titles = dialogs::titles_of(message);
            if !titles.is_empty() {
                bot.push(BotLine::Offers { titles });
            }
        }
        self.recorded.push(Exchange { user, bot, line: 0 });
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
