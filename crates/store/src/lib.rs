//! Everything Palabre keeps, over SQLite or PostgreSQL: bots with drafts, versions and channels;
//! conversations; the inbox, the leases and the outbox that make an acknowledged event exactly
//! one turn through any crash.
//!
//! The life of an event: [`Store::accept`] stores it (and takes its conversation's lease when
//! that is free), [`Store::commit_segment`] commits each part of its turn, senders take the
//! messages with [`Store::claim_deliveries`] or confirm them with [`Store::exchanged`]. What
//! waits or was interrupted is taken with [`Store::claim`]. The hot operations of all tasks share
//! transactions (see `writer`), with `synchronous=FULL`.
//!
//! This crate must not understand sentences, run stories, speak HTTP or read configuration. It
//! has no function without a namespace but node-internal ones (claims, sweeps, lists for
//! operators) and lookups by what itself says the namespace (a public id, a key, a path).
//!
//! ```
//! # use std::sync::Arc;
//! # struct Noon;
//! # impl model::Clock for Noon { fn now(&self) -> model::Timestamp { model::Timestamp(0) } }
//! # #[tokio::main] async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! use model::{Bot, BotName, Locale, Namespace, SeededRng};
//! use store::{Actor, Import, KeyRing, Owner, Place, Role, Store, StoreOptions};
//!
//! let keys = KeyRing::load_or_create(&folder.path().join("master.key"))?;
//! let place = Place::Folder(folder.path().to_owned());
//! // In production the randomness is the operating system's.
//! let rng = Box::new(SeededRng::new(7));
//! let store = Store::open(StoreOptions::new(place, Role::Serve, keys, Arc::new(Noon), rng)).await?;
//! let bot = Bot::new(Namespace::new("app")?, BotName::new("gare")?, vec![Locale::fr()]);
//! let by = Import { owner: Owner::Database, by: Actor::command(), publish: false, detach: false };
//! let imported = store.import_bot(&bot, &by).await?;
//! assert_eq!(imported.published.map(|version| version.number), Some(1));
//! store.close().await;
//! # Ok(()) }
//! ```

mod accounts;
mod api_keys;
mod auto_publish;
mod backup;
mod bare;
mod bot_types;
mod bots;
mod channel_events;
mod channels;
mod claims;
mod conversations;
mod counts;
mod dead_letters;
mod draft_undos;
mod drafts;
pub mod envelope;
mod error;
mod files;
mod folder_lock;
mod hex;
mod inbox;
mod inbox_types;
mod jobs;
mod kept_answers;
mod migrations;
mod options;
mod outbox;
mod pages;
mod privacy;
mod programs;
mod record_types;
mod retention;
mod rotation;
mod sentences;
mod sql;
mod store;
mod versions;
mod visitors;
mod votes;
mod writer;

pub use accounts::*;
pub use auto_publish::{AutoPublish, DueTry};
pub use backup::restore_backup;
pub use bare::{BareOptions, BareReport};
pub use bot_types::*;
pub use channel_events::{ChannelEvent, ChannelOutcome};
pub use channels::RESERVED_PREFIXES;
pub use counts::SegmentMark;
pub use draft_undos::Undo;
pub use drafts::DraftChange;
pub use envelope::KeyRing;
pub use error::{Error, Result};
pub use files::{KeptFile, NewFile, PersonFile};
pub use inbox_types::*;
pub use kept_answers::KeyUse;
pub use options::{Place, Role, StoreOptions};
pub use outbox::DELIVERY_ATTEMPTS_MAX;
pub use privacy::*;
pub use programs::{Program, ProgramSettings};
pub use record_types::*;
pub use store::Store;
pub use votes::{Vote, VoteCount};
