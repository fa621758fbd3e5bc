//! Every limit that is not a setting, with its reason.

/// Longest sentence that is understood, in bytes. Longer ones are cut there; nobody types more,
/// and every stage after it is linear in the length.
pub const SENTENCE_BYTES_MAX: usize = 10_000;

/// Largest request body of a channel, in bytes.
pub const CHANNEL_BODY_BYTES_MAX: usize = 256 * 1024;

/// Largest request body of an import, in bytes.
pub const IMPORT_BODY_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Steps (stories entered, steps taken, answers rendered) of one turn. A loop ends here with an
/// error instead of never.
pub const TURN_STEPS_MAX: u32 = 200;

/// Messages of one turn.
pub const TURN_MESSAGES_MAX: usize = 50;

/// Earlier values that the conversation keeps of one entity.
pub const ENTITY_HISTORY_MAX: usize = 5;

/// Roles of which the conversation keeps values.
pub const ENTITY_ROLES_MAX: usize = 100;

/// Times that a turn may begin before its event goes to the dead letter.
pub const TURN_ATTEMPTS_MAX: u32 = 3;

/// How long a lease lasts unless renewed, in milliseconds.
pub const LEASE_MS: i64 = 15_000;

/// How often a running turn renews its lease, in milliseconds.
pub const LEASE_RENEWAL_MS: i64 = 5_000;

/// How long a channel that answers in the same exchange waits for the turn, in milliseconds.
pub const EXCHANGE_DEADLINE_MS: i64 = 30_000;

/// How long an answer whose exchange ended waits for a stream to open, in milliseconds.
pub const MISSED_ANSWER_TTL_MS: i64 = 10 * 60 * 1000;

/// How long a notification or a person's message waits for a stream to open, in milliseconds.
pub const PUSHED_MESSAGE_TTL_MS: i64 = 7 * 24 * 3600 * 1000;

/// How long duplicates of a vendor's event are known, in milliseconds.
pub const DUPLICATE_MEMORY_MS: i64 = 7 * 24 * 3600 * 1000;

/// How long an `Idempotency-Key` is honoured, in milliseconds.
pub const IDEMPOTENCY_KEY_MS: i64 = 24 * 3600 * 1000;

/// How long rejected events and dead letters are kept, in milliseconds.
pub const DEAD_LETTER_RETENTION_MS: i64 = 7 * 24 * 3600 * 1000;

/// Longest `Idempotency-Key`, in bytes.
pub const IDEMPOTENCY_KEY_BYTES_MAX: usize = 255;

/// Events of one namespace that may wait; above it new ones are refused with 503.
pub const INBOX_DEPTH_MAX: u64 = 10_000;

/// How long an HTTP answer may take unless its story says otherwise, in milliseconds.
pub const HTTP_ANSWER_TIMEOUT_MS: u32 = 5_000;

/// Longest that an HTTP answer may take, in milliseconds: the exchange of the channel must still
/// have time for the fallback.
pub const HTTP_ANSWER_TIMEOUT_MAX_MS: u32 = 25_000;

/// Calls to the outside of one turn, frames of one answer included.
pub const TURN_EFFECTS_MAX: u32 = 50;

/// Labels whose used variants a conversation remembers; the longest unused are forgotten.
pub const LABEL_ROTATIONS_MAX: usize = 64;

/// Longest text of a value that the conversation keeps, in bytes. Longer ones are cut there.
pub const ENTITY_TEXT_BYTES_MAX: usize = 500;

/// Variables of one conversation.
pub const CONTEXT_VARIABLES_MAX: usize = 100;

/// Largest value of a variable, in bytes of its JSON.
pub const CONTEXT_VALUE_BYTES_MAX: usize = 2_000;

/// Events that an interrupted question survives: after as many, a bare value is no longer taken
/// for its reply.
pub const QUESTION_EVENTS_MAX: u32 = 3;

/// Operations of one expression of a story.
pub const EXPRESSION_STEPS_MAX: u32 = 1_000;

/// How long a program may take over its whole answer, all frames included, in milliseconds. Long
/// enough for texts that grow as they are written; how long one frame may take is a setting.
pub const PROGRAM_ANSWER_MS: i64 = 120_000;

/// Frames of one answer of a program. A text that grows word by word has many.
pub const PROGRAM_FRAMES_MAX: u32 = 2_000;

/// Largest frame of a program, in bytes.
pub const PROGRAM_FRAME_BYTES_MAX: usize = 1024 * 1024;

/// Stories that a program may declare.
pub const PROGRAM_STORIES_MAX: usize = 1_000;

/// Users who may be notified one by the other, each by the notification before: a circle of stories
/// that notify each other ends there.
pub const NOTIFICATIONS_IN_A_ROW_MAX: u32 = 3;

/// What stories remember of one user, facts that are over not counted.
pub const FACTS_MAX: usize = 100;

/// Largest file that a user may send, in bytes: minutes of speech, or a photograph.
pub const FILE_BYTES_MAX: usize = 5 * 1024 * 1024;

/// Files of one run of a conversation whose addresses are kept, and files of a user that are kept.
pub const ATTACHMENTS_MAX: usize = 10;

/// Users of one conversation of whom something is known; beyond it, one makes room.
pub const MEMBERS_MAX: usize = 100;

/// Longest text that a person at the desk sends at once, in bytes.
pub const DESK_TEXT_BYTES_MAX: usize = 10_000;
