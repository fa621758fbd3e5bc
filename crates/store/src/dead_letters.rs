//! What could not be handled.
#![allow(unused_variables, clippy::todo)]

use model::{Cursor, DeadLetterId, Namespace, Page, Secret};

use crate::{DeadLetter, Result, Store};

impl Store {
    /// Dead letters, newest first.
    pub async fn dead_letters(
        &self,
        namespace: &Namespace,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<DeadLetter>> {
        todo!()
    }

    /// A dead letter with its body: the event, the message or the raw bytes.
    pub async fn dead_letter(
        &self,
        namespace: &Namespace,
        id: &DeadLetterId,
    ) -> Result<(DeadLetter, Secret<Vec<u8>>)> {
        todo!()
    }

    /// Gives a dead letter another chance, at the end of its queue, and removes it.
    pub async fn replay_dead_letter(&self, namespace: &Namespace, id: &DeadLetterId) -> Result<()> {
        todo!()
    }

    /// Removes a dead letter.
    pub async fn delete_dead_letter(&self, namespace: &Namespace, id: &DeadLetterId) -> Result<()> {
        todo!()
    }
}
