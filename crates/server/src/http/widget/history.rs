//! What was said in a visitor's conversation.

use std::collections::HashMap;

use connectors::kit::{Refusal, RenderContext};
use connectors::widget::widget_message;
use model::{Locale, UserId};
use wire::widget::{History, HistoryLine, WidgetMessage};

use crate::app::App;
use crate::bots::ServedChannel;
use crate::http::channel::storage_failed;

/// Turns that a page is shown of an earlier visit.
const TURNS_MAX: usize = 50;

/// The last turns of a visitor's conversation.
pub async fn read(app: &App, served: &ServedChannel, user: &UserId) -> Result<History, Refusal> {
    let channel = &served.channel;
    let (namespace, bot) = (&channel.namespace, &channel.bot);
    let conversation = app.store.conversation(namespace, bot, user, Some(&channel.id)).await;
    let Some(conversation) = conversation.map_err(storage_failed)? else {
        return Ok(History::default());
    };
    let turns = app.store.last_turns(namespace, &conversation.id, TURNS_MAX).await;
    let locale = Locale::en();
    let context = RenderContext::new(&locale);
    let mut history = History::default();
    let mut titles = HashMap::new();
    for turn in turns.map_err(storage_failed)? {
        if let Some(text) = turn.user_text {
            // Of a button the record holds what it sent; people know it by its title.
            let text = titles.get(&text).cloned().unwrap_or(text);
            history.items.push(HistoryLine::User { text, at: turn.received_at.to_iso() });
        }
        for message in &turn.messages {
            let (Some(message), _) = widget_message(message, &context) else { continue };
            remember_titles(&message, &mut titles);
            let at = turn.committed_at.to_iso();
            history.items.push(HistoryLine::Bot { message, at });
        }
    }
    Ok(history)
}

fn remember_titles(message: &WidgetMessage, titles: &mut HashMap<String, String>) {
    let cards = message.cards.iter().flat_map(|card| &card.buttons);
    for button in message.buttons.iter().chain(&message.quick_replies).chain(cards) {
        if let Some(payload) = &button.payload {
            titles.insert(payload.clone(), button.title.clone());
        }
    }
}
