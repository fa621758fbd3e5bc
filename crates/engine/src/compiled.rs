//! A bot prepared for talking: what every turn looks up is computed once per version.

use std::sync::Arc;

use model::Bot;

/// A bot prepared for talking. Cheap to share; made once per version of a bot.
#[derive(Debug, Clone)]
pub struct CompiledBot {
    bot: Arc<Bot>,
}

impl CompiledBot {
    /// Prepares a bot. Never fails: what cannot be used is left out, [`crate::check`] says what.
    pub fn new(bot: Arc<Bot>) -> Self {
        Self { bot }
    }

    /// The bot itself.
    pub fn bot(&self) -> &Arc<Bot> {
        &self.bot
    }
}
