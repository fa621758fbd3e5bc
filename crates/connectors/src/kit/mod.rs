//! What all connectors share.

mod cors;
mod files;
mod receive;
mod render;
mod request;
mod stream;
mod user_tokens;

pub use cors::{CorsRules, Headers, Refused};
pub use files::{ReceivedFile, kind_of_file};
pub use receive::*;
pub use render::*;
pub use request::*;
pub use stream::*;
pub use user_tokens::{USER_SECRET, UserTokens};

use model::{ConnectorDescriptor, Event, FieldProblem, Message};
use serde_json::Value;

/// A kind of channel. One value serves all channels of its kind: what differs between channels
/// comes in as `settings`, the JSON that the descriptor's schema describes.
pub trait Connector: Send + Sync {
    /// What this kind of channel is and can do.
    fn descriptor(&self) -> &ConnectorDescriptor;

    /// What is wrong with a channel's settings; empty when nothing is. Called before they are
    /// stored, so that `receive` and `render` may fall back to defaults in silence.
    fn check_settings(&self, settings: &Value) -> Vec<FieldProblem>;

    /// Verifies who sent a request (over its raw bytes) and reads its events.
    ///
    /// A [`Refusal`] is a request that was forged or makes no sense as a whole: nothing of it is
    /// stored. One bad event among good ones is not a refusal but a [`Rejected`].
    fn receive(
        &self,
        settings: &Value,
        request: &IncomingRequest<'_>,
        context: &mut ReceiveContext<'_>,
    ) -> Result<Received, Refusal>;

    /// Writes on a message what of its event showing it takes: the message is stored with that,
    /// and the event is not.
    fn mark(&self, _event: &Event, _message: &mut Message) {}

    /// The channel's own JSON for messages, in order. One message gives no part (the channel
    /// cannot show it: see [`Rendered::left_out`]), one, or several, and always the same ones
    /// however the messages are grouped into calls.
    fn render(
        &self,
        settings: &Value,
        messages: &[Message],
        context: &RenderContext<'_>,
    ) -> Rendered;

    /// The JSON that answers the exchange, for channels that answer in it ([`Reply::Answers`]).
    /// Without parts it is what the channel expects when a turn said nothing.
    fn answer(&self, parts: &[Part], context: &RenderContext<'_>) -> String;

    /// One part as a frame of an event stream, for channels that have streams.
    fn frame(&self, part: &Part, context: &RenderContext<'_>) -> String;

    /// The frames around an answer that is streamed in its exchange: what comes before the first
    /// message, and what comes after the last. Nothing, unless the protocol has such.
    fn first_frame(&self, _context: &RenderContext<'_>) -> Option<String> {
        None
    }

    /// See [`Connector::first_frame`].
    fn last_frame(&self, _parts: &[Part], _context: &RenderContext<'_>) -> Option<String> {
        None
    }
}
