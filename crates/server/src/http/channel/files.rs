//! Files that users send to a channel: kept before their event, and read again by their address.

use std::sync::Arc;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use connectors::kit::{ReceivedEvent, Refusal};
use model::{EventKind, FileId};
use store::NewFile;

use super::storage_failed;
use crate::app::App;
use crate::bots::ServedChannel;

/// Where the files of a channel lie, below its own path.
pub const FILES: &str = "/files";

/// Keeps the file of an event, if it has one, and writes into the event where that is.
pub(super) async fn keep(
    app: &Arc<App>,
    served: &ServedChannel,
    received: &mut ReceivedEvent,
) -> Result<(), Refusal> {
    let Some(file) = received.file.take() else { return Ok(()) };
    let (channel, event) = (&served.channel, &mut received.event);
    if let EventKind::Attachment { url, .. } = &mut event.kind {
        let base = app.config.public_url.as_deref().unwrap_or_default().trim_end_matches('/');
        *url = format!("{base}{}{FILES}/{}", channel.path, file.id);
    }
    let file = NewFile {
        id: file.id,
        bot: channel.bot.clone(),
        user: event.user.clone(),
        content_type: file.content_type.to_owned(),
        name: file.name,
        content: file.content,
    };
    app.store.keep_file(&channel.namespace, &file).await.map_err(storage_failed)
}

/// A file that was sent to the channel's bot. Its id is the right to read it: nobody can guess it,
/// and programs to which a story gives the address read it too.
pub(super) async fn read(
    app: &Arc<App>,
    served: &ServedChannel,
    id: &FileId,
) -> Result<Response, Refusal> {
    let channel = &served.channel;
    let file = app.store.file(&channel.namespace, &channel.bot, id).await;
    let Some(file) = file.map_err(storage_failed)? else {
        return Err(Refusal::new(
            404,
            "no-file",
            format!("there is no file `{id}` (any more); send it again"),
        ));
    };
    let kind = HeaderValue::try_from(file.content_type)
        .unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let headers = [
        (header::CONTENT_TYPE, kind),
        // Never shown as a page of this host, whatever it holds.
        (header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((StatusCode::OK, headers, file.content).into_response())
}
