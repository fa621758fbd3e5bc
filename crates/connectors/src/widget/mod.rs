//! The widget connector: the embeddable chat of any page, and the API under it.
//!
//! Visitors are known by the server alone (a conversation's id, a visitor's token, the signed
//! token of the embedding site's user), so every request comes with an identified user; the
//! channel's own path answers nobody.

mod descriptor;
mod receive;
mod render;
mod settings;

pub use render::widget_message;
pub use settings::WidgetSettings;

use model::{ConnectorDescriptor, FieldProblem, Message};
use serde_json::Value;

use crate::kit::{
    Connector, IncomingRequest, Part, ReceiveContext, Received, Refusal, RenderContext, Rendered,
};

/// The fact of an exchange that names its conversation.
pub const CONVERSATION_ID: &str = "conversationId";

/// The fact of an exchange that proves whose the conversation is, when it begins.
pub const VISITOR_TOKEN: &str = "visitorToken";

/// The widget connector.
#[derive(Debug, Clone, Copy, Default)]
pub struct Widget;

impl Connector for Widget {
    fn descriptor(&self) -> &ConnectorDescriptor {
        descriptor::descriptor()
    }

    fn check_settings(&self, settings: &Value) -> Vec<FieldProblem> {
        WidgetSettings::check(settings)
    }

    fn receive(
        &self,
        _settings: &Value,
        request: &IncomingRequest<'_>,
        context: &mut ReceiveContext<'_>,
    ) -> Result<Received, Refusal> {
        receive::receive(request, context)
    }

    fn render(
        &self,
        _settings: &Value,
        messages: &[Message],
        context: &RenderContext<'_>,
    ) -> Rendered {
        render::render(messages, context)
    }

    fn answer(&self, parts: &[Part], context: &RenderContext<'_>) -> String {
        render::answer(parts, context)
    }

    fn frame(&self, part: &Part, _context: &RenderContext<'_>) -> String {
        crate::kit::stream_frame("message", &part.json)
    }

    fn first_frame(&self, context: &RenderContext<'_>) -> Option<String> {
        Some(crate::kit::stream_frame("conversation", &render::begun(context)))
    }

    fn last_frame(&self, parts: &[Part], context: &RenderContext<'_>) -> Option<String> {
        Some(crate::kit::stream_frame("answer", &render::answer(parts, context)))
    }
}
