//! The flags of settings, made from the one table [`server::config::SETTINGS`].

use std::path::PathBuf;

use anyhow::Context;
use clap::{Arg, ArgAction, ArgMatches, Command, FromArgMatches};
use server::config::{Config, SETTINGS, Settings};

/// Flags of every setting: `palabre serve`, `palabre config`.
#[derive(Debug)]
pub struct AllSettings(Flags);

/// Flags of the settings that say where the data lies: commands that work beside a server.
#[derive(Debug)]
pub struct StoreSettings(Flags);

const STORE_SETTINGS: &[&str] =
    &["data", "database_url", "master_key_file", "encrypt_texts", "log"];

#[derive(Debug)]
struct Flags {
    given: Vec<(String, String)>,
    file: Option<PathBuf>,
}

impl AllSettings {
    /// The settings from flags, environment and file.
    pub fn gather(&self) -> anyhow::Result<Settings> {
        self.0.gather()
    }
}

impl StoreSettings {
    /// The configuration from flags, environment and file.
    pub fn config(&self) -> anyhow::Result<Config> {
        Ok(self.0.gather()?.into_config()?)
    }
}

impl Flags {
    fn gather(&self) -> anyhow::Result<Settings> {
        // Variables that are not text cannot be settings.
        let environment = std::env::vars_os().filter_map(|(name, value)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        });
        Settings::gather(&self.given, environment, self.file.as_deref())
            .context("the configuration cannot be used")
    }

    fn augment(command: Command, names: Option<&[&str]>) -> Command {
        let wanted = |name: &str| names.is_none_or(|names| names.contains(&name));
        let config = Arg::new("config")
            .long("config")
            .value_name("FILE")
            .help("TOML file with settings [default: `palabre.toml` when it is there]");
        SETTINGS.iter().filter(|setting| wanted(setting.name)).fold(
            command.arg(config),
            |command, setting| {
                let long = setting.name.replace('_', "-");
                let default = match setting.default {
                    "" => String::new(),
                    default => format!(" [default: {default}]"),
                };
                let action = if setting.name == "bot" { ArgAction::Append } else { ArgAction::Set };
                let arg = Arg::new(setting.name)
                    .long(long)
                    .value_name("VALUE")
                    .action(action)
                    .help(format!("{}{default}", setting.meaning));
                // `--demo` is `--demo true`.
                let is_switch = matches!(setting.default, "true" | "false");
                command.arg(match is_switch {
                    true => arg.num_args(0..=1).default_missing_value("true"),
                    false => arg,
                })
            },
        )
    }

    fn from_matches(matches: &ArgMatches) -> Self {
        let given = SETTINGS
            .iter()
            .filter_map(|setting| {
                let values = matches.try_get_many::<String>(setting.name).ok()??;
                let value = values.map(String::as_str).collect::<Vec<_>>().join(":");
                Some((setting.name.to_owned(), value))
            })
            .collect();
        let file = matches.get_one::<String>("config").map(PathBuf::from);
        Self { given, file }
    }
}

macro_rules! clap_args {
    ($name:ident, $names:expr) => {
        impl FromArgMatches for $name {
            fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
                Ok(Self(Flags::from_matches(matches)))
            }
            fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
                self.0 = Flags::from_matches(matches);
                Ok(())
            }
        }

        impl clap::Args for $name {
            fn augment_args(command: Command) -> Command {
                Flags::augment(command, $names)
            }
            fn augment_args_for_update(command: Command) -> Command {
                Flags::augment(command, $names)
            }
        }
    };
}

clap_args!(AllSettings, None);
clap_args!(StoreSettings, Some(STORE_SETTINGS));
