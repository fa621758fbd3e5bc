//! Tokens with which programs call the API.

use model::{Namespace, Secret, Timestamp, TokenId};
use serde_json::json;

use super::{
    Actor, AuditEntry, INSTALLATION, NewToken, TokenInfo, audit, new_token, reach_columns,
    read_reach, read_scopes, scopes_text, sessions::SEEN_EVERY_MS, token_hash,
};
use crate::sql::{Row, args};
use crate::{Error, Result, Store};

/// What every token begins with, so that scanners of leaked secrets know it.
pub(crate) const PREFIX: &str = "pat_";

/// Tokens of one namespace.
const TOKENS_MAX: i64 = 500;

macro_rules! token_columns {
    ($rest:literal) => {
        concat!(
            "select id, namespace, bot, name, scopes, ending, created_by, created_at, seen_at, \
             expires_at from tokens ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<TokenInfo> {
    let id: TokenId = row.id(0)?;
    Ok(TokenInfo {
        reach: read_reach(row, 1)?,
        name: row.text(3)?,
        scopes: read_scopes(id.as_str(), &row.text(4)?)?,
        ending: row.text(5)?,
        created_by: row.text(6)?,
        created_at: row.at(7)?,
        seen_at: row.get::<Option<i64>>(8)?.map(Timestamp),
        expires_at: row.get::<Option<i64>>(9)?.map(Timestamp),
        id,
    })
}

impl Store {
    /// Makes a token and gives it; only its hash is kept.
    pub async fn create_token(
        &self,
        namespace: &Namespace,
        new: &NewToken,
        by: &Actor,
    ) -> Result<(TokenInfo, Secret<String>)> {
        let (of, bot) = reach_columns(&new.reach);
        if of == INSTALLATION || of != namespace.as_str() {
            return Err(Error::Invalid {
                field: "reach",
                reason: "a token holds in one namespace or for one of its bots".into(),
            });
        }
        if new.name.trim().is_empty() || new.name.len() > 100 {
            return Err(Error::Invalid {
                field: "name",
                reason: "give the token a name of 1 to 100 bytes, to tell it by".into(),
            });
        }
        let token = self.random(|rng| new_token(PREFIX, rng));
        let info = TokenInfo {
            id: self.random(TokenId::random),
            name: new.name.clone(),
            reach: new.reach.clone(),
            scopes: new.scopes.clone(),
            ending: token.expose()[token.expose().len() - 4..].to_owned(),
            created_by: by.name.clone(),
            created_at: self.now(),
            seen_at: None,
            expires_at: new.expires_at,
        };
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let count = session
            .row("select count(*) from tokens where namespace = $1", args![namespace.as_str()])
            .await?
            .map_or(Ok(0), |row| row.number(0))?;
        if count >= TOKENS_MAX {
            return Err(Error::Invalid {
                field: "name",
                reason: format!("the namespace has {TOKENS_MAX} tokens; delete one first"),
            });
        }
        session
            .execute(
                "insert into tokens (id, token_hash, namespace, bot, name, scopes, ending, \
                 created_by, created_at, seen_at, expires_at) \
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
                args![
                    info.id.as_str(),
                    token_hash(token.expose()),
                    namespace.as_str(),
                    bot,
                    info.name.as_str(),
                    scopes_text(&info.scopes)?,
                    info.ending.as_str(),
                    info.created_by.as_str(),
                    info.created_at,
                    None::<i64>,
                    info.expires_at.map(|at| at.0),
                ],
            )
            .await?;
        let entry = AuditEntry {
            namespace: Some(namespace),
            action: "token.made",
            object: info.id.to_string(),
            before: None,
            after: Some(json!({"name": info.name, "bot": bot, "scopes": info.scopes,
                "expiresAt": info.expires_at.map(|at| at.to_iso())})),
        };
        audit::write(self, &mut session, by, entry).await?;
        transaction.commit().await?;
        Ok((info, token))
    }

    /// What a token may do, when it holds. The token says whose it is.
    pub async fn token(&self, token: &str) -> Result<Option<TokenInfo>> {
        let now = self.now();
        let mut reader = self.inner.database.reader().await?;
        let found = reader
            .session()
            .row(
                token_columns!("where token_hash = $1 and (expires_at is null or expires_at > $2)"),
                args![token_hash(token), now],
            )
            .await?
            .map(|row| read(&row))
            .transpose()?;
        drop(reader);
        if let Some(info) = &found
            && info.seen_at.is_none_or(|seen| now.since_ms(seen) >= SEEN_EVERY_MS)
        {
            let mut transaction = self.inner.database.begin().await?;
            transaction
                .session()
                .execute(
                    "update tokens set seen_at = $1 where id = $2",
                    args![now, info.id.as_str()],
                )
                .await?;
            transaction.commit().await?;
        }
        Ok(found)
    }

    /// The tokens of a namespace, newest first.
    pub async fn tokens(&self, namespace: &Namespace) -> Result<Vec<TokenInfo>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                token_columns!("where namespace = $1 order by created_at desc, id"),
                args![namespace.as_str()],
            )
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// Deletes a token: it holds no longer.
    pub async fn delete_token(
        &self,
        namespace: &Namespace,
        id: &TokenId,
        by: &Actor,
    ) -> Result<()> {
        const ONE: &str = "delete from tokens where namespace = $1 and id = $2";
        self.delete_told(ONE, namespace, ("token", id.as_str()), "token.deleted", by).await
    }
}
