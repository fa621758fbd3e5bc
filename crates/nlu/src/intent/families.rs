//! Intents whose names share a word, and how they are related.
//!
//! People name what belongs together alike: `alarm_set` and `alarm_query` are both about alarms,
//! `alarm_set` and `reminder_set` both set something. Related intents lend each other weights, which
//! helps most where each has few sentences.

use std::collections::BTreeMap;

/// Classes that share a word of their names, family by family.
#[derive(Debug, Clone, Default)]
pub(crate) struct Families(Vec<Vec<u16>>);

impl Families {
    /// Of the names of the classes, in their order. The largest families come first; there are at
    /// most half as many as classes, so that they cost less than the classes themselves.
    pub(crate) fn of<'a>(names: impl ExactSizeIterator<Item = Option<&'a str>>) -> Self {
        let class_count = names.len();
        let mut by_word: BTreeMap<String, Vec<u16>> = BTreeMap::new();
        for (class, name) in names.enumerate() {
            for word in name.map(words_of_name).unwrap_or_default() {
                let members = by_word.entry(word.to_lowercase()).or_default();
                if word.chars().all(char::is_alphabetic) && members.last() != Some(&(class as u16))
                {
                    members.push(class as u16);
                }
            }
        }
        let mut families: Vec<Vec<u16>> = by_word
            .into_values()
            .filter(|members| (2..class_count).contains(&members.len()))
            .collect();
        families.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        families.dedup();
        families.truncate(class_count / 2);
        Self(families)
    }

    /// The members of each family.
    pub(crate) fn members(&self) -> &[Vec<u16>] {
        &self.0
    }
}

/// The words of an identifier: `book_train` and `bookTrain` are "book", "train".
fn words_of_name(name: &str) -> Vec<String> {
    let mut spoken = String::with_capacity(name.len() + 4);
    let mut previous = ' ';
    for c in name.chars() {
        if matches!(c, '_' | '-' | '/' | '.' | ':') {
            spoken.push(' ');
        } else {
            if c.is_uppercase() && previous.is_lowercase() {
                spoken.push(' ');
            }
            spoken.push(c);
        }
        previous = c;
    }
    spoken.split_whitespace().map(str::to_owned).collect()
}

/// A name as a person would say it (`book_train` is "book train"), when it is made of 2 to 6
/// words.
pub(crate) fn spoken_name(name: &str) -> Option<String> {
    let words = words_of_name(name);
    let is_ordinary = words.iter().all(|word| word.chars().all(char::is_alphabetic));
    ((2..=6).contains(&words.len()) && is_ordinary).then(|| words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_share_a_word_are_a_family() {
        let families = |names: &[&str]| {
            Families::of(names.iter().map(|name| (!name.is_empty()).then_some(*name))).0
        };
        for (names, expected) in [
            // The class without a name is that of unknown sentences.
            (&["alarm_set", "alarm_query", "", "timer-set"][..], vec![vec![0, 1], vec![0, 3]]),
            (&["bookTrain", "bookHotel", "findTrain", "hello"], vec![vec![0, 1], vec![0, 2]]),
            // What all share tells none apart, and numbers are no words.
            (&["faq_a_1", "faq_b_1", "faq_c_2"], vec![]),
            (&["set_set", "set", "x", "y"], vec![vec![0, 1]]),
            (&["greet", "leave"], vec![]),
            (&[], vec![]),
        ] {
            assert_eq!(families(names), expected, "{names:?}");
        }
    }

    #[test]
    fn families_are_fewer_than_half_the_classes_and_the_largest_stay() {
        let names = ["a_x", "a_y", "a_x_y", "b_x", "b_z"];
        let families = Families::of(names.iter().map(|name| Some(*name)));
        assert_eq!(families.members(), [vec![0, 1, 2], vec![0, 2, 3]]);
    }
}
