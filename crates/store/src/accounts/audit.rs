//! The audit log: who did what to what, when, from where. Only added to; the database refuses
//! changes too.

use model::{Cursor, Namespace, Page};

use super::{Actor, AuditEntry, AuditFilter, AuditLine, INSTALLATION};
use crate::inbox::{from_json, json};
use crate::sql::{Row, Session, args};
use crate::{Error, Result, Store};

/// Longest text of a column that comes from outside, in bytes.
const TEXT_BYTES_MAX: usize = 500;

/// Adds a line, in the transaction of what it tells.
pub(crate) async fn write(
    store: &Store,
    session: &mut Session<'_>,
    by: &Actor,
    entry: AuditEntry<'_>,
) -> Result<()> {
    let text =
        |value: Option<&serde_json::Value>| value.map(|value| json("audit", value)).transpose();
    session
        .execute(
            "insert into audit (at, namespace, actor_kind, actor, actor_name, address, action, \
             object, value_before, value_after) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            args![
                store.now(),
                entry.namespace.map_or(INSTALLATION, Namespace::as_str),
                by.kind.as_str(),
                cut(&by.id),
                cut(&by.name),
                cut(&by.address),
                cut(entry.action),
                cut(&entry.object),
                text(entry.before.as_ref())?,
                text(entry.after.as_ref())?,
            ],
        )
        .await?;
    Ok(())
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(TEXT_BYTES_MAX)]
}

fn read(row: &Row) -> Result<AuditLine> {
    let number = row.number(0)?;
    let id = number.to_string();
    let value = |column| -> Result<Option<serde_json::Value>> {
        row.get::<Option<String>>(column)?
            .map(|text| from_json("audit line", &id, &text))
            .transpose()
    };
    let namespace = match row.text(2)?.as_str() {
        INSTALLATION => None,
        name => Some(name.parse().map_err(|error| Error::corrupt("audit line", &id, error))?),
    };
    Ok(AuditLine {
        number,
        at: row.at(1)?,
        namespace,
        actor_kind: row.text(3)?,
        actor: row.text(4)?,
        actor_name: row.text(5)?,
        address: row.text(6)?,
        action: row.text(7)?,
        object: row.text(8)?,
        before: value(9)?,
        after: value(10)?,
    })
}

impl Store {
    /// Deletes the row of a namespace that a statement finds by its id, and tells of it.
    pub(super) async fn delete_told(
        &self,
        statement: &'static str,
        namespace: &Namespace,
        (what, id): (&'static str, &str),
        action: &str,
        by: &Actor,
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        if session.execute(statement, args![namespace.as_str(), id]).await? == 0 {
            return Err(Error::not_found(what, id));
        }
        let (namespace, object) = (Some(namespace), id.to_owned());
        let entry = AuditEntry { namespace, action, object, before: None, after: None };
        write(self, &mut session, by, entry).await?;
        transaction.commit().await
    }

    /// Adds a line to the audit log, for what was changed by other functions than those of
    /// accounts, or only read: exports, sign-ins, secrets.
    pub async fn audit(&self, by: &Actor, entry: AuditEntry<'_>) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        write(self, &mut transaction.session(), by, entry).await?;
        transaction.commit().await
    }

    /// The audit log of a namespace, or of the installation with everything in it when `None`;
    /// newest first.
    pub async fn audit_lines(
        &self,
        namespace: Option<&Namespace>,
        filter: &AuditFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<AuditLine>> {
        let before: i64 = match after {
            None => i64::MAX,
            Some(Cursor(text)) => text.parse().map_err(|_| Error::Invalid {
                field: "cursor",
                reason: "not a cursor that this list gave; begin without one".into(),
            })?,
        };
        let any = |text: &Option<String>| text.clone().unwrap_or_default();
        let action = any(&filter.action);
        let mut reader = self.inner.database.reader().await?;
        let items = reader
            .session()
            .rows(
                "select number, at, namespace, actor_kind, actor, actor_name, address, action, \
                 object, value_before, value_after from audit \
                 where number < $1 and ($2 = '' or namespace = $2) \
                 and ($3 = '' or actor = $3 or actor_name = $3) \
                 and ($4 = '' or action = $4 or (action >= $5 and action < $6)) \
                 and ($7 = '' or object = $7) and at >= $8 and at < $9 \
                 order by number desc limit $10",
                args![
                    before,
                    namespace.map_or("", Namespace::as_str),
                    any(&filter.actor),
                    action.as_str(),
                    // Those that begin with `member.`: from `member.` to `member/`. Without the
                    // dot there are none.
                    if action.ends_with('.') { action.clone() } else { "~".into() },
                    format!("{}/", action.trim_end_matches('.')),
                    any(&filter.object),
                    filter.from.map_or(i64::MIN, |at| at.0),
                    filter.until.map_or(i64::MAX, |at| at.0),
                    limit as i64,
                ],
            )
            .await?
            .iter()
            .map(read)
            .collect::<Result<Vec<_>>>()?;
        let next = items
            .last()
            .filter(|_| items.len() >= limit)
            .map(|line| Cursor(line.number.to_string()));
        Ok(Page { items, next })
    }
}
