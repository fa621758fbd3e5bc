//! The messages of a program, told apart by `type`.

use std::collections::BTreeMap;

use serde::de::DeserializeOwned;
use serde::ser::{Error as _, SerializeMap};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};

use super::null_is_default;
use super::response::null_is_yes;

/// One thing that a program says or does.
///
/// A message that cannot be read does not spoil the others of its frame: it becomes
/// [`BotMessage::Unreadable`].
#[derive(Debug, Clone, PartialEq)]
pub enum BotMessage {
    /// Words, perhaps with suggestions.
    Sentence(Sentence),
    /// A card.
    Card(Card),
    /// Several cards side by side.
    Carousel(Carousel),
    /// A message of one kind of channel, in its own form.
    Custom(Custom),
    /// For developers: shown where a bot is tried.
    Debug(Debug),
    /// A fact about the answer.
    Event(Event),
    /// Hands over to another story of the bot.
    Action(Action),
    /// A message that cannot be read. Never written.
    Unreadable {
        /// What it is and why.
        reason: String,
    },
}

/// A text that the platform may translate. `text` is a pattern: `{0}` is the first of `args`.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct I18nText {
    /// The words.
    pub text: String,
    /// What stands in place of `{0}`, `{1}`, …
    #[serde(default, deserialize_with = "null_is_default")]
    pub args: Vec<Option<String>>,
    /// Whether the words are looked up among the bot's labels.
    #[serde(default = "yes", deserialize_with = "null_is_yes")]
    pub to_be_translated: bool,
    /// The label, when it is known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
}

fn yes() -> bool {
    true
}

impl From<&str> for I18nText {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<String> for I18nText {
    fn from(text: String) -> Self {
        Self { text, args: Vec::new(), to_be_translated: true, key: None }
    }
}

/// Words, perhaps with suggestions.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Sentence {
    /// The words.
    pub text: I18nText,
    /// What the user may answer with one tap.
    #[serde(default, deserialize_with = "null_is_default")]
    pub suggestions: Vec<Suggestion>,
    /// How long to wait before it, in milliseconds.
    #[serde(default, deserialize_with = "null_is_default")]
    pub delay: u64,
}

/// An answer for one tap. Pressing it says its title.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// The words.
    pub title: I18nText,
}

/// A picture, words and things to press.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Card {
    /// In bold.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<I18nText>,
    /// Below the title.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sub_title: Option<I18nText>,
    /// The picture, or another file.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub attachment: Option<Attachment>,
    /// Below.
    #[serde(default, deserialize_with = "null_is_default")]
    pub actions: Vec<CardAction>,
    /// How long to wait before it, in milliseconds.
    #[serde(default, deserialize_with = "null_is_default")]
    pub delay: u64,
}

/// Something to press on a card: it opens the address, or says its title when there is none.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardAction {
    /// The words.
    pub title: I18nText,
    /// The address.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
}

/// A file by its address.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Where it is.
    pub url: String,
    /// What it is; guessed from the address when absent.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none", default)]
    pub kind: Option<AttachmentType>,
    /// For those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<I18nText>,
}

/// A kind of file.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum AttachmentType {
    Image,
    Audio,
    Video,
    File,
}

/// Several cards side by side.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Carousel {
    /// The cards, in order.
    #[serde(deserialize_with = "null_is_default", serialize_with = "write_cards")]
    pub cards: Vec<Card>,
    /// How long to wait before it, in milliseconds.
    #[serde(default, deserialize_with = "null_is_default")]
    pub delay: u64,
}

// The cards of a carousel carry their own `type`.
fn write_cards<S: Serializer>(cards: &[Card], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(cards.iter().map(|card| Tagged { kind: "card", body: card }))
}

/// A message of one kind of channel.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Custom {
    /// The message with the name of its class.
    pub message: ConnectorMessage,
    /// How long to wait before it, in milliseconds.
    #[serde(default, deserialize_with = "null_is_default")]
    pub delay: u64,
}

/// A message in a channel's own form.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConnectorMessage {
    /// The class by which programs on the JVM name the form.
    pub klass: String,
    /// The message.
    #[serde(default)]
    pub value: Value,
}

/// Something for developers.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Debug {
    /// A title.
    #[serde(default, deserialize_with = "null_is_default")]
    pub text: String,
    /// Anything.
    #[serde(skip_serializing_if = "Value::is_null", default)]
    pub data: Value,
    /// How long to wait before it, in milliseconds.
    #[serde(default, deserialize_with = "null_is_default")]
    pub delay: u64,
}

/// A fact about the answer.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// `METADATA`.
    pub category: String,
    /// Its name.
    pub key: String,
    /// Its value.
    pub value: String,
    /// How long to wait before it, in milliseconds.
    #[serde(default, deserialize_with = "null_is_default")]
    pub delay: u64,
}

/// Something to do. The only kind that exists hands over to another story.
///
/// Its JSON has the key `type` twice, first the tag and then the kind, because the class from
/// which it comes does: `{"type":"action","type":"SWITCH_STORY","parameters":{…}}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// `switch_story_id`, and perhaps `starter_intent`.
    pub parameters: BTreeMap<String, String>,
    /// How long to wait before it, in milliseconds.
    pub delay: u64,
}

const SWITCH_STORY: &str = "SWITCH_STORY";
const SWITCH_STORY_ID: &str = "switch_story_id";
const STARTER_INTENT: &str = "starter_intent";

impl Action {
    /// Hands over to another story, as if the user had said something of `starter_intent`.
    pub fn switch_story(story: impl Into<String>, starter_intent: Option<String>) -> Self {
        let mut parameters = BTreeMap::from([(SWITCH_STORY_ID.to_owned(), story.into())]);
        parameters.extend(starter_intent.map(|intent| (STARTER_INTENT.to_owned(), intent)));
        Self { parameters, delay: 0 }
    }

    /// The story that goes on.
    pub fn story(&self) -> Option<&str> {
        self.parameters.get(SWITCH_STORY_ID).map(String::as_str)
    }

    /// The intent with which it goes on.
    pub fn starter_intent(&self) -> Option<&str> {
        self.parameters.get(STARTER_INTENT).map(String::as_str)
    }
}

impl BotMessage {
    /// Words.
    pub fn sentence(text: impl Into<I18nText>) -> Self {
        Self::Sentence(Sentence { text: text.into(), ..Sentence::default() })
    }
}

#[derive(Serialize)]
struct Tagged<'a, T> {
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(flatten)]
    body: &'a T,
}

impl Serialize for BotMessage {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn tagged<S: Serializer, T: Serialize>(
            kind: &'static str,
            body: &T,
            serializer: S,
        ) -> Result<S::Ok, S::Error> {
            Tagged { kind, body }.serialize(serializer)
        }
        match self {
            Self::Sentence(body) => tagged("sentence", body, serializer),
            Self::Card(body) => tagged("card", body, serializer),
            Self::Carousel(body) => tagged("carousel", body, serializer),
            Self::Custom(body) => tagged("custom", body, serializer),
            Self::Debug(body) => tagged("debug", body, serializer),
            Self::Event(body) => tagged("event", body, serializer),
            Self::Action(action) => {
                let mut map = serializer.serialize_map(Some(4))?;
                map.serialize_entry("type", "action")?;
                map.serialize_entry("type", SWITCH_STORY)?;
                map.serialize_entry("parameters", &action.parameters)?;
                map.serialize_entry("delay", &action.delay)?;
                map.end()
            }
            Self::Unreadable { reason } => Err(S::Error::custom(reason)),
        }
    }
}

impl<'de> Deserialize<'de> for BotMessage {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(read(value).unwrap_or_else(|reason| Self::Unreadable { reason }))
    }
}

fn read(value: Value) -> Result<BotMessage, String> {
    let Value::Object(fields) = value else {
        return Err("a message must be an object".to_owned());
    };
    let Some(kind) = fields.get("type").and_then(Value::as_str).map(str::to_owned) else {
        return Err("a message has no `type`; it is `sentence`, `card`, `carousel`, …".to_owned());
    };
    fn of<T: DeserializeOwned>(fields: Map<String, Value>, kind: &str) -> Result<T, String> {
        crate::json::of_value(Value::Object(fields))
            .map_err(|error| format!("a message of type `{kind}`: {error}"))
    }
    Ok(match kind.as_str() {
        "sentence" => BotMessage::Sentence(of(fields, &kind)?),
        "card" => BotMessage::Card(of(fields, &kind)?),
        "carousel" => BotMessage::Carousel(of(fields, &kind)?),
        "custom" => BotMessage::Custom(of(fields, &kind)?),
        "debug" => BotMessage::Debug(of(fields, &kind)?),
        "event" => BotMessage::Event(of(fields, &kind)?),
        // Of a doubled key the last one is read here, so the tag may have been written over by
        // the kind.
        "action" | SWITCH_STORY => BotMessage::Action(of::<LooseAction>(fields, &kind)?.into()),
        other => return Err(format!("there is no message type `{other}`")),
    })
}

#[derive(Deserialize)]
struct LooseAction {
    #[serde(default, deserialize_with = "null_is_default")]
    parameters: BTreeMap<String, Option<String>>,
    #[serde(default, deserialize_with = "null_is_default")]
    delay: u64,
}

impl From<LooseAction> for Action {
    fn from(loose: LooseAction) -> Self {
        let given = loose.parameters.into_iter();
        let parameters = given.filter_map(|(name, value)| Some((name, value?))).collect();
        Self { parameters, delay: loose.delay }
    }
}
