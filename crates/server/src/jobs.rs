//! Long work beside everything else, one piece at a time, with progress that callers can watch
//! and an end that they can ask for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use model::{Job, JobId, JobState, Namespace, Problem};
use serde_json::Value;
use store::Store;
use tokio::sync::{Semaphore, watch};
use tokio_util::task::TaskTracker;

/// How often progress is written, and whether somebody asked for the end is looked at.
const TICK: Duration = Duration::from_millis(500);

/// A job that nobody has cared for in this time was of a process that died.
pub const ABANDONED_MS: i64 = 60_000;

/// What came of a piece of work: a result, or why there is none; `Ok(None)` when it was stopped.
pub type Outcome = Result<Option<Value>, Problem>;

/// How far a piece of work is, and whether it shall stop.
#[derive(Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
    stop: AtomicBool,
}

impl Progress {
    /// Says how far the work is. The answer is whether to go on.
    pub fn tell(&self, done: usize, total: usize) -> bool {
        self.done.store(done as u64, Ordering::Relaxed);
        self.total.store(total as u64, Ordering::Relaxed);
        !self.stop.load(Ordering::Relaxed)
    }
}

/// The jobs of this process.
pub struct Jobs {
    store: Store,
    // Answers to users come first: the machine's other cores are theirs.
    one_at_a_time: Arc<Semaphore>,
    tasks: TaskTracker,
    stopping: watch::Receiver<bool>,
}

impl Jobs {
    /// Jobs that end when `stopping` becomes true.
    pub fn new(store: Store, stopping: watch::Receiver<bool>) -> Self {
        let one_at_a_time = Arc::new(Semaphore::new(1));
        Self { store, one_at_a_time, tasks: TaskTracker::new(), stopping }
    }

    /// Starts the work of a job that was created, as soon as its turn comes. `work` may block and
    /// is asked to stop through its [`Progress`].
    pub fn start(
        &self,
        namespace: Namespace,
        job: JobId,
        work: impl FnOnce(&Progress) -> Outcome + Send + 'static,
    ) {
        let supervisor = Supervisor {
            store: self.store.clone(),
            namespace,
            job,
            stopping: self.stopping.clone(),
        };
        let turn = self.one_at_a_time.clone();
        self.tasks.spawn(async move { supervisor.run(turn, work).await });
    }

    /// Waits until the running pieces of work have stopped, no longer than `patience`. What does
    /// not make it is failed by whoever looks next.
    pub async fn finish(&self, patience: Duration) {
        self.tasks.close();
        let _ended = tokio::time::timeout(patience, self.tasks.wait()).await;
    }
}

/// Who looks after one job.
struct Supervisor {
    store: Store,
    namespace: Namespace,
    job: JobId,
    stopping: watch::Receiver<bool>,
}

impl Supervisor {
    async fn run(
        self,
        turn: Arc<Semaphore>,
        work: impl FnOnce(&Progress) -> Outcome + Send + 'static,
    ) {
        let mut told_to_stop = std::pin::pin!(told_to_stop(self.stopping.clone()));
        let mut tick = tokio::time::interval(TICK);
        let mut acquired = std::pin::pin!(turn.acquire_owned());
        let _turn = loop {
            tokio::select! {
                turn = &mut acquired => break turn,
                _ = tick.tick() => {
                    let job = self.store.keep_job(&self.namespace, &self.job).await;
                    if job.is_ok_and(|job| is_over(&job)) {
                        return;
                    }
                }
                () = &mut told_to_stop => {
                    return self.end(Err(stopped())).await;
                }
            }
        };
        let progress = Arc::new(Progress::default());
        let mut working = tokio::task::spawn_blocking({
            let progress = progress.clone();
            move || work(&progress)
        });
        let mut is_stopping = false;
        let outcome = loop {
            tokio::select! {
                ended = &mut working => break ended,
                _ = tick.tick() => {
                    let done = progress.done.load(Ordering::Relaxed);
                    let total = progress.total.load(Ordering::Relaxed);
                    let job =
                        self.store.job_progress(&self.namespace, &self.job, done, total).await;
                    match job {
                        Ok(job) if job.cancel || is_over(&job) => {
                            progress.stop.store(true, Ordering::Relaxed);
                        }
                        Ok(_) => {}
                        Err(error) => tracing::warn!(%error, job = %self.job, "progress not kept"),
                    }
                }
                () = &mut told_to_stop, if !is_stopping => {
                    is_stopping = true;
                    progress.stop.store(true, Ordering::Relaxed);
                }
            }
        };
        let outcome = outcome.unwrap_or_else(|error| {
            tracing::error!(%error, job = %self.job, "a job panicked");
            Err(Problem::new(
                500,
                "defect",
                "Defect",
                "this work met a defect of the platform; the log says where",
            ))
        });
        match outcome {
            // Nobody asked for this end: it is no cancellation.
            Ok(None) if is_stopping => self.end(Err(stopped())).await,
            outcome => self.end(outcome).await,
        }
    }

    async fn end(&self, outcome: Outcome) {
        let outcome = match outcome {
            Ok(Some(result)) => Ok(result),
            Ok(None) => Err(None),
            Err(problem) => Err(Some(problem)),
        };
        if let Err(error) = self.store.finish_job(&self.namespace, &self.job, outcome).await {
            tracing::error!(%error, job = %self.job, "the end of a job could not be kept");
        }
    }
}

async fn told_to_stop(mut stopping: watch::Receiver<bool>) {
    // An error means that the platform is gone, which is as good as told.
    let _told = stopping.wait_for(|stopping| *stopping).await;
}

fn is_over(job: &Job) -> bool {
    !matches!(job.state, JobState::Waiting | JobState::Running)
}

fn stopped() -> Problem {
    Problem::new(503, "stopped", "Stopped", "the server was stopped; ask for the work again")
}
