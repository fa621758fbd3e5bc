//! Evaluations and comparisons as tables for people: in the terminal, or as Markdown.

use model::IntentName;

use super::{
    ComparedSentence, Comparison, EntityMark, Evaluation, Interval, SentenceOutcome, Share,
};

/// Rows of lists of sentences; the JSON holds all.
const LISTED_MAX: usize = 20;
/// Characters of a cell; longer ones are cut, in the terminal only.
const CELL_CHARS_MAX: usize = 70;

/// A table with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its heading, with how many rows there would be when not all are shown.
    pub title: String,
    /// The headings of its columns.
    pub columns: Vec<&'static str>,
    /// Its cells.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    fn new(title: impl Into<String>, columns: &[&'static str], rows: Vec<Vec<String>>) -> Self {
        Self { title: title.into(), columns: columns.to_vec(), rows }
    }

    /// The first rows of a list, and in the title how many there are.
    fn of_list<'a, T: 'a>(
        title: &str,
        columns: &[&'static str],
        items: impl Iterator<Item = &'a T>,
        row: impl Fn(&T) -> Vec<String>,
    ) -> Self {
        let items: Vec<&T> = items.collect();
        let title = match items.len() > LISTED_MAX {
            true => format!("{title} ({LISTED_MAX} of {})", items.len()),
            false => title.to_owned(),
        };
        Self::new(title, columns, items.into_iter().take(LISTED_MAX).map(row).collect())
    }
}

/// An evaluation as tables; those without rows are left out.
pub fn of_evaluation(evaluation: &Evaluation) -> Vec<Table> {
    let how = match evaluation.held_out {
        true => "on held-out sentences".to_owned(),
        false => format!("{} folds, seed {}", evaluation.options.folds, evaluation.options.seed),
    };
    let mut figures = vec![
        ("intent right", share(&evaluation.accuracy)),
        ("answered right", share(&evaluation.answered_right)),
        ("rejected though known", share(&evaluation.rejected)),
        ("macro F1 of intents", interval(&evaluation.macro_f1)),
        (
            "calibration error",
            format!("{} (n {})", percent(evaluation.calibration_error), evaluation.accuracy.n),
        ),
    ];
    if let Some(entities) = &evaluation.entities {
        figures.push(("micro F1 of entities", interval(&entities.micro_f1)));
        figures.push(("entities: precision", share(&entities.precision)));
        figures.push(("entities: recall", share(&entities.recall)));
    }
    if let Some(curve) = &evaluation.rejection {
        let (known, unknown) = (curve.known, curve.unknown);
        let line = format!("{:.3} (n {known} known, {unknown} unknown)", curve.auroc);
        figures.push(("AUROC of rejection", line));
    }
    let figures = figures.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    let mut tables = vec![Table::new(format!("Figures, {how}"), &["figure", "value"], figures)];
    tables.push(Table::new(
        "Intents, worst first",
        &["intent", "F1", "precision", "recall"],
        evaluation
            .intents
            .iter()
            .map(|own| {
                vec![name(&own.intent), percent(own.f1), share(&own.precision), share(&own.recall)]
            })
            .collect(),
    ));
    tables.push(Table::of_list(
        "Intents taken for others",
        &["intent", "taken for", "times", "for example"],
        evaluation.confusions.iter(),
        |own| {
            let example = own.examples.first().cloned().unwrap_or_default();
            vec![name(&own.intent), name(&own.found), own.count.to_string(), example]
        },
    ));
    if let Some(entities) = &evaluation.entities {
        tables.push(Table::new(
            "Entities, worst first",
            &["type", "role", "F1", "precision", "recall"],
            entities
                .roles
                .iter()
                .map(|own| {
                    vec![
                        own.entity_type.to_string(),
                        own.role.to_string(),
                        percent(own.f1),
                        share(&own.precision),
                        share(&own.recall),
                    ]
                })
                .collect(),
        ));
    }
    tables.push(Table::of_list(
        "Wrong entities where the intent is right",
        &["sentence", "missed", "found instead"],
        evaluation.entity_errors().collect::<Vec<_>>().into_iter(),
        |own| vec![own.text.clone(), marks(&own.entities_missed), marks(&own.entities_wrong)],
    ));
    tables.push(Table::of_list(
        "Suspicious labels",
        &["sentence", "label", "seems to be", "sure"],
        evaluation.suspicious.iter(),
        sentence_row,
    ));
    tables.push(Table::of_list(
        "Nearly the same in two intents",
        &["sentence", "intent", "sentence", "intent", "like"],
        evaluation.near_duplicates.iter(),
        |own| {
            vec![
                own.first.text.clone(),
                name(&own.first.intent),
                own.second.text.clone(),
                name(&own.second.intent),
                percent(own.likeness),
            ]
        },
    ));
    if let Some(curve) = &evaluation.rejection {
        let points = curve.points.iter().map(|own| {
            let threshold = format!("{:.2}", own.threshold);
            vec![threshold, percent(own.unknown_recall), percent(own.known_accuracy)]
        });
        tables.push(Table::new(
            format!("Rejection (n {} known, {} unknown)", curve.known, curve.unknown),
            &["threshold", "unknown rejected", "known answered right"],
            points.collect(),
        ));
    }
    tables.push(Table::new(
        "Learning curve",
        &["learned from", "sentences", "intent right"],
        evaluation
            .learning_curve
            .iter()
            .map(|own| vec![percent(own.share), own.sentences.to_string(), share(&own.accuracy)])
            .collect(),
    ));
    tables.retain(|table| !table.rows.is_empty());
    tables
}

/// A comparison as tables; those without rows are left out.
pub fn of_comparison(comparison: &Comparison) -> Vec<Table> {
    let figures = [
        ("before", share(&comparison.before)),
        ("after", share(&comparison.after)),
        ("fixed", comparison.fixed.len().to_string()),
        ("broken", comparison.broken.len().to_string()),
        ("chance alone", format!("p = {:.3}", comparison.chance)),
        ("only before", comparison.only_before.to_string()),
        ("only after", comparison.only_after.to_string()),
    ];
    let figures = figures.into_iter().map(|(name, value)| vec![name.to_owned(), value]).collect();
    let row = |own: &ComparedSentence| {
        vec![own.after.text.clone(), name(&own.intent), answer(&own.before), answer(&own.after)]
    };
    let columns = ["sentence", "label", "before", "after"];
    let mut tables = vec![
        Table::new("Comparison", &["sentences answered right", "value"], figures),
        Table::of_list("Broken", &columns, comparison.broken.iter(), row),
        Table::of_list("Fixed", &columns, comparison.fixed.iter(), row),
        Table::of_list("Wrong in another way", &columns, comparison.changed.iter(), row),
    ];
    tables.retain(|table| !table.rows.is_empty());
    tables
}

/// Tables as Markdown.
pub fn markdown(title: &str, tables: &[Table]) -> String {
    let mut out = format!("# {}\n", escaped(title));
    for table in tables {
        out.push_str(&format!("\n## {}\n\n", escaped(&table.title)));
        out.push_str(&format!("| {} |\n", table.columns.join(" | ")));
        out.push_str(&format!("|{}\n", " --- |".repeat(table.columns.len())));
        for row in &table.rows {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            out.push_str(&format!("| {} |\n", cells.join(" | ")));
        }
    }
    out
}

/// Tables in columns of the terminal.
pub fn terminal(tables: &[Table]) -> String {
    let mut out = String::new();
    for table in tables {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&format!("{}\n", table.title));
        let head: Vec<String> = table.columns.iter().map(|column| (*column).to_owned()).collect();
        let rows: Vec<Vec<String>> = std::iter::once(&head)
            .chain(&table.rows)
            .map(|row| row.iter().map(|cell| cut(cell)).collect())
            .collect();
        let widths: Vec<usize> = (0..head.len())
            .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0))
            .collect();
        for row in &rows {
            let cells: Vec<String> = row
                .iter()
                .zip(&widths)
                .map(|(cell, &width)| format!("{cell}{}", " ".repeat(width - cell.chars().count())))
                .collect();
            out.push_str(format!("  {}", cells.join("  ")).trim_end());
            out.push('\n');
        }
    }
    out
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn share(share: &Share) -> String {
    if share.n == 0 {
        return "- (n 0)".into();
    }
    let (low, high) = (100.0 * share.low, 100.0 * share.high);
    format!("{} [{low:.1}, {high:.1}] (n {})", percent(share.share), share.n)
}

fn interval(interval: &Interval) -> String {
    let (low, high) = (100.0 * interval.low, 100.0 * interval.high);
    format!("{} [{low:.1}, {high:.1}] (n {})", percent(interval.value), interval.n)
}

fn name(intent: &Option<IntentName>) -> String {
    intent.as_ref().map_or("(unknown)".into(), ToString::to_string)
}

fn sentence_row(own: &SentenceOutcome) -> Vec<String> {
    vec![own.text.clone(), name(&own.intent), name(&own.found), percent(own.probability)]
}

fn answer(own: &SentenceOutcome) -> String {
    let mut text = match own.accepted {
        true => name(&own.found),
        false => name(&None),
    };
    for (sign, marked) in [("missed", &own.entities_missed), ("wrong", &own.entities_wrong)] {
        if !marked.is_empty() {
            text.push_str(&format!("; {sign} {}", marks(marked)));
        }
    }
    text
}

fn marks(marked: &[EntityMark]) -> String {
    let one = |mark: &EntityMark| {
        let mut words = match mark.role.as_str() == mark.entity_type.as_str() {
            true => format!("[{}]({})", mark.text, mark.role),
            false => format!("[{}]({}:{})", mark.text, mark.entity_type, mark.role),
        };
        if let Some(whole) = mark.within.last() {
            words.push_str(&format!(" in {whole}"));
        }
        words
    };
    let all: Vec<String> = marked.iter().map(one).collect();
    all.join(" ")
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' => out.extend(['\\', c]),
            _ => out.push(c),
        }
    }
    out
}

fn cut(text: &str) -> String {
    let flat = text.replace(['\n', '\r', '\t'], " ");
    if flat.chars().count() <= CELL_CHARS_MAX {
        return flat;
    }
    let kept: String = flat.chars().take(CELL_CHARS_MAX - 1).collect();
    format!("{kept}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_aligned_in_the_terminal_and_escaped_in_markdown() {
        let rows =
            vec![vec!["a|b\nc".to_owned(), "é".to_owned()], vec!["d".into(), "x".repeat(99)]];
        let table = [Table::new("T", &["one", "two"], rows)];
        let shown = terminal(&table);
        assert!(shown.starts_with("T\n  one    two\n  a|b c  é\n  d      xxx"), "{shown}");
        assert!(shown.lines().all(|line| line.chars().count() <= CELL_CHARS_MAX + 9), "{shown}");
        let written = markdown("M", &table);
        assert!(written.contains("| one | two |\n| --- | --- |\n| a\\|b c | é |"), "{written}");
    }

    #[test]
    fn a_share_of_nothing_is_no_figure() {
        assert_eq!(share(&Share::of(0, 0)), "- (n 0)");
        assert_eq!(share(&Share::of(9, 10)), "90.0 % [59.6, 98.2] (n 10)");
    }
}
