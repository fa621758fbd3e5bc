//! As much of Markdown as the rules need: headings, tables, links, names in backticks.

/// A line of text with its number, code blocks left out.
pub fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fence: Option<&str> = None;
    text.lines().enumerate().filter_map(move |(index, line)| {
        let trimmed = line.trim_start();
        let opens = ["```", "~~~"].into_iter().find(|mark| trimmed.starts_with(mark));
        match (fence, opens) {
            (None, Some(mark)) => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            (None, None) => return Some((index + 1, line)),
            _ => {}
        }
        None
    })
}

/// The text of a heading line without its marks.
pub fn heading(line: &str) -> Option<&str> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let rest = line.get(level..)?;
    (1..=6).contains(&level).then_some(rest)?.strip_prefix(' ').map(str::trim)
}

/// The rows of the first table below a heading, cells trimmed, the head left out.
pub fn table_below<'a>(text: &'a str, title: &str) -> Option<Vec<(usize, Vec<&'a str>)>> {
    let mut lines = prose(text).skip_while(|(_, line)| heading(line) != Some(title));
    lines.next()?;
    let rows: Vec<(usize, Vec<&str>)> = lines
        .take_while(|(_, line)| heading(line).is_none())
        .skip_while(|(_, line)| !line.starts_with('|'))
        .take_while(|(_, line)| line.starts_with('|'))
        .map(|(number, line)| {
            (number, line.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>())
        })
        .collect();
    // The first two lines are the titles of the columns and the ruler.
    rows.get(2..).map(<[_]>::to_vec)
}

/// What stands between backticks.
pub fn names_in_backticks(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// The targets of the links in a line, pictures included, code left out.
pub fn link_targets(line: &str) -> Vec<&str> {
    // Every second piece between backticks is code.
    let mut targets = Vec::new();
    for piece in line.split('`').step_by(2) {
        let mut rest = piece;
        while let Some(start) = rest.find("](") {
            rest = &rest[start + 2..];
            let Some(end) = rest.find(')') else { break };
            targets.push(rest[..end].split_whitespace().next().unwrap_or_default());
            rest = &rest[end..];
        }
    }
    // A reference: `[name]: target`.
    if let Some((name, target)) = line.split_once("]: ")
        && name.starts_with('[')
        && !name.starts_with("[^")
    {
        targets.push(target.split_whitespace().next().unwrap_or_default());
    }
    targets
}

/// The anchor that GitHub gives a heading.
pub fn anchor(title: &str) -> String {
    title
        .to_lowercase()
        .chars()
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_blocks_are_no_prose() {
        let text = "a\n```\n# b\n~~~\n```\nc";
        assert_eq!(prose(text).collect::<Vec<_>>(), [(1, "a"), (6, "c")]);
    }

    #[test]
    fn the_first_table_below_a_heading_is_read_without_its_head() {
        let text =
            "## A\n| x |\n|---|\n| 1 |\n## B\ntext\n\n| x | y |\n|--|--|\n| 1 | `b` |\n\n| 3 |";
        assert_eq!(table_below(text, "B"), Some(vec![(10, vec!["1", "`b`"])]));
        assert_eq!(table_below(text, "C"), None);
    }

    #[test]
    fn links_are_found_wherever_they_stand() {
        let check = |line: &str, expected: &[&str]| assert_eq!(link_targets(line), expected);
        check("see [a](b.md) and ![c](d.png \"title\").", &["b.md", "d.png"]);
        check("not `[a](b)` in code", &[]);
        check("[name]: docs/a.md", &["docs/a.md"]);
        check("[a](#part)", &["#part"]);
    }

    #[test]
    fn anchors_are_made_as_on_github() {
        let check = |title: &str, expected: &str| assert_eq!(anchor(title), expected);
        check("The life of a turn", "the-life-of-a-turn");
        check("I want to…", "i-want-to");
        check("`cargo xtask`, twice", "cargo-xtask-twice");
    }
}
