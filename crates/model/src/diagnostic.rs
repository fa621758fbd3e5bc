//! What is wrong with something a person wrote, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing is lost.
    Info,
    /// Works, but probably not as meant, or something was left out.
    Warning,
    /// Does not work.
    Error,
}

/// One finding: where, what, why, and the remedy.
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How bad it is.
    pub severity: Severity,
    /// A stable name for this kind of finding: `unknown-intent`.
    pub code: String,
    /// File, relative to the bot's folder, or the name of the part (`intents[3]`).
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub place: Option<String>,
    /// Line in the file, from 1.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub line: Option<usize>,
    /// What is wrong and why, in lower case, values in backticks.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
}

impl Diagnostic {
    /// A finding of severity `error`.
    pub fn error(code: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, message, remedy)
    }

    /// A finding of severity `warning`.
    pub fn warning(code: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, message, remedy)
    }

    /// A finding of severity `info`.
    pub fn info(code: &str, message: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Severity::Info, code, message, remedy)
    }

    fn new(
        severity: Severity,
        code: &str,
        message: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            code: code.to_owned(),
            place: None,
            line: None,
            message: message.into(),
            remedy: remedy.into(),
        }
    }

    /// The same finding, at a place.
    pub fn at(mut self, place: impl Into<String>, line: Option<usize>) -> Self {
        self.place = Some(place.into());
        self.line = line;
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}:")?;
            if let Some(line) = self.line {
                write!(f, "{line}:")?;
            }
            write!(f, " ")?;
        }
        let severity = match self.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        write!(f, "{severity}[{}]: {}", self.code, self.message)?;
        if !self.remedy.is_empty() {
            write!(f, "\n  remedy: {}", self.remedy)?;
        }
        Ok(())
    }
}
