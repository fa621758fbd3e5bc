//! Buttons of messages and cards.

use serde::{Deserialize, Serialize};

/// A button. On the wire it carries `type` (which the kits read) and `clazz` (which Tock's JVM
/// clients read).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "ButtonJson", into = "ButtonJson")]
pub enum WebButton {
    /// Sends its payload, or its title as a sentence when it has none. Stays.
    Postback {
        /// What the user sees.
        title: String,
        /// A choice id.
        payload: Option<String>,
        /// A small picture.
        image_url: Option<String>,
        /// `primary`, `secondary` or the page's own.
        style: Option<String>,
    },
    /// Sends its payload, else `nlp_text`, else its title as a sentence. Disappears once used.
    QuickReply {
        /// What the user sees.
        title: String,
        /// A choice id.
        payload: Option<String>,
        /// A small picture.
        image_url: Option<String>,
        /// The sentence to send.
        nlp_text: Option<String>,
        /// `primary`, `secondary` or the page's own.
        style: Option<String>,
    },
    /// Opens an address.
    Url {
        /// What the user sees.
        title: String,
        /// The address.
        url: String,
        /// A small picture.
        image_url: Option<String>,
        /// `_blank`, `_self`, `_parent`, `_top`, or a window's name with `window_features`.
        target: Option<String>,
        /// `primary`, `secondary` or the page's own.
        style: Option<String>,
        /// Features of a window of its own: `width=400,height=500`.
        window_features: Option<String>,
    },
}

/// The style that Tock writes unless a bot says otherwise.
pub const DEFAULT_STYLE: &str = "primary";

impl WebButton {
    /// A postback button.
    pub fn postback(title: impl Into<String>, payload: Option<String>) -> Self {
        Self::Postback {
            title: title.into(),
            payload,
            image_url: None,
            style: Some(DEFAULT_STYLE.into()),
        }
    }

    /// A quick reply that takes a choice.
    pub fn quick_reply(title: impl Into<String>, payload: Option<String>) -> Self {
        Self::QuickReply {
            title: title.into(),
            payload,
            image_url: None,
            nlp_text: None,
            style: Some(DEFAULT_STYLE.into()),
        }
    }

    /// A button that opens an address in a new tab.
    pub fn url(title: impl Into<String>, url: impl Into<String>) -> Self {
        Self::Url {
            title: title.into(),
            url: url.into(),
            image_url: None,
            target: Some("_blank".into()),
            style: Some(DEFAULT_STYLE.into()),
            window_features: None,
        }
    }

    /// What the user sees.
    pub fn title(&self) -> &str {
        match self {
            Self::Postback { title, .. }
            | Self::QuickReply { title, .. }
            | Self::Url { title, .. } => title,
        }
    }
}

// All members of all kinds. Order is that of the wire.
#[derive(Serialize, Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ButtonJson {
    #[serde(deserialize_with = "null_is_empty")]
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    payload: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    nlp_text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    target: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    window_features: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    style: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clazz: Option<String>,
}

fn null_is_empty<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.unwrap_or_default())
}

impl From<ButtonJson> for WebButton {
    // Old bots write neither `type` nor `clazz`: an address makes a url button, anything else a
    // postback.
    fn from(json: ButtonJson) -> Self {
        let ButtonJson { title, payload, nlp_text, url, image_url, target, style, .. } = json;
        let window_features = json.window_features;
        match (json.kind.as_deref(), json.clazz.as_deref()) {
            (Some("postback"), _) | (None, Some("postback_button")) => {
                Self::Postback { title, payload, image_url, style }
            }
            (Some("quick_reply"), _) | (None, Some("quick_reply")) => {
                Self::QuickReply { title, payload, image_url, nlp_text, style }
            }
            (Some("web_url"), _) | (None, Some("url_button")) => {
                let url = url.unwrap_or_default();
                Self::Url { title, url, image_url, target, style, window_features }
            }
            _ => match url {
                Some(url) => Self::Url { title, url, image_url, target, style, window_features },
                None => Self::Postback { title, payload, image_url, style },
            },
        }
    }
}

impl From<WebButton> for ButtonJson {
    fn from(button: WebButton) -> Self {
        let named = |kind: &str, clazz: &str| Self {
            kind: Some(kind.into()),
            clazz: Some(clazz.into()),
            ..Self::default()
        };
        match button {
            WebButton::Postback { title, payload, image_url, style } => {
                Self { title, payload, image_url, style, ..named("postback", "postback_button") }
            }
            WebButton::QuickReply { title, payload, image_url, nlp_text, style } => Self {
                title,
                payload,
                image_url,
                nlp_text,
                style,
                ..named("quick_reply", "quick_reply")
            },
            WebButton::Url { title, url, image_url, target, style, window_features } => Self {
                title,
                url: Some(url),
                image_url,
                target,
                style,
                window_features,
                ..named("web_url", "url_button")
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(button: WebButton, json: &str) {
        assert_eq!(serde_json::to_string(&button).unwrap(), json);
        assert_eq!(serde_json::from_str::<WebButton>(json).unwrap(), button);
    }

    #[test]
    fn buttons_carry_type_and_class() {
        check(
            WebButton::postback("Book", Some("book?id=1".into())),
            r#"{"title":"Book","payload":"book?id=1","type":"postback","style":"primary","clazz":"postback_button"}"#,
        );
        check(
            WebButton::QuickReply {
                title: "Later".into(),
                payload: None,
                image_url: None,
                nlp_text: Some("later trains".into()),
                style: Some("secondary".into()),
            },
            r#"{"title":"Later","nlpText":"later trains","type":"quick_reply","style":"secondary","clazz":"quick_reply"}"#,
        );
        check(
            WebButton::url("Map", "https://example.org/m"),
            r#"{"title":"Map","url":"https://example.org/m","target":"_blank","type":"web_url","style":"primary","clazz":"url_button"}"#,
        );
    }

    #[test]
    fn buttons_of_old_bots_are_read() {
        let read = |json: &str| serde_json::from_str::<WebButton>(json).unwrap();
        assert!(matches!(read(r#"{"title":"a","payload":"b"}"#), WebButton::Postback { .. }));
        assert!(matches!(read(r#"{"title":"a","url":"b"}"#), WebButton::Url { .. }));
        assert!(matches!(
            read(r#"{"title":"a","clazz":"quick_reply"}"#),
            WebButton::QuickReply { .. }
        ));
        assert!(matches!(read(r#"{"title":null,"type":"none"}"#), WebButton::Postback { .. }));
    }
}
