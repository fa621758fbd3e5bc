//! Links by which an account is made or repaired: for the first owner, for new members, for those
//! who lost their password. A link works once, and not for ever.

use model::{LinkId, Namespace, Secret};
use serde_json::json;

use super::{
    Account, Actor, AuditEntry, INSTALLATION, LinkInfo, LinkKind, Membership, NewLink, audit,
    check_email, new_token, people, reach_columns, read_reach, roles, token_hash,
};
use crate::sql::{Row, Session, args};
use crate::{Error, Result, Store};

/// Links of one namespace that wait.
const LINKS_MAX: i64 = 500;

macro_rules! link_columns {
    ($rest:literal) => {
        concat!(
            "select id, kind, email, namespace, bot, role, created_by, created_at, expires_at \
             from account_links ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<LinkInfo> {
    let id: LinkId = row.id(0)?;
    let kind = row.text(1)?;
    let kind = [LinkKind::Owner, LinkKind::Invitation, LinkKind::Reset]
        .into_iter()
        .find(|known| known.as_str() == kind)
        .ok_or_else(|| Error::corrupt("link", id.as_str(), format!("unknown kind `{kind}`")))?;
    let membership = match row.text(5)?.as_str() {
        "" => None,
        role => Some(Membership {
            reach: read_reach(row, 3)?,
            role: role.parse().map_err(|error| Error::corrupt("link", id.as_str(), error))?,
        }),
    };
    Ok(LinkInfo {
        kind,
        email: row.text(2)?,
        membership,
        created_by: row.text(6)?,
        created_at: row.at(7)?,
        expires_at: row.at(8)?,
        id,
    })
}

impl Store {
    /// Makes a link and gives its token; only its hash is kept. Of owner links only the newest
    /// holds, and of reset links only the newest of an address.
    pub async fn create_link(
        &self,
        new: &NewLink,
        by: &Actor,
    ) -> Result<(LinkInfo, Secret<String>)> {
        let email = match new.kind {
            LinkKind::Owner => new.email.clone(),
            _ => check_email(&new.email)?,
        };
        let token = self.random(|rng| new_token("link-", rng));
        let info = LinkInfo {
            id: self.random(LinkId::random),
            kind: new.kind,
            email,
            membership: new.membership.clone(),
            created_by: by.name.clone(),
            created_at: self.now(),
            expires_at: new.expires_at,
        };
        let (namespace, bot) =
            info.membership.as_ref().map_or((INSTALLATION, ""), |one| reach_columns(&one.reach));
        let role = info.membership.as_ref().map_or("", |one| one.role.as_str());
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        session
            .execute(
                "delete from account_links where expires_at <= $1 or used_at is not null",
                args![self.now()],
            )
            .await?;
        if info.kind != LinkKind::Invitation {
            session
                .execute(
                    "delete from account_links where kind = $1 and email = $2",
                    args![info.kind.as_str(), info.email.as_str()],
                )
                .await?;
        }
        let waiting = session
            .row("select count(*) from account_links where namespace = $1", args![namespace])
            .await?
            .map_or(Ok(0), |row| row.number(0))?;
        if waiting >= LINKS_MAX {
            return Err(Error::Invalid {
                field: "email",
                reason: format!("{LINKS_MAX} links wait already; delete some first"),
            });
        }
        session
            .execute(
                "insert into account_links (id, token_hash, kind, email, namespace, bot, role, \
                 created_by, created_at, expires_at, used_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                args![
                    info.id.as_str(),
                    token_hash(token.expose()),
                    info.kind.as_str(),
                    info.email.as_str(),
                    namespace,
                    bot,
                    role,
                    info.created_by.as_str(),
                    info.created_at,
                    info.expires_at,
                    None::<i64>,
                ],
            )
            .await?;
        let of_namespace = namespace.parse::<Namespace>().ok();
        let entry = AuditEntry {
            namespace: of_namespace.as_ref(),
            action: "link.made",
            object: info.id.to_string(),
            before: None,
            after: Some(json!({"kind": info.kind.as_str(), "email": info.email, "bot": bot,
                "role": role, "expiresAt": info.expires_at.to_iso()})),
        };
        audit::write(self, &mut session, by, entry).await?;
        transaction.commit().await?;
        Ok((info, token))
    }

    /// What a link is for, when it still works. The token says whose it is.
    pub async fn link(&self, token: &str) -> Result<Option<LinkInfo>> {
        let mut reader = self.inner.database.reader().await?;
        find(&mut reader.session(), token, self.now().0).await
    }

    /// Uses a link: makes the account, or finds it, sets its password, and gives it what comes
    /// with the link. A link whose owner it would be works only while there is none.
    pub async fn use_link(
        &self,
        token: &str,
        email: &str,
        name: &str,
        password_hash: &str,
        by: &Actor,
    ) -> Result<Account> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        // The row is taken first: of two who use a link at once, one does.
        let taken = session
            .execute(
                "update account_links set used_at = $1 where token_hash = $2 \
                 and used_at is null and expires_at > $1",
                args![self.now(), token_hash(token)],
            )
            .await?;
        let gone =
            || Error::not_found("link", "that was given, or it was used, or its time is over");
        if taken == 0 {
            return Err(gone());
        }
        let link = session
            .row(link_columns!("where token_hash = $1"), args![token_hash(token)])
            .await?
            .map(|row| read(&row))
            .transpose()?
            .ok_or_else(gone)?;
        if link.kind == LinkKind::Owner && roles::any_owner(&mut session).await? {
            return Err(gone());
        }
        let email = match link.kind {
            LinkKind::Owner => email,
            _ => link.email.as_str(),
        };
        // An invitation makes accounts and takes none over.
        if link.kind == LinkKind::Invitation
            && people::find_by_email(&mut session, email).await?.is_some()
        {
            return Err(Error::Taken { what: "address of an account", value: email.to_owned() });
        }
        let account = people::find_or_make(self, &mut session, email, name, by).await?;
        if account.disabled {
            return Err(gone());
        }
        people::write_password(self, &mut session, &account.id, password_hash, by).await?;
        if let Some(membership) = &link.membership {
            roles::add(self, &mut session, &account.id, membership, by).await?;
        }
        transaction.commit().await?;
        Ok(account)
    }

    /// Makes somebody what a link offers without its setting a password: they proved who they are
    /// in another way. Returns whether there was an invitation for that address.
    pub async fn accept_invitations(&self, account: &Account, by: &Actor) -> Result<bool> {
        let mut transaction = self.inner.database.begin().await?;
        let any = accept(self, &mut transaction.session(), account, by).await?;
        transaction.commit().await?;
        Ok(any)
    }

    /// The invitations of a namespace that wait, newest first.
    pub async fn invitations(&self, namespace: &Namespace) -> Result<Vec<LinkInfo>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                link_columns!(
                    "where namespace = $1 and kind = 'invitation' and used_at is null \
                     and expires_at > $2 order by created_at desc, id"
                ),
                args![namespace.as_str(), self.now()],
            )
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// Takes an invitation back.
    pub async fn delete_invitation(
        &self,
        namespace: &Namespace,
        id: &LinkId,
        by: &Actor,
    ) -> Result<()> {
        const ONE: &str = "delete from account_links where namespace = $1 and id = $2 \
             and kind = 'invitation' and used_at is null";
        self.delete_told(ONE, namespace, ("invitation", id.as_str()), "link.deleted", by).await
    }
}

async fn find(session: &mut Session<'_>, token: &str, now: i64) -> Result<Option<LinkInfo>> {
    session
        .row(
            link_columns!("where token_hash = $1 and used_at is null and expires_at > $2"),
            args![token_hash(token), now],
        )
        .await?
        .map(|row| read(&row))
        .transpose()
}

/// Gives an account what the invitations for its address offer. Returns whether there were any.
pub(super) async fn accept(
    store: &Store,
    session: &mut Session<'_>,
    account: &Account,
    by: &Actor,
) -> Result<bool> {
    let now = store.now();
    let links = waiting_for(session, &account.email, now.0).await?;
    for link in &links {
        session
            .execute(
                "update account_links set used_at = $1 where id = $2",
                args![now, link.id.as_str()],
            )
            .await?;
        if let Some(membership) = &link.membership {
            roles::add(store, session, &account.id, membership, by).await?;
        }
    }
    Ok(!links.is_empty())
}

/// The invitations for an address of mail.
pub(super) async fn waiting_for(
    session: &mut Session<'_>,
    email: &str,
    now: i64,
) -> Result<Vec<LinkInfo>> {
    session
        .rows(
            link_columns!(
                "where kind = 'invitation' and lower(email) = $1 and used_at is null \
                 and expires_at > $2"
            ),
            args![email.to_lowercase(), now],
        )
        .await?
        .iter()
        .map(read)
        .collect()
}
