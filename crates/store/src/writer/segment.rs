//! Committing segments: conversation n to n+1, what was said, what is to be delivered, and the
//! turn's cursor or its end.

use std::collections::HashMap;

use model::{Namespace, Timestamp, limits};

use crate::Result;
use crate::sql::engine::{Dialects, Engine};
use crate::sql::{Bulk, Session, args};

/// A segment, ready to be written.
#[derive(Clone)]
pub(crate) struct SegmentRow {
    pub(crate) namespace: Namespace,
    pub(crate) bot: String,
    pub(crate) channel: String,
    pub(crate) user: String,
    pub(crate) turn: String,
    pub(crate) token: String,
    /// Number of the conversation.
    pub(crate) conversation: i64,
    /// Number of the inbox row.
    pub(crate) event: i64,
    /// Whether the inbox row is kept, to know duplicates by.
    pub(crate) keyed: bool,
    /// The version that must be found.
    pub(crate) version: i64,
    /// The version before the turn's first segment.
    pub(crate) first_version: i64,
    /// The conversation as JSON, with the version after.
    pub(crate) document: String,
    pub(crate) user_text: Option<String>,
    pub(crate) messages: String,
    pub(crate) message_count: i64,
    pub(crate) understanding: Option<String>,
    pub(crate) trace: Option<String>,
    pub(crate) test: bool,
    /// Whether the user was told that they were not understood.
    pub(crate) unknown: bool,
    pub(crate) received_at: Timestamp,
    pub(crate) delivery: Option<DeliveryRow>,
    /// `None`: the turn ends.
    pub(crate) cursor: Option<CursorRow>,
}

#[derive(Clone)]
pub(crate) struct DeliveryRow {
    pub(crate) state: &'static str,
    pub(crate) next_at: Timestamp,
    pub(crate) expires_at: Option<Timestamp>,
}

#[derive(Clone)]
pub(crate) struct CursorRow {
    pub(crate) cursor: String,
    pub(crate) understanding: Option<String>,
}

/// What came of a segment.
#[derive(Debug, Clone)]
pub(crate) enum SegmentOutcome {
    Committed { delivery: Option<i64>, more_waiting: bool },
    LostLease,
}

impl SegmentRow {
    pub(crate) fn ends_turn(&self) -> bool {
        self.cursor.is_none()
    }
}

const HELD: &str = "select l.conversation, exists (select 1 from inbox i \
    where i.conversation = l.conversation and i.state = 'open' and i.number <> l.event) \
    from (values";
const HELD_IS: &str = ") as v join leases l on l.conversation = v.column1 and l.token = v.column2 \
    join conversations c on c.number = l.conversation and c.version = v.column3 \
    order by l.conversation";

// The leases and conversations found stay locked until the commit, so that nobody takes a lease
// over between the check and the writes.
static HELD_SQLITE: Bulk = Bulk::new(HELD, 3, HELD_IS);
static HELD_POSTGRES: Bulk = Bulk::new(HELD, 3, {
    const LOCKED: Dialects = crate::sql::engine::locking!(
        ") as v join leases l on l.conversation = v.column1 and l.token = v.column2 \
         join conversations c on c.number = l.conversation and c.version = v.column3 \
         order by l.conversation",
        "for update of l, c"
    );
    LOCKED.postgres
});

static CONVERSATIONS: Bulk = Bulk::new(
    "update conversations set version = v.column2, changed_at = v.column3, document = v.column4 \
     from (values",
    4,
    ") as v where conversations.number = v.column1",
);
static SEGMENTS: Bulk = Bulk::new(
    "insert into segments (namespace, conversation, version, turn, channel, user_text, \
     received_at, committed_at, test, messages, understanding, trace, unknown) values",
    13,
    "",
);
static OUTBOX: Bulk = Bulk::new(
    "insert into outbox (namespace, bot, channel, user_id, conversation, version, turn, state, \
     confirmed, total, attempts, uncertain, next_at, expires_at, claim, claimed_until, created_at) \
     values",
    17,
    "returning number, conversation",
);
static CONSUMED: Bulk = Bulk::new(
    "update inbox set state = 'done', consumed_at = v.column2, first_version = v.column3, \
     last_version = v.column4, cursor = null, understanding = null, body = null from (values",
    4,
    ") as v where inbox.number = v.column1",
);
static GONE: Bulk = Bulk::new("delete from inbox where number in (values", 1, ")");
static AWAITING: Bulk = Bulk::new(
    "update inbox set first_version = v.column2, last_version = v.column3, cursor = v.column4, \
     understanding = v.column5 from (values",
    5,
    ") as v where inbox.number = v.column1",
);
static RELEASED: Bulk = Bulk::new("delete from leases where conversation in (values", 1, ")");
static PROLONGED: Bulk = Bulk::new(
    "update leases set expires_at = v.column2 from (values",
    2,
    ") as v where leases.conversation = v.column1",
);

/// Commits segments of distinct conversations.
pub(crate) async fn commit(
    session: &mut Session<'_>,
    segments: &[&SegmentRow],
    now: Timestamp,
) -> Result<Vec<SegmentOutcome>> {
    let held = match session.engine() {
        Engine::Sqlite => &HELD_SQLITE,
        Engine::Postgres => &HELD_POSTGRES,
    };
    // In one order on all nodes, so that two of them never wait for each other.
    let mut ordered: Vec<&SegmentRow> = segments.to_vec();
    ordered.sort_by_key(|segment| segment.conversation);
    let rows = ordered
        .iter()
        .map(|segment| args![segment.conversation, segment.token.as_str(), segment.version])
        .collect();
    let held: HashMap<i64, bool> = held
        .rows(session, rows)
        .await?
        .iter()
        .map(|row| Ok((row.number(0)?, row.get(1)?)))
        .collect::<Result<_>>()?;
    ordered.retain(|segment| held.contains_key(&segment.conversation));

    let deliveries = write(session, &ordered, now).await?;
    Ok(segments
        .iter()
        .map(|segment| match held.get(&segment.conversation) {
            Some(more_waiting) => SegmentOutcome::Committed {
                delivery: deliveries.get(&segment.conversation).copied(),
                more_waiting: *more_waiting,
            },
            None => SegmentOutcome::LostLease,
        })
        .collect())
}

/// Writes the rows of segments whose leases are held. Gives the deliveries by conversation.
pub(crate) async fn write(
    session: &mut Session<'_>,
    segments: &[&SegmentRow],
    now: Timestamp,
) -> Result<HashMap<i64, i64>> {
    let conversations = segments
        .iter()
        .map(|s| args![s.conversation, s.version + 1, now, s.document.as_str()])
        .collect();
    CONVERSATIONS.execute(session, conversations).await?;

    let records = segments
        .iter()
        .map(|s| {
            args![
                s.namespace.as_str(),
                s.conversation,
                s.version + 1,
                s.turn.as_str(),
                s.channel.as_str(),
                s.user_text.clone(),
                s.received_at,
                now,
                s.test,
                s.messages.as_str(),
                s.understanding.clone(),
                s.trace.clone(),
                s.unknown,
            ]
        })
        .collect();
    SEGMENTS.execute(session, records).await?;

    let deliveries = segments
        .iter()
        .filter_map(|s| Some((s, s.delivery.as_ref()?)))
        .map(|(s, delivery)| {
            args![
                s.namespace.as_str(),
                s.bot.as_str(),
                s.channel.as_str(),
                s.user.as_str(),
                s.conversation,
                s.version + 1,
                s.turn.as_str(),
                delivery.state,
                0_i64,
                s.message_count,
                0_i64,
                false,
                delivery.next_at,
                delivery.expires_at.map(|at| at.0),
                None::<String>,
                0_i64,
                now,
            ]
        })
        .collect();
    let deliveries = OUTBOX
        .rows(session, deliveries)
        .await?
        .iter()
        .map(|row| Ok((row.number(1)?, row.number(0)?)))
        .collect::<Result<_>>()?;

    let consumed = segments
        .iter()
        .filter(|s| s.ends_turn() && s.keyed)
        .map(|s| args![s.event, now, s.first_version + 1, s.version + 1])
        .collect();
    CONSUMED.execute(session, consumed).await?;
    let gone =
        segments.iter().filter(|s| s.ends_turn() && !s.keyed).map(|s| args![s.event]).collect();
    GONE.execute(session, gone).await?;
    let awaiting = segments
        .iter()
        .filter_map(|s| Some((s, s.cursor.clone()?)))
        .map(|(s, cursor)| {
            let versions = (s.first_version + 1, s.version + 1);
            args![s.event, versions.0, versions.1, cursor.cursor, cursor.understanding]
        })
        .collect();
    AWAITING.execute(session, awaiting).await?;

    let released =
        segments.iter().filter(|s| s.ends_turn()).map(|s| args![s.conversation]).collect();
    RELEASED.execute(session, released).await?;
    let prolonged = segments
        .iter()
        .filter(|s| !s.ends_turn())
        .map(|s| args![s.conversation, now.plus_ms(limits::LEASE_MS)])
        .collect();
    PROLONGED.execute(session, prolonged).await?;
    Ok(deliveries)
}
