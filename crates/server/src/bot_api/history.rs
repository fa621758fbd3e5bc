//! What was said before, for programs that ask for it.

use std::collections::BTreeMap;

use model::{Event, Timestamp};
use store::{From, Store};
use wire::bot_api::{ActionMessage, ActionReport, PlayerId, PlayerType};

use super::{Asked, request};

/// The mark of an event whose sender wants the program to know what was said before.
const RETURNS_HISTORY: &str = "returnsHistory";

/// Lines of history that a request holds.
const LINES_MAX: usize = 50;

/// Whether the sender of an event wants the history to be told.
pub fn is_wanted(event: &Event) -> bool {
    event.metadata.get(RETURNS_HISTORY).is_some_and(|value| value == "true")
}

/// The last lines of the user's conversation, oldest first. None when they cannot be read: the
/// answer matters more.
pub async fn of(store: &Store, asked: &Asked<'_>) -> Option<Vec<ActionReport>> {
    let claimed = asked.claimed;
    let user = &claimed.event.user;
    let lines = match store.lines(&claimed.namespace, Some(&claimed.bot), user).await {
        Ok(lines) => lines,
        Err(error) => {
            tracing::warn!(%error, "what was said before could not be read");
            return None;
        }
    };
    let application_id = asked.place.channel.channel.known_as().to_owned();
    let connector = request::connector_type(asked);
    let person = PlayerId { id: user.as_str().to_owned(), kind: PlayerType::User, client_id: None };
    let bot = PlayerId { id: application_id.clone(), kind: PlayerType::Bot, client_id: None };
    let skipped = lines.len().saturating_sub(LINES_MAX);
    let reports = lines.into_iter().skip(skipped).enumerate().map(|(place, line)| {
        let (player_id, recipient_id) = match line.from {
            From::User => (person.clone(), bot.clone()),
            From::Bot => (bot.clone(), person.clone()),
        };
        ActionReport {
            player_id,
            recipient_id,
            date: line.at,
            message: ActionMessage::Sentence {
                text: Some(line.text),
                messages: Vec::new(),
                delay: 0,
            },
            connector_type: Some(connector.clone()),
            user_interface_type: Some(connector.user_interface_type),
            test: claimed.event.test,
            id: format!("{}-{place}", line.turn),
            intent: None,
            application_id: Some(application_id.clone()),
            metadata: BTreeMap::new(),
        }
    });
    let now: Timestamp = claimed.received_at;
    let reports: Vec<ActionReport> = reports.filter(|report| report.date <= now.to_iso()).collect();
    Some(reports)
}
