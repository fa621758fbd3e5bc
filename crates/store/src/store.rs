//! Opening, closing and watching a store.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use model::{Clock, LeaseToken, NodeId, Rng, Timestamp};
use tokio::sync::{Notify, mpsc, oneshot};

use crate::folder_lock::FolderLock;
use crate::sentences::Waiting;
use crate::sql::{Database, args};
use crate::writer::{self, Measures, Operation, Writer};
use crate::{Counters, Error, InboxState, KeyRing, Place, Result, Role, StoreOptions, migrations};

/// Name of the database file in a data folder.
pub(crate) const DATABASE_FILE: &str = "palabre.db";

/// How long a node waits for work without a notice.
const POLL: Duration = Duration::from_millis(250);

/// Operations that may wait for the group commit; more wait in their own tasks.
const OPERATIONS_WAITING: usize = 4_096;

/// Everything Palabre keeps. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) database: Database,
    pub(crate) keys: KeyRing,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) node: NodeId,
    pub(crate) operations: mpsc::Sender<Operation>,
    pub(crate) work: Arc<Notify>,
    /// The namespaces served last by the claims, so that the next claim goes on after them.
    pub(crate) last_claimed: Mutex<String>,
    pub(crate) last_sent: Mutex<String>,
    pub(crate) sentences: Waiting,
    /// Up to which conversation a sweep looked.
    pub(crate) swept_to: AtomicI64,
    /// The same for each place that wants times of its own.
    pub(crate) swept_places: Mutex<HashMap<String, i64>>,
    /// Whether no other process holds sentences in memory.
    pub(crate) serves_alone: bool,
    /// Whether what people say is encrypted.
    pub(crate) encrypts_texts: bool,
    rng: Mutex<Box<dyn Rng + Send>>,
    measures: Arc<Measures>,
    closed: AtomicBool,
    tasks: Mutex<Vec<tokio::task::JoinHandle<()>>>,
    lock: Mutex<Option<FolderLock>>,
}

impl Store {
    /// Opens a store: makes the folder, takes the lock when serving, migrates the schema, and
    /// releases the leases of a dead process. Fast when there is nothing to do.
    pub async fn open(options: StoreOptions) -> Result<Self> {
        let mut rng = options.rng;
        let node = NodeId::random(&mut *rng);
        let mut lock = None;
        let (database, writing) = match &options.place {
            Place::Folder(folder) => {
                make_folder(folder).map_err(|source| Error::File {
                    doing: "make the data folder",
                    path: folder.clone(),
                    source,
                })?;
                if options.role == Role::Serve {
                    lock = Some(FolderLock::take(folder)?);
                }
                let database = Database::sqlite(&folder.join(DATABASE_FILE), options.readers);
                (database.clone(), database)
            }
            // The writer's thread has connections of its own.
            Place::Postgres(url) => (
                Database::postgres(url.expose(), options.readers)?,
                Database::postgres(url.expose(), 0)?,
            ),
        };
        database.connect().await?;
        let ran = migrations::run(&database, &*options.clock).await?;
        if ran > 0 {
            tracing::info!(migrations = ran, "the schema was brought up to date");
        }
        if lock.is_some() {
            // Whoever held these leases is dead: this process has the folder now.
            let mut transaction = database.begin().await?;
            let released = transaction.session().execute("delete from leases", vec![]).await?;
            transaction.commit().await?;
            if released > 0 {
                tracing::warn!(turns = released, "turns were interrupted and will go on");
            }
        }

        let (sender, receiver) = mpsc::channel(OPERATIONS_WAITING);
        let measures = Arc::new(Measures::default());
        writer::start(
            Writer {
                database: writing,
                clock: Arc::clone(&options.clock),
                measures: Arc::clone(&measures),
                node: node.to_string(),
                batch_max: options.batch_max.max(1),
                inbox_depth_max: options.inbox_depth_max,
                depths: Default::default(),
            },
            receiver,
        )
        .map_err(|error| Error::Unavailable(format!("cannot start the writer: {error}")))?;

        let work = Arc::new(Notify::new());
        let store = Self {
            inner: Arc::new(Inner {
                database,
                keys: options.keys,
                clock: options.clock,
                node,
                operations: sender,
                work: Arc::clone(&work),
                last_claimed: Mutex::default(),
                last_sent: Mutex::default(),
                sentences: Waiting::default(),
                swept_to: AtomicI64::new(0),
                swept_places: Mutex::default(),
                serves_alone: lock.is_some(),
                encrypts_texts: options.encrypts_texts,
                rng: Mutex::new(rng),
                measures,
                closed: AtomicBool::new(false),
                tasks: Mutex::default(),
                lock: Mutex::new(lock),
            }),
        };
        if options.role == Role::Serve {
            store.keep(tokio::spawn(listen(store.inner.database.clone(), work)));
            let weak = Arc::downgrade(&store.inner);
            store.keep(tokio::spawn(crate::sentences::flush_each_second(weak)));
        }
        Ok(store)
    }

    fn keep(&self, task: tokio::task::JoinHandle<()>) {
        lock(&self.inner.tasks).push(task);
    }

    /// Commits what waits and closes all connections. Calls afterwards give
    /// [`crate::Error::Closed`].
    pub async fn close(&self) {
        if self.inner.closed.swap(true, Ordering::SeqCst) {
            return;
        }
        for task in lock(&self.inner.tasks).drain(..) {
            task.abort();
        }
        if let Err(error) = self.flush_sentences().await {
            tracing::error!(%error, "the last counts of sentences are lost");
        }
        let (done, ended) = oneshot::channel();
        if self.inner.operations.send(Operation::Close(done)).await.is_ok() && ended.await.is_err()
        {
            tracing::debug!("the writer had ended already");
        }
        self.inner.database.close().await;
        lock(&self.inner.lock).take();
    }

    /// This process.
    pub fn node(&self) -> &NodeId {
        &self.inner.node
    }

    /// What the group commit did so far.
    pub fn counters(&self) -> Counters {
        let measures = &self.inner.measures;
        Counters {
            commits: measures.commits.load(Ordering::Relaxed),
            operations: measures.operations.load(Ordering::Relaxed),
            batch_max: measures.batch_max.load(Ordering::Relaxed),
            rerun: measures.rerun.load(Ordering::Relaxed),
            busy_us: measures.busy_us.load(Ordering::Relaxed),
        }
    }

    /// Proves that storage takes writes: for readiness.
    pub async fn check_writable(&self) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        transaction
            .session()
            .execute(
                "insert into changes (area, stamp) values ('readiness', $1) \
                 on conflict (area) do update set stamp = excluded.stamp",
                args![self.now()],
            )
            .await?;
        transaction.commit().await
    }

    /// What waits, in all namespaces.
    pub async fn inbox_state(&self) -> Result<InboxState> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select (select count(*) from inbox where state = 'open'), \
                 (select min(received_at) from inbox where state = 'open'), \
                 (select count(*) from outbox)",
                vec![],
            )
            .await?;
        let Some(row) = row else { return Ok(InboxState::default()) };
        Ok(InboxState {
            waiting: row.number(0)? as u64,
            oldest: row.get::<Option<i64>>(1)?.map(Timestamp),
            deliveries: row.number(2)? as u64,
        })
    }

    /// Returns when there may be events or deliveries to claim: at once when this process made
    /// some, on a notice of another node, else after 250 ms.
    pub async fn wait_for_work(&self) {
        // Without a notice the time is over: look anyway.
        tokio::time::timeout(POLL, self.inner.work.notified()).await.unwrap_or_default();
    }

    /// Wakes all who wait for work, and the next one who will.
    pub(crate) fn wake(&self) {
        self.inner.work.notify_waiters();
        self.inner.work.notify_one();
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    pub(crate) fn random<T>(&self, make: impl FnOnce(&mut dyn Rng) -> T) -> T {
        make(&mut **lock(&self.inner.rng))
    }

    pub(crate) fn new_token(&self) -> LeaseToken {
        self.random(LeaseToken::random)
    }

    /// Gives an operation to the group commit and waits until it is durable.
    pub(crate) async fn commit<O>(
        &self,
        operation: impl FnOnce(oneshot::Sender<Result<O>>) -> Operation,
    ) -> Result<O> {
        let (reply, outcome) = oneshot::channel();
        self.inner.operations.send(operation(reply)).await.map_err(|_| Error::Closed)?;
        outcome.await.map_err(|_| Error::Closed)?
    }
}

/// Makes the data folder, for its owner alone.
pub(crate) fn make_folder(folder: &std::path::Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// What is behind these locks stays sound when a holder panics: single values.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Passes the notices of other nodes on. Polling goes on without it.
async fn listen(database: Database, work: Arc<Notify>) {
    loop {
        match database.listen().await {
            Ok(None) => return,
            Ok(Some(mut listener)) => loop {
                match listener.recv().await {
                    Ok(_) => work.notify_waiters(),
                    Err(error) => {
                        tracing::warn!(%error, "notices of other nodes stopped; polling goes on");
                        break;
                    }
                }
            },
            Err(error) => tracing::warn!(%error, "no notices of other nodes; polling goes on"),
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}
