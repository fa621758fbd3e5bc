//! What comes in, what is claimed and what is committed: the types of a turn.

use std::fmt;

use model::{
    BotId, ChannelId, Conversation, ConversationId, Event, LeaseToken, Message, Namespace,
    Timestamp, TurnId, Understanding, UserId,
};
use sha2::{Digest, Sha256};

/// Which events of a user belong to one conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// One conversation per user and bot, whatever the channel.
    Bot,
    /// One conversation per user and channel.
    Channel,
}

/// What makes two deliveries the same event.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DedupKey {
    /// The vendor's event id; known for [`model::limits::DUPLICATE_MEMORY_MS`].
    Vendor(String),
    /// The client's `Idempotency-Key`; honoured for [`model::limits::IDEMPOTENCY_KEY_MS`].
    Idempotency(String),
}

/// SHA-256 of what was received, to tell a repetition from another use of the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BodyHash(pub [u8; 32]);

impl BodyHash {
    /// The hash of a body.
    pub fn of(body: &[u8]) -> Self {
        Self(Sha256::digest(body).into())
    }
}

impl fmt::Display for BodyHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::hex::write(f, &self.0)
    }
}

/// Which of two waiting events of a namespace goes first. Within a conversation the order of
/// arrival alone counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Priority {
    /// Somebody waits for the answer.
    #[default]
    Interactive,
    /// Nobody does.
    Background,
}

/// An event to accept. Its conversation is kept under [`Event::addressee`].
#[derive(Debug, Clone)]
pub struct NewEvent {
    /// Whose.
    pub namespace: Namespace,
    /// For which bot.
    pub bot: BotId,
    /// Through which channel.
    pub channel: ChannelId,
    /// To which conversation it belongs.
    pub scope: Scope,
    /// What makes another delivery a duplicate; `None`: each delivery is a new event.
    pub dedup_key: Option<DedupKey>,
    /// Hash of the received body. Only compared when there is a key.
    pub body_hash: BodyHash,
    /// What came in.
    pub event: Event,
    /// After this instant no answer in the exchange counts.
    pub deadline: Option<Timestamp>,
    /// Whether somebody waits.
    pub priority: Priority,
}

/// Whether an accepted event may begin its turn here at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begin {
    /// If its conversation is free: the same transaction takes the lease.
    IfFree,
    /// No: it waits for [`crate::Store::claim`].
    Later,
}

/// What became of an event that was given to the store. In each case it is stored durably.
#[derive(Debug)]
pub enum Accepted {
    /// It is new.
    New {
        /// The turn it will have, however many attempts that takes.
        turn: TurnId,
        /// The right to run it now, when asked for and free.
        claimed: Option<Box<Claimed>>,
    },
    /// It came before.
    Duplicate {
        /// Its turn.
        turn: TurnId,
        /// How far that is.
        state: TurnState,
    },
    /// The key came before with another body: 409.
    KeyReusedForOtherBody {
        /// The turn of the first body.
        turn: TurnId,
    },
}

/// How far a turn is.
#[derive(Debug, Clone, PartialEq)]
pub enum TurnState {
    /// Waiting or running, here or on another node.
    Running,
    /// Committed to the end.
    Answered(Answer),
    /// Given up: it is in the dead letters.
    DeadLetter,
}

/// What a turn said.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// In which conversation.
    pub conversation: ConversationId,
    /// In which turn.
    pub turn: TurnId,
    /// All its messages, in order.
    pub messages: Vec<Message>,
    /// When its last segment was committed.
    pub at: Timestamp,
}

/// The right to work on a conversation, for a time. Each commit checks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    pub(crate) token: LeaseToken,
    pub(crate) namespace: Namespace,
    pub(crate) bot: BotId,
    pub(crate) channel: ChannelId,
    pub(crate) user: UserId,
    pub(crate) turn: TurnId,
    /// Internal number of the conversation.
    pub(crate) conversation: i64,
    /// Internal number of the inbox row.
    pub(crate) event: i64,
    /// Whether the inbox row is kept (has a key) once consumed.
    pub(crate) keyed: bool,
    /// Version of the conversation when the turn began.
    pub(crate) first_version: i64,
    /// When the event was accepted.
    pub(crate) received_at: Timestamp,
}

impl Lease {
    /// Its token.
    pub fn token(&self) -> &LeaseToken {
        &self.token
    }

    /// The namespace of the conversation.
    pub fn namespace(&self) -> &Namespace {
        &self.namespace
    }

    /// The turn it was taken for.
    pub fn turn(&self) -> &TurnId {
        &self.turn
    }
}

/// An event whose turn may run now, with all that it needs.
#[derive(Debug)]
pub struct Claimed {
    /// The right to run it. Renew it every [`model::limits::LEASE_RENEWAL_MS`].
    pub lease: Lease,
    /// Whose.
    pub namespace: Namespace,
    /// For which bot.
    pub bot: BotId,
    /// Through which channel it came.
    pub channel: ChannelId,
    /// What came in.
    pub event: Event,
    /// Its turn: the same in every attempt.
    pub turn: TurnId,
    /// The conversation as last committed.
    pub conversation: Conversation,
    /// Which attempt this is, from 1.
    pub attempt: u32,
    /// When the event was accepted.
    pub received_at: Timestamp,
    /// After this instant no answer in the exchange counts.
    pub deadline: Option<Timestamp>,
    /// Where a turn that was half done goes on (the JSON given to
    /// [`SegmentEnd::Await`]); `None`: from the beginning.
    pub cursor: Option<String>,
    /// What was understood before the turn stopped, when it was half done.
    pub understanding: Option<Understanding>,
}

/// A part of a turn that commits at once.
#[derive(Debug, Clone)]
pub struct Segment {
    /// The right to commit it.
    pub lease: Lease,
    /// The conversation after it, with the version it had before it: the store counts.
    pub conversation: Conversation,
    /// What is recorded of it.
    pub record: SegmentRecord,
    /// How its messages reach the user.
    pub route: Route,
    /// What follows.
    pub end: SegmentEnd,
}

/// What is recorded of a segment.
#[derive(Debug, Clone, Default)]
pub struct SegmentRecord {
    /// What the user said or did, in words: once per turn, in its first segment.
    pub user_text: Option<String>,
    /// What the bot said. [`model::MessageBody::Typing`] is left out.
    pub messages: Vec<Message>,
    /// What was understood, for people: in the first segment.
    pub understanding: Option<Understanding>,
    /// What was decided and why, for people; JSON.
    pub trace: Option<String>,
    /// Whether it is a test: left out of statistics.
    pub test: bool,
}

/// How the messages of a segment reach the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route {
    /// In the exchange that is open on this node. Confirm with [`crate::Store::delivered`]. Not
    /// confirmed until `until`, they wait for a stream until `expires_at`.
    Exchange {
        /// When the exchange ends at the latest.
        until: Timestamp,
        /// When they stop waiting for a stream.
        expires_at: Timestamp,
    },
    /// Through a stream that the user may open until `expires_at`.
    Stream {
        /// When they stop waiting.
        expires_at: Timestamp,
    },
    /// Through the channel's senders, with retries.
    Push,
    /// Not at all: they are only recorded.
    Nowhere,
}

/// What follows a segment.
#[derive(Debug, Clone)]
pub enum SegmentEnd {
    /// Nothing: the event is consumed, the conversation is free.
    Done,
    /// The turn goes on, from here if it is interrupted.
    Await {
        /// Where: the engine's cursor as JSON.
        cursor: String,
        /// What was understood, so that it is not asked again.
        understanding: Option<Box<Understanding>>,
    },
}

/// A segment is durable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Committed {
    /// The conversation's version now: set it before the next segment.
    pub version: u64,
    /// Its messages' delivery, when there is something to deliver.
    pub delivery: Option<DeliveryId>,
    /// Whether events of the same conversation wait: claim them now.
    pub more_waiting: bool,
}

/// What becomes of a turn that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failed {
    /// It will be tried again.
    WillRetry,
    /// It was tried often enough.
    DeadLetter(model::DeadLetterId),
}

/// Names a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeliveryId(pub(crate) i64);

impl fmt::Display for DeliveryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// Messages of one segment on their way to one user.
#[derive(Debug, Clone, PartialEq)]
pub struct Delivery {
    /// Its id.
    pub id: DeliveryId,
    /// Whose.
    pub namespace: Namespace,
    /// Of which bot.
    pub bot: BotId,
    /// Through which channel.
    pub channel: ChannelId,
    /// To whom.
    pub user: UserId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Of which turn.
    pub turn: TurnId,
    /// The messages that are not confirmed yet, in order.
    pub messages: Vec<Message>,
    /// How many of the segment were confirmed before these.
    pub confirmed: usize,
    /// Which attempt at the first of them this is, from 1.
    pub attempt: u32,
    /// Whether an earlier attempt at the first of them ended without a clear outcome, so that
    /// the user may see it twice.
    pub uncertain: bool,
    /// When it was committed.
    pub created_at: Timestamp,
    /// Proof of the claim.
    pub(crate) claim: LeaseToken,
}

/// Why an attempt to deliver failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryFailure {
    /// Why, for people, without secrets.
    pub cause: String,
    /// What the vendor asked for (`Retry-After`), in milliseconds.
    pub retry_after_ms: Option<i64>,
    /// Whether another attempt is pointless.
    pub permanent: bool,
    /// Whether the vendor may have taken the message although it did not say so.
    pub uncertain: bool,
}

/// What becomes of a delivery that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryFate {
    /// It is tried again then.
    RetryAt(Timestamp),
    /// The message is in the dead letters; the ones after it go on.
    DeadLetter(model::DeadLetterId),
}
