//! What users of the store rely on, on SQLite and on PostgreSQL alike.
//!
//! PostgreSQL is used when `PALABRE_TEST_POSTGRES_URL` names a database in which schemas may be
//! made; otherwise its half of each test says that it is skipped.

// Everything here is a test or serves one; clippy knows only functions marked `#[test]`.
#![allow(clippy::unwrap_used)]

mod accounts;
mod auto_publish;
mod bots;
mod crash;
mod deliveries;
mod drafts;
mod fairness;
mod opening;
mod others;
mod privacy;
mod programs;
mod records;
mod turns;
mod votes;
mod world;
