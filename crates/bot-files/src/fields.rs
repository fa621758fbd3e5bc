//! Typed access to the keys of a TOML table: what has the wrong type, or is no key of this table,
//! becomes a finding with its line.

use std::cell::RefCell;
use std::fmt::Display;
use std::str::FromStr;

use model::{Diagnostic, InvalidId};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::nearest;
use crate::session::{Session, SourceFile};

/// Reads a TOML file. Syntax errors become findings; what can be read around them is read.
pub(crate) fn parse<'t>(session: &Session, file: &SourceFile<'t>) -> DeTable<'t> {
    let (table, errors) = DeTable::parse_recoverable(file.text);
    let mut lines_reported = Vec::new();
    for error in errors {
        let line = file.line_of(error.span().map_or(0, |span| span.start));
        // What follows a mistake on its line is noise.
        if lines_reported.contains(&line) {
            continue;
        }
        lines_reported.push(line);
        session.report(
            file,
            line,
            Diagnostic::error("toml-syntax", error.message(), "correct the TOML on this line"),
        );
    }
    table.into_inner()
}

/// A table with its place and a memory of the keys that were asked for.
pub(crate) struct Fields<'r, 't> {
    pub session: &'r Session,
    pub file: &'r SourceFile<'t>,
    table: &'r DeTable<'t>,
    /// What this table is, for messages: "the story `book`".
    pub what: String,
    /// First byte of the table.
    pub at: usize,
    known: RefCell<Vec<&'static str>>,
}

impl<'r, 't> Fields<'r, 't> {
    pub fn new(
        session: &'r Session,
        file: &'r SourceFile<'t>,
        table: &'r DeTable<'t>,
        at: usize,
        what: impl Into<String>,
    ) -> Self {
        Self { session, file, table, what: what.into(), at, known: RefCell::default() }
    }

    pub fn line(&self) -> usize {
        self.file.line_of(self.at)
    }

    /// The line of a key's value, else of the table.
    pub fn line_of(&self, key: &str) -> usize {
        self.table.get(key).map_or(self.line(), |value| self.file.line_of(value.span().start))
    }

    pub fn has(&self, key: &'static str) -> bool {
        self.value(key).is_some()
    }

    pub fn error(
        &self,
        at: usize,
        code: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) {
        let line = self.file.line_of(at);
        self.session.report(self.file, line, Diagnostic::error(code, message, remedy));
    }

    /// The value of a key, which from now on is a key of this table.
    pub fn value(&self, key: &'static str) -> Option<&'r Spanned<DeValue<'t>>> {
        self.known.borrow_mut().push(key);
        self.table.get(key)
    }

    pub fn wrong_type(&self, key: &str, value: &Spanned<DeValue<'_>>, wanted: &str) {
        self.error(
            value.span().start,
            "wrong-type",
            format!("`{key}` of {} is {}, not {wanted}", self.what, kind(value.get_ref())),
            format!("make it {wanted}"),
        );
    }

    pub fn text(&self, key: &'static str) -> Option<String> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::String(text) => Some(text.to_string()),
            _ => {
                self.wrong_type(key, value, "a text in quotes");
                None
            }
        }
    }

    pub fn truth(&self, key: &'static str) -> Option<bool> {
        let value = self.value(key)?;
        match value.get_ref() {
            DeValue::Boolean(truth) => Some(*truth),
            _ => {
                self.wrong_type(key, value, "`true` or `false`");
                None
            }
        }
    }

    pub fn number(&self, key: &'static str) -> Option<f64> {
        let value = self.value(key)?;
        let number = match value.get_ref() {
            DeValue::Float(number) => number.as_str().parse().ok(),
            DeValue::Integer(number) => whole(number).map(|number| number as f64),
            _ => None,
        };
        match number {
            Some(number) if f64::is_finite(number) => Some(number),
            _ => {
                self.wrong_type(key, value, "a number");
                None
            }
        }
    }

    pub fn count(&self, key: &'static str) -> Option<u32> {
        let value = self.value(key)?;
        let count = match value.get_ref() {
            DeValue::Integer(number) => whole(number).and_then(|number| u32::try_from(number).ok()),
            _ => None,
        };
        if count.is_none() {
            self.wrong_type(key, value, "a whole number from 0 to 4294967295");
        }
        count
    }

    /// A text that must be a name of some kind.
    pub fn name<T: FromStr<Err = InvalidId>>(&self, key: &'static str) -> Option<T> {
        let value = self.value(key)?;
        self.name_in(key, value)
    }

    /// A list of names.
    pub fn names<T: FromStr<Err = InvalidId>>(&self, key: &'static str) -> Vec<T> {
        self.items(key).into_iter().filter_map(|item| self.name_in(key, item)).collect()
    }

    /// A list of texts.
    pub fn texts(&self, key: &'static str) -> Vec<String> {
        self.items(key)
            .into_iter()
            .filter_map(|item| match item.get_ref() {
                DeValue::String(text) => Some(text.to_string()),
                _ => {
                    self.wrong_type(key, item, "a text in quotes");
                    None
                }
            })
            .collect()
    }

    pub fn name_in<T: FromStr<Err = InvalidId>>(
        &self,
        key: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Option<T> {
        match value.get_ref() {
            DeValue::String(text) => self.parsed(value.span().start, key, text),
            _ => {
                self.wrong_type(key, value, "a text in quotes");
                None
            }
        }
    }

    pub fn parsed<T>(&self, at: usize, key: &str, text: &str) -> Option<T>
    where
        T: FromStr,
        T::Err: Display,
    {
        match text.parse() {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.error(
                    at,
                    "wrong-value",
                    format!("`{key}` of {}: {error}", self.what),
                    "write a value of that form",
                );
                None
            }
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&self, key: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let at = self.value(key)?.span().start;
        let text = self.text(key)?;
        let found = words.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let all: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.error(
                at,
                "wrong-value",
                format!("`{key}` of {} cannot be `{text}`", self.what),
                nearest::remedy(
                    &text,
                    words.iter().map(|(word, _)| *word),
                    format!("write one of {}", all.join(", ")),
                ),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// The items of a list. A single value is reported, and read as a list of one.
    pub fn items(&self, key: &'static str) -> Vec<&'r Spanned<DeValue<'t>>> {
        let Some(value) = self.value(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(items) => items.iter().collect(),
            _ => {
                self.wrong_type(key, value, "a list in square brackets");
                vec![value]
            }
        }
    }

    /// The table at a key.
    pub fn table(&self, key: &'static str, what: impl Into<String>) -> Option<Fields<'r, 't>> {
        let value = self.value(key)?;
        self.table_in(key, value, what)
    }

    pub fn table_in(
        &self,
        key: &str,
        value: &'r Spanned<DeValue<'t>>,
        what: impl Into<String>,
    ) -> Option<Fields<'r, 't>> {
        match value.get_ref() {
            DeValue::Table(table) => {
                Some(Self::new(self.session, self.file, table, value.span().start, what))
            }
            _ => {
                self.wrong_type(key, value, "a table");
                None
            }
        }
    }

    /// Every key with its value, in the order of the file.
    pub fn entries(&self) -> Vec<(&'r str, usize, &'r Spanned<DeValue<'t>>)> {
        let mut entries: Vec<_> = self
            .table
            .iter()
            .map(|(key, value)| (key.get_ref().as_ref(), key.span().start, value))
            .collect();
        entries.sort_by_key(|(_, at, _)| *at);
        entries
    }

    /// A key that must be there.
    pub fn require(&self, key: &'static str, example: &str) {
        if !self.has(key) {
            self.error(
                self.at,
                "missing-key",
                format!("{} has no `{key}`", self.what),
                format!("add `{key} = {example}`"),
            );
        }
    }

    /// Reports the keys that nothing asked for.
    pub fn finish(&self) {
        let known = self.known.borrow();
        for (key, at, _) in self.entries() {
            if known.contains(&key) || self.is_noise(key) {
                continue;
            }
            let mut all: Vec<String> = known.iter().map(|key| format!("`{key}`")).collect();
            all.sort();
            all.dedup();
            self.error(
                at,
                "unknown-key",
                format!("{} has no key `{key}`", self.what),
                nearest::remedy(
                    key,
                    known.iter().copied(),
                    format!("the keys are {}", all.join(", ")),
                ),
            );
        }
    }

    /// Recovery from a syntax error may leave an empty key, which says nothing more.
    fn is_noise(&self, key: &str) -> bool {
        key.is_empty()
    }
}

fn whole(number: &toml::de::DeInteger<'_>) -> Option<i64> {
    i64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// What a value is, in words.
pub(crate) fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "`true` or `false`",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
