//! Telephone numbers.

use std::rc::Rc;

use crate::engine::node::Sem;
use crate::engine::text::{Token, TokenKind};

/// A telephone number that begins at a token: where it ends, and its meaning. Seven to fifteen
/// digits in groups; without a `+`, a leading 0 or groups it is as likely another number.
pub(crate) fn starting_at(text: &str, tokens: &[Token], at: usize) -> Option<(usize, Sem)> {
    let body = |i: usize| tokens.get(i).map_or("", |t| &text[t.start..t.end]);
    let mut i = at;
    let mut value = String::new();
    let mut country = false;
    if at > 0 && tokens[at - 1].kind != TokenKind::Sign && !tokens[at].spaced {
        return None;
    }
    let parenthesis = body(i) == "(";
    if parenthesis {
        i += 1;
    }
    if body(i) == "+" {
        i += 1;
        country = true;
    }
    let first = tokens.get(i).filter(|t| t.kind == TokenKind::Digits)?;
    if country {
        let digits = &text[first.start..first.end];
        // "+33476095663": the country is told apart only when it is written apart.
        if digits.len() <= 3 {
            value.push_str("(+");
            value.push_str(digits);
            value.push(')');
        } else {
            let cut = country_length(digits);
            value.push_str(&format!("(+{}){}", &digits[..cut], &digits[cut..]));
        }
    } else {
        value.push_str(&text[first.start..first.end]);
    }
    let mut digits = first.end - first.start;
    let mut groups = 1;
    i += 1;
    if parenthesis {
        if body(i) != ")" {
            return None;
        }
        i += 1;
    }
    loop {
        let mut next = i;
        let mut signs = 0;
        while matches!(body(next), "-" | "." | "/" | "(" | ")") && signs < 2 {
            next += 1;
            signs += 1;
        }
        let Some(token) = tokens.get(next).filter(|t| t.kind == TokenKind::Digits) else { break };
        let length = token.end - token.start;
        if digits + length > 15 || length > 11 {
            break;
        }
        // "10-12-2013" is a date, "3 000 000" a number; both have no leading 0.
        value.push_str(&text[token.start..token.end]);
        digits += length;
        groups += 1;
        i = next + 1;
    }
    if !(7..=15).contains(&digits) {
        return None;
    }
    let trunk = text[first.start..].starts_with('0');
    let latent =
        !(country || (trunk && digits >= 9) || (groups >= 2 && digits >= 9) || parenthesis);
    Some((i, Sem::Phone { value: Rc::from(value), latent }))
}

/// How many digits the country code at the beginning of an international number has: only those
/// of the countries whose numbers are read here are told; others are taken as two.
fn country_length(digits: &str) -> usize {
    let three = ["352", "353", "351", "377", "212", "213", "216", "262", "358", "420", "421"];
    if digits.starts_with('1') || digits.starts_with('7') {
        1
    } else if three.iter().any(|code| digits.starts_with(code)) {
        3
    } else {
        2.min(digits.len())
    }
}
