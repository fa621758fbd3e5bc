//! Attempts to sign in: who fails often waits.

use crate::sql::args;
use crate::sql::engine::{Dialects, locking};
use crate::{Result, Store};

/// Failures that cost no waiting.
const FREE_FAILURES: i64 = 5;

/// The first wait, in milliseconds; each further failure doubles it.
const FIRST_WAIT_MS: i64 = 2_000;

/// The longest wait, in milliseconds.
const WAIT_MS_MAX: i64 = 15 * 60 * 1000;

/// After so long without a failure all is forgotten, in milliseconds.
const FORGOTTEN_MS: i64 = 24 * 3600 * 1000;

const FIND: Dialects =
    locking!("select failures, last_at from sign_in_attempts where subject = $1", "for update");

fn wait_ms(failures: i64) -> i64 {
    match failures - FREE_FAILURES {
        beyond if beyond < 0 => 0,
        beyond => FIRST_WAIT_MS.saturating_mul(1 << beyond.min(20)).min(WAIT_MS_MAX),
    }
}

impl Store {
    /// Counts an attempt to sign in before it is judged, so that many at once do not all get
    /// through. `free_factor` multiplies the failures that cost nothing: many people may share an
    /// address. An error is how long to wait, in milliseconds; such an attempt must not be judged.
    pub async fn begin_attempt(
        &self,
        subject: &str,
        free_factor: i64,
    ) -> Result<std::result::Result<(), i64>> {
        let now = self.now();
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        // The row is there before it is locked.
        session
            .execute(
                "insert into sign_in_attempts (subject, failures, last_at) values ($1, 0, $2) \
                 on conflict (subject) do nothing",
                args![subject, now],
            )
            .await?;
        let find = session.engine().pick(FIND);
        let (mut failures, last_at) = match session.row(find, args![subject]).await? {
            Some(row) => (row.number(0)?, row.at(1)?),
            None => (0, now),
        };
        if now.since_ms(last_at) > FORGOTTEN_MS {
            failures = 0;
        }
        let beyond_free = failures - FREE_FAILURES * (free_factor - 1);
        let left_ms = wait_ms(beyond_free) - now.since_ms(last_at);
        if left_ms > 0 {
            return Ok(Err(left_ms));
        }
        session
            .execute(
                "update sign_in_attempts set failures = $2, last_at = $3 where subject = $1",
                args![subject, failures + 1, now],
            )
            .await?;
        transaction.commit().await?;
        Ok(Ok(()))
    }

    /// Forgets the failures of a subject: the attempt succeeded.
    pub async fn attempt_succeeded(&self, subject: &str) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        session.execute("delete from sign_in_attempts where subject = $1", args![subject]).await?;
        session
            .execute(
                "delete from sign_in_attempts where last_at < $1",
                args![self.now().plus_ms(-FORGOTTEN_MS)],
            )
            .await?;
        transaction.commit().await
    }
}

#[cfg(test)]
mod tests {
    use super::wait_ms;

    #[test]
    fn waits_double_and_end_at_a_quarter_of_an_hour() {
        for (failures, expected) in
            [(0, 0), (4, 0), (5, 2_000), (6, 4_000), (9, 32_000), (14, 900_000), (99, 900_000)]
        {
            assert_eq!(wait_ms(failures), expected, "{failures}");
        }
    }
}
