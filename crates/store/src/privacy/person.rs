//! Everything that is kept of one person: to show it to them, and to delete it.

use std::collections::BTreeSet;
use std::time::Duration;

use model::{Event, EventKind, Namespace, UserId};
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::files::{PersonFile, files_of};
use crate::inbox::from_json;
use crate::privacy::Text;
use crate::sql::engine::Engine;
use crate::sql::{Bulk, Row, args};
use crate::{Actor, AuditEntry, Result, Store, hex};

/// After so long every process has written the sentences that it held in memory.
const SENTENCES_WRITTEN: Duration = Duration::from_secs(2);

/// Everything that is kept of one person in a namespace.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonRecord {
    /// Who, as the channels name them.
    pub user: UserId,
    /// Their conversations, oldest first.
    pub conversations: Vec<PersonConversation>,
    /// Events that are not answered yet.
    pub waiting: Vec<Value>,
    /// Messages on their way, by turn: what they say is in the turn.
    pub deliveries: Vec<String>,
    /// What could not be handled.
    pub dead_letters: Vec<PersonLetter>,
    /// Sentences to learn from that this person said. Others may have said them too.
    pub sentences: Vec<PersonSentence>,
    /// Files that they sent. What they hold is at the address in the conversation.
    pub files: Vec<PersonFile>,
}

/// A conversation of theirs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonConversation {
    /// Its id.
    pub id: String,
    /// With which bot.
    pub bot: String,
    /// When it began.
    pub created_at: String,
    /// When something was said last.
    pub changed_at: String,
    /// What the bot remembers.
    pub state: Value,
    /// What was said.
    pub turns: Vec<PersonTurn>,
    /// What they thought of messages: the message's id, and whether it is good.
    pub votes: Vec<(String, bool)>,
}

/// A turn of theirs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonTurn {
    /// Its id.
    pub turn: String,
    /// Through which channel.
    pub channel: String,
    /// When.
    pub at: String,
    /// What they said or did.
    pub text: Option<String>,
    /// What was understood.
    pub understanding: Option<model::Understanding>,
    /// What the bot said.
    pub messages: Vec<model::Message>,
    /// Why.
    pub traces: Vec<Value>,
}

/// A dead letter of theirs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonLetter {
    /// Its id.
    pub id: String,
    /// Why it is one.
    pub cause: String,
    /// When.
    pub at: String,
    /// What it holds.
    pub content: String,
}

/// A sentence of theirs.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonSentence {
    /// To which bot.
    pub bot: String,
    /// In which locale it was understood.
    pub locale: String,
    /// What was said.
    pub text: String,
    /// How often, by anybody.
    pub count: u64,
}

/// How much went.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ForgottenPerson {
    /// Conversations.
    pub conversations: u64,
    /// Segments of turns.
    pub segments: u64,
    /// What they thought of answers.
    pub votes: u64,
    /// Events, answered or not.
    pub events: u64,
    /// Messages on their way.
    pub deliveries: u64,
    /// Dead letters.
    pub dead_letters: u64,
    /// Sentences to learn from.
    pub sentences: u64,
    /// Files.
    pub files: u64,
}

static SAID: Bulk = Bulk::new(
    "select bot, locale, text, count, text_hash from sentences where (namespace, text_hash) in (values",
    2,
    ") order by bot, locale, text",
);
static UNSAID: Bulk =
    Bulk::new("delete from sentences where (namespace, text_hash) in (values", 2, ")");

fn hashes(namespace: &Namespace, texts: &BTreeSet<String>) -> Vec<Vec<crate::sql::Arg>> {
    let hash = |text: &String| hex::encode(&Sha256::digest(text));
    texts.iter().map(|text| args![namespace.as_str(), hash(text)]).collect()
}

/// Deletes what hangs on somebody's conversations.
macro_rules! of_conversations {
    ($of:literal) => {
        concat!(
            "delete from ",
            $of,
            "conversation in (select number from conversations where namespace = $1 and user_id = $2)"
        )
    };
}

/// Deletes what names somebody.
macro_rules! of_user {
    ($table:literal) => {
        concat!("delete from ", $table, " where namespace = $1 and user_id = $2")
    };
}

impl Store {
    /// What somebody said to the bots of a namespace, word by word, each text once.
    pub async fn texts_of(&self, namespace: &Namespace, user: &UserId) -> Result<BTreeSet<String>> {
        let mut reader = self.inner.database.reader().await?;
        let mut session = reader.session();
        let who = || args![namespace.as_str(), user.as_str()];
        let mut texts = BTreeSet::new();
        let said = session
            .rows(
                "select s.user_text, s.understanding, s.turn from conversations c \
                 join segments s on s.conversation = c.number \
                 where c.namespace = $1 and c.user_id = $2",
                who(),
            )
            .await?;
        for row in &said {
            let turn = row.text(2)?;
            let show = |text: Text, column: usize| {
                self.inner.show_some(namespace.as_str(), &turn, text, row.get(column)?)
            };
            texts.extend(show(Text::Said, 0)?);
            if let Some(understood) = show(Text::Understanding, 1)? {
                let understood: model::Understanding =
                    from_json("understanding of turn", &turn, &understood)?;
                texts.insert(understood.text);
            }
        }
        let waiting = session
            .rows(
                "select i.turn, i.body from conversations c join inbox i \
                 on i.conversation = c.number where c.namespace = $1 and c.user_id = $2 \
                 and i.body is not null",
                who(),
            )
            .await?;
        for row in &waiting {
            let event: Event = self.waiting_event(namespace, row)?;
            if let EventKind::Sentence { text } = event.kind {
                texts.insert(text);
            }
        }
        Ok(texts)
    }

    /// An event that waits, out of its turn and body.
    fn waiting_event<T: serde::de::DeserializeOwned>(
        &self,
        namespace: &Namespace,
        row: &Row,
    ) -> Result<T> {
        let (turn, body) = (row.text(0)?, row.text(1)?);
        let body = self.inner.show(namespace.as_str(), &turn, Text::Event, body)?;
        from_json("event of turn", &turn, &body)
    }

    /// Everything that is kept of somebody in a namespace.
    pub async fn person(&self, namespace: &Namespace, user: &UserId) -> Result<PersonRecord> {
        self.flush_sentences().await?;
        let mut conversations = Vec::new();
        let who = || args![namespace.as_str(), user.as_str()];
        let mut reader = self.inner.database.reader().await?;
        let mut session = reader.session();
        let found = session
            .rows(
                "select id, bot, created_at, changed_at, document from conversations \
                 where namespace = $1 and user_id = $2 order by number",
                who(),
            )
            .await?;
        let waiting = session
            .rows(
                "select i.turn, i.body from conversations c join inbox i \
                 on i.conversation = c.number where c.namespace = $1 and c.user_id = $2 \
                 and i.body is not null order by i.number",
                who(),
            )
            .await?
            .iter()
            .map(|row| self.waiting_event(namespace, row))
            .collect::<Result<Vec<Value>>>()?;
        let deliveries = session
            .rows(
                "select turn from outbox where namespace = $1 and user_id = $2 order by number",
                who(),
            )
            .await?
            .iter()
            .map(|row| row.text(0))
            .collect::<Result<Vec<_>>>()?;
        let letters = session
            .rows(
                "select id from dead_letters where namespace = $1 and user_id = $2 order by at, id",
                who(),
            )
            .await?
            .iter()
            .map(|row| row.id(0))
            .collect::<Result<Vec<_>>>()?;
        let files = files_of(&mut session, namespace, user).await?;
        drop(reader);
        for row in &found {
            let id: model::ConversationId = row.id(0)?;
            let state = match row.text(4)?.as_str() {
                "" => Value::Null,
                document => {
                    let document = self.inner.show(
                        namespace.as_str(),
                        id.as_str(),
                        Text::Conversation,
                        document.to_owned(),
                    )?;
                    from_json("conversation", id.as_str(), &document)?
                }
            };
            let turns = self.turns(namespace, &id).await?.into_iter().map(|turn| PersonTurn {
                turn: turn.turn.to_string(),
                channel: turn.channel.to_string(),
                at: turn.received_at.to_iso(),
                text: turn.user_text,
                understanding: turn.understanding,
                messages: turn.messages,
                traces: turn
                    .traces
                    .iter()
                    .filter_map(|trace| serde_json::from_str(trace).ok())
                    .collect(),
            });
            let votes = self.votes(namespace, &id).await?.into_iter();
            conversations.push(PersonConversation {
                votes: votes.map(|vote| (vote.message.to_string(), vote.good)).collect(),
                id: id.to_string(),
                bot: row.text(1)?,
                created_at: row.at(2)?.to_iso(),
                changed_at: row.at(3)?.to_iso(),
                state,
                turns: turns.collect(),
            });
        }
        let mut dead_letters = Vec::with_capacity(letters.len());
        for id in &letters {
            let (letter, body) = self.dead_letter(namespace, id).await?;
            dead_letters.push(PersonLetter {
                id: id.to_string(),
                cause: letter.cause,
                at: letter.at.to_iso(),
                content: String::from_utf8_lossy(body.expose()).into_owned(),
            });
        }
        let texts = self.texts_of(namespace, user).await?;
        let mut reader = self.inner.database.reader().await?;
        let sentences = SAID
            .rows(&mut reader.session(), hashes(namespace, &texts))
            .await?
            .iter()
            .map(|row| {
                Ok(PersonSentence {
                    bot: row.text(0)?,
                    locale: row.text(1)?,
                    text: self.inner.show(
                        namespace.as_str(),
                        &row.text(4)?,
                        Text::Sentence,
                        row.text(2)?,
                    )?,
                    count: row.number(3)? as u64,
                })
            })
            .collect::<Result<Vec<_>>>()?;
        let user = user.clone();
        Ok(PersonRecord {
            user,
            conversations,
            waiting,
            deliveries,
            dead_letters,
            sentences,
            files,
        })
    }

    /// Deletes everything of somebody in a namespace: conversations, turns, events, deliveries,
    /// files, dead letters, and the sentences to learn from that they said, whoever else said them. A
    /// turn that runs now loses its lease. The audit log says that it was done, and not of whom.
    ///
    /// Keys of consumed events go too, so that an old event which a vendor sends once more would
    /// be a new one. So do the kept answers of the namespace: nothing says whom they are about.
    pub async fn forget_user(
        &self,
        namespace: &Namespace,
        user: &UserId,
        by: &Actor,
    ) -> Result<ForgottenPerson> {
        self.flush_sentences().await?;
        let texts = self.texts_of(namespace, user).await?;
        let who = || args![namespace.as_str(), user.as_str()];
        let mut gone = ForgottenPerson::default();
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        let mut delete = async |statement: &'static str| session.execute(statement, who()).await;
        delete(of_conversations!("leases where ")).await?;
        gone.events = delete(of_conversations!("inbox where ")).await?;
        gone.votes = delete(of_conversations!("votes where ")).await?;
        gone.segments = delete(of_conversations!("segments where ")).await?;
        gone.deliveries =
            delete(of_conversations!("outbox where (namespace = $1 and user_id = $2) or ")).await?;
        delete(of_user!("uncertain_deliveries")).await?;
        gone.files = delete(of_user!("files")).await?;
        gone.dead_letters = delete(of_user!("dead_letters")).await?;
        gone.conversations = delete(of_user!("conversations")).await?;
        session
            .execute(
                "delete from kept_answers where namespace = $1 and status is not null",
                args![namespace.as_str()],
            )
            .await?;
        gone.sentences = UNSAID.execute(&mut session, hashes(namespace, &texts)).await?;
        let entry = AuditEntry {
            namespace: Some(namespace),
            action: "user.forgotten",
            object: String::new(),
            before: None,
            after: Some(json!(gone)),
        };
        crate::accounts::write_audit(self, &mut session, by, entry).await?;
        transaction.commit().await?;
        gone.sentences += self.forget_late_sentences(namespace, &texts).await?;
        self.purge().await?;
        Ok(gone)
    }

    /// Sentences that a process still held in memory while they were deleted.
    async fn forget_late_sentences(
        &self,
        namespace: &Namespace,
        texts: &BTreeSet<String>,
    ) -> Result<u64> {
        if texts.is_empty() {
            return Ok(0);
        }
        // Other processes write theirs within a second; this one's are written now.
        if self.inner.serves_alone {
            self.flush_sentences().await?;
        } else {
            tokio::time::sleep(SENTENCES_WRITTEN).await;
        }
        let mut transaction = self.inner.database.begin().await?;
        let gone = UNSAID.execute(&mut transaction.session(), hashes(namespace, texts)).await?;
        transaction.commit().await?;
        Ok(gone)
    }

    /// Takes what was deleted out of the files too, as far as that can be done while serving:
    /// SQLite's write-ahead log is written to the database, where deleted bytes are zeroed, and
    /// emptied. PostgreSQL does this by itself, in its own time; see [`Store::compact`].
    pub async fn purge(&self) -> Result<()> {
        if !self.inner.database.checkpoint().await? {
            tracing::warn!(
                "the write-ahead log is in use and was not emptied; the next purge will"
            );
        }
        Ok(())
    }

    /// Writes the whole database anew, so that nothing deleted is left in its files. Others wait
    /// meanwhile. For operators.
    pub async fn compact(&self) -> Result<()> {
        match self.inner.database.engine() {
            Engine::Sqlite => self.inner.database.vacuum(&[]).await?,
            Engine::Postgres => {
                let mut reader = self.inner.database.reader().await?;
                let tables = reader
                    .session()
                    .rows(
                        "select table_name from information_schema.tables \
                         where table_schema = current_schema() and table_type = 'BASE TABLE'",
                        vec![],
                    )
                    .await?
                    .iter()
                    .map(|row| row.text(0))
                    .collect::<Result<Vec<_>>>()?;
                drop(reader);
                self.inner.database.vacuum(&tables).await?;
            }
        }
        self.purge().await
    }
}
