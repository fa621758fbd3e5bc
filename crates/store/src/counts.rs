//! Turns to be counted.

use model::{BotId, ChannelId, Namespace, Timestamp, TurnId, UserId};

use crate::privacy::Text;
use crate::sql::{Session, args};
use crate::{Result, Store};

/// What counts of a segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SegmentMark {
    /// Its place in the order of all segments.
    pub number: i64,
    /// Of which turn.
    pub turn: TurnId,
    /// Through which channel.
    pub channel: ChannelId,
    /// With which user.
    pub user: UserId,
    /// When its event came in.
    pub received_at: Timestamp,
    /// JSON of what was understood.
    pub understanding: Option<String>,
    /// JSON of what was decided.
    pub trace: Option<String>,
}

/// Segments may be numbered a little before ones that were committed earlier by another node.
const DISORDER_MS: i64 = 60_000;

/// The first segment that may have been committed at a time or later, by halving: segments are
/// numbered as they are written, so that no index by time has to cost every turn.
async fn first_from(session: &mut Session<'_>, from: Timestamp) -> Result<i64> {
    let last = session.row("select max(number) from segments", vec![]).await?;
    let (mut low, mut high) = (0, last.map_or(Ok(None), |row| row.get(0))?.unwrap_or(0) + 1);
    let early = from.plus_ms(-DISORDER_MS);
    while low < high {
        let middle = low + (high - low) / 2;
        let found = session
            .row(
                "select number, committed_at from segments where number >= $1 \
                 order by number limit 1",
                args![middle],
            )
            .await?;
        match found {
            Some(row) if row.at(1)? < early => low = row.number(0)? + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}

impl Store {
    /// The segments of a bot, without tests, whose events came in between two times: a page of
    /// them after `after`, in the order of their numbers.
    pub async fn segment_marks(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        (from, until): (Timestamp, Timestamp),
        after: Option<i64>,
        limit: usize,
    ) -> Result<Vec<SegmentMark>> {
        let mut reader = self.inner.database.reader().await?;
        let mut session = reader.session();
        let begin = match after {
            Some(after) => after + 1,
            None => first_from(&mut session, from).await?,
        };
        session
            .rows(
                "select s.number, s.turn, s.channel, c.user_id, s.received_at, s.understanding, \
                 s.trace from segments s join conversations c on c.number = s.conversation \
                 where s.namespace = $1 and c.bot = $2 and s.number >= $3 \
                 and s.received_at >= $4 and s.received_at < $5 and not s.test \
                 order by s.number limit $6",
                args![namespace.as_str(), bot.as_str(), begin, from, until, limit as i64],
            )
            .await?
            .iter()
            .map(|row| {
                let turn = row.text(1)?;
                let show = |text: Text, column: usize| {
                    self.inner.show_some(namespace.as_str(), &turn, text, row.get(column)?)
                };
                Ok(SegmentMark {
                    number: row.number(0)?,
                    turn: row.id(1)?,
                    channel: row.id(2)?,
                    user: row.id(3)?,
                    received_at: row.at(4)?,
                    understanding: show(Text::Understanding, 5)?,
                    trace: show(Text::Trace, 6)?,
                })
            })
            .collect()
    }
}
