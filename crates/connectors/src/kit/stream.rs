//! Event streams, as every channel that has them writes them.

use wire::web::EVENT_STREAM_CONTENT_TYPE;
pub use wire::web::PING_FRAME;

/// The headers of a stream. No compression: it would hold frames back.
pub const STREAM_HEADERS: [(&str, &str); 4] = [
    ("Content-Type", EVENT_STREAM_CONTENT_TYPE),
    ("Connection", "keep-alive"),
    ("Cache-Control", "no-cache"),
    ("X-Accel-Buffering", "no"),
];

/// A frame of a stream. `json` holds no line break, as JSON that we write.
pub fn stream_frame(event: &str, json: &str) -> String {
    format!("event: {event}\ndata: {json}\n\n")
}
