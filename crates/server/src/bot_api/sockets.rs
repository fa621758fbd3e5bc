//! The open sockets of programs, and the requests that wait on them.
//!
//! A bot has as many sockets as its programs open: each request goes to the one with the fewest
//! requests in flight. When a socket ends, what waited on it is told at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::{BotId, Secret, metric_names};
use tokio::sync::{Notify, mpsc};
use wire::bot_api::BotResponse;

use super::answer::Frame;

/// A bot whose last socket ended this recently is waited for: its program is being restarted.
const RECENT: Duration = Duration::from_secs(30);

/// How long such a program is waited for.
const RECONNECT_PATIENCE: Duration = Duration::from_secs(5);

/// What is written to a socket.
#[derive(Debug)]
pub enum Outgoing {
    /// A frame.
    Text(String),
    /// The end, with its reason.
    Close {
        /// A code of the protocol, or one of our own from 4000.
        code: u16,
        /// Why, in words.
        reason: &'static str,
    },
    /// A question whether somebody is there.
    Ping,
}

/// The open sockets of this process.
#[derive(Clone)]
pub struct Sockets {
    state: Arc<Mutex<State>>,
    came: Arc<Notify>,
    started: Instant,
}

#[derive(Default)]
struct State {
    next: u64,
    bots: HashMap<BotId, OfBot>,
    waiting: HashMap<String, Waiting>,
}

#[derive(Default)]
struct OfBot {
    open: Vec<Open>,
    ended_at: Option<Instant>,
}

struct Open {
    number: u64,
    key: Secret<String>,
    outgoing: mpsc::UnboundedSender<Outgoing>,
    in_flight: usize,
    /// Counts up: of two equally busy sockets the one that rested longer is next.
    last_used: u64,
}

struct Waiting {
    bot: BotId,
    socket: u64,
    frames: mpsc::UnboundedSender<Frame>,
}

/// A socket that is open. Dropping it ends what waits on it.
pub struct Registration {
    sockets: Sockets,
    bot: BotId,
    number: u64,
}

/// A request that waits on a socket. Dropping it gives it up.
pub struct Request {
    sockets: Sockets,
    id: String,
}

impl Default for Sockets {
    fn default() -> Self {
        Self { state: Arc::default(), came: Arc::default(), started: Instant::now() }
    }
}

impl Sockets {
    /// Adds a socket of a bot.
    pub fn open(
        &self,
        bot: BotId,
        key: Secret<String>,
        outgoing: mpsc::UnboundedSender<Outgoing>,
    ) -> Registration {
        let mut state = self.lock();
        state.next += 1;
        let number = state.next;
        let open = Open { number, key, outgoing, in_flight: 0, last_used: 0 };
        state.bots.entry(bot.clone()).or_default().open.push(open);
        drop(state);
        metrics::gauge!(metric_names::PROGRAM_SOCKETS_OPEN).increment(1.0);
        self.came.notify_waiters();
        Registration { sockets: self.clone(), bot, number }
    }

    /// How many sockets a bot has.
    pub fn count(&self, bot: &BotId) -> usize {
        self.lock().bots.get(bot).map_or(0, |of_bot| of_bot.open.len())
    }

    /// How many sockets a bot has, how many requests wait on them, and how long ago the last one
    /// ended when there is none.
    pub fn state_of(&self, bot: &BotId) -> (usize, usize, Option<Duration>) {
        let state = self.lock();
        let Some(of_bot) = state.bots.get(bot) else { return (0, 0, None) };
        let in_flight = of_bot.open.iter().map(|open| open.in_flight).sum();
        let ended = of_bot.ended_at.filter(|_| of_bot.open.is_empty());
        (of_bot.open.len(), in_flight, ended.map(|ended| ended.elapsed()))
    }

    /// Sends a request to a program of a bot. One that was connected a moment ago is waited for.
    /// `None`: there is none.
    pub async fn send(
        &self,
        bot: &BotId,
        id: &str,
        text: String,
    ) -> Option<(Request, mpsc::UnboundedReceiver<Frame>)> {
        let mut text = text;
        let until = Instant::now() + RECONNECT_PATIENCE;
        loop {
            let mut came = std::pin::pin!(self.came.notified());
            // From here on nobody comes unheard.
            came.as_mut().enable();
            match self.try_send(bot, id, text) {
                Ok(sent) => return Some(sent),
                Err(unsent) => text = unsent,
            }
            let is_coming_back = {
                let state = self.lock();
                let ended_at = state.bots.get(bot).and_then(|of_bot| of_bot.ended_at);
                ended_at.unwrap_or(self.started).elapsed() < RECENT
            };
            if !is_coming_back || tokio::time::timeout_at(until.into(), came).await.is_err() {
                return None;
            }
        }
    }

    fn try_send(
        &self,
        bot: &BotId,
        id: &str,
        text: String,
    ) -> Result<(Request, mpsc::UnboundedReceiver<Frame>), String> {
        let mut state = self.lock();
        state.next += 1;
        let now = state.next;
        let State { bots, waiting, .. } = &mut *state;
        let open = bots.get_mut(bot).and_then(|of_bot| {
            of_bot.open.iter_mut().min_by_key(|open| (open.in_flight, open.last_used))
        });
        let Some(open) = open else { return Err(text) };
        let (sender, frames) = mpsc::unbounded_channel();
        let entry = Waiting { bot: bot.clone(), socket: open.number, frames: sender };
        // A socket that has just ended is gone from the list in a moment; the answer then says so.
        let _ended = open.outgoing.send(Outgoing::Text(text));
        open.in_flight += 1;
        open.last_used = now;
        waiting.insert(id.to_owned(), entry);
        Ok((Request { sockets: self.clone(), id: id.to_owned() }, frames))
    }

    /// Hands a frame to the request that waits for it. False when none does any more.
    pub fn deliver(&self, bot: &BotId, request: &str, response: BotResponse) -> bool {
        let state = self.lock();
        state
            .waiting
            .get(request)
            .filter(|waiting| waiting.bot == *bot)
            .is_some_and(|waiting| waiting.frames.send(Ok(response)).is_ok())
    }

    /// The bots with open sockets, and with which keys.
    pub fn keys(&self) -> Vec<(BotId, u64, Secret<String>)> {
        let state = self.lock();
        let of_bot = |(bot, of_bot): (&BotId, &OfBot)| {
            let keys = of_bot.open.iter().map(|open| (bot.clone(), open.number, open.key.clone()));
            keys.collect::<Vec<_>>()
        };
        state.bots.iter().flat_map(of_bot).collect()
    }

    /// Ends a socket. It takes no more requests; those in flight are lost.
    pub fn close(&self, bot: &BotId, number: u64, code: u16, reason: &'static str) {
        let mut state = self.lock();
        if let Some(of_bot) = state.bots.get_mut(bot)
            && let Some(at) = of_bot.open.iter().position(|open| open.number == number)
        {
            let open = of_bot.open.remove(at);
            let _ended = open.outgoing.send(Outgoing::Close { code, reason });
            metrics::gauge!(metric_names::PROGRAM_SOCKETS_OPEN).decrement(1.0);
        }
        state.waiting.retain(|_, waiting| waiting.socket != number);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // The state is whole after each operation, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        self.sockets.close(&self.bot, self.number, 1000, "");
        let mut state = self.sockets.lock();
        if let Some(of_bot) = state.bots.get_mut(&self.bot) {
            of_bot.ended_at = Some(Instant::now());
        }
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        let mut state = self.sockets.lock();
        let Some(waiting) = state.waiting.remove(&self.id) else { return };
        let open = state
            .bots
            .get_mut(&waiting.bot)
            .and_then(|of_bot| of_bot.open.iter_mut().find(|open| open.number == waiting.socket));
        if let Some(open) = open {
            open.in_flight = open.in_flight.saturating_sub(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use model::SeededRng;

    use super::*;

    fn bot(seed: u64) -> BotId {
        BotId::random(&mut SeededRng::new(seed))
    }

    fn open(sockets: &Sockets, bot: &BotId) -> (Registration, mpsc::UnboundedReceiver<Outgoing>) {
        let (sender, receiver) = mpsc::unbounded_channel();
        (sockets.open(bot.clone(), Secret::new("key".to_owned()), sender), receiver)
    }

    fn reply() -> BotResponse {
        serde_json::from_str(r#"{"storyId":"s"}"#).unwrap()
    }

    #[tokio::test]
    async fn sockets_of_a_bot_share_its_requests() {
        let (sockets, bot) = (Sockets::default(), bot(1));
        let (_a, mut first) = open(&sockets, &bot);
        let (b, mut second) = open(&sockets, &bot);
        let mut sent = Vec::new();
        for number in 0..4 {
            sent.push(sockets.send(&bot, &number.to_string(), String::new()).await.unwrap());
        }
        assert_eq!((first.len(), second.len()), (2, 2));
        drop(b);
        assert!(matches!(second.try_recv(), Ok(Outgoing::Text(_))));
        let mut lost = 0;
        for (_, frames) in &mut sent {
            lost += usize::from(matches!(
                frames.try_recv(),
                Err(mpsc::error::TryRecvError::Disconnected)
            ));
        }
        assert_eq!(lost, 2, "what waited on the ended socket is told");
        sent.push(sockets.send(&bot, "5", String::new()).await.unwrap());
        assert_eq!(first.len(), 3, "the other socket goes on");
        assert!(matches!(first.try_recv(), Ok(Outgoing::Text(_))));
    }

    #[tokio::test]
    async fn only_the_bot_that_was_asked_may_answer() {
        let (sockets, bot, other) = (Sockets::default(), bot(1), bot(2));
        let (_open, _outgoing) = open(&sockets, &bot);
        let (request, mut frames) = sockets.send(&bot, "r", String::new()).await.unwrap();
        assert!(!sockets.deliver(&other, "r", reply()));
        assert!(!sockets.deliver(&bot, "x", reply()));
        assert!(sockets.deliver(&bot, "r", reply()));
        assert!(frames.try_recv().is_ok());
        drop(request);
        assert!(!sockets.deliver(&bot, "r", reply()), "late");
    }

    #[tokio::test]
    async fn a_program_that_comes_back_at_once_is_waited_for() {
        let (sockets, bot) = (Sockets::default(), bot(1));
        drop(open(&sockets, &bot));
        let waits = sockets.send(&bot, "r", String::new());
        // The request is polled first and finds nobody.
        let comes = async { open(&sockets, &bot) };
        let (sent, (_open, mut outgoing)) = tokio::join!(biased; waits, comes);
        assert!(sent.is_some());
        assert!(outgoing.try_recv().is_ok());
    }
}
