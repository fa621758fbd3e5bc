//! Files of Tock's into the store: what a bot knows into its draft, and how it is reached into its
//! channels, its key and the address of its program.

use importers::tock::{Target, TockFile};
use importers::{ImportReport, Imported, ImportedChannel, KnownChannel, Origin, Reached};
use model::{BotName, Diagnostic, Namespace, Secret};
use serde_json::Value;
use store::{
    Actor, BotSummary, Channel, Environment, Expected, Import, NewChannel, Owner, ProgramSettings,
    Store,
};

use crate::config::Config;
use crate::connector_list::ConnectorList;

/// How often an import begins again because somebody changed the bot meanwhile.
const ATTEMPTS_MAX: usize = 5;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is none that can be imported.
    #[error(transparent)]
    File(#[from] importers::Error),
    /// The storage refused or does not answer.
    #[error(transparent)]
    Store(#[from] store::Error),
}

/// Where a file goes, and who does it.
pub struct Destination<'a> {
    /// The namespace; `None`: the one that the file names.
    pub namespace: Option<&'a Namespace>,
    /// The bot; `None`: the one that the file names.
    pub bot: Option<&'a BotName>,
    /// Who does this.
    pub by: &'a Actor,
    /// Whether a bot that belongs to files is detached from them.
    pub detach: bool,
}

/// What an import did.
pub struct Done {
    /// The bot now.
    pub bot: BotSummary,
    /// What was kept, changed and not understood.
    pub report: ImportReport,
}

/// Imports a file of Tock's, of whatever kind. A new bot is published as its version 1; of one that
/// exists, the draft changes.
pub async fn import_tock(
    store: &Store,
    config: &Config,
    file: TockFile,
    into: Destination<'_>,
) -> Result<Done, Error> {
    let target = match (into.namespace, into.bot) {
        (Some(namespace), Some(bot)) => Target { namespace: namespace.clone(), bot: bot.clone() },
        (namespace, bot) => {
            let named = file.target()?;
            Target {
                namespace: namespace.cloned().unwrap_or(named.namespace),
                bot: bot.cloned().unwrap_or(named.bot),
            }
        }
    };
    let (bot, Imported { reached, mut report, .. }) = write(store, file, target, &into).await?;
    Reaching {
        store,
        connectors: ConnectorList::new(config),
        bot: &bot,
        by: into.by,
        report: &mut report,
    }
    .reach(reached)
    .await?;
    report.sort();
    let bot = store.bot_by_id(&bot.namespace, &bot.id).await?.unwrap_or(bot);
    Ok(Done { bot, report })
}

async fn write(
    store: &Store,
    file: TockFile,
    target: Target,
    into: &Destination<'_>,
) -> Result<(BotSummary, Imported), Error> {
    let (namespace, by) = (target.namespace.clone(), into.by);
    let mut attempts = 0;
    loop {
        attempts += 1;
        let Some(mut bot) = store.bot(&namespace, &target.bot).await? else {
            let imported = file.import_as(target)?;
            let import =
                Import { owner: Owner::Database, by: by.clone(), publish: true, detach: false };
            return Ok((store.import_bot(&imported.bot, &import).await?.bot, imported));
        };
        if let Owner::Files { .. } = &bot.owner
            && into.detach
        {
            store.set_owner(&namespace, &bot.id, &Owner::Database, by).await?;
            bot.owner = Owner::Database;
        }
        let draft = store.draft(&namespace, &bot.id).await?;
        let channels = known_channels(store, &bot).await?;
        let imported = file.clone().for_channels(channels).import(Some(draft.bot))?;
        if !imported.report.modified {
            return Ok((bot, imported));
        }
        let expected = Expected::Revision(draft.revision);
        match store.save_draft(&namespace, &bot.id, &imported.bot, &expected, by).await {
            Ok(_) => return Ok((bot, imported)),
            Err(store::Error::Changed { .. }) if attempts < ATTEMPTS_MAX => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// The channels of a bot that came from Tock.
pub async fn known_channels(
    store: &Store,
    bot: &BotSummary,
) -> Result<Vec<KnownChannel>, store::Error> {
    let channels = store.channels(&bot.namespace, &bot.id).await?;
    let known = |channel: Channel| {
        let (id, name) = channel.origin?;
        Some(KnownChannel { path: channel.path, origin: Origin { id, name } })
    };
    Ok(channels.into_iter().filter_map(known).collect())
}

/// Makes what reaches a bot.
struct Reaching<'a> {
    store: &'a Store,
    connectors: ConnectorList,
    bot: &'a BotSummary,
    by: &'a Actor,
    report: &'a mut ImportReport,
}

impl Reaching<'_> {
    async fn reach(mut self, reached: Reached) -> Result<(), store::Error> {
        if let Some(key) = reached.api_key {
            self.keep_key(key).await?;
        }
        if let Some(url) = reached.webhook_url {
            self.keep_webhook(url).await?;
        }
        for channel in reached.channels {
            self.keep_channel(channel).await?;
        }
        Ok(())
    }

    async fn keep_key(&mut self, key: Secret<String>) -> Result<(), store::Error> {
        let (namespace, bot) = (&self.bot.namespace, &self.bot.id);
        if self.store.api_key(namespace, bot).await?.expose() == key.expose() {
            return Ok(());
        }
        let refused = match self.store.set_api_key(namespace, bot, &key, self.by).await {
            Ok(()) => {
                self.report.modified = true;
                return Ok(());
            }
            Err(store::Error::Invalid { reason, .. }) => reason,
            Err(error) => return Err(error),
        };
        self.error(
            "key",
            "key-not-kept",
            format!("the key of the bot's program was not kept: {refused}"),
            "give the program the bot's own key (`palabre keys`)",
        );
        Ok(())
    }

    async fn keep_webhook(&mut self, url: Secret<String>) -> Result<(), store::Error> {
        let (namespace, bot) = (&self.bot.namespace, &self.bot.id);
        if !url.expose().starts_with("https://") && !url.expose().starts_with("http://") {
            // The address itself is a secret, so it is not repeated.
            self.error(
                "webhook",
                "webhook-not-kept",
                "the address of the bot's program was not kept: it does not begin with \
                 `https://` or `http://`"
                    .to_owned(),
                "set it by hand (`palabre program --webhook`)",
            );
            return Ok(());
        }
        let program = self.store.program(namespace, bot).await?;
        let before = program.as_ref().and_then(|program| program.webhook_url.as_ref());
        if before.is_some_and(|before| before.expose() == url.expose()) {
            return Ok(());
        }
        let strict_entities = program.as_ref().is_some_and(|program| program.strict_entities);
        let settings = ProgramSettings { webhook_url: Some(url), strict_entities };
        self.store.set_program(namespace, bot, &settings, self.by).await?;
        self.report.modified = true;
        Ok(())
    }

    async fn keep_channel(&mut self, given: ImportedChannel) -> Result<(), store::Error> {
        let (place, alias, kind) =
            (given.place.clone(), given.alias.clone(), given.connector.clone());
        let origin = given.origin.clone();
        let named: Vec<String> = given.secrets.keys().map(|name| format!("`{name}`")).collect();
        let known = self.connectors.find(&kind).is_some();
        let (found, new) = self.channel(given).await?;
        let path = new.path.clone();
        let saved = match &found {
            Some(found) if self.is_same(found, &new).await? => Ok(None),
            Some(found) => self
                .store
                .update_channel(&self.bot.namespace, &found.id, new, self.by)
                .await
                .map(Some),
            None => {
                let made =
                    self.store.create_channel(&self.bot.namespace, &self.bot.id, new, self.by);
                made.await.map(Some)
            }
        };
        match saved {
            Ok(saved) => {
                let kept = saved.as_ref().or(found.as_ref());
                let origin = (origin.id, origin.name);
                if let Some(kept) = kept.filter(|kept| kept.origin.as_ref() != Some(&origin)) {
                    self.store.set_channel_origin(&kept.namespace, &kept.id, &origin).await?;
                }
                if saved.is_some() {
                    self.report.modified = true;
                    match found {
                        Some(_) => self.report.channels_changed += 1,
                        None => self.report.channels_added += 1,
                    }
                }
            }
            Err(error @ (store::Error::Taken { .. } | store::Error::Invalid { .. })) => {
                self.error(
                    &place,
                    "channel-not-kept",
                    format!("the channel `{alias}` of the kind `{kind}` was not kept: {error}"),
                    "make it by hand with another path or id, and tell who calls it",
                );
                return Ok(());
            }
            Err(error) => return Err(error),
        }
        if known {
            let message = format!("the channel `{alias}` of the kind `{kind}` listens on `{path}`");
            self.report.lines.push(Diagnostic::info("kept", message, "").at(place, None));
        } else {
            let settings = match named.is_empty() {
                true => String::new(),
                false => format!(", and its settings ({}), sealed", named.join(", ")),
            };
            self.warning(
                &place,
                "no-connector",
                format!(
                    "there is no connector of the kind `{kind}` here: of the channel `{alias}` its \
                     path `{path}` is kept{settings}; it is paused and answers nobody"
                ),
                "reach these users on another channel, or write the connector",
            );
        }
        Ok(())
    }

    /// The channel as it shall be, and the one that it was, if there was one: with the same id, or
    /// of the same kind on the same path.
    async fn channel(
        &mut self,
        given: ImportedChannel,
    ) -> Result<(Option<Channel>, NewChannel), store::Error> {
        let channels = self.store.channels(&self.bot.namespace, &self.bot.id).await?;
        let descriptor = self.connectors.find(&given.connector).map(|one| one.descriptor().clone());
        let path = given.path.clone().unwrap_or_else(|| {
            let by_kind = format!("/io/{{namespace}}/{{bot}}/{}", given.connector);
            let path = descriptor.as_ref().map_or(&by_kind, |one| &one.default_path);
            let path = path.replace("{namespace}", self.bot.namespace.as_str());
            path.replace("{bot}", self.bot.name.as_str())
        });
        let listens = |channel: &&Channel| channel.path.eq_ignore_ascii_case(&path);
        let of_kind = || channels.iter().filter(|channel| channel.connector == given.connector);
        let found = of_kind()
            .find(|channel| channel.alias.as_deref() == Some(given.alias.as_str()))
            .or_else(|| of_kind().find(|channel| listens(channel) && channel.alias.is_none()));
        let mut settings = found.and_then(|found| found.settings.as_object()).cloned();
        let settings = settings.get_or_insert_default();
        for (name, value) in &given.settings {
            let mut tried = settings.clone();
            tried.insert(name.clone(), value.clone());
            let connector = self.connectors.find(&given.connector);
            let wrong = connector.map(|one| one.check_settings(&Value::Object(tried.clone())));
            match wrong.unwrap_or_default().first() {
                None => *settings = tried,
                Some(wrong) => {
                    let detail = format!(
                        "`{}`: its setting `{name}` was left out: {}",
                        given.alias, wrong.detail
                    );
                    self.warning(
                        &given.place,
                        "not-kept",
                        detail,
                        "look among the settings of the channel for what does the same",
                    );
                }
            }
        }
        let new = NewChannel {
            connector: given.connector.clone(),
            alias: Some(given.alias),
            environment: found.map_or(Environment::Live, |found| found.environment),
            path,
            settings: Value::Object(settings.clone()),
            secrets: given.secrets,
            enabled: found.map_or(descriptor.is_some(), |found| found.enabled),
        };
        Ok((found.cloned(), new))
    }

    async fn is_same(&self, found: &Channel, new: &NewChannel) -> Result<bool, store::Error> {
        if found.alias != new.alias || found.path != new.path || found.settings != new.settings {
            return Ok(false);
        }
        let secrets = self.store.channel_secrets(&self.bot.namespace, &found.id).await?;
        Ok(new.secrets.iter().all(|(name, secret)| {
            secrets.get(name).is_some_and(|known| known.expose() == secret.expose())
        }))
    }

    fn warning(&mut self, place: &str, code: &str, message: String, remedy: &str) {
        self.report.lines.push(Diagnostic::warning(code, message, remedy).at(place, None));
    }

    fn error(&mut self, place: &str, code: &str, message: String, remedy: &str) {
        self.report.lines.push(Diagnostic::error(code, message, remedy).at(place, None));
    }
}
