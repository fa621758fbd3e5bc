//! What a client gets back: all messages of a turn in one answer, or one by one as events.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::web::WebMessage;

/// Key of the id that a turn's answer and its events share. Clients that hold an event stream
/// use it to tell what they have shown already.
pub const RESPONSE_ID: &str = "RESPONSE_ID";
/// Key of the intent's name, when the bot says it.
pub const INTENT: &str = "INTENT";
/// Key of the mark on a streamed answer's last message; its value is `"true"`.
pub const LAST_ANSWER: &str = "LAST_ANSWER";
/// Key that says `"true"` while a text still grows and `"false"` with its final form.
pub const TOCK_STREAM_RESPONSE: &str = "TOCK_STREAM_RESPONSE";

/// An answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WebResponse {
    /// The messages, in order.
    pub responses: Vec<WebMessage>,
    /// Facts about the answer. Values are texts, never booleans or numbers.
    pub metadata: BTreeMap<String, String>,
}

impl WebResponse {
    /// An answer without metadata.
    pub fn of(responses: Vec<WebMessage>) -> Self {
        Self { responses, metadata: BTreeMap::new() }
    }
}

/// An answer that says why there is none. Kits read the body before the status, so it is JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebError {
    /// The field, the reason, the remedy.
    pub error: String,
}

/// The content type of an event stream.
pub const EVENT_STREAM_CONTENT_TYPE: &str = "text/event-stream;charset=UTF-8";

/// The frame that shows that a stream is alive: at once, then at every interval.
pub const PING_FRAME: &str = "event: ping\ndata: 1\n\n";

/// The frame of one answer.
///
/// ```
/// use wire::web::{WebMessage, WebResponse, message_frame};
/// assert_eq!(
///     message_frame(&WebResponse::of(vec![WebMessage::text("a\nb")])),
///     "event: message\ndata: {\"responses\":[{\"text\":\"a\\nb\",\"version\":\"1\",\
///      \"type\":\"WebMessage\"}],\"metadata\":{}}\n\n"
/// );
/// ```
pub fn message_frame(response: &WebResponse) -> String {
    // Texts, lists and maps with text keys: writing them as JSON cannot fail.
    let json = serde_json::to_string(response).unwrap_or_default();
    format!("event: message\ndata: {json}\n\n")
}
