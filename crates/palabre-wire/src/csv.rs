//! Tables as text, after RFC 4180: cells in quotes where they must be, `""` for a quote.

/// A row with the line it begins on, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The line.
    pub line: usize,
    /// Its cells.
    pub cells: Vec<String>,
}

/// Reads a table. Never fails: a quote that is not closed holds the rest. Empty lines are no rows.
///
/// ```
/// let rows = wire::csv::read("a;\"b;\"\"c\"\"\"\n", ';');
/// assert_eq!(rows[0].cells, ["a", "b;\"c\""]);
/// ```
pub fn read(text: &str, delimiter: char) -> Vec<Row> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut rows = Vec::new();
    let (mut line, mut begun_at) = (1, 1);
    let mut cells: Vec<String> = Vec::new();
    let mut cell = String::new();
    let (mut quoted, mut was_quoted) = (false, false);
    let mut chars = text.chars().peekable();
    loop {
        let c = chars.next();
        if c == Some('\n') {
            line += 1;
        }
        match c {
            Some('"') if quoted => match chars.peek() {
                Some('"') => {
                    chars.next();
                    cell.push('"');
                }
                _ => quoted = false,
            },
            Some(c) if quoted => cell.push(c),
            Some('"') if cell.is_empty() && !was_quoted => (quoted, was_quoted) = (true, true),
            Some(c) if c == delimiter => {
                cells.push(std::mem::take(&mut cell));
                was_quoted = false;
            }
            Some('\r') if chars.peek() == Some(&'\n') => {}
            None | Some('\n') => {
                let is_empty = cells.is_empty() && cell.is_empty() && !was_quoted;
                if !is_empty {
                    cells.push(std::mem::take(&mut cell));
                    rows.push(Row { line: begun_at, cells: std::mem::take(&mut cells) });
                }
                was_quoted = false;
                begun_at = line;
                if c.is_none() {
                    return rows;
                }
            }
            Some(c) => cell.push(c),
        }
    }
}

/// Appends a row.
pub fn write<T: AsRef<str>>(out: &mut String, cells: &[T], delimiter: char) {
    for (position, cell) in cells.iter().map(AsRef::as_ref).enumerate() {
        if position > 0 {
            out.push(delimiter);
        }
        let must_quote = cell.contains([delimiter, '"', '\n', '\r'])
            || cell.starts_with([' ', '\t', '\u{feff}'])
            || cell.ends_with([' ', '\t'])
            // A row of one empty cell would be no row.
            || (cells.len() == 1 && cell.is_empty());
        if must_quote {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(cell);
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(text: &str, expected: &[(usize, &[&str])]) {
        let rows = read(text, ';');
        let rows: Vec<(usize, Vec<&str>)> = rows
            .iter()
            .map(|row| (row.line, row.cells.iter().map(String::as_str).collect()))
            .collect();
        let expected: Vec<(usize, Vec<&str>)> =
            expected.iter().map(|(line, cells)| (*line, cells.to_vec())).collect();
        assert_eq!(rows, expected, "{text:?}");
    }

    #[test]
    fn tables_are_read_with_the_lines_of_their_rows() {
        check("", &[]);
        check("\n\na;b\n", &[(3, &["a", "b"])]);
        check("\u{feff}a;b\r\nc\r\n", &[(1, &["a", "b"]), (2, &["c"])]);
        check("\"a\nb\";c\nd", &[(1, &["a\nb", "c"]), (3, &["d"])]);
        check("\"\"\n;", &[(1, &[""]), (2, &["", ""])]);
        check("a\"b;\"never closed", &[(1, &["a\"b", "never closed"])]);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(
            rows in proptest::collection::vec(proptest::collection::vec(any::<String>(), 1..4), 0..4)
        ) {
            let mut text = String::new();
            rows.iter().for_each(|row| write(&mut text, row, ';'));
            let read: Vec<Vec<String>> = read(&text, ';').into_iter().map(|row| row.cells).collect();
            prop_assert_eq!(read, rows);
        }
    }
}
