//! Configurations of bots and of their connectors, as `GET /bots/{bot}` and
//! `POST /configuration/bots` of Tock's Studio give them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Rest;
use crate::nlp::null_is_default;

/// A connector.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConnectorDump {
    /// The storage's id.
    #[serde(rename = "_id")]
    pub id: serde_json::Value,
    /// Its id in its bot: what requests, pages and programs name.
    #[serde(deserialize_with = "null_is_default")]
    pub application_id: String,
    /// The bot.
    #[serde(deserialize_with = "null_is_default")]
    pub bot_id: String,
    /// Whose.
    #[serde(deserialize_with = "null_is_default")]
    pub namespace: String,
    /// The NLU application.
    #[serde(deserialize_with = "null_is_default")]
    pub nlp_model: String,
    /// Which kind.
    #[serde(deserialize_with = "null_is_default")]
    pub connector_type: ConnectorTypeDump,
    /// Of a test connector: the kind that it tests.
    pub owner_connector_type: Option<ConnectorTypeDump>,
    /// A name to show.
    #[serde(deserialize_with = "null_is_default")]
    pub name: String,
    /// Where Tock calls it.
    pub base_url: Option<String>,
    /// Its settings, secret ones among them.
    #[serde(deserialize_with = "null_is_default")]
    pub parameters: BTreeMap<String, serde_json::Value>,
    /// Where it listens.
    pub path: Option<String>,
    /// Of a test connector: the one that it tests.
    pub target_configuration_id: Option<serde_json::Value>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A kind of connector.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConnectorTypeDump {
    /// Its name: `web`, `messenger`.
    #[serde(deserialize_with = "null_is_default")]
    pub id: String,
    /// `textChat`, `voiceAssistant` or `textAndVoiceAssistant`.
    pub user_interface_type: Option<serde_json::Value>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A bot's own configuration.
#[derive(Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BotConfigurationDump {
    /// The storage's id.
    #[serde(rename = "_id")]
    pub id: serde_json::Value,
    /// A name to show.
    #[serde(deserialize_with = "null_is_default")]
    pub name: String,
    /// The bot.
    #[serde(deserialize_with = "null_is_default")]
    pub bot_id: String,
    /// Whose.
    #[serde(deserialize_with = "null_is_default")]
    pub namespace: String,
    /// The NLU application.
    #[serde(deserialize_with = "null_is_default")]
    pub nlp_model: String,
    /// The key of its program: a secret.
    pub api_key: Option<String>,
    /// Where its program listens: a secret.
    pub webhook_url: Option<String>,
    /// The languages it speaks.
    #[serde(deserialize_with = "null_is_default")]
    pub supported_locales: Vec<String>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}
