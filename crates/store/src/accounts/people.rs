//! Accounts and how they prove who they are.

use model::AccountId;
use serde_json::json;

use super::{Account, Actor, AuditEntry, audit, check_email, sessions};
use crate::sql::{Row, Session, args};
use crate::{Error, Result, Store};

/// The columns of an account, for queries that name the table `a`.
macro_rules! account_columns {
    () => {
        "a.id, a.email, a.name, a.disabled, a.created_at"
    };
}
pub(super) use account_columns;

/// Reads [`account_columns`] from a column on.
pub(super) fn read(row: &Row, from: usize) -> Result<Account> {
    Ok(Account {
        id: row.id(from)?,
        email: row.text(from + 1)?,
        name: row.text(from + 2)?,
        disabled: row.get(from + 3)?,
        created_at: row.at(from + 4)?,
    })
}

pub(super) async fn find_by_email(
    session: &mut Session<'_>,
    email: &str,
) -> Result<Option<Account>> {
    session
        .row(
            concat!("select ", account_columns!(), " from accounts a where a.email_folded = $1"),
            args![email.trim().to_lowercase()],
        )
        .await?
        .map(|row| read(&row, 0))
        .transpose()
}

pub(super) async fn must_find(session: &mut Session<'_>, id: &AccountId) -> Result<Account> {
    session
        .row(
            concat!("select ", account_columns!(), " from accounts a where a.id = $1"),
            args![id.as_str()],
        )
        .await?
        .map(|row| read(&row, 0))
        .transpose()?
        .ok_or_else(|| Error::not_found("account", id.as_str()))
}

/// The account of that address, made when there is none.
pub(super) async fn find_or_make(
    store: &Store,
    session: &mut Session<'_>,
    email: &str,
    name: &str,
    by: &Actor,
) -> Result<Account> {
    let email = check_email(email)?;
    if let Some(account) = find_by_email(session, &email).await? {
        return Ok(account);
    }
    let account = Account {
        id: store.random(AccountId::random),
        name: match name.trim() {
            "" => email.split('@').next().unwrap_or_default().to_owned(),
            name => name.chars().take(100).collect(),
        },
        email,
        disabled: false,
        created_at: store.now(),
    };
    session
        .execute(
            "insert into accounts (id, email, email_folded, name, disabled, created_at, \
             changed_at) values ($1, $2, $3, $4, $5, $6, $6)",
            args![
                account.id.as_str(),
                account.email.as_str(),
                account.email.to_lowercase(),
                account.name.as_str(),
                false,
                account.created_at,
            ],
        )
        .await?;
    let entry = AuditEntry {
        namespace: None,
        action: "account.made",
        object: account.id.to_string(),
        before: None,
        after: Some(json!({"email": account.email, "name": account.name})),
    };
    audit::write(store, session, by, entry).await?;
    Ok(account)
}

/// Sets a password's hash and ends all sessions.
pub(super) async fn write_password(
    store: &Store,
    session: &mut Session<'_>,
    account: &AccountId,
    hash: &str,
    by: &Actor,
) -> Result<()> {
    session
        .execute(
            "insert into credentials (account, kind, subject, secret, changed_at) \
             values ($1, 'password', '', $2, $3) on conflict (account, kind, subject) \
             do update set secret = excluded.secret, changed_at = excluded.changed_at",
            args![account.as_str(), hash, store.now()],
        )
        .await?;
    sessions::end_all(session, account).await?;
    let entry = AuditEntry {
        namespace: None,
        action: "account.password-set",
        object: account.to_string(),
        before: None,
        after: None,
    };
    audit::write(store, session, by, entry).await
}

impl Store {
    /// Makes the account of that address, or finds it, and sets its password.
    pub async fn make_account(
        &self,
        email: &str,
        name: &str,
        password_hash: &str,
        by: &Actor,
    ) -> Result<Account> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let account = find_or_make(self, &mut session, email, name, by).await?;
        write_password(self, &mut session, &account.id, password_hash, by).await?;
        transaction.commit().await?;
        Ok(account)
    }

    /// An account.
    pub async fn account(&self, id: &AccountId) -> Result<Account> {
        let mut reader = self.inner.database.reader().await?;
        must_find(&mut reader.session(), id).await
    }

    /// The account of an address of mail.
    pub async fn account_by_email(&self, email: &str) -> Result<Option<Account>> {
        let mut reader = self.inner.database.reader().await?;
        find_by_email(&mut reader.session(), email).await
    }

    /// The hash of somebody's password, when they have one.
    pub async fn password_hash(&self, account: &AccountId) -> Result<Option<String>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .row(
                "select secret from credentials where account = $1 and kind = 'password'",
                args![account.as_str()],
            )
            .await?
            .map(|row| row.text(0))
            .transpose()
    }

    /// Sets somebody's password, and ends all of their sessions.
    pub async fn set_password(&self, account: &AccountId, hash: &str, by: &Actor) -> Result<()> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        must_find(&mut session, account).await?;
        write_password(self, &mut session, account, hash, by).await?;
        transaction.commit().await
    }

    /// Keeps somebody out, or lets them in again. Their sessions end.
    pub async fn disable_account(
        &self,
        account: &AccountId,
        disabled: bool,
        by: &Actor,
    ) -> Result<Account> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let was = must_find(&mut session, account).await?;
        let had_owner = super::roles::any_owner(&mut session).await?;
        session
            .execute(
                "update accounts set disabled = $1, changed_at = $2 where id = $3",
                args![disabled, self.now(), account.as_str()],
            )
            .await?;
        sessions::end_all(&mut session, account).await?;
        let entry = AuditEntry {
            namespace: None,
            action: "account.changed",
            object: account.to_string(),
            before: Some(json!({"disabled": was.disabled})),
            after: Some(json!({"disabled": disabled})),
        };
        audit::write(self, &mut session, by, entry).await?;
        if had_owner {
            super::roles::check_an_owner_stays(&mut session).await?;
        }
        transaction.commit().await?;
        Ok(Account { disabled, ..was })
    }
}
