//! What a client posts.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::json::{self, Error};

const REMEDY: &str = r#"a request looks like {"query":"bonjour","userId":"u1","locale":"fr"}"#;

/// A request of a web client. Read it with [`WebRequest::read`]; writing omits what is absent.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WebRequest {
    /// What the user typed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// The choice id of a button: `book?_step=seat&id=1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// Who. Required unless the channel knows it otherwise (a cookie, a token).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The temporary id under which the client knew its user until now. Ours: no client of Tock
    /// sends it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub previous_user_id: Option<String>,
    /// The group in whose conversation the user speaks. Ours too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group_id: Option<String>,
    /// `fr`, `fr-FR` or `fr_FR`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locale: Option<String>,
    /// A referral: where the user comes from.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub referral: Option<String>,
    /// Another connector of the bot that shall answer (honoured in bridge mode only).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connector_id: Option<String>,
    /// Whether a bot program wants the conversation's history.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub returns_history: bool,
    /// Whether footnotes shall carry the passage they quote.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub source_with_content: bool,
    /// Whether each message shall be streamed on this same exchange.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub streamed_response: bool,
    /// An opinion about an earlier message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feedback: Option<WebFeedback>,
}

/// An opinion about a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WebFeedback {
    /// The message's `actionId`.
    pub action_id: String,
    /// The opinion; `None` (written `null`) takes it back.
    pub vote: Option<WebVote>,
}

/// Good or bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum WebVote {
    /// Good.
    Up,
    /// Bad.
    Down,
}

impl WebRequest {
    /// Reads a request. Names of fields are read in any case, unknown ones are ignored, `null`
    /// is the same as absent.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        let value = json::value(bytes)?;
        let Value::Object(fields) = value else {
            return Err(Error::field(
                "body",
                format!("must be an object but is {}", json::kind(&value)),
                REMEDY,
            ));
        };
        let feedback = match field(&fields, "feedback") {
            None => None,
            Some(Value::Object(feedback)) => Some(read_feedback(feedback)?),
            Some(other) => return Err(wrong_kind("feedback", "an object", other)),
        };
        Ok(Self {
            query: text(&fields, "query")?,
            payload: text(&fields, "payload")?,
            user_id: text(&fields, "userId")?,
            previous_user_id: text(&fields, "previousUserId")?,
            group_id: text(&fields, "groupId")?,
            locale: text(&fields, "locale")?,
            referral: text(&fields, "ref")?,
            connector_id: text(&fields, "connectorId")?,
            returns_history: flag(&fields, "returnsHistory")?,
            source_with_content: flag(&fields, "sourceWithContent")?,
            streamed_response: flag(&fields, "streamedResponse")?,
            feedback,
        })
    }
}

fn read_feedback(fields: &Map<String, Value>) -> Result<WebFeedback, Error> {
    let remedy = r#"send {"actionId":"…","vote":"UP"}, with the `actionId` of a message"#;
    let Some(action_id) = text(fields, "actionId")? else {
        return Err(Error::field("feedback.actionId", "is missing", remedy));
    };
    let vote = match text(fields, "vote")?.as_deref() {
        None => None,
        Some("UP") => Some(WebVote::Up),
        Some("DOWN") => Some(WebVote::Down),
        Some(other) => {
            let other: String = other.chars().take(40).collect();
            return Err(Error::field(
                "feedback.vote",
                format!("is `{other}`"),
                "it must be `UP`, `DOWN` or null",
            ));
        }
    };
    Ok(WebFeedback { action_id, vote })
}

// The exact name wins over the same name in another case. Null counts as absent.
fn field<'a>(fields: &'a Map<String, Value>, name: &str) -> Option<&'a Value> {
    fields
        .get(name)
        .or_else(|| {
            fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        })
        .filter(|value| !value.is_null())
}

fn text(fields: &Map<String, Value>, name: &str) -> Result<Option<String>, Error> {
    match field(fields, name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(wrong_kind(name, "a text", other)),
    }
}

fn flag(fields: &Map<String, Value>, name: &str) -> Result<bool, Error> {
    match field(fields, name) {
        None => Ok(false),
        Some(Value::Bool(flag)) => Ok(*flag),
        Some(other) => Err(wrong_kind(name, "a boolean", other)),
    }
}

fn wrong_kind(name: &str, wanted: &str, found: &Value) -> Error {
    Error::field(name, format!("must be {wanted} but is {}", json::kind(found)), REMEDY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check_error(body: &str, expected: &str) {
        let error = WebRequest::read(body.as_bytes()).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn every_field_is_read_in_any_case_and_null_is_absent() {
        let request = WebRequest::read(
            br#"{"QUERY":"q","payload":null,"userid":"u","PreviousUserID":"t","groupId":"g","Locale":"fr_FR","ref":"r",
                "connectorId":"c","returnsHistory":true,"sourcewithcontent":true,
                "streamedResponse":false,"feedback":{"actionId":"a","vote":"DOWN"},"other":[1]}"#,
        )
        .unwrap();
        assert_eq!(
            request,
            WebRequest {
                query: Some("q".into()),
                payload: None,
                user_id: Some("u".into()),
                previous_user_id: Some("t".into()),
                group_id: Some("g".into()),
                locale: Some("fr_FR".into()),
                referral: Some("r".into()),
                connector_id: Some("c".into()),
                returns_history: true,
                source_with_content: true,
                streamed_response: false,
                feedback: Some(WebFeedback { action_id: "a".into(), vote: Some(WebVote::Down) }),
            }
        );
    }

    #[test]
    fn the_exact_name_wins_over_another_case() {
        let request = WebRequest::read(br#"{"USERID":"loud","userId":"right"}"#).unwrap();
        assert_eq!(request.user_id.as_deref(), Some("right"));
    }

    #[test]
    fn what_is_wrong_is_named() {
        check_error("[]", "`body` must be an object but is a list");
        check_error(r#"{"query":5}"#, "`query` must be a text but is a number");
        check_error(r#"{"userId":{}}"#, "`userId` must be a text but is an object");
        check_error(r#"{"returnsHistory":"yes"}"#, "`returnsHistory` must be a boolean");
        check_error(r#"{"feedback":"UP"}"#, "`feedback` must be an object but is a text");
        check_error(r#"{"feedback":{"vote":"UP"}}"#, "`feedback.actionId` is missing");
        check_error(r#"{"feedback":{"actionId":"a","vote":"up"}}"#, "`feedback.vote` is `up`");
        check_error("bonjour", "the body is not valid JSON");
        check_error("", "the body is not valid JSON: it is empty");
    }

    #[test]
    fn what_is_written_is_read_back() {
        let request = WebRequest {
            payload: Some("book?id=1".into()),
            user_id: Some("u".into()),
            feedback: Some(WebFeedback { action_id: "a".into(), vote: None }),
            ..WebRequest::default()
        };
        let json = serde_json::to_string(&request).unwrap();
        assert_eq!(
            json,
            r#"{"payload":"book?id=1","userId":"u","feedback":{"actionId":"a","vote":null}}"#
        );
        assert_eq!(WebRequest::read(json.as_bytes()).unwrap(), request);
    }

    proptest! {
        #[test]
        fn no_bytes_crash_the_reader(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            drop(WebRequest::read(&bytes));
        }
    }
}
