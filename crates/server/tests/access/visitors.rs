//! Visitors of the widget whom the embedding site vouches for.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use model::Secret;
use ring::signature::{Ed25519KeyPair, KeyPair};
use serde_json::{Value, json};
use store::NewChannel;

use crate::world::{Answer, World, ns};

const SECRET: &str = "a shared secret of forty letters or so..";

struct Site {
    world: World,
    signing: Ed25519KeyPair,
}

impl Site {
    /// A site with keys for the bot of namespace `a`, and none for the other.
    async fn new() -> Self {
        let world = World::new(&[]).await;
        let pkcs8 = Ed25519KeyPair::generate_pkcs8(&ring::rand::SystemRandom::new()).unwrap();
        let signing = Ed25519KeyPair::from_pkcs8(pkcs8.as_ref()).unwrap();
        let x = URL_SAFE_NO_PAD.encode(signing.public_key());
        let keys = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "k1"}]});
        let bot = world.bot_id("a").await;
        let channels = world.store.channels(&ns("a"), &bot).await.unwrap();
        let channel = channels.into_iter().find(|it| it.connector.as_str() == "widget").unwrap();
        let changed = NewChannel {
            alias: None,
            connector: channel.connector,
            environment: channel.environment,
            path: channel.path,
            settings: json!({"userKeys": keys, "userAudience": "gare"}),
            secrets: [("userSecret".to_owned(), Secret::new(SECRET.to_owned()))].into(),
            enabled: true,
        };
        world
            .store
            .update_channel(&ns("a"), &channel.id, changed, &store::Actor::command())
            .await
            .unwrap();
        world.refresh().await;
        Self { world, signing }
    }

    /// A token for a user; `more` replaces or adds claims.
    fn token(&self, subject: &str, more: Value) -> String {
        let header = json!({"alg": "EdDSA", "kid": "k1"});
        signed(&header, subject, more, |message| self.signing.sign(message).as_ref().to_vec())
    }

    async fn public_id(&self, namespace: &str) -> String {
        let bot = self.world.bot_id(namespace).await;
        let bot = self.world.store.bot_by_id(&ns(namespace), &bot).await.unwrap().unwrap();
        bot.public_id.to_string()
    }

    async fn say(&self, namespace: &str, token: &str) -> Answer {
        let body = json!({"botId": self.public_id(namespace).await, "message": token_tail(token)});
        let bearer = format!("Bearer {token}");
        self.world.call("POST", "/api/widget/chat", &bearer, &body.to_string()).await
    }

    async fn history(&self, namespace: &str, token: &str) -> Answer {
        let path = format!("/api/widget/history?botId={}", self.public_id(namespace).await);
        self.world.call("GET", &path, &format!("Bearer {token}"), "").await
    }
}

/// Something to say that is different for each token.
fn token_tail(token: &str) -> &str {
    &token[token.len() - 12..]
}

fn signed(
    header: &Value,
    subject: &str,
    more: Value,
    sign: impl FnOnce(&[u8]) -> Vec<u8>,
) -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let mut claims = json!({"sub": subject, "aud": "gare", "exp": now.as_secs() + 600});
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let message = format!("{}.{}", part(header), part(&claims));
    let signature = URL_SAFE_NO_PAD.encode(sign(message.as_bytes()));
    format!("{message}.{signature}")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_site_s_user_has_one_conversation_which_only_their_token_opens() {
    let site = Site::new().await;
    let (first, again) = (site.token("ann", json!({})), site.token("ann", json!({"n": 1})));
    let bob = site.token("bob", json!({}));
    let begun = site.say("a", &first).await.json();
    assert_eq!(begun.get("visitorToken"), None, "the site's token is the proof: {begun}");
    assert_eq!(site.say("a", &again).await.json()["conversationId"], begun["conversationId"]);
    let said = |answer: Answer| {
        let lines = answer.json()["items"].as_array().unwrap().clone();
        lines.iter().filter_map(|line| line["text"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    assert_eq!(said(site.history("a", &first).await), [token_tail(&first), token_tail(&again)]);
    assert!(said(site.history("a", &bob).await).is_empty());

    // The id alone, or with a visitor's token made for it, is another conversation.
    let named = json!({"botId": site.public_id("a").await, "message": "x",
        "conversationId": begun["conversationId"]});
    let anonymous = site.world.call("POST", "/api/widget/chat", "", &named.to_string()).await;
    assert_eq!(anonymous.status, 200);
    assert_eq!(said(site.history("a", &first).await).len(), 2, "nobody else speaks in it");

    // A shared secret signs too.
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, SECRET.as_bytes());
    let shared = signed(&json!({"alg": "HS256"}), "ann", json!({}), |message| {
        ring::hmac::sign(&key, message).as_ref().to_vec()
    });
    assert_eq!(said(site.history("a", &shared).await).len(), 2);
    site.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_is_not_right_opens_nothing_and_says_why() {
    let site = Site::new().await;
    let good = site.token("ann", json!({}));
    let (message, _) = good.rsplit_once('.').unwrap();
    let other = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"another secret");
    let foreign = signed(&json!({"alg": "HS256"}), "ann", json!({}), |message| {
        ring::hmac::sign(&other, message).as_ref().to_vec()
    });
    let none = signed(&json!({"alg": "none"}), "ann", json!({}), |_| Vec::new());
    for (token, reason) in [
        (site.token("ann", json!({"exp": 1})), "over"),
        (site.token("ann", json!({"aud": "other"})), "`aud`"),
        (site.token("ann", json!({"sub": ""})), "`sub`"),
        (site.token("ann", json!({"sub": 5})), "`sub`"),
        (format!("{message}.AAAA"), "is not right"),
        (foreign, "is not right"),
        (none, "is not right"),
    ] {
        for answer in [site.say("a", &token).await, site.history("a", &token).await] {
            let error = answer.json()["error"].as_str().unwrap().to_owned();
            assert_eq!(answer.status, 401, "{error}");
            assert!(error.contains(reason), "{error} does not say {reason}");
        }
    }
    // Each bot trusts its own sites only.
    assert_eq!(site.say("b", &good).await.status, 401);
    site.world.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_plan_holds_for_the_widget_and_says_when_to_come_back() {
    let world = World::new(&[]).await;
    let plan = store::Plan { name: "small".into(), requests_per_hour: 3 };
    let by = store::Actor::command();
    world.store.set_plan(&ns("a"), Some(&plan), &by).await.unwrap();
    let bot = world.bot_id("a").await;
    let bot = world.store.bot_by_id(&ns("a"), &bot).await.unwrap().unwrap();
    let body = json!({"botId": bot.public_id, "message": "bonjour"}).to_string();
    let ask = async || world.call("POST", "/api/widget/chat", "", &body).await;
    let first = ask().await;
    assert_eq!(first.headers["ratelimit-remaining"], "2");
    let branding = format!("/api/bots/{}/branding", bot.public_id);
    assert_eq!(world.call("GET", &branding, "", "").await.headers["ratelimit-remaining"], "1");
    assert_eq!(ask().await.status, 200);
    let refused = ask().await;
    assert_eq!(refused.status, 429);
    let json = refused.json();
    assert_eq!((&json["limit"], &json["remaining"]), (&json!(3), &json!(0)));
    assert!(json["error"].is_string() && json["retryAfterSeconds"].as_i64() > Some(3000), "{json}");
    assert!(refused.headers.contains_key("retry-after"));
    world.stop().await;
}
