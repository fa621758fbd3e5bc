//! Whatever lies in a folder gives findings, never a panic.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::generator::Generator;

/// Reads, checks, writes and reads again; none may panic.
fn survive(files: &BTreeMap<String, String>) {
    let (bot, _) = bot_files::read_files(files);
    let written = bot_files::write_files(&bot);
    let (again, _) = bot_files::read_files(&written);
    bot_files::check(&again);
}

const PATHS: &[&str] = &[
    "bot.toml",
    "intents/a.md",
    "intents/deep/er/b.md",
    "entities/a.toml",
    "stories/a.toml",
    "stories/b.toml",
    "answers/fr.toml",
    "answers/descriptions.toml",
    "answers/x y.toml",
    "tests/a.dialog",
    "tests/.dialog",
    "notes.txt",
    "",
];

const PIECES: &[&str] = &[
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "=",
    ".",
    ",",
    ":",
    "#",
    "\n",
    "\r\n",
    "\t",
    "\\",
    "\\u{",
    "- ",
    "# ",
    "## ",
    "> ",
    "< ",
    "<!--",
    "-->",
    "fr",
    "en",
    "a",
    "b",
    "steps",
    "name",
    "answers",
    "starters",
    "mandatory",
    "entity",
    "ask",
    "text",
    "card",
    "carousel",
    "buttons",
    "title",
    "values",
    "value",
    "category",
    "settings",
    "locales",
    "(start)",
    "(wait ",
    "1",
    "99999999999999999999",
    "1e400",
    "nan",
    "true",
    "2026-03-02",
    "😀",
    "\u{feff}",
    "\u{0}",
    "a = 1\n",
    "[a]\n",
    "[[a.steps]]\n",
    "x = [1, {",
    "](",
    "(unknown)",
    "(inbox)",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbage_never_panics(
        files in prop::collection::btree_map(
            prop::sample::select(PATHS).prop_map(str::to_owned),
            prop::collection::vec(prop::sample::select(PIECES), 0..60).prop_map(|pieces| pieces.concat()),
            0..6,
        )
    ) {
        survive(&files);
    }

    #[test]
    fn any_characters_never_panic(
        files in prop::collection::btree_map(
            prop::sample::select(PATHS).prop_map(str::to_owned), ".{0,200}", 0..6,
        )
    ) {
        survive(&files);
    }

    #[test]
    fn a_damaged_bot_never_panics(seed in any::<u64>(), cut in 0usize..2_000, piece in prop::sample::select(PIECES)) {
        let mut files = bot_files::write_files(&Generator::new(seed).bot());
        for text in files.values_mut() {
            let mut at = cut % (text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, piece);
        }
        survive(&files);
    }
}

#[test]
fn deep_nesting_is_refused_not_suffered() {
    let steps = (1..3_000)
        .map(|depth| format!("[[a{}]]\nname = 'x'\n", ".steps".repeat(depth.min(200))))
        .collect::<String>();
    survive(&BTreeMap::from([("stories/a.toml".to_owned(), format!("[a]\n{steps}"))]));
    let groups = format!("[{}]\nx = 1", vec!["a"; 50_000].join("."));
    survive(&BTreeMap::from([("answers/fr.toml".to_owned(), groups)]));
    let marks = format!("# a\n## fr\n- {}", "[".repeat(100_000));
    survive(&BTreeMap::from([("intents/a.md".to_owned(), marks)]));
    let braces = format!("a = '{}'", "{x, select, a ".repeat(50_000));
    survive(&BTreeMap::from([("answers/fr.toml".to_owned(), braces)]));
}
