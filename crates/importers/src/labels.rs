//! The labels of a bot as a table and as JSON, for translators and their tools: there and back
//! without a difference.
//!
//! The table has a row per text: `Key`, `Language`, `Interface` (`text`, `voice` or empty),
//! `Channel` (a kind, or empty), `Validated` (`yes` or `no`), `Description`, and as many columns
//! `Text` as there are variants. Cells are apart by `;`; when it is read, by `,` or a tab too.
//!
//! ```
//! use importers::labels;
//! # use model::*;
//! let text = LabelText::new(Locale::fr(), vec!["Bonjour ; oui".into(), "Salut".into()]);
//! let label = Label { texts: vec![text], ..Label::default() };
//! let all = [(LabelKey::new("hello").unwrap(), label)].into();
//! let table = labels::to_csv(&all);
//! assert_eq!(table.lines().nth(1), Some("hello;fr;;;yes;;\"Bonjour ; oui\";Salut"));
//! assert_eq!(labels::from_csv(&table), (all, vec![]));
//! ```

use std::collections::BTreeMap;

use model::{ConnectorType, Diagnostic, Interface, Label, LabelKey, LabelText, Locale};
use wire::csv;

/// Labels by their key.
pub type Labels = BTreeMap<LabelKey, Label>;

const DELIMITER: char = ';';
const COLUMNS: [&str; 6] = ["Key", "Language", "Interface", "Channel", "Validated", "Description"];
const TEXT: &str = "Text";
const INTERFACES: [(&str, Interface); 2] = [("text", Interface::Text), ("voice", Interface::Voice)];

/// The labels as a table.
pub fn to_csv(labels: &Labels) -> String {
    let texts = labels.values().flat_map(|label| &label.texts);
    let widest = texts.map(|text| text.variants.len()).max().unwrap_or(1).max(1);
    let mut out = String::new();
    let header: Vec<&str> = COLUMNS.into_iter().chain(std::iter::repeat_n(TEXT, widest)).collect();
    csv::write(&mut out, &header, DELIMITER);
    for (key, label) in labels {
        let key = key.as_str().to_owned();
        if label.texts.is_empty() {
            let empty = String::new;
            let row = [key.clone(), empty(), empty(), empty(), empty(), label.description.clone()];
            csv::write(&mut out, &row, DELIMITER);
        }
        for (position, text) in label.texts.iter().enumerate() {
            let interface = INTERFACES.iter().find(|(_, it)| Some(*it) == text.interface);
            let description = if position == 0 { label.description.as_str() } else { "" };
            let mut row = vec![
                key.clone(),
                text.locale.to_string(),
                interface.map_or(String::new(), |(word, _)| (*word).to_owned()),
                text.connector.as_ref().map_or(String::new(), ToString::to_string),
                if text.validated { "yes" } else { "no" }.to_owned(),
                description.to_owned(),
            ];
            row.extend(text.variants.iter().cloned());
            csv::write(&mut out, &row, DELIMITER);
        }
    }
    out
}

/// Labels out of a table. What cannot be read is left out, and a finding names its line.
pub fn from_csv(table: &str) -> (Labels, Vec<Diagnostic>) {
    let mut labels = Labels::new();
    let mut findings = Vec::new();
    let delimiter = [DELIMITER, ',', '\t'].into_iter().find(|delimiter| {
        csv::read(table, *delimiter)
            .first()
            .is_some_and(|row| row.cells.starts_with(&COLUMNS.map(str::to_owned)))
    });
    let Some(delimiter) = delimiter else {
        let expected = COLUMNS.join(";");
        findings.push(
            Diagnostic::error(
                "wrong-columns",
                "the first line does not name the columns",
                format!("begin the table with `{expected};{TEXT}`"),
            )
            .at("table", Some(1)),
        );
        return (labels, findings);
    };
    for row in csv::read(table, delimiter).into_iter().skip(1) {
        let line = row.line;
        if let Err((message, remedy)) = take_row(&mut labels, row.cells) {
            findings.push(Diagnostic::error("wrong-row", message, remedy).at("table", Some(line)));
        }
    }
    (labels, findings)
}

fn take_row(labels: &mut Labels, cells: Vec<String>) -> Result<(), (String, &'static str)> {
    let mut cells = cells.into_iter();
    let mut next = || cells.next().unwrap_or_default();
    let (key, locale, interface, channel) = (next(), next(), next(), next());
    let (validated, description) = (next(), next());
    let key = LabelKey::new(key)
        .map_err(|error| (error.to_string(), "write the key of a label in the first column"))?;
    let mut variants: Vec<String> = cells.collect();
    // Spreadsheets fill rows up to the widest.
    while variants.len() > 1 && variants.last().is_some_and(String::is_empty) {
        variants.pop();
    }
    let text = if locale.is_empty() && variants.iter().all(String::is_empty) {
        None
    } else {
        let locale = locale
            .parse::<Locale>()
            .map_err(|error| (error.to_string(), "write a language such as `fr`"))?;
        let interface = match INTERFACES.iter().find(|(word, _)| *word == interface) {
            Some((_, interface)) => Some(*interface),
            None if interface.is_empty() => None,
            None => {
                let message = format!("`{interface}` is no interface");
                return Err((message, "write `text`, `voice`, or nothing for both"));
            }
        };
        let connector = match channel.is_empty() {
            true => None,
            false => Some(ConnectorType::new(channel).map_err(|error| {
                (error.to_string(), "write a kind of channel such as `web`, or nothing for all")
            })?),
        };
        let validated = match validated.to_ascii_lowercase().as_str() {
            "yes" | "true" | "" => true,
            "no" | "false" => false,
            other => {
                return Err((format!("`{other}` is neither yes nor no"), "write `yes` or `no`"));
            }
        };
        Some(LabelText { locale, interface, connector, variants, validated })
    };
    let is_same = |known: &LabelText| {
        text.as_ref().is_some_and(|text| {
            known.locale == text.locale
                && known.interface == text.interface
                && known.connector == text.connector
        })
    };
    if labels.get(&key).is_some_and(|label| label.texts.iter().any(is_same)) {
        let message = format!("the label `{key}` has two rows for the same language and channel");
        return Err((message, "join them: variants stand side by side"));
    }
    let label = labels.entry(key).or_default();
    if !description.is_empty() {
        label.description = description;
    }
    label.texts.extend(text);
    Ok(())
}

/// The labels as JSON: an object from key to label, as they stand in a bot.
pub fn to_json(labels: &Labels) -> String {
    serde_json::to_string_pretty(labels).expect("keys of labels are texts")
}

/// Labels out of JSON. A label that cannot be read is left out, and a finding names it.
pub fn from_json(text: &str) -> (Labels, Vec<Diagnostic>) {
    let mut labels = Labels::new();
    let mut findings = Vec::new();
    let members = match wire::json::members(text.as_bytes()) {
        Ok(members) => members,
        Err(error) => {
            let remedy = "give an object from the keys of labels to labels";
            findings.push(Diagnostic::error("not-understood", error.to_string(), remedy));
            return (labels, findings);
        }
    };
    for (name, raw) in members {
        let place = format!("labels[{name}]");
        let label = wire::json::read::<Label>(raw.get().as_bytes()).map_err(|e| e.to_string());
        match (LabelKey::new(name).map_err(|error| error.to_string()), label) {
            (Ok(key), Ok(label)) => drop(labels.insert(key, label)),
            (Err(error), _) | (_, Err(error)) => findings.push(
                Diagnostic::error("not-understood", error, "correct the label; it was left out")
                    .at(place, None),
            ),
        }
    }
    (labels, findings)
}

/// What taking labels over did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Taken {
    /// Labels that the bot did not have.
    pub added: Vec<LabelKey>,
    /// Labels whose texts or description are other ones now.
    pub changed: Vec<LabelKey>,
    /// How many are as they were.
    pub unchanged: usize,
}

/// Takes labels over into those of a bot: a text replaces the one for the same language, interface and
/// channel, a description that is not empty the one before. Nothing is removed.
pub fn take_over(own: &mut Labels, labels: Labels) -> Taken {
    let mut taken = Taken::default();
    for (key, new) in labels {
        let before = own.get(&key).cloned();
        let label = own.entry(key.clone()).or_default();
        if !new.description.is_empty() {
            label.description = new.description;
        }
        for text in new.texts {
            let same = label.texts.iter_mut().find(|own| {
                own.locale == text.locale
                    && own.interface == text.interface
                    && own.connector == text.connector
            });
            match same {
                Some(own) => *own = text,
                None => label.texts.push(text),
            }
        }
        match before {
            None => taken.added.push(key),
            Some(before) if before == *label => taken.unchanged += 1,
            Some(_) => taken.changed.push(key),
        }
    }
    taken
}
