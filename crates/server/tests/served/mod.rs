//! A platform to ask, and how to ask it.

use std::net::SocketAddr;
use std::sync::OnceLock;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::Value;
use server::Platform;
use server::config::Settings;
use tower::ServiceExt;

/// One platform for all tests of a file: they use bots or users of their own.
pub async fn router() -> axum::Router {
    static ROUTER: OnceLock<axum::Router> = OnceLock::new();
    static STARTING: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _one = STARTING.lock().await;
    if let Some(router) = ROUTER.get() {
        return router.clone();
    }
    let (sender, receiver) = std::sync::mpsc::channel();
    // Its tasks must outlive the runtime of the test that happens to come first.
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder = tempfile::tempdir().unwrap();
            let data = folder.path().join("data").display().to_string();
            let config = Settings::gather(&[("data".into(), data)], [], None)
                .unwrap()
                .into_config()
                .unwrap();
            let platform = Platform::start(config).await.unwrap();
            sender.send(platform.router()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    let router = receiver.recv().unwrap();
    ROUTER.get_or_init(|| router).clone()
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

#[allow(dead_code, reason = "not every file of tests needs each")]
impl Answer {
    /// The body as JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    /// The body as text.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header that must be there.
    pub fn header(&self, name: &str) -> String {
        self.headers[name].to_str().unwrap().to_owned()
    }
}

/// A request from this machine.
pub fn request(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header("host", "127.0.0.1:8080");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let mut request = request.body(body.into()).unwrap();
    request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 9))));
    request
}

/// Asks, and waits for the whole answer.
pub async fn call(
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: impl Into<Body>,
) -> Answer {
    let response = router().await.oneshot(request(method, path, headers, body)).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap().to_vec();
    Answer { status: parts.status, headers: parts.headers, body }
}
