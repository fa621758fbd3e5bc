//! The words Palabre is built from, and nothing else.
//!
//! Every other crate speaks in these types: what comes in ([`Event`]), what goes out
//! ([`Message`]), what was understood ([`Understanding`]), what a bot is ([`Bot`]), what is
//! remembered ([`Conversation`]), and what the engine asks of the outside ([`Effect`]).
//!
//! This crate must not do I/O, must not be async, and must not read a clock or a source of
//! randomness: [`Clock`] and [`Rng`] are traits that others implement.
//!
//! ```
//! use model::{Event, EventKind, Locale, SeededRng, Timestamp, UserId};
//!
//! let mut rng = SeededRng::new(7);
//! let event = Event::sentence(&mut rng, UserId::new("u1").unwrap(), "bonjour", Timestamp(0))
//!     .in_locale("fr_FR".parse::<Locale>().unwrap());
//! assert!(matches!(event.kind, EventKind::Sentence { .. }));
//! assert!(event.id.as_str().starts_with("evt_"));
//! ```

mod access;
mod bot;
mod connector;
mod conversation;
mod diagnostic;
mod dialog;
mod edit;
mod edit_back;
mod effect;
mod event;
mod faq;
mod flag;
mod ids;
mod label;
pub mod limits;
mod locale;
mod message;
pub mod metric_names;
mod notification;
mod obfuscation;
mod parts;
mod program;
mod random;
mod rule;
mod secret;
mod span;
mod story;
mod time;
mod understanding;
mod user;
mod value;
mod web_api;

pub use access::*;
pub use bot::*;
pub use connector::*;
pub use conversation::*;
pub use diagnostic::*;
pub use dialog::*;
pub use edit::*;
pub use effect::*;
pub use event::*;
pub use faq::*;
pub use flag::*;
pub use ids::*;
pub use label::*;
pub use locale::*;
pub use message::*;
pub use notification::*;
pub use obfuscation::hide_ranges;
pub use parts::*;
pub use program::*;
pub use random::*;
pub use rule::*;
pub use secret::*;
pub use span::*;
pub use story::*;
pub use time::*;
pub use understanding::*;
pub use user::*;
pub use value::*;
pub use web_api::*;
