//! What goes out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Choice, ConnectorType, MediaType, MessageId};

/// One thing the bot says. Connectors render it as well as their channel can.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// Ours, unique; feedback names it.
    pub id: MessageId,
    /// What it is.
    pub body: MessageBody,
    /// How long to wait before sending it, in milliseconds; `None` is the bot's default.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub delay_ms: Option<u32>,
    /// Small facts for the connector (`intent`, …).
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub metadata: BTreeMap<String, String>,
}

/// The kinds of message.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum MessageBody {
    /// Words, perhaps with things to press and sources.
    Text {
        /// The words.
        text: String,
        /// Disappear once used.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        quick_replies: Vec<QuickReply>,
        /// Stay.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        buttons: Vec<Button>,
        /// Sources of what is said.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        footnotes: Vec<Footnote>,
    },
    /// One card.
    Card {
        /// The card.
        card: Card,
        /// Disappear once used.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        quick_replies: Vec<QuickReply>,
    },
    /// Several cards side by side.
    Carousel {
        /// The cards, in order.
        cards: Vec<Card>,
        /// Disappear once used.
        #[serde(skip_serializing_if = "Vec::is_empty", default)]
        quick_replies: Vec<QuickReply>,
    },
    /// A file.
    File {
        /// The file.
        file: File,
    },
    /// Whatever one kind of channel alone understands.
    Custom {
        /// The kind of channel.
        connector: ConnectorType,
        /// Its own JSON.
        payload: serde_json::Value,
    },
    /// "The bot is typing". Sent live, never stored.
    Typing,
    /// For developers; channels for the public leave it out.
    Debug {
        /// A title.
        text: String,
        /// Anything.
        data: serde_json::Value,
    },
}

/// An answer that the user can give with one tap.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuickReply {
    /// What the user sees.
    pub title: String,
    /// What pressing it does.
    pub action: QuickReplyAction,
    /// A small picture.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub image_url: Option<String>,
}

/// What pressing a quick reply does.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum QuickReplyAction {
    /// Takes a choice.
    Choice(Choice),
    /// Says a sentence, which is then understood as if typed.
    Say {
        /// The sentence.
        text: String,
    },
    /// Gives the user's position, where the channel can.
    Location,
}

/// Something to press that stays.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Button {
    /// What the user sees.
    pub title: String,
    /// What pressing it does.
    pub action: ButtonAction,
    /// A small picture.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub image_url: Option<String>,
}

/// What pressing a button does.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ButtonAction {
    /// Takes a choice.
    Postback(Choice),
    /// Says its title.
    Say {
        /// The sentence.
        text: String,
    },
    /// Opens an address.
    Url {
        /// The address.
        url: String,
    },
    /// Calls a number.
    Call {
        /// The number, international form.
        number: String,
    },
    /// Gives the user's position, where the channel can.
    Location,
}

/// A picture, words and buttons.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Card {
    /// In bold.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub title: Option<String>,
    /// Below the title.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub subtitle: Option<String>,
    /// The picture.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub file: Option<File>,
    /// Below.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub buttons: Vec<Button>,
}

/// A file by its address.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct File {
    /// Where it is: `https://…`, or a path of this server.
    pub url: String,
    /// A name to show.
    pub name: String,
    /// What it is.
    pub media: MediaType,
    /// For those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
}

/// A source.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Footnote {
    /// Names it within the message.
    pub identifier: String,
    /// A title to show.
    pub title: String,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// The passage itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<String>,
    /// How well it fits, when known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub score: Option<f64>,
}

impl Message {
    /// Plain words.
    pub fn text(id: MessageId, text: impl Into<String>) -> Self {
        Self {
            id,
            body: MessageBody::Text {
                text: text.into(),
                quick_replies: Vec::new(),
                buttons: Vec::new(),
                footnotes: Vec::new(),
            },
            delay_ms: None,
            metadata: BTreeMap::new(),
        }
    }

    /// The words of this message as one plain text, for logs of a conversation, tests and
    /// channels without anything richer. Cards give title and subtitle, files their name.
    pub fn plain_text(&self) -> String {
        fn card_text(card: &Card) -> String {
            [card.title.as_deref(), card.subtitle.as_deref()]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("\n")
        }
        match &self.body {
            MessageBody::Text { text, .. } | MessageBody::Debug { text, .. } => text.clone(),
            MessageBody::Card { card, .. } => card_text(card),
            MessageBody::Carousel { cards, .. } => {
                cards.iter().map(card_text).collect::<Vec<_>>().join("\n")
            }
            MessageBody::File { file } => file.name.clone(),
            MessageBody::Custom { .. } | MessageBody::Typing => String::new(),
        }
    }
}
