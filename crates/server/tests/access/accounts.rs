//! Accounts: signing in, sessions, links, members, tokens.

use model::{MemberRole, Permission, Secret};
use serde_json::{Value, json};
use server::owner;

use crate::world::*;

const SESSION: &str = "/api/v1/session";

fn sign_in_body(email: &str, password: &str) -> String {
    json!({"email": email, "password": password}).to_string()
}

/// A browser that has signed in: its cookie and what its pages send along.
struct Browser {
    cookie: String,
    csrf: String,
}

impl Browser {
    async fn sign_in(world: &World, email: &str, password: &str) -> Self {
        let answer = world.call("POST", SESSION, "", &sign_in_body(email, password)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let csrf = answer.json()["csrfToken"].as_str().unwrap().to_owned();
        Self { cookie: answer.cookie(), csrf }
    }

    async fn call(&self, world: &World, method: &str, path: &str, body: &str) -> Answer {
        let headers = [("cookie", self.cookie.as_str()), ("x-csrf-token", self.csrf.as_str())];
        world.send(method, path, &headers, body, [192, 0, 2, 9]).await
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn this_machine_may_do_everything_until_there_is_an_owner() {
    let world = World::without_owner(&[]).await;
    let ask = async |headers: &[(&str, &str)], from| {
        world.send("GET", "/api/v1/bots", headers, "", from).await.status.as_u16()
    };
    assert_eq!(ask(&[], [127, 0, 0, 1]).await, 200);
    // Others may not, nor may what comes through a proxy.
    assert_eq!(ask(&[], [192, 0, 2, 9]).await, 401);
    assert_eq!(ask(&[("x-forwarded-for", "127.0.0.1")], [127, 0, 0, 1]).await, 401);
    let answer = world.send("GET", SESSION, &[], "", [127, 0, 0, 1]).await;
    assert_eq!(answer.json()["kind"], "loopback");
    owner::create(&world.store, OWNER, Secret::new(PASSWORD.into())).await.unwrap();
    assert_eq!(ask(&[], [127, 0, 0, 1]).await, 401);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_owner_link_makes_one_owner_once() {
    let world = World::without_owner(&[]).await;
    let config = config(std::env::temp_dir(), &[]);
    let link =
        async || owner::make_link(&config, &world.store, model::Timestamp(i64::MAX / 2)).await;
    let first = link().await.unwrap().unwrap();
    let url = link().await.unwrap().unwrap();
    assert!(url.starts_with("http://127.0.0.1:8080/sign-in#link-"), "{url}");
    let token = |url: &str| url.split_once('#').unwrap().1.to_owned();
    let body = |url: &str, email: &str, password: &str| {
        json!({"token": token(url), "email": email, "name": "Ada", "password": password})
            .to_string()
    };
    let use_link = async |body: String| world.call("POST", "/api/v1/links/use", "", &body).await;
    // Only the newest link works.
    assert_eq!(use_link(body(&first, OWNER, PASSWORD)).await.status, 404);
    assert_eq!(use_link(body(&url, OWNER, "short")).await.status, 400);
    assert_eq!(use_link(body(&url, "nobody", PASSWORD)).await.status, 400);
    let look = json!({"token": token(&url)}).to_string();
    let seen = world.call("POST", "/api/v1/links/look", "", &look).await;
    assert_eq!(seen.json()["kind"], "owner");
    let made = use_link(body(&url, OWNER, PASSWORD)).await;
    assert_eq!(made.status, 200, "{}", made.text());
    assert_eq!(made.json()["account"]["email"], OWNER);
    assert!(made.json()["rights"][0].get("namespace").is_none(), "{}", made.text());
    assert_eq!(use_link(body(&url, "eve@example.org", PASSWORD)).await.status, 404);
    assert!(link().await.unwrap().is_none());
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_is_a_cookie_that_pages_of_elsewhere_cannot_use() {
    let world = World::new(&[]).await;
    let wrong = world.call("POST", SESSION, "", &sign_in_body(OWNER, "wrong password")).await;
    assert_eq!(wrong.status, 401);
    let browser = Browser::sign_in(&world, OWNER, PASSWORD).await;
    let answer =
        world.call("POST", SESSION, "", &sign_in_body("OWNER@example.org ", PASSWORD)).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.contains("HttpOnly; Path=/; SameSite=Lax"), "{cookie}");
    assert_eq!(browser.call(&world, "GET", SESSION, "").await.json()["kind"], "account");

    let body = json!({"name": "x", "scopes": ["view"]}).to_string();
    let tokens = "/api/v1/namespaces/a/tokens";
    let with = async |headers: &[(&str, &str)]| {
        world.send("POST", tokens, headers, &body, [192, 0, 2, 9]).await.status.as_u16()
    };
    let cookie = ("cookie", browser.cookie.as_str());
    assert_eq!(with(&[cookie]).await, 403);
    assert_eq!(with(&[cookie, ("x-csrf-token", "0123")]).await, 403);
    let csrf = ("x-csrf-token", browser.csrf.as_str());
    assert_eq!(with(&[cookie, csrf, ("origin", "https://evil.example")]).await, 403);
    assert_eq!(with(&[cookie, csrf, ("origin", "http://127.0.0.1:8080")]).await, 201);

    let list = browser.call(&world, "GET", "/api/v1/sessions", "").await.json();
    let sessions = list["items"].as_array().unwrap();
    assert_eq!(sessions.len(), 2);
    let other = sessions.iter().find(|one| one["current"] == false).unwrap()["id"].clone();
    let path = format!("/api/v1/sessions/{}", other.as_str().unwrap());
    assert_eq!(browser.call(&world, "DELETE", &path, "").await.status, 204);
    assert_eq!(browser.call(&world, "DELETE", &path, "").await.status, 404);
    assert_eq!(browser.call(&world, "DELETE", SESSION, "").await.status, 204);
    assert_eq!(browser.call(&world, "GET", SESSION, "").await.status, 401);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_tls_the_cookie_is_for_tls_alone() {
    let world = World::new(&[("public_url", "https://bots.example.org")]).await;
    let answer = world.call("POST", SESSION, "", &sign_in_body(OWNER, PASSWORD)).await;
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-palabre_session=pas_"), "{cookie}");
    assert!(cookie.contains("; Secure"), "{cookie}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_guesses_passwords_waits_and_learns_nothing() {
    let world = World::new(&[]).await;
    let tries = async |email: &str| {
        let mut statuses = Vec::new();
        for _ in 0..7 {
            let body = sign_in_body(email, "wrong password");
            statuses.push(world.call("POST", SESSION, "", &body).await.status.as_u16());
        }
        statuses
    };
    let known = tries(OWNER).await;
    assert_eq!(known, [401, 401, 401, 401, 401, 429, 429]);
    // The right password waits too. Asked at once: the first wait is short.
    let answer = world.call("POST", SESSION, "", &sign_in_body(OWNER, PASSWORD)).await;
    assert_eq!(answer.status, 429);
    assert_eq!(tries("nobody@example.org").await, known);
    let filter = store::AuditFilter { action: Some("session.".into()), ..Default::default() };
    let lines = world.store.audit_lines(None, &filter, None, 100).await.unwrap().items;
    assert_eq!(lines.iter().filter(|line| line.action == "session.refused").count(), 10);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_is_invited_joins_changes_and_leaves() {
    let world = World::new(&[]).await;
    let admin = world.person("admin@a.example", "a", MemberRole::Admin).await;
    let invitations = "/api/v1/namespaces/a/invitations";
    let invite = async |email: &str, role: &str| {
        let body = json!({"email": email, "role": role}).to_string();
        world.call("POST", invitations, &admin, &body).await
    };
    // An admin makes no owners: nobody gives what they do not hold.
    assert_eq!(invite("x@example.org", "owner").await.status, 403);
    assert_eq!(invite("x@example.org", "king").await.status, 400);
    assert_eq!(invite("no address", "viewer").await.status, 400);
    let made = invite("new@example.org", "botUser").await.json();
    let url = made["url"].as_str().unwrap();
    assert_eq!(made["mailed"], false);
    let waiting = world.call("GET", invitations, &admin, "").await;
    assert!(!waiting.text().contains(url.split_once('#').unwrap().1), "{}", waiting.text());
    assert_eq!(waiting.json()["items"][0]["role"]["role"], "publisher");
    let token = url.split_once('#').unwrap().1;
    let body = json!({"token": token, "password": "a password of mine"}).to_string();
    let joined = world.call("POST", "/api/v1/links/use", "", &body).await;
    assert_eq!(joined.status, 200, "{}", joined.text());
    assert_eq!(joined.json()["account"]["email"], "new@example.org");
    assert_eq!(joined.json()["rights"][0]["namespace"], "a");
    let new = basic("new@example.org", "a password of mine");
    assert_eq!(world.call("GET", "/api/v1/bots", &new, "").await.status, 200);

    let id = joined.json()["account"]["id"].as_str().unwrap().to_owned();
    let member = format!("/api/v1/namespaces/a/members/{id}");
    let set = async |roles: Value| {
        world.call("PUT", &member, &admin, &json!({"roles": roles}).to_string()).await
    };
    assert_eq!(set(json!(["owner"])).await.status, 403);
    assert_eq!(set(json!(["viewer", "channel-manager"])).await.status, 200);
    assert_eq!(set(json!([])).await.status, 200);
    // What was taken away holds no longer, at once.
    assert_eq!(world.call("GET", "/api/v1/bots", &new, "").await.status, 403);
    let audit = world.call("GET", "/api/v1/namespaces/a/audit?action=member.", &admin, "").await;
    let lines = audit.json()["items"].clone();
    assert_eq!(lines[0]["before"]["roles"], json!(["channel-manager", "viewer"]));
    assert_eq!(lines[0]["after"]["roles"], json!([]));
    assert_eq!(lines[0]["actorName"], "admin@a.example");
    assert_eq!(lines[0]["address"], "192.0.2.9");
    let export = world.call("GET", "/api/v1/namespaces/a/audit/export", &admin, "").await.text();
    assert!(export.lines().count() >= 4 && export.contains("member.changed"), "{export}");
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_admin_takes_over_nobody_who_has_more_rights() {
    let world = World::new(&[]).await;
    let admin = world.person("admin@a.example", "a", MemberRole::Admin).await;
    world.person("both@example.org", "a", MemberRole::Viewer).await;
    world.person("both@example.org", "b", MemberRole::Admin).await;
    world.person("ours@example.org", "a", MemberRole::Viewer).await;
    let reset = async |email: &str| {
        let account = world.store.account_by_email(email).await.unwrap().unwrap();
        let path = format!("/api/v1/namespaces/a/members/{}/reset", account.id);
        world.call("POST", &path, &admin, "").await
    };
    assert_eq!(reset("both@example.org").await.status, 403);
    assert_eq!(reset(OWNER).await.status, 404);
    let link = reset("ours@example.org").await.json();
    let token = link["url"].as_str().unwrap().split_once('#').unwrap().1.to_owned();
    let body = json!({"token": token, "password": "another password"}).to_string();
    assert_eq!(world.call("POST", "/api/v1/links/use", "", &body).await.status, 200);
    let old = world.call("GET", SESSION, &basic("ours@example.org", PASSWORD), "").await;
    assert_eq!(old.status, 401);
    // Inviting somebody who has an account gives no link to it.
    let body = json!({"email": OWNER, "role": "viewer"}).to_string();
    let answer = world.call("POST", "/api/v1/namespaces/a/invitations", &admin, &body).await;
    assert_eq!(answer.json(), json!({"mailed": false}));
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_is_shown_once_and_holds_where_and_as_long_as_it_says() {
    let world = World::new(&[]).await;
    let admin = world.person("admin@a.example", "a", MemberRole::Admin).await;
    let tokens = "/api/v1/namespaces/a/tokens";
    let make = async |body: Value| world.call("POST", tokens, &admin, &body.to_string()).await;
    assert_eq!(make(json!({"name": "x", "scopes": ["own"]})).await.status, 403);
    assert_eq!(make(json!({"name": "x", "scopes": []})).await.status, 400);
    assert_eq!(make(json!({"name": "", "scopes": ["view"]})).await.status, 400);
    assert_eq!(make(json!({"name": "x", "scopes": ["view"], "bot": "bot"})).await.status, 400);
    let bot = world.bot_id("b").await;
    let foreign = json!({"name": "x", "scopes": ["view"], "bot": bot.as_str()});
    assert_eq!(make(foreign).await.status, 400);
    let made = make(json!({"name": "n", "scopes": ["view"], "expiresInDays": 1})).await;
    assert_eq!(made.status, 201);
    let (made, token) = (made.json(), made.json()["token"].as_str().unwrap().to_owned());
    let listed = world.call("GET", tokens, &admin, "").await;
    assert!(!listed.text().contains(&token));
    assert_eq!(listed.json()["items"][0]["ending"], token[token.len() - 4..]);
    let bearer = format!("Bearer {token}");
    for authorization in [bearer.clone(), basic("anything", &token)] {
        assert_eq!(world.call("GET", "/api/v1/bots", &authorization, "").await.status, 200);
        assert_eq!(world.call("GET", tokens, &authorization, "").await.status, 403);
    }
    let path = format!("{tokens}/{}", made["id"].as_str().unwrap());
    assert_eq!(world.call("DELETE", &path, &admin, "").await.status, 204);
    assert_eq!(world.call("GET", "/api/v1/bots", &bearer, "").await.status, 401);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_namespace_signs_holds_in_it_alone() {
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let world = World::new(&[("nlp_open", "false")]).await;
    let admin = world.person("admin@a.example", "a", MemberRole::Admin).await;
    let keys = "/api/v1/namespaces/a/signing-keys";
    let secret = "a secret of thirty-two bytes ...";
    let make = async |body: Value| world.call("POST", keys, &admin, &body.to_string()).await;
    assert_eq!(make(json!({"name": "x", "scopes": ["view"], "secret": "short"})).await.status, 400);
    assert_eq!(make(json!({"name": "x", "scopes": ["view"]})).await.status, 400);
    let made =
        make(json!({"name": "shop", "scopes": ["view", "understand"], "secret": secret})).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert!(!made.text().contains(secret));
    let kid = made.json()["id"].as_str().unwrap().to_owned();
    let sign = |claims: Value| {
        let part = |value: Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let message = format!("{}.{}", part(json!({"alg": "HS256", "kid": kid})), part(claims));
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret.as_bytes());
        let signature = ring::hmac::sign(&key, message.as_bytes());
        format!("Bearer {message}.{}", URL_SAFE_NO_PAD.encode(signature))
    };
    let later = 4_000_000_000_u64;
    let bots = async |token: &str| {
        let answer = world.call("GET", "/api/v1/bots", token, "").await;
        (answer.status.as_u16(), answer.text())
    };
    let (status, text) = bots(&sign(json!({"sub": "u1", "exp": later}))).await;
    assert!(status == 200 && !text.contains(CANARY) && text.contains("\"a\""), "{status} {text}");
    let narrowed = sign(json!({"sub": "u1", "exp": later, "scope": "understand administer"}));
    assert_eq!(bots(&narrowed).await.0, 403);
    assert_eq!(bots(&sign(json!({"sub": "u1", "exp": 1}))).await.0, 401);
    assert_eq!(bots(&sign(json!({"exp": later}))).await.0, 401);
    let path = format!("{keys}/{kid}");
    assert_eq!(world.call("DELETE", &path, &admin, "").await.status, 204);
    assert_eq!(bots(&sign(json!({"sub": "u1", "exp": later}))).await.0, 401);
    world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn understanding_is_open_on_loopback_and_imports_never_are() {
    let parse = r#"{"queries":["x"],"namespace":"app","applicationName":"gare","context":{"language":"fr"}}"#;
    for (open, expected) in [("", 200), ("true", 200), ("false", 401)] {
        let world = World::new(&[("nlp_open", open)]).await;
        let answer = world.call("POST", "/rest/nlp/parse", "", parse).await;
        assert_eq!(answer.status.as_u16(), expected, "{open} {}", answer.text());
        let import = world.call("POST", "/rest/nlp/dump/import/plain", "", "{}").await;
        assert_eq!(import.status, 401);
        assert!(import.json()["errors"][0]["message"].is_string(), "{}", import.text());
        assert_eq!(import.headers["www-authenticate"], "Basic realm=\"palabre\"");
        let token = world.token("app", None, &[Permission::Understand]).await;
        assert_eq!(world.call("POST", "/rest/nlp/parse", &token, parse).await.status, 200);
        let token = world.token("a", None, &[Permission::Understand]).await;
        assert_eq!(world.call("POST", "/rest/nlp/parse", &token, parse).await.status, 401);
        world.stop().await;
    }
}
