//! Over HTTP, called by the platform: `/webhook`, `/webhook/sse`, `/healthcheck`.

use std::convert::Infallible;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use wire::bot_api::{BotResponse, RequestData, ResponseData};

use crate::{Bot, Error};

impl Bot {
    /// Serves the bot at `http://{listener}/webhook`. Say `palabre program --webhook` the address
    /// without `/webhook`. Whoever knows the address can ask the bot: keep it secret, or in a
    /// network of your own.
    pub async fn listen(&self, listener: TcpListener) -> Result<(), Error> {
        Ok(axum::serve(listener, self.router()).await?)
    }

    /// The routes of the bot, to be part of another server.
    pub fn router(&self) -> Router {
        Router::new()
            .route("/webhook", post(whole))
            .route("/webhook/sse", post(frame_by_frame))
            .route("/healthcheck", get(|| async { StatusCode::OK }))
            .with_state(self.clone())
    }
}

/// All frames as one answer.
async fn whole(State(bot): State<Bot>, body: Bytes) -> Response {
    let request = match RequestData::read(&body) {
        Ok(request) => request,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    let (frames, mut outgoing) = mpsc::unbounded_channel();
    bot.answer(request, frames).await;
    let mut answer: Option<ResponseData> = None;
    while let Some(frame) = outgoing.recv().await {
        answer = Some(match answer {
            None => frame,
            Some(before) => merged(before, frame),
        });
    }
    match answer.map(|answer| serde_json::to_string(&answer)) {
        Some(Ok(json)) => ([(header::CONTENT_TYPE, "application/json")], json).into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// A later frame holds everything of the earlier ones but their messages.
fn merged(before: ResponseData, mut frame: ResponseData) -> ResponseData {
    if let (Some(before), Some(response)) = (before.bot_response, &mut frame.bot_response) {
        let BotResponse { mut messages, .. } = before;
        messages.append(&mut response.messages);
        response.messages = messages;
    }
    frame
}

/// Each frame as an event, as soon as it is there.
async fn frame_by_frame(State(bot): State<Bot>, body: Bytes) -> Response {
    let request = match RequestData::read(&body) {
        Ok(request) => request,
        Err(error) => return (StatusCode::BAD_REQUEST, error.to_string()).into_response(),
    };
    let (frames, outgoing) = mpsc::unbounded_channel();
    tokio::spawn(async move { bot.answer(request, frames).await });
    let events = stream::unfold(outgoing, |mut outgoing| async move {
        let frame = outgoing.recv().await?;
        // An answer that cannot be written ends the stream early, which the platform notices.
        let json = serde_json::to_string(&frame).ok()?;
        Some((Ok::<_, Infallible>(format!("event: message\ndata: {json}\n\n")), outgoing))
    });
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream;charset=UTF-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, Body::from_stream(events)).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::Request;
    use tower::ServiceExt;

    use super::*;
    use crate::Bus;

    fn bot() -> Bot {
        Bot::new().on("greetings", |mut bus: Bus| async move {
            bus.say("one").flush().say("two");
        })
    }

    async fn call(method: &str, path: &str, body: &str) -> (StatusCode, String) {
        let request = Request::builder().method(method).uri(path);
        let request = request.body(Body::from(body.to_owned())).unwrap();
        let response = bot().router().oneshot(request).await.unwrap();
        let status = response.status();
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8(body.to_vec()).unwrap())
    }

    const ASKED: &str = r#"{"requestId":"r1","botRequest":{"intent":"greetings",
        "storyId":"greetings","message":{"type":"text","text":"hi"},"entities":[],
        "context":{"namespace":"test","language":"en",
        "sourceConnectorType":{"id":"web","userInterfaceType":"textChat"},
        "targetConnectorType":{"id":"web","userInterfaceType":"textChat"},
        "applicationId":"web","userId":{"id":"u","type":"user"},
        "botId":{"id":"b","type":"bot"},
        "user":{"timezone":"UTC","locale":"en","test":false},"metadata":{}}}}"#;

    #[tokio::test]
    async fn a_webhook_gives_all_messages_at_once() {
        let (status, body) = call("POST", "/webhook", ASKED).await;
        let answer = ResponseData::read(body.as_bytes()).unwrap();
        assert_eq!((status, answer.request_id.as_str()), (StatusCode::OK, "r1"));
        let response = answer.bot_response.unwrap();
        assert_eq!((response.messages.len(), response.is_last()), (2, true));
    }

    #[tokio::test]
    async fn an_event_stream_gives_frame_after_frame() {
        let (_, body) = call("POST", "/webhook/sse", ASKED).await;
        let events: Vec<&str> = body.split("\n\n").filter(|event| !event.is_empty()).collect();
        assert_eq!(events.len(), 2, "{body}");
        assert!(events[0].contains(r#""lastResponse":false"#));
        assert!(events[1].contains(r#""lastResponse":true"#));
    }

    #[tokio::test]
    async fn a_webhook_says_what_it_declares_and_that_it_is_well() {
        let asked = r#"{"requestId":"c","configuration":true}"#;
        let (_, body) = call("POST", "/webhook", asked).await;
        let declared = ResponseData::read(body.as_bytes()).unwrap().bot_configuration.unwrap();
        assert_eq!(declared.stories[0].name, "greetings");
        assert_eq!(call("GET", "/healthcheck", "").await.0, StatusCode::OK);
        assert_eq!(call("POST", "/webhook", "{").await.0, StatusCode::BAD_REQUEST);
    }
}
