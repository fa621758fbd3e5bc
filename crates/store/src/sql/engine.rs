//! The few statements that differ between SQLite and PostgreSQL.

use super::Blame;

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

/// A statement in both dialects, where one text does not do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Dialects {
    /// For SQLite.
    pub(crate) sqlite: &'static str,
    /// For PostgreSQL.
    pub(crate) postgres: &'static str,
}

/// A query and the clause that locks what it finds, on PostgreSQL; on SQLite the whole database
/// is locked by `begin immediate`.
macro_rules! locking {
    ($sql:expr, $clause:literal) => {
        $crate::sql::engine::Dialects { sqlite: $sql, postgres: concat!($sql, " ", $clause) }
    };
}
pub(crate) use locking;

impl Engine {
    /// The text of a statement for this engine.
    pub(crate) fn pick(self, dialects: Dialects) -> &'static str {
        match self {
            Self::Sqlite => dialects.sqlite,
            Self::Postgres => dialects.postgres,
        }
    }

    /// How a transaction that will write begins.
    pub(crate) fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "begin immediate",
            Self::Postgres => "begin",
        }
    }

    /// Takes the lock under which migrations run. SQLite holds it since `begin immediate`.
    pub(crate) fn lock_migrations(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            // The number is arbitrary; only Palabre uses it.
            Self::Postgres => Some("select pg_advisory_xact_lock(7250197220)"),
        }
    }

    /// Whether a table exists.
    pub(crate) fn table_exists(self) -> &'static str {
        match self {
            Self::Sqlite => "select 1 from sqlite_master where type = 'table' and name = $1",
            Self::Postgres => {
                "select 1 from information_schema.tables \
                 where table_schema = current_schema() and table_name = $1"
            }
        }
    }

    /// Tells the other nodes that something waits, once the transaction is committed.
    pub(crate) fn notify(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("select pg_notify('palabre_work', '')"),
        }
    }
}

/// Whose fault an error is, by its code.
pub(super) fn blame(code: &str) -> Blame {
    // SQLite: the primary code is in the low byte. 19 constraint, 20 mismatch, 18 too big,
    // 25 out of range, 1 generic (a statement that this data makes fail). The rest (5 busy,
    // 10 input/output, 13 full, 8 read-only, 11 corrupt, 14 cannot open …) is storage.
    if let Ok(number) = code.parse::<u32>()
        && code.len() < 5
    {
        return match number & 0xff {
            1 | 18 | 19 | 20 | 25 => Blame::Operation,
            _ => Blame::Storage,
        };
    }
    // PostgreSQL: 22 data, 23 constraint, 40 rolled back because of another transaction,
    // 54 limit. The rest (08 connection, 53 resources, 57 shut down, 58 system …) is storage.
    match code.get(..2) {
        Some("22" | "23" | "40" | "54") => Blame::Operation,
        _ => Blame::Storage,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_one_operation_are_told_from_errors_of_storage() {
        for (code, expected) in [
            ("1", Blame::Operation),
            ("19", Blame::Operation),
            ("2067", Blame::Operation),
            ("1555", Blame::Operation),
            ("5", Blame::Storage),
            ("13", Blame::Storage),
            ("778", Blame::Storage),
            ("8", Blame::Storage),
            ("23505", Blame::Operation),
            ("40001", Blame::Operation),
            ("40P01", Blame::Operation),
            ("22021", Blame::Operation),
            ("08006", Blame::Storage),
            ("53100", Blame::Storage),
            ("57P01", Blame::Storage),
            ("", Blame::Storage),
        ] {
            assert_eq!(blame(code), expected, "{code}");
        }
    }
}
