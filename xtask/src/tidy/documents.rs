//! The documents that must be there, and what they must hold.

use std::collections::BTreeMap;

use super::markdown::{heading, prose};
use super::{Finding, Repository};

const ADR_FOLDER: &str = "docs/adr/";
const ADR_INDEX: &str = "docs/adr/README.md";
const ADR_PARTS: [&str; 3] = ["Context", "Decision", "Consequences"];
const CHANGELOG: &str = "CHANGELOG.md";

pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut findings = decisions(repository);
    findings.extend(changelog(repository.text(CHANGELOG).unwrap_or_default()));
    findings
}

/// Decisions have a number of their own, three parts, and a line in the index.
fn decisions(repository: &Repository) -> Vec<Finding> {
    let index = repository.text(ADR_INDEX).unwrap_or_default();
    let mut findings = Vec::new();
    let mut by_number: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, text) in repository.texts() {
        let Some(name) = path.strip_prefix(ADR_FOLDER).filter(|name| *name != "README.md") else {
            continue;
        };
        let number = name.get(..3).filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
        match number {
            None => findings.push(Finding::new(path, 0, "its name must be `NNN-title.md`")),
            Some(number) => {
                if let Some(other) = by_number.insert(number, path) {
                    findings.push(Finding::new(
                        path,
                        0,
                        format!("`{other}` has number {number} already: take the next free one"),
                    ));
                }
            }
        }
        for part in ADR_PARTS {
            if !prose(text).any(|(_, line)| heading(line) == Some(part)) {
                findings.push(Finding::new(path, 0, format!("the part `## {part}` is missing")));
            }
        }
        if !index.contains(&format!("({name})")) {
            findings.push(Finding::new(
                path,
                0,
                format!("has no line in {ADR_INDEX}: add `[title]({name})`"),
            ));
        }
    }
    findings
}

/// What users notice stands under "Unreleased" until it is released.
fn changelog(text: &str) -> Option<Finding> {
    let mut lines = prose(text).skip_while(|(_, line)| heading(line) != Some("[Unreleased]"));
    let line = lines.next().map_or(0, |(number, _)| number);
    let told = lines
        .take_while(|(_, line)| !line.starts_with("## "))
        .any(|(_, line)| line.trim_start().starts_with("- "));
    (!told).then(|| {
        Finding::new(
            CHANGELOG,
            line,
            "`## [Unreleased]` holds no entry: say in one line what users will notice",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::check as check_rule;

    const CHANGELOG: (&str, &str) = ("CHANGELOG.md", "## [Unreleased]\n\n### Added\n\n- A bot.\n");
    const DECISION: &str = "# 1\n## Context\n## Decision\n## Consequences\n";
    const INDEX: (&str, &str) = ("docs/adr/README.md", "- [One](001-one.md)\n");

    #[test]
    fn a_decision_is_numbered_whole_and_listed() {
        let check = |files: &[(&str, &str)], expected: &[&str]| {
            let mut all = vec![CHANGELOG, INDEX];
            all.extend_from_slice(files);
            check_rule(super::check, &all, expected);
        };
        check(&[("docs/adr/001-one.md", DECISION)], &[]);
        check(&[("docs/adr/002-two.md", DECISION)], &["has no line in docs/adr/README.md"]);
        check(
            &[("docs/adr/001-one.md", "## Context\n## Decision\n")],
            &["`## Consequences` is missing"],
        );
        check(
            &[("docs/adr/001-one.md", DECISION), ("docs/adr/001-two.md", DECISION)],
            &["has number 001 already", "has no line"],
        );
    }

    #[test]
    fn the_changelog_tells_what_is_not_yet_released() {
        let check = |text: &str, expected: &[&str]| {
            check_rule(super::check, &[("CHANGELOG.md", text)], expected);
        };
        check(CHANGELOG.1, &[]);
        check(
            "## [Unreleased]\n\n## [0.1.0]\n\n- A bot.\n",
            &["CHANGELOG.md:1: `## [Unreleased]`"],
        );
        check("", &["holds no entry"]);
    }
}
