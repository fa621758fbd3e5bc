//! Signing in with an OpenID provider: discovery, the authorization code flow with PKCE, and what
//! the provider says of a person (OpenID Connect Core 1.0, RFC 7636, RFC 9207).
//!
//! Nothing of a provider is remembered: each sign-in asks for its addresses and its keys anew, so
//! that keys may change at any time. What must be remembered between leaving for the provider and
//! coming back is an [`Attempt`], which the browser keeps.

mod token;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use model::{Rng, Timestamp};
use outgoing::{Options, Outgoing};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Error;
use crate::config::{Config, NewAccounts, OidcConfig};

/// How long the provider may take for each of its answers.
const TIMEOUT: Duration = Duration::from_secs(10);

/// Where people come back to.
pub const CALLBACK_PATH: &str = "/sign-in/oidc/callback";

/// What is asked for: who somebody is, with address of mail and name.
const SCOPES: &str = "openid email profile";

/// A provider.
pub struct Oidc {
    config: OidcConfig,
    outgoing: Outgoing,
    redirect: String,
}

/// Somebody whom the provider knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who, for the provider: never given to another person.
    pub subject: String,
    /// Their address of mail, which the provider has verified.
    pub email: String,
    /// A name to show; may be empty.
    pub name: String,
}

/// Why nobody could be signed in.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The provider gave no answer, or refused.
    #[error("the provider: {0}")]
    Provider(#[from] outgoing::Error),
    /// What it answered must not be believed.
    #[error("the provider's {what}: {reason}")]
    Answer {
        /// Which answer.
        what: &'static str,
        /// Why not.
        reason: String,
    },
}

fn wrong(what: &'static str, reason: impl Into<String>) -> Refusal {
    Refusal::Answer { what, reason: reason.into() }
}

/// One way to the provider and back. Random; only the browser that leaves with it can come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// Comes back in the address.
    pub state: String,
    /// Comes back in the token.
    nonce: String,
    /// Proves that who asks for the token is who left.
    verifier: String,
}

impl Attempt {
    /// A new one.
    pub fn random(rng: &mut dyn Rng) -> Self {
        let mut text = || {
            let bytes: Vec<u8> = (0..4).flat_map(|_| rng.next_u64().to_be_bytes()).collect();
            URL_SAFE_NO_PAD.encode(bytes)
        };
        Self { state: text(), nonce: text(), verifier: text() }
    }

    /// As the browser keeps it.
    pub fn to_cookie(&self) -> String {
        format!("{}.{}.{}", self.state, self.nonce, self.verifier)
    }

    /// What the browser kept, when it belongs to this way back.
    pub fn of_cookie(text: &str, state: &str) -> Option<Self> {
        let mut parts = text.split('.').map(str::to_owned);
        let read = Self { state: parts.next()?, nonce: parts.next()?, verifier: parts.next()? };
        (!state.is_empty() && read.state == state).then_some(read)
    }
}

/// The addresses of a provider.
struct Addresses {
    authorization: String,
    token: String,
    keys: String,
    userinfo: Option<String>,
    /// Whether the secret goes into the form instead of a header.
    secret_in_form: bool,
    /// Whether the way back always names the issuer.
    names_issuer: bool,
}

impl Oidc {
    /// The provider of the settings, if there is one.
    pub fn new(config: &Config) -> Result<Option<Self>, Error> {
        let Some(oidc) = &config.oidc else { return Ok(None) };
        let refused = |reason: String| Error::Refused(format!("setting `oidc_issuer`: {reason}"));
        let host = oidc.issuer.split('/').nth(2).unwrap_or_default();
        let mut allowed = config.outgoing_allow.clone();
        // The operator named it: it may stand in their own network.
        allowed.push(host.parse().map_err(refused)?);
        let options = Options { allowed, closed: config.demo, ..Options::default() };
        let outgoing = Outgoing::new(options).map_err(|error| refused(error.to_string()))?;
        let redirect = format!("{}{CALLBACK_PATH}", config.base_url());
        Ok(Some(Self { config: oidc.clone(), outgoing, redirect }))
    }

    /// What people know the provider as.
    pub fn name(&self) -> &str {
        &self.config.name
    }

    /// Its issuer.
    pub fn issuer(&self) -> &str {
        &self.config.issuer
    }

    /// Who gets an account by signing in.
    pub fn new_accounts(&self) -> &NewAccounts {
        &self.config.new_accounts
    }

    /// The address at the provider to which somebody leaves.
    pub async fn leave(&self, attempt: &Attempt) -> Result<String, Refusal> {
        let addresses = self.discover().await?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(&attempt.verifier));
        let query = form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", &self.redirect)
            .append_pair("scope", SCOPES)
            .append_pair("state", &attempt.state)
            .append_pair("nonce", &attempt.nonce)
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let mark = if addresses.authorization.contains('?') { '&' } else { '?' };
        Ok(format!("{}{mark}{query}", addresses.authorization))
    }

    /// Who came back with this code. `issuer` is what the way back says of its origin.
    pub async fn come_back(
        &self,
        attempt: &Attempt,
        code: &str,
        issuer: Option<&str>,
        now: Timestamp,
    ) -> Result<Person, Refusal> {
        let addresses = self.discover().await?;
        if issuer.map_or(addresses.names_issuer, |issuer| issuer != self.config.issuer) {
            return Err(wrong("way back", "it is another issuer's"));
        }
        let answer = self.exchange(&addresses, attempt, code).await?;
        let text = |name: &str| answer.get(name).and_then(Value::as_str);
        let id_token = text("id_token").ok_or_else(|| wrong("answer", "it holds no `id_token`"))?;
        let keys = self.outgoing.get_json(&addresses.keys, &[], TIMEOUT).await?;
        let keys = keys.get("keys").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let expected = token::Expected {
            issuer: &self.config.issuer,
            client_id: &self.config.client_id,
            nonce: &attempt.nonce,
        };
        let claims = token::judge(id_token, keys, &expected, now)
            .map_err(|reason| wrong("token", reason))?;
        let claims = claims.into_value();
        if claims.get("email").is_some() {
            return person(&claims, &claims);
        }
        // Many providers say it only there.
        let (Some(address), Some(access)) = (&addresses.userinfo, text("access_token")) else {
            return person(&claims, &claims);
        };
        let bearer = format!("Bearer {access}");
        let headers = [("authorization", bearer.as_str())];
        let more = self.outgoing.get_json(address, &headers, TIMEOUT).await?;
        person(&claims, &more)
    }

    async fn exchange(
        &self,
        addresses: &Addresses,
        attempt: &Attempt,
        code: &str,
    ) -> Result<Value, Refusal> {
        let id = self.config.client_id.as_str();
        let mut fields = vec![
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", self.redirect.as_str()),
            ("code_verifier", attempt.verifier.as_str()),
        ];
        let mut basic = None;
        match &self.config.client_secret {
            Some(secret) if !addresses.secret_in_form => {
                let encoded = |text: &str| -> String {
                    form_urlencoded::byte_serialize(text.as_bytes()).collect()
                };
                let pair = format!("{}:{}", encoded(id), encoded(secret.expose()));
                basic = Some(format!("Basic {}", STANDARD.encode(pair)));
            }
            Some(secret) => {
                fields.extend([("client_id", id), ("client_secret", secret.expose().as_str())]);
            }
            None => fields.push(("client_id", id)),
        }
        let headers: Vec<_> = basic.iter().map(|text| ("authorization", text.as_str())).collect();
        Ok(self.outgoing.post_form(&addresses.token, &headers, &fields, TIMEOUT).await?)
    }

    async fn discover(&self) -> Result<Addresses, Refusal> {
        let issuer = self.config.issuer.as_str();
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let found = self.outgoing.get_json(&url, &[], TIMEOUT).await?;
        let text = |name: &str| found.get(name).and_then(Value::as_str).map(str::to_owned);
        if text("issuer").as_deref() != Some(issuer) {
            let reason =
                "its `issuer` is not the one of the setting `oidc_issuer`, letter by letter";
            return Err(wrong("description", reason));
        }
        let must = |name: &'static str| {
            text(name).ok_or_else(|| wrong("description", format!("it holds no `{name}`")))
        };
        let ways: Vec<&str> = found
            .get("token_endpoint_auth_methods_supported")
            .and_then(Value::as_array)
            .map(|ways| ways.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        Ok(Addresses {
            authorization: must("authorization_endpoint")?,
            token: must("token_endpoint")?,
            keys: must("jwks_uri")?,
            userinfo: text("userinfo_endpoint"),
            secret_in_form: !ways.contains(&"client_secret_basic")
                && ways.contains(&"client_secret_post"),
            names_issuer: found.get("authorization_response_iss_parameter_supported")
                == Some(&Value::Bool(true)),
        })
    }
}

/// The person whom a token names, by what was said of them.
fn person(claims: &Value, said: &Value) -> Result<Person, Refusal> {
    let text = |from: &Value, name: &str| from.get(name).and_then(Value::as_str).map(str::to_owned);
    let subject = text(claims, "sub")
        .filter(|subject| !subject.is_empty() && subject.len() <= 255)
        .ok_or_else(|| wrong("token", "its `sub` is no text of 1 to 255 bytes"))?;
    if text(said, "sub").as_ref() != Some(&subject) {
        return Err(wrong("words on the person", "they are about somebody else"));
    }
    let email = text(said, "email")
        .ok_or_else(|| wrong("words on the person", "there is no `email` in them"))?;
    // An address that nobody verified may be somebody else's.
    if said.get("email_verified") != Some(&Value::Bool(true)) {
        return Err(wrong("words on the person", "the address of mail is not verified"));
    }
    Ok(Person { subject, email, name: text(said, "name").unwrap_or_default() })
}

#[cfg(test)]
mod tests {
    use model::SeededRng;
    use serde_json::json;

    use super::*;

    #[test]
    fn only_who_left_comes_back() {
        let attempt = Attempt::random(&mut SeededRng::new(1));
        let cookie = attempt.to_cookie();
        assert_eq!(Attempt::of_cookie(&cookie, &attempt.state), Some(attempt.clone()));
        assert_eq!(attempt.verifier.len(), 43, "the shortest that RFC 7636 allows");
        for (cookie, state) in
            [(cookie.as_str(), "other"), ("", ""), ("a.b", "a"), (cookie.as_str(), "")]
        {
            assert_eq!(Attempt::of_cookie(cookie, state), None, "{cookie} {state}");
        }
    }

    #[track_caller]
    fn check(claims: Value, said: Value, expected: Result<&str, &str>) {
        match (person(&claims, &said), expected) {
            (Ok(person), Ok(email)) => assert_eq!(person.email, email),
            (Err(error), Err(says)) => {
                assert!(error.to_string().contains(says), "{error} does not say {says}");
            }
            (other, _) => panic!("{said}: {other:?}"),
        }
    }

    #[test]
    fn only_a_verified_address_of_the_same_person_counts() {
        let ann = || json!({"sub": "1"});
        let said = |more: Value| {
            let mut said = json!({"sub": "1", "email": "ann@example.org", "email_verified": true});
            said.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            said
        };
        check(ann(), said(json!({})), Ok("ann@example.org"));
        check(ann(), said(json!({"sub": "2"})), Err("somebody else"));
        check(ann(), said(json!({"email_verified": false})), Err("not verified"));
        check(ann(), said(json!({"email_verified": "true"})), Err("not verified"));
        check(ann(), said(json!({"email": 5})), Err("no `email`"));
        check(json!({"sub": ""}), said(json!({"sub": ""})), Err("`sub`"));
        check(json!({"sub": 1}), said(json!({"sub": 1})), Err("`sub`"));
    }
}
