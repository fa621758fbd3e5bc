//! Messages of the bot to messages of the web protocol: one to one, so that the answer of a POST
//! and the frames of a stream are the same.

use std::collections::BTreeMap;

use model::{
    Button, ButtonAction, Card, Event, File, Footnote, MediaType, Message, MessageBody, QuickReply,
    QuickReplyAction,
};
use wire::web::{
    DEFAULT_STYLE, INTENT, RESPONSE_ID, TOCK_STREAM_RESPONSE, WebButton, WebCard, WebCarousel,
    WebFile, WebFootnote, WebImage, WebMedia, WebMessage,
};

use super::markdown::to_html;
use super::receive::SOURCE_WITH_CONTENT;
use super::{WebSettings, descriptor};
use crate::kit::{LeftOut, Part, RenderContext, Rendered};

/// Facts of a message that clients are told, and their names there: the intent it answers, and
/// whether its text still grows.
const METADATA: [(&str, &str); 2] = [("intent", INTENT), ("growing", TOCK_STREAM_RESPONSE)];

/// Notes on a message with footnotes whether its user wants the passages that they quote.
pub(super) fn mark(event: &Event, message: &mut Message) {
    let MessageBody::Text { footnotes, .. } = &message.body else { return };
    if !footnotes.is_empty() && event.metadata.contains_key(SOURCE_WITH_CONTENT) {
        message.metadata.insert(SOURCE_WITH_CONTENT.into(), "true".into());
    }
}

pub(super) fn render(
    settings: &WebSettings,
    messages: &[Message],
    context: &RenderContext<'_>,
) -> Rendered {
    let mut rendered = Rendered::default();
    for message in messages {
        let (web, reasons) = web_message(message, context);
        rendered.left_out.extend(
            reasons.into_iter().map(|reason| LeftOut { message: message.id.clone(), reason }),
        );
        let Some(mut web) = web else { continue };
        if settings.markdown {
            let passages = web.footnotes.iter_mut().map(|footnote| &mut footnote.content);
            for text in std::iter::once(&mut web.text).chain(passages).flatten() {
                *text = to_html(text);
            }
        }
        rendered.parts.push(Part {
            message: message.id.clone(),
            delay_ms: message.delay_ms,
            // Texts, lists and maps with text keys: writing them as JSON cannot fail.
            json: serde_json::to_string(&web).unwrap_or_default(),
            metadata: METADATA
                .iter()
                .filter_map(|(ours, theirs)| {
                    Some(((*theirs).to_owned(), message.metadata.get(*ours)?.clone()))
                })
                .collect(),
        });
    }
    rendered
}

pub(super) fn answer(parts: &[Part], context: &RenderContext<'_>) -> String {
    let responses: Vec<&str> = parts.iter().map(|part| part.json.as_str()).collect();
    let mut metadata: BTreeMap<&str, &str> = BTreeMap::new();
    for part in parts {
        metadata.extend(part.metadata.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    }
    if let Some(id) = context.response_id {
        metadata.insert(RESPONSE_ID, id);
    }
    format!(
        r#"{{"responses":[{}],"metadata":{}}}"#,
        responses.join(","),
        // A map of texts: writing it as JSON cannot fail.
        serde_json::to_string(&metadata).unwrap_or_default()
    )
}

/// The web form of one message, and what of it the channel cannot show. `None`: nothing at all.
pub fn web_message(
    message: &Message,
    context: &RenderContext<'_>,
) -> (Option<WebMessage>, Vec<String>) {
    let mut renderer = Renderer { context, left_out: Vec::new() };
    let web = renderer.message(message).filter(|web| !web.is_empty());
    (web, renderer.left_out)
}

struct Renderer<'a> {
    context: &'a RenderContext<'a>,
    left_out: Vec<String>,
}

impl Renderer<'_> {
    fn message(&mut self, message: &Message) -> Option<WebMessage> {
        let action_id = Some(message.id.to_string());
        Some(match &message.body {
            MessageBody::Text { text, quick_replies, buttons, footnotes } => {
                let with_content = message.metadata.contains_key(SOURCE_WITH_CONTENT);
                let mut all: Vec<WebButton> =
                    buttons.iter().filter_map(|button| self.button(button)).collect();
                all.extend(self.quick_replies(quick_replies));
                let web = WebMessage {
                    text: non_empty(text),
                    buttons: all,
                    footnotes: footnotes
                        .iter()
                        .map(|footnote| self.footnote(footnote, with_content))
                        .collect(),
                    action_id,
                    ..WebMessage::default()
                };
                if web.is_empty() {
                    self.left_out.push("a text without words".into());
                }
                web
            }
            MessageBody::Card { card, quick_replies } => WebMessage {
                card: Some(self.card(card)),
                buttons: self.quick_replies(quick_replies),
                ..WebMessage::default()
            },
            MessageBody::Carousel { cards, quick_replies } => WebMessage {
                carousel: Some(WebCarousel {
                    cards: cards.iter().map(|card| self.card(card)).collect(),
                }),
                buttons: self.quick_replies(quick_replies),
                ..WebMessage::default()
            },
            MessageBody::File { file } => self.file_message(file),
            MessageBody::Custom { connector, payload } => {
                if connector.as_str() != descriptor::ID {
                    self.left_out.push(format!("a message for `{connector}` channels"));
                    return None;
                }
                match serde_json::from_value::<WebMessage>(payload.clone()) {
                    Ok(mut web) => {
                        // Only what has words can be judged in the kits.
                        if web.action_id.is_none() && web.text.is_some() {
                            web.action_id = action_id;
                        }
                        if web.is_empty() {
                            self.left_out.push("a custom message without any known member".into());
                        }
                        web
                    }
                    Err(error) => {
                        self.left_out.push(format!(
                            "a custom message that is no web message ({error}); give it members \
                             such as `text`, `card` or `widget`"
                        ));
                        return None;
                    }
                }
            }
            MessageBody::Typing => {
                // The protocol has no sign for it; nothing is lost.
                return None;
            }
            MessageBody::Debug { .. } => {
                self.left_out.push("a message for developers".into());
                return None;
            }
        })
    }

    // The kits show any file of a message or a card as a picture, so what is none becomes a card
    // with a button that opens it.
    fn file_message(&self, file: &File) -> WebMessage {
        let web = self.file(file);
        match file.media {
            MediaType::Image => WebMessage {
                image: Some(WebImage { title: web.name.clone(), file: web }),
                ..WebMessage::default()
            },
            MediaType::Audio | MediaType::Video | MediaType::File => WebMessage {
                card: Some(WebCard {
                    title: web.description.or_else(|| non_empty(&web.name)),
                    buttons: vec![WebButton::url(
                        non_empty(&web.name).unwrap_or_else(|| web.url.clone()),
                        web.url,
                    )],
                    ..WebCard::default()
                }),
                ..WebMessage::default()
            },
        }
    }

    fn card(&mut self, card: &Card) -> WebCard {
        WebCard {
            title: card.title.as_deref().and_then(non_empty),
            sub_title: card.subtitle.as_deref().and_then(non_empty),
            file: card.file.as_ref().map(|file| self.file(file)),
            buttons: card.buttons.iter().filter_map(|button| self.button(button)).collect(),
        }
    }

    fn file(&self, file: &File) -> WebFile {
        WebFile {
            url: self.address(&file.url),
            name: file.name.clone(),
            media: match file.media {
                MediaType::Image => WebMedia::Image,
                MediaType::Audio => WebMedia::Audio,
                MediaType::Video => WebMedia::Video,
                MediaType::File => WebMedia::File,
            },
            description: file.description.clone(),
        }
    }

    // The page lies elsewhere, so a path of this server must become a whole address.
    fn address(&self, url: &str) -> String {
        match self.context.base_url {
            Some(base) if url.starts_with('/') && !url.starts_with("//") => {
                format!("{}{url}", base.trim_end_matches('/'))
            }
            _ => url.to_owned(),
        }
    }

    fn footnote(&self, footnote: &Footnote, with_content: bool) -> WebFootnote {
        WebFootnote {
            identifier: footnote.identifier.clone(),
            title: footnote.title.clone(),
            url: footnote.url.as_deref().map(|url| self.address(url)),
            content: footnote.content.clone().filter(|_| with_content),
            score: footnote.score,
            metadata: None,
        }
    }

    fn quick_replies(&mut self, quick_replies: &[QuickReply]) -> Vec<WebButton> {
        quick_replies.iter().filter_map(|quick_reply| self.quick_reply(quick_reply)).collect()
    }

    fn quick_reply(&mut self, quick_reply: &QuickReply) -> Option<WebButton> {
        let title = quick_reply.title.clone();
        let (payload, nlp_text) = match &quick_reply.action {
            QuickReplyAction::Choice(choice) => (Some(choice.encode()), None),
            QuickReplyAction::Say { text } if *text == title => (None, None),
            QuickReplyAction::Say { text } => (None, Some(text.clone())),
            QuickReplyAction::Location => return self.no_location(&title),
        };
        Some(WebButton::QuickReply {
            title,
            payload,
            image_url: quick_reply.image_url.as_deref().map(|url| self.address(url)),
            nlp_text,
            style: Some(DEFAULT_STYLE.into()),
        })
    }

    fn button(&mut self, button: &Button) -> Option<WebButton> {
        let title = button.title.clone();
        let image_url = button.image_url.as_deref().map(|url| self.address(url));
        let style = Some(DEFAULT_STYLE.to_owned());
        Some(match &button.action {
            ButtonAction::Postback(choice) => {
                WebButton::Postback { title, payload: Some(choice.encode()), image_url, style }
            }
            // A postback without payload says its title; another sentence goes as a payload that
            // `receive` reads as a sentence.
            ButtonAction::Say { text } => {
                let payload = (*text != title).then(|| super::receive::sentence_payload(text));
                WebButton::Postback { title, payload, image_url, style }
            }
            ButtonAction::Url { url } => WebButton::Url {
                title,
                url: self.address(url),
                image_url,
                target: Some("_blank".into()),
                style,
                window_features: None,
            },
            // In the page's own tab: a new one would stay empty.
            ButtonAction::Call { number } => WebButton::Url {
                title,
                url: format!("tel:{}", number.split_whitespace().collect::<String>()),
                image_url,
                target: Some("_self".into()),
                style,
                window_features: None,
            },
            ButtonAction::Location => return self.no_location(&title),
        })
    }

    fn no_location(&mut self, title: &str) -> Option<WebButton> {
        self.left_out.push(format!("`{title}`: web clients cannot give a position"));
        None
    }
}

fn non_empty(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}
