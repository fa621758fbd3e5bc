//! Template and arguments to text.

use std::borrow::Cow;

use model::Value;

use super::{Format, OTHER, Part, PluralCase, Template};
use crate::format::{self, Formatting};

/// What stands behind a name.
#[derive(Debug, Clone)]
pub(crate) struct Argument<'a> {
    /// What `{name}` shows.
    pub(crate) text: Cow<'a, str>,
    /// What it means, when that is known.
    pub(crate) value: Option<Cow<'a, Value>>,
}

/// Where arguments come from.
pub(crate) trait Arguments {
    /// What stands behind a name, if anything.
    fn argument(&self, name: &str) -> Option<Argument<'_>>;
}

/// A text, and the names that nothing stood behind.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    pub(crate) text: String,
    pub(crate) missing: Vec<String>,
}

/// Fills a template for people.
pub(crate) fn render(
    template: &Template,
    arguments: &dyn Arguments,
    formatting: &Formatting,
) -> Rendered {
    let mut rendered = Rendered::default();
    write(template, arguments, formatting, Reader::Person, "", &mut rendered);
    rendered
}

/// Fills a template that is an address: values in their machine form, percent-encoded.
pub(crate) fn render_url(
    template: &Template,
    arguments: &dyn Arguments,
    formatting: &Formatting,
) -> Rendered {
    let mut rendered = Rendered::default();
    write(template, arguments, formatting, Reader::Address, "", &mut rendered);
    rendered
}

#[derive(Clone, Copy, PartialEq)]
enum Reader {
    Person,
    Address,
}

fn write(
    template: &Template,
    arguments: &dyn Arguments,
    formatting: &Formatting,
    reader: Reader,
    number: &str,
    out: &mut Rendered,
) {
    for part in &template.parts {
        match part {
            Part::Text(text) => out.text.push_str(text),
            Part::Hash => out.text.push_str(number),
            Part::Value { name, format } => match arguments.argument(name) {
                None => out.missing.push(name.clone()),
                Some(argument) => {
                    let text = value_text(&argument, format, formatting, reader);
                    match reader {
                        Reader::Person => out.text.push_str(&text),
                        Reader::Address => percent_encode(&text, &mut out.text),
                    }
                }
            },
            Part::Plural { name, branches } => {
                let argument = arguments.argument(name);
                if argument.is_none() {
                    out.missing.push(name.clone());
                }
                let number = argument.as_ref().and_then(number_of);
                let branch = plural_branch(branches, number, formatting);
                let shown = number.map(|number| formatting.number(number)).unwrap_or_default();
                if let Some(branch) = branch {
                    write(branch, arguments, formatting, reader, &shown, out);
                }
            }
            Part::Select { name, branches } => {
                // A missing argument is what `other` is for: nothing is wrong.
                let argument = arguments.argument(name);
                let key = argument.as_ref().map(select_key);
                let branch = branches
                    .iter()
                    .find(|(branch, _)| Some(branch.as_str()) == key.as_deref())
                    .or_else(|| branches.iter().find(|(branch, _)| branch == OTHER));
                if let Some((_, branch)) = branch {
                    write(branch, arguments, formatting, reader, number, out);
                }
            }
        }
    }
}

fn value_text(
    argument: &Argument<'_>,
    format: &Format,
    formatting: &Formatting,
    reader: Reader,
) -> String {
    let formatted = match (format, &argument.value) {
        (Format::Plain, Some(value)) if reader == Reader::Address => format::machine_text(value),
        (Format::Date(style), Some(value)) => formatting.date(value, *style),
        (Format::Number(style), Some(value)) => formatting.amount(value, style),
        (Format::Number(style), None) => argument
            .text
            .trim()
            .parse()
            .ok()
            .and_then(|value| formatting.amount(&Value::Number { value }, style)),
        _ => None,
    };
    formatted.unwrap_or_else(|| argument.text.clone().into_owned())
}

fn number_of(argument: &Argument<'_>) -> Option<f64> {
    match argument.value.as_deref() {
        Some(Value::Number { value }) => Some(*value),
        Some(Value::Ordinal { value }) => Some(*value as f64),
        Some(Value::Measure { value, up_to, .. }) => value.or(*up_to),
        _ => argument.text.trim().parse().ok(),
    }
}

fn plural_branch<'a>(
    branches: &'a [(PluralCase, Template)],
    number: Option<f64>,
    formatting: &Formatting,
) -> Option<&'a Template> {
    let find = |case: PluralCase| {
        branches.iter().find(|(branch, _)| *branch == case).map(|(_, template)| template)
    };
    let exactly = number.and_then(|number| {
        branches.iter().find_map(|(case, template)| match case {
            PluralCase::Exactly(exact) if *exact as f64 == number => Some(template),
            _ => None,
        })
    });
    exactly
        .or_else(|| number.and_then(|number| find(formatting.plural_case(number))))
        .or_else(|| find(PluralCase::Other))
}

fn select_key<'a>(argument: &'a Argument<'_>) -> Cow<'a, str> {
    match argument.value.as_deref() {
        Some(Value::Text { value, .. }) => Cow::Borrowed(value.as_str()),
        Some(value) => {
            format::machine_text(value).map_or(Cow::Borrowed(&*argument.text), Cow::Owned)
        }
        None => Cow::Borrowed(&argument.text),
    }
}

fn percent_encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                out.push(byte as char);
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::parse;
    use model::{DatePoint, Grain, Locale, Measure, Timestamp};
    use std::collections::BTreeMap;

    impl Arguments for BTreeMap<&str, (&str, Option<Value>)> {
        fn argument(&self, name: &str) -> Option<Argument<'_>> {
            let (text, value) = self.get(name)?;
            Some(Argument { text: Cow::Borrowed(text), value: value.as_ref().map(Cow::Borrowed) })
        }
    }

    fn arguments() -> BTreeMap<&'static str, (&'static str, Option<Value>)> {
        let at = "2026-03-03T08:00:00+01:00".parse().unwrap();
        let price = Value::Measure {
            measure: Measure::AmountOfMoney,
            value: Some(1234.5),
            up_to: None,
            interval: false,
            unit: "EUR".into(),
        };
        let station = Value::Text { value: "lyon part-dieu".into(), candidates: Vec::new() };
        BTreeMap::from([
            ("destination", ("Lyon", Some(station))),
            ("date", ("demain à 8h", Some(Value::Date(DatePoint { at, grain: Grain::Hour })))),
            ("n", ("deux", Some(Value::Number { value: 2.0 }))),
            ("price", ("1234,5 euros", Some(price))),
            ("name", ("Zoé & Cie", None)),
        ])
    }

    #[track_caller]
    fn check(locale: &str, text: &str, expected: &str) {
        let formatting = Formatting::new(locale.parse().unwrap(), Timestamp(1_772_438_400_000));
        let rendered = render(&parse(text).unwrap(), &arguments(), &formatting);
        assert_eq!(rendered.text, expected);
    }

    #[test]
    fn arguments_are_filled_in_french_and_english() {
        check("fr", "Un train pour {destination} {date}", "Un train pour Lyon demain à 8h");
        check("fr", "le {date, date, long}", "le mardi 3 mars à 8 h");
        check("en", "on {date, date}", "on Tuesday 3 March at 8:00");
        check("fr", "{n} {n, number}", "deux 2");
        check("fr", "{price, money}", "1\u{202f}234,50\u{a0}€");
        check("en", "{price, number}", "€1,234.50");
        check("fr", "{{{name}}}", "{Zoé & Cie}");
        check("fr", "{nobody}!", "!");
    }

    #[test]
    fn plural_and_select_choose_their_branch() {
        let text = "{n, plural, =0 {none} one {one train} other {# trains to {destination}}}";
        check("en", text, "2 trains to Lyon");
        check("en", "{n, plural, =2 {a pair} other {#}}", "a pair");
        check("en", "{name, plural, one {1} other {many}}", "many");
        check("en", "{destination, select, Lyon {no} lyon part-dieu {yes} other {no}}", "yes");
        check("en", "{nobody, select, a {x} other {nobody}}", "nobody");
    }

    #[test]
    fn an_address_holds_values_in_machine_form_and_encoded() {
        let formatting = Formatting::new(Locale::fr(), Timestamp(0));
        let template = parse("https://x.org/?q={destination}&d={date}&w={name}&n={n}").unwrap();
        assert_eq!(
            render_url(&template, &arguments(), &formatting).text,
            "https://x.org/?q=lyon%20part-dieu&d=2026-03-03T08%3A00%3A00%2B01%3A00\
             &w=Zo%C3%A9%20%26%20Cie&n=2"
        );
    }
}
