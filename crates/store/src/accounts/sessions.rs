//! Sessions: opaque tokens, so that they work on every node, survive a restart and can be ended.

use model::{AccountId, Secret, SessionId, Timestamp};
use serde_json::json;

use super::people::{self, account_columns};
use super::{
    Account, Actor, AuditEntry, KnownSession, SignIn, audit, new_token, roles, token_hash,
};
use crate::sql::{Session, args};
use crate::{Error, Result, Store};

/// How long a session lasts at most, in milliseconds.
const SESSION_MS_MAX: i64 = 30 * 24 * 3600 * 1000;

/// How long a session lasts that is not used, in milliseconds.
const SESSION_IDLE_MS_MAX: i64 = 7 * 24 * 3600 * 1000;

/// How exactly the last use is kept, in milliseconds: not every request writes.
pub(super) const SEEN_EVERY_MS: i64 = 60_000;

/// Sessions of one account; the oldest ones end.
const SESSIONS_MAX: i64 = 50;

/// Longest name of a program that is kept, in bytes.
const AGENT_BYTES_MAX: usize = 200;

pub(super) async fn end_all(session: &mut Session<'_>, account: &AccountId) -> Result<()> {
    session.execute("delete from sessions where account = $1", args![account.as_str()]).await?;
    Ok(())
}

impl Store {
    /// Begins a session and gives its token, which is not kept.
    pub async fn begin_session(
        &self,
        account: &Account,
        agent: &str,
        method: &str,
        by: &Actor,
    ) -> Result<(SessionId, Secret<String>)> {
        let id = self.random(SessionId::random);
        let token = self.random(|rng| new_token("pas_", rng));
        let now = self.now();
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        session
            .execute(
                "delete from sessions where expires_at <= $1 or seen_at <= $2",
                args![now, now.plus_ms(-SESSION_IDLE_MS_MAX)],
            )
            .await?;
        session
            .execute(
                "delete from sessions where account = $1 and id not in (select id from sessions \
                 where account = $1 order by seen_at desc limit $2)",
                args![account.id.as_str(), SESSIONS_MAX - 1],
            )
            .await?;
        session
            .execute(
                "insert into sessions (id, token_hash, account, address, agent, created_at, \
                 seen_at, expires_at) values ($1, $2, $3, $4, $5, $6, $6, $7)",
                args![
                    id.as_str(),
                    token_hash(token.expose()),
                    account.id.as_str(),
                    by.address.as_str(),
                    &agent[..agent.floor_char_boundary(AGENT_BYTES_MAX)],
                    now,
                    now.plus_ms(SESSION_MS_MAX),
                ],
            )
            .await?;
        let entry = AuditEntry {
            namespace: None,
            action: "session.begun",
            object: account.id.to_string(),
            before: None,
            after: Some(json!({"method": method})),
        };
        audit::write(self, &mut session, by, entry).await?;
        transaction.commit().await?;
        Ok((id, token))
    }

    /// The session of a token, when it holds and its account may sign in. The token says whose it
    /// is.
    pub async fn session_of_token(&self, token: &str) -> Result<Option<KnownSession>> {
        let now = self.now();
        let mut reader = self.inner.database.reader().await?;
        let mut session = reader.session();
        let row = session
            .row(
                concat!(
                    "select s.id, s.seen_at, ",
                    account_columns!(),
                    " from sessions s join accounts a on a.id = s.account \
                     where s.token_hash = $1 and s.expires_at > $2 and s.seen_at > $3 \
                     and a.disabled = $4"
                ),
                args![token_hash(token), now, now.plus_ms(-SESSION_IDLE_MS_MAX), false],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let (id, seen_at): (SessionId, Timestamp) = (row.id(0)?, row.at(1)?);
        let account = people::read(&row, 2)?;
        let memberships = roles::of_account(&mut session, &account.id).await?;
        drop(reader);
        if now.since_ms(seen_at) >= SEEN_EVERY_MS {
            let mut transaction = self.inner.database.begin().await?;
            transaction
                .session()
                .execute("update sessions set seen_at = $1 where id = $2", args![now, id.as_str()])
                .await?;
            transaction.commit().await?;
        }
        Ok(Some(KnownSession { session: id, account, memberships }))
    }

    /// Somebody's sessions that hold, the one used last first.
    pub async fn sessions(&self, account: &AccountId) -> Result<Vec<SignIn>> {
        let now = self.now();
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                "select id, address, agent, created_at, seen_at, expires_at from sessions \
                 where account = $1 and expires_at > $2 and seen_at > $3 \
                 order by seen_at desc, id",
                args![account.as_str(), now, now.plus_ms(-SESSION_IDLE_MS_MAX)],
            )
            .await?
            .iter()
            .map(|row| {
                Ok(SignIn {
                    id: row.id(0)?,
                    address: row.text(1)?,
                    agent: row.text(2)?,
                    created_at: row.at(3)?,
                    seen_at: row.at(4)?,
                    expires_at: row.at(5)?,
                })
            })
            .collect()
    }

    /// Ends a session of somebody's.
    pub async fn end_session(&self, account: &AccountId, id: &SessionId, by: &Actor) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let ended = session
            .execute(
                "delete from sessions where account = $1 and id = $2",
                args![account.as_str(), id.as_str()],
            )
            .await?;
        if ended == 0 {
            return Err(Error::not_found("session", id.as_str()));
        }
        let entry = AuditEntry {
            namespace: None,
            action: "session.ended",
            object: id.to_string(),
            before: None,
            after: None,
        };
        audit::write(self, &mut session, by, entry).await?;
        transaction.commit().await
    }
}
