//! TLS without a proxy in front: certificate and key from files, which are read again when they
//! change, so that a renewed certificate needs no restart.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::Error;

/// How long a client may take to shake hands.
const HANDSHAKE_TIMEOUT: Duration = Duration::from_secs(10);

/// Connections that shake hands or wait to be served.
const WAITING_MAX: usize = 1_024;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(60);

/// Accepts connections and shakes hands, many at a time: a client that is slow, or says nothing,
/// keeps nobody waiting.
pub struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
    accepting: tokio::task::JoinHandle<()>,
}

impl TlsListener {
    /// Speaks TLS on what a listener accepts.
    pub fn new(listener: TcpListener, cert: &Path, key: &Path) -> Result<Self, Error> {
        let mut files = Files { cert: cert.to_owned(), key: key.to_owned(), seen: None };
        files.seen = files.stamp();
        let config = files.read()?;
        let failed = |error| Error::Refused(format!("the address has gone: {error}"));
        let address = listener.local_addr().map_err(failed)?;
        let (sender, ready) = mpsc::channel(WAITING_MAX);
        let accepting = tokio::spawn(accept(listener, files, config, sender));
        Ok(Self { ready, address, accepting })
    }
}

impl Drop for TlsListener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            // The task that accepts never ends by itself.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.address)
    }
}

struct Files {
    cert: PathBuf,
    key: PathBuf,
    seen: Option<[std::time::SystemTime; 2]>,
}

impl Files {
    fn stamp(&self) -> Option<[std::time::SystemTime; 2]> {
        let changed = |path: &Path| std::fs::metadata(path).and_then(|file| file.modified()).ok();
        Some([changed(&self.cert)?, changed(&self.key)?])
    }

    fn read(&self) -> Result<Arc<ServerConfig>, Error> {
        let refused = |setting: &str, path: &Path, reason: String| {
            Error::Refused(format!("setting `{setting}`: `{}`: {reason}", path.display()))
        };
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&self.cert)
            .and_then(Iterator::collect)
            .map_err(|error| refused("tls_cert", &self.cert, error.to_string()))?;
        let key = PrivateKeyDer::from_pem_file(&self.key)
            .map_err(|error| refused("tls_key", &self.key, error.to_string()))?;
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| refused("tls_cert", &self.cert, error.to_string()))?
            .with_no_client_auth()
            .with_single_cert(chain, key)
            .map_err(|error| refused("tls_key", &self.key, error.to_string()))?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

async fn accept(
    listener: TcpListener,
    mut files: Files,
    mut config: Arc<ServerConfig>,
    ready: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>,
) {
    let mut look = tokio::time::interval(LOOK_EVERY);
    let mut listener = listener;
    loop {
        let (stream, from) = tokio::select! {
            accepted = Listener::accept(&mut listener) => accepted,
            _ = look.tick() => {
                let stamp = files.stamp();
                if stamp.is_some() && stamp != files.seen {
                    files.seen = stamp;
                    match files.read() {
                        Ok(renewed) => config = renewed,
                        Err(error) => tracing::error!(%error, "the certificate stays as it was"),
                    }
                }
                continue;
            }
        };
        let (acceptor, ready) = (TlsAcceptor::from(config.clone()), ready.clone());
        // A slot first: who only connects must not fill the memory.
        let Ok(slot) = ready.reserve_owned().await else { return };
        tokio::spawn(async move {
            match tokio::time::timeout(HANDSHAKE_TIMEOUT, acceptor.accept(stream)).await {
                Ok(Ok(stream)) => {
                    slot.send((stream, from));
                }
                Ok(Err(error)) => tracing::debug!(%error, "a client did not speak TLS"),
                Err(_) => tracing::debug!("a client was too slow to shake hands"),
            }
        });
    }
}
