//! The Bot API keys: one per bot, sealed, and found by their hashes.

use model::{BotId, Namespace, Secret};
use sha2::{Digest, Sha256};

use crate::accounts::write_audit;
use crate::bots::{find_bot, stamp};
use crate::envelope::Place;
use crate::sql::args;
use crate::{Actor, AuditEntry, Error, Result, Store, hex};

/// Shortest key that is kept from elsewhere: a key is all that a program needs.
const KEY_BYTES_MIN: usize = 16;

pub(crate) fn key_place<'a>(namespace: &'a Namespace, bot: &'a BotId) -> Place<'a> {
    Place { namespace: namespace.as_str(), table: "bots", row: bot.as_str(), column: "api_key" }
}

pub(crate) fn key_hash(key: &str) -> String {
    hex::encode(&Sha256::digest(key))
}

impl Store {
    /// 160 random bits behind a prefix by which a leaked key is recognised.
    pub(crate) fn new_api_key(&self) -> Secret<String> {
        let bytes: Vec<u8> =
            self.random(|rng| (0..3).flat_map(|_| rng.next_u64().to_be_bytes()).take(20).collect());
        Secret::new(format!("palabre_{}", hex::encode(&bytes)))
    }

    /// The Bot API key of a bot.
    pub async fn api_key(&self, namespace: &Namespace, bot: &BotId) -> Result<Secret<String>> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select api_key from bots where namespace = $1 and id = $2",
                args![namespace.as_str(), bot.as_str()],
            )
            .await?
            .ok_or_else(|| Error::not_found("bot", bot.as_str()))?;
        let key = self.inner.keys.open(key_place(namespace, bot), &row.text(0)?)?;
        String::from_utf8(key.expose().clone())
            .map(Secret::new)
            .map_err(|_| Error::corrupt("key of bot", bot.as_str(), "not a text"))
    }

    /// Replaces the Bot API key of a bot. The old one is refused from now on.
    pub async fn rotate_api_key(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        by: &Actor,
    ) -> Result<Secret<String>> {
        let key = self.new_api_key();
        self.set_api_key(namespace, bot, &key, by).await?;
        Ok(key)
    }

    /// Gives a bot the Bot API key that its programs already use.
    pub async fn set_api_key(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        key: &Secret<String>,
        by: &Actor,
    ) -> Result<()> {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~".contains(c);
        if key.expose().len() < KEY_BYTES_MIN || !key.expose().chars().all(plain) {
            return Err(Error::Invalid {
                field: "api_key",
                reason: format!(
                    "a key holds {KEY_BYTES_MIN} letters, digits or `-_.~` at least; make a new \
                     one with `palabre keys --rotate`"
                ),
            });
        }
        let owner = self.bot_by_api_key(key).await?;
        if owner.is_some_and(|owner| owner.id != *bot) {
            return Err(Error::Invalid {
                field: "api_key",
                reason: "another bot has this key; each needs one of its own".to_owned(),
            });
        }
        let sealed = self.inner.keys.seal(key_place(namespace, bot), key.expose().as_bytes())?;
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let hash = key_hash(key.expose());
        let changed = session
            .execute(
                "update bots set api_key = $1, api_key_hash = $2, changed_at = $3 \
                 where namespace = $4 and id = $5",
                args![sealed, hash, self.now(), namespace.as_str(), bot.as_str()],
            )
            .await?;
        if changed == 0 {
            return Err(Error::not_found("bot", bot.as_str()));
        }
        let found = find_bot(&mut session, namespace, bot).await?;
        let entry = AuditEntry {
            namespace: Some(namespace),
            action: "bot.key.changed",
            object: format!("{namespace}/{}", found.name),
            before: None,
            after: None,
        };
        write_audit(self, &mut session, by, entry).await?;
        stamp(&mut session).await?;
        transaction.commit().await
    }
}
