//! The bare loop: the same rows, the same statements, nothing else. The measure of what the
//! disk and the database allow.

use std::time::Instant;

use model::{Namespace, Timestamp, limits};

use crate::writer::accept::{self, AcceptOutcome, Arrival};
use crate::writer::segment::{self, DeliveryRow, SegmentOutcome, SegmentRow};
use crate::writer::small::{self, Confirm};
use crate::{Error, Result, Store};

/// What the bare loop writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BareOptions {
    /// Turns to write.
    pub turns: usize,
    /// Users among whom they are spread. At least twice the turns of a transaction.
    pub users: usize,
    /// Operations per transaction: a turn has three (accept, segment, confirm).
    pub batch: usize,
    /// Size of an event, in bytes.
    pub event_bytes: usize,
    /// Size of a conversation, in bytes.
    pub conversation_bytes: usize,
    /// Size of what is recorded of a turn (messages, understanding, trace), in bytes.
    pub record_bytes: usize,
}

impl Default for BareOptions {
    fn default() -> Self {
        Self {
            turns: 20_000,
            users: 1_000,
            batch: 200,
            event_bytes: 250,
            conversation_bytes: 800,
            record_bytes: 1_500,
        }
    }
}

/// What the bare loop did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BareReport {
    /// Rows inserted, updated and deleted.
    pub rows: u64,
    /// Turns written.
    pub turns: u64,
    /// Transactions committed.
    pub commits: u64,
    /// Seconds that it took.
    pub seconds: f64,
}

/// Rows per turn: inbox and lease inserted; conversation updated, segment and delivery inserted,
/// inbox updated, lease deleted; delivery deleted.
const ROWS_PER_TURN: u64 = 8;

impl Store {
    /// Writes the rows of turns as the group commit would, without tasks, channels or anything
    /// else. Each transaction begins some turns, ends those that the one before began, and
    /// confirms those that it ended. For a store of its own: it leaves its rows there.
    pub async fn bare_commits(&self, options: BareOptions) -> Result<BareReport> {
        let namespace =
            Namespace::new("bench").map_err(|error| Error::corrupt("namespace", "bench", error))?;
        let per_commit = (options.batch / 3).max(1);
        let users = options.users.max(per_commit * 2);
        let node = self.node().to_string();
        let mut report = BareReport { rows: 0, turns: 0, commits: 0, seconds: 0.0 };
        let mut begun: Vec<SegmentRow> = Vec::new();
        let mut said: Vec<Confirm> = Vec::new();
        let mut next = 0;
        let began = Instant::now();
        while next < options.turns || !begun.is_empty() || !said.is_empty() {
            let arrivals: Vec<Arrival> = (next..options.turns.min(next + per_commit))
                .map(|turn| arrival(self, &namespace, turn % users, options.event_bytes))
                .collect();
            next += arrivals.len();

            let mut transaction = self.inner.database.begin().await?;
            let mut session = transaction.session();
            let now = self.now();
            let rows: Vec<&SegmentRow> = begun.iter().collect();
            let ended = segment::commit(&mut session, &rows, now).await?;
            small::confirm(&mut session, &said.iter().collect::<Vec<_>>()).await?;
            let accepted =
                accept::accept(&mut session, &arrivals.iter().collect::<Vec<_>>(), &node, now)
                    .await?;
            transaction.commit().await?;

            report.commits += 1;
            report.turns += ended.len() as u64;
            said = ended
                .into_iter()
                .filter_map(|outcome| match outcome {
                    SegmentOutcome::Committed { delivery, .. } => delivery,
                    SegmentOutcome::LostLease => None,
                })
                .map(|delivery| Confirm {
                    namespace: namespace.clone(),
                    delivery,
                    taken: true,
                    claim: String::new(),
                })
                .collect();
            begun = arrivals
                .into_iter()
                .zip(accepted)
                .filter_map(|(arrival, outcome)| match outcome {
                    AcceptOutcome::New { begun: Some((event, conversation)) } => {
                        Some(row(&options, arrival, event, &conversation))
                    }
                    _ => None,
                })
                .collect();
        }
        report.seconds = began.elapsed().as_secs_f64();
        report.rows = report.turns * ROWS_PER_TURN;
        Ok(report)
    }
}

fn arrival(store: &Store, namespace: &Namespace, user: usize, event_bytes: usize) -> Arrival {
    let turn = store.random(model::TurnId::random).to_string();
    Arrival {
        namespace: namespace.clone(),
        bot: "bot_00000000000000000000000000".into(),
        channel: "chan_00000000000000000000000000".into(),
        user: format!("user-{user}"),
        scope: String::new(),
        dedup_key: Some(format!("i:{turn}")),
        body_hash: Some("0".repeat(64)),
        turn,
        priority: 0,
        received_at: store.now(),
        deadline: None,
        body: "e".repeat(event_bytes),
        new_conversation: store.random(model::ConversationId::random).to_string(),
        lease: Some(store.new_token().to_string()),
    }
}

fn row(
    options: &BareOptions,
    arrival: Arrival,
    event: i64,
    conversation: &accept::StoredConversation,
) -> SegmentRow {
    let part = options.record_bytes / 3;
    let at = arrival.received_at;
    SegmentRow {
        namespace: arrival.namespace,
        bot: arrival.bot,
        channel: arrival.channel,
        user: arrival.user,
        turn: arrival.turn,
        token: arrival.lease.unwrap_or_default(),
        conversation: conversation.number,
        event,
        keyed: true,
        version: conversation.version,
        first_version: conversation.version,
        document: "c".repeat(options.conversation_bytes),
        user_text: Some("un train pour Lyon demain".into()),
        messages: "m".repeat(part),
        message_count: 1,
        understanding: Some("u".repeat(part)),
        trace: Some("t".repeat(part)),
        test: false,
        unknown: false,
        received_at: at,
        delivery: Some(DeliveryRow {
            state: "exchange",
            next_at: at.plus_ms(limits::EXCHANGE_DEADLINE_MS),
            expires_at: Some(Timestamp(at.0 + limits::MISSED_ANSWER_TTL_MS)),
        }),
        cursor: None,
    }
}
