//! The languages: a folder each, with one file per dimension.

use std::sync::OnceLock;

use model::Locale;

use crate::engine::pattern::Grammar;
use crate::lexical::dates::DateStyle;
use crate::lexical::numbers::{NumberStyle, NumberWord};

mod actions;
mod currencies;
mod en;
mod es;
mod fr;
mod zones;

/// Everything the engine needs to read a language; built once per process.
#[derive(Debug, Default)]
pub(crate) struct Language {
    pub grammar: Grammar,
    pub numbers: NumberStyle,
    pub dates: DateStyle,
    /// Words for "@" and "." in dictated addresses.
    pub at: &'static [&'static str],
    pub dot: &'static [&'static str],
}

impl Language {
    /// Adds a word of numbers.
    fn number(&mut self, words: &str, meaning: NumberWord) {
        for word in words.split('|') {
            let id = self.grammar.vocabulary.intern(word);
            self.numbers.words.insert(id, meaning);
        }
    }
}

/// The languages that have rules here.
#[cfg(test)]
pub(crate) const OURS: [&str; 3] = ["fr", "en", "es"];

/// The rules of a language, built when first asked for.
pub(crate) fn of(locale: &Locale) -> Option<&'static Language> {
    static FR: OnceLock<Language> = OnceLock::new();
    static EN: OnceLock<Language> = OnceLock::new();
    static ES: OnceLock<Language> = OnceLock::new();
    match locale.language() {
        "fr" => Some(FR.get_or_init(fr::language)),
        "en" => Some(EN.get_or_init(en::language)),
        "es" => Some(ES.get_or_init(es::language)),
        _ => None,
    }
}

/// Digits and addresses only: for languages without rules.
#[cfg(not(feature = "duckling"))]
pub(crate) fn none() -> &'static Language {
    static NONE: OnceLock<Language> = OnceLock::new();
    NONE.get_or_init(|| {
        let mut language = Language { at: &["@"], ..Language::default() };
        language.grammar = Grammar::new();
        currencies::rules(&mut language.grammar);
        language
    })
}

/// How the region writes dates in digits.
pub(crate) fn date_style(language: &Language, locale: &Locale) -> DateStyle {
    let month_first = matches!(
        (locale.language(), locale.region()),
        ("en", None | Some("US" | "PH" | "CA")) | ("es", Some("US" | "PR"))
    );
    // Without a region "3/4" in English is March 4 as well as 3 April.
    let order_unsaid = locale.language() == "en" && locale.region().is_none();
    DateStyle { month_first, order_unsaid, ..language.dates }
}

/// The region of a locale: `FR`.
pub(crate) fn region(locale: &Locale) -> Option<[u8; 2]> {
    locale.region()?.as_bytes().try_into().ok()
}

/// The first day of weeks: 0 is Monday.
pub(crate) fn week_start(locale: &Locale) -> i64 {
    match locale.region() {
        Some("US" | "CA" | "MX" | "BR" | "JP" | "IN" | "ZA") => 6,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_compiles() {
        for language in OURS {
            let locale: Locale = language.parse().unwrap();
            assert!(of(&locale).unwrap().grammar.rules.len() > 100, "{language}");
        }
    }
}
