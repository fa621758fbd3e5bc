//! Places in lists: newest first, by an instant and a text that is unique.

use model::Cursor;

use crate::{Error, Result};

/// Where a list goes on: strictly before this instant and text.
pub(crate) fn read_cursor(after: Option<&Cursor>) -> Result<(i64, String)> {
    let Some(Cursor(text)) = after else { return Ok((i64::MAX, String::new())) };
    let bad = || Error::Invalid {
        field: "cursor",
        reason: "not a cursor that this list gave; begin without one".into(),
    };
    let (at, key) = text.split_once('~').ok_or_else(bad)?;
    Ok((at.parse().map_err(|_| bad())?, key.to_owned()))
}

/// The cursor after a page, unless it is the last one.
pub(crate) fn next_cursor<T>(
    items: &[T],
    limit: usize,
    key: impl FnOnce(&T) -> (i64, String),
) -> Option<Cursor> {
    let last = items.last().filter(|_| items.len() >= limit)?;
    let (at, key) = key(last);
    Some(Cursor(format!("{at}~{key}")))
}

/// A pattern that finds a text anywhere in a text in lower case.
pub(crate) fn pattern(text: &str) -> String {
    let escaped = text.to_ascii_lowercase().replace('!', "!!").replace('%', "!%");
    format!("%{}%", escaped.replace('_', "!_"))
}
