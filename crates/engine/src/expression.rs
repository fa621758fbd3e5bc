//! The language of conditions and variables in stories: small, without loops, without side effects.
//!
//! ```text
//! travellers > 9 and class == "first"
//! known(date) and not known(`return-date`)
//! price * travellers + 2.5
//! ```
//!
//! Names are roles of entities, variables of the conversation, and `locale`, `channel`,
//! `interface`, `intent`, `now`; names with other characters than letters, digits and `_` stand in
//! backticks. What is not known is `null`: it equals only `null`, and every comparison or
//! calculation with it gives `false` or `null`, so that a missing value is never an error.
//!
//! ```
//! let expression = engine::expression::parse("travellers > 9 and known(date)").unwrap();
//! assert_eq!(expression.names(), ["travellers", "date"]);
//! let error = engine::expression::parse("travellers >").unwrap_err();
//! assert_eq!((error.position, error.reason.as_str()), (12, "a value is missing"));
//! ```

mod evaluate;
mod parse;

pub(crate) use evaluate::{Names, Outcome, evaluate};
pub use parse::parse;

/// A condition or a value, ready to be evaluated.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    pub(crate) root: Node,
}

/// A text that is no expression.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} (at byte {position})")]
pub struct ExpressionError {
    /// Where in the text, in bytes.
    pub position: usize,
    /// What is wrong, in lower case, values in backticks.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    Name(String),
    Not(Box<Node>),
    Negate(Box<Node>),
    Binary(Operator, Box<Node>, Box<Node>),
    Call(Function, Vec<Node>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Function {
    /// Whether there is a value.
    Known,
    /// The value as text.
    Text,
    /// The value as a number.
    Number,
    /// How many characters a text has.
    Length,
    /// A text in lower case.
    Lower,
    /// Whether a text holds another, whatever the case.
    Contains,
    /// The hour of a date, 0 to 23.
    Hour,
    /// The day of the week of a date, 1 (Monday) to 7.
    Weekday,
    /// Whole days from today to a date; negative in the past.
    DaysUntil,
    /// The value that a role had before.
    Previous,
    /// Whether a feature flag is on.
    Flag,
}

impl Function {
    pub(crate) const ALL: [(&'static str, Function, usize); 11] = [
        ("known", Function::Known, 1),
        ("text", Function::Text, 1),
        ("number", Function::Number, 1),
        ("length", Function::Length, 1),
        ("lower", Function::Lower, 1),
        ("contains", Function::Contains, 2),
        ("hour", Function::Hour, 1),
        ("weekday", Function::Weekday, 1),
        ("days_until", Function::DaysUntil, 1),
        ("previous", Function::Previous, 1),
        ("flag", Function::Flag, 1),
    ];
}

impl Expression {
    /// The feature flags it asks for, each once.
    pub(crate) fn flags(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        visit(&self.root, &mut |node| {
            if let Node::Call(Function::Flag, arguments) = node
                && let Some(Node::Text(name)) = arguments.first()
                && !found.contains(&name.as_str())
            {
                found.push(name);
            }
        });
        found
    }

    /// The names it uses, each once, in the order of their first use.
    pub fn names(&self) -> Vec<&str> {
        let mut names: Vec<&str> = Vec::new();
        visit(&self.root, &mut |node| {
            if let Node::Name(name) = node
                && !names.contains(&name.as_str())
            {
                names.push(name);
            }
        });
        names
    }
}

fn visit<'a>(node: &'a Node, look: &mut dyn FnMut(&'a Node)) {
    look(node);
    match node {
        Node::Null | Node::Boolean(_) | Node::Number(_) | Node::Text(_) | Node::Name(_) => {}
        Node::Not(inner) | Node::Negate(inner) => visit(inner, look),
        Node::Binary(_, left, right) => {
            visit(left, look);
            visit(right, look);
        }
        Node::Call(_, arguments) => arguments.iter().for_each(|node| visit(node, look)),
    }
}
