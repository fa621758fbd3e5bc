//! What a program declares: its stories.

use serde::{Deserialize, Deserializer, Serialize};

use super::{UNKNOWN_INTENT_QUALIFIED, null_is_default};

/// The stories of a program. Entities, languages and the bot's name belong to the platform.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ClientConfiguration {
    /// What it can do.
    #[serde(deserialize_with = "null_is_default")]
    pub stories: Vec<StoryConfiguration>,
    /// `V1` (also when absent), `V2` or `V3`: from `V2` on it can send several frames over HTTP.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub version: Option<String>,
}

/// A story of a program.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoryConfiguration {
    /// The intent that starts it.
    pub main_intent: String,
    /// Its id in requests and replies; the main intent when absent.
    #[cfg_attr(test, schemars(default))]
    pub name: String,
    /// More intents that start it.
    #[cfg_attr(test, schemars(default))]
    pub other_starter_intents: Vec<String>,
    /// Intents that reach it while it is the current story.
    #[cfg_attr(test, schemars(default))]
    pub secondary_intents: Vec<String>,
    /// Its steps.
    #[cfg_attr(test, schemars(default))]
    pub steps: Vec<StepConfiguration>,
}

/// A step of a program's story.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StepConfiguration {
    /// Its id in requests and replies.
    pub name: String,
    /// The intent that leads to it; its name when absent.
    #[cfg_attr(test, schemars(default))]
    pub main_intent: String,
    /// More intents that lead to it.
    #[cfg_attr(test, schemars(default))]
    pub other_starter_intents: Vec<String>,
    /// Intents that keep it going.
    #[cfg_attr(test, schemars(default))]
    pub secondary_intents: Vec<String>,
}

impl ClientConfiguration {
    /// Whether the program can send several frames over HTTP.
    pub fn streams(&self) -> bool {
        matches!(self.version.as_deref(), Some(version) if version != "V1")
    }
}

impl StoryConfiguration {
    /// A story with nothing but its main intent.
    pub fn of_intent(main_intent: impl Into<String>) -> Self {
        let main_intent = main_intent.into();
        LooseStory { main_intent, ..LooseStory::default() }.into()
    }

    /// Whether it is only the program's mark for what it does not understand, and no story.
    pub fn is_marker(&self) -> bool {
        self.main_intent == UNKNOWN_INTENT_QUALIFIED
    }
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct LooseStory {
    main_intent: String,
    name: Option<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    other_starter_intents: Vec<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    secondary_intents: Vec<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    steps: Vec<StepConfiguration>,
}

impl From<LooseStory> for StoryConfiguration {
    fn from(loose: LooseStory) -> Self {
        Self {
            name: loose.name.unwrap_or_else(|| loose.main_intent.clone()),
            main_intent: loose.main_intent,
            other_starter_intents: loose.other_starter_intents,
            secondary_intents: loose.secondary_intents,
            steps: loose.steps,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LooseStep {
    name: String,
    main_intent: Option<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    other_starter_intents: Vec<String>,
    #[serde(default, deserialize_with = "null_is_default")]
    secondary_intents: Vec<String>,
}

impl From<LooseStep> for StepConfiguration {
    fn from(loose: LooseStep) -> Self {
        Self {
            main_intent: loose.main_intent.unwrap_or_else(|| loose.name.clone()),
            name: loose.name,
            other_starter_intents: loose.other_starter_intents,
            secondary_intents: loose.secondary_intents,
        }
    }
}

impl<'de> Deserialize<'de> for StoryConfiguration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LooseStory::deserialize(deserializer).map(Into::into)
    }
}

impl<'de> Deserialize<'de> for StepConfiguration {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        LooseStep::deserialize(deserializer).map(Into::into)
    }
}
