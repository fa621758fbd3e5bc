//! What could not be handled.

use model::{ChannelId, Cursor, DeadLetterId, Namespace, Page, Secret};
use serde::{Deserialize, Serialize};

use crate::accounts::write_audit;
use crate::claims::DeadTurn;
use crate::envelope::Place;
use crate::inbox::from_json;
use crate::pages::{next_cursor, read_cursor};
use crate::privacy::Text;
use crate::sql::{Row, Session, args};
use crate::{Actor, AuditEntry, DeadLetter, DeadLetterKind, Error, Result, Store};

/// All that is needed to send the message of a dead letter again.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct DeadMessage {
    pub(crate) conversation: i64,
    pub(crate) version: i64,
    /// Place of the message in its segment, from 0.
    pub(crate) position: i64,
    pub(crate) message: model::Message,
}

/// A dead letter to keep.
pub(crate) struct NewDeadLetter<'a> {
    pub(crate) namespace: &'a Namespace,
    pub(crate) kind: DeadLetterKind,
    pub(crate) bot: Option<&'a str>,
    pub(crate) channel: &'a str,
    pub(crate) user: Option<&'a str>,
    pub(crate) turn: Option<&'a str>,
    pub(crate) cause: &'a str,
    pub(crate) attempts: i64,
}

impl DeadLetterKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Turn => "turn",
            Self::Message => "message",
            Self::Rejected => "rejected",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        [Self::Turn, Self::Message, Self::Rejected]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| Error::corrupt("dead letter", text, "unknown kind"))
    }
}

fn place<'a>(namespace: &'a Namespace, id: &'a DeadLetterId) -> Place<'a> {
    Place { namespace: namespace.as_str(), table: "dead_letters", row: id.as_str(), column: "body" }
}

/// Keeps a dead letter, its body sealed.
pub(crate) async fn bury(
    store: &Store,
    session: &mut Session<'_>,
    dead: NewDeadLetter<'_>,
    body: &[u8],
) -> Result<DeadLetterId> {
    let id = store.random(DeadLetterId::random);
    let sealed = store.inner.keys.seal(place(dead.namespace, &id), body)?;
    session
        .execute(
            "insert into dead_letters (id, namespace, kind, bot, channel, user_id, turn, cause, \
             attempts, at, body) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            args![
                id.as_str(),
                dead.namespace.as_str(),
                dead.kind.as_str(),
                dead.bot.map(str::to_owned),
                dead.channel,
                dead.user.map(str::to_owned),
                dead.turn.map(str::to_owned),
                dead.cause,
                dead.attempts,
                store.now(),
                sealed,
            ],
        )
        .await?;
    Ok(id)
}

const COLUMNS: &str = "select id, namespace, kind, bot, channel, user_id, turn, cause, attempts, \
    at from dead_letters where namespace = $1 and (at < $2 or (at = $2 and id < $3)) \
    order by at desc, id desc limit $4";

fn read(row: &Row) -> Result<DeadLetter> {
    Ok(DeadLetter {
        id: row.id(0)?,
        namespace: row.id(1)?,
        kind: DeadLetterKind::parse(&row.text(2)?)?,
        bot: row.id_or_none(3)?,
        channel: row.id(4)?,
        user: row.id_or_none(5)?,
        turn: row.id_or_none(6)?,
        cause: row.text(7)?,
        attempts: row.number(8)? as u32,
        at: row.at(9)?,
    })
}

impl Store {
    /// Keeps an authentic event that could not be read, encrypted, with the reason.
    pub async fn reject(
        &self,
        namespace: &Namespace,
        channel: &ChannelId,
        cause: &str,
        body: &[u8],
    ) -> Result<DeadLetterId> {
        let mut transaction = self.inner.database.begin().await?;
        let dead = NewDeadLetter {
            namespace,
            kind: DeadLetterKind::Rejected,
            bot: None,
            channel: channel.as_str(),
            user: None,
            turn: None,
            cause,
            attempts: 0,
        };
        let id = bury(self, &mut transaction.session(), dead, body).await?;
        transaction.commit().await?;
        Ok(id)
    }

    /// Dead letters, newest first.
    pub async fn dead_letters(
        &self,
        namespace: &Namespace,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<DeadLetter>> {
        let (at, id) = read_cursor(after)?;
        let mut reader = self.inner.database.reader().await?;
        let items = reader
            .session()
            .rows(COLUMNS, args![namespace.as_str(), at, id, limit as i64])
            .await?
            .iter()
            .map(read)
            .collect::<Result<Vec<_>>>()?;
        let next = next_cursor(&items, limit, |last| (last.at.0, last.id.to_string()));
        Ok(Page { items, next })
    }

    /// A dead letter with its body: the event, the message or the raw bytes.
    pub async fn dead_letter(
        &self,
        namespace: &Namespace,
        id: &DeadLetterId,
    ) -> Result<(DeadLetter, Secret<Vec<u8>>)> {
        let mut reader = self.inner.database.reader().await?;
        let (letter, body) = self.find(&mut reader.session(), namespace, id).await?;
        let id = id.as_str();
        let shown = match letter.kind {
            DeadLetterKind::Rejected => body,
            DeadLetterKind::Turn => {
                let dead: DeadTurn = parse(id, &body)?;
                Secret::new(dead.event.into_bytes())
            }
            DeadLetterKind::Message => {
                let dead: DeadMessage = parse(id, &body)?;
                Secret::new(crate::inbox::json("message", &dead.message)?.into_bytes())
            }
        };
        Ok((letter, shown))
    }

    /// Gives a dead letter another chance, at the end of its queue, and removes it.
    pub async fn replay_dead_letter(
        &self,
        namespace: &Namespace,
        id: &DeadLetterId,
        by: &Actor,
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let (letter, body) = self.find(&mut session, namespace, id).await?;
        match letter.kind {
            DeadLetterKind::Turn => {
                let dead: DeadTurn = parse(id.as_str(), &body)?;
                replay_turn(self, &mut session, &letter, dead).await?;
            }
            DeadLetterKind::Message => {
                let dead: DeadMessage = parse(id.as_str(), &body)?;
                replay_message(&mut session, &letter, &dead, self.now()).await?;
            }
            DeadLetterKind::Rejected => {
                return Err(Error::Invalid {
                    field: "dead letter",
                    reason: "it could not be read when it came, so there is nothing to replay; \
                             delete it once you looked at it"
                        .into(),
                });
            }
        }
        delete(&mut session, namespace, id).await?;
        self.tell(&mut session, namespace, "dead-letter.replayed", id, by).await?;
        transaction.commit().await?;
        self.wake();
        Ok(())
    }

    /// Removes a dead letter.
    pub async fn delete_dead_letter(
        &self,
        namespace: &Namespace,
        id: &DeadLetterId,
        by: &Actor,
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        if delete(&mut session, namespace, id).await? == 0 {
            return Err(Error::not_found("dead letter", id.as_str()));
        }
        self.tell(&mut session, namespace, "dead-letter.deleted", id, by).await?;
        transaction.commit().await
    }

    async fn tell(
        &self,
        session: &mut Session<'_>,
        namespace: &Namespace,
        action: &str,
        id: &DeadLetterId,
        by: &Actor,
    ) -> Result<()> {
        let (namespace, object) = (Some(namespace), id.to_string());
        let entry = AuditEntry { namespace, action, object, before: None, after: None };
        write_audit(self, session, by, entry).await
    }

    async fn find(
        &self,
        session: &mut Session<'_>,
        namespace: &Namespace,
        id: &DeadLetterId,
    ) -> Result<(DeadLetter, Secret<Vec<u8>>)> {
        let row = session
            .row(
                "select id, namespace, kind, bot, channel, user_id, turn, cause, attempts, at, \
                 body from dead_letters where namespace = $1 and id = $2",
                args![namespace.as_str(), id.as_str()],
            )
            .await?
            .ok_or_else(|| Error::not_found("dead letter", id.as_str()))?;
        let body = self.inner.keys.open(place(namespace, id), &row.text(10)?)?;
        Ok((read(&row)?, body))
    }
}

fn parse<T: serde::de::DeserializeOwned>(id: &str, body: &Secret<Vec<u8>>) -> Result<T> {
    let text = std::str::from_utf8(body.expose())
        .map_err(|error| Error::corrupt("dead letter", id, error))?;
    from_json("dead letter", id, text)
}

async fn delete(
    session: &mut Session<'_>,
    namespace: &Namespace,
    id: &DeadLetterId,
) -> Result<u64> {
    session
        .execute(
            "delete from dead_letters where namespace = $1 and id = $2",
            args![namespace.as_str(), id.as_str()],
        )
        .await
}

async fn replay_turn(
    store: &Store,
    session: &mut Session<'_>,
    letter: &DeadLetter,
    dead: DeadTurn,
) -> Result<()> {
    let (namespace, turn) = (letter.namespace.as_str(), dead.turn.clone());
    let hide = |text: Text, clear| store.inner.hide_some(namespace, &turn, text, clear);
    let conversation = session
        .row(
            "select 1 from conversations where namespace = $1 and number = $2",
            args![letter.namespace.as_str(), dead.conversation],
        )
        .await?;
    if conversation.is_none() {
        return Err(Error::not_found("conversation of dead letter", letter.id.as_str()));
    }
    // The row that remembers the key makes place: the event is open again.
    session
        .execute(
            "delete from inbox where namespace = $1 and channel = $2 and dedup_key = $3 \
             and state = 'dead'",
            args![letter.namespace.as_str(), letter.channel.as_str(), dead.dedup_key.clone()],
        )
        .await?;
    session
        .execute(
            "insert into inbox (namespace, bot, channel, conversation, dedup_key, body_hash, \
             turn, priority, attempts, received_at, state, first_version, last_version, cursor, \
             understanding, body) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, 'open', $10, $11, $12, $13, $14)",
            args![
                letter.namespace.as_str(),
                letter.bot.as_ref().map(ToString::to_string).unwrap_or_default(),
                letter.channel.as_str(),
                dead.conversation,
                dead.dedup_key,
                dead.body_hash,
                dead.turn,
                dead.priority,
                dead.received_at,
                dead.first_version,
                dead.last_version,
                hide(Text::Cursor, dead.cursor)?,
                hide(Text::Understanding, dead.understanding)?,
                hide(Text::Event, Some(dead.event))?,
            ],
        )
        .await?;
    Ok(())
}

async fn replay_message(
    session: &mut Session<'_>,
    letter: &DeadLetter,
    dead: &DeadMessage,
    now: model::Timestamp,
) -> Result<()> {
    let segment = session
        .row(
            "select 1 from segments where namespace = $1 and conversation = $2 and version = $3",
            args![letter.namespace.as_str(), dead.conversation, dead.version],
        )
        .await?;
    if segment.is_none() {
        return Err(Error::not_found("message of dead letter", letter.id.as_str()));
    }
    session
        .execute(
            "insert into outbox (namespace, bot, channel, user_id, conversation, version, turn, \
             state, confirmed, total, attempts, uncertain, next_at, claimed_until, created_at) \
             values ($1, $2, $3, $4, $5, $6, $7, 'push', $8, $9, 0, $10, 0, 0, $11)",
            args![
                letter.namespace.as_str(),
                letter.bot.as_ref().map(ToString::to_string).unwrap_or_default(),
                letter.channel.as_str(),
                letter.user.as_ref().map(ToString::to_string).unwrap_or_default(),
                dead.conversation,
                dead.version,
                letter.turn.as_ref().map(ToString::to_string).unwrap_or_default(),
                dead.position,
                dead.position + 1,
                false,
                now,
            ],
        )
        .await?;
    Ok(())
}
