//! One statement over many rows.
//!
//! A batch of any size is cut into pieces whose sizes are powers of two, so that a handful of
//! statement texts serve all batches and stay prepared.
//!
//! For SQLite the placeholders are bare `?`: it looks named ones (`$1` is a name there) up one by
//! one, which at hundreds of values per statement was a fifth of the processor time of a turn.

use std::sync::{Arc, OnceLock};

use sqlx::AssertSqlSafe;

use super::engine::Engine;
use super::{Arg, Row, Session};
use crate::Result;

const SIZES: usize = 7;

/// A statement that takes a list of rows: `head ($1, $2), ($3, $4) … tail`.
pub(crate) struct Bulk {
    head: &'static str,
    columns: usize,
    tail: &'static str,
    for_sqlite: [OnceLock<Arc<str>>; SIZES],
    for_postgres: [OnceLock<Arc<str>>; SIZES],
}

impl Bulk {
    /// A statement whose rows have `columns` values.
    pub(crate) const fn new(head: &'static str, columns: usize, tail: &'static str) -> Self {
        Self {
            head,
            columns,
            tail,
            for_sqlite: [const { OnceLock::new() }; SIZES],
            for_postgres: [const { OnceLock::new() }; SIZES],
        }
    }

    /// Runs it over all rows and gives what comes back.
    pub(crate) async fn rows(
        &self,
        session: &mut Session<'_>,
        rows: Vec<Vec<Arg>>,
    ) -> Result<Vec<Row>> {
        let mut found = Vec::new();
        for (text, args) in self.pieces(session.engine(), rows) {
            found.extend(session.rows(AssertSqlSafe(text), args).await?);
        }
        Ok(found)
    }

    /// Runs it over all rows and gives the number of rows concerned.
    pub(crate) async fn execute(
        &self,
        session: &mut Session<'_>,
        rows: Vec<Vec<Arg>>,
    ) -> Result<u64> {
        let mut concerned = 0;
        for (text, args) in self.pieces(session.engine(), rows) {
            concerned += session.execute(AssertSqlSafe(text), args).await?;
        }
        Ok(concerned)
    }

    fn pieces(&self, engine: Engine, rows: Vec<Vec<Arg>>) -> Vec<(Arc<str>, Vec<Arg>)> {
        let mut pieces = Vec::new();
        let mut left = rows.len();
        let mut rows = rows.into_iter();
        while left > 0 {
            let power = (left.ilog2() as usize).min(SIZES - 1);
            let size = 1 << power;
            let mut args = Vec::with_capacity(size * self.columns);
            for row in rows.by_ref().take(size) {
                debug_assert_eq!(row.len(), self.columns, "{}", self.head);
                args.extend(row);
            }
            pieces.push((self.text(engine, power), args));
            left -= size;
        }
        pieces
    }

    fn text(&self, engine: Engine, power: usize) -> Arc<str> {
        let texts = match engine {
            Engine::Sqlite => &self.for_sqlite,
            Engine::Postgres => &self.for_postgres,
        };
        let text = texts[power].get_or_init(|| {
            let mut text = String::from(self.head);
            let mut placeholder = 0;
            for row in 0..1 << power {
                text.push_str(if row == 0 { " (" } else { ", (" });
                for column in 0..self.columns {
                    placeholder += 1;
                    if column > 0 {
                        text.push_str(", ");
                    }
                    match engine {
                        Engine::Sqlite => text.push('?'),
                        Engine::Postgres => {
                            text.push('$');
                            text.push_str(&placeholder.to_string());
                        }
                    }
                }
                text.push(')');
            }
            text.push(' ');
            text.push_str(self.tail);
            text.into()
        });
        Arc::clone(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql::args;

    #[test]
    fn a_batch_is_cut_into_powers_of_two_and_loses_nothing() {
        let bulk = Bulk::new("insert into t values", 2, "returning a");
        let rows = (0..67_i64).map(|n| args![n, -n]).collect();
        let pieces = bulk.pieces(Engine::Postgres, rows);
        let sizes: Vec<usize> = pieces.iter().map(|(_, args)| args.len() / 2).collect();
        assert_eq!(sizes, [64, 2, 1]);
        assert_eq!(&*pieces[1].0, "insert into t values ($1, $2), ($3, $4) returning a");
        let rows = (0..200_i64).map(|n| args![n, n]).collect();
        let pieces = bulk.pieces(Engine::Sqlite, rows);
        assert_eq!(pieces.len(), 4);
        assert_eq!(
            &*pieces[3].0.replace(" (?, ?),", ""),
            "insert into t values (?, ?) returning a"
        );
        assert!(bulk.pieces(Engine::Sqlite, Vec::new()).is_empty());
    }
}
