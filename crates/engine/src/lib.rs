//! What a bot says: one event and a conversation in, messages and perhaps a call to the outside
//! out. See `docs/concepts/conversations.md` for the rules, told to people who write bots.
//!
//! A turn is [`query`] (what to ask of NLU, if anything), [`start`], and, while the engine asks
//! for an [`Effect`], [`resume`] with its answer. Each of these returns a [`Progress`]: the
//! conversation after it, the messages to send, and a [`Trace`] of what was decided and why.
//!
//! This crate must not do I/O, must not read a clock, and must draw no randomness but that which
//! follows from the turn's id: the same inputs give the same outputs, byte by byte, so that a turn
//! that is run again after a crash says the same. It must never panic on a bot or an event,
//! however broken: what is wrong becomes a line of the trace.
//!
//! ```
//! use engine::{CompiledBot, Context, Next};
//! use model::*;
//!
//! # struct NoValues;
//! # impl ValueReader for NoValues {
//! #     fn read(&self, _: &str, _: &ReadingContext) -> Vec<ValueFound> { Vec::new() }
//! #     fn warm_up(&self, _: &[Locale], _: &[Dimension]) {}
//! #     fn merge(&self, _: &Value, _: &ValueFound, _: &str, _: &ReadingContext) -> Option<Value> { None }
//! # }
//! # let mut rng = SeededRng::new(1);
//! # let (namespace, user) = (Namespace::new("app").unwrap(), UserId::new("u1").unwrap());
//! let bot = Bot::new(namespace.clone(), BotName::new("gare").unwrap(), vec![Locale::en()]);
//! let bot = CompiledBot::new(bot.into());
//! let (turn, connector) = (TurnId::random(&mut rng), ConnectorType::new("web").unwrap());
//! let context = Context::new(&bot, &NoValues, Timestamp(0), &turn, &connector);
//! let id = ConversationId::random(&mut rng);
//! let conversation = Conversation::new(id, namespace, BotId::random(&mut rng), user.clone(), Timestamp(0));
//! let event = Event::sentence(&mut rng, user, "hello", Timestamp(0));
//! assert!(engine::query(&context, &conversation, &event).is_some());
//! let progress = engine::start(&context, conversation, &event, None);
//! assert!(matches!(progress.next, Next::Done));
//! assert_eq!(progress.messages[0].plain_text(), "Sorry, I did not understand.");
//! ```

mod action;
mod answers;
mod beginning;
mod channel;
mod check;
mod choose;
mod compiled;
mod dictionary;
pub mod expression;
mod faq;
mod flags;
mod format;
mod group;
mod keywords;
mod labels;
mod memory;
mod opening;
mod program;
mod randomness;
mod reply;
mod rules;
mod scope;
mod sending;
mod silence;
mod task;
pub mod template;
mod trace;
mod turn;
mod user;
mod webhook;
mod words;

use model::{
    Capabilities, ConnectorType, Conversation, Effect, EffectAnswer, Event, Interface, Message,
    Query, Timestamp, TurnId, Understanding, ValueReader,
};
use serde::{Deserialize, Serialize};

pub use check::check;
pub use compiled::CompiledBot;
pub use group::known_as;
pub use scope::BUILT_IN_NAMES;
pub use silence::{DeskRefusal, check_desk};
pub use task::Cursor;
pub use trace::{SaidLabel, Topic, Trace, TraceLine};

/// What a turn needs besides its conversation and its event. All of it comes in.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The bot, prepared once per version.
    pub bot: &'a CompiledBot,
    /// Reads and merges dates, numbers and the like.
    pub values: &'a dyn ValueReader,
    /// The present: when the event came in, so that a turn run again says the same.
    pub now: Timestamp,
    /// The turn's id: the seed of its message ids and of its choices between variants.
    pub turn: &'a TurnId,
    /// The kind of channel that is answered.
    pub connector: &'a ConnectorType,
    /// Where the channel listens, for what is said of one channel alone.
    pub channel_path: Option<&'a str>,
    /// Whether the answer is read or heard.
    pub interface: Interface,
    /// What the channel can show. What it cannot becomes words.
    pub capabilities: Capabilities,
    /// Whether [`Trace::said_otherwise`] is wanted: for tests, which accept any variant.
    pub alternatives: bool,
}

impl<'a> Context<'a> {
    /// A context of a channel that is read and shows everything.
    pub fn new(
        bot: &'a CompiledBot,
        values: &'a dyn ValueReader,
        now: Timestamp,
        turn: &'a TurnId,
        connector: &'a ConnectorType,
    ) -> Self {
        let capabilities = Capabilities {
            answers_in_exchange: true,
            pushes: true,
            quick_replies: true,
            cards: true,
            carousel: true,
            files: true,
            typing: true,
            streaming: true,
        };
        let (interface, alternatives) = (Interface::Text, false);
        let channel_path = None;
        Self {
            bot,
            values,
            now,
            turn,
            connector,
            channel_path,
            interface,
            capabilities,
            alternatives,
        }
    }
}

/// What one call of [`start`] or [`resume`] leads to: one segment of the turn.
#[derive(Debug, Clone, PartialEq)]
pub struct Progress {
    /// The conversation after the segment. Its `version` is untouched: the store counts.
    pub conversation: Conversation,
    /// What to send, in order.
    pub messages: Vec<Message>,
    /// A message that still grows, as far as it is known: for those who watch, never stored.
    pub growing: Option<Message>,
    /// What was decided in this segment, and why.
    pub trace: Trace,
    /// Whether the turn is over.
    pub next: Next,
}

/// What follows a segment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
#[allow(clippy::large_enum_variant, reason = "it is moved once per segment, never kept in a list")]
pub enum Next {
    /// Nothing: the turn is over.
    Done,
    /// The answer to a call, with which [`resume`] goes on. The same effect comes back while more
    /// frames of its answer are expected: it is then not called again.
    Await {
        /// The call.
        effect: Effect,
        /// Where to go on. Stored with the segment; a text of JSON is enough.
        cursor: Cursor,
    },
}

/// What to ask of NLU about an event; `None` when there is nothing to understand (a button, a
/// file, an empty sentence).
pub fn query(context: &Context<'_>, conversation: &Conversation, event: &Event) -> Option<Query> {
    opening::query(context, conversation, event)
}

/// Begins a turn. `understanding` is what NLU said of the [`query`]; without it (NLU is down, or
/// there was no query) a sentence is unknown.
pub fn start(
    context: &Context<'_>,
    conversation: Conversation,
    event: &Event,
    understanding: Option<&Understanding>,
) -> Progress {
    turn::start(context, conversation, event, understanding)
}

/// Goes on with a turn once its effect has been answered, has failed, or its deadline is over.
pub fn resume(
    context: &Context<'_>,
    conversation: Conversation,
    cursor: &Cursor,
    answer: &EffectAnswer,
) -> Progress {
    turn::resume(context, conversation, cursor, answer)
}
