//! The schema and its history.
//!
//! Migrations are named `<UTC timestamp>_<area>_<what>.sql`. Where the two engines need other
//! DDL there are twins (`….sqlite.sql`, `….postgres.sql`), and a test compares their columns. A
//! migration that was released never changes: its hash is kept in the database. All of them run
//! in one transaction, under a lock, so that processes which start together do not collide.

use model::Clock;
use sha2::{Digest, Sha256};

use crate::sql::engine::Engine;
use crate::sql::{Database, Session, args};
use crate::{Error, Result, hex};

struct Migration {
    version: i64,
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

macro_rules! both {
    ($version:literal, $name:literal) => {
        both!($version, $name, ".sql", ".sql")
    };
    ($version:literal, $name:literal, twins) => {
        both!($version, $name, ".sqlite.sql", ".postgres.sql")
    };
    ($version:literal, $name:literal, $sqlite:literal, $postgres:literal) => {
        Migration {
            version: $version,
            name: $name,
            sqlite: include_str!(concat!(
                "../migrations/",
                stringify!($version),
                "_",
                $name,
                $sqlite
            )),
            postgres: include_str!(concat!(
                "../migrations/",
                stringify!($version),
                "_",
                $name,
                $postgres
            )),
        }
    };
}

/// In the order in which they run.
const MIGRATIONS: &[Migration] = &[
    both!(20261121000100, "bots_first"),
    both!(20261121000200, "models_first", twins),
    both!(20261121000300, "turns_first", twins),
    both!(20261121000400, "records_first"),
    both!(20261121121200, "accounts_first", twins),
    both!(20261121130000, "drafts_edits"),
    both!(20261121131000, "answers_kept"),
    both!(20261121140000, "bot_api_programs"),
    both!(20261121150000, "sentences_counts"),
    both!(20261121150100, "jobs_of_bots"),
    both!(20261121171000, "channels_widget"),
    both!(20261121181000, "privacy_first"),
    both!(20261121190000, "sentences_signals"),
    both!(20261121200000, "channels_alias"),
    both!(20261121203000, "bots_auto_publish"),
    both!(20261121210000, "channels_origin"),
    both!(20261121211000, "drafts_undos"),
    both!(20261121213000, "files_first"),
];

const TABLE: &str = "create table if not exists schema_migrations (\
    version bigint not null primary key, name text not null, hash text not null, \
    applied_at bigint not null)";

impl Migration {
    fn sql(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }

    fn hash(&self, engine: Engine) -> String {
        hex::encode(&Sha256::digest(self.sql(engine)))
    }
}

/// Brings the schema up to date. Returns how many migrations ran.
pub(crate) async fn run(database: &Database, clock: &dyn Clock) -> Result<usize> {
    // The usual case first, without a lock: nothing to do.
    let mut reader = database.reader().await?;
    if missing(&mut reader.session()).await?.is_empty() {
        return Ok(0);
    }
    drop(reader);

    let mut transaction = database.begin().await?;
    let mut session = transaction.session();
    if let Some(lock) = session.engine().lock_migrations() {
        session.execute(lock, vec![]).await?;
    }
    session.execute(TABLE, vec![]).await?;
    let missing = missing(&mut session).await?;
    for migration in &missing {
        session.script(migration.sql(session.engine())).await?;
        session
            .execute(
                "insert into schema_migrations (version, name, hash, applied_at) \
                 values ($1, $2, $3, $4)",
                args![
                    migration.version,
                    migration.name,
                    migration.hash(session.engine()),
                    clock.now()
                ],
            )
            .await?;
    }
    transaction.commit().await?;
    Ok(missing.len())
}

/// The migrations that did not run yet. An error when the database is not one of ours.
async fn missing(session: &mut Session<'_>) -> Result<Vec<&'static Migration>> {
    let engine = session.engine();
    if session.row(engine.table_exists(), args!["schema_migrations"]).await?.is_none() {
        return Ok(MIGRATIONS.iter().collect());
    }
    let applied = session
        .rows("select version, hash from schema_migrations order by version", vec![])
        .await?
        .iter()
        .map(|row| Ok((row.number(0)?, row.text(1)?)))
        .collect::<Result<Vec<_>>>()?;
    let known = MIGRATIONS.last().map_or(0, |migration| migration.version);
    for (version, hash) in &applied {
        match MIGRATIONS.iter().find(|migration| migration.version == *version) {
            Some(migration) if migration.hash(engine) == *hash => {}
            Some(_) => return Err(Error::SchemaDiffers { version: *version }),
            None if *version > known => return Err(Error::SchemaTooNew { found: *version, known }),
            None => return Err(Error::SchemaDiffers { version: *version }),
        }
    }
    Ok(MIGRATIONS
        .iter()
        .filter(|migration| applied.iter().all(|(version, _)| *version != migration.version))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Table and column names in order of appearance, without types.
    fn columns(sql: &str) -> Vec<String> {
        let mut found = Vec::new();
        let mut table = None;
        let alike = sql.lines().take_while(|line| !line.ends_with("the engines differ."));
        for line in alike.map(str::trim).filter(|line| !line.starts_with("--")) {
            if let Some(rest) = line.strip_prefix("create table ") {
                table = rest.split_whitespace().next();
            } else if line.starts_with(')') {
                table = None;
            } else if let (Some(table), Some(column)) = (table, line.split_whitespace().next()) {
                found.push(format!("{table}.{column}"));
            } else {
                found.push(line.to_owned());
            }
        }
        found
    }

    #[test]
    fn twins_make_the_same_columns_and_indexes() {
        for migration in MIGRATIONS {
            assert_eq!(
                columns(migration.sqlite),
                columns(migration.postgres),
                "{}",
                migration.name
            );
            assert!(!columns(migration.sqlite).is_empty(), "{}", migration.name);
        }
    }

    #[test]
    fn migrations_are_in_order_and_carry_a_time() {
        assert!(MIGRATIONS.is_sorted_by(|a, b| a.version < b.version));
        for migration in MIGRATIONS {
            assert_eq!(migration.version.to_string().len(), 14, "{}", migration.name);
        }
    }
}
