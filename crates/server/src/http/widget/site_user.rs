//! The signed-in users of the sites that show the widget.
//!
//! The site signs a short-lived token for its user; the keys that check it are settings of the
//! widget's channel, so that each bot trusts its own sites.

use axum::http::StatusCode;
use connectors::kit::Refusal;
use connectors::widget::{USER_SECRET, WidgetSettings};
use model::{Secret, UserId};
use store::SigningAlgorithm;

use crate::access::jwt::{Claims, PublicKey, Unverified, Verifier};
use crate::app::App;
use crate::bots::ServedChannel;
use crate::http::channel::storage_failed;

/// Before the site's own id of its user: no visitor without a token has such a name.
const PREFIX: &str = "site:";

/// The user whom a site's token names.
pub async fn find(app: &App, served: &ServedChannel, token: &str) -> Result<UserId, Refusal> {
    let settings = WidgetSettings::of(&served.settings);
    let claims = verify(app, served, &settings, token).await?;
    if settings.user_issuer.as_deref().is_some_and(|issuer| claims.text("iss") != Some(issuer)) {
        return Err(refuse("its `iss` is not the one that the widget's channel names"));
    }
    if settings.user_audience.as_deref().is_some_and(|audience| !claims.is_for(audience)) {
        return Err(refuse("its `aud` does not hold the one that the widget's channel names"));
    }
    let subject = claims.text("sub").filter(|subject| !subject.is_empty());
    let subject = subject.ok_or_else(|| refuse("it has no `sub`"))?;
    UserId::new(format!("{PREFIX}{subject}")).map_err(|_| refuse("its `sub` is too long"))
}

/// What a token says, once one of the channel's keys is found to have signed it.
async fn verify(
    app: &App,
    served: &ServedChannel,
    settings: &WidgetSettings,
    token: &str,
) -> Result<Claims, Refusal> {
    let read = Unverified::read(token).ok_or_else(|| refuse("it is no signed token"))?;
    let (key_id, algorithm) = (read.key_id, read.algorithm);
    let now = app.turns.now();
    let mut reason = "the widget's channel has no key for it";
    let mut check = |verifier: &Verifier<'_>| {
        let read = Unverified::read(token)?;
        read.verify(verifier, now).map_err(|why| reason = why).ok()
    };
    let keys = settings.user_keys.as_ref().and_then(|keys| keys["keys"].as_array());
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
