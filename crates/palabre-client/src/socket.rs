//! Over a WebSocket that the bot opens.

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use wire::bot_api::{RequestData, ResponseData};

use crate::{Bot, Error};

/// The first pause before a connection is opened again; each further one is twice as long.
const PAUSE_MIN: Duration = Duration::from_millis(250);

/// The longest pause.
const PAUSE_MAX: Duration = Duration::from_secs(30);

/// A connection that lasted this long was good: the pauses begin anew.
const GOOD: Duration = Duration::from_secs(10);

/// The code with which the platform ends a connection whose key was revoked.
const KEY_REVOKED: u16 = 4001;

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

impl Bot {
    /// Connects to the platform at `ws://host:port` or `wss://host` and answers for the bot of
    /// `key`. A connection that is lost is opened again, with growing pauses; this returns when
    /// the key is refused or the address cannot be one.
    pub async fn connect(&self, address: &str, key: &str) -> Result<(), Error> {
        // The first provider of the process stays, and any does.
        let _first_one_stays = rustls::crypto::ring::default_provider().install_default();
        let url = format!("{}/{key}", address.trim_end_matches('/'));
        let mut pause = PAUSE_MIN;
        loop {
            let began = Instant::now();
            match tokio_tungstenite::connect_async(&url).await {
                Ok((socket, _)) => {
                    tracing::info!(address, "connected");
                    self.talk(socket).await?;
                    tracing::warn!(address, "the connection ended");
                }
                Err(tungstenite::Error::Http(answer)) if answer.status().as_u16() == 401 => {
                    return Err(Error::KeyRefused);
                }
                Err(tungstenite::Error::Url(reason)) => {
                    let address = address.to_owned();
                    return Err(Error::Address { address, reason: reason.to_string() });
                }
                // The address holds the key, so the error alone is told.
                Err(error) => tracing::warn!(address, %error, "not connected"),
            }
            if began.elapsed() >= GOOD {
                pause = PAUSE_MIN;
            }
            tokio::time::sleep(jittered(pause)).await;
            pause = (pause * 2).min(PAUSE_MAX);
        }
    }

    /// Answers on one connection until it ends.
    async fn talk(&self, socket: Socket) -> Result<(), Error> {
        let (mut sink, mut incoming) = socket.split();
        let (frames, mut outgoing) = mpsc::unbounded_channel::<ResponseData>();
        let writer = tokio::spawn(async move {
            while let Some(frame) = outgoing.recv().await {
                let text = match serde_json::to_string(&frame) {
                    Ok(text) => text,
                    Err(error) => {
                        tracing::error!(%error, "an answer cannot be written");
                        continue;
                    }
                };
                if sink.send(Message::text(text)).await.is_err() {
                    return;
                }
            }
        });
        let id = "configuration";
        // A writer that is gone ends the reading too.
        let _gone = frames.send(ResponseData::of_configuration(id, self.configuration()));
        let mut ended = Ok(());
        while let Some(Ok(message)) = incoming.next().await {
            let bytes = match &message {
                Message::Text(text) => text.as_bytes(),
                Message::Binary(bytes) => bytes,
                Message::Close(Some(frame)) if u16::from(frame.code) == KEY_REVOKED => {
                    ended = Err(Error::KeyRefused);
                    break;
                }
                _ => continue,
            };
            match RequestData::read(bytes) {
                Ok(request) => {
                    let (bot, frames) = (self.clone(), frames.clone());
                    tokio::spawn(async move { bot.answer(request, frames).await });
                }
                Err(error) => tracing::warn!(%error, "a request cannot be read"),
            }
        }
        writer.abort();
        ended
    }
}

/// Half of a pause and a part of the other half, so that not all bots come back at once.
fn jittered(pause: Duration) -> Duration {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let nanos = now.map_or(0, |now| now.subsec_nanos());
    pause / 2 + (pause / 2).mul_f64(f64::from(nanos % 1_000) / 1_000.0)
}
