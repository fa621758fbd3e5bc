//! Every link from one of our documents to another leads somewhere.

use super::markdown::{anchor, heading, link_targets, prose};
use super::{Finding, Repository};

pub fn check(repository: &Repository) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in repository.texts().filter(|(path, _)| is_document(path)) {
        for (line, target) in prose(text)
            .flat_map(|(number, line)| link_targets(line).into_iter().map(move |t| (number, t)))
        {
            if let Some(message) = broken(repository, path, target) {
                findings.push(Finding::new(path, line, message));
            }
        }
    }
    findings
}

/// Files of a bot are Markdown too, but what looks like a link in them marks an entity.
fn is_document(path: &str) -> bool {
    path.ends_with(".md") && !path.contains("/intents/")
}

fn broken(repository: &Repository, from: &str, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") || target.is_empty() {
        return None;
    }
    let (file, part) =
        target.split_once('#').map_or((target, None), |(file, part)| (file, Some(part)));
    let Some(path) = resolve(from, file) else {
        return Some(format!("the link `{target}` leads out of the repository"));
    };
    if !repository.has(&path) {
        return Some(format!("the link `{target}` leads nowhere: there is no `{path}`"));
    }
    let part = part?;
    let text = repository.text(&path).filter(|_| path.ends_with(".md"))?;
    let found =
        prose(text).filter_map(|(_, line)| heading(line)).any(|title| anchor(title) == part);
    (!found).then(|| format!("the link `{target}` leads nowhere: `{path}` has no such heading"))
}

/// The path from the root that a link means; an empty link means its own file.
fn resolve(from: &str, link: &str) -> Option<String> {
    if link.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = match link.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => from.split('/').rev().skip(1).collect::<Vec<_>>().into_iter().rev().collect(),
    };
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::super::check as check_rule;

    fn check(link: &str, expected: &[&str]) {
        let page = format!("# A page\n\nSee [this]({link}).\n");
        let files = [
            ("README.md", "# Palabre\n"),
            ("docs/guide/a.md", page.as_str()),
            ("docs/b.md", "# One\n\n## Two words\n\n```\n## Not this\n```\n"),
            ("docs/images/c.png", ""),
        ];
        check_rule(super::check, &files, expected);
    }

    #[test]
    fn a_link_leads_to_a_file_a_folder_or_a_heading() {
        for link in [
            "../b.md",
            "../../README.md",
            "/README.md",
            "../images",
            "../images/c.png",
            "../b.md#two-words",
            "#a-page",
            "https://example.org/x",
            "mailto:me@example.org",
        ] {
            check(link, &[]);
        }
        check("b.md", &["a.md:3: the link `b.md` leads nowhere: there is no `docs/guide/b.md`"]);
        check("../b.md#three", &["has no such heading"]);
        check("../b.md#not-this", &["has no such heading"]);
        check("../../../b.md", &["leads out of the repository"]);
    }
}
