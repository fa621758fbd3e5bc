//! Messages of the bot to messages of the widget: one to one, so that answer, stream and history
//! are the same.

use std::collections::BTreeMap;

use model::{
    Button, ButtonAction, Card, File, Footnote, MediaType, Message, MessageBody, QuickReply,
    QuickReplyAction,
};
use wire::widget::{
    ChatAnswer, ConversationBegun, WidgetButton, WidgetCard, WidgetFile, WidgetFootnote,
    WidgetMedia, WidgetMessage,
};

use super::{CONVERSATION_ID, VISITOR_TOKEN, descriptor};
use crate::kit::{LeftOut, Part, RenderContext, Rendered};

/// The metadata of a part: its message in words alone.
const WORDS: &str = "words";

pub(super) fn render(messages: &[Message], context: &RenderContext<'_>) -> Rendered {
    let mut rendered = Rendered::default();
    for message in messages {
        let (shown, reasons) = widget_message(message, context);
        rendered.left_out.extend(
            reasons.into_iter().map(|reason| LeftOut { message: message.id.clone(), reason }),
        );
        let Some(shown) = shown else { continue };
        rendered.parts.push(Part {
            message: message.id.clone(),
            delay_ms: message.delay_ms,
            // Texts and lists: writing them as JSON cannot fail.
            json: serde_json::to_string(&shown).unwrap_or_default(),
            metadata: BTreeMap::from([(WORDS.to_owned(), words(&shown))]),
        });
    }
    rendered
}

pub(super) fn answer(parts: &[Part], context: &RenderContext<'_>) -> String {
    let words = parts.iter().filter_map(|part| part.metadata.get(WORDS)).map(String::as_str);
    let words: Vec<&str> = words.filter(|words| !words.is_empty()).collect();
    let answer = ChatAnswer {
        reply: words.join("\n\n"),
        conversation_id: context.fact(CONVERSATION_ID).unwrap_or_default().to_owned(),
        message_id: parts.last().map(|part| part.message.to_string()),
        messages: parts
            .iter()
            // Written above from the same type.
            .filter_map(|part| serde_json::from_str(&part.json).ok())
            .collect(),
        visitor_token: context.fact(VISITOR_TOKEN).map(str::to_owned),
    };
    serde_json::to_string(&answer).unwrap_or_default()
}

/// What a streamed answer begins with.
pub(super) fn begun(context: &RenderContext<'_>) -> String {
    let begun = ConversationBegun {
        conversation_id: context.fact(CONVERSATION_ID).unwrap_or_default().to_owned(),
        visitor_token: context.fact(VISITOR_TOKEN).map(str::to_owned),
    };
    serde_json::to_string(&begun).unwrap_or_default()
}

/// The widget's form of one message, and what of it cannot be shown. `None`: nothing at all.
pub fn widget_message(
    message: &Message,
    context: &RenderContext<'_>,
) -> (Option<WidgetMessage>, Vec<String>) {
    let mut renderer = Renderer { context, left_out: Vec::new() };
    let id = message.id.to_string();
    let shown = renderer.message(message).filter(|shown| *shown != WidgetMessage::default());
    (shown.map(|shown| WidgetMessage { id, ..shown }), renderer.left_out)
}

struct Renderer<'a> {
    context: &'a RenderContext<'a>,
    left_out: Vec<String>,
}

impl Renderer<'_> {
    fn message(&mut self, message: &Message) -> Option<WidgetMessage> {
        Some(match &message.body {
            MessageBody::Text { text, quick_replies, buttons, footnotes } => WidgetMessage {
                text: filled(text),
                buttons: self.buttons(buttons),
                quick_replies: self.quick_replies(quick_replies),
                footnotes: footnotes.iter().map(|footnote| self.footnote(footnote)).collect(),
                ..WidgetMessage::default()
            },
            MessageBody::Card { card, quick_replies } => WidgetMessage {
                cards: vec![self.card(card)],
                quick_replies: self.quick_replies(quick_replies),
                ..WidgetMessage::default()
            },
            MessageBody::Carousel { cards, quick_replies } => WidgetMessage {
                cards: cards.iter().map(|card| self.card(card)).collect(),
                quick_replies: self.quick_replies(quick_replies),
                ..WidgetMessage::default()
            },
            MessageBody::File { file } => {
                WidgetMessage { file: Some(self.file(file)), ..WidgetMessage::default() }
            }
            MessageBody::Custom { connector, payload } => {
                if connector.as_str() != descriptor::ID {
                    self.left_out.push(format!("a message for `{connector}` channels"));
                    return None;
                }
                let read = serde_json::from_value::<WidgetMessage>(payload.clone());
                // The id is ours, whatever the payload says.
                match read.map(|shown| WidgetMessage { id: String::new(), ..shown }) {
                    Ok(shown) => shown,
                    Err(error) => {
                        self.left_out.push(format!(
                            "a custom message that is no message of the widget ({error}); give it \
                             members such as `text`, `cards` or `file`"
                        ));
                        return None;
                    }
                }
            }
            // The widget shows that it waits by itself.
            MessageBody::Typing => return None,
            MessageBody::Debug { .. } => {
                self.left_out.push("a message for developers".into());
                return None;
            }
        })
    }

    fn card(&mut self, card: &Card) -> WidgetCard {
        WidgetCard {
            title: card.title.as_deref().and_then(filled),
            subtitle: card.subtitle.as_deref().and_then(filled),
            file: card.file.as_ref().map(|file| self.file(file)),
            buttons: self.buttons(&card.buttons),
        }
    }

    fn file(&self, file: &File) -> WidgetFile {
        WidgetFile {
            url: self.address(&file.url),
            name: file.name.clone(),
            media: match file.media {
                MediaType::Image => WidgetMedia::Image,
                MediaType::Audio => WidgetMedia::Audio,
                MediaType::Video => WidgetMedia::Video,
                MediaType::File => WidgetMedia::File,
            },
            description: file.description.clone(),
        }
    }

    fn footnote(&self, footnote: &Footnote) -> WidgetFootnote {
        WidgetFootnote {
            id: footnote.identifier.clone(),
            title: footnote.title.clone(),
            url: footnote.url.as_deref().map(|url| self.address(url)),
            content: footnote.content.clone(),
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

    fn quick_replies(&mut self, quick_replies: &[QuickReply]) -> Vec<WidgetButton> {
        let shown = quick_replies.iter().filter_map(|reply| {
            let shown = self.pressed(&reply.title, reply.image_url.as_deref());
            match &reply.action {
                QuickReplyAction::Choice(choice) => {
                    Some(WidgetButton { payload: Some(choice.encode()), ..shown })
                }
                QuickReplyAction::Say { text } => {
                    Some(WidgetButton { message: Some(text.clone()), ..shown })
                }
                QuickReplyAction::Location => self.no_location(&reply.title),
            }
        });
        shown.collect()
    }

    fn buttons(&mut self, buttons: &[Button]) -> Vec<WidgetButton> {
        let shown = buttons.iter().filter_map(|button| {
            let shown = self.pressed(&button.title, button.image_url.as_deref());
            Some(match &button.action {
                ButtonAction::Postback(choice) => {
                    WidgetButton { payload: Some(choice.encode()), ..shown }
                }
                ButtonAction::Say { text } => WidgetButton { message: Some(text.clone()), ..shown },
                ButtonAction::Url { url } => WidgetButton { url: Some(self.address(url)), ..shown },
                ButtonAction::Call { number } => {
                    let number: String = number.split_whitespace().collect();
                    WidgetButton { url: Some(format!("tel:{number}")), ..shown }
                }
                ButtonAction::Location => return self.no_location(&button.title),
            })
        });
        shown.collect()
    }

    fn pressed(&self, title: &str, image_url: Option<&str>) -> WidgetButton {
        WidgetButton {
            title: title.to_owned(),
            image_url: image_url.map(|url| self.address(url)),
            ..WidgetButton::default()
        }
    }

    fn no_location(&mut self, title: &str) -> Option<WidgetButton> {
        self.left_out.push(format!("`{title}`: the widget gives no position"));
        None
    }
}

fn filled(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// A message in words, for clients that show nothing else.
fn words(message: &WidgetMessage) -> String {
    let mut lines: Vec<String> = message.text.iter().cloned().collect();
    lines.extend(message.file.iter().map(file_words));
    for card in &message.cards {
        lines.extend(card.title.iter().chain(&card.subtitle).cloned());
        lines.extend(card.file.iter().map(file_words));
        lines.extend(card.buttons.iter().map(button_words));
    }
    lines.extend(message.buttons.iter().chain(&message.quick_replies).map(button_words));
    lines.extend(message.footnotes.iter().map(|footnote| match &footnote.url {
        Some(url) => format!("[{}] {} {url}", footnote.id, footnote.title),
        None => format!("[{}] {}", footnote.id, footnote.title),
    }));
    lines.join("\n")
}

fn file_words(file: &WidgetFile) -> String {
    format!("{} {}", file.description.as_ref().unwrap_or(&file.name), file.url)
}

fn button_words(button: &WidgetButton) -> String {
    match &button.url {
        Some(url) => format!("- {} {url}", button.title),
        None => format!("- {}", button.title),
    }
}
