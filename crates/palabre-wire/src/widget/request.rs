//! What a page posts.

use serde::{Deserialize, Serialize};

use crate::json::{self, Error};

/// Something that a visitor says to a bot: `message` or `payload`.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ChatRequest {
    /// The bot's public id.
    #[cfg_attr(feature = "schema", schema(example = "pub_0123456789abcdefghjkmnpqrs"))]
    pub bot_id: String,
    /// What the visitor typed.
    #[cfg_attr(feature = "schema", schema(example = "a train to Lyon tomorrow at 8"))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub message: Option<String>,
    /// The `payload` of the button that the visitor pressed, instead of a message.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub payload: Option<String>,
    /// Whether the visitor only opened a new conversation, and said nothing yet: a bot that greets
    /// says its greeting.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub opened: bool,
    /// The conversation that goes on; absent, a new one begins.
    #[cfg_attr(feature = "schema", schema(example = "conv_0123456789abcdefghjkmnpqrs"))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub conversation_id: Option<String>,
    /// The visitor's language.
    #[cfg_attr(feature = "schema", schema(example = "en"))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub locale: Option<String>,
    /// The consent text of the bot's branding to which the visitor agreed; it is kept with the
    /// conversation.
    #[cfg_attr(feature = "schema", schema(example = "We keep this conversation for 30 days."))]
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub consent: Option<String>,
}

impl ChatRequest {
    /// Reads a request; members that it does not know are ignored.
    ///
    /// ```
    /// use wire::widget::ChatRequest;
    /// let request = ChatRequest::read(br#"{"botId":"pub_1","message":"hello","more":1}"#)?;
    /// assert_eq!(request.message.as_deref(), Some("hello"));
    /// assert!(ChatRequest::read(br#"{"message":"hello"}"#).is_err());
    /// # Ok::<(), wire::Error>(())
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        json::read(bytes)
    }
}

/// A visitor's opinion about a message.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FeedbackRequest {
    /// The bot's public id.
    pub bot_id: String,
    /// The conversation; not needed with the token of a signed-in user.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub conversation_id: Option<String>,
    /// The message.
    pub message_id: String,
    /// The opinion; absent or null takes it back.
    #[serde(default)]
    pub vote: Option<WidgetVote>,
}

impl FeedbackRequest {
    /// Reads a request; members that it does not know are ignored.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        json::read(bytes)
    }
}

/// An opinion.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WidgetVote {
    /// Good.
    Up,
    /// Bad.
    Down,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: &str) {
        let error = ChatRequest::read(body.as_bytes()).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
    }

    #[test]
    fn what_is_wrong_is_named() {
        check("", "it is empty");
        check("hello", "not valid JSON");
        check("{}", "botId");
        check(r#"{"botId":7}"#, "botId");
        check(r#"{"botId":"b","message":["a"]}"#, "message");
        check(r#"{"botId":"b","conversationId":{}}"#, "conversationId");
        let vote = FeedbackRequest::read(br#"{"botId":"b","messageId":"m","vote":"maybe"}"#);
        assert!(vote.unwrap_err().to_string().contains("vote"));
    }
}
