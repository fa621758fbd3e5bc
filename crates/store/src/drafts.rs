//! Drafts: a document, and the edits since it was written.
//!
//! An edit of one object writes one small row, however large the bot. Whatever needs the whole
//! (publishing, an import) folds the edits into the document first; so does the server when there
//! are many.

use model::{Bot, BotId, Edit, Namespace};
use sha2::{Digest, Sha256};

use crate::bots::{canonical, check_owner, find_bot, lock_bot, stamp};
use crate::inbox::{from_json, json};
use crate::sql::{Row, Session, args};
use crate::{Actor, BotSummary, Draft, DraftMark, Error, Expected, Owner, Result, Store, hex};

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
        let mut content: Bot = from_json("draft of bot", bot.as_str(), &row.text(0)?)?;
        let pending = edits.len();
        edits.into_iter().flatten().for_each(|edit| content.apply(edit));
        let DraftMark { revision, hash, author, at } = before;
        return Ok(Draft { bot: content, revision, hash, author, at, pending });
    }
}

/// Writes the draft as one document, and tells its content hash. Nothing happens when there are
/// no edits beside the document.
pub(crate) async fn fold(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
) -> Result<Draft> {
    let mut draft = read_draft(session, namespace, bot).await?;
    if draft.pending == 0 {
        return Ok(draft);
    }
    let (document, hash) = canonical(&draft.bot)?;
    session
        .execute(
            "update bots set draft = $1, draft_hash = $2 where namespace = $3 and id = $4",
            args![document, hash.as_str(), namespace.as_str(), bot.as_str()],
        )
        .await?;
    forget_edits(session, namespace, bot).await?;
    (draft.hash, draft.pending) = (hash, 0);
    Ok(draft)
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
        edits: &[Edit],
        by: &Actor,
    ) -> Result<DraftMark> {
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
        stamp(&mut session).await?;
        transaction.commit().await?;
        Ok(DraftMark { revision: from + 1, hash, author: by.name.clone(), at: now })
    }

    /// Writes the draft as one document, in place of a document and many edits.
    pub async fn fold_draft(&self, namespace: &Namespace, bot: &BotId) -> Result<DraftMark> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        lock_bot(&mut session, namespace, bot).await?;
        let Draft { revision, hash, author, at, .. } = fold(&mut session, namespace, bot).await?;
        stamp(&mut session).await?;
        transaction.commit().await?;
        Ok(DraftMark { revision, hash, author, at })
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
        self.write_draft(&mut session, &found, content, by).await?;
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
        by: &Actor,
    ) -> Result<bool> {
        lock_bot(session, &found.namespace, &found.id).await?;
        let before = fold(session, &found.namespace, &found.id).await?;
        let (document, hash) = canonical(bot)?;
        if hash == before.hash {
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
                    hash,
                    by.name.as_str(),
                    document,
                    found.id.as_str(),
                ],
            )
            .await?;
        stamp(session).await?;
        Ok(true)
    }
}
