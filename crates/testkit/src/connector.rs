//! A kind of channel with everything that is not safe to switch.

use model::{Capabilities, ConnectorDescriptor, ConnectorType};
use serde_json::json;

/// A connector whose settings can switch off the check of senders, name a test double, and let
/// every page use its visitors' cookies.
pub fn risky_connector() -> ConnectorDescriptor {
    ConnectorDescriptor {
        id: ConnectorType::new("risky").expect("five letters are a valid connector type"),
        title: "Risky".into(),
        interfaces: Vec::new(),
        settings_schema: json!({
            "type": "object",
            "properties": {
                "verify": {"type": "boolean", "default": true, "x-verification": true},
                "baseUrl": {
                    "type": "string", "default": "https://vendor.example", "x-base-url": true
                },
                "cookies": {"type": "boolean", "default": false, "x-cookies": true},
                "pages": {"type": "string", "default": ".*", "x-origins": true},
            }
        }),
        capabilities: Capabilities::default(),
        default_path: "/io/{namespace}/{bot}/risky".into(),
    }
}
