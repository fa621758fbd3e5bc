//! The kinds of channel that this binary knows, and the installation's defaults for them.

use std::sync::Arc;

use connectors::kit::{Connector, CorsRules, Part, RenderContext};
use connectors::web::{Web, WebSettings};
use connectors::widget::{Widget, WidgetSettings};
use model::{Capabilities, Event, Locale, Message, TurnId};
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
}

impl ServedChannel {
    /// What the channel can do.
    pub fn capabilities(&self) -> Capabilities {
        self.connector.descriptor().capabilities
    }

    /// What the rendering of a turn's answer depends on. `event` is absent when the answer is
    /// read again from the store.
    pub fn rendering<'a>(
        &self,
        locale: &'a Locale,
        turn: &'a TurnId,
        event: Option<&'a Event>,
    ) -> RenderContext<'a> {
        let mut context = RenderContext::new(locale);
        context.event_metadata = event.map(|event| &event.metadata);
        context.response_id = self.streams.then(|| turn.as_str());
        context
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
            connectors: Arc::new(vec![Arc::new(Web), Arc::new(Widget)]),
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
        let (cors, streams) = match kind {
            "web" => {
                let web = WebSettings::of(&settings);
                (Some(web.cors()), web.sse)
            }
            "widget" => (Some(WidgetSettings::of(&settings).cors()), true),
            _ => (None, false),
        };
        Some(ServedChannel { cors, streams, connector: connector.clone(), settings, channel })
    }
}
