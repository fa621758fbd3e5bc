//! Opening, closing and watching a store.
#![allow(unused_variables, clippy::todo)]

use std::sync::Arc;

use model::NodeId;

use crate::{Counters, InboxState, Result, StoreOptions};

/// Everything Palabre keeps. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {}

impl Store {
    /// Opens a store: makes the folder, takes the lock when serving, migrates the schema, and
    /// releases the leases of a dead process. Fast when there is nothing to do.
    pub async fn open(options: StoreOptions) -> Result<Self> {
        todo!()
    }

    /// Commits what waits and closes all connections. Calls afterwards give
    /// [`crate::Error::Closed`].
    pub async fn close(&self) {
        todo!()
    }

    /// This process.
    pub fn node(&self) -> &NodeId {
        todo!()
    }

    /// What the group commit did so far.
    pub fn counters(&self) -> Counters {
        todo!()
    }

    /// Proves that storage takes writes: for readiness.
    pub async fn check_writable(&self) -> Result<()> {
        todo!()
    }

    /// What waits, in all namespaces.
    pub async fn inbox_state(&self) -> Result<InboxState> {
        todo!()
    }

    /// Returns when there may be events or deliveries to claim: at once when this process made
    /// some, on a notice of another node, else after 250 ms.
    pub async fn wait_for_work(&self) {
        todo!()
    }
}
