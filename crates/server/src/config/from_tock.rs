//! Tock's environment variables as settings, with a list of what has no counterpart.
//!
//! Values are only taken where they become settings; those of all others are never repeated, for
//! some of them are secrets.

use super::SETTINGS;

/// What Tock's variables become here.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FromTock {
    /// Settings with their values, by the order of the table of settings.
    pub settings: Vec<(&'static str, String)>,
    /// Everything that is no setting, in the order of the file.
    pub notes: Vec<Note>,
}

/// A variable that became no setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The variable, or the line of the file.
    pub variable: String,
    /// What about it.
    pub kind: NoteKind,
    /// Where its job is done, or why it has none.
    pub text: String,
}

/// What about a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoteKind {
    /// Its job is done elsewhere: in a bot, a channel, an account.
    Elsewhere,
    /// It has no job here.
    NotNeeded,
    /// Nothing here does its job.
    NoCounterpart,
    /// It could not be read, or nobody knows it.
    NotUnderstood,
}

impl NoteKind {
    /// For people.
    pub fn words(self) -> &'static str {
        match self {
            Self::Elsewhere => "elsewhere",
            Self::NotNeeded => "not needed",
            Self::NoCounterpart => "no counterpart",
            Self::NotUnderstood => "not understood",
        }
    }
}

/// How a value becomes that of a setting.
#[derive(Clone, Copy)]
enum Form {
    /// As it is.
    Same,
    /// `true` or `false`.
    Flag,
    /// The opposite of `true` or `false`.
    Opposite,
    /// A list, whose items commas or bars separate.
    List,
    /// A whole number.
    Number,
    /// A whole number of seconds, which become milliseconds.
    SecondsAsMs,
    /// `true` becomes this.
    WhenOn(&'static str),
}

/// What becomes of a variable. A name that ends with `*` is the beginning of many.
enum Fate {
    Setting(&'static str, Form),
    Note(NoteKind, &'static str),
}

use Fate::Setting;
use Form::{Flag, List, Number, Opposite, Same, SecondsAsMs, WhenOn};
use NoteKind::{Elsewhere, NoCounterpart, NotNeeded};

const fn elsewhere(text: &'static str) -> Fate {
    Fate::Note(Elsewhere, text)
}

const fn not_needed(text: &'static str) -> Fate {
    Fate::Note(NotNeeded, text)
}

const fn none(text: &'static str) -> Fate {
    Fate::Note(NoCounterpart, text)
}

const ACCOUNTS: &str = "people are invited, or come through an OpenID provider, and have roles; see the page on accounts";
const ONE_DATABASE: &str =
    "one database holds everything: `data` (SQLite) or `database_url` (PostgreSQL)";
const RETENTION: &str = "the store forgets by rules of its own, which no setting changes";
const ORDER: &str = "events of a user are stored and handled in order; none is skipped, none races";
const CONNECTOR: &str = "belongs to a connector that is not here";
const WEB_CHANNEL: &str = "is a setting of each web channel";
const TRAINING: &str = "bots are trained when they change; answers never wait for it";

/// The more special beginnings come first.
const VARIABLES: &[(&str, Fate)] = &[
    ("tock_web_cors_pattern", Setting("web_cors_pattern", Same)),
    ("tock_web_sse", Setting("web_sse", Flag)),
    ("tock_web_sse_keepalive_delay", Setting("web_ping_s", Number)),
    ("tock_web_connector_extra_headers", Setting("web_cors_headers", List)),
    ("tock_api_timout_in_s", Setting("bot_api_timeout_ms", SecondsAsMs)),
    ("tock_bot_api_webhook_reachability_in_ms", Setting("bot_api_webhook_check_ms", Number)),
    ("tock_bot_api_actions_history_to_client_bus", Setting("bot_api_history", Flag)),
    ("tock_nlp_protect_path", Setting("nlp_open", Opposite)),
    ("tock_nlp_check_healthcheck", Setting("nlp_healthcheck", WhenOn("checked"))),
    ("tock_detailed_healthcheck_enabled", Setting("nlp_healthcheck", WhenOn("detailed"))),
    ("tock_env", not_needed("`production` refuses what is not safe; nothing else depends on it")),
    ("tock_https_env", not_needed("cookies are safe whenever `public_url` begins with `https://`")),
    ("tock_default_locale", elsewhere("the first of a bot's `locales` is its default")),
    ("tock_default_zone", elsewhere("`time_zone` of each bot")),
    ("tock_default_namespace", not_needed("every bot is in a namespace that is named")),
    ("tock_default_log_level", elsewhere("`log`")),
    ("tock_technical_error", elsewhere("what a bot says is in its labels and its unknown story")),
    (
        "tock_bot_dialog_max_validity_in_seconds",
        elsewhere("`settings.conversation_validity_s` of each bot"),
    ),
    ("tock_bot_default_breath_ms", elsewhere("`settings.message_delay_ms` of each bot")),
    ("tock_bot_disabled_duration_in_minutes", elsewhere("`settings.silence_s` of each bot")),
    ("tock_ask_again_round", elsewhere("`ask_again` of each story")),
    (
        "tock_bot_*_keyword",
        elsewhere(
            "`settings.admin_keywords` of each bot says on which channels testers may type keywords; their words cannot be changed",
        ),
    ),
    ("tock_bot_send_choice_activate", not_needed("a button wakes a bot that is silent")),
    ("tock_bot_min_breath_ms", not_needed("a delay may be as short as it likes")),
    (
        "tock_bot_encrypted_flags",
        none(
            "the database is not encrypted field by field; secrets are sealed with the master key",
        ),
    ),
    (
        "tock_encrypt_pass",
        not_needed(
            "secrets are sealed with `master_key_file`; what Tock encrypted stays with Tock",
        ),
    ),
    ("tock_bot_audio_nlp_*", none("speech is not turned into text")),
    ("tock_bot_dialog_flow_stat", not_needed("turns are counted as they are stored")),
    (
        "tock_bot_refresh_profil_duration_in_minutes",
        none("profiles come with events, and are not asked for again"),
    ),
    (
        "tock_bot_add_namespace_to_timeline_id",
        not_needed("a user is one in a namespace and a bot, always"),
    ),
    (
        "tock_bot_max_actions_by_dialog",
        not_needed("the state of a conversation is bounded, however long it is"),
    ),
    ("tock_bot_max_locked_attempts", not_needed(ORDER)),
    ("tock_bot_lock*", not_needed(ORDER)),
    ("tock_timeline_persistence_*", not_needed("what was acknowledged is stored, always")),
    ("tock_bot_*_ttl_*", elsewhere(RETENTION)),
    ("tock_nlp_*_ttl_*", elsewhere(RETENTION)),
    ("mongo_user_ttl_hours", not_needed(ORDER)),
    ("tock_mongo*", not_needed(ONE_DATABASE)),
    ("tock_*_database", not_needed(ONE_DATABASE)),
    ("tock_database_*", not_needed(ONE_DATABASE)),
    ("tock_bot_api", not_needed("the Bot API is always on; each bot has its key")),
    ("tock_websocket_enabled", not_needed("programs may always connect")),
    ("tock_websocket_*", elsewhere("is a variable of bot programs: change the host there")),
    (
        "tock_bot_api_timeout_in_ms",
        elsewhere("`bot_api_timeout_ms` is for sockets and webhooks alike"),
    ),
    (
        "tock_bot_api_connection_timeout_in_ms",
        not_needed("connecting counts to `bot_api_timeout_ms`"),
    ),
    ("tock_bot_api_webhook_check_reachability", not_needed("webhooks are always looked at")),
    (
        "tock_api_old_webhook_behaviour",
        not_needed("a program says by its version whether it streams"),
    ),
    ("tock_bot_rest_*", not_needed("Studio and the bots are one process")),
    (
        "tock_bot_admin_rest_default_base_url",
        elsewhere("`public_url` is the address at which people reach the platform"),
    ),
    ("tock_bot_compiler_*", none("there are no stories in Kotlin; programs speak the Bot API")),
    ("tock_compiler_*", none("there are no stories in Kotlin; programs speak the Bot API")),
    ("tock_bot_test_xray_*", none("tests are `.dialog` files; Jira is not called")),
    ("tock_bot_global_message", none("Studio shows no message of the operator")),
    ("tock_i18n_enabled", not_needed("texts are always labels")),
    (
        "tock_i18n_*",
        not_needed("nothing makes or resets labels silently; their uses are counted in turns"),
    ),
    ("tock_translator_*", none("nothing is translated by machine")),
    ("tock_csv_delimiter", not_needed("tables are read with `;` and with `,`")),
    ("tock_orchestration*", none("bots do not hand over to each other")),
    ("tock_rag*", none("answers are not generated")),
    ("tock_gen_ai_*", none("answers are not generated")),
    ("tock_users", elsewhere(ACCOUNTS)),
    ("tock_passwords", elsewhere(ACCOUNTS)),
    ("tock_organizations", elsewhere(ACCOUNTS)),
    ("tock_roles", elsewhere(ACCOUNTS)),
    ("tock_namespace_open_access", elsewhere(ACCOUNTS)),
    ("tock_custom_*", elsewhere(ACCOUNTS)),
    ("tock_oauth2_*", elsewhere(ACCOUNTS)),
    ("tock_keycloak_*", elsewhere(ACCOUNTS)),
    ("tock_github_*", elsewhere(ACCOUNTS)),
    ("tock_cas_*", elsewhere(ACCOUNTS)),
    ("tock_user_id", not_needed("is the name of a cookie, and no variable")),
    (
        "tock_web_use_default_cors_handler*",
        not_needed("Studio comes from the same address as the API"),
    ),
    ("tock_web_enable_markdown", elsewhere(WEB_CHANNEL)),
    ("allow_markdown", elsewhere(WEB_CHANNEL)),
    ("tock_web_cookie_auth*", elsewhere(WEB_CHANNEL)),
    ("tock_web_direct_sse", elsewhere(WEB_CHANNEL)),
    ("tock_web_connector_bridge_enabled", elsewhere(WEB_CHANNEL)),
    ("tock_web_connector_use_extra_header_as_metadata_request", elsewhere(WEB_CHANNEL)),
    ("tock_web_connector_merge_stream_response", elsewhere(WEB_CHANNEL)),
    ("tock_web_connector_persist_profile", not_needed("profiles are kept")),
    ("tock_web_sse_message*", elsewhere(WEB_CHANNEL)),
    ("tock_vertx_session_expiration_timeout", not_needed("sessions of Studio are in the database")),
    ("tock_vertx_*", not_needed("answers are compressed where callers accept it")),
    ("tock_file_upload_directory", not_needed("uploads are read in memory and bounded")),
    ("tock_nlp_root", not_needed("the NLU API is always at `/rest/nlp`")),
    ("tock_nlp_service_url", elsewhere("is a variable of clients: change the host there")),
    ("tock_nlp_client_*", elsewhere("is a variable of clients")),
    ("tock_nlp_model_*", not_needed(TRAINING)),
    ("tock_nlp_entity_type_url", none("entities are not read by another service")),
    ("tock_nlp_duckling*", not_needed("dates and numbers are read in the process")),
    ("tock_duckling_*", not_needed("dates and numbers are read in the process")),
    (
        "tock_parser_validate_sentence_test",
        not_needed("`palabre eval` finds sentences that the model gets wrong"),
    ),
    ("tock_test_model_*", elsewhere("`palabre eval`, or an evaluation in Studio")),
    ("tock_build_worker_*", not_needed(TRAINING)),
    ("tock_cleanup_model_enabled", not_needed(TRAINING)),
    ("tock_complete_model_enabled", not_needed(TRAINING)),
    ("tock_sagemaker_*", none("models are trained and run in the process")),
    ("tock_datasets_*", none("there are no data sets of questions; tests are `.dialog` files")),
    ("tock_rest_connector_*", not_needed("every channel can be tried without a connector for it")),
    ("tock_proxy_*", none("calls to the outside use no proxy")),
    ("tock_messenger_*", none(CONNECTOR)),
    ("tock_whatsapp*", none(CONNECTOR)),
    ("tock_slack_*", none(CONNECTOR)),
    ("tock_microsoft_*", none(CONNECTOR)),
    ("tock_teams_*", none(CONNECTOR)),
    ("tock_mattermost_*", none(CONNECTOR)),
    ("tock_alexa_*", none(CONNECTOR)),
    ("tock_ga_*", none(CONNECTOR)),
    ("tock_google_*", none(CONNECTOR)),
    ("tock_business_chat_*", none(CONNECTOR)),
    ("tock_twitter_*", none(CONNECTOR)),
    ("tock_iadvize_*", none(CONNECTOR)),
    ("tock_alcmeon_*", none(CONNECTOR)),
    ("tock_openai_*", none(CONNECTOR)),
];

/// Reads a file of variables: `NAME=value`, with or without `export`, quotes, or the dashes of a
/// list in YAML. Tock puts the name of a service before some (`nlpverticle_tock_nlp_root`).
pub fn from_tock(text: &str) -> FromTock {
    let mut found = FromTock::default();
    for (position, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let line = line.trim_start_matches("- ").trim_start_matches("export ").trim();
        let Some((name, value)) = line.split_once('=') else {
            found.note(
                &format!("line {}", position + 1),
                NoteKind::NotUnderstood,
                "it has no `=`; write `NAME=value`",
            );
            continue;
        };
        let name = name.trim().trim_matches(['"', '\'']).to_ascii_lowercase();
        let value = value.trim().trim_matches(['"', '\'']).trim();
        found.read(&name, value);
    }
    let place = |name: &str| SETTINGS.iter().position(|setting| setting.name == name);
    found.settings.sort_by_key(|(name, _)| place(name));
    found
}

impl FromTock {
    fn read(&mut self, full_name: &str, value: &str) {
        // The name of a service before the name of a variable.
        let name = match full_name.find("tock_") {
            Some(at) if !full_name.starts_with("tock_") => &full_name[at..],
            _ => full_name,
        };
        let fate = VARIABLES.iter().find(|(pattern, _)| fits(pattern, name)).map(|(_, fate)| fate);
        match fate {
            Some(Fate::Note(kind, text)) => self.note(full_name, *kind, text),
            Some(Fate::Setting(setting, form)) => match form.read(value) {
                Ok(None) => self.note(full_name, NotNeeded, "is what happens here without it"),
                Ok(Some(value)) => {
                    // As in an environment, the last one counts.
                    self.settings.retain(|(known, _)| known != setting);
                    self.settings.push((setting, value));
                }
                Err(expected) => {
                    self.note(
                        full_name,
                        NoteKind::NotUnderstood,
                        &format!("its value is not {expected}"),
                    );
                }
            },
            None if name.starts_with("tock_") => {
                self.note(full_name, NoteKind::NotUnderstood, "no such variable is known here");
            }
            // The variables of other programs in the same file.
            None => self.note(full_name, NotNeeded, "is none of Tock's"),
        }
    }

    fn note(&mut self, variable: &str, kind: NoteKind, text: &str) {
        self.notes.push(Note { variable: variable.to_owned(), kind, text: text.to_owned() });
    }

    /// The settings as a `palabre.toml`.
    pub fn toml(&self) -> String {
        let line = |(name, value): &(&str, String)| {
            let value = match value.as_str() {
                "true" | "false" => toml::Value::Boolean(value == "true"),
                text => match text.parse() {
                    Ok(number) => toml::Value::Integer(number),
                    Err(_) => toml::Value::String(text.to_owned()),
                },
            };
            format!("{name} = {value}\n")
        };
        self.settings.iter().map(line).collect()
    }
}

impl Form {
    fn read(self, value: &str) -> Result<Option<String>, &'static str> {
        let flag = || value.parse::<bool>().map_err(|_| "`true` or `false`");
        let number = || value.parse::<u32>().map_err(|_| "a whole number");
        Ok(Some(match self {
            Same => value.to_owned(),
            Flag => flag()?.to_string(),
            Opposite => (!flag()?).to_string(),
            Number => number()?.to_string(),
            SecondsAsMs => (u64::from(number()?) * 1000).to_string(),
            List => {
                let items = value.trim_matches(['[', ']']).split([',', '|']);
                let items = items.map(str::trim).filter(|item| !item.is_empty());
                items.collect::<Vec<_>>().join(",")
            }
            WhenOn(on) => return Ok(flag()?.then(|| on.to_owned())),
        }))
    }
}

/// Whether a name fits one with at most two `*`.
fn fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(rest) = parts.next().and_then(|first| name.strip_prefix(first)) else { return false };
    let parts: Vec<&str> = parts.collect();
    match parts.as_slice() {
        [] => rest.is_empty(),
        [last] => rest.ends_with(last),
        [middle, last] => rest.ends_with(last) && rest.contains(middle),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, toml: &str, notes: &[(&str, NoteKind)]) {
        let found = from_tock(text);
        assert_eq!(found.toml(), toml, "{found:?}");
        let told: Vec<(&str, NoteKind)> =
            found.notes.iter().map(|note| (note.variable.as_str(), note.kind)).collect();
        assert_eq!(told, notes);
    }

    #[test]
    fn variables_become_settings() {
        check("tock_web_sse=true\n", "web_sse = true\n", &[]);
        check(
            "export tock_web_cors_pattern='https://a\\.org'",
            "web_cors_pattern = 'https://a\\.org'\n",
            &[],
        );
        check("- tock_api_timout_in_s=15", "bot_api_timeout_ms = 15000\n", &[]);
        check(
            "tock_web_connector_extra_headers=X-A|X-B, X-C",
            "web_cors_headers = \"X-A,X-B,X-C\"\n",
            &[],
        );
        check("nlpverticle_tock_nlp_protect_path=true", "nlp_open = false\n", &[]);
        // In the order of the table; the last of two counts.
        check(
            "tock_nlp_check_healthcheck=true\ntock_web_sse=true\ntock_web_sse=false",
            "web_sse = false\nnlp_healthcheck = \"checked\"\n",
            &[],
        );
    }

    #[test]
    fn what_is_no_setting_is_told_and_its_value_is_not() {
        check("tock_passwords=hush|quiet", "", &[("tock_passwords", Elsewhere)]);
        check("tock_front_database=x", "", &[("tock_front_database", NotNeeded)]);
        check("tock_slack_old_api_style=x", "", &[("tock_slack_old_api_style", NoCounterpart)]);
        check(
            "tock_bot_timeline_index_ttl_days=3",
            "",
            &[("tock_bot_timeline_index_ttl_days", Elsewhere)],
        );
        check("tock_web_sse=maybe", "", &[("tock_web_sse", NoteKind::NotUnderstood)]);
        check("tock_colour=blue", "", &[("tock_colour", NoteKind::NotUnderstood)]);
        check("JAVA_ARGS=-Xmx1g", "", &[("java_args", NotNeeded)]);
        check("tock_nlp_check_healthcheck=false", "", &[("tock_nlp_check_healthcheck", NotNeeded)]);
        check("# a comment\n\nnonsense", "", &[("line 3", NoteKind::NotUnderstood)]);
        let told =
            format!("{:?}", from_tock("tock_passwords=hush\ntock_x=hush\ntock_web_sse=hush"));
        assert!(!told.contains("hush"), "{told}");
    }

    #[test]
    fn every_setting_that_is_named_exists() {
        for (variable, fate) in VARIABLES {
            if let Setting(name, _) = fate {
                assert!(SETTINGS.iter().any(|setting| setting.name == *name), "{variable}: {name}");
            }
        }
    }
}
