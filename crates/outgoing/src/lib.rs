//! The one client for calls to the outside.
//!
//! Addresses that people write into stories, settings and dumps are not to be trusted: they may
//! point into the operator's own network. [`Outgoing`] therefore checks the address that it
//! dials, after names have been resolved, follows no redirects, uses no proxy that the
//! environment names, and bounds time and size. Every call of the platform to an address that is
//! not the operator's own configuration goes through it.
//!
//! This crate must not know what is called or why.
//!
//! ```
//! use outgoing::{Options, Outgoing};
//! use std::time::Duration;
//!
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let outgoing = Outgoing::new(Options::default()).unwrap();
//! let (url, body) = ("http://169.254.169.254/", serde_json::json!({}));
//! let answer = outgoing.post_json(url, &[], &body, Duration::from_secs(1)).await;
//! assert!(answer.unwrap_err().to_string().contains("not a public address"));
//! # });
//! ```

mod address;
mod client;
mod error;

pub use address::{Allowed, Network, is_public};
pub use client::{Options, Outgoing, STREAM_BYTES_MAX, Stream};
pub use error::Error;
