//! Expression and names to a value. Work is bounded by the size of the expression.

use chrono::{DateTime, Datelike, FixedOffset, Timelike};
use model::Value;

use super::{Expression, Function, Node, Operator};
use crate::format;

/// What an expression gives.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// Nothing is known.
    Null,
    Boolean(bool),
    Number(f64),
    Text(String),
    /// An instant, with the value it came from.
    Date(DateTime<FixedOffset>, Box<Value>),
    /// Any other value.
    Value(Box<Value>),
}

/// What names stand for.
pub(crate) trait Names {
    /// The value behind a name, [`Outcome::Null`] when there is none.
    fn name(&self, name: &str) -> Outcome;
    /// The value that a role had before the present one.
    fn previous(&self, name: &str) -> Outcome;
    /// Whether a feature flag is on.
    fn flag(&self, name: &str) -> bool;
    /// The present, in the user's zone.
    fn now(&self) -> DateTime<FixedOffset>;
}

/// Evaluates an expression.
pub(crate) fn evaluate(expression: &Expression, names: &dyn Names) -> Outcome {
    node(&expression.root, names)
}

impl Outcome {
    /// Whether a condition holds: `true`, and nothing else.
    pub(crate) fn holds(&self) -> bool {
        *self == Outcome::Boolean(true)
    }

    /// The outcome that a value stands for.
    pub(crate) fn of_value(value: &Value) -> Self {
        match value {
            Value::Date(point) => Outcome::Date(point.at, Box::new(value.clone())),
            Value::DateInterval { from: Some(point), .. } => {
                Outcome::Date(point.at, Box::new(value.clone()))
            }
            Value::Number { value } => Outcome::Number(*value),
            Value::Ordinal { value } => Outcome::Number(*value as f64),
            Value::Measure { value: Some(amount), interval: false, .. } => Outcome::Number(*amount),
            Value::Duration { seconds, .. } => Outcome::Number(*seconds as f64),
            Value::Text { value, .. }
            | Value::Email { value }
            | Value::Url { value }
            | Value::Phone { value } => Outcome::Text(value.clone()),
            other => Outcome::Value(Box::new(other.clone())),
        }
    }

    /// The outcome as a text.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Outcome::Null => None,
            Outcome::Boolean(value) => Some(value.to_string()),
            Outcome::Number(number) => format::machine_text(&Value::Number { value: *number }),
            Outcome::Text(text) => Some(text.clone()),
            Outcome::Date(_, value) | Outcome::Value(value) => format::machine_text(value),
        }
    }

    fn number(&self) -> Option<f64> {
        match self {
            Outcome::Number(number) => Some(*number),
            Outcome::Text(text) => text.trim().replace(',', ".").parse().ok(),
            _ => None,
        }
    }

    fn date(&self) -> Option<DateTime<FixedOffset>> {
        match self {
            Outcome::Date(at, _) => Some(*at),
            _ => None,
        }
    }
}

fn node(expression: &Node, names: &dyn Names) -> Outcome {
    match expression {
        Node::Null => Outcome::Null,
        Node::Boolean(value) => Outcome::Boolean(*value),
        Node::Number(number) => Outcome::Number(*number),
        Node::Text(text) => Outcome::Text(text.clone()),
        Node::Name(name) => names.name(name),
        Node::Not(inner) => Outcome::Boolean(!node(inner, names).holds()),
        Node::Negate(inner) => match node(inner, names).number() {
            Some(number) => Outcome::Number(-number),
            None => Outcome::Null,
        },
        Node::Binary(Operator::And, left, right) => {
            Outcome::Boolean(node(left, names).holds() && node(right, names).holds())
        }
        Node::Binary(Operator::Or, left, right) => {
            Outcome::Boolean(node(left, names).holds() || node(right, names).holds())
        }
        Node::Binary(operator, left, right) => {
            binary(*operator, &node(left, names), &node(right, names))
        }
        Node::Call(Function::Previous, arguments) => match arguments.first() {
            Some(Node::Name(name)) => names.previous(name),
            _ => Outcome::Null,
        },
        Node::Call(function, arguments) => {
            let arguments: Vec<Outcome> =
                arguments.iter().map(|argument| node(argument, names)).collect();
            call(*function, &arguments, names)
        }
    }
}

fn binary(operator: Operator, left: &Outcome, right: &Outcome) -> Outcome {
    use std::cmp::Ordering;
    let ordering = || match (left, right) {
        (Outcome::Number(left), Outcome::Number(right)) => left.partial_cmp(right),
        (Outcome::Text(left), Outcome::Text(right)) => Some(left.cmp(right)),
        (Outcome::Boolean(left), Outcome::Boolean(right)) => Some(left.cmp(right)),
        (Outcome::Date(left, _), Outcome::Date(right, _)) => Some(left.cmp(right)),
        (Outcome::Null, Outcome::Null) => Some(Ordering::Equal),
        (Outcome::Number(_), Outcome::Text(_)) | (Outcome::Text(_), Outcome::Number(_)) => {
            left.number()?.partial_cmp(&right.number()?)
        }
        _ => None,
    };
    let is = |accepts: fn(Ordering) -> bool| ordering().is_some_and(accepts);
    let known = *left != Outcome::Null && *right != Outcome::Null;
    let number = |calculate: fn(f64, f64) -> f64| match (left.number(), right.number()) {
        (Some(left), Some(right)) => {
            let result = calculate(left, right);
            if result.is_finite() { Outcome::Number(result) } else { Outcome::Null }
        }
        _ => Outcome::Null,
    };
    match operator {
        Operator::Equal => Outcome::Boolean(is(Ordering::is_eq)),
        Operator::NotEqual => Outcome::Boolean(!is(Ordering::is_eq)),
        Operator::Less => Outcome::Boolean(known && is(Ordering::is_lt)),
        Operator::LessOrEqual => Outcome::Boolean(known && is(Ordering::is_le)),
        Operator::Greater => Outcome::Boolean(known && is(Ordering::is_gt)),
        Operator::GreaterOrEqual => Outcome::Boolean(known && is(Ordering::is_ge)),
        Operator::Add => match (left, right) {
            (Outcome::Text(_), _) | (_, Outcome::Text(_)) if known => {
                match (left.text(), right.text()) {
                    (Some(left), Some(right)) => Outcome::Text(left + &right),
                    _ => Outcome::Null,
                }
            }
            _ => number(|left, right| left + right),
        },
        Operator::Subtract => number(|left, right| left - right),
        Operator::Multiply => number(|left, right| left * right),
        Operator::Divide => number(|left, right| left / right),
        // Evaluated by the caller, which looks at the right side only when it must.
        Operator::And | Operator::Or => Outcome::Null,
    }
}

fn call(function: Function, arguments: &[Outcome], names: &dyn Names) -> Outcome {
    let first = arguments.first().unwrap_or(&Outcome::Null);
    let or_null = |outcome: Option<Outcome>| outcome.unwrap_or(Outcome::Null);
    match function {
        // Evaluated by the caller: it takes a name, not what the name stands for.
        Function::Previous => Outcome::Null,
        Function::Flag => Outcome::Boolean(first.text().is_some_and(|name| names.flag(&name))),
        Function::Known => Outcome::Boolean(*first != Outcome::Null),
        Function::Text => or_null(first.text().map(Outcome::Text)),
        Function::Number => or_null(first.number().map(Outcome::Number)),
        Function::Length => {
            or_null(first.text().map(|text| Outcome::Number(text.chars().count() as f64)))
        }
        Function::Lower => or_null(first.text().map(|text| Outcome::Text(text.to_lowercase()))),
        Function::Contains => {
            let part = arguments.get(1).and_then(Outcome::text);
            Outcome::Boolean(match (first.text(), part) {
                (Some(text), Some(part)) => text.to_lowercase().contains(&part.to_lowercase()),
                _ => false,
            })
        }
        Function::Hour => or_null(first.date().map(|at| Outcome::Number(at.hour().into()))),
        Function::Weekday => or_null(
            first.date().map(|at| Outcome::Number(at.weekday().number_from_monday().into())),
        ),
        Function::DaysUntil => or_null(first.date().map(|at| {
            let days = at.date_naive() - names.now().date_naive();
            Outcome::Number(days.num_days() as f64)
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::expression::parse;
    use model::{DatePoint, Grain};

    struct Sample;

    impl Names for Sample {
        fn previous(&self, name: &str) -> Outcome {
            if name == "travellers" { Outcome::Number(1.0) } else { Outcome::Null }
        }

        fn flag(&self, name: &str) -> bool {
            name == "new"
        }

        fn name(&self, name: &str) -> Outcome {
            match name {
                "travellers" => Outcome::Number(2.0),
                "class" => Outcome::Text("first".into()),
                "return-date" => Outcome::of_value(&Value::Date(DatePoint {
                    at: "2026-03-05T18:00:00+01:00".parse().unwrap(),
                    grain: Grain::Hour,
                })),
                "now" => {
                    let at = self.now();
                    Outcome::Date(at, Box::new(Value::Date(DatePoint { at, grain: Grain::Minute })))
                }
                _ => Outcome::Null,
            }
        }
        fn now(&self) -> DateTime<FixedOffset> {
            "2026-03-02T09:00:00+01:00".parse().unwrap()
        }
    }

    #[track_caller]
    fn check(text: &str, expected: Outcome) {
        assert_eq!(evaluate(&parse(text).unwrap(), &Sample), expected, "{text}");
    }

    #[test]
    fn conditions_hold_or_do_not() {
        for text in [
            "travellers == 2",
            "travellers > 1 and class == \"first\"",
            "travellers > 9 or class == 'first'",
            "not travellers > 9",
            "not (travellers > 9 and class == \"first\")",
            "nobody == null",
            "nobody != 3",
            "known(class) and not known(nobody)",
            "now < `return-date`",
            "days_until(`return-date`) == 3",
            "hour(`return-date`) >= 18",
            "weekday(`return-date`) == 4",
            "contains(class, \"FIR\")",
            "length(class) == 5",
            "travellers == \"2\"",
            "class == \"fir\" + \"st\"",
        ] {
            check(text, Outcome::Boolean(true));
        }
        for text in [
            "nobody > 1",
            "nobody <= nobody",
            "class > 3",
            "class",
            "nobody and true",
            "class == \"FIRST\"",
        ] {
            assert!(!evaluate(&parse(text).unwrap(), &Sample).holds(), "{text}");
        }
    }

    #[test]
    fn values_are_calculated_and_what_is_missing_stays_missing() {
        check("1 + 2 * 3 - 4 / 2", Outcome::Number(5.0));
        check("-(travellers + 1) * 2", Outcome::Number(-6.0));
        check("travellers * nobody", Outcome::Null);
        check("1 / 0", Outcome::Null);
        check("class + travellers", Outcome::Text("first2".into()));
        check("\"it\"\"s\"", Outcome::Text("it\"s".into()));
    }
}
