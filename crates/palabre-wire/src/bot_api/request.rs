//! What the platform sends to a program.

use serde::{Deserialize, Serialize};

use super::{RequestContext, null_is_default};
use crate::nlp::Value;
use crate::{Error, json};

/// One thing asked of a program: an answer to a user, or its configuration.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestData {
    /// Comes back in every frame of the answer.
    pub request_id: String,
    /// What the user said or did.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bot_request: Option<UserRequest>,
    /// `true`: the program's configuration is asked for.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub configuration: Option<bool>,
}

impl RequestData {
    /// Asks for an answer to a user.
    pub fn of_user(request_id: impl Into<String>, request: UserRequest) -> Self {
        Self { request_id: request_id.into(), bot_request: Some(request), configuration: None }
    }

    /// Asks for the configuration.
    pub fn of_configuration(request_id: impl Into<String>) -> Self {
        Self { request_id: request_id.into(), bot_request: None, configuration: Some(true) }
    }

    /// Reads a request.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        json::read(bytes)
    }
}

/// What a user said or did, and all that the program needs to answer.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserRequest {
    /// What is wanted, without namespace; `unknown` when nothing was understood. Always written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub intent: Option<String>,
    /// Everything that the conversation holds, not only what this sentence says.
    #[serde(default, deserialize_with = "null_is_default")]
    pub entities: Vec<Entity>,
    /// The words, or what was pressed.
    pub message: UserMessage,
    /// The story that is asked; [`super::UNKNOWN_STORY`] when none of the program's fits.
    pub story_id: String,
    /// The current step of that story.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<String>,
    /// Who asks, where, in which language.
    pub context: RequestContext,
}

/// What a user said or pressed.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum UserMessage {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// Something pressed: `intent?key=value&key=value`, form-urlencoded.
    Choice {
        /// What was pressed.
        payload: String,
        /// Empty. Strict readers want a text in every message.
        #[serde(default)]
        text: String,
    },
}

/// Something that was said, with its meaning.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entity {
    /// `namespace:name`.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// The part that it plays.
    pub role: String,
    /// The words.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<String>,
    /// What they mean, when it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    #[cfg_attr(test, schemars(with = "Option<super::schema::AnyValue>"))]
    pub value: Option<Value>,
    /// Whether the meaning was looked for.
    #[serde(default, deserialize_with = "null_is_default")]
    pub evaluated: bool,
    /// Parts of it. Always written.
    #[serde(default, deserialize_with = "null_is_default")]
    pub sub_entities: Vec<Entity>,
    /// Whether this very sentence says it.
    #[serde(default, deserialize_with = "null_is_default")]
    pub new: bool,
}
