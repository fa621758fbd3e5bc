//! The small operations of the group commit: renewing a lease, confirming a
//! delivery, freeing a conversation that nobody took.

use std::collections::HashSet;

use model::{Namespace, Timestamp};

use crate::Result;
use crate::sql::{Bulk, Session, args};

/// A lease to prolong.
pub(crate) struct Renewal {
    pub(crate) conversation: i64,
    pub(crate) token: String,
    pub(crate) expires_at: Timestamp,
}

/// What became of a delivery.
pub(crate) struct Confirm {
    pub(crate) namespace: Namespace,
    pub(crate) delivery: i64,
    /// Whether the messages were taken; otherwise they wait for a stream.
    pub(crate) taken: bool,
    /// Proof of the claim; empty for the exchange that the delivery was made for.
    pub(crate) claim: String,
}

/// Prolongs leases. Tells for each whether it was still held.
pub(crate) async fn renew(session: &mut Session<'_>, renewals: &[&Renewal]) -> Result<Vec<bool>> {
    static RENEW: Bulk = Bulk::new(
        "update leases set expires_at = v.column3 from (values",
        3,
        ") as v where leases.conversation = v.column1 and leases.token = v.column2 \
         returning leases.conversation",
    );
    let rows = renewals
        .iter()
        .map(|renewal| args![renewal.conversation, renewal.token.as_str(), renewal.expires_at])
        .collect();
    let held = numbers(RENEW.rows(session, rows).await?)?;
    Ok(renewals.iter().map(|renewal| held.contains(&renewal.conversation)).collect())
}

/// Ends deliveries, or lets them wait for a stream. Tells for each whether it was still there.
pub(crate) async fn confirm(session: &mut Session<'_>, confirms: &[&Confirm]) -> Result<Vec<bool>> {
    static TAKEN: Bulk = Bulk::new(
        "delete from outbox where number in (select o.number from (values",
        3,
        ") as v join outbox o on o.number = v.column1 and o.namespace = v.column2 \
         where o.claim = v.column3 or (v.column3 = '' and o.state <> 'push')) returning number",
    );
    static MISSED: Bulk = Bulk::new(
        "update outbox set state = 'stream' where number in (select o.number from (values",
        3,
        ") as v join outbox o on o.number = v.column1 and o.namespace = v.column2 \
         where o.state = 'exchange' and v.column3 = '') returning number",
    );
    let rows = |taken| {
        confirms
            .iter()
            .filter(|confirm| confirm.taken == taken)
            .map(|confirm| {
                args![confirm.delivery, confirm.namespace.as_str(), confirm.claim.as_str()]
            })
            .collect()
    };
    let mut found = numbers(TAKEN.rows(session, rows(true)).await?)?;
    found.extend(numbers(MISSED.rows(session, rows(false)).await?)?);
    Ok(confirms.iter().map(|confirm| found.contains(&confirm.delivery)).collect())
}

/// Frees a conversation whose turn never began: the attempt is not counted.
pub(crate) async fn abandon(session: &mut Session<'_>, token: &str) -> Result<()> {
    const UNTRIED: &str = "update inbox set attempts = attempts - 1 where attempts > 0 \
        and number in (select event from leases where token = $1)";
    if session.execute(UNTRIED, args![token]).await? > 0 {
        session.execute("delete from leases where token = $1", args![token]).await?;
        tracing::warn!("whoever asked for a turn went away before it began; it will be claimed");
    }
    Ok(())
}

fn numbers(rows: Vec<crate::sql::Row>) -> Result<HashSet<i64>> {
    rows.iter().map(|row| row.number(0)).collect()
}
