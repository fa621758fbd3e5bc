//! One turn, from its claim to its last segment.

use std::sync::Arc;
use std::time::{Duration, Instant};

use engine::{Cursor, Next, Progress};
use model::{
    Call, Conversation, Effect, EffectAnswer, EventKind, Message, Namespace, TurnId, Understanding,
    limits, metric_names,
};
use serde::{Deserialize, Serialize};
use store::{
    Claimed, DeliveryId, Environment, Lease, Route, Segment, SegmentEnd, SegmentRecord,
    SentenceSeen,
};

use tokio::sync::OwnedSemaphorePermit;

use super::{News, SegmentNews, Turns};
use crate::streams::Frame;
use crate::talker::{Place, Talker};

/// What is stored of a turn that waits for an effect.
#[derive(Serialize, Deserialize)]
struct Paused {
    effect: Effect,
    cursor: Cursor,
}

/// The right to run, which a turn gives back while it waits for the outside.
pub(super) struct Running(pub(super) Option<OwnedSemaphorePermit>);

/// Why a turn stopped before its end.
pub(super) enum Stopped {
    /// Another worker has the conversation: nothing may be sent.
    LostLease,
    /// It did not work this time.
    Failed(String),
}

impl From<store::Error> for Stopped {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::LostLease => Stopped::LostLease,
            other => Stopped::Failed(other.to_string()),
        }
    }
}

impl Turns {
    pub(super) async fn run(&self, claimed: Claimed, running: Running) {
        let started = Instant::now();
        let (turn, lease) = (claimed.turn.clone(), claimed.lease.clone());
        let received_at = claimed.received_at;
        let outcome = match self.steps(claimed, running).await {
            Ok(()) => "done",
            Err(Stopped::LostLease) => {
                tracing::info!(%turn, "lease lost; the turn goes on elsewhere");
                "lost_lease"
            }
            Err(Stopped::Failed(cause)) => {
                tracing::error!(%turn, %cause, "turn failed");
                self.give_up(&lease, &turn, &cause).await;
                "failed"
            }
        };
        metrics::counter!(metric_names::TURNS_TOTAL, "outcome" => outcome).increment(1);
        metrics::histogram!(metric_names::TURN_SECONDS)
            .record(self.now().since_ms(received_at).max(0) as f64 / 1000.0);
        tracing::debug!(%turn, outcome, micros = started.elapsed().as_micros() as u64, "turn over");
    }

    /// Gives a turn back, or up when it was tried often enough.
    pub(super) async fn give_up(&self, lease: &Lease, turn: &TurnId, cause: &str) {
        match self.inner.store.fail(lease, cause).await {
            Ok(store::Failed::WillRetry) => self.inner.wake.notify_one(),
            Ok(store::Failed::DeadLetter(letter)) => {
                tracing::error!(%turn, %letter, cause, "event moved to the dead letters");
                metrics::counter!(metric_names::DEAD_LETTERS_TOTAL).increment(1);
                self.inner.waiting.tell(turn, &News::DeadLetter);
                self.inner.wake.notify_one();
            }
            // The lease ends by itself, and the event is claimed again.
            Err(error) => tracing::warn!(%error, %turn, "failed turn could not be given back"),
        }
    }

    async fn steps(&self, claimed: Claimed, mut running: Running) -> Result<(), Stopped> {
        let place = self
            .inner
            .bots
            .place(&claimed.namespace, &claimed.bot, &claimed.channel, tested(&claimed))
            .await
            .map_err(|error| Stopped::Failed(error.to_string()))?;
        let talker = Talker::new(&place, &claimed.turn, claimed.received_at);
        let (hider, content) = (self.inner.bots.hider(&claimed.bot), place.bot.talking.bot());
        let mut lease =
            LeaseKeeper { turns: self, lease: &claimed.lease, renewed_at: Instant::now() };
        let mut conversation = claimed.conversation.clone();
        let mut version = conversation.version;
        if claimed.cursor.is_none() {
            conversation = self.with_what_went_before(&claimed, conversation).await?;
        }
        let mut understanding = None;
        let mut understanding_us = 0;
        let mut engine_us = 0;
        let mut progress = match &claimed.cursor {
            None => {
                let began = Instant::now();
                self.keep_vote(&claimed).await?;
                if let Some(query) = talker.query(&conversation, &claimed.event) {
                    let vector = self.inner.bots.vector_of(&place.bot.talking, &query).await;
                    understanding = Some(talker.understand(&query, &vector, claimed.event.test));
                }
                understanding_us = began.elapsed().as_micros() as u64;
                if let Some(understanding) = &understanding {
                    count_understanding(understanding, understanding_us);
                }
                if self.inner.log_message_texts {
                    tracing::info!(turn = %claimed.turn, event = ?claimed.event.kind, "event");
                }
                let began = Instant::now();
                let progress = talker.start(conversation, &claimed.event, understanding.as_ref());
                engine_us += began.elapsed().as_micros() as u64;
                progress
            }
            Some(paused) => {
                let paused: Paused = serde_json::from_str(paused)
                    .map_err(|error| Stopped::Failed(format!("unreadable cursor: {error}")))?;
                let answer = self.answer_to(&claimed, &place, &paused.effect, &mut running);
                let answer = lease.hold(answer).await?;
                talker.resume(conversation, &paused.cursor, &answer)
            }
        };
        let mut first = claimed.cursor.is_none();
        // What was decided about a text while it grew is told with its final form.
        let mut untold = engine::Trace::default();
        loop {
            let now = self.now();
            let Progress { conversation: after, mut messages, growing, trace, next } = progress;
            conversation = Conversation { version, ..after };
            for message in &mut messages {
                place.channel.connector.mark(&claimed.event, message);
            }
            untold.append(trace);
            if let (Some(message), Next::Await { effect, cursor }) = (&growing, &next)
                && messages.is_empty()
            {
                // Nothing to keep yet: after a crash the text grows again from its beginning.
                self.show_growing(&claimed, &place, message);
                let answer = self.answer_to(&claimed, &place, effect, &mut running);
                let answer = lease.hold(answer).await?;
                progress = talker.resume(conversation, cursor, &answer);
                continue;
            }
            let trace = std::mem::take(&mut untold);
            let kept = if first { understanding.as_ref() } else { None };
            let kept = kept.map(|understanding| hider.understanding(content, understanding));
            let (end, awaited) = match next {
                Next::Done => (SegmentEnd::Done, None),
                Next::Await { effect, cursor } => {
                    let paused = Paused { effect, cursor };
                    let text = serde_json::to_string(&paused)
                        .map_err(|error| Stopped::Failed(format!("unwritable cursor: {error}")))?;
                    let understanding =
                        understanding.as_ref().map(|it| Box::new(hider.understanding(content, it)));
                    (SegmentEnd::Await { cursor: text, understanding }, Some(paused))
                }
            };
            for line in trace.problems().filter(|line| place.bot.is_news(&line.text)) {
                tracing::warn!(turn = %claimed.turn, bot = %claimed.bot, problem = %line, "bot problem");
            }
            let record = SegmentRecord {
                user_text: first
                    .then(|| user_text(&claimed.event.kind))
                    .flatten()
                    .map(|text| hider.text(content, &text, understanding.as_ref())),
                messages: messages.clone(),
                understanding: kept.clone(),
                trace: {
                    let kept = hider.trace(content, trace.clone(), understanding.as_ref());
                    serde_json::to_string(&kept).ok()
                },
                test: claimed.event.test,
            };
            let segment = Segment {
                lease: claimed.lease.clone(),
                conversation: conversation.clone(),
                record,
                route: self.route(&claimed, &place, now),
                end,
            };
            let committed = self.inner.store.commit_segment(segment).await?;
            version = committed.version;
            // Only of turns that took place: who is forgotten while theirs runs stays so.
            if let Some(understanding) = kept {
                self.remember_sentence(&claimed, understanding);
            }
            let news = Arc::new(SegmentNews {
                messages,
                delivery: committed.delivery,
                understanding: if first { understanding.clone() } else { None },
                understanding_us,
                engine_us,
                trace,
            });
            self.deliver_live(&claimed, &place, &news);
            self.inner.waiting.tell(&claimed.turn, &News::Segment(news));
            if committed.more_waiting {
                self.inner.wake.notify_one();
            }
            let Some(paused) = awaited else {
                self.inner.waiting.tell(&claimed.turn, &News::Over);
                return Ok(());
            };
            first = false;
            let answer = self.answer_to(&claimed, &place, &paused.effect, &mut running);
            let answer = lease.hold(answer).await?;
            conversation.version = version;
            let began = Instant::now();
            progress = talker.resume(conversation, &paused.cursor, &answer);
            engine_us = began.elapsed().as_micros() as u64;
        }
    }

    /// Waits for the outside. Meanwhile other turns may run in this one's place.
    async fn answer_to(
        &self,
        claimed: &Claimed,
        place: &Place,
        effect: &Effect,
        running: &mut Running,
    ) -> EffectAnswer {
        let waiting = self.inner.waiting_outside.clone().try_acquire_owned();
        if waiting.is_ok() {
            running.0 = None;
        }
        let answer = match &effect.call {
            Call::Notify { user, request } => {
                self.notify(claimed, user, request, &effect.idempotency_key).await
            }
            _ => self.inner.effects.perform(claimed, place, effect).await,
        };
        if running.0.is_none() {
            running.0 = self.inner.running.clone().acquire_owned().await.ok();
        }
        answer
    }

    /// Shows a text that grows to those who watch.
    fn show_growing(&self, claimed: &Claimed, place: &Place, message: &Message) {
        let (channel, user) = (&claimed.channel, claimed.event.addressee());
        if !self.inner.streams.is_open(channel, user) {
            return;
        }
        let locale = place.bot.talking.bot().locale_for(claimed.event.locale.as_ref());
        let context = place.channel.rendering(&locale, &claimed.turn);
        for frame in place.channel.frames(std::slice::from_ref(message), &context) {
            // It is not kept, so nobody confirms it.
            self.inner.streams.send(channel, user, &Frame { message: None, ..frame });
        }
    }

    fn route(&self, claimed: &Claimed, place: &Place, now: model::Timestamp) -> Route {
        let capabilities = place.channel.capabilities();
        if !capabilities.answers_in_exchange {
            return if capabilities.pushes { Route::Push } else { Route::Nowhere };
        }
        // Nobody waits for what a program or a person says by themselves: the user comes back some
        // day.
        let is_answer =
            !matches!(claimed.event.kind, EventKind::Notification { .. } | EventKind::Desk { .. });
        let expires_at = place.channel.waits_until(now, is_answer);
        match claimed.deadline {
            Some(until) if until > now => Route::Exchange { until, expires_at },
            _ => Route::Stream { expires_at },
        }
    }

    /// Sends a segment to the streams that are open now.
    fn deliver_live(&self, claimed: &Claimed, place: &Place, news: &SegmentNews) {
        let (channel, user) = (&claimed.channel, claimed.event.addressee());
        if news.messages.is_empty() {
            return;
        }
        if !self.inner.streams.is_open(channel, user) {
            return self.keep_queue_short(claimed, place, news);
        }
        let locale = place.bot.talking.bot().locale_for(claimed.event.locale.as_ref());
        let context = place.channel.rendering(&locale, &claimed.turn);
        let frames = place.channel.frames(&news.messages, &context);
        let mut taken = true;
        for frame in &frames {
            // Each stream gets every frame, also after one was not taken.
            taken &= self.inner.streams.send(channel, user, frame);
        }
        if taken && let Some(delivery) = news.delivery {
            self.confirm(&claimed.namespace, delivery);
        }
    }

    /// Records, off the user's path, that messages have arrived. When that fails they are offered
    /// to the next stream again: a repeated message is better than a lost one.
    pub fn confirm(&self, namespace: &Namespace, delivery: DeliveryId) {
        let (store, namespace) = (self.inner.store.clone(), namespace.clone());
        self.inner.tasks.spawn(async move {
            if let Err(error) = store.exchanged(&namespace, delivery).await {
                tracing::warn!(%error, "delivery could not be recorded");
            }
        });
    }

    /// Records that the exchange ended before it took the messages: they wait for a stream.
    pub fn missed(&self, namespace: &Namespace, delivery: DeliveryId) {
        let (store, namespace) = (self.inner.store.clone(), namespace.clone());
        self.inner.tasks.spawn(async move {
            if let Err(error) = store.missed(&namespace, delivery).await {
                // The end of the exchange's time does the same, later.
                tracing::warn!(%error, "missed delivery could not be recorded");
            }
        });
    }

    /// Keeps what the user thinks of a message. Before the turn is committed: after a crash it is
    /// kept again, which changes nothing.
    async fn keep_vote(&self, claimed: &Claimed) -> Result<(), Stopped> {
        let EventKind::Feedback { message, vote } = &claimed.event.kind else { return Ok(()) };
        let good = vote.as_ref().map(|vote| *vote == model::Vote::Up);
        let (namespace, bot) = (&claimed.namespace, &claimed.bot);
        let conversation = &claimed.conversation.id;
        if !self.inner.store.vote(namespace, bot, conversation, message, good).await? {
            tracing::debug!(turn = %claimed.turn, %message, "the judged message is not there");
        }
        Ok(())
    }

    fn remember_sentence(&self, claimed: &Claimed, understanding: Understanding) {
        if claimed.event.test {
            return;
        }
        self.inner.store.log_sentence(SentenceSeen {
            namespace: claimed.namespace.clone(),
            bot: claimed.bot.clone(),
            locale: understanding.locale.clone(),
            text: understanding.text.clone(),
            // What the bot knows needs nobody to say what it means.
            inbox: understanding.decided_by != model::DecidedBy::KnownSentence,
            counted: true,
            understanding,
        });
    }
}

/// Renews a lease while something slow is waited for.
struct LeaseKeeper<'a> {
    turns: &'a Turns,
    lease: &'a Lease,
    renewed_at: Instant,
}

impl LeaseKeeper<'_> {
    async fn hold(
        &mut self,
        slow: impl Future<Output = EffectAnswer>,
    ) -> Result<EffectAnswer, Stopped> {
        let every = Duration::from_millis(limits::LEASE_RENEWAL_MS as u64);
        let mut slow = std::pin::pin!(slow);
        loop {
            let next = (self.renewed_at + every).into();
            tokio::select! {
                answer = &mut slow => return Ok(answer),
                () = tokio::time::sleep_until(next) => {
                    self.turns.inner.store.renew(self.lease).await?;
                    self.renewed_at = Instant::now();
                }
            }
        }
    }
}

fn count_understanding(understanding: &Understanding, us: u64) {
    let decided_by = match understanding.decided_by {
        model::DecidedBy::KnownSentence => "known_sentence",
        model::DecidedBy::Classifier => "classifier",
        model::DecidedBy::Rejection => "rejection",
        model::DecidedBy::Nothing => "nothing",
    };
    metrics::counter!(metric_names::UNDERSTANDINGS_TOTAL, "decided_by" => decided_by).increment(1);
    metrics::histogram!(metric_names::UNDERSTANDING_SECONDS).record(us as f64 / 1e6);
}

/// What the user said or did, in words, for the record of the conversation.
fn user_text(kind: &EventKind) -> Option<String> {
    match kind {
        EventKind::Sentence { text } => Some(text.clone()),
        EventKind::Choice(choice) => Some(choice.encode()),
        EventKind::Attachment { url, .. } => Some(url.clone()),
        EventKind::Location { latitude, longitude } => Some(format!("{latitude}, {longitude}")),
        EventKind::Referral { reference } => Some(reference.clone()),
        EventKind::Feedback { .. }
        | EventKind::Subscribe
        | EventKind::System { .. }
        | EventKind::Notification { .. }
        | EventKind::Desk { .. } => None,
    }
}

/// Which environment a test meets, when it says so.
fn tested(claimed: &Claimed) -> Option<Environment> {
    let named = claimed.event.environment.as_ref().filter(|_| claimed.event.test);
    named.and_then(|environment| environment.parse().ok())
}
