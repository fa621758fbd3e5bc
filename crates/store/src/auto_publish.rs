//! Environments that publish the draft by themselves: which do, what is to be tried, what came of
//! it. Whoever tries a state of a draft claims it first, so that of many processes one does.

use model::{BotId, Namespace, Timestamp};

use crate::accounts::write_audit;
use crate::bots::{find_bot, lock_bot};
use crate::inbox::{from_json, json};
use crate::sql::{Row, args};
use crate::{Actor, AuditEntry, Environment, Error, Result, Store};

/// No state of a draft was tried yet.
const NONE_TRIED: i64 = -1;

/// What an environment does by itself.
#[derive(Debug, Clone, PartialEq)]
pub struct AutoPublish {
    /// The environment.
    pub environment: Environment,
    /// Whether the draft is published to it by itself.
    pub enabled: bool,
    /// When it was tried last.
    pub tried_at: Option<Timestamp>,
    /// What came of it; `None` while it is at work.
    pub outcome: Option<serde_json::Value>,
}

/// A state of a draft to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueTry {
    /// Whose.
    pub namespace: Namespace,
    /// Of which bot.
    pub bot: BotId,
    /// Where it is published when it is good.
    pub environment: Environment,
    /// The revision of the draft.
    pub revision: u64,
}

fn read_due(row: &Row) -> Result<DueTry> {
    Ok(DueTry {
        namespace: row.id(0)?,
        bot: row.id(1)?,
        environment: row.text(2)?.parse()?,
        revision: row.number(3)? as u64,
    })
}

impl Store {
    /// Says whether the draft is published to an environment by itself. Once it is switched on,
    /// the draft is tried as it is.
    pub async fn set_auto_publish(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        environment: Environment,
        enabled: bool,
        by: &Actor,
    ) -> Result<()> {
        if environment == Environment::Draft {
            return Err(Error::Invalid {
                field: "environment",
                reason: "`draft` always serves the draft; nothing is published to it".into(),
            });
        }
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        lock_bot(&mut session, namespace, bot).await?;
        let found = find_bot(&mut session, namespace, bot).await?;
        let before = session
            .row(
                "select enabled from auto_publish \
                 where namespace = $1 and bot = $2 and environment = $3",
                args![namespace.as_str(), bot.as_str(), environment.as_str()],
            )
            .await?
            .map_or(Ok(false), |row| row.get(0))?;
        if before == enabled {
            return Ok(());
        }
        session
            .execute(
                "insert into auto_publish (namespace, bot, environment, enabled, changed_at, \
                 tried_revision) values ($1, $2, $3, $4, $5, $6) \
                 on conflict (bot, environment) do update set enabled = excluded.enabled, \
                 changed_at = excluded.changed_at, tried_revision = excluded.tried_revision",
                args![
                    namespace.as_str(),
                    bot.as_str(),
                    environment.as_str(),
                    enabled,
                    self.now(),
                    NONE_TRIED,
                ],
            )
            .await?;
        let entry = AuditEntry {
            namespace: Some(namespace),
            action: "environment.changed",
            object: format!("{}/{} {environment}", found.namespace, found.name),
            before: Some(serde_json::json!({"autoPublish": before})),
            after: Some(serde_json::json!({"autoPublish": enabled})),
        };
        write_audit(self, &mut session, by, entry).await?;
        transaction.commit().await
    }

    /// What the environments of a bot do by themselves.
    pub async fn auto_publish(
        &self,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<Vec<AutoPublish>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                "select environment, enabled, tried_at, outcome from auto_publish \
                 where namespace = $1 and bot = $2 order by environment",
                args![namespace.as_str(), bot.as_str()],
            )
            .await?
            .iter()
            .map(|row| {
                let outcome: Option<String> = row.get(3)?;
                Ok(AutoPublish {
                    environment: row.text(0)?.parse()?,
                    enabled: row.get(1)?,
                    tried_at: row.get::<Option<i64>>(2)?.map(Timestamp),
                    outcome: outcome
                        .map(|text| from_json("outcome of bot", bot.as_str(), &text))
                        .transpose()?,
                })
            })
            .collect()
    }

    /// Drafts that nobody changed since `quiet` and that were not tried as they are; and those
    /// whose try began before `abandoned` and never ended. Node-internal.
    pub async fn due_tries(&self, quiet: Timestamp, abandoned: Timestamp) -> Result<Vec<DueTry>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                "select a.namespace, a.bot, a.environment, b.draft_revision \
                 from auto_publish a join bots b on b.id = a.bot \
                 where a.enabled and b.draft_at <= $1 and (a.tried_revision <> b.draft_revision \
                 or (a.outcome is null and a.tried_at < $2)) order by a.bot, a.environment",
                args![quiet, abandoned],
            )
            .await?
            .iter()
            .map(read_due)
            .collect()
    }

    /// Takes a state of a draft to try it. Whether it was still to be tried. Node-internal.
    pub async fn claim_try(&self, due: &DueTry, abandoned: Timestamp) -> Result<bool> {
        let mut transaction = self.inner.database.begin().await?;
        let changed = transaction
            .session()
            .execute(
                "update auto_publish set tried_revision = $1, tried_at = $2, outcome = null \
                 where namespace = $3 and bot = $4 and environment = $5 and enabled \
                 and (tried_revision <> $1 or (outcome is null and tried_at < $6))",
                args![
                    due.revision as i64,
                    self.now(),
                    due.namespace.as_str(),
                    due.bot.as_str(),
                    due.environment.as_str(),
                    abandoned,
                ],
            )
            .await?;
        transaction.commit().await?;
        Ok(changed > 0)
    }

    /// Says what came of trying a state of a draft.
    pub async fn end_try(&self, due: &DueTry, outcome: &serde_json::Value) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        transaction
            .session()
            .execute(
                "update auto_publish set outcome = $1 where namespace = $2 and bot = $3 \
                 and environment = $4 and tried_revision = $5",
                args![
                    json("outcome", outcome)?,
                    due.namespace.as_str(),
                    due.bot.as_str(),
                    due.environment.as_str(),
                    due.revision as i64,
                ],
            )
            .await?;
        transaction.commit().await
    }
}
