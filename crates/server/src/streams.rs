//! Open event streams, by channel and user.
//!
//! A stream is an optimisation of delivery, never its record: what must not be lost lies in the
//! outbox, and a stream that opens is first given what waits there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use model::{ChannelId, MessageId, UserId, metric_names};
use tokio::sync::mpsc;

/// Frames that may wait for a slow reader before its stream is closed. The reader then opens a
/// new one and is given what it missed.
const FRAMES_MAX: usize = 256;

type Key = (ChannelId, UserId);

/// One frame, ready to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The message that it carries.
    pub message: Option<MessageId>,
    /// The bytes.
    pub text: String,
}

/// The open streams of this process.
#[derive(Clone, Default)]
pub struct Streams {
    open: Arc<Mutex<HashMap<Key, Vec<Sink>>>>,
}

struct Sink {
    number: u64,
    frames: mpsc::Sender<Frame>,
}

/// The reading end of a stream. Dropping it closes the stream.
pub struct Stream {
    frames: mpsc::Receiver<Frame>,
    _registration: Registration,
}

impl Stream {
    /// The next frame, in the order in which they were sent. `None`: this reader was too slow and
    /// its stream is closed.
    pub async fn next(&mut self) -> Option<Frame> {
        self.frames.recv().await
    }
}

struct Registration {
    streams: Streams,
    key: Key,
    number: u64,
}

impl Streams {
    /// Opens a stream for a user of a channel. A user may have several.
    pub fn open(&self, channel: ChannelId, user: UserId) -> Stream {
        static NUMBERS: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(0);
        let number = NUMBERS.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let (frames, receiver) = mpsc::channel(FRAMES_MAX);
        let key = (channel, user);
        self.lock().entry(key.clone()).or_default().push(Sink { number, frames });
        metrics::gauge!(metric_names::STREAMS_OPEN).increment(1.0);
        let registration = Registration { streams: self.clone(), key, number };
        Stream { frames: receiver, _registration: registration }
    }

    /// Whether a user of a channel has a stream open.
    pub fn is_open(&self, channel: &ChannelId, user: &UserId) -> bool {
        self.lock().contains_key(&(channel.clone(), user.clone()))
    }

    /// Sends a frame to every stream of a user. True when at least one took it.
    pub fn send(&self, channel: &ChannelId, user: &UserId, frame: &Frame) -> bool {
        let mut open = self.lock();
        let key = (channel.clone(), user.clone());
        let Some(sinks) = open.get_mut(&key) else { return false };
        // A sink that is full or gone is closed: its reader comes back for what it missed.
        sinks.retain(|sink| sink.frames.try_send(frame.clone()).is_ok());
        let taken = !sinks.is_empty();
        if !taken {
            open.remove(&key);
        }
        taken
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<Key, Vec<Sink>>> {
        // The map is whole after each operation, so a panic elsewhere does not spoil it.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Registration {
    fn drop(&mut self) {
        let mut open = self.streams.lock();
        if let Some(sinks) = open.get_mut(&self.key) {
            sinks.retain(|sink| sink.number != self.number);
            if sinks.is_empty() {
                open.remove(&self.key);
            }
        }
        metrics::gauge!(metric_names::STREAMS_OPEN).decrement(1.0);
    }
}

#[cfg(test)]
mod tests {
    use model::SeededRng;

    use super::*;

    fn frame(text: &str) -> Frame {
        Frame { message: None, text: text.into() }
    }

    #[test]
    fn frames_reach_every_stream_of_their_user_and_nobody_else() {
        let streams = Streams::default();
        let channel = ChannelId::random(&mut SeededRng::new(1));
        let (ann, bob) = (UserId::new("ann").unwrap(), UserId::new("bob").unwrap());
        let mut first = streams.open(channel.clone(), ann.clone());
        let mut second = streams.open(channel.clone(), ann.clone());
        assert!(streams.send(&channel, &ann, &frame("a")));
        assert!(!streams.send(&channel, &bob, &frame("b")));
        assert_eq!(first.frames.try_recv().unwrap(), frame("a"));
        assert_eq!(second.frames.try_recv().unwrap(), frame("a"));
        drop((first, second));
        assert!(!streams.is_open(&channel, &ann));
    }

    #[test]
    fn a_reader_that_does_not_read_loses_its_stream_and_holds_nobody_up() {
        let streams = Streams::default();
        let channel = ChannelId::random(&mut SeededRng::new(1));
        let ann = UserId::new("ann").unwrap();
        let _idle = streams.open(channel.clone(), ann.clone());
        let taken = (0..=FRAMES_MAX).filter(|_| streams.send(&channel, &ann, &frame("x"))).count();
        assert_eq!(taken, FRAMES_MAX);
    }
}
