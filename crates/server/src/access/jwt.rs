//! Signed tokens (JSON Web Tokens, RFC 7519) and the keys that check them.
//!
//! The signature is ring's business; this file reads the three parts of a token, compares its
//! algorithm with the key's own, so that a token cannot choose how it is checked, and judges its
//! times. What the claims mean is for those who ask.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::{Secret, Timestamp};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::{Map, Value, json};
use store::SigningAlgorithm;

/// How far clocks may be apart, in milliseconds.
const LEEWAY_MS: i64 = 60_000;

/// Longest token, in bytes.
const TOKEN_BYTES_MAX: usize = 16 * 1024;

/// A public key that checks signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    /// RSA: modulus and exponent.
    Rsa(Vec<u8>, Vec<u8>),
    /// A point on P-256: both coordinates.
    P256(Vec<u8>, Vec<u8>),
    /// Ed25519.
    Ed25519(Vec<u8>),
}

impl PublicKey {
    /// Reads a JSON Web Key. A private one is refused: it should be nowhere but with its owner.
    pub fn of_jwk(jwk: &Value) -> Result<Self, String> {
        if jwk.get("d").is_some() || jwk.get("k").is_some() {
            return Err("this is a private key; give the public one, without `d`".into());
        }
        let text = |name: &str| jwk.get(name).and_then(Value::as_str).unwrap_or_default();
        let part = |name: &str, bytes: Option<usize>| {
            let part = URL_SAFE_NO_PAD.decode(text(name).trim_end_matches('=')).unwrap_or_default();
            match !part.is_empty() && bytes.is_none_or(|bytes| part.len() == bytes) {
                true => Ok(part),
                false => Err(format!("member `{name}` is missing or not the base64url of a key")),
            }
        };
        match (text("kty"), text("crv")) {
            ("RSA", _) => {
                let (n, e) = (part("n", None)?, part("e", None)?);
                // Larger ones take long to check.
                match (256..=1024).contains(&n.len()) && e.len() <= 8 {
                    true => Ok(Self::Rsa(n, e)),
                    false => Err("an RSA key must have 2048 to 8192 bits".into()),
                }
            }
            ("EC", "P-256") => Ok(Self::P256(part("x", Some(32))?, part("y", Some(32))?)),
            ("OKP", "Ed25519") => Ok(Self::Ed25519(part("x", Some(32))?)),
            (kind, curve) => Err(format!(
                "a key of kind `{kind}` `{curve}` is not known; use RSA, EC on P-256, or OKP on \
                 Ed25519"
            )),
        }
    }

    /// The key as JSON Web Key, without anything else that stood beside it.
    pub fn to_jwk(&self) -> Value {
        let text = |bytes: &Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
        match self {
            Self::Rsa(n, e) => json!({"kty": "RSA", "n": text(n), "e": text(e)}),
            Self::P256(x, y) => json!({"kty": "EC", "crv": "P-256", "x": text(x), "y": text(y)}),
            Self::Ed25519(x) => json!({"kty": "OKP", "crv": "Ed25519", "x": text(x)}),
        }
    }

    /// How it signs.
    pub fn algorithm(&self) -> SigningAlgorithm {
        match self {
            Self::Rsa(..) => SigningAlgorithm::Rs256,
            Self::P256(..) => SigningAlgorithm::Es256,
            Self::Ed25519(_) => SigningAlgorithm::EdDsa,
        }
    }

    fn verifies(&self, message: &[u8], given: &[u8]) -> bool {
        match self {
            Self::Rsa(n, e) => RsaPublicKeyComponents { n, e }
                .verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, given)
                .is_ok(),
            Self::P256(x, y) => {
                let point = [&[4], x.as_slice(), y.as_slice()].concat();
                UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point)
                    .verify(message, given)
                    .is_ok()
            }
            Self::Ed25519(x) => {
                UnparsedPublicKey::new(&signature::ED25519, x).verify(message, given).is_ok()
            }
        }
    }
}

/// What a token is checked with.
pub enum Verifier<'a> {
    /// A public key.
    Public(&'a PublicKey),
    /// A shared secret.
    Shared(&'a Secret<Vec<u8>>),
}

/// A token whose signature nobody has checked yet.
pub struct Unverified<'a> {
    signed: &'a str,
    signature: Vec<u8>,
    /// How it claims to be signed.
    pub algorithm: String,
    /// Which key it claims to be signed with.
    pub key_id: Option<String>,
    claims: Map<String, Value>,
}

/// Whether a text may be a signed token: three parts.
pub fn looks_signed(token: &str) -> bool {
    token.len() <= TOKEN_BYTES_MAX && token.split('.').count() == 3
}

impl<'a> Unverified<'a> {
    /// Reads a token.
    pub fn read(token: &'a str) -> Option<Self> {
        if !looks_signed(token) {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let part = |text: &str| -> Option<Map<String, Value>> {
            serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
        };
        let header = part(header)?;
        // Extensions that must be understood and are not.
        if header.contains_key("crit") {
            return None;
        }
        Some(Self {
            signed,
            signature: URL_SAFE_NO_PAD.decode(signature).ok()?,
            algorithm: header.get("alg")?.as_str()?.to_owned(),
            key_id: header.get("kid").and_then(Value::as_str).map(str::to_owned),
            claims: part(claims)?,
        })
    }

    /// The claims, once signature and times are found to be right.
    pub fn verify(self, verifier: &Verifier<'_>, now: Timestamp) -> Result<Claims, &'static str> {
        let message = self.signed.as_bytes();
        let (algorithm, right) = match verifier {
            Verifier::Public(key) => (key.algorithm(), key.verifies(message, &self.signature)),
            Verifier::Shared(secret) => {
                let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.expose());
                let right = ring::hmac::verify(&key, message, &self.signature).is_ok();
                (SigningAlgorithm::Hs256, right)
            }
        };
        if self.algorithm != algorithm.as_str() {
            return Err("it is signed in another way than its key signs");
        }
        if !right {
            return Err("its signature is not right");
        }
        let at = |name: &str| -> Result<Option<i64>, &'static str> {
            match self.claims.get(name) {
                None => Ok(None),
                Some(value) => match value.as_f64() {
                    // Seconds; anything beyond is nonsense.
                    Some(seconds) if seconds.abs() < 1e12 => Ok(Some((seconds * 1000.0) as i64)),
                    _ => Err("one of its times is no number"),
                },
            }
        };
        let expires = at("exp")?.ok_or("it has no `exp`")?;
        if now.0 - LEEWAY_MS >= expires {
            return Err("its time is over");
        }
        if at("nbf")?.is_some_and(|from| now.0 + LEEWAY_MS < from)
            || at("iat")?.is_some_and(|made| now.0 + LEEWAY_MS < made)
        {
            return Err("it holds only later");
        }
        Ok(Claims(self.claims))
    }
}

/// What a token says, signature and times being right.
#[derive(Debug)]
pub struct Claims(Map<String, Value>);

impl Claims {
    /// A claim that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A claim.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All of them.
    pub fn into_value(self) -> Value {
        Value::Object(self.0)
    }

    /// Whether the token is for this audience.
    pub fn is_for(&self, audience: &str) -> bool {
        match self.0.get("aud") {
            Some(Value::String(only)) => only == audience,
            Some(Value::Array(all)) => all.iter().any(|one| one == audience),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use ring::rand::SystemRandom;
    use ring::signature::{EcdsaKeyPair, Ed25519KeyPair, KeyPair};

    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    fn signed(header: Value, claims: Value, sign: impl FnOnce(&[u8]) -> Vec<u8>) -> String {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(header), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
        format!("{message}.{signature}")
    }

    fn by_secret(header: Value, claims: Value, secret: &[u8]) -> String {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
        signed(header, claims, |message| ring::hmac::sign(&key, message).as_ref().to_vec())
    }

    #[track_caller]
    fn check(token: &str, verifier: &Verifier<'_>, expected: Result<(), &str>) {
        let read = Unverified::read(token).ok_or("unreadable");
        let result = read.and_then(|token| token.verify(verifier, NOW)).map(|_| ());
        assert_eq!(result, expected);
    }

    #[test]
    fn only_its_own_key_way_and_time_make_a_token_hold() {
        let secret = Secret::new(b"a secret of thirty-two bytes ...".to_vec());
        let other = Secret::new(b"b secret of thirty-two bytes ...".to_vec());
        let verifier = Verifier::Shared(&secret);
        let header = || json!({"alg": "HS256", "typ": "JWT"});
        let seconds = NOW.0 / 1000;
        let with = |claims: Value| by_secret(header(), claims, secret.expose());
        check(&with(json!({"exp": seconds + 10})), &verifier, Ok(()));
        check(&with(json!({"exp": seconds - 59})), &verifier, Ok(()));
        check(&with(json!({"exp": seconds - 60})), &verifier, Err("its time is over"));
        check(&with(json!({})), &verifier, Err("it has no `exp`"));
        check(&with(json!({"exp": "x"})), &verifier, Err("one of its times is no number"));
        check(
            &with(json!({"exp": seconds + 999, "nbf": seconds + 100})),
            &verifier,
            Err("it holds only later"),
        );
        let token = with(json!({"exp": seconds + 10}));
        check(&token, &Verifier::Shared(&other), Err("its signature is not right"));
        let none = by_secret(json!({"alg": "none"}), json!({"exp": seconds + 10}), b"");
        let way = "it is signed in another way than its key signs";
        check(&none, &verifier, Err(way));
        let (message, _) = token.rsplit_once('.').unwrap();
        check(&format!("{message}."), &verifier, Err("its signature is not right"));
        for text in ["", "a", "a.b", "a.b.c", "..", "a.b.c.d"] {
            check(text, &verifier, Err("unreadable"));
        }
        let critical = by_secret(json!({"alg": "HS256", "crit": ["x"]}), json!({}), b"");
        check(&critical, &verifier, Err("unreadable"));
    }

    #[test]
    fn public_keys_check_what_their_private_ones_signed() {
        let random = SystemRandom::new();
        let claims = || json!({"exp": NOW.0 / 1000 + 10});

        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&random).unwrap();
        let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
        let jwk = json!({"kty": "OKP", "crv": "Ed25519",
            "x": URL_SAFE_NO_PAD.encode(pair.public_key())});
        let ed = PublicKey::of_jwk(&jwk).unwrap();
        let sign = |message: &[u8]| pair.sign(message).as_ref().to_vec();
        let token = signed(json!({"alg": "EdDSA"}), claims(), sign);
        check(&token, &Verifier::Public(&ed), Ok(()));
        assert_eq!(PublicKey::of_jwk(&ed.to_jwk()), Ok(ed.clone()));

        let way = &signature::ECDSA_P256_SHA256_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(way, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(way, pkcs8.as_ref(), &random).unwrap();
        let point = pair.public_key().as_ref();
        let jwk = json!({"kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(&point[1..33]),
            "y": URL_SAFE_NO_PAD.encode(&point[33..])});
        let ec = PublicKey::of_jwk(&jwk).unwrap();
        let sign = |message: &[u8]| pair.sign(&random, message).unwrap().as_ref().to_vec();
        let token = signed(json!({"alg": "ES256"}), claims(), sign);
        check(&token, &Verifier::Public(&ec), Ok(()));
        check(
            &token,
            &Verifier::Public(&ed),
            Err("it is signed in another way than its key signs"),
        );

        // The oldest trick: the public key as if it were a shared secret.
        let as_secret = by_secret(json!({"alg": "HS256"}), claims(), point);
        let way = "it is signed in another way than its key signs";
        check(&as_secret, &Verifier::Public(&ec), Err(way));
    }

    #[test]
    fn what_is_no_public_key_is_refused_with_the_reason() {
        for (jwk, says) in [
            (json!({"kty": "oct", "k": "AAAA"}), "private"),
            (json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA"}), "`x`"),
            (json!({"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"}), "P-256"),
            (json!({"kty": "RSA", "n": "AAAA", "e": "AQAB"}), "2048"),
            (json!({"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "d": "AAAA"}), "private"),
            (json!({}), "not known"),
        ] {
            let error = PublicKey::of_jwk(&jwk).unwrap_err();
            assert!(error.contains(says), "{jwk}: {error}");
        }
    }
}
