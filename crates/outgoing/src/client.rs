//! The client.

use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::{Url, header, redirect};
use serde_json::Value;

use crate::{Allowed, Error, is_public};

/// The most that is read of an answer that comes piece by piece, in bytes.
pub const STREAM_BYTES_MAX: usize = 16 * 1024 * 1024;

/// The client's limits.
#[derive(Debug, Clone)]
pub struct Options {
    /// Targets that are allowed although they are not public.
    pub allowed: Vec<Allowed>,
    /// The most that is read of an answer, in bytes.
    pub answer_bytes_max: usize,
    /// Whether nobody is called at all.
    pub closed: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self { allowed: Vec::new(), answer_bytes_max: 1024 * 1024, closed: false }
    }
}

/// The client. Cheap to clone; clones share connections.
#[derive(Clone)]
pub struct Outgoing {
    client: reqwest::Client,
    options: Arc<Options>,
}

impl Outgoing {
    /// A client.
    pub fn new(options: Options) -> Result<Self, Error> {
        Self::with_names(options, Arc::new(SystemNames))
    }

    fn with_names(options: Options, names: Arc<dyn Names>) -> Result<Self, Error> {
        // The first provider of the process stays, and either does.
        let _first_one_stays = rustls::crypto::ring::default_provider().install_default();
        let options = Arc::new(options);
        let client = reqwest::Client::builder()
            .dns_resolver(Arc::new(GuardedResolver { options: options.clone(), names }))
            .redirect(redirect::Policy::none())
            // A proxy would dial in our place, unchecked.
            .no_proxy()
            .build()
            .map_err(|error| Error::Address(format!("the client cannot be made: {error}")))?;
        Ok(Self { client, options })
    }

    /// Posts JSON and reads the JSON of a successful answer.
    pub async fn post_json(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        body: &Value,
        timeout: Duration,
    ) -> Result<Value, Error> {
        let (url, host) = self.check(url)?;
        let request = with_json(self.client.post(url), headers, body);
        self.read_json(request, host, timeout).await
    }

    /// Gets the JSON of a successful answer.
    pub async fn get_json(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        timeout: Duration,
    ) -> Result<Value, Error> {
        let (url, host) = self.check(url)?;
        self.read_json(with_headers(self.client.get(url), headers), host, timeout).await
    }

    /// Posts a form and reads the JSON of a successful answer.
    pub async fn post_form(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        fields: &[(&str, &str)],
        timeout: Duration,
    ) -> Result<Value, Error> {
        let (url, host) = self.check(url)?;
        let request = with_headers(self.client.post(url).form(fields), headers);
        self.read_json(request, host, timeout).await
    }

    async fn read_json(
        &self,
        request: reqwest::RequestBuilder,
        host: String,
        timeout: Duration,
    ) -> Result<Value, Error> {
        let request = request.header(header::ACCEPT, "application/json");
        let exchange = async {
            let mut answer = self.send(request, &host).await?;
            let mut bytes = Vec::new();
            while let Some(chunk) = answer.next(self.options.answer_bytes_max).await? {
                bytes.extend_from_slice(&chunk);
            }
            serde_json::from_slice(&bytes)
                .map_err(|error| Error::NotJson { host: host.clone(), reason: error.to_string() })
        };
        in_time(timeout, &host, exchange).await
    }

    /// Gets an address and looks only whether that succeeds.
    pub async fn get(&self, url: &str, timeout: Duration) -> Result<(), Error> {
        let (url, host) = self.check(url)?;
        in_time(timeout, &host, self.send(self.client.get(url), &host)).await.map(drop)
    }

    /// Gets an answer that comes piece by piece. `timeout` is for its beginning.
    pub async fn get_stream(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        timeout: Duration,
    ) -> Result<Stream, Error> {
        let (url, host) = self.check(url)?;
        let request = with_headers(self.client.get(url), headers);
        in_time(timeout, &host, self.send(request, &host)).await
    }

    /// Posts JSON and gets an answer that comes piece by piece. `timeout` is for its beginning.
    pub async fn post_stream(
        &self,
        url: &str,
        headers: &[(&str, &str)],
        body: &Value,
        timeout: Duration,
    ) -> Result<Stream, Error> {
        let (url, host) = self.check(url)?;
        let request = with_json(self.client.post(url), headers, body);
        in_time(timeout, &host, self.send(request, &host)).await
    }

    async fn send(&self, request: reqwest::RequestBuilder, host: &str) -> Result<Stream, Error> {
        let host = host.to_owned();
        let sent = request.send().await;
        let response = sent.map_err(|error| unreachable_or_refused(&error, host.clone()))?;
        let status = response.status();
        if !status.is_success() {
            let retry_after_ms = response
                .headers()
                .get(header::RETRY_AFTER)
                .and_then(|seconds| seconds.to_str().ok()?.trim().parse::<u64>().ok())
                .map(|seconds| seconds.saturating_mul(1000));
            return Err(Error::Status { host, status: status.as_u16(), retry_after_ms });
        }
        Ok(Stream { response, host, bytes: 0 })
    }

    /// The address, when it may be called as far as one can tell before names are resolved.
    fn check(&self, url: &str) -> Result<(Url, String), Error> {
        if self.options.closed {
            return Err(Error::Address("this installation calls nobody".into()));
        }
        let address = |reason: &str| Error::Address(reason.to_owned());
        let url = Url::parse(url).map_err(|error| Error::Address(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") {
            return Err(address("only `http` and `https` are called"));
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(address("it must not hold a user name or a password"));
        }
        let host = url.host_str().ok_or_else(|| address("it names no host"))?.to_owned();
        let port = url.port_or_known_default().unwrap_or_default();
        // A literal address is dialled without asking the resolver. The parser has already turned
        // its decimal, octal and hexadecimal spellings into the usual one.
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        if let Ok(literal) = literal
            && !self.options.may_dial(&host, literal, port)
        {
            return Err(Error::NotPublic { host });
        }
        Ok((url, host))
    }
}

/// An answer that comes piece by piece.
pub struct Stream {
    response: reqwest::Response,
    host: String,
    bytes: usize,
}

impl Stream {
    /// The next piece; `None` at the end. More than [`STREAM_BYTES_MAX`] in all is an error.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        self.next(STREAM_BYTES_MAX).await
    }

    async fn next(&mut self, max_bytes: usize) -> Result<Option<Bytes>, Error> {
        let host = || self.host.clone();
        let chunk = self.response.chunk().await;
        let chunk = chunk.map_err(|error| unreachable_or_refused(&error, host()))?;
        if let Some(chunk) = &chunk {
            self.bytes += chunk.len();
            if self.bytes > max_bytes {
                return Err(Error::TooLarge { host: host(), max_bytes });
            }
        }
        Ok(chunk)
    }
}

fn with_headers(
    request: reqwest::RequestBuilder,
    headers: &[(&str, &str)],
) -> reqwest::RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value))
}

fn with_json(
    request: reqwest::RequestBuilder,
    headers: &[(&str, &str)],
    body: &Value,
) -> reqwest::RequestBuilder {
    let request = request.header(header::CONTENT_TYPE, "application/json").body(body.to_string());
    with_headers(request, headers)
}

async fn in_time<T>(
    timeout: Duration,
    host: &str,
    exchange: impl Future<Output = Result<T, Error>>,
) -> Result<T, Error> {
    match tokio::time::timeout(timeout, exchange).await {
        Ok(answer) => answer,
        Err(_) => {
            let timeout_ms = timeout.as_millis() as u64;
            Err(Error::TooSlow { host: host.to_owned(), timeout_ms })
        }
    }
}

impl Options {
    fn may_dial(&self, host: &str, address: IpAddr, port: u16) -> bool {
        is_public(address)
            || self
                .allowed
                .iter()
                .any(|rule| rule.allows_host(host, port) || rule.allows_address(address, port))
    }

    // The resolver is not told the port: the port of a rule counts for literal addresses only.
    fn may_resolve_to(&self, host: &str, address: IpAddr) -> bool {
        is_public(address)
            || self
                .allowed
                .iter()
                .map(Allowed::on_any_port)
                .any(|rule| rule.allows_host(host, 0) || rule.allows_address(address, 0))
    }
}

/// Resolves names and leaves out the addresses that may not be dialled, so that the address that
/// was checked is the one that is dialled, however often the name changes.
struct GuardedResolver {
    options: Arc<Options>,
    names: Arc<dyn Names>,
}

/// Who knows the addresses of names.
trait Names: Send + Sync {
    fn look_up(&self, host: String) -> LookedUp;
}

type LookedUp = Pin<Box<dyn Future<Output = std::io::Result<Vec<SocketAddr>>> + Send>>;

/// The operating system.
struct SystemNames;

impl Names for SystemNames {
    fn look_up(&self, host: String) -> LookedUp {
        Box::pin(async move { Ok(tokio::net::lookup_host((host.as_str(), 0)).await?.collect()) })
    }
}

/// The mark by which a refusal of the resolver is known among connection errors.
#[derive(Debug, thiserror::Error)]
#[error("not a public address")]
struct NotPublic;

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let options = self.options.clone();
        let host = name.as_str().to_owned();
        let found = self.names.look_up(host.clone());
        Box::pin(async move {
            let found = found.await?;
            let name = host.trim_end_matches('.');
            let public: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| options.may_resolve_to(name, address.ip()))
                .collect();
            if public.is_empty() {
                return Err(NotPublic.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

fn unreachable_or_refused(error: &reqwest::Error, host: String) -> Error {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    let mut reason = error.to_string();
    while let Some(inner) = source {
        if inner.is::<NotPublic>() {
            return Error::NotPublic { host };
        }
        reason = inner.to_string();
        source = inner.source();
    }
    // The innermost cause: the outer texts repeat the whole address.
    Error::Unreachable { host, reason }
}

#[cfg(test)]
mod forgery_tests;

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// A server that answers one request with `answer` and counts who called.
    async fn server(answer: &'static str) -> (u16, tokio::task::JoinHandle<String>) {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let heard = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = vec![0; 4096];
            let length = stream.read(&mut request).await.unwrap();
            stream.write_all(answer.as_bytes()).await.unwrap();
            String::from_utf8_lossy(&request[..length]).into_owned()
        });
        (port, heard)
    }

    fn outgoing(allowed: &[&str]) -> Outgoing {
        let allowed = allowed.iter().map(|rule| rule.parse().unwrap()).collect();
        Outgoing::new(Options { allowed, answer_bytes_max: 100, ..Options::default() }).unwrap()
    }

    async fn call(outgoing: &Outgoing, url: &str) -> Result<Value, Error> {
        outgoing.post_json(url, &[("x-a", "b")], &json!({"a": 1}), Duration::from_secs(5)).await
    }

    #[tokio::test]
    async fn a_closed_client_calls_nobody_not_even_what_is_allowed() {
        let allowed = vec!["127.0.0.1".parse().unwrap()];
        let closed =
            Outgoing::new(Options { allowed, closed: true, ..Options::default() }).unwrap();
        for url in ["http://127.0.0.1:9/", "https://example.org/"] {
            let refused = call(&closed, url).await.unwrap_err();
            assert!(matches!(refused, Error::Address(_)), "{refused}");
        }
    }

    #[tokio::test]
    async fn an_allowed_target_is_called_and_its_json_read() {
        let (port, heard) = server("HTTP/1.1 200 OK\r\ncontent-length: 8\r\n\r\n{\"b\": 2}").await;
        let client = outgoing(&["127.0.0.1"]);
        let answer = call(&client, &format!("http://127.0.0.1:{port}/hook?x=1")).await.unwrap();
        assert_eq!(answer, json!({"b": 2}));
        let heard = heard.await.unwrap();
        assert!(heard.starts_with("POST /hook?x=1") && heard.contains("x-a: b"), "{heard}");
        assert!(heard.ends_with(r#"{"a":1}"#), "{heard}");
    }

    #[tokio::test]
    async fn a_redirect_is_an_answer_and_is_not_followed() {
        let (port, _) = server("HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\n\r\n").await;
        let error = call(&outgoing(&["127.0.0.1"]), &format!("http://127.0.0.1:{port}/")).await;
        assert!(matches!(error, Err(Error::Status { status: 302, .. })), "{error:?}");
    }

    #[tokio::test]
    async fn a_large_answer_is_cut_off_and_a_wait_is_heard() {
        let (port, _) = server("HTTP/1.1 200 OK\r\ncontent-length: 200\r\n\r\n0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789").await;
        let client = outgoing(&["127.0.0.1"]);
        let error = call(&client, &format!("http://127.0.0.1:{port}/")).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge { max_bytes: 100, .. }), "{error}");
        let (port, _) =
            server("HTTP/1.1 429 Slow\r\nretry-after: 3\r\ncontent-length: 0\r\n\r\n").await;
        let error = call(&client, &format!("http://127.0.0.1:{port}/")).await.unwrap_err();
        assert!(matches!(error, Error::Status { retry_after_ms: Some(3000), .. }), "{error}");
    }
}
