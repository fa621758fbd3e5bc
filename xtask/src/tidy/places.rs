//! Nothing in the repository depends on the machine it was written on: no path of it, and no
//! registry but the public ones.

use super::{Finding, Repository};

/// Where packages may come from, by the file that names the place.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in repository.texts() {
        for (index, line) in text.lines().enumerate() {
            if let Some(message) = private_path(line, &repository.private_folders)
                .or_else(|| private_registry(path, line))
            {
                findings.push(Finding::new(path, index + 1, message));
            }
        }
    }
    findings
}

fn private_path(line: &str, folders: &[String]) -> Option<String> {
    let folder = folders.iter().find(|folder| {
        line.match_indices(folder.as_str()).any(|(start, found)| {
            let after = line[start + found.len()..].chars().next();
            !after.is_some_and(|c| c.is_alphanumeric() || c == '-' || c == '_')
        })
    })?;
    Some(format!("names `{folder}`, a folder of this machine: write a path from the root"))
}

fn private_registry(path: &str, line: &str) -> Option<String> {
    let file = path.rsplit('/').next().unwrap_or_default();
    let line = line.trim();
    let value = |key: &str| {
        let rest = line.strip_prefix(key)?.trim_start().strip_prefix(['=', ':'])?;
        Some(rest.trim().trim_end_matches(',').trim_matches('"'))
    };
    match file {
        "Cargo.lock" => {
            let source = value("source")?;
            (source != CRATES_IO)
                .then(|| format!("takes a crate from `{source}`: use one of crates.io"))
        }
        "package-lock.json" => {
            let resolved = value("\"resolved\"")?;
            let local = !resolved.contains("://") && !resolved.starts_with("git");
            (!local).then(|| {
                format!(
                    "takes a package from `{resolved}`: make the file again with \
                     `npm install --package-lock-only --omit-lockfile-registry-resolved`"
                )
            })
        }
        ".npmrc" | ".yarnrc" | "pip.conf" => {
            line.contains("://").then(|| "sets a registry: leave that to each machine".to_owned())
        }
        _ if file.starts_with("requirements") && file.ends_with(".txt") => line
            .contains("://")
            .then(|| "names where packages come from: leave that to each machine".to_owned()),
        "config.toml" if path.contains(".cargo/") => {
            let sets =
                ["[source", "[registr", "replace-with"].iter().any(|it| line.starts_with(it));
            sets.then(|| "sets a registry: leave that to each machine".to_owned())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::check as check_rule;

    fn check(path: &str, text: &str, expected: &[&str]) {
        check_rule(super::check, &[(path, text)], expected);
    }

    #[test]
    fn no_file_names_a_folder_of_this_machine() {
        check(
            "docs/a.md",
            "run /home/me/palabre/target/x\n",
            &["a.md:1: names `/home/me/palabre`"],
        );
        check("docs/a.md", "`/home/me/palabre`\n", &["names"]);
        check("docs/a.md", "/home/me/palabre-data and ./palabre\n", &[]);
    }

    #[test]
    fn lock_files_name_no_registry_but_that_of_crates() {
        let crates_io = "source = \"registry+https://github.com/rust-lang/crates.io-index\"\n";
        check("Cargo.lock", crates_io, &[]);
        check("Cargo.lock", "source = \"git+https://example.org/x\"\n", &["takes a crate from"]);
        let other = "      \"resolved\": \"https://npm.example.org/a/-/a-1.0.0.tgz\",\n";
        check(
            "studio/package-lock.json",
            other,
            &["takes a package from `https://npm.example.org"],
        );
        check("studio/package-lock.json", "\"resolved\": \"packages/a\",\n", &[]);
    }

    #[test]
    fn no_setting_chooses_a_registry() {
        check(".npmrc", "save-exact=true\n", &[]);
        check("studio/.npmrc", "registry=https://npm.example.org\n", &["sets a registry"]);
        check(".cargo/config.toml", "[alias]\nxtask = \"run\"\n", &[]);
        check(".cargo/config.toml", "[source.crates-io]\n", &["sets a registry"]);
    }
}
