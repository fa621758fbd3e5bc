//! The settings of a web channel.

use model::FieldProblem;
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::kit::CorsRules;

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
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            cors_pattern: ".*".into(),
            sse: true,
            ping_interval_ms: 10_000,
            extra_headers: Vec::new(),
            extra_headers_as_metadata: false,
        }
    }
}

/// A pattern that matches nothing.
const NO_PAGE: &str = r"[^\s\S]";

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
        CorsRules::new(&self.cors_pattern, &self.extra_headers, methods)
    }

    /// What is wrong with this JSON.
    pub fn check(settings: &Value) -> Vec<FieldProblem> {
        let problem = |field: &str, detail: String| FieldProblem { field: field.into(), detail };
        if settings.is_null() {
            return Vec::new();
        }
        let read = match Self::deserialize(settings) {
            Ok(read) => read,
            Err(error) => {
                return vec![problem("", format!("{error}; see the connector's settings schema"))];
            }
        };
        let mut problems = Vec::new();
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
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "type": "object",
        "additionalProperties": false,
        "properties": {
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
            }
        }
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
