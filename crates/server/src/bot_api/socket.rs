//! One socket of a program, from its upgrade to its end.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::{SinkExt, StreamExt};
use model::{BotId, Secret, metric_names};
use store::BotSummary;
use tokio::sync::mpsc;
use wire::bot_api::ResponseData;

use super::Programs;
use super::sockets::Outgoing;

/// How often a silent program is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(20);

/// After this long without a sign of life a socket is ended.
const SILENCE_MAX: Duration = Duration::from_secs(60);

/// How long a program may take to read what is written to it.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

impl Programs {
    /// Serves a socket that was opened with a bot's key, until it ends.
    pub async fn serve(self, socket: WebSocket, bot: BotSummary, key: Secret<String>) {
        // That a program is there is news for a bot that never had one.
        self.declare(&bot.namespace, &bot.id, None).await;
        let (mut sink, mut frames) = socket.split();
        let (outgoing, mut to_write) = mpsc::unbounded_channel();
        let registration = self.inner.sockets.open(bot.id.clone(), key, outgoing.clone());
        tracing::info!(bot = %bot.id, namespace = %bot.namespace, "a program is connected");
        let writer = tokio::spawn(async move {
            while let Some(outgoing) = to_write.recv().await {
                let (message, is_end) = match outgoing {
                    Outgoing::Text(text) => (Message::Text(text.into()), false),
                    Outgoing::Ping => (Message::Ping(Default::default()), false),
                    Outgoing::Close { code, reason } => {
                        let frame = CloseFrame { code, reason: reason.into() };
                        (Message::Close(Some(frame)), true)
                    }
                };
                let sent = tokio::time::timeout(WRITE_PATIENCE, sink.send(message)).await;
                if is_end || !matches!(sent, Ok(Ok(()))) {
                    return;
                }
            }
        });
        let mut silent = Duration::ZERO;
        let why = loop {
            match tokio::time::timeout(PING_EVERY, frames.next()).await {
                Ok(Some(Ok(message))) => {
                    silent = Duration::ZERO;
                    match message {
                        Message::Text(text) => self.take(&bot, text.as_bytes()).await,
                        Message::Binary(bytes) => self.take(&bot, &bytes).await,
                        Message::Close(_) => break "the program said goodbye",
                        Message::Ping(_) | Message::Pong(_) => {}
                    }
                }
                Ok(Some(Err(_))) => break "the connection broke",
                Ok(None) => break "the connection ended",
                Err(_) => {
                    silent += PING_EVERY;
                    if silent >= SILENCE_MAX || outgoing.send(Outgoing::Ping).is_err() {
                        break "the program is silent";
                    }
                }
            }
        };
        tracing::info!(bot = %bot.id, why, "a program is gone");
        drop((registration, outgoing));
        // It ends by itself: its channel is closed, and each write is bounded.
        if let Err(error) = writer.await {
            tracing::error!(%error, "the writer of a socket panicked");
        }
    }

    /// Takes a frame of a program.
    async fn take(&self, bot: &BotSummary, frame: &[u8]) {
        let data = match ResponseData::read(frame) {
            Ok(data) => data,
            Err(error) => {
                let reason = error.to_string();
                tracing::warn!(bot = %bot.id, reason, "a frame of a program cannot be read");
                return;
            }
        };
        if let Some(configuration) = &data.bot_configuration {
            self.declare(&bot.namespace, &bot.id, Some(configuration)).await;
        } else if let Some(response) = data.bot_response
            && !self.inner.sockets.deliver(&bot.id, &data.request_id, response)
        {
            self.count_late(&bot.id);
        }
    }

    fn count_late(&self, bot: &BotId) {
        tracing::debug!(%bot, "a frame of a program came when nobody waited for it any more");
        metrics::counter!(metric_names::PROGRAM_FRAMES_LATE_TOTAL).increment(1);
    }
}
