//! The platform as a server: configuration, routes, workers, telemetry.
//!
//! This crate and `palabre` alone name concrete stores and connectors. It must not decide what a
//! bot says (`engine`), what a sentence means (`nlu`), what a channel's bytes mean (`connectors`)
//! or how things are stored (`store`): it moves values between them.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use server::config::Settings;
//!
//! let settings = Settings::gather(&[("listen".into(), "127.0.0.1:8080".into())], [], None)?;
//! server::serve(settings.into_config()?).await?;
//! # Ok(())
//! # }
//! ```

pub mod access;
mod app;
mod auto_publish;
mod bot_api;
mod bots;
pub mod config;
mod connector_list;
pub mod demo;
mod drafts;
mod effects;
pub mod encoders;
mod file_bots;
mod http;
pub mod imports;
mod jobs;
pub mod limits;
mod mail;
pub mod owner;
pub mod privacy;
pub mod safety;
mod sample;
mod streams;
pub mod system;
mod talker;
mod telemetry;
mod tls;
mod turns;
mod zip;

pub use app::{Platform, open_store, serve};
pub use connector_list::connectors;
pub use http::{openapi_json, routes};

/// What ends the server, or keeps it from starting.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// The storage.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A bot's folder.
    #[error("the bot in `{folder}` cannot be served: {reason}")]
    BotFolder {
        /// The folder.
        folder: std::path::PathBuf,
        /// Why.
        reason: String,
    },
    /// The address.
    #[error("cannot listen on `{address}`: {reason}; choose another with `--listen`")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// Why.
        reason: std::io::Error,
    },
    /// The sentence encoder.
    #[error(transparent)]
    Encoder(#[from] encoders::Error),
    /// Anything else that must not go on.
    #[error("{0}")]
    Refused(String),
}
