//! The signed-in users of the sites that show a bot.
//!
//! The site signs a short-lived token for its user; the keys that check it are settings of the
//! channel, so that each bot trusts its own sites.

use axum::http::StatusCode;
use connectors::kit::{Refusal, USER_SECRET, UserTokens};
use model::Secret;
use store::SigningAlgorithm;

use super::storage_failed;
use crate::access::jwt::{Claims, PublicKey, Unverified, Verifier};
use crate::app::App;
use crate::bots::ServedChannel;

/// What a token of a site says of its user, once one of the channel's keys is found to have signed
/// it. It names them: `sub` is there and not empty.
pub async fn verify(
    app: &App,
    served: &ServedChannel,
    tokens: &UserTokens,
    token: &str,
) -> Result<Claims, Refusal> {
    let claims = signed(app, served, tokens, token).await?;
    if tokens.issuer.as_deref().is_some_and(|issuer| claims.text("iss") != Some(issuer)) {
        return Err(refuse("its `iss` is not the one that the channel names"));
    }
    if tokens.audience.as_deref().is_some_and(|audience| !claims.is_for(audience)) {
        return Err(refuse("its `aud` does not hold the one that the channel names"));
    }
    if claims.text("sub").is_none_or(str::is_empty) {
        return Err(refuse("it has no `sub`"));
    }
    Ok(claims)
}

async fn signed(
    app: &App,
    served: &ServedChannel,
    tokens: &UserTokens,
    token: &str,
) -> Result<Claims, Refusal> {
    let read = Unverified::read(token).ok_or_else(|| refuse("it is no signed token"))?;
    let (key_id, algorithm) = (read.key_id, read.algorithm);
    let now = app.turns.now();
    let mut reason = "the channel has no key for it";
    let mut check = |verifier: &Verifier<'_>| {
        let read = Unverified::read(token)?;
        read.verify(verifier, now).map_err(|why| reason = why).ok()
    };
    let keys = tokens.keys.as_ref().and_then(|keys| keys["keys"].as_array());
    for jwk in keys.into_iter().flatten() {
        let other = |wanted: &str| jwk["kid"].as_str().is_some_and(|known| known != wanted);
        if key_id.as_deref().is_some_and(other) {
            continue;
        }
        let Ok(key) = PublicKey::of_jwk(jwk) else { continue };
        if let Some(claims) = check(&Verifier::Public(&key)) {
            return Ok(claims);
        }
    }
    let channel = &served.channel;
    let is_shared = algorithm == SigningAlgorithm::Hs256.as_str();
    if is_shared && channel.secrets.iter().any(|name| name == USER_SECRET) {
        let secrets = app.store.channel_secrets(&channel.namespace, &channel.id).await;
        if let Some(secret) = secrets.map_err(storage_failed)?.get(USER_SECRET) {
            let secret = Secret::new(secret.expose().clone().into_bytes());
            if let Some(claims) = check(&Verifier::Shared(&secret)) {
                return Ok(claims);
            }
        }
    }
    Err(refuse(reason))
}

fn refuse(reason: &str) -> Refusal {
    let status = StatusCode::UNAUTHORIZED.as_u16();
    let error = format!("the token of the site's user is not right: {reason}");
    Refusal::new(status, "wrong-user-token", error)
}
