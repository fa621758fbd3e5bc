//! The web connector: JSON over HTTP, answers in the exchange and as server-sent events, in the
//! protocol of Tock's kits (react, vue, flutter).

mod descriptor;
mod markdown;
mod receive;
mod render;
mod settings;
mod sse;

pub use render::web_message;
pub use settings::{Security, WebSettings};

use model::{ConnectorDescriptor, Event, FieldProblem, Message};
use serde_json::Value;

use crate::kit::{
    Connector, IncomingRequest, Part, ReceiveContext, Received, Refusal, RenderContext, Rendered,
};

/// The web connector.
#[derive(Debug, Clone, Copy, Default)]
pub struct Web;

impl Connector for Web {
    fn descriptor(&self) -> &ConnectorDescriptor {
        descriptor::descriptor()
    }

    fn check_settings(&self, settings: &Value) -> Vec<FieldProblem> {
        WebSettings::check(settings)
    }

    fn receive(
        &self,
        settings: &Value,
        request: &IncomingRequest<'_>,
        context: &mut ReceiveContext<'_>,
    ) -> Result<Received, Refusal> {
        receive::receive(&WebSettings::of(settings), request, context)
    }

    fn render(
        &self,
        settings: &Value,
        messages: &[Message],
        context: &RenderContext<'_>,
    ) -> Rendered {
        render::render(&WebSettings::of(settings), messages, context)
    }

    fn mark(&self, event: &Event, message: &mut Message) {
        render::mark(event, message);
    }

    fn answer(&self, parts: &[Part], context: &RenderContext<'_>) -> String {
        render::answer(parts, context)
    }

    fn frame(&self, part: &Part, context: &RenderContext<'_>) -> String {
        sse::frame(part, context)
    }
}
