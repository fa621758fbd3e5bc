//! Events: accepted and committed. Claiming is in `claims`.

use model::{
    ChannelId, Conversation, ConversationId, Event, Message, MessageBody, Namespace, Timestamp,
    TurnId, Understanding, UserId, limits,
};

use tokio::sync::mpsc;

use crate::privacy::Text;
use crate::sql::args;
use crate::writer::accept::{AcceptOutcome, Arrival, Known, StoredConversation, known_columns};
use crate::writer::segment::{CursorRow, DeliveryRow, SegmentOutcome, SegmentRow};
use crate::writer::small::Renewal;
use crate::writer::{Operation, Queued};
use crate::{
    Accepted, Answer, Begin, Claimed, Committed, DedupKey, DeliveryId, Error, Lease, NewEvent,
    Result, Route, Scope, Segment, SegmentEnd, Store, TurnState,
};

impl DedupKey {
    /// As stored: the kind, then the key.
    fn stored(&self) -> Result<String> {
        let (kind, key) = match self {
            Self::Vendor(id) => ("v:", id),
            Self::Idempotency(key) => ("i:", key),
        };
        if key.is_empty() || key.len() > limits::IDEMPOTENCY_KEY_BYTES_MAX {
            return Err(Error::Invalid {
                field: "Idempotency-Key",
                reason: format!(
                    "has {} bytes; give 1 to {}",
                    key.len(),
                    limits::IDEMPOTENCY_KEY_BYTES_MAX
                ),
            });
        }
        Ok(format!("{kind}{key}"))
    }
}

pub(crate) fn json<T: serde::Serialize>(what: &'static str, value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|error| Error::corrupt(what, "new", error))
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(
    what: &'static str,
    id: &str,
    text: &str,
) -> Result<T> {
    serde_json::from_str(text).map_err(|error| Error::corrupt(what, id, error))
}

/// Reads a conversation out of its row.
pub(crate) fn read_conversation(
    store: &Store,
    stored: &StoredConversation,
    namespace: &Namespace,
    bot: &model::BotId,
    user: &UserId,
) -> Result<Conversation> {
    if stored.document.is_empty() {
        let id: ConversationId =
            stored.id.parse().map_err(|error| Error::corrupt("conversation", &stored.id, error))?;
        return Ok(Conversation::new(
            id,
            namespace.clone(),
            bot.clone(),
            user.clone(),
            stored.created_at,
        ));
    }
    let document = stored.document.clone();
    let document =
        store.inner.show(namespace.as_str(), &stored.id, Text::Conversation, document)?;
    let mut conversation: Conversation = from_json("conversation", &stored.id, &document)?;
    conversation.version = stored.version as u64;
    Ok(conversation)
}

/// Gives a lease back when whoever waits for it goes away.
struct Unclaimed {
    operations: mpsc::Sender<Operation>,
    token: Option<String>,
}

impl Drop for Unclaimed {
    fn drop(&mut self) {
        if let Some(token) = self.token.take()
            && self.operations.try_send(Operation::Abandon(token)).is_err()
        {
            tracing::debug!("a lease that nobody took ends by its expiry");
        }
    }
}

impl Store {
    /// Stores an event durably and tells whether it is new. Errors mean that it is not stored:
    /// answer 503, so that the sender keeps it. Part of the group commit.
    ///
    /// Whoever is dropped while waiting leaves the event stored; a lease that was taken for it is
    /// given back, and the event waits for [`Store::claim`].
    pub async fn accept(&self, event: NewEvent, begin: Begin) -> Result<Accepted> {
        let dedup_key = event.dedup_key.as_ref().map(DedupKey::stored).transpose()?;
        let (turn, new_conversation) =
            self.random(|rng| (TurnId::random(rng), ConversationId::random(rng)));
        let lease = (begin == Begin::IfFree).then(|| self.new_token());
        let received_at = self.now();
        let body_hash = dedup_key.is_some().then(|| event.body_hash.to_string());
        let arrival = Arrival {
            namespace: event.namespace.clone(),
            bot: event.bot.to_string(),
            channel: event.channel.to_string(),
            user: event.event.addressee().to_string(),
            scope: match event.scope {
                Scope::Bot => String::new(),
                Scope::Channel => event.channel.to_string(),
            },
            dedup_key,
            body_hash: body_hash.clone(),
            turn: turn.to_string(),
            priority: event.priority as i64,
            received_at,
            deadline: event.deadline,
            body: self.inner.hide(
                event.namespace.as_str(),
                turn.as_str(),
                Text::Event,
                json("event", &event.event)?,
            )?,
            new_conversation: new_conversation.to_string(),
            lease: lease.as_ref().map(ToString::to_string),
        };
        let unclaimed = lease.as_ref().map(|token| Unclaimed {
            operations: self.inner.operations.clone(),
            token: Some(token.to_string()),
        });
        let outcome =
            self.commit(|reply| Operation::Accept(Queued { data: arrival, reply })).await?;
        if let Some(mut unclaimed) = unclaimed {
            unclaimed.token = None;
        }
        match outcome {
            AcceptOutcome::New { begun: Some((number, stored)) } => {
                let conversation = read_conversation(
                    self,
                    &stored,
                    &event.namespace,
                    &event.bot,
                    event.event.addressee(),
                )?;
                let token = lease.unwrap_or_else(|| self.new_token());
                let lease = Lease {
                    token,
                    namespace: event.namespace.clone(),
                    bot: event.bot.clone(),
                    channel: event.channel.clone(),
                    user: event.event.addressee().clone(),
                    turn: turn.clone(),
                    conversation: stored.number,
                    event: number,
                    keyed: event.dedup_key.is_some(),
                    first_version: stored.version,
                    received_at,
                };
                let claimed = Claimed {
                    lease,
                    namespace: event.namespace,
                    bot: event.bot,
                    channel: event.channel,
                    event: event.event,
                    turn: turn.clone(),
                    conversation,
                    attempt: 1,
                    received_at,
                    deadline: event.deadline,
                    cursor: None,
                    understanding: None,
                };
                Ok(Accepted::New { turn, claimed: Some(Box::new(claimed)) })
            }
            AcceptOutcome::New { begun: None } => {
                self.wake();
                Ok(Accepted::New { turn, claimed: None })
            }
            AcceptOutcome::Known(known) => {
                let turn = turn_of(&known)?;
                if known.body_hash != body_hash {
                    return Ok(Accepted::KeyReusedForOtherBody { turn });
                }
                let state = self.state_of(&event.namespace, &known).await?;
                Ok(Accepted::Duplicate { turn, state })
            }
        }
    }

    /// Prolongs a lease by [`model::limits::LEASE_MS`] from now. Part of the group commit.
    pub async fn renew(&self, lease: &Lease) -> Result<()> {
        let renewal = Renewal {
            conversation: lease.conversation,
            token: lease.token.to_string(),
            expires_at: self.now().plus_ms(limits::LEASE_MS),
        };
        let held = self.commit(|reply| Operation::Renew(Queued { data: renewal, reply })).await?;
        if held { Ok(()) } else { Err(Error::LostLease) }
    }

    /// Commits a part of a turn: conversation n to n+1, its messages, its record, its cursor or
    /// its end. Part of the group commit. [`crate::Error::LostLease`] concerns this turn alone.
    pub async fn commit_segment(&self, segment: Segment) -> Result<Committed> {
        let version = segment.conversation.version + 1;
        let pushes = segment.route == Route::Push;
        let row = self.segment_row(segment)?;
        let outcome = self.commit(|reply| Operation::Segment(Queued { data: row, reply })).await?;
        match outcome {
            SegmentOutcome::Committed { delivery, more_waiting } => {
                // What an exchange or a stream takes needs no worker.
                if more_waiting || (pushes && delivery.is_some()) {
                    self.wake();
                }
                Ok(Committed { version, delivery: delivery.map(DeliveryId), more_waiting })
            }
            SegmentOutcome::LostLease => Err(Error::LostLease),
        }
    }

    /// What a turn said so far: for an exchange that waits for another node's turn, and for the
    /// earlier segments of a resumed turn. `None` when nothing was committed.
    pub async fn answer(
        &self,
        namespace: &Namespace,
        conversation: &ConversationId,
        turn: &TurnId,
    ) -> Result<Option<Answer>> {
        let mut reader = self.inner.database.reader().await?;
        let rows = reader
            .session()
            .rows(
                "select s.messages, s.committed_at from conversations c \
                 join segments s on s.conversation = c.number \
                 where c.namespace = $1 and c.id = $2 and s.turn = $3 order by s.version",
                args![namespace.as_str(), conversation.as_str(), turn.as_str()],
            )
            .await?;
        let Some(last) = rows.last() else { return Ok(None) };
        let at = last.at(1)?;
        let mut messages = Vec::new();
        for row in &rows {
            messages.extend(self.read_messages(namespace, turn.as_str(), row.text(0)?)?);
        }
        Ok(Some(Answer { conversation: conversation.clone(), turn: turn.clone(), messages, at }))
    }

    /// How far the turn of a stored event is. `None` when its key is not known (any more).
    pub async fn turn_state(
        &self,
        namespace: &Namespace,
        channel: &ChannelId,
        key: &DedupKey,
    ) -> Result<Option<(TurnId, TurnState)>> {
        let mut reader = self.inner.database.reader().await?;
        let row = reader
            .session()
            .row(
                concat!(
                    "select ",
                    known_columns!(),
                    " from inbox i join conversations c on c.number = i.conversation \
                     where i.namespace = $1 and i.channel = $2 and i.dedup_key = $3"
                ),
                args![namespace.as_str(), channel.as_str(), key.stored()?],
            )
            .await?;
        drop(reader);
        let Some(row) = row else { return Ok(None) };
        let known = Known::read(&row)?;
        Ok(Some((turn_of(&known)?, self.state_of(namespace, &known).await?)))
    }

    async fn state_of(&self, namespace: &Namespace, known: &Known) -> Result<TurnState> {
        match known.state.as_str() {
            "open" => return Ok(TurnState::Running),
            "dead" => return Ok(TurnState::DeadLetter),
            _ => {}
        }
        let mut reader = self.inner.database.reader().await?;
        let rows = reader
            .session()
            .rows(
                "select messages from segments where namespace = $1 and conversation = $2 \
                 and version >= $3 and version <= $4 and turn = $5 order by version",
                args![
                    namespace.as_str(),
                    known.conversation,
                    known.first_version,
                    known.last_version,
                    known.turn.as_str(),
                ],
            )
            .await?;
        let mut messages = Vec::new();
        for row in &rows {
            messages.extend(self.read_messages(namespace, &known.turn, row.text(0)?)?);
        }
        Ok(TurnState::Answered(Answer {
            conversation: known
                .conversation_id
                .parse()
                .map_err(|error| Error::corrupt("conversation", &known.conversation_id, error))?,
            turn: turn_of(known)?,
            messages,
            at: Timestamp(known.consumed_at.unwrap_or(known.received_at.0)),
        }))
    }
}

fn turn_of(known: &Known) -> Result<TurnId> {
    known.turn.parse().map_err(|error| Error::corrupt("turn", &known.turn, error))
}

impl Store {
    /// The messages of a segment.
    pub(crate) fn read_messages(
        &self,
        namespace: &Namespace,
        turn: &str,
        stored: String,
    ) -> Result<Vec<Message>> {
        let text = self.inner.show(namespace.as_str(), turn, Text::Messages, stored)?;
        from_json("turn", turn, &text)
    }

    /// Everything that needs computing is computed here, in the caller's task: the writer only
    /// writes.
    fn segment_row(&self, segment: Segment) -> Result<SegmentRow> {
        let Segment { lease, mut conversation, record, route, end } = segment;
        if conversation.namespace != lease.namespace || conversation.bot != lease.bot {
            return Err(Error::Invalid {
                field: "conversation",
                reason: format!("`{}` is not the one that the lease is for", conversation.id),
            });
        }
        let version = conversation.version as i64;
        conversation.version += 1;
        let messages: Vec<&Message> = record
            .messages
            .iter()
            .filter(|message| !matches!(message.body, MessageBody::Typing))
            .collect();
        let delivery = match route {
            _ if messages.is_empty() => None,
            Route::Nowhere => None,
            Route::Exchange { until, expires_at } => Some(DeliveryRow {
                state: "exchange",
                next_at: until,
                expires_at: Some(expires_at),
            }),
            Route::Stream { expires_at } => Some(DeliveryRow {
                state: "stream",
                next_at: Timestamp(0),
                expires_at: Some(expires_at),
            }),
            Route::Push => {
                Some(DeliveryRow { state: "push", next_at: Timestamp(0), expires_at: None })
            }
        };
        let (namespace, turn) = (lease.namespace.as_str(), lease.turn.as_str());
        let hide = |text: Text, clear: String| self.inner.hide(namespace, turn, text, clear);
        let understanding = |understanding: Option<&Understanding>| {
            understanding
                .map(|understanding| {
                    hide(Text::Understanding, json("understanding", understanding)?)
                })
                .transpose()
        };
        let cursor = match end {
            SegmentEnd::Done => None,
            SegmentEnd::Await { cursor, understanding: understood } => {
                let cursor = hide(Text::Cursor, cursor)?;
                Some(CursorRow { cursor, understanding: understanding(understood.as_deref())? })
            }
        };
        let document = json("conversation", &conversation)?;
        let id = conversation.id.as_str();
        let document = self.inner.hide(namespace, id, Text::Conversation, document)?;
        let user_text = self.inner.hide_some(namespace, turn, Text::Said, record.user_text)?;
        let trace = self.inner.hide_some(namespace, turn, Text::Trace, record.trace)?;
        let message_count = messages.len() as i64;
        let messages = hide(Text::Messages, json("messages", &messages)?)?;
        let unknown = record.understanding.as_ref().is_some_and(|own| own.intent.is_none());
        let understanding = understanding(record.understanding.as_ref())?;
        Ok(SegmentRow {
            namespace: lease.namespace.clone(),
            bot: lease.bot.to_string(),
            channel: lease.channel.to_string(),
            user: lease.user.to_string(),
            turn: lease.turn.to_string(),
            token: lease.token.to_string(),
            conversation: lease.conversation,
            event: lease.event,
            keyed: lease.keyed,
            version,
            first_version: lease.first_version,
            document,
            user_text,
            message_count,
            messages,
            unknown,
            understanding,
            trace,
            test: record.test,
            received_at: lease.received_at,
            delivery,
            cursor,
        })
    }
}

/// Reads an event out of the inbox.
pub(crate) fn read_event(turn: &str, body: &str) -> Result<Event> {
    from_json("event of turn", turn, body)
}
