//! The Bot API: how a bot program in any language talks with the platform.
//!
//! The platform sends a [`RequestData`] for each thing that a user says or does; the program
//! answers with one or more [`ResponseData`] that carry the same `requestId`. The program says
//! once which stories it has, in a [`ResponseData`] with a [`ClientConfiguration`]. The same JSON
//! travels over a WebSocket, over HTTP, and as server-sent events.
//!
//! Absent and `null` are read alike and unknown fields are ignored; `null` is never written,
//! empty lists and maps are. Some published programs are strict readers, so requests are written
//! in the form that all of them understand: dates in UTC to the second, `candidates` and
//! `subEntities` even when empty, a `text` beside the `payload` of a choice.
//!
//! ```
//! use wire::bot_api::{BotMessage, ResponseData};
//!
//! let frame = ResponseData::read(br#"{"requestId":"r1","botResponse":{"storyId":"hello",
//!     "messages":[{"type":"sentence","text":{"text":"Hello!"}}]}}"#)?;
//! let reply = frame.bot_response.unwrap();
//! assert!(reply.is_last());
//! assert!(matches!(&reply.messages[0], BotMessage::Sentence(it) if it.text.text == "Hello!"));
//! # Ok::<(), wire::Error>(())
//! ```

mod configuration;
mod context;
mod message;
mod request;
mod response;
#[cfg(test)]
mod schema;

pub use configuration::*;
pub use context::*;
pub use message::*;
pub use request::*;
pub use response::*;

/// The story of a request that no declared story takes.
pub const UNKNOWN_STORY: &str = "tock_unknown_story";
/// The intent of a sentence that is not understood. A story declared for it takes such sentences.
pub const UNKNOWN_INTENT: &str = "unknown";
/// The same with its namespace; a story declared for it is not one.
pub const UNKNOWN_INTENT_QUALIFIED: &str = "tock:unknown";
/// The key of the event that switches streaming on and off; its value is `true` or `false`.
pub const STREAM_SWITCH: &str = "TOCK_STREAM_RESPONSE";

/// `null` is the same as absent.
pub(crate) use crate::nlp::null_is_default;
