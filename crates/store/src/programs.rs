//! Bots for which a program answers: how it is reached, and what it declared.

use model::{BotId, Namespace, Secret, Timestamp};

use crate::accounts::write_audit;
use crate::bots::{find_bot, stamp};
use crate::envelope::Place;
use crate::sql::{Row, args};
use crate::{Actor, AuditEntry, Error, Result, Store};

/// A program that answers for a bot.
pub struct Program {
    /// The bot.
    pub bot: BotId,
    /// Whose.
    pub namespace: Namespace,
    /// Where it listens; `None`: it connects by itself.
    pub webhook_url: Option<Secret<String>>,
    /// Whether a program without version that sends no entities means that none are left.
    pub strict_entities: bool,
    /// What it declared last, as JSON; `None`: nothing yet.
    pub declared: Option<String>,
    /// When something of this changed last.
    pub changed_at: Timestamp,
}

/// What people set of a program.
pub struct ProgramSettings {
    /// Where it listens; `None`: it connects by itself.
    pub webhook_url: Option<Secret<String>>,
    /// Whether a program without version that sends no entities means that none are left.
    pub strict_entities: bool,
}

fn url_place<'a>(namespace: &'a str, bot: &'a str) -> Place<'a> {
    Place { namespace, table: "bot_programs", row: bot, column: "webhook_url" }
}

impl Store {
    /// The program of a bot, if it has one.
    pub async fn program(&self, namespace: &Namespace, bot: &BotId) -> Result<Option<Program>> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select bot, namespace, webhook_url, strict_entities, declared, changed_at \
                 from bot_programs where namespace = $1 and bot = $2",
                args![namespace.as_str(), bot.as_str()],
            )
            .await?;
        row.map(|row| self.read_program(&row)).transpose()
    }

    /// All programs of all namespaces. Node-internal.
    pub async fn programs(&self) -> Result<Vec<Program>> {
        let mut reader = self.inner.database.reader().await?;
        let rows = reader
            .session()
            .rows(
                "select bot, namespace, webhook_url, strict_entities, declared, changed_at \
                 from bot_programs order by bot",
                vec![],
            )
            .await?;
        rows.iter().map(|row| self.read_program(row)).collect()
    }

    fn read_program(&self, row: &Row) -> Result<Program> {
        let bot: BotId = row.id(0)?;
        let namespace: Namespace = row.id(1)?;
        let sealed: Option<String> = row.get(2)?;
        let webhook_url = match sealed {
            None => None,
            Some(sealed) => {
                let place = url_place(namespace.as_str(), bot.as_str());
                let url = self.inner.keys.open(place, &sealed)?;
                let url = String::from_utf8(url.expose().clone())
                    .map_err(|_| Error::corrupt("webhook of bot", bot.as_str(), "not a text"))?;
                Some(Secret::new(url))
            }
        };
        Ok(Program {
            webhook_url,
            strict_entities: row.get(3)?,
            declared: row.get(4)?,
            changed_at: row.at(5)?,
            bot,
            namespace,
        })
    }

    /// Says how the program of a bot is reached. What it declared stays.
    pub async fn set_program(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        settings: &ProgramSettings,
        by: &Actor,
    ) -> Result<()> {
        let sealed = match &settings.webhook_url {
            None => None,
            Some(url) => {
                let place = url_place(namespace.as_str(), bot.as_str());
                Some(self.inner.keys.seal(place, url.expose().as_bytes())?)
            }
        };
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let found = find_bot(&mut session, namespace, bot).await?;
        let entry = AuditEntry {
            namespace: Some(namespace),
            action: "program.changed",
            object: format!("{namespace}/{}", found.name),
            before: None,
            // The address is a secret.
            after: Some(serde_json::json!({
                "webhook": settings.webhook_url.is_some(),
                "strictEntities": settings.strict_entities,
            })),
        };
        write_audit(self, &mut session, by, entry).await?;
        session
            .execute(
                "insert into bot_programs (bot, namespace, webhook_url, strict_entities, \
                 declared, changed_at) values ($1, $2, $3, $4, null, $5) \
                 on conflict (bot) do update set webhook_url = excluded.webhook_url, \
                 strict_entities = excluded.strict_entities, changed_at = excluded.changed_at",
                args![
                    bot.as_str(),
                    namespace.as_str(),
                    sealed,
                    settings.strict_entities,
                    self.now(),
                ],
            )
            .await?;
        stamp(&mut session).await?;
        transaction.commit().await
    }

    /// Keeps what the program of a bot declares; `None` when it says that it is there and
    /// declares nothing. Tells whether that is news.
    pub async fn declare_program(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        declared: Option<&str>,
    ) -> Result<bool> {
        let known = self.program(namespace, bot).await?;
        let is_news = match (&known, declared) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(known), Some(declared)) => known.declared.as_deref() != Some(declared),
        };
        if !is_news {
            return Ok(false);
        }
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        find_bot(&mut session, namespace, bot).await?;
        session
            .execute(
                "insert into bot_programs (bot, namespace, webhook_url, strict_entities, \
                 declared, changed_at) values ($1, $2, null, $3, $4, $5) \
                 on conflict (bot) do update set declared = excluded.declared, \
                 changed_at = excluded.changed_at",
                args![
                    bot.as_str(),
                    namespace.as_str(),
                    false,
                    declared.map(str::to_owned),
                    self.now(),
                ],
            )
            .await?;
        stamp(&mut session).await?;
        transaction.commit().await?;
        Ok(true)
    }

    /// Forgets the program of a bot and what it declared. Tells whether there was one.
    pub async fn forget_program(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        by: &Actor,
    ) -> Result<bool> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let forgotten = session
            .execute(
                "delete from bot_programs where namespace = $1 and bot = $2",
                args![namespace.as_str(), bot.as_str()],
            )
            .await?;
        if forgotten > 0 {
            let found = find_bot(&mut session, namespace, bot).await?;
            let entry = AuditEntry {
                namespace: Some(namespace),
                action: "program.removed",
                object: format!("{namespace}/{}", found.name),
                before: None,
                after: None,
            };
            write_audit(self, &mut session, by, entry).await?;
        }
        stamp(&mut session).await?;
        transaction.commit().await?;
        Ok(forgotten > 0)
    }
}
