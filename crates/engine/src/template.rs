//! The format of label texts: words with arguments in braces.
//!
//! ```text
//! Un train pour {destination}                      the value, as said
//! le {date, date, long}                            formatted: date, time, number, money
//! {n, plural, =0 {aucun} one {un train} other {# trains}}
//! {class, select, first {en 1re} other {en 2de}}   by dictionary value
//! {{ and }}                                        braces
//! ```
//!
//! ```
//! let template = engine::template::parse("A train to {destination}").unwrap();
//! assert_eq!(template.arguments(), ["destination"]);
//! let error = engine::template::parse("A train to {destination").unwrap_err();
//! assert_eq!(error.position, 11);
//! ```

mod parse;
mod render;

pub use parse::parse;
pub(crate) use render::{Argument, Arguments, render, render_url};

use crate::format::{DateStyle, NumberStyle};

/// A text with arguments, ready to be filled.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Template {
    pub(crate) parts: Vec<Part>,
}

/// A text that is no template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} (at byte {position})")]
pub struct TemplateError {
    /// Where in the text, in bytes.
    pub position: usize,
    /// What is wrong, in lower case, values in backticks.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Part {
    Text(String),
    Value {
        name: String,
        format: Format,
    },
    Plural {
        name: String,
        branches: Vec<(PluralCase, Template)>,
    },
    Select {
        name: String,
        branches: Vec<(String, Template)>,
    },
    /// `#` within a plural: its number.
    Hash,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Format {
    Plain,
    Date(DateStyle),
    Number(NumberStyle),
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum PluralCase {
    Exactly(i64),
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

/// The key of a select's last branch, and the category of a plural that is always there.
pub(crate) const OTHER: &str = "other";

impl Template {
    /// A template of literal words only.
    pub(crate) fn literal(text: &str) -> Self {
        Self { parts: vec![Part::Text(text.to_owned())] }
    }

    /// The names of the arguments it uses, each once, in the order of their first use.
    pub fn arguments(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.collect(true, &mut names);
        names
    }

    /// The arguments without which the text has a hole: those of `select` are not, `other` is
    /// for them, and neither are those of one branch only.
    pub(crate) fn required(&self) -> Vec<&str> {
        let mut names = Vec::new();
        self.collect(false, &mut names);
        names
    }

    fn collect<'a>(&'a self, all: bool, names: &mut Vec<&'a str>) {
        for part in &self.parts {
            match part {
                Part::Text(_) | Part::Hash => {}
                Part::Value { name, .. } => push_once(names, name),
                Part::Plural { name, branches } => {
                    push_once(names, name);
                    if all {
                        branches.iter().for_each(|(_, branch)| branch.collect(all, names));
                    }
                }
                Part::Select { name, branches } if all => {
                    push_once(names, name);
                    branches.iter().for_each(|(_, branch)| branch.collect(all, names));
                }
                Part::Select { .. } => {}
            }
        }
    }
}

fn push_once<'a>(names: &mut Vec<&'a str>, name: &'a str) {
    if !names.contains(&name) {
        names.push(name);
    }
}
