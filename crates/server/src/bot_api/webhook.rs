//! Programs that listen themselves: `{url}/webhook`, `{url}/webhook/sse`, `{url}/healthcheck`.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use model::BotId;
use outgoing::{Error, Outgoing};
use store::Program;
use tokio::sync::mpsc;
use tokio::task::AbortHandle;
use wire::bot_api::{RequestData, ResponseData};

use super::answer::{Broken, Frame};
use super::{Programs, Settings};

/// How long a program may take to say what it declares.
const CHECK_PATIENCE: Duration = Duration::from_secs(3);

/// The header that holds the request of a program of version 2.
const MESSAGE: &str = "message";

/// Webhooks, and whether they were there when they were looked at last.
pub struct Webhooks {
    outgoing: Outgoing,
    settings: Settings,
    seen: Mutex<HashMap<BotId, Seen>>,
}

#[derive(Clone)]
struct Seen {
    /// The hook's settings when it was looked at.
    changed_at: model::Timestamp,
    at: Instant,
    is_reachable: bool,
    is_being_checked: bool,
}

/// What is known of a webhook now.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Fresh { is_reachable: bool },
    Stale { is_reachable: bool },
}

impl Webhooks {
    /// Webhooks that are called with this client.
    pub fn new(outgoing: Outgoing, settings: Settings) -> Self {
        Self { outgoing, settings, seen: Mutex::default() }
    }

    /// Calls a webhook. The frames of its answer come from a task of their own.
    pub fn call(
        &self,
        url: &str,
        version: Option<&str>,
        data: &RequestData,
        patience: Duration,
    ) -> (AbortHandle, mpsc::UnboundedReceiver<Frame>) {
        let (sender, frames) = mpsc::unbounded_channel();
        let call = Call { outgoing: self.outgoing.clone(), url: url.to_owned(), patience };
        let (version, data) = (version.map(str::to_owned), data.clone());
        let task = tokio::spawn(async move {
            let ended = match version.as_deref() {
                None | Some("V1") => call.whole(&data, &sender).await,
                Some(version) => call.stream(version == "V2", &data, &sender).await,
            };
            if let Err(error) = ended {
                // The receiver may have given up.
                let _gone = sender.send(Err(broken(&error)));
            }
        });
        (task.abort_handle(), frames)
    }

    /// Whether the webhook of a program was there when it was looked at last, and how long ago.
    pub fn seen(&self, program: &Program) -> Option<(bool, Duration)> {
        let seen = self.lock();
        let seen = seen.get(&program.bot).filter(|seen| seen.changed_at == program.changed_at)?;
        program.webhook_url.as_ref().map(|_| (seen.is_reachable, seen.at.elapsed()))
    }

    fn known(&self, program: &Program) -> Known {
        let seen = self.lock();
        let seen = seen.get(&program.bot).filter(|seen| seen.changed_at == program.changed_at);
        match seen {
            Some(seen) if seen.at.elapsed() < self.settings.fresh_for(seen.is_reachable) => {
                Known::Fresh { is_reachable: seen.is_reachable }
            }
            Some(seen) => Known::Stale { is_reachable: seen.is_reachable },
            None => Known::Stale { is_reachable: false },
        }
    }

    /// Takes the right to look at a webhook; one look at a time.
    fn begin_check(&self, program: &Program) -> bool {
        let mut seen = self.lock();
        let entry = seen.entry(program.bot.clone()).or_insert_with(|| Seen {
            changed_at: program.changed_at,
            at: Instant::now(),
            is_reachable: false,
            is_being_checked: false,
        });
        !std::mem::replace(&mut entry.is_being_checked, true)
    }

    fn end_check(&self, program: &Program, is_reachable: bool) {
        let entry = Seen {
            changed_at: program.changed_at,
            at: Instant::now(),
            is_reachable,
            is_being_checked: false,
        };
        self.lock().insert(program.bot.clone(), entry);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<BotId, Seen>> {
        // The map is whole after each operation, so a panic elsewhere does not spoil it.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Programs {
    /// Whether a webhook can be called. One that was there is believed to be there still, and
    /// looked at meanwhile.
    pub(super) async fn is_reachable(&self, program: &Program, url: &str) -> bool {
        match self.inner.webhooks.known(program) {
            Known::Fresh { is_reachable } => is_reachable,
            Known::Stale { is_reachable: true } => {
                self.look_at(program, url);
                true
            }
            Known::Stale { is_reachable: false } => self.check(program, url).await,
        }
    }

    /// Looks again at webhooks that were not there.
    pub(super) fn look_at_webhooks(&self) {
        for program in self.inner.bots.programs() {
            let Some(url) = &program.webhook_url else { continue };
            let known = self.inner.webhooks.known(&program);
            if known == (Known::Stale { is_reachable: false }) {
                self.look_at(&program, url.expose());
            }
        }
    }

    fn look_at(&self, program: &Program, url: &str) {
        if !self.inner.webhooks.begin_check(program) {
            return;
        }
        let (programs, url) = (self.clone(), url.to_owned());
        let program = Program {
            bot: program.bot.clone(),
            namespace: program.namespace.clone(),
            webhook_url: None,
            strict_entities: program.strict_entities,
            declared: None,
            changed_at: program.changed_at,
        };
        tokio::spawn(async move { programs.check(&program, &url).await });
    }

    /// Asks a webhook what it declares; one that cannot say it is asked whether it is well.
    async fn check(&self, program: &Program, url: &str) -> bool {
        let call = Call {
            outgoing: self.inner.webhooks.outgoing.clone(),
            url: url.to_owned(),
            patience: CHECK_PATIENCE,
        };
        let is_reachable = match call.configuration().await {
            Ok(data) => {
                if let Some(configuration) = &data.bot_configuration {
                    self.declare(&program.namespace, &program.bot, Some(configuration)).await;
                }
                true
            }
            Err(error) => {
                let is_well = call.is_well().await;
                if !is_well {
                    tracing::info!(bot = %program.bot, %error, "webhook is not there");
                }
                is_well
            }
        };
        self.inner.webhooks.end_check(program, is_reachable);
        is_reachable
    }
}

/// A call to one program.
struct Call {
    outgoing: Outgoing,
    url: String,
    patience: Duration,
}

impl Call {
    fn address(&self, path: &str) -> String {
        format!("{}/{path}", self.url.trim_end_matches('/'))
    }

    async fn configuration(&self) -> Result<ResponseData, Error> {
        let data = RequestData::of_configuration("configuration");
        let body = serde_json::to_value(&data).unwrap_or_default();
        let answer =
            self.outgoing.post_json(&self.address("webhook"), &[], &body, self.patience).await?;
        understood(wire::json::of_value(answer))
    }

    async fn is_well(&self) -> bool {
        self.outgoing.get(&self.address("healthcheck"), self.patience).await.is_ok()
    }

    /// The whole answer at once.
    async fn whole(
        &self,
        data: &RequestData,
        frames: &mpsc::UnboundedSender<Frame>,
    ) -> Result<(), Error> {
        let body = serde_json::to_value(data).unwrap_or_default();
        let address = self.address("webhook");
        let answer = self.outgoing.post_json(&address, &[], &body, self.patience).await?;
        let mut answer: ResponseData = understood(wire::json::of_value(answer))?;
        if let Some(response) = &mut answer.bot_response {
            // There is no other frame.
            if let Some(context) = &mut response.context {
                context.last_response = true;
            }
        }
        hand_on(answer, frames)
    }

    /// Frame after frame, as server-sent events.
    async fn stream(
        &self,
        in_header: bool,
        data: &RequestData,
        frames: &mpsc::UnboundedSender<Frame>,
    ) -> Result<(), Error> {
        let address = self.address("webhook/sse");
        let accept = ("accept", "text/event-stream");
        let mut body = match in_header {
            true => {
                let json = in_ascii(&serde_json::to_string(data).unwrap_or_default());
                let headers = [accept, (MESSAGE, json.as_str())];
                self.outgoing.get_stream(&address, &headers, self.patience).await?
            }
            false => {
                let json = serde_json::to_value(data).unwrap_or_default();
                self.outgoing.post_stream(&address, &[accept], &json, self.patience).await?
            }
        };
        let mut events = Events::default();
        while let Some(chunk) = body.chunk().await? {
            for data in events.read(&chunk) {
                let answer = understood(ResponseData::read(data.as_bytes()))?;
                let is_last = answer.bot_response.as_ref().is_some_and(|it| it.is_last());
                hand_on(answer, frames)?;
                if is_last {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}

fn understood<T>(read: Result<T, wire::Error>) -> Result<T, Error> {
    read.map_err(|error| Error::NotJson { host: "the program".into(), reason: error.to_string() })
}

fn hand_on(answer: ResponseData, frames: &mpsc::UnboundedSender<Frame>) -> Result<(), Error> {
    match answer.bot_response {
        Some(response) => {
            // The receiver may have given up.
            let _gone = frames.send(Ok(response));
            Ok(())
        }
        None if answer.bot_configuration.is_some() => Ok(()),
        None => Err(Error::NotJson {
            host: "the program".into(),
            reason: "`botResponse` is missing".into(),
        }),
    }
}

fn broken(error: &Error) -> Broken {
    match error {
        Error::Unreachable { .. } => Broken::NotReached(error.to_string()),
        _ => Broken::Failed(error.to_string()),
    }
}

/// JSON without a character that a header could not hold.
fn in_ascii(json: &str) -> String {
    let mut ascii = String::with_capacity(json.len());
    for c in json.chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    ascii
}

/// Reads server-sent events out of pieces of their stream.
#[derive(Default)]
struct Events {
    line: Vec<u8>,
    event: String,
    data: String,
}

impl Events {
    /// The data of the `message` events that end in this piece.
    fn read(&mut self, chunk: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for byte in chunk {
            match byte {
                b'\n' => {
                    let line = std::mem::take(&mut self.line);
                    let line = String::from_utf8_lossy(&line);
                    found.extend(self.take_line(line.trim_end_matches('\r')));
                }
                byte => self.line.push(*byte),
            }
        }
        found
    }

    fn take_line(&mut self, line: &str) -> Option<String> {
        if line.is_empty() {
            let event = std::mem::take(&mut self.event);
            let data = std::mem::take(&mut self.data);
            let is_message = event.is_empty() || event == "message";
            return (is_message && !data.is_empty()).then_some(data);
        }
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => self.event = value.to_owned(),
            "data" => {
                if !self.data.is_empty() {
                    self.data.push('\n');
                }
                self.data.push_str(value);
            }
            _ => {}
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_read_wherever_their_stream_is_cut() {
        let stream = "event: ping\ndata: 1\n\nevent: message\r\ndata: {\"a\":\r\ndata: \"é\"}\r\n\r\n\
                      : a comment\ndata: b\n\ndata: unfinished";
        for size in 1..stream.len() {
            let mut events = Events::default();
            let found: Vec<String> =
                stream.as_bytes().chunks(size).flat_map(|chunk| events.read(chunk)).collect();
            assert_eq!(found, ["{\"a\":\n\"é\"}", "b"], "pieces of {size}");
        }
    }

    #[test]
    fn a_header_holds_ascii_only() {
        assert_eq!(in_ascii(r#"{"a":"é😀"}"#), r#"{"a":"\u00e9\ud83d\ude00"}"#);
    }
}
