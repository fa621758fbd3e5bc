//! The stages of a run: what each came to, how long it took, and the sum at the end.

use std::time::{Duration, Instant};

/// How many tests or checks came to what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Counts {
    pub const ONE_PASSED: Counts = Counts { passed: 1, failed: 0, skipped: 0 };

    pub fn add(&mut self, other: Counts) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// What a stage came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing failed. The lines are what the runner said last.
    Passed { counts: Counts, closing_lines: Vec<String> },
    /// Something failed, for this reason.
    Failed { counts: Counts, closing_lines: Vec<String>, reason: String },
    /// It could not run here; the remedy says what to do. A failure where `CI` is set.
    Skipped { reason: String },
    /// There is nothing of this kind in the repository.
    Absent,
}

impl Outcome {
    pub fn passed() -> Self {
        Outcome::Passed { counts: Counts::ONE_PASSED, closing_lines: Vec::new() }
    }

    pub fn failed(reason: impl Into<String>) -> Self {
        Outcome::Failed {
            counts: Counts { failed: 1, ..Counts::default() },
            closing_lines: Vec::new(),
            reason: reason.into(),
        }
    }

    pub fn skipped(reason: impl Into<String>) -> Self {
        Outcome::Skipped { reason: reason.into() }
    }

    /// A single check that either passed or says why not.
    pub fn of(result: Result<(), String>) -> Self {
        match result {
            Ok(()) => Outcome::passed(),
            Err(reason) => Outcome::failed(reason),
        }
    }
}

struct Stage {
    name: &'static str,
    took: Duration,
    outcome: Outcome,
}

/// The stages run so far.
pub struct Report {
    stages: Vec<Stage>,
    began: Instant,
    skips_are_failures: bool,
}

impl Report {
    pub fn new(skips_are_failures: bool) -> Self {
        Self { stages: Vec::new(), began: Instant::now(), skips_are_failures }
    }

    /// Runs one stage. Later stages run even when it fails.
    pub fn stage(&mut self, name: &'static str, work: impl FnOnce() -> Outcome) -> bool {
        println!("\n=== {name}");
        let began = Instant::now();
        let outcome = work();
        let outcome = match outcome {
            Outcome::Skipped { reason } if self.skips_are_failures => {
                Outcome::failed(format!("could not run, and `CI` is set: {reason}"))
            }
            other => other,
        };
        match &outcome {
            Outcome::Failed { reason, .. } => println!("FAILED {name}: {reason}"),
            Outcome::Skipped { reason } => println!("skipped: {name}: {reason}"),
            Outcome::Passed { .. } | Outcome::Absent => {}
        }
        let fine = !matches!(outcome, Outcome::Failed { .. });
        self.stages.push(Stage { name, took: began.elapsed(), outcome });
        fine
    }

    /// Prints the times, the closing lines, the failures and the sum. True when nothing failed.
    pub fn close(self) -> bool {
        let (text, fine) = self.render(self.began.elapsed());
        print!("{text}");
        fine
    }

    fn render(&self, took: Duration) -> (String, bool) {
        let mut text = String::from("\n=== stages\n");
        let mut sum = Counts::default();
        let mut failures = Vec::new();
        for stage in &self.stages {
            let (word, counts) = match &stage.outcome {
                Outcome::Passed { counts, .. } => ("passed", *counts),
                Outcome::Failed { counts, reason, .. } => {
                    failures.push(format!("FAILED {}: {reason}", stage.name));
                    ("FAILED", *counts)
                }
                Outcome::Skipped { .. } => ("skipped", Counts { skipped: 1, ..Counts::default() }),
                Outcome::Absent => continue,
            };
            sum.add(counts);
            text.push_str(&format!(
                "{:>8.1} s  {word:<8} {}{}\n",
                stage.took.as_secs_f64(),
                stage.name,
                match &stage.outcome {
                    Outcome::Skipped { reason } => format!(": {reason}"),
                    _ => String::new(),
                }
            ));
        }
        text.push_str(&format!("{:>8.1} s  in all\n", took.as_secs_f64()));
        for stage in &self.stages {
            if let Outcome::Passed { closing_lines, .. } | Outcome::Failed { closing_lines, .. } =
                &stage.outcome
                && !closing_lines.is_empty()
            {
                text.push_str(&format!("\n=== {}\n", stage.name));
                for line in closing_lines {
                    text.push_str(&format!("{line}\n"));
                }
            }
        }
        text.push('\n');
        for failure in &failures {
            text.push_str(&format!("{failure}\n"));
        }
        text.push_str(&format!(
            "{} passed, {} failed, {} skipped\n",
            sum.passed, sum.failed, sum.skipped
        ));
        (text, failures.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn last_line_after(skips_are_failures: bool, outcomes: Vec<Outcome>) -> (String, bool) {
        let mut report = Report::new(skips_are_failures);
        for outcome in outcomes {
            report.stage("one", || outcome);
        }
        let (text, fine) = report.render(Duration::ZERO);
        (text.lines().last().unwrap_or_default().to_owned(), fine)
    }

    #[test]
    fn the_sum_counts_every_stage() {
        let tests = Outcome::Passed {
            counts: Counts { passed: 7, failed: 0, skipped: 2 },
            closing_lines: vec!["test result: ok.".into()],
        };
        let outcomes = vec![Outcome::passed(), tests, Outcome::Absent];
        assert_eq!(last_line_after(true, outcomes), ("8 passed, 0 failed, 2 skipped".into(), true));
    }

    #[test]
    fn a_part_that_cannot_run_is_a_failure_only_where_ci_is_set() {
        let outcome = || vec![Outcome::skipped("no PostgreSQL")];
        assert_eq!(
            last_line_after(false, outcome()),
            ("0 passed, 0 failed, 1 skipped".into(), true)
        );
        assert_eq!(
            last_line_after(true, outcome()),
            ("0 passed, 1 failed, 0 skipped".into(), false)
        );
    }

    #[test]
    fn stages_after_a_failure_still_run() {
        let outcomes = vec![Outcome::failed("no"), Outcome::passed()];
        assert_eq!(
            last_line_after(true, outcomes),
            ("1 passed, 1 failed, 0 skipped".into(), false)
        );
    }
}
