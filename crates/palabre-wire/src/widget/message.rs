//! One thing that the bot says, as a page shows it. What is absent or empty is never written.

use serde::{Deserialize, Serialize};

/// A message of the bot.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetMessage {
    /// Names it in a feedback; the same in answer, stream and history.
    #[cfg_attr(feature = "schema", schema(example = "msg_0123456789abcdefghjkmnpqrs"))]
    pub id: String,
    /// Words, without markup; lines end with `\n`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Buttons that stay.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<WidgetButton>,
    /// Buttons that disappear once the visitor has answered.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quick_replies: Vec<WidgetButton>,
    /// One card, or several to show side by side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<WidgetCard>,
    /// A picture, a sound, a film or another file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<WidgetFile>,
    /// Sources of what is said.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<WidgetFootnote>,
}

/// A button. It has one of `payload` and `message`, to send back when it is pressed, and `url`,
/// to open.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetButton {
    /// What the visitor sees.
    pub title: String,
    /// To send as `payload`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<String>,
    /// To send as `message`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// To open: `https:`, `http:`, `mailto:` or `tel:`, or a path of the server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A small picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_url: Option<String>,
}

/// A picture, words and buttons.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WidgetCard {
    /// In bold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Below the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<String>,
    /// The picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<WidgetFile>,
    /// Below.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub buttons: Vec<WidgetButton>,
}

/// A file by its address.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WidgetFile {
    /// Where it is.
    pub url: String,
    /// A name to show.
    pub name: String,
    /// What it is.
    #[serde(rename = "type")]
    pub media: WidgetMedia,
    /// For those who cannot see or hear it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
}

/// A kind of file.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WidgetMedia {
    /// A picture.
    Image,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// Anything else.
    File,
}

/// A source.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WidgetFootnote {
    /// Names it within the message.
    pub id: String,
    /// A title to show.
    pub title: String,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// The passage itself.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<String>,
}
