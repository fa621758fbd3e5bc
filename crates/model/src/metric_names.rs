//! Names of metrics, in one place so that none is spelled twice.

/// Events accepted, by `connector`.
pub const EVENTS_ACCEPTED_TOTAL: &str = "palabre_events_accepted_total";
/// Events recognised as duplicates, by `connector`.
pub const EVENTS_DUPLICATE_TOTAL: &str = "palabre_events_duplicate_total";
/// Events refused, by `connector` and `reason`.
pub const EVENTS_REFUSED_TOTAL: &str = "palabre_events_refused_total";
/// Turns finished, by `outcome`.
pub const TURNS_TOTAL: &str = "palabre_turns_total";
/// Seconds from the acceptance of an event to the end of its turn.
pub const TURN_SECONDS: &str = "palabre_turn_seconds";
/// Seconds to understand a sentence.
pub const UNDERSTANDING_SECONDS: &str = "palabre_understanding_seconds";
/// Sentences understood, by `decided_by`.
pub const UNDERSTANDINGS_TOTAL: &str = "palabre_understandings_total";
/// Messages handed to a channel, by `connector` and `outcome`.
pub const MESSAGES_SENT_TOTAL: &str = "palabre_messages_sent_total";
/// Events in the dead letter.
pub const DEAD_LETTERS_TOTAL: &str = "palabre_dead_letters_total";
/// Transactions committed by the group committer.
pub const COMMITS_TOTAL: &str = "palabre_commits_total";
/// Operations in the transactions of the group committer.
pub const COMMIT_OPERATIONS_TOTAL: &str = "palabre_commit_operations_total";
/// Events waiting.
pub const INBOX_DEPTH: &str = "palabre_inbox_depth";
/// Open event streams.
pub const STREAMS_OPEN: &str = "palabre_streams_open";
/// Seconds to train a bot.
pub const TRAINING_SECONDS: &str = "palabre_training_seconds";
/// Requests to bot programs, by `mode` (`socket`, `webhook`) and `outcome`.
pub const PROGRAM_REQUESTS_TOTAL: &str = "palabre_program_requests_total";
/// Seconds from a request to a bot program to its first frame.
pub const PROGRAM_SECONDS: &str = "palabre_program_seconds";
/// Frames of bot programs that nobody waited for any more.
pub const PROGRAM_FRAMES_LATE_TOTAL: &str = "palabre_program_frames_late_total";
/// Open sockets of bot programs.
pub const PROGRAM_SOCKETS_OPEN: &str = "palabre_program_sockets_open";
