//! The kinds of channel that this binary knows, and the installation's defaults for them.

use std::sync::Arc;

use connectors::kit::Connector;
use connectors::web::{CorsRules, Web, WebSettings};
use serde_json::Value;
use store::Channel;

use crate::bots::ServedChannel;
use crate::config::Config;

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
            connectors: Arc::new(vec![Arc::new(Web)]),
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
        Some(ServedChannel {
            cors: web.as_ref().map(CorsRules::of),
            streams: web.is_some_and(|web| web.sse),
            connector: connector.clone(),
            settings,
            channel,
        })
    }
}
