//! Privacy as a namespace, or a bot of it, wants it.

use model::{BotId, Namespace};
use serde::{Deserialize, Serialize};

use crate::bots::{find_bot, stamp};
use crate::inbox::{from_json, json};
use crate::sql::{Session, args};
use crate::{Actor, AuditEntry, Error, Result, Store};

/// The longest time that a setting may name, in days: a hundred years.
const DAYS_MAX: u32 = 36_500;

/// Rules that one place may have.
const RULES_MAX: usize = 100;

/// What is kept of people. What is set for a bot holds beside what is set for its namespace: the
/// shorter time, and the rules of both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Privacy {
    /// Days after which what was said is deleted; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversations_days: Option<u32>,
    /// Days after which sentences that wait to be looked at are deleted; absent: never.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sentences_days: Option<u32>,
    /// Days after which dead letters are deleted, when that is sooner than usual.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dead_letters_days: Option<u32>,
    /// Whether values of entity types that are obfuscated are hidden when they are stored.
    pub hide_obfuscated: bool,
    /// What else is hidden when it is stored.
    pub hide: Vec<HideRule>,
}

/// Something to hide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HideRule {
    /// A name to tell it by.
    pub name: String,
    /// A regular expression that finds it in what users say.
    pub pattern: String,
}

/// Privacy, and where it is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacedPrivacy {
    /// The namespace.
    pub namespace: Namespace,
    /// The one bot; `None` is all of them.
    pub bot: Option<BotId>,
    /// What is wanted.
    pub privacy: Privacy,
}

impl Privacy {
    fn check(&self) -> Result<()> {
        let days = [
            ("conversationsDays", self.conversations_days),
            ("sentencesDays", self.sentences_days),
            ("deadLettersDays", self.dead_letters_days),
        ];
        for (field, days) in days {
            if days.is_some_and(|days| !(1..=DAYS_MAX).contains(&days)) {
                let reason = format!("must be 1 to {DAYS_MAX} days; leave it out to keep for ever");
                return Err(Error::Invalid { field, reason });
            }
        }
        if self.hide.len() > RULES_MAX {
            let reason = format!("has {} rules; {RULES_MAX} at most", self.hide.len());
            return Err(Error::Invalid { field: "hide", reason });
        }
        Ok(())
    }
}

async fn find(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &str,
) -> Result<Option<Privacy>> {
    session
        .row(
            "select document from privacy where namespace = $1 and bot = $2",
            args![namespace.as_str(), bot],
        )
        .await?
        .map(|row| from_json("privacy", namespace.as_str(), &row.text(0)?))
        .transpose()
}

impl Store {
    /// What a namespace, or one bot of it, wants; nothing in particular when nobody said so.
    pub async fn privacy(&self, namespace: &Namespace, bot: Option<&BotId>) -> Result<Privacy> {
        let mut reader = self.inner.database.reader().await?;
        let bot = bot.map_or("", BotId::as_str);
        Ok(find(&mut reader.session(), namespace, bot).await?.unwrap_or_default())
    }

    /// Sets it. Patterns are for the caller to check.
    pub async fn set_privacy(
        &self,
        namespace: &Namespace,
        bot: Option<&BotId>,
        privacy: &Privacy,
        by: &Actor,
    ) -> Result<()> {
        privacy.check()?;
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        if let Some(bot) = bot {
            find_bot(&mut session, namespace, bot).await?;
        }
        let column = bot.map_or("", BotId::as_str);
        let before = find(&mut session, namespace, column).await?;
        session
            .execute(
                "insert into privacy (namespace, bot, document, changed_at) \
                 values ($1, $2, $3, $4) on conflict (namespace, bot) do update \
                 set document = excluded.document, changed_at = excluded.changed_at",
                args![namespace.as_str(), column, json("privacy", privacy)?, self.now()],
            )
            .await?;
        let shown = |privacy: &Privacy| serde_json::to_value(privacy).unwrap_or_default();
        let entry = AuditEntry {
            namespace: Some(namespace),
            action: "privacy.changed",
            object: bot.map_or(namespace.to_string(), ToString::to_string),
            before: before.as_ref().map(shown),
            after: Some(shown(privacy)),
        };
        crate::accounts::write_audit(self, &mut session, by, entry).await?;
        // Servers follow the bots, and their rules with them.
        stamp(&mut session).await?;
        transaction.commit().await
    }

    /// What all namespaces and bots want. Node-internal.
    pub async fn all_privacy(&self) -> Result<Vec<PlacedPrivacy>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows("select namespace, bot, document from privacy order by namespace, bot", vec![])
            .await?
            .iter()
            .map(|row| {
                let namespace: Namespace = row.id(0)?;
                let bot = match row.text(1)?.as_str() {
                    "" => None,
                    _ => Some(row.id(1)?),
                };
                let privacy = from_json("privacy", namespace.as_str(), &row.text(2)?)?;
                Ok(PlacedPrivacy { namespace, bot, privacy })
            })
            .collect()
    }
}
