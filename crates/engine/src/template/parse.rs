//! Text to template.

use super::{Format, OTHER, Part, PluralCase, Template, TemplateError};
use crate::format::{DateStyle, NumberStyle};

/// Branches within branches. Nobody reads more.
const DEPTH_MAX: usize = 5;

/// Reads a text with arguments.
pub fn parse(text: &str) -> Result<Template, TemplateError> {
    let mut parser = Parser { text, at: 0 };
    parser.message(Within::Text, 0)
}

/// What encloses the text being read.
#[derive(Clone, Copy, PartialEq)]
enum Within {
    Text,
    Select,
    Plural,
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn message(&mut self, within: Within, depth: usize) -> Result<Template, TemplateError> {
        let opened_at = self.at.saturating_sub(1);
        let mut parts = Vec::new();
        let mut literal = String::new();
        loop {
            let rest = self.rest();
            let Some(next) = rest.chars().next() else {
                if within != Within::Text {
                    return Err(unclosed(opened_at));
                }
                break;
            };
            match next {
                '{' if rest.starts_with("{{") => {
                    literal.push('{');
                    self.at += 2;
                }
                '{' => {
                    flush(&mut literal, &mut parts);
                    parts.push(self.argument(depth)?);
                }
                '}' if within != Within::Text => {
                    self.at += 1;
                    break;
                }
                '}' if rest.starts_with("}}") => {
                    literal.push('}');
                    self.at += 2;
                }
                '}' => {
                    return Err(error(
                        self.at,
                        "`}` closes nothing",
                        "write `}}` for a brace, or open an argument with `{`",
                    ));
                }
                '#' if within == Within::Plural => {
                    flush(&mut literal, &mut parts);
                    parts.push(Part::Hash);
                    self.at += 1;
                }
                other => {
                    literal.push(other);
                    self.at += other.len_utf8();
                }
            }
        }
        flush(&mut literal, &mut parts);
        Ok(Template { parts })
    }

    /// Reads from the opening brace of an argument to behind its closing one.
    fn argument(&mut self, depth: usize) -> Result<Part, TemplateError> {
        let opened_at = self.at;
        self.at += 1;
        let name_at = self.at;
        let name = self.word(opened_at)?.to_owned();
        if name.is_empty() {
            return Err(error(
                name_at,
                "an argument has no name",
                "write the role or the variable between the braces, or `{{` for a brace",
            ));
        }
        if self.closes() {
            return Ok(Part::Value { name, format: Format::Plain });
        }
        self.at += 1; // the comma
        let format_at = self.at;
        let format = self.word(opened_at)?;
        match format {
            "plural" => {
                let branches = self.branches(opened_at, depth, Within::Plural)?;
                let branches = branches
                    .into_iter()
                    .map(|(at, key, branch)| Ok((plural_case(at, &key)?, branch)))
                    .collect::<Result<_, TemplateError>>()?;
                Ok(Part::Plural { name, branches })
            }
            "select" => {
                let branches = self.branches(opened_at, depth, Within::Select)?;
                let branches = branches.into_iter().map(|(_, key, branch)| (key, branch)).collect();
                Ok(Part::Select { name, branches })
            }
            _ => {
                let format = format.to_owned();
                let style_at = self.at + 1;
                let style = if self.closes() {
                    String::new()
                } else {
                    self.at += 1; // the comma
                    let style = self.word(opened_at)?.to_owned();
                    if !self.closes() {
                        return Err(error(
                            self.at,
                            format!("`{name}` has more than a format and a style"),
                            "write `{name, format, style}`",
                        ));
                    }
                    style
                };
                let format = value_format(format_at, &format, style_at, &style)?;
                Ok(Part::Value { name, format })
            }
        }
    }

    /// Reads `, key {…} key {…} }`, up to behind the last brace.
    fn branches(
        &mut self,
        opened_at: usize,
        depth: usize,
        within: Within,
    ) -> Result<Vec<(usize, String, Template)>, TemplateError> {
        if depth >= DEPTH_MAX {
            return Err(error(
                opened_at,
                format!("branches are nested more than {DEPTH_MAX} deep"),
                "write the text as several variants or several answers",
            ));
        }
        if !self.rest().starts_with(',') {
            return Err(error(
                self.at,
                "a choice has no branches",
                "write them: `{n, plural, one {one} other {#}}`",
            ));
        }
        self.at += 1;
        let mut branches: Vec<(usize, String, Template)> = Vec::new();
        loop {
            self.skip_spaces();
            if self.closes() {
                break;
            }
            let key_at = self.at;
            // Up to the brace, so that dictionary values with spaces can be keys.
            let length = self.rest().find(['{', '}']).ok_or_else(|| unclosed(opened_at))?;
            let key = self.rest()[..length].trim_end().to_owned();
            self.at += length;
            if key.is_empty() || !self.rest().starts_with('{') {
                return Err(error(
                    key_at,
                    format!("branch `{key}` is not of the form `key {{text}}`"),
                    "write its text in braces behind its key",
                ));
            }
            if branches.iter().any(|(_, earlier, _)| *earlier == key) {
                return Err(error(
                    key_at,
                    format!("branch `{key}` is there twice"),
                    "remove one of the two",
                ));
            }
            self.at += 1;
            branches.push((key_at, key, self.message(within, depth + 1)?));
        }
        if !branches.iter().any(|(_, key, _)| key == OTHER) {
            return Err(error(
                opened_at,
                "the branch `other` is missing",
                "add `other {…}`: it is used when no other branch fits",
            ));
        }
        Ok(branches)
    }

    /// Reads up to the next `,` or `}`, without spaces around.
    fn word(&mut self, opened_at: usize) -> Result<&'a str, TemplateError> {
        let rest = self.rest();
        let length = rest.find([',', '}', '{']).ok_or_else(|| unclosed(opened_at))?;
        if rest[length..].starts_with('{') {
            return Err(error(
                self.at + length,
                "a brace opens within an argument",
                "close the argument first, or write `{{` for a brace",
            ));
        }
        self.at += length;
        Ok(rest[..length].trim())
    }

    /// Goes past a closing brace, if one is next.
    fn closes(&mut self) -> bool {
        let closes = self.rest().starts_with('}');
        if closes {
            self.at += 1;
        }
        closes
    }

    fn skip_spaces(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }
}

fn flush(literal: &mut String, parts: &mut Vec<Part>) {
    if !literal.is_empty() {
        parts.push(Part::Text(std::mem::take(literal)));
    }
}

fn plural_case(at: usize, key: &str) -> Result<PluralCase, TemplateError> {
    Ok(match key {
        "zero" => PluralCase::Zero,
        "one" => PluralCase::One,
        "two" => PluralCase::Two,
        "few" => PluralCase::Few,
        "many" => PluralCase::Many,
        OTHER => PluralCase::Other,
        _ => match key.strip_prefix('=').and_then(|number| number.parse().ok()) {
            Some(number) => PluralCase::Exactly(number),
            None => {
                return Err(error(
                    at,
                    format!("`{key}` is no case of a plural"),
                    "use `=0`, `=1`, …, `zero`, `one`, `two`, `few`, `many` or `other`",
                ));
            }
        },
    })
}

fn value_format(
    format_at: usize,
    format: &str,
    style_at: usize,
    style: &str,
) -> Result<Format, TemplateError> {
    let parsed = match format {
        "date" => DateStyle::from_name(style).map(Format::Date),
        "time" if style.is_empty() => Some(Format::Date(DateStyle::Time)),
        "number" => NumberStyle::from_name(style).map(Format::Number),
        "money" if style.is_empty() => Some(Format::Number(NumberStyle::Money(None))),
        "money" => currency(style).map(|code| Format::Number(NumberStyle::Money(Some(code)))),
        "time" => None,
        _ => {
            return Err(error(
                format_at,
                format!("`{format}` is no format"),
                "use `date`, `time`, `number`, `money`, `plural` or `select`",
            ));
        }
    };
    parsed.ok_or_else(|| {
        let remedy = match format {
            "date" => {
                "use `long`, `medium`, `short`, `day`, `time`, `weekday`, `month`, `year`, `iso`, \
                 or none"
            }
            "number" => "use `integer`, `percent`, `plain`, or none",
            "money" => "use a currency of three letters such as `EUR`, or none",
            _ => "leave the style out",
        };
        error(style_at, format!("`{style}` is no style of `{format}`"), remedy)
    })
}

fn currency(code: &str) -> Option<String> {
    (code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .then(|| code.to_ascii_uppercase())
}

fn unclosed(opened_at: usize) -> TemplateError {
    error(opened_at, "`{` is never closed", "add `}`, or write `{{` for a brace")
}

fn error(position: usize, reason: impl Into<String>, remedy: impl Into<String>) -> TemplateError {
    TemplateError { position, reason: reason.into(), remedy: remedy.into() }
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
        check_error("a {b", 2, "`{` is never closed");
        check_error("a } b", 2, "`}` closes nothing");
        check_error("{}", 1, "an argument has no name");
        check_error("{a, dat}", 3, "`dat` is no format");
        check_error("{a, date, long, x}", 14, "`a` has more than a format and a style");
        check_error("{a, date, lung}", 9, "`lung` is no style of `date`");
        check_error("{a, money, euros}", 10, "`euros` is no style of `money`");
        check_error("{n, plural}", 10, "a choice has no branches");
        check_error("{n, plural, one {x}}", 0, "the branch `other` is missing");
        check_error("{n, plural, uno {x} other {y}}", 12, "`uno` is no case of a plural");
        check_error("{n, select, a {x} a {y} other {z}}", 18, "branch `a` is there twice");
        check_error("{n, select, a x}", 12, "branch `a x` is not of the form `key {text}`");
        check_error("{n, select, other {z}", 0, "`{` is never closed");
        check_error("{n, select, other {z", 18, "`{` is never closed");
        check_error("{a {b}}", 3, "a brace opens within an argument");
    }

    #[test]
    fn the_arguments_of_all_branches_are_listed_once() {
        let text =
            "{a}{n, plural, one {{b} x} other {{n, select, k {{c}} other {#}}}}{a, date}{{d}}";
        assert_eq!(parse(text).unwrap().arguments(), ["a", "n", "b", "c"]);
    }

    #[test]
    fn no_text_makes_the_parser_panic() {
        for text in
            ["{", "}", "{{", "{é", "{a,", "{a,é", "{a, plural,", "{a, plural, é", "{,}", "#"]
        {
            drop(parse(text));
        }
    }
}
