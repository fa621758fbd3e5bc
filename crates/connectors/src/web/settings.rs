//! The settings of a web channel.

use model::{FieldProblem, limits};
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::kit::{CorsRules, UserTokens};

/// The settings of a web channel; all have defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WebSettings {
    /// Pages that may talk to the channel: a pattern that must match the whole `Origin`.
    pub cors_pattern: String,
    /// Whether clients may open event streams.
    pub sse: bool,
    /// How often a stream shows that it is alive, in milliseconds. The kits give up after 15 s.
    pub ping_interval_ms: u64,
    /// Request headers that pages may send besides the usual ones.
    pub extra_headers: Vec<String>,
    /// Whether the bot sees these headers in its event's metadata.
    pub extra_headers_as_metadata: bool,
    /// How the channel knows who writes.
    pub security: Security,
    /// How long browsers keep the cookie that names a visitor, in seconds; absent: until they
    /// close.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cookie_max_age_s: Option<u32>,
    /// The path for which browsers send that cookie; absent: the channel's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cookie_path: Option<String>,
    /// The public keys that check users' tokens, as a JSON Web Key Set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_keys: Option<Value>,
    /// The `iss` that users' tokens must have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_issuer: Option<String>,
    /// The `aud` that users' tokens must hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_audience: Option<String>,
    /// Whether a request may name another web channel of the bot in `connectorId`.
    pub bridge: bool,
    /// Whether texts and passages of footnotes are Markdown, sent as HTML.
    pub markdown: bool,
    /// Whether users may send files, which are kept.
    pub files: bool,
    /// Messages that wait for one user's stream at most; beyond it the oldest are given up.
    pub queue_messages_max: u32,
    /// How long an answer whose exchange ended waits for a stream, in seconds.
    pub queue_answers_s: u32,
    /// How long what nobody asked for waits for a stream, in seconds.
    pub queue_notifications_s: u32,
}

/// How a web channel knows who writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// The request says it.
    #[default]
    Passthrough,
    /// A cookie says it, which the channel sets.
    Cookies,
    /// A signed token of the site says it; who has none is a visitor with a cookie.
    Jwt,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            cors_pattern: ANY_PAGE.into(),
            sse: true,
            ping_interval_ms: 10_000,
            extra_headers: Vec::new(),
            extra_headers_as_metadata: false,
            security: Security::Passthrough,
            cookie_max_age_s: None,
            cookie_path: None,
            user_keys: None,
            user_issuer: None,
            user_audience: None,
            bridge: false,
            markdown: false,
            files: false,
            queue_messages_max: 1_000,
            queue_answers_s: (limits::MISSED_ANSWER_TTL_MS / 1000) as u32,
            queue_notifications_s: (limits::PUSHED_MESSAGE_TTL_MS / 1000) as u32,
        }
    }
}

/// The pattern that matches everything.
const ANY_PAGE: &str = ".*";

/// A pattern that matches nothing.
const NO_PAGE: &str = r"[^\s\S]";

/// What one user's queue may hold at most: a stream that opens is given all of it at once.
const QUEUE_MESSAGES_MAX: u32 = 100_000;

const PING_INTERVAL_MS_MIN: u64 = 1_000;
const PING_INTERVAL_MS_MAX: u64 = 14_000;

impl WebSettings {
    /// The settings in this JSON; the defaults when it is null. Settings are checked before they
    /// are stored; should some be unreadable nevertheless, no page may talk to the channel.
    pub fn of(settings: &Value) -> Self {
        if settings.is_null() {
            return Self::default();
        }
        Self::deserialize(settings)
            .unwrap_or_else(|_| Self { cors_pattern: NO_PAGE.into(), ..Self::default() })
    }

    /// Which pages may talk to the channel.
    pub fn cors(&self) -> CorsRules {
        let methods = if self.sse { "GET, POST" } else { "POST" };
        let mut headers = self.extra_headers.clone();
        if self.security == Security::Jwt {
            headers.push("Authorization".into());
        }
        let rules = CorsRules::new(&self.cors_pattern, &headers, methods);
        // Else any page could speak for a visitor whose browser sends the cookie along.
        let names_pages = self.cors_pattern != ANY_PAGE;
        match self.security {
            Security::Cookies | Security::Jwt if names_pages => rules.with_credentials(),
            _ => rules,
        }
    }

    /// What users' tokens are checked with.
    pub fn user_tokens(&self) -> UserTokens {
        UserTokens {
            keys: self.user_keys.clone(),
            issuer: self.user_issuer.clone(),
            audience: self.user_audience.clone(),
        }
    }

    /// What is wrong with this JSON.
    pub fn check(settings: &Value) -> Vec<FieldProblem> {
        let problem = |field: &str, detail: String| FieldProblem { field: field.into(), detail };
        let mut settings = settings.clone();
        let mut problems: Vec<FieldProblem> =
            UserTokens::take_secret(&mut settings).into_iter().collect();
        if settings.is_null() {
            return problems;
        }
        let read = match Self::deserialize(&settings) {
            Ok(read) => read,
            Err(error) => {
                problems.push(problem("", format!("{error}; see the connector's settings schema")));
                return problems;
            }
        };
        problems.extend(read.user_tokens().check());
        let is_path = |path: &String| {
            path.starts_with('/')
                && path.bytes().all(|byte| byte.is_ascii_graphic() && byte != b';')
        };
        if read.cookie_path.as_ref().is_some_and(|path| !is_path(path)) {
            let detail = "is no path; give `/`, or one such as `/io` without `;` and spaces";
            problems.push(problem("cookiePath", detail.into()));
        }
        if !(1..=QUEUE_MESSAGES_MAX).contains(&read.queue_messages_max) {
            problems.push(problem(
                "queueMessagesMax",
                format!("is {}; use 1 to {QUEUE_MESSAGES_MAX}", read.queue_messages_max),
            ));
        }
        if let Err(error) = Regex::new(&read.cors_pattern) {
            problems.push(problem(
                "corsPattern",
                format!("is no regular expression: {error}; `.*` allows every page"),
            ));
        }
        if !(PING_INTERVAL_MS_MIN..=PING_INTERVAL_MS_MAX).contains(&read.ping_interval_ms) {
            problems.push(problem(
                "pingIntervalMs",
                format!(
                    "is {}; use {PING_INTERVAL_MS_MIN} to {PING_INTERVAL_MS_MAX}, because clients \
                     take 15 s of silence for a broken stream",
                    read.ping_interval_ms
                ),
            ));
        }
        for (position, header) in read.extra_headers.iter().enumerate() {
            let is_token =
                |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
            if header.is_empty() || !header.bytes().all(is_token) {
                problems.push(problem(
                    &format!("extraHeaders[{position}]"),
                    format!("`{header}` is no header name; use letters, digits and `-`"),
                ));
            }
        }
        problems
    }
}

pub(super) fn schema() -> Value {
    let defaults = WebSettings::default();
    let mut properties = json!({
        "corsPattern": {
            "type": "string", "format": "regex", "default": defaults.cors_pattern,
            "title": "Allowed pages", "x-origins": true,
            "description": "Regular expression that must match a page's whole origin, \
                            for example `https://(www\\.)?example\\.org`."
        },
        "sse": {
            "type": "boolean", "default": defaults.sse,
            "title": "Event streams",
            "description": "Whether messages also reach the page as server-sent events."
        },
        "pingIntervalMs": {
            "type": "integer", "default": defaults.ping_interval_ms,
            "minimum": PING_INTERVAL_MS_MIN, "maximum": PING_INTERVAL_MS_MAX,
            "title": "Ping interval (ms)",
            "description": "How often a stream shows that it is alive."
        },
        "extraHeaders": {
            "type": "array", "items": {"type": "string"}, "default": [],
            "title": "Extra request headers",
            "description": "Headers that pages may send besides the usual ones."
        },
        "extraHeadersAsMetadata": {
            "type": "boolean", "default": defaults.extra_headers_as_metadata,
            "title": "Extra headers as metadata",
            "description": "Whether the bot sees these headers."
        },
        "security": {
            "type": "string", "enum": ["passthrough", "cookies", "jwt"],
            "default": defaults.security,
            "title": "Who writes",
            "description": "`passthrough`: the request's `userId` says it. `cookies`: a cookie \
                            that the channel sets. `jwt`: a signed token of the site; who has \
                            none is a visitor with a cookie."
        },
        "cookieMaxAgeS": {
            "type": ["integer", "null"], "minimum": 0, "default": null,
            "title": "Life of the cookie (s)",
            "description": "How long browsers keep it. Empty: until they close."
        },
        "cookiePath": {
            "type": ["string", "null"], "default": null,
            "title": "Path of the cookie",
            "description": "The path for which browsers send it. Empty: the channel's own."
        },
        "bridge": {
            "type": "boolean", "default": defaults.bridge,
            "title": "Bridge",
            "description": "Whether a request may name another web channel of the bot in \
                            `connectorId`."
        },
        "markdown": {
            "type": "boolean", "default": defaults.markdown,
            "title": "Markdown",
            "description": "Whether texts are Markdown, sent as safe HTML."
        },
        "files": {
            "type": "boolean", "default": defaults.files,
            "title": "Files",
            "description": "Whether users may send files, which are kept with what they say."
        },
        "queueMessagesMax": {
            "type": "integer", "default": defaults.queue_messages_max,
            "minimum": 1, "maximum": QUEUE_MESSAGES_MAX,
            "title": "Waiting messages",
            "description": "How many messages wait for one user's stream at most; beyond it the \
                            oldest are given up."
        },
        "queueAnswersS": {
            "type": "integer", "default": defaults.queue_answers_s, "minimum": 0,
            "title": "Waiting time of answers (s)",
            "description": "How long an answer whose exchange ended waits for a stream."
        },
        "queueNotificationsS": {
            "type": "integer", "default": defaults.queue_notifications_s, "minimum": 0,
            "title": "Waiting time of notifications (s)",
            "description": "How long what nobody asked for waits for a stream."
        }
    });
    if let Some(properties) = properties.as_object_mut() {
        properties.extend(UserTokens::schema());
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "properties": properties
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(settings: Value, field: &str, detail: &str) {
        let problems = WebSettings::check(&settings);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].field, field);
        assert!(problems[0].detail.contains(detail), "{problems:?}");
    }

    #[test]
    fn wrong_settings_are_named() {
        check(json!({"corsPattern": "("}), "corsPattern", "no regular expression");
        check(json!({"pingIntervalMs": 60000}), "pingIntervalMs", "15 s");
        check(json!({"extraHeaders": ["X-A", "a b"]}), "extraHeaders[1]", "no header name");
        check(json!({"sse": "yes"}), "", "boolean");
        check(json!({"ss": true}), "", "unknown field");
        check(json!({"security": "open"}), "", "unknown variant");
        check(json!({"userKeys": []}), "userKeys", "no key set");
        check(json!({"userSecret": "short"}), "userSecret", "32");
        check(json!({"cookiePath": "/; Domain=x"}), "cookiePath", "no path");
        check(json!({"queueMessagesMax": 0}), "queueMessagesMax", "1 to");
    }

    #[test]
    fn unreadable_settings_allow_no_page() {
        let rules = WebSettings::of(&json!({"sse": "yes"})).cors();
        assert!(rules.headers(Some("https://any.example")).is_err());
    }

    #[test]
    fn without_streams_only_posts_are_allowed() {
        let settings = WebSettings { sse: false, ..WebSettings::default() };
        let headers = settings.cors().preflight(Some("https://a.org")).unwrap();
        assert!(headers.contains(&("Access-Control-Allow-Methods", "POST".to_owned())));
    }

    #[test]
    fn the_defaults_are_sound_and_in_the_schema() {
        assert_eq!(WebSettings::check(&Value::Null), []);
        let defaults = serde_json::to_value(WebSettings::default()).unwrap();
        assert_eq!(WebSettings::check(&defaults), []);
        for (name, value) in defaults.as_object().unwrap() {
            assert_eq!(&schema()["properties"][name]["default"], value, "{name}");
        }
    }
}
