//! Events: accepted, claimed, committed.
#![allow(unused_variables, clippy::todo)]

use model::{ChannelId, ConversationId, DeadLetterId, Namespace, TurnId};

use crate::{
    Accepted, Answer, Begin, Claimed, Committed, Failed, Lease, NewEvent, Result, Segment, Store,
};

impl Store {
    /// Stores an event durably and tells whether it is new. Errors mean that it is not stored:
    /// answer 503, so that the sender keeps it. Part of the group commit.
    pub async fn accept(&self, event: NewEvent, begin: Begin) -> Result<Accepted> {
        todo!()
    }

    /// Keeps an authentic event that could not be read, encrypted, with the reason.
    pub async fn reject(
        &self,
        namespace: &Namespace,
        channel: &ChannelId,
        cause: &str,
        body: &[u8],
    ) -> Result<DeadLetterId> {
        todo!()
    }

    /// Takes up to `limit` events whose conversations are free, namespaces in turn, oldest first.
    /// Node-internal, therefore without a namespace. Events that were tried
    /// [`model::limits::TURN_ATTEMPTS_MAX`] times go to the dead letters instead.
    pub async fn claim(&self, limit: usize) -> Result<Vec<Claimed>> {
        todo!()
    }

    /// Prolongs a lease by [`model::limits::LEASE_MS`] from now. Part of the group commit.
    pub async fn renew(&self, lease: &Lease) -> Result<()> {
        todo!()
    }

    /// Commits a part of a turn: conversation n to n+1, its messages, its record, its cursor or
    /// its end. Part of the group commit. [`crate::Error::LostLease`] concerns this turn alone.
    pub async fn commit_segment(&self, segment: Segment) -> Result<Committed> {
        todo!()
    }

    /// Gives an event back untried, because this process stops. The attempt is not counted.
    pub async fn give_back(&self, lease: &Lease) -> Result<()> {
        todo!()
    }

    /// Ends an attempt that failed: the event waits for another, or goes to the dead letters.
    pub async fn fail(&self, lease: &Lease, cause: &str) -> Result<Failed> {
        todo!()
    }

    /// What a turn said so far: for an exchange that waits for another node's turn, and for the
    /// earlier segments of a resumed turn. `None` when nothing was committed.
    pub async fn answer(
        &self,
        namespace: &Namespace,
        conversation: &ConversationId,
        turn: &TurnId,
    ) -> Result<Option<Answer>> {
        todo!()
    }

    /// How far the turn of a stored event is. `None` when its key is not known (any more).
    pub async fn turn_state(
        &self,
        namespace: &Namespace,
        channel: &ChannelId,
        key: &crate::DedupKey,
    ) -> Result<Option<(TurnId, crate::TurnState)>> {
        todo!()
    }
}
