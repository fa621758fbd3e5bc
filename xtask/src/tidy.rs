//! The rules of the repository that no compiler checks.
//!
//! A rule is a function from the files to findings; a finding says where, what is wrong and what
//! to do. Rules never touch the disk, so each is tested on a repository of a few lines.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::process::Command;

use crate::commands::output;

mod code;
mod documents;
mod edges;
mod links;
mod manifests;
mod markdown;
mod places;
mod text;

/// Something that breaks a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    file: String,
    /// From 1; 0 when it concerns the whole file.
    line: usize,
    message: String,
}

impl Finding {
    fn new(file: &str, line: usize, message: impl Into<String>) -> Self {
        Self { file: file.to_owned(), line, message: message.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.message),
            line => write!(f, "{}:{line}: {}", self.file, self.message),
        }
    }
}

/// The files that git knows or would add, by path from the root.
#[derive(Debug, Default)]
pub struct Repository {
    /// `None` for files that are not UTF-8 text.
    files: BTreeMap<String, Option<String>>,
    /// Absolute folders of this machine that no file may name.
    private_folders: Vec<String>,
}

impl Repository {
    /// Reads every file.
    pub fn read(root: &Path) -> Result<Self, String> {
        let listed = output(Command::new("git").current_dir(root).args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ]))?;
        let mut files = BTreeMap::new();
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            // A file that was deleted but not yet from the index is no longer part of it.
            if let Ok(bytes) = std::fs::read(root.join(path)) {
                files.insert(path.to_owned(), String::from_utf8(bytes).ok());
            }
        }
        let home = std::env::var("HOME").ok();
        let private_folders = [Some(root.display().to_string()), home]
            .into_iter()
            .flatten()
            // `/root` is a word of every machine.
            .filter(|folder| folder.matches('/').count() > 1)
            .collect();
        Ok(Self { files, private_folders })
    }

    /// The text files, with their paths.
    fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Whether there is a file or a folder of that path.
    fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        path.is_empty()
            || self.files.contains_key(path)
            || self.files.range(folder.clone()..).next().is_some_and(|it| it.0.starts_with(&folder))
    }

    /// The manifests of the workspace's crates. What has a workspace of its own is none of them.
    fn manifests(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_ours = |text: &str| text.contains("[package]") && !text.contains("\n[workspace]");
        self.texts().filter(move |(path, text)| path.ends_with("/Cargo.toml") && is_ours(text))
    }

    #[cfg(test)]
    fn of(files: &[(&str, &str)]) -> Self {
        let files = files
            .iter()
            .map(|(path, text)| ((*path).to_owned(), Some((*text).to_owned())))
            .collect();
        Self { files, private_folders: vec!["/home/me/palabre".into()] }
    }
}

/// Everything that breaks a rule, in the order of the files.
pub fn findings(repository: &Repository) -> Vec<Finding> {
    let rules: [fn(&Repository) -> Vec<Finding>; 7] = [
        edges::check,
        manifests::check,
        code::check,
        places::check,
        links::check,
        documents::check,
        text::check,
    ];
    let mut findings: Vec<Finding> = rules.iter().flat_map(|rule| rule(repository)).collect();
    findings.sort();
    findings
}

/// Tests a rule: `rule` on `files` finds exactly one thing for each of `expected`, in order, and
/// says that text of it.
#[cfg(test)]
fn check(rule: fn(&Repository) -> Vec<Finding>, files: &[(&str, &str)], expected: &[&str]) {
    let mut findings = rule(&Repository::of(files));
    findings.sort();
    let shown: Vec<String> = findings.iter().map(Finding::to_string).collect();
    assert_eq!(shown.len(), expected.len(), "found {shown:#?} instead of {expected:#?}");
    for (shown, expected) in shown.iter().zip(expected) {
        assert!(shown.contains(expected), "`{shown}` does not say `{expected}`");
    }
}
