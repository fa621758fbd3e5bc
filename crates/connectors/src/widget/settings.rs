//! The settings of a widget channel.

use model::FieldProblem;
use regex::Regex;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::kit::{CorsRules, UserTokens};

/// The settings of a widget channel; all have defaults.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct WidgetSettings {
    /// Pages that may show the widget: a pattern that must match the whole `Origin`.
    pub cors_pattern: String,
    /// Public keys (a JSON Web Key Set) that sign the tokens of the embedding site's users.
    pub user_keys: Option<Value>,
    /// What the `iss` of such a token must be; any, when absent.
    pub user_issuer: Option<String>,
    /// What the `aud` of such a token must hold; any, when absent.
    pub user_audience: Option<String>,
}

impl Default for WidgetSettings {
    fn default() -> Self {
        Self { cors_pattern: ".*".into(), user_keys: None, user_issuer: None, user_audience: None }
    }
}

impl WidgetSettings {
    /// The settings in this JSON; the defaults when it is null. Settings are checked before they
    /// are stored; should some be unreadable nevertheless, no page may show the widget and no
    /// token is accepted.
    pub fn of(settings: &Value) -> Self {
        if settings.is_null() {
            return Self::default();
        }
        let closed = || Self { cors_pattern: "(".into(), ..Self::default() };
        Self::deserialize(settings).unwrap_or_else(|_| closed())
    }

    /// Which pages may show the widget.
    pub fn cors(&self) -> CorsRules {
        CorsRules::new(&self.cors_pattern, &["Authorization".to_owned()], "GET, POST")
    }

    /// What the tokens of the site's users are checked with.
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
        if let Err(error) = Regex::new(&read.cors_pattern) {
            problems.push(problem(
                "corsPattern",
                format!("is no regular expression: {error}; `.*` allows every page"),
            ));
        }
        problems.extend(read.user_tokens().check());
        problems
    }
}

pub(super) fn schema() -> Value {
    let defaults = WidgetSettings::default();
    let mut properties = UserTokens::schema();
    properties.insert(
        "corsPattern".into(),
        json!({
            "type": "string", "format": "regex", "default": defaults.cors_pattern,
            "title": "Allowed pages",
            "description": "Regular expression that must match the whole origin of a page that \
                            shows the widget, for example `https://(www\\.)?example\\.org`."
        }),
    );
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
        let problems = WidgetSettings::check(&settings);
        assert_eq!(problems.len(), 1, "{problems:?}");
        assert_eq!(problems[0].field, field);
        assert!(problems[0].detail.contains(detail), "{problems:?}");
    }

    #[test]
    fn wrong_settings_are_named() {
        check(json!({"corsPattern": "("}), "corsPattern", "no regular expression");
        check(json!({"userKeys": []}), "userKeys", "no key set");
        check(json!({"userKeys": {"keys": [{"kty": "oct", "k": "x"}]}}), "userKeys", "`oct`");
        check(json!({"userKeys": {"keys": [{"kty": "EC", "d": "x"}]}}), "userKeys", "private");
        check(json!({"userSecret": "short"}), "userSecret", "32");
        check(json!({"userSecrets": "x"}), "", "unknown field");
    }

    #[test]
    fn unreadable_settings_allow_no_page() {
        let rules = WidgetSettings::of(&json!({"corsPattern": 5})).cors();
        assert!(rules.headers(Some("https://any.example")).is_err());
    }

    #[test]
    fn the_defaults_are_sound_and_in_the_schema() {
        assert_eq!(WidgetSettings::check(&Value::Null), []);
        let defaults = serde_json::to_value(WidgetSettings::default()).unwrap();
        assert_eq!(WidgetSettings::check(&defaults), []);
        for (name, value) in defaults.as_object().unwrap() {
            assert_eq!(&schema()["properties"][name]["default"], value, "{name}");
        }
    }
}
