//! What the files of code are called, how long they are, and what they may not say.

use super::markdown::names_in_backticks;
use super::{Finding, Repository};

/// Names that say nothing about what a module is for, so that everything ends up in it.
const EMPTY_NAMES: [&str; 8] =
    ["utils", "util", "common", "helper", "helpers", "manager", "managers", "misc"];

/// A file has one subject. Beyond this many lines, its tests not counted, it usually has two.
const LINES_MAX: usize = 600;
const LONG_REASON: &str = "tidy: long because ";

/// The line of ARCHITECTURE.md that names the crates that may use unsafe code.
const UNSAFE_LINE: &str = "Crates that may allow unsafe code:";

pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    let unsafe_crates = unsafe_crates(repository);
    for (path, text) in repository.texts() {
        let extension = path.rsplit('.').next().unwrap_or_default();
        // Declarations alone (`.d.ts`) are generated.
        if !matches!(extension, "rs" | "ts" | "tsx" | "js" | "mjs") || path.ends_with(".d.ts") {
            continue;
        }
        findings.extend(names(path));
        findings.extend(length(path, text));
        if extension == "rs" {
            findings.extend(rust(path, text, &unsafe_crates));
        }
    }
    findings
}

fn names(path: &str) -> Option<Finding> {
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let name = stem.split('/').find(|part| EMPTY_NAMES.contains(&part.to_lowercase().as_str()))?;
    Some(Finding::new(
        path,
        0,
        format!("`{name}` says nothing: name the module after the one thing it is about"),
    ))
}

fn length(path: &str, text: &str) -> Option<Finding> {
    let lines = text.split("\n#[cfg(test)]\nmod ").next().unwrap_or_default().lines().count();
    (lines > LINES_MAX && !text.contains(LONG_REASON)).then(|| {
        Finding::new(
            path,
            0,
            format!(
                "{lines} lines are more than {LINES_MAX}: split it by subject, or say why not on a \
                 line `// {LONG_REASON}…`"
            ),
        )
    })
}

fn rust(path: &str, text: &str, unsafe_crates: &[&str]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if path.ends_with("src/lib.rs") && !text.starts_with("//!") {
        findings.push(Finding::new(
            path,
            1,
            "must open with `//!`: what the crate is, and what it must not do",
        ));
    }
    let owner = path.strip_prefix("crates/").and_then(|rest| rest.split('/').next());
    let may_be_unsafe = owner.is_some_and(|owner| unsafe_crates.contains(&owner));
    for (index, line) in text.lines().enumerate() {
        let code = line.trim_start();
        // Put together here, so that this file does not break its own rule.
        let allows_unsafe = [concat!("allow(", "unsafe_code"), concat!("expect(", "unsafe_code")];
        if !may_be_unsafe && allows_unsafe.iter().any(|it| code.contains(it)) {
            findings.push(Finding::new(
                path,
                index + 1,
                format!(
                    "unsafe code is denied here: find a safe way, or name the crate with its \
                     reason on the line \"{UNSAFE_LINE}\" of ARCHITECTURE.md"
                ),
            ));
        }
        if code.starts_with("#[ignore") {
            findings.push(Finding::new(
                path,
                index + 1,
                "a test that is switched off promises nothing: repair it, or assert what is true \
                 today and say why in a comment",
            ));
        }
    }
    findings
}

fn unsafe_crates(repository: &Repository) -> Vec<&str> {
    let text = repository.text("ARCHITECTURE.md").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with(UNSAFE_LINE));
    line.map(names_in_backticks).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::check as check_rule;

    fn check(path: &str, text: &str, expected: &[&str]) {
        let architecture = "Crates that may allow unsafe code: `vectors` (a dot product).\n";
        check_rule(super::check, &[("ARCHITECTURE.md", architecture), (path, text)], expected);
    }

    #[test]
    fn a_module_is_named_after_what_it_is_about() {
        check("crates/nlu/src/spans.rs", "", &[]);
        check("crates/nlu/src/utils.rs", "", &["`utils` says nothing"]);
        check("crates/nlu/src/common/spans.rs", "", &["`common` says nothing"]);
        check("studio/src/Helpers.ts", "", &["`Helpers` says nothing"]);
        check("docs/common/page.md", "", &[]);
    }

    #[test]
    fn a_long_file_needs_a_reason() {
        let long = "\n".repeat(601);
        check("crates/nlu/src/a.rs", &long, &["601 lines are more than 600"]);
        let reasoned = format!("// tidy: long because it is one table\n{long}");
        check("crates/nlu/src/a.rs", &reasoned, &[]);
        let tested = format!("a\n#[cfg(test)]\nmod tests {{{long}}}\n");
        check("crates/nlu/src/a.rs", &tested, &[]);
    }

    #[test]
    fn unsafe_code_is_for_named_crates_only() {
        let text = concat!("#![allow(", "unsafe_code)]\n");
        check("crates/vectors/src/dot.rs", text, &[]);
        check("crates/nlu/src/dot.rs", text, &["dot.rs:1: unsafe code is denied here"]);
    }

    #[test]
    fn a_library_says_what_it_is() {
        check("crates/nlu/src/lib.rs", "//! Text to understanding.\n", &[]);
        check("crates/nlu/src/lib.rs", "mod a;\n", &["must open with `//!`"]);
    }

    #[test]
    fn no_test_is_switched_off() {
        check("crates/nlu/src/a.rs", "    #[ignore = \"slow\"]\n", &["switched off"]);
    }
}
