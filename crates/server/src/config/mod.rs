//! The one configuration of the platform.
//!
//! Every setting stands once, in [`SETTINGS`]: its name, default and meaning. From that table
//! come the flag (`--web-sse`), the environment variable (`PALABRE_WEB_SSE`), the key of the TOML
//! file (`web_sse`) and the output of `palabre config`. A flag wins over the environment, the
//! environment over the file, the file over the default.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

mod from_tock;
mod oidc;
mod table;

pub use from_tock::{FromTock, Note, NoteKind, from_tock};
pub use oidc::{NewAccounts, OidcConfig};
pub use table::{SETTINGS, Setting, Shown};

/// The file that is read when it is there and no `--config` names another.
pub const DEFAULT_FILE: &str = "palabre.toml";

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// The table.
    Default,
    /// A TOML file.
    File(PathBuf),
    /// An environment variable.
    Environment(String),
    /// A flag of the command line.
    Flag(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File(path) => write!(f, "file `{}`", path.display()),
            Origin::Environment(name) => write!(f, "environment `{name}`"),
            Origin::Flag(name) => write!(f, "flag `{name}`"),
        }
    }
}

/// A configuration that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value is not of its setting's form.
    #[error("setting `{name}` ({origin}): `{given}` is not {expected}")]
    Value {
        /// The setting.
        name: String,
        /// Where the value came from.
        origin: Origin,
        /// The value.
        given: String,
        /// What it should be.
        expected: String,
    },
    /// A key of the file or a variable is no setting.
    #[error("{origin}: there is no setting `{name}`{hint}; `palabre config` lists them all")]
    Unknown {
        /// The name given.
        name: String,
        /// Where.
        origin: Origin,
        /// A similar name, when there is one.
        hint: String,
    },
    /// The file cannot be read.
    #[error("cannot read the configuration file `{path}`: {reason}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// The settings do not fit together.
    #[error("{0}")]
    Refused(String),
}

/// The settings as texts, each with its origin.
#[derive(Clone)]
pub struct Settings {
    values: BTreeMap<&'static str, (String, Origin)>,
}

// Addresses of databases and mail servers hold passwords: a panic must not show them.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings").finish_non_exhaustive()
    }
}

impl Settings {
    /// Gathers the settings from flags (`name`, value), environment and file.
    pub fn gather(
        flags: &[(String, String)],
        environment: impl IntoIterator<Item = (String, String)>,
        file: Option<&Path>,
    ) -> Result<Self, Error> {
        let mut values: BTreeMap<&'static str, (String, Origin)> = SETTINGS
            .iter()
            .map(|setting| (setting.name, (setting.default.to_owned(), Origin::Default)))
            .collect();
        let mut set = |name: &str, value: String, origin: Origin| match SETTINGS
            .iter()
            .find(|setting| setting.name == name)
        {
            Some(setting) => {
                values.insert(setting.name, (value, origin));
                Ok(())
            }
            None => Err(Error::Unknown { name: name.to_owned(), origin, hint: hint(name) }),
        };
        for (name, value, origin) in read_file(file)? {
            set(&name, value, origin)?;
        }
        for (variable, value) in environment {
            if let Some(name) = variable.strip_prefix("PALABRE_") {
                let name = name.to_ascii_lowercase();
                // Variables of the build and of the tests share the prefix.
                if SETTINGS.iter().any(|setting| setting.name == name) {
                    set(&name, value, Origin::Environment(variable.clone()))?;
                }
            }
        }
        for (name, value) in flags {
            let flag = format!("--{}", name.replace('_', "-"));
            set(name, value.clone(), Origin::Flag(flag))?;
        }
        Ok(Self { values })
    }

    /// Every setting with its value as it may be shown, its origin and its meaning.
    pub fn list(&self) -> impl Iterator<Item = (&'static Setting, String, &Origin)> {
        SETTINGS.iter().map(|setting| {
            let (value, origin) = &self.values[setting.name];
            let value = match setting.shown {
                Shown::Plain => value.clone(),
                Shown::WithoutPassword => without_password(value),
                Shown::Hidden if value.is_empty() => String::new(),
                Shown::Hidden => "***".to_owned(),
            };
            (setting, value, origin)
        })
    }

    /// The settings as typed values.
    pub fn into_config(self) -> Result<Config, Error> {
        let data = PathBuf::from(self.text("data"));
        let master_key_file = match self.text("master_key_file") {
            "" => data.join("master.key"),
            path => PathBuf::from(path),
        };
        Ok(Config {
            listen: self.parse("listen", "an address and a port such as `127.0.0.1:8080`")?,
            database_url: Some(self.text("database_url").to_owned()).filter(|url| !url.is_empty()),
            bots: self
                .text("bot")
                .split(':')
                .filter(|path| !path.is_empty())
                .map(PathBuf::from)
                .collect(),
            master_key_file,
            web_sse: self.parse("web_sse", "`true` or `false`")?,
            web_cors_pattern: self.parse("web_cors_pattern", "a regular expression")?,
            web_cors_headers: self.parse_list("web_cors_headers")?,
            outgoing_allow: self.parse_list("outgoing_allow")?,
            bot_api_timeout_ms: self.parse("bot_api_timeout_ms", "a number of milliseconds")?,
            bot_api_webhook_check_ms: self
                .parse("bot_api_webhook_check_ms", "a number of milliseconds")?,
            bot_api_history: self.parse("bot_api_history", "`true` or `false`")?,
            web_ping_s: self.parse("web_ping_s", "a number of seconds")?,
            exchange_deadline_ms: self.parse("exchange_deadline_ms", "a number of milliseconds")?,
            public_url: self.parse_public_url()?,
            trusted_proxies: self.parse_list("trusted_proxies")?,
            tls_cert: self.optional_path("tls_cert"),
            tls_key: self.optional_path("tls_key"),
            production: self.parse("production", "`true` or `false`")?,
            nlp_open: match self.text("nlp_open") {
                "" => None,
                _ => Some(self.parse("nlp_open", "`true`, `false` or empty")?),
            },
            encoder: self.text("encoder").to_owned(),
            encoder_key_file: self.optional_path("encoder_key_file"),
            encoder_texts_per_hour: self.parse("encoder_texts_per_hour", "a whole number")?,
            nlp_healthcheck: self.parse("nlp_healthcheck", "`plain`, `checked` or `detailed`")?,
            smtp_url: Some(self.text("smtp_url").to_owned()).filter(|url| !url.is_empty()),
            mail_from: self.text("mail_from").to_owned(),
            encrypt_texts: self.parse("encrypt_texts", "`true` or `false`")?,
            oidc: self.parse_oidc()?,
            demo: self.parse("demo", "`true` or `false`")?,
            demo_reset_minutes: self.parse("demo_reset_minutes", "a number of minutes")?,
            auto_publish_quiet_s: self.parse("auto_publish_quiet_s", "a whole number")?,
            metrics_public: self.parse("metrics_public", "`true` or `false`")?,
            log: self.text("log").to_owned(),
            log_format: self.parse("log_format", "`text` or `json`")?,
            log_message_texts: self.parse("log_message_texts", "`true` or `false`")?,
            data,
        })
    }

    fn text(&self, name: &str) -> &str {
        &self.values[name].0
    }

    fn optional_path(&self, name: &str) -> Option<PathBuf> {
        Some(self.text(name)).filter(|path| !path.is_empty()).map(PathBuf::from)
    }

    fn parse_public_url(&self) -> Result<Option<String>, Error> {
        let (given, origin) = &self.values["public_url"];
        let url = given.trim_end_matches('/');
        let host = url.strip_prefix("https://").or(url.strip_prefix("http://"));
        match host {
            None if url.is_empty() => Ok(None),
            Some(host) if !host.is_empty() && !host.contains(['/', '?', '#', '@', ' ']) => {
                Ok(Some(url.to_owned()))
            }
            _ => Err(Error::Value {
                name: "public_url".into(),
                origin: origin.clone(),
                given: given.clone(),
                expected: "an address without a path, such as `https://bots.example.org`".into(),
            }),
        }
    }

    fn parse_list<T: std::str::FromStr<Err: fmt::Display>>(
        &self,
        name: &str,
    ) -> Result<Vec<T>, Error> {
        let (value, origin) = &self.values[name];
        let items = value.split(',').map(str::trim).filter(|item| !item.is_empty());
        let wrong = |item: &str, error: T::Err| Error::Value {
            name: name.to_owned(),
            origin: origin.clone(),
            given: item.to_owned(),
            expected: format!("usable: {error}"),
        };
        items.map(|item| item.parse().map_err(|error| wrong(item, error))).collect()
    }

    fn parse<T: std::str::FromStr>(&self, name: &str, expected: &str) -> Result<T, Error> {
        let (value, origin) = &self.values[name];
        value.parse().map_err(|_| Error::Value {
            name: name.to_owned(),
            origin: origin.clone(),
            given: value.clone(),
            expected: expected.to_owned(),
        })
    }
}

/// The settings as typed values; see [`SETTINGS`] for what each means.
#[derive(Clone)]
#[expect(missing_docs, reason = "the table SETTINGS documents each")]
pub struct Config {
    pub data: PathBuf,
    pub listen: SocketAddr,
    pub database_url: Option<String>,
    pub bots: Vec<PathBuf>,
    pub master_key_file: PathBuf,
    pub web_sse: bool,
    pub web_cors_pattern: regex::Regex,
    pub web_cors_headers: Vec<String>,
    pub outgoing_allow: Vec<outgoing::Allowed>,
    pub web_ping_s: u64,
    pub bot_api_timeout_ms: u64,
    pub bot_api_webhook_check_ms: u64,
    pub bot_api_history: bool,
    pub exchange_deadline_ms: i64,
    pub public_url: Option<String>,
    pub trusted_proxies: Vec<outgoing::Network>,
    pub tls_cert: Option<PathBuf>,
    pub tls_key: Option<PathBuf>,
    pub production: bool,
    pub nlp_open: Option<bool>,
    pub nlp_healthcheck: crate::http::nlp::NlpHealthcheck,
    pub encoder: String,
    pub encoder_key_file: Option<PathBuf>,
    pub encoder_texts_per_hour: u32,
    pub smtp_url: Option<String>,
    pub mail_from: String,
    pub encrypt_texts: bool,
    pub oidc: Option<OidcConfig>,
    pub demo: bool,
    pub demo_reset_minutes: u64,
    pub auto_publish_quiet_s: u32,
    pub metrics_public: bool,
    pub log: String,
    pub log_format: LogFormat,
    pub log_message_texts: bool,
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("data", &self.data).finish_non_exhaustive()
    }
}

impl Config {
    /// The address at which people reach the platform, without a slash at its end.
    pub fn base_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// Whether everything that is not safe in public must be refused.
    pub fn must_be_safe(&self) -> bool {
        self.production || !self.listen.ip().is_loopback()
    }
}

/// The form of logs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines.
    Json,
}

impl std::str::FromStr for LogFormat {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            _ => Err(()),
        }
    }
}

fn read_file(file: Option<&Path>) -> Result<Vec<(String, String, Origin)>, Error> {
    let path = file.unwrap_or(Path::new(DEFAULT_FILE));
    if file.is_none() && !path.exists() {
        return Ok(Vec::new());
    }
    let failed = |reason: String| Error::File { path: path.to_owned(), reason };
    let content = std::fs::read_to_string(path).map_err(|error| failed(error.to_string()))?;
    let table: toml::Table =
        content.parse().map_err(|error: toml::de::Error| failed(error.to_string()))?;
    let origin = Origin::File(path.to_owned());
    table
        .into_iter()
        .map(|(name, value)| {
            let text = match value {
                toml::Value::String(text) => text,
                toml::Value::Array(items) if name == "bot" => items
                    .iter()
                    .map(|item| {
                        item.as_str().map(str::to_owned).unwrap_or_else(|| item.to_string())
                    })
                    .collect::<Vec<_>>()
                    .join(":"),
                other => other.to_string(),
            };
            Ok((name, text, origin.clone()))
        })
        .collect()
}

fn hint(name: &str) -> String {
    let alike = |setting: &&Setting| {
        setting.name.replace('_', "") == name.replace(['_', '-'], "")
            || (name.len() > 3 && setting.name.starts_with(&name[..name.len().min(4)]))
    };
    match name.is_ascii().then(|| SETTINGS.iter().find(alike)).flatten() {
        Some(setting) => format!(" (did you mean `{}`?)", setting.name),
        None => String::new(),
    }
}

fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else { return url.to_owned() };
    let Some((credentials, host)) = rest.rsplit_once('@') else { return url.to_owned() };
    let user = credentials.split(':').next().unwrap_or_default();
    format!("{scheme}://{user}:***@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gather(flags: &[(&str, &str)], environment: &[(&str, &str)]) -> Result<Settings, Error> {
        let owned = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(a, b)| (a.to_string(), b.to_string())).collect::<Vec<_>>()
        };
        Settings::gather(&owned(flags), owned(environment), None)
    }

    #[test]
    fn a_flag_wins_over_the_environment_and_the_environment_over_the_default() {
        let settings = gather(
            &[("listen", "127.0.0.1:1")],
            &[("PALABRE_LISTEN", "127.0.0.1:2"), ("PALABRE_LOG", "warn")],
        )
        .unwrap();
        let shown: Vec<String> = settings
            .list()
            .filter(|(setting, ..)| ["listen", "log", "data"].contains(&setting.name))
            .map(|(setting, value, origin)| format!("{} = {value} ({origin})", setting.name))
            .collect();
        assert_eq!(
            shown,
            [
                "data = palabre-data (default)",
                "listen = 127.0.0.1:1 (flag `--listen`)",
                "log = warn (environment `PALABRE_LOG`)",
            ]
        );
    }

    #[test]
    fn a_wrong_value_is_refused_with_its_name_origin_and_remedy() {
        let error =
            gather(&[], &[("PALABRE_WEB_SSE", "maybe")]).unwrap().into_config().unwrap_err();
        assert_eq!(
            error.to_string(),
            "setting `web_sse` (environment `PALABRE_WEB_SSE`): `maybe` is not `true` or `false`"
        );
    }

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        let settings = gather(&[("database_url", "postgres://bob:hush@db/x")], &[]).unwrap();
        let (_, shown, _) =
            settings.list().find(|(setting, ..)| setting.name == "database_url").unwrap();
        assert_eq!(shown, "postgres://bob:***@db/x");
    }
}
