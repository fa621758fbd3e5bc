//! Connections: one that writes and several that read on SQLite, a pool on PostgreSQL.

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgListener, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions, PgPool, Postgres, Row as _, Sqlite, SqlitePool};

use super::Session;
use super::engine::Engine;
use crate::{Error, Result};

/// How long a statement waits for another process that writes the same SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);

/// After how long a file that was busy when it was opened is tried again.
const BUSY_PAUSE: Duration = Duration::from_millis(20);

/// How long a caller waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(10);

/// Pages of the write-ahead log after which SQLite copies them to the database file. Larger than
/// its default of 1,000, so that pages that change in every commit are copied once.
const CHECKPOINT_PAGES: &str = "4000";

/// Statements that stay prepared per connection: those of the group commit in all their sizes.
const STATEMENTS_PREPARED: usize = 256;

/// The connections.
#[derive(Clone)]
pub(crate) enum Database {
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    Postgres { pool: PgPool, options: Box<PgConnectOptions> },
}

/// A connection that only reads.
pub(crate) enum Reader {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

/// A transaction that writes. Dropped without [`Transaction::commit`] it is rolled back.
pub(crate) enum Transaction {
    Sqlite(sqlx::Transaction<'static, Sqlite>),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

impl Database {
    /// Opens an SQLite file. Connects when first used.
    pub(crate) fn sqlite(file: &Path, readers: u32) -> Self {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY_TIMEOUT)
            .pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
            .pragma("temp_store", "memory")
            // What is deleted is overwritten: a person who is forgotten leaves no bytes behind.
            .pragma("secure_delete", "on")
            .statement_cache_capacity(STATEMENTS_PREPARED)
            .disable_statement_logging();
        let pool = || {
            SqlitePoolOptions::new()
                .test_before_acquire(false)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .idle_timeout(None)
                .max_lifetime(None)
        };
        let reading = options.clone().pragma("query_only", "on");
        let writing = options.pragma("cache_size", "-16000");
        Self::Sqlite {
            writer: pool().max_connections(1).connect_lazy_with(writing),
            readers: pool().max_connections(readers.max(1)).connect_lazy_with(reading),
        }
    }

    /// Opens a PostgreSQL database. Connects when first used.
    pub(crate) fn postgres(url: &str, readers: u32) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|_| Error::Invalid {
                field: "database-url",
                // The address may hold a password, and so may the parser's words.
                reason: "not an address like `postgres://user:password@host:5432/database`".into(),
            })?
            .application_name("palabre")
            .statement_cache_capacity(STATEMENTS_PREPARED)
            .disable_statement_logging();
        let pool = PgPoolOptions::new()
            .test_before_acquire(false)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            // Readers, the group commit, claims and one to spare.
            .max_connections(readers.max(1) + 3)
            .connect_lazy_with(options.clone());
        Ok(Self::Postgres { pool, options: Box::new(options) })
    }

    /// Which database.
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Connects for the first time.
    pub(crate) async fn connect(&self) -> Result<()> {
        let Self::Sqlite { readers, .. } = self else {
            return self.reader().await.map(drop);
        };
        // A new file is switched to the write-ahead log by whoever is first. SQLite does not make
        // the others wait for that, however long their timeout is: it refuses them.
        let mut tries = BUSY_TIMEOUT.as_millis() / BUSY_PAUSE.as_millis();
        loop {
            match readers.acquire().await {
                Err(sqlx::Error::Database(error)) if tries > 0 && is_busy(&*error) => tries -= 1,
                connected => return Ok(connected.map(drop)?),
            }
            tokio::time::sleep(BUSY_PAUSE).await;
        }
    }

    /// Begins a transaction that will write.
    pub(crate) async fn begin(&self) -> Result<Transaction> {
        let begin = self.engine().begin();
        Ok(match self {
            Self::Sqlite { writer, .. } => Transaction::Sqlite(writer.begin_with(begin).await?),
            Self::Postgres { pool, .. } => Transaction::Postgres(pool.begin_with(begin).await?),
        })
    }

    /// A connection that only reads.
    pub(crate) async fn reader(&self) -> Result<Reader> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Reader::Sqlite(readers.acquire().await?),
            Self::Postgres { pool, .. } => Reader::Postgres(pool.acquire().await?),
        })
    }

    /// Listens to the notices of other nodes, where there are any.
    pub(crate) async fn listen(&self) -> Result<Option<PgListener>> {
        match self {
            Self::Sqlite { .. } => Ok(None),
            Self::Postgres { options, .. } => {
                let pool = PgPoolOptions::new()
                    .max_connections(1)
                    .acquire_timeout(ACQUIRE_TIMEOUT)
                    .connect_lazy_with((**options).clone());
                let mut listener = PgListener::connect_with(&pool).await?;
                listener.listen("palabre_work").await?;
                Ok(Some(listener))
            }
        }
    }

    /// Writes a whole copy of an SQLite database into an empty file. Readers and writers go on.
    pub(crate) async fn copy_to(&self, file: &Path) -> Result<()> {
        let Self::Sqlite { writer, .. } = self else {
            return Err(Error::Unavailable("only SQLite is copied to a file".into()));
        };
        let Some(file) = file.to_str() else {
            return Err(Error::Invalid {
                field: "file",
                reason: format!("`{}` is not UTF-8; choose another name", file.display()),
            });
        };
        let mut connection = writer.acquire().await?;
        sqlx::query("vacuum into $1").bind(file).execute(&mut *connection).await?;
        Ok(())
    }

    /// Writes SQLite's write-ahead log to the database and empties it. `false`: somebody reads
    /// what is in it, and it was not emptied.
    pub(crate) async fn checkpoint(&self) -> Result<bool> {
        let Self::Sqlite { writer, .. } = self else { return Ok(true) };
        let mut connection = writer.acquire().await?;
        let row =
            sqlx::query("pragma wal_checkpoint(truncate)").fetch_one(&mut *connection).await?;
        Ok(row.try_get::<i64, _>(0)? == 0)
    }

    /// Writes the files anew: the whole of SQLite, or these tables of PostgreSQL.
    pub(crate) async fn vacuum(&self, tables: &[String]) -> Result<()> {
        match self {
            Self::Sqlite { writer, .. } => {
                sqlx::query("vacuum").execute(&mut *writer.acquire().await?).await?;
            }
            Self::Postgres { pool, .. } => {
                let mut connection = pool.acquire().await?;
                for table in tables {
                    let name = table.replace('"', "\"\"");
                    let statement = AssertSqlSafe(format!("vacuum full \"{name}\""));
                    sqlx::query(statement).execute(&mut *connection).await?;
                }
            }
        }
        Ok(())
    }

    /// Closes all connections.
    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres { pool, .. } => pool.close().await,
        }
    }
}

/// Whether another process holds the SQLite file. The primary code is in the low byte.
fn is_busy(error: &dyn sqlx::error::DatabaseError) -> bool {
    error.code().and_then(|code| code.parse::<u32>().ok()).is_some_and(|code| code & 0xff == 5)
}

impl Reader {
    /// The connection.
    pub(crate) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Sqlite(connection) => Session::Sqlite(connection),
            Self::Postgres(connection) => Session::Postgres(connection),
        }
    }
}

impl Transaction {
    /// The connection, inside the transaction.
    pub(crate) fn session(&mut self) -> Session<'_> {
        match self {
            Self::Sqlite(transaction) => Session::Sqlite(transaction),
            Self::Postgres(transaction) => Session::Postgres(transaction),
        }
    }

    /// Makes everything durable.
    pub(crate) async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}
