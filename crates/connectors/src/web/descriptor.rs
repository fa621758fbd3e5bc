//! What the web channel is and can do.

use std::sync::LazyLock;

use model::{Capabilities, ConnectorDescriptor, ConnectorType, Interface};

use super::settings;

/// The id of this kind of channel.
pub(super) const ID: &str = "web";

/// The kind of channel that custom messages name to reach this connector.
pub(super) fn connector_type() -> ConnectorType {
    ConnectorType::new(ID).expect("three letters are a valid connector type")
}

pub(super) fn descriptor() -> &'static ConnectorDescriptor {
    static DESCRIPTOR: LazyLock<ConnectorDescriptor> = LazyLock::new(|| ConnectorDescriptor {
        id: connector_type(),
        title: "Web".into(),
        interfaces: vec![Interface::Text],
        settings_schema: settings::schema(),
        capabilities: Capabilities {
            answers_in_exchange: true,
            pushes: true,
            quick_replies: true,
            cards: true,
            carousel: true,
            files: true,
            typing: false,
            streaming: true,
        },
        default_path: "/io/{namespace}/{bot}/web".into(),
    });
    &DESCRIPTOR
}
