//! The bare loop: the same rows, the same statements, nothing else. The measure of what the
//! disk and the database allow.
#![allow(unused_variables, clippy::todo)]

use crate::{Result, Store};

/// What the bare loop writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BareOptions {
    /// Turns to write.
    pub turns: usize,
    /// Users among whom they are spread.
    pub users: usize,
    /// Operations per transaction.
    pub batch: usize,
}

/// What the bare loop did.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BareReport {
    /// Rows inserted, updated and deleted.
    pub rows: u64,
    /// Turns written.
    pub turns: u64,
    /// Transactions committed.
    pub commits: u64,
    /// Seconds that it took.
    pub seconds: f64,
}

impl Store {
    /// Writes the rows of `turns` turns of `users` users, `batch` operations per transaction, as
    /// the group commit would, without tasks, channels or anything else.
    pub async fn bare_commits(&self, options: BareOptions) -> Result<BareReport> {
        todo!()
    }
}
