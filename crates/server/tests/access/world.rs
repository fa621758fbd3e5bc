//! A platform with two namespaces and an owner.

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use model::{Bot, BotName, Locale, MemberRole, Namespace, Permission, Reach, Secret};
use serde_json::Value;
use server::Platform;
use server::config::{Config, Settings};
use server::owner;
use store::{Actor, Import, Membership, NewToken, Owner, Role, Store};
use tower::ServiceExt;

pub const OWNER: &str = "owner@example.org";
pub const PASSWORD: &str = "correct horse battery";

/// Stands in everything of namespace `b`, and must never be seen by callers of `a`.
pub const CANARY: &str = "zzcanary";

/// A running platform and, beside it, its store as commands open it.
pub struct World {
    platform: Platform,
    pub store: Store,
    folder: tempfile::TempDir,
}

pub fn config(folder: PathBuf, more: &[(&str, &str)]) -> Config {
    let mut flags = vec![("data".to_owned(), folder.display().to_string())];
    flags.extend(more.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    Settings::gather(&flags, [], None).unwrap().into_config().unwrap()
}

impl World {
    /// Without any account.
    pub async fn without_owner(more: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = config(folder.path().join("data"), more);
        let platform = Platform::start(config.clone()).await.unwrap();
        let store = server::open_store(&config, Role::Visit).await.unwrap();
        Self { platform, store, folder }
    }

    /// With an owner, and the namespaces `a` and `b` with a bot `bot` each.
    pub async fn new(more: &[(&str, &str)]) -> Self {
        let world = Self::without_owner(more).await;
        owner::create(&world.store, OWNER, Secret::new(PASSWORD.into())).await.unwrap();
        for namespace in ["a", "b"] {
            let title = if namespace == "b" { CANARY } else { "ours" };
            let mut bot = Bot::new(ns(namespace), BotName::new("bot").unwrap(), vec![Locale::fr()]);
            bot.title = title.into();
            let by = Import {
                owner: Owner::Database,
                by: Actor::command(),
                publish: true,
                detach: false,
            };
            world.store.import_bot(&bot, &by).await.unwrap();
        }
        world.refresh().await;
        world
    }

    /// The server sees what the store beside it did.
    pub async fn refresh(&self) {
        self.platform.refresh().await.unwrap();
    }

    /// The id of the bot `bot` of a namespace.
    pub async fn bot_id(&self, namespace: &str) -> model::BotId {
        self.store.bot(&ns(namespace), &BotName::new("bot").unwrap()).await.unwrap().unwrap().id
    }

    /// A token of a namespace, as the value of `Authorization`.
    pub async fn token(
        &self,
        namespace: &str,
        bot: Option<model::BotId>,
        scopes: &[Permission],
    ) -> String {
        let reach = match bot {
            Some(bot) => Reach::Bot(ns(namespace), bot),
            None => Reach::Namespace(ns(namespace)),
        };
        let new =
            NewToken { name: "test".into(), reach, scopes: scopes.to_vec(), expires_at: None };
        let made = self.store.create_token(&ns(namespace), &new, &Actor::command()).await;
        format!("Bearer {}", made.unwrap().1.expose())
    }

    /// Somebody with one role in a namespace, as the value of `Authorization`.
    pub async fn person(&self, email: &str, namespace: &str, role: MemberRole) -> String {
        let by = Actor::command();
        let hash = server::access::passwords::hash(Secret::new(PASSWORD.into())).await;
        let account = self.store.make_account(email, "", &hash, &by).await.unwrap();
        let membership = Membership { reach: Reach::Namespace(ns(namespace)), role };
        self.store.add_role(&account.id, &membership, &by).await.unwrap();
        basic(email, PASSWORD)
    }

    pub async fn call(&self, method: &str, path: &str, authorization: &str, body: &str) -> Answer {
        let mut headers = vec![("content-type", "application/json")];
        if !authorization.is_empty() {
            headers.push(("authorization", authorization));
        }
        self.send(method, path, &headers, body, [192, 0, 2, 9]).await
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
        from: [u8; 4],
    ) -> Answer {
        let mut request =
            Request::builder().method(method).uri(path).header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(Body::from(body.to_owned())).unwrap();
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from((from, 9))));
        let response = self.platform.router().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Where everything lies.
    pub fn folder(&self) -> PathBuf {
        self.folder.path().to_owned()
    }

    pub async fn stop(self) {
        self.store.close().await;
        self.platform.stop().await;
    }
}

pub fn ns(name: &str) -> Namespace {
    Namespace::new(name).unwrap()
}

pub fn basic(name: &str, password: &str) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(format!("{name}:{password}"));
    format!("Basic {text}")
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The cookie that was set, as a browser sends it back.
    pub fn cookie(&self) -> String {
        let cookie = self.headers["set-cookie"].to_str().unwrap();
        cookie.split(';').next().unwrap().to_owned()
    }
}
