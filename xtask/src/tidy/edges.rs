//! Which crate may use which: the table "Allowed edges" of ARCHITECTURE.md, held against every
//! manifest. The document is the rule, so the two cannot differ.

use std::collections::{BTreeMap, BTreeSet};

use super::markdown::{names_in_backticks, table_below};
use super::{Finding, Repository};

const DOCUMENT: &str = "ARCHITECTURE.md";
const TABLE: &str = "Allowed edges";

/// Crates that bring a runtime, a network or a database, and the first floor that may use them.
const HEAVY: [&str; 4] = ["tokio", "axum", "sqlx", "reqwest"];
const HEAVY_FLOOR: u32 = 3;

struct Row<'a> {
    line: usize,
    /// `None` for crates that only tests or people at work use.
    floor: Option<u32>,
    may_use: BTreeSet<&'a str>,
    tests_may_use: BTreeSet<&'a str>,
}

pub fn check(repository: &Repository) -> Vec<Finding> {
    let table = repository.text(DOCUMENT).and_then(|text| table_below(text, TABLE));
    let Some(table) = table else {
        return vec![Finding::new(DOCUMENT, 0, format!("there is no table below \"{TABLE}\""))];
    };
    let rows: BTreeMap<&str, Row<'_>> = table.iter().filter_map(read_row).collect();
    let manifests: BTreeMap<String, (&str, toml::Table)> = repository
        .manifests()
        .filter_map(|(path, text)| {
            let table: toml::Table = text.parse().ok()?;
            let name = table.get("package")?.get("name")?.as_str()?.to_owned();
            Some((name, (path, table)))
        })
        .collect();

    let mut findings = directions(&rows);
    for (name, row) in &rows {
        if !manifests.contains_key(*name) {
            findings.push(Finding::new(
                DOCUMENT,
                row.line,
                format!("there is no crate `{name}`: take its row out of \"{TABLE}\""),
            ));
        }
    }
    for (name, (path, manifest)) in &manifests {
        match rows.get(name.as_str()) {
            None => findings.push(Finding::new(
                path,
                0,
                format!("`{name}` has no row in {DOCUMENT}, \"{TABLE}\": add one, with its floor"),
            )),
            Some(row) => {
                let ours = |dependency: &str| manifests.contains_key(dependency);
                findings.extend(uses(name, path, manifest, row, &ours));
            }
        }
    }
    findings
}

fn read_row<'a>((line, cells): &(usize, Vec<&'a str>)) -> Option<(&'a str, Row<'a>)> {
    let cell = |index: usize| cells.get(index).copied().unwrap_or_default();
    let name = names_in_backticks(cell(0)).first().copied()?;
    let row = Row {
        line: *line,
        floor: cell(1).parse().ok(),
        may_use: names_in_backticks(cell(2)).into_iter().collect(),
        tests_may_use: names_in_backticks(cell(3)).into_iter().collect(),
    };
    Some((name, row))
}

/// Every edge of the table leads down.
fn directions(rows: &BTreeMap<&str, Row<'_>>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (name, row) in rows {
        let Some(floor) = row.floor else { continue };
        for used in &row.may_use {
            let lower = rows.get(used).and_then(|it| it.floor).is_some_and(|it| it < floor);
            if !lower {
                findings.push(Finding::new(
                    DOCUMENT,
                    row.line,
                    format!("`{name}` may not use `{used}`: edges lead to a lower floor only"),
                ));
            }
        }
    }
    findings
}

fn uses(
    name: &str,
    path: &str,
    manifest: &toml::Table,
    row: &Row<'_>,
    ours: &dyn Fn(&str) -> bool,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let low = row.floor.is_some_and(|floor| floor < HEAVY_FLOOR);
    for (kind, dependency) in super::manifests::dependencies(manifest) {
        let in_tests = kind == "dev-dependencies";
        let dependency = dependency.0;
        if low && HEAVY.contains(&dependency) {
            findings.push(Finding::new(
                path,
                0,
                format!(
                    "`{name}` lies below floor {HEAVY_FLOOR} and may not use `{dependency}`: let a \
                     higher crate do the waiting and the I/O, and pass the result in"
                ),
            ));
        }
        let allowed = row.may_use.contains(dependency)
            || in_tests && (dependency == name || row.tests_may_use.contains(dependency));
        if ours(dependency) && !allowed {
            findings.push(Finding::new(
                path,
                0,
                format!(
                    "`{name}` may not use `{dependency}` ({DOCUMENT}, \"{TABLE}\"): take it out, \
                     and reach it through a type or trait of a crate that `{name}` may use"
                ),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::check as check_rule;

    const TABLE: &str = "## Allowed edges\n\n| Crate | Floor | May use | In tests also |\n|---|---|---|---|\n| `model` | 0 | | |\n| `nlu` | 2 | `model` | `testkit` |\n| `testkit` | tests | `model` | |\n";
    const MODEL: &str = "[package]\nname = \"model\"\n";
    const TESTKIT: &str =
        "[package]\nname = \"testkit\"\n[dependencies]\nmodel = { workspace = true }\n";

    fn check(nlu: &str, expected: &[&str]) {
        let nlu = format!("[package]\nname = \"nlu\"\n{nlu}");
        let files = [
            ("ARCHITECTURE.md", TABLE),
            ("crates/model/Cargo.toml", MODEL),
            ("crates/nlu/Cargo.toml", &nlu),
            ("crates/testkit/Cargo.toml", TESTKIT),
        ];
        check_rule(super::check, &files, expected);
    }

    #[test]
    fn a_crate_uses_what_its_row_says() {
        check("[dependencies]\nmodel = { workspace = true }\nserde = \"1\"\n", &[]);
        check("[dev-dependencies]\ntestkit = { workspace = true }\n", &[]);
        check("[dependencies]\ntestkit = { workspace = true }\n", &["may not use `testkit`"]);
        check("[build-dependencies]\ntestkit = { workspace = true }\n", &["`testkit`"]);
        check("[target.'cfg(unix)'.dependencies]\ntestkit = { path = \"x\" }\n", &["`testkit`"]);
    }

    #[test]
    fn a_renamed_crate_is_still_that_crate() {
        check("[dependencies]\nkit = { package = \"testkit\", path = \"x\" }\n", &["`testkit`"]);
    }

    #[test]
    fn low_floors_know_no_runtime_and_no_network() {
        check("[dependencies]\ntokio = { workspace = true }\n", &["may not use `tokio`"]);
        check("[dev-dependencies]\nreqwest = { workspace = true }\n", &["may not use `reqwest`"]);
    }

    #[test]
    fn the_table_and_the_crates_are_the_same_set() {
        check_rule(
            super::check,
            &[
                ("ARCHITECTURE.md", TABLE),
                ("crates/model/Cargo.toml", MODEL),
                ("crates/testkit/Cargo.toml", TESTKIT),
                ("crates/other/Cargo.toml", "[package]\nname = \"other\"\n"),
            ],
            &["there is no crate `nlu`", "`other` has no row"],
        );
        check_rule(super::check, &[("ARCHITECTURE.md", "none")], &["there is no table"]);
    }

    #[test]
    fn an_edge_that_leads_up_is_refused_in_the_table_itself() {
        let table = TABLE.replace("| `model` | 0 | |", "| `model` | 0 | `nlu` |");
        check_rule(
            super::check,
            &[
                ("ARCHITECTURE.md", &table),
                ("crates/model/Cargo.toml", MODEL),
                ("crates/nlu/Cargo.toml", "[package]\nname = \"nlu\"\n"),
                ("crates/testkit/Cargo.toml", TESTKIT),
            ],
            &["edges lead to a lower floor only"],
        );
    }
}
