//! What a page gets back.

use serde::{Deserialize, Serialize};

use super::WidgetMessage;

/// What the bot answered.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatAnswer {
    /// All that the bot said as one text: messages apart by an empty line, what is richer than
    /// words in words. Empty when the bot said nothing.
    #[cfg_attr(feature = "schema", schema(example = "At what time?"))]
    pub reply: String,
    /// To send with the next message.
    #[cfg_attr(feature = "schema", schema(example = "conv_0123456789abcdefghjkmnpqrs"))]
    pub conversation_id: String,
    /// The last message; null when the bot said nothing.
    #[cfg_attr(feature = "schema", schema(example = "msg_0123456789abcdefghjkmnpqrs"))]
    pub message_id: Option<String>,
    /// The messages one by one, with all that is in them.
    pub messages: Vec<WidgetMessage>,
    /// Proves that the conversation is the visitor's: with the first answer of a conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visitor_token: Option<String>,
}

/// The first event of a streamed answer.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationBegun {
    /// As in [`ChatAnswer`].
    pub conversation_id: String,
    /// As in [`ChatAnswer`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub visitor_token: Option<String>,
}

/// What was said so far, oldest first.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct History {
    /// The lines.
    pub items: Vec<HistoryLine>,
}

/// Something that was said.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "lowercase")]
pub enum HistoryLine {
    /// By the visitor.
    User {
        /// The words; of a button, its title.
        text: String,
        /// When, ISO 8601.
        at: String,
    },
    /// By the bot.
    Bot {
        /// The message.
        message: WidgetMessage,
        /// When, ISO 8601.
        at: String,
    },
}

/// Why there is no answer.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WidgetError {
    /// The field, the reason, the remedy.
    pub error: String,
}
