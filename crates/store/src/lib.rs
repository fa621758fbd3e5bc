//! Bots, versions, conversations, the inbox, leases and the outbox, over SQLite and PostgreSQL.

mod bare;
mod bot_types;
mod bots;
mod channels;
mod conversations;
mod dead_letters;
pub mod envelope;
mod error;
mod hex;
mod inbox;
mod inbox_types;
mod jobs;
mod options;
mod outbox;
mod record_types;
mod retention;
mod sentences;
mod store;
mod versions;

pub use bare::{BareOptions, BareReport};
pub use bot_types::*;
pub use envelope::KeyRing;
pub use error::{Error, Result};
pub use inbox_types::*;
pub use options::{Place, Role, StoreOptions};
pub use record_types::*;
pub use store::Store;
