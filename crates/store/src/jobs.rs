//! Long work with progress.
#![allow(unused_variables, clippy::todo)]

use model::{Job, JobId, Namespace, Problem};

use crate::{Result, Store};

impl Store {
    /// Asks for long work. It is `waiting` until somebody starts it.
    pub async fn create_job(&self, namespace: &Namespace, kind: &str, total: u64) -> Result<Job> {
        todo!()
    }

    /// Says how far a job is, and that it runs. Returns the job: its `cancel` says whether
    /// somebody asked it to stop.
    pub async fn job_progress(
        &self,
        namespace: &Namespace,
        id: &JobId,
        done: u64,
        total: u64,
    ) -> Result<Job> {
        todo!()
    }

    /// Ends a job: with a result, with a problem, or cancelled when somebody asked and there is
    /// no result.
    pub async fn finish_job(
        &self,
        namespace: &Namespace,
        id: &JobId,
        outcome: std::result::Result<serde_json::Value, Option<Problem>>,
    ) -> Result<Job> {
        todo!()
    }

    /// Asks a job to stop.
    pub async fn cancel_job(&self, namespace: &Namespace, id: &JobId) -> Result<Job> {
        todo!()
    }

    /// A job.
    pub async fn job(&self, namespace: &Namespace, id: &JobId) -> Result<Option<Job>> {
        todo!()
    }

    /// The jobs of a namespace, newest first.
    pub async fn jobs(&self, namespace: &Namespace, limit: usize) -> Result<Vec<Job>> {
        todo!()
    }
}
