//! Texts of people, encrypted where the operator wants that.
//!
//! An encrypted text begins with a mark that JSON never begins with. A text in clear that begins
//! with it is encrypted in any case, so that the mark is always true. What was stored in clear
//! before stays readable, and so does what was encrypted after the setting is gone.

use model::Namespace;

use crate::envelope::Place;
use crate::sql::{Session, args};
use crate::store::Inner;
use crate::{Error, Result, Store};

/// What an encrypted text begins with.
const MARK: char = '\u{1}';

/// Rows encrypted anew in one transaction.
const STEP: i64 = 200;

/// Which text it is: the column where it lies. Part of what is authenticated, beside the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Text {
    Event,
    Cursor,
    Understanding,
    Conversation,
    Said,
    Messages,
    Trace,
    Sentence,
}

impl Text {
    fn column(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Cursor => "cursor",
            Self::Understanding => "understanding",
            Self::Conversation => "conversation",
            Self::Said => "said",
            Self::Messages => "messages",
            Self::Trace => "trace",
            Self::Sentence => "sentence",
        }
    }
}

fn place<'a>(namespace: &'a str, row: &'a str, text: Text) -> Place<'a> {
    Place { namespace, table: "texts", row, column: text.column() }
}

impl Inner {
    /// A text as it is stored. `row` is the turn, the conversation or the hash that it belongs to.
    pub(crate) fn hide(
        &self,
        namespace: &str,
        row: &str,
        text: Text,
        clear: String,
    ) -> Result<String> {
        if clear.is_empty() || (!self.encrypts_texts && !clear.starts_with(MARK)) {
            return Ok(clear);
        }
        Ok(format!("{MARK}{}", self.keys.seal(place(namespace, row, text), clear.as_bytes())?))
    }

    /// The same of a text that may be absent.
    pub(crate) fn hide_some(
        &self,
        namespace: &str,
        row: &str,
        text: Text,
        clear: Option<String>,
    ) -> Result<Option<String>> {
        clear.map(|clear| self.hide(namespace, row, text, clear)).transpose()
    }

    /// A text in clear.
    pub(crate) fn show(
        &self,
        namespace: &str,
        row: &str,
        text: Text,
        stored: String,
    ) -> Result<String> {
        let Some(sealed) = stored.strip_prefix(MARK) else { return Ok(stored) };
        let clear = self.keys.open(place(namespace, row, text), sealed)?;
        String::from_utf8(clear.expose().clone())
            .map_err(|error| Error::corrupt(text.column(), row, error))
    }

    /// The same of a text that may be absent.
    pub(crate) fn show_some(
        &self,
        namespace: &str,
        row: &str,
        text: Text,
        stored: Option<String>,
    ) -> Result<Option<String>> {
        stored.map(|stored| self.show(namespace, row, text, stored)).transpose()
    }
}

/// Texts of one table: how its rows are listed, and what is done with each column.
struct Table {
    /// Number, namespace, what names the row, then the columns.
    read: &'static str,
    columns: &'static [(Text, &'static str)],
}

const TABLES: [Table; 3] = [
    Table {
        read: "select number, namespace, turn, user_text, messages, understanding, trace \
               from segments where number > $1 order by number limit $2",
        columns: &[
            (Text::Said, "update segments set user_text = $1 where number = $2 and user_text = $3"),
            (
                Text::Messages,
                "update segments set messages = $1 where number = $2 and messages = $3",
            ),
            (
                Text::Understanding,
                "update segments set understanding = $1 where number = $2 and understanding = $3",
            ),
            (Text::Trace, "update segments set trace = $1 where number = $2 and trace = $3"),
        ],
    },
    Table {
        read: "select number, namespace, id, document from conversations \
               where number > $1 order by number limit $2",
        columns: &[(
            Text::Conversation,
            "update conversations set document = $1 where number = $2 and document = $3",
        )],
    },
    Table {
        read: "select number, namespace, turn, body, cursor, understanding from inbox \
               where number > $1 and body is not null order by number limit $2",
        columns: &[
            (Text::Event, "update inbox set body = $1 where number = $2 and body = $3"),
            (Text::Cursor, "update inbox set cursor = $1 where number = $2 and cursor = $3"),
            (
                Text::Understanding,
                "update inbox set understanding = $1 where number = $2 and understanding = $3",
            ),
        ],
    },
];

impl Store {
    /// The part of [`Store::rotate_keys`] that concerns texts of people.
    pub(crate) async fn rotate_texts(&self) -> Result<u64> {
        let mut anew = 0;
        for table in &TABLES {
            let mut after = 0_i64;
            loop {
                let mut transaction = self.inner.database.begin().await?;
                let mut session = transaction.session();
                let rows = session.rows(table.read, args![after, STEP]).await?;
                let Some(last) = rows.last() else { break };
                after = last.number(0)?;
                for row in &rows {
                    let (number, namespace, name) = (row.number(0)?, row.text(1)?, row.text(2)?);
                    for (at, (text, write)) in table.columns.iter().enumerate() {
                        let Some(old) = row.get::<Option<String>>(at + 3)? else { continue };
                        if let Some(new) = self.anew(&namespace, &name, *text, &old)? {
                            anew += session.execute(*write, args![new, number, old]).await?;
                        }
                    }
                }
                transaction.commit().await?;
            }
        }
        Ok(anew + self.rotate_sentences().await?)
    }

    async fn rotate_sentences(&self) -> Result<u64> {
        let (mut anew, mut after) = (0, String::new());
        loop {
            let mut transaction = self.inner.database.begin().await?;
            let mut session: Session<'_> = transaction.session();
            // All that share a hash are taken together: the hash alone says where to go on.
            let last = session
                .row(
                    "select max(text_hash) from (select text_hash from sentences \
                     where text_hash > $1 order by text_hash limit $2) as w",
                    args![after.as_str(), STEP],
                )
                .await?;
            let Some(last) = last.map(|row| row.get::<Option<String>>(0)).transpose()?.flatten()
            else {
                return Ok(anew);
            };
            let rows = session
                .rows(
                    "select namespace, bot, locale, text_hash, text, understanding \
                     from sentences where text_hash > $1 and text_hash <= $2",
                    args![after.as_str(), last.as_str()],
                )
                .await?;
            for row in &rows {
                let (namespace, hash) = (row.text(0)?, row.text(3)?);
                let old = (row.text(4)?, row.text(5)?);
                let text = self.anew(&namespace, &hash, Text::Sentence, &old.0)?;
                let understood = self.anew(&namespace, &hash, Text::Understanding, &old.1)?;
                let (Some(text), Some(understood)) = (text, understood) else { continue };
                anew += session
                    .execute(
                        "update sentences set text = $1, understanding = $2 where namespace = $3 \
                         and bot = $4 and locale = $5 and text_hash = $6 and understanding = $7",
                        args![text, understood, namespace, row.text(1)?, row.text(2)?, hash, old.1],
                    )
                    .await?;
            }
            transaction.commit().await?;
            after = last;
        }
    }

    /// A stored text encrypted with the newest key; `None` when it is so, or in clear.
    fn anew(&self, namespace: &str, row: &str, text: Text, stored: &str) -> Result<Option<String>> {
        let Some(sealed) = stored.strip_prefix(MARK) else { return Ok(None) };
        if !self.inner.keys.is_stale(sealed) {
            return Ok(None);
        }
        let clear = self.inner.keys.open(place(namespace, row, text), sealed)?;
        let new = self.inner.keys.seal(place(namespace, row, text), clear.expose())?;
        Ok(Some(format!("{MARK}{new}")))
    }

    /// Refuses to look for words where they are encrypted.
    pub(crate) fn check_searchable(&self, namespace: &Namespace) -> Result<()> {
        match self.inner.encrypts_texts {
            false => Ok(()),
            true => Err(Error::Invalid {
                field: "search",
                reason: format!(
                    "what is said in namespace `{namespace}` is encrypted (setting \
                     `encrypt_texts`), so that nobody can search it; search by user, channel or \
                     time instead"
                ),
            }),
        }
    }
}
