//! Plans: how many requests a namespace has per bot in any hour, counted exactly over all
//! processes on one database.

use model::{BotId, Namespace};
use serde_json::json;

use super::{Actor, AuditEntry, Plan, PlanUsage, PlanVerdict, audit};
use crate::sql::engine::{Dialects, locking};
use crate::sql::{Session, args};
use crate::{Error, Result, Store};

/// The window, in milliseconds.
const HOUR_MS: i64 = 3600 * 1000;

/// Most requests that a plan may have: each is a row for an hour.
const REQUESTS_MAX: u64 = 1_000_000;

const LOCK: Dialects =
    locking!("select 1 from plan_counters where namespace = $1 and bot = $2", "for update");

async fn find(session: &mut Session<'_>, namespace: &Namespace) -> Result<Option<Plan>> {
    session
        .row(
            "select name, requests_per_hour from plans where namespace = $1",
            args![namespace.as_str()],
        )
        .await?
        .map(|row| Ok(Plan { name: row.text(0)?, requests_per_hour: row.number(1)? as u64 }))
        .transpose()
}

impl Store {
    /// The plan of a namespace; without one there is no limit.
    pub async fn plan(&self, namespace: &Namespace) -> Result<Option<Plan>> {
        let mut reader = self.inner.database.reader().await?;
        find(&mut reader.session(), namespace).await
    }

    /// All plans, by namespace. For operators.
    pub async fn plans(&self) -> Result<Vec<(Namespace, Plan)>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows("select namespace, name, requests_per_hour from plans order by namespace", vec![])
            .await?
            .iter()
            .map(|row| {
                let requests_per_hour = row.number(2)? as u64;
                Ok((row.id(0)?, Plan { name: row.text(1)?, requests_per_hour }))
            })
            .collect()
    }

    /// Requests to each bot of a namespace that were let through in the last hour, and events of
    /// its bots that wait for their turn. Without a plan no requests are counted.
    pub async fn plan_usage(&self, namespace: &Namespace) -> Result<PlanUsage> {
        let mut reader = self.inner.database.reader().await?;
        let mut session = reader.session();
        let rows = session
            .rows(
                "select bot, count(*) from plan_requests where namespace = $1 and at > $2 \
                 group by bot order by bot",
                args![namespace.as_str(), self.now().plus_ms(-HOUR_MS)],
            )
            .await?;
        let requests = rows
            .iter()
            .map(|row| Ok((row.id(0)?, row.number(1)? as u64)))
            .collect::<Result<Vec<_>>>()?;
        let waiting = session
            .row(
                "select count(*) from inbox where namespace = $1 and state = 'open'",
                args![namespace.as_str()],
            )
            .await?
            .map_or(Ok(0), |row| row.number(0))? as u64;
        Ok(PlanUsage { requests, waiting })
    }

    /// Sets the plan of a namespace, or takes it away.
    pub async fn set_plan(
        &self,
        namespace: &Namespace,
        plan: Option<&Plan>,
        by: &Actor,
    ) -> Result<()> {
        if let Some(plan) = plan
            && (plan.name.trim().is_empty() || plan.name.len() > 100)
        {
            let reason = "give it a name of 1 to 100 bytes".into();
            return Err(Error::Invalid { field: "name", reason });
        }
        if let Some(plan) = plan
            && !(1..=REQUESTS_MAX).contains(&plan.requests_per_hour)
        {
            return Err(Error::Invalid {
                field: "requestsPerHour",
                reason: format!("must be 1 to {REQUESTS_MAX}"),
            });
        }
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let before = find(&mut session, namespace).await?;
        match plan {
            None => {
                session
                    .execute("delete from plans where namespace = $1", args![namespace.as_str()])
                    .await?
            }
            Some(plan) => {
                session
                    .execute(
                        "insert into plans (namespace, name, requests_per_hour, changed_at) \
                         values ($1, $2, $3, $4) on conflict (namespace) do update set \
                         name = excluded.name, requests_per_hour = excluded.requests_per_hour, \
                         changed_at = excluded.changed_at",
                        args![
                            namespace.as_str(),
                            plan.name.as_str(),
                            plan.requests_per_hour as i64,
                            self.now()
                        ],
                    )
                    .await?
            }
        };
        let shown =
            |plan: &Plan| json!({"name": plan.name, "requestsPerHour": plan.requests_per_hour});
        let entry = AuditEntry {
            namespace: Some(namespace),
            action: "plan.changed",
            object: namespace.to_string(),
            before: before.as_ref().map(shown),
            after: plan.map(shown),
        };
        audit::write(self, &mut session, by, entry).await?;
        transaction.commit().await
    }

    /// Counts a request to a bot when it fits into the plan of its namespace.
    pub async fn count_request(&self, namespace: &Namespace, bot: &BotId) -> Result<PlanVerdict> {
        // Without a plan nothing is written.
        if self.plan(namespace).await?.is_none() {
            return Ok(PlanVerdict::NoPlan);
        }
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let place = || args![namespace.as_str(), bot.as_str()];
        session
            .execute(
                "insert into plan_counters (namespace, bot) values ($1, $2) \
                 on conflict (namespace, bot) do nothing",
                place(),
            )
            .await?;
        let lock = session.engine().pick(LOCK);
        session.rows(lock, place()).await?;
        let Some(plan) = find(&mut session, namespace).await? else {
            return Ok(PlanVerdict::NoPlan);
        };
        let limit = plan.requests_per_hour;
        // The lock is held: what the clock says now is not before what others counted.
        let now = self.now();
        session
            .execute(
                "delete from plan_requests where namespace = $1 and bot = $2 and at <= $3",
                args![namespace.as_str(), bot.as_str(), now.plus_ms(-HOUR_MS)],
            )
            .await?;
        let used = session
            .row("select count(*) from plan_requests where namespace = $1 and bot = $2", place())
            .await?
            .map_or(Ok(0), |row| row.number(0))? as u64;
        if used >= limit {
            // The next one fits when so many have left the hour that fewer than the limit stay.
            let leaves = session
                .row(
                    "select at from plan_requests where namespace = $1 and bot = $2 \
                     order by at, number limit 1 offset $3",
                    args![namespace.as_str(), bot.as_str(), (used - limit) as i64],
                )
                .await?
                .map_or(Ok(now), |row| row.at(0))?;
            transaction.commit().await?;
            let retry_after_ms = leaves.plus_ms(HOUR_MS).since_ms(now).max(1);
            return Ok(PlanVerdict::Refused { limit, retry_after_ms });
        }
        session
            .execute(
                "insert into plan_requests (namespace, bot, at) values ($1, $2, $3)",
                args![namespace.as_str(), bot.as_str(), now],
            )
            .await?;
        let oldest = session
            .row("select min(at) from plan_requests where namespace = $1 and bot = $2", place())
            .await?
            .map_or(Ok(now), |row| row.at(0))?;
        transaction.commit().await?;
        Ok(PlanVerdict::Counted {
            limit,
            remaining: limit - used - 1,
            reset_ms: oldest.plus_ms(HOUR_MS).since_ms(now),
        })
    }
}
