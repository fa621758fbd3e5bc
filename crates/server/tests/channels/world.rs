//! A platform on a port of its own, with the bots `test/town` and `test/museum`.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::OnceLock;
use std::time::Duration;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request};
use futures_util::StreamExt;
use model::{BotName, Secret};
use serde_json::{Value, json};
use server::Platform;
use server::config::Settings;
use store::{Role, Store};
use tower::ServiceExt;

pub const TOWN: &str = "/io/test/town/web";
pub const MUSEUM: &str = "/io/test/museum/web";

/// Longer than anything takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(60);

pub struct World {
    router: axum::Router,
    pub store: Store,
    pub address: SocketAddr,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|_| panic!("not JSON: {}", String::from_utf8_lossy(&self.body)))
    }

    /// The texts of a web channel's answer.
    pub fn texts(&self) -> Vec<String> {
        texts(&self.json())
    }
}

pub fn texts(answer: &Value) -> Vec<String> {
    let responses = answer["responses"].as_array().unwrap_or_else(|| panic!("{answer}"));
    responses.iter().filter_map(|one| one["text"].as_str().map(str::to_owned)).collect()
}

/// One platform for all tests: they use users and channels of their own.
pub async fn world() -> &'static World {
    static WORLD: OnceLock<World> = OnceLock::new();
    static STARTING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _one = STARTING.lock().await;
    if let Some(world) = WORLD.get() {
        return world;
    }
    let (sender, receiver) = tokio::sync::oneshot::channel();
    // Its tasks must outlive the runtime of the test that happens to come first.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            sender.send(start(folder.path()).await).ok().unwrap();
            std::future::pending::<()>().await;
        });
    });
    let world = receiver.await.unwrap();
    WORLD.get_or_init(|| world)
}

async fn start(folder: &Path) -> World {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let museum = tests.join("../../../tests/clients/bot");
    let bots = [tests.join("channels/town"), museum];
    let bots = bots.each_ref().map(|bot| bot.display().to_string()).join(":");
    let flags: Vec<(String, String)> = [
        ("data", folder.join("data").display().to_string()),
        ("bot", bots),
        ("outgoing_allow", "127.0.0.1".into()),
        ("bot_api_timeout_ms", "2000".into()),
        ("bot_api_webhook_check_ms", "200".into()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    let config = Settings::gather(&flags, [], None).unwrap().into_config().unwrap();
    let platform = Platform::start(config.clone()).await.unwrap();
    let store = server::open_store(&config, Role::Visit).await.unwrap();
    let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = platform.router();
    let service = router.clone().into_make_service_with_connect_info::<SocketAddr>();
    tokio::spawn(async move {
        let _platform = platform;
        axum::serve(listener, service).await.unwrap();
    });
    World { router, store, address }
}

impl World {
    /// Asks, and waits for the whole answer.
    pub async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let response = self.open(method, path, headers, body).await;
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    async fn open(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> axum::response::Response {
        let mut request =
            Request::builder().method(method).uri(path).header("host", "127.0.0.1:8080");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let mut request = request.body(body.into()).unwrap();
        let from = SocketAddr::from((Ipv4Addr::LOCALHOST, 9));
        request.extensions_mut().insert(ConnectInfo(from));
        self.router.clone().oneshot(request).await.unwrap()
    }

    /// Posts to a channel.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: Value) -> Answer {
        self.call("POST", path, headers, body.to_string()).await
    }

    /// What a bot answers to a sentence.
    pub async fn say(&self, path: &str, user: &str, text: &str) -> Vec<String> {
        let body = json!({"query": text, "userId": user, "locale": "en"});
        let answer = self.post(path, &[], body).await;
        assert_eq!(answer.status, 200, "{}", answer.json());
        answer.texts()
    }

    /// Calls the admin API with JSON; it must succeed.
    pub async fn api(&self, method: &str, path: &str, body: Value) -> Value {
        let path = format!("/api/v1/{path}");
        let body = if body.is_null() { String::new() } else { body.to_string() };
        let headers = [("content-type", "application/json")];
        let answer = self.call(method, &path, &headers, body).await;
        let shown = String::from_utf8_lossy(&answer.body).into_owned();
        assert!((200..300).contains(&answer.status), "{method} {path}: {shown}");
        if answer.body.is_empty() { Value::Null } else { answer.json() }
    }

    /// Makes a web channel of the town, with these settings, and waits until it is served.
    pub async fn web_channel(&self, path: &str, settings: Value) {
        let body = json!({"connector": "web", "environment": "live", "path": path,
            "settings": settings});
        self.api("POST", "bots/test/town/channels", body).await;
        let there = async || {
            self.call("GET", &format!("{path}/healthcheck"), &[], "").await.body.is_empty()
        };
        wait_until(there).await;
    }

    /// Opens a stream and gives its frames after the first ping.
    pub async fn stream(&self, path: &str, headers: &[(&str, &str)]) -> Frames {
        let response = self.open("GET", path, headers, "").await;
        assert_eq!(response.status().as_u16(), 200);
        let mut frames = Frames { body: Box::pin(response.into_body().into_data_stream()) };
        assert_eq!(frames.raw().await, "event: ping\ndata: 1\n\n");
        frames
    }

    /// The key of the museum's program.
    pub async fn museum_key(&self) -> Secret<String> {
        let (namespace, name) = ("test".parse().unwrap(), BotName::new("museum").unwrap());
        let bot = self.store.bot(&namespace, &name).await.unwrap().unwrap();
        self.store.api_key(&namespace, &bot.id).await.unwrap()
    }

    /// A metric of the process, all its labels together.
    pub async fn metric(&self, name: &str, labels: &str) -> f64 {
        let answer = self.call("GET", "/metrics", &[], "").await;
        let text = String::from_utf8(answer.body).unwrap();
        let lines = text.lines().filter(|line| line.starts_with(name) && line.contains(labels));
        lines.filter_map(|line| line.rsplit_once(' ')?.1.parse::<f64>().ok()).sum()
    }
}

type Chunks = std::pin::Pin<
    Box<dyn futures_util::Stream<Item = Result<axum::body::Bytes, axum::Error>> + Send>,
>;

/// The frames of a stream.
pub struct Frames {
    body: Chunks,
}

impl Frames {
    async fn raw(&mut self) -> String {
        let next = tokio::time::timeout(PATIENCE, self.body.next()).await;
        let chunk = next.expect("a frame comes in time").expect("the stream goes on").unwrap();
        String::from_utf8(chunk.to_vec()).unwrap()
    }

    /// The next message, as its JSON.
    pub async fn next(&mut self) -> Value {
        loop {
            let frame = self.raw().await;
            if let Some(data) = frame.strip_prefix("event: message\ndata: ") {
                return serde_json::from_str(data.trim()).unwrap();
            }
            assert!(frame.starts_with("event: ping"), "{frame}");
        }
    }

    /// The texts of the next message.
    pub async fn next_text(&mut self) -> String {
        texts(&self.next().await).concat()
    }
}

/// Waits until something holds.
pub async fn wait_until(mut holds: impl AsyncFnMut() -> bool) {
    let waiting = async {
        while !holds().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, waiting).await.expect("it holds in time");
}
