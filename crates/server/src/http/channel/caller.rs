//! Who writes to a web channel, as far as its settings say that the server finds it out.

use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use connectors::kit::Refusal;
use connectors::web::{Security, WebSettings};
use model::{Rng as _, UserId};

use super::{Caller, site_user, text_header};
use crate::app::App;
use crate::bots::ServedChannel;
use crate::system::SystemRng;

/// The cookie that names a visitor, as in Tock.
const COOKIE: &str = "tock_user_id";

/// Before the id of a visitor, where the channel also knows users by name.
const VISITOR: &str = "visitor:";

/// Beginnings of names that no site's user has.
const RESERVED: [&str; 2] = [VISITOR, "group:"];

/// The claim of a user's token that names their groups.
const GROUPS: &str = "groups";

/// Finds out who sent a request; for channels that believe what the request says, nobody.
pub(super) async fn of(
    app: &App,
    served: &ServedChannel,
    parts: &Parts,
) -> Result<Caller, Refusal> {
    let Some(settings) = &served.web else { return Ok(Caller::default()) };
    match settings.security {
        Security::Passthrough => Ok(Caller::default()),
        Security::Cookies => {
            let visitor = visitor(parts).unwrap_or_else(new_visitor);
            Ok(Caller {
                user: Some(user_named(&visitor)?),
                set_cookie: Some(cookie(served, settings, &visitor, settings.cookie_max_age_s)),
                ..Caller::default()
            })
        }
        Security::Jwt => by_token(app, served, settings, parts).await,
    }
}

async fn by_token(
    app: &App,
    served: &ServedChannel,
    settings: &WebSettings,
    parts: &Parts,
) -> Result<Caller, Refusal> {
    let visitor = visitor(parts);
    let named = |visitor: &str| user_named(&format!("{VISITOR}{visitor}"));
    let Some(token) = bearer(parts)? else {
        let visitor = visitor.unwrap_or_else(new_visitor);
        return Ok(Caller {
            user: Some(named(&visitor)?),
            set_cookie: Some(cookie(served, settings, &visitor, settings.cookie_max_age_s)),
            ..Caller::default()
        });
    };
    let claims = site_user::verify(app, served, &settings.user_tokens(), token).await?;
    let subject = claims.text("sub").unwrap_or_default();
    if RESERVED.iter().any(|reserved| subject.starts_with(reserved)) {
        return Err(refuse("its `sub` begins with a word that no user's name begins with"));
    }
    let groups = claims.get(GROUPS).and_then(serde_json::Value::as_array);
    let groups = groups.into_iter().flatten();
    Ok(Caller {
        user: Some(user_named(subject)?),
        known_before: visitor.as_deref().map(named).transpose()?,
        groups: groups.filter_map(|group| group.as_str().map(str::to_owned)).collect(),
        // Who they were goes on in who they are: it is asked for once.
        set_cookie: visitor.is_some().then(|| cookie(served, settings, "", Some(0))),
        ..Caller::default()
    })
}

/// The visitor whom a cookie names. Anything but an id that a channel gave is nobody.
fn visitor(parts: &Parts) -> Option<String> {
    let cookies = parts.headers.get_all(header::COOKIE).iter();
    let pairs = cookies.filter_map(|header| header.to_str().ok()).flat_map(|all| all.split(';'));
    let named = pairs.filter_map(|pair| pair.trim().split_once('='));
    let ours = named.filter(|(name, _)| *name == COOKIE).map(|(_, value)| value.trim());
    ours.filter(|value| is_uuid(value)).map(str::to_owned).next()
}

fn is_uuid(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() == 36
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_digit() || (b'a'..=b'f').contains(byte),
        })
}

/// A random UUID (version 4).
fn new_visitor() -> String {
    let mut bytes = [0_u8; 16];
    for half in bytes.chunks_mut(8) {
        half.copy_from_slice(&SystemRng.next_u64().to_be_bytes());
    }
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
}

fn cookie(
    served: &ServedChannel,
    settings: &WebSettings,
    visitor: &str,
    max_age_s: Option<u32>,
) -> HeaderValue {
    let path = settings.cookie_path.as_deref().unwrap_or(&served.channel.path);
    let mut cookie = format!("{COOKIE}={visitor}; Path={path}; HttpOnly; Secure; SameSite=None");
    if let Some(seconds) = max_age_s {
        cookie.push_str(&format!("; Max-Age={seconds}"));
    }
    // Settings are checked to hold visible characters only, and so are paths of channels.
    HeaderValue::try_from(cookie).unwrap_or_else(|_| HeaderValue::from_static(""))
}

fn bearer(parts: &Parts) -> Result<Option<&str>, Refusal> {
    let Some(header) = text_header(&parts.headers, &header::AUTHORIZATION) else { return Ok(None) };
    let token = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    match token {
        Some((_, token)) => Ok(Some(token.trim())),
        None => Err(refuse("the header `Authorization` must be `Bearer` and a token")),
    }
}

fn user_named(name: &str) -> Result<UserId, Refusal> {
    UserId::new(name).map_err(|error| refuse(&error.to_string()))
}

fn refuse(error: &str) -> Refusal {
    Refusal::new(401, "unproved-user", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_visitor_has_a_random_uuid() {
        let (one, other) = (new_visitor(), new_visitor());
        assert!(is_uuid(&one) && is_uuid(&other) && one != other, "{one} {other}");
        assert_eq!(&one[14..15], "4");
    }

    #[track_caller]
    fn check(cookies: &str, expected: Option<&str>) {
        let request = axum::http::Request::builder().header("cookie", cookies).body(()).unwrap();
        assert_eq!(visitor(&request.into_parts().0).as_deref(), expected, "{cookies}");
    }

    #[test]
    fn only_an_id_that_a_channel_gave_names_a_visitor() {
        let id = "0b6c1d2e-6a0f-4b0e-9a51-0f0f6f1f2a33";
        check(&format!("a=b; tock_user_id={id}"), Some(id));
        check(&format!("xtock_user_id={id}"), None);
        check("tock_user_id=alice", None);
        check("tock_user_id=", None);
        check(&format!("tock_user_id=alice; tock_user_id={id}"), Some(id));
    }
}
