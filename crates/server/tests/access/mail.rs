//! Mail, with a server that only listens.

use std::sync::{Arc, Mutex};

use model::MemberRole;
use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;

use crate::world::*;

/// A server of mail that keeps what it is handed.
async fn sink() -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(String::new()));
    let keeps = heard.clone();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            let keeps = keeps.clone();
            tokio::spawn(async move {
                let (read, mut write) = stream.into_split();
                let mut lines = BufReader::new(read).lines();
                let mut in_message = false;
                write.write_all(b"220 sink\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await {
                    keeps.lock().unwrap().push_str(&format!("{line}\n"));
                    let answer = match line.split(' ').next().unwrap_or_default() {
                        "." if in_message => {
                            in_message = false;
                            "250 kept"
                        }
                        _ if in_message => continue,
                        "EHLO" => "250 sink",
                        "DATA" => {
                            in_message = true;
                            "354 go on"
                        }
                        "QUIT" => "221 bye",
                        _ => "250 fine",
                    };
                    if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                        return;
                    }
                }
            });
        }
    });
    (port, heard)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn links_go_by_mail_and_are_then_shown_to_nobody_else() {
    let (port, heard) = sink().await;
    let smtp = format!("smtp://127.0.0.1:{port}");
    let settings = [("smtp_url", smtp.as_str()), ("mail_from", "Palabre <bots@example.org>")];
    let world = World::new(&settings).await;
    let admin = world.person("admin@a.example", "a", MemberRole::Admin).await;
    let body = json!({"email": "new@example.org", "role": "author"}).to_string();
    let answer = world.call("POST", "/api/v1/namespaces/a/invitations", &admin, &body).await;
    assert_eq!(answer.json()["mailed"], true, "{}", answer.text());
    assert!(answer.json().get("url").is_none(), "{}", answer.text());
    let mail = heard.lock().unwrap().clone();
    assert!(mail.contains("RCPT TO:<new@example.org>"), "{mail}");
    assert!(mail.contains("MAIL FROM:<bots@example.org>"), "{mail}");
    // Somebody with rights elsewhere gets their link too: only they can read it.
    world.person("both@example.org", "a", MemberRole::Viewer).await;
    world.person("both@example.org", "b", MemberRole::Admin).await;
    let account = world.store.account_by_email("both@example.org").await.unwrap().unwrap();
    let path = format!("/api/v1/namespaces/a/members/{}/reset", account.id);
    let answer = world.call("POST", &path, &admin, "").await;
    assert_eq!(answer.json()["mailed"], true, "{}", answer.text());
    assert!(heard.lock().unwrap().contains("RCPT TO:<both@example.org>"));
    // A server of mail that is gone is said, not hidden.
    world.stop().await;
    let world = World::new(&[("smtp_url", "smtp://127.0.0.1:1")]).await;
    let admin = world.person("admin@a.example", "a", MemberRole::Admin).await;
    let answer = world.call("POST", "/api/v1/namespaces/a/invitations", &admin, &body).await;
    assert_eq!(answer.status, 503, "{}", answer.text());
    world.stop().await;
}
