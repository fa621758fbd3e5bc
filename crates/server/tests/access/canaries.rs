//! Secrets that are put in and must not come out: not in answers, not in errors, not in the
//! database's files, not in what is logged at the finest level.

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use model::{MemberRole, Permission, Secret};
use serde_json::json;
use store::{Actor, NewChannel};
use tracing_subscriber::fmt::MakeWriter;

use crate::world::*;

/// Everything that is logged, at the finest level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.display().to_string(), std::fs::read(&path).unwrap()));
        }
    }
    found
}

fn holds(haystack: &[u8], needle: &str) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle.as_bytes())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_secret_comes_out_anywhere() {
    let log = Log::default();
    // The first subscriber of the process; the other tests log nothing.
    let _first_one_stays = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .with_ansi(false)
        .try_init();
    let world = World::new(&[("smtp_url", "smtp://user:canary-smtp-password@127.0.0.1:1")]).await;
    let mut secrets: Vec<String> = vec!["canary-smtp-password".into(), PASSWORD.into()];
    let mut answers: Vec<Vec<u8>> = Vec::new();

    // Ten secrets of channels, sealed.
    let mut channel = NewChannel {
        alias: None,
        connector: model::ConnectorType::new("web").unwrap(),
        environment: store::Environment::Live,
        path: "/io/a/bot/secret".into(),
        settings: json!({}),
        secrets: Default::default(),
        enabled: true,
    };
    for number in 0..10 {
        let secret = format!("canary-channel-secret-{number}");
        channel.secrets.insert(format!("s{number}"), Secret::new(secret.clone()));
        secrets.push(secret);
    }
    let bot = world.bot_id("a").await;
    let made = world
        .store
        .create_channel(&ns("a"), &bot, channel, &store::Actor::command())
        .await
        .unwrap();
    assert_eq!(world.store.channel_secrets(&ns("a"), &made.id).await.unwrap().len(), 10);

    // Passwords, right and wrong; tokens, keys, sessions, links.
    let admin = world.person("admin@a.example", "a", MemberRole::Admin).await;
    for number in 0..10 {
        let password = format!("canary-password-{number}");
        let body = json!({"email": format!("x{number}@example.org"), "password": password});
        answers.push(world.call("POST", "/api/v1/session", "", &body.to_string()).await.body);
        let wrong = basic(&format!("y{number}@example.org"), &password);
        answers.push(world.call("GET", "/api/v1/bots", &wrong, "").await.body);
        secrets.push(password);
    }
    for number in 0..5 {
        let secret = format!("canary-signing-secret-of-32-bytes-{number}");
        let body = json!({"name": "k", "scopes": ["view"], "secret": secret}).to_string();
        let keys = "/api/v1/namespaces/a/signing-keys";
        answers.push(world.call("POST", keys, &admin, &body).await.body);
        secrets.push(secret);
    }
    for _ in 0..5 {
        let token = world.token("a", None, &[Permission::View]).await;
        answers.push(world.call("GET", "/api/v1/bots", &token, "").await.body);
        secrets.push(token.strip_prefix("Bearer ").unwrap().to_owned());
    }
    let account = world.store.account_by_email("admin@a.example").await.unwrap().unwrap();
    let begun = world.store.begin_session(&account, "test", "test", &Actor::command()).await;
    secrets.push(begun.unwrap().1.expose().clone());
    secrets.push(world.store.api_key(&ns("a"), &bot).await.unwrap().expose().clone());

    // Reading everything that may be read.
    for path in ["tokens", "signing-keys", "members", "invitations", "audit", "audit/export"] {
        let path = format!("/api/v1/namespaces/a/{path}");
        answers.push(world.call("GET", &path, &admin, "").await.body);
    }
    for path in ["/metrics", "/api/openapi.json", "/api/v1/bots/a/bot"] {
        answers.push(world.call("GET", path, &admin, "").await.body);
    }
    // The address of a program may hold a token of it.
    let secret = "canary-webhook-token";
    let body = json!({"webhookUrl": format!("https://bots.example.org/{secret}")}).to_string();
    answers.push(world.call("PUT", "/api/v1/bots/a/bot/program", &admin, &body).await.body);
    secrets.push(secret.into());
    // Dumps and exports.
    let channel = format!("channels/{}", made.id);
    for path in ["head", "channels", &channel, "program", "key", "export", "label-file", "versions"]
    {
        let answer = world.call("GET", &format!("/api/v1/bots/a/bot/{path}"), &admin, "").await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answers.push(answer.body);
    }
    for path in ["application/dump/a:bot", "sentences/dump/full/a:bot", "applications"] {
        let answer = world.call("GET", &format!("/rest/admin/{path}"), &admin, "").await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answers.push(answer.body);
    }
    // What a panic would say of the settings. A `Secret` cannot even be written down.
    let url = ("smtp_url", "smtp://user:canary-smtp-password@127.0.0.1:1");
    let config = config(world.folder(), &[url]);
    let panicked = std::panic::catch_unwind(|| panic!("{config:?}")).unwrap_err();
    answers.push(panicked.downcast_ref::<String>().unwrap().clone().into_bytes());

    let folder = world.folder();
    let read = files(&folder);
    assert!(read.iter().any(|(name, bytes)| name.ends_with("palabre.db") && !bytes.is_empty()));
    let logged = log.0.lock().unwrap().clone();
    assert!(!logged.is_empty(), "nothing was logged, so nothing was looked at");
    assert!(secrets.len() >= 30, "{}", secrets.len());
    for secret in &secrets {
        for (name, bytes) in &read {
            assert!(!holds(bytes, secret), "a secret lies in {name}");
        }
        assert!(answers.iter().all(|answer| !holds(answer, secret)), "an answer holds a secret");
        assert!(!holds(&logged, secret), "the log holds a secret");
    }
    println!(
        "{} secrets, {} bytes of log, {} files, {} answers: found 0 times",
        secrets.len(),
        logged.len(),
        read.len(),
        answers.len()
    );
    world.stop().await;
}
