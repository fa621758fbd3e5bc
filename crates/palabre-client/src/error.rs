//! Why a bot ended.

/// Why a bot ended. A connection that is lost is no reason: it is opened again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address of the platform cannot be used.
    #[error(
        "`{address}` is not the address of a platform: {reason}; write `ws://host:port` or `wss://host`"
    )]
    Address {
        /// The address, without the key.
        address: String,
        /// Why not.
        reason: String,
    },
    /// The platform does not know the key, or no longer.
    #[error("the platform refuses the key; `palabre keys` prints the one of the bot")]
    KeyRefused,
    /// The bot could not listen.
    #[error("the bot cannot listen: {0}")]
    Listen(#[from] std::io::Error),
}
