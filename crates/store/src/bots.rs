//! Bots: content, owner, keys.
#![allow(unused_variables, clippy::todo)]

use model::{Bot, BotId, BotName, Namespace, PublicBotId, Secret};

use crate::{BotSummary, Draft, Expected, Import, Imported, Owner, Result, Store};

impl Store {
    /// Saves a whole bot under its namespace and name: as the draft; when it is new also as
    /// published version 1, with a public id, a Bot API key and the channel
    /// `/io/{namespace}/{bot}/web`.
    pub async fn import_bot(&self, bot: &Bot, import: &Import) -> Result<Imported> {
        todo!()
    }

    /// The bots of a namespace, by name.
    pub async fn bots(&self, namespace: &Namespace) -> Result<Vec<BotSummary>> {
        todo!()
    }

    /// All bots, by namespace and name. Node-internal and for operators.
    pub async fn all_bots(&self) -> Result<Vec<BotSummary>> {
        todo!()
    }

    /// A bot by its name.
    pub async fn bot(&self, namespace: &Namespace, name: &BotName) -> Result<Option<BotSummary>> {
        todo!()
    }

    /// A bot by its id.
    pub async fn bot_by_id(
        &self,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<Option<BotSummary>> {
        todo!()
    }

    /// A bot by the id that the public sees; the id says the namespace.
    pub async fn bot_by_public_id(&self, id: &PublicBotId) -> Result<Option<BotSummary>> {
        todo!()
    }

    /// A bot by its Bot API key; the key says the namespace.
    pub async fn bot_by_api_key(&self, key: &Secret<String>) -> Result<Option<BotSummary>> {
        todo!()
    }

    /// A number that changes whenever a bot, a version, a pointer or a channel changes, in any
    /// process. Cheap: poll it.
    pub async fn bots_stamp(&self) -> Result<i64> {
        todo!()
    }

    /// The draft of a bot.
    pub async fn draft(&self, namespace: &Namespace, bot: &BotId) -> Result<Draft> {
        todo!()
    }

    /// Saves the draft, unless the bot belongs to files or somebody else changed it.
    pub async fn save_draft(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        content: &Bot,
        expected: &Expected,
        author: &str,
    ) -> Result<Draft> {
        todo!()
    }

    /// Changes who owns the content.
    pub async fn set_owner(&self, namespace: &Namespace, bot: &BotId, owner: &Owner) -> Result<()> {
        todo!()
    }

    /// The Bot API key of a bot.
    pub async fn api_key(&self, namespace: &Namespace, bot: &BotId) -> Result<Secret<String>> {
        todo!()
    }

    /// Replaces the Bot API key of a bot.
    pub async fn rotate_api_key(
        &self,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<Secret<String>> {
        todo!()
    }

    /// Deletes a bot with its versions, channels and everything that was said to it.
    pub async fn delete_bot(&self, namespace: &Namespace, bot: &BotId) -> Result<()> {
        todo!()
    }
}
