//! Channels: configured connectors of bots.

use std::collections::BTreeMap;

use model::{BotId, BotName, ChannelId, Namespace, Secret};
use zeroize::Zeroize;

use crate::accounts::write_audit;
use crate::bots::{find_bot, stamp};
use crate::envelope::Place;
use crate::inbox::{from_json, json};
use crate::sql::{Row, Session, args};
use crate::{Actor, AuditEntry, Channel, Error, NewChannel, Result, Store};

/// First parts of paths that no channel may take; channels of bots lie under `/io` by default.
pub const RESERVED_PREFIXES: [&str; 10] = [
    "/api",
    "/rest",
    "/doc",
    "/health",
    "/metrics",
    "/assets",
    "/studio",
    "/widget.js",
    "/duckling",
    "/sign-in",
];

/// What an alias of a channel may have.
const ALIAS_BYTES_MAX: usize = 256;

/// The kinds of channel that every bot has from its first moment.
pub(crate) const FIRST_CHANNELS: [&str; 2] = ["web", "widget"];

/// Where a first channel of a bot listens.
pub(crate) fn first_path(namespace: &Namespace, bot: &BotName, connector: &str) -> String {
    format!("/io/{namespace}/{bot}/{connector}")
}

fn check_path(path: &str) -> Result<()> {
    let refuse = |reason: String| Err(Error::Invalid { field: "path", reason });
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.' | '~');
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    if !path.starts_with('/') || !path.chars().all(plain) || path.len() > 512 {
        return refuse(format!(
            "`{}` must begin with `/` and hold letters, digits and `/ - _ . ~` only, 512 at most",
            path.chars().take(80).collect::<String>()
        ));
    }
    if parts.iter().any(|part| matches!(*part, "" | "." | "..")) {
        return refuse(format!("`{path}` has an empty, `.` or `..` part"));
    }
    let folded = path.to_lowercase();
    let reserved = RESERVED_PREFIXES.iter().find(|prefix| {
        folded.strip_prefix(**prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    });
    match reserved {
        Some(prefix) => refuse(format!(
            "`{path}` lies under `{prefix}`, which the platform needs; choose a path under `/io` \
             or another one"
        )),
        None => Ok(()),
    }
}

fn check_alias(alias: Option<&str>) -> Result<()> {
    let sound = |alias: &str| {
        (1..=ALIAS_BYTES_MAX).contains(&alias.len()) && !alias.contains(char::is_control)
    };
    if alias.is_none_or(sound) {
        return Ok(());
    }
    let reason = format!("must have 1 to {ALIAS_BYTES_MAX} bytes and no control characters");
    Err(Error::Invalid { field: "alias", reason })
}

macro_rules! channel_columns {
    ($rest:literal) => {
        concat!(
            "select id, namespace, bot, connector, environment, path, settings, secret_names, \
             enabled, created_at, changed_at, alias, origin_id, origin_name from channels ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<Channel> {
    let id: ChannelId = row.id(0)?;
    Ok(Channel {
        namespace: row.id(1)?,
        bot: row.id(2)?,
        connector: row.id(3)?,
        environment: row.text(4)?.parse()?,
        path: row.text(5)?,
        settings: from_json("channel", id.as_str(), &row.text(6)?)?,
        secrets: from_json("channel", id.as_str(), &row.text(7)?)?,
        enabled: row.get(8)?,
        created_at: row.at(9)?,
        changed_at: row.at(10)?,
        alias: row.get(11)?,
        origin: row.get::<Option<String>>(12)?.zip(row.get(13)?),
        id,
    })
}

/// A channel that was checked, ready to be written.
pub(crate) struct NewRow {
    id: ChannelId,
    connector: String,
    alias: Option<String>,
    environment: &'static str,
    path: String,
    settings: String,
    secret_names: String,
    secrets: Option<String>,
    enabled: bool,
}

fn secrets_place<'a>(namespace: &'a Namespace, id: &'a ChannelId) -> Place<'a> {
    Place { namespace: namespace.as_str(), table: "channels", row: id.as_str(), column: "secrets" }
}

impl NewRow {
    /// Checks a channel and seals its secrets. `id` is that of a channel which exists.
    pub(crate) fn check(
        store: &Store,
        namespace: &Namespace,
        id: Option<ChannelId>,
        channel: &NewChannel,
    ) -> Result<Self> {
        check_path(&channel.path)?;
        check_alias(channel.alias.as_deref())?;
        let id = id.unwrap_or_else(|| store.random(ChannelId::random));
        let names: Vec<&String> = channel.secrets.keys().collect();
        let secrets = if names.is_empty() {
            None
        } else {
            let exposed: BTreeMap<&String, &String> =
                channel.secrets.iter().map(|(name, secret)| (name, secret.expose())).collect();
            let mut text = json("secrets", &exposed)?;
            let sealed = store.inner.keys.seal(secrets_place(namespace, &id), text.as_bytes());
            text.zeroize();
            Some(sealed?)
        };
        Ok(Self {
            connector: channel.connector.to_string(),
            alias: channel.alias.clone(),
            environment: channel.environment.as_str(),
            path: channel.path.clone(),
            settings: json("settings", &channel.settings)?,
            secret_names: json("secrets", &names)?,
            secrets,
            enabled: channel.enabled,
            id,
        })
    }
}

/// What the audit log keeps of a channel: all but its secrets.
fn told_of(channel: &Channel) -> serde_json::Value {
    serde_json::json!({
        "bot": channel.bot, "connector": channel.connector, "environment": channel.environment,
        "path": channel.path, "alias": channel.alias, "settings": channel.settings,
        "secrets": channel.secrets, "enabled": channel.enabled,
    })
}

fn told<'a>(
    action: &'a str,
    id: &ChannelId,
    before: Option<serde_json::Value>,
    after: Option<serde_json::Value>,
    namespace: &'a Namespace,
) -> AuditEntry<'a> {
    AuditEntry { namespace: Some(namespace), action, object: id.to_string(), before, after }
}

async fn find(
    session: &mut Session<'_>,
    namespace: &Namespace,
    id: &ChannelId,
) -> Result<Option<Channel>> {
    session
        .row(
            channel_columns!("where namespace = $1 and id = $2"),
            args![namespace.as_str(), id.as_str()],
        )
        .await?
        .map(|row| read(&row))
        .transpose()
}

async fn must_find(
    session: &mut Session<'_>,
    namespace: &Namespace,
    id: &ChannelId,
) -> Result<Channel> {
    let found = find(session, namespace, id).await?;
    found.ok_or_else(|| Error::not_found("channel", id.as_str()))
}

/// Whether another channel listens on a path.
async fn check_free(session: &mut Session<'_>, path: &str, id: &ChannelId) -> Result<()> {
    let taken = session
        .row(
            "select 1 from channels where path_folded = $1 and id <> $2",
            args![path.to_lowercase(), id.as_str()],
        )
        .await?;
    match taken {
        Some(_) => Err(Error::Taken { what: "path", value: path.to_owned() }),
        None => Ok(()),
    }
}

/// Whether another channel of the bot has an alias, or has it as its id.
async fn check_alias_free(
    session: &mut Session<'_>,
    bot: &BotId,
    alias: Option<&str>,
    id: &ChannelId,
) -> Result<()> {
    let Some(alias) = alias else { return Ok(()) };
    let taken = session
        .row(
            "select 1 from channels where bot = $1 and id <> $2 and (alias = $3 or id = $3)",
            args![bot.as_str(), id.as_str(), alias],
        )
        .await?;
    match taken {
        Some(_) => Err(Error::Taken { what: "alias", value: alias.to_owned() }),
        None => Ok(()),
    }
}

impl Store {
    pub(crate) async fn insert_channel(
        &self,
        session: &mut Session<'_>,
        namespace: &Namespace,
        bot: &BotId,
        row: NewRow,
    ) -> Result<ChannelId> {
        check_free(session, &row.path, &row.id).await?;
        check_alias_free(session, bot, row.alias.as_deref(), &row.id).await?;
        let id = row.id.clone();
        session
            .execute(
                "insert into channels (id, namespace, bot, connector, environment, path, \
                 path_folded, settings, secret_names, secrets, enabled, created_at, changed_at, \
                 alias) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $13)",
                args![
                    row.id.as_str(),
                    namespace.as_str(),
                    bot.as_str(),
                    row.connector,
                    row.environment,
                    row.path.as_str(),
                    row.path.to_lowercase(),
                    row.settings,
                    row.secret_names,
                    row.secrets,
                    row.enabled,
                    self.now(),
                    row.alias,
                ],
            )
            .await?;
        stamp(session).await?;
        Ok(id)
    }

    /// Makes a channel. Its path must be free and must not lie under a reserved prefix.
    pub async fn create_channel(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        channel: NewChannel,
        by: &Actor,
    ) -> Result<Channel> {
        let row = NewRow::check(self, namespace, None, &channel)?;
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        find_bot(&mut session, namespace, bot).await?;
        let id = self.insert_channel(&mut session, namespace, bot, row).await?;
        let channel = must_find(&mut session, namespace, &id).await?;
        let entry = told("channel.made", &id, None, Some(told_of(&channel)), namespace);
        write_audit(self, &mut session, by, entry).await?;
        transaction.commit().await?;
        Ok(channel)
    }

    /// Changes a channel. Secrets that are not given stay as they are.
    pub async fn update_channel(
        &self,
        namespace: &Namespace,
        id: &ChannelId,
        mut channel: NewChannel,
        by: &Actor,
    ) -> Result<Channel> {
        let given: Vec<String> = channel.secrets.keys().cloned().collect();
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        for (name, secret) in self.open_secrets(&mut session, namespace, id).await? {
            channel.secrets.entry(name).or_insert(secret);
        }
        let row = NewRow::check(self, namespace, Some(id.clone()), &channel)?;
        check_free(&mut session, &row.path, id).await?;
        let found = must_find(&mut session, namespace, id).await?;
        check_alias_free(&mut session, &found.bot, row.alias.as_deref(), id).await?;
        session
            .execute(
                "update channels set connector = $1, environment = $2, path = $3, \
                 path_folded = $4, settings = $5, secret_names = $6, secrets = $7, enabled = $8, \
                 changed_at = $9, alias = coalesce($10, alias) where namespace = $11 and id = $12",
                args![
                    row.connector,
                    row.environment,
                    row.path.as_str(),
                    row.path.to_lowercase(),
                    row.settings,
                    row.secret_names,
                    row.secrets,
                    row.enabled,
                    self.now(),
                    row.alias,
                    namespace.as_str(),
                    id.as_str(),
                ],
            )
            .await?;
        stamp(&mut session).await?;
        let channel = must_find(&mut session, namespace, id).await?;
        let mut after = told_of(&channel);
        after["secretsGiven"] = given.into();
        let before = Some(told_of(&found));
        let entry = told("channel.changed", id, before, Some(after), namespace);
        write_audit(self, &mut session, by, entry).await?;
        transaction.commit().await?;
        Ok(channel)
    }

    /// Notes which configuration of another system a channel was: its id and its name.
    pub async fn set_channel_origin(
        &self,
        namespace: &Namespace,
        id: &ChannelId,
        (origin_id, origin_name): &(String, String),
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        session
            .execute(
                "update channels set origin_id = $1, origin_name = $2 \
                 where namespace = $3 and id = $4",
                args![origin_id.as_str(), origin_name.as_str(), namespace.as_str(), id.as_str()],
            )
            .await?;
        transaction.commit().await
    }

    /// Deletes a channel.
    pub async fn delete_channel(
        &self,
        namespace: &Namespace,
        id: &ChannelId,
        by: &Actor,
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let found = must_find(&mut session, namespace, id).await?;
        let entry = told("channel.deleted", id, Some(told_of(&found)), None, namespace);
        write_audit(self, &mut session, by, entry).await?;
        session
            .execute(
                "delete from channels where namespace = $1 and id = $2",
                args![namespace.as_str(), id.as_str()],
            )
            .await?;
        stamp(&mut session).await?;
        transaction.commit().await
    }

    /// The channels of a bot, by path.
    pub async fn channels(&self, namespace: &Namespace, bot: &BotId) -> Result<Vec<Channel>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                channel_columns!("where namespace = $1 and bot = $2 order by path_folded"),
                args![namespace.as_str(), bot.as_str()],
            )
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// All channels, by path. Node-internal.
    pub async fn all_channels(&self) -> Result<Vec<Channel>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(channel_columns!("order by path_folded"), vec![])
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// A channel.
    pub async fn channel(&self, namespace: &Namespace, id: &ChannelId) -> Result<Option<Channel>> {
        let mut reader = self.inner.database.reader().await?;
        find(&mut reader.session(), namespace, id).await
    }

    /// The channel that listens on a path, whatever the case of its letters; the path says the
    /// namespace.
    pub async fn channel_by_path(&self, path: &str) -> Result<Option<Channel>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .row(channel_columns!("where path_folded = $1"), args![path.to_lowercase()])
            .await?
            .map(|row| read(&row))
            .transpose()
    }

    /// The secret settings of a channel.
    pub async fn channel_secrets(
        &self,
        namespace: &Namespace,
        id: &ChannelId,
    ) -> Result<BTreeMap<String, Secret<String>>> {
        let mut reader = self.inner.database.reader().await?;
        self.open_secrets(&mut reader.session(), namespace, id).await
    }

    async fn open_secrets(
        &self,
        session: &mut Session<'_>,
        namespace: &Namespace,
        id: &ChannelId,
    ) -> Result<BTreeMap<String, Secret<String>>> {
        let row = session
            .row(
                "select secrets from channels where namespace = $1 and id = $2",
                args![namespace.as_str(), id.as_str()],
            )
            .await?
            .ok_or_else(|| Error::not_found("channel", id.as_str()))?;
        let Some(sealed) = row.get::<Option<String>>(0)? else { return Ok(BTreeMap::new()) };
        let plain = self.inner.keys.open(secrets_place(namespace, id), &sealed)?;
        let secrets: BTreeMap<String, String> = serde_json::from_slice(plain.expose())
            .map_err(|_| Error::corrupt("secrets of channel", id.as_str(), "not an object"))?;
        Ok(secrets.into_iter().map(|(name, secret)| (name, Secret::new(secret))).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::check_path;

    #[track_caller]
    fn check(path: &str, accepted: bool) {
        assert_eq!(check_path(path).is_ok(), accepted, "{path}");
    }

    #[test]
    fn paths_that_the_platform_needs_are_refused() {
        check("/io/app/gare/web", true);
        check("/messenger", true);
        check("/apis", true);
        check("/documents/a", true);
        check("/api", false);
        check("/API/v1", false);
        check("/rest/nlp", false);
        check("/widget.js", false);
        check("/studio/x", false);
        check("messenger", false);
        check("/", false);
        check("/a//b", false);
        check("/a/../api", false);
        check("/a b", false);
        check("/a?b", false);
        check("/é", false);
    }
}
