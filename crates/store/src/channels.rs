//! Channels: configured connectors of bots.
#![allow(unused_variables, clippy::todo)]

use std::collections::BTreeMap;

use model::{BotId, ChannelId, Namespace, Secret};

use crate::{Channel, NewChannel, Result, Store};

impl Store {
    /// Makes a channel. Its path must be free and must not lie under a reserved prefix.
    pub async fn create_channel(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        channel: NewChannel,
    ) -> Result<Channel> {
        todo!()
    }

    /// Changes a channel. Secrets that are not given stay as they are.
    pub async fn update_channel(
        &self,
        namespace: &Namespace,
        id: &ChannelId,
        channel: NewChannel,
    ) -> Result<Channel> {
        todo!()
    }

    /// Deletes a channel.
    pub async fn delete_channel(&self, namespace: &Namespace, id: &ChannelId) -> Result<()> {
        todo!()
    }

    /// The channels of a bot, by path.
    pub async fn channels(&self, namespace: &Namespace, bot: &BotId) -> Result<Vec<Channel>> {
        todo!()
    }

    /// All channels, by path. Node-internal.
    pub async fn all_channels(&self) -> Result<Vec<Channel>> {
        todo!()
    }

    /// A channel.
    pub async fn channel(&self, namespace: &Namespace, id: &ChannelId) -> Result<Option<Channel>> {
        todo!()
    }

    /// The channel that listens on a path, whatever the case of its letters; the path says the
    /// namespace.
    pub async fn channel_by_path(&self, path: &str) -> Result<Option<Channel>> {
        todo!()
    }

    /// The secret settings of a channel.
    pub async fn channel_secrets(
        &self,
        namespace: &Namespace,
        id: &ChannelId,
    ) -> Result<BTreeMap<String, Secret<String>>> {
        todo!()
    }
}
