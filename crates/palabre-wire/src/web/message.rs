//! What a bot says to a web client.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::web::WebButton;

/// One message. Absent and empty members are never written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WebMessage {
    /// Words. Never written empty: a kit would show an empty bubble.
    #[serde(skip_serializing_if = "is_blank")]
    pub text: Option<String>,
    /// Buttons and quick replies.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_default")]
    pub buttons: Vec<WebButton>,
    /// A card.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub card: Option<WebCard>,
    /// Several cards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub carousel: Option<WebCarousel>,
    /// A widget of the page's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub widget: Option<WebWidget>,
    /// A picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<WebImage>,
    /// A place of the page to go to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deep_link: Option<WebDeepLink>,
    /// Sources.
    #[serde(skip_serializing_if = "Vec::is_empty", deserialize_with = "null_is_default")]
    pub footnotes: Vec<WebFootnote>,
    /// Names the message in a feedback.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action_id: Option<String>,
    /// Always `"1"`.
    pub version: Version,
    /// Always `"WebMessage"`.
    #[serde(rename = "type")]
    pub kind: WebMessageKind,
}

impl WebMessage {
    /// A message of words alone.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: Some(text.into()), ..Self::default() }
    }

    /// Whether a client would have nothing to show or do.
    pub fn is_empty(&self) -> bool {
        is_blank(&self.text)
            && self.buttons.is_empty()
            && self.card.is_none()
            && self.carousel.is_none()
            && self.widget.is_none()
            && self.image.is_none()
            && self.deep_link.is_none()
            && self.footnotes.is_empty()
    }
}

fn is_blank(text: &Option<String>) -> bool {
    text.as_deref().is_none_or(|text| text.trim().is_empty())
}

fn null_is_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Default + Deserialize<'de>,
{
    Ok(Option::<T>::deserialize(deserializer)?.unwrap_or_default())
}

/// A picture, words and buttons.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WebCard {
    /// In bold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Below the title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub_title: Option<String>,
    /// The picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<WebFile>,
    /// Always written, even empty: the kits map over it without looking.
    #[serde(deserialize_with = "null_is_default")]
    pub buttons: Vec<WebButton>,
}

/// Several cards side by side.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct WebCarousel {
    /// The cards. Always written.
    #[serde(deserialize_with = "null_is_default")]
    pub cards: Vec<WebCard>,
}

/// A widget that the page knows by its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebWidget {
    /// The page's name for it.
    #[serde(rename = "type")]
    pub kind: String,
    /// What it shows.
    #[serde(default)]
    pub data: Value,
}

/// A picture with a title.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebImage {
    /// The picture.
    pub file: WebFile,
    /// The same as the file's name: some kits show the one, some the other.
    #[serde(default)]
    pub title: String,
}

/// A file by its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebFile {
    /// Where it is.
    pub url: String,
    /// A name to show.
    #[serde(default)]
    pub name: String,
    /// What it is.
    #[serde(rename = "type", default)]
    pub media: WebMedia,
    /// For those who cannot see it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub description: Option<String>,
}

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum WebMedia {
    /// A picture.
    #[default]
    Image,
    /// Sound.
    Audio,
    /// Moving pictures.
    Video,
    /// Anything else.
    File,
}

/// A place of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebDeepLink {
    /// Its name.
    #[serde(rename = "ref")]
    pub reference: String,
}

/// A source of what is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct WebFootnote {
    /// Names it within the message.
    pub identifier: String,
    /// A title to show.
    pub title: String,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub url: Option<String>,
    /// The passage, when the client asked for it with `sourceWithContent`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub content: Option<String>,
    /// How well it fits.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub score: Option<f64>,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub metadata: Option<BTreeMap<String, Value>>,
}

macro_rules! constants {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct $name;

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str($text)
            }
        }

        // Whatever stands there is read as the one thing it can mean.
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                serde::de::IgnoredAny::deserialize(deserializer).map(|_| Self)
            }
        }
    )*};
}

constants! {
    /// The version of the protocol: `"1"`.
    Version = "1";
    /// The tag that Tock's own model writes: `"WebMessage"`.
    WebMessageKind = "WebMessage";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(message: WebMessage, json: &str) {
        assert_eq!(serde_json::to_string(&message).unwrap(), json);
    }

    #[test]
    fn a_bare_card_has_its_empty_buttons() {
        check(
            WebMessage {
                card: Some(WebCard { title: Some("t".into()), ..WebCard::default() }),
                ..WebMessage::default()
            },
            r#"{"card":{"title":"t","buttons":[]},"version":"1","type":"WebMessage"}"#,
        );
    }

    #[test]
    fn an_empty_text_is_not_written() {
        check(WebMessage::text(""), r#"{"version":"1","type":"WebMessage"}"#);
        check(WebMessage::text(" \n"), r#"{"version":"1","type":"WebMessage"}"#);
        assert!(WebMessage::text(" ").is_empty());
    }

    #[test]
    fn nulls_of_other_writers_are_read() {
        let message: WebMessage = serde_json::from_str(
            r#"{"text":null,"buttons":null,"card":{"title":"t","buttons":null},"footnotes":null}"#,
        )
        .unwrap();
        assert_eq!(message.card.unwrap().buttons, []);
    }
}
