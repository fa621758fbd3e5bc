//! What a turn has to do with other conversations: users whom it notifies, what went on under
//! another name, messages that wait for a stream.

use std::collections::BTreeMap;

use model::{
    BotId, ChannelId, Conversation, EffectAnswer, Event, EventKind, Namespace, Notification,
    UserId, limits, metric_names,
};
use serde_json::Value;
use store::{BodyHash, Claimed, DedupKey, NewEvent, Priority, Scope};

use super::run::Stopped;
use super::{SegmentNews, Turns};
use crate::bots::ServedChannel;
use crate::system::SystemRng;
use crate::talker::Place;

/// Metadata of a notification that a notification caused: how many stand before it.
const BEFORE_IT: &str = "notifications_before";

impl Turns {
    /// Notifies another user: an event of their own conversation, stored once however often it is
    /// asked for. Nobody waits for what they are told.
    pub(super) async fn notify(
        &self,
        claimed: &Claimed,
        user: &UserId,
        request: &Value,
        idempotency_key: &str,
    ) -> EffectAnswer {
        match self.submit_notification(claimed, user, request, idempotency_key).await {
            Ok(()) => EffectAnswer::Answered { body: Value::Null, more: false },
            Err(reason) => EffectAnswer::Failed { reason },
        }
    }

    async fn submit_notification(
        &self,
        claimed: &Claimed,
        user: &UserId,
        request: &Value,
        idempotency_key: &str,
    ) -> Result<(), String> {
        let notification: Notification = serde_json::from_value(request.clone())
            .map_err(|error| format!("the notification cannot be read: {error}"))?;
        let before = claimed.event.metadata.get(BEFORE_IT).and_then(|text| text.parse().ok());
        let before: u32 = match claimed.event.kind {
            EventKind::Notification { .. } => before.unwrap_or(0) + 1,
            _ => 0,
        };
        if before >= limits::NOTIFICATIONS_IN_A_ROW_MAX {
            return Err(format!(
                "{before} notifications caused each other already; one story notifies the next"
            ));
        }
        let (namespace, bot) = (&claimed.namespace, &claimed.bot);
        let found = self.channel_of(namespace, bot, user, &claimed.channel).await;
        let channel = found.map_err(|error| error.to_string())?;
        let kind = EventKind::Notification { notification };
        let mut event = Event::new(&mut SystemRng, user.clone(), kind, self.now());
        event.test = claimed.event.test;
        event.metadata = BTreeMap::from([(BEFORE_IT.to_owned(), before.to_string())]);
        let new = NewEvent {
            namespace: namespace.clone(),
            bot: bot.clone(),
            channel,
            scope: Scope::Channel,
            dedup_key: Some(DedupKey::Vendor(format!("notify:{idempotency_key}"))),
            body_hash: BodyHash::of(request.to_string().as_bytes()),
            event,
            deadline: None,
            priority: Priority::Background,
        };
        self.submit(new, "notification").await.map(drop).map_err(|refused| refused.to_string())
    }

    /// The channel on which a user is reached: this one if they spoke here, else the one on which
    /// they spoke last, else this one nevertheless.
    pub async fn channel_of(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        user: &UserId,
        here: &ChannelId,
    ) -> Result<ChannelId, store::Error> {
        let store = &self.inner.store;
        if store.conversation(namespace, bot, user, Some(here)).await?.is_some() {
            return Ok(here.clone());
        }
        let served = self.inner.bots.channels_of(bot);
        let last = store.last_channel(namespace, bot, user).await?;
        let last = last.filter(|last| served.iter().any(|one| one.channel.id == *last));
        Ok(last.unwrap_or_else(|| here.clone()))
    }

    /// A conversation with what went on under the temporary id that its user had until now.
    pub(super) async fn with_what_went_before(
        &self,
        claimed: &Claimed,
        conversation: Conversation,
    ) -> Result<Conversation, Stopped> {
        let Some(before) = &claimed.event.known_before else { return Ok(conversation) };
        let (namespace, bot) = (&claimed.namespace, &claimed.bot);
        let channel = Some(&claimed.channel);
        let temporary = self.inner.store.conversation(namespace, bot, before, channel).await?;
        Ok(match temporary {
            Some(temporary) => engine::known_as(conversation, &temporary),
            None => conversation,
        })
    }

    /// Gives up the oldest messages that wait for a user's stream, where they are too many. An
    /// exchange that is open takes its messages itself.
    pub(super) fn keep_queue_short(&self, claimed: &Claimed, place: &Place, news: &SegmentNews) {
        let has_exchange = claimed.deadline.is_some_and(|until| until > self.now());
        if has_exchange || news.delivery.is_none() {
            return;
        }
        let (turns, channel) = (self.clone(), place.channel.clone());
        let user = claimed.event.addressee().clone();
        self.inner.tasks.spawn(async move { turns.shorten_queue(&channel, &user).await });
    }

    /// See [`Turns::keep_queue_short`].
    pub async fn shorten_queue(&self, served: &ServedChannel, user: &UserId) {
        let (channel, max) = (&served.channel, served.waiting_max());
        let store = &self.inner.store;
        match store.shorten_queue(&channel.namespace, &channel.id, user, max).await {
            Ok(0) => {}
            Ok(given_up) => {
                tracing::warn!(channel = %channel.id, given_up, max, "too many messages wait");
                metrics::counter!(metric_names::MESSAGES_SENT_TOTAL,
                    "connector" => channel.connector.to_string(), "outcome" => "given_up")
                .increment(given_up);
            }
            Err(error) => tracing::warn!(%error, "a queue could not be shortened"),
        }
    }
}
