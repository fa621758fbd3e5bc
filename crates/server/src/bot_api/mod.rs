//! The Bot API: programs outside that answer for bots, over WebSockets and webhooks.
//!
//! A turn that needs its bot's program asks [`Programs::ask`] for each frame of the answer and
//! commits it as a segment. After a crash the program is asked again with the same request id,
//! and the frames that were committed are passed over.

mod answer;
mod declared;
mod history;
mod reply;
mod request;
mod socket;
mod sockets;
mod webhook;

use std::sync::Arc;
use std::time::{Duration, Instant};

use model::{
    BotId, Call, Clock, Effect, EffectAnswer, Namespace, ProgramReply, ProgramRequest, limits,
    metric_names,
};
use outgoing::Outgoing;
use store::{Claimed, Program, Store};
use wire::bot_api::{BotResponse, ClientConfiguration, RequestData};

use crate::bots::Bots;
use crate::talker::Place;
use answer::{Answer, Broken, Held, OpenAnswers, Users};
use reply::Reading;
use sockets::Sockets;
use webhook::Webhooks;

pub use declared::with_program;

/// How often revoked keys and webhooks are looked at.
const FOLLOW: Duration = Duration::from_millis(500);

/// The code with which a socket is closed whose key is no longer good.
const KEY_REVOKED: u16 = 4001;

/// The code of a server that goes away.
const GOING_AWAY: u16 = 1001;

/// What a turn says when it asks a program.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    /// The event and its conversation.
    pub claimed: &'a Claimed,
    /// The bot and the channel.
    pub place: &'a Place,
}

/// How programs are asked.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How long one frame of an answer may take.
    pub frame_patience: Duration,
    /// How often a webhook that is used is asked what it declares; one that was not there is
    /// looked at five times as often.
    pub webhook_check: Duration,
    /// Whether each request tells what was said before.
    pub with_history: bool,
}

impl Settings {
    /// How long it is believed that a webhook is there, or not.
    fn fresh_for(&self, is_reachable: bool) -> Duration {
        if is_reachable { self.webhook_check } else { self.webhook_check / 5 }
    }
}

/// The connections of a program with this process.
pub struct Connections {
    /// How many sockets are open.
    pub sockets: usize,
    /// How many requests wait on them.
    pub in_flight: usize,
    /// How long ago the last one ended, when none is open.
    pub socket_ended: Option<Duration>,
    /// Whether the webhook was there when it was looked at last, and how long ago that was.
    pub webhook: Option<(bool, Duration)>,
}

/// The programs of this installation.
#[derive(Clone)]
pub struct Programs {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    bots: Bots,
    clock: Arc<dyn Clock>,
    settings: Settings,
    sockets: Sockets,
    webhooks: Webhooks,
    open: OpenAnswers,
    users: Users,
}

impl Programs {
    /// Programs that are asked for these bots.
    pub fn new(
        store: Store,
        bots: Bots,
        outgoing: Outgoing,
        clock: Arc<dyn Clock>,
        settings: Settings,
    ) -> Self {
        let inner = Inner {
            webhooks: Webhooks::new(outgoing, settings),
            store,
            bots,
            clock,
            settings,
            sockets: Sockets::default(),
            open: OpenAnswers::default(),
            users: Users::default(),
        };
        Self { inner: Arc::new(inner) }
    }

    /// How the connections of a program with this process are.
    pub fn connections(&self, program: &Program) -> Connections {
        let (sockets, in_flight, socket_ended) = self.inner.sockets.state_of(&program.bot);
        Connections { sockets, in_flight, socket_ended, webhook: self.inner.webhooks.seen(program) }
    }

    /// The next frame of a program's answer. Always an answer, before the effect's deadline.
    pub async fn ask(&self, asked: &Asked<'_>, effect: &Effect) -> EffectAnswer {
        let Call::CallBot { request, frames_taken } = &effect.call else {
            return EffectAnswer::Failed { reason: "it is no call to a program".into() };
        };
        match self.frame(asked, effect, request, *frames_taken).await {
            Ok((reply, more)) => EffectAnswer::Answered {
                // Texts, lists and numbers: writing them as JSON cannot fail.
                body: serde_json::to_value(reply).unwrap_or_default(),
                more,
            },
            Err(reason) => {
                self.inner.open.forget(&effect.id);
                EffectAnswer::Failed { reason }
            }
        }
    }

    async fn frame(
        &self,
        asked: &Asked<'_>,
        effect: &Effect,
        request: &ProgramRequest,
        taken: u32,
    ) -> Result<(ProgramReply, bool), String> {
        let program = self.inner.bots.program(&asked.claimed.bot);
        let program = program.ok_or("this bot has no program")?;
        let configuration = configuration(&program);
        let has_version = configuration.as_ref().is_some_and(|it| it.version.is_some());
        let reading = Reading {
            empty_is_unchanged: !has_version && !program.strict_entities,
            reads_any_value: has_version,
        };
        let mut answer = match self.inner.open.take(&effect.id) {
            Some(answer) => answer,
            None => self.begin(asked, effect, request, &program, configuration.as_ref()).await?,
        };
        let mut may_ask_again = true;
        loop {
            let left = effect.deadline.since_ms(self.inner.clock.now()).max(0) as u64;
            let patience = self.inner.settings.frame_patience.min(Duration::from_millis(left));
            let began = Instant::now();
            let frame = tokio::time::timeout(patience, answer.frames.recv()).await;
            let response = match frame {
                Ok(Some(Ok(response))) => response,
                Ok(Some(Err(Broken::NotReached(reason)))) if may_ask_again => {
                    may_ask_again = false;
                    tracing::warn!(bot = %asked.claimed.bot, reason, "webhook not reached");
                    self.count("webhook", "not_reached");
                    drop(answer);
                    answer = self.by_socket(asked, effect, request, has_version).await?;
                    continue;
                }
                Ok(Some(Err(Broken::NotReached(reason) | Broken::Failed(reason)))) => {
                    self.count(answer.mode, "failed");
                    return Err(reason);
                }
                // A connection that ends before any frame perhaps did not bring the request; the
                // request's id tells a program that it knows it already.
                Ok(None) if may_ask_again && answer.received == 0 && taken == 0 => {
                    may_ask_again = false;
                    drop(answer);
                    answer = self.by_socket(asked, effect, request, has_version).await?;
                    continue;
                }
                Ok(None) => {
                    self.count(answer.mode, "ended");
                    return Err("its connection ended before its answer did".to_owned());
                }
                Err(_) => {
                    self.count(answer.mode, "timeout");
                    return Err(format!("it gave no answer within {} ms", patience.as_millis()));
                }
            };
            if answer.received == 0 {
                self.count(answer.mode, "answered");
                metrics::histogram!(metric_names::PROGRAM_SECONDS)
                    .record(began.elapsed().as_secs_f64());
            }
            let place = answer.received;
            answer.received += 1;
            let more = !response.is_last();
            if place < taken {
                // It was committed before a crash.
                if more {
                    continue;
                }
                return Ok((ProgramReply::default(), false));
            }
            let reply = self.in_our_words(asked, request, response, reading);
            if more {
                self.inner.open.keep(&effect.id, answer);
            }
            return Ok((reply, more));
        }
    }

    fn in_our_words(
        &self,
        asked: &Asked<'_>,
        request: &ProgramRequest,
        response: BotResponse,
        reading: Reading,
    ) -> ProgramReply {
        reply::program_reply(asked.place.bot.talking.bot(), request, response, reading)
    }

    /// Asks: the webhook if there is one and it was there a moment ago, else a socket.
    async fn begin(
        &self,
        asked: &Asked<'_>,
        effect: &Effect,
        request: &ProgramRequest,
        program: &Program,
        configuration: Option<&ClientConfiguration>,
    ) -> Result<Answer, String> {
        let has_version = configuration.is_some_and(|it| it.version.is_some());
        if let Some(url) = &program.webhook_url
            && self.is_reachable(program, url.expose()).await
        {
            let user = self.inner.users.turn(&asked.claimed.bot, &asked.claimed.event.user).await;
            let data = self.request_data(asked, effect, request, has_version).await?;
            let left = effect.deadline.since_ms(self.inner.clock.now()).max(0) as u64;
            let patience = Duration::from_millis(left);
            let version = configuration.and_then(|it| it.version.as_deref());
            let (task, frames) = self.inner.webhooks.call(url.expose(), version, &data, patience);
            let held = Held::Webhook { task };
            return Ok(Answer { mode: "webhook", frames, received: 0, _held: held, _user: user });
        }
        self.by_socket(asked, effect, request, has_version).await
    }

    async fn by_socket(
        &self,
        asked: &Asked<'_>,
        effect: &Effect,
        request: &ProgramRequest,
        has_version: bool,
    ) -> Result<Answer, String> {
        let bot = &asked.claimed.bot;
        let user = self.inner.users.turn(bot, &asked.claimed.event.user).await;
        let data = self.request_data(asked, effect, request, has_version).await?;
        // Texts, lists and numbers: writing them as JSON cannot fail.
        let text = serde_json::to_string(&data).unwrap_or_default();
        match self.inner.sockets.send(bot, &data.request_id, text).await {
            Some((request, frames)) => {
                let held = Held::Socket { _request: request };
                Ok(Answer { mode: "socket", frames, received: 0, _held: held, _user: user })
            }
            None => {
                self.count("socket", "not_connected");
                Err("no program of this bot is connected".to_owned())
            }
        }
    }

    async fn request_data(
        &self,
        asked: &Asked<'_>,
        effect: &Effect,
        request: &ProgramRequest,
        has_version: bool,
    ) -> Result<RequestData, String> {
        let wanted = self.inner.settings.with_history || history::is_wanted(&asked.claimed.event);
        let history = match wanted {
            true => history::of(&self.inner.store, asked).await,
            false => None,
        };
        let request = request::user_request(asked, request, has_version, history)?;
        Ok(RequestData::of_user(effect.id.as_str(), request))
    }

    fn count(&self, mode: &'static str, outcome: &'static str) {
        metrics::counter!(metric_names::PROGRAM_REQUESTS_TOTAL, "mode" => mode, "outcome" => outcome)
            .increment(1);
    }

    /// How many sockets the programs of a bot have open in this process.
    pub fn connected(&self, bot: &BotId) -> usize {
        self.inner.sockets.count(bot)
    }

    /// Ends all sockets: the server stops.
    pub fn close(&self) {
        for (bot, number, _) in self.inner.sockets.keys() {
            self.inner.sockets.close(&bot, number, GOING_AWAY, "the server stops");
        }
    }

    /// Keeps what a program declares; its stories are in the bot when this returns.
    async fn declare(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        configuration: Option<&ClientConfiguration>,
    ) {
        let declared = configuration.map(|configuration| {
            if configuration.stories.len() > limits::PROGRAM_STORIES_MAX {
                tracing::warn!(%bot, max = limits::PROGRAM_STORIES_MAX, "too many stories declared");
            }
            serde_json::to_string(configuration).unwrap_or_default()
        });
        match self.inner.store.declare_program(namespace, bot, declared.as_deref()).await {
            Ok(false) => {}
            Ok(true) => {
                let stories = configuration.map_or(0, |it| it.stories.len());
                tracing::info!(%bot, %namespace, stories, "a program declares its stories");
                if let Err(error) = self.inner.bots.refresh().await {
                    tracing::warn!(%error, %bot, "declared stories are not in the bot yet");
                }
            }
            Err(error) => tracing::warn!(%error, %bot, "declared stories could not be kept"),
        }
    }

    /// Ends sockets whose key is no longer good, and looks at webhooks, until `stop`.
    pub async fn follow(&self, stop: impl Future<Output = ()>) {
        let mut stop = std::pin::pin!(stop);
        let mut stamp = 0;
        loop {
            tokio::select! {
                () = &mut stop => return,
                () = tokio::time::sleep(FOLLOW) => {}
            }
            let now = self.inner.bots.stamp();
            if now != stamp && self.close_revoked().await {
                stamp = now;
            }
            self.look_at_webhooks();
        }
    }

    /// Ends sockets whose key is no longer good. False when that could not be found out.
    async fn close_revoked(&self) -> bool {
        for (bot, number, key) in self.inner.sockets.keys() {
            match self.inner.store.bot_by_api_key(&key).await {
                Ok(Some(owner)) if owner.id == bot => {}
                Ok(_) => {
                    tracing::info!(%bot, "a program's key was revoked; its socket is closed");
                    self.inner.sockets.close(&bot, number, KEY_REVOKED, "the key was revoked");
                }
                Err(error) => {
                    tracing::warn!(%error, "keys of programs could not be looked up");
                    return false;
                }
            }
        }
        true
    }
}

/// What a program declared.
fn configuration(program: &Program) -> Option<ClientConfiguration> {
    serde_json::from_str(program.declared.as_deref()?).ok()
}
