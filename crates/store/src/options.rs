//! How a store is opened.

use std::path::PathBuf;
use std::sync::Arc;

use model::{Clock, Rng, Secret, limits};

use crate::KeyRing;

/// Where the data lies.
#[derive(Clone)]
pub enum Place {
    /// SQLite in this folder, in the file `palabre.db`. The folder is made if need be.
    Folder(PathBuf),
    /// PostgreSQL at this address (`postgres://…`), which may hold a password.
    Postgres(Secret<String>),
}

/// What a process wants of the store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Takes conversations and delivers messages: `palabre serve`. Only one process may serve a
    /// folder; any number may serve one PostgreSQL.
    Serve,
    /// Reads and writes beside a running server: the other commands.
    Visit,
}

/// How a store is opened.
pub struct StoreOptions {
    /// Where the data lies.
    pub place: Place,
    /// What this process wants.
    pub role: Role,
    /// The keys of the envelope. See [`KeyRing::load_or_create`].
    pub keys: KeyRing,
    /// The present.
    pub clock: Arc<dyn Clock>,
    /// Ids, tokens and jitter. Must be the operating system's in production: keys come out of it.
    pub rng: Box<dyn Rng + Send>,
    /// Events of one namespace that may wait.
    pub inbox_depth_max: u64,
    /// Operations that one transaction of the group commit may hold.
    pub batch_max: usize,
    /// Connections that only read.
    pub readers: u32,
    /// Whether what people say is encrypted in the database.
    pub encrypts_texts: bool,
}

impl StoreOptions {
    /// Options with the usual limits.
    pub fn new(
        place: Place,
        role: Role,
        keys: KeyRing,
        clock: Arc<dyn Clock>,
        rng: Box<dyn Rng + Send>,
    ) -> Self {
        Self {
            place,
            role,
            keys,
            clock,
            rng,
            inbox_depth_max: limits::INBOX_DEPTH_MAX,
            batch_max: 256,
            readers: 4,
            encrypts_texts: false,
        }
    }
}
