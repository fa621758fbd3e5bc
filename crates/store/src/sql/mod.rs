//! One set of queries for both engines: a statement is a text with `$1` placeholders that SQLite
//! and PostgreSQL both understand, run through a [`Session`]. What differs lies in
//! [`Engine`](engine::Engine) and nowhere else.

mod bulk;
pub(crate) mod engine;
mod pools;

pub(crate) use bulk::Bulk;
pub(crate) use pools::Database;

use sqlx::sqlite::SqliteArguments;
use sqlx::{
    Arguments, Decode, PgConnection, Postgres, Row as _, SqlSafeStr, Sqlite, SqliteConnection,
    Type, postgres::PgArguments,
};

use crate::{Error, Result};
use engine::Engine;

/// A value given to a statement.
#[derive(Debug, Clone)]
pub(crate) enum Arg {
    Text(Option<String>),
    Number(Option<i64>),
    Flag(bool),
    Bytes(Vec<u8>),
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(Some(storable(text)))
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::from(text.to_owned())
    }
}

impl From<Option<String>> for Arg {
    fn from(text: Option<String>) -> Self {
        Self::Text(text.map(storable))
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Option<i64>> for Arg {
    fn from(number: Option<i64>) -> Self {
        Self::Number(number)
    }
}

impl From<model::Timestamp> for Arg {
    fn from(at: model::Timestamp) -> Self {
        Self::Number(Some(at.0))
    }
}

impl From<bool> for Arg {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<Vec<u8>> for Arg {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

/// PostgreSQL cannot hold U+0000 in a text. Both engines keep the replacement character instead,
/// so that a user who sends one still gets an answer.
fn storable(text: String) -> String {
    if text.as_bytes().contains(&0) { text.replace('\0', "\u{fffd}") } else { text }
}

/// The arguments of a statement, in the order of its placeholders.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::sql::Arg::from($value)),*] };
}
pub(crate) use args;

/// A row that came back.
pub(crate) enum Row {
    Sqlite(sqlx::sqlite::SqliteRow),
    Postgres(sqlx::postgres::PgRow),
}

/// What both engines read.
pub(crate) trait Readable:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl<T> Readable for T where
    T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl Row {
    /// The value of a column, by its place from 0.
    pub(crate) fn get<T: Readable>(&self, column: usize) -> Result<T> {
        match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        }
        .map_err(|error| Error::corrupt("row", &column.to_string(), error))
    }

    /// A text column.
    pub(crate) fn text(&self, column: usize) -> Result<String> {
        self.get(column)
    }

    /// A number column.
    pub(crate) fn number(&self, column: usize) -> Result<i64> {
        self.get(column)
    }

    /// A column of instants.
    pub(crate) fn at(&self, column: usize) -> Result<model::Timestamp> {
        Ok(model::Timestamp(self.get(column)?))
    }

    /// A text column that holds an id or a name.
    pub(crate) fn id<T>(&self, column: usize) -> Result<T>
    where
        T: TryFrom<String>,
        T::Error: std::fmt::Display,
    {
        let text = self.text(column)?;
        T::try_from(text.clone()).map_err(|error| Error::corrupt("id", &text, error))
    }

    /// A text column that may hold an id or a name.
    pub(crate) fn id_or_none<T>(&self, column: usize) -> Result<Option<T>>
    where
        T: TryFrom<String>,
        T::Error: std::fmt::Display,
    {
        self.get::<Option<String>>(column)?
            .map(|text| {
                T::try_from(text.clone()).map_err(|error| Error::corrupt("id", &text, error))
            })
            .transpose()
    }
}

/// A connection on which statements run.
pub(crate) enum Session<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Session<'_> {
    /// What differs between the engines.
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }

    /// Runs a statement and gives the rows that come back.
    pub(crate) async fn rows(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<Vec<Row>> {
        match self {
            Self::Sqlite(connection) => {
                let rows = sqlx::query_with(sql, sqlite_arguments(args))
                    .fetch_all(&mut **connection)
                    .await?;
                Ok(rows.into_iter().map(Row::Sqlite).collect())
            }
            Self::Postgres(connection) => {
                let rows = sqlx::query_with(sql, postgres_arguments(args))
                    .fetch_all(&mut **connection)
                    .await?;
                Ok(rows.into_iter().map(Row::Postgres).collect())
            }
        }
    }

    /// Runs a statement that gives at most one row.
    pub(crate) async fn row(
        &mut self,
        sql: impl SqlSafeStr,
        args: Vec<Arg>,
    ) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Runs a statement and gives the number of rows it concerned.
    pub(crate) async fn execute(&mut self, sql: impl SqlSafeStr, args: Vec<Arg>) -> Result<u64> {
        match self {
            Self::Sqlite(connection) => Ok(sqlx::query_with(sql, sqlite_arguments(args))
                .execute(&mut **connection)
                .await?
                .rows_affected()),
            Self::Postgres(connection) => Ok(sqlx::query_with(sql, postgres_arguments(args))
                .execute(&mut **connection)
                .await?
                .rows_affected()),
        }
    }

    /// Runs a script of several statements without arguments.
    pub(crate) async fn script(&mut self, sql: &'static str) -> Result<()> {
        match self {
            Self::Sqlite(connection) => {
                sqlx::raw_sql(sql).execute(&mut **connection).await?;
            }
            Self::Postgres(connection) => {
                sqlx::raw_sql(sql).execute(&mut **connection).await?;
            }
        }
        Ok(())
    }
}

const ENCODES: &str = "texts, numbers, booleans and bytes always encode";

fn sqlite_arguments(args: Vec<Arg>) -> SqliteArguments {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(args.len(), 0);
    for arg in args {
        match arg {
            Arg::Text(value) => Arguments::add(&mut arguments, value),
            Arg::Number(value) => Arguments::add(&mut arguments, value),
            Arg::Flag(value) => Arguments::add(&mut arguments, value),
            Arg::Bytes(value) => Arguments::add(&mut arguments, value),
        }
        .expect(ENCODES);
    }
    arguments
}

fn postgres_arguments(args: Vec<Arg>) -> PgArguments {
    let mut arguments = PgArguments::default();
    arguments.reserve(args.len(), 0);
    for arg in args {
        match arg {
            Arg::Text(value) => Arguments::add(&mut arguments, value),
            Arg::Number(value) => Arguments::add(&mut arguments, value),
            Arg::Flag(value) => Arguments::add(&mut arguments, value),
            Arg::Bytes(value) => Arguments::add(&mut arguments, value),
        }
        .expect(ENCODES);
    }
    arguments
}

/// How a failed statement is to be taken by the group commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Blame {
    /// One of the operations is at fault: run them one at a time.
    Operation,
    /// Storage is: all of them fail.
    Storage,
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolClosed => Self::Closed,
            sqlx::Error::Database(database) if database.is_unique_violation() => {
                Self::Taken { what: "key", value: database.message().to_owned() }
            }
            sqlx::Error::Database(database) => {
                let code = database.code().unwrap_or_default().into_owned();
                Self::Database { blame: engine::blame(&code), message: error.to_string() }
            }
            _ => Self::Unavailable(error.to_string()),
        }
    }
}
