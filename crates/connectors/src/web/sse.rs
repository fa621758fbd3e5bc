//! The event stream: the same messages as in the answers of POSTs, one frame each.
//!
//! Clients that hold a stream count the messages they got under an answer's `RESPONSE_ID` and
//! drop that many from the POST's answer. So both sides carry the same messages, in the same
//! order, one frame per message, under the same id.

use wire::web::EVENT_STREAM_CONTENT_TYPE;

pub use wire::web::PING_FRAME;

use super::render::answer;
use crate::kit::{Part, RenderContext};

/// The headers of a stream. No compression: it would hold frames back.
pub const STREAM_HEADERS: [(&str, &str); 4] = [
    ("Content-Type", EVENT_STREAM_CONTENT_TYPE),
    ("Connection", "keep-alive"),
    ("Cache-Control", "no-cache"),
    ("X-Accel-Buffering", "no"),
];

/// The frame of one part: an answer with one message.
pub fn frame(part: &Part, context: &RenderContext<'_>) -> String {
    // JSON that we wrote holds no line break outside its strings, and none inside them.
    format!("event: message\ndata: {}\n\n", answer(std::slice::from_ref(part), context))
}
