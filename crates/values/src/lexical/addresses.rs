//! E-mail and web addresses, by the crate `linkify`, and addresses as they are spoken.

use std::rc::Rc;

use linkify::{LinkFinder, LinkKind};

use crate::engine::node::Sem;
use crate::engine::text::{Token, TokenKind};

/// Endings without which "word.word" is a sentence that lacks a space.
const TOP_LEVEL: &[&str] = &[
    "ac", "ai", "app", "at", "au", "be", "biz", "br", "ca", "cc", "ch", "cn", "co", "com", "cz",
    "de", "dev", "dk", "edu", "es", "eu", "fi", "fr", "gg", "gov", "gr", "hu", "ie", "in", "info",
    "int", "io", "it", "jp", "lu", "me", "mil", "mobi", "mx", "name", "net", "nl", "no", "nz",
    "org", "paris", "pl", "pro", "pt", "ro", "ru", "se", "shop", "sk", "sncf", "tv", "uk", "us",
    "xyz",
];

/// A link: its bytes and meaning.
pub(crate) type Link = (usize, usize, Sem);

/// Addresses as they are written.
pub(crate) fn written(text: &str) -> Vec<Link> {
    let mut finder = LinkFinder::new();
    finder.url_must_have_scheme(false);
    let mut found = Vec::new();
    for link in finder.links(text) {
        let body = link.as_str();
        match link.kind() {
            LinkKind::Email => found.push((link.start(), link.end(), Sem::Email(Rc::from(body)))),
            LinkKind::Url if is_address(body) => {
                found.push((link.start(), link.end(), Sem::Url(Rc::from(body))));
            }
            _ => {}
        }
    }
    let mut from = 0;
    while let Some(at) = text[from..].find("localhost").map(|at| at + from) {
        let end = text[at..].find(char::is_whitespace).map_or(text.len(), |len| at + len);
        let covered = found.iter().any(|(start, stop, _)| *start <= at && at < *stop);
        if !covered && matches!(text.as_bytes().get(at + 9), Some(b':' | b'/')) {
            found.push((at, end, Sem::Url(Rc::from(&text[at..end]))));
        }
        from = end.max(at + 1);
    }
    found
}

fn is_address(body: &str) -> bool {
    if body.contains("://") {
        return true;
    }
    let host = body.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let ending = host.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    host.starts_with("www") || TOP_LEVEL.contains(&ending.as_str())
}

/// The domain of a web address, in lower case and without `www`.
pub(crate) fn domain(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default().to_ascii_lowercase();
    match host.split_once('.') {
        Some((first, rest))
            if first.starts_with("www")
                && first[3..].bytes().all(|b| b.is_ascii_digit())
                && rest.contains('.') =>
        {
            rest.to_string()
        }
        _ => host,
    }
}

/// "jean point martin arobase exemple point fr": addresses as they are dictated.
/// `at` and `dot` are the words of the language.
pub(crate) fn spoken(text: &str, tokens: &[Token], at: &[&str], dot: &[&str]) -> Vec<(Link, bool)> {
    let mut found = Vec::new();
    let body = |i: usize| &text[tokens[i].start..tokens[i].end];
    let is = |i: usize, words: &[&str]| {
        tokens[i].kind == TokenKind::Word && words.iter().any(|w| w.eq_ignore_ascii_case(body(i)))
    };
    for i in 1..tokens.len().saturating_sub(1) {
        let sign = body(i) == "@";
        if !sign && !is(i, at) {
            continue;
        }
        if !sign && (!tokens[i].spaced || !tokens[i + 1].spaced) {
            continue;
        }
        // To the left: one run without spaces, and further ones joined by "dot".
        let mut spoken_dot = false;
        let mut start = i;
        let mut local = String::new();
        loop {
            let mut from = start;
            while from > 0
                && (from == start || !tokens[from].spaced)
                && (tokens[from - 1].kind != TokenKind::Sign
                    || matches!(body(from - 1), "." | "+" | "-" | "_"))
            {
                from -= 1;
            }
            if from == start {
                break;
            }
            local.insert_str(0, &text[tokens[from].start..tokens[start - 1].end]);
            start = from;
            if start >= 2 && is(start - 1, dot) {
                local.insert(0, '.');
                spoken_dot = true;
                start -= 1;
            } else {
                break;
            }
        }
        // To the right: labels joined by "." or "dot".
        let mut end = i + 1;
        let mut domain = String::new();
        let mut labels = 0;
        while end < tokens.len() && tokens[end].kind != TokenKind::Sign {
            let mut stop = end + 1;
            while stop < tokens.len()
                && !tokens[stop].spaced
                && (tokens[stop].kind != TokenKind::Sign || body(stop) == "-")
            {
                stop += 1;
            }
            domain.push_str(&text[tokens[end].start..tokens[stop - 1].end]);
            labels += 1;
            end = stop;
            let dotted = end + 1 < tokens.len()
                && (body(end) == "." && !tokens[end].spaced && !tokens[end + 1].spaced);
            let said = end + 1 < tokens.len() && is(end, dot);
            if !dotted && !said {
                break;
            }
            spoken_dot |= said;
            domain.push('.');
            end += 1;
        }
        if local.is_empty() || labels < 2 {
            continue;
        }
        let ending = domain.rsplit('.').next().unwrap_or_default();
        if ending.len() < 2 || !ending.bytes().all(|b| b.is_ascii_alphabetic()) {
            continue;
        }
        // "look at example.org" is no address of anybody.
        let odd =
            local.contains(['.', '+', '-', '_']) || local.contains(|c: char| c.is_ascii_digit());
        let sure = spoken_dot || odd || body(i).len() > 2;
        let value = Rc::from(format!("{local}@{domain}"));
        found.push(((tokens[start].start, tokens[end - 1].end, Sem::Email(value)), sure));
    }
    found
}
