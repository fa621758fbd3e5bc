//! Who may do what, through the routes, with real storage: accounts, the wall between namespaces,
//! roles, secrets.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod accounts;
mod audit;
mod auto_publish;
mod canaries;
mod demo;
mod isolation;
mod mail;
mod privacy;
mod refusals;
mod tock_admin;
mod visitors;
mod wall;
mod wall_within;
mod world;
