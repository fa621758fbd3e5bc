//! The group commit: operations of many tasks in one transaction.
//!
//! Operations wait in a channel. Whenever a transaction ends, the next one takes all that wait
//! (up to a limit) and begins at once: no delay when idle, many turns per fsync under load. In a
//! transaction each kind of operation is one statement over all rows of that kind. An operation
//! whose condition fails drops out alone; should a statement itself fail because of one
//! operation's data, the transaction is rolled back and each operation runs in one of its own.
//!
//! It runs on its own thread: a batch is about a dozen statements, and each would otherwise wait
//! behind the turns that the runtime's threads are computing.

pub(crate) mod accept;
pub(crate) mod segment;
pub(crate) mod small;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use model::{Clock, Namespace};
use tokio::sync::{mpsc, oneshot};

use crate::sql::{Blame, Database};
use crate::{Error, Result};
use accept::{AcceptOutcome, Arrival};
use segment::{SegmentOutcome, SegmentRow};
use small::{Confirm, Renewal};

/// An operation and who waits for it.
pub(crate) struct Queued<T, O> {
    pub(crate) data: T,
    pub(crate) reply: oneshot::Sender<Result<O>>,
}

/// What can be part of a group commit.
pub(crate) enum Operation {
    Accept(Queued<Arrival, AcceptOutcome>),
    Segment(Queued<SegmentRow, SegmentOutcome>),
    Renew(Queued<Renewal, bool>),
    Confirm(Queued<Confirm, bool>),
    /// Whoever asked for the lease with this token went away: nobody runs the turn.
    Abandon(String),
    /// Everything before it is committed; then the writer ends.
    Close(oneshot::Sender<()>),
}

/// What was done so far.
#[derive(Default)]
pub(crate) struct Measures {
    pub(crate) commits: AtomicU64,
    pub(crate) operations: AtomicU64,
    pub(crate) batch_max: AtomicU64,
    pub(crate) rerun: AtomicU64,
    pub(crate) busy_us: AtomicU64,
}

/// What the writer works with.
pub(crate) struct Writer {
    pub(crate) database: Database,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) measures: Arc<Measures>,
    pub(crate) node: String,
    pub(crate) batch_max: usize,
    pub(crate) inbox_depth_max: u64,
    /// Events that wait, per namespace, as far as this process knows.
    pub(crate) depths: HashMap<Namespace, Depth>,
}

/// How many events of a namespace wait.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Depth {
    pub(crate) waiting: i64,
    pub(crate) counted_at_ms: i64,
}

#[derive(Default)]
pub(crate) struct Batch {
    accepts: Vec<Queued<Arrival, AcceptOutcome>>,
    segments: Vec<Queued<SegmentRow, SegmentOutcome>>,
    renewals: Vec<Queued<Renewal, bool>>,
    confirms: Vec<Queued<Confirm, bool>>,
    abandoned: Vec<String>,
}

/// What came of a batch, in the order of its operations.
#[derive(Default)]
struct Outcomes {
    accepts: Vec<Result<AcceptOutcome>>,
    segments: Vec<SegmentOutcome>,
    renewals: Vec<bool>,
    confirms: Vec<bool>,
}

impl Batch {
    fn len(&self) -> usize {
        self.accepts.len()
            + self.segments.len()
            + self.renewals.len()
            + self.confirms.len()
            + self.abandoned.len()
    }

    /// Each operation in a batch of its own.
    fn singles(self) -> Vec<Batch> {
        let none = Batch::default;
        let mut singles = Vec::with_capacity(self.len());
        // The order in which a batch runs.
        singles.extend(self.renewals.into_iter().map(|op| Batch { renewals: vec![op], ..none() }));
        singles.extend(self.segments.into_iter().map(|op| Batch { segments: vec![op], ..none() }));
        singles.extend(self.confirms.into_iter().map(|op| Batch { confirms: vec![op], ..none() }));
        singles.extend(self.accepts.into_iter().map(|op| Batch { accepts: vec![op], ..none() }));
        singles
            .extend(self.abandoned.into_iter().map(|op| Batch { abandoned: vec![op], ..none() }));
        singles
    }

    fn fail(self, error: impl Fn() -> Error) {
        fn each<T, O>(operations: Vec<Queued<T, O>>, error: &impl Fn() -> Error) {
            for operation in operations {
                answer(operation.reply, Err(error()));
            }
        }
        each(self.accepts, &error);
        each(self.segments, &error);
        each(self.renewals, &error);
        each(self.confirms, &error);
    }

    fn succeed(self, outcomes: Outcomes) {
        for (operation, outcome) in self.accepts.into_iter().zip(outcomes.accepts) {
            answer(operation.reply, outcome);
        }
        for (operation, outcome) in self.segments.into_iter().zip(outcomes.segments) {
            answer(operation.reply, Ok(outcome));
        }
        for (operation, outcome) in self.renewals.into_iter().zip(outcomes.renewals) {
            answer(operation.reply, Ok(outcome));
        }
        for (operation, outcome) in self.confirms.into_iter().zip(outcomes.confirms) {
            answer(operation.reply, Ok(outcome));
        }
    }
}

/// Who waited may have gone: what was done stays done, and a lease that nobody took expires.
fn answer<T>(reply: oneshot::Sender<Result<T>>, outcome: Result<T>) {
    if reply.send(outcome).is_err() {
        tracing::debug!("nobody waits for the outcome of an operation any more");
    }
}

/// Starts the writer on its own thread.
pub(crate) fn start(
    mut writer: Writer,
    operations: mpsc::Receiver<Operation>,
) -> std::io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("store-writer".into()).spawn(move || {
        runtime.block_on(writer.run(operations));
    })?;
    Ok(())
}

impl Writer {
    async fn run(&mut self, mut operations: mpsc::Receiver<Operation>) {
        let mut postponed = VecDeque::new();
        let mut closing = None;
        while closing.is_none() || !postponed.is_empty() {
            let first = match postponed.pop_front() {
                Some(operation) => operation,
                None => match operations.recv().await {
                    Some(operation) => operation,
                    None => break,
                },
            };
            let mut batch = Batch::default();
            let mut keys = HashSet::new();
            let mut waiting = std::mem::take(&mut postponed);
            let mut next = Some(first);
            while let Some(operation) = next.take() {
                match operation {
                    Operation::Close(done) => {
                        operations.close();
                        closing = Some(done);
                    }
                    operation => {
                        if let Some(operation) = batch.add(operation, &mut keys) {
                            postponed.push_back(operation);
                        }
                    }
                }
                if batch.len() < self.batch_max {
                    next = waiting.pop_front().or_else(|| operations.try_recv().ok());
                }
            }
            postponed.append(&mut waiting);
            if batch.len() > 0 {
                self.commit(batch).await;
            }
        }
        self.database.close().await;
        if let Some(done) = closing
            && done.send(()).is_err()
        {
            tracing::debug!("nobody waits for the writer's end");
        }
    }

    async fn commit(&mut self, batch: Batch) {
        let began = Instant::now();
        match self.attempt(&batch).await {
            Ok(outcomes) => {
                self.measure(batch.len(), began);
                batch.succeed(outcomes);
            }
            Err(error) if is_operations_fault(&error) && batch.len() > 1 => {
                tracing::warn!(%error, operations = batch.len(), "a batch runs one by one");
                self.measures.rerun.fetch_add(1, Ordering::Relaxed);
                for single in batch.singles() {
                    let began = Instant::now();
                    match self.attempt(&single).await {
                        Ok(outcomes) => {
                            self.measure(1, began);
                            single.succeed(outcomes);
                        }
                        Err(error) => {
                            let message = error.to_string();
                            single.fail(|| Error::Unavailable(message.clone()));
                        }
                    }
                }
            }
            Err(error) => {
                let message = error.to_string();
                tracing::error!(error = message, operations = batch.len(), "a batch failed");
                batch.fail(|| Error::Unavailable(message.clone()));
            }
        }
    }

    fn measure(&self, operations: usize, began: Instant) {
        let operations = operations as u64;
        self.measures.commits.fetch_add(1, Ordering::Relaxed);
        self.measures.operations.fetch_add(operations, Ordering::Relaxed);
        self.measures.batch_max.fetch_max(operations, Ordering::Relaxed);
        self.measures.busy_us.fetch_add(began.elapsed().as_micros() as u64, Ordering::Relaxed);
    }

    /// Runs a batch in one transaction.
    async fn attempt(&mut self, batch: &Batch) -> Result<Outcomes> {
        let mut transaction = self.database.begin().await?;
        let mut session = transaction.session();
        let mut outcomes = Outcomes::default();
        if !batch.renewals.is_empty() {
            let renewals: Vec<_> = batch.renewals.iter().map(|op| &op.data).collect();
            outcomes.renewals = small::renew(&mut session, &renewals).await?;
        }
        // What ends a turn goes before what begins one, so that an event of the same
        // conversation in the same batch finds it free.
        if !batch.segments.is_empty() {
            let rows: Vec<_> = batch.segments.iter().map(|op| &op.data).collect();
            outcomes.segments = segment::commit(&mut session, &rows, self.clock.now()).await?;
        }
        if !batch.confirms.is_empty() {
            let confirms: Vec<_> = batch.confirms.iter().map(|op| &op.data).collect();
            outcomes.confirms = small::confirm(&mut session, &confirms).await?;
        }
        let mut accepted = Vec::new();
        if !batch.accepts.is_empty() {
            let arrivals: Vec<_> = batch.accepts.iter().map(|op| &op.data).collect();
            let refused = self.refuse_beyond_depth(&mut session, &arrivals).await?;
            let admitted: Vec<_> = arrivals
                .iter()
                .zip(&refused)
                .filter(|(_, refused)| refused.is_none())
                .map(|(arrival, _)| *arrival)
                .collect();
            let now = self.clock.now();
            accepted = accept::accept(&mut session, &admitted, &self.node, now).await?;
            let mut taken = accepted.iter();
            outcomes.accepts = refused
                .into_iter()
                .map(|refused| match refused {
                    Some(waiting) => Err(waiting),
                    None => Ok(taken.next().cloned().expect("one outcome per admitted event")),
                })
                .collect();
            let waits =
                |outcome: &AcceptOutcome| matches!(outcome, AcceptOutcome::New { begun: None, .. });
            if let Some(notify) = session.engine().notify()
                && accepted.iter().any(waits)
            {
                session.execute(notify, vec![]).await?;
            }
        }
        for token in &batch.abandoned {
            small::abandon(&mut session, token).await?;
        }
        transaction.commit().await?;
        self.count(batch, &outcomes, &accepted);
        Ok(outcomes)
    }

    /// Keeps the depths, once a batch is durable.
    fn count(&mut self, batch: &Batch, outcomes: &Outcomes, accepted: &[AcceptOutcome]) {
        let mut taken = accepted.iter();
        for (operation, outcome) in batch.accepts.iter().zip(&outcomes.accepts) {
            if outcome.is_ok()
                && let Some(AcceptOutcome::New { .. }) = taken.next()
                && let Some(depth) = self.depths.get_mut(&operation.data.namespace)
            {
                depth.waiting += 1;
            }
        }
        for (operation, outcome) in batch.segments.iter().zip(&outcomes.segments) {
            if matches!(outcome, SegmentOutcome::Committed { .. })
                && operation.data.ends_turn()
                && let Some(depth) = self.depths.get_mut(&operation.data.namespace)
            {
                depth.waiting -= 1;
            }
        }
    }
}

fn is_operations_fault(error: &Error) -> bool {
    matches!(
        error,
        Error::Taken { .. }
            | Error::Corrupt { .. }
            | Error::Database { blame: Blame::Operation, .. }
    )
}

impl Batch {
    /// Takes an operation, or gives it back when the batch holds one that it must follow.
    fn add(&mut self, operation: Operation, keys: &mut HashSet<Key>) -> Option<Operation> {
        let key = match &operation {
            Operation::Accept(op) => op.data.dedup_key.as_ref().map(|key| {
                Key::Event(op.data.namespace.clone(), op.data.channel.clone(), key.clone())
            }),
            Operation::Segment(op) => Some(Key::Conversation(op.data.conversation)),
            Operation::Confirm(op) => Some(Key::Delivery(op.data.delivery)),
            Operation::Renew(op) => Some(Key::Lease(op.data.conversation)),
            Operation::Abandon(_) | Operation::Close(_) => None,
        };
        if let Some(key) = key
            && !keys.insert(key)
        {
            return Some(operation);
        }
        match operation {
            Operation::Accept(op) => self.accepts.push(op),
            Operation::Segment(op) => self.segments.push(op),
            Operation::Renew(op) => self.renewals.push(op),
            Operation::Abandon(token) => self.abandoned.push(token),
            Operation::Confirm(op) => self.confirms.push(op),
            Operation::Close(_) => return Some(operation),
        }
        None
    }
}

/// What two operations of one batch must not share.
#[derive(PartialEq, Eq, Hash)]
enum Key {
    Event(Namespace, String, String),
    Conversation(i64),
    Delivery(i64),
    Lease(i64),
}
