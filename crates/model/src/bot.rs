//! What a bot is: the thing that people write, that is drafted, versioned and published.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    BotName, ChannelSelector, Dialog, Dimension, EntityTypeName, Faq, FeatureFlag, FlagName,
    IntentName, Label, LabelKey, Locale, Namespace, Role, Span, Story, StoryName,
};

/// A whole bot. One JSON document; its canonical form is `serde_json::to_vec` of this struct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bot {
    /// Who owns it.
    pub namespace: Namespace,
    /// Its name, part of addresses.
    pub name: BotName,
    /// A name to show.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub title: String,
    /// What it is for.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub description: String,
    /// A word to group bots by.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub category: String,
    /// The languages it speaks; the first is its default. Never empty in a sound bot.
    pub locales: Vec<Locale>,
    /// IANA name of the zone in which dates are read when the user's is not known.
    pub time_zone: String,
    /// How it behaves.
    #[serde(default)]
    pub settings: BotSettings,
    /// How its widget looks.
    #[serde(default)]
    pub branding: Branding,
    /// What users may want.
    #[serde(default)]
    pub intents: BTreeMap<IntentName, Intent>,
    /// What can be found in sentences. Built-in types ([`Dimension`]) need no entry.
    #[serde(default)]
    pub entity_types: BTreeMap<EntityTypeName, EntityType>,
    /// What it learns from.
    #[serde(default)]
    pub sentences: Vec<Sentence>,
    /// What it does. The order decides between stories with the same starter intent.
    #[serde(default)]
    pub stories: Vec<Story>,
    /// Questions with an answer, by the intent of the question.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub faqs: BTreeMap<IntentName, Faq>,
    /// What is on for some users, for some time, on some channels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub flags: BTreeMap<FlagName, FeatureFlag>,
    /// What it says.
    #[serde(default)]
    pub labels: BTreeMap<LabelKey, Label>,
    /// Its tests.
    #[serde(default)]
    pub dialogs: Vec<Dialog>,
}

/// How a bot behaves.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotSettings {
    /// Below this probability a sentence is unknown, 0 to 1. `None`: fitted by training.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_threshold: Option<f64>,
    /// Other intents less probable than this are not mentioned by the NLU API, 0 to 1. `None`: 0.1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known_threshold: Option<f64>,
    /// The engine that a bot of Tock was made for. Kept for its clients; without effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nlp_engine: Option<String>,
    /// After this many seconds without an event a new conversation begins.
    pub conversation_validity_s: u32,
    /// How long the bot waits before a message, in milliseconds, where the channel can.
    pub message_delay_ms: u32,
    /// Whether opening the conversation without words begins a new one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub new_conversation_on_start: bool,
    /// How long the bot stays silent once a story switched it off, in seconds after the user's
    /// last event.
    #[serde(skip_serializing_if = "is_default_silence")]
    pub silence_s: u32,
    /// How long a conversation waits for a person before the bot answers again, in seconds.
    #[serde(skip_serializing_if = "is_default_wait")]
    pub hand_over_wait_s: u32,
    /// Channels on which anybody may type the keywords of [`crate::AdminKeyword`]. Where
    /// the public talks, none.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub admin_keywords: Vec<ChannelSelector>,
    /// The story that follows answers of the FAQ, such as a question whether they helped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub faq_ends_with: Option<StoryName>,
    /// Whether the whole FAQ is switched off.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub faq_disabled: bool,
}

const SILENCE_S: u32 = 5 * 86_400;
const HAND_OVER_WAIT_S: u32 = 30 * 60;

fn is_default_silence(seconds: &u32) -> bool {
    *seconds == SILENCE_S
}

fn is_default_wait(seconds: &u32) -> bool {
    *seconds == HAND_OVER_WAIT_S
}

impl Default for BotSettings {
    fn default() -> Self {
        Self {
            unknown_threshold: None,
            known_threshold: None,
            nlp_engine: None,
            conversation_validity_s: 86_400,
            message_delay_ms: 0,
            new_conversation_on_start: false,
            silence_s: SILENCE_S,
            hand_over_wait_s: HAND_OVER_WAIT_S,
            admin_keywords: Vec::new(),
            faq_ends_with: None,
            faq_disabled: false,
        }
    }
}

/// What people who test a bot may type, where [`BotSettings::admin_keywords`] allows it.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminKeyword {
    /// Everything that the conversation knows of the user is forgotten.
    DeleteUser,
    /// The bot answers again.
    EnableUser,
    /// The bot falls silent.
    DisableUser,
    /// The user tests from now on, in a new conversation.
    Test,
    /// The user tests no more.
    EndTest,
}

impl AdminKeyword {
    /// All of them, with the words typed.
    pub const ALL: [(&'static str, Self); 5] = [
        ("_delete_user_", Self::DeleteUser),
        ("_enable_user_", Self::EnableUser),
        ("_disable_user_", Self::DisableUser),
        ("_test_", Self::Test),
        ("_end_test_", Self::EndTest),
    ];
}

/// How a bot's widget looks.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Branding {
    /// Main colour, `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Colour of the panel, `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub background_color: Option<String>,
    /// Colour of the words on the panel, `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_color: Option<String>,
    /// Address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
    /// Title of the chat panel per locale.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub title: BTreeMap<Locale, String>,
    /// `left` or `right`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
    /// `light`, `dark`, or `auto`: as the visitor's device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theme: Option<String>,
    /// What a visitor must agree to before the first message, per locale.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub consent: BTreeMap<Locale, String>,
}

/// Something users may want.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Intent {
    /// A name to show.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// What it means.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// A word to group intents by.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub category: String,
    /// The entities that its sentences may hold.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entities: Vec<EntityUse>,
    /// States of which one must be told with a sentence for the intent to be possible, in lower
    /// case. Only callers of the NLU API tell states; a bot leads its conversation itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub mandatory_states: Vec<String>,
    /// Roles whose dates are read from midnight on: "at 8" said in the evening is this morning.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub start_of_day: Vec<Role>,
}

/// An entity type in a role.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityUse {
    /// The type.
    pub entity_type: EntityTypeName,
    /// The part it plays.
    pub role: Role,
}

/// Something that can be found in sentences.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EntityType {
    /// What it is.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Read as this built-in dimension, under another name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dimension: Option<Dimension>,
    /// Its values, when they can be listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dictionary: Option<Dictionary>,
    /// Parts that may be found in it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sub_entities: Vec<EntityUse>,
    /// Whether its text is replaced by `*` wherever people read it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub obfuscated: bool,
}

/// A list of values with the words for them.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Dictionary {
    /// The values.
    pub entries: Vec<DictionaryEntry>,
    /// Whether only these values exist: anything else found by the model is dropped.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub only_values: bool,
    /// How alike a text must be to a word of the dictionary, 0 to 1. `None`: 0.5, as in Tock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum_similarity: Option<f64>,
}

/// One value of a dictionary.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DictionaryEntry {
    /// Canonical, the same in all languages.
    pub value: String,
    /// The words for it. A locale without words uses the value itself.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub labels: BTreeMap<Locale, Vec<String>>,
}

/// A sentence with what it means.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sentence {
    /// As written.
    pub text: String,
    /// Its language.
    pub locale: Locale,
    /// What it asks for; `None` is an example of what the bot does not understand.
    pub intent: Option<IntentName>,
    /// What is found in it, by place.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub entities: Vec<Annotation>,
    /// Whether a person vouches for it.
    #[serde(skip_serializing_if = "SentenceStatus::is_validated", default)]
    pub status: SentenceStatus,
}

/// Whether a sentence teaches.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SentenceStatus {
    /// A person vouches for it: the bot learns from it.
    #[default]
    Validated,
    /// Came in and waits to be looked at: the bot does not learn from it.
    Inbox,
}

impl SentenceStatus {
    fn is_validated(&self) -> bool {
        *self == Self::Validated
    }
}

/// An entity marked in a sentence.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Annotation {
    /// Where, in the sentence; for a sub-entity, in its parent's text.
    pub span: Span,
    /// Its type.
    pub entity_type: EntityTypeName,
    /// The part it plays.
    pub role: Role,
    /// Parts of it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub sub_entities: Vec<Annotation>,
}

impl Bot {
    /// A bot with nothing in it.
    pub fn new(namespace: Namespace, name: BotName, locales: Vec<Locale>) -> Self {
        Self {
            namespace,
            name,
            title: String::new(),
            description: String::new(),
            category: String::new(),
            locales,
            time_zone: "UTC".into(),
            settings: BotSettings::default(),
            branding: Branding::default(),
            intents: BTreeMap::new(),
            entity_types: BTreeMap::new(),
            sentences: Vec::new(),
            stories: Vec::new(),
            faqs: BTreeMap::new(),
            flags: BTreeMap::new(),
            labels: BTreeMap::new(),
            dialogs: Vec::new(),
        }
    }

    /// The locale that serves a user who wants `wanted`: the same, else the same language, else
    /// the bot's first.
    pub fn locale_for(&self, wanted: Option<&Locale>) -> Locale {
        wanted
            .and_then(|locale| locale.choose_among(&self.locales))
            .or(self.locales.first())
            .cloned()
            .unwrap_or_else(Locale::en)
    }

    /// The dimension that an entity type is read as, if it is.
    pub fn dimension_of(&self, entity_type: &EntityTypeName) -> Option<Dimension> {
        match self.entity_types.get(entity_type) {
            Some(declared) => declared.dimension,
            None => Dimension::from_name(entity_type.as_str()),
        }
    }

    /// The dimensions that this bot's intents use, in order.
    pub fn dimensions(&self) -> Vec<Dimension> {
        let mut used: Vec<Dimension> = self
            .intents
            .values()
            .flat_map(|intent| &intent.entities)
            .chain(self.stories.iter().flat_map(|story| story.mandatory.iter().map(|m| &m.entity)))
            .filter_map(|entity| self.dimension_of(&entity.entity_type))
            .collect();
        used.sort();
        used.dedup();
        used
    }
}
