//! What a connector makes of messages.

use std::collections::BTreeMap;

use model::{Locale, MessageId};

/// What `render` needs besides the messages.
#[derive(Debug, Clone, Copy)]
pub struct RenderContext<'a> {
    /// The user's locale.
    pub locale: &'a Locale,
    /// One id per answered event, the same in the answer and in all its stream events; `None`
    /// when the channel has no streams.
    pub response_id: Option<&'a str>,
    /// Where this server is seen from outside (`https://bots.example.org`), without a slash at
    /// the end: goes before file addresses that are paths of this server.
    pub base_url: Option<&'a str>,
    /// What the server knows of the exchange and the channel's protocol says in its answer.
    pub facts: Option<&'a BTreeMap<String, String>>,
}

impl<'a> RenderContext<'a> {
    /// A context with a locale alone.
    pub fn new(locale: &'a Locale) -> Self {
        Self { locale, response_id: None, base_url: None, facts: None }
    }

    /// A fact of the exchange.
    pub fn fact(&self, name: &str) -> Option<&'a str> {
        self.facts?.get(name).map(String::as_str)
    }
}

/// Messages in the channel's own JSON.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Rendered {
    /// What to send, in order.
    pub parts: Vec<Part>,
    /// What the channel cannot show.
    pub left_out: Vec<LeftOut>,
}

/// One thing to send.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// The message it is (a part of).
    pub message: MessageId,
    /// How long to wait before sending it, in milliseconds; `None` is the bot's default.
    pub delay_ms: Option<u32>,
    /// The channel's JSON, as text: ready to send and to store.
    pub json: String,
    /// Facts of this part that the channel writes beside it.
    pub metadata: BTreeMap<String, String>,
}

/// A message, or a piece of one, that the channel cannot show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The message.
    pub message: MessageId,
    /// What and why.
    pub reason: String,
}
