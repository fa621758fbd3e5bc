//! What a bot is: the thing that people write, that is drafted, versioned and published.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    BotName, ConnectorType, Dimension, EntityTypeName, IntentName, IntentQualifier, LabelKey,
    Locale, MediaType, Namespace, Role, Span, StepName, StoryName,
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
    /// What it says.
    #[serde(default)]
    pub labels: BTreeMap<LabelKey, Label>,
    /// Its tests.
    #[serde(default)]
    pub dialogs: Vec<Dialog>,
}

/// How a bot behaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct BotSettings {
    /// Below this probability a sentence is unknown, 0 to 1. `None`: fitted by training.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unknown_threshold: Option<f64>,
    /// After this many seconds without an event a new conversation begins.
    pub conversation_validity_s: u32,
    /// How long the bot waits before a message, in milliseconds, where the channel can.
    pub message_delay_ms: u32,
}

impl Default for BotSettings {
    fn default() -> Self {
        Self { unknown_threshold: None, conversation_validity_s: 86_400, message_delay_ms: 0 }
    }
}

/// How a bot's widget looks.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Branding {
    /// Main colour, `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// Address of a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_url: Option<String>,
    /// Title of the chat panel per locale.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub title: BTreeMap<Locale, String>,
    /// `left` or `right`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<String>,
}

/// Something users may want.
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
}

/// An entity type in a role.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EntityUse {
    /// The type.
    pub entity_type: EntityTypeName,
    /// The part it plays.
    pub role: Role,
}

/// Something that can be found in sentences.
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DictionaryEntry {
    /// Canonical, the same in all languages.
    pub value: String,
    /// The words for it. A locale without words uses the value itself.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub labels: BTreeMap<Locale, Vec<String>>,
}

/// A sentence with what it means.
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
    pub sub_entities: Vec<Annotation>,
}

/// An answer or a path started by an intent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Story {
    /// Unique in the bot.
    pub name: StoryName,
    /// What it is for.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub description: String,
    /// A word to group stories by.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub category: String,
    /// What starts it.
    #[serde(skip_serializing_if = "StoryKind::is_intent", default)]
    pub kind: StoryKind,
    /// Intents that start it from anywhere; the first is its main intent.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub starters: Vec<IntentName>,
    /// Intents that keep it going when it is current.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub secondary: Vec<IntentName>,
    /// What must be known before it answers, asked in this order.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub mandatory: Vec<MandatoryEntity>,
    /// What it says.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub answers: Vec<Answer>,
    /// Where it can go on.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub steps: Vec<Step>,
    /// Intents that alone are possible for the event after its answer, besides those of its
    /// steps. Empty: all are.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub next_intents: Vec<IntentQualifier>,
    /// How many times in a row an open question is asked again, instead of the unknown story,
    /// when the reply was not understood.
    #[serde(skip_serializing_if = "is_zero", default)]
    pub ask_again: u32,
    /// A story that follows each full run.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub ends_with: Option<StoryName>,
    /// A story that runs in its place.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub redirects_to: Option<StoryName>,
    /// Whether it is switched off.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub disabled: bool,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What starts a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StoryKind {
    /// Its starter intents.
    #[default]
    Intent,
    /// Nothing was understood.
    Unknown,
    /// A conversation begins without words.
    Hello,
    /// A conversation ends.
    Goodbye,
    /// The user said nothing for some time.
    NoInput,
    /// A file came in.
    Attachment,
    /// A place came in.
    Location,
}

impl StoryKind {
    fn is_intent(&self) -> bool {
        *self == Self::Intent
    }
}

/// An entity that a story needs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MandatoryEntity {
    /// Its type and role.
    pub entity: EntityUse,
    /// The question, when it is missing. Answers like any other (quick replies, …).
    pub ask: Vec<Answer>,
    /// Intents that the reply to the question may have, besides none.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub intents: Vec<IntentName>,
}

/// A node of a story's tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Unique in the story.
    pub name: StepName,
    /// What leads to it.
    #[serde(default)]
    pub trigger: Trigger,
    /// What the button that leads to it says; without it there is no button.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<LabelKey>,
    /// What it says.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub answers: Vec<Answer>,
    /// An intent whose story takes over after its answer.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub target: Option<IntentName>,
    /// Where it can go on.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub steps: Vec<Step>,
}

/// What leads to a step: an intent, an entity, or both. Its button always leads to it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Trigger {
    /// The sentence has this intent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub intent: Option<IntentName>,
    /// There is this entity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntityCondition>,
    /// Whether entities of earlier sentences count too.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub whole_conversation: bool,
    /// A condition that must hold besides, in the expression language
    /// (`travellers > 9 and class == "first"`). Alone it leads to the step like an entity of
    /// the whole conversation does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
}

/// An entity, perhaps with a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityCondition {
    /// The role it has.
    pub role: Role,
    /// The dictionary value it has; `None` is any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
}

/// One thing a story says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// What.
    pub content: AnswerContent,
    /// How long to wait before it, in milliseconds; `None` is the bot's default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub delay_ms: Option<u32>,
    /// A condition under which it is said, in the expression language. `None`: always.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub when: Option<String>,
}

impl Answer {
    /// An answer said always, after the bot's own delay.
    pub fn new(content: AnswerContent) -> Self {
        Self { content, delay_ms: None, when: None }
    }
}

/// What a story says or does, in order, with labels in place of words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum AnswerContent {
    /// Words.
    Text {
        /// The words.
        text: LabelKey,
        /// Disappear once used.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        quick_replies: Vec<QuickReplyTemplate>,
        /// Stay.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        buttons: Vec<ButtonTemplate>,
    },
    /// One card.
    Card {
        /// The card.
        card: CardTemplate,
        /// Disappear once used.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        quick_replies: Vec<QuickReplyTemplate>,
    },
    /// Several cards side by side.
    Carousel {
        /// The cards.
        cards: Vec<CardTemplate>,
        /// Disappear once used.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        quick_replies: Vec<QuickReplyTemplate>,
    },
    /// A file.
    File {
        /// The file.
        file: FileTemplate,
    },
    /// Whatever one kind of channel alone understands; other channels leave it out.
    Custom {
        /// The kind of channel.
        connector: ConnectorType,
        /// Its own JSON.
        payload: serde_json::Value,
    },
    /// What a program answers over HTTP: it is sent the conversation's values as JSON and
    /// returns messages. See the book, "Webhooks".
    Http {
        /// The address; may hold values in braces, which are encoded.
        url: String,
        /// How long the program may take, in milliseconds.
        #[serde(default = "http_timeout_ms")]
        timeout_ms: u32,
        /// What is said when it does not answer, or not usably; `None` is the engine's words.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        fallback: Option<LabelKey>,
    },
    /// Sets a variable of the conversation, which labels and conditions can use by its name.
    Set {
        /// Its name: letters, digits and `_`.
        variable: String,
        /// Its value, in the expression language.
        value: String,
    },
    /// Forgets what is known, so that it is asked again.
    Forget {
        /// The roles whose values are forgotten; empty forgets all values and variables.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        roles: Vec<Role>,
    },
}

fn http_timeout_ms() -> u32 {
    crate::limits::HTTP_ANSWER_TIMEOUT_MS
}

/// A quick reply with labels in place of words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuickReplyTemplate {
    /// What the user sees.
    pub title: LabelKey,
    /// What pressing it does; `None` says its title.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub action: Option<ActionTemplate>,
    /// A small picture.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub image_url: Option<String>,
}

/// A button with labels in place of words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ButtonTemplate {
    /// What the user sees.
    pub title: LabelKey,
    /// What pressing it does.
    pub action: ActionTemplate,
    /// A small picture.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub image_url: Option<String>,
}

/// What pressing something does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ActionTemplate {
    /// Goes to an intent's story, perhaps to a step of it.
    Intent {
        /// The intent.
        intent: IntentName,
        /// The step.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        step: Option<StepName>,
        /// Entities that it sets: role to dictionary value or text.
        #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
        parameters: BTreeMap<String, String>,
    },
    /// Says a sentence.
    Say {
        /// The sentence.
        text: LabelKey,
    },
    /// Opens an address; may hold values in braces, which are encoded.
    Url {
        /// The address.
        url: String,
    },
    /// Calls a number.
    Call {
        /// The number, international form.
        number: String,
    },
    /// Gives the user's position.
    Location,
}

/// A card with labels in place of words.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CardTemplate {
    /// In bold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<LabelKey>,
    /// Below the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<LabelKey>,
    /// The picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<FileTemplate>,
    /// Below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<ButtonTemplate>,
}

/// A file with labels in place of words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileTemplate {
    /// Where it is; may hold values in braces, which are encoded.
    pub url: String,
    /// A name to show.
    pub name: String,
    /// What it is.
    pub media: MediaType,
    /// For those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<LabelKey>,
}

/// A translatable text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Label {
    /// What it is for, for translators.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The texts.
    pub texts: Vec<LabelText>,
}

/// The text of a label for one locale, perhaps one kind of interface and one kind of channel.
///
/// Variants may hold arguments in braces: `{destination}` is the value of the role (a dictionary
/// value in the user's language, anything else as said), `{date, date, long}` formats it; `{{`
/// is a brace. The whole format is the engine's (`engine::template`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabelText {
    /// The language.
    pub locale: Locale,
    /// Only where text is read, or only where it is heard; `None` is both.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub interface: Option<Interface>,
    /// Only on this kind of channel; `None` is all.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub connector: Option<ConnectorType>,
    /// Ways to say it, used in turn without repeat. Never empty in a sound bot.
    pub variants: Vec<String>,
}

/// How a channel reaches its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Interface {
    /// Read.
    Text,
    /// Heard.
    Voice,
}

/// A test: a conversation with what the bot must say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dialog {
    /// Unique in the bot; the file's name without its ending.
    pub name: String,
    /// The user's locale.
    pub locale: Locale,
    /// The present, local to `time_zone`: `2026-03-02T09:00`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub now: Option<String>,
    /// IANA name of the user's zone; `None` is the bot's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub time_zone: Option<String>,
    /// What is said and what must follow.
    pub exchanges: Vec<Exchange>,
}

/// One turn of a test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// What the user does.
    pub user: UserLine,
    /// What the bot must say, in order and completely.
    pub bot: Vec<BotLine>,
    /// Line of the user's line in the file, for reports.
    #[serde(skip, default)]
    pub line: usize,
}

/// What the user of a test does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum UserLine {
    /// Says something.
    Says {
        /// What.
        text: String,
    },
    /// Presses something that the bot offered, by its title.
    Presses {
        /// The title.
        title: String,
    },
    /// Opens the conversation without words.
    Starts,
    /// Lets time pass before the next line.
    Waits {
        /// How long, in seconds.
        seconds: u64,
    },
}

/// What the bot of a test must say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum BotLine {
    /// These words: any variant of the label that gives them, or with `*` for any text.
    Says {
        /// The words.
        text: String,
    },
    /// These buttons and quick replies, by title, on the message before.
    Offers {
        /// The titles.
        titles: Vec<String>,
    },
    /// The sentence was understood as this intent.
    Understands {
        /// The intent; `None` is unknown.
        intent: Option<IntentName>,
    },
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
