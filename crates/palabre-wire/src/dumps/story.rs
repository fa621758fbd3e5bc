//! Stories, as `GET /bot/story/{application}/export` gives them and `…/import` takes them.

use serde::{Deserialize, Serialize};

use super::{LabelReference, Rest};
use crate::nlp::null_is_default;

/// A story.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StoryDump {
    /// Unique in its bot.
    pub story_id: String,
    /// The bot.
    pub bot_id: Option<String>,
    /// The intent that starts it.
    #[serde(deserialize_with = "null_is_default")]
    pub intent: NameDump,
    /// `simple`, `builtin`, `script` or `message`: which of the answers counts.
    pub current_type: TypeDump,
    /// What it says.
    #[serde(deserialize_with = "null_is_default")]
    pub answers: Vec<AnswerDump>,
    /// How often it was changed.
    pub version: Option<u64>,
    /// Whose.
    pub namespace: Option<String>,
    /// What it needs first.
    #[serde(deserialize_with = "null_is_default")]
    pub mandatory_entities: Vec<MandatoryEntityDump>,
    /// Where it goes on.
    #[serde(deserialize_with = "null_is_default")]
    pub steps: Vec<StepDump>,
    /// A name to show.
    #[serde(deserialize_with = "null_is_default")]
    pub name: String,
    /// A word to group stories by.
    #[serde(deserialize_with = "null_is_default")]
    pub category: String,
    /// What it is for.
    #[serde(deserialize_with = "null_is_default")]
    pub description: String,
    /// A sentence that starts it.
    #[serde(deserialize_with = "null_is_default")]
    pub user_sentence: String,
    /// Its language.
    pub user_sentence_locale: Option<String>,
    /// The configuration it is for.
    pub configuration_name: Option<String>,
    /// Rules.
    #[serde(deserialize_with = "null_is_default")]
    pub features: Vec<FeatureDump>,
    /// Tags.
    #[serde(deserialize_with = "null_is_default")]
    pub tags: Vec<String>,
    /// Answers of single configurations.
    #[serde(deserialize_with = "null_is_default")]
    pub configured_answers: Vec<ConfiguredAnswersDump>,
    /// Steps of single configurations.
    #[serde(deserialize_with = "null_is_default")]
    pub configured_steps: Vec<ConfiguredStepsDump>,
    /// Intents that alone are possible next.
    #[serde(deserialize_with = "null_is_default")]
    pub next_intents_qualifiers: Vec<QualifierDump>,
    /// Whether it counts for the story before it.
    #[serde(deserialize_with = "null_is_default")]
    pub metric_story: bool,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct NameDump {
    /// The name, without a namespace.
    pub name: String,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A kind of answer, by its name or its number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(untagged)]
pub enum TypeDump {
    /// `simple`, `builtin`, …
    Name(String),
    /// 0 `simple`, 1 `message`, 2 `script`, 3 `builtin`.
    Number(u64),
    /// Not said.
    #[default]
    None,
}

/// An answer, of the kind that `answer_type` says.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnswerDump {
    /// `simple`, `builtin`, `script` or `message`.
    pub answer_type: TypeDump,
    /// What a simple answer says, in order.
    #[serde(deserialize_with = "null_is_default")]
    pub answers: Vec<SimpleAnswerDump>,
    /// Everything else.
    #[serde(flatten)]
    pub rest: Rest,
}

/// What a story says in one configuration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfiguredAnswersDump {
    /// The configuration's name.
    #[serde(deserialize_with = "null_is_default")]
    pub bot_configuration: String,
    /// Which of the answers counts.
    pub current_type: TypeDump,
    /// What it says.
    #[serde(deserialize_with = "null_is_default")]
    pub answers: Vec<AnswerDump>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// Where a story goes on in one configuration.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfiguredStepsDump {
    /// The configuration's name.
    #[serde(deserialize_with = "null_is_default")]
    pub bot_configuration: String,
    /// Its steps.
    #[serde(deserialize_with = "null_is_default")]
    pub steps: Vec<StepDump>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// One thing that a simple answer says.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct SimpleAnswerDump {
    /// The words.
    pub key: LabelReference,
    /// How long to wait, in milliseconds; -1 is the bot's default.
    pub delay: Option<i64>,
    /// What is shown with it.
    pub media_message: Option<MediaDump>,
    /// Sources.
    #[serde(deserialize_with = "null_is_default")]
    pub footnotes: Vec<FootnoteDump>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A card, a carousel or an action.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MediaDump {
    /// `card`, `carousel` or `action`; old files have numbers.
    #[serde(rename = "type")]
    pub kind: serde_json::Value,
    /// Of a card or an action.
    pub title: Option<LabelReference>,
    /// Of a card.
    pub sub_title: Option<LabelReference>,
    /// Of a card.
    pub file: Option<FileDump>,
    /// Of a card.
    #[serde(deserialize_with = "null_is_default")]
    pub actions: Vec<MediaDump>,
    /// Of a card: whether it joins the cards beside it.
    #[serde(deserialize_with = "null_is_default")]
    pub fill_carousel: bool,
    /// Of a carousel.
    #[serde(deserialize_with = "null_is_default")]
    pub cards: Vec<MediaDump>,
    /// Of an action.
    pub url: Option<String>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A file.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FileDump {
    /// The ending of its name.
    pub suffix: Option<String>,
    /// Its name.
    #[serde(deserialize_with = "null_is_default")]
    pub name: String,
    /// Its id.
    pub id: Option<String>,
    /// `image`, `audio`, `video` or `attachment`; old files have numbers.
    #[serde(rename = "type")]
    pub kind: serde_json::Value,
    /// Where it is; else its bytes are in `data`.
    pub external_url: Option<String>,
    /// For those who cannot see it.
    pub description: Option<String>,
    /// Its bytes, in base 64.
    pub data: Option<String>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A source.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct FootnoteDump {
    /// Its id.
    pub identifier: Option<String>,
    /// Its title.
    #[serde(deserialize_with = "null_is_default")]
    pub title: String,
    /// Where it is.
    pub url: Option<String>,
    /// The passage.
    pub content: Option<String>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// An entity that a story needs.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MandatoryEntityDump {
    /// The part it plays.
    pub role: String,
    /// Its type, qualified.
    pub entity_type: String,
    /// The intent of replies to the question.
    #[serde(deserialize_with = "null_is_default")]
    pub intent: NameDump,
    /// The question.
    #[serde(deserialize_with = "null_is_default")]
    pub answers: Vec<AnswerDump>,
    /// Which of the answers counts.
    pub current_type: TypeDump,
    /// A word to group by.
    pub category: Option<String>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StepDump {
    /// Its name; `##1` is one that nobody gave.
    #[serde(deserialize_with = "null_is_default")]
    pub name: String,
    /// The intent that leads to it.
    pub intent: Option<NameDump>,
    /// The intent whose story follows.
    pub target_intent: Option<NameDump>,
    /// What it says.
    #[serde(deserialize_with = "null_is_default")]
    pub answers: Vec<AnswerDump>,
    /// Which of the answers counts.
    pub current_type: TypeDump,
    /// A word to group by.
    pub category: Option<String>,
    /// What its button says.
    pub user_sentence_label: Option<LabelReference>,
    /// The same, in old files.
    pub user_sentence: Option<serde_json::Value>,
    /// Where it goes on.
    #[serde(deserialize_with = "null_is_default")]
    pub children: Vec<StepDump>,
    /// How deep it stands.
    pub level: Option<u64>,
    /// The entity that leads to it.
    pub entity: Option<StepEntityDump>,
    /// What it counts for.
    #[serde(deserialize_with = "null_is_default")]
    pub metrics: Vec<serde_json::Value>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// The entity that leads to a step.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StepEntityDump {
    /// The part it plays.
    pub entity_role: String,
    /// Its type, qualified.
    pub entity_type: String,
    /// The value it has.
    pub value: Option<String>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FeatureDump {
    /// The configuration it is for; `None` is all.
    pub bot_application_configuration_id: Option<String>,
    /// Whether it holds; without a story, whether the story is on.
    #[serde(deserialize_with = "null_is_default")]
    pub enabled: bool,
    /// The story that runs in its place.
    pub switch_to_story_id: Option<String>,
    /// The story that follows.
    pub end_with_story_id: Option<String>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

/// An intent that is possible next.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct QualifierDump {
    /// The intent's name.
    pub intent: String,
    /// How much more likely it is.
    pub modifier: Option<f64>,
    /// What is not known here.
    #[serde(flatten)]
    pub rest: Rest,
}

impl TypeDump {
    /// The kind's name; numbers are those of old files.
    pub fn name(&self) -> &str {
        match self {
            TypeDump::Name(name) => name,
            TypeDump::Number(0) => "simple",
            TypeDump::Number(1) => "message",
            TypeDump::Number(2) => "script",
            TypeDump::Number(_) => "builtin",
            TypeDump::None => "",
        }
    }
}
