//! What becomes of configurations of bots and connectors. The file of `data` is constructed from
//! the tables of its fields; it is no export of a real bot.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use importers::Imported;
use importers::tock::{FileKind, Target, TockFile};
use model::*;
use serde_json::json;

const FILE: &[u8] = include_bytes!("data/configurations.constructed.json");
const REPORT: &str = include_str!("data/configurations.constructed.report.txt");

fn imported() -> Imported {
    TockFile::read_as(FileKind::Configurations, FILE).unwrap().import(None).unwrap()
}

#[test]
fn the_report_says_what_became_of_each_configuration() {
    let report: String = imported().report.lines.iter().map(|line| format!("{line}\n")).collect();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        let path = concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/tests/data/configurations.constructed.report.txt"
        );
        std::fs::write(path, &report).unwrap();
    }
    assert_eq!(report, REPORT, "run it with UPDATE_GOLDEN=1 if this is right:\n{report}");
    assert!(!report.contains("hush"), "a secret is in the report:\n{report}");
}

#[test]
fn what_vendors_pages_and_programs_know_stays() {
    let Imported { bot, reached, .. } = imported();
    assert_eq!((bot.namespace.as_str(), bot.name.as_str()), ("acme", "station"));
    assert_eq!((bot.title.as_str(), bot.locales.len()), ("Station", 2));
    let key = reached.api_key.unwrap();
    assert_eq!(key.expose(), "4f2a0c1e-7d1b-4a53-9d55-8b8e2f7f9f10");
    assert_eq!(reached.webhook_url.unwrap().expose(), "https://bots.example.org/hook");
    let [web, messenger] = reached.channels.as_slice() else {
        panic!("{:?}", reached.channels.len())
    };
    assert_eq!((web.connector.as_str(), web.alias.as_str()), ("web", "station-web"));
    assert_eq!(web.path.as_deref(), Some("/io/acme/station/web"));
    assert_eq!(json!(web.settings), json!({"security": "cookies"}));
    assert_eq!(messenger.path.as_deref(), Some("/messenger"));
    // Nothing says which settings of an unknown connector are secret.
    assert!(messenger.settings.is_empty());
    let names: Vec<&str> = messenger.secrets.keys().map(String::as_str).collect();
    assert_eq!(names, ["pageId", "secret", "token"]);
}

#[test]
fn a_file_of_several_bots_is_imported_bot_by_bot() {
    let one = |bot: &str| {
        json!({"applicationId": bot, "botId": bot, "namespace": "acme",
               "connectorType": {"id": "web"}, "parameters": {}})
    };
    let file = json!([one("station"), one("port")]).to_string();
    let file = TockFile::read(file.as_bytes()).unwrap();
    let target =
        Target { namespace: Namespace::new("acme").unwrap(), bot: BotName::new("port").unwrap() };
    let Imported { reached, report, .. } = file.import_as(target).unwrap();
    assert_eq!(reached.channels.len(), 1);
    assert_eq!(reached.channels[0].alias, "port");
    assert_eq!(report.lines[0].code, "other-bot");
}

#[test]
fn a_second_configuration_takes_no_key_from_the_first_and_is_told() {
    let one = |name: &str, key: &str| {
        json!({"name": name, "botId": "station", "namespace": "acme", "apiKey": key,
               "webhookUrl": "https://hush.example.org", "supportedLocales": ["fr"]})
    };
    let file = json!([one("web", "hush-first"), one("voice", "hush-second")]).to_string();
    let Imported { reached, report, .. } =
        TockFile::read(file.as_bytes()).unwrap().import(None).unwrap();
    assert_eq!(reached.api_key.unwrap().expose(), "hush-first");
    let told: Vec<String> = report.lines.iter().map(ToString::to_string).collect();
    assert!(
        told[0].contains("`voice` was left out") && !told.concat().contains("hush"),
        "{told:?}"
    );
    assert_eq!(report.lines.iter().filter(|line| line.code == "other-configuration").count(), 1);
}
