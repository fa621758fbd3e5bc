//! Accepting events: each is stored once, and may take its conversation's lease at once.

use std::collections::{HashMap, HashSet};

use model::{Namespace, Timestamp, limits};

use super::{Depth, Writer};
use crate::sql::{Bulk, Row, Session, args};
use crate::{Error, Result};

/// An event, ready to be written.
pub(crate) struct Arrival {
    pub(crate) namespace: Namespace,
    pub(crate) bot: String,
    pub(crate) channel: String,
    pub(crate) user: String,
    /// Empty, or the channel.
    pub(crate) scope: String,
    pub(crate) dedup_key: Option<String>,
    pub(crate) body_hash: Option<String>,
    pub(crate) turn: String,
    pub(crate) priority: i64,
    pub(crate) received_at: Timestamp,
    pub(crate) deadline: Option<Timestamp>,
    pub(crate) body: String,
    /// The conversation's id, should it be new.
    pub(crate) new_conversation: String,
    /// The lease to take when the conversation is free.
    pub(crate) lease: Option<String>,
}

/// A conversation as it lies in the store.
#[derive(Debug, Clone)]
pub(crate) struct StoredConversation {
    pub(crate) number: i64,
    pub(crate) id: String,
    pub(crate) version: i64,
    pub(crate) created_at: Timestamp,
    /// JSON; empty at version 0.
    pub(crate) document: String,
}

/// What came of an event.
#[derive(Debug, Clone)]
pub(crate) enum AcceptOutcome {
    New {
        /// Set when the lease was taken: the inbox row and the conversation.
        begun: Option<(i64, StoredConversation)>,
    },
    Known(Known),
}

/// An event that was accepted before.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) number: i64,
    pub(crate) turn: String,
    pub(crate) body_hash: Option<String>,
    pub(crate) state: String,
    pub(crate) received_at: Timestamp,
    pub(crate) consumed_at: Option<i64>,
    pub(crate) conversation: i64,
    pub(crate) conversation_id: String,
    pub(crate) first_version: Option<i64>,
    pub(crate) last_version: Option<i64>,
}

impl Known {
    /// Reads the columns of [`KNOWN_COLUMNS`].
    pub(crate) fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            number: row.number(0)?,
            turn: row.text(1)?,
            body_hash: row.get(2)?,
            state: row.text(3)?,
            received_at: row.at(4)?,
            consumed_at: row.get(5)?,
            conversation: row.number(6)?,
            conversation_id: row.text(7)?,
            first_version: row.get(8)?,
            last_version: row.get(9)?,
        })
    }

    /// Whether its idempotency key is honoured no more.
    fn is_over(&self, key: &str, now: Timestamp) -> bool {
        key.starts_with("i:")
            && self.state != "open"
            && now.since_ms(self.received_at) >= limits::IDEMPOTENCY_KEY_MS
    }
}

/// The columns of a [`Known`] event, then its key's parts.
macro_rules! known_columns {
    () => {
        "i.number, i.turn, i.body_hash, i.state, i.received_at, i.consumed_at, i.conversation, \
         c.id, i.first_version, i.last_version"
    };
}
pub(crate) use known_columns;

static FIND: Bulk = Bulk::new(
    "select c.namespace, c.user_id, c.bot, c.scope, c.number, c.id, c.version, c.created_at, \
     c.document, l.conversation is not null or exists \
     (select 1 from inbox i where i.conversation = c.number and i.state = 'open') from (values",
    4,
    ") as v join conversations c on c.namespace = v.column1 and c.user_id = v.column2 \
     and c.bot = v.column3 and c.scope = v.column4 left join leases l on l.conversation = c.number",
);
static MAKE: Bulk = Bulk::new(
    "insert into conversations (id, namespace, bot, user_id, scope, version, created_at, \
     changed_at, document) values",
    9,
    "on conflict do nothing returning namespace, user_id, bot, scope, number, id",
);
static INSERT: Bulk = Bulk::new(
    "insert into inbox (namespace, bot, channel, conversation, dedup_key, body_hash, turn, \
     priority, attempts, received_at, deadline, state, body) values",
    13,
    "on conflict do nothing returning number, turn",
);
static KNOWN: Bulk = Bulk::new(
    concat!("select ", known_columns!(), ", i.namespace, i.channel, i.dedup_key from (values"),
    3,
    ") as v join inbox i on i.namespace = v.column1 and i.channel = v.column2 \
     and i.dedup_key = v.column3 join conversations c on c.number = i.conversation",
);
static LEASE: Bulk = Bulk::new(
    "insert into leases (conversation, token, node, event, expires_at) values",
    5,
    "on conflict do nothing returning conversation",
);

type ConversationKey<'a> = (&'a str, &'a str, &'a str, &'a str);

fn conversation_key(arrival: &Arrival) -> ConversationKey<'_> {
    (arrival.namespace.as_str(), &arrival.user, &arrival.bot, &arrival.scope)
}

struct Found {
    conversation: StoredConversation,
    busy: bool,
}

/// Stores events with distinct keys.
pub(crate) async fn accept(
    session: &mut Session<'_>,
    arrivals: &[&Arrival],
    node: &str,
    now: Timestamp,
) -> Result<Vec<AcceptOutcome>> {
    if arrivals.is_empty() {
        return Ok(Vec::new());
    }
    let mut conversations = conversations(session, arrivals, now).await?;

    // The first of several events of a conversation may begin; the others wait for it.
    let mut begins = Vec::with_capacity(arrivals.len());
    for arrival in arrivals {
        let found = conversations
            .get_mut(&conversation_key(arrival))
            .ok_or_else(|| Error::corrupt("conversation", &arrival.user, "it was not made"))?;
        begins.push(arrival.lease.is_some() && !found.busy);
        found.busy = true;
    }

    let number_of = |arrival: &Arrival| {
        conversations.get(&conversation_key(arrival)).map(|found| found.conversation.number)
    };
    let rows = arrivals
        .iter()
        .zip(&begins)
        .map(|(arrival, begins)| inbox_row(arrival, number_of(arrival), i64::from(*begins)))
        .collect();
    let mut numbers: HashMap<String, i64> = HashMap::with_capacity(arrivals.len());
    for row in INSERT.rows(session, rows).await? {
        numbers.insert(row.text(1)?, row.number(0)?);
    }

    let known = known(session, arrivals, &mut numbers, number_of, now).await?;
    let leased = leases(session, arrivals, &mut begins, &numbers, number_of, node, now).await?;

    arrivals
        .iter()
        .zip(begins)
        .map(|(arrival, begins)| {
            let Some(number) = numbers.get(&arrival.turn).copied() else {
                return known
                    .get(&arrival.turn)
                    .cloned()
                    .map(AcceptOutcome::Known)
                    .ok_or_else(|| Error::Unavailable("an event vanished; try again".into()));
            };
            let found = conversations
                .get(&conversation_key(arrival))
                .filter(|found| begins && leased.contains(&found.conversation.number));
            Ok(AcceptOutcome::New {
                begun: found.map(|found| (number, found.conversation.clone())),
            })
        })
        .collect()
}

/// The conversations of events, made if need be.
async fn conversations<'a>(
    session: &mut Session<'_>,
    arrivals: &[&'a Arrival],
    now: Timestamp,
) -> Result<HashMap<ConversationKey<'a>, Found>> {
    let mut wanted: Vec<&Arrival> = Vec::with_capacity(arrivals.len());
    let mut keys = HashSet::with_capacity(arrivals.len());
    for arrival in arrivals {
        if keys.insert(conversation_key(arrival)) {
            wanted.push(arrival);
        }
    }
    let by_key: HashMap<ConversationKey<'a>, &'a Arrival> =
        arrivals.iter().map(|arrival| (conversation_key(arrival), *arrival)).collect();
    let mut all = HashMap::with_capacity(wanted.len());
    // Twice, because another node may make the same conversation at the same time.
    for _ in 0..2 {
        let rows = wanted
            .iter()
            .map(|arrival| {
                let (namespace, user, bot, scope) = conversation_key(arrival);
                args![namespace, user, bot, scope]
            })
            .collect();
        for row in FIND.rows(session, rows).await? {
            let conversation = StoredConversation {
                number: row.number(4)?,
                id: row.text(5)?,
                version: row.number(6)?,
                created_at: row.at(7)?,
                document: row.text(8)?,
            };
            insert(&mut all, &by_key, &row, conversation, row.get(9)?)?;
        }
        wanted.retain(|arrival| !all.contains_key(&conversation_key(arrival)));
        if wanted.is_empty() {
            break;
        }
        let rows = wanted
            .iter()
            .map(|arrival| {
                let (namespace, user, bot, scope) = conversation_key(arrival);
                let id = arrival.new_conversation.as_str();
                args![id, namespace, bot, user, scope, 0_i64, now, now, ""]
            })
            .collect();
        for row in MAKE.rows(session, rows).await? {
            let conversation = StoredConversation {
                number: row.number(4)?,
                id: row.text(5)?,
                version: 0,
                created_at: now,
                document: String::new(),
            };
            insert(&mut all, &by_key, &row, conversation, false)?;
        }
        wanted.retain(|arrival| !all.contains_key(&conversation_key(arrival)));
        if wanted.is_empty() {
            break;
        }
    }
    Ok(all)
}

fn insert<'a>(
    all: &mut HashMap<ConversationKey<'a>, Found>,
    by_key: &HashMap<ConversationKey<'a>, &'a Arrival>,
    row: &Row,
    conversation: StoredConversation,
    busy: bool,
) -> Result<()> {
    let (namespace, user) = (row.text(0)?, row.text(1)?);
    let (bot, scope) = (row.text(2)?, row.text(3)?);
    let key = (namespace.as_str(), user.as_str(), bot.as_str(), scope.as_str());
    if let Some(arrival) = by_key.get(&key) {
        all.insert(conversation_key(arrival), Found { conversation, busy });
    }
    Ok(())
}

fn inbox_row(arrival: &Arrival, conversation: Option<i64>, attempts: i64) -> Vec<crate::sql::Arg> {
    args![
        arrival.namespace.as_str(),
        arrival.bot.as_str(),
        arrival.channel.as_str(),
        conversation,
        arrival.dedup_key.clone(),
        arrival.body_hash.clone(),
        arrival.turn.as_str(),
        arrival.priority,
        attempts,
        arrival.received_at,
        arrival.deadline.map(|at| at.0),
        "open",
        arrival.body.as_str(),
    ]
}

/// Finds the events that were there before, by the turns of their repetitions. An idempotency
/// key that is honoured no more makes place for the new event.
async fn known(
    session: &mut Session<'_>,
    arrivals: &[&Arrival],
    numbers: &mut HashMap<String, i64>,
    number_of: impl Fn(&Arrival) -> Option<i64>,
    now: Timestamp,
) -> Result<HashMap<String, Known>> {
    let repeated: Vec<&Arrival> =
        arrivals.iter().copied().filter(|arrival| !numbers.contains_key(&arrival.turn)).collect();
    let mut known = HashMap::new();
    if repeated.is_empty() {
        return Ok(known);
    }
    let rows = repeated
        .iter()
        .filter_map(|arrival| Some((arrival, arrival.dedup_key.as_deref()?)))
        .map(|(arrival, key)| args![arrival.namespace.as_str(), arrival.channel.as_str(), key])
        .collect();
    let by_key: HashMap<_, _> = repeated
        .iter()
        .filter_map(|arrival| {
            let key = arrival.dedup_key.clone()?;
            Some(((arrival.namespace.to_string(), arrival.channel.clone(), key), *arrival))
        })
        .collect();
    let mut over = Vec::new();
    for row in KNOWN.rows(session, rows).await? {
        let event = Known::read(&row)?;
        let key = (row.text(10)?, row.text(11)?, row.text(12)?);
        let Some(arrival) = by_key.get(&key) else { continue };
        if event.is_over(&key.2, now) {
            over.push((event.number, *arrival));
        } else {
            known.insert(arrival.turn.clone(), event);
        }
    }
    for (number, arrival) in over {
        session.execute("delete from inbox where number = $1", args![number]).await?;
        // Not begun at once: rare, and the next claim takes it.
        let row = inbox_row(arrival, number_of(arrival), 0);
        for row in INSERT.rows(session, vec![row]).await? {
            numbers.insert(row.text(1)?, row.number(0)?);
        }
    }
    Ok(known)
}

/// Takes the leases of the events that begin. Gives the conversations that were really free.
async fn leases(
    session: &mut Session<'_>,
    arrivals: &[&Arrival],
    begins: &mut [bool],
    numbers: &HashMap<String, i64>,
    number_of: impl Fn(&Arrival) -> Option<i64>,
    node: &str,
    now: Timestamp,
) -> Result<HashSet<i64>> {
    let mut rows = Vec::new();
    for (arrival, begins) in arrivals.iter().zip(begins.iter_mut()) {
        let number = numbers.get(&arrival.turn);
        match (number, number_of(arrival), &arrival.lease) {
            (Some(event), Some(conversation), Some(token)) if *begins => {
                rows.push((conversation, token, *event));
            }
            _ => *begins = false,
        }
    }
    // In one order on all nodes, so that two of them never wait for each other.
    rows.sort_unstable();
    let expires_at = now.plus_ms(limits::LEASE_MS);
    let values = rows
        .iter()
        .map(|(conversation, token, event)| {
            args![*conversation, token.as_str(), node, *event, expires_at]
        })
        .collect();
    let mut taken = HashSet::with_capacity(rows.len());
    for row in LEASE.rows(session, values).await? {
        taken.insert(row.number(0)?);
    }
    for (conversation, _, event) in rows {
        if !taken.contains(&conversation) {
            // Another node was faster: this event was not tried.
            let untried = "update inbox set attempts = 0 where number = $1";
            session.execute(untried, args![event]).await?;
        }
    }
    Ok(taken)
}

impl Writer {
    /// Errors for the events that are too many, in the order of the events. What a process knows
    /// of the depth is counted anew when it matters.
    pub(super) async fn refuse_beyond_depth(
        &mut self,
        session: &mut Session<'_>,
        arrivals: &[&Arrival],
    ) -> Result<Vec<Option<Error>>> {
        const COUNT_AGAIN_MS: i64 = 5_000;
        const COUNT_AGAIN_WHEN_FULL_MS: i64 = 100;
        let now_ms = self.clock.now().0;
        let max = i64::try_from(self.inbox_depth_max).unwrap_or(i64::MAX);
        let mut added: HashMap<&Namespace, i64> = HashMap::new();
        let mut refused = Vec::with_capacity(arrivals.len());
        for arrival in arrivals {
            let namespace = &arrival.namespace;
            let more = added.entry(namespace).or_default();
            let known = self.depths.get(namespace);
            let full = known.is_some_and(|depth| depth.waiting + *more >= max);
            let age_ms = known.map_or(i64::MAX, |depth| now_ms - depth.counted_at_ms);
            let limit_ms = if full { COUNT_AGAIN_WHEN_FULL_MS } else { COUNT_AGAIN_MS };
            let waiting = match known {
                Some(depth) if age_ms < limit_ms => depth.waiting,
                _ => {
                    let row = session
                        .row(
                            "select count(*) from inbox where namespace = $1 and state = 'open'",
                            args![namespace.as_str()],
                        )
                        .await?;
                    let waiting = row.map_or(Ok(0), |row| row.number(0))?;
                    let depth = Depth { waiting, counted_at_ms: now_ms };
                    self.depths.insert(namespace.clone(), depth);
                    waiting
                }
            };
            if waiting + *more >= max {
                refused.push(Some(Error::InboxFull {
                    namespace: namespace.clone(),
                    waiting: u64::try_from(waiting + *more).unwrap_or_default(),
                }));
            } else {
                *more += 1;
                refused.push(None);
            }
        }
        Ok(refused)
    }
}
