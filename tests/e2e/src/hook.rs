//! A bot program of the test's own, that listens: as much of one as a crash needs.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

/// How long a test waits for a request.
const PATIENCE: Duration = Duration::from_secs(60);

/// A program that streams its answers. It lives as long as the test's process.
pub struct Hook {
    pub url: String,
    requests: Receiver<Asked>,
}

/// A request that waits for frames.
pub struct Asked {
    pub request: Value,
    stream: TcpStream,
}

impl Hook {
    /// A program that declares one story for this intent.
    pub fn open(intent: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let (sender, requests) = channel();
        let declared = json!({"requestId": "c", "botConfiguration": {
            "version": "V3", "stories": [{"mainIntent": intent, "name": intent}]}});
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (sender, declared) = (sender.clone(), declared.to_string());
                thread::spawn(move || serve(stream.ok()?, &declared, &sender));
            }
        });
        Self { url, requests }
    }

    /// The next request of a user.
    pub fn next(&self) -> Asked {
        self.requests.recv_timeout(PATIENCE).expect("the program is asked")
    }
}

impl Asked {
    /// Sends a frame with one sentence. A server that is gone does not matter here.
    pub fn say(&mut self, text: &str, is_last: bool) {
        let frame = json!({"requestId": self.request["requestId"], "botResponse": {
            "storyId": self.request["botRequest"]["storyId"],
            "messages": [{"type": "sentence", "text": {"text": text}}],
            "context": {"requestId": self.request["requestId"], "lastResponse": is_last}}});
        let event = format!("event: message\ndata: {frame}\n\n");
        self.stream.write_all(event.as_bytes()).ok();
    }
}

fn serve(mut stream: TcpStream, declared: &str, sender: &Sender<Asked>) -> Option<()> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let line = line.trim().to_lowercase();
        if let Some(value) = line.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if line.is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let request: Value = serde_json::from_slice(&body).unwrap_or_default();
    let head = |kind: &str| {
        format!("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: {kind}\r\n\r\n")
    };
    if request["botRequest"].is_object() {
        stream.write_all(head("text/event-stream").as_bytes()).ok()?;
        sender.send(Asked { request, stream }).ok()
    } else {
        stream.write_all((head("application/json") + declared).as_bytes()).ok()
    }
}
