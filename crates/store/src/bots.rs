//! Bots: content, owner, keys.

use model::{Bot, BotId, BotName, Namespace, PublicBotId, Secret, VersionId};
use sha2::{Digest, Sha256};

use crate::accounts::write_audit;
use crate::api_keys::{key_hash, key_place};
use crate::channels::{FIRST_CHANNELS, NewRow, first_path};
use crate::drafts::Written;
use crate::inbox::{from_json, json};
use crate::sql::{Row, Session, args};
use crate::versions::publish_draft;
use crate::{
    Actor, AuditEntry, BotSummary, Error, Import, Imported, NewChannel, Owner, Result, Store,
    VersionSummary, hex,
};

macro_rules! summary_columns {
    ($rest:literal) => {
        concat!(
            "select b.id, b.namespace, b.name, b.public_id, b.title, b.locales, b.owner, \
             b.folder, b.draft_revision, b.draft_hash, b.created_at, b.changed_at, v.id, \
             v.number, v.hash, v.fingerprint, v.author, v.note, v.at from bots b \
             left join environments e on e.bot = b.id and e.environment = 'live' \
             left join versions v on v.id = e.version ",
            $rest
        )
    };
}

fn read_summary(row: &Row) -> Result<BotSummary> {
    let id: BotId = row.id(0)?;
    let live = match row.id_or_none::<VersionId>(12)? {
        None => None,
        Some(version) => Some(VersionSummary {
            id: version,
            number: row.number(13)? as u64,
            hash: row.text(14)?,
            fingerprint: row.get(15)?,
            author: row.text(16)?,
            note: row.text(17)?,
            at: row.at(18)?,
        }),
    };
    Ok(BotSummary {
        namespace: row.id(1)?,
        name: row.id(2)?,
        public_id: row.id(3)?,
        title: row.text(4)?,
        locales: from_json("bot", id.as_str(), &row.text(5)?)?,
        owner: read_owner(&row.text(6)?, row.get(7)?),
        draft_revision: row.number(8)? as u64,
        draft_hash: row.text(9)?,
        live,
        created_at: row.at(10)?,
        changed_at: row.at(11)?,
        id,
    })
}

fn read_owner(owner: &str, folder: Option<String>) -> Owner {
    match owner {
        "files" => Owner::Files { folder: folder.unwrap_or_default() },
        _ => Owner::Database,
    }
}

fn owner_columns(owner: &Owner) -> (&'static str, Option<String>) {
    match owner {
        Owner::Database => ("database", None),
        Owner::Files { folder } => ("files", Some(folder.clone())),
    }
}

/// The canonical form of a bot's content, and its hash.
pub(crate) fn canonical(bot: &Bot) -> Result<(String, String)> {
    let document = json("bot", bot)?;
    let hash = hex::encode(&Sha256::digest(&document));
    Ok((document, hash))
}

/// Tells everybody who follows the bots that something changed.
pub(crate) async fn stamp(session: &mut Session<'_>) -> Result<()> {
    session.execute("update changes set stamp = stamp + 1 where area = 'bots'", vec![]).await?;
    Ok(())
}

pub(crate) async fn find_bot(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
) -> Result<BotSummary> {
    session
        .row(
            summary_columns!("where b.namespace = $1 and b.id = $2"),
            args![namespace.as_str(), bot.as_str()],
        )
        .await?
        .map(|row| read_summary(&row))
        .transpose()?
        .ok_or_else(|| Error::not_found("bot", bot.as_str()))
}

async fn find_by_name(
    session: &mut Session<'_>,
    namespace: &Namespace,
    name: &BotName,
) -> Result<Option<BotSummary>> {
    session
        .row(
            summary_columns!("where b.namespace = $1 and b.name_folded = $2"),
            args![namespace.as_str(), name.as_str().to_lowercase()],
        )
        .await?
        .map(|row| read_summary(&row))
        .transpose()
}

impl Store {
    /// Saves a whole bot under its namespace and name: as the draft; when it is new also as
    /// published version 1, with a public id, a Bot API key and the channels
    /// `/io/{namespace}/{bot}/web` and `/io/{namespace}/{bot}/widget`.
    pub async fn import_bot(&self, bot: &Bot, import: &Import) -> Result<Imported> {
        let (bot, written) = Written::of(bot.clone()).await?;
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let found = find_by_name(&mut session, &bot.namespace, &bot.name).await?;
        let (id, created, changed) = match found {
            None => (self.create_bot(&mut session, &bot, &written, import).await?, true, true),
            Some(found) if found.name != bot.name => {
                return Err(Error::Taken { what: "bot name", value: found.name.to_string() });
            }
            Some(found) => {
                check_owner(&found, &import.owner, import.detach)?;
                let changed =
                    self.write_draft(&mut session, &found, &bot, &written, &import.by).await?;
                if found.owner != import.owner {
                    write_owner(&mut session, &found.namespace, &found.id, &import.owner).await?;
                    stamp(&mut session).await?;
                }
                (found.id, false, changed)
            }
        };
        let found = find_bot(&mut session, &bot.namespace, &id).await?;
        let mut published = None;
        if created || import.publish {
            let note = if created { "first version" } else { "" };
            let live = crate::Environment::Live;
            let version =
                publish_draft(self, &mut session, &found, &written, live, &import.by, note).await?;
            published = Some(version).filter(|version| Some(version) != found.live.as_ref());
        }
        let bot = find_bot(&mut session, &bot.namespace, &id).await?;
        transaction.commit().await?;
        Ok(Imported { bot, created, changed, published })
    }

    async fn create_bot(
        &self,
        session: &mut Session<'_>,
        bot: &Bot,
        written: &Written,
        import: &Import,
    ) -> Result<BotId> {
        let (id, public_id) = self.random(|rng| (BotId::random(rng), PublicBotId::random(rng)));
        let key = self.new_api_key();
        let sealed =
            self.inner.keys.seal(key_place(&bot.namespace, &id), key.expose().as_bytes())?;
        let (owner, folder) = owner_columns(&import.owner);
        session
            .execute(
                "insert into bots (id, namespace, name, name_folded, public_id, api_key, \
                 api_key_hash, owner, folder, title, locales, created_at, changed_at, \
                 draft_revision, draft_hash, draft_author, draft_at, draft) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, 1, $13, $14, \
                 $12, $15)",
                args![
                    id.as_str(),
                    bot.namespace.as_str(),
                    bot.name.as_str(),
                    bot.name.as_str().to_lowercase(),
                    public_id.as_str(),
                    sealed,
                    key_hash(key.expose()),
                    owner,
                    folder,
                    bot.title.as_str(),
                    json("locales", &bot.locales)?,
                    self.now(),
                    written.hash.as_str(),
                    import.by.name.as_str(),
                    written.document.as_str(),
                ],
            )
            .await?;
        let after = Some(size(bot, &written.hash));
        let entry = told("bot.made", &bot.namespace, &bot.name, None, after);
        write_audit(self, session, &import.by, entry).await?;
        for connector in FIRST_CHANNELS {
            let channel = NewChannel {
                connector: model::ConnectorType::new(connector)
                    .expect("the names of the first channels are letters"),
                alias: None,
                environment: crate::Environment::Live,
                path: first_path(&bot.namespace, &bot.name, connector),
                settings: serde_json::Value::Object(Default::default()),
                secrets: Default::default(),
                enabled: true,
            };
            let row = NewRow::check(self, &bot.namespace, None, &channel)?;
            self.insert_channel(session, &bot.namespace, &id, row).await?;
        }
        Ok(id)
    }

    /// The bots of a namespace, by name.
    pub async fn bots(&self, namespace: &Namespace) -> Result<Vec<BotSummary>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                summary_columns!("where b.namespace = $1 order by b.name_folded"),
                args![namespace.as_str()],
            )
            .await?
            .iter()
            .map(read_summary)
            .collect()
    }

    /// All bots, by namespace and name. Node-internal and for operators.
    pub async fn all_bots(&self) -> Result<Vec<BotSummary>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(summary_columns!("order by b.namespace, b.name_folded"), vec![])
            .await?
            .iter()
            .map(read_summary)
            .collect()
    }

    /// The namespaces that have bots, conversations, members, tokens or a plan, by name.
    /// Node-internal and for operators.
    pub async fn namespaces(&self) -> Result<Vec<Namespace>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                "select namespace from bots union select namespace from conversations \
                 union select namespace from memberships where namespace <> '*' \
                 union select namespace from tokens union select namespace from plans order by 1",
                vec![],
            )
            .await?
            .iter()
            .map(|row| row.id(0))
            .collect()
    }

    /// A bot by its name, whatever the case of its letters.
    pub async fn bot(&self, namespace: &Namespace, name: &BotName) -> Result<Option<BotSummary>> {
        let mut reader = self.inner.database.reader().await?;
        find_by_name(&mut reader.session(), namespace, name).await
    }

    /// A bot by its id.
    pub async fn bot_by_id(
        &self,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<Option<BotSummary>> {
        let mut reader = self.inner.database.reader().await?;
        match find_bot(&mut reader.session(), namespace, bot).await {
            Ok(bot) => Ok(Some(bot)),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A bot by the id that the public sees; the id says the namespace.
    pub async fn bot_by_public_id(&self, id: &PublicBotId) -> Result<Option<BotSummary>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .row(summary_columns!("where b.public_id = $1"), args![id.as_str()])
            .await?
            .map(|row| read_summary(&row))
            .transpose()
    }

    /// A bot by its Bot API key; the key says the namespace.
    pub async fn bot_by_api_key(&self, key: &Secret<String>) -> Result<Option<BotSummary>> {
        // Found by its hash: how long the search takes says nothing about the key.
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .row(summary_columns!("where b.api_key_hash = $1"), args![key_hash(key.expose())])
            .await?
            .map(|row| read_summary(&row))
            .transpose()
    }

    /// A number that changes whenever a bot, a version, a pointer or a channel changes, in any
    /// process. Cheap: poll it.
    pub async fn bots_stamp(&self) -> Result<i64> {
        let mut reader = self.inner.database.reader().await?;
        let row =
            reader.session().row("select stamp from changes where area = 'bots'", vec![]).await?;
        row.map_or(Ok(0), |row| row.number(0))
    }

    /// Changes who owns the content.
    pub async fn set_owner(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        owner: &Owner,
        by: &Actor,
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let found = find_bot(&mut session, namespace, bot).await?;
        write_owner(&mut session, namespace, bot, owner).await?;
        let (before, after) = (owner_columns(&found.owner), owner_columns(owner));
        let (before, after) = (Some(serde_json::json!(before)), Some(serde_json::json!(after)));
        let entry = told("bot.owner.changed", &found.namespace, &found.name, before, after);
        write_audit(self, &mut session, by, entry).await?;
        stamp(&mut session).await?;
        transaction.commit().await
    }

    /// Deletes a bot with its versions, channels and everything that was said to it.
    pub async fn delete_bot(&self, namespace: &Namespace, bot: &BotId, by: &Actor) -> Result<()> {
        const OF_BOT: [&str; 17] = [
            "delete from leases where conversation in \
             (select number from conversations where namespace = $1 and bot = $2)",
            "delete from inbox where namespace = $1 and bot = $2",
            "delete from segments where conversation in \
             (select number from conversations where namespace = $1 and bot = $2)",
            "delete from votes where namespace = $1 and bot = $2",
            "delete from files where namespace = $1 and bot = $2",
            "delete from outbox where namespace = $1 and bot = $2",
            "delete from conversations where namespace = $1 and bot = $2",
            "delete from dead_letters where namespace = $1 and bot = $2",
            "delete from sentences where namespace = $1 and bot = $2",
            "delete from channels where namespace = $1 and bot = $2",
            "delete from bot_programs where namespace = $1 and bot = $2",
            "delete from environments where namespace = $1 and bot = $2",
            "delete from auto_publish where namespace = $1 and bot = $2",
            "delete from versions where namespace = $1 and bot = $2",
            "delete from draft_edits where namespace = $1 and bot = $2",
            "delete from draft_undos where namespace = $1 and bot = $2",
            "delete from bots where namespace = $1 and id = $2",
        ];
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let found = find_bot(&mut session, namespace, bot).await?;
        for statement in OF_BOT {
            session.execute(statement, args![namespace.as_str(), bot.as_str()]).await?;
        }
        let before = Some(serde_json::json!({"id": found.id, "hash": found.draft_hash}));
        let entry = told("bot.deleted", namespace, &found.name, before, None);
        write_audit(self, &mut session, by, entry).await?;
        stamp(&mut session).await?;
        transaction.commit().await
    }
}

/// A line of the audit log about a bot.
pub(crate) fn told<'a>(
    action: &'a str,
    namespace: &'a Namespace,
    name: &BotName,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
) -> AuditEntry<'a> {
    let object = format!("{namespace}/{name}");
    AuditEntry { namespace: Some(namespace), action, object, before, after }
}

/// What the audit log keeps of a whole content.
pub(crate) fn size(bot: &Bot, hash: &str) -> serde_json::Value {
    serde_json::json!({
        "hash": hash, "intents": bot.intents.len(), "entityTypes": bot.entity_types.len(),
        "sentences": bot.sentences.len(), "stories": bot.stories.len(),
        "labels": bot.labels.len(), "dialogs": bot.dialogs.len(),
    })
}

/// Two who change the same bot take turns.
pub(crate) async fn lock_bot(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
) -> Result<()> {
    use crate::sql::engine::{Dialects, locking};
    const LOCK: Dialects =
        locking!("select id from bots where namespace = $1 and id = $2", "for update");
    let lock = session.engine().pick(LOCK);
    session.row(lock, args![namespace.as_str(), bot.as_str()]).await?;
    Ok(())
}

async fn write_owner(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
    owner: &Owner,
) -> Result<()> {
    let (owner, folder) = owner_columns(owner);
    session
        .execute(
            "update bots set owner = $1, folder = $2 where namespace = $3 and id = $4",
            args![owner, folder, namespace.as_str(), bot.as_str()],
        )
        .await?;
    Ok(())
}

/// Whether someone who is (or acts for) `owner` may change a bot.
pub(crate) fn check_owner(found: &BotSummary, owner: &Owner, detach: bool) -> Result<()> {
    match &found.owner {
        Owner::Files { folder } if found.owner != *owner && !detach => Err(Error::OwnedByFiles {
            namespace: found.namespace.clone(),
            bot: found.name.clone(),
            folder: folder.clone(),
        }),
        _ => Ok(()),
    }
}
