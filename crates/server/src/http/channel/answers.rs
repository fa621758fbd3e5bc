//! What the turns of one exchange say, gathered into one answer.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use connectors::kit::{Part, Refusal};
use model::{Event, Locale, TurnId};
use store::DeliveryId;

use super::{count_sent, locale_of};
use crate::app::App;
use crate::bots::ServedChannel;
use crate::system::SystemRng;
use crate::turns::{News, NewsFeed, Turns};

/// What a client is told when the bot cannot answer.
pub(super) const TURN_FAILED: &str = "the bot could not answer this event; it is kept for the \
     operator, and the conversation goes on with the next one";

/// What the turns of one exchange say.
#[derive(Default)]
pub(super) struct Answers {
    /// What the server knows of the exchange, for the channel's protocol.
    facts: BTreeMap<String, String>,
    parts: Vec<Part>,
    deliveries: Deliveries,
    locale: Option<Locale>,
}

impl Answers {
    /// No answer yet, of an exchange of which the server knows this.
    pub(super) fn knowing(facts: BTreeMap<String, String>) -> Self {
        Self { facts, ..Self::default() }
    }

    pub(super) async fn gather(
        &mut self,
        app: &Arc<App>,
        served: &ServedChannel,
        turn: &TurnId,
        event: &Event,
        mut feed: NewsFeed,
    ) -> Result<(), Refusal> {
        let locale = locale_of(event);
        let mut context = served.rendering(&locale, turn);
        context.facts = Some(&self.facts);
        self.deliveries.of(app, served);
        let patience = Duration::from_millis(app.config.exchange_deadline_ms.max(0) as u64);
        let deadline = tokio::time::Instant::now() + patience;
        loop {
            match tokio::time::timeout_at(deadline, feed.next()).await {
                Ok(News::Segment(segment)) => {
                    self.deliveries.add(segment.delivery);
                    let rendered =
                        served.connector.render(&served.settings, &segment.messages, &context);
                    for left_out in &rendered.left_out {
                        tracing::warn!(%turn, message = %left_out.message, reason = left_out.reason, "left out");
                    }
                    self.parts.extend(rendered.parts);
                }
                Ok(News::Over) => break,
                Ok(News::DeadLetter) => {
                    return Err(Refusal::new(500, "turn-failed", TURN_FAILED));
                }
                // What comes later goes through the user's stream.
                Err(_) => {
                    tracing::warn!(%turn, "the exchange ended before the turn");
                    break;
                }
            }
        }
        self.locale = Some(locale.clone());
        Ok(())
    }

    pub(super) fn respond(
        mut self,
        app: &App,
        served: &ServedChannel,
        last: Option<TurnId>,
    ) -> Response {
        let locale = self.locale.take().unwrap_or_else(Locale::en);
        // An exchange without an event still has an id of its own.
        let turn = last.unwrap_or_else(|| TurnId::random(&mut SystemRng));
        let mut context = served.rendering(&locale, &turn);
        context.facts = Some(&self.facts);
        let body = served.connector.answer(&self.parts, &context);
        self.deliveries.confirm();
        let sent = self.parts.len() as u64;
        count_sent(app, served, sent);
        ([(header::CONTENT_TYPE, "application/json")], body).into_response()
    }
}

/// Deliveries of an exchange. Those that are not confirmed when it ends, because the client has
/// gone, wait for a stream.
#[derive(Default)]
pub(super) struct Deliveries {
    turns: Option<(Turns, model::Namespace)>,
    open: Vec<DeliveryId>,
}

impl Deliveries {
    pub(super) fn of(&mut self, app: &App, served: &ServedChannel) {
        self.turns.get_or_insert_with(|| (app.turns.clone(), served.channel.namespace.clone()));
    }

    pub(super) fn add(&mut self, delivery: Option<DeliveryId>) {
        self.open.extend(delivery);
    }

    pub(super) fn confirm(&mut self) {
        if let Some((turns, namespace)) = &self.turns {
            self.open.drain(..).for_each(|delivery| turns.confirm(namespace, delivery));
        }
    }
}

impl Drop for Deliveries {
    fn drop(&mut self) {
        if let Some((turns, namespace)) = &self.turns {
            self.open.drain(..).for_each(|delivery| turns.missed(namespace, delivery));
        }
    }
}
