//! What must be right before the platform is open to others: with `production`, and with any
//! `listen` other than loopback, it refuses to start otherwise, and says everything that is wrong
//! at once, each with its setting and its remedy.

use std::fmt;
use std::path::Path;

use connectors::kit::Connector;
use model::ConnectorDescriptor;
use regex::Regex;
use serde_json::Value;
use std::sync::Arc;
use store::{Channel, KeyRing, Store};

use crate::Error;
use crate::config::Config;

/// Something that is not safe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsafe {
    /// The setting to change, or what else names it.
    pub setting: String,
    /// What is wrong, and what to do.
    pub detail: String,
}

impl fmt::Display for Unsafe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.detail)
    }
}

fn wrong(setting: &str, detail: impl Into<String>) -> Unsafe {
    Unsafe { setting: format!("setting `{setting}`"), detail: detail.into() }
}

/// Refuses settings that are not safe. Nothing is asked of a platform that only this machine
/// reaches, unless it is in production.
pub fn check_settings(config: &Config) -> Result<(), Error> {
    if !config.must_be_safe() {
        return Ok(());
    }
    refuse(of_settings(config))
}

/// Refuses what is stored and not safe.
pub async fn check_stored(
    config: &Config,
    store: &Store,
    connectors: &[Arc<dyn Connector>],
) -> Result<(), Error> {
    if !config.must_be_safe() {
        return Ok(());
    }
    let mut found = Vec::new();
    if !store.has_owner().await? {
        found.push(Unsafe {
            setting: "accounts".into(),
            detail: "nobody owns the installation; make an owner with `palabre owner-create EMAIL`"
                .into(),
        });
    }
    for channel in store.all_channels().await?.iter().filter(|channel| channel.enabled) {
        let kind = channel.connector.as_str();
        if let Some(one) = connectors.iter().find(|one| one.descriptor().id.as_str() == kind) {
            found.extend(of_channel(one.descriptor(), channel));
        }
    }
    refuse(found)
}

fn refuse(found: Vec<Unsafe>) -> Result<(), Error> {
    if found.is_empty() {
        return Ok(());
    }
    let list: String = found.iter().map(|one| format!("\n  - {one}")).collect();
    Err(Error::Refused(format!("not safe to open to others, so nothing was started:{list}")))
}

/// What is not safe in the settings.
pub fn of_settings(config: &Config) -> Vec<Unsafe> {
    let mut found = Vec::new();
    found.extend(of_master_key(config));
    found.extend(of_public_url(config));
    found.extend(of_folder(&config.data));
    found.extend(config.database_url.as_deref().and_then(of_database));
    if config.log_message_texts {
        found.push(wrong(
            "log_message_texts",
            "logs would hold what people say; it is for development, leave it `false`",
        ));
    }
    match (&config.tls_cert, &config.tls_key) {
        (Some(_), None) => found.push(wrong("tls_key", "is missing beside `tls_cert`")),
        (None, Some(_)) => found.push(wrong("tls_cert", "is missing beside `tls_key`")),
        _ => {}
    }
    found
}

fn of_master_key(config: &Config) -> Option<Unsafe> {
    let file = &config.master_key_file;
    let absolute = |path: &Path| path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if absolute(file).starts_with(absolute(&config.data)) {
        return Some(wrong(
            "master_key_file",
            "whoever copies the data folder would have the key too; make a key with \
             `openssl rand -base64 32` in a file outside of it and name that file here",
        ));
    }
    let ring = match KeyRing::load(file) {
        Ok(ring) => ring,
        Err(error) => {
            return Some(wrong(
                "master_key_file",
                format!("{error}; make a key with `openssl rand -base64 32`"),
            ));
        }
    };
    ring.guessable().then(|| {
        wrong(
            "master_key_file",
            "this key is an example or no random one; make a key with `openssl rand -base64 32`",
        )
    })
}

fn of_public_url(config: &Config) -> Option<Unsafe> {
    match config.public_url.as_deref() {
        None => Some(wrong(
            "public_url",
            "is missing; give the address at which people reach the platform, such as \
             `https://bots.example.org`",
        )),
        Some(url) if !url.starts_with("https://") && config.trusted_proxies.is_empty() => {
            Some(wrong(
                "public_url",
                "is not `https`: passwords would cross the network in clear; use `https`, with \
                 `tls_cert` and `tls_key` or behind a proxy that is named in `trusted_proxies`",
            ))
        }
        Some(_) => None,
    }
}

fn of_folder(folder: &Path) -> Option<Unsafe> {
    use std::os::unix::fs::PermissionsExt;
    // A folder that is not there yet is made for its owner alone.
    let mode = std::fs::metadata(folder).ok()?.permissions().mode();
    (mode & 0o007 != 0).then(|| {
        wrong(
            "data",
            format!(
                "every user of this machine can look into `{0}`; run `chmod o-rwx {0}`",
                folder.display()
            ),
        )
    })
}

fn of_database(url: &str) -> Option<Unsafe> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let host = place.split('/').next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let param = |wanted: &str| {
        query.split('&').filter_map(|pair| pair.split_once('=')).find(|(name, _)| *name == wanted)
    };
    // A host may also stand in the query, as the path of a socket.
    let name = param("host").map_or(name, |(_, host)| host);
    let here = name.is_empty()
        || name.starts_with('/')
        || name.starts_with("%2F")
        || name == "localhost"
        || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
    let encrypted = param("sslmode")
        .is_some_and(|(_, mode)| matches!(mode, "require" | "verify-ca" | "verify-full"));
    (!here && !encrypted).then(|| {
        wrong(
            "database_url",
            "everything would cross the network to the database in clear; add \
             `?sslmode=verify-full` (or `require`) to the address",
        )
    })
}

/// What is not safe in a channel, by the flags in its connector's settings schema: `x-verification`
/// (senders are checked), `x-base-url` (where the vendor is), `x-cookies` and `x-origins` (whether
/// pages use cookies, and which pages may).
pub fn of_channel(descriptor: &ConnectorDescriptor, channel: &Channel) -> Vec<Unsafe> {
    let Some(properties) = descriptor.settings_schema["properties"].as_object() else {
        return Vec::new();
    };
    let flagged = |flag: &str| {
        properties
            .iter()
            .find(|(_, schema)| schema[flag] == true)
            .map(|(name, schema)| (name.as_str(), channel.settings.get(name), &schema["default"]))
    };
    let value = |flag: &str| {
        flagged(flag).map(|(name, given, default)| (name, given.unwrap_or(default), default))
    };
    let mut found = Vec::new();
    let mut refuse = |name: &str, detail: &str| {
        found.push(Unsafe {
            setting: format!("channel `{}`, setting `{name}`", channel.path),
            detail: detail.to_owned(),
        });
    };
    if let Some((name, Value::Bool(false), _)) = value("x-verification") {
        refuse(name, "anybody could send messages in the name of others; switch it on");
    }
    if let Some((name, given, default)) = value("x-base-url")
        && given != default
        && !given.is_null()
    {
        refuse(name, "names a test double instead of the vendor; remove it");
    }
    if let Some((_, Value::Bool(true), _)) = value("x-cookies")
        && let Some((name, Value::String(pattern), _)) = value("x-origins")
        && allows_any_page(pattern)
    {
        refuse(name, "lets every page use its visitors' cookies; name the pages that may");
    }
    found
}

/// Whether a pattern of origins holds for pages that nobody can have meant.
fn allows_any_page(pattern: &str) -> bool {
    Regex::new(&format!("^(?:{pattern})$"))
        .is_ok_and(|pattern| pattern.is_match("https://9b1f7c0e.invalid"))
}
