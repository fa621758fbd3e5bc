//! Bots for Palabre, written in Rust.
//!
//! Palabre understands the user and holds the conversation; a [`Bot`] says what is answered. It
//! talks with the platform over a WebSocket that it opens ([`Bot::connect`]) or over HTTP
//! ([`Bot::listen`]), in the Bot API, which is also that of Tock. The stories that a bot declares
//! are in Studio as soon as it is connected.
//!
//! ```no_run
//! use palabre_client::{Bot, Bus};
//!
//! #[tokio::main]
//! async fn main() -> Result<(), palabre_client::Error> {
//!     let key = std::env::var("PALABRE_KEY").expect("PALABRE_KEY is the bot's Bot API key");
//!     Bot::new()
//!         .on("greetings", |mut bus: Bus| async move {
//!             bus.say("Hello!").suggest("Which rooms are there?");
//!         })
//!         .unknown(|mut bus: Bus| async move {
//!             bus.say("I did not understand.");
//!         })
//!         .connect("ws://127.0.0.1:8080", &key)
//!         .await
//! }
//! ```
//!
//! A [`Rehearsal`] talks to a bot without any server, for tests:
//!
//! ```
//! use palabre_client::{Bot, Bus, Rehearsal};
//!
//! # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
//! let bot = Bot::new().on("greetings", |mut bus: Bus| async move {
//!     bus.say("Bonjour !");
//! });
//! let mut user = Rehearsal::new(bot).understands("bonjour", "greetings");
//! assert_eq!(user.send("bonjour").await.texts(), ["Bonjour !"]);
//! # });
//! ```
//!
//! This crate knows the JSON of the Bot API (`wire`) and nothing else of the platform.

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

mod bot;
mod bus;
mod error;
mod rehearsal;
mod socket;
mod story;
mod webhook;

pub use bot::Bot;
pub use bus::Bus;
pub use error::Error;
pub use rehearsal::{Rehearsal, Said};
pub use story::{Step, Story};
pub use wire::bot_api::{
    Attachment, AttachmentType, BotMessage, Card, CardAction, Carousel, Entity, I18nText, Sentence,
    Suggestion, UserData, UserInterface, UserMessage, UserRequest,
};
pub use wire::nlp::Value;
