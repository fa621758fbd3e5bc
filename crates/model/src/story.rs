//! What a bot does: stories, their steps, and what they say, with labels in place of words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{
    BareValues, BotSwitch, ChannelRule, ChannelSelector, ConnectorType, EntityUse, FlagName,
    IntentName, IntentQualifier, LabelKey, MediaType, NotificationState, Role, StepName, StoryName,
};

/// An answer or a path started by an intent.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
    /// How many times in a row an open question is asked again, or the steps that follow are
    /// offered again, instead of the unknown story, when the reply was not understood.
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
    /// What is different on some channels.
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub channels: BTreeMap<ChannelSelector, ChannelRule>,
    /// The feature flag without which it does not exist.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub flag: Option<FlagName>,
    /// Texts that start it, as a whole and whatever their case and accents; they are not
    /// understood in any other way.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub keywords: Vec<String>,
    /// What running it does to the bot, for its user.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub switches_bot: Option<BotSwitch>,
    /// Whether `ask_again` also holds against sentences that start another story.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub insists: bool,
    /// Where a value that is said without an intent of it may lead.
    #[serde(skip_serializing_if = "BareValues::is_anywhere", default)]
    pub bare_values: BareValues,
}

impl Story {
    /// A story that does nothing yet.
    pub fn new(name: StoryName) -> Self {
        Self {
            name,
            description: String::new(),
            category: String::new(),
            kind: StoryKind::default(),
            starters: Vec::new(),
            secondary: Vec::new(),
            mandatory: Vec::new(),
            answers: Vec::new(),
            steps: Vec::new(),
            next_intents: Vec::new(),
            ask_again: 0,
            ends_with: None,
            redirects_to: None,
            disabled: false,
            channels: BTreeMap::new(),
            flag: None,
            keywords: Vec::new(),
            switches_bot: None,
            insists: false,
            bare_values: BareValues::default(),
        }
    }
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// What starts a story.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
    #[cfg_attr(feature = "schema", schema(no_recursion))]
    pub steps: Vec<Step>,
}

/// What leads to a step: an intent, an entity, or both. Its button always leads to it.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityCondition {
    /// The role it has.
    pub role: Role,
    /// The dictionary value it has; `None` is any.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub value: Option<String>,
}

/// One thing a story says.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
        /// Sources of what is said.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        footnotes: Vec<FootnoteTemplate>,
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
    /// What the bot's program answers over the Bot API.
    Program {
        /// What is said when it does not answer, or not usably; `None` is the unknown story.
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
    /// Remembers something of the user, beyond this conversation. The names of the profile
    /// (`first_name`, `locale`, …) change the profile.
    Remember {
        /// Its name, by which labels and conditions use it: letters, digits and `_`.
        name: String,
        /// Its value, in the expression language; `null` forgets it.
        value: String,
        /// For how long, in seconds; `None` is for good.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        for_s: Option<u32>,
    },
    /// Hands the conversation over to a person. The bot is silent until it is given back.
    HandOver {
        /// What it is about, for the desk; `None` says nothing.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        topic: Option<LabelKey>,
    },
    /// Tells another user of the bot something.
    Notify {
        /// Whom: the id of the user, in the expression language.
        user: String,
        /// The intent whose story runs for them.
        intent: IntentName,
        /// The step it begins with.
        #[serde(skip_serializing_if = "Option::is_none", default)]
        step: Option<StepName>,
        /// Entities that it sets: role to a value in the expression language.
        #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
        parameters: BTreeMap<String, String>,
        /// What it does where the bot is silent.
        #[serde(default)]
        state: NotificationState,
    },
}

fn http_timeout_ms() -> u32 {
    crate::limits::HTTP_ANSWER_TIMEOUT_MS
}

/// A quick reply with labels in place of words.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
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

/// A source with labels in place of words.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FootnoteTemplate {
    /// A title to show.
    pub title: LabelKey,
    /// Where it is; may hold values in braces, which are encoded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// The passage itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<LabelKey>,
}
