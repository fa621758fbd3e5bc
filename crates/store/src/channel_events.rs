//! What came and went on a channel last: when, and what became of it. Never what was said.

use model::{ChannelId, Namespace, Timestamp};

use crate::sql::args;
use crate::{Result, Store};

/// Segments of all channels among which those of one are looked for: the latest. There is no index
/// for it, which each turn would pay for.
const LOOKED_AT_MAX: i64 = 50_000;

/// What became of something that came or went on a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChannelOutcome {
    /// It waits for its turn, or its turn is running.
    Waiting,
    /// It was answered.
    Answered,
    /// An answer waits to be delivered.
    Delivering,
    /// It failed for good.
    Failed,
    /// It was authentic and could not be read.
    Rejected,
}

/// Something that came or went on a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChannelEvent {
    /// When.
    pub at: Timestamp,
    /// What became of it.
    pub outcome: ChannelOutcome,
    /// How long it took, in milliseconds; only of what was answered.
    pub took_ms: Option<i64>,
    /// How often it was tried.
    pub attempts: u64,
    /// What went wrong last.
    pub cause: Option<String>,
}

impl Store {
    /// The last events of a channel, the latest first: those that wait, those that were answered
    /// as long as conversations are kept, and those that failed as long as their dead letters are.
    pub async fn channel_events(
        &self,
        namespace: &Namespace,
        channel: &ChannelId,
        limit: usize,
    ) -> Result<Vec<ChannelEvent>> {
        let mut reader = self.inner.database.reader().await?;
        let mut session = reader.session();
        let of = |limit: usize| args![namespace.as_str(), channel.as_str(), limit as i64];
        let open = session
            .rows(
                "select received_at, attempts, last_error from inbox where namespace = $1 \
                 and channel = $2 and state = 'open' order by number desc limit $3",
                of(limit),
            )
            .await?;
        // An event that was dealt with leaves the inbox; what was said to it stays. Turns of
        // several segments come several times.
        let answered = session
            .rows(
                "select received_at, max(committed_at) from segments where namespace = $1 \
                 and channel = $2 and number > (select coalesce(max(number), 0) from segments) - $4 \
                 group by turn, received_at order by received_at desc limit $3",
                args![namespace.as_str(), channel.as_str(), limit as i64, LOOKED_AT_MAX],
            )
            .await?;
        let waiting = session
            .rows(
                "select created_at, attempts from outbox where namespace = $1 and channel = $2 \
                 and state = 'push' order by number desc limit $3",
                of(limit),
            )
            .await?;
        let failed = session
            .rows(
                "select at, kind, attempts, cause from dead_letters where namespace = $1 \
                 and channel = $2 order by at desc, id desc limit $3",
                of(limit),
            )
            .await?;
        let mut events = Vec::new();
        for row in &open {
            events.push(ChannelEvent {
                at: row.at(0)?,
                outcome: ChannelOutcome::Waiting,
                took_ms: None,
                attempts: row.number(1)? as u64,
                cause: row.get::<Option<String>>(2)?,
            });
        }
        for row in &answered {
            let at: Timestamp = row.at(0)?;
            events.push(ChannelEvent {
                at,
                outcome: ChannelOutcome::Answered,
                took_ms: Some(row.at(1)?.since_ms(at)),
                attempts: 1,
                cause: None,
            });
        }
        for row in &waiting {
            events.push(ChannelEvent {
                at: row.at(0)?,
                outcome: ChannelOutcome::Delivering,
                took_ms: None,
                attempts: row.number(1)? as u64,
                cause: None,
            });
        }
        for row in &failed {
            let is_rejected = row.text(1)? == "rejected";
            events.push(ChannelEvent {
                at: row.at(0)?,
                outcome: match is_rejected {
                    true => ChannelOutcome::Rejected,
                    false => ChannelOutcome::Failed,
                },
                took_ms: None,
                attempts: row.number(2)? as u64,
                cause: Some(row.text(3)?),
            });
        }
        events.sort_by_key(|event| std::cmp::Reverse(event.at));
        events.truncate(limit);
        Ok(events)
    }
}
