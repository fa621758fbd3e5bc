//! The event stream: the same messages as in the answers of POSTs, one frame each.
//!
//! Clients that hold a stream count the messages they got under an answer's `RESPONSE_ID` and
//! drop that many from the POST's answer. So both sides carry the same messages, in the same
//! order, one frame per message, under the same id.

use super::render::answer;
use crate::kit::{Part, RenderContext, stream_frame};

/// The frame of one part: an answer with one message.
pub(super) fn frame(part: &Part, context: &RenderContext<'_>) -> String {
    stream_frame("message", &answer(std::slice::from_ref(part), context))
}
