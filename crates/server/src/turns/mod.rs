//! Turns: from an accepted event to committed messages. See "The life of a turn" in
//! ARCHITECTURE.md.
//!
//! An event is stored before anything else happens to it. Its turn runs here at once when its
//! conversation is free, otherwise when a worker claims it. Whoever waits for the answer waits
//! for the turn, wherever it runs, and never runs it.

mod others;
mod run;
mod waiting;

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use model::{ChannelId, Clock, Namespace, Timestamp, TurnId, metric_names};
use store::{Accepted, Begin, Claimed, DedupKey, NewEvent, Store, TurnState};
use tokio::sync::{Notify, Semaphore, mpsc};
use tokio_util::task::TaskTracker;

pub use waiting::{News, SegmentNews, Waiting};

use crate::bots::Bots;
use crate::effects::Effects;
use crate::streams::Streams;

/// Turns that run at once in one process. Each holds one conversation document and one bot's
/// model by reference, so the bound is about fairness to other tasks, not about memory.
const RUNNING_MAX: usize = 256;

/// Turns that wait for programs beside those that run, so that a slow program does not hold up
/// the bots that need none. Each holds its conversation and a lease to renew.
const WAITING_OUTSIDE_MAX: usize = 4096;

/// How often waiting events are looked for when nothing says that there are any.
const POLL_MS: u64 = 250;

/// Events claimed at once.
const CLAIM_MAX: usize = 64;

/// Runs turns.
#[derive(Clone)]
pub struct Turns {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    bots: Bots,
    streams: Streams,
    effects: Effects,
    waiting: Waiting,
    clock: Arc<dyn Clock>,
    wake: Notify,
    running: Arc<Semaphore>,
    waiting_outside: Arc<Semaphore>,
    tasks: TaskTracker,
    log_message_texts: bool,
}

/// An event that was accepted.
pub struct Submitted {
    /// Its turn.
    pub turn: TurnId,
    /// Whether it came before.
    pub duplicate: bool,
    /// What the turn says, as it says it. Ends with [`News::Over`] or [`News::DeadLetter`].
    pub news: NewsFeed,
}

/// Why an event was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// The idempotency key came before with another body.
    #[error("the `Idempotency-Key` was used for another body; use a new key for a new event")]
    KeyReused,
    /// Too many events wait, or the storage does not answer: come back later.
    #[error("{0}")]
    Later(String),
}

impl Turns {
    /// Turns over a store.
    pub fn new(
        store: Store,
        bots: Bots,
        streams: Streams,
        effects: Effects,
        clock: Arc<dyn Clock>,
        log_message_texts: bool,
    ) -> Self {
        let inner = Inner {
            store,
            bots,
            streams,
            effects,
            waiting: Waiting::default(),
            clock,
            wake: Notify::new(),
            running: Arc::new(Semaphore::new(RUNNING_MAX)),
            waiting_outside: Arc::new(Semaphore::new(WAITING_OUTSIDE_MAX)),
            tasks: TaskTracker::new(),
            log_message_texts,
        };
        Self { inner: Arc::new(inner) }
    }

    /// Stores an event and begins its turn if its conversation is free.
    pub async fn submit(&self, event: NewEvent, connector: &str) -> Result<Submitted, Refused> {
        let namespace = event.namespace.clone();
        let keyed =
            event.dedup_key.clone().map(|key| (namespace.clone(), event.channel.clone(), key));
        // With every place taken the event waits its turn in the inbox, fairly between
        // namespaces, instead of in memory.
        let place = self.inner.running.clone().try_acquire_owned().ok();
        let begin = if place.is_some() { Begin::IfFree } else { Begin::Later };
        let accepted = self.inner.store.accept(event, begin).await.map_err(|error| {
            tracing::warn!(%error, %namespace, "event not accepted");
            metrics::counter!(metric_names::EVENTS_REFUSED_TOTAL,
                "connector" => connector.to_owned(), "reason" => "storage")
            .increment(1);
            Refused::Later(match error {
                store::Error::InboxFull { .. } => error.to_string(),
                _ => "the storage does not answer; try again in a moment".to_owned(),
            })
        })?;
        let count = |name: &'static str| {
            metrics::counter!(name, "connector" => connector.to_owned()).increment(1);
        };
        let feed = |turn: TurnId| NewsFeed {
            turns: self.clone(),
            live: self.inner.waiting.wait(&turn),
            turn,
            ready: VecDeque::new(),
            keyed,
            heard: false,
        };
        match accepted {
            Accepted::New { turn, claimed } => {
                count(metric_names::EVENTS_ACCEPTED_TOTAL);
                let news = feed(turn.clone());
                match (claimed, place) {
                    (Some(claimed), Some(place)) => self.spawn(*claimed, place),
                    _ => self.inner.wake.notify_one(),
                }
                Ok(Submitted { turn, duplicate: false, news })
            }
            Accepted::Duplicate { turn, state } => {
                count(metric_names::EVENTS_DUPLICATE_TOTAL);
                let mut news = feed(turn.clone());
                news.know(state);
                Ok(Submitted { turn, duplicate: true, news })
            }
            Accepted::KeyReusedForOtherBody { .. } => Err(Refused::KeyReused),
        }
    }

    /// Claims and runs waiting events until `stop`.
    pub async fn work(&self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        loop {
            let full = self.claim_some().await;
            if full {
                continue;
            }
            tokio::select! {
                () = &mut stop => return,
                () = self.inner.wake.notified() => {}
                () = self.inner.store.wait_for_work() => {}
                () = tokio::time::sleep(Duration::from_millis(POLL_MS)) => {}
            }
        }
    }

    /// Waits for the turns that run to end, at most `patience`. What is left is taken up again
    /// after the next start.
    pub async fn finish(&self, patience: Duration) {
        self.inner.tasks.close();
        if tokio::time::timeout(patience, self.inner.tasks.wait()).await.is_err() {
            tracing::warn!(
                "turns were still running at the end; they are resumed at the next start"
            );
        }
    }

    /// Claims what there is room for. True when there may be more.
    async fn claim_some(&self) -> bool {
        let Ok(first) = self.inner.running.clone().acquire_owned().await else { return false };
        let mut places = vec![first];
        while places.len() < CLAIM_MAX
            && let Ok(place) = self.inner.running.clone().try_acquire_owned()
        {
            places.push(place);
        }
        let wanted = places.len();
        match self.inner.store.claim(wanted).await {
            Ok(claimed) => {
                let full = claimed.len() == wanted;
                for claimed in claimed {
                    // The store gives no more than was asked for.
                    if let Some(place) = places.pop() {
                        self.spawn(claimed, place);
                    }
                }
                full
            }
            Err(error) => {
                tracing::warn!(%error, "waiting events could not be claimed");
                false
            }
        }
    }

    fn spawn(&self, claimed: Claimed, place: tokio::sync::OwnedSemaphorePermit) {
        let turns = self.clone();
        let lease = claimed.lease.clone();
        let turn = claimed.turn.clone();
        let task = self.inner.tasks.spawn(async move {
            turns.run(claimed, run::Running(Some(place))).await;
        });
        let turns = self.clone();
        self.inner.tasks.spawn(async move {
            // A panic of a turn must neither hold its conversation until the lease ends nor be
            // tried for ever.
            if let Err(panic) = task.await
                && panic.is_panic()
            {
                tracing::error!(%turn, "a turn panicked");
                turns.give_up(&lease, &turn, "the turn panicked").await;
            }
        });
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }
}

/// The news of one turn, from wherever it runs.
pub struct NewsFeed {
    turns: Turns,
    turn: TurnId,
    live: mpsc::UnboundedReceiver<News>,
    ready: VecDeque<News>,
    /// How to ask the store about the turn: it may run on another node, which tells nobody here.
    keyed: Option<(Namespace, ChannelId, DedupKey)>,
    heard: bool,
}

impl NewsFeed {
    /// The next news. Must not be called after the last.
    pub async fn next(&mut self) -> News {
        loop {
            if let Some(news) = self.ready.pop_front() {
                return news;
            }
            let patience = Duration::from_millis(POLL_MS);
            if let Ok(Some(news)) = tokio::time::timeout(patience, self.live.recv()).await {
                self.heard = true;
                return news;
            }
            self.ask_store().await;
        }
    }

    async fn ask_store(&mut self) {
        // Segments heard live must not be told twice: the store knows only the whole answer.
        let (false, Some((namespace, channel, key))) = (self.heard, &self.keyed) else { return };
        match self.turns.inner.store.turn_state(namespace, channel, key).await {
            Ok(Some((_, state))) => self.know(state),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, turn = %self.turn, "turn could not be looked up"),
        }
    }

    fn know(&mut self, state: TurnState) {
        match state {
            TurnState::Running => {}
            TurnState::DeadLetter => self.ready.push_back(News::DeadLetter),
            TurnState::Answered(answer) => {
                let segment = SegmentNews { messages: answer.messages, ..SegmentNews::default() };
                self.ready.push_back(News::Segment(Arc::new(segment)));
                self.ready.push_back(News::Over);
            }
        }
    }
}

impl Drop for NewsFeed {
    fn drop(&mut self) {
        self.live.close();
        self.turns.inner.waiting.forget(&self.turn);
    }
}
