//! The kinds of channel that this binary knows, and the installation's defaults for them.

use std::sync::Arc;

use connectors::kit::{Connector, CorsRules, Part, RenderContext};
use connectors::web::{Web, WebSettings};
use connectors::widget::{Widget, WidgetSettings};
use model::{Capabilities, Locale, Message, Timestamp, TurnId, limits};
use serde_json::Value;
use store::Channel;

use crate::config::Config;
use crate::streams::Frame;

/// A channel with all that serving it needs, prepared once.
pub struct ServedChannel {
    /// The channel.
    pub channel: Channel,
    /// Its connector.
    pub connector: Arc<dyn Connector>,
    /// Its settings over the installation's.
    pub settings: serde_json::Value,
    /// Which pages may talk to it, for channels that pages talk to.
    pub cors: Option<CorsRules>,
    /// Whether it has event streams.
    pub streams: bool,
    /// The settings of a web channel, read.
    pub web: Option<WebSettings>,
}

impl ServedChannel {
    /// What the channel can do.
    pub fn capabilities(&self) -> Capabilities {
        self.connector.descriptor().capabilities
    }

    /// What the rendering of a turn's answer depends on.
    pub fn rendering<'a>(&self, locale: &'a Locale, turn: &'a TurnId) -> RenderContext<'a> {
        let mut context = RenderContext::new(locale);
        context.response_id = self.streams.then(|| turn.as_str());
        context
    }

    /// Until when messages wait for a stream: an answer, or what nobody asked for.
    pub fn waits_until(&self, now: Timestamp, is_answer: bool) -> Timestamp {
        let of_web = |web: &WebSettings| match is_answer {
            true => i64::from(web.queue_answers_s) * 1000,
            false => i64::from(web.queue_notifications_s) * 1000,
        };
        let otherwise = match is_answer {
            true => limits::MISSED_ANSWER_TTL_MS,
            false => limits::PUSHED_MESSAGE_TTL_MS,
        };
        now.plus_ms(self.web.as_ref().map_or(otherwise, of_web))
    }

    /// Messages that wait for one user's stream at most.
    pub fn waiting_max(&self) -> u32 {
        let web = self.web.as_ref();
        web.map_or_else(|| WebSettings::default().queue_messages_max, |web| web.queue_messages_max)
    }

    /// Messages as frames of a stream, one for each that the channel can show.
    pub fn frames(&self, messages: &[Message], context: &RenderContext<'_>) -> Vec<Frame> {
        let rendered = self.connector.render(&self.settings, messages, context);
        let frame = |part: &Part| Frame {
            message: Some(part.message.clone()),
            text: self.connector.frame(part, context),
        };
        rendered.parts.iter().map(frame).collect()
    }
}

/// One connector of each kind.
pub fn connectors() -> Vec<Arc<dyn Connector>> {
    vec![Arc::new(Web), Arc::new(Widget)]
}

/// All connectors.
#[derive(Clone)]
pub struct ConnectorList {
    connectors: Arc<Vec<Arc<dyn Connector>>>,
    web_defaults: Arc<Value>,
}

impl ConnectorList {
    /// All connectors, with the defaults that the configuration sets.
    pub fn new(config: &Config) -> Self {
        let web_defaults = WebSettings {
            cors_pattern: config.web_cors_pattern.as_str().to_owned(),
            sse: config.web_sse,
            ping_interval_ms: config.web_ping_s * 1000,
            extra_headers: config.web_cors_headers.clone(),
            ..WebSettings::default()
        };
        Self {
            connectors: Arc::new(connectors()),
            web_defaults: Arc::new(serde_json::to_value(web_defaults).unwrap_or_default()),
        }
    }

    /// All of them.
    pub fn all(&self) -> &[Arc<dyn Connector>] {
        &self.connectors
    }

    /// What each kind of channel is.
    pub fn descriptors(&self) -> Vec<model::ConnectorDescriptor> {
        self.connectors.iter().map(|one| one.descriptor().clone()).collect()
    }

    /// The connector of a kind.
    pub fn find(&self, kind: &model::ConnectorType) -> Option<&Arc<dyn Connector>> {
        self.connectors.iter().find(|one| one.descriptor().id == *kind)
    }

    /// A channel made ready to be served; `None` when its kind is not known.
    pub fn serve(&self, channel: Channel) -> Option<ServedChannel> {
        let kind = channel.connector.as_str();
        let connector = self.find(&channel.connector)?;
        let mut settings = match kind {
            "web" => (*self.web_defaults).clone(),
            _ => Value::Object(Default::default()),
        };
        if let (Some(all), Some(own)) = (settings.as_object_mut(), channel.settings.as_object()) {
            all.extend(own.iter().map(|(name, value)| (name.clone(), value.clone())));
        }
        let web = (kind == "web").then(|| WebSettings::of(&settings));
        let (cors, streams) = match (&web, kind) {
            (Some(web), _) => (Some(web.cors()), web.sse),
            (None, "widget") => (Some(WidgetSettings::of(&settings).cors()), true),
            _ => (None, false),
        };
        let connector = connector.clone();
        Some(ServedChannel { cors, streams, web, connector, settings, channel })
    }
}
