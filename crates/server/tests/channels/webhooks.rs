//! Bot programs that listen: plain, streamed, and what happens while they do not.

use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use model::Secret;
use serde_json::{Value, json};
use store::ProgramSettings;

use super::program::{Program, frame, sentence};
use super::programs::{MUSEUM_IS_FREE, stories};
use super::world::{MUSEUM, World, wait_until, world};

/// A program that listens, and what it was called for.
#[derive(Clone)]
struct Hook {
    version: Option<&'static str>,
    /// Whether it says what it declares; otherwise it is only well.
    declares: bool,
    calls: Arc<Mutex<Vec<String>>>,
}

impl Hook {
    fn new(version: Option<&'static str>, declares: bool) -> Self {
        Self { version, declares, calls: Arc::default() }
    }

    /// Listens until the task is given up, and gives the address.
    async fn listen(&self) -> (String, tokio::task::AbortHandle) {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let url = format!("http://{}/hooks/museum", listener.local_addr().unwrap());
        let router = Router::new().fallback(answer).with_state(self.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        (url, task.abort_handle())
    }

    fn calls(&self) -> Vec<String> {
        self.calls.lock().unwrap().clone()
    }
}

async fn answer(State(hook): State<Hook>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let call = format!("{} {}", parts.method, parts.uri.path());
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let in_header = parts.headers.get("message").map(|text| text.as_bytes().to_vec());
    let asked: Value =
        serde_json::from_slice(in_header.as_deref().unwrap_or(&body)).unwrap_or_default();
    if asked["configuration"] == true {
        if !hook.declares {
            return StatusCode::NOT_FOUND.into_response();
        }
        let mut configuration = json!({"stories": stories()});
        if let Some(version) = hook.version {
            configuration["version"] = version.into();
        }
        // Some programs write an id of their own, and call JSON plain text.
        let answer = json!({"requestId": "foreign", "botConfiguration": configuration});
        return ([("content-type", "text/plain; charset=utf-8")], answer.to_string())
            .into_response();
    }
    hook.calls.lock().unwrap().push(call.clone());
    match call.as_str() {
        "GET /hooks/museum/healthcheck" => StatusCode::OK.into_response(),
        "POST /hooks/museum/webhook" => {
            let said = json!([sentence("One."), sentence("Déjà two.")]);
            let answer = frame(&asked, said, true).to_string();
            ([("content-type", "text/plain; charset=utf-8")], answer).into_response()
        }
        "POST /hooks/museum/webhook/sse" | "GET /hooks/museum/webhook/sse" => {
            let event = |frame: Value| format!("event: message\ndata: {frame}\n\n");
            let ping = "event: ping\ndata: 1\n\n";
            let first = event(frame(&asked, json!([sentence("One.")]), false));
            let second = event(frame(&asked, json!([sentence("Déjà two.")]), true));
            let stream = [ping, &first, ping, &second, "event: message\ndata: after\n\n"].concat();
            ([("content-type", "text/event-stream")], stream).into_response()
        }
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn set_webhook(world: &World, url: Option<String>) {
    let (namespace, name) = ("test".parse().unwrap(), "museum".parse().unwrap());
    let bot = world.store.bot(&namespace, &name).await.unwrap().unwrap();
    let settings = ProgramSettings { webhook_url: url.map(Secret::new), strict_entities: false };
    world
        .store
        .set_program(&namespace, &bot.id, &settings, &store::Actor::command())
        .await
        .unwrap();
}

/// Says hello until the program answers, then once more. What it was called for.
async fn calls_of(hook: &Hook) -> Vec<String> {
    let world = world().await;
    let (url, task) = hook.listen().await;
    set_webhook(world, Some(url)).await;
    let answered = async || world.say(MUSEUM, "hooked", "hello").await == ["One.", "Déjà two."];
    wait_until(answered).await;
    hook.calls.lock().unwrap().clear();
    assert_eq!(world.say(MUSEUM, "hooké", "hello").await, ["One.", "Déjà two."]);
    task.abort();
    set_webhook(world, None).await;
    hook.calls()
}

#[tokio::test]
async fn a_webhook_answers_plain_or_streamed_as_its_version_says() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let cases = [
        (None, "POST /hooks/museum/webhook"),
        (Some("V1"), "POST /hooks/museum/webhook"),
        (Some("V2"), "GET /hooks/museum/webhook/sse"),
        (Some("V3"), "POST /hooks/museum/webhook/sse"),
    ];
    for (version, expected) in cases {
        let calls = calls_of(&Hook::new(version, true)).await;
        assert_eq!(calls, [expected], "{version:?}");
    }
}

#[tokio::test]
async fn a_webhook_that_declares_nothing_is_asked_whether_it_is_well() {
    let _free = MUSEUM_IS_FREE.lock().await;
    // What another program declared before, and how it wants to be called, stays.
    Program::of_museum(world().await, None, stories()).await.close().await;
    let hook = Hook::new(None, false);
    let calls = calls_of(&hook).await;
    assert!(calls.contains(&"POST /hooks/museum/webhook".to_owned()), "{calls:?}");
}

#[tokio::test]
async fn without_its_webhook_a_socket_answers_and_without_both_the_unknown_story() {
    let _free = MUSEUM_IS_FREE.lock().await;
    let world = world().await;
    let hook = Hook::new(None, true);
    let (url, task) = hook.listen().await;
    set_webhook(world, Some(url)).await;
    wait_until(async || world.say(MUSEUM, "f1", "hello").await == ["One.", "Déjà two."]).await;
    let mut program = Program::of_museum(world, None, stories()).await;
    // Gone without a word.
    task.abort();
    wait_until(async || {
        let mut asked = tokio::spawn(world.say(MUSEUM, "f1", "hello"));
        tokio::select! {
            request = program.request() => {
                let request = request.unwrap();
                let said = frame(&request, json!([sentence("By socket.")]), true);
                program.send(&said.to_string()).await;
                assert_eq!(asked.await.unwrap(), ["By socket."]);
                true
            }
            // Answered without the socket: it was not noticed yet that the webhook is gone.
            _ = &mut asked => false,
        }
    })
    .await;
    program.close().await;
    let answer = world.say(MUSEUM, "f1", "hello").await;
    assert_eq!(answer.len(), 1, "{answer:?}");
    assert!(!["One.", "By socket."].contains(&answer[0].as_str()), "{answer:?}");
    set_webhook(world, None).await;
}
