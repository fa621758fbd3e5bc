//! Answers to requests that carry an idempotency key.

use model::{Namespace, Secret, limits};

use crate::envelope::Place;
use crate::sql::args;
use crate::{Result, Store};

/// How long a request may be under way before another one with its key may begin, in milliseconds:
/// the process that did it is gone by then.
const UNDER_WAY_MS: i64 = 10 * 60 * 1000;

/// What is known of a request with a key.
pub enum KeyUse {
    /// It is new; finish it with [`Store::keep_answer`] or [`Store::drop_answer`].
    New,
    /// The same request is being done right now.
    UnderWay,
    /// The key came before with another body.
    OtherBody,
    /// It was done; this was the answer: status and what was kept.
    Done(u16, Secret<Vec<u8>>),
}

fn place<'a>(namespace: &'a str, id: &'a str) -> Place<'a> {
    Place { namespace, table: "kept_answers", row: id, column: "answer" }
}

impl Store {
    /// Begins a request with an idempotency key. `id` names caller, route and key.
    pub async fn begin_answer(
        &self,
        namespace: &Namespace,
        id: &str,
        body_hash: &str,
    ) -> Result<KeyUse> {
        let now = self.now();
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        session
            .execute(
                "delete from kept_answers where id = $1 and (at < $2 or (status is null and at < $3))",
                args![
                    id,
                    now.plus_ms(-limits::IDEMPOTENCY_KEY_MS),
                    now.plus_ms(-UNDER_WAY_MS)
                ],
            )
            .await?;
        let made = session
            .execute(
                "insert into kept_answers (id, namespace, body_hash, at) values ($1, $2, $3, $4) \
                 on conflict (id) do nothing",
                args![id, namespace.as_str(), body_hash, now],
            )
            .await?;
        if made > 0 {
            transaction.commit().await?;
            return Ok(KeyUse::New);
        }
        let row = session
            .row("select body_hash, status, answer from kept_answers where id = $1", args![id])
            .await?;
        transaction.commit().await?;
        // Gone in between: whoever had it failed, and this one may be sent again.
        let Some(row) = row else { return Ok(KeyUse::UnderWay) };
        if row.text(0)? != body_hash {
            return Ok(KeyUse::OtherBody);
        }
        match (row.get::<Option<i64>>(1)?, row.get::<Option<String>>(2)?) {
            (Some(status), Some(sealed)) => {
                let answer = self.inner.keys.open(place(namespace.as_str(), id), &sealed)?;
                Ok(KeyUse::Done(status as u16, answer))
            }
            _ => Ok(KeyUse::UnderWay),
        }
    }

    /// Keeps the answer of a request that was begun.
    pub async fn keep_answer(
        &self,
        namespace: &Namespace,
        id: &str,
        status: u16,
        answer: &[u8],
    ) -> Result<()> {
        // What is answered may hold a key that is shown once.
        let sealed = self.inner.keys.seal(place(namespace.as_str(), id), answer)?;
        let mut transaction = self.inner.database.begin().await?;
        transaction
            .session()
            .execute(
                "update kept_answers set status = $1, answer = $2 where id = $3 and namespace = $4",
                args![i64::from(status), sealed, id, namespace.as_str()],
            )
            .await?;
        transaction.commit().await
    }

    /// Forgets a request that was begun and not done.
    pub async fn drop_answer(&self, namespace: &Namespace, id: &str) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        transaction
            .session()
            .execute(
                "delete from kept_answers where id = $1 and namespace = $2",
                args![id, namespace.as_str()],
            )
            .await?;
        transaction.commit().await
    }
}
