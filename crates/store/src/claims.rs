//! Claiming events, and ending a claim without a commit.

use std::collections::HashSet;

use model::{ChannelId, DeadLetterId, Namespace, limits};
use serde::{Deserialize, Serialize};

use crate::dead_letters::{NewDeadLetter, bury};
use crate::inbox::{from_json, json, read_conversation, read_event};
use crate::privacy::Text;
use crate::sql::engine::{Dialects, locking};
use crate::sql::{Bulk, Row, Session, args};
use crate::store::lock;
use crate::writer::accept::StoredConversation;
use crate::{Claimed, DeadLetterKind, Error, Failed, Lease, Result, Store};

/// All that is needed to try the event of a dead letter again.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DeadTurn {
    pub(crate) conversation: i64,
    pub(crate) dedup_key: Option<String>,
    pub(crate) body_hash: Option<String>,
    pub(crate) turn: String,
    pub(crate) priority: i64,
    pub(crate) received_at: i64,
    pub(crate) first_version: Option<i64>,
    pub(crate) last_version: Option<i64>,
    pub(crate) cursor: Option<String>,
    pub(crate) understanding: Option<String>,
    /// The event as JSON.
    pub(crate) event: String,
}

macro_rules! candidate_columns {
    () => {
        "select i.number, i.namespace, i.bot, i.channel, i.dedup_key, i.body_hash, i.turn, \
         i.priority, i.attempts, i.received_at, i.deadline, i.first_version, i.last_version, \
         i.cursor, i.understanding, i.last_error, i.body, c.number, c.id, c.version, \
         c.created_at, c.document, c.user_id \
         from inbox i join conversations c on c.number = i.conversation "
    };
}

const CANDIDATES: Dialects = locking!(
    concat!(
        candidate_columns!(),
        "left join leases l on l.conversation = i.conversation \
         where i.namespace = $1 and i.state = 'open' \
         and (l.conversation is null or l.expires_at <= $2) \
         and not exists (select 1 from inbox j where j.conversation = i.conversation \
         and j.state = 'open' and j.number < i.number) \
         order by i.priority, i.number limit $3"
    ),
    "for update of i skip locked"
);

const HELD: Dialects = locking!(
    concat!(
        candidate_columns!(),
        "join leases l on l.conversation = i.conversation and l.event = i.number \
         where i.namespace = $1 and l.conversation = $2 and l.token = $3"
    ),
    "for update of i, l"
);

static LEASE: Bulk = Bulk::new(
    "insert into leases (conversation, token, node, event, expires_at) values",
    5,
    "on conflict (conversation) do update set token = excluded.token, node = excluded.node, \
     event = excluded.event, expires_at = excluded.expires_at \
     where leases.expires_at <= excluded.expires_at - 15000 returning conversation",
);
// The number in LEASE: a lease is over when it would have expired by now.
const _: () = assert!(limits::LEASE_MS == 15_000);

static COUNT: Bulk =
    Bulk::new("update inbox set attempts = attempts + 1 where number in (values", 1, ")");

/// An open inbox row with its conversation.
struct Candidate {
    event: i64,
    namespace: Namespace,
    bot: String,
    channel: ChannelId,
    attempts: i64,
    deadline: Option<i64>,
    last_error: Option<String>,
    user: String,
    conversation: StoredConversation,
    dead: DeadTurn,
}

impl Candidate {
    fn read(store: &Store, row: &Row) -> Result<Self> {
        let (namespace, turn) = (row.text(1)?, row.text(6)?);
        let show = |text: Text, column: usize| {
            store.inner.show_some(&namespace, &turn, text, row.get(column)?)
        };
        let conversation = StoredConversation {
            number: row.number(17)?,
            id: row.text(18)?,
            version: row.number(19)?,
            created_at: row.at(20)?,
            document: row.text(21)?,
        };
        Ok(Self {
            event: row.number(0)?,
            namespace: row.id(1)?,
            bot: row.text(2)?,
            channel: row.id(3)?,
            attempts: row.number(8)?,
            deadline: row.get(10)?,
            last_error: row.get(15)?,
            user: row.text(22)?,
            dead: DeadTurn {
                conversation: conversation.number,
                dedup_key: row.get(4)?,
                body_hash: row.get(5)?,
                turn: row.text(6)?,
                priority: row.number(7)?,
                received_at: row.number(9)?,
                first_version: row.get(11)?,
                last_version: row.get(12)?,
                cursor: show(Text::Cursor, 13)?,
                understanding: show(Text::Understanding, 14)?,
                event: show(Text::Event, 16)?.unwrap_or_default(),
            },
            conversation,
        })
    }

    fn is_exhausted(&self) -> bool {
        self.attempts >= i64::from(limits::TURN_ATTEMPTS_MAX)
    }

    fn claimed(self, store: &Store, token: model::LeaseToken) -> Result<Claimed> {
        let id = |what, text: &str, error: model::InvalidId| Error::corrupt(what, text, error);
        let turn_text = self.dead.turn;
        let turn: model::TurnId =
            turn_text.parse().map_err(|error| id("turn", &turn_text, error))?;
        let bot: model::BotId = self.bot.parse().map_err(|error| id("bot", &self.bot, error))?;
        let user: model::UserId =
            self.user.parse().map_err(|error| id("user", &self.user, error))?;
        let conversation =
            read_conversation(store, &self.conversation, &self.namespace, &bot, &user)?;
        let received_at = model::Timestamp(self.dead.received_at);
        let lease = Lease {
            token,
            namespace: self.namespace.clone(),
            bot: bot.clone(),
            channel: self.channel.clone(),
            user,
            turn: turn.clone(),
            conversation: self.conversation.number,
            event: self.event,
            keyed: self.dead.dedup_key.is_some(),
            first_version: self
                .dead
                .first_version
                .map_or(self.conversation.version, |version| version - 1),
            received_at,
        };
        tracing::debug!(node = %store.node(), turn = turn_text, "claimed");
        Ok(Claimed {
            lease,
            namespace: self.namespace,
            bot,
            channel: self.channel,
            event: read_event(&turn_text, &self.dead.event)?,
            turn,
            conversation,
            attempt: (self.attempts + 1) as u32,
            received_at,
            deadline: self.deadline.map(model::Timestamp),
            cursor: self.dead.cursor,
            understanding: self
                .dead
                .understanding
                .map(|text| from_json("understanding of turn", &turn_text, &text))
                .transpose()?,
        })
    }
}

impl Store {
    /// Takes up to `limit` events whose conversations are free, namespaces in turn, oldest first.
    /// Node-internal, therefore without a namespace. Events that were tried
    /// [`model::limits::TURN_ATTEMPTS_MAX`] times go to the dead letters instead.
    pub async fn claim(&self, limit: usize) -> Result<Vec<Claimed>> {
        if limit == 0 || !self.anything_open().await? {
            return Ok(Vec::new());
        }
        let now = self.now();
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let last = lock(&self.inner.last_claimed).clone();
        let namespaces = namespaces_after(&mut session, NEXT_OPEN, &last, limit).await?;

        let mut queues = Vec::with_capacity(namespaces.len());
        for namespace in &namespaces {
            let candidates = session
                .rows(
                    session.engine().pick(CANDIDATES),
                    args![namespace.as_str(), now, limit as i64],
                )
                .await?
                .iter()
                .map(|row| Candidate::read(self, row))
                .collect::<Result<Vec<_>>>()?;
            queues.push(candidates.into_iter());
        }
        let (chosen, last_served) = take_turns(&mut queues, &namespaces, limit);

        let mut alive = Vec::with_capacity(chosen.len());
        for candidate in chosen {
            if candidate.is_exhausted() {
                let cause = candidate.last_error.clone().unwrap_or_else(|| {
                    format!("the turn ended without a result {} times", candidate.attempts)
                });
                self.bury_turn(&mut session, &candidate, &cause).await?;
            } else {
                alive.push((candidate, self.new_token()));
            }
        }
        // In one order on all nodes, so that two of them never wait for each other.
        let mut rows: Vec<_> = alive
            .iter()
            .map(|(candidate, token)| (candidate.conversation.number, token, candidate.event))
            .collect();
        rows.sort_unstable_by_key(|row| row.0);
        let rows = rows
            .into_iter()
            .map(|(conversation, token, event)| {
                let expires_at = now.plus_ms(limits::LEASE_MS);
                args![conversation, token.as_str(), self.node().as_str(), event, expires_at]
            })
            .collect();
        let taken: HashSet<i64> = LEASE
            .rows(&mut session, rows)
            .await?
            .iter()
            .map(|row| row.number(0))
            .collect::<Result<_>>()?;
        alive.retain(|(candidate, _)| taken.contains(&candidate.conversation.number));
        let counted = alive.iter().map(|(candidate, _)| args![candidate.event]).collect();
        COUNT.execute(&mut session, counted).await?;
        transaction.commit().await?;

        if let Some(namespace) = last_served {
            *lock(&self.inner.last_claimed) = namespace;
        }
        let mut claimed = Vec::with_capacity(alive.len());
        for (candidate, token) in alive {
            let turn = candidate.dead.turn.clone();
            match candidate.claimed(self, token) {
                Ok(event) => claimed.push(event),
                // Its lease expires, and after the last attempt it is a dead letter.
                Err(error) => tracing::error!(turn, %error, "an event cannot be read"),
            }
        }
        Ok(claimed)
    }

    /// Gives an event back untried, because this process stops. The attempt is not counted.
    pub async fn give_back(&self, lease: &Lease) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let candidate = held(self, &mut session, lease).await?;
        session
            .execute(
                "update inbox set attempts = attempts - 1 where number = $1",
                args![candidate.event],
            )
            .await?;
        release(&mut session, lease).await?;
        transaction.commit().await?;
        self.wake();
        Ok(())
    }

    /// Ends an attempt that failed: the event waits for another, or goes to the dead letters.
    pub async fn fail(&self, lease: &Lease, cause: &str) -> Result<Failed> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let candidate = held(self, &mut session, lease).await?;
        let fate = if candidate.is_exhausted() {
            Failed::DeadLetter(self.bury_turn(&mut session, &candidate, cause).await?)
        } else {
            session
                .execute(
                    "update inbox set last_error = $1 where number = $2",
                    args![cause, candidate.event],
                )
                .await?;
            Failed::WillRetry
        };
        release(&mut session, lease).await?;
        transaction.commit().await?;
        self.wake();
        Ok(fate)
    }

    /// A look without a lock, so that idle nodes do not write.
    async fn anything_open(&self) -> Result<bool> {
        let mut reader = self.inner.database.reader().await?;
        let open = "select 1 from inbox where state = 'open' limit 1";
        Ok(reader.session().row(open, vec![]).await?.is_some())
    }

    async fn bury_turn(
        &self,
        session: &mut Session<'_>,
        candidate: &Candidate,
        cause: &str,
    ) -> Result<DeadLetterId> {
        let dead = NewDeadLetter {
            namespace: &candidate.namespace,
            kind: DeadLetterKind::Turn,
            bot: Some(&candidate.bot),
            channel: candidate.channel.as_str(),
            user: Some(&candidate.user),
            turn: Some(&candidate.dead.turn),
            cause,
            attempts: candidate.attempts,
        };
        let body = json("dead letter", &candidate.dead)?;
        let id = bury(self, session, dead, body.as_bytes()).await?;
        if candidate.dead.dedup_key.is_some() {
            session
                .execute(
                    "update inbox set state = 'dead', consumed_at = $1, body = null, \
                     cursor = null, understanding = null where number = $2",
                    args![self.now(), candidate.event],
                )
                .await?;
        } else {
            session.execute("delete from inbox where number = $1", args![candidate.event]).await?;
        }
        tracing::error!(
            dead_letter = %id,
            namespace = %candidate.namespace,
            turn = candidate.dead.turn,
            cause,
            "a turn was given up"
        );
        Ok(id)
    }
}

async fn held(store: &Store, session: &mut Session<'_>, lease: &Lease) -> Result<Candidate> {
    let row = session
        .row(
            session.engine().pick(HELD),
            args![lease.namespace.as_str(), lease.conversation, lease.token.as_str()],
        )
        .await?
        .ok_or(Error::LostLease)?;
    Candidate::read(store, &row)
}

async fn release(session: &mut Session<'_>, lease: &Lease) -> Result<()> {
    session
        .execute(
            "delete from leases where conversation = $1 and token = $2",
            args![lease.conversation, lease.token.as_str()],
        )
        .await?;
    Ok(())
}

const NEXT_OPEN: &str = "select namespace from inbox where state = 'open' and namespace > $1 \
    order by namespace limit 1";

/// Up to `limit` namespaces that `next` finds, beginning after the last one served.
pub(crate) async fn namespaces_after(
    session: &mut Session<'_>,
    next: &'static str,
    last: &str,
    limit: usize,
) -> Result<Vec<String>> {
    let mut found: Vec<String> = Vec::new();
    let mut from = last.to_owned();
    let mut wrapped = last.is_empty();
    while found.len() < limit {
        match session.row(next, args![from.as_str()]).await? {
            Some(row) => {
                let namespace = row.text(0)?;
                if found.contains(&namespace) {
                    break;
                }
                from.clone_from(&namespace);
                found.push(namespace);
            }
            None if wrapped => break,
            None => {
                wrapped = true;
                from.clear();
            }
        }
    }
    Ok(found)
}

/// Takes one of each queue in turn, up to `limit`. Also gives the namespace served last.
pub(crate) fn take_turns<T>(
    queues: &mut [std::vec::IntoIter<T>],
    namespaces: &[String],
    limit: usize,
) -> (Vec<T>, Option<String>) {
    let mut chosen = Vec::with_capacity(limit);
    let mut last = None;
    loop {
        let before = chosen.len();
        for (queue, namespace) in queues.iter_mut().zip(namespaces) {
            if chosen.len() == limit {
                return (chosen, last);
            }
            if let Some(item) = queue.next() {
                chosen.push(item);
                last = Some(namespace.clone());
            }
        }
        if chosen.len() == before {
            return (chosen, last);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queues_are_served_in_turn() {
        let mut queues = [vec![1, 2, 3].into_iter(), vec![10].into_iter(), vec![].into_iter()];
        let namespaces = ["a".to_owned(), "b".to_owned(), "c".to_owned()];
        let (chosen, last) = take_turns(&mut queues, &namespaces, 3);
        assert_eq!(chosen, [1, 10, 2]);
        assert_eq!(last.as_deref(), Some("a"));
        assert_eq!(take_turns(&mut queues, &namespaces, 9).0, [3]);
        assert_eq!(take_turns(&mut queues, &namespaces, 9), (vec![], None));
    }
}
