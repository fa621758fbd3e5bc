//! Whether every dependency has a licence we accept, comes from crates.io and is not banned.
//!
//! Reads the parts `licenses`, `sources` and `bans` of `deny.toml`, in the format of cargo-deny,
//! so that `cargo deny check` gives the same verdict where it is installed (and knows security
//! advisories as well, which this does not). See ADR 008.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::commands::{cargo, output};
use crate::report::Outcome;

/// Checks the whole dependency graph, of all platforms.
pub fn check(root: &Path) -> Outcome {
    let policy = match std::fs::read_to_string(root.join("deny.toml")) {
        Ok(text) => match Policy::read(&text) {
            Ok(policy) => policy,
            Err(reason) => return Outcome::failed(format!("`deny.toml`: {reason}")),
        },
        Err(error) => return Outcome::failed(format!("`deny.toml` cannot be read: {error}")),
    };
    let metadata =
        output(cargo().current_dir(root).args(["metadata", "--format-version", "1", "--quiet"]));
    let metadata: Value = match metadata
        .and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()))
    {
        Ok(metadata) => metadata,
        Err(reason) => return Outcome::failed(reason),
    };
    let packages: Vec<Package> =
        metadata["packages"].as_array().into_iter().flatten().map(Package::of).collect();
    let findings = policy.findings(&packages);
    for finding in &findings {
        println!("{finding}");
    }
    println!("{} packages read", packages.len());
    if findings.is_empty() {
        Outcome::passed()
    } else {
        Outcome::failed(format!("{} dependencies break `deny.toml`", findings.len()))
    }
}

struct Package {
    name: String,
    version: String,
    licence: Option<String>,
    /// `None` for our own crates.
    source: Option<String>,
}

impl Package {
    fn of(package: &Value) -> Self {
        let text = |key: &str| package[key].as_str().map(str::to_owned);
        Self {
            name: text("name").unwrap_or_default(),
            version: text("version").unwrap_or_default(),
            licence: text("license"),
            source: text("source"),
        }
    }
}

#[derive(Debug, Default)]
struct Policy {
    allowed_licences: BTreeSet<String>,
    /// Crate and the licences allowed for it alone.
    exceptions: Vec<(String, BTreeSet<String>)>,
    /// Crate and the licence that its files state where its manifest does not.
    clarified: Vec<(String, String)>,
    allowed_registries: BTreeSet<String>,
    banned: BTreeSet<String>,
}

impl Policy {
    fn read(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|error| format!("{error}"))?;
        let part = |name: &str| table.get(name).and_then(toml::Value::as_table);
        let licences = part("licenses").ok_or("the table `licenses` is missing")?;
        let sources = part("sources").ok_or("the table `sources` is missing")?;
        Ok(Self {
            allowed_licences: texts(licences.get("allow")),
            exceptions: tables(licences.get("exceptions"))
                .map(|it| (crate_name(it), texts(it.get("allow"))))
                .collect(),
            clarified: tables(licences.get("clarify"))
                .map(|it| (crate_name(it), text_of(it.get("expression"))))
                .collect(),
            allowed_registries: texts(sources.get("allow-registry")),
            banned: part("bans")
                .map(|bans| tables(bans.get("deny")).map(crate_name).collect())
                .unwrap_or_default(),
        })
    }

    fn findings(&self, packages: &[Package]) -> Vec<String> {
        packages
            .iter()
            .filter_map(|package| Some((package, package.source.as_deref()?)))
            .flat_map(|(package, source)| self.findings_of(package, source))
            .collect()
    }

    fn findings_of(&self, package: &Package, source: &str) -> Vec<String> {
        let Package { name, version, .. } = package;
        let mut findings = Vec::new();
        let clarified = self.clarified.iter().find(|(of, _)| of == name).map(|(_, it)| it);
        match clarified.or(package.licence.as_ref()) {
            None => findings.push(format!(
                "`{name}` {version} states no licence; replace it, or add it to `licenses.clarify`"
            )),
            Some(licence) if !self.accepts(name, licence) => findings.push(format!(
                "`{name}` {version} is under `{licence}`, which `licenses.allow` does not hold; \
                 replace it, or add a `licenses.exceptions` entry with the reason"
            )),
            Some(_) => {}
        }
        let registry = source.strip_prefix("registry+").unwrap_or(source);
        if !self.allowed_registries.contains(registry) {
            findings.push(format!(
                "`{name}` {version} comes from `{registry}`; only `sources.allow-registry` may be \
                 used, since others may vanish or ask for a password"
            ));
        }
        if self.banned.contains(name) {
            findings.push(format!("`{name}` {version} is banned; `bans.deny` says why"));
        }
        findings
    }

    fn accepts(&self, name: &str, licence: &str) -> bool {
        let more = self.exceptions.iter().find(|(of, _)| of == name).map(|(_, allowed)| allowed);
        let allowed =
            |id: &str| self.allowed_licences.contains(id) || more.is_some_and(|it| it.contains(id));
        satisfied(licence, &allowed)
    }
}

/// Whether a licence expression can be met with the allowed licences. Understands `AND`, `OR`,
/// `WITH`, parentheses, and the `/` of old manifests, which means `OR`.
fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any_of(&words, &mut at, allowed) && at == words.len()
}

fn any_of(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = all_of(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= all_of(words, at, allowed);
    }
    met
}

fn all_of(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    let mut met = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= one(words, at, allowed);
    }
    met
}

fn one(words: &[&str], at: &mut usize, allowed: &dyn Fn(&str) -> bool) -> bool {
    match words.get(*at) {
        Some(&"(") => {
            *at += 1;
            let met = any_of(words, at, allowed);
            let closed = words.get(*at) == Some(&")");
            *at += 1;
            met && closed
        }
        Some(&id) => {
            *at += 1;
            if words.get(*at) == Some(&"WITH") {
                let exception = words.get(*at + 1).copied().unwrap_or_default();
                *at += 2;
                // An exception only adds rights to its licence.
                return allowed(&format!("{id} WITH {exception}")) || allowed(id);
            }
            allowed(id)
        }
        None => false,
    }
}

fn texts(value: Option<&toml::Value>) -> BTreeSet<String> {
    let items = value.and_then(toml::Value::as_array).into_iter().flatten();
    items.filter_map(|it| it.as_str().map(str::to_owned)).collect()
}

fn tables(value: Option<&toml::Value>) -> impl Iterator<Item = &toml::Table> {
    value.and_then(toml::Value::as_array).into_iter().flatten().filter_map(toml::Value::as_table)
}

fn text_of(value: Option<&toml::Value>) -> String {
    value.and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}

fn crate_name(table: &toml::Table) -> String {
    text_of(table.get("crate").or_else(|| table.get("name")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_met_as_its_operators_say() {
        let check = |expression: &str, expected: bool| {
            let allowed = |id: &str| ["MIT", "Apache-2.0", "Unicode-3.0"].contains(&id);
            assert_eq!(satisfied(expression, &allowed), expected, "{expression}");
        };
        check("MIT", true);
        check("GPL-3.0", false);
        check("GPL-3.0 OR MIT", true);
        check("GPL-3.0 AND MIT", false);
        check("MIT/Apache-2.0", true);
        check("(MIT OR GPL-3.0) AND Unicode-3.0", true);
        check("(MIT OR GPL-3.0) AND OpenSSL", false);
        check("MIT OR GPL-3.0 AND OpenSSL", true);
        check("Apache-2.0 WITH LLVM-exception OR GPL-3.0", true);
        check("GPL-2.0 WITH Classpath-exception", false);
        check("(MIT", false);
        check("MIT Apache-2.0", false);
        check("", false);
    }

    #[test]
    fn a_dependency_that_breaks_the_policy_is_named_with_the_remedy() {
        let policy = Policy::read(
            r#"
            [licenses]
            allow = ["MIT"]
            exceptions = [{ crate = "icu", allow = ["Unicode-3.0"] }]
            clarify = [{ crate = "old", expression = "MIT" }]
            [sources]
            allow-registry = ["https://good"]
            [bans]
            deny = [{ crate = "openssl-sys", reason = "a C library" }]
            "#,
        )
        .unwrap();
        let check = |name: &str, licence: Option<&str>, source: Option<&str>, expected: &[&str]| {
            let package = Package {
                name: name.into(),
                version: "1.0.0".into(),
                licence: licence.map(str::to_owned),
                source: source.map(str::to_owned),
            };
            let findings = policy.findings(&[package]);
            assert_eq!(findings.len(), expected.len(), "{findings:?}");
            for (finding, part) in findings.iter().zip(expected) {
                assert!(finding.contains(part), "`{finding}` does not say `{part}`");
            }
        };
        let good = Some("registry+https://good");
        check("serde", Some("MIT"), good, &[]);
        check("ours", None, None, &[]);
        check("old", None, good, &[]);
        check("icu", Some("Unicode-3.0"), good, &[]);
        check("odd", None, good, &["states no licence"]);
        check("gpl", Some("GPL-3.0"), good, &["under `GPL-3.0`"]);
        check("far", Some("MIT"), Some("git+https://elsewhere"), &["comes from"]);
        check("openssl-sys", Some("MIT"), good, &["is banned"]);
    }
}
