//! Sealing everything anew with the newest key.

use crate::envelope::Place;
use crate::sql::args;
use crate::{Result, Store};

/// Small texts that are sealed anew at once.
const STEP: i64 = 200;

/// Files that are: they may be large.
const FILES_STEP: i64 = 2;

/// A column that holds sealed texts: its table, its name, and how its rows are read and written.
struct Sealed {
    table: &'static str,
    column: &'static str,
    read: &'static str,
    write: &'static str,
    /// Rows sealed anew in one transaction.
    step: i64,
}

const SEALED: [Sealed; 7] = [
    Sealed {
        table: "bots",
        column: "api_key",
        read: "select id, namespace, api_key from bots where id > $1 order by id limit $2",
        write: "update bots set api_key = $1 where id = $2 and api_key = $3",
        step: STEP,
    },
    Sealed {
        table: "channels",
        column: "secrets",
        read: "select id, namespace, secrets from channels \
               where id > $1 and secrets is not null order by id limit $2",
        write: "update channels set secrets = $1 where id = $2 and secrets = $3",
        step: STEP,
    },
    Sealed {
        table: "namespace_keys",
        column: "material",
        read: "select id, namespace, material from namespace_keys \
               where id > $1 and algorithm = 'HS256' order by id limit $2",
        write: "update namespace_keys set material = $1 where id = $2 and material = $3",
        step: STEP,
    },
    Sealed {
        table: "bot_programs",
        column: "webhook_url",
        read: "select bot, namespace, webhook_url from bot_programs \
               where bot > $1 and webhook_url is not null order by bot limit $2",
        write: "update bot_programs set webhook_url = $1 where bot = $2 and webhook_url = $3",
        step: STEP,
    },
    Sealed {
        table: "kept_answers",
        column: "answer",
        read: "select id, namespace, answer from kept_answers \
               where id > $1 and answer is not null order by id limit $2",
        write: "update kept_answers set answer = $1 where id = $2 and answer = $3",
        step: STEP,
    },
    Sealed {
        table: "dead_letters",
        column: "body",
        read: "select id, namespace, body from dead_letters where id > $1 order by id limit $2",
        write: "update dead_letters set body = $1 where id = $2 and body = $3",
        step: STEP,
    },
    Sealed {
        table: "files",
        column: "content",
        read: "select id, namespace, content from files where id > $1 order by id limit $2",
        write: "update files set content = $1 where id = $2 and content = $3",
        step: FILES_STEP,
    },
];

impl Store {
    /// Takes up keys that were added to the master key file. Node-internal.
    pub fn reload_keys(&self) -> Result<()> {
        self.inner.keys.reload()
    }

    /// Seals anew, with the newest key, what an older one sealed. Afterwards the older keys may
    /// leave the master key file. Node-internal; safe beside running servers, which must know the
    /// newest key before. Returns how many texts were sealed anew.
    pub async fn rotate_keys(&self) -> Result<u64> {
        let keys = &self.inner.keys;
        let mut sealed_anew = 0;
        for sealed in &SEALED {
            let mut after = String::new();
            loop {
                let mut transaction = self.inner.database.begin().await?;
                let mut session = transaction.session();
                let rows = session.rows(sealed.read, args![after.as_str(), sealed.step]).await?;
                let Some(last) = rows.last() else { break };
                after = last.text(0)?;
                for row in &rows {
                    let (id, namespace, old) = (row.text(0)?, row.text(1)?, row.text(2)?);
                    if !keys.is_stale(&old) {
                        continue;
                    }
                    let place = Place {
                        namespace: &namespace,
                        table: sealed.table,
                        row: &id,
                        column: sealed.column,
                    };
                    let new = keys.seal(place, keys.open(place, &old)?.expose())?;
                    sealed_anew += session.execute(sealed.write, args![new, id, old]).await?;
                }
                transaction.commit().await?;
            }
        }
        Ok(sealed_anew + self.rotate_texts().await?)
    }
}
