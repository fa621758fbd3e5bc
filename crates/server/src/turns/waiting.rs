//! Exchanges that wait for a turn of this process.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use model::{Message, TurnId, Understanding};
use store::DeliveryId;
use tokio::sync::mpsc;

/// What a turn tells those who wait for it.
#[derive(Debug, Clone)]
pub enum News {
    /// A segment was committed.
    Segment(Arc<SegmentNews>),
    /// The turn is over.
    Over,
    /// The turn was given up; its event is in the dead letters.
    DeadLetter,
}

/// A committed segment.
#[derive(Debug, Default)]
pub struct SegmentNews {
    /// What the bot said.
    pub messages: Vec<Message>,
    /// To confirm once the messages have reached the user.
    pub delivery: Option<DeliveryId>,
    /// What was understood: in the first segment.
    pub understanding: Option<Understanding>,
    /// Microseconds spent understanding.
    pub understanding_us: u64,
    /// Microseconds spent in the engine.
    pub engine_us: u64,
    /// What was decided and why.
    pub trace: engine::Trace,
}

/// Turns whose news nobody waited for are remembered, as many as this: an event that a worker
/// claims the moment it is stored may be answered before its exchange listens.
const UNHEARD_MAX: usize = 512;

/// Those who wait, by turn.
#[derive(Clone, Default)]
pub struct Waiting {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    listeners: HashMap<TurnId, Vec<mpsc::UnboundedSender<News>>>,
    unheard: VecDeque<(TurnId, Vec<News>)>,
}

impl Waiting {
    /// Waits for news of a turn. News told before, while nobody listened, come first.
    pub fn wait(&self, turn: &TurnId) -> mpsc::UnboundedReceiver<News> {
        let (sender, receiver) = mpsc::unbounded_channel();
        let mut state = self.lock();
        if let Some(at) = state.unheard.iter().position(|(unheard, _)| unheard == turn)
            && let Some((_, told)) = state.unheard.remove(at)
        {
            for news in told {
                // The receiver is alive: it is in this function's hands.
                let _taken = sender.send(news);
            }
        }
        state.listeners.entry(turn.clone()).or_default().push(sender);
        receiver
    }

    /// Tells everybody who waits for a turn. Those who have gone are forgotten.
    pub fn tell(&self, turn: &TurnId, news: &News) {
        let mut state = self.lock();
        let State { listeners, unheard } = &mut *state;
        match listeners.get_mut(turn) {
            Some(senders) => {
                senders.retain(|sender| sender.send(news.clone()).is_ok());
                if senders.is_empty() || !matches!(news, News::Segment(_)) {
                    listeners.remove(turn);
                }
            }
            None => match unheard.iter_mut().find(|(known, _)| known == turn) {
                Some((_, told)) => told.push(news.clone()),
                None => {
                    if unheard.len() == UNHEARD_MAX {
                        unheard.pop_front();
                    }
                    unheard.push_back((turn.clone(), vec![news.clone()]));
                }
            },
        }
    }

    /// Forgets a turn for which nobody waits any more.
    pub fn forget(&self, turn: &TurnId) {
        let mut state = self.lock();
        if let Some(senders) = state.listeners.get_mut(turn) {
            senders.retain(|sender| !sender.is_closed());
            if senders.is_empty() {
                state.listeners.remove(turn);
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // The state is whole after each operation, so a panic elsewhere does not spoil it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
