//! Who is what, and where.

use model::{AccountId, MemberRole, Namespace, Reach};
use serde_json::json;

use super::people::{account_columns, must_find};
use super::{
    Actor, AuditEntry, INSTALLATION, Member, Membership, audit, people, reach_columns, read_reach,
};
use crate::sql::{Row, Session, args};
use crate::{Error, Result, Store};

fn read(row: &Row, from: usize) -> Result<Membership> {
    let role = row.text(from + 2)?;
    let role = role.parse().map_err(|error| Error::corrupt("role", &role, error))?;
    Ok(Membership { reach: read_reach(row, from)?, role })
}

pub(super) async fn of_account(
    session: &mut Session<'_>,
    account: &AccountId,
) -> Result<Vec<Membership>> {
    session
        .rows(
            "select namespace, bot, role from memberships where account = $1 \
             order by namespace, bot, role",
            args![account.as_str()],
        )
        .await?
        .iter()
        .map(|row| read(row, 0))
        .collect()
}

/// Gives a role beside those that somebody has.
pub(super) async fn add(
    store: &Store,
    session: &mut Session<'_>,
    account: &AccountId,
    membership: &Membership,
    by: &Actor,
) -> Result<()> {
    let (namespace, bot) = reach_columns(&membership.reach);
    session
        .execute(
            "insert into memberships (account, namespace, bot, role, created_at) \
             values ($1, $2, $3, $4, $5) on conflict (account, namespace, bot, role) do nothing",
            args![account.as_str(), namespace, bot, membership.role.as_str(), store.now()],
        )
        .await?;
    let entry = AuditEntry {
        namespace: namespace_of(&membership.reach),
        action: "member.added",
        object: account.to_string(),
        before: None,
        after: Some(json!({"bot": bot, "roles": [membership.role.as_str()]})),
    };
    audit::write(store, session, by, entry).await
}

fn namespace_of(reach: &Reach) -> Option<&Namespace> {
    match reach {
        Reach::Installation => None,
        Reach::Namespace(namespace) | Reach::Bot(namespace, _) => Some(namespace),
    }
}

/// An installation that once had an owner keeps one.
pub(super) async fn check_an_owner_stays(session: &mut Session<'_>) -> Result<()> {
    match any_owner(session).await? {
        true => Ok(()),
        false => Err(Error::Invalid {
            field: "roles",
            reason: "this is the last owner of the installation; make another one first".into(),
        }),
    }
}

pub(super) async fn any_owner(session: &mut Session<'_>) -> Result<bool> {
    let found = session
        .row(
            "select 1 from memberships m join accounts a on a.id = m.account \
             where m.namespace = $1 and m.bot = '' and m.role = 'owner' and a.disabled = $2 \
             limit 1",
            args![INSTALLATION, false],
        )
        .await?;
    Ok(found.is_some())
}

impl Store {
    /// Whether somebody owns the installation. Once true, it stays so.
    pub async fn has_owner(&self) -> Result<bool> {
        let mut reader = self.inner.database.reader().await?;
        any_owner(&mut reader.session()).await
    }

    /// What somebody is, everywhere.
    pub async fn memberships(&self, account: &AccountId) -> Result<Vec<Membership>> {
        let mut reader = self.inner.database.reader().await?;
        of_account(&mut reader.session(), account).await
    }

    /// Who is something in a namespace or for one of its bots, by address of mail. Owners of the
    /// installation are not listed: they are not the namespace's.
    pub async fn members(&self, namespace: &Namespace) -> Result<Vec<Member>> {
        let mut reader = self.inner.database.reader().await?;
        let rows = reader
            .session()
            .rows(
                concat!(
                    "select ",
                    account_columns!(),
                    ", m.namespace, m.bot, m.role from memberships m \
                     join accounts a on a.id = m.account where m.namespace = $1 \
                     order by a.email_folded, m.bot, m.role"
                ),
                args![namespace.as_str()],
            )
            .await?;
        let mut members: Vec<Member> = Vec::new();
        for row in &rows {
            let (account, membership) = (people::read(row, 0)?, read(row, 5)?);
            match members.last_mut().filter(|member| member.account.id == account.id) {
                Some(member) => member.memberships.push(membership),
                None => members.push(Member { account, memberships: vec![membership] }),
            }
        }
        Ok(members)
    }

    /// Gives somebody a role beside those that they have.
    pub async fn add_role(
        &self,
        account: &AccountId,
        membership: &Membership,
        by: &Actor,
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        must_find(&mut session, account).await?;
        add(self, &mut session, account, membership, by).await?;
        transaction.commit().await
    }

    /// Makes these the roles that somebody has at a place; none takes them all away. The last
    /// owner of the installation stays one.
    pub async fn set_roles(
        &self,
        account: &AccountId,
        reach: &Reach,
        roles: &[MemberRole],
        by: &Actor,
    ) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        must_find(&mut session, account).await?;
        let (namespace, bot) = reach_columns(reach);
        let here = |memberships: Vec<Membership>| -> Vec<&'static str> {
            let here = memberships.into_iter().filter(|membership| membership.reach == *reach);
            here.map(|membership| membership.role.as_str()).collect()
        };
        let before = here(of_account(&mut session, account).await?);
        session
            .execute(
                "delete from memberships where account = $1 and namespace = $2 and bot = $3",
                args![account.as_str(), namespace, bot],
            )
            .await?;
        for role in roles {
            session
                .execute(
                    "insert into memberships (account, namespace, bot, role, created_at) \
                     values ($1, $2, $3, $4, $5) \
                     on conflict (account, namespace, bot, role) do nothing",
                    args![account.as_str(), namespace, bot, role.as_str(), self.now()],
                )
                .await?;
        }
        let after = here(of_account(&mut session, account).await?);
        if before.contains(&"owner") && !after.contains(&"owner") && *reach == Reach::Installation {
            check_an_owner_stays(&mut session).await?;
        }
        let entry = AuditEntry {
            namespace: namespace_of(reach),
            action: "member.changed",
            object: account.to_string(),
            before: Some(json!({"bot": bot, "roles": before})),
            after: Some(json!({"bot": bot, "roles": after})),
        };
        audit::write(self, &mut session, by, entry).await?;
        transaction.commit().await
    }
}
