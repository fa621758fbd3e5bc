//! Taking something out of all states of a bot: its draft and its versions.

use model::{Bot, BotId, Namespace};
use serde_json::json;

use crate::bots::{canonical, find_bot, lock_bot, stamp};
use crate::draft_undos::forget_undos;
use crate::drafts::{Written, read_draft, settle};
use crate::inbox::from_json;
use crate::sql::args;
use crate::{Actor, AuditEntry, Owner, Result, Store};

impl Store {
    /// Takes something out of the draft and of every version of a bot. `redact` changes a content
    /// and says whether it did. Versions never change otherwise; a person's right to be forgotten
    /// is the one reason. What was trained from them goes too, and is trained again when needed.
    /// The draft of a bot that belongs to its files stays: the files would bring it back.
    ///
    /// Returns how many contents changed.
    pub async fn redact_bot(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        redact: impl Fn(&mut Bot) -> bool + Send,
        by: &Actor,
    ) -> Result<u64> {
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        lock_bot(&mut session, namespace, bot).await?;
        let found = find_bot(&mut session, namespace, bot).await?;
        forget_undos(&mut session, namespace, bot).await?;
        let mut changed = 0;
        // Edits beside the document hold texts as well.
        let mut draft = read_draft(&mut session, namespace, bot).await?;
        let (content, written) = Written::of(draft.bot).await?;
        draft.bot = content;
        settle(&mut session, &found, &draft, &written).await?;
        if found.owner == Owner::Database && redact(&mut draft.bot) {
            let (content, written) = Written::of(draft.bot).await?;
            self.write_draft(&mut session, &found, &content, &written, by).await?;
            changed += 1;
        }
        let versions = session
            .rows(
                "select id from versions where namespace = $1 and bot = $2",
                args![namespace.as_str(), bot.as_str()],
            )
            .await?;
        for version in &versions {
            let id = version.text(0)?;
            let row = session
                .row("select document from versions where id = $1", args![id.as_str()])
                .await?;
            let Some(row) = row else { continue };
            let mut content: Bot = from_json("version", &id, &row.text(0)?)?;
            if !redact(&mut content) {
                continue;
            }
            let (document, hash) = canonical(&content)?;
            session
                .execute(
                    "update versions set document = $1, hash = $2, fingerprint = null \
                     where id = $3",
                    args![document, hash, id],
                )
                .await?;
            changed += 1;
        }
        if changed > 0 {
            // Nothing says which model was trained from what.
            session
                .execute(
                    "delete from trained_models where namespace = $1",
                    args![namespace.as_str()],
                )
                .await?;
            session
                .execute(
                    "delete from jobs where namespace = $1 and bot = $2 \
                     and state in ('succeeded', 'failed', 'cancelled')",
                    args![namespace.as_str(), bot.as_str()],
                )
                .await?;
            let entry = AuditEntry {
                namespace: Some(namespace),
                action: "bot.redacted",
                object: bot.to_string(),
                before: None,
                after: Some(json!({"contents": changed})),
            };
            crate::accounts::write_audit(self, &mut session, by, entry).await?;
            stamp(&mut session).await?;
        }
        transaction.commit().await?;
        Ok(changed)
    }
}
