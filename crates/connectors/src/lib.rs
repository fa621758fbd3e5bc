//! The code that adapts each kind of channel.
//!
//! [`kit`] is what all connectors share: the trait [`kit::Connector`], what comes in and what
//! goes out of it. Each connector has a folder with the same files (`descriptor`, `settings`,
//! `receive`, `render`, and what only it needs).
//!
//! A connector takes bytes and gives events, takes messages and gives the channel's JSON. It must
//! not serve HTTP, call anything, read a clock or hold state: the server does, so that a
//! connector can be tested with plain data. Two connectors never know each other.
//!
//! ```
//! use connectors::kit::{Connector, IncomingRequest, ReceiveContext, Reply};
//! use connectors::web::Web;
//! use model::{SeededRng, Timestamp};
//!
//! let request = IncomingRequest::post("", br#"{"query":"bonjour","userId":"u1"}"#);
//! let mut rng = SeededRng::new(1);
//! let mut context = ReceiveContext::new(Timestamp(0), &mut rng);
//! let received = Web.receive(&serde_json::json!({}), &request, &mut context)?;
//! assert_eq!(received.events[0].event.user.as_str(), "u1");
//! assert_eq!(received.reply, Reply::Answers);
//! # Ok::<(), connectors::kit::Refusal>(())
//! ```

pub mod kit;
pub mod web;
pub mod widget;
