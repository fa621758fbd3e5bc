//! The signed tokens by which a site says who its users are, for channels that trust sites.

use model::FieldProblem;
use serde_json::{Map, Value, json};

/// The secret setting with which a site signs its users' tokens (HS256), where it does not use a
/// key pair.
pub const USER_SECRET: &str = "userSecret";

/// Shorter secrets can be guessed from one token.
const USER_SECRET_BYTES_MIN: usize = 32;

/// Kinds of key that have no secret part, by the `kty` of a key set.
const PUBLIC_KINDS: [&str; 3] = ["RSA", "EC", "OKP"];

/// What a channel checks users' tokens with, besides its secret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UserTokens {
    /// Public keys, as a JSON Web Key Set.
    pub keys: Option<Value>,
    /// What `iss` must be; any, when absent.
    pub issuer: Option<String>,
    /// What `aud` must hold; any, when absent.
    pub audience: Option<String>,
}

impl UserTokens {
    /// Takes the secret out of a channel's settings, and says what is wrong with it.
    pub(crate) fn take_secret(settings: &mut Value) -> Option<FieldProblem> {
        let secret = settings.as_object_mut()?.remove(USER_SECRET)?;
        let bytes = secret.as_str().map_or(0, str::len);
        (bytes < USER_SECRET_BYTES_MIN).then(|| FieldProblem {
            field: USER_SECRET.into(),
            detail: format!(
                "has {bytes} bytes; use a random text of at least {USER_SECRET_BYTES_MIN}"
            ),
        })
    }

    /// What is wrong with the keys.
    pub(crate) fn check(&self) -> Option<FieldProblem> {
        let detail = check_keys(self.keys.as_ref()?)?;
        Some(FieldProblem { field: "userKeys".into(), detail })
    }

    /// The properties of a settings schema.
    pub(crate) fn schema() -> Map<String, Value> {
        let properties = json!({
            "userKeys": {
                "type": ["object", "null"], "default": null,
                "title": "Keys of the site's users",
                "description": "JSON Web Key Set with the public keys that sign the tokens of the \
                                embedding site's users."
            },
            "userIssuer": {
                "type": ["string", "null"], "default": null,
                "title": "Issuer of the users' tokens",
                "description": "What `iss` must be. Empty: any."
            },
            "userAudience": {
                "type": ["string", "null"], "default": null,
                "title": "Audience of the users' tokens",
                "description": "What `aud` must hold. Empty: any."
            },
            USER_SECRET: {
                "type": "string", "minLength": USER_SECRET_BYTES_MIN, "x-secret": true,
                "title": "Secret of the site's users",
                "description": "With which the embedding site signs its users' tokens (HS256), \
                                where it has no key pair."
            }
        });
        match properties {
            Value::Object(properties) => properties,
            _ => Map::new(),
        }
    }
}

fn check_keys(keys: &Value) -> Option<String> {
    let Some(keys) = keys["keys"].as_array() else {
        return Some(r#"is no key set; write {"keys":[…]} with JSON Web Keys"#.into());
    };
    keys.iter().enumerate().find_map(|(position, key)| {
        let kind = key["kty"].as_str().unwrap_or_default();
        if !PUBLIC_KINDS.contains(&kind) {
            return Some(format!(
                "key {position} is of kind `{kind}`; public keys are of kind RSA, EC or OKP, and a \
                 shared secret belongs into `{USER_SECRET}`"
            ));
        }
        let private = key.get("d").is_some();
        private.then(|| format!("key {position} holds a private part `d`; give the public key"))
    })
}
