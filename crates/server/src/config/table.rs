//! The table of settings.

/// One setting.
#[derive(Debug)]
pub struct Setting {
    /// Its name in the TOML file.
    pub name: &'static str,
    /// Its default, in the form in which it is written in the environment.
    pub default: &'static str,
    /// What it does.
    pub meaning: &'static str,
    /// Whether its value is shown.
    pub shown: Shown,
}

/// Whether `palabre config` and logs show a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// As it is.
    Plain,
    /// An address of which the password is left out.
    WithoutPassword,
    /// Only whether there is one.
    Hidden,
}

macro_rules! settings {
    ($($name:literal, $default:literal, $shown:ident, $meaning:literal;)*) => {
        /// Every setting, in the order in which people read them.
        pub const SETTINGS: &[Setting] = &[$(Setting {
            name: $name, default: $default, meaning: $meaning, shown: Shown::$shown,
        }),*];
    };
}

settings! {
    "data", "palabre-data", Plain,
        "Folder of the embedded database and of the master key.";
    "listen", "127.0.0.1:8080", Plain,
        "Address and port to listen on. Anything but loopback is refused unless it is safe; see `production`.";
    "database_url", "", WithoutPassword,
        "`postgres://user:password@host/database`. Empty: SQLite in the data folder.";
    "bot", "", Plain,
        "Folders of bots that belong to their files, separated by `:`. The flag may be repeated.";
    "master_key_file", "", Plain,
        "File with the key that encrypts secrets. Empty: `master.key` in the data folder, made when missing.";
    "web_sse", "true", Plain,
        "Whether web channels offer an event stream at `{path}/sse`.";
    "web_cors_pattern", ".*", Plain,
        "Regular expression of the origins (`https://example.org`) that may call web channels.";
    "web_cors_headers", "", Plain,
        "Request headers that pages may send besides the usual ones, separated by commas.";
    "web_ping_s", "10", Plain,
        "Seconds between two pings of an event stream.";
    "exchange_deadline_ms", "30000", Plain,
        "How long a channel that answers in the same exchange waits for a turn.";
    "bot_api_timeout_ms", "10000", Plain,
        "How long one frame of a bot program's answer may take. Then the user gets another answer.";
    "bot_api_webhook_check_ms", "10000", Plain,
        "How often the webhook of a bot program is looked at again.";
    "bot_api_history", "false", Plain,
        "Whether each request to a bot program tells what was said before.";
    "outgoing_allow", "", Plain,
        "Targets in private networks that bots may call, separated by commas: `10.1.0.0/16`, `model.internal:8000`.";
    "public_url", "", Plain,
        "The address at which people and vendors reach the platform: `https://bots.example.org`.";
    "trusted_proxies", "", Plain,
        "Reverse proxies whose `X-Forwarded-For` is believed, separated by commas: `10.0.0.0/8`.";
    "tls_cert", "", Plain,
        "PEM file with the certificate and its chain, to speak TLS without a proxy.";
    "tls_key", "", Plain,
        "PEM file with the key of `tls_cert`.";
    "production", "false", Plain,
        "Whether to refuse to start with anything that is not safe in public. Any `listen` other than loopback does so too.";
    "encoder", "", Plain,
        "A sentence encoder, used by the bots that it helps: an installed one (`palabre models`), or a service as `openai:MODEL@URL`, which is then sent what users say. Empty: none.";
    "encoder_key_file", "", Plain,
        "File with the key of the encoder's service. Empty: it needs none.";
    "encoder_texts_per_hour", "100000", Plain,
        "Sentences that the encoder's service may be sent in an hour. Beyond it bots understand without it.";
    "nlp_open", "", Plain,
        "Whether anybody may ask `/rest/nlp` and `/duckling` to understand sentences. Empty: while listening on loopback only.";
    "nlp_healthcheck", "plain", Plain,
        "What `/rest/nlp/healthcheck` does: `plain` always says 200, `checked` says 500 when sentences cannot be understood, `detailed` says 207 and names each part.";
    "smtp_url", "", WithoutPassword,
        "Where mail is handed in: `smtps://user:password@host:465`. Empty: links are shown to the administrator who asks for them.";
    "mail_from", "Palabre <palabre@localhost>", Plain,
        "The sender of mail.";
    "encrypt_texts", "false", Plain,
        "Whether what people say is encrypted in the database. Conversations can then not be searched by their words.";
    "oidc_issuer", "", Plain,
        "The OpenID provider that people may sign in with: `https://id.example.org/realms/staff`. Empty: passwords alone.";
    "oidc_client_id", "", Plain,
        "What the provider knows this installation as. Its redirect address is `{public_url}/sign-in/oidc/callback`.";
    "oidc_client_secret", "", Hidden,
        "The secret that the provider gave with `oidc_client_id`. Empty: a public client, with PKCE alone.";
    "oidc_name", "", Plain,
        "What the button for signing in with the provider says. Empty: the provider's host.";
    "oidc_new_accounts", "invited", Plain,
        "Who gets an account by signing in with the provider: those `invited`, or everybody, with a role in a namespace: `viewer@app`.";
    "demo", "false", Plain,
        "For a public demonstration: namespaces are reset, bots make no outgoing calls, nothing can be uploaded, every namespace has a plan.";
    "demo_reset_minutes", "60", Plain,
        "Minutes between two resets of a demonstration.";
    "auto_publish_quiet_s", "10", Plain,
        "Seconds that a draft must rest before it is published by itself, to environments that are set so.";
    "metrics_public", "false", Plain,
        "Whether `/metrics` answers callers other than this machine.";
    "log", "info", Plain,
        "What is logged: a level (`warn`) or a filter (`info,server=debug`).";
    "log_format", "text", Plain,
        "`text` for people, `json` for machines.";
    "log_message_texts", "false", Plain,
        "Whether logs hold what users and bots say. For development only.";
}
