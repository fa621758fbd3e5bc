//! The JSON that other programs send us or expect from us, in its exact shape.
//!
//! [`web`] is the web connector as Tock's kits speak it, [`nlp`] the NLU API with its dumps as
//! Tock's clients and Studio export them, [`bot_api`] what the platform and bot programs say to
//! each other, [`dumps`] the files of stories, labels and the FAQ, [`widget`] the API of the
//! embeddable chat, [`csv`] tables as text, [`json`] the lenient reader that all share.
//!
//! This crate must not know the model (it is a floor of its own: conversions live in
//! `connectors` and `importers`), must not do I/O, and must not decide anything: it only says how
//! things are written.
//!
//! ```
//! use wire::web::{WebMessage, WebRequest, WebResponse};
//!
//! let request = WebRequest::read(br#"{"query":"bonjour","userId":"u1","locale":"fr_FR"}"#)?;
//! assert_eq!(request.query.as_deref(), Some("bonjour"));
//!
//! let response = WebResponse::of(vec![WebMessage::text("Bonjour !")]);
//! assert_eq!(
//!     serde_json::to_string(&response).unwrap(),
//!     r#"{"responses":[{"text":"Bonjour !","version":"1","type":"WebMessage"}],"metadata":{}}"#
//! );
//! # Ok::<(), wire::Error>(())
//! ```

pub mod bot_api;
pub mod csv;
pub mod dumps;
pub mod json;
pub mod nlp;
pub mod web;
pub mod widget;

pub use json::Error;
