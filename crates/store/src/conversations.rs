//! Conversations and what was said in them.

use model::{BotId, ChannelId, Conversation, ConversationId, Cursor, Namespace, Page, UserId};

use crate::inbox::{from_json, read_conversation};
use crate::pages::{next_cursor, pattern, read_cursor};
use crate::privacy::Text;
use crate::sql::{Row, args};
use crate::writer::accept::StoredConversation;
use crate::{
    ConversationFilter, ConversationSummary, Environment, From, Line, Result, Store, TurnRecord,
};

fn read_summary(row: &Row) -> Result<ConversationSummary> {
    Ok(ConversationSummary {
        id: row.id(0)?,
        bot: row.id(1)?,
        user: row.id(2)?,
        version: row.number(3)? as u64,
        created_at: row.at(4)?,
        changed_at: row.at(5)?,
        said_count: row.number(6)? as u64,
        opening: row.get(7)?,
    })
}

/// A query of summaries, as [`read_summary`] reads them; `$rest` begins after `from conversations c`.
macro_rules! summaries {
    ($rest:literal) => {
        concat!(
            "select c.id, c.bot, c.user_id, c.version, c.created_at, c.changed_at, \
             (select count(*) from segments s where s.conversation = c.number \
             and s.user_text is not null), (select s.user_text from segments s \
             where s.conversation = c.number and s.user_text is not null \
             order by s.version limit 1), c.number from conversations c ",
            $rest
        )
    };
}

impl Store {
    /// The conversation of a user with a bot: the one of the channel if `channel` is given.
    pub async fn conversation(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        user: &UserId,
        channel: Option<&ChannelId>,
    ) -> Result<Option<Conversation>> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select number, id, version, created_at, document from conversations \
                 where namespace = $1 and user_id = $2 and bot = $3 and scope = $4",
                args![
                    namespace.as_str(),
                    user.as_str(),
                    bot.as_str(),
                    channel.map(ChannelId::as_str).unwrap_or_default(),
                ],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let stored = StoredConversation {
            number: row.number(0)?,
            id: row.text(1)?,
            version: row.number(2)?,
            created_at: row.at(3)?,
            document: row.text(4)?,
        };
        Ok(Some(read_conversation(self, &stored, namespace, bot, user)?))
    }

    /// On which channel a user spoke last with a bot, of those where each user has a conversation
    /// per channel.
    pub async fn last_channel(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        user: &UserId,
    ) -> Result<Option<ChannelId>> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                "select scope from conversations where namespace = $1 and user_id = $2 \
                 and bot = $3 and scope <> '' order by changed_at desc, number desc limit 1",
                args![namespace.as_str(), user.as_str(), bot.as_str()],
            )
            .await?;
        row.map(|row| row.id(0)).transpose()
    }

    /// Conversations, the last one begun first.
    pub async fn conversations(
        &self,
        namespace: &Namespace,
        filter: &ConversationFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<ConversationSummary>> {
        let (number, _) = read_cursor(after)?;
        if filter.text.is_some() {
            self.check_searchable(namespace)?;
        }
        let any_or = |wanted: Option<&str>| wanted.unwrap_or_default().to_owned();
        let any_turn = filter.tests
            && filter.channel.is_none()
            && filter.environment.is_none()
            && filter.text.is_none()
            && filter.from.is_none()
            && filter.until.is_none()
            && !filter.unknown;
        let mut reader = self.inner.database.reader().await?;
        let rows = reader
            .session()
            .rows(
                summaries!(
                    "where c.namespace = $1 and c.number < $2 \
                 and ($3 = '' or c.bot = $3) and ($4 = '' or c.user_id = $4) \
                 and ($5 or exists (select 1 from segments s where s.conversation = c.number \
                 and ($6 = '' or s.channel = $6) \
                 and ($14 = '' or exists (select 1 from channels e where e.id = s.channel \
                 and e.namespace = $1 and e.environment = $14)) \
                 and ($7 = '' or lower(s.user_text) like $7 escape '!') \
                 and s.committed_at >= $8 and s.committed_at < $9 and ($10 or not s.test) \
                 and (not $11 or s.unknown))) \
                 and (not $12 or exists (select 1 from votes v where v.conversation = c.number \
                 and not v.good)) order by c.number desc limit $13"
                ),
                args![
                    namespace.as_str(),
                    number,
                    any_or(filter.bot.as_ref().map(BotId::as_str)),
                    any_or(filter.user.as_ref().map(UserId::as_str)),
                    any_turn,
                    any_or(filter.channel.as_ref().map(ChannelId::as_str)),
                    filter.text.as_deref().map(pattern).unwrap_or_default(),
                    filter.from.map_or(i64::MIN, |at| at.0),
                    filter.until.map_or(i64::MAX, |at| at.0),
                    filter.tests,
                    filter.unknown,
                    filter.judged_bad,
                    limit as i64,
                    any_or(filter.environment.map(Environment::as_str)),
                ],
            )
            .await?;
        let items = rows.iter().map(read_summary).collect::<Result<Vec<_>>>()?;
        let last = rows.last().map_or(Ok(0), |row| row.number(8))?;
        let next = next_cursor(&items, limit, |_| (last, String::new()));
        Ok(Page { items, next })
    }

    /// A conversation in a few words.
    pub async fn conversation_summary(
        &self,
        namespace: &Namespace,
        conversation: &ConversationId,
    ) -> Result<Option<ConversationSummary>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .row(
                summaries!("where c.namespace = $1 and c.id = $2"),
                args![namespace.as_str(), conversation.as_str()],
            )
            .await?
            .map(|row| read_summary(&row))
            .transpose()
    }

    /// The turns of a conversation, oldest first.
    pub async fn turns(
        &self,
        namespace: &Namespace,
        conversation: &ConversationId,
    ) -> Result<Vec<TurnRecord>> {
        self.last_turns(namespace, conversation, usize::MAX).await
    }

    /// The turns of the last segments of a conversation, oldest first.
    pub async fn last_turns(
        &self,
        namespace: &Namespace,
        conversation: &ConversationId,
        segments_max: usize,
    ) -> Result<Vec<TurnRecord>> {
        let mut reader = self.inner.database.reader().await?;
        let segments_max = i64::try_from(segments_max).unwrap_or(i64::MAX);
        let mut rows = reader
            .session()
            .rows(
                "select s.turn, s.channel, s.user_text, s.received_at, s.committed_at, s.test, \
                 s.messages, s.understanding, s.trace from conversations c \
                 join segments s on s.conversation = c.number \
                 where c.namespace = $1 and c.id = $2 order by s.version desc limit $3",
                args![namespace.as_str(), conversation.as_str(), segments_max],
            )
            .await?;
        rows.reverse();
        let mut turns: Vec<TurnRecord> = Vec::new();
        for row in &rows {
            let turn: model::TurnId = row.id(0)?;
            let show = |text: Text, column: usize| {
                self.inner.show_some(namespace.as_str(), turn.as_str(), text, row.get(column)?)
            };
            let messages = self.read_messages(namespace, turn.as_str(), row.text(6)?)?;
            let user_text = show(Text::Said, 2)?;
            let understanding = show(Text::Understanding, 7)?
                .map(|text| from_json("understanding of turn", turn.as_str(), &text))
                .transpose()?;
            let trace = show(Text::Trace, 8)?;
            let committed_at = row.at(4)?;
            match turns.last_mut().filter(|last| last.turn == turn) {
                Some(last) => {
                    last.messages.extend(messages);
                    last.traces.extend(trace);
                    last.user_text = last.user_text.take().or(user_text);
                    last.understanding = last.understanding.take().or(understanding);
                    last.committed_at = committed_at;
                }
                None => turns.push(TurnRecord {
                    turn,
                    conversation: conversation.clone(),
                    channel: row.id(1)?,
                    user_text,
                    received_at: row.at(3)?,
                    messages,
                    understanding,
                    traces: trace.into_iter().collect(),
                    committed_at,
                    test: row.get(5)?,
                }),
            }
        }
        Ok(turns)
    }

    /// What a user and the bots of a namespace said to each other, oldest first.
    pub async fn lines(
        &self,
        namespace: &Namespace,
        bot: Option<&BotId>,
        user: &UserId,
    ) -> Result<Vec<Line>> {
        let mut reader = self.inner.database.reader().await?;
        let rows = reader
            .session()
            .rows(
                "select s.turn, s.user_text, s.received_at, s.committed_at, s.messages \
                 from conversations c join segments s on s.conversation = c.number \
                 where c.namespace = $1 and c.user_id = $2 and ($3 = '' or c.bot = $3) \
                 order by s.committed_at, s.number",
                args![
                    namespace.as_str(),
                    user.as_str(),
                    bot.map(BotId::as_str).unwrap_or_default()
                ],
            )
            .await?;
        let mut lines = Vec::new();
        for row in &rows {
            let turn: model::TurnId = row.id(0)?;
            let said = row.get::<Option<String>>(1)?;
            let said = self.inner.show_some(namespace.as_str(), turn.as_str(), Text::Said, said)?;
            if let Some(text) = said {
                let at = row.at(2)?.to_iso();
                lines.push(Line { from: From::User, text, at, turn: turn.clone() });
            }
            let at = row.at(3)?.to_iso();
            for message in self.read_messages(namespace, turn.as_str(), row.text(4)?)? {
                lines.push(Line {
                    from: From::Bot,
                    text: message.plain_text(),
                    at: at.clone(),
                    turn: turn.clone(),
                });
            }
        }
        Ok(lines)
    }

    /// Deletes everything that was said in a namespace, and what was learnt from it: conversations,
    /// turns, waiting events, deliveries, dead letters, sentences to look at. Bots stay. A turn that
    /// runs now loses its lease.
    pub async fn forget_conversations(&self, namespace: &Namespace) -> Result<()> {
        const OF_NAMESPACE: [&str; 10] = [
            "delete from leases where conversation in \
             (select number from conversations where namespace = $1)",
            "delete from inbox where namespace = $1",
            "delete from votes where namespace = $1",
            "delete from files where namespace = $1",
            "delete from segments where namespace = $1",
            "delete from outbox where namespace = $1",
            "delete from uncertain_deliveries where namespace = $1",
            "delete from dead_letters where namespace = $1",
            "delete from sentences where namespace = $1",
            "delete from conversations where namespace = $1",
        ];
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        for statement in OF_NAMESPACE {
            session.execute(statement, args![namespace.as_str()]).await?;
        }
        transaction.commit().await
    }
}
