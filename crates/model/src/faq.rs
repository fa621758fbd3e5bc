//! Questions with an answer: the shortest way to teach a bot something.

use serde::{Deserialize, Serialize};

use crate::{LabelKey, StoryName};

/// An entry of the FAQ. Its name is that of its intent, whose title, description, category and
/// sentences are the question's; so it is understood, corrected and tested like any other intent.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Faq {
    /// What is answered.
    pub answer: LabelKey,
    /// Words to find and group entries by.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub tags: Vec<String>,
    /// The story that follows the answer; `None` is [`crate::BotSettings::faq_ends_with`].
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ends_with: Option<StoryName>,
    /// Whether it is switched off.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub disabled: bool,
}
