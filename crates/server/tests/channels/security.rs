//! Who writes to a web channel: cookies, and signed tokens of a site.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::world::{Answer, world};

const SECRET: &str = "a shared secret of forty letters or so..";
const PAGES: &str = r"https://shop\.example";

async fn say(path: &str, text: &str, headers: &[(&str, &str)], more: Value) -> Answer {
    let mut body = json!({"query": text, "locale": "en"});
    for (name, value) in more.as_object().unwrap() {
        body[name] = value.clone();
    }
    world().await.post(path, headers, body).await
}

/// The pair that an answer sets, and its attributes.
fn cookie(answer: &Answer) -> (String, String) {
    let set = answer.headers["set-cookie"].to_str().unwrap();
    let (pair, attributes) = set.split_once("; ").unwrap();
    (pair.to_owned(), attributes.to_owned())
}

#[tokio::test]
async fn a_cookie_names_the_visitor_whatever_the_request_says() {
    let world = world().await;
    let path = "/io/test/town/cookies";
    let settings = json!({"security": "cookies", "cookieMaxAgeS": 3600, "corsPattern": PAGES});
    world.web_channel(path, settings).await;
    let first = say(path, "my name is Ada", &[], json!({})).await;
    let (pair, attributes) = cookie(&first);
    assert!(pair.starts_with("tock_user_id="), "{pair}");
    assert_eq!(attributes, format!("Path={path}; HttpOnly; Secure; SameSite=None; Max-Age=3600"));
    // The cookie rules over the body, and its life is renewed with each request.
    let again = say(path, "who am I", &[("cookie", &pair)], json!({"userId": "eve"})).await;
    assert_eq!(again.texts(), ["You are Ada."]);
    assert_eq!(cookie(&again), (pair.clone(), attributes));
    // Without it, or with one that no channel gave, a visitor is new.
    for headers in [&[][..], &[("cookie", "tock_user_id=eve")]] {
        let other = say(path, "who am I", headers, json!({"userId": "eve"})).await;
        assert_eq!(other.texts(), ["I do not know you."]);
        assert_ne!(cookie(&other).0, pair);
    }
    // Its stream too.
    let mut stream = world.stream(&format!("{path}/sse?userId=eve"), &[("cookie", &pair)]).await;
    say(path, "who am I", &[("cookie", &pair)], json!({})).await;
    assert_eq!(stream.next_text().await, "You are Ada.");
}

#[tokio::test]
async fn pages_send_cookies_only_where_the_channel_names_its_pages() {
    let world = world().await;
    let (named, any) = ("/io/test/town/named", "/io/test/town/any");
    world.web_channel(named, json!({"security": "cookies", "corsPattern": PAGES})).await;
    world.web_channel(any, json!({"security": "cookies"})).await;
    let page = [("origin", "https://shop.example"), ("access-control-request-method", "POST")];
    for (path, credentials) in [(named, Some("true")), (any, None)] {
        let answer = world.call("OPTIONS", path, &page, "").await;
        let given = answer.headers.get("access-control-allow-credentials");
        assert_eq!(given.map(|value| value.to_str().unwrap()), credentials, "{path}");
        assert_eq!(answer.headers["access-control-allow-origin"], page[0].1);
    }
    let foreign = [("origin", "https://evil.example")];
    assert_eq!(say(named, "who am I", &foreign, json!({})).await.status, 403);
}

fn token(subject: &str, secret: &str, expires_in_s: i64, more: Value) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let mut claims = json!({"sub": subject, "iss": "shop", "aud": ["town"],
        "exp": now.as_secs() as i64 + expires_in_s});
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(json!({"alg": "HS256"})), part(claims));
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(ring::hmac::sign(&key, message.as_bytes()));
    format!("Bearer {message}.{signature}")
}

#[tokio::test]
async fn a_site_s_token_names_the_user_and_who_has_none_is_a_visitor() {
    let world = world().await;
    let path = "/io/test/town/tokens";
    let settings = json!({"security": "jwt", "userSecret": SECRET, "userIssuer": "shop",
        "userAudience": "town", "corsPattern": PAGES});
    world.web_channel(path, settings).await;
    // Somebody writes before signing in.
    let visitor = say(path, "my name is Ada", &[], json!({})).await;
    let (pair, _) = cookie(&visitor);
    // Then the site says who they are: what was said goes on, and the cookie has done its work.
    let ann = token("ann", SECRET, 600, json!({"groups": ["team"]}));
    let signed_in = [("cookie", pair.as_str()), ("authorization", ann.as_str())];
    let known = say(path, "who am I", &signed_in, json!({"userId": "eve"})).await;
    assert_eq!(known.texts(), ["You are Ada."]);
    assert!(cookie(&known).1.ends_with("; Max-Age=0"), "{:?}", cookie(&known));
    let ann = [("authorization", ann.as_str())];
    let known = say(path, "who am I", &ann, json!({})).await;
    assert_eq!(
        (known.texts(), known.headers.get("set-cookie")),
        (vec!["You are Ada.".into()], None)
    );
    // Another user cannot claim what was said under another's name.
    let bob = token("bob", SECRET, 600, json!({}));
    let bob = [("authorization", bob.as_str())];
    let claimed = say(path, "who am I", &bob, json!({"previousUserId": "ann"})).await;
    assert_eq!(claimed.texts(), ["I do not know you."]);
    // Groups are those of the token.
    assert_eq!(say(path, "who am I", &ann, json!({"groupId": "team"})).await.status, 200);
    assert_eq!(say(path, "who am I", &bob, json!({"groupId": "team"})).await.status, 403);
}

#[tokio::test]
async fn a_token_that_is_not_right_is_refused_and_says_why() {
    let world = world().await;
    let path = "/io/test/town/strict";
    let settings = json!({"security": "jwt", "userSecret": SECRET, "userIssuer": "shop",
        "userAudience": "town"});
    world.web_channel(path, settings).await;
    let cases = [
        (token("ann", SECRET, -600, json!({})), "time is over"),
        (token("ann", "another secret of forty letters or so...", 600, json!({})), "signature"),
        (token("ann", SECRET, 600, json!({"iss": "other"})), "`iss`"),
        (token("ann", SECRET, 600, json!({"aud": "other"})), "`aud`"),
        (token("", SECRET, 600, json!({})), "`sub`"),
        (token("visitor:x", SECRET, 600, json!({})), "`sub`"),
        (token("group:team", SECRET, 600, json!({})), "`sub`"),
        ("Bearer nonsense".into(), "no signed token"),
        ("Basic eDp5".into(), "`Bearer`"),
    ];
    for (header, reason) in cases {
        let answer = say(path, "who am I", &[("authorization", &header)], json!({})).await;
        let error = answer.json()["error"].as_str().unwrap().to_owned();
        assert_eq!(answer.status, 401, "{error}");
        assert!(error.contains(reason), "{reason}: {error}");
    }
}
