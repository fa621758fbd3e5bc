//! `GET /{apiKey}` with `Upgrade: websocket`: the sockets of bot programs.

use std::sync::Arc;

use axum::extract::{FromRequestParts, Request, WebSocketUpgrade};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Response};
use model::{Problem, Secret, limits};

use super::problem::ProblemResponse;
use crate::app::App;

/// The key of a program that wants a socket. `None`: this is another request.
pub fn key(request: &Request) -> Option<Secret<String>> {
    let upgrade = request.headers().get(header::UPGRADE)?.to_str().ok()?;
    let wants_socket =
        *request.method() == Method::GET && upgrade.eq_ignore_ascii_case("websocket");
    let key = request.uri().path().strip_prefix('/')?;
    (wants_socket && !key.contains('/')).then(|| Secret::new(key.to_owned()))
}

/// Opens the socket, if the key is a bot's.
pub async fn accept(app: Arc<App>, key: Secret<String>, request: Request) -> Response {
    let bot = match app.store.bot_by_api_key(&key).await {
        Ok(Some(bot)) => bot,
        Ok(None) => {
            return problem(
                401,
                "unknown-key",
                "Unknown key",
                "no bot has this Bot API key; `palabre keys` prints it",
            );
        }
        Err(error) => {
            tracing::warn!(%error, "the key of a program could not be looked up");
            return problem(
                503,
                "storage",
                "Storage unavailable",
                "the storage does not answer; try again in a moment",
            );
        }
    };
    let (mut parts, _body) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade
            .max_message_size(limits::PROGRAM_FRAME_BYTES_MAX)
            .on_upgrade(move |socket| app.programs.clone().serve(socket, bot, key)),
        Err(refused) => refused.into_response(),
    }
}

fn problem(status: u16, code: &'static str, title: &'static str, detail: &'static str) -> Response {
    ProblemResponse(Problem::new(status, code, title, detail)).into_response()
}
