//! Java's message format, as Tock's labels use it, to the format of our labels.

/// A text in our format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The text.
    pub text: String,
    /// What is a little different now, in words.
    pub notes: Vec<String>,
}

/// Numbers that one branch of a choice may list.
const NUMBERS_MAX: i64 = 20;

/// Choices in choices deeper than this are nobody's intention.
const DEPTH_MAX: usize = 8;

/// Converts a text. `{0}` becomes the argument `0`, `{:name}` the argument `name`; `%%` quotes, and
/// `'` is an apostrophe. A text without any argument is left as it is, as Tock does, and its braces
/// are braces. An error says what cannot be converted.
///
/// ```
/// let converted = importers::tock::convert_message("{0,choice,0#no train|1#a train|1<{0} trains}")?;
/// assert_eq!(converted.text, "{0, plural, =0 {no train} =1 {a train} other {{0} trains}}");
/// assert_eq!(importers::tock::convert_message("see {x}")?.text, "see {{x}}");
/// # Ok::<(), String>(())
/// ```
pub fn convert_message(pattern: &str) -> Result<Converted, String> {
    if !has_argument(pattern) {
        return Ok(Converted { text: escaped(pattern), notes: Vec::new() });
    }
    let mut notes = Vec::new();
    let text = message(pattern, 0, &mut notes)?;
    Ok(Converted { text, notes })
}

/// Our text in Java's message format, where that has the same: what [`convert_message`] makes the
/// text of.
pub(super) fn to_message(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(['{', '}']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("{{") || rest.starts_with("}}") {
            out.push_str(&rest[..1]);
            rest = &rest[2..];
            continue;
        }
        out.push_str(&rest[..1]);
        rest = &rest[1..];
        if out.ends_with('{') && !rest.starts_with(|c: char| c.is_ascii_digit()) {
            out.push(':');
        }
    }
    out.push_str(rest);
    convert_message(&out).is_ok_and(|back| back.text == text).then_some(out)
}

fn has_argument(pattern: &str) -> bool {
    pattern.split('{').skip(1).any(|rest| {
        let rest = rest.trim_start();
        let end = rest.find([',', '}']);
        end.is_some_and(|end| name(&rest[..end]).is_some())
    })
}

/// The name of an argument: a number, or a name after a colon.
fn name(text: &str) -> Option<&str> {
    let text = text.trim();
    if let Some(name) = text.strip_prefix(':') {
        let is_name =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        return is_name.then_some(name);
    }
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

fn escaped(text: &str) -> String {
    text.replace('{', "{{").replace('}', "}}")
}

fn message(pattern: &str, depth: usize, notes: &mut Vec<String>) -> Result<String, String> {
    if depth > DEPTH_MAX {
        return Err(format!("choices are nested more than {DEPTH_MAX} deep"));
    }
    let mut out = String::with_capacity(pattern.len() + 8);
    let mut rest = pattern;
    while let Some(at) = rest.find(['{', '}', '%']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("%%") {
            // What is quoted stands for itself; an empty quote is a quote.
            let (quoted, after) = after.split_once("%%").unwrap_or((after, ""));
            out.push_str(if quoted.is_empty() { "'" } else { "" });
            out.push_str(&escaped(quoted));
            rest = after;
        } else if rest.starts_with('{') {
            let end = closing(rest).ok_or("a `{` is never closed")?;
            out.push_str(&argument(&rest[1..end], depth, notes)?);
            rest = &rest[end + 1..];
        } else {
            let (first, after) = rest.split_at(1);
            out.push_str(&escaped(first));
            rest = after;
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// Where the brace that opens a text closes.
fn closing(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

fn argument(inner: &str, depth: usize, notes: &mut Vec<String>) -> Result<String, String> {
    let mut parts = inner.splitn(3, ',');
    let given = parts.next().unwrap_or_default();
    let Some(name) = name(given) else {
        return Err(format!("`{{{given}}}` is no argument"));
    };
    let format = parts.next().map(str::trim).unwrap_or_default();
    let style = parts.next();
    if format == "choice" {
        return choice(name, style.unwrap_or_default(), depth, notes);
    }
    let style = style.map(str::trim).unwrap_or_default();
    let converted = match (format, style) {
        ("", _) => "",
        ("number", "") => ", number",
        ("number", "integer") => ", number, integer",
        ("number", "percent") => ", number, percent",
        ("number", "currency") => ", money",
        ("number", pattern) => {
            notes.push(format!("the pattern `{pattern}` of a number is left to the language"));
            ", number"
        }
        ("date", "" | "medium") => ", date, medium",
        ("date", "short") => ", date, short",
        ("date", "long" | "full") => ", date, long",
        ("date", pattern) => {
            notes.push(format!("the pattern `{pattern}` of a date is left to the language"));
            ", date"
        }
        ("time", "" | "short") => ", time",
        ("time", style) => {
            notes.push(format!("the style `{style}` of a time is left to the language"));
            ", time"
        }
        (other, _) => return Err(format!("`{other}` is no format that is known here")),
    };
    Ok(format!("{{{name}{converted}}}"))
}

/// A choice by limits becomes a plural that lists the numbers.
fn choice(
    name: &str,
    style: &str,
    depth: usize,
    notes: &mut Vec<String>,
) -> Result<String, String> {
    let mut branches: Vec<(i64, String)> = Vec::new();
    for branch in split_branches(style) {
        let at = branch
            .find(['#', '<', '≤'])
            .ok_or_else(|| format!("`{branch}` of a choice has no limit"))?;
        let (limit, rest) = branch.split_at(at);
        let mut chars = rest.chars();
        let is_above = chars.next() == Some('<');
        let text = chars.as_str();
        let limit: f64 = limit
            .trim()
            .replace('∞', "inf")
            .parse()
            .map_err(|_| format!("`{}` of a choice is no number", limit.trim()))?;
        if limit.is_nan() || limit.abs() > 1e15 && limit.is_finite() {
            return Err("a limit of a choice is out of reach".into());
        }
        // The first whole number of the branch.
        let first = match is_above {
            true if limit == f64::NEG_INFINITY => i64::MIN,
            true => limit.floor() as i64 + 1,
            false if limit == f64::NEG_INFINITY => i64::MIN,
            false => limit.ceil() as i64,
        };
        let text = message(text, depth + 1, notes)?;
        if text.contains('#') {
            return Err("a branch of a choice holds `#`".into());
        }
        if branches.last().is_some_and(|(before, _)| *before >= first) {
            return Err("the limits of a choice do not rise".into());
        }
        branches.push((first, text));
    }
    let Some(((_, last), earlier)) = branches.split_last() else {
        return Err("a choice has no branches".into());
    };
    let mut out = format!("{{{name}, plural,");
    for (position, (first, text)) in earlier.iter().enumerate() {
        let next = branches[position + 1].0;
        // What is below the first limit is the first branch's too; nobody counts below zero.
        let first = if position == 0 { (*first).clamp(0, next.max(0)) } else { *first };
        if next.saturating_sub(first) > NUMBERS_MAX {
            return Err(format!("a branch of a choice holds more than {NUMBERS_MAX} numbers"));
        }
        for number in first..next {
            out.push_str(&format!(" ={number} {{{text}}}"));
        }
    }
    out.push_str(&format!(" other {{{last}}}}}"));
    Ok(out)
}

/// The branches of a choice: apart by `|`, outside of arguments.
fn split_branches(style: &str) -> Vec<&str> {
    let mut branches = Vec::new();
    let (mut from, mut depth) = (0, 0_i32);
    for (at, c) in style.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            '|' if depth == 0 => {
                branches.push(&style[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    branches.push(&style[from..]);
    branches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expected: &str) {
        assert_eq!(convert_message(pattern).unwrap().text, expected, "{pattern}");
    }

    #[test]
    fn arguments_become_ours() {
        check("Bonjour", "Bonjour");
        check("l'été {x} 100 %", "l'été {{x}} 100 %");
        check("Pour {0}, l'{1}", "Pour {0}, l'{1}");
        check("Pour {:ville}", "Pour {ville}");
        check(
            "{0,number} {0, number, integer} {0,number,percent} {0,number,currency}",
            "{0, number} {0, number, integer} {0, number, percent} {0, money}",
        );
        check(
            "{0,date} {0,date,short} {0,date,full} {0,time}",
            "{0, date, medium} {0, date, short} {0, date, long} {0, time}",
        );
        check("{0} %%{%%x%%}%% et %%%%", "{0} {{x}} et '");
    }

    #[test]
    fn choices_become_plurals() {
        check(
            "{0,choice,0#none|1#one|1<{0} things}",
            "{0, plural, =0 {none} =1 {one} other {{0} things}}",
        );
        check(
            "{0,choice,1#un|2#deux ou trois|4#beaucoup}",
            "{0, plural, =1 {un} =2 {deux ou trois} =3 {deux ou trois} other {beaucoup}}",
        );
        check(
            "il y a {:n,choice,-1#rien|0<{:n,number,integer}}",
            "il y a {n, plural, =0 {rien} other {{n, number, integer}}}",
        );
    }

    #[test]
    fn what_cannot_be_converted_is_said() {
        for pattern in [
            "{0} {1",
            "{0,spellout}",
            "{0,choice,}",
            "{0,choice,a#b}",
            "{0,choice,1#a|0#b}",
            "{0,choice,0#a|1000#b}",
            "{0,choice,0#n° #1|1#b}",
            "{0} {x}",
        ] {
            assert!(convert_message(pattern).is_err(), "{pattern}");
        }
        assert_eq!(convert_message("{0,date,dd/MM}").unwrap().notes.len(), 1);
    }
}
