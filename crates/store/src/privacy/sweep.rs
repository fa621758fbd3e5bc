//! Forgetting in time, as namespaces and bots want it.

use super::PlacedPrivacy;
use crate::sql::args;
use crate::store::lock;
use crate::{Result, Store, Swept};

/// Conversations or rows that one step looks at, so that a sweep never holds the database long.
const STEP: i64 = 1_000;

const DAY_MS: i64 = 24 * 3600 * 1000;

impl Store {
    /// The part of [`Store::sweep`] that concerns what somebody set.
    pub(crate) async fn sweep_as_wanted(&self, swept: &mut Swept) -> Result<()> {
        for place in self.all_privacy().await? {
            let before = |days: u32| self.now().plus_ms(-i64::from(days) * DAY_MS).0;
            if let Some(days) = place.privacy.conversations_days {
                self.sweep_said(&place, before(days), swept).await?;
                swept.files += self
                    .step_in(
                        &place,
                        "delete from files where id in (select id from files \
                         where namespace = $1 and ($2 = '' or bot = $2) and at <= $3 limit $4)",
                        before(days),
                        &mut swept.more,
                    )
                    .await?;
            }
            if let Some(days) = place.privacy.sentences_days {
                swept.sentences += self
                    .step_in(
                        &place,
                        "delete from sentences where namespace = $1 and ($2 = '' or bot = $2) \
                         and last_at <= $3 and text_hash in (select text_hash from sentences \
                         where namespace = $1 and ($2 = '' or bot = $2) and last_at <= $3 \
                         limit $4)",
                        before(days),
                        &mut swept.more,
                    )
                    .await?;
            }
            if let Some(days) = place.privacy.dead_letters_days {
                swept.dead_letters += self
                    .step_in(
                        &place,
                        "delete from dead_letters where id in (select id from dead_letters \
                         where namespace = $1 and ($2 = '' or bot = $2) and at <= $3 limit $4)",
                        before(days),
                        &mut swept.more,
                    )
                    .await?;
            }
        }
        Ok(())
    }

    /// What was said in the next few conversations of a place.
    async fn sweep_said(
        &self,
        place: &PlacedPrivacy,
        before: i64,
        swept: &mut Swept,
    ) -> Result<()> {
        let (namespace, bot) = columns(place);
        let key = format!("{namespace}\n{bot}");
        let from = lock(&self.inner.swept_places).get(&key).copied().unwrap_or_default();
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let window = session
            .row(
                "select count(*), max(number) from (select number from conversations \
                 where namespace = $1 and number > $2 order by number limit $3) as w",
                args![namespace, from, STEP],
            )
            .await?;
        let Some(window) = window else { return Ok(()) };
        let to = window.get::<Option<i64>>(1)?.unwrap_or(from);
        let whole = window.number(0)? < STEP;
        let span = || args![namespace, from, to, bot, before];
        session
            .execute(
                "delete from votes where conversation in (select c.number from conversations c \
                 where c.namespace = $1 and c.number > $2 and c.number <= $3 \
                 and ($4 = '' or c.bot = $4)) and at <= $5",
                span(),
            )
            .await?;
        swept.segments += session
            .execute(
                "delete from segments where conversation in (select c.number from conversations c \
                 where c.namespace = $1 and c.number > $2 and c.number <= $3 \
                 and ($4 = '' or c.bot = $4)) and committed_at <= $5 \
                 and not exists (select 1 from outbox o \
                 where o.conversation = segments.conversation and o.version = segments.version)",
                span(),
            )
            .await?;
        swept.conversations += session
            .execute(
                "delete from conversations where namespace = $1 and number > $2 and number <= $3 \
                 and ($4 = '' or bot = $4) and changed_at <= $5 \
                 and not exists (select 1 from leases l where l.conversation = conversations.number) \
                 and not exists (select 1 from inbox i \
                 where i.conversation = conversations.number and i.state = 'open') \
                 and not exists (select 1 from segments s \
                 where s.conversation = conversations.number)",
                span(),
            )
            .await?;
        transaction.commit().await?;
        lock(&self.inner.swept_places).insert(key, if whole { 0 } else { to });
        swept.more |= !whole;
        Ok(())
    }

    async fn step_in(
        &self,
        place: &PlacedPrivacy,
        sql: &'static str,
        before: i64,
        more: &mut bool,
    ) -> Result<u64> {
        let (namespace, bot) = columns(place);
        let mut transaction = self.inner.database.begin().await?;
        let gone = transaction.session().execute(sql, args![namespace, bot, before, STEP]).await?;
        transaction.commit().await?;
        *more |= gone >= STEP as u64;
        Ok(gone)
    }
}

fn columns(place: &PlacedPrivacy) -> (&str, &str) {
    (place.namespace.as_str(), place.bot.as_ref().map_or("", |bot| bot.as_str()))
}
