//! The inbox of sentences: what users said, to learn from.
#![allow(unused_variables, clippy::todo)]

use model::{BotId, Cursor, Locale, Namespace, Page};

use crate::{InboxSentence, Result, SentenceFilter, SentenceSeen, Store};

impl Store {
    /// Counts a sentence. Returns at once: sentences are written in batches, about each second
    /// and on [`Store::close`]. A crash may lose the last second of counts (never what was said:
    /// that lies in the turns).
    pub fn log_sentence(&self, sentence: SentenceSeen) {
        todo!()
    }

    /// Writes the sentences that wait.
    pub async fn flush_sentences(&self) -> Result<()> {
        todo!()
    }

    /// Sentences that came in, the most recent first.
    pub async fn sentences(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        filter: &SentenceFilter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<InboxSentence>> {
        todo!()
    }

    /// Removes a sentence, because it was dealt with.
    pub async fn delete_sentence(
        &self,
        namespace: &Namespace,
        bot: &BotId,
        locale: &Locale,
        text: &str,
    ) -> Result<()> {
        todo!()
    }
}
