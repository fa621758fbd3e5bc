//! Conversations and what was said in them.
#![allow(unused_variables, clippy::todo)]

use model::{BotId, ChannelId, Conversation, ConversationId, Cursor, Namespace, Page, UserId};

use crate::{ConversationFilter, ConversationSummary, Line, Result, Store, TurnRecord};

impl Store {
    /// The conversation of a user with a bot: the one of the channel if `channel` is given.
    pub async fn conversation(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        user: &UserId,
        channel: Option<&ChannelId>,
    ) -> Result<Option<Conversation>> {
        todo!()
    }

    /// Conversations, the last one begun first.
    pub async fn conversations(
        &self,
        namespace: &Namespace,
        filter: &ConversationFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<ConversationSummary>> {
        todo!()
    }

    /// The turns of a conversation, oldest first.
    pub async fn turns(
        &self,
        namespace: &Namespace,
        conversation: &ConversationId,
    ) -> Result<Vec<TurnRecord>> {
        todo!()
    }

    /// What a user and the bots of a namespace said to each other, oldest first.
    pub async fn lines(
        &self,
        namespace: &Namespace,
        bot: Option<&BotId>,
        user: &UserId,
    ) -> Result<Vec<Line>> {
        todo!()
    }

    /// Deletes everything of a user: conversations, turns, waiting events, deliveries, dead
    /// letters. A turn that runs now loses its lease. Returns the number of conversations.
    pub async fn forget_user(&self, namespace: &Namespace, user: &UserId) -> Result<u64> {
        todo!()
    }

    /// The namespaces that have bots or conversations. Node-internal and for operators.
    pub async fn namespaces(&self) -> Result<Vec<Namespace>> {
        todo!()
    }
}
