//! Telephone numbers: found by their form, and held against the numbering plans of countries by
//! the crate `phonenumber`.

use std::rc::Rc;

use model::Locale;
use phonenumber::country::Id;

use crate::engine::node::Sem;
use crate::engine::text::{Token, TokenKind};

/// The countries whose numbers are known without their code, with how their numbers begin at home.
const COUNTRIES: &[(&str, Id, bool)] = &[
    ("FR", Id::FR, true),
    ("BE", Id::BE, true),
    ("CH", Id::CH, true),
    ("GB", Id::GB, true),
    ("US", Id::US, false),
    ("CA", Id::CA, false),
    ("ES", Id::ES, false),
    ("DE", Id::DE, true),
    ("IT", Id::IT, false),
    ("NL", Id::NL, true),
    ("LU", Id::LU, false),
    ("IE", Id::IE, true),
    ("PT", Id::PT, false),
];

/// How many of them are meant in languages that are not theirs.
const FIRST_COUNTRIES: usize = 6;

/// A number as it is written: its digits and how they are grouped.
struct Written {
    end: usize,
    digits: String,
    groups: usize,
    /// `+`, `00`.
    international: bool,
    parenthesis: bool,
}

/// A telephone number that begins at a token: where it ends, and its meaning. What is no number of
/// any country that may be meant is as likely something else.
pub(crate) fn starting_at(
    text: &str,
    tokens: &[Token],
    at: usize,
    locale: &Locale,
) -> Option<(usize, Sem)> {
    let written = written(text, tokens, at)?;
    let known = known(&written, locale);
    let value = match &known {
        Some(number) if written.international => {
            let code = number.country().code().to_string();
            let prefix = if written.digits.starts_with("00") { 2 } else { 0 };
            let national = written.digits.get(prefix + code.len()..).unwrap_or_default();
            format!("(+{code}) {national}")
        }
        _ => written.digits,
    };
    Some((written.end, Sem::Phone { value: Rc::from(value), latent: known.is_none() }))
}

/// Loads the numbering plans, which the first number would otherwise wait for.
pub(crate) fn warm_up() {
    // Whether the number is one does not matter.
    let _number = phonenumber::parse(Some(Id::FR), "0123456789");
}

/// Seven to fifteen digits in groups.
fn written(text: &str, tokens: &[Token], at: usize) -> Option<Written> {
    let body = |i: usize| tokens.get(i).map_or("", |t| &text[t.start..t.end]);
    let mut i = at;
    if at > 0 && tokens[at - 1].kind != TokenKind::Sign && !tokens[at].spaced {
        return None;
    }
    let parenthesis = body(i) == "(";
    i += usize::from(parenthesis);
    let plus = body(i) == "+";
    i += usize::from(plus);
    let first = tokens.get(i).filter(|t| t.kind == TokenKind::Digits)?;
    let mut digits = text[first.start..first.end].to_string();
    let mut groups = 1;
    i += 1;
    if parenthesis {
        (body(i) == ")").then_some(())?;
        i += 1;
    }
    loop {
        let mut next = i;
        while matches!(body(next), "-" | "." | "/" | "(" | ")") && next < i + 2 {
            next += 1;
        }
        // "+44 (0)20": the zero of calls within the country is not dialled from outside.
        if plus && body(next) == "0" && body(next + 1) == ")" {
            i = next + 2;
            continue;
        }
        let Some(token) = tokens.get(next).filter(|t| t.kind == TokenKind::Digits) else { break };
        let length = token.end - token.start;
        if digits.len() + length > 15 || length > 11 {
            break;
        }
        digits.push_str(&text[token.start..token.end]);
        groups += 1;
        i = next + 1;
    }
    let international = plus || digits.starts_with("00") && digits.len() > 9;
    (7..=15).contains(&digits.len()).then_some(Written {
        end: i,
        digits,
        groups,
        international,
        parenthesis,
    })
}

/// The number of the first country that may be meant of which it is one.
fn known(written: &Written, locale: &Locale) -> Option<phonenumber::PhoneNumber> {
    if written.international {
        let digits = written.digits.strip_prefix("00").unwrap_or(&written.digits);
        let number = phonenumber::parse(None, format!("+{digits}")).ok()?;
        return number.is_valid().then_some(number);
    }
    let here = |country: &str| match (locale.region(), locale.language()) {
        (Some(region), _) => region == country,
        (None, "fr") => matches!(country, "FR" | "BE" | "CH"),
        (None, "en") => matches!(country, "US" | "GB"),
        (None, "es") => country == "ES",
        (None, language) => language.eq_ignore_ascii_case(country),
    };
    // Written in groups it is a telephone number, be it of another country.
    let grouped = written.groups > 1 || written.parenthesis;
    let trunk = written.digits.starts_with('0');
    let number = |(_, id, with_trunk): &(&str, Id, bool)| {
        if *with_trunk != trunk {
            return None;
        }
        let number = phonenumber::parse(Some(*id), &written.digits).ok()?;
        number.is_valid().then_some(number)
    };
    let mut others = COUNTRIES[..FIRST_COUNTRIES].iter().filter(|(name, ..)| !here(name));
    COUNTRIES
        .iter()
        .filter(|(name, ..)| here(name))
        .find_map(number)
        .or_else(|| if grouped { others.find_map(number) } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::text::{Vocabulary, tokens};

    /// The value, with `~` when it is only likely; nothing when it is no number at all.
    fn check(locale: &str, text: &str, expected: &str) {
        let tokens = tokens(text, &Vocabulary::default());
        let found = starting_at(text, &tokens, 0, &locale.parse().unwrap());
        let shown = match found {
            Some((_, Sem::Phone { value, latent })) => {
                format!("{}{value}", if latent { "~" } else { "" })
            }
            _ => String::new(),
        };
        assert_eq!(shown, expected, "{locale} {text}");
    }

    #[test]
    fn a_number_is_sure_when_a_country_has_it() {
        check("fr", "06 12 34 56 78", "0612345678");
        check("fr", "0612345678", "0612345678");
        check("fr", "01.23.45.67.89", "0123456789");
        check("fr", "+33 6 12 34 56 78", "(+33) 612345678");
        check("fr", "+33612345678", "(+33) 612345678");
        check("fr", "0033 6 12 34 56 78", "(+33) 612345678");
        check("fr", "+44 (0)20 7946 0958", "(+44) 2079460958");
        check("fr-BE", "02 513 89 40", "025138940");
        check("fr-CH", "022 379 71 11", "0223797111");
        check("en-GB", "020 7946 0958", "02079460958");
        check("en-US", "(212) 555-0123", "2125550123");
        check("en-US", "650-701-8887", "6507018887");
        check("en", "+1 650 701 8887", "(+1) 6507018887");
        check("es", "912 34 56 78", "912345678");
        // Not of a country that may be meant: an order, a count, a date.
        check("fr", "06 12 34 56", "~06123456");
        check("fr", "10000000", "~10000000");
        check("fr", "4155552671", "~4155552671");
        check("fr", "20 02 2026", "~20022026");
        check("en", "1234567", "~1234567");
        check("fr", "123456", "");
    }
}
