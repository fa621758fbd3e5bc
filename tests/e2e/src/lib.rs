//! Tests that drive the real program from outside, as its users do: over HTTP, and with its
//! commands. The program is the one that `PALABRE_BIN` names; `cargo xtask test` sets it to the
//! release build. Without it every test here is skipped, and says so.
//!
//! These tests must not use any crate of the platform: what they know of it is what is documented.

#![cfg(test)]

mod backup;
mod commands;
mod crash;
mod folders;
mod hook;
mod http;
mod large;
mod program;
mod programs;
mod start;
mod web;
