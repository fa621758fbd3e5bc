//! Files that users sent.
//!
//! Their bytes are sealed, whatever the setting `encrypt_texts` says. They go with what was said:
//! when its time is over, and when their user is forgotten.

use model::{BotId, FileId, Namespace, Timestamp, UserId, limits};
use serde::Serialize;

use crate::envelope::Place;
use crate::sql::{Session, args};
use crate::{Result, Store};

/// A file to keep.
#[derive(Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Its id: who knows it may read the file.
    pub id: FileId,
    /// Sent to which bot.
    pub bot: BotId,
    /// By whom.
    pub user: UserId,
    /// What it is: `image/png`.
    pub content_type: String,
    /// A name to show.
    pub name: String,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// A file that was kept.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptFile {
    /// What it is: `image/png`.
    pub content_type: String,
    /// A name to show.
    pub name: String,
    /// When it came.
    pub at: Timestamp,
    /// Its bytes.
    pub content: Vec<u8>,
}

/// A file that a person sent, without its bytes.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonFile {
    /// Its id, the end of its address.
    pub id: String,
    /// To which bot.
    pub bot: String,
    /// What it is.
    pub content_type: String,
    /// Its name.
    pub name: String,
    /// How large it is.
    pub size_bytes: u64,
    /// When it came.
    pub at: String,
}

fn place<'a>(namespace: &'a Namespace, id: &'a FileId) -> Place<'a> {
    Place { namespace: namespace.as_str(), table: "files", row: id.as_str(), column: "content" }
}

/// The files of somebody, oldest first.
pub(crate) async fn files_of(
    session: &mut Session<'_>,
    namespace: &Namespace,
    user: &UserId,
) -> Result<Vec<PersonFile>> {
    session
        .rows(
            "select id, bot, content_type, name, size_bytes, at from files \
             where namespace = $1 and user_id = $2 order by at, id",
            args![namespace.as_str(), user.as_str()],
        )
        .await?
        .iter()
        .map(|row| {
            Ok(PersonFile {
                id: row.text(0)?,
                bot: row.text(1)?,
                content_type: row.text(2)?,
                name: row.text(3)?,
                size_bytes: row.number(4)? as u64,
                at: row.at(5)?.to_iso(),
            })
        })
        .collect()
}

impl Store {
    /// Keeps a file. Of one user and bot the last [`limits::ATTACHMENTS_MAX`] are kept.
    pub async fn keep_file(&self, namespace: &Namespace, file: &NewFile) -> Result<()> {
        let content = self.inner.keys.seal(place(namespace, &file.id), &file.content)?;
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        session
            .execute(
                "insert into files (id, namespace, bot, user_id, content_type, name, size_bytes, \
                 content, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                args![
                    file.id.as_str(),
                    namespace.as_str(),
                    file.bot.as_str(),
                    file.user.as_str(),
                    file.content_type.as_str(),
                    file.name.as_str(),
                    file.content.len() as i64,
                    content,
                    self.now(),
                ],
            )
            .await?;
        session
            .execute(
                "delete from files where namespace = $1 and bot = $2 and user_id = $3 \
                 and id not in (select id from (select id from files where namespace = $1 \
                 and bot = $2 and user_id = $3 order by at desc, id desc limit $4) as kept)",
                args![
                    namespace.as_str(),
                    file.bot.as_str(),
                    file.user.as_str(),
                    limits::ATTACHMENTS_MAX as i64,
                ],
            )
            .await?;
        transaction.commit().await
    }

    /// A file that was sent to a bot, if it is still kept.
    pub async fn file(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        id: &FileId,
    ) -> Result<Option<KeptFile>> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select content_type, name, at, content from files \
                 where namespace = $1 and bot = $2 and id = $3",
                args![namespace.as_str(), bot.as_str(), id.as_str()],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let content = self.inner.keys.open(place(namespace, id), &row.text(3)?)?;
        Ok(Some(KeptFile {
            content_type: row.text(0)?,
            name: row.text(1)?,
            at: row.at(2)?,
            content: content.expose().clone(),
        }))
    }
}
