//! The widget API: what any page may ask of a bot by its public id.
//!
//! The routes and members that were published first (`POST /api/widget/chat` with `botId`,
//! `message` and `conversationId`, answered by `reply`, `conversationId` and `messageId`; what a
//! bot is and looks like) stay exactly as they are; everything else is beside them.

mod answer;
mod bot;
mod message;
mod request;

pub use answer::*;
pub use bot::*;
pub use message::*;
pub use request::*;
