//! Dictionary values by their words, whatever the case, the accents and the hyphens.

use std::collections::HashMap;

use model::{Dictionary, Locale};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A dictionary prepared for looking up.
#[derive(Debug)]
pub(crate) struct CompiledDictionary {
    entries: Vec<Entry>,
    by_value: HashMap<String, usize>,
    by_word: HashMap<String, usize>,
}

#[derive(Debug)]
struct Entry {
    value: String,
    labels: Vec<(Locale, String)>,
}

impl CompiledDictionary {
    pub(crate) fn new(dictionary: &Dictionary) -> Self {
        let mut compiled =
            Self { entries: Vec::new(), by_value: HashMap::new(), by_word: HashMap::new() };
        for entry in &dictionary.entries {
            let index = compiled.entries.len();
            compiled.by_value.entry(entry.value.clone()).or_insert(index);
            compiled.by_word.entry(fold(&entry.value)).or_insert(index);
            for word in entry.labels.values().flatten() {
                compiled.by_word.entry(fold(word)).or_insert(index);
            }
            compiled.entries.push(Entry {
                value: entry.value.clone(),
                labels: entry
                    .labels
                    .iter()
                    .filter_map(|(locale, words)| Some((locale.clone(), words.first()?.clone())))
                    .collect(),
            });
        }
        compiled.by_word.remove("");
        compiled
    }

    /// The canonical value that a text names, if it is one or a word for one.
    pub(crate) fn value_of(&self, text: &str) -> Option<&str> {
        let index = self.by_value.get(text).or_else(|| self.by_word.get(&fold(text)))?;
        Some(&self.entries[*index].value)
    }

    /// The word for a value in a language.
    pub(crate) fn word_for(&self, value: &str, locale: &Locale) -> Option<&str> {
        let labels = &self.entries[*self.by_value.get(value)?].labels;
        let find = |accepts: &dyn Fn(&Locale) -> bool| {
            labels.iter().find(|(label, _)| accepts(label)).map(|(_, word)| word.as_str())
        };
        find(&|label| label == locale).or_else(|| find(&|l| l.language() == locale.language()))
    }
}

/// Lower case, without accents, words joined by one space.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            folded.push(c);
        } else if !folded.ends_with(' ') && !folded.is_empty() {
            folded.push(' ');
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::DictionaryEntry;
    use std::collections::BTreeMap;

    #[test]
    fn words_are_found_whatever_their_spelling() {
        let labels = BTreeMap::from([
            (Locale::fr(), vec!["Saint-Étienne".to_owned(), "st étienne".to_owned()]),
            (Locale::en(), vec!["Saint Stephen".to_owned()]),
        ]);
        let entries = vec![DictionaryEntry { value: "etienne".into(), labels }];
        let dictionary = CompiledDictionary::new(&Dictionary { entries, ..Dictionary::default() });
        for text in ["etienne", "saint etienne", "SAINT-ÉTIENNE", "St. Étienne ", "saint stephen"]
        {
            assert_eq!(dictionary.value_of(text), Some("etienne"), "{text}");
        }
        assert_eq!(dictionary.value_of("Lyon"), None);
        assert_eq!(dictionary.value_of(""), None);
        let in_canada: Locale = "fr-CA".parse().unwrap();
        assert_eq!(dictionary.word_for("etienne", &in_canada), Some("Saint-Étienne"));
        assert_eq!(dictionary.word_for("etienne", &"de".parse().unwrap()), None);
    }
}
