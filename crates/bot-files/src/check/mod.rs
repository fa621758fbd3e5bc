//! What is wrong with what a bot means.

use model::{Bot, Diagnostic};

/// See [`crate::check`].
pub(crate) fn check(_bot: &Bot) -> Vec<Diagnostic> {
    Vec::new()
}
