//! What a connector makes of a request.

use std::fmt;

use model::{Event, FileId, Rng, Timestamp, UserId};
use serde_json::{Value, json};

use super::ReceivedFile;

/// What `receive` needs besides the request.
pub struct ReceiveContext<'a> {
    /// The present.
    pub now: Timestamp,
    /// For ids of events.
    pub rng: &'a mut dyn Rng,
    /// The user, when the server knows it from elsewhere (a cookie, a token): it then replaces
    /// whatever the request says.
    pub identified_user: Option<UserId>,
    /// The temporary id that an identified user had until now.
    pub known_before: Option<UserId>,
    /// The groups that an identified user belongs to.
    pub groups: Vec<String>,
}

impl<'a> ReceiveContext<'a> {
    /// A context without an identified user.
    pub fn new(now: Timestamp, rng: &'a mut dyn Rng) -> Self {
        Self { now, rng, identified_user: None, known_before: None, groups: Vec::new() }
    }
}

/// What a request held.
#[derive(Debug, Clone, PartialEq)]
pub struct Received {
    /// Its events, in order.
    pub events: Vec<ReceivedEvent>,
    /// Authentic parts that could not be read; kept with their cause.
    pub rejected: Vec<Rejected>,
    /// What to answer, once the events are stored.
    pub reply: Reply,
    /// Another channel of the same kind and bot whose events these are; its settings are then
    /// the ones that hold.
    pub for_channel: Option<String>,
}

impl Received {
    /// Nothing but an answer.
    pub fn only(reply: Reply) -> Self {
        Self { events: Vec::new(), rejected: Vec::new(), reply, for_channel: None }
    }
}

/// An event with what makes it unique.
#[derive(Debug, Clone, PartialEq)]
pub struct ReceivedEvent {
    /// The event.
    pub event: Event,
    /// The same for the same event sent again, unique in its channel: the vendor's id of it, or
    /// the client's idempotency key with the user's id. `None`: each request is a new event.
    pub vendor_event_id: Option<String>,
    /// Whether `vendor_event_id` is a client's idempotency key: the answer of a repeated request
    /// is then the stored one, and another body under the same key is a conflict (409).
    pub idempotent_exchange: bool,
    /// The file that it is about: kept before the event, whose address for it is then made.
    pub file: Option<ReceivedFile>,
}

/// Something authentic that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Why.
    pub cause: String,
    /// The bytes.
    pub body: Vec<u8>,
}

/// What to answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// This, at once, after the events are stored.
    Now(ReplyNow),
    /// The turn's messages, in the exchange: wait for the turn, then [`super::Connector::answer`].
    Answers,
    /// The turn's messages, one by one in the exchange as events, then the end of the stream.
    AnswersAsStream,
    /// A file that was sent to the bot before.
    File(FileId),
    /// All messages for this user from now on, as events, until the client leaves.
    Stream {
        /// Whose.
        user: UserId,
    },
}

/// An answer that depends on no turn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyNow {
    /// HTTP status.
    pub status: u16,
    /// Content type of the body.
    pub content_type: &'static str,
    /// The body.
    pub body: Vec<u8>,
}

impl ReplyNow {
    /// An empty 200.
    pub fn empty() -> Self {
        Self { status: 200, content_type: "text/plain; charset=utf-8", body: Vec::new() }
    }

    /// JSON with 200.
    pub fn json(body: &Value) -> Self {
        Self { status: 200, content_type: "application/json", body: body.to_string().into_bytes() }
    }
}

/// A request that was refused as a whole. Nothing of it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// HTTP status: 400, 401, 403, 404, 405, 409, 413.
    pub status: u16,
    /// A stable name of the reason, for metrics: `bad-json`.
    pub reason: &'static str,
    /// The field, the reason, the remedy.
    pub error: String,
}

impl Refusal {
    /// A refusal.
    pub fn new(status: u16, reason: &'static str, error: impl Into<String>) -> Self {
        Self { status, reason, error: error.into() }
    }

    /// The body to answer with: `{"error":"…"}`. Clients read it as JSON whatever the status.
    pub fn body(&self) -> Value {
        json!({ "error": self.error })
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

impl std::error::Error for Refusal {}
