//! Keys with which a namespace signs tokens of its own.

use model::{Namespace, NamespaceKeyId, Permission};
use serde_json::json;

use super::{
    Actor, AuditEntry, SigningAlgorithm, SigningKeyInfo, SigningMaterial, audit, read_scopes,
    scopes_text,
};
use crate::envelope::Place;
use crate::sql::{Row, args};
use crate::{Error, Result, Store};

/// Keys of one namespace.
const KEYS_MAX: i64 = 50;

macro_rules! key_columns {
    ($rest:literal) => {
        concat!(
            "select id, namespace, name, algorithm, scopes, created_by, created_at, material \
             from namespace_keys ",
            $rest
        )
    };
}

fn read(row: &Row) -> Result<SigningKeyInfo> {
    let id: NamespaceKeyId = row.id(0)?;
    let algorithm = row.text(3)?;
    Ok(SigningKeyInfo {
        namespace: row.id(1)?,
        name: row.text(2)?,
        algorithm: SigningAlgorithm::ALL
            .into_iter()
            .find(|known| known.as_str() == algorithm)
            .ok_or_else(|| Error::corrupt("key", id.as_str(), "unknown algorithm"))?,
        scopes: read_scopes(id.as_str(), &row.text(4)?)?,
        created_by: row.text(5)?,
        created_at: row.at(6)?,
        id,
    })
}

fn place<'a>(namespace: &'a Namespace, id: &'a NamespaceKeyId) -> Place<'a> {
    Place {
        namespace: namespace.as_str(),
        table: "namespace_keys",
        row: id.as_str(),
        column: "material",
    }
}

impl Store {
    /// Registers a key with which a namespace signs tokens.
    pub async fn create_signing_key(
        &self,
        namespace: &Namespace,
        name: &str,
        algorithm: SigningAlgorithm,
        scopes: &[Permission],
        material: &SigningMaterial,
        by: &Actor,
    ) -> Result<SigningKeyInfo> {
        if name.trim().is_empty() || name.len() > 100 {
            return Err(Error::Invalid {
                field: "name",
                reason: "give the key a name of 1 to 100 bytes, to tell it by".into(),
            });
        }
        let info = SigningKeyInfo {
            id: self.random(NamespaceKeyId::random),
            namespace: namespace.clone(),
            name: name.to_owned(),
            algorithm,
            scopes: scopes.to_vec(),
            created_by: by.name.clone(),
            created_at: self.now(),
        };
        let material = match material {
            SigningMaterial::Public(jwk) => jwk.clone(),
            SigningMaterial::Shared(secret) => {
                self.inner.keys.seal(place(namespace, &info.id), secret.expose())?
            }
        };
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let count = session
            .row(
                "select count(*) from namespace_keys where namespace = $1",
                args![namespace.as_str()],
            )
            .await?
            .map_or(Ok(0), |row| row.number(0))?;
        if count >= KEYS_MAX {
            return Err(Error::Invalid {
                field: "name",
                reason: format!("the namespace has {KEYS_MAX} keys; delete one first"),
            });
        }
        session
            .execute(
                "insert into namespace_keys (id, namespace, name, algorithm, scopes, material, \
                 created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8)",
                args![
                    info.id.as_str(),
                    namespace.as_str(),
                    info.name.as_str(),
                    info.algorithm.as_str(),
                    scopes_text(&info.scopes)?,
                    material,
                    info.created_by.as_str(),
                    info.created_at,
                ],
            )
            .await?;
        let entry = AuditEntry {
            namespace: Some(namespace),
            action: "signing-key.made",
            object: info.id.to_string(),
            before: None,
            after: Some(json!({"name": info.name, "algorithm": algorithm.as_str(),
                "scopes": info.scopes})),
        };
        audit::write(self, &mut session, by, entry).await?;
        transaction.commit().await?;
        Ok(info)
    }

    /// A key by its id, which says whose it is, and what it checks signatures with.
    pub async fn signing_key(
        &self,
        id: &NamespaceKeyId,
    ) -> Result<Option<(SigningKeyInfo, SigningMaterial)>> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader.session().row(key_columns!("where id = $1"), args![id.as_str()]).await?;
        let Some(row) = row else { return Ok(None) };
        let info = read(&row)?;
        let text = row.text(7)?;
        let material = match info.algorithm {
            SigningAlgorithm::Hs256 => SigningMaterial::Shared(
                self.inner.keys.open(place(&info.namespace, &info.id), &text)?,
            ),
            _ => SigningMaterial::Public(text),
        };
        Ok(Some((info, material)))
    }

    /// The keys of a namespace, newest first.
    pub async fn signing_keys(&self, namespace: &Namespace) -> Result<Vec<SigningKeyInfo>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                key_columns!("where namespace = $1 order by created_at desc, id"),
                args![namespace.as_str()],
            )
            .await?
            .iter()
            .map(read)
            .collect()
    }

    /// Deletes a key: what it signed holds no longer.
    pub async fn delete_signing_key(
        &self,
        namespace: &Namespace,
        id: &NamespaceKeyId,
        by: &Actor,
    ) -> Result<()> {
        const ONE: &str = "delete from namespace_keys where namespace = $1 and id = $2";
        self.delete_told(ONE, namespace, ("key", id.as_str()), "signing-key.deleted", by).await
    }
}
