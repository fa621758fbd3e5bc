//! What takes the latest changes of drafts back.

use model::{BotId, Edit, Namespace};

use crate::inbox::{from_json, json};
use crate::sql::{Session, args};
use crate::{Actor, Result, Store};

/// Changes of one bot that can be taken back; older ones cannot.
const UNDOS_KEPT: u64 = 200;

/// What takes back larger changes, such as imports of dictionaries, is not kept.
const UNDO_BYTES_MAX: usize = 1024 * 1024;

/// What takes a change of a draft back.
#[derive(Debug, Clone, PartialEq)]
pub struct Undo {
    /// The edits that give every touched object the state it had before.
    pub edits: Vec<Edit>,
    /// Names the state that the touched objects have after the change: who finds another one would
    /// take back somebody else's work.
    pub state: String,
}

/// Who made a change: two may have the same name.
fn author_of(by: &Actor) -> String {
    format!("{} {}", by.id, by.name)
}

/// Keeps what takes a change back, under the revision that the change makes.
pub(crate) async fn keep(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
    revision: u64,
    by: &Actor,
    undo: &Undo,
) -> Result<()> {
    let edits = json("edits", &undo.edits)?;
    if edits.len() > UNDO_BYTES_MAX {
        return Ok(());
    }
    session
        .execute(
            "insert into draft_undos (bot, revision, namespace, author, edits, state) \
             values ($1, $2, $3, $4, $5, $6)",
            args![
                bot.as_str(),
                revision as i64,
                namespace.as_str(),
                author_of(by),
                edits,
                undo.state.as_str()
            ],
        )
        .await?;
    session
        .execute(
            "delete from draft_undos where namespace = $1 and bot = $2 and revision <= $3",
            args![namespace.as_str(), bot.as_str(), revision.saturating_sub(UNDOS_KEPT) as i64],
        )
        .await?;
    Ok(())
}

/// Forgets what would take changes back, because it holds texts that must be gone.
pub(crate) async fn forget_undos(
    session: &mut Session<'_>,
    namespace: &Namespace,
    bot: &BotId,
) -> Result<()> {
    session
        .execute(
            "delete from draft_undos where namespace = $1 and bot = $2",
            args![namespace.as_str(), bot.as_str()],
        )
        .await?;
    Ok(())
}

impl Store {
    /// What takes back a change that somebody made to a draft; `None` when it is not kept any
    /// more, or was somebody else's.
    pub async fn draft_undo(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        revision: u64,
        by: &Actor,
    ) -> Result<Option<Undo>> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select edits, state from draft_undos where namespace = $1 and bot = $2 \
                 and revision = $3 and author = $4",
                args![namespace.as_str(), bot.as_str(), revision as i64, author_of(by)],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let edits = from_json("edits of bot", bot.as_str(), &row.text(0)?)?;
        Ok(Some(Undo { edits, state: row.text(1)? }))
    }
}
