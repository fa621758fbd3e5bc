//! The names that a text holds in braces. The format is the engine's, which reads it strictly;
//! here only names are wanted, and a broken text gives those before the break.

/// Branches within branches deeper than this are not looked at.
const DEPTH_MAX: usize = 10;

/// The names of the arguments of a text, in the order of their use.
pub(super) fn arguments(text: &str) -> Vec<&str> {
    let mut names = Vec::new();
    message(text, 0, &mut names);
    names
}

/// Reads up to the brace that closes what `depth` opened; gives what follows it.
fn message<'t>(text: &'t str, depth: usize, names: &mut Vec<&'t str>) -> &'t str {
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        let after = &rest[at..];
        if let Some(after) = after.strip_prefix("{{") {
            rest = after;
        } else if let Some(inside) = after.strip_prefix('{') {
            rest = argument(inside, depth, names);
        } else if depth > 0 {
            return &after[1..];
        } else {
            rest = after.strip_prefix("}}").unwrap_or(&after[1..]);
        }
    }
    ""
}

/// Reads from behind the brace that opens an argument to behind the one that closes it.
fn argument<'t>(text: &'t str, depth: usize, names: &mut Vec<&'t str>) -> &'t str {
    let Some(end) = text.find([',', '}', '{']) else { return "" };
    let name = text[..end].trim();
    if !name.is_empty() {
        names.push(name);
    }
    let mut rest = &text[end..];
    while let Some(at) = rest.find(['{', '}']) {
        let after = &rest[at + 1..];
        if rest[at..].starts_with('}') {
            return after;
        }
        if depth >= DEPTH_MAX {
            return "";
        }
        rest = message(after, depth + 1, names);
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        assert_eq!(arguments(text), expected, "{text}");
    }

    #[test]
    fn names_in_braces_are_found() {
        check("Bonjour", &[]);
        check(
            "De {origin} à {destination}, le {date, date, long}",
            &["origin", "destination", "date"],
        );
        check("{{origin}} {a}", &["a"]);
        check("{n, plural, =0 {aucun} one {un {x}} other {# à {y}}} {z}", &["n", "x", "y", "z"]);
        check("{class, select, first {en 1re} other {en 2de}}", &["class"]);
        check("a } b {c} {", &["c"]);
        check("{a, plural, one {", &["a"]);
        check(&"{a, select, x ".repeat(10_000), &["a"; 11]);
    }
}
