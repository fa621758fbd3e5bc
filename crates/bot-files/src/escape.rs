//! Texts on one line: what would be taken for syntax is written with a backslash.

/// Writes a text on one line, so that [`unescape`] gives it back. Brackets are always escaped,
/// spaces only at the ends, where an editor might remove them.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    push_escaped(&mut escaped, text);
    protect_ends(&escaped)
}

/// Appends a text without protecting its ends.
pub(crate) fn push_escaped(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '\\' | '[' | ']' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            // A mark at the start of a file would be taken for a byte order mark.
            c if c.is_control() || c == '\u{feff}' => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
}

/// Writes the spaces at the ends of an escaped text as `\s`.
pub(crate) fn protect_ends(escaped: &str) -> String {
    let inner = escaped.trim_matches(' ');
    if inner.len() == escaped.len() {
        return escaped.to_owned();
    }
    if inner.is_empty() {
        return "\\s".repeat(escaped.len());
    }
    let before = escaped.len() - escaped.trim_start_matches(' ').len();
    let after = escaped.len() - escaped.trim_end_matches(' ').len();
    format!("{}{inner}{}", "\\s".repeat(before), "\\s".repeat(after))
}

/// A line without the spaces around it. Other characters that look like spaces belong to it.
pub(crate) fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t'])
}

/// Reads one escape after its backslash: the character and how many bytes it took.
pub(crate) fn escaped_char(rest: &str) -> Option<(char, usize)> {
    let first = rest.chars().next()?;
    let c = match first {
        '\\' | '[' | ']' | '(' | ')' | '#' | '-' | '>' | '<' | '=' => first,
        's' => ' ',
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'u' => {
            let (digits, _) = rest.strip_prefix("u{")?.split_once('}')?;
            let c = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
            return Some((c, digits.len() + 3));
        }
        _ => return None,
    };
    Some((c, first.len_utf8()))
}

/// Reads a text of one line. A backslash that escapes nothing stands for itself, and is returned
/// as the second value.
pub(crate) fn unescape(text: &str) -> (String, Option<String>) {
    let mut plain = String::with_capacity(text.len());
    let mut stray = None;
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        plain.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match escaped_char(rest) {
            Some((c, len)) => {
                plain.push(c);
                rest = &rest[len..];
            }
            None => {
                plain.push('\\');
                stray.get_or_insert_with(|| {
                    format!("\\{}", rest.chars().next().map(String::from).unwrap_or_default())
                });
            }
        }
    }
    plain.push_str(rest);
    (plain, stray)
}

/// What to do about a stray backslash.
pub(crate) const STRAY_REMEDY: &str = "write `\\\\` for a backslash; the escapes are `\\[`, `\\]`, `\\(`, `\\)`, `\\n`, `\\t`, `\\r`, `\\s` (a space) and `\\u{…}`";

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, written: &str) {
        assert_eq!(escape(text), written);
        assert_eq!(unescape(written), (text.to_owned(), None));
    }

    #[test]
    fn texts_survive_one_line() {
        check("un train [express] \\ rapide", "un train \\[express\\] \\\\ rapide");
        check("  a b ", "\\s\\sa b\\s");
        check("   ", "\\s\\s\\s");
        check("a\nb\tc\r\u{1}", "a\\nb\\tc\\r\\u{1}");
        check("", "");
        check("é😀", "é😀");
    }

    #[test]
    fn a_stray_backslash_stands_for_itself() {
        assert_eq!(unescape("a\\d"), ("a\\d".to_owned(), Some("\\d".to_owned())));
        assert_eq!(unescape("a\\"), ("a\\".to_owned(), Some("\\".to_owned())));
        assert_eq!(unescape("\\u{110000}").0, "\\u{110000}");
    }
}
