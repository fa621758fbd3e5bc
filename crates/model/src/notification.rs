//! Telling a user something that they did not just ask for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{IntentName, StepName};

/// Runs a story for a user who did not speak.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// The intent whose story runs.
    pub intent: IntentName,
    /// The step it begins with.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub step: Option<StepName>,
    /// Entities that it sets: role to dictionary value or text; what is no role can be used by
    /// the texts of this turn.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub parameters: BTreeMap<String, String>,
    /// What it does where the bot is silent.
    #[serde(default)]
    pub state: NotificationState,
}

/// What a notification does for a user for whom the bot is silent.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationState {
    /// Nothing: it is dropped.
    #[default]
    KeepCurrent,
    /// It is said, and the bot stays silent.
    OnlyThis,
    /// It is said, and the bot answers again.
    Reactivate,
}
