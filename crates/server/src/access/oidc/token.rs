//! Judging a provider's token (OpenID Connect Core 1.0, section 3.1.3.7).

use model::Timestamp;
use serde_json::Value;
use subtle::ConstantTimeEq;

use super::super::jwt::{Claims, PublicKey, Unverified, Verifier};

/// What a token must say.
pub(super) struct Expected<'a> {
    pub issuer: &'a str,
    pub client_id: &'a str,
    pub nonce: &'a str,
}

/// The claims of a token that one of the provider's keys signed, for us, now.
pub(super) fn judge(
    token: &str,
    keys: &[Value],
    expected: &Expected<'_>,
    now: Timestamp,
) -> Result<Claims, &'static str> {
    let claims = verify(token, keys, now)?;
    if claims.text("iss") != Some(expected.issuer) {
        return Err("it is another issuer's");
    }
    if !claims.is_for(expected.client_id) {
        return Err("it is for another audience");
    }
    let party = claims.get("azp");
    let several = claims.get("aud").and_then(Value::as_array).is_some_and(|all| all.len() > 1);
    if party.map_or(several, |party| party != expected.client_id) {
        return Err("it was made for another party");
    }
    let nonce = claims.text("nonce").unwrap_or_default();
    match nonce.as_bytes().ct_eq(expected.nonce.as_bytes()).into() {
        true => Ok(claims),
        false => Err("its `nonce` is not the one that was asked for"),
    }
}

fn verify(token: &str, keys: &[Value], now: Timestamp) -> Result<Claims, &'static str> {
    const UNREADABLE: &str = "it is not a signed token";
    let key_id = Unverified::read(token).ok_or(UNREADABLE)?.key_id;
    let named = |key: &&Value| match &key_id {
        Some(id) => key.get("kid").and_then(Value::as_str) == Some(id),
        None => true,
    };
    let signs = |key: &&Value| key.get("use").is_none_or(|purpose| purpose == "sig");
    let mut reason = "it is signed with a key that the provider does not publish";
    for key in keys.iter().filter(signs).filter(named) {
        let Ok(key) = PublicKey::of_jwk(key) else { continue };
        let unverified = Unverified::read(token).ok_or(UNREADABLE)?;
        match unverified.verify(&Verifier::Public(&key), now) {
            Ok(claims) => return Ok(claims),
            Err(found) => reason = found,
        }
    }
    Err(reason)
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use ring::rand::SystemRandom;
    use ring::signature::{Ed25519KeyPair, KeyPair};
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp(1_800_000_000_000);

    struct Provider {
        pair: Ed25519KeyPair,
        keys: Vec<Value>,
    }

    impl Provider {
        fn new() -> Self {
            let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
            let pair = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
            let x = URL_SAFE_NO_PAD.encode(pair.public_key());
            let key = json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "new", "use": "sig"});
            let mut other = key.clone();
            other["kid"] = json!("old");
            Self { pair, keys: vec![other, key] }
        }

        fn token(&self, header: Value, more: Value) -> String {
            let mut claims = json!({"iss": "https://id", "aud": "us", "sub": "1", "nonce": "n",
                "exp": NOW.0 / 1000 + 60, "iat": NOW.0 / 1000});
            claims.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
            let message = format!("{}.{}", part(&header), part(&claims));
            let signature = self.pair.sign(message.as_bytes());
            format!("{message}.{}", URL_SAFE_NO_PAD.encode(signature))
        }
    }

    fn judged(token: &str, keys: &[Value]) -> Result<(), &'static str> {
        let expected = Expected { issuer: "https://id", client_id: "us", nonce: "n" };
        judge(token, keys, &expected, NOW).map(|_| ())
    }

    #[test]
    fn a_token_counts_for_its_issuer_audience_party_nonce_and_time_only() {
        let provider = Provider::new();
        let check = |more: Value, expected: Result<(), &str>| {
            let token = provider.token(json!({"alg": "EdDSA", "kid": "new"}), more.clone());
            assert_eq!(judged(&token, &provider.keys), expected, "{more}");
        };
        check(json!({}), Ok(()));
        check(json!({"iss": "https://id/"}), Err("it is another issuer's"));
        check(json!({"iss": null}), Err("it is another issuer's"));
        check(json!({"aud": "them"}), Err("it is for another audience"));
        check(json!({"aud": ["us"]}), Ok(()));
        check(json!({"aud": ["us", "them"]}), Err("it was made for another party"));
        check(json!({"aud": ["us", "them"], "azp": "us"}), Ok(()));
        check(json!({"azp": "them"}), Err("it was made for another party"));
        let nonce = "its `nonce` is not the one that was asked for";
        check(json!({"nonce": "m"}), Err(nonce));
        check(json!({"nonce": null}), Err(nonce));
        check(json!({"exp": NOW.0 / 1000 - 60}), Err("its time is over"));
    }

    #[test]
    fn only_published_keys_for_signing_count() {
        let provider = Provider::new();
        let unpublished = "it is signed with a key that the provider does not publish";
        let check = |header: Value, keys: &[Value], expected: Result<(), &str>| {
            let token = provider.token(header.clone(), json!({}));
            assert_eq!(judged(&token, keys), expected, "{header}");
        };
        let keys = &provider.keys;
        check(json!({"alg": "EdDSA", "kid": "new"}), keys, Ok(()));
        check(json!({"alg": "EdDSA"}), keys, Ok(()));
        check(json!({"alg": "EdDSA", "kid": "next"}), keys, Err(unpublished));
        check(json!({"alg": "EdDSA", "kid": "new"}), &[], Err(unpublished));
        let mut encrypts = keys[1].clone();
        encrypts["use"] = json!("enc");
        check(json!({"alg": "EdDSA", "kid": "new"}), &[encrypts], Err(unpublished));
        let stranger = Provider::new();
        let header = json!({"alg": "EdDSA", "kid": "new"});
        check(header, &stranger.keys, Err("its signature is not right"));
        let way = "it is signed in another way than its key signs";
        check(json!({"alg": "none", "kid": "new"}), keys, Err(way));
        check(json!({"alg": "HS256", "kid": "new"}), keys, Err(way));
        assert_eq!(judged("a.b.c", keys), Err("it is not a signed token"));
    }
}
