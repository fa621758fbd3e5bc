//! Configurations of a bot and of its connectors: how the bot is reached.
//!
//! What vendors, pages and programs know stays: paths, ids, keys. Settings of connectors that are
//! not known here are all treated as secrets, since nothing says which of them are.

use std::collections::{BTreeMap, BTreeSet};

use model::{Bot, BotName, ConnectorType, Diagnostic, Locale, Secret};
use serde_json::{Map, Value};
use wire::dumps::{BotConfigurationDump, ConnectorDump};

use super::application::{items, read};
use super::file::{Members, Target, member, target_of};
use super::import::Import;
use super::labels::check_rest;
use super::names;
use crate::{Error, Imported, ImportedChannel, Origin};

/// The kind of the test connectors that Tock's Studio makes beside the others.
const TEST_KIND: &str = "rest";

/// The setting of a web connector that says how it knows its users.
const WEB_SECURITY: &str = "web_security_mode";

pub(super) fn target(members: &Members) -> Result<Target, Error> {
    let configurations = member(members, "configurations")?;
    let first = configurations.get(0);
    let text = |name: &str| first.and_then(|one| one.get(name)?.as_str()).unwrap_or_default();
    target_of(text("namespace"), text("botId"), "configurations[0].botId")
}

pub(super) fn import(mut members: Members, target: Target, into: Option<Bot>) -> Imported {
    let mut import = Import::new(target.clone(), into);
    let mut read_items = Vec::new();
    for item in items(&mut import, &mut members, "configurations") {
        let place = item.place.clone();
        read_items.extend(item.json(&mut import).map(|json| (place, json)));
    }
    let bot_of = |json: &Value| names::bot_name(json.get("botId")?.as_str()?);
    let bots: BTreeSet<BotName> = read_items.iter().filter_map(|(_, json)| bot_of(json)).collect();
    for (place, json) in read_items {
        // A file of one bot may go to a bot of any name.
        if bots.len() > 1 && bot_of(&json).as_ref() != Some(&target.bot) {
            import.error(
                "other-bot",
                &place,
                format!("it is not of the bot `{}` and was left out", target.bot),
                "import the file once more for the other bot: `--bot NAMESPACE/NAME`, or `?name=`",
            );
            continue;
        }
        if json.get("connectorType").is_some() {
            if let Some(dump) = read::<ConnectorDump>(&mut import, &place, json) {
                import_connector(&mut import, dump, &place);
            }
        } else if let Some(dump) = read::<BotConfigurationDump>(&mut import, &place, json) {
            import_bot(&mut import, dump, &place);
        }
    }
    import.finish()
}

fn import_bot(import: &mut Import, dump: BotConfigurationDump, place: &str) {
    check_rest(import, "configurations of bots", place, &dump.rest);
    if import.bot.title.is_empty() {
        import.bot.title.clone_from(&dump.name);
    }
    for text in &dump.supported_locales {
        match text.parse::<Locale>() {
            Ok(locale) => import.add_locale(&locale),
            Err(_) => import.error(
                "not-understood",
                place,
                format!("`{text}` is no language and was left out"),
                "write it as `fr` or `fr-CA`",
            ),
        }
    }
    if dump.nlp_model != dump.bot_id && !dump.nlp_model.is_empty() {
        import.info(
            "model-of-bot",
            place,
            format!(
                "it understands with the application `{}`; import that application's dump into \
                 this bot",
                dump.nlp_model
            ),
        );
    }
    for (given, first, what) in [
        (dump.api_key, &mut import.reached.api_key, "the key of the bot's program"),
        (
            dump.webhook_url,
            &mut import.reached.webhook_url,
            "the address at which the bot's program listens",
        ),
    ] {
        let Some(given) = given.filter(|given| !given.trim().is_empty()) else { continue };
        let line = match first {
            Some(first) if *first.expose() != given => Diagnostic::error(
                "other-configuration",
                format!(
                    "{what} in the configuration `{name}` was left out: a bot has one, and took \
                     that of an earlier configuration",
                    name = dump.name
                ),
                "serve that configuration's channels with a bot of its own",
            ),
            _ => Diagnostic::info("kept", what, ""),
        };
        first.get_or_insert(Secret::new(given));
        import.report.lines.push(line.at(place, None));
    }
}

fn import_connector(import: &mut Import, dump: ConnectorDump, place: &str) {
    check_rest(import, "connectors", place, &dump.rest);
    check_rest(import, "connectors", place, &dump.connector_type.rest);
    let (kind, alias) = (dump.connector_type.id.trim(), dump.application_id.trim());
    let is_twin = dump.target_configuration_id.as_ref().is_some_and(|id| !id.is_null())
        || alias.starts_with("test-");
    if kind == TEST_KIND && is_twin {
        return import.info(
            "not-needed",
            place,
            format!(
                "`{alias}` is the test twin of a connector and was left out: here every channel \
                 can be tried without one"
            ),
        );
    }
    let Ok(connector) = ConnectorType::new(kind) else {
        return import.error(
            "unusable-name",
            place,
            format!("the connector `{alias}` has no usable kind (`{kind}`) and was left out"),
            "add `connectorType.id`",
        );
    };
    if alias.is_empty() {
        return import.error(
            "not-understood",
            place,
            format!("a connector of the kind `{kind}` has no id and was left out"),
            "add `applicationId`",
        );
    }
    let base_url = dump.base_url.as_deref().unwrap_or_default();
    if !base_url.trim().is_empty() {
        import.info(
            "not-kept",
            place,
            format!("`{alias}`: `baseUrl` names Tock's own server, which nothing calls here"),
        );
    }
    let (settings, secrets) = if kind == "web" {
        (web_settings(import, &dump.parameters, alias, place), BTreeMap::new())
    } else {
        (Map::new(), sealed(&dump.parameters))
    };
    import.reached.channels.push(ImportedChannel {
        connector,
        alias: alias.to_owned(),
        path: dump.path.map(|path| path.trim().to_owned()).filter(|path| !path.is_empty()),
        settings,
        secrets,
        origin: Origin { id: id_text(&dump.id), name: dump.name },
        place: place.to_owned(),
    });
}

/// An id as Tock's Studio or a tool of its database writes it.
fn id_text(id: &Value) -> String {
    let text = id.as_str().or_else(|| id.get("$oid")?.as_str());
    text.unwrap_or_default().to_owned()
}

fn web_settings(
    import: &mut Import,
    parameters: &BTreeMap<String, Value>,
    alias: &str,
    place: &str,
) -> Map<String, Value> {
    let mut settings = Map::new();
    for (name, value) in parameters.iter().filter(|(_, value)| !is_blank(value)) {
        let text = value.as_str().unwrap_or_default().to_lowercase();
        match (name.as_str(), text.as_str()) {
            (WEB_SECURITY, "default") => import.info(
                "not-kept",
                place,
                format!(
                    "`{alias}`: `{WEB_SECURITY}` was Tock's default, which `tock_web_cookie_auth` \
                     decides; here a request names its user unless the channel's `security` says \
                     otherwise"
                ),
            ),
            (WEB_SECURITY, "cookies" | "passthrough" | "jwt") => {
                drop(settings.insert("security".into(), text.into()));
            }
            _ => import.warning(
                "not-understood",
                place,
                format!("`{alias}`: the setting `{name}` was left out"),
                "look among the settings of the web channel for what does the same",
            ),
        }
    }
    settings
}

/// Settings in the words of the other system.
fn sealed(parameters: &BTreeMap<String, Value>) -> BTreeMap<String, Secret<String>> {
    let text = |value: &Value| match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let present = parameters.iter().filter(|(_, value)| !is_blank(value));
    present.map(|(name, value)| (name.clone(), Secret::new(text(value)))).collect()
}

fn is_blank(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}
