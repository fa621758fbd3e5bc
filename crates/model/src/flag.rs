//! Feature flags: parts of a bot that are on for some users, for some time, on some channels.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ChannelSelector;

/// When something is on. Stories name a flag, conditions ask `flag("name")`.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FeatureFlag {
    /// What it is for.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When it is on, unless its channel says otherwise.
    #[serde(flatten)]
    pub state: FlagState,
    /// What holds on some channels instead, as a whole.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<ChannelSelector, FlagState>,
}

/// For whom and when a flag is on: all that is said must hold.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FlagState {
    /// Whether it is on at all.
    pub enabled: bool,
    /// From when on, local to the bot's time zone: `2026-03-02` or `2026-03-02T09:00`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The first moment at which it is off again, in the same form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// For how many users of a hundred, 0 to 100; always the same ones. `None` is all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub percent: Option<f64>,
}

impl Default for FlagState {
    fn default() -> Self {
        Self { enabled: true, from: None, until: None, percent: None }
    }
}
