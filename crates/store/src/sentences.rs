//! The inbox of sentences: what users said, to learn from.

use std::collections::HashMap;
use std::sync::{Mutex, Weak};
use std::time::Duration;

use model::{BotId, Cursor, IntentName, Locale, Namespace, Page, Timestamp};
use sha2::{Digest, Sha256};

use crate::inbox::{from_json, json};
use crate::pages::{next_cursor, pattern, read_cursor};
use crate::privacy::Text;
use crate::sql::{Bulk, Row, args};
use crate::store::{Inner, lock};
use crate::{CountFilter, InboxSentence, Result, SentenceFilter, SentenceSeen, Store, hex};

/// Different sentences that wait to be written; more are written at once by the next second's
/// flush of these, and counted in the log when they do not fit.
const WAITING_MAX: usize = 10_000;

/// Sentences that wait to be written, with their counts.
#[derive(Default)]
pub(crate) struct Waiting {
    seen: Mutex<Seen>,
    // Held until what was taken is committed: who writes what waits and then reads finds it, also
    // while another write is under way.
    writing: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Seen {
    counts: HashMap<(Namespace, BotId, Locale, String), Count>,
    dropped: u64,
}

struct Count {
    sentence: SentenceSeen,
    count: i64,
    first_at: Timestamp,
    last_at: Timestamp,
}

static UPSERT: Bulk = Bulk::new(
    "insert into sentences (namespace, bot, locale, text_hash, text, intent, understanding, count, \
     first_at, last_at, inbox, probability_permille) values",
    12,
    "on conflict (namespace, bot, locale, text_hash) do update set intent = excluded.intent, \
     understanding = excluded.understanding, \
     probability_permille = excluded.probability_permille, count = sentences.count + excluded.count, \
     last_at = excluded.last_at, inbox = sentences.inbox or excluded.inbox",
);

/// Whether any intent will do, and the column's text for the wanted one.
fn intent_column(wanted: &Option<Option<IntentName>>) -> (bool, String) {
    match wanted {
        None => (true, String::new()),
        Some(intent) => (false, intent.as_ref().map(ToString::to_string).unwrap_or_default()),
    }
}

fn read(store: &Store, namespace: &Namespace, row: &Row) -> Result<InboxSentence> {
    let hash = row.text(6)?;
    let show = |text: Text, stored| store.inner.show(namespace.as_str(), &hash, text, stored);
    let text = show(Text::Sentence, row.text(1)?)?;
    let understood = show(Text::Understanding, row.text(2)?)?;
    let understanding: model::Understanding = from_json("sentence", &hash, &understood)?;
    Ok(InboxSentence {
        locale: row.id(0)?,
        intent: understanding.intent.clone(),
        understanding,
        text,
        count: row.number(3)? as u64,
        unknown_count: row.number(7)? as u64,
        first_at: row.at(4)?,
        last_at: row.at(5)?,
        bad_count: 0,
    })
}

/// Under which sentences are found.
pub(crate) fn hash(text: &str) -> String {
    hex::encode(&Sha256::digest(text))
}

impl Store {
    /// Keeps and counts a sentence. Returns at once: sentences are written in batches, about each second
    /// and on [`Store::close`]. A crash may lose the last second of counts (never what was said:
    /// that lies in the turns).
    pub fn log_sentence(&self, sentence: SentenceSeen) {
        let (now, count) = (self.now(), i64::from(sentence.counted));
        let mut seen = lock(&self.inner.sentences.seen);
        let key = (
            sentence.namespace.clone(),
            sentence.bot.clone(),
            sentence.locale.clone(),
            sentence.text.clone(),
        );
        if let Some(known) = seen.counts.get_mut(&key) {
            known.count += count;
            known.last_at = now;
            let inbox = known.sentence.inbox || sentence.inbox;
            known.sentence = SentenceSeen { inbox, ..sentence };
        } else if seen.counts.len() < WAITING_MAX {
            seen.counts.insert(key, Count { sentence, count, first_at: now, last_at: now });
        } else {
            seen.dropped += 1;
        }
    }

    /// Writes the sentences that wait.
    pub async fn flush_sentences(&self) -> Result<()> {
        self.inner.flush_sentences().await
    }

    /// Sentences of the inbox, the most recent first.
    pub async fn sentences(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        filter: &SentenceFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<InboxSentence>> {
        let (at, text_hash) = read_cursor(after)?;
        if filter.search.is_some() {
            self.check_searchable(namespace)?;
        }
        let (any_intent, intent) = intent_column(&filter.intent);
        let locale = filter.locale.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut reader = self.inner.database.reader().await?;
        let rows = reader
            .session()
            .rows(
                "select locale, text, understanding, count, first_at, last_at, text_hash, \
                 unknown_count, (select count(*) from votes v where v.namespace = s.namespace \
                 and v.bot = s.bot and v.locale = s.locale and v.text_hash = s.text_hash \
                 and v.waits) from sentences s where namespace = $1 and bot = $2 and inbox \
                 and (last_at < $3 or (last_at = $3 and text_hash < $4)) \
                 and ($5 = '' or locale = $5) and ($6 or intent = $7) \
                 and ($8 = '' or lower(text) like $8 escape '!') \
                 and probability_permille < $9 and (not $10 or exists (select 1 from votes v \
                 where v.namespace = s.namespace and v.bot = s.bot and v.locale = s.locale \
                 and v.text_hash = s.text_hash and v.waits)) \
                 order by last_at desc, text_hash desc limit $11",
                args![
                    namespace.as_str(),
                    bot.as_str(),
                    at,
                    text_hash,
                    locale,
                    any_intent,
                    intent,
                    filter.search.as_deref().map(pattern).unwrap_or_default(),
                    filter.below_permille.map_or(i64::MAX, i64::from),
                    filter.judged_bad,
                    limit as i64,
                ],
            )
            .await?;
        let counted = |row: &Row| {
            Ok(InboxSentence { bad_count: row.number(8)? as u64, ..read(self, namespace, row)? })
        };
        let items = rows.iter().map(counted).collect::<Result<Vec<_>>>()?;
        let next = next_cursor(&items, limit, |last| (last.last_at.0, hash(&last.text)));
        Ok(Page { items, next })
    }

    /// Sentences by how often they came, most often first; `skip` of them are left out. Those of
    /// the last second are among them.
    pub async fn counted_sentences(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        filter: &CountFilter,
        skip: usize,
        limit: usize,
    ) -> Result<Vec<InboxSentence>> {
        self.flush_sentences().await?;
        let (any_intent, intent) = intent_column(&filter.intent);
        let mut reader = self.inner.database.reader().await?;
        let rows = reader
            .session()
            .rows(
                "select locale, text, understanding, count, first_at, last_at, text_hash, \
                 unknown_count from sentences where namespace = $1 and bot = $2 and locale = $3 \
                 and count >= $4 and count > 0 and ($5 or intent = $6) \
                 order by count desc, text_hash limit $7 offset $8",
                args![
                    namespace.as_str(),
                    bot.as_str(),
                    filter.locale.to_string(),
                    filter.count_min as i64,
                    any_intent,
                    intent,
                    limit as i64,
                    skip as i64,
                ],
            )
            .await?;
        rows.iter().map(|row| read(self, namespace, row)).collect()
    }

    /// Counts that a sentence was answered with "I did not understand". One that never came is
    /// not made; the answer says whether it was there.
    pub async fn count_unknown(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        locale: &Locale,
        text: &str,
    ) -> Result<bool> {
        // Programs say so right after the sentence came.
        self.flush_sentences().await?;
        let mut transaction = self.inner.database.begin().await?;
        let changed = transaction
            .session()
            .execute(
                "update sentences set unknown_count = unknown_count + 1 where namespace = $1 \
                 and bot = $2 and locale = $3 and text_hash = $4",
                args![namespace.as_str(), bot.as_str(), locale.to_string(), hash(text)],
            )
            .await?;
        transaction.commit().await?;
        Ok(changed > 0)
    }
}

impl Inner {
    async fn flush_sentences(&self) -> Result<()> {
        let _writing = self.sentences.writing.lock().await;
        let Seen { counts, dropped } = std::mem::take(&mut *lock(&self.sentences.seen));
        if dropped > 0 {
            tracing::warn!(dropped, "sentences were not counted: too many different ones at once");
        }
        if counts.is_empty() {
            return Ok(());
        }
        let rows = counts
            .values()
            .map(|count| {
                let sentence = &count.sentence;
                let understanding = &sentence.understanding;
                let intent = understanding.intent.as_ref();
                let hash = hash(&sentence.text);
                let hide =
                    |text: Text, clear| self.hide(sentence.namespace.as_str(), &hash, text, clear);
                Ok(args![
                    sentence.namespace.as_str(),
                    sentence.bot.as_str(),
                    sentence.locale.to_string(),
                    hash.as_str(),
                    hide(Text::Sentence, sentence.text.clone())?,
                    intent.map(ToString::to_string).unwrap_or_default(),
                    hide(Text::Understanding, json("understanding", understanding)?)?,
                    count.count,
                    count.first_at,
                    count.last_at,
                    sentence.inbox,
                    (understanding.probability * 1000.0) as i64,
                ])
            })
            .collect::<Result<Vec<_>>>()?;
        let written = async {
            let mut transaction = self.database.begin().await?;
            UPSERT.execute(&mut transaction.session(), rows).await?;
            transaction.commit().await
        };
        let written = written.await;
        if written.is_err() {
            // They wait for the next try, together with what came meanwhile.
            let mut seen = lock(&self.sentences.seen);
            for (key, count) in counts {
                match seen.counts.get_mut(&key) {
                    Some(newer) => {
                        newer.count += count.count;
                        newer.first_at = count.first_at;
                    }
                    None => drop(seen.counts.insert(key, count)),
                }
            }
        }
        written
    }
}

/// Writes sentences each second, as long as the store is there.
pub(crate) async fn flush_each_second(store: Weak<Inner>) {
    loop {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let Some(inner) = store.upgrade() else { return };
        if let Err(error) = inner.flush_sentences().await {
            tracing::error!(%error, "a second of counts of sentences is lost");
        }
    }
}
