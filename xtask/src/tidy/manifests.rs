//! Every crate's manifest follows the workspace's: one version, one licence, one set of lints, one
//! place for the versions of dependencies.

use super::{Finding, Repository};

/// The beginning of the names of crates that are published.
const PUBLISHED: &str = "palabre-";

const INHERITED: [&str; 5] = ["version", "edition", "rust-version", "license", "publish"];
const KINDS: [&str; 3] = ["dependencies", "dev-dependencies", "build-dependencies"];

pub fn check(repository: &Repository) -> Vec<Finding> {
    repository.manifests().flat_map(|(path, text)| check_one(path, text)).collect()
}

/// The dependencies of a manifest: their kind, their real name and how they are written.
pub fn dependencies(
    manifest: &toml::Table,
) -> impl Iterator<Item = (&'static str, (&str, &toml::Value))> {
    let for_all = std::iter::once(manifest);
    let for_some = manifest
        .get("target")
        .and_then(toml::Value::as_table)
        .into_iter()
        .flat_map(|targets| targets.values().filter_map(toml::Value::as_table));
    for_all.chain(for_some).flat_map(|table| {
        KINDS.into_iter().flat_map(move |kind| {
            let entries = table.get(kind).and_then(toml::Value::as_table).into_iter().flatten();
            entries.map(move |(name, value)| {
                let real = value.get("package").and_then(toml::Value::as_str);
                (kind, (real.unwrap_or(name), value))
            })
        })
    })
}

fn check_one(path: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut find = |message: String| findings.push(Finding::new(path, 0, message));
    let manifest: toml::Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => {
            find(format!("is not TOML: {error}"));
            return findings;
        }
    };
    let package = manifest.get("package").and_then(toml::Value::as_table);
    let name = package.and_then(|it| it.get("name")).and_then(toml::Value::as_str);
    // Names without the prefix are short because they are no others' business.
    let may_be_published = name.is_some_and(|name| name.starts_with(PUBLISHED));
    for key in INHERITED {
        let value = package.and_then(|it| it.get(key));
        let is_published = key == "publish" && value.and_then(toml::Value::as_bool) == Some(true);
        if !(is_inherited(value) || is_published && may_be_published) {
            find(format!("`package.{key}` must be inherited: write `{key}.workspace = true`"));
        }
    }
    if !package.is_some_and(|it| it.contains_key("description")) {
        find("`package.description` is missing: say in one line what the crate is".into());
    }
    if !is_inherited(manifest.get("lints")) {
        find("the lints must be inherited: write `[lints]` and `workspace = true`".into());
    }
    let folder = path.trim_end_matches("/Cargo.toml").rsplit('/').next();
    if name != folder {
        find(format!(
            "the folder is called `{}` and the crate `{}`: give both one name",
            folder.unwrap_or_default(),
            name.unwrap_or_default()
        ));
    }
    for (kind, (name, value)) in dependencies(&manifest) {
        if !is_inherited(Some(value)) {
            find(format!(
                "`{kind}.{name}` must be inherited: put its version into \
                 `[workspace.dependencies]` and write `{name} = {{ workspace = true }}`"
            ));
        }
    }
    findings
}

fn is_inherited(value: Option<&toml::Value>) -> bool {
    value.and_then(|it| it.get("workspace")).and_then(toml::Value::as_bool) == Some(true)
}

#[cfg(test)]
mod tests {
    use super::super::check as check_rule;

    const SOUND: &str = "\
[package]
name = \"nlu\"
description = \"d\"
version.workspace = true
edition.workspace = true
rust-version.workspace = true
license.workspace = true
publish.workspace = true
[lints]
workspace = true
[dependencies]
serde = { workspace = true }
";

    fn check(from: &str, to: &str, expected: &[&str]) {
        assert!(SOUND.contains(from));
        let text = SOUND.replace(from, to);
        check_rule(super::check, &[("crates/nlu/Cargo.toml", &text)], expected);
    }

    #[test]
    fn a_manifest_inherits_what_the_workspace_settles() {
        check("", "", &[]);
        check("license.workspace = true", "license = \"MIT\"", &["`package.license`"]);
        check("[lints]\nworkspace = true\n", "", &["the lints must be inherited"]);
        check("{ workspace = true }", "\"1.0\"", &["`dependencies.serde` must be inherited"]);
        check("description = \"d\"\n", "", &["`package.description` is missing"]);
        check("\"nlu\"", "\"brain\"", &["the folder is called `nlu` and the crate `brain`"]);
        check("[lints]", "[lints", &["is not TOML"]);
        check("publish.workspace = true", "publish = true", &["`package.publish`"]);
        let published = SOUND
            .replace("\"nlu\"", "\"palabre-nlu\"")
            .replace("publish.workspace = true", "publish = true");
        check_rule(super::check, &[("crates/palabre-nlu/Cargo.toml", &published)], &[]);
    }
}
