//! A server of our own to measure, and as much of an HTTP client as that takes.

use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;

/// A `palabre serve` of this program, killed when it is dropped.
pub struct Served {
    process: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Drop for Served {
    fn drop(&mut self) {
        self.stop();
    }
}

impl Served {
    /// Starts one on an empty data folder below `folder`, and waits until it is ready. `more` adds
    /// to its command.
    pub async fn start(folder: &Path, more: impl FnOnce(&mut Command)) -> anyhow::Result<Self> {
        // The system picks a free port; between its release here and the server's use of it another
        // process could take it, which the server then says.
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut command = Command::new(std::env::current_exe()?);
        command
            .arg("serve")
            .arg("--data")
            .arg(folder.join("data"))
            .args(["--listen", &address.to_string(), "--log", "warn"])
            .current_dir(folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null());
        more(&mut command);
        let served = Self { process: command.spawn()?, address };
        wait_until_ready(address).await?;
        Ok(served)
    }

    /// The id of its process.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Ends it.
    pub fn stop(&mut self) {
        // Already gone is as good as killed.
        let _gone = self.process.kill();
        let _reaped = self.process.wait();
    }
}

async fn wait_until_ready(address: SocketAddr) -> anyhow::Result<()> {
    let deadline = Instant::now() + Duration::from_secs(20);
    while Instant::now() < deadline {
        if let Ok(mut connection) = connect(address).await
            && let Ok((200, _)) = get(&mut connection, address, "/health/ready").await
        {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("the server did not become ready within 20 s; its own messages stand above")
}

/// A connection that is kept.
pub type Connection = SendRequest<Full<Bytes>>;

/// Opens one.
pub async fn connect(address: SocketAddr) -> anyhow::Result<Connection> {
    let stream = tokio::net::TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// Asks for something.
pub async fn get(
    connection: &mut Connection,
    address: SocketAddr,
    path: &str,
) -> anyhow::Result<(u16, Bytes)> {
    send(connection, address, "GET", path, Bytes::new()).await
}

/// Posts JSON.
pub async fn post(
    connection: &mut Connection,
    address: SocketAddr,
    path: &str,
    body: Bytes,
) -> anyhow::Result<(u16, Bytes)> {
    send(connection, address, "POST", path, body).await
}

async fn send(
    connection: &mut Connection,
    address: SocketAddr,
    method: &str,
    path: &str,
    body: Bytes,
) -> anyhow::Result<(u16, Bytes)> {
    let request = hyper::Request::builder()
        .method(method)
        .uri(path)
        .header("host", address.to_string())
        .header("content-type", "application/json")
        .body(Full::new(body))?;
    connection.ready().await?;
    let response = connection.send_request(request).await?;
    let status = response.status().as_u16();
    Ok((status, response.into_body().collect().await?.to_bytes()))
}
