//! Names of intents as people would say them: one more sentence of theirs.

use std::collections::BTreeSet;

use model::{Bot, Intent, IntentName, SentenceStatus};

/// The texts that [`crate::train_with_vectors`] wants vectors of: the sentences that a person
/// vouches for, and the names of intents as people would say them.
pub fn texts_to_encode(bot: &Bot) -> BTreeSet<String> {
    let validated = bot.sentences.iter().filter(|own| own.status == SentenceStatus::Validated);
    let names = bot.intents.iter().flat_map(|(name, intent)| spoken_names(name, Some(intent)));
    validated.map(|own| own.text.clone()).chain(names).collect()
}

/// The name and the title of an intent, those that are said.
pub(crate) fn spoken_names(
    name: &IntentName,
    intent: Option<&Intent>,
) -> impl Iterator<Item = String> {
    let title = intent.map_or("", |own| own.title.as_str());
    [spoken_name(name.as_str()), spoken_name(title)].into_iter().flatten()
}

/// A name as a person would say it (`book_train` is "book train"), when it is made of 2 to 6
/// words.
fn spoken_name(name: &str) -> Option<String> {
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
    let words: Vec<&str> = spoken.split_whitespace().collect();
    let is_ordinary = words.iter().all(|word| word.chars().all(char::is_alphabetic));
    ((2..=6).contains(&words.len()) && is_ordinary).then(|| words.join(" "))
}
