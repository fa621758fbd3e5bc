//! The web connector's protocol as Tock's kits speak it: a JSON request, a JSON answer, and the
//! same answers one by one as server-sent events.
//!
//! What clients break on, and what these types therefore guarantee: no member is ever `null`;
//! `buttons` of a card is always there, even empty; `version` is `"1"` and `type` is
//! `"WebMessage"`; buttons carry both `type` and `clazz`; values of `metadata` are strings.

mod button;
mod message;
mod request;
mod response;

pub use button::*;
pub use message::*;
pub use request::*;
pub use response::*;
