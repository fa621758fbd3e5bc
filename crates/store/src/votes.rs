//! What users think of answers.

use model::{BotId, ChannelId, ConversationId, Locale, MessageId, Namespace, Timestamp, TurnId};

use crate::sentences::hash;
use crate::sql::args;
use crate::{Result, Store};

/// Segments of a conversation in which a judged message is looked for: users judge what they see.
const LOOKED_AT_MAX: usize = 200;

/// What a user thinks of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// The turn that said it.
    pub turn: TurnId,
    /// The message.
    pub message: MessageId,
    /// Whether it is good.
    pub good: bool,
}

/// How many messages were judged alike in a period, through a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoteCount {
    /// Which period, counted from 1970.
    pub period: i64,
    /// Through which channel.
    pub channel: ChannelId,
    /// Whether they are good.
    pub good: bool,
    /// How many.
    pub count: u64,
}

impl Store {
    /// Votes of users between two times, without tests, counted by period of this length.
    pub async fn vote_counts(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        (from, until): (Timestamp, Timestamp),
        period_ms: i64,
    ) -> Result<Vec<VoteCount>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                "select v.period, v.channel, v.good, count(*) from (select at / $5 as period, \
                 channel, good from votes where namespace = $1 and bot = $2 and at >= $3 \
                 and at < $4 and not test) v group by v.period, v.channel, v.good \
                 order by v.period, v.channel, v.good",
                args![namespace.as_str(), bot.as_str(), from, until, period_ms],
            )
            .await?
            .iter()
            .map(|row| {
                Ok(VoteCount {
                    period: row.number(0)?,
                    channel: row.id(1)?,
                    good: row.get(2)?,
                    count: row.number(3)? as u64,
                })
            })
            .collect()
    }

    /// Keeps what a user thinks of a message of their conversation: the last word counts, and
    /// `None` takes it back. What is judged bad brings its sentence to the inbox of sentences.
    /// Says whether the message is there.
    pub async fn vote(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        conversation: &ConversationId,
        message: &MessageId,
        good: Option<bool>,
    ) -> Result<bool> {
        let turns = self.last_turns(namespace, conversation, LOOKED_AT_MAX).await?;
        let Some(turn) =
            turns.iter().find(|turn| turn.messages.iter().any(|said| said.id == *message))
        else {
            return Ok(false);
        };
        // The sentence may have come in the same second.
        self.flush_sentences().await?;
        let (locale, text_hash) = turn
            .understanding
            .as_ref()
            .map_or_else(Default::default, |own| (own.locale.to_string(), hash(&own.text)));
        let mut transaction = self.inner.database.begin().await?;
        let mut session = transaction.session();
        session
            .execute(
                "delete from votes where message = $1 and conversation in \
                 (select number from conversations where namespace = $2 and id = $3)",
                args![message.as_str(), namespace.as_str(), conversation.as_str()],
            )
            .await?;
        if let Some(good) = good {
            session
                .execute(
                    "insert into votes (namespace, bot, conversation, message, turn, channel, \
                     locale, text_hash, good, waits, test, at) select namespace, bot, number, $3, \
                     $4, $5, $6, $7, $8, not $8, $9, $10 from conversations \
                     where namespace = $1 and id = $2",
                    args![
                        namespace.as_str(),
                        conversation.as_str(),
                        message.as_str(),
                        turn.turn.as_str(),
                        turn.channel.as_str(),
                        locale.as_str(),
                        text_hash.as_str(),
                        good,
                        turn.test,
                        self.now(),
                    ],
                )
                .await?;
        }
        if good == Some(false) && !turn.test {
            session
                .execute(
                    "update sentences set inbox = true where namespace = $1 and bot = $2 \
                     and locale = $3 and text_hash = $4",
                    args![namespace.as_str(), bot.as_str(), locale.as_str(), text_hash.as_str()],
                )
                .await?;
        }
        transaction.commit().await?;
        Ok(true)
    }

    /// What the user thinks of the messages of a conversation.
    pub async fn votes(
        &self,
        namespace: &Namespace,
        conversation: &ConversationId,
    ) -> Result<Vec<Vote>> {
        let mut reader = self.inner.database.reader().await?;
        reader
            .session()
            .rows(
                "select v.turn, v.message, v.good from conversations c \
                 join votes v on v.conversation = c.number \
                 where c.namespace = $1 and c.id = $2 order by v.at, v.message",
                args![namespace.as_str(), conversation.as_str()],
            )
            .await?
            .iter()
            .map(|row| Ok(Vote { turn: row.id(0)?, message: row.id(1)?, good: row.get(2)? }))
            .collect()
    }

    /// Takes a sentence out of the inbox of sentences because it was dealt with, or puts it back.
    /// It stays counted. One that is not there changes nothing.
    pub async fn set_waiting(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        locale: &Locale,
        text: &str,
        waits: bool,
    ) -> Result<()> {
        const BOTH: [&str; 2] = [
            "update sentences set inbox = $5 where namespace = $1 and bot = $2 and locale = $3 \
             and text_hash = $4",
            "update votes set waits = $5 and not good where namespace = $1 and bot = $2 \
             and locale = $3 and text_hash = $4",
        ];
        let mut transaction = self.inner.database.begin().await?;
        for statement in BOTH {
            let text_hash = hash(text);
            let of = args![namespace.as_str(), bot.as_str(), locale.to_string(), text_hash, waits];
            transaction.session().execute(statement, of).await?;
        }
        transaction.commit().await
    }
}
