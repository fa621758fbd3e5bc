//! Text to expression: precedence climbing over a handful of tokens.

use model::limits::EXPRESSION_STEPS_MAX;

use super::{Expression, ExpressionError, Function, Node, Operator};

/// Parentheses within parentheses.
const DEPTH_MAX: usize = 50;

/// Reads an expression.
pub fn parse(text: &str) -> Result<Expression, ExpressionError> {
    let mut parser = Parser { text, at: 0, nodes: 0 };
    let root = parser.binary(0, 0)?;
    parser.skip_spaces();
    match parser.rest().chars().next() {
        None => Ok(Expression { root }),
        Some('=') if !parser.rest().starts_with("==") => {
            Err(error(parser.at, "`=` compares nothing", "write `==` to compare"))
        }
        Some(other) => Err(error(
            parser.at,
            format!("`{other}` is not expected here"),
            "join two conditions with `and` or `or`, or remove it",
        )),
    }
}

/// Operators from the loosest to the tightest; longer spellings first within a level.
const LEVELS: [&[(&str, Operator)]; 5] = [
    &[("or", Operator::Or)],
    &[("and", Operator::And)],
    &[
        ("==", Operator::Equal),
        ("!=", Operator::NotEqual),
        ("<=", Operator::LessOrEqual),
        (">=", Operator::GreaterOrEqual),
        ("<", Operator::Less),
        (">", Operator::Greater),
    ],
    &[("+", Operator::Add), ("-", Operator::Subtract)],
    &[("*", Operator::Multiply), ("/", Operator::Divide)],
];

struct Parser<'a> {
    text: &'a str,
    at: usize,
    nodes: u32,
}

impl<'a> Parser<'a> {
    fn binary(&mut self, level: usize, depth: usize) -> Result<Node, ExpressionError> {
        let Some(operators) = LEVELS.get(level) else { return self.unary(depth) };
        let mut left = self.binary(level + 1, depth)?;
        while let Some(operator) = self.operator(operators) {
            let right = self.binary(level + 1, depth)?;
            left = self.node(Node::Binary(operator, Box::new(left), Box::new(right)))?;
        }
        Ok(left)
    }

    fn unary(&mut self, depth: usize) -> Result<Node, ExpressionError> {
        self.skip_spaces();
        if depth > DEPTH_MAX {
            return Err(too_long(self.at));
        }
        if self.takes_word("not") {
            // Looser than a comparison, so that `not a == b` is the contrary of `a == b`.
            let inner = self.binary(2, depth + 1)?;
            return self.node(Node::Not(Box::new(inner)));
        }
        if self.takes("-") {
            let inner = self.unary(depth + 1)?;
            return self.node(Node::Negate(Box::new(inner)));
        }
        if self.takes("(") {
            let opened_at = self.at - 1;
            let inner = self.binary(0, depth + 1)?;
            self.skip_spaces();
            if !self.takes(")") {
                return Err(error(opened_at, "`(` is never closed", "add `)`"));
            }
            return Ok(inner);
        }
        self.primary(depth)
    }

    fn primary(&mut self, depth: usize) -> Result<Node, ExpressionError> {
        let start = self.at;
        let Some(first) = self.rest().chars().next() else {
            return Err(error(
                start,
                "a value is missing",
                "write a name, a number, or a text in quotes",
            ));
        };
        match first {
            '"' | '\'' => {
                let text = self.quoted(first)?;
                self.node(Node::Text(text))
            }
            '`' => {
                let name = self.quoted('`')?;
                self.node(Node::Name(name))
            }
            '0'..='9' => {
                let length = self
                    .rest()
                    .find(|c: char| !c.is_ascii_digit() && c != '.')
                    .unwrap_or(self.rest().len());
                let digits = &self.rest()[..length];
                let number = digits.parse().map_err(|_| {
                    error(start, format!("`{digits}` is no number"), "write it as `12` or `12.5`")
                })?;
                self.at += length;
                self.node(Node::Number(number))
            }
            _ if is_name_start(first) => {
                let word = self.word();
                self.at += word.len();
                self.skip_spaces();
                if self.rest().starts_with('(') {
                    return self.call(word, start, depth);
                }
                self.node(match word {
                    "true" => Node::Boolean(true),
                    "false" => Node::Boolean(false),
                    "null" => Node::Null,
                    "and" | "or" => {
                        return Err(error(
                            start,
                            format!("nothing stands before `{word}`"),
                            "write a condition on both sides of it",
                        ));
                    }
                    name => Node::Name(name.to_owned()),
                })
            }
            _ => Err(error(
                start,
                "a value is missing",
                "write a name, a number, or a text in quotes",
            )),
        }
    }

    fn call(&mut self, word: &str, start: usize, depth: usize) -> Result<Node, ExpressionError> {
        let Some((_, function, arity)) =
            Function::ALL.into_iter().find(|(name, _, _)| *name == word)
        else {
            let known: Vec<_> =
                Function::ALL.iter().map(|(name, ..)| format!("`{name}`")).collect();
            return Err(error(
                start,
                format!("there is no function `{word}`"),
                format!("use one of {}", known.join(", ")),
            ));
        };
        self.at += 1; // the parenthesis
        let mut arguments = Vec::new();
        loop {
            self.skip_spaces();
            if self.takes(")") {
                break;
            }
            if !arguments.is_empty() && !self.takes(",") {
                return Err(error(start, format!("`{word}(` is never closed"), "add `)`"));
            }
            arguments.push(self.binary(0, depth + 1)?);
        }
        if arguments.len() != arity {
            return Err(error(
                start,
                format!("`{word}` takes {arity} argument(s), not {}", arguments.len()),
                "add or remove arguments",
            ));
        }
        self.node(Node::Call(function, arguments))
    }

    /// A text in quotes; the quote itself is written twice.
    fn quoted(&mut self, quote: char) -> Result<String, ExpressionError> {
        let start = self.at;
        let mut text = String::new();
        self.at += 1;
        loop {
            let Some(length) = self.rest().find(quote) else {
                return Err(error(start, format!("`{quote}` is never closed"), "close the quotes"));
            };
            text.push_str(&self.rest()[..length]);
            self.at += length + 1;
            if !self.takes_quote(quote) {
                return Ok(text);
            }
            text.push(quote);
        }
    }

    fn takes_quote(&mut self, quote: char) -> bool {
        let takes = self.rest().starts_with(quote);
        if takes {
            self.at += 1;
        }
        takes
    }

    fn operator(&mut self, operators: &[(&str, Operator)]) -> Option<Operator> {
        self.skip_spaces();
        operators.iter().find_map(|(spelling, operator)| {
            let takes = match spelling.as_bytes()[0].is_ascii_alphabetic() {
                true => self.takes_word(spelling),
                false => self.takes(spelling),
            };
            takes.then_some(*operator)
        })
    }

    fn takes(&mut self, spelling: &str) -> bool {
        let takes = self.rest().starts_with(spelling);
        if takes {
            self.at += spelling.len();
        }
        takes
    }

    fn takes_word(&mut self, spelling: &str) -> bool {
        self.word() == spelling && self.takes(spelling)
    }

    fn word(&self) -> &'a str {
        let rest = self.rest();
        if !rest.starts_with(is_name_start) {
            return "";
        }
        &rest[..rest.find(|c: char| !is_name_part(c)).unwrap_or(rest.len())]
    }

    fn node(&mut self, node: Node) -> Result<Node, ExpressionError> {
        self.nodes += 1;
        if self.nodes > EXPRESSION_STEPS_MAX { Err(too_long(self.at)) } else { Ok(node) }
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }
}

fn is_name_start(c: char) -> bool {
    c.is_alphabetic() || c == '_'
}

fn is_name_part(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn too_long(at: usize) -> ExpressionError {
    error(at, "the expression is too long", "split it into variables")
}

fn error(position: usize, reason: impl Into<String>, remedy: impl Into<String>) -> ExpressionError {
    ExpressionError { position, reason: reason.into(), remedy: remedy.into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_error(text: &str, position: usize, reason: &str) {
        let error = parse(text).expect_err(text);
        assert_eq!((error.position, error.reason.as_str()), (position, reason), "{text}");
        assert!(!error.remedy.is_empty());
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        check_error("", 0, "a value is missing");
        check_error("a = 1", 2, "`=` compares nothing");
        check_error("a b", 2, "`b` is not expected here");
        check_error("(a", 0, "`(` is never closed");
        check_error("a == \"x", 5, "`\"` is never closed");
        check_error("known(a", 0, "`known(` is never closed");
        check_error("knows(a)", 0, "there is no function `knows`");
        check_error("known()", 0, "`known` takes 1 argument(s), not 0");
        check_error("1.2.3", 0, "`1.2.3` is no number");
        check_error("and a", 0, "nothing stands before `and`");
        check_error(&"(".repeat(1000), 51, "the expression is too long");
        check_error(&"not ".repeat(1000), 204, "the expression is too long");
        check_error(&format!("a{}", "+a".repeat(2000)), 1001, "the expression is too long");
    }
}
