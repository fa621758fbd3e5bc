//! Messages on their way out.
#![allow(unused_variables, clippy::todo)]

use model::{ChannelId, Namespace, UserId};

use crate::{Delivery, DeliveryFailure, DeliveryFate, DeliveryId, Result, Store};

impl Store {
    /// Confirms that the exchange took all messages of a delivery that was routed to it
    /// ([`crate::Route::Exchange`]). Part of the group commit.
    pub async fn exchanged(&self, namespace: &Namespace, delivery: DeliveryId) -> Result<()> {
        todo!()
    }

    /// The exchange ended before it took the messages: they wait for a stream from now on. Part
    /// of the group commit.
    pub async fn missed(&self, namespace: &Namespace, delivery: DeliveryId) -> Result<()> {
        todo!()
    }

    /// Takes all that waits for a stream of this user, in order. Confirm each with
    /// [`Store::delivered`]; what is not confirmed within [`model::limits::LEASE_MS`] waits again.
    pub async fn take_for_stream(
        &self,
        namespace: &Namespace,
        channel: &ChannelId,
        user: &UserId,
    ) -> Result<Vec<Delivery>> {
        todo!()
    }

    /// Takes up to `limit` deliveries that senders should make now, at most one per recipient,
    /// namespaces in turn. Node-internal, therefore without a namespace. What is not confirmed
    /// within [`model::limits::LEASE_MS`] may be taken again, marked uncertain.
    pub async fn claim_deliveries(&self, limit: usize) -> Result<Vec<Delivery>> {
        todo!()
    }

    /// Confirms the first `count` messages of a delivery. With all of them confirmed it is over.
    pub async fn delivered(&self, delivery: &Delivery, count: usize) -> Result<()> {
        todo!()
    }

    /// Records that the first message of a delivery was not taken (confirm those before it
    /// first): it is tried again later, or goes to the dead letters.
    pub async fn delivery_failed(
        &self,
        delivery: &Delivery,
        failure: DeliveryFailure,
    ) -> Result<DeliveryFate> {
        todo!()
    }
}
