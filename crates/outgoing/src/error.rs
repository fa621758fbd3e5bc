//! Why a call was not made or gave nothing.

/// Why a call was not made or gave nothing. Texts hold hosts, never whole addresses: a query may
/// hold a secret.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be called at all.
    #[error("the address cannot be called: {0}")]
    Address(String),
    /// The address leads where calls may not go.
    #[error(
        "`{host}` is not a public address; the operator can allow it with the setting \
         `outgoing_allow`"
    )]
    NotPublic {
        /// The host in the address.
        host: String,
    },
    /// There was no answer in time.
    #[error("`{host}` gave no answer within {timeout_ms} ms")]
    TooSlow {
        /// The host.
        host: String,
        /// How long was waited.
        timeout_ms: u64,
    },
    /// The answer was too large.
    #[error("the answer of `{host}` is larger than {max_bytes} bytes")]
    TooLarge {
        /// The host.
        host: String,
        /// The most that is read.
        max_bytes: usize,
    },
    /// The answer was not a success.
    #[error("`{host}` answered {status}")]
    Status {
        /// The host.
        host: String,
        /// The HTTP status.
        status: u16,
        /// How long it asks to wait (`Retry-After`), in milliseconds.
        retry_after_ms: Option<u64>,
    },
    /// The answer was not JSON.
    #[error("`{host}` answered something that is not JSON: {reason}")]
    NotJson {
        /// The host.
        host: String,
        /// Why.
        reason: String,
    },
    /// No connection, or it broke.
    #[error("`{host}` cannot be reached: {reason}")]
    Unreachable {
        /// The host.
        host: String,
        /// Why.
        reason: String,
    },
}
