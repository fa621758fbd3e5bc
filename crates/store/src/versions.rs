//! Versions, environments and trained models.

use model::{Bot, BotId, Namespace, VersionId};

use crate::accounts::write_audit;
use crate::bots::{find_bot, lock_bot, stamp};
use crate::drafts::{Written, aside, check_expected, read_draft, settle};
use crate::inbox::from_json;
use crate::sql::{Row, Session, args};
use crate::{
    Actor, AuditEntry, BotSummary, Environment, Error, Expected, Result, Served, Store,
    VersionSummary,
};

/// How often a draft that others change meanwhile is read again to be published.
const PUBLISH_RACES_MAX: usize = 20;

fn read(row: &Row) -> Result<VersionSummary> {
    Ok(VersionSummary {
        id: row.id(0)?,
        number: row.number(1)? as u64,
        hash: row.text(2)?,
        fingerprint: row.get(3)?,
        author: row.text(4)?,
        note: row.text(5)?,
        at: row.at(6)?,
    })
}

/// Makes the draft, which `written` is, a version and points an environment at it. The live version,
/// or the newest one, is that version if it has the same content.
pub(crate) async fn publish_draft(
    store: &Store,
    session: &mut Session<'_>,
    found: &BotSummary,
    written: &Written,
    environment: Environment,
    by: &Actor,
    note: &str,
) -> Result<VersionSummary> {
    let (namespace, bot) = (&found.namespace, &found.id);
    if let Some(live) = found.live.clone()
        && live.hash == written.hash
    {
        if environment != Environment::Live {
            point(store, session, found, environment, &live, by).await?;
        }
        return Ok(live);
    }
    let newest = session
        .row(
            "select id, number, hash, fingerprint, author, note, at from versions \
             where namespace = $1 and bot = $2 order by number desc limit 1",
            args![namespace.as_str(), bot.as_str()],
        )
        .await?
        .map(|row| read(&row))
        .transpose()?;
    if let Some(newest) = newest.as_ref().filter(|newest| newest.hash == written.hash) {
        // It was tried on staging, say.
        point(store, session, found, environment, newest, by).await?;
        return Ok(newest.clone());
    }
    let version = VersionSummary {
        id: store.random(VersionId::random),
        number: newest.map_or(0, |newest| newest.number) + 1,
        hash: written.hash.clone(),
        fingerprint: None,
        author: by.name.clone(),
        note: note.to_owned(),
        at: store.now(),
    };
    session
        .execute(
            "insert into versions (id, namespace, bot, number, hash, author, note, at, document) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
            args![
                version.id.as_str(),
                namespace.as_str(),
                bot.as_str(),
                version.number as i64,
                version.hash.as_str(),
                version.author.as_str(),
                note,
                version.at,
                written.document.as_str(),
            ],
        )
        .await?;
    let entry = AuditEntry {
        namespace: Some(namespace),
        action: "version.published",
        object: format!("{namespace}/{} {}", found.name, version.number),
        before: None,
        after: Some(serde_json::json!({"hash": version.hash, "note": note})),
    };
    write_audit(store, session, by, entry).await?;
    point(store, session, found, environment, &version, by).await?;
    Ok(version)
}

async fn point(
    store: &Store,
    session: &mut Session<'_>,
    found: &BotSummary,
    environment: Environment,
    version: &VersionSummary,
    by: &Actor,
) -> Result<()> {
    let (namespace, bot) = (found.namespace.as_str(), found.id.as_str());
    let before = session
        .row(
            "select v.number from environments e join versions v on v.id = e.version \
             where e.namespace = $1 and e.bot = $2 and e.environment = $3",
            args![namespace, bot, environment.as_str()],
        )
        .await?
        .map(|row| row.number(0))
        .transpose()?;
    let now = store.now();
    session
        .execute(
            "insert into environments (namespace, bot, environment, version, changed_at) \
             values ($1, $2, $3, $4, $5) on conflict (bot, environment) do update \
             set version = excluded.version, changed_at = excluded.changed_at",
            args![namespace, bot, environment.as_str(), version.id.as_str(), now],
        )
        .await?;
    session.execute("update bots set changed_at = $1 where id = $2", args![now, bot]).await?;
    let entry = AuditEntry {
        namespace: Some(&found.namespace),
        action: "environment.changed",
        object: format!("{namespace}/{} {environment}", found.name),
        before: before.map(|number| serde_json::json!({"version": number})),
        after: Some(serde_json::json!({"version": version.number})),
    };
    write_audit(store, session, by, entry).await?;
    stamp(session).await
}

impl Store {
    /// Makes the draft a version (the one that exists already, if the live or the newest one has
    /// the same content) and points [`Environment::Live`] at it.
    pub async fn publish(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        by: &Actor,
        note: &str,
    ) -> Result<VersionSummary> {
        self.publish_to(namespace, bot, Environment::Live, &Expected::Any, by, note).await
    }

    /// Makes the draft a version and points an environment at it, unless the draft is another than
    /// what was looked at ([`Error::Changed`]).
    pub async fn publish_to(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        environment: Environment,
        expected: &Expected,
        by: &Actor,
        note: &str,
    ) -> Result<VersionSummary> {
        for _ in 0..PUBLISH_RACES_MAX {
            let mut draft = self.draft(namespace, bot).await?;
            let (content, written) = Written::of(draft.bot).await?;
            draft.bot = content;
            let mut transaction = self.inner.database.begin().await?;
            let mut session = transaction.session();
            lock_bot(&mut session, namespace, bot).await?;
            let found = find_bot(&mut session, namespace, bot).await?;
            check_expected(&found, expected)?;
            if found.draft_revision != draft.revision {
                continue;
            }
            settle(&mut session, &found, &draft, &written).await?;
            let version =
                publish_draft(self, &mut session, &found, &written, environment, by, note).await?;
            transaction.commit().await?;
            return Ok(version);
        }
        let found = self.bot_by_id(namespace, bot).await?;
        Err(Error::Changed { found: found.map_or(0, |found| found.draft_revision) })
    }

    /// The numbers of the versions that the environments of a bot point to.
    pub async fn environments(
        &self,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<Vec<(Environment, u64)>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                "select e.environment, v.number from environments e \
                 join versions v on v.id = e.version where e.namespace = $1 and e.bot = $2 \
                 order by e.environment",
                args![namespace.as_str(), bot.as_str()],
            )
            .await?
            .iter()
            .map(|row| Ok((row.text(0)?.parse()?, row.number(1)? as u64)))
            .collect()
    }

    /// Points an environment (not the draft) at a version: to try it, to publish it later, to
    /// roll back.
    pub async fn point(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        environment: Environment,
        version: &VersionId,
        by: &Actor,
    ) -> Result<()> {
        if environment == Environment::Draft {
            return Err(Error::Invalid {
                field: "environment",
                reason: "`draft` always serves the draft; point `staging` or `live`".into(),
            });
        }
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        lock_bot(&mut session, namespace, bot).await?;
        let version = session
            .row(
                "select id, number, hash, fingerprint, author, note, at from versions \
                 where namespace = $1 and bot = $2 and id = $3",
                args![namespace.as_str(), bot.as_str(), version.as_str()],
            )
            .await?
            .ok_or_else(|| Error::not_found("version", version.as_str()))?;
        let found = find_bot(&mut session, namespace, bot).await?;
        point(self, &mut session, &found, environment, &read(&version)?, by).await?;
        transaction.commit().await
    }

    /// The versions of a bot, newest first.
    pub async fn versions(
        &self,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<Vec<VersionSummary>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                "select id, number, hash, fingerprint, author, note, at from versions \
                 where namespace = $1 and bot = $2 order by number desc",
                args![namespace.as_str(), bot.as_str()],
            )
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// The content of a version.
    pub async fn version(&self, namespace: &Namespace, version: &VersionId) -> Result<Bot> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select document from versions where namespace = $1 and id = $2",
                args![namespace.as_str(), version.as_str()],
            )
            .await?
            .ok_or_else(|| Error::not_found("version", version.as_str()))?;
        let (id, document) = (version.clone(), row.text(0)?);
        aside(move || from_json("version", id.as_str(), &document)).await
    }

    /// What an environment serves. `None` when it points nowhere.
    pub async fn served(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        environment: Environment,
    ) -> Result<Option<Served>> {
        let mut reader = self.inner.database.reader().await?;
        let mut session = reader.session();
        if environment == Environment::Draft {
            let draft = read_draft(&mut session, namespace, bot).await?;
            return Ok(Some(Served { version: None, hash: draft.hash, bot: draft.bot }));
        }
        let row = session
            .row(
                "select v.id, v.number, v.hash, v.fingerprint, v.author, v.note, v.at, v.document \
                 from environments e join versions v on v.id = e.version \
                 where e.namespace = $1 and e.bot = $2 and e.environment = $3",
                args![namespace.as_str(), bot.as_str(), environment.as_str()],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let version = read(&row)?;
        let (id, document) = (version.id.clone(), row.text(7)?);
        let bot = aside(move || from_json("version", id.as_str(), &document)).await?;
        Ok(Some(Served { hash: version.hash.clone(), version: Some(version), bot }))
    }

    /// Says which trained model belongs to a version.
    pub async fn set_fingerprint(
        &self,
        namespace: &Namespace,
        version: &VersionId,
        fingerprint: &str,
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let changed = transaction
            .session()
            .execute(
                "update versions set fingerprint = $1 where namespace = $2 and id = $3",
                args![fingerprint, namespace.as_str(), version.as_str()],
            )
            .await?;
        if changed == 0 {
            return Err(Error::not_found("version", version.as_str()));
        }
        transaction.commit().await
    }

    /// Keeps a trained model under its training fingerprint.
    pub async fn put_model(
        &self,
        namespace: &Namespace,
        fingerprint: &str,
        bytes: &[u8],
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        transaction
            .session()
            .execute(
                "insert into trained_models (namespace, fingerprint, made_at, used_at, bytes) \
                 values ($1, $2, $3, $3, $4) on conflict (namespace, fingerprint) do update \
                 set used_at = excluded.used_at",
                args![namespace.as_str(), fingerprint, self.now(), bytes.to_vec()],
            )
            .await?;
        transaction.commit().await
    }

    /// The trained model with this training fingerprint. It is kept at least
    /// [`crate::Retention::models_ms`] after a day on which it was asked for.
    pub async fn model(&self, namespace: &Namespace, fingerprint: &str) -> Result<Option<Vec<u8>>> {
        const DAY_MS: i64 = 24 * 3600 * 1000;
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select bytes, used_at from trained_models \
                 where namespace = $1 and fingerprint = $2",
                args![namespace.as_str(), fingerprint],
            )
            .await?;
        drop(reader);
        let Some(row) = row else { return Ok(None) };
        let now = self.now();
        if now.since_ms(row.at(1)?) > DAY_MS {
            let mut transaction = self.inner.database.begin().await?;
            transaction
                .session()
                .execute(
                    "update trained_models set used_at = $1 \
                     where namespace = $2 and fingerprint = $3",
                    args![now, namespace.as_str(), fingerprint],
                )
                .await?;
            transaction.commit().await?;
        }
        Ok(Some(row.get(0)?))
    }
}
