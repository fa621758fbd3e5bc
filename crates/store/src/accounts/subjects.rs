//! People whom an OpenID provider knows, and their accounts.

use serde_json::json;

use super::people::{account_columns, find_by_email, find_or_make, read};
use super::{
    Account, Actor, AuditEntry, Membership, Subject, SubjectRefusal, audit, check_email, links,
    roles,
};
use crate::sql::{Session, args};
use crate::{Result, Store};

impl Subject {
    /// As the column `subject` of a credential.
    fn column(&self) -> String {
        format!("{}\n{}", self.issuer, self.subject)
    }
}

impl Store {
    /// The account of somebody whom a provider knows: the one that they signed in to before, else
    /// the one of their address, else a new one, when somebody invited them or everybody gets one
    /// (`first` is what they are then). What invitations offer is theirs from now on.
    pub async fn account_of_subject(
        &self,
        subject: &Subject,
        first: Option<&Membership>,
        by: &Actor,
    ) -> Result<std::result::Result<Account, SubjectRefusal>> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let account = match known(&mut session, subject).await? {
            Some(account) => account,
            None => match self.link_subject(&mut session, subject, first, by).await? {
                Ok(account) => account,
                Err(refusal) => return Ok(Err(refusal)),
            },
        };
        if account.disabled {
            return Ok(Err(SubjectRefusal::Disabled));
        }
        links::accept(self, &mut session, &account, by).await?;
        transaction.commit().await?;
        Ok(Ok(account))
    }

    /// The account of the address, linked to the subject from now on.
    async fn link_subject(
        &self,
        session: &mut Session<'_>,
        subject: &Subject,
        first: Option<&Membership>,
        by: &Actor,
    ) -> Result<std::result::Result<Account, SubjectRefusal>> {
        let email = check_email(&subject.email)?;
        let account = match find_by_email(session, &email).await? {
            Some(account) if is_of_another(session, &account, &subject.issuer).await? => {
                return Ok(Err(SubjectRefusal::OtherSubject));
            }
            Some(account) => account,
            None => {
                let invited = !links::waiting_for(session, &email, self.now().0).await?.is_empty();
                if !invited && first.is_none() {
                    return Ok(Err(SubjectRefusal::NotInvited));
                }
                let account = find_or_make(self, session, &email, &subject.name, by).await?;
                if let Some(membership) = first {
                    roles::add(self, session, &account.id, membership, by).await?;
                }
                account
            }
        };
        session
            .execute(
                "insert into credentials (account, kind, subject, secret, changed_at) \
                 values ($1, 'oidc', $2, '', $3)",
                args![account.id.as_str(), subject.column(), self.now()],
            )
            .await?;
        let entry = AuditEntry {
            namespace: None,
            action: "account.linked",
            object: account.id.to_string(),
            before: None,
            after: Some(json!({"issuer": subject.issuer})),
        };
        audit::write(self, session, by, entry).await?;
        Ok(Ok(account))
    }
}

async fn known(session: &mut Session<'_>, subject: &Subject) -> Result<Option<Account>> {
    session
        .row(
            concat!(
                "select ",
                account_columns!(),
                " from credentials c join accounts a on a.id = c.account \
                 where c.kind = 'oidc' and c.subject = $1"
            ),
            args![subject.column()],
        )
        .await?
        .map(|row| read(&row, 0))
        .transpose()
}

/// Whether an account is linked to somebody of that provider already.
async fn is_of_another(session: &mut Session<'_>, account: &Account, issuer: &str) -> Result<bool> {
    let linked = session
        .rows(
            "select subject from credentials where account = $1 and kind = 'oidc'",
            args![account.id.as_str()],
        )
        .await?;
    for row in &linked {
        if row.text(0)?.split('\n').next() == Some(issuer) {
            return Ok(true);
        }
    }
    Ok(false)
}
