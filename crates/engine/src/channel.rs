//! Quick replies for channels that show none: they become buttons, which stay.

use model::{Button, ButtonAction, Card, Message, MessageBody, QuickReply, QuickReplyAction};

/// Turns the quick replies of a message into its buttons. Those of a carousel go to its last card.
pub(crate) fn without_quick_replies(message: &mut Message) {
    let no_card = || Card { title: None, subtitle: None, file: None, buttons: Vec::new() };
    match &mut message.body {
        MessageBody::Text { quick_replies, buttons, .. } => {
            buttons.extend(quick_replies.drain(..).map(button));
        }
        MessageBody::Card { card, quick_replies } => {
            card.buttons.extend(quick_replies.drain(..).map(button));
        }
        MessageBody::Carousel { cards, quick_replies } if !quick_replies.is_empty() => {
            if cards.is_empty() {
                cards.push(no_card());
            }
            if let Some(last) = cards.last_mut() {
                last.buttons.extend(quick_replies.drain(..).map(button));
            }
        }
        MessageBody::Carousel { .. }
        | MessageBody::File { .. }
        | MessageBody::Custom { .. }
        | MessageBody::Typing
        | MessageBody::Debug { .. } => {}
    }
}

fn button(quick_reply: QuickReply) -> Button {
    let action = match quick_reply.action {
        QuickReplyAction::Choice(choice) => ButtonAction::Postback(choice),
        QuickReplyAction::Say { text } => ButtonAction::Say { text },
        QuickReplyAction::Location => ButtonAction::Location,
    };
    Button { title: quick_reply.title, action, image_url: quick_reply.image_url }
}
