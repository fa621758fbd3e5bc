//! Reading what Rust's test runner prints, so that people see what matters of it: failures, skips
//! and the closing lines. Tests that cannot run somewhere pass and print a line that begins with
//! `skipped`; the runner hides the output of tests that pass, and this brings it back.

use std::collections::BTreeSet;

use crate::report::Counts;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Section {
    #[default]
    Outside,
    Running,
    Successes,
    Failures,
}

/// Follows the output of `cargo test … -- --show-output`, line by line.
#[derive(Debug, Default)]
pub struct Reader {
    section: Section,
    test: String,
    skipped_here: BTreeSet<String>,
    counts: Counts,
    closing_lines: Vec<String>,
}

impl Reader {
    /// What a person should see of this line.
    pub fn read(&mut self, line: &str) -> Option<String> {
        if line.starts_with("running ") && line.ends_with(['s', 't']) && line.contains(" test") {
            self.section = Section::Running;
            return None;
        }
        if line.starts_with("test result: ") {
            return Some(self.close(line));
        }
        match (self.section, line) {
            (Section::Running | Section::Failures, "successes:") => {
                self.section = Section::Successes;
                None
            }
            (Section::Running | Section::Successes, "failures:") => {
                self.section = Section::Failures;
                Some(line.to_owned())
            }
            (Section::Running, line)
                if line.is_empty() || line.starts_with("test ") && line.ends_with("... ok") =>
            {
                None
            }
            (Section::Successes, line) => {
                if let Some(rest) = line.strip_prefix("---- ") {
                    self.test = rest.trim_end_matches(" stdout ----").to_owned();
                } else if line.trim_start().starts_with("skipped") {
                    self.skipped_here.insert(self.test.clone());
                    return Some(format!("{} ({})", line.trim_start(), self.test));
                } else if line.trim_start().starts_with("measured") {
                    return Some(format!("{} ({})", line.trim_start(), self.test));
                }
                None
            }
            (_, line) => Some(line.to_owned()),
        }
    }

    /// The sum of all that was read, and each runner's last line.
    pub fn finish(self) -> (Counts, Vec<String>) {
        (self.counts, self.closing_lines)
    }

    fn close(&mut self, line: &str) -> String {
        let skipped = std::mem::take(&mut self.skipped_here).len();
        self.counts.add(Counts {
            passed: number_before(line, " passed").saturating_sub(skipped),
            failed: number_before(line, " failed"),
            skipped: number_before(line, " ignored") + skipped,
        });
        self.section = Section::Outside;
        self.closing_lines.push(line.to_owned());
        line.to_owned()
    }
}

/// The number that stands right before a word: 12 for `12 passed; 3 failed` and ` passed`.
pub fn number_before(line: &str, word: &str) -> usize {
    let Some(end) = line.find(word) else { return 0 };
    let digits = line[..end].bytes().rev().take_while(u8::is_ascii_digit).count();
    line[end - digits..end].parse().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(output: &str, shown: &str, counts: (usize, usize, usize)) {
        let mut reader = Reader::default();
        let lines: Vec<String> = output.lines().filter_map(|line| reader.read(line)).collect();
        assert_eq!(lines.join("\n"), shown.trim_end());
        let (found, _) = reader.finish();
        assert_eq!((found.passed, found.failed, found.skipped), counts);
    }

    #[test]
    fn tests_that_pass_are_only_counted() {
        check(
            "\nrunning 2 tests\ntest a ... ok\ntest b ... ignored\n\nsuccesses:\n\nsuccesses:\n    a\n\ntest result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out\n",
            "\ntest b ... ignored\ntest result: ok. 1 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out",
            (1, 0, 1),
        );
    }

    #[test]
    fn a_test_that_says_it_was_skipped_is_shown_and_not_counted_as_passed() {
        check(
            "running 2 tests\ntest a ... ok\ntest b ... ok\nsuccesses:\n\n---- a stdout ----\nskipped: no data\nskipped: none at all\n\n---- b stdout ----\nchatter\n\nsuccesses:\n    a\n    b\n\ntest result: ok. 2 passed; 0 failed; 0 ignored\n",
            "skipped: no data (a)\nskipped: none at all (a)\ntest result: ok. 2 passed; 0 failed; 0 ignored",
            (1, 0, 1),
        );
    }

    #[test]
    fn the_output_of_a_failure_is_shown_whole() {
        check(
            "running 1 test\ntest a ... FAILED\n\nfailures:\n\n---- a stdout ----\nleft: 1\n\nfailures:\n    a\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored\n",
            "test a ... FAILED\nfailures:\n\n---- a stdout ----\nleft: 1\n\nfailures:\n    a\n\ntest result: FAILED. 0 passed; 1 failed; 0 ignored",
            (0, 1, 0),
        );
    }

    #[test]
    fn a_test_that_runs_long_is_shown() {
        check(
            "running 1 test\ntest a has been running for over 60 seconds\ntest a ... ok\n\ntest result: ok. 1 passed; 0 failed; 0 ignored\n",
            "test a has been running for over 60 seconds\ntest result: ok. 1 passed; 0 failed; 0 ignored",
            (1, 0, 0),
        );
    }
}
