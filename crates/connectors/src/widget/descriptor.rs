//! What the widget channel is and can do.

use std::sync::LazyLock;

use model::{Capabilities, ConnectorDescriptor, ConnectorType, Interface};

use super::settings;

/// The id of this kind of channel.
pub(super) const ID: &str = "widget";

pub(super) fn descriptor() -> &'static ConnectorDescriptor {
    static DESCRIPTOR: LazyLock<ConnectorDescriptor> = LazyLock::new(|| ConnectorDescriptor {
        id: ConnectorType::new(ID).expect("six letters are a valid connector type"),
        title: "Widget".into(),
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
        default_path: "/io/{namespace}/{bot}/widget".into(),
    });
    &DESCRIPTOR
}
