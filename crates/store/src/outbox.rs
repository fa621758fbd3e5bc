//! Messages on their way out.

use model::{ChannelId, Namespace, Timestamp, UserId, limits};

use crate::claims::{namespaces_after, take_turns};
use crate::dead_letters::{DeadMessage, NewDeadLetter, bury};
use crate::inbox::json;
use crate::sql::engine::{Dialects, locking};
use crate::sql::{Bulk, Row, Session, args};
use crate::store::lock;
use crate::writer::small::Confirm;
use crate::writer::{Operation, Queued};
use crate::{
    DeadLetterKind, Delivery, DeliveryFailure, DeliveryFate, DeliveryId, Error, Result, Store,
};

/// Times that a message is given to its channel before it goes to the dead letters.
pub const DELIVERY_ATTEMPTS_MAX: u32 = 8;

/// How long to wait after each failed attempt, in milliseconds, before jitter.
const BACK_OFF_MS: [i64; DELIVERY_ATTEMPTS_MAX as usize - 1] =
    [1_000, 5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000];

/// The longest that a vendor's `Retry-After` is honoured, in milliseconds.
const RETRY_AFTER_MAX_MS: i64 = 24 * 3600 * 1000;

macro_rules! delivery_columns {
    () => {
        "select o.number, o.namespace, o.bot, o.channel, o.user_id, c.id, o.turn, s.messages, \
         o.confirmed, o.total, o.attempts, o.uncertain, o.claimed_until, o.created_at, \
         o.conversation, o.version \
         from outbox o join conversations c on c.number = o.conversation \
         join segments s on s.conversation = o.conversation and s.version = o.version "
    };
}

const FOR_STREAM: Dialects = locking!(
    concat!(
        delivery_columns!(),
        "where o.namespace = $1 and o.channel = $2 and o.user_id = $3 \
         and (o.state = 'stream' or (o.state = 'exchange' and o.next_at <= $4)) \
         and o.expires_at > $4 and o.claimed_until <= $4 order by o.number"
    ),
    "for update of o skip locked"
);

const WAITING: &str = "select number, total - confirmed from outbox where namespace = $1 \
    and channel = $2 and user_id = $3 \
    and (state = 'stream' or (state = 'exchange' and next_at <= $4)) and claimed_until <= $4 \
    order by number desc";

const TO_SEND: Dialects = locking!(
    concat!(
        delivery_columns!(),
        "where o.namespace = $1 and o.state = 'push' and o.next_at <= $2 \
         and o.claimed_until <= $2 and not exists (select 1 from outbox e \
         where e.namespace = o.namespace and e.channel = o.channel and e.user_id = o.user_id \
         and e.state = 'push' and e.number < o.number) \
         order by o.number limit $3"
    ),
    "for update of o skip locked"
);

const HELD: Dialects = locking!(
    "select confirmed, total, attempts, uncertain, conversation, version from outbox \
     where number = $1 and namespace = $2 and claim = $3",
    "for update"
);

const NEXT_TO_SEND: &str = "select namespace from outbox where state = 'push' and namespace > $1 \
    order by namespace limit 1";

static CLAIM: Bulk = Bulk::new(
    "update outbox set claim = v.column2, claimed_until = v.column3, attempts = v.column4, \
     uncertain = v.column5, state = case when state = 'exchange' then 'stream' else state end \
     from (values",
    5,
    ") as v where outbox.number = v.column1",
);

struct Candidate {
    delivery: Delivery,
    attempts: i64,
    conversation: i64,
    version: i64,
}

impl Candidate {
    fn read(store: &Store, row: &Row, claim: model::LeaseToken) -> Result<Self> {
        let number = row.number(0)?;
        let confirmed = row.number(8)?;
        let total = row.number(9)?;
        let attempts = row.number(10)?;
        // A claim that ended without a word may have delivered.
        let uncertain = row.get::<bool>(11)? || row.number(12)? > 0;
        let mut messages = store.read_messages(&row.id(1)?, &row.text(6)?, row.text(7)?)?;
        messages.truncate(total as usize);
        messages.drain(..(confirmed as usize).min(messages.len()));
        Ok(Self {
            delivery: Delivery {
                id: DeliveryId(number),
                namespace: row.id(1)?,
                bot: row.id(2)?,
                channel: row.id(3)?,
                user: row.id(4)?,
                conversation: row.id(5)?,
                turn: row.id(6)?,
                messages,
                confirmed: confirmed as usize,
                attempt: (attempts + 1) as u32,
                uncertain,
                created_at: row.at(13)?,
                claim,
            },
            attempts,
            conversation: row.number(14)?,
            version: row.number(15)?,
        })
    }
}

/// What a claimed row holds now.
struct Held {
    confirmed: i64,
    total: i64,
    attempts: i64,
    uncertain: bool,
    conversation: i64,
    version: i64,
}

async fn held(session: &mut Session<'_>, delivery: &Delivery) -> Result<Held> {
    let row = session
        .row(
            session.engine().pick(HELD),
            args![delivery.id.0, delivery.namespace.as_str(), delivery.claim.as_str()],
        )
        .await?
        .ok_or(Error::LostLease)?;
    Ok(Held {
        confirmed: row.number(0)?,
        total: row.number(1)?,
        attempts: row.number(2)?,
        uncertain: row.get(3)?,
        conversation: row.number(4)?,
        version: row.number(5)?,
    })
}

impl Store {
    /// Confirms that the exchange took all messages of a delivery that was routed to it
    /// ([`crate::Route::Exchange`]). Part of the group commit.
    pub async fn exchanged(&self, namespace: &Namespace, delivery: DeliveryId) -> Result<()> {
        self.confirm(namespace, delivery, true, String::new()).await?;
        Ok(())
    }

    /// The exchange ended before it took the messages: they wait for a stream from now on. Part
    /// of the group commit.
    pub async fn missed(&self, namespace: &Namespace, delivery: DeliveryId) -> Result<()> {
        self.confirm(namespace, delivery, false, String::new()).await?;
        Ok(())
    }

    async fn confirm(
        &self,
        namespace: &Namespace,
        delivery: DeliveryId,
        taken: bool,
        claim: String,
    ) -> Result<bool> {
        let data = Confirm { namespace: namespace.clone(), delivery: delivery.0, taken, claim };
        self.commit(|reply| Operation::Confirm(Queued { data, reply })).await
    }

    /// Takes all that waits for a stream of this user, in order. Confirm each with
    /// [`Store::delivered`]; what is not confirmed within [`model::limits::LEASE_MS`] waits again.
    pub async fn take_for_stream(
        &self,
        namespace: &Namespace,
        channel: &ChannelId,
        user: &UserId,
    ) -> Result<Vec<Delivery>> {
        let now = self.now();
        let recipient = |sql_now: Timestamp| {
            args![namespace.as_str(), channel.as_str(), user.as_str(), sql_now]
        };
        // A look without a lock: most streams open when nothing waits.
        let mut reader = self.inner.database.reader().await?;
        let waits = reader.session().row(FOR_STREAM.sqlite, recipient(now)).await?.is_some();
        drop(reader);
        if !waits {
            return Ok(Vec::new());
        }
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let claim = self.new_token();
        let found = session
            .rows(session.engine().pick(FOR_STREAM), recipient(now))
            .await?
            .iter()
            .map(|row| Candidate::read(self, row, claim.clone()))
            .collect::<Result<Vec<_>>>()?;
        mark(&mut session, &found, now).await?;
        transaction.commit().await?;
        Ok(found.into_iter().map(|candidate| candidate.delivery).collect())
    }

    /// Gives up the oldest messages that wait for a stream of this user, beyond `max` of them, and
    /// says how many; those of one segment together. What a stream holds just now stays.
    pub async fn shorten_queue(
        &self,
        namespace: &Namespace,
        channel: &ChannelId,
        user: &UserId,
        max: u32,
    ) -> Result<u64> {
        let now = self.now();
        let recipient = || args![namespace.as_str(), channel.as_str(), user.as_str(), now];
        let mut reader = self.inner.database.reader().await?;
        let rows = reader.session().rows(WAITING, recipient()).await?;
        drop(reader);
        let (mut kept, mut given_up, mut newest) = (0_u64, 0, None);
        for row in &rows {
            let messages = row.number(1)? as u64;
            kept += messages;
            // The newest stay whatever they are.
            if kept > u64::from(max) && kept > messages {
                given_up += messages;
                newest = newest.max(Some(row.number(0)?));
            }
        }
        let Some(newest) = newest else { return Ok(0) };
        let mut all = recipient();
        all.extend(args![newest]);
        let mut transaction = self.inner.database.begin().await?;
        transaction
            .session()
            .execute(
                "delete from outbox where namespace = $1 and channel = $2 and user_id = $3 \
                 and (state = 'stream' or (state = 'exchange' and next_at <= $4)) \
                 and claimed_until <= $4 and number <= $5",
                all,
            )
            .await?;
        transaction.commit().await?;
        Ok(given_up)
    }

    /// Takes up to `limit` deliveries that senders should make now, at most one per recipient,
    /// namespaces in turn. Node-internal, therefore without a namespace. What is not confirmed
    /// within [`model::limits::LEASE_MS`] may be taken again, marked uncertain.
    pub async fn claim_deliveries(&self, limit: usize) -> Result<Vec<Delivery>> {
        let mut reader = self.inner.database.reader().await?;
        let any = "select 1 from outbox where state = 'push' limit 1";
        let any = reader.session().row(any, vec![]).await?.is_some();
        drop(reader);
        if limit == 0 || !any {
            return Ok(Vec::new());
        }
        let now = self.now();
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let last = lock(&self.inner.last_sent).clone();
        let namespaces = namespaces_after(&mut session, NEXT_TO_SEND, &last, limit).await?;
        let mut queues = Vec::with_capacity(namespaces.len());
        for namespace in &namespaces {
            let found = session
                .rows(session.engine().pick(TO_SEND), args![namespace.as_str(), now, limit as i64])
                .await?
                .iter()
                .map(|row| Candidate::read(self, row, self.new_token()))
                .collect::<Result<Vec<_>>>()?;
            queues.push(found.into_iter());
        }
        let (chosen, last_served) = take_turns(&mut queues, &namespaces, limit);
        let (given_up, alive): (Vec<_>, Vec<_>) = chosen
            .into_iter()
            .partition(|candidate| candidate.attempts >= i64::from(DELIVERY_ATTEMPTS_MAX));
        mark(&mut session, &alive, now).await?;
        for candidate in given_up {
            mark(&mut session, std::slice::from_ref(&candidate), now).await?;
            let held = Held {
                confirmed: candidate.delivery.confirmed as i64,
                total: (candidate.delivery.confirmed + candidate.delivery.messages.len()) as i64,
                attempts: candidate.attempts,
                uncertain: true,
                conversation: candidate.conversation,
                version: candidate.version,
            };
            let cause = "each attempt ended without an outcome";
            self.bury_message(&mut session, &candidate.delivery, &held, cause).await?;
        }
        transaction.commit().await?;
        if let Some(namespace) = last_served {
            *lock(&self.inner.last_sent) = namespace;
        }
        Ok(alive.into_iter().map(|candidate| candidate.delivery).collect())
    }

    /// Confirms the first `count` messages of a delivery that are not confirmed yet. With all of
    /// them confirmed it is over.
    pub async fn delivered(&self, delivery: &Delivery, count: usize) -> Result<()> {
        if count >= delivery.messages.len() && !delivery.uncertain {
            let claim = delivery.claim.to_string();
            let there = self.confirm(&delivery.namespace, delivery.id, true, claim).await?;
            return if there { Ok(()) } else { Err(Error::LostLease) };
        }
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let held = held(&mut session, delivery).await?;
        if held.uncertain && count > 0 {
            self.note_uncertain(&mut session, delivery, &held).await?;
        }
        let confirmed = held.confirmed + count as i64;
        if confirmed >= held.total {
            forget(&mut session, delivery).await?;
        } else {
            session
                .execute(
                    "update outbox set confirmed = $1, attempts = 1, uncertain = $2 \
                     where number = $3",
                    args![confirmed, false, delivery.id.0],
                )
                .await?;
        }
        transaction.commit().await
    }

    /// Records that the next message of a delivery was not taken (confirm those before it
    /// first): it is tried again later, or goes to the dead letters.
    pub async fn delivery_failed(
        &self,
        delivery: &Delivery,
        failure: DeliveryFailure,
    ) -> Result<DeliveryFate> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let mut held = held(&mut session, delivery).await?;
        held.uncertain |= failure.uncertain;
        let fate = if failure.permanent || held.attempts >= i64::from(DELIVERY_ATTEMPTS_MAX) {
            let cause = &failure.cause;
            let id = self.bury_message(&mut session, delivery, &held, cause).await?;
            DeliveryFate::DeadLetter(id)
        } else {
            let wait_ms = self.wait_ms(held.attempts, failure.retry_after_ms);
            let at = self.now().plus_ms(wait_ms);
            session
                .execute(
                    "update outbox set next_at = $1, uncertain = $2, claim = null, \
                     claimed_until = 0 where number = $3",
                    args![at, held.uncertain, delivery.id.0],
                )
                .await?;
            DeliveryFate::RetryAt(at)
        };
        transaction.commit().await?;
        self.wake();
        Ok(fate)
    }

    /// How long to wait after an attempt: what the vendor asked for and up to a tenth more, else
    /// the back-off and up to a fifth more, so that many do not come back at once.
    fn wait_ms(&self, attempts: i64, retry_after_ms: Option<i64>) -> i64 {
        let (base_ms, share) = match retry_after_ms {
            Some(asked_ms) => (asked_ms.clamp(0, RETRY_AFTER_MAX_MS), 10),
            None => {
                let step = (attempts.max(1) as usize - 1).min(BACK_OFF_MS.len() - 1);
                (BACK_OFF_MS[step], 5)
            }
        };
        base_ms + self.random(|rng| rng.below((base_ms / share) as usize + 1)) as i64
    }

    /// Gives up on the next message of a delivery; the ones after it go on.
    async fn bury_message(
        &self,
        session: &mut Session<'_>,
        delivery: &Delivery,
        held: &Held,
        cause: &str,
    ) -> Result<model::DeadLetterId> {
        let index = (held.confirmed as usize).saturating_sub(delivery.confirmed);
        let message = delivery.messages.get(index).cloned().ok_or_else(|| {
            Error::corrupt("delivery", &delivery.id.to_string(), "its message is missing")
        })?;
        let dead = DeadMessage {
            conversation: held.conversation,
            version: held.version,
            position: held.confirmed,
            message,
        };
        let letter = NewDeadLetter {
            namespace: &delivery.namespace,
            kind: DeadLetterKind::Message,
            bot: Some(delivery.bot.as_str()),
            channel: delivery.channel.as_str(),
            user: Some(delivery.user.as_str()),
            turn: Some(delivery.turn.as_str()),
            cause,
            attempts: held.attempts,
        };
        let body = json("dead letter", &dead)?;
        let id = bury(self, session, letter, body.as_bytes()).await?;
        if held.uncertain {
            self.note_uncertain(session, delivery, held).await?;
        }
        if held.confirmed + 1 >= held.total {
            forget(session, delivery).await?;
        } else {
            session
                .execute(
                    "update outbox set confirmed = $1, attempts = 0, uncertain = $2, next_at = 0, \
                     claim = null, claimed_until = 0 where number = $3",
                    args![held.confirmed + 1, false, delivery.id.0],
                )
                .await?;
        }
        tracing::error!(
            dead_letter = %id,
            namespace = %delivery.namespace,
            turn = %delivery.turn,
            cause,
            "a message was given up"
        );
        Ok(id)
    }

    async fn note_uncertain(
        &self,
        session: &mut Session<'_>,
        delivery: &Delivery,
        held: &Held,
    ) -> Result<()> {
        session
            .execute(
                "insert into uncertain_deliveries (namespace, channel, user_id, turn, message, at) \
                 values ($1, $2, $3, $4, $5, $6)",
                args![
                    delivery.namespace.as_str(),
                    delivery.channel.as_str(),
                    delivery.user.as_str(),
                    delivery.turn.as_str(),
                    held.confirmed,
                    self.now(),
                ],
            )
            .await?;
        Ok(())
    }

    /// How many messages of a turn may have been received twice, or not at all, because an
    /// attempt had no clear outcome.
    pub async fn uncertain_messages(
        &self,
        namespace: &Namespace,
        turn: &model::TurnId,
    ) -> Result<u64> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select count(*) from uncertain_deliveries where namespace = $1 and turn = $2",
                args![namespace.as_str(), turn.as_str()],
            )
            .await?;
        row.map_or(Ok(0), |row| Ok(row.number(0)? as u64))
    }
}

/// Counts the attempt with the claim.
async fn mark(session: &mut Session<'_>, candidates: &[Candidate], now: Timestamp) -> Result<()> {
    let rows = candidates
        .iter()
        .map(|candidate| {
            args![
                candidate.delivery.id.0,
                candidate.delivery.claim.as_str(),
                now.plus_ms(limits::LEASE_MS),
                candidate.attempts + 1,
                candidate.delivery.uncertain,
            ]
        })
        .collect();
    CLAIM.execute(session, rows).await?;
    Ok(())
}

async fn forget(session: &mut Session<'_>, delivery: &Delivery) -> Result<()> {
    session.execute("delete from outbox where number = $1", args![delivery.id.0]).await?;
    Ok(())
}
