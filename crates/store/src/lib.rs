//! Bots, versions, conversations, the inbox, leases and the outbox, over SQLite and PostgreSQL.

mod bare;
mod bot_types;
mod bots;
mod channels;
mod claims;
mod conversations;
mod dead_letters;
pub mod envelope;
mod error;
mod folder_lock;
mod hex;
mod inbox;
mod inbox_types;
mod jobs;
mod migrations;
mod options;
mod outbox;
mod pages;
mod record_types;
mod retention;
mod sentences;
mod sql;
mod store;
mod versions;
mod writer;

pub use bare::{BareOptions, BareReport};
pub use bot_types::*;
pub use channels::RESERVED_PREFIXES;
pub use envelope::KeyRing;
pub use error::{Error, Result};
pub use inbox_types::*;
pub use options::{Place, Role, StoreOptions};
pub use outbox::DELIVERY_ATTEMPTS_MAX;
pub use record_types::*;
pub use store::Store;
