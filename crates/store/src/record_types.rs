//! What can be looked up afterwards: turns, conversations, dead letters, sentences, sweeps.

use model::{
    BotId, ChannelId, ConversationId, DeadLetterId, IntentName, Locale, Message, Namespace,
    Timestamp, TurnId, Understanding, UserId,
};
use serde::{Deserialize, Serialize};

use crate::Environment;

/// Who said a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The user.
    User,
    /// The bot.
    Bot,
}

/// One line of a conversation, in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Who.
    pub from: From,
    /// What, as plain text.
    pub text: String,
    /// When, ISO 8601.
    pub at: String,
    /// In which turn.
    pub turn: TurnId,
}

/// A conversation in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConversationSummary {
    /// Its id.
    pub id: ConversationId,
    /// With which bot.
    pub bot: BotId,
    /// With which user.
    pub user: UserId,
    /// Segments committed.
    pub version: u64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When its last segment was committed.
    pub changed_at: Timestamp,
    /// How often the user said or did something.
    pub said_count: u64,
    /// The first of it, in words.
    pub opening: Option<String>,
}

/// A turn as it was recorded.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnRecord {
    /// Its id.
    pub turn: TurnId,
    /// In which conversation.
    pub conversation: ConversationId,
    /// Through which channel.
    pub channel: ChannelId,
    /// What the user said or did, in words.
    pub user_text: Option<String>,
    /// When the event was accepted.
    pub received_at: Timestamp,
    /// What the bot said.
    pub messages: Vec<Message>,
    /// What was understood.
    pub understanding: Option<Understanding>,
    /// What was decided and why; JSON, one per segment.
    pub traces: Vec<String>,
    /// When its last segment was committed.
    pub committed_at: Timestamp,
    /// Whether it is a test.
    pub test: bool,
}

/// Which conversations to list. `None` is any.
#[derive(Debug, Clone, Default)]
pub struct ConversationFilter {
    /// With this bot.
    pub bot: Option<BotId>,
    /// With this user.
    pub user: Option<UserId>,
    /// Through this channel, at least once.
    pub channel: Option<ChannelId>,
    /// Through a channel that serves this environment now, at least once.
    pub environment: Option<Environment>,
    /// In which the user said this, whatever the case of ASCII letters.
    pub text: Option<String>,
    /// In which something was said at this time or later.
    pub from: Option<Timestamp>,
    /// In which something was said before this time.
    pub until: Option<Timestamp>,
    /// Whether tests are listed too.
    pub tests: bool,
    /// Only those in which something was not understood.
    pub unknown: bool,
    /// Only those in which the user judged an answer bad.
    pub judged_bad: bool,
}

/// What a dead letter was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeadLetterKind {
    /// An event whose turn failed too often. Can be replayed.
    Turn,
    /// A message that a channel would not take. Can be replayed.
    Message,
    /// An authentic event that could not be read. Cannot be replayed.
    Rejected,
}

/// Something that could not be handled, without its body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetter {
    /// Its id.
    pub id: DeadLetterId,
    /// Whose.
    pub namespace: Namespace,
    /// What it was.
    pub kind: DeadLetterKind,
    /// Of which bot, when known.
    pub bot: Option<BotId>,
    /// Of which channel.
    pub channel: ChannelId,
    /// From or to whom, when known.
    pub user: Option<UserId>,
    /// Of which turn, when known.
    pub turn: Option<TurnId>,
    /// Why.
    pub cause: String,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was given up.
    pub at: Timestamp,
}

/// A sentence that came in, to learn from.
#[derive(Debug, Clone, PartialEq)]
pub struct SentenceSeen {
    /// Whose.
    pub namespace: Namespace,
    /// To which bot.
    pub bot: BotId,
    /// In which locale it was understood.
    pub locale: Locale,
    /// What was said.
    pub text: String,
    /// What was understood.
    pub understanding: Understanding,
    /// Whether it shall wait in the inbox, for somebody to say what it means.
    pub inbox: bool,
    /// Whether it counts.
    pub counted: bool,
}

/// A sentence of the inbox of sentences.
#[derive(Debug, Clone, PartialEq)]
pub struct InboxSentence {
    /// In which locale it was understood.
    pub locale: Locale,
    /// What was said.
    pub text: String,
    /// What was understood last.
    pub understanding: Understanding,
    /// The intent of it.
    pub intent: Option<IntentName>,
    /// How often it came.
    pub count: u64,
    /// How often it was answered with "I did not understand".
    pub unknown_count: u64,
    /// When it came first.
    pub first_at: Timestamp,
    /// When it came last.
    pub last_at: Timestamp,
    /// How many answers to it were judged bad since somebody looked; not told by counts.
    pub bad_count: u64,
}

/// Which sentences to list. `None` is any.
#[derive(Debug, Clone, Default)]
pub struct SentenceFilter {
    /// In this locale.
    pub locale: Option<Locale>,
    /// Understood as this intent; `Some(None)` is unknown.
    pub intent: Option<Option<IntentName>>,
    /// With these words, whatever the case of ASCII letters.
    pub search: Option<String>,
    /// Understood with a lower probability than this, in thousandths.
    pub below_permille: Option<u16>,
    /// Only those whose answer was judged bad.
    pub judged_bad: bool,
}

/// Which counted sentences to list.
#[derive(Debug, Clone)]
pub struct CountFilter {
    /// In this locale.
    pub locale: Locale,
    /// Understood as this intent; `Some(None)` is unknown, `None` is any.
    pub intent: Option<Option<IntentName>>,
    /// That came at least so often.
    pub count_min: u64,
}

/// How long things are kept, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retention {
    /// Keys of consumed events. At least [`model::limits::DUPLICATE_MEMORY_MS`] or duplicates
    /// become turns.
    pub duplicates_ms: i64,
    /// What was said; `None` is for ever.
    pub turns_ms: Option<i64>,
    /// Rejected events and dead letters.
    pub dead_letters_ms: i64,
    /// Sentences of the inbox of sentences; `None` is for ever.
    pub sentences_ms: Option<i64>,
    /// Finished jobs.
    pub jobs_ms: i64,
    /// Trained models that no version and no draft uses any more.
    pub models_ms: i64,
}

impl Default for Retention {
    fn default() -> Self {
        const DAY_MS: i64 = 24 * 3600 * 1000;
        Self {
            duplicates_ms: model::limits::DUPLICATE_MEMORY_MS,
            turns_ms: None,
            dead_letters_ms: model::limits::DEAD_LETTER_RETENTION_MS,
            sentences_ms: None,
            jobs_ms: 7 * DAY_MS,
            models_ms: 30 * DAY_MS,
        }
    }
}

/// Rows that a sweep removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Keys of consumed events.
    pub duplicates: u64,
    /// Segments of turns.
    pub segments: u64,
    /// Conversations without any turn left.
    pub conversations: u64,
    /// Rejected events and dead letters.
    pub dead_letters: u64,
    /// Deliveries that nobody came for.
    pub deliveries: u64,
    /// Sentences.
    pub sentences: u64,
    /// Jobs.
    pub jobs: u64,
    /// Trained models.
    pub models: u64,
    /// Files that users sent.
    pub files: u64,
    /// Whether rows that should go are left: sweep again soon.
    pub more: bool,
}

/// What waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InboxState {
    /// Events that are not consumed yet.
    pub waiting: u64,
    /// When the oldest of them was accepted.
    pub oldest: Option<Timestamp>,
    /// Deliveries to be sent or awaiting a stream.
    pub deliveries: u64,
}

/// What the group commit did since the store was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counters {
    /// Transactions committed.
    pub commits: u64,
    /// Operations in them.
    pub operations: u64,
    /// The largest of them, in operations.
    pub batch_max: u64,
    /// Transactions that were rolled back and run again, one operation at a time.
    pub rerun: u64,
    /// Time spent in transactions, in microseconds.
    pub busy_us: u64,
}
