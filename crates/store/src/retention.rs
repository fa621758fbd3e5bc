//! Forgetting in time.

use std::sync::atomic::Ordering;

use crate::sql::{Session, args};
use crate::{Result, Retention, Store, Swept};

/// Rows that one step looks at, so that a sweep never holds the database long.
const STEP: i64 = 1_000;

impl Store {
    /// Removes what was kept long enough, in small steps. Node-internal; safe to run on several
    /// nodes.
    pub async fn sweep(&self, retention: &Retention) -> Result<Swept> {
        let now = self.now();
        let before = |kept_ms: i64| now.plus_ms(-kept_ms).0;
        let mut swept = Swept::default();

        swept.duplicates = self
            .step(
                &mut swept.more,
                "delete from inbox where state <> 'open' and consumed_at <= $1 \
                 and number in (select number from inbox order by number limit $2)",
                before(retention.duplicates_ms),
            )
            .await?;
        if let Some(turns_ms) = retention.turns_ms {
            swept.segments = self
                .step(
                    &mut swept.more,
                    "delete from segments where number in (select number from segments \
                     order by number limit $2) and committed_at <= $1 \
                     and not exists (select 1 from outbox o \
                     where o.conversation = segments.conversation \
                     and o.version = segments.version)",
                    before(turns_ms),
                )
                .await?;
            self.step(
                &mut swept.more,
                "delete from votes where message in (select message from votes where at <= $1 \
                 limit $2) and at <= $1",
                before(turns_ms),
            )
            .await?;
            swept.files = self
                .step(
                    &mut swept.more,
                    "delete from files where id in (select id from files where at <= $1 limit $2)",
                    before(turns_ms),
                )
                .await?;
            swept.conversations = self.sweep_conversations(before(turns_ms)).await?;
        }
        swept.dead_letters = self
            .step(
                &mut swept.more,
                "delete from dead_letters where id in (select id from dead_letters where at <= $1 \
                 limit $2)",
                before(retention.dead_letters_ms),
            )
            .await?;
        swept.deliveries = self
            .step(
                &mut swept.more,
                "delete from outbox where number in (select number from outbox \
                 where expires_at <= $1 and claimed_until <= $1 limit $2)",
                now.0,
            )
            .await?;
        if let Some(sentences_ms) = retention.sentences_ms {
            swept.sentences = self
                .step(
                    &mut swept.more,
                    "delete from sentences where text_hash in (select text_hash from sentences \
                     where last_at <= $1 limit $2) and last_at <= $1",
                    before(sentences_ms),
                )
                .await?;
        }
        swept.jobs = self
            .step(
                &mut swept.more,
                "delete from jobs where id in (select id from jobs where changed_at <= $1 \
                 and state in ('succeeded', 'failed', 'cancelled') limit $2)",
                before(retention.jobs_ms),
            )
            .await?;
        swept.models = self
            .step(
                &mut swept.more,
                "delete from trained_models where fingerprint in (select m.fingerprint \
                 from trained_models m where m.used_at <= $1 and not exists (select 1 \
                 from versions v where v.namespace = m.namespace \
                 and v.fingerprint = m.fingerprint) limit $2) and used_at <= $1",
                before(retention.models_ms),
            )
            .await?;
        self.step(
            &mut swept.more,
            "delete from uncertain_deliveries where number in (select number \
             from uncertain_deliveries order by number limit $2) and at <= $1",
            before(retention.dead_letters_ms),
        )
        .await?;
        self.step(
            &mut swept.more,
            "delete from kept_answers where id in (select id from kept_answers where at <= $1 \
             limit $2)",
            before(model::limits::IDEMPOTENCY_KEY_MS),
        )
        .await?;
        self.sweep_as_wanted(&mut swept).await?;
        Ok(swept)
    }

    /// Conversations without a turn since then. Looks at the next few each time, because an index
    /// by the time of the last turn would cost every turn.
    async fn sweep_conversations(&self, before: i64) -> Result<u64> {
        let from = self.inner.swept_to.load(Ordering::Relaxed);
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let window = session
            .row(
                "select count(*), max(number) from (select number from conversations \
                 where number > $1 order by number limit $2) as w",
                args![from, STEP],
            )
            .await?;
        let Some(window) = window else { return Ok(0) };
        let (count, to) = (window.number(0)?, window.get::<Option<i64>>(1)?);
        let Some(to) = to else {
            self.inner.swept_to.store(0, Ordering::Relaxed);
            return Ok(0);
        };
        let gone = session
            .execute(
                "delete from conversations where number > $1 and number <= $2 \
                 and changed_at <= $3 \
                 and not exists (select 1 from leases l where l.conversation = conversations.number) \
                 and not exists (select 1 from inbox i \
                 where i.conversation = conversations.number and i.state = 'open') \
                 and not exists (select 1 from segments s \
                 where s.conversation = conversations.number)",
                args![from, to, before],
            )
            .await?;
        transaction.commit().await?;
        let next = if count < STEP { 0 } else { to };
        self.inner.swept_to.store(next, Ordering::Relaxed);
        Ok(gone)
    }

    async fn step(&self, more: &mut bool, sql: &'static str, before: i64) -> Result<u64> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session: Session<'_> = transaction.session();
        let gone = session.execute(sql, args![before, STEP]).await?;
        transaction.commit().await?;
        *more |= gone >= STEP as u64;
        Ok(gone)
    }
}
