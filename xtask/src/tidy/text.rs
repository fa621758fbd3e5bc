//! Text files end with one line feed and have no blanks at the end of lines.

use super::{Finding, Repository};

pub fn check(repository: &Repository) -> Vec<Finding> {
    repository
        .texts()
        .filter(|(path, _)| !is_verbatim(path))
        .flat_map(|(path, text)| check_one(path, text))
        .collect()
}

/// Files that hold what a program printed or sent, byte by byte.
fn is_verbatim(path: &str) -> bool {
    path.ends_with(".snap") || path.ends_with(".proptest-regressions") || path.contains("/golden/")
}

fn check_one(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    // In Markdown two blanks at the end of a line are a line break, in a table of tab-separated
    // values a tab there is an empty cell.
    let blanks_count = !path.ends_with(".md") && !path.ends_with(".tsv");
    for (index, line) in text.split('\n').enumerate() {
        if line.ends_with('\r') {
            findings.push(Finding::new(path, index + 1, "ends with a carriage return: use LF"));
        } else if blanks_count && line.ends_with([' ', '\t']) {
            findings.push(Finding::new(path, index + 1, "has blanks at its end: take them away"));
        }
    }
    if !text.is_empty() && (!text.ends_with('\n') || text.ends_with("\n\n")) {
        let line = text.lines().count();
        findings.push(Finding::new(path, line, "the file must end with exactly one line feed"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::check as check_rule;

    #[test]
    fn lines_end_where_their_text_ends() {
        let check = |path: &str, text: &str, expected: &[&str]| {
            check_rule(super::check, &[(path, text)], expected);
        };
        check("a.rs", "a\nb\n", &[]);
        check("a.rs", "", &[]);
        check("a.rs", "a \nb\t\n", &["a.rs:1: has blanks", "a.rs:2: has blanks"]);
        check("a.md", "a  \nb\n", &[]);
        check("a.tsv", "a\t\n", &[]);
        check("a.rs", "a\r\n", &["carriage return"]);
        check("a.rs", "a", &["exactly one line feed"]);
        check("a.rs", "a\n\n", &["exactly one line feed"]);
        check("a.snap", "a ", &[]);
    }
}
