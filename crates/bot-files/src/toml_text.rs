//! TOML as a person would write it: short things on one line, lists of tables one table a line.

/// A line longer than this is broken where a list allows it.
const WIDTH_MAX: usize = 100;

/// A value to write.
#[derive(Debug, Clone)]
pub(crate) enum Toml {
    Text(String),
    /// A number or a truth, as written.
    Word(String),
    List(Vec<Toml>),
    Table(Vec<(&'static str, Toml)>),
    /// A table with keys that come from the bot.
    Pairs(Vec<(String, Toml)>),
}

impl Toml {
    pub fn text(text: impl ToString) -> Self {
        Self::Text(text.to_string())
    }

    pub fn texts<T: ToString>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    pub fn word(word: impl ToString) -> Self {
        Self::Word(word.to_string())
    }

    pub fn number(number: f64) -> Self {
        // `{:?}` keeps the point, so that it stays a float, and reads back as the same number.
        Self::Word(format!("{number:?}"))
    }

    fn holds_table(&self) -> bool {
        match self {
            Self::Text(_) | Self::Word(_) => false,
            Self::List(items) => items.iter().any(Self::holds_table),
            Self::Table(_) | Self::Pairs(_) => true,
        }
    }
}

/// A TOML file in the making.
#[derive(Default)]
pub(crate) struct Writer {
    out: String,
}

impl Writer {
    pub fn finish(self) -> String {
        self.out
    }

    /// Begins a table; an empty line stands before it.
    pub fn header(&mut self, path: &[String]) {
        self.open("[", path, "]");
    }

    /// Begins a table of a list of tables.
    pub fn list_header(&mut self, path: &[String]) {
        self.open("[[", path, "]]");
    }

    fn open(&mut self, before: &str, path: &[String], after: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        let keys: Vec<String> = path.iter().map(|part| key(part)).collect();
        self.out.push_str(&format!("{before}{}{after}\n", keys.join(".")));
    }

    /// `key = value`, broken where it is long.
    pub fn pair(&mut self, name: &str, value: &Toml) {
        let name = key(name);
        let mut line = format!("{name} = ");
        let column = line.chars().count();
        push(&mut line, value, 0, column);
        self.out.push_str(&line);
        self.out.push('\n');
    }

    /// The same, if the text is not empty.
    pub fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.pair(name, &Toml::text(text));
        }
    }

    /// The same, if the list is not empty.
    pub fn list(&mut self, name: &str, items: Vec<Toml>) {
        if !items.is_empty() {
            self.pair(name, &Toml::List(items));
        }
    }

    /// A list with each item on a line of its own, however long.
    pub fn lines(&mut self, name: &str, items: &[Toml]) {
        self.out.push_str(&format!("{} = [\n", key(name)));
        for item in items {
            self.out.push_str("  ");
            push_flat(&mut self.out, item);
            self.out.push_str(",\n");
        }
        self.out.push_str("]\n");
    }
}

fn push(out: &mut String, value: &Toml, indent: usize, column: usize) {
    if !value.holds_table() {
        let mut flat = String::new();
        push_flat(&mut flat, value);
        let is_list = matches!(value, Toml::List(_));
        if !is_list || column + flat.chars().count() <= WIDTH_MAX {
            out.push_str(&if is_list { flat } else { scalar(value) });
            return;
        }
    }
    let mut flat = String::new();
    match value {
        Toml::List(items) => {
            out.push_str("[\n");
            for item in items {
                push_spaces(out, indent + 2);
                push(out, item, indent + 2, indent + 2);
                out.push_str(",\n");
            }
            push_spaces(out, indent);
            out.push(']');
        }
        Toml::Table(pairs) => {
            let pairs = pairs.iter().map(|(name, value)| (*name, value));
            push_table(out, pairs, |out, value| push(out, value, indent, column));
        }
        Toml::Pairs(_) | Toml::Text(_) | Toml::Word(_) => {
            push_flat(&mut flat, value);
            out.push_str(&flat);
        }
    }
}

/// A table stands on one line, but for the lists in it.
fn push_table<'v>(
    out: &mut String,
    pairs: impl Iterator<Item = (&'v str, &'v Toml)>,
    mut push_value: impl FnMut(&mut String, &Toml),
) {
    out.push('{');
    for (position, (name, value)) in pairs.enumerate() {
        out.push_str(if position == 0 { " " } else { ", " });
        out.push_str(&key(name));
        out.push_str(" = ");
        match value {
            Toml::Text(text) => out.push_str(&line_string(text)),
            value => push_value(out, value),
        }
    }
    out.push_str(" }");
}

fn push_flat(out: &mut String, value: &Toml) {
    match value {
        Toml::Text(text) => out.push_str(&line_string(text)),
        Toml::Word(word) => out.push_str(word),
        Toml::List(items) => {
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push_str(", ");
                }
                push_flat(out, item);
            }
            out.push(']');
        }
        Toml::Table(pairs) => {
            push_table(out, pairs.iter().map(|(name, value)| (*name, value)), push_flat);
        }
        Toml::Pairs(pairs) => {
            push_table(out, pairs.iter().map(|(name, value)| (name.as_str(), value)), push_flat);
        }
    }
}

fn push_spaces(out: &mut String, count: usize) {
    out.extend(std::iter::repeat_n(' ', count));
}

fn scalar(value: &Toml) -> String {
    match value {
        Toml::Text(text) => string(text),
        Toml::Word(word) => word.clone(),
        Toml::List(_) | Toml::Table(_) | Toml::Pairs(_) => String::new(),
    }
}

/// A key, in quotes where it must be.
pub(crate) fn key(name: &str) -> String {
    let is_bare = !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    if is_bare { name.to_owned() } else { line_string(name) }
}

/// A text; over several lines if it has several.
fn string(text: &str) -> String {
    let odd = |c: char| (c.is_control() && c != '\n') || c == '\u{feff}';
    if !text.contains('\n') || text.contains(odd) || text.ends_with([' ', '\t']) {
        return line_string(text);
    }
    // Lines that end in spaces would lose them in many editors.
    if text.contains(" \n") {
        return line_string(text);
    }
    // Only two quotes together, or one at the end, could be taken for the three that end it.
    let mut inner = text.replace('\\', "\\\\").replace("\"\"", "\\\"\\\"");
    if inner.ends_with('"') && !inner.ends_with("\\\"") {
        inner.pop();
        inner.push_str("\\\"");
    }
    format!("\"\"\"\n{inner}\"\"\"")
}

/// A text on one line.
pub(crate) fn line_string(text: &str) -> String {
    let odd = |c: char| c.is_control() || c == '\u{feff}';
    let quotes = text.contains(['"', '\\']);
    if quotes && !text.contains('\'') && !text.contains(odd) {
        return format!("'{text}'");
    }
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if odd(c) => {
                out.push_str(&format!("\\u{:04X}", u32::from(c)));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str) {
        for written in [string(text), line_string(text)] {
            let table: toml::Table = format!("x = {written}").parse().unwrap();
            assert_eq!(table["x"].as_str(), Some(text), "{written}");
        }
        let table: toml::Table = format!("{} = 1", key(text)).parse().unwrap();
        assert_eq!(table.keys().next().map(String::as_str), Some(text));
    }

    #[test]
    fn texts_and_keys_are_read_as_they_were_written() {
        for text in [
            "",
            "a",
            "l'été",
            "say \"yes\"",
            "l'a \"b\" \\",
            "one\ntwo",
            "\n",
            "one\n\n\"\"\" two \"\"",
            "q\n\"",
            "q\n\\\"",
            "back\\slash\n",
            "tab\tcr\r\nbell\u{7}del\u{7f}c1\u{85}",
            "ends in space \nx",
            "x\ny ",
            "\u{feff}x\u{2028}",
        ] {
            check(text);
        }
    }
}
