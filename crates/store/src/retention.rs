//! Forgetting in time.
#![allow(unused_variables, clippy::todo)]

use crate::{Result, Retention, Store, Swept};

impl Store {
    /// Removes what was kept long enough, in small steps. Node-internal; safe to run on several
    /// nodes.
    pub async fn sweep(&self, retention: &Retention) -> Result<Swept> {
        todo!()
    }
}
