//! A bot program, frame by frame.

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::world::{PATIENCE, World};

/// A program with one socket.
pub struct Program {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Program {
    /// Opens a socket with a key, or says with which status it was refused.
    pub async fn try_open(world: &World, key: &str) -> Result<Self, u16> {
        let url = format!("ws://{}/{key}", world.address);
        match tokio_tungstenite::connect_async(url).await {
            Ok((socket, _)) => Ok(Self { socket }),
            Err(tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a socket for the museum and declares these stories.
    pub async fn of_museum(world: &World, version: Option<&str>, stories: Value) -> Self {
        let key = world.museum_key().await;
        let mut program = Self::try_open(world, key.expose()).await.unwrap();
        let mut configuration = json!({"stories": stories});
        if let Some(version) = version {
            configuration["version"] = version.into();
        }
        let late = async || world.metric("palabre_program_frames_late_total", "").await;
        let before = late().await;
        let frame = json!({"requestId": "0.5", "botConfiguration": configuration});
        program.send(&frame.to_string()).await;
        // Frames are taken in order: its stories are there when the next one is counted, which
        // nobody waits for.
        let request = json!({"requestId": "0.6", "botRequest": {"storyId": "none"}});
        program.send(&self::frame(&request, json!([]), true).to_string()).await;
        super::world::wait_until(async || late().await > before).await;
        program
    }

    pub async fn send(&mut self, frame: &str) {
        self.socket.send(Message::text(frame)).await.unwrap();
    }

    /// The next request, or `None` when the socket was closed.
    pub async fn request(&mut self) -> Option<Value> {
        loop {
            let next = tokio::time::timeout(PATIENCE, self.socket.next()).await;
            match next.expect("a frame comes in time")? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(_)) | Err(_) => return None,
                Ok(_) => {}
            }
        }
    }

    /// Answers the next request with these messages.
    pub async fn answer(&mut self, messages: Value) -> Value {
        let request = self.request().await.unwrap();
        self.send(&frame(&request, messages, true).to_string()).await;
        request
    }

    pub async fn close(mut self) {
        self.socket.close(None).await.unwrap();
    }
}

/// A frame that answers a request.
pub fn frame(request: &Value, messages: Value, is_last: bool) -> Value {
    let asked = &request["botRequest"];
    json!({"requestId": request["requestId"], "botResponse": {
        "storyId": asked["storyId"], "entities": asked["entities"], "messages": messages,
        "context": {"requestId": request["requestId"], "date": "2026-11-20T10:00:00Z",
            "lastResponse": is_last}}})
}

/// A sentence as clients write it.
pub fn sentence(text: &str) -> Value {
    json!({"type": "sentence", "delay": 0, "suggestions": [],
        "text": {"text": text, "args": [], "toBeTranslated": true, "length": text.len()}})
}
