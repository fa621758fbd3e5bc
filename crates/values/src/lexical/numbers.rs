//! Numbers in digits and in words.

use rustc_hash::FxHashMap;

use crate::engine::node::{Number, Sem};
use crate::engine::text::{Token, TokenKind};

/// What a word contributes to a number.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum NumberWord {
    /// 0 to 9.
    Unit(u16),
    /// An article that may count: "un", "a".
    Article,
    /// 10 to 19, and 21 to 29 where they are one word.
    Teen(u16),
    /// 20, 30 … 90.
    Tens(u16),
    /// 200 … 900 where they are one word.
    Hundreds(u16),
    Hundred,
    /// Thousand, million …
    Scale(f64),
    /// "and" within numbers.
    And,
}

/// How a language writes numbers.
#[derive(Debug, Default)]
pub(crate) struct NumberStyle {
    pub words: FxHashMap<u32, NumberWord>,
    pub decimal_comma: bool,
    /// "soixante-dix", "quatre-vingt": teens follow tens, and four twenties are eighty.
    pub vigesimal: bool,
    /// "one twenty two" is 122, "nineteen ninety" 1990.
    pub pairs: bool,
}

fn number(value: f64, digits: u8, spelled: bool) -> Sem {
    Sem::Number(Number { value, digits, spelled, article: false, vague: false })
}

/// A number found: where it ends, what it is, what it costs.
type Found = (usize, Sem, f32);

/// The numbers that begin at token `at`.
pub(crate) fn starting_at(
    text: &str,
    tokens: &[Token],
    at: usize,
    style: &NumberStyle,
    found: &mut Vec<Found>,
) {
    found.clear();
    let token = &tokens[at];
    match token.kind {
        TokenKind::Digits => {
            if at > 0 && glued_decimal(text, tokens, at) {
                // The "50" of "12.50" is no number; times and dates have their own reader.
                return;
            }
            digits(text, tokens, at, style, found);
        }
        TokenKind::Word => spelled(tokens, at, at, None, style, found),
        TokenKind::Sign => {
            let sign = &text[token.start..token.end];
            let next_glued = tokens
                .get(at + 1)
                .is_some_and(|next| next.kind == TokenKind::Digits && !next.spaced);
            let free = at == 0 || token.spaced || tokens[at - 1].kind == TokenKind::Sign;
            if free && next_glued && (sign == "." || sign == "," && style.decimal_comma) {
                decimals(text, tokens, at + 1, 0.0, style, found);
            }
        }
    }
}

/// Whether a digit stands right before, with a separator: the token is the rest of a number.
fn glued_decimal(text: &str, tokens: &[Token], at: usize) -> bool {
    at >= 2
        && !tokens[at].spaced
        && !tokens[at - 1].spaced
        && tokens[at - 2].kind == TokenKind::Digits
        && matches!(&text[tokens[at - 1].start..tokens[at - 1].end], "." | ",")
}

fn digits(text: &str, tokens: &[Token], at: usize, style: &NumberStyle, found: &mut Vec<Found>) {
    let body = &text[tokens[at].start..tokens[at].end];
    let value: f64 = body.parse().unwrap_or(f64::INFINITY);
    if !value.is_finite() {
        return;
    }
    found.push((at + 1, number(value, body.len().min(99) as u8, false), 0.5));
    multiplied(text, tokens, at + 1, value, style, found);
    // Thousands: groups of three.
    let (mut end, mut total) = (at + 1, value);
    if body.len() <= 3 && !body.starts_with('0') {
        let mut separator: Option<&str> = None;
        while end < tokens.len() && end - at < 16 {
            let group = |i: usize| {
                tokens.get(i).filter(|t| t.kind == TokenKind::Digits && t.end - t.start == 3)
            };
            let (next, used) = if let Some(next) = group(end).filter(|t| t.spaced) {
                if !style.decimal_comma {
                    break;
                }
                (next, (" ", 1))
            } else if tokens[end].kind == TokenKind::Sign
                && !tokens[end].spaced
                && let Some(next) = group(end + 1).filter(|t| !t.spaced)
            {
                (next, (&text[tokens[end].start..tokens[end].end], 2))
            } else {
                break;
            };
            let fits = match used.0 {
                " " => true,
                "." => style.decimal_comma,
                "," => !style.decimal_comma,
                "'" => true,
                _ => false,
            };
            if !fits || separator.is_some_and(|old| old != used.0) {
                break;
            }
            separator = Some(used.0);
            total = total * 1000.0 + text[next.start..next.end].parse::<f64>().unwrap_or(0.0);
            end += used.1;
            found.push((end, number(total, 0, false), 0.5));
            multiplied(text, tokens, end, total, style, found);
        }
    }
    for (end, whole) in [(at + 1, value), (end, total)] {
        let Some(sign) = tokens.get(end).filter(|t| t.kind == TokenKind::Sign && !t.spaced) else {
            continue;
        };
        let sign = &text[sign.start..sign.end];
        let Some(rest) = tokens.get(end + 1).filter(|t| t.kind == TokenKind::Digits && !t.spaced)
        else {
            continue;
        };
        let length = rest.end - rest.start;
        let decimal = match sign {
            // "12,50" is no thousand in any language.
            "," => style.decimal_comma || length < 3,
            "." => !style.decimal_comma || length != 3,
            _ => false,
        };
        if decimal {
            decimals(text, tokens, end + 1, whole, style, found);
        }
        if sign == "/" && end == at + 1 && length <= 2 && body.len() <= 2 {
            let below: f64 = text[rest.start..rest.end].parse().unwrap_or(0.0);
            if below > 0.0 && whole > 0.0 && below <= 32.0 {
                found.push((end + 2, number(whole / below, 0, false), 1.2));
            }
        }
    }
}

fn decimals(
    text: &str,
    tokens: &[Token],
    at: usize,
    whole: f64,
    style: &NumberStyle,
    found: &mut Vec<Found>,
) {
    let rest = &text[tokens[at].start..tokens[at].end];
    let value: f64 = format!("{whole}.{rest}").parse().unwrap_or(f64::INFINITY);
    if value.is_finite() {
        found.push((at + 1, number(value, 0, false), 0.5));
        multiplied(text, tokens, at + 1, value, style, found);
    }
}

/// "100k", "3M", "1.2 million".
fn multiplied(
    text: &str,
    tokens: &[Token],
    end: usize,
    value: f64,
    style: &NumberStyle,
    found: &mut Vec<Found>,
) {
    let Some(next) = tokens.get(end) else { return };
    if !next.spaced {
        let scale = match &text[next.start..next.end] {
            "k" | "K" => 1e3,
            "M" => 1e6,
            "G" => 1e9,
            _ => 0.0,
        };
        if scale > 0.0 {
            found.push((end + 1, number(value * scale, 0, false), 0.8));
        }
    }
    if let Some(NumberWord::Scale(_)) = style.words.get(&next.word) {
        let before = found.len();
        spelled(tokens, end, end, Some(value), style, found);
        // All of these begin in digits.
        for (_, sem, _) in &mut found[before..] {
            if let Sem::Number(number) = sem {
                number.spelled = false;
            }
        }
    }
}

/// Numbers in words. `given`: digits that stand before the first scale.
fn spelled(
    tokens: &[Token],
    first: usize,
    start: usize,
    given: Option<f64>,
    style: &NumberStyle,
    found: &mut Vec<Found>,
) {
    let word = |at: usize| tokens.get(at).and_then(|token| style.words.get(&token.word)).copied();
    // Closed thousands, the open group, what may be added to it, the last scale used.
    let (mut total, mut group, mut scale) = (0.0_f64, given, f64::INFINITY);
    let mut room = if given.is_some() { 0.0 } else { 1000.0 };
    let mut at = start;
    let mut parts: u32 = 0;
    let mut pair: Option<f64> = None;
    while parts < 40 {
        // Over hyphens and "and", which must be followed by a number word.
        let mut next = at;
        if parts > 0 {
            if tokens.get(next).is_some_and(|t| t.kind == TokenKind::Sign)
                && tokens.get(next).is_some_and(|t| t.end - t.start <= 3)
                && is_hyphen(tokens, next)
            {
                next += 1;
            }
            if word(next) == Some(NumberWord::And) {
                next += 1;
                if tokens.get(next).is_some_and(|t| t.kind == TokenKind::Sign)
                    && is_hyphen(tokens, next)
                {
                    next += 1;
                }
            }
        }
        let Some(part) = word(next) else { break };
        let anded = next > at && word(next - 1) == Some(NumberWord::And)
            || next > at + 1 && word(next - 2) == Some(NumberWord::And);
        let open = group.unwrap_or(0.0);
        match part {
            NumberWord::Unit(value) if parts == 0 || f64::from(value) < room => {
                if anded && style.vigesimal && !matches!(value, 1) {
                    break;
                }
                if value == 0 && parts > 0 {
                    break;
                }
                group = Some(open + f64::from(value));
                room = 1.0;
            }
            NumberWord::Article
                if parts == 0
                    || 1.0 < room && (anded || style.vigesimal && (open as u64) % 100 == 80) =>
            {
                group = Some(open + 1.0);
                room = 1.0;
            }
            NumberWord::Teen(value)
                if parts == 0
                    || room >= 100.0
                    || style.vigesimal
                        && room >= 10.0
                        && matches!((open as u64) % 100, 60 | 80)
                        && value < 20 =>
            {
                if anded && style.vigesimal && value != 11 {
                    break;
                }
                group = Some(open + f64::from(value));
                // "dix-sept": the teen is made of two words.
                room = if style.vigesimal && value == 10 { 10.0 } else { 1.0 };
                if style.vigesimal && value == 10 {
                    // 17, 18, 19 only.
                    let rest = next + 1;
                    let hyphen = usize::from(
                        tokens.get(rest).is_some_and(|t| t.kind == TokenKind::Sign)
                            && is_hyphen(tokens, rest),
                    );
                    if !matches!(word(rest + hyphen), Some(NumberWord::Unit(7..=9))) {
                        room = 1.0;
                    }
                }
            }
            NumberWord::Tens(20)
                if style.vigesimal && (open as u64) % 100 == 4 && parts > 0 && !anded =>
            {
                group = Some(open - 4.0 + 80.0);
                room = 10.0;
            }
            NumberWord::Tens(value) if parts == 0 || room >= 100.0 => {
                if anded && style.vigesimal {
                    break;
                }
                group = Some(open + f64::from(value));
                room = 10.0;
            }
            NumberWord::Hundreds(value) if parts == 0 || room >= 1000.0 => {
                group = Some(open + f64::from(value));
                room = 100.0;
            }
            NumberWord::Hundred
                if parts == 0
                    || room >= 1000.0
                    || (1.0..100.0).contains(&open) && room < 1000.0 =>
            {
                if open >= 100.0 || anded {
                    break;
                }
                group = Some(open.max(1.0) * 100.0);
                room = 100.0;
            }
            NumberWord::Scale(value) if value < scale && !anded => {
                total += group.unwrap_or(1.0) * value;
                group = None;
                scale = value;
                room = 1000.0;
            }
            // "one twenty two", "nineteen ninety".
            NumberWord::Tens(value) | NumberWord::Teen(value)
                if style.pairs
                    && pair.is_none()
                    && total == 0.0
                    && !anded
                    && given.is_none()
                    && ((1.0..10.0).contains(&open) || (13.0..=20.0).contains(&open)) =>
            {
                pair = Some(open);
                group = Some(open * 100.0 + f64::from(value));
                room = if matches!(part, NumberWord::Tens(_)) { 10.0 } else { 1.0 };
            }
            _ => break,
        }
        parts += 1;
        at = next + 1;
        let value = total + group.unwrap_or(0.0);
        let article = parts == 1 && part == NumberWord::Article;
        let cost = if pair.is_some() { 2.5 } else { 0.5 };
        found.push((
            at,
            Sem::Number(Number { value, digits: 0, spelled: true, article, vague: false }),
            cost,
        ));
        if given.is_some() && first == at {
            break;
        }
    }
}

/// Whether a sign is a hyphen between words: the only one-byte or dash sign with words glued on
/// both sides.
fn is_hyphen(tokens: &[Token], at: usize) -> bool {
    let glued = |i: usize| tokens.get(i).is_some_and(|token| !token.spaced);
    glued(at) && glued(at + 1)
}
