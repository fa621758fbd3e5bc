//! A bot survives its files, and files survive their bot.

use model::{Bot, Severity};
use proptest::prelude::*;

use crate::generator::Generator;

/// Lines are where a dialog was written, not what it says.
fn without_lines(mut bot: Bot) -> Bot {
    for exchange in bot.dialogs.iter_mut().flat_map(|dialog| &mut dialog.exchanges) {
        exchange.line = 0;
    }
    bot
}

/// The first lines that differ, of the two bots as JSON.
fn difference(wanted: &Bot, found: &Bot) -> Option<String> {
    if wanted == found {
        return None;
    }
    let json = |bot: &Bot| serde_json::to_string_pretty(bot).unwrap();
    let (wanted, found) = (json(wanted), json(found));
    let at = wanted.lines().zip(found.lines()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| {
        text.lines().skip(at.saturating_sub(8)).take(16).collect::<Vec<_>>().join("\n")
    };
    Some(format!("wanted:\n{}\nfound:\n{}", around(&wanted), around(&found)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_sound_bot_survives_its_files(seed in any::<u64>()) {
        let mut bot = Generator::new(seed).bot();
        let files = bot_files::write_files(&bot);
        let (read, findings) = bot_files::read_files(&files);
        bot_files::arrange(&mut bot);
        let difference = difference(&bot, &without_lines(read.clone()));
        prop_assert!(difference.is_none(), "{}\n{:#?}", difference.unwrap_or_default(), findings);
        prop_assert_eq!(bot_files::write_files(&read), files);
    }

    #[test]
    fn arranging_twice_is_arranging_once(seed in any::<u64>()) {
        let mut once = Generator::new(seed).bot();
        bot_files::arrange(&mut once);
        let mut twice = once.clone();
        bot_files::arrange(&mut twice);
        prop_assert_eq!(once, twice);
    }
}

#[test]
fn what_is_written_has_no_syntax_errors() {
    let syntax = [
        "toml-syntax",
        "bad-line",
        "bad-mark",
        "stray-backslash",
        "stray-bracket",
        "unknown-key",
        "wrong-type",
        "misplaced-line",
    ];
    for seed in 0..200 {
        let files = bot_files::write_files(&Generator::new(seed).bot());
        let (_, findings) = bot_files::read_files(&files);
        let broken: Vec<_> = findings
            .iter()
            .filter(|finding| finding.severity == Severity::Error)
            // `check` too says that a line of a dialog stands where it cannot be right.
            .filter(|finding| syntax.contains(&finding.code.as_str()))
            .filter(|finding| !finding.place.as_deref().unwrap_or_default().starts_with("tests/"))
            .collect();
        assert!(broken.is_empty(), "seed {seed}: {broken:#?}\n{files:#?}");
    }
}
