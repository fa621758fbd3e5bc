//! One file per group of commands.

mod backup;
mod data;
pub mod dead_letters;
pub mod eval;
mod export;
mod files;
mod import;
mod language;
pub mod models;
mod owner;
pub mod people;
mod program;
mod serve;

use model::{BotName, Namespace};

use crate::CommandLine;

/// What came of a command that ran.
pub enum Outcome {
    /// Done.
    Done,
    /// The thing asked for failed or fell short; the command has said how.
    FellShort,
}

impl From<bool> for Outcome {
    fn from(done: bool) -> Self {
        if done { Outcome::Done } else { Outcome::FellShort }
    }
}

/// The command was called wrongly, in a way that the parser of arguments cannot see.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct WrongUsage(pub String);

/// A bot named on the command line: `NAMESPACE/NAME`.
#[derive(Debug, Clone, PartialEq)]
pub struct BotRef {
    /// Its namespace.
    pub namespace: Namespace,
    /// Its name.
    pub name: BotName,
}

impl std::str::FromStr for BotRef {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (namespace, name) =
            text.split_once('/').ok_or("a bot is named NAMESPACE/NAME, for example `app/gare`")?;
        Ok(Self {
            namespace: namespace.parse().map_err(|error: model::InvalidId| error.to_string())?,
            name: name.parse().map_err(|error: model::InvalidId| error.to_string())?,
        })
    }
}

impl std::fmt::Display for BotRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.namespace, self.name)
    }
}

/// Runs a command.
pub fn run(command: CommandLine) -> anyhow::Result<Outcome> {
    match command {
        CommandLine::Serve(settings) => serve::serve(&settings),
        CommandLine::Config { from_tock_env: Some(file), json, .. } => {
            serve::config_from_tock(&file, json)
        }
        CommandLine::Config { settings, json, .. } => serve::config(&settings, json),
        CommandLine::OwnerLink(settings) => owner::link(&settings),
        CommandLine::OwnerCreate { settings, email } => owner::create(&settings, &email),
        CommandLine::RotateKey { settings, reseal } => owner::rotate_key(&settings, reseal),
        CommandLine::Openapi => serve::openapi(),
        CommandLine::Bots { settings, json } => data::bots(&settings, json),
        CommandLine::Keys { settings, bot, rotate, keep } => {
            program::keys(&settings, &bot, rotate, keep)
        }
        CommandLine::Program {
            settings,
            bot,
            webhook,
            no_webhook,
            strict_entities,
            forget,
            json,
        } => {
            let change = program::Change { webhook, no_webhook, strict_entities, forget };
            program::program(&settings, &bot, &change, json)
        }
        CommandLine::Conversations { settings, user, bot, json } => {
            data::conversations(&settings, &user, bot.as_ref(), json)
        }
        CommandLine::Person(args) => people::person(&args),
        CommandLine::Forget(args) => people::forget(&args),
        CommandLine::Compact { settings } => people::compact(&settings),
        CommandLine::Plan(args) => people::plan(&args),
        CommandLine::Publish { settings, bot } => data::publish(&settings, &bot),
        CommandLine::Export { settings, bot, target } => export::export(&settings, &bot, &target),
        CommandLine::Import { settings, source, bot, json } => {
            import::import(&settings, &source, bot.as_ref(), json)
        }
        CommandLine::Backup { settings, file, with_key } => {
            backup::backup(&settings, &file, with_key)
        }
        CommandLine::Restore { settings, file } => backup::restore(&settings, &file),
        CommandLine::DeadLetters { command } => dead_letters::run(&command),
        CommandLine::Eval(args) => eval::eval(&args),
        CommandLine::Check { dir, json } => files::check(&dir, json),
        CommandLine::Test { dir, only, json } => files::test(&dir, only.as_deref(), json),
        CommandLine::Chat { dir, locale, kind, explain } => {
            language::chat(&dir, locale, kind.as_ref(), explain)
        }
        CommandLine::Explain { dir, sentence, locale, json } => {
            language::explain(&dir, &sentence, locale, json)
        }
        CommandLine::Values { sentence, locale, zone, json } => {
            language::values(&sentence, locale, &zone, json)
        }
        CommandLine::Models(models) => models::run(models),
        CommandLine::Bench(bench) => crate::bench::run(bench),
    }
}

/// A runtime for the commands that wait for storage or the network.
pub fn block_on<T>(future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(future)
}
