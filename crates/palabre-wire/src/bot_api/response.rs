//! What a program sends to the platform.

use serde::{Deserialize, Serialize};

use super::{BotMessage, ClientConfiguration, Entity, null_is_default};
use crate::{Error, json};

/// One frame of a program: (a part of) an answer, or its configuration.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseData {
    /// The id of the request that it answers. A configuration may carry any.
    pub request_id: String,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bot_response: Option<BotResponse>,
    /// The configuration. A frame that has one is never an answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub bot_configuration: Option<ClientConfiguration>,
}

impl ResponseData {
    /// An answer.
    pub fn of_answer(request_id: impl Into<String>, response: BotResponse) -> Self {
        let (request_id, bot_response) = (request_id.into(), Some(response));
        Self { request_id, bot_response, bot_configuration: None }
    }

    /// A configuration.
    pub fn of_configuration(
        request_id: impl Into<String>,
        configuration: ClientConfiguration,
    ) -> Self {
        let (request_id, bot_configuration) = (request_id.into(), Some(configuration));
        Self { request_id, bot_response: None, bot_configuration }
    }

    /// Reads a frame.
    pub fn read(bytes: &[u8]) -> Result<Self, Error> {
        json::read(bytes)
    }
}

/// An answer to a user, or a part of one.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BotResponse {
    /// What the user reads, in order.
    #[serde(default, deserialize_with = "null_is_default")]
    pub messages: Vec<BotMessage>,
    /// The story that goes on. Another one than the request's becomes the current story.
    pub story_id: String,
    /// The step that goes on.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<String>,
    /// Everything that the conversation shall hold: what is missing is forgotten. Absent: nothing
    /// changes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub entities: Option<Vec<Entity>>,
    /// Which request it answers, and whether more follows.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub context: Option<ResponseContext>,
}

impl BotResponse {
    /// Whether no frame follows it.
    pub fn is_last(&self) -> bool {
        self.context.as_ref().is_none_or(|context| context.last_response)
    }
}

/// Which request an answer answers.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponseContext {
    /// The request's id.
    #[serde(default, deserialize_with = "null_is_default")]
    pub request_id: String,
    /// When it was written: ISO 8601.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<String>,
    /// Whether no frame follows.
    #[serde(default = "yes", deserialize_with = "null_is_yes")]
    pub last_response: bool,
}

fn yes() -> bool {
    true
}

pub(super) fn null_is_yes<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<bool, D::Error> {
    Ok(Option::<bool>::deserialize(deserializer)?.unwrap_or(true))
}
