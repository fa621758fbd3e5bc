//! Channels and bot programs, over a real port, with bots of files.

#![expect(clippy::unwrap_used, reason = "a test's helper panics as its test does")]

mod notices;
mod program;
mod programs;
mod security;
mod wall;
mod web;
mod webhooks;
mod world;
