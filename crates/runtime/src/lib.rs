//! A bot ready to talk: its content, its trained model and the engine, in memory.
//!
//! [`TalkingBot`] is a bot with its model; [`Talk`] is a conversation with it; [`dialogs::run`]
//! plays a bot's tests. `palabre chat`, `palabre test` and tests stand on it. The server does not:
//! it runs the same engine, one stored segment at a time.
//!
//! This crate must not store, send or call anything, and must not read a clock: the present comes
//! with each event, and calls to the outside are answered by the caller.
//!
//! ```
//! use std::sync::Arc;
//! use model::{Bot, BotName, EventKind, Locale, Namespace, Timestamp};
//! use runtime::{Talk, TalkingBot};
//!
//! let bot = Bot::new(Namespace::new("app").unwrap(), BotName::new("b").unwrap(), vec![Locale::fr()]);
//! let bot = TalkingBot::train(bot, Arc::new(values::Reader::new())).unwrap();
//! let mut talk = Talk::new(&bot, Locale::fr());
//! let turn = talk.turn(EventKind::Sentence { text: "bonjour".into() }, Timestamp(0));
//! assert_eq!(turn.messages[0].plain_text(), "Désolé, je n'ai pas compris.");
//! ```

pub mod dialogs;
mod start_of_day;
mod talk;
mod talking_bot;

pub use talk::{Talk, TurnDone};
pub use talking_bot::TalkingBot;

/// Why a bot cannot talk.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The model's bytes are no model: train the bot again.
    #[error("the trained model cannot be read: {0}")]
    Model(#[from] nlu::Error),
}
