//! Drafts: a document, and the edits since it was written.
//!
//! An edit of one object writes one small row, however large the bot. Whatever needs the whole
//! (publishing, an import) folds the edits into the document first; so does the server when there
//! are many.

use model::{Bot, BotId, Edit, Namespace};
use sha2::{Digest, Sha256};

use crate::accounts::write_audit;
use crate::bots::{canonical, check_owner, find_bot, lock_bot, size, stamp, told};
use crate::draft_undos::{Undo, keep};
use crate::inbox::{from_json, json};
use crate::sql::{Row, Session, args};
use crate::{
    Actor, AuditEntry, BotSummary, Draft, DraftMark, Error, Expected, Owner, Result, Store, hex,
};

/// Whether the draft is in the state that somebody expects.
pub(crate) fn check_expected(found: &BotSummary, expected: &Expected) -> Result<()> {
    let is_expected = match expected {
        Expected::Any => true,
        Expected::Hash(hash) => *hash == found.draft_hash,
        Expected::Revision(revision) => *revision == found.draft_revision,
    };
    if is_expected { Ok(()) } else { Err(Error::Changed { found: found.draft_revision }) }
}

fn read_mark(row: &Row) -> Result<DraftMark> {
    Ok(DraftMark {
        revision: row.number(0)? as u64,
        hash: row.text(1)?,
        author: row.text(2)?,
        at: row.at(3)?,
    })
}

async fn mark(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
) -> Result<Option<DraftMark>> {
    session
        .row(
            "select draft_revision, draft_hash, draft_author, draft_at from bots \
             where namespace = $1 and id = $2",
            args![namespace.as_str(), bot.as_str()],
        )
        .await?
        .map(|row| read_mark(&row))
        .transpose()
}

/// The edits after a revision, oldest first.
async fn edits_after(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
    revision: u64,
) -> Result<Vec<Vec<Edit>>> {
    session
        .rows(
            "select edits from draft_edits where namespace = $1 and bot = $2 and revision > $3 \
             order by revision",
            args![namespace.as_str(), bot.as_str(), revision as i64],
        )
        .await?
        .iter()
        .map(|row| from_json("edits of bot", bot.as_str(), &row.text(0)?))
        .collect()
}

pub(crate) async fn read_draft(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
) -> Result<Draft> {
    // One statement each; on PostgreSQL somebody may fold in between. Edits are applied to what
    // has them already without harm, but never to a document that is older than their first.
    let missing = || Error::not_found("bot", bot.as_str());
    loop {
        let before = mark(session, namespace, bot).await?.ok_or_else(missing)?;
        let row = session
            .row(
                "select draft from bots where namespace = $1 and id = $2",
                args![namespace.as_str(), bot.as_str()],
            )
            .await?
            .ok_or_else(missing)?;
        let edits = edits_after(session, namespace, bot, 0).await?;
        if mark(session, namespace, bot).await?.as_ref() != Some(&before) {
            continue;
        }
        let (id, document, pending) = (bot.clone(), row.text(0)?, edits.len());
        let content = aside(move || {
            let mut content: Bot = from_json("draft of bot", id.as_str(), &document)?;
            edits.into_iter().flatten().for_each(|edit| content.apply(edit));
            Ok(content)
        });
        let content = content.await?;
        let DraftMark { revision, hash, author, at } = before;
        return Ok(Draft { bot: content, revision, hash, author, at, pending });
    }
}

/// A whole content as it is written, and its hash. Large ones take their time: it is spent aside,
/// before anybody waits for the transaction that writes it.
pub(crate) struct Written {
    pub(crate) document: String,
    pub(crate) hash: String,
}

impl Written {
    /// Gives the content back.
    pub(crate) async fn of(bot: Bot) -> Result<(Bot, Self)> {
        aside(move || {
            let (document, hash) = canonical(&bot)?;
            Ok((bot, Self { document, hash }))
        })
        .await
    }
}

/// Work that takes the processor for long, away from the threads that answer.
pub(crate) async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T> + Send + 'static,
) -> Result<T> {
    match tokio::task::spawn_blocking(work).await {
        Ok(done) => done,
        Err(error) => std::panic::resume_unwind(error.into_panic()),
    }
}

/// Writes the draft, as it was read, as one document in place of a document and edits.
pub(crate) async fn settle(
    session: &mut Session<'_>,
    found: &BotSummary,
    draft: &Draft,
    written: &Written,
) -> Result<()> {
    if draft.pending == 0 {
        return Ok(());
    }
    let (namespace, bot) = (&found.namespace, &found.id);
    session
        .execute(
            "update bots set draft = $1, draft_hash = $2 where namespace = $3 and id = $4",
            args![
                written.document.as_str(),
                written.hash.as_str(),
                namespace.as_str(),
                bot.as_str()
            ],
        )
        .await?;
    forget_edits(session, namespace, bot).await
}

/// Removes the edits, because the document has them.
pub(crate) async fn forget_edits(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
) -> Result<()> {
    session
        .execute(
            "delete from draft_edits where namespace = $1 and bot = $2",
            args![namespace.as_str(), bot.as_str()],
        )
        .await?;
    Ok(())
}

/// A change of a draft.
#[derive(Debug, Clone, Copy)]
pub struct DraftChange<'a> {
    /// What is changed.
    pub edits: &'a [Edit],
    /// What the audit log is told of it.
    pub told: &'a [AuditEntry<'a>],
    /// With this the change can be taken back.
    pub undo: Option<&'a Undo>,
}

impl<'a> DraftChange<'a> {
    /// A change that is told to nobody and not taken back.
    pub fn of(edits: &'a [Edit]) -> Self {
        Self { edits, told: &[], undo: None }
    }
}

impl Store {
    /// The draft of a bot.
    pub async fn draft(&self, namespace: &Namespace, bot: &BotId) -> Result<Draft> {
        let mut reader = self.inner.database.reader().await?;
        read_draft(&mut reader.session(), namespace, bot).await
    }

    /// Which state the draft of a bot has, without its content.
    pub async fn draft_mark(
        &self,
        namespace: &Namespace,
        bot: &BotId,
    ) -> Result<Option<DraftMark>> {
        let mut reader = self.inner.database.reader().await?;
        mark(&mut reader.session(), namespace, bot).await
    }

    /// The edits that lead from one revision of the draft to a later one, oldest first; `None`
    /// when they are not kept any more and the draft must be read as a whole.
    pub async fn draft_edits(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        from: u64,
        to: u64,
    ) -> Result<Option<Vec<Vec<Edit>>>> {
        let mut reader = self.inner.database.reader().await?;
        let edits = edits_after(&mut reader.session(), namespace, bot, from).await?;
        Ok((edits.len() as u64 == to.saturating_sub(from)).then_some(edits))
    }

    /// Changes the draft from the revision `from`, unless the bot belongs to files
    /// ([`Error::OwnedByFiles`]) or somebody else was quicker ([`Error::Changed`]).
    pub async fn edit_draft(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        from: u64,
        change: &DraftChange<'_>,
        by: &Actor,
    ) -> Result<DraftMark> {
        let DraftChange { edits, told, undo } = *change;
        let document = json("edits", &edits)?;
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        lock_bot(&mut session, namespace, bot).await?;
        let found = find_bot(&mut session, namespace, bot).await?;
        check_owner(&found, &Owner::Database, false)?;
        if found.draft_revision != from {
            return Err(Error::Changed { found: found.draft_revision });
        }
        // Not the hash of the content, which would have to be written as a whole for it: a hash
        // that no other content of this bot has.
        let hash = hex::encode(&Sha256::digest(format!("{}{document}", found.draft_hash)));
        let now = self.now();
        session
            .execute(
                "insert into draft_edits (bot, revision, namespace, author, at, edits) \
                 values ($1, $2, $3, $4, $5, $6)",
                args![
                    bot.as_str(),
                    from as i64 + 1,
                    namespace.as_str(),
                    by.name.as_str(),
                    now,
                    document
                ],
            )
            .await?;
        session
            .execute(
                "update bots set changed_at = $1, draft_at = $1, draft_revision = $2, \
                 draft_hash = $3, draft_author = $4 where namespace = $5 and id = $6",
                args![
                    now,
                    from as i64 + 1,
                    hash.as_str(),
                    by.name.as_str(),
                    namespace.as_str(),
                    bot.as_str()
                ],
            )
            .await?;
        if let Some(undo) = undo {
            keep(&mut session, namespace, bot, from + 1, by, undo).await?;
        }
        let mut heads = edits.iter().rev().filter_map(|edit| match edit {
            Edit::Bot { head } => Some(head),
            _ => None,
        });
        if let Some(head) = heads.next() {
            session
                .execute(
                    "update bots set title = $1, locales = $2 where namespace = $3 and id = $4",
                    args![
                        head.title.as_str(),
                        json("locales", &head.locales)?,
                        namespace.as_str(),
                        bot.as_str()
                    ],
                )
                .await?;
        }
        for entry in told {
            write_audit(self, &mut session, by, entry.clone()).await?;
        }
        stamp(&mut session).await?;
        transaction.commit().await?;
        Ok(DraftMark { revision: from + 1, hash, author: by.name.clone(), at: now })
    }

    /// Writes the draft as one document, in place of a document and many edits; unless somebody
    /// changes it meanwhile: then it is left to the next time.
    pub async fn fold_draft(&self, namespace: &Namespace, bot: &BotId) -> Result<DraftMark> {
        let mut draft = self.draft(namespace, bot).await?;
        let (content, written) = Written::of(draft.bot).await?;
        draft.bot = content;
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        lock_bot(&mut session, namespace, bot).await?;
        let found = find_bot(&mut session, namespace, bot).await?;
        if found.draft_revision == draft.revision {
            settle(&mut session, &found, &draft, &written).await?;
            stamp(&mut session).await?;
        }
        transaction.commit().await?;
        self.draft_mark(namespace, bot).await?.ok_or_else(|| Error::not_found("bot", bot.as_str()))
    }

    /// Saves the draft as a whole, unless the bot belongs to files or somebody else changed it.
    pub async fn save_draft(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        content: &Bot,
        expected: &Expected,
        by: &Actor,
    ) -> Result<Draft> {
        let (content, written) = Written::of(content.clone()).await?;
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        lock_bot(&mut session, namespace, bot).await?;
        let found = find_bot(&mut session, namespace, bot).await?;
        if content.namespace != found.namespace || content.name != found.name {
            return Err(Error::Invalid {
                field: "name",
                reason: format!(
                    "the content is of `{}/{}`, the bot is `{}/{}`; import it to make another bot",
                    content.namespace, content.name, found.namespace, found.name
                ),
            });
        }
        check_owner(&found, &Owner::Database, false)?;
        check_expected(&found, expected)?;
        self.write_draft(&mut session, &found, &content, &written, by).await?;
        let draft = read_draft(&mut session, namespace, bot).await?;
        transaction.commit().await?;
        Ok(draft)
    }

    /// Writes the draft unless it is the same. Tells whether it changed.
    pub(crate) async fn write_draft(
        &self,
        session: &mut Session<'_>,
        found: &BotSummary,
        bot: &Bot,
        written: &Written,
        by: &Actor,
    ) -> Result<bool> {
        lock_bot(session, &found.namespace, &found.id).await?;
        let mut before = read_draft(session, &found.namespace, &found.id).await?;
        if before.pending > 0 {
            // Only that of a document is the hash of a content.
            let (content, was) = Written::of(before.bot).await?;
            (before.bot, before.hash) = (content, was.hash);
        }
        if written.hash == before.hash {
            settle(session, found, &before, written).await?;
            return Ok(false);
        }
        session
            .execute(
                "update bots set title = $1, locales = $2, changed_at = $3, draft_at = $3, \
                 draft_revision = draft_revision + 1, draft_hash = $4, draft_author = $5, \
                 draft = $6 where id = $7",
                args![
                    bot.title.as_str(),
                    json("locales", &bot.locales)?,
                    self.now(),
                    written.hash.as_str(),
                    by.name.as_str(),
                    written.document.as_str(),
                    found.id.as_str(),
                ],
            )
            .await?;
        forget_edits(session, &found.namespace, &found.id).await?;
        let (before, after) = (size(&before.bot, &before.hash), size(bot, &written.hash));
        let (before, after) = (Some(before), Some(after));
        let entry = told("draft.replaced", &found.namespace, &found.name, before, after);
        write_audit(self, session, by, entry).await?;
        stamp(session).await?;
        Ok(true)
    }
}
