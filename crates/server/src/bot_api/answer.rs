//! An answer of a program while it comes in, frame by frame.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::{BotId, EffectId, UserId};
use tokio::sync::{OwnedMutexGuard, mpsc};
use wire::bot_api::BotResponse;

use super::sockets;

/// A frame, or why there is none.
pub type Frame = Result<BotResponse, Broken>;

/// Why an answer ends before its last frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Broken {
    /// The program was never reached: another way may still lead to it.
    NotReached(String),
    /// It was asked and does not answer as it should.
    Failed(String),
}

/// An answer that comes in.
pub struct Answer {
    /// How it comes: `socket`, `webhook`.
    pub mode: &'static str,
    /// Its frames. They end early when the connection does.
    pub frames: mpsc::UnboundedReceiver<Frame>,
    /// Frames that came.
    pub received: u32,
    /// What gives the request up when the answer is dropped.
    pub _held: Held,
    /// While it is held no other request of the same user is sent.
    pub _user: UserTurn,
}

/// What an answer holds on to.
pub enum Held {
    /// A request on a socket.
    Socket { _request: sockets::Request },
    /// A task that calls a webhook.
    Webhook { task: tokio::task::AbortHandle },
}

impl Drop for Held {
    fn drop(&mut self) {
        if let Held::Webhook { task } = self {
            task.abort();
        }
    }
}

/// Answers of which more frames are expected, by the effect that asked.
#[derive(Default)]
pub struct OpenAnswers {
    answers: Mutex<HashMap<EffectId, Answer>>,
}

impl OpenAnswers {
    /// The answer to an effect, if it comes in here. After a crash it does not.
    pub fn take(&self, effect: &EffectId) -> Option<Answer> {
        self.lock().remove(effect)
    }

    /// Keeps an answer for its next frame.
    pub fn keep(&self, effect: &EffectId, answer: Answer) {
        self.lock().insert(effect.clone(), answer);
    }

    /// Gives up answers of turns that went on elsewhere.
    pub fn forget(&self, effect: &EffectId) {
        self.lock().remove(effect);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<EffectId, Answer>> {
        // The map is whole after each operation, so a panic elsewhere does not spoil it.
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

type UserKey = (BotId, UserId);
type Locks = Arc<Mutex<HashMap<UserKey, Arc<tokio::sync::Mutex<()>>>>>;

/// One request in flight per user: some programs mix the replies to two. A conversation never has
/// two turns at once, but a user may write on two channels.
#[derive(Clone, Default)]
pub struct Users {
    locks: Locks,
}

/// The right to ask for a user.
pub struct UserTurn {
    users: Users,
    key: UserKey,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Users {
    /// Waits until no request of the user is in flight.
    pub async fn turn(&self, bot: &BotId, user: &UserId) -> UserTurn {
        let key = (bot.clone(), user.clone());
        let lock = self.lock().entry(key.clone()).or_default().clone();
        let guard = Some(lock.lock_owned().await);
        UserTurn { users: self.clone(), key, guard }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<UserKey, Arc<tokio::sync::Mutex<()>>>> {
        self.locks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for UserTurn {
    fn drop(&mut self) {
        self.guard = None;
        let mut locks = self.users.lock();
        // The map's own reference alone: nobody holds or waits.
        if locks.get(&self.key).is_some_and(|lock| Arc::strong_count(lock) == 1) {
            locks.remove(&self.key);
        }
    }
}
