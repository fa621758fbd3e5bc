//! Versions, environments and trained models.
#![allow(unused_variables, clippy::todo)]

use model::{Bot, BotId, Namespace, VersionId};

use crate::{Environment, Result, Served, Store, VersionSummary};

impl Store {
    /// Makes the draft a version (the one that exists already, if the live one has the same
    /// content) and points [`Environment::Live`] at it.
    pub async fn publish(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        author: &str,
        note: &str,
    ) -> Result<VersionSummary> {
        todo!()
    }

    /// Points an environment (not the draft) at a version: to try it, to publish it later, to
    /// roll back.
    pub async fn point(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        environment: Environment,
        version: &VersionId,
    ) -> Result<()> {
        todo!()
    }

    /// The versions of a bot, newest first.
    pub async fn versions(
        &self,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<Vec<VersionSummary>> {
        todo!()
    }

    /// The content of a version.
    pub async fn version(&self, namespace: &Namespace, version: &VersionId) -> Result<Bot> {
        todo!()
    }

    /// What an environment serves. `None` when it points nowhere.
    pub async fn served(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        environment: Environment,
    ) -> Result<Option<Served>> {
        todo!()
    }

    /// Says which trained model belongs to a version.
    pub async fn set_fingerprint(
        &self,
        namespace: &Namespace,
        version: &VersionId,
        fingerprint: &str,
    ) -> Result<()> {
        todo!()
    }

    /// Keeps a trained model under its training fingerprint.
    pub async fn put_model(
        &self,
        namespace: &Namespace,
        fingerprint: &str,
        bytes: &[u8],
    ) -> Result<()> {
        todo!()
    }

    /// The trained model with this training fingerprint.
    pub async fn model(&self, namespace: &Namespace, fingerprint: &str) -> Result<Option<Vec<u8>>> {
        todo!()
    }
}
