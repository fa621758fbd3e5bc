//! What one reading gathers: findings, and where each part of the bot was written.

use std::cell::RefCell;
use std::collections::HashMap;

use model::Diagnostic;

/// A file being read.
pub(crate) struct SourceFile<'t> {
    pub path: &'t str,
    pub text: &'t str,
    line_starts: Vec<usize>,
}

impl<'t> SourceFile<'t> {
    pub fn new(path: &'t str, text: &'t str) -> Self {
        // Editors on Windows put a byte order mark in front.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let line_starts = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let line_starts =
            std::iter::once(0).chain(line_starts.map(|(at, _)| at + 1)).collect::<Vec<_>>();
        Self { path, text, line_starts }
    }

    /// The line of a byte, from 1.
    pub fn line_of(&self, byte: usize) -> usize {
        self.line_starts.partition_point(|start| *start <= byte)
    }

    /// The file's name without folder and ending.
    pub fn stem(&self) -> &'t str {
        let name = self.path.rsplit('/').next().unwrap_or(self.path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// Lines with their numbers from 1, without line ends.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &'t str)> + use<'t> {
        self.text
            .split('\n')
            .enumerate()
            .map(|(index, line)| (index + 1, line.strip_suffix('\r').unwrap_or(line)))
    }
}

/// A file and a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spot {
    pub file: std::sync::Arc<str>,
    pub line: usize,
}

/// What one reading gathers.
#[derive(Default)]
pub(crate) struct Session {
    findings: RefCell<Vec<Diagnostic>>,
    spots: RefCell<HashMap<String, Spot>>,
    files: RefCell<HashMap<String, std::sync::Arc<str>>>,
}

impl Session {
    /// Adds a finding at a line of a file.
    pub fn report(&self, file: &SourceFile<'_>, line: usize, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding.at(file.path, Some(line)));
    }

    /// Adds a finding about a file as a whole, or about none.
    pub fn report_anywhere(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
    }

    pub fn spot(&self, path: &str, line: usize) -> Spot {
        let mut files = self.files.borrow_mut();
        let known = files.get(path).cloned();
        let file = known.unwrap_or_else(|| {
            let file: std::sync::Arc<str> = path.into();
            files.insert(path.to_owned(), file.clone());
            file
        });
        Spot { file, line }
    }

    /// Remembers where a part of the bot is written. The first place wins: a part that is given
    /// twice is found where it was given first.
    pub fn remember(&self, part: String, file: &SourceFile<'_>, line: usize) {
        let spot = self.spot(file.path, line);
        self.remember_spot(part, spot);
    }

    pub fn remember_spot(&self, part: String, spot: Spot) {
        self.spots.borrow_mut().entry(part).or_insert(spot);
    }

    /// What reading found, in the order of files and lines, and where each part lies.
    pub fn finish(self) -> (Vec<Diagnostic>, Sources) {
        let mut findings = self.findings.into_inner();
        // What a broken line seems to say besides is noise.
        let broken: Vec<(Option<String>, Option<usize>)> = findings
            .iter()
            .filter(|finding| finding.code == "toml-syntax")
            .map(|finding| (finding.place.clone(), finding.line))
            .collect();
        findings.retain(|finding| {
            let is_at = |(place, line): &(Option<String>, Option<usize>)| {
                *place == finding.place && *line == finding.line
            };
            finding.code == "toml-syntax" || !broken.iter().any(is_at)
        });
        (findings, Sources { spots: self.spots.into_inner() })
    }
}

/// Where each part of a bot lies in its files.
#[derive(Debug, Clone, Default)]
pub struct Sources {
    spots: HashMap<String, Spot>,
}

impl Sources {
    /// Gives findings about parts of the bot (`stories[book].answers[0]`, `labels[hello].fr`) the
    /// file and the line of the part, or of what holds it. Others stay as they are.
    pub fn locate(&self, mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        for finding in &mut findings {
            if let Some(spot) = finding.place.as_deref().and_then(|part| nearest(&self.spots, part))
            {
                finding.place = Some(spot.file.to_string());
                finding.line = Some(spot.line);
            }
        }
        findings
    }
}

/// In the order of files and lines, each once.
pub(crate) fn in_order(mut findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
    findings.sort_by(|a, b| (&a.place, a.line).cmp(&(&b.place, b.line)));
    findings.dedup();
    findings
}

/// The spot of a part, else of the part that holds it, and so on.
fn nearest<'s>(spots: &'s HashMap<String, Spot>, part: &str) -> Option<&'s Spot> {
    let mut part = part;
    loop {
        if let Some(spot) = spots.get(part) {
            return Some(spot);
        }
        part = &part[..part.rfind(['.', '['])?];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_on_the_line_that_it_is_on() {
        let file = SourceFile::new("a/b.c.toml", "é\n\nxy\n");
        let lines: Vec<usize> = (0..7).map(|byte| file.line_of(byte)).collect();
        assert_eq!(lines, [1, 1, 1, 2, 3, 3, 3]);
        assert_eq!(file.stem(), "b.c");
    }

    #[test]
    fn a_part_without_a_line_has_the_line_of_what_holds_it() {
        let session = Session::default();
        let file = SourceFile::new("stories/a.toml", "");
        session.remember("stories[a]".into(), &file, 3);
        let finding = Diagnostic::error("x", "y", "z").at("stories[a].steps[b].answers[1]", None);
        let found = session.finish().1.locate(vec![finding]);
        assert_eq!((found[0].place.as_deref(), found[0].line), (Some("stories/a.toml"), Some(3)));
    }
}
