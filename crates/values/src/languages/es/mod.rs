//! Spanish.

use super::Language;

/// The rules of Spanish.
pub(crate) fn language() -> Language {
    let mut language = Language::default();
    language.grammar = crate::engine::pattern::Grammar::new();
    language
}
